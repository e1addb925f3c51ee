#include "tests/properties/year/year.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::year {
namespace {

using google::longrunning::Operation;
using payroll::v1::Instruction;
using payroll::v1::PayRun;
using settlement::v1::BankLine;
using settlement::v1::Payout;
using type::v1::ItemResult;

// Items of a batch that have to be well: nothing here is wrong with them.
template <typename Response>
absl::Status AllTaken(const absl::StatusOr<Response>& response) {
  RETURN_IF_ERROR(response.status());
  for (const ItemResult& each : response->results()) {
    if (each.outcome() == ItemResult::REJECTED) return absl::InternalError(each.reason());
  }
  return absl::OkStatus();
}

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

}  // namespace

Year::Year(House& house, const Options& options)
    : house_(house),
      options_(options),
      random_(options.seed),
      hearing_(options.seed + 1),
      world_(options.park, random_),
      watch_(house, world_),
      record_(house, world_) {
  house_.LookAt(world_);
}

std::string Year::MonthName(absl::CivilMonth month) const {
  return absl::StrCat(world_.ParkName(), "/months/", FormatMonth(month));
}

absl::Status Year::WritesNothing(const std::string& service,
                                 const std::function<absl::Status()>& call) {
  ASSIGN_OR_RETURN(const int64_t before, house_.LogPosition(service, world_.park));
  RETURN_IF_ERROR(call());
  ASSIGN_OR_RETURN(const int64_t after, house_.LogPosition(service, world_.park));
  ++lived_.repeats;
  if (before == after) return absl::OkStatus();
  return absl::InternalError(absl::StrCat(service, " did again what it had done"));
}

absl::Status Year::Refused(const absl::Status& status, const std::string& reason) {
  ++lived_.refusals;
  if (ReasonOf(status) == reason) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("not refused with ", reason, " but ", status.ToString()));
}

absl::Status Year::Hear() {
  if (!options_.by_themselves) return house_.HearAll(world_.park);
  house_.WaitUntilHeard(world_.park);
  return absl::OkStatus();
}

absl::Status Year::Step(const std::string& what, const std::function<absl::Status()>& body) {
  ++lived_.steps;
  absl::Status status = body();
  if (status.ok() && !repeats_.empty() && random_.InHundred(30)) status = random_.Pick(repeats_)();
  if (status.ok() && !options_.by_themselves) status = house_.HearSome(world_.park, hearing_);
  if (status.ok()) status = watch_.AfterStep();
  if (status.ok()) return status;
  return absl::InternalError(
      absl::StrCat("step ", lived_.steps, ", ", what, ": ", status.ToString()));
}

absl::Status Year::CreatePlan() {
  const std::vector<std::string> care = {"CARE", "COEFFICIENT", "SIBLING", "REFUND"};
  billing::v1::CreateFundingPlanRequest request;
  request.set_parent(world_.ParkName());
  request.set_funding_plan_id("plan");
  billing::v1::FundingPlan& plan = *request.mutable_funding_plan();
  *plan.add_layers() = LayerOf("AUTHORITY", "FIXED", 30000, 0, 0, care);
  plan.mutable_layers(0)->set_condition("ATTENDED_HALF");
  plan.mutable_layers(0)->set_bearer_if_lost("FAMILY");
  *plan.add_layers() = LayerOf("PARK", "PERCENT", 0, 1000, 10000, care);
  *plan.add_layers() = LayerOf("FIRM", "FIRM_PLAN", 0, 0, 0, care);
  *plan.add_layers() = LayerOf("UNION", "FIXED", 5000, 0, 0, {"MEALS"});
  *plan.add_layers() = LayerOf("FAMILY", "REST", 0, 0, 0, {});
  for (const auto& [code, kind, amount_minor, share_bp] :
       std::vector<std::tuple<const char*, const char*, int64_t, int32_t>>{
           {"A", "UP_TO", 60000, 0}, {"B", "FIXED", 33333, 0}, {"C", "PERCENT", 0, 3333}}) {
    billing::v1::FirmPlan* firm_plan = plan.add_firm_plans();
    firm_plan->set_code(code);
    firm_plan->set_kind(kind);
    firm_plan->set_amount_minor(amount_minor);
    firm_plan->set_share_bp(share_bp);
  }
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
  return Do("billing", &Billing::CreateFundingPlan, request,
            {"PARK_ADMIN", world_.ParkName(), "chen"})
      .status();
}

