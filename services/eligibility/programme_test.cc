#include "services/eligibility/programme.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/eligibility/testing_peers.h"
#include "services/eligibility/versions.h"

namespace tuoqiao::eligibility {
namespace {

Programme Sample() {
  Programme programme;
  programme.id = "care";
  programme.from_date = Day("2026-09-01");
  programme.versions.push_back({kSampleScheme, programme.from_date, {}, ""});
  return programme;
}

TEST(ProgrammeTest, ALiveParkAdoptsEachValueThatIsNotOfficialByName) {
  SchemeVersion version = Sample().versions[0];
  const auto check = [&](bool sandbox) {
    return CheckValues(version, SampleScheme(), sandbox, "programme.adopted_values");
  };
  EXPECT_TRUE(check(/*sandbox=*/true).ok());
  absl::Status status = check(/*sandbox=*/false);
  EXPECT_EQ(FailureOf(status)->field(), "programme.adopted_values");
  EXPECT_EQ(ReasonOf(status), "SAMPLE_VALUES_REFUSED");
  EXPECT_EQ(FailureOf(status)->metadata().at("values"),
            "age_from_months, age_until_months, guardians_employed_min");
  version.adopted_values = {"age_from_months", "age_until_months"};
  status = check(/*sandbox=*/false);
  EXPECT_EQ(FailureOf(status)->metadata().at("values"), "guardians_employed_min");
  version.adopted_values.insert("guardians_employed_min");
  EXPECT_TRUE(check(/*sandbox=*/false).ok());
}

TEST(ProgrammeTest, APeriodHasDaysNotTooManyOnWhichProgrammeAndRulesHold) {
  const struct {
    const char* from;
    const char* until;
    const char* reason;
  } kCases[] = {
      {"2026-10-01", "2026-12-01", ""},
      {"2026-09-01", "2026-09-02", ""},
      {"2026-10-01", "2026-10-01", "PERIOD_INVALID"},
      {"2026-10-02", "2026-10-01", "PERIOD_INVALID"},
      {"2026-08-31", "2026-12-01", "PERIOD_INVALID"},
      {"2026-10-01", "2029-10-06", "PERIOD_INVALID"},
      {"2026-10-01", "2029-10-05", ""},
  };
  for (const auto& each : kCases) {
    EXPECT_EQ(ReasonOf(CheckPeriod(Sample(), SampleScheme(), {Day(each.from), Day(each.until)})),
              each.reason)
        << each.from << " " << each.until;
  }
  Programme early = Sample();
  early.from_date = Day("2025-01-01");
  EXPECT_EQ(ReasonOf(CheckPeriod(early, SampleScheme(), {Day("2025-12-31"), Day("2026-02-01")})),
            "RULE_NOT_IN_FORCE");
}

}  // namespace
}  // namespace tuoqiao::eligibility
