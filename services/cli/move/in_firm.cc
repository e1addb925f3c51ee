// A firm comes in: its terms and staff, its authorisations and pay, its past runs, and what is
// open.
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/cli/intake.h"
#include "services/cli/move/sending.h"
#include "services/common/errors.h"
#include "services/common/status_macros.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/ledger/v1/ledger.grpc.pb.h"
#include "tuoqiao/payroll/v1/payroll.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

using adapters::Row;
using type::v1::ItemResult;
using DirectoryStub = directory::v1::Directory::Stub;
using PayrollStub = payroll::v1::Payroll::Stub;
using Results = absl::StatusOr<std::vector<ItemResult>>;

constexpr size_t kBatchMax = 500;

std::string FirmHere(const MoveSending& sending) {
  return FirmName(sending.target().park, sending.move().manifest.subject);
}

absl::Status NameMissing() {
  return Failure(absl::StatusCode::kFailedPrecondition, "NAME_MISSING")
      .At("display_name")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say("The move has no names, and the firm's roster is not here yet.",
           "迁移文件不含姓名,且该单位花名册尚未导入。")
      .Next("Import the firm's roster first, or have the move exported with --names.",
            "请先导入花名册,或使用 --names 重新导出。");
}

absl::Status SendFirmRow(MoveSending& sending) {
  return sending.Send("firm.csv", kBatchMax, [&](const std::vector<const Row*>& rows) -> Results {
    directory::v1::BatchCreateFirmsRequest request;
    request.set_parent(sending.target().park);
    for (const Row* row : rows) {
      directory::v1::Firm* firm = request.add_firms();
      firm->set_uscc(row->text("uscc"));
      firm->set_display_name(row->text("display_name"));
      directory::v1::FirmSetUp* terms = firm->mutable_set_up();
      terms->set_plan(row->text("plan"));
      terms->set_share_form(row->text("share_form"));
      terms->set_tax_advice(row->text("tax_advice") == "Y");
      terms->set_union_member(row->text("union") == "Y");
      terms->set_pay_day(static_cast<int32_t>((*row)["pay_day"].number));
      terms->set_cut_off_days(static_cast<int32_t>((*row)["cut_off_days"].number));
      terms->set_contact_email(row->text("contact_email"));
      terms->set_agreement_version(row->text("agreement_version"));
      terms->set_agreement_date(row->text("agreement_date"));
      for (absl::string_view each : absl::StrSplit(row->text("centres"), ';', absl::SkipEmpty())) {
        terms->add_centres(std::string(each));
      }
    }
    ASSIGN_OR_RETURN(const auto response, sending.Call(&DirectoryStub::BatchCreateFirms, request,
                                                       ParkAdmin(sending.target().park)));
    return ResultsOf(response);
  });
}

// Whom the firm's roster here has. Nobody where the firm is not here.
absl::StatusOr<std::set<std::string>> NumbersHere(MoveSending& sending, bool* firm_here) {
  std::set<std::string> numbers;
  directory::v1::ListEmployeesRequest request;
  request.set_parent(FirmHere(sending));
  const absl::Status status =
      sending.client()
          .ForEachPage<DirectoryStub, directory::v1::ListEmployeesRequest,
                       directory::v1::ListEmployeesResponse>(
              &DirectoryStub::ListEmployees, request, FirmHr(FirmHere(sending)),
              [&](const directory::v1::ListEmployeesResponse& page) {
                for (const auto& each : page.employees()) numbers.insert(each.employee_no());
              });
  directory::v1::GetFirmRequest get;
  get.set_name(FirmHere(sending));
  const auto firm =
      sending.client().Call(&DirectoryStub::GetFirm, get, ParkAdmin(sending.target().park));
  *firm_here = firm.ok();
  if (!*firm_here) return std::set<std::string>();
  RETURN_IF_ERROR(status);
  return numbers;
}

directory::v1::Employee EmployeeOf(const Row& row) {
  directory::v1::Employee employee;
  employee.set_employee_no(row.text("employee_no"));
  employee.set_display_name(row.text("display_name"));
  employee.set_id_type(row.text("id_type"));
  employee.set_id_number(row.text("id_number"));
  employee.set_hire_date(row.text("hire_date"));
  employee.set_leave_date(row.text("leave_date"));
  employee.set_work_site(row.text("work_site"));
  employee.set_weekly_hours(static_cast<int32_t>(row["weekly_hours"].number));
  return employee;
}

