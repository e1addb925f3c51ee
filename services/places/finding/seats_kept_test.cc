// What a search keeps of seats, against what a count of everything says, while places, offers and
// bookings come and go.
#include "services/places/finding/seats_kept.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/db/schema.h"
#include "services/places/care/booking_store.h"
#include "services/places/enrolment_store.h"
#include "services/places/handovers/handover_store.h"
#include "services/places/module.h"
#include "services/places/offers/offering.h"
#include "services/places/testing_engines.h"
#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

constexpr int kCentres = 60;  // More than one list of a query.

std::string CentreId(int64_t number) {
  return absl::StrCat("c", absl::Dec(number, absl::kZeroPad3));
}

using Line = std::tuple<std::string, std::string, std::string, std::string, std::string, int64_t>;
std::vector<Line> Sorted(const std::vector<TakenSeats>& taken) {
  std::vector<Line> lines;
  for (const TakenSeats& each : taken) {
    lines.emplace_back(each.group, each.pool, each.until.has_value() ? FormatDay(*each.until) : "",
                       each.outgrown.has_value() ? FormatDay(*each.outgrown) : "",
                       SessionName(each.part), each.count);
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

class SeatsKeptTest : public ::testing::TestWithParam<std::string> {
 protected:
  SeatsKeptTest() : db_(OpenEngine(GetParam(), "kept")) {
    const absl::Status migrated = db::Migrate(*db_, Schema());
    EXPECT_TRUE(migrated.ok()) << migrated;
  }

  int64_t Between(int64_t least, int64_t most) {
    return std::uniform_int_distribution<int64_t>(least, most)(random_);
  }
  std::string AnyGroup() {
    return absl::StrCat(CentreId(Between(0, kCentres - 1)), "/g", Between(1, 2));
  }

  void Write(const std::function<absl::Status(db::Write&)>& write) {
    const absl::Status written = db_->WriteIn(kPark, write);
    ASSERT_TRUE(written.ok()) << written;
  }

  void Start() {
    Enrolment place;
    place.group = AnyGroup();
    place.centre = place.group.substr(0, place.group.find('/'));
    place.id = absl::StrCat("enr-", ++made_);
    place.application = absl::StrCat("app-", made_);
    place.family = absl::StrCat("fam-", made_);
    place.child = absl::StrCat("child-", made_);
    place.case_number = absl::StrCat("KE26-", made_);
    place.pool = "SHARED";
    place.period = {kToday - Between(0, 30), kToday + Between(1, 400)};
    place.entitled_from = place.period.from;
    place.part = Between(0, 3) == 0 ? Session::kMorning : Session::kWholeDay;
    place.revision = 1;
    Write([&](db::Write& txn) { return InsertEnrolment(txn, place); });
    places_.push_back(place);
  }
  void End() {
    if (places_.empty()) return;
    Enrolment& place =
        places_[static_cast<size_t>(Between(0, static_cast<int64_t>(places_.size()) - 1))];
    place.running = false;
    place.period.until = kToday + Between(-5, 5);
    ++place.revision;
    Write([&](db::Write& txn) { return UpdateEnrolment(txn, place); });
  }
  void Move() {
    if (places_.empty()) return;
    Enrolment& place =
        places_[static_cast<size_t>(Between(0, static_cast<int64_t>(places_.size()) - 1))];
    place.pool = Between(0, 1) == 0 ? "SHARED" : "RESERVED/91a";
    ++place.revision;
    Write([&](db::Write& txn) { return MovePool(txn, place); });
  }
  void OfferSeat() {
    Application application = ApplicationOf(absl::StrCat("OF26-", ++made_));
    Seat seat;
    seat.group = AnyGroup();
    seat.centre = seat.group.substr(0, seat.group.find('/'));
    seat.pool = "SHARED";
    seat.start = kToday;
    const Offer offer = MakeOffer(kPark, application, seat, kToday + 300, kToday);
    Write([&](db::Write& txn) { return SaveOffers(txn, {offer}); });
  }
  void Book() {
    Booking booking;
    booking.id = absl::StrCat("boo-", ++made_);
    booking.family = absl::StrCat("fam-", made_);
    booking.child = absl::StrCat("child-", made_);
    booking.case_number = absl::StrCat("BO26-", made_);
    booking.programme = "care";
    booking.group = AnyGroup();
    booking.centre = booking.group.substr(0, booking.group.find('/'));
    booking.day = kToday + Between(0, 9);
    booking.revision = 1;
    Write([&](db::Write& txn) { return InsertBooking(txn, booking); });
  }

  void ExpectSame(absl::CivilDay today, const std::string& when) {
    std::vector<std::string> centres;
    for (int i = 0; i < kCentres; ++i) {
      if (Between(0, 4) > 0) centres.push_back(CentreId(i));
    }
    const absl::Status read = db_->ReadIn(kPark, [&](db::Read& txn) -> absl::Status {
      auto kept = kept_.Load(txn, centres, today);
      if (!kept.ok()) return kept.status();
      for (const std::string& centre : centres) {
        auto counted = LoadSeatsOfCentre(txn, centre, today);
        if (!counted.ok()) return counted.status();
        EXPECT_EQ(Sorted((*kept)[centre]), Sorted(*counted)) << centre << " " << when;
      }
      return absl::OkStatus();
    });
    ASSERT_TRUE(read.ok()) << read;
  }

  std::unique_ptr<db::Database> db_;
  SeatsKept kept_;
  std::mt19937_64 random_{20261127};
  std::vector<Enrolment> places_;
  int64_t made_ = 0;
};

TEST_P(SeatsKeptTest, IsWhatACountOfEverythingSaysAfterEachChange) {
  absl::CivilDay today = kToday;
  for (int step = 0; step < 150; ++step) {
    const std::string when = absl::StrCat("at step ", step, " of seed 20261127");
    for (int changes = static_cast<int>(Between(0, 6)); changes > 0; --changes) {
      switch (Between(0, 6)) {
        case 0:
          End();
          break;
        case 1:
          Move();
          break;
        case 2:
          OfferSeat();
          break;
        case 3:
          Book();
          break;
        default:
          Start();
      }
    }
    if (Between(0, 29) == 0) ++today;
    ASSERT_NO_FATAL_FAILURE(ExpectSame(today, when));
    if (HasFailure()) return;
  }
  EXPECT_GT(places_.size(), 100u);
}

TEST_P(SeatsKeptTest, OfNoCentreIsNothing) {
  const absl::Status read = db_->ReadIn(kPark, [&](db::Read& txn) -> absl::Status {
    const auto kept = kept_.Load(txn, {}, kToday);
    EXPECT_TRUE(kept.ok() && kept->empty());
    return kept.status();
  });
  EXPECT_TRUE(read.ok()) << read;
}

INSTANTIATE_TEST_SUITE_P(Stores, SeatsKeptTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace tuoqiao::places
