#include "services/payroll/authorisation.h"

#include <gtest/gtest.h>

#include "services/payroll/testing_tables.h"

namespace tuoqiao::payroll {
namespace {

Authorisation Signed(const std::string& reference, const std::string& from,
                     const std::string& until, const std::string& maximum,
                     const std::string& revoked = "") {
  Authorisation authorisation;
  authorisation.employee = "emp-1";
  authorisation.employee_no = "E1";
  authorisation.signature_reference = reference;
  authorisation.period = {Day(from), Day(until)};
  authorisation.maximum_minor = Fen(maximum);
  if (!revoked.empty()) authorisation.revoke_date = Day(revoked);
  authorisation.id = AuthorisationId("yunqi", "91a", authorisation);
  return authorisation;
}

TEST(AuthorisationTest, TheLatestBegunThatHoldsOnTheDayCounts) {
  const std::vector<Authorisation> authorisations = {
      Signed("S1", "2026-01-01", "2027-01-01", "500.00"),
      Signed("S2", "2026-06-01", "2026-11-10", "800.00"),
      Signed("S3", "2026-09-01", "2026-12-01", "900.00", "2026-10-15"),
      Signed("S4", "2026-09-20", "2026-09-20", "1.00"),  // Never.
      Signed("S5", "2026-11-20", "2026-12-20", "700.00"),
      Signed("S6", "2026-11-20", "2026-12-20", "600.00")};
  constexpr char kCases[] = R"(
# day        | holds | why
  2025-12-31 |       | before all
  2026-01-01 | S1    | its first day
  2026-05-31 | S1    |
  2026-06-01 | S2    | begun later
  2026-08-31 | S2    |
  2026-09-01 | S3    |
  2026-09-20 | S3    | an empty period holds on no day
  2026-10-14 | S3    |
  2026-10-15 | S2    | the first day without S3
  2026-11-09 | S2    |
  2026-11-10 | S1    | S2 has run out
  2026-11-20 | S6    | two begun that day: the one that allows less
  2026-12-31 | S1    | its last day
  2027-01-01 |       | after all
)";
  for (const auto& c : ReadCases(kCases)) {
    const Authorisation* const holding = HoldingOn(authorisations, Day(c[0]));
    EXPECT_EQ(holding == nullptr ? "" : holding->signature_reference, c[1]) << c[0] << " " << c[2];
  }
}

TEST(AuthorisationTest, OneSignatureIsOneAuthorisation) {
  const Authorisation one = Signed("S1", "2026-01-01", "2027-01-01", "500.00");
  Authorisation other = Signed("S1", "2026-02-01", "2027-01-01", "500.00");
  EXPECT_EQ(one.id, other.id);
  EXPECT_FALSE(SameContent(one, other));
  EXPECT_TRUE(SameContent(one, Signed("S1", "2026-01-01", "2027-01-01", "500.00", "2026-03-01")));
  Authorisation newer_text = one;
  newer_text.text_version = "2026-03";
  EXPECT_FALSE(SameContent(one, newer_text));
  EXPECT_NE(one.id, AuthorisationId("yunqi", "91b", one));
  EXPECT_NE(one.id, AuthorisationId("other", "91a", one));
  other.signature_reference = "S2";
  EXPECT_NE(one.id, AuthorisationId("yunqi", "91a", other));
}

TEST(AuthorisationTest, WhatWasTakenBackNeverComesBack) {
  Authorisation authorisation = Signed("S1", "2026-01-01", "2027-01-01", "500.00");
  EXPECT_TRUE(Revoke(authorisation, Day("2026-10-15")));
  EXPECT_FALSE(authorisation.HoldsOn(Day("2026-10-15")));
  EXPECT_TRUE(authorisation.HoldsOn(Day("2026-10-14")));
  EXPECT_FALSE(Revoke(authorisation, Day("2026-10-15")));
  EXPECT_FALSE(Revoke(authorisation, Day("2026-12-01")));
  EXPECT_FALSE(authorisation.HoldsOn(Day("2026-11-01")));
  EXPECT_TRUE(Revoke(authorisation, Day("2026-10-01")));
  EXPECT_FALSE(authorisation.HoldsOn(Day("2026-10-14")));
  EXPECT_EQ(authorisation.revision, 2);
}

TEST(AuthorisationTest, ALegalBasisHoldsFromItsFirstDay) {
  const LegalBasis basis = {"集体合同第 12 条", Day("2026-11-10"), 1};
  EXPECT_FALSE(basis.HoldsOn(Day("2026-11-09")));
  EXPECT_TRUE(basis.HoldsOn(Day("2026-11-10")));
}

TEST(AuthorisationTest, TheLegalBasisBegunLastIsTheOneOfTheDay) {
  std::vector<LegalBasis> bases(4);
  bases[0] = {"A", Day("2026-01-01"), 1};
  bases[1] = {"B", Day("2026-03-01"), 1, Day("2026-05-01")};
  bases[2] = {"C", Day("2026-04-01"), 1, Day("2026-04-01")};
  bases[3] = {"D", Day("2026-06-01"), 1};
  constexpr char kCases[] = R"(
# day        | basis | why
  2025-12-31 |       | before all
  2026-02-28 | A     |
  2026-03-01 | B     | A ended as B began
  2026-04-02 | B     | C was withdrawn
  2026-05-01 |       | B has ended, and A does not come back
  2026-06-01 | D     |
)";
  for (const auto& c : ReadCases(kCases)) {
    const LegalBasis* const holding = HoldingOn(bases, Day(c[0]));
    EXPECT_EQ(holding == nullptr ? "" : holding->basis, c[1]) << c[0] << " " << c[2];
  }
}

