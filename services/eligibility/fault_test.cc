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

}  // namespace
}  // namespace tuoqiao::eligibility
