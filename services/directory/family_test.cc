#include "services/directory/family.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"

namespace tuoqiao::directory {
namespace {

Consent Given(const std::string& purpose, absl::CivilDay day) {
  return {purpose, "2026-1", day, std::nullopt};
}

TEST(Consent, OfARecordDoesNotBringBackWhatWasWithdrawnSince) {
  Child child;
  child.consents = {Given("CENTRE", absl::CivilDay(2026, 9, 1))};
  ASSERT_TRUE(WithdrawConsent(child, "CENTRE", absl::CivilDay(2026, 9, 10)).ok());
  Grant(child.consents, {Given("CENTRE", absl::CivilDay(2026, 9, 1))});
  EXPECT_FALSE(child.consents[0].Stands());
  Grant(child.consents, {Given("CENTRE", absl::CivilDay(2026, 9, 11))});
  EXPECT_TRUE(child.consents[0].Stands());
}

TEST(Consent, CannotBeWithdrawnTwice) {
  Child child;
  child.consents = {Given("PROGRAMME", absl::CivilDay(2026, 9, 1))};
  EXPECT_EQ(ReasonOf(WithdrawConsent(child, "CENTRE", absl::CivilDay(2026, 9, 2))),
            "CONSENT_NOT_GIVEN");
  ASSERT_TRUE(WithdrawConsent(child, "PROGRAMME", absl::CivilDay(2026, 9, 2)).ok());
  EXPECT_EQ(ReasonOf(WithdrawConsent(child, "PROGRAMME", absl::CivilDay(2026, 9, 3))),
            "CONSENT_NOT_GIVEN");
}

// Levels by day, of a child born on 1 January.
std::string NeedsText(const Child& child) {
  std::string text;
  for (const NeedsSince& each : child.needs) {
    absl::StrAppend(&text, FormatDay(each.from), " ", each.level, "; ");
  }
  return text;
}
Child WithNeeds(int64_t level, std::optional<absl::CivilDay> from = std::nullopt) {
  Child child;
  child.birth_date = absl::CivilDay(2026, 1, 1);
  child.needs_level = level;
  child.needs_from = from;
  return child;
}

TEST(Needs, ThatChangeHoldFromTheDayThatIsSaidOrFromToday) {
  const absl::CivilDay today(2026, 10, 5);
  Child child = WithNeeds(0);
  Child next = WithNeeds(1);
  KeepNeeds(child, today, next);
  EXPECT_EQ(NeedsText(next), "2026-01-01 0; 2026-10-05 1; ");
  Child again = WithNeeds(1);
  KeepNeeds(next, today + 30, again);
  EXPECT_EQ(NeedsText(again), NeedsText(next)) << "the same again is no change";
  Child earlier = WithNeeds(2, absl::CivilDay(2026, 9, 1));
  KeepNeeds(again, today + 60, earlier);
  EXPECT_EQ(NeedsText(earlier), "2026-01-01 0; 2026-09-01 2; ");
  EXPECT_EQ(NeedsOn(earlier, absl::CivilDay(2026, 8, 31)), 0);
  EXPECT_EQ(NeedsOn(earlier, absl::CivilDay(2026, 9, 1)), 2);
  Child from_birth = WithNeeds(1, absl::CivilDay(2025, 1, 1));
  KeepNeeds(earlier, today, from_birth);
  EXPECT_EQ(NeedsText(from_birth), "2026-01-01 1; ");
}

TEST(Family, LeavesTheSecondGuardiansAgreementOutOfWhatIsCompared) {
  Family family;
  family.family_no = "F1";
  family.guardians = {{"甲", "PASSPORT", "E1234567", true}, {"乙", "PASSPORT", "E7654321", false}};
  const std::string before = CanonicalFamily(family);
  family.guardians[1].confirmed = true;
  EXPECT_EQ(CanonicalFamily(family), before);
  family.guardians[1].id_number = "E7654322";
  EXPECT_NE(CanonicalFamily(family), before);
}

}  // namespace
}  // namespace tuoqiao::directory
