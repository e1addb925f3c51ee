#include "tests/properties/house/people.h"

#include <tuple>
#include <utility>

#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::house {

using google::longrunning::Operation;

billing::v1::Layer LayerOf(const char* payer, const char* kind, int64_t amount_minor,
                           int32_t share_bp, int64_t cap_minor,
                           const std::vector<std::string>& lines) {
  billing::v1::Layer layer;
  layer.set_payer(payer);
  layer.set_kind(kind);
  layer.set_amount_minor(amount_minor);
  layer.set_share_bp(share_bp);
  layer.set_cap_minor(cap_minor);
  for (const std::string& line : lines) layer.add_lines(line);
  return layer;
}

std::vector<std::string> CareLines() { return {"CARE", "COEFFICIENT", "SIBLING", "REFUND"}; }

void AddFirmPlans(billing::v1::FundingPlan& plan) {
  for (const auto& [code, kind, amount_minor, share_bp] :
       std::vector<std::tuple<const char*, const char*, int64_t, int32_t>>{
           {"A", "UP_TO", 60000, 0}, {"B", "FIXED", 33333, 0}, {"C", "PERCENT", 0, 3333}}) {
    billing::v1::FirmPlan* firm_plan = plan.add_firm_plans();
    firm_plan->set_code(code);
    firm_plan->set_kind(kind);
    firm_plan->set_amount_minor(amount_minor);
    firm_plan->set_share_bp(share_bp);
  }
}

People::People(House& house, const Options& options)
    : house_(house),
      options_(options),
      random_(options.seed),
      hearing_(options.seed + 1),
      world_(options.park, options.size, random_),
      watch_(house, world_),
      record_(house, world_) {
  house_.LookAt(world_);
}

std::string People::MonthName(absl::CivilMonth month) const {
  return absl::StrCat(world_.ParkName(), "/months/", FormatMonth(month));
}

absl::Status People::WritesNothing(const std::string& service,
                                   const std::function<absl::Status()>& call) {
  ASSIGN_OR_RETURN(const int64_t before, house_.LogPosition(service, world_.park));
  RETURN_IF_ERROR(call());
  ASSIGN_OR_RETURN(const int64_t after, house_.LogPosition(service, world_.park));
  ++lived_.repeats;
  if (before == after) return absl::OkStatus();
  return absl::InternalError(absl::StrCat(service, " did again what it had done"));
}

absl::Status People::Refused(const absl::Status& status, const std::string& reason) {
  ++lived_.refusals;
  if (ReasonOf(status) == reason) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("not refused with ", reason, " but ", status.ToString()));
}

absl::Status People::Hear() {
  if (!options_.by_themselves) return house_.HearAll(world_.park);
  house_.WaitUntilHeard(world_.park);
  return absl::OkStatus();
}

absl::Status People::Step(const std::string& what, const std::function<absl::Status()>& body) {
  ++lived_.steps;
  absl::Status status = body();
  if (status.ok() && !repeats_.empty() && random_.InHundred(30)) status = random_.Pick(repeats_)();
  if (status.ok() && !options_.by_themselves) status = house_.HearSome(world_.park, hearing_);
  if (status.ok()) status = AfterStep();
  if (status.ok()) return status;
  return absl::InternalError(
      absl::StrCat("step ", lived_.steps, ", ", what, ": ", status.ToString()));
}

absl::Status People::CreatePlan(const billing::v1::FundingPlan& plan) {
  billing::v1::CreateFundingPlanRequest request;
  request.set_parent(world_.ParkName());
  request.set_funding_plan_id("plan");
  *request.mutable_funding_plan() = plan;
  return Do("billing", &Billing::CreateFundingPlan, request,
            {"PARK_ADMIN", world_.ParkName(), "chen"})
      .status();
}

billing::v1::CreateTariffRequest People::NewTariff(const std::string& centre, absl::CivilDay from) {
  billing::v1::CreateTariffRequest request;
  request.set_parent(world_.CentreName(centre));
  billing::v1::Tariff& tariff = *request.mutable_tariff();
  tariff.set_group_kind("SMALL");
  tariff.set_from_date(FormatDay(from));
  tariff.set_monthly_fee_minor(random_.Between(150000, 320000));
  tariff.set_spread(random_.Pick<std::string>({"CALENDAR_DAYS", "OPENING_DAYS", "HALF_MONTHS"}));
  tariff.set_meal_fee_minor(random_.Between(1000, 3000));
  tariff.set_supplement_minor(random_.InHundred(50) ? 5000 : 0);
  tariff.set_coefficient_1_bp(12000);
  tariff.set_coefficient_2_bp(15000);
  tariff.set_sibling_reduction_bp(1000);
  tariff.set_refund_threshold_days(3);
  tariff.set_refund_share_bp(5000);
  tariff.set_billing(centre == kInAdvance ? "IN_ADVANCE" : "IN_ARREARS");
  tariff.set_half_day_bp(6000);
  tariff.set_half_day_meal_fee_minor(tariff.meal_fee_minor() / 2);
  tariff.set_hour_fee_minor(2501);
  tariff.set_late_hour_fee_minor(3007);
  tariff.set_day_fee_minor(12000);
  tariff.set_back_up_day_fee_minor(8000);
  tariff.set_suspended_by_family_bp(3333);
  tariff.set_suspended_by_others_bp(1000);
  return request;
}

