#include "services/billing/service.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/billing/testing_service.h"
#include "services/common/errors.h"

namespace tuoqiao::billing {
namespace {

class BillingServiceTest : public BillingTest {};
INSTANTIATE_TEST_SUITE_P(Each, BillingServiceTest, BothEngines(), db::EngineName);

TEST_P(BillingServiceTest, AFirmReadsItsSumPerEmployeeAndNothingElse) {
  SetUpPrices();
  SetUpFamily();
  SetUpMany(3);
  const auto shares_of = [&](const std::string& firm, const std::string& scope) {
    v1::ListFirmSharesRequest request;
    request.set_parent(firm);
    request.set_month("2026-10");
    request.set_page_size(2);
    std::string text;
    do {
      const auto page = Call(&Stub::ListFirmShares, request, "FIRM_PAYROLL", scope);
      if (!page.ok()) return ReasonOf(page.status());
      for (const auto& each : page->shares()) {
        EXPECT_EQ(each.month(), "2026-10");
        EXPECT_EQ(each.employee(), absl::StrCat(firm, "/employees/e-", each.employee_no()));
        absl::StrAppend(&text, each.employee_no(), " ", YuanText(each.amount_minor()), " ",
                        each.form(), "; ");
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return text;
  };
  const v1::Month month = Preview();
  EXPECT_EQ(shares_of(kFirmA, kFirmA), "");  // A draft is nobody's business yet.
  ApproveByTwo(month.digest());
  Result(StartClose());
  // The two children of employee 0001 add up. One day of 18 is no half, so the authority's 300.00
  // of the others are the family's.
  EXPECT_EQ(shares_of(kFirmA, kFirmA),
            "00000 600.00 INVOICED; 00001 600.00 INVOICED; 00002 600.00 INVOICED; "
            "0001 1200.00 INVOICED; ");
  EXPECT_EQ(shares_of(kFirmB, kFirmB), "7 600.00 ALLOWANCE; ");
  EXPECT_EQ(shares_of(kFirmB, kFirmA), "PERMISSION_DENIED");

  // The message itself has no more than that.
  std::set<std::string> fields;
  for (int i = 0; i < v1::FirmShare::descriptor()->field_count(); ++i) {
    fields.insert(v1::FirmShare::descriptor()->field(i)->name());
  }
  EXPECT_EQ(fields,
            (std::set<std::string>{"employee", "employee_no", "month", "amount_minor", "form"}));
}

TEST_P(BillingServiceTest, AFamilyReadsItsOwnClosedStatements) {
  SetUpPrices();
  SetUpFamily();
  SetUpMany(2);
  const auto list = [&](const std::string& family, const std::string& scope) {
    v1::ListFamilyStatementsRequest request;
    request.set_parent(family);
    request.set_page_size(1);
    std::set<std::string> texts;
    do {
      const auto page = Call(&Stub::ListFamilyStatements, request, "PARENT", scope);
      if (!page.ok()) return std::set<std::string>{ReasonOf(page.status())};
      for (const auto& each : page->statements()) texts.insert(TextOf(each));
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return texts;
  };
  const std::string family = "parks/yunqi/families/m1";
  const v1::Month month = Preview();
  EXPECT_EQ(list(family, family), std::set<std::string>{});
  ApproveByTwo(month.digest());
  Result(StartClose());
  EXPECT_EQ(list(family, family), (std::set<std::string>{kFirstBill, kSecondBill}));
  EXPECT_EQ(list("parks/yunqi/families/n00000", family),
            (std::set<std::string>{"PERMISSION_DENIED"}));
}

TEST_P(BillingServiceTest, GetsOneStatement) {
  SetUpPrices();
  SetUpFamily();
  Preview();
  const v1::Statement first = Statements()[0];
  v1::GetStatementRequest request;
  request.set_name(first.name());
  EXPECT_EQ(Call(&Stub::GetStatement, request)->SerializeAsString(), first.SerializeAsString());
  // A draft is the finance office's alone.
  EXPECT_EQ(ReasonOf(Call(&Stub::GetStatement, request, "GOV_AUDITOR").status()),
            "STATEMENT_NOT_FOUND");
  ApproveByTwo(GetMonth()->digest());
  ASSERT_EQ(Result(StartClose()).state(), v1::Month::CLOSED);
  EXPECT_EQ(Call(&Stub::GetStatement, request, "GOV_AUDITOR")->total_minor(), first.total_minor());
  request.set_name(absl::StrCat(kOctober, "/statements/st-none"));
  EXPECT_EQ(ReasonOf(Call(&Stub::GetStatement, request).status()), "STATEMENT_NOT_FOUND");
  request.set_name("parks/yunqi/months/2026-11/statements/st-none");
  EXPECT_EQ(ReasonOf(Call(&Stub::GetStatement, request).status()), "STATEMENT_NOT_FOUND");
}

TEST_P(BillingServiceTest, ATariffIsMadeOnceAndListed) {
  const v1::Tariff tariff =
      TariffMessage("SMALL", "1800.00", "OPENING_DAYS", "20.00", "50.00", "IN_ARREARS");
  const std::string k1 = "parks/yunqi/centres/k1";
  const auto made = CreateTariff("k1", tariff, "CENTRE_MANAGER", k1);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->name(), k1 + "/tariffs/small-2026-01-01");
  EXPECT_EQ(ReasonOf(CreateTariff("k1", tariff).status()), "TARIFF_EXISTS");
  EXPECT_EQ(ReasonOf(CreateTariff("k2", tariff, "CENTRE_MANAGER", k1).status()),
            "PERMISSION_DENIED");
  v1::Tariff in_advance = tariff;
  in_advance.set_billing("IN_ADVANCE");
  in_advance.set_from_date("2027-06-01");
  EXPECT_EQ(ReasonOf(CreateTariff("k1", in_advance).status()), "BILLING_MODE_DIFFERS");
  for (const char* from_date : {"2026-10-01", "2027-01-01"}) {
    v1::Tariff next = tariff;
    next.set_from_date(from_date);
    ASSERT_TRUE(CreateTariff("k0", next).ok());
  }
  v1::ListTariffsRequest request;
  request.set_parent(kPark);
  request.set_page_size(2);
  const auto first = Call(&Stub::ListTariffs, request);
  ASSERT_TRUE(first.ok());
  request.set_page_token(first->next_page_token());
  const auto second = Call(&Stub::ListTariffs, request);
  ASSERT_EQ(first->tariffs_size(), 2);
  EXPECT_EQ(first->tariffs(0).name(), "parks/yunqi/centres/k0/tariffs/small-2026-10-01");
  EXPECT_EQ(first->tariffs(1).name(), "parks/yunqi/centres/k0/tariffs/small-2027-01-01");
  ASSERT_EQ(second->tariffs_size(), 1);
  EXPECT_EQ(second->tariffs(0).SerializeAsString(), made->SerializeAsString());
}

TEST_P(BillingServiceTest, RefusesATariffThatIsNone) {
  const v1::Tariff good =
      TariffMessage("SMALL", "1800.00", "OPENING_DAYS", "20.00", "50.00", "IN_ARREARS");
  const auto field_of = [&](const std::function<void(v1::Tariff&)>& change) {
    v1::Tariff tariff = good;
    change(tariff);
    const absl::Status status = CreateTariff("k1", tariff).status();
    const auto failure = FailureOf(status);
    return failure.has_value() ? absl::StrCat(failure->reason(), " ", failure->field()) : "OK";
  };
  EXPECT_EQ(field_of([](auto& t) { t.clear_group_kind(); }), "FIELD_REQUIRED tariff.group_kind");
  EXPECT_EQ(field_of([](auto& t) { t.set_spread("WEEKS"); }), "FIELD_INVALID tariff.spread");
  EXPECT_EQ(field_of([](auto& t) { t.set_from_date("2026-02-30"); }),
            "FIELD_INVALID tariff.from_date");
  EXPECT_EQ(field_of([](auto& t) { t.set_monthly_fee_minor(-1); }),
            "FIELD_INVALID tariff.monthly_fee_minor");
  EXPECT_EQ(field_of([](auto& t) { t.clear_coefficient_1_bp(); }),
            "FIELD_INVALID tariff.coefficient_1_bp");
  EXPECT_EQ(field_of([](auto& t) { t.set_refund_share_bp(10001); }),
            "FIELD_INVALID tariff.refund_share_bp");
  EXPECT_EQ(field_of([](auto& t) { t.clear_billing(); }), "FIELD_REQUIRED tariff.billing");
}

TEST_P(BillingServiceTest, AFundingPlanIsMadeOnceAndReadBack) {
  const auto made = CreatePlan(PlanMessage());
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->name(), kPlan);
  EXPECT_EQ(made->layers(0).condition(), "ATTENDED_HALF");
  EXPECT_EQ(made->layers(2).kind(), "FIRM_PLAN");
  EXPECT_EQ(made->firm_plans_size(), 2);
  EXPECT_EQ(ReasonOf(CreatePlan(PlanMessage()).status()), "FUNDING_PLAN_EXISTS");
  v1::GetFundingPlanRequest request;
  request.set_name(kPlan);
  EXPECT_EQ(Call(&Stub::GetFundingPlan, request)->SerializeAsString(), made->SerializeAsString());
  request.set_name("parks/yunqi/fundingPlans/none");
  EXPECT_EQ(ReasonOf(Call(&Stub::GetFundingPlan, request).status()), "FUNDING_PLAN_NOT_FOUND");
}

// A plan with all that a plan may have.
v1::FundingPlan WholePlan() {
  v1::FundingPlan plan;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        layers {
          payer: "AUTHORITY"
          kind: "STATUTORY"
          amount_minor: 100
          cap_minor: 900
          lines: "CARE"
          copay_order: "COPAY_FIRST"
          coefficient_1_bp: 12000
          coefficient_2_bp: 15000
          caps { scope: "CHILD_MONTH" amount_minor: 800 }
          caps { scope: "FAMILY_YEAR" amount_minor: 9000 account: "city-family" }
          bearer_if_over: "PARK"
          programme: "city"
        }
        layers {
          payer: "PARK"
          kind: "MATCH"
          matches: "AUTHORITY"
          lines: "CARE"
          lines: "MEALS"
          bands {
            fact: "ATTENDED_DAYS"
            bands { below: 5 share_bp: 5000 }
            bands { below: 10 share_bp: 0 }
            bands { share_bp: 20000 }
          }
          condition: "AT_LEAST"
          at_least { fact: "AGE_MONTHS" value: 6 }
          bearer_if_lost: "FIRM"
          programme: "park"
        }
        layers {
          payer: "UNION"
          kind: "BAND"
          lines: "MEALS"
          bands {
            fact: "BASE_MINOR"
            bands { share_bp: 1000 }
          }
          programme: "union"
        }
        layers {
          payer: "FIRM"
          kind: "PARTS"
          lines: "CARE"
          parts { payer: "FAMILY" weight: 2 }
          parts { payer: "FIRM" weight: 1 }
        }
        layers { payer: "FAMILY" kind: "REST" }
        budgets { payer: "AUTHORITY" year: 2026 amount_minor: 500 }
        exclusions { first: "city" second: "union" source: "city notice 7" }
        yields { programme: "park" to: "union" source: "park statutes" }
      )pb",
      &plan));
  return plan;
}

