// How what a firm bore is taxed, as a payroll clerk would write it down, by the pack that ships.
#include "services/ledger/benefit.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/ledger/numbers.h"

namespace tuoqiao::ledger {
namespace {

constexpr absl::CivilMonth kOctober(2026, 10), kNovember(2026, 11), kJanuary(2027, 1);

TaxTerms Terms(bool advised) {
  const auto packs = LoadPacks("services/rules");
  EXPECT_TRUE(packs.ok()) << packs.status();
  auto terms = TaxTermsOn(*packs, absl::CivilDay(2026, 10, 31));
  EXPECT_TRUE(terms.ok()) << terms.status();
  terms->advised = advised;
  return *terms;
}

const char* NameOf(Treatment treatment) {
  switch (treatment) {
    case Treatment::kTaxableWage:
      return "wage";
    case Treatment::kTaxableBenefit:
      return "benefit";
    case Treatment::kAdvisedExempt:
      return "advised";
    case Treatment::kWelfareInKind:
      return "welfare";
    case Treatment::kExempt:
      return "exempt";
  }
  return "";
}

std::string Text(const std::vector<Borne>& borne, const std::map<absl::CivilMonth, TaxTerms>& terms,
                 bool whole_year = false) {
  std::string text;
  for (const Benefit& each : Treat(borne, terms, whole_year)) {
    absl::StrAppend(&text, each.month, " ", each.employee.empty() ? "-" : each.employee, " ",
                    each.form, " ", NameOf(each.treatment), " ", each.amount_minor, " ",
                    each.taxable_minor, " ", each.confidence, "\n");
  }
  return text;
}

TEST(BenefitTest, EachFormIsTakenByItself) {
  const std::vector<Borne> borne = {{"e1", kOctober, "ALLOWANCE", 100},
                                    {"e1", kOctober, "INVOICED", 200},
                                    {"e1", kOctober, "COLLECTIVE", 300},
                                    {"e2", kOctober, "COLLECTIVE", 400}};
  EXPECT_EQ(Text(borne, {{kOctober, Terms(false)}}),
            "2026-10 - COLLECTIVE welfare 700 0 SAMPLE\n"
            "2026-10 e1 ALLOWANCE wage 100 100 OFFICIAL\n"
            "2026-10 e1 INVOICED benefit 200 200 SAMPLE\n");
  // Advice is about what is paid for a named child; cash stays a wage.
  EXPECT_EQ(Text(borne, {{kOctober, Terms(true)}}),
            "2026-10 - COLLECTIVE welfare 700 0 SAMPLE\n"
            "2026-10 e1 ALLOWANCE wage 100 100 OFFICIAL\n"
            "2026-10 e1 INVOICED advised 200 0 SAMPLE\n");
}

TEST(BenefitTest, AMonthGoesByTheAdviceOfItsTimeAndTheYearKeepsBothApart) {
  const std::vector<Borne> borne = {{"e1", kOctober, "INVOICED", 200},
                                    {"e1", kNovember, "INVOICED", -50},
                                    {"e1", kJanuary, "INVOICED", 7}};
  const std::map<absl::CivilMonth, TaxTerms> terms = {
      {kOctober, Terms(false)}, {kNovember, Terms(true)}, {kJanuary, Terms(true)}};
  EXPECT_EQ(Text(borne, terms),
            "2026-10 e1 INVOICED benefit 200 200 SAMPLE\n"
            "2026-11 e1 INVOICED advised -50 0 SAMPLE\n"
            "2027-01 e1 INVOICED advised 7 0 SAMPLE\n");
  EXPECT_EQ(Text(borne, terms, true),
            "2026 e1 INVOICED benefit 200 200 SAMPLE\n"
            "2026 e1 INVOICED advised -50 0 SAMPLE\n"
            "2027 e1 INVOICED advised 7 0 SAMPLE\n");
}

TEST(BenefitTest, WhatThePackTakesOtherwiseIsTakenOtherwise) {
  TaxTerms terms = Terms(true);
  terms.forms["ALLOWANCE"].taxable = false;
  terms.advice_exempts.taxable = false;
  terms.forms["COLLECTIVE"].taxable = true;
  EXPECT_EQ(Text({{"e1", kOctober, "ALLOWANCE", 1},
                  {"e1", kOctober, "INVOICED", 2},
                  {"e1", kOctober, "COLLECTIVE", 4}},
                 {{kOctober, terms}}),
            "2026-10 e1 ALLOWANCE exempt 1 0 OFFICIAL\n"
            "2026-10 e1 COLLECTIVE benefit 4 4 SAMPLE\n"
            "2026-10 e1 INVOICED benefit 2 2 SAMPLE\n");
}

TEST(BenefitTest, BeforeTheRegulationsNothingIsSaid) {
  const auto packs = LoadPacks("services/rules");
  ASSERT_TRUE(packs.ok());
  EXPECT_FALSE(TaxTermsOn(*packs, absl::CivilDay(2018, 12, 31)).ok());
  EXPECT_TRUE(TaxTermsOn(*packs, absl::CivilDay(2019, 1, 31)).ok());
}

}  // namespace
}  // namespace tuoqiao::ledger
