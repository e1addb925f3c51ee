#include "services/places/child.h"

#include <gtest/gtest.h>

#include "services/common/period.h"
#include "services/places/convert.h"
#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

using Day = absl::CivilDay;

TEST(ChildTest, ADecisionSaysWhatItsSlicesSay) {
  const Child child = ChildOf("C1", Day(2024, 6, 15));
  Decision decision;
  decision.slices = {{{Day(2026, 10, 1), Day(2026, 10, 20)}, false},
                     {{Day(2026, 10, 20), Day(2026, 12, 1)}, true}};
  EXPECT_FALSE(EligibleOn(child, decision, Day(2026, 10, 19)));
  EXPECT_TRUE(EligibleOn(child, decision, Day(2026, 10, 20)));
  EXPECT_FALSE(EligibleOn(child, Decision(), Day(2026, 10, 20))) << "nobody decided";
}

TEST(ChildTest, WhileFactsAreMissingAPlaceIsGivenProvisionally) {
  eligibility::v1::Decision message;
  eligibility::v1::Slice* slice = message.add_slices();
  slice->set_from_date("2026-10-01");
  slice->set_until_date("2026-12-01");
  slice->set_outcome(eligibility::v1::Slice::PENDING);
  slice->set_provisional_until_date("2026-10-31");
  const Child child = ChildOf("C1", Day(2024, 6, 15));
  Decision decision = *FromProto(message);
  EXPECT_TRUE(EligibleOn(child, decision, Day(2026, 10, 30)));
  EXPECT_FALSE(EligibleOn(child, decision, Day(2026, 10, 31)));
  slice->set_provisional_until_date("2027-01-15");
  decision = *FromProto(message);
  EXPECT_EQ(decision.slices.size(), 1u);
  EXPECT_TRUE(EligibleOn(child, decision, Day(2026, 11, 30)));
}

TEST(ChildTest, OutsideADecisionsDaysItsConditionsAreReadOffTheFacts) {
  const Decision decision = Eligible();
  const Day before(2026, 9, 1);
  struct Case {
    const char* what;
    bool eligible;
    std::function<void(Child&)> change;
  };
  for (const Case& each : {
           Case{"as it is", true, [](Child&) {}},
           Case{"no consent", false, [](Child& child) { child.programme_consent = false; }},
           Case{"not hired yet", false,
                [&](Child& child) { child.employments[0].hire_date = before + 1; }},
           Case{"hired that day", true,
                [&](Child& child) { child.employments[0].hire_date = before; }},
           Case{"the last day of work", true,
                [&](Child& child) { child.employments[0].leave_date = before; }},
           Case{"left the day before", false,
                [&](Child& child) { child.employments[0].leave_date = before - 1; }},
           Case{"six months that day", true,
                [](Child& child) { child.birth_date = Day(2026, 3, 1); }},
           Case{"six months the next day", false,
                [](Child& child) { child.birth_date = Day(2026, 3, 2); }},
           Case{"three years the next day", true,
                [](Child& child) { child.birth_date = Day(2023, 9, 2); }},
           Case{"three years that day", false,
                [](Child& child) { child.birth_date = Day(2023, 9, 1); }},
       }) {
    Child child = ChildOf("C1", Day(2024, 6, 15));
    each.change(child);
    EXPECT_EQ(EligibleOn(child, decision, before), each.eligible) << each.what;
  }
}

TEST(ChildTest, AgesOutOnTheDayOfThirtySixMonths) {
  EXPECT_EQ(AgesOutOn(ChildOf("C1", Day(2024, 6, 15))), Day(2027, 6, 15));
  EXPECT_EQ(AgesOutOn(ChildOf("C1", Day(2024, 2, 29))), Day(2027, 3, 1));
}

}  // namespace
}  // namespace tuoqiao::places