// Those with a name are applied as a roster's are; those without have to be here.
absl::Status SendEmployees(MoveSending& sending, const std::set<std::string>& here,
                           bool firm_here) {
  return sending.Send(
      "employees.csv", kBatchMax, [&](const std::vector<const Row*>& rows) -> Results {
        std::vector<ItemResult> results(rows.size());
        directory::v1::BatchApplyEmployeesRequest request;
        request.set_parent(FirmHere(sending));
        std::vector<size_t> sent;
        for (size_t i = 0; i < rows.size(); ++i) {
          results[i].set_outcome(firm_here ? ItemResult::UNCHANGED : ItemResult::CREATED);
          if (rows[i]->Has("display_name")) {
            *request.add_employees() = EmployeeOf(*rows[i]);
            sent.push_back(i);
          } else if (here.count(rows[i]->text("employee_no")) == 0) {
            Reject(NameMissing(), &results[i]);
          }
        }
        // Nobody to ask in a dry run of a firm that is not here.
        if (sent.empty() || !firm_here) return results;
        ASSIGN_OR_RETURN(const auto response,
                         sending.Call(&DirectoryStub::BatchApplyEmployees, request,
                                      ParkAdmin(sending.target().park)));
        for (size_t i = 0; i < sent.size(); ++i) {
          results[sent[i]] = response.results(static_cast<int>(i));
        }
        return results;
      });
}

absl::Status SendTerms(MoveSending& sending) {
  const std::string firm = FirmHere(sending);
  const Who payroll = FirmPayroll(firm);
  RETURN_IF_ERROR(sending.SendEach("legal_bases.csv", [&](const Row& row) {
    payroll::v1::RecordLegalBasisRequest request;
    request.set_parent(firm);
    payroll::v1::LegalBasis* basis = request.mutable_legal_basis();
    basis->set_from_date(row.text("from_date"));
    basis->set_until_date(row.text("until_date"));
    basis->set_basis(row.text("basis"));
    payroll::v1::LegalBasis::Ground ground = payroll::v1::LegalBasis::GROUND_UNSPECIFIED;
    payroll::v1::LegalBasis::Ground_Parse(row.text("ground"), &ground);
    basis->set_ground(ground);
    return sending.Call(&PayrollStub::RecordLegalBasis, request, payroll).status();
  }));
  RETURN_IF_ERROR(sending.SendEach("pay_calendars.csv", [&](const Row& row) {
    payroll::v1::SetPayCalendarRequest request;
    payroll::v1::PayCalendar* calendar = request.mutable_pay_calendar();
    calendar->set_name(absl::StrCat(firm, "/payCalendars/", row.text("from_month")));
    payroll::v1::PayCalendar::Frequency frequency = payroll::v1::PayCalendar::FREQUENCY_UNSPECIFIED;
    payroll::v1::PayCalendar::Frequency_Parse(row.text("frequency"), &frequency);
    calendar->set_frequency(frequency);
    for (absl::string_view each : absl::StrSplit(row.text("pay_days"), ';', absl::SkipEmpty())) {
      int32_t day = 0;
      if (absl::SimpleAtoi(each, &day)) calendar->add_pay_days(day);
    }
    calendar->set_first_pay_date(row.text("first_pay_date"));
    calendar->set_cut_off_working_days(static_cast<int32_t>(row["cut_off_working_days"].number));
    const absl::Status status =
        sending.Call(&PayrollStub::SetPayCalendar, request, payroll).status();
    // Past runs that came with it hold it fast.
    return ReasonOf(status) == "PAY_CALENDAR_IN_USE" ? absl::OkStatus() : status;
  }));
  return sending.SendEach("pay_policy.csv", [&](const Row& row) {
    payroll::v1::SetPayPolicyRequest request;
    payroll::v1::PayPolicy* policy = request.mutable_pay_policy();
    policy->set_name(absl::StrCat(firm, "/payPolicy"));
    policy->set_arrears_mode(row.text("arrears_mode"));
    policy->set_payback_maximum_minor(row["payback_maximum"].number);
    payroll::v1::PayPolicy::Priority priority = payroll::v1::PayPolicy::PRIORITY_UNSPECIFIED;
    payroll::v1::PayPolicy::Priority_Parse(row.text("priority"), &priority);
    policy->set_priority(priority);
    return sending.Call(&PayrollStub::SetPayPolicy, request, payroll).status();
  });
}

// A signature that was revoked there is revoked here; that its end has reached a payroll system is
// shown anew.
absl::Status Revoke(MoveSending& sending, const std::vector<const Row*>& rows,
                    const std::vector<ItemResult>& results) {
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i]->Has("revoke_date") || results[i].outcome() == ItemResult::REJECTED) continue;
    payroll::v1::RevokeAuthorisationRequest request;
    request.set_name(results[i].resource());
    request.set_revoke_date(rows[i]->text("revoke_date"));
    // In a dry run the one that is new is not there to be revoked.
    if (sending.target().dry && results[i].outcome() == ItemResult::CREATED) continue;
    RETURN_IF_ERROR(
        sending.Call(&PayrollStub::RevokeAuthorisation, request, FirmPayroll(FirmHere(sending)))
            .status());
  }
  return absl::OkStatus();
}

