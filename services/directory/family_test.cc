#include "services/directory/family.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"

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
