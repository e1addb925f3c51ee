#include "services/places/contracts/seat_term.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

using Day = absl::CivilDay;

constexpr Day kFirst(2026, 10, 1), kNext(2026, 11, 1);

Enrolment PlaceIn(const std::string& pool, Day from = kFirst) {
  Enrolment enrolment;
  enrolment.group = "a/g1";
  enrolment.pool = pool;
  enrolment.period = {from, Day(2027, 6, 15)};
  return enrolment;
}
SeatContract Reserved(const std::string& id, Day from, Day until, int64_t bp) {
  SeatContract contract;
  contract.id = id;
  contract.group = "a/g1";
  contract.pool = {"RESERVED", "91a", 2};
  contract.period = {from, until};
  contract.cost_share_bp = bp;
  return contract;
}
// `1-15 RESERVED 91a c1 4000`: the first and the last day.
std::string Text(const std::vector<SeatTerm>& terms) {
  return absl::StrJoin(terms, "; ", [](std::string* out, const SeatTerm& each) {
    absl::StrAppend(out, each.days.from.day(), "-", (each.days.until - 1).day(), " ", each.kind);
    if (!each.firm.empty()) absl::StrAppend(out, " ", each.firm);
    if (!each.contract.empty()) absl::StrAppend(out, " ", each.contract, " ", each.cost_share_bp);
    if (each.borrowed) absl::StrAppend(out, " borrowed");
  });
}

TEST(SeatTermTest, SaysWhoseSeatAPlaceHasOnEachDayOfTheMonth) {
  const std::vector<SeatContract> contracts = {
      Reserved("c1", Day(2026, 9, 1), Day(2026, 10, 16), 4000),
      Reserved("c2", Day(2026, 10, 20), Day(2027, 9, 1), 5000)};
  struct Case {
    const char* pool;
    Day from;
    const char* terms;
  };
  for (const Case& each : {
           Case{"RESERVED/91a", kFirst,
                "1-15 RESERVED 91a c1 4000; 16-19 RESERVED 91a; 20-31 RESERVED 91a c2 5000"},
           // Its own are lent, and it has a shared one instead.
           Case{"SHARED/91a", Day(2026, 10, 25), "25-31 RESERVED 91a c2 5000"},
           // A firm's that is lent to somebody with no right.
           Case{"RELEASED/91a", kFirst, "1-31 SHARED"},
           Case{"RELEASED/91b/91a", Day(2026, 10, 20), "20-31 RESERVED 91a c2 5000"},
           Case{"SHARED", kFirst, "1-31 SHARED"},
           Case{"SHARED/COMMUNITY", kFirst, "1-31 COMMUNITY"},
           Case{"SPECIALIST", kFirst, "1-31 SPECIALIST"},
       }) {
    EXPECT_EQ(Text(SeatTermsOf(PlaceIn(each.pool, each.from), {kFirst, kNext}, contracts, nullptr)),
              each.terms)
        << each.pool;
  }
}

TEST(SeatTermTest, OfABorrowedSeatTheParkBearsWhatItAgreedUnlessAFirmDoes) {
  ParkContract loan;
  loan.id = "pkc-1";
  loan.cost_share_bp = 3000;
  EXPECT_EQ(Text(SeatTermsOf(PlaceIn("SHARED"), {kFirst, kNext}, {}, &loan)),
            "1-31 SHARED pkc-1 3000 borrowed");
  EXPECT_EQ(Text(SeatTermsOf(PlaceIn("RESERVED/91a"), {kFirst, kNext},
                             {Reserved("c1", kFirst, Day(2026, 10, 11), 4000)}, &loan)),
            "1-10 RESERVED 91a c1 4000; 11-31 RESERVED 91a pkc-1 3000 borrowed");
  EXPECT_TRUE(SeatTermsOf(PlaceIn("SHARED", kNext), {kFirst, kNext}, {}, &loan).empty());
}

}  // namespace
}  // namespace tuoqiao::places
