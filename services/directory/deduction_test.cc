// The months of the tax deduction by the pack that ships: the vectors of the fact book, and shares.
#include "services/directory/deduction.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/common/period.h"

namespace tuoqiao::directory {
namespace {

std::map<absl::CivilMonth, DeductionTerms> Terms(const std::string& year) {
  const auto rules = LoadDeductionRules("services/rules");
  EXPECT_TRUE(rules.ok()) << rules.status();
  const auto terms = TermsOf(*rules, year);
  EXPECT_TRUE(terms.ok()) << terms.status();
  return *terms;
}

// `guardian first–last months × monthly = total` a line.
std::string Text(absl::CivilDay born, const std::optional<int64_t>& share_bp,
                 const std::string& year) {
  std::string text;
  for (const DeductionMonths& each : MonthsOf(born, share_bp, Terms(year))) {
    EXPECT_FALSE(each.source.empty());
    absl::StrAppend(&text, each.guardian, " ", FormatMonth(each.first), "–", FormatMonth(each.last),
                    " ", each.months(), " × ", each.monthly_minor, " = ", each.total_minor(), "\n");
  }
  return text;
}

TEST(DeductionTest, RunsFromTheMonthOfBirthToTheOneBeforeTheChildTurnsThree) {
  const absl::CivilDay leap(2024, 2, 29);
  EXPECT_EQ(Text(leap, 10000, "2023"), "");
  EXPECT_EQ(Text(leap, 10000, "2024"), "1 2024-02–2024-12 11 × 200000 = 2200000\n");
  EXPECT_EQ(Text(leap, 10000, "2026"), "1 2026-01–2026-12 12 × 200000 = 2400000\n");
  EXPECT_EQ(Text(leap, 10000, "2027"), "1 2027-01–2027-01 1 × 200000 = 200000\n");
  EXPECT_EQ(Text(leap, 10000, "2028"), "");
  const absl::CivilDay new_year_eve(2023, 12, 31);
  EXPECT_EQ(Text(new_year_eve, 10000, "2026"), "1 2026-01–2026-11 11 × 200000 = 2200000\n");
  const absl::CivilDay end_of_january(2023, 1, 31);
  EXPECT_EQ(Text(end_of_january, 10000, "2025"), "1 2025-01–2025-12 12 × 200000 = 2400000\n");
  EXPECT_EQ(Text(end_of_january, 10000, "2026"), "");
}

TEST(DeductionTest, IsAllForOneGuardianOrAHalfEach) {
  const absl::CivilDay born(2024, 2, 29);
  EXPECT_EQ(Text(born, 0, "2027"), "2 2027-01–2027-01 1 × 200000 = 200000\n");
  EXPECT_EQ(Text(born, 5000, "2027"),
            "1 2027-01–2027-01 1 × 100000 = 100000\n"
            "2 2027-01–2027-01 1 × 100000 = 100000\n");
  // Where nobody said it, both together.
  EXPECT_EQ(Text(born, std::nullopt, "2027"), "0 2027-01–2027-01 1 × 200000 = 200000\n");
}

TEST(DeductionTest, GoesByTheStandardOfItsMonth) {
  const absl::CivilDay born(2022, 11, 5);
  EXPECT_EQ(Text(born, 5000, "2022"),
            "1 2022-11–2022-12 2 × 50000 = 100000\n"
            "2 2022-11–2022-12 2 × 50000 = 100000\n");
  EXPECT_EQ(Text(born, 10000, "2023"), "1 2023-01–2023-12 12 × 200000 = 2400000\n");
  const auto rules = LoadDeductionRules("services/rules");
  ASSERT_TRUE(rules.ok());
  EXPECT_FALSE(TermsOf(*rules, "2021").ok());
}

TEST(DeductionTest, StandardsThatChangeWithinAYearAreRowsOfTheirOwn) {
  auto terms = Terms("2026");
  for (auto& [month, of] : terms) {
    if (month >= absl::CivilMonth(2026, 7)) of.standard_minor = 300001;
  }
  const auto rows = MonthsOf(absl::CivilDay(2025, 1, 1), 5000, terms);
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[0].last, absl::CivilMonth(2026, 6));
  EXPECT_EQ(rows[1].first, absl::CivilMonth(2026, 7));
  EXPECT_EQ(rows[1].monthly_minor, 150000);  // Half a fen is rounded down.
  EXPECT_EQ(rows[2].guardian, 2);
}

TEST(DeductionTest, AShareIsFixedFromItsYearOn) {
  DeductionSplit split;
  split.year = "2027";
  EXPECT_TRUE(MayChange(split, absl::CivilDay(2026, 12, 31)));
  EXPECT_FALSE(MayChange(split, absl::CivilDay(2027, 1, 1)));
  EXPECT_FALSE(MayChange(split, absl::CivilDay(2028, 1, 1)));
  for (const int64_t share : {0, 5000, 10000}) EXPECT_TRUE(IsShare(share));
  for (const int64_t share : {-1, 1, 4999, 10001}) EXPECT_FALSE(IsShare(share));
}

TEST(DeductionTest, AFirmHasTheMonthsInWhichTheGuardianWorkedThere) {
  const std::vector<DeductionMonths> months = {
      {1, absl::CivilMonth(2026, 1), absl::CivilMonth(2026, 4), 100, ""},
      {2, absl::CivilMonth(2026, 1), absl::CivilMonth(2026, 4), 7, ""}};
  const std::vector<GuardianJob> jobs = {
      {1, "a", "001", absl::CivilDay(2026, 2, 28), absl::CivilDay(2026, 3, 1)},
      {1, "b", "002", absl::CivilDay(2026, 3, 2), std::nullopt}};
  FirmDeductions deductions;
  AddMonths(months, jobs, deductions);
  AddMonths({{1, absl::CivilMonth(2026, 4), absl::CivilMonth(2026, 4), 50, ""}}, jobs, deductions);
  std::string text;
  for (const auto& [key, of] : deductions) {
    absl::StrAppend(&text, key.first, " ", FormatMonth(key.second), " ", of.employee, " ",
                    of.amount_minor, "\n");
  }
  EXPECT_EQ(text, "001 2026-02 a 100\n001 2026-03 a 100\n002 2026-04 b 150\n");
}

}  // namespace
}  // namespace tuoqiao::directory