absl::Status SendAuthorisations(MoveSending& sending) {
  return sending.Send("authorisations.csv", kBatchMax,
                      [&](const std::vector<const Row*>& rows) -> Results {
                        payroll::v1::BatchRecordAuthorisationsRequest request;
                        request.set_parent(FirmHere(sending));
                        for (const Row* row : rows) {
                          payroll::v1::Authorisation* each = request.add_authorisations();
                          each->set_employee_no(row->text("employee_no"));
                          each->set_signature_reference(row->text("signature_reference"));
                          each->set_from_date(row->text("from_date"));
                          each->set_until_date(row->text("until_date"));
                          each->set_maximum_minor((*row)["maximum"].number);
                          each->set_text_version(row->text("text_version"));
                          payroll::v1::Authorisation::Formula formula =
                              payroll::v1::Authorisation::FORMULA_UNSPECIFIED;
                          payroll::v1::Authorisation::Formula_Parse(row->text("formula"), &formula);
                          each->set_formula(formula);
                          each->set_share_bp(static_cast<int32_t>((*row)["share_bp"].number));
                        }
                        ASSIGN_OR_RETURN(const auto response,
                                         sending.Call(&PayrollStub::BatchRecordAuthorisations,
                                                      request, FirmPayroll(FirmHere(sending))));
                        const std::vector<ItemResult> results = ResultsOf(response);
                        RETURN_IF_ERROR(Revoke(sending, rows, results));
                        return results;
                      });
}

absl::Status SendWages(MoveSending& sending) {
  return sending.SendEach("counters.csv", [&](const Row& row) {
    if (!row.Has("wages")) return absl::OkStatus();
    ledger::v1::SetFirmWagesRequest request;
    request.mutable_firm_wages()->set_name(
        absl::StrCat(FirmHere(sending), "/wages/", row.text("year")));
    request.mutable_firm_wages()->set_amount_minor(row["wages"].number);
    return sending
        .Call(&ledger::v1::Ledger::Stub::SetFirmWages, request, Finance(sending.target().park))
        .status();
  });
}

payroll::v1::Instruction InstructionOf(const std::string& run, const Row& row) {
  payroll::v1::Instruction instruction;
  instruction.set_name(absl::StrCat(run, "/instructions/", row.text("instruction")));
  instruction.set_employee_no(row.text("employee_no"));
  instruction.set_kind(row.text("kind"));
  instruction.set_share_minor(row["share"].number);
  instruction.set_amount_minor(row["amount"].number);
  instruction.set_carried_minor(row["carried"].number);
  instruction.set_seen_minor(row["seen"].number);
  instruction.set_arrears_minor(row["of_arrears"].number);
  payroll::v1::Instruction::State state = payroll::v1::Instruction::STATE_UNSPECIFIED;
  payroll::v1::Instruction::State_Parse(row.text("state"), &state);
  instruction.set_state(state);
  instruction.set_reason(row.text("reason"));
  return instruction;
}

absl::Status SendPayRuns(MoveSending& sending) {
  std::map<std::string, std::vector<const Row*>> lines;
  for (const Row& row : sending.move().rows("pay_lines.csv"))
    lines[row.text("run")].push_back(&row);
  RETURN_IF_ERROR(
      sending.Send("pay_runs.csv", 1, [&](const std::vector<const Row*>& rows) -> Results {
        const Row& row = *rows[0];
        payroll::v1::BatchImportPayRunsRequest request;
        request.set_parent(FirmHere(sending));
        payroll::v1::PayRunHistory* history = request.add_pay_runs();
        payroll::v1::PayRun* run = history->mutable_pay_run();
        run->set_name(absl::StrCat(FirmHere(sending), "/payRuns/", row.text("run")));
        payroll::v1::PayRun::Type type = payroll::v1::PayRun::TYPE_UNSPECIFIED;
        payroll::v1::PayRun::Type_Parse(row.text("type"), &type);
        run->set_type(type);
        run->set_month(row.text("month"));
        run->set_number(static_cast<int32_t>(row["number"].number));
        run->set_pay_date(row.text("pay_date"));
        run->set_cut_off_date(row.text("cut_off_date"));
        run->set_state(payroll::v1::PayRun::RECONCILED);
        run->set_instructions(static_cast<int32_t>(row["instructions"].number));
        run->set_deduct_minor(row["deduct"].number);
        run->set_seen_minor(row["seen"].number);
        run->set_arrears_minor(row["arrears"].number);
        run->set_unapplied_minor(row["unapplied"].number);
        run->set_reverse_minor(row["reverse"].number);
        run->set_waiting_items(static_cast<int32_t>(row["waiting_items"].number));
        run->set_digest(row.text("digest"));
        for (const Row* each : lines[row.text("run")]) {
          *history->add_instructions() = InstructionOf(run->name(), *each);
        }
        ASSIGN_OR_RETURN(const auto response,
                         sending.Call(&PayrollStub::BatchImportPayRuns, request,
                                      Finance(sending.target().park)));
        return ResultsOf(response);
      }));
  sending.CountAsNew("pay_lines.csv");
  return absl::OkStatus();
}

