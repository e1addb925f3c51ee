#include "services/directory/recipient_consent.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"

namespace tuoqiao::directory {
namespace {

using Day = absl::CivilDay;

constexpr char kHospital[] = "parks/a/partners/hospital", kSchool[] = "parks/a/partners/school";
constexpr char kPurpose[] = "EARLY_INTERVENTION";

Consent On(int day, const std::string& version = "2026-1") {
  return {kPurpose, version, Day(2026, 9, day), std::nullopt};
}

TEST(RecipientConsentTest, OneForEachRecipientAndPurpose) {
  Child child;
  GiveConsent(child.recipient_consents, kHospital, On(1));
  GiveConsent(child.recipient_consents, kSchool, On(2));
  ASSERT_TRUE(WithdrawConsent(child, {kPurpose, kSchool}, Day(2026, 9, 3)).ok());
  EXPECT_TRUE(child.recipient_consents[0].consent.Stands());
  EXPECT_FALSE(child.recipient_consents[1].consent.Stands());
  EXPECT_EQ(ReasonOf(WithdrawConsent(child, {kPurpose, kSchool}, Day(2026, 9, 3))),
            "CONSENT_NOT_GIVEN");
  EXPECT_EQ(ReasonOf(WithdrawConsent(child, {"REHABILITATION", kHospital}, Day(2026, 9, 3))),
            "CONSENT_NOT_GIVEN");
}

TEST(RecipientConsentTest, AfterAWithdrawalItIsAnotherConsent) {
  Child child;
  GiveConsent(child.recipient_consents, kHospital, On(1));
  GiveConsent(child.recipient_consents, kHospital, On(2, "2026-2"));
  ASSERT_EQ(child.recipient_consents.size(), 1u) << "it stood already";
  EXPECT_EQ(child.recipient_consents[0].consent.version, "2026-2");
  EXPECT_EQ(child.recipient_consents[0].consent.grant_date, Day(2026, 9, 1));
  ASSERT_TRUE(WithdrawConsent(child, {kPurpose, kHospital}, Day(2026, 9, 3)).ok());
  GiveConsent(child.recipient_consents, kHospital, On(3));
  ASSERT_EQ(child.recipient_consents.size(), 2u);
  EXPECT_EQ(child.recipient_consents[0].consent.withdraw_date, Day(2026, 9, 3));
  EXPECT_EQ(child.recipient_consents[1].number, 2);
  EXPECT_TRUE(child.recipient_consents[1].consent.Stands());
}

TEST(RecipientConsentTest, DecisionsKnowNothingOfThem) {
  Child child;
  const std::string before = CanonicalChild(child);
  GiveConsent(child.recipient_consents, kHospital, On(1));
  EXPECT_EQ(CanonicalChild(child), before);
  EXPECT_FALSE(NamesRecipient("PROGRAMME"));
  EXPECT_FALSE(NamesRecipient("CENTRE"));
  EXPECT_TRUE(NamesRecipient(kPurpose));
}

}  // namespace
}  // namespace tuoqiao::directory