absl::Status Year::CreateTariff(const std::string& centre, absl::CivilDay from) {
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
  const auto created =
      Do("billing", &Billing::CreateTariff, request, {"PARK_ADMIN", world_.ParkName(), "chen"});
  // Of that day there may be one; nothing of it has changed then.
  if (ReasonOf(created.status()) == "TARIFF_EXISTS") return absl::OkStatus();
  tariffs_.push_back(request);
  return created.status();
}

// One person says it twice, the second makes it so.
absl::Status Year::VerifyPayee(const std::string& centre) {
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

absl::Status Year::SetUp() {
  RETURN_IF_ERROR(CreatePlan());
  for (const char* centre : {"c01", "c02", "c03"}) {
    RETURN_IF_ERROR(CreateTariff(centre, absl::CivilDay(2025, 1, 1)));
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

// Who is new signs, or does not; and has a last pay, or has none.
absl::Status Year::SignAuthorisations() {
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
      for (const ItemResult& each : made->results()) authorisations_.push_back(each.resource());
    }
    if (figures.pay_figures_size() > 0) {
      RETURN_IF_ERROR(
          AllTaken(Do("payroll", &Payroll::BatchRecordPayFigures, figures, Payroller(firm))));
    }
  }
  return absl::OkStatus();
}

absl::Status Year::ChangeTheWorld(absl::CivilMonth month) {
  for (int i = random_.Below(5); i > 0; --i) world_.Change(month);
  if (random_.InHundred(15)) {
    const absl::CivilMonth from = month - random_.Below(4);
    RETURN_IF_ERROR(
        CreateTariff(random_.Pick<std::string>({"c01", "c02", "c03"}), absl::CivilDay(from)));
  }
  if (!authorisations_.empty() && random_.InHundred(15)) {
    const int place = random_.Below(static_cast<int>(authorisations_.size()));
    payroll::v1::RevokeAuthorisationRequest request;
    request.set_name(authorisations_[place]);
    authorisations_.erase(authorisations_.begin() + place);
    RETURN_IF_ERROR(Do("payroll", &Payroll::RevokeAuthorisation, request,
                       {"FIRM_HR", world_.FirmName(PartAfter(request.name(), "firms")), "qian"})
                        .status());
  }
  return SignAuthorisations();
}

// ---- Billing.

absl::StatusOr<billing::v1::Month> Year::Preview(absl::CivilMonth month) {
  billing::v1::PreviewMonthRequest request;
  request.set_name(MonthName(month));
  request.set_funding_plan(world_.ParkName() + "/fundingPlans/plan");
  ASSIGN_OR_RETURN(const Operation started,
                   Do("billing", &Billing::PreviewMonth, request, Finance()));
  const Operation ended = house_.Wait("billing", started.name());
  billing::v1::Month previewed;
  if (ended.response().UnpackTo(&previewed)) return previewed;
  return absl::InternalError(ended.error().message());
}

absl::StatusOr<billing::v1::Month> Year::Approve(absl::CivilMonth month, const std::string& digest,
                                                 const std::string& subject) {
  billing::v1::ApproveMonthRequest request;
  request.set_name(MonthName(month));
  request.set_digest(digest);
  // Who signs has seen what is open.
  for (const char* item : {"HOLD_OUTS", "EARLIER_MONTHS", "SEAT_SHARES", "BUDGETS"}) {
    request.add_acknowledged(item);
  }
  // The ledger is asked what it has left of budgets, once it has heard all that was closed before.
  if (options_.budgets && !options_.by_themselves) {
    RETURN_IF_ERROR(house_.HearAllOf("ledger", "billing", world_.park));
  }
  return Do("billing", &Billing::ApproveMonth, request, Finance(subject));
}

// Two people sign, after somebody has signed twice, signed what is no longer so, or taken it back.
absl::Status Year::Sign(absl::CivilMonth month) {
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

absl::Status Year::Close(absl::CivilMonth month) {
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

// ---- Payroll.

// Firms with something to deduct run their pay, and a few of the others; one in twelve forgets.
absl::Status Year::RunPayroll(absl::CivilMonth month) {
  RETURN_IF_ERROR(Hear());
  std::set<std::string> firms;
  for (const auto& statement : record_.closed().at(month)) {
    for (const auto& share : statement.shares()) {
      if (share.employee().empty()) continue;
      if (share.form() != "DEDUCT" && !random_.InHundred(10)) continue;
      firms.insert(PartAfter(share.employee(), "firms"));
    }
  }
  for (const std::string& firm : firms) {
    if (!random_.InHundred(8)) RETURN_IF_ERROR(RunPay(firm, month));
  }
  return absl::OkStatus();
}

absl::Status Year::RunPay(const std::string& firm, absl::CivilMonth month) {
  payroll::v1::PlanPayRunRequest plan;
  plan.set_parent(world_.FirmName(firm));
  plan.set_month(FormatMonth(month));
  ASSIGN_OR_RETURN(const PayRun planned,
                   Do("payroll", &Payroll::PlanPayRun, plan, Payroller(firm)));
  payroll::v1::ReleasePayRunRequest release;
  release.set_name(planned.name());
  if (random_.InHundred(10)) {
    release.set_digest(std::string(64, '0'));
    RETURN_IF_ERROR(Refused(
        Do("payroll", &Payroll::ReleasePayRun, release, Payroller(firm)).status(), "DIGEST_STALE"));
  }
  release.set_digest(planned.digest());
  const auto released = Do("payroll", &Payroll::ReleasePayRun, release, Payroller(firm));
  // Holidays may lie between the cut-off and the pay date: the run is missed.
  if (ReasonOf(released.status()) == "CUT_OFF_PASSED") {
    ++lived_.refusals;
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(released.status());
  ++lived_.pay_runs;
  record_.AddRun(released->name());
  if (random_.InHundred(15)) {
    waiting_.push_back(released->name());  // Its results come late.
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(ReadPayBack(*released));
  return Reconcile(released->name());
}

// What the payroll system did: as told, less, more, or nothing; in any order, in parts, twice.
absl::Status Year::ReadPayBack(const PayRun& run) {
  const std::string firm = PartAfter(run.name(), "firms");
  payroll::v1::ListInstructionsRequest list;
  list.set_parent(run.name());
  list.set_page_size(1000);
  std::vector<payroll::v1::PayResult> results;
  RETURN_IF_ERROR(EachPage(house_, &Payroll::ListInstructions, list, Payroller(firm),
                           [&](const payroll::v1::ListInstructionsResponse& page) {
                             for (const Instruction& each : page.instructions()) {
                               if (each.state() != Instruction::SENT || each.amount_minor() <= 0) {
                                 continue;
                               }
                               payroll::v1::PayResult result;
                               if (!random_.InHundred(20)) result.set_instruction(each.name());
                               result.set_employee_no(each.employee_no());
                               result.set_period(run.month());
                               result.set_kind(each.kind());
                               int64_t seen_minor = each.amount_minor();
                               const int behaviour = random_.Below(20);
                               if (behaviour == 0) continue;
                               if (behaviour == 1) seen_minor -= random_.Between(0, 20000);
                               if (behaviour == 2) seen_minor += random_.Between(0, 20000);
                               result.set_amount_minor(std::max<int64_t>(0, seen_minor));
                               results.push_back(result);
                             }
                           }));
  random_.Shuffle(results);
  const size_t first = results.empty() ? 0 : random_.Below(static_cast<int>(results.size()) + 1);
  for (const auto& [from, until] :
       std::vector<std::pair<size_t, size_t>>{{0, first}, {first, results.size()}}) {
    if (from == until) continue;
    payroll::v1::BatchRecordResultsRequest request;
    request.set_parent(run.name());
    for (size_t i = from; i < until; ++i) *request.add_results() = results[i];
    const auto send = [&] {
      return AllTaken(Do("payroll", &Payroll::BatchRecordResults, request, Payroller(firm)));
    };
    RETURN_IF_ERROR(send());
    if (random_.InHundred(20)) RETURN_IF_ERROR(WritesNothing("payroll", send));
  }
  return absl::OkStatus();
}

absl::Status Year::Reconcile(const std::string& run) {
  record_.AddRun(run);
  payroll::v1::ReconcilePayRunRequest request;
  request.set_name(run);
  return Do("payroll", &Payroll::ReconcilePayRun, request, Payroller(PartAfter(run, "firms")))
      .status();
}

// ---- Settlement.

absl::Status Year::Ask(absl::CivilMonth month) {
  RETURN_IF_ERROR(Hear());
  settlement::v1::IssueReceivablesRequest request;
  request.set_name(MonthName(month));
  const auto issue = [&] {
    return Do("settlement", &Settlement::IssueReceivables, request, Finance()).status();
  };
  RETURN_IF_ERROR(issue());
  return random_.InHundred(10) ? WritesNothing("settlement", issue) : absl::OkStatus();
}

BankLine Year::LineOf(bool inward, int64_t amount_minor, const std::string& reference) {
  BankLine line;
  line.set_line_id(absl::StrCat("b", ++lines_));
  line.set_value_date(FormatDay(world_.today));
  line.set_inward(inward);
  line.set_amount_minor(amount_minor);
  line.set_reference(reference);
  return line;
}

// The bank's lines in any order; some of them it had shown before, and shows again.
absl::Status Year::Show(std::vector<BankLine> lines) {
  if (lines.empty()) return absl::OkStatus();
  lived_.bank_lines += static_cast<int64_t>(lines.size());
  if (random_.InHundred(10)) shown_lines_.push_back(lines[0]);
  if (!shown_lines_.empty() && random_.InHundred(20)) {
    const BankLine& again = random_.Pick(shown_lines_);
    const bool among = std::any_of(lines.begin(), lines.end(), [&](const BankLine& each) {
      return each.line_id() == again.line_id();
    });
    if (!among) lines.push_back(again);
  }
  random_.Shuffle(lines);
  settlement::v1::BatchRecordBankLinesRequest request;
  request.set_parent(world_.ParkName());
  for (const BankLine& each : lines) *request.add_lines() = each;
  const auto show = [&] {
    return AllTaken(Do("settlement", &Settlement::BatchRecordBankLines, request, Finance()));
  };
  RETURN_IF_ERROR(show());
  if (random_.InHundred(10)) RETURN_IF_ERROR(WritesNothing("settlement", show));
  if (random_.InHundred(5)) {
    // The bank says something else of a line that it had shown.
    request.mutable_lines(0)->set_amount_minor(request.lines(0).amount_minor() + 1);
    const auto differs = Do("settlement", &Settlement::BatchRecordBankLines, request, Finance());
    RETURN_IF_ERROR(differs.status());
    if (differs->results(0).reason() != "LINE_DIFFERS") {
      return absl::InternalError("a line that differs was taken");
    }
    ++lived_.refusals;
  }
  return absl::OkStatus();
}

// Who was asked pays: in full, late, short, too much, or with a reference that nobody knows.
absl::Status Year::PayReceivables(absl::CivilMonth month) {
  std::vector<BankLine> lines;
  settlement::v1::ListReceivablesRequest list;
  list.set_parent(world_.ParkName());
  list.set_page_size(1000);
  RETURN_IF_ERROR(
      EachPage(house_, &Settlement::ListReceivables, list, Finance(),
               [&](const settlement::v1::ListReceivablesResponse& page) {
                 for (const auto& each : page.receivables()) {
                   const int64_t due_minor = each.amount_minor() - each.paid_minor();
                   if (due_minor <= 0 || random_.InHundred(15)) continue;
                   const int behaviour = random_.Below(25);
                   const int64_t little_minor = random_.Between(1, 5000);
                   if (behaviour == 0) {
                     lines.push_back(LineOf(true, std::max<int64_t>(1, due_minor - little_minor),
                                            each.reference()));
                   } else if (behaviour == 1) {
                     lines.push_back(LineOf(true, due_minor + little_minor, each.reference()));
                   } else if (behaviour == 2) {
                     lines.push_back(LineOf(true, due_minor, "ZZ-0a1b2c3d4e5f6071"));
                   } else {
                     lines.push_back(LineOf(true, due_minor, each.reference()));
                   }
                 }
               }));
  return Show(std::move(lines));
}

absl::Status Year::PayOut(absl::CivilMonth month) {
  RETURN_IF_ERROR(Hear());
  settlement::v1::PreparePayoutsRequest prepare;
  prepare.set_name(MonthName(month));
  ASSIGN_OR_RETURN(const auto prepared,
                   Do("settlement", &Settlement::PreparePayouts, prepare, Finance()));
  // The park advances what the bank lacks, or does not.
  if (prepared.float_missing_minor() > 0) {
    if (random_.InHundred(20)) return absl::OkStatus();
    RETURN_IF_ERROR(PayReceivables(month));
    RETURN_IF_ERROR(Hear());
  }
  settlement::v1::ReleasePayoutsRequest release;
  release.set_name(MonthName(month));
  const auto released = Do("settlement", &Settlement::ReleasePayouts, release, Finance());
  if (ReasonOf(released.status()) == "FLOAT_MISSING") {
    ++lived_.refusals;
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(released.status());
  lived_.payouts += released->payouts_size();
  return ShowPayouts({released->payouts().begin(), released->payouts().end()});
}

// The bank took it, refused it, said nothing yet, showed the line, or brought it back.
absl::Status Year::ShowPayouts(const std::vector<Payout>& payouts) {
  std::vector<BankLine> lines, back;
  settlement::v1::BatchRecordPaymentStatusesRequest statuses;
  statuses.set_parent(world_.ParkName());
  const auto say = [&](const Payout& payout, const char* status) {
    auto* added = statuses.add_statuses();
    added->set_end_to_end_id(payout.end_to_end_id());
    added->set_status(status);
    if (std::string(status) == "RJCT") added->set_reason("AC01");
  };
  for (const Payout& each : payouts) {
    const int behaviour = random_.Below(12);
    if (behaviour == 0) {
      say(each, "RJCT");
      continue;
    }
    if (behaviour < 4) say(each, behaviour == 1 ? "ACCP" : "ACSC");
    if (behaviour == 2) continue;  // The line comes another day, or never.
    lines.push_back(LineOf(false, each.amount_minor(), each.end_to_end_id()));
    if (behaviour == 5) back.push_back(LineOf(true, each.amount_minor(), each.end_to_end_id()));
  }
  if (statuses.statuses_size() > 0) {
    RETURN_IF_ERROR(
        AllTaken(Do("settlement", &Settlement::BatchRecordPaymentStatuses, statuses, Finance())));
  }
  RETURN_IF_ERROR(Show(std::move(lines)));
  return Show(std::move(back));
}

// ---- The months.

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
  RETURN_IF_ERROR(Step("late pay results in " + text, [&]() -> absl::Status {
    for (const std::string& run : std::exchange(waiting_, {})) {
      payroll::v1::GetPayRunRequest get;
      get.set_name(run);
      ASSIGN_OR_RETURN(const PayRun released,
                       house_.Call(&Payroll::GetPayRun, get, Payroller(PartAfter(run, "firms"))));
      RETURN_IF_ERROR(ReadPayBack(released));
      RETURN_IF_ERROR(Reconcile(run));
    }
    return absl::OkStatus();
  }));
  RETURN_IF_ERROR(Step("the pay runs of " + text, [&] { return RunPayroll(month); }));
  world_.today += 20;
  RETURN_IF_ERROR(Step("what is asked for of " + text, [&] { return Ask(month); }));
  RETURN_IF_ERROR(Step("what is paid in after " + text, [&] { return PayReceivables(month); }));
  RETURN_IF_ERROR(Step("the payouts of " + text, [&] { return PayOut(month); }));
  return Step("the end of " + text, [&] { return CheckMonth(month); });
}

absl::Status Year::CloseAsKnown(const Year& other) {
  world_.TakeFactsOf(other.world_);
  RETURN_IF_ERROR(CreatePlan());
  for (billing::v1::CreateTariffRequest tariff : other.tariffs_) {
    tariff.set_parent(world_.CentreName(LastPart(tariff.parent())));
    RETURN_IF_ERROR(
        Do("billing", &Billing::CreateTariff, tariff, {"PARK_ADMIN", world_.ParkName(), "chen"})
            .status());
  }
  for (int i = 0; i < options_.months; ++i) {
    const absl::CivilMonth month = options_.first + i;
    world_.today = absl::CivilDay(month + 1);
    ASSIGN_OR_RETURN(const billing::v1::Month previewed, Preview(month));
    RETURN_IF_ERROR(Approve(month, previewed.digest(), "li").status());
    RETURN_IF_ERROR(Approve(month, previewed.digest(), "wang").status());
    RETURN_IF_ERROR(Close(month));
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
    ASSIGN_OR_RETURN(lived_.state, StateOf(house_, world_));
    return absl::OkStatus();
  });
}

}  // namespace tuoqiao::year
