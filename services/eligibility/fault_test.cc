#include "services/eligibility/fault.h"

#include <gtest/gtest.h>

#include "services/eligibility/testing_peers.h"

namespace tuoqiao::eligibility {
namespace {

TEST(FaultTest, IsWhatCannotBeOnTheParksDay) {
  const Employment sound = {1, Day("2024-03-01"), Day("2024-03-01")};
  const Employment backwards = {2, Day("2024-03-02"), Day("2024-03-01")};
  const struct {
    std::optional<absl::CivilDay> birth_date;
    std::vector<Employment> employments;
    const char* field;
    const char* reason;
  } kCases[] = {
      {Day("2026-10-01"), {sound}, "", ""},
      {std::nullopt, {}, "", ""},
      {Day("2026-10-02"), {backwards}, "birth_date", "BIRTH_DATE_IN_FUTURE"},
      {Day("2025-10-02"), {sound, backwards}, "employments[1].leave_date", "LEAVE_BEFORE_HIRE"},
  };
  for (const auto& each : kCases) {
    Child child;
    child.birth_date = each.birth_date;
    child.employments = each.employments;
    const auto fault = FaultOf(child, Day("2026-10-01"));
    EXPECT_EQ(fault.has_value() ? fault->field : "", each.field);
    EXPECT_EQ(fault.has_value() ? fault->reason : "", each.reason);
    if (!fault.has_value()) continue;
    EXPECT_NE(FaultWords(fault->reason).zh, "");
    EXPECT_NE(FaultNextStep(fault->reason).en, "");
  }
}

TEST(FaultTest, IsFirstWhetherItIsAChildOfItsOwn) {
  Child child;
  child.birth_date = Day("2026-10-02");
  child.duplicate_of = "C1";
  const auto fault = FaultOf(child, Day("2026-10-01"));
  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(fault->field, "duplicate_of_case_number");
  EXPECT_EQ(fault->reason, "CHILD_DUPLICATE");
  EXPECT_EQ(FaultWords(fault->reason).en.find("C1"), std::string::npos);
  EXPECT_NE(FaultNextStep(fault->reason).zh.find("ReviewChildDuplicate"), std::string::npos);
}

}  // namespace
}  // namespace tuoqiao::eligibility
