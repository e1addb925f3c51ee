#include "services/directory/sandbox_child.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"

namespace tuoqiao::directory {
namespace {

Child Posed(const std::string& case_number, absl::CivilDay today = absl::CivilDay(2026, 9, 20)) {
  Child child;
  child.case_number = case_number;
  child.birth_date = absl::CivilDay(2020, 1, 1);
  child.consents = {{"PROGRAMME", "2026-1", absl::CivilDay(2026, 9, 1), std::nullopt}};
  EXPECT_TRUE(Pose(today, child).ok()) << case_number;
  return child;
}

TEST(SandboxChildTest, IsAsOldAsItsCodeSays) {
  EXPECT_EQ(Posed("HR-1-TEST-18M").birth_date, absl::CivilDay(2025, 3, 20));
  EXPECT_EQ(Posed("HR-1-TEST-36M+10").birth_date, absl::CivilDay(2023, 9, 30));
  EXPECT_EQ(Posed("HR-1-TEST-36M-1").birth_date, absl::CivilDay(2023, 9, 19));
  EXPECT_EQ(Posed("HR-1-TEST-0M").birth_date, absl::CivilDay(2026, 9, 20));
  // February has no 31st.
  EXPECT_EQ(Posed("HR-1-TEST-6M", absl::CivilDay(2026, 8, 31)).birth_date,
            absl::CivilDay(2026, 2, 28));
  EXPECT_EQ(Posed("HR-1-TEST-18M").consents.size(), 1u);
  EXPECT_TRUE(Posed("HR-1-TEST-18M-NOCONSENT").consents.empty());
  EXPECT_TRUE(Posed("HR-1-TEST-18M+3-NOCONSENT").consents.empty());
}

TEST(SandboxChildTest, IsWhatItsRecordSaysWhereTheCodeIsNone) {
  for (const char* plain :
       {"HR-1", "TEST-18M", "HR-TEST-", "HR-TEST-M", "HR-TEST-18", "HR-TEST-18M+", "HR-TEST-18M+3x",
        "HR-TEST-18M*3", "HR-TEST-18M-NO", "HR-TEST-18Mx", "HR-TEST-99999M", "HR-TEST-18M-TEST-",
        "HR-TEST-NOCONSENT"}) {
    const Child child = Posed(plain);
    EXPECT_EQ(child.birth_date, absl::CivilDay(2020, 1, 1)) << plain;
    EXPECT_EQ(child.consents.size(), 1u) << plain;
  }
}

TEST(SandboxChildTest, CannotBeUnborn) {
  Child child;
  child.case_number = "HR-1-TEST-1M+40";
  EXPECT_EQ(ReasonOf(Pose(absl::CivilDay(2026, 9, 20), child)), "BIRTH_IN_FUTURE");
}

}  // namespace
}  // namespace tuoqiao::directory
