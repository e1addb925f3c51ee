#include "services/places/offers/intake.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

using Day = absl::CivilDay;

class IntakeTest : public ::testing::Test {
 protected:
  IntakeTest() {
    for (const char* each : {"C1", "C2", "C3"}) {
      children_[each] = ChildOf(each, Day(2024, 6, 15));
    }
    decisions_["C1"] = decisions_["C2"] = Eligible();
    decisions_["C2"].slices[0].eligible = false;
  }
  Intake MakeIntake() { return Intake({kPark, "care", children_, decisions_, {"a", "b"}, last_}); }
  static Application Said(const std::string& case_number) {
    Application application = ApplicationOf(case_number);
    application.child = application.family = application.id = application.programme = "";
    return application;
  }
  static std::string Take(Intake& intake, const Application& said) {
    const auto taken = intake.Take(said);
    if (!taken.ok()) return ReasonOf(taken.status());
    return taken->unchanged ? "UNCHANGED" : "CREATED";
  }
  std::string TakeOne(const Application& said) {
    Intake intake = MakeIntake();
    return Take(intake, said);
  }

  Children children_;
  Decisions decisions_;
  std::map<std::string, Application> last_;
};

TEST_F(IntakeTest, TakesAnEligibleChildOnce) {
  Intake intake = MakeIntake();
  const auto taken = intake.Take(Said("C1"));
  ASSERT_TRUE(taken.ok()) << taken.status();
  EXPECT_EQ(taken->application.child, "child-C1");
  EXPECT_EQ(taken->application.family, "fam-C1");
  EXPECT_EQ(taken->application.decision_revision, 1);
  EXPECT_EQ(taken->application.id, ApplicationOf("C1").id);
  EXPECT_EQ(Take(intake, Said("C1")), "DUPLICATE_IN_REQUEST");
}

TEST_F(IntakeTest, SaysTheFirstOfWhatIsWrong) {
  Application nowhere = Said("C9"), strange = Said("C2");
  nowhere.choices = strange.choices = {"a", "c"};
  EXPECT_EQ(TakeOne(nowhere), "UNKNOWN_CHILD");
  EXPECT_EQ(TakeOne(strange), "CENTRE_NOT_FOUND");
  EXPECT_EQ(TakeOne(Said("C2")), "NOT_ELIGIBLE");
  EXPECT_EQ(TakeOne(Said("C3")), "NOT_ELIGIBLE") << "nobody decided";
  Application other = Said("C2");
  last_["C2"] = ApplicationOf("C2");
  other.submitted += absl::Seconds(1);
  EXPECT_EQ(TakeOne(other), "NOT_ELIGIBLE") << "before APPLICATION_EXISTS";
}

TEST_F(IntakeTest, ARejectedItemIsNoDuplicate) {
  Intake intake = MakeIntake();
  Application strange = Said("C1");
  strange.choices = {"c"};
  EXPECT_EQ(Take(intake, strange), "CENTRE_NOT_FOUND");
  EXPECT_EQ(Take(intake, Said("C1")), "CREATED");
}

TEST_F(IntakeTest, WhatWasSentBeforeIsUnchangedWhateverBecameOfIt) {
  last_["C2"] = ApplicationOf("C2");
  EXPECT_EQ(TakeOne(Said("C2")), "UNCHANGED") << "the child is not eligible any more";
  last_["C2"].state = ApplicationState::kClosed;
  EXPECT_EQ(TakeOne(Said("C2")), "UNCHANGED");
}

TEST_F(IntakeTest, AChildHasOneStandingApplicationUnderAProgramme) {
  last_["C1"] = ApplicationOf("C1");
  Application again = Said("C1");
  again.submitted += absl::Seconds(1);
  EXPECT_EQ(TakeOne(again), "APPLICATION_EXISTS");
  last_["C1"].state = ApplicationState::kWithdrawn;
  Intake intake = MakeIntake();
  const auto taken = intake.Take(again);
  ASSERT_TRUE(taken.ok()) << taken.status();
  EXPECT_EQ(taken->application.ordinal, 1);
  EXPECT_NE(taken->application.id, last_["C1"].id);
}

}  // namespace
}  // namespace tuoqiao::places