TEST_P(BillingServiceTest, AFundingPlanIsReadBackWithAllThatItSays) {
  v1::FundingPlan sent = WholePlan();
  const auto made = CreatePlan(sent);
  ASSERT_TRUE(made.ok()) << made.status();
  sent.set_name(kPlan);
  EXPECT_EQ(made->DebugString(), sent.DebugString());
  v1::GetFundingPlanRequest request;
  request.set_name(kPlan);
  EXPECT_EQ(Call(&Stub::GetFundingPlan, request)->DebugString(), sent.DebugString());
}

TEST_P(BillingServiceTest, NamesTheFieldOfAFundingPlanThatIsWrong) {
  const std::pair<const char*, std::function<void(v1::FundingPlan&)>> kCases[] = {
      {"layers[0].copay_order", [](auto& p) { p.mutable_layers(0)->set_copay_order("LAST"); }},
      {"layers[0].coefficient_1_bp",
       [](auto& p) { p.mutable_layers(0)->set_coefficient_1_bp(-1); }},
      {"layers[0].caps[0].scope",
       [](auto& p) { p.mutable_layers(0)->mutable_caps(0)->set_scope("WEEK"); }},
      {"layers[0].caps[0].amount_minor",
       [](auto& p) { p.mutable_layers(0)->mutable_caps(0)->set_amount_minor(0); }},
      {"layers[0].caps[1].account",
       [](auto& p) { p.mutable_layers(0)->mutable_caps(1)->set_account("City"); }},
      {"layers[0].bearer_if_over",
       [](auto& p) { p.mutable_layers(0)->set_bearer_if_over("FIRM"); }},
      {"layers[0].programme", [](auto& p) { p.mutable_layers(0)->set_programme("The city"); }},
      {"layers[1].matches", [](auto& p) { p.mutable_layers(1)->set_matches("GRANDMOTHER"); }},
      {"layers[1].bands.fact",
       [](auto& p) { p.mutable_layers(1)->mutable_bands()->set_fact("INCOME"); }},
      {"layers[1].bands.bands[2].below",
       [](auto& p) { p.mutable_layers(1)->mutable_bands()->mutable_bands(2)->set_below(20); }},
      {"layers[1].bands.bands[0].below",
       [](auto& p) { p.mutable_layers(1)->mutable_bands()->mutable_bands(0)->clear_below(); }},
      {"layers[1].at_least.value",
       [](auto& p) { p.mutable_layers(1)->mutable_at_least()->set_value(0); }},
      {"layers[2].bands.bands[0].share_bp",
       [](auto& p) {
         p.mutable_layers(2)->mutable_bands()->mutable_bands(0)->set_share_bp(10001);
       }},
      {"layers[3].parts[0].weight",
       [](auto& p) { p.mutable_layers(3)->mutable_parts(0)->set_weight(0); }},
      {"budgets[0].year", [](auto& p) { p.mutable_budgets(0)->set_year(26); }},
      {"exclusions[0].source", [](auto& p) { p.mutable_exclusions(0)->clear_source(); }},
      {"yields[0].to", [](auto& p) { p.mutable_yields(0)->set_to("moon"); }},
  };
  for (const auto& [field, change] : kCases) {
    v1::FundingPlan plan = WholePlan();
    change(plan);
    const auto failure = FailureOf(CreatePlan(plan, "plan-2027").status());
    EXPECT_EQ(failure.has_value() ? absl::StrCat(failure->reason(), " ", failure->field()) : "OK",
              absl::StrCat("LAYER_INVALID funding_plan.", field));
  }
}