TEST(AuthorisationTest, WhatWasSignedSaysHowMuch) {
  constexpr char kCases[] = R"(
# formula          | amount | bp   | share   | allowed | why
  MAXIMUM          | 500.00 |    0 |  800.00 |  500.00 |
  FIXED            | 500.00 |    0 |  800.00 |  500.00 |
  PERCENT_OF_SHARE |   0.00 | 5000 |  800.01 |  400.00 | half, rounded down
  PERCENT_OF_SHARE | 300.00 | 5000 |  800.00 |  300.00 | not more than the amount beside it
)";
  for (const auto& c : ReadCases(kCases)) {
    Authorisation authorisation;
    authorisation.formula = FormulaOf(c[0]);
    authorisation.maximum_minor = Fen(c[1]);
    authorisation.share_bp = std::stoll(c[2]);
    EXPECT_EQ(authorisation.AllowedOf(Fen(c[3])), Fen(c[4])) << c[0] << " " << c[5];
  }
}

TEST(AuthorisationTest, AnEndIsRevokedThenToldThenConfirmed) {
  using State = AuthorisationState;
  Authorisation authorisation = Signed("S1", "2026-01-01", "2027-01-01", "500.00");
  EXPECT_FALSE(Tell(authorisation, "d1", "run"));  // It stands.
  EXPECT_EQ(authorisation.state(), State::kStanding);
  Revoke(authorisation, Day("2026-10-15"));
  EXPECT_EQ(authorisation.state(), State::kRevoked);
  EXPECT_TRUE(Tell(authorisation, "d1", "run"));
  EXPECT_EQ(authorisation.state(), State::kTold);
  EXPECT_FALSE(Tell(authorisation, "d2", "run"));  // The first that carried it stays.
  EXPECT_EQ(authorisation.told_delivery, "d1");
  EXPECT_TRUE(Confirm(authorisation, "d3"));
  EXPECT_FALSE(Confirm(authorisation, "d4"));
  EXPECT_EQ(authorisation.state(), State::kConfirmed);
  EXPECT_EQ(authorisation.confirm_delivery, "d3");
  // An earlier end is to be told anew.
  Revoke(authorisation, Day("2026-09-15"));
  EXPECT_EQ(authorisation.state(), State::kRevoked);
  EXPECT_EQ(authorisation.told_delivery, "");
}

}  // namespace
}  // namespace tuoqiao::payroll
