// A child with places in two parks, on both engines. Yunqi's families take places through the
// handlers; what other parks have is written for the test.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <random>
#include <set>
#include <thread>
#include <tuple>

#include "services/common/db/outbox.h"
#include "services/common/period.h"
#include "services/places/elsewhere/elsewhere.h"
#include "services/places/enrolment_store.h"
#include "services/places/testing_care.h"

namespace tuoqiao::places {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using Strings = std::vector<std::string>;

class ElsewhereTest : public ::testing::TestWithParam<std::string>, protected CareFixture {
 protected:
  ElsewhereTest() : CareFixture(GetParam()) {
    ground_.emplace(MarkingGround{
        {harness_.db("places"), harness_.clock()},
        harness_.keys(),
        [](const std::string& park) {
          rpc::Caller caller;
          caller.identity.role = "SERVICE";
          caller.identity.subject = caller.service = "places";
          caller.park = park;
          return caller;
        },
        [this](const rpc::Caller&) -> absl::StatusOr<absl::CivilDay> { return today_; },
        [this](const rpc::Caller& caller, const std::set<std::string>&)
            -> absl::StatusOr<Children> { return children_.at(caller.park); }});
  }

  db::Database& db() { return harness_.db("places"); }
  // A child of a park, with the document of a name; empty: with none.
  void Know(const std::string& park, const std::string& case_number, const std::string& document) {
    Child child;
    child.case_number = case_number;
    child.id = absl::StrCat("child-", absl::AsciiStrToLower(case_number));
    child.family = absl::StrCat("fam-", absl::AsciiStrToLower(case_number));
    child.mark = document;
    children_[park][case_number] = child;
  }
  // A family of yunqi whose child has the document.
  void AddWithDocument(const std::string& case_number, const std::string& document) {
    AddChild(case_number);
    directory_.ChangeChild(case_number, [&](directory::v1::ChildFacts& facts) {
      facts.set_across_parks_mark(document);
    });
    Know("yunqi", case_number, document);
  }
  // A place in another park, as it was taken there.
  Enrolment Have(const std::string& park, const std::string& case_number, const Period& days,
                 Session session = Session::kWholeDay) {
    Enrolment place;
    place.id = absl::StrCat("enr-", ++places_);
    place.centre = "x1";
    place.group = "x1/l01";
    place.kind = GroupKind::kLarge;
    place.pool = "SHARED";
    place.application = absl::StrCat("app-", places_);
    place.case_number = case_number;
    place.child = children_[park][case_number].id;
    place.family = children_[park][case_number].family;
    place.period = days;
    place.entitled_from = days.from;
    place.session = session;
    place.revision = 1;
    // One runs; what ended before stays until its day.
    place.running = false;
    const absl::Status saved = db().WriteIn(
        park, [&](db::Write& txn) -> absl::Status { return InsertEnrolment(txn, place); });
    EXPECT_TRUE(saved.ok()) << saved;
    return place;
  }
  void EndAt(const std::string& park, Enrolment& place, absl::CivilDay day) {
    place.period.until = day;
    ++place.revision;
    const absl::Status saved = db().WriteIn(
        park, [&](db::Write& txn) -> absl::Status { return UpdateEnrolment(txn, place); });
    EXPECT_TRUE(saved.ok()) << saved;
  }
  void Say(const std::string& park) {
    const absl::Status said = SayPlaces(*ground_, park);
    EXPECT_TRUE(said.ok()) << said;
  }
  void Look(const std::string& park) {
    const absl::Status looked = LookAgain(*ground_, park);
    EXPECT_TRUE(looked.ok()) << looked;
  }
  // As the job does.
  void Compare(const Strings& parks = {"binhai", "yunqi"}) {
    for (const std::string& each : parks) Say(each);
    for (const std::string& each : parks) Look(each);
  }
  // `{case} {date}` of what a park finds.
  Strings Found(const std::string& park) {
    Strings found;
    const absl::Status read = db().ReadIn(park, [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(const auto places, LoadPlacesElsewhere(txn, {"", today_, "", 1000}));
      for (const PlaceFound& each : places) {
        found.push_back(absl::StrCat(each.case_number, " ", FormatDay(each.from)));
      }
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
    return found;
  }
  Strings Events(const std::string& park) {
    const absl::Status numbered = db().WriteIn(
        park, [](db::Write& txn) -> absl::Status { return db::NumberLog(txn, 10'000).status(); });
    EXPECT_TRUE(numbered.ok()) << numbered;
    type::v1::ListEventsRequest request;
    request.set_parent(absl::StrCat("parks/", park));
    const auto events = Call(&Stub::ListEvents, request, "PARK_ADMIN", request.parent());
    EXPECT_TRUE(events.ok()) << events.status();
    Strings kinds;
    for (const auto& each : events->events()) {
      if (each.kind().rfind("PlaceElsewhere", 0) == 0) kinds.push_back(each.kind());
    }
    return kinds;
  }
  // Of a half where a session is given.
  std::string Take(const std::string& case_number, v1::Session session = v1::SESSION_UNSPECIFIED) {
    v1::Application application = ApplicationMessage(case_number, {"C001"});
    if (session != v1::SESSION_UNSPECIFIED) {
      application.set_care_kind(v1::HALF_DAY);
      application.set_session(session);
    }
    EXPECT_EQ(ApplyOne(application), "CREATED");
    return AcceptOf(case_number);
  }
  std::string AcceptOf(const std::string& case_number) {
    const auto offers = Offers();
    const auto offer = offers.find(case_number);
    if (offer != offers.end()) names_[case_number] = offer->second.name();
    const auto place = Accept(names_[case_number]);
    return place.ok() ? "OK" : ReasonOf(place.status());
  }

  absl::CivilDay today_ = absl::CivilDay(2026, 10, 1);
  std::map<std::string, Children> children_;  // By park.
  std::map<std::string, std::string> names_;  // Of offers, by case number.
  int places_ = 0;
  std::optional<MarkingGround> ground_;
};

INSTANTIATE_TEST_SUITE_P(Each, ElsewhereTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& each) { return each.param; });

const absl::CivilDay kFrom(2026, 9, 1), kUntil(2027, 6, 15);

TEST_P(ElsewhereTest, ASecondPlaceIsRefusedAndNothingElseIsSaid) {
  OpenForAll("C001", {{"L01", v1::Group::LARGE, 5}});
  Know("binhai", "B7", "doc-1");
  Enrolment place = Have("binhai", "B7", {kFrom, kUntil});
  Say("binhai");
  AddWithDocument("A1", "doc-1");
  AddWithDocument("A2", "doc-2");
  EXPECT_EQ(Take("A2"), "OK") << "another child";
  EXPECT_EQ(Take("A1"), "PLACE_ELSEWHERE");
  const int64_t rows = RowsWritten();
  const auto refused = Accept(names_.at("A1"));
  EXPECT_EQ(RowsWritten(), rows);
  const std::string text = refused.status().ToString();
  EXPECT_THAT(text, HasSubstr("2026-10-01"));
  for (const char* secret : {"binhai", "B7", "child-b7", "enr-1", "doc-1", "2027-06-15"}) {
    EXPECT_THAT(text, Not(HasSubstr(secret)));
  }
  // The way out.
  EndAt("binhai", place, today_);
  Say("binhai");
  EXPECT_EQ(AcceptOf("A1"), "OK");
}

TEST_P(ElsewhereTest, HalvesThatDoNotOverlapGoTogether) {
  OpenForAll("C001", {{"L01", v1::Group::LARGE, 5}}, true);
  for (int i = 1; i <= 3; ++i) {
    Know("binhai", absl::StrCat("B", i), absl::StrCat("doc-", i));
    Have("binhai", absl::StrCat("B", i), {kFrom, kUntil}, Session::kMorning);
    AddWithDocument(absl::StrCat("A", i), absl::StrCat("doc-", i));
  }
  Say("binhai");
  EXPECT_EQ(Take("A1", v1::AFTERNOON), "OK");
  EXPECT_EQ(Take("A2", v1::MORNING), "PLACE_ELSEWHERE");
  EXPECT_EQ(Take("A3"), "PLACE_ELSEWHERE");
  Compare();
  EXPECT_THAT(Found("yunqi"), IsEmpty());
  EXPECT_THAT(Found("binhai"), IsEmpty());
}

TEST_P(ElsewhereTest, TwoThatBeganAtOnceAreFoundByBothParks) {
  OpenForAll("C001", {{"L01", v1::Group::LARGE, 5}});
  Know("binhai", "B7", "doc-1");
  AddWithDocument("A1", "doc-1");
  Enrolment place = Have("binhai", "B7", {absl::CivilDay(2026, 11, 2), kUntil});
  EXPECT_EQ(Take("A1"), "OK") << "binhai has not said anything yet";
  Compare();
  EXPECT_THAT(Found("yunqi"), ElementsAre("A1 2026-11-02"));
  EXPECT_THAT(Found("binhai"), ElementsAre("B7 2026-11-02"));
  v1::ListPlacesElsewhereRequest request;
  request.set_parent(kYunqi);
  const auto list = Call(&Stub::ListPlacesElsewhere, request);
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->places_elsewhere_size(), 1);
  EXPECT_EQ(list->places_elsewhere(0).enrolment(), Enrolments()[0].name());
  EXPECT_EQ(list->places_elsewhere(0).case_number(), "A1");
  EXPECT_EQ(list->places_elsewhere(0).from_date(), "2026-11-02");
  EXPECT_THAT(list->DebugString(), Not(HasSubstr("binhai")));
  const int64_t rows = RowsWritten();
  Compare();
  EXPECT_EQ(RowsWritten(), rows) << "nothing new";

  EndAt("binhai", place, absl::CivilDay(2026, 11, 2));
  Compare();
  EXPECT_THAT(Found("yunqi"), IsEmpty());
  EXPECT_THAT(Found("binhai"), IsEmpty());
  for (const char* park : {"binhai", "yunqi"}) {
    EXPECT_THAT(Events(park), ElementsAre("PlaceElsewhereFound", "PlaceElsewhereOver")) << park;
  }
}

TEST_P(ElsewhereTest, ADocumentThatIsLearntLaterIsHeard) {
  Know("binhai", "B7", "doc-1");
  Know("north", "N1", "");
  Have("binhai", "B7", {kFrom, kUntil});
  Have("north", "N1", {kFrom, kUntil});
  Compare({"binhai", "north"});
  EXPECT_THAT(Found("north"), IsEmpty()) << "a child without a document is compared with nobody";
  const auto hear = [&] {
    const absl::Status heard =
        rpc::Write(ground_->mutation, ground_->caller("north"), "heard", [&](rpc::Change& change) {
          type::v1::Event event;
          event.set_kind("FamilyChanged");
          event.set_subject("parks/north/families/fam-n1");
          return HearFamilies(change, {event});
        });
    EXPECT_TRUE(heard.ok()) << heard;
  };
  Know("north", "N1", "doc-1");
  hear();
  Compare({"binhai", "north"});
  EXPECT_THAT(Found("north"), ElementsAre("N1 2026-09-01"));
  EXPECT_THAT(Found("binhai"), ElementsAre("B7 2026-09-01"));
  Know("north", "N1", "doc-9");
  hear();
  Compare({"binhai", "north"});
  EXPECT_THAT(Found("north"), IsEmpty()) << "it was a slip of the pen";
  EXPECT_THAT(Found("binhai"), IsEmpty());
}

// Who reads the table without a park's key learns of no park, and of no two rows that they are one
// park's.
TEST_P(ElsewhereTest, TheSharedTableHoldsHashesAndDays) {
  for (const char* park : {"binhai", "north"}) {
    for (const char* child : {"K1", "K2"}) {
      Know(park, child, absl::StrCat("doc-", child));
      Have(park, child, {kFrom, kUntil});
    }
    // A second case of one child.
    Know(park, "K3", "doc-K1");
    Have(park, "K3", {kFrom, kUntil}, Session::kMorning);
  }
  Compare({"binhai", "north"});
  std::set<std::string> holders;
  std::set<std::string> places;
  int rows = 0;
  const absl::Status read = db().ReadIn("third", [&](db::Read& txn) -> absl::Status {
    return txn.Query("SELECT mark, holder, place, from_date, until_date, session FROM place_mark",
                     {}, [&](const db::Row& row) {
                       ++rows;
                       holders.insert(row.Text(1));
                       places.insert(row.Text(2));
                       for (int i = 1; i < 3; ++i) {
                         EXPECT_EQ(row.Text(i).size(), 32u);
                         EXPECT_EQ(row.Text(i).find_first_not_of("0123456789abcdef"),
                                   std::string::npos);
                       }
                       return absl::OkStatus();
                     });
  });
  ASSERT_TRUE(read.ok()) << read;
  EXPECT_EQ(rows, 6);
  EXPECT_EQ(holders.size(), 4u) << "one for each park and document";
  EXPECT_EQ(places.size(), 6u) << "one for each park and child";
  // A park is not elsewhere to itself.
  EXPECT_EQ(Found("north").size(), 3u);
}

// Three parks say, look, forget to, and say again, while places begin and end: in the end each
// finds what the rule finds among all places.
TEST_P(ElsewhereTest, KilledOrRepeatedAnywhereAllParksFindTheSame) {
  const unsigned seeds = GetParam() == "sqlite" ? 12 : 5;
  const Strings parks = {"binhai", "north", "west"};
  std::map<std::string, std::vector<Enrolment>> places;  // By park.
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    std::mt19937 random(seed);
    const auto pick = [&](unsigned n) { return static_cast<int>(random() % n); };
    for (const std::string& park : parks) {
      for (int i = 0; i < 3; ++i) {
        Know(park, absl::StrCat("S", seed, "-", i), absl::StrCat("doc-", seed, "-", i));
      }
    }
    for (int step = 0; step < 30; ++step) {
      const std::string& park = parks[pick(3)];
      auto& mine = places[park];
      switch (pick(5)) {
        case 0: {
          // At most one at a time of each child, as a park sees to.
          const std::string child = absl::StrCat("S", seed, "-", pick(3));
          absl::CivilDay from = absl::CivilDay(2026, 9, 1) + pick(100);
          for (const Enrolment& each : mine) {
            if (each.case_number == child) from = std::max(from, each.period.until);
          }
          mine.push_back(
              Have(park, child, {from, from + 1 + pick(60)}, static_cast<Session>(pick(3))));
          break;
        }
        case 1:
          if (mine.empty()) break;
          {
            Enrolment& one = mine[pick(static_cast<unsigned>(mine.size()))];
            EndAt(park, one,
                  one.period.from +
                      pick(static_cast<unsigned>(one.period.until - one.period.from + 1)));
          }
          break;
        case 2:
          Look(park);
          break;
        default:
          Say(park);
      }
    }
    Compare(parks);
    for (const std::string& park : parks) {
      std::map<std::string, absl::CivilDay> expected;  // By place.
      for (const Enrolment& own : places[park]) {
        for (const std::string& other : parks) {
          if (other == park) continue;
          for (const Enrolment& theirs : places[other]) {
            if (theirs.case_number != own.case_number || own.period.until <= today_ ||
                theirs.period.until <= today_) {
              continue;
            }
            const auto both =
                FirstDayOfBoth({own.period, own.session}, {theirs.period, theirs.session});
            if (!both.has_value()) continue;
            const auto [first, made] = expected.emplace(own.id, *both);
            if (!made) first->second = std::min(first->second, *both);
          }
        }
      }
      std::map<std::string, absl::CivilDay> found;
      const absl::Status read = db().ReadIn(park, [&](db::Read& txn) -> absl::Status {
        ASSIGN_OR_RETURN(const auto all, LoadPlacesElsewhere(txn, {"", today_, "", 1000}));
        for (const PlaceFound& each : all) found.emplace(each.enrolment, each.from);
        return absl::OkStatus();
      });
      ASSERT_TRUE(read.ok()) << read;
      ASSERT_EQ(found, expected) << park << " seed " << seed;
    }
  }
}

TEST_P(ElsewhereTest, ReplicasThatSayAtOnceSayItOnce) {
  for (const char* park : {"binhai", "yunqi"}) {
    Know(park, "K1", "doc-1");
    Have(park, "K1", {kFrom, kUntil});
  }
  std::vector<std::thread> replicas;
  for (int i = 0; i < 4; ++i) {
    replicas.emplace_back([&] {
      for (int round = 0; round < 3; ++round) Compare();
    });
  }
  for (std::thread& each : replicas) each.join();
  for (const char* park : {"binhai", "yunqi"}) {
    EXPECT_THAT(Found(park), ElementsAre("K1 2026-09-01"));
    EXPECT_THAT(Events(park), ElementsAre("PlaceElsewhereFound")) << park;
  }
}

}  // namespace
}  // namespace tuoqiao::places