absl::Status People::CreateTariff(const billing::v1::CreateTariffRequest& request) {
  const auto created =
      Do("billing", &Billing::CreateTariff, request, {"PARK_ADMIN", world_.ParkName(), "chen"});
  // Of that day there may be one; nothing of it has changed then.
  if (ReasonOf(created.status()) == "TARIFF_EXISTS") return absl::OkStatus();
  tariffs_.push_back(request);
  return created.status();
}

// One person says it twice, the second makes it so.
absl::Status People::VerifyPayee(const std::string& centre) {
  settlement::v1::SetPayeeAccountRequest request;
  auto* account = request.mutable_payee_account();
  account->set_name(world_.CentreName(centre) + "/payeeAccount");
  account->set_account_name("托育中心");
  account->set_account_number("9901000000000000001");
  account->set_bank_code("102100099996");
  const auto set = [&](const char* subject) {
    return Do("settlement", &Settlement::SetPayeeAccount, request, Finance(subject)).status();
  };
  RETURN_IF_ERROR(set("li"));
  RETURN_IF_ERROR(Refused(set("li"), "VERIFIED_BY_SAME_PERSON"));
  return set("wang");
}

absl::Status People::SetUp() {
  RETURN_IF_ERROR(CreatePlan(Plan()));
  for (const char* centre : {"c01", "c02", "c03"}) {
    RETURN_IF_ERROR(CreateTariff(NewTariff(centre, absl::CivilDay(2025, 1, 1))));
    RETURN_IF_ERROR(VerifyPayee(centre));
  }
  payroll::v1::SetPayFloorRequest floor;
  floor.mutable_pay_floor()->set_name(world_.ParkName() + "/payFloor");
  floor.mutable_pay_floor()->set_protected_pay_minor(259000);
  floor.mutable_pay_floor()->set_deduction_cap_bp(2000);
  RETURN_IF_ERROR(
      Do("payroll", &Payroll::SetPayFloor, floor, {"PARK_ADMIN", world_.ParkName(), "chen"})
          .status());
  for (const auto& [id, firm] : world_.firms) {
    if (random_.InHundred(15)) continue;
    payroll::v1::RecordLegalBasisRequest basis;
    basis.set_parent(world_.FirmName(id));
    basis.mutable_legal_basis()->set_basis("集体合同第 12 条");
    basis.mutable_legal_basis()->set_from_date("2025-01-01");
    RETURN_IF_ERROR(Do("payroll", &Payroll::RecordLegalBasis, basis, Payroller(id)).status());
  }
  return absl::OkStatus();
}