payroll::v1::PayItem ItemOf(const std::string& park, const std::string& firm, const Row& row) {
  payroll::v1::PayItem item;
  item.set_employee_no(row.text("employee_no"));
  item.set_form(row.text("form"));
  item.set_month(row.text("month"));
  item.set_whole_minor(row["whole"].number);
  item.set_open_minor(row["open"].number);
  item.set_arrears_mode(row.text("arrears_mode"));
  item.set_waited_runs(static_cast<int32_t>(row["waited_runs"].number));
  item.set_statement(absl::StrCat(park, "/", row.text("statement")));
  item.set_family(absl::StrCat(park, "/families/", row.text("family")));
  item.set_centre(absl::StrCat(park, "/centres/", row.text("centre")));
  item.set_case_number(row.text("case_number"));
  item.set_of_last_pay(row.text("of_last_pay") == "Y");
  if (!row.Has("arrears")) return item;
  item.set_arrears(absl::StrCat(firm, "/arrears/", row.text("arrears")));
  item.set_origin(row.text("origin"));
  item.set_instruction(
      absl::StrCat(firm, "/payRuns/", row.text("run"), "/instructions/", row.text("instruction")));
  return item;
}

absl::Status SendPayItems(MoveSending& sending) {
  const Move& move = sending.move();
  const std::string firm = FirmHere(sending);
  return sending.Send("pay_items.csv", kBatchMax,
                      [&](const std::vector<const Row*>& rows) -> Results {
                        payroll::v1::BatchImportPayItemsRequest request;
                        request.set_parent(firm);
                        payroll::v1::PayImport* import = request.mutable_pay_import();
                        import->set_name(absl::StrCat(firm, "/payImports/", MoveId(move)));
                        import->set_source(move.manifest.source);
                        import->set_content_hash(move.content_hash);
                        import->set_closed_through(move.manifest.closed_through);
                        for (const Row* row : rows) {
                          *request.add_pay_items() = ItemOf(sending.target().park, firm, *row);
                        }
                        ASSIGN_OR_RETURN(const auto response,
                                         sending.Call(&PayrollStub::BatchImportPayItems, request,
                                                      Finance(sending.target().park)));
                        return ResultsOf(response);
                      });
}

}  // namespace

absl::Status SendFirm(MoveSending& sending) {
  RETURN_IF_ERROR(SendFirmRow(sending));
  if (sending.report().Refused()) return absl::OkStatus();
  bool firm_here = false;
  ASSIGN_OR_RETURN(const auto here, NumbersHere(sending, &firm_here));
  RETURN_IF_ERROR(SendEmployees(sending, here, firm_here));
  if (sending.report().Refused()) return absl::OkStatus();
  // In a dry run people who are new are nobody's employees yet: what is theirs cannot be asked for.
  const RowsReport& people = sending.report().files["employees.csv"];
  if (sending.target().dry && people.created > 0) {
    for (const char* file :
         {"legal_bases.csv", "pay_calendars.csv", "pay_policy.csv", "authorisations.csv",
          "pay_runs.csv", "pay_lines.csv", "pay_items.csv", "counters.csv"}) {
      sending.CountAsNew(file);
    }
    return SendOpening(sending);
  }
  RETURN_IF_ERROR(SendTerms(sending));
  RETURN_IF_ERROR(SendAuthorisations(sending));
  RETURN_IF_ERROR(SendWages(sending));
  if (sending.report().Refused()) return absl::OkStatus();
  RETURN_IF_ERROR(SendPayRuns(sending));
  RETURN_IF_ERROR(SendPayItems(sending));
  if (sending.report().Refused()) return absl::OkStatus();
  return SendOpening(sending);
}

}  // namespace tuoqiao::cli
