#include "services/ledger/open_item.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/ledger/counter.h"

namespace tuoqiao::ledger {
namespace {

const absl::CivilDay kToday(2026, 11, 20);
constexpr OpenDays kDays = {10, 5, 31};

std::string Text(const std::optional<OpenItem>& item) {
  if (!item.has_value()) return "closed";
  return absl::StrCat(item->amount_minor, " since ", FormatDay(item->open_day), " due ",
                      FormatDay(item->due_day), " age ", item->age_days,
                      item->overdue(kToday) ? " overdue" : "");
}

TEST(OpenItemTest, WhatAFirmIsOwedIsSetOffAgainstWhatItOwes) {
  const absl::CivilDay september(2026, 9, 30), october(2026, 10, 31);
  const auto left_of = [&](int64_t owes_minor, int64_t paid_minor, int64_t owed_minor) {
    std::string text;
    for (ItemHistory& each :
         SetOff({{"clearing-payroll-91a",
                  "clearing-payroll-91a",
                  {{september, owes_minor}},
                  paid_minor},
                 {"clearing-payroll-91a", "owed-clearing-payroll-91a", {{october, -owed_minor}}, 0},
                 {"suspense-bank", "b1", {{kToday, -500}}, 0}})) {
      absl::StrAppend(&text, each.item, " ", Text(FindOpen(each, kDays, kToday)), "\n");
    }
    return text;
  };
  const std::string line = "b1 -500 since 2026-11-20 due 2026-11-30 age 0\n";
  EXPECT_EQ(left_of(1000, 600, 150),
            "clearing-payroll-91a 250 since 2026-09-30 due 2026-10-31 age 51 overdue\n" + line);
  EXPECT_EQ(left_of(1000, 600, 400), "clearing-payroll-91a closed\n" + line);
  EXPECT_EQ(left_of(1000, 600, 900),
            "owed-clearing-payroll-91a -500 since 2026-10-31 due 2026-12-01 age 20\n" + line);
}

TEST(OpenItemTest, IsAsOldAsItsOldestOpenFen) {
  const absl::CivilDay september(2026, 9, 30), october(2026, 10, 31);
  const struct {
    const char* what;
    ItemHistory history;
    std::string expected;
  } kCases[] = {
      {"a line of today",
       {"suspense-bank", "b1", {{kToday, -500}}, 0},
       "-500 since 2026-11-20 due 2026-11-30 age 0"},
      {"a line on its last day",
       {"suspense-bank", "b1", {{kToday - 10, -500}}, 0},
       "-500 since 2026-11-10 due 2026-11-20 age 10"},
      {"a line of the day before",
       {"suspense-bank", "b1", {{kToday - 11, -500}}, 0},
       "-500 since 2026-11-09 due 2026-11-19 age 11 overdue"},
      {"a line that was matched", {"suspense-bank", "b1", {{kToday - 11, -500}}, -500}, "closed"},
      {"a payout on its way",
       {"clearing-payout", "p1", {{kToday - 6, -900}}, 0},
       "-900 since 2026-11-14 due 2026-11-19 age 6 overdue"},
      {"a firm that remits a month late",
       {"clearing-payroll-91a", "clearing-payroll-91a", {{september, 1000}, {october, 800}}, 1000},
       "800 since 2026-10-31 due 2026-12-01 age 20"},
      {"a firm that remitted a part",
       {"clearing-payroll-91a", "clearing-payroll-91a", {{september, 1000}, {october, 800}}, 999},
       "801 since 2026-09-30 due 2026-10-31 age 51 overdue"},
      {"heard in another order",
       {"clearing-payroll-91a", "clearing-payroll-91a", {{october, 800}, {september, 1000}}, 999},
       "801 since 2026-09-30 due 2026-10-31 age 51 overdue"},
      {"more than was opened explains nothing",
       {"clearing-payroll-91a", "clearing-payroll-91a", {{october, 800}}, 801},
       "closed"},
  };
  for (const auto& each : kCases) {
    EXPECT_EQ(Text(FindOpen(each.history, kDays, kToday)), each.expected) << each.what;
  }
}

TEST(CounterTest, AFirmsLimitIsAShareOfItsWagesRoundedDown) {
  EXPECT_EQ(WelfareLimit(100000000, 1400), 14000000);
  EXPECT_EQ(WelfareLimit(7, 1400), 0);
  EXPECT_EQ(WelfareLimit(1'000'000'000'000'000, 1400), 140'000'000'000'000);
  EXPECT_EQ(WelfareLimit(99999, 1400), 13999);
  const auto counters = Count({{"receivable-firm-91a", 15000, 3, 2},
                               {"receivable-firm-91b", 700, 1, 1},
                               {"receivable-union", 900, 2, 1}},
                              {{"91a", 100000}}, 1400);
  ASSERT_EQ(counters.size(), 3u);
  EXPECT_EQ(counters[0].kind, "WELFARE");
  EXPECT_EQ(counters[0].left_minor(), -1000);         // Beyond it.
  EXPECT_EQ(counters[1].left_minor(), std::nullopt);  // Nobody knows its wages.
  EXPECT_EQ(counters[2].kind, "UNION");
  EXPECT_EQ(counters[2].left_minor(), std::nullopt);
}

}  // namespace
}  // namespace tuoqiao::ledger
