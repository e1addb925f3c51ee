#include "services/cli/report/report.h"

#include <gtest/gtest.h>

#include <set>

namespace tuoqiao::cli {
namespace {

TEST(ReportTest, AFileOpensAsItIsInASpreadsheet) {
  const Report report = {"waiting", "case_number,choices", "", nullptr};
  EXPECT_EQ(ReportCsv(report,
                      {{"QL26-000123-4", "C001 C002"}, {"QL26-000124-2", "he said \"no\", then"}}),
            "case_number,choices\r\n"
            "QL26-000123-4,C001 C002\r\n"
            "QL26-000124-2,\"he said \"\"no\"\", then\"\r\n");
}

TEST(ReportTest, EachReportHasANameOfItsOwn) {
  std::set<std::string> names;
  for (const Report& each : Reports()) {
    EXPECT_TRUE(names.insert(each.name).second) << each.name;
    EXPECT_FALSE(each.columns.empty() || each.summary.empty()) << each.name;
  }
  EXPECT_EQ(names, (std::set<std::string>{"corrections", "duplicates", "missing", "occupancy",
                                          "payment-delay", "places-by-firm", "waiting"}));
}

TEST(ReportTest, DaysAreLateOnceThePromisedDayIsOver) {
  const absl::CivilDay today(2026, 11, 20);
  struct {
    const char *promised, *paid;
    int64_t late;
  } const cases[] = {
      {"2026-11-16", "2026-11-12", 0}, {"2026-11-16", "2026-11-16", 0},
      {"2026-11-16", "2026-11-19", 3}, {"2026-11-16", "", 4},
      {"2026-11-23", "", 0},           {"", "", 0},
  };
  for (const auto& each : cases) {
    EXPECT_EQ(DaysLate(each.promised, each.paid, today), each.late)
        << each.promised << " " << each.paid;
  }
}

}  // namespace
}  // namespace tuoqiao::cli