TEST_P(BillingServiceTest, RefusesAFundingPlanThatIsNone) {
  ASSERT_TRUE(CreatePlan(PlanMessage()).ok());
  const auto reason_of = [&](const std::string& id,
                             const std::function<void(v1::FundingPlan&)>& change) {
    v1::FundingPlan plan = PlanMessage();
    change(plan);
    const auto failure = FailureOf(CreatePlan(plan, id).status());
    return failure.has_value() ? absl::StrCat(failure->reason(), " ", failure->field()) : "OK";
  };
  const auto change_nothing = [](v1::FundingPlan&) {};
  EXPECT_EQ(reason_of("", change_nothing), "FIELD_REQUIRED funding_plan_id");
  EXPECT_EQ(reason_of("Wrong Id", change_nothing), "FIELD_INVALID funding_plan_id");
  const std::pair<const char*, std::function<void(v1::FundingPlan&)>> kCases[] = {
      {"layers", [](auto& p) { p.clear_layers(); }},
      {"layers[3]", [](auto& p) { p.mutable_layers()->RemoveLast(); }},
      {"layers[0].payer", [](auto& p) { p.mutable_layers(0)->set_payer("GRANDMOTHER"); }},
      {"layers[1].kind", [](auto& p) { p.mutable_layers(1)->set_kind("BANDS"); }},
      {"layers[1].kind", [](auto& p) { p.mutable_layers(1)->clear_kind(); }},
      {"layers[0].amount_minor", [](auto& p) { p.mutable_layers(0)->set_amount_minor(-1); }},
      {"layers[1].share_bp", [](auto& p) { p.mutable_layers(1)->set_share_bp(10001); }},
      {"layers[1].cap_minor", [](auto& p) { p.mutable_layers(1)->set_cap_minor(-1); }},
      {"layers[3].lines", [](auto& p) { p.mutable_layers(3)->set_lines(0, "TOYS"); }},
      {"layers[3]", [](auto& p) { p.mutable_layers(3)->add_lines("MEALS"); }},
      {"layers[0].condition", [](auto& p) { p.mutable_layers(0)->set_condition("SUNSHINE"); }},
      {"layers[0].bearer_if_lost",
       [](auto& p) { p.mutable_layers(0)->set_bearer_if_lost("AUTHORITY"); }},
      {"firm_plans[1].kind", [](auto& p) { p.mutable_firm_plans(1)->set_kind("SHARE"); }},
      {"firm_plans[0].code", [](auto& p) { p.mutable_firm_plans(0)->clear_code(); }},
      {"firm_plans[1]", [](auto& p) { p.mutable_firm_plans(1)->set_code("A"); }},
      {"firm_plans[B]", [](auto& p) { p.mutable_firm_plans(1)->set_kind("STATUTORY"); }},
  };
  for (const auto& [field, change] : kCases) {
    // What the plan says comes before whether there is one by its name.
    for (const char* id : {"plan-2026", "plan-2027"}) {
      EXPECT_EQ(reason_of(id, change), absl::StrCat("LAYER_INVALID funding_plan.", field));
    }
  }
}

TEST_P(BillingServiceTest, ListsEveryResourceOnceAndNoBirthDate) {
  SetUpPrices();
  SetUpFamily();
  Preview();
  const std::string state = State();
  std::map<std::string, int> kinds;
  for (absl::string_view line : absl::StrSplit(state, '\n', absl::SkipEmpty())) {
    ++kinds[std::string(line.substr(0, line.find(' ')))];
  }
  EXPECT_EQ(kinds, (std::map<std::string, int>{
                       {"FundingPlan", 1}, {"Month", 1}, {"Statement", 2}, {"Tariff", 2}}));
  EXPECT_EQ(state.find("2024-11-05"), std::string::npos);
  EXPECT_EQ(state.find("logPositions"), std::string::npos);
  EXPECT_EQ(state.find("revision"), std::string::npos);
}

}  // namespace
}  // namespace tuoqiao::billing