absl::Status People::SignAuthorisations() {
  std::map<std::string, std::vector<std::string>> numbers;  // By firm.
  for (const auto& [id, family] : world_.families) {
    for (const Job& job : family.jobs) {
      if (signed_.insert(job.number).second) numbers[job.firm].push_back(job.number);
    }
  }
  for (const auto& [firm, of_firm] : numbers) {
    payroll::v1::BatchRecordAuthorisationsRequest request;
    payroll::v1::BatchRecordPayFiguresRequest figures;
    request.set_parent(world_.FirmName(firm));
    figures.set_parent(world_.FirmName(firm));
    for (const std::string& number : of_firm) {
      if (random_.InHundred(90)) {
        auto* authorisation = request.add_authorisations();
        authorisation->set_employee_no(number);
        authorisation->set_signature_reference("S-" + number);
        authorisation->set_from_date("2025-01-01");
        authorisation->set_until_date("2027-06-01");
        authorisation->set_maximum_minor(random_.Between(50000, 200000));
      }
      if (random_.InHundred(95)) {
        auto* figure = figures.add_pay_figures();
        figure->set_employee_no(number);
        figure->set_period("2025-12");
        figure->set_gross_minor(random_.Between(400000, 1500000));
        figure->set_net_minor(figure->gross_minor() * 8 / 10);
      }
    }
    if (request.authorisations_size() > 0) {
      const auto made = Do("payroll", &Payroll::BatchRecordAuthorisations, request,
                           {"FIRM_HR", world_.FirmName(firm), "qian"});
      RETURN_IF_ERROR(AllTaken(made));
      for (const type::v1::ItemResult& each : made->results())
        authorisations_.push_back(each.resource());
    }
    if (figures.pay_figures_size() > 0) {
      RETURN_IF_ERROR(
          AllTaken(Do("payroll", &Payroll::BatchRecordPayFigures, figures, Payroller(firm))));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<billing::v1::Month> People::Preview(absl::CivilMonth month) {
  billing::v1::PreviewMonthRequest request;
  request.set_name(MonthName(month));
  request.set_funding_plan(world_.ParkName() + "/fundingPlans/plan");
  if (!options_.programme.empty()) {
    request.set_programme(absl::StrCat(world_.ParkName(), "/programmes/", options_.programme));
  }
  ASSIGN_OR_RETURN(const Operation started,
                   Do("billing", &Billing::PreviewMonth, request, Finance()));
  const Operation ended = house_.Wait("billing", started.name());
  billing::v1::Month previewed;
  if (ended.response().UnpackTo(&previewed)) return previewed;
  return absl::InternalError(ended.error().message());
}

absl::StatusOr<billing::v1::Month> People::Approve(absl::CivilMonth month,
                                                   const std::string& digest,
                                                   const std::string& subject) {
  billing::v1::ApproveMonthRequest request;
  request.set_name(MonthName(month));
  request.set_digest(digest);
  // Who signs has seen what is open.
  for (const char* item :
       {"SOMEBODY_BILLED", "HOLD_OUTS", "EARLIER_MONTHS", "SEAT_SHARES", "BUDGETS"}) {
    request.add_acknowledged(item);
  }
  // The ledger is asked what it has left of budgets, once it has heard all that was closed before.
  if (options_.budgets && !options_.by_themselves) {
    RETURN_IF_ERROR(house_.HearAllOf("ledger", "billing", world_.park));
  }
  return Do("billing", &Billing::ApproveMonth, request, Finance(subject));
}

absl::Status People::Sign(absl::CivilMonth month) {
  ASSIGN_OR_RETURN(billing::v1::Month previewed, Preview(month));
  if (random_.InHundred(30)) {
    const std::string before = previewed.digest();
    RETURN_IF_ERROR(ChangeTheWorld(month));
    ASSIGN_OR_RETURN(previewed, Preview(month));
    if (previewed.digest() != before) {
      RETURN_IF_ERROR(Refused(Approve(month, before, "li").status(), "DIGEST_STALE"));
    }
  }
  RETURN_IF_ERROR(Approve(month, previewed.digest(), "li").status());
  if (random_.InHundred(30)) {
    RETURN_IF_ERROR(
        Refused(Approve(month, previewed.digest(), "li").status(), "APPROVED_BY_SAME_PERSON"));
  }
  if (random_.InHundred(20)) {
    billing::v1::WithdrawApprovalRequest request;
    request.set_name(MonthName(month));
    RETURN_IF_ERROR(Do("billing", &Billing::WithdrawApproval, request, Finance("wang")).status());
    billing::v1::CloseMonthRequest close;
    close.set_name(MonthName(month));
    RETURN_IF_ERROR(Refused(Do("billing", &Billing::CloseMonth, close, Finance()).status(),
                            "MONTH_NOT_APPROVED"));
    RETURN_IF_ERROR(Approve(month, previewed.digest(), "li").status());
  }
  ASSIGN_OR_RETURN(const billing::v1::Month approved, Approve(month, previewed.digest(), "wang"));
  if (approved.state() == billing::v1::Month::APPROVED) return absl::OkStatus();
  return absl::InternalError("two have signed, and it is not approved");
}

absl::Status People::Close(absl::CivilMonth month) {
  billing::v1::CloseMonthRequest request;
  request.set_name(MonthName(month));
  const auto close = [&]() -> absl::Status {
    ASSIGN_OR_RETURN(const Operation started,
                     Do("billing", &Billing::CloseMonth, request, Finance()));
    const Operation ended = house_.Wait("billing", started.name());
    return ended.has_error() ? absl::InternalError(ended.error().message()) : absl::OkStatus();
  };
  RETURN_IF_ERROR(close());
  if (random_.InHundred(20)) RETURN_IF_ERROR(WritesNothing("billing", close));
  RETURN_IF_ERROR(record_.ReadMonth(month));
  for (const auto& each : record_.closed().at(month)) {
    ++lived_.statements;
    if (each.kind() != billing::v1::Statement::ORIGINAL) ++lived_.corrections;
  }
  return absl::OkStatus();
}

absl::Status People::CloseAtOnce(absl::CivilMonth month) {
  ASSIGN_OR_RETURN(const billing::v1::Month previewed, Preview(month));
  RETURN_IF_ERROR(Approve(month, previewed.digest(), "li").status());
  RETURN_IF_ERROR(Approve(month, previewed.digest(), "wang").status());
  return Close(month);
}

}  // namespace tuoqiao::house
