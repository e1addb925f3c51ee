#include "services/billing/checklist.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/billing/testing_calendar.h"
#include "services/common/errors.h"

namespace tuoqiao::billing {
namespace {

constexpr absl::CivilMonth kOctoberMonth(2026, 10);

// A month that is previewed, over, and has nothing against it.
ChecklistFacts Plain() {
  ChecklistFacts facts;
  facts.month.month = kOctoberMonth;
  facts.month.state = MonthState::kPreviewed;
  facts.month.totals.statements = 3;
  facts.month.over_from = Day("2026-11-01");
  facts.today = Day("2026-11-01");
  return facts;
}

// "HOLD_OUTS SOFT 3: ATTENDANCE_MISSING 2 c1,c2 (CENTRE_MANAGER), ...", the open ones.
std::string OpenText(const ChecklistFacts& facts) {
  std::vector<std::string> open;
  for (const ChecklistItem& item : ChecklistOf(facts)) {
    if (!item.Open()) continue;
    std::vector<std::string> blockers;
    for (const Blocker& each : item.blockers) {
      EXPECT_FALSE(each.next_step.empty());
      EXPECT_FALSE(each.next_step_zh.empty());
      blockers.push_back(absl::StrCat(each.reason, " ", each.count, " ",
                                      absl::StrJoin(each.names, ","), " (",
                                      absl::StrJoin(each.taken_by, ","), ")"));
    }
    const char* weight = item.weight == ItemWeight::kHard   ? "HARD"
                         : item.weight == ItemWeight::kSoft ? "SOFT"
                                                            : "NOTE";
    open.push_back(absl::StrCat(item.code, " ", weight, ": ", absl::StrJoin(blockers, ", ")));
  }
  return absl::StrJoin(open, "; ");
}

TEST(ChecklistTest, ListsAtMostTenItemsDoneOnesToo) {
  EXPECT_EQ(OpenText(Plain()), "");
  std::vector<std::string> codes;
  for (const ChecklistItem& each : ChecklistOf(Plain())) codes.push_back(each.code);
  codes.push_back(ChangedSince({}, {}).code);
  EXPECT_EQ(absl::StrJoin(codes, " "),
            "PREVIEWED MONTH_OVER OTHER_MONTHS EARLIER_MONTHS HOLD_OUTS SOMEBODY_BILLED "
            "SEAT_SHARES BUDGETS CORRECTIONS CHANGED_SINCE");
}

TEST(ChecklistTest, SaysWhatIsOpenHowManyAndWhoCanTakeTheWayOut) {
  const struct {
    const char* what;
    std::function<void(ChecklistFacts&)> change;
    const char* open;
  } kCases[] = {
      {"no copy", [](ChecklistFacts& facts) { facts.month.state = MonthState::kOpen; },
       "PREVIEWED HARD: MONTH_NOT_PREVIEWED 1 2026-10 (PARK_FINANCE)"},
      {"the last day", [](ChecklistFacts& facts) { facts.today = Day("2026-10-31"); },
       "MONTH_OVER HARD: MONTH_NOT_OVER 1 2026-11-01 (PARK_FINANCE)"},
      {"in advance nothing is left to wait for",
       [](ChecklistFacts& facts) {
         facts.today = Day("2026-10-01");
         facts.month.over_from = Day("2026-10-01");
       },
       ""},
      {"a month before that is not closed",
       [](ChecklistFacts& facts) { facts.earlier_open = {kOctoberMonth - 1}; },
       "EARLIER_MONTHS SOFT: EARLIER_MONTH_OPEN 1 2026-09 (PARK_FINANCE)"},
      {"the same where the plan counts from month to month",
       [](ChecklistFacts& facts) {
         facts.earlier_open = {kOctoberMonth - 2, kOctoberMonth - 1};
         facts.counts_years = true;
       },
       "EARLIER_MONTHS HARD: EARLIER_MONTH_OPEN 2 2026-08,2026-09 (PARK_FINANCE)"},
      {"another month that draws on the year",
       [](ChecklistFacts& facts) {
         facts.counts_years = true;
         facts.year.drawn_minor = 5;
       },
       "OTHER_MONTHS HARD: YEAR_DRAWN_SINCE 1 2026-10 (PARK_FINANCE)"},
      {"one that corrects the same",
       [](ChecklistFacts& facts) {
         facts.month.corrections = 1;
         facts.others.approved = kOctoberMonth + 1;
       },
       "OTHER_MONTHS HARD: OTHER_MONTH_APPROVED 1 2026-11 (PARK_FINANCE)"},
      {"children who are held out, by reason",
       [](ChecklistFacts& facts) {
         facts.hold_outs = {{"c1", "ATTENDANCE_MISSING", {}},
                            {"c2", "TARIFF_MISSING", {}},
                            {"c3", "ATTENDANCE_MISSING", {}}};
       },
       "HOLD_OUTS SOFT: ATTENDANCE_MISSING 2 c1,c3 (CENTRE_MANAGER), "
       "TARIFF_MISSING 1 c2 (CENTRE_MANAGER,PARK_ADMIN)"},
      {"everybody",
       [](ChecklistFacts& facts) {
         facts.hold_outs = {{"c1", "DECISION_MISSING", {}}};
         facts.month.totals.statements = 0;
       },
       "HOLD_OUTS SOFT: DECISION_MISSING 1 c1 (PARK_ADMIN); "
       "SOMEBODY_BILLED SOFT: NOBODY_BILLED 1 2026-10 (PARK_FINANCE)"},
      {"what the copy says of itself",
       [](ChecklistFacts& facts) {
         facts.notes = {{"BUDGETS", "AUTHORITY", 7, {"c1"}},
                        {"CORRECTIONS", "LATE", 1, {"c9"}},
                        {"SEAT_SHARES", "SEAT_SHARE_UNREAD", 2, {"c1", "c2"}}};
       },
       "SEAT_SHARES SOFT: SEAT_SHARE_UNREAD 2 c1,c2 (PARK_ADMIN); "
       "BUDGETS SOFT: AUTHORITY 7 c1 (PARK_ADMIN); CORRECTIONS NOTE: LATE 1 c9 (PARK_FINANCE)"},
  };
  for (const auto& each : kCases) {
    ChecklistFacts facts = Plain();
    each.change(facts);
    EXPECT_EQ(OpenText(facts), each.open) << each.what;
  }
}

TEST(ChecklistTest, EachReasonOfAHoldOutHasAWayOut) {
  for (const char* reason : {"CHILD_MISSING", "DECISION_MISSING", "TARIFF_MISSING",
                             "ATTENDANCE_MISSING", "FIRM_PLAN_MISSING", "SCHEME_AMOUNT_MISSING"}) {
    ChecklistFacts facts = Plain();
    facts.hold_outs = {{"c1", reason, {}}};
    EXPECT_NE(OpenText(facts).find(reason), std::string::npos);
  }
}

TEST(ChecklistTest, NamesTheFirstTwentyAndCountsAll) {
  ChecklistFacts facts = Plain();
  for (int i = 0; i < 30; ++i) {
    facts.hold_outs.push_back({absl::StrCat("c", 10 + i), "CHILD_MISSING", {}});
  }
  const ChecklistItem item = ChecklistOf(facts)[4];
  EXPECT_EQ(item.Count(), 30);
  EXPECT_EQ(item.blockers[0].names.size(), 20u);
}

TEST(ChecklistTest, AHardItemRefusesAndASoftOneHasToBeNamed) {
  ChecklistFacts facts = Plain();
  facts.hold_outs = {{"c1", "TARIFF_MISSING", {}}};
  facts.notes = {{"SEAT_SHARES", "SEAT_SHARE_UNREAD", 2, {"c1", "c2"}}};
  auto items = ChecklistOf(facts);
  EXPECT_TRUE(CheckHard(facts.month, items).ok());
  const absl::Status unnamed = CheckSoft(facts.month, items, {"HOLD_OUTS"});
  EXPECT_EQ(ReasonOf(unnamed), "MONTH_NOT_ACKNOWLEDGED");
  EXPECT_EQ(FailureOf(unnamed)->metadata().at("items"), "SEAT_SHARES 2 (SEAT_SHARE_UNREAD 2)");
  EXPECT_TRUE(CheckSoft(facts.month, items, {"SEAT_SHARES", "HOLD_OUTS", "BUDGETS"}).ok());
  EXPECT_EQ(Seen(items, {"BUDGETS", "SEAT_SHARES"}), std::vector<std::string>{"SEAT_SHARES"});

  facts.today = Day("2026-10-20");
  facts.counts_years = true;
  facts.earlier_open = {kOctoberMonth - 1};
  items = ChecklistOf(facts);
  const absl::Status blocked = CheckHard(facts.month, items);
  EXPECT_EQ(ReasonOf(blocked), "MONTH_BLOCKED");
  EXPECT_EQ(FailureOf(blocked)->metadata().at("items"),
            "MONTH_OVER 1 (MONTH_NOT_OVER 1); EARLIER_MONTHS 1 (EARLIER_MONTH_OPEN 1)");
}

TEST(ChecklistTest, ChangesSinceTheCopyAreCountedBySource) {
  const ChecklistItem item = ChangedSince({10, 20, 30, 0}, {10, 25, 31, 0});
  ASSERT_EQ(item.blockers.size(), 2u);
  EXPECT_EQ(item.blockers[0].names, std::vector<std::string>{"places"});
  EXPECT_EQ(item.blockers[0].count, 5);
  EXPECT_EQ(item.blockers[1].names, std::vector<std::string>{"eligibility"});
  EXPECT_FALSE(ChangedSince({10, 20, 30, 0}, {}).Open());
}

TEST(MonthDifferenceTest, SaysWhoCameWhoLeftAndWhoMovedMost) {
  MonthSums before, after;
  before.children = {{"c1", 100}, {"c2", 200}, {"c3", 300}, {"c4", 400}};
  after.children = {{"c2", 150}, {"c3", 300}, {"c4", 480}, {"c5", 1}};
  const MonthDifference difference = DifferenceOf(before, after);
  EXPECT_EQ(difference.in, std::vector<std::string>{"c5"});
  EXPECT_EQ(difference.out, std::vector<std::string>{"c1"});
  ASSERT_EQ(difference.largest.size(), 2u);
  EXPECT_EQ(difference.largest[0].case_number, "c4");
  EXPECT_EQ(difference.largest[1].after_minor, 150);
  for (int i = 0; i < 30; ++i) {
    before.children[absl::StrCat("d", 10 + i)] = 0;
    after.children[absl::StrCat("d", 10 + i)] = 1000;
  }
  const auto largest = DifferenceOf(before, after).largest;
  ASSERT_EQ(largest.size(), 10u);
  EXPECT_EQ(largest[0].case_number, "d10");  // Of equal ones the first.
}

}  // namespace
}  // namespace tuoqiao::billing
