#include "tests/properties/year/year.h"

#include <string>
#include <vector>

#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"

namespace tuoqiao::year {

billing::v1::FundingPlan Year::Plan() {
  const std::vector<std::string> care = house::CareLines();
  billing::v1::FundingPlan plan;
  *plan.add_layers() = house::LayerOf("AUTHORITY", "FIXED", 30000, 0, 0, care);
  plan.mutable_layers(0)->set_condition("ATTENDED_HALF");
  plan.mutable_layers(0)->set_bearer_if_lost("FAMILY");
  *plan.add_layers() = house::LayerOf("PARK", "PERCENT", 0, 1000, 10000, care);
  *plan.add_layers() = house::LayerOf("FIRM", "FIRM_PLAN", 0, 0, 0, care);
  *plan.add_layers() = house::LayerOf("UNION", "FIXED", 5000, 0, 0, {"MEALS"});
  *plan.add_layers() = house::LayerOf("FAMILY", "REST", 0, 0, 0, {});
  house::AddFirmPlans(plan);
  if (options_.budgets) {
    billing::v1::Budget* budget = plan.add_budgets();
    budget->set_payer("AUTHORITY");
    budget->set_year(2026);
    budget->set_amount_minor(random_.Between(500000, 3000000));
    billing::v1::Cap* cap = plan.mutable_layers(1)->add_caps();
    cap->set_scope("FAMILY_YEAR");
    cap->set_amount_minor(random_.Between(20000, 90000));
    cap->set_account("park-year");
  }
  return plan;
}

absl::Status Year::ChangeTheWorld(absl::CivilMonth month) {
  for (int i = random_.Below(5); i > 0; --i) world_.Change(month);
  if (random_.InHundred(15)) {
    const absl::CivilMonth from = month - random_.Below(4);
    RETURN_IF_ERROR(CreateTariff(
        NewTariff(random_.Pick<std::string>({"c01", "c02", "c03"}), absl::CivilDay(from))));
  }
  if (!authorisations_.empty() && random_.InHundred(15)) {
    const int place = random_.Below(static_cast<int>(authorisations_.size()));
    payroll::v1::RevokeAuthorisationRequest request;
    request.set_name(authorisations_[place]);
    authorisations_.erase(authorisations_.begin() + place);
    RETURN_IF_ERROR(
        Do("payroll", &house::Payroll::RevokeAuthorisation, request,
           {"FIRM_HR", world_.FirmName(house::PartAfter(request.name(), "firms")), "qian"})
            .status());
  }
  return SignAuthorisations();
}

absl::Status Year::CheckMonth(absl::CivilMonth month) {
  RETURN_IF_ERROR(Hear());
  RETURN_IF_ERROR(month.month() % 3 == 0 ? watch_.ReadAgain() : watch_.AfterStep());
  RETURN_IF_ERROR(record_.CheckFirmShares(month));
  RETURN_IF_ERROR(record_.CheckBooks());
  auto family =
      std::next(world_.families.begin(), random_.Below(static_cast<int>(world_.families.size())));
  return record_.CheckFamilyStatements(family->first);
}

absl::Status Year::LiveMonth(absl::CivilMonth month) {
  const std::string text = FormatMonth(month);
  world_.today = absl::CivilDay(month + 1);
  RETURN_IF_ERROR(Step("what changed by " + text, [&] { return ChangeTheWorld(month); }));
  RETURN_IF_ERROR(Step("the signing of " + text, [&] { return Sign(month); }));
  RETURN_IF_ERROR(Step("the close of " + text, [&]() -> absl::Status {
    RETURN_IF_ERROR(Close(month));
    return record_.CheckPoolUse();
  }));
  RETURN_IF_ERROR(Step("late pay results in " + text, [&] { return ReadLateResults(); }));
  RETURN_IF_ERROR(Step("the pay runs of " + text, [&] { return RunPayroll(month); }));
  world_.today += 20;
  RETURN_IF_ERROR(Step("what is asked for of " + text, [&] { return Ask(month); }));
  RETURN_IF_ERROR(Step("what is paid in after " + text, [&] { return PayReceivables(month); }));
  RETURN_IF_ERROR(Step("the payouts of " + text, [&] { return PayOut(month); }));
  return Step("the end of " + text, [&] { return CheckMonth(month); });
}

absl::Status Year::CloseAsKnown(const Year& other) {
  world_.TakeFactsOf(other.world_);
  RETURN_IF_ERROR(CreatePlan(Plan()));
  for (billing::v1::CreateTariffRequest tariff : other.tariffs_) {
    tariff.set_parent(world_.CentreName(LastPart(tariff.parent())));
    RETURN_IF_ERROR(CreateTariff(tariff));
  }
  for (int i = 0; i < options_.months; ++i) {
    const absl::CivilMonth month = options_.first + i;
    world_.today = absl::CivilDay(month + 1);
    RETURN_IF_ERROR(CloseAtOnce(month));
  }
  return absl::OkStatus();
}

absl::Status Year::Live() {
  RETURN_IF_ERROR(Step("set-up", [&] { return SetUp(); }));
  for (int i = 0; i < options_.months; ++i) RETURN_IF_ERROR(LiveMonth(options_.first + i));
  return Step("the year's end", [&]() -> absl::Status {
    for (const auto& [family, each] : world_.families) {
      RETURN_IF_ERROR(record_.CheckFamilyStatements(family));
    }
    RETURN_IF_ERROR(Hear());
    record_.ForgetRuns();
    RETURN_IF_ERROR(record_.CheckBooks());
    RETURN_IF_ERROR(watch_.ReadAgain());
    ASSIGN_OR_RETURN(lived_.state, house::StateOf(house_, world_));
    return absl::OkStatus();
  });
}

}  // namespace tuoqiao::year
