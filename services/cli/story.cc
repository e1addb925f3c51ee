#include "services/cli/story.h"

#include <algorithm>
#include <filesystem>
#include <mutex>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "services/cli/deliveries.h"
#include "services/cli/files.h"
#include "services/cli/intake.h"
#include "services/cli/months.h"
#include "services/cli/parallel.h"
#include "services/cli/sample/world.h"
#include "services/common/errors.h"
#include "services/common/hash.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/eligibility/v1/eligibility.grpc.pb.h"
#include "tuoqiao/ledger/v1/ledger.grpc.pb.h"
#include "tuoqiao/payroll/v1/payroll.grpc.pb.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"
#include "tuoqiao/settlement/v1/settlement.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

using DirectoryStub = directory::v1::Directory::Stub;
using EligibilityStub = eligibility::v1::Eligibility::Stub;
using PlacesStub = places::v1::Places::Stub;
using BillingStub = billing::v1::Billing::Stub;
using PayrollStub = payroll::v1::Payroll::Stub;
using LedgerStub = ledger::v1::Ledger::Stub;
using SettlementStub = settlement::v1::Settlement::Stub;

// How long what follows from events may take until it is there.
constexpr absl::Duration kPatience = absl::Minutes(5);

std::string Yuan(int64_t minor) {
  return absl::StrFormat("%s%d.%02d", minor < 0 ? "-" : "", std::abs(minor) / 100,
                         std::abs(minor) % 100);
}

type::v1::Mapping FullRoster() {
  type::v1::Mapping mapping;
  mapping.set_kind(type::v1::Mapping::FULL);
  mapping.set_absent(type::v1::Mapping::LEAVES);
  return mapping;
}

// The account from which the sample's park pays.
type::v1::Mapping Debtor(const ParkFile& park) {
  type::v1::Mapping mapping;
  const std::pair<const char*, std::string> fields[] = {{"debtor_name", park.display_name},
                                                        {"debtor_account", "9900000000000000001"},
                                                        {"debtor_bank", "103100000026"}};
  for (const auto& [field, value] : fields) {
    type::v1::FixedValue* fixed = mapping.add_fixed_values();
    fixed->set_field(field);
    fixed->set_value(value);
  }
  return mapping;
}

// Repeats a call while it says `reason`: what it waits for comes by events.
absl::Status WaitWhile(absl::string_view reason, const std::function<absl::Status()>& call) {
  const absl::Time until = absl::Now() + kPatience;
  while (true) {
    const absl::Status status = call();
    if (ReasonOf(status) != reason || absl::Now() > until) return status;
    absl::SleepFor(absl::Milliseconds(50));
  }
}

}  // namespace

absl::StatusOr<Story> Story::Open(Client& client, const std::string& folder,
                                  std::function<void(const std::string&)> say) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(folder + "/park.json"));
  ASSIGN_OR_RETURN(ParkFile park, ParseParkFile(text));
  return Story(client, folder, std::move(park), std::move(say));
}

Story::Story(Client& client, std::string folder, ParkFile park,
             std::function<void(const std::string&)> say)
    : client_(client), folder_(std::move(folder)), park_(std::move(park)), say_(std::move(say)) {}

absl::Status Story::Live() {
  const std::pair<const char*, absl::Status (Story::*)()> steps[] = {
      {"roster", &Story::Roster},   {"eligibility", &Story::Eligibility},
      {"places", &Story::Places},   {"billing", &Story::Billing},
      {"payroll", &Story::Payroll}, {"settlement", &Story::Settlement},
  };
  for (const auto& [name, step] : steps) {
    const absl::Time start = absl::Now();
    RETURN_IF_ERROR((this->*step)());
    taken_[name] = absl::Now() - start;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> Story::Read(const std::string& file) const {
  return ReadFile(absl::StrCat(folder_, "/", file));
}

std::string Story::month_name() const {
  return absl::StrCat(park_.name(), "/months/", FormatMonth(park_.month));
}

absl::Status Story::AdvanceTo(absl::CivilDay day) {
  directory::v1::AdvanceClockRequest request;
  request.set_name(park_.name());
  request.set_current_date(FormatDay(day));
  request.set_request_id(client_.RequestId({"clock", request.current_date()}));
  const absl::Status status =
      client_.Call(&DirectoryStub::AdvanceClock, request, ParkAdmin(park_.name())).status();
  // A run that goes on where another was cut off finds the day past.
  return ReasonOf(status) == "CLOCK_BACKWARDS" ? absl::OkStatus() : status;
}

// ---- Roster.

absl::Status Story::Roster() {
  RETURN_IF_ERROR(SetUpPark(client_, park_));
  CentreFiles files;
  ASSIGN_OR_RETURN(files.centres, Read("centres.csv"));
  ASSIGN_OR_RETURN(files.groups, Read("groups.csv"));
  ASSIGN_OR_RETURN(files.tariffs, Read("tariffs.csv"));
  RowsReport centre_rows;
  ASSIGN_OR_RETURN(const auto centres, ImportCentres(client_, park_.name(), files, &centre_rows));
  rows_.Add(centre_rows);
  ASSIGN_OR_RETURN(const std::string firms, Read("firms.csv"));
  ASSIGN_OR_RETURN(
      const RowsFile firm_rows,
      ImportFirms(client_, park_.name(), {park_.plan_codes, centres, false}, "firms.csv", firms));
  rows_.Add(firm_rows.report);
  say_(absl::StrFormat("%d centres and %d firms are set up, %d firms' rows rejected",
                       centres.size(), firm_rows.report.created + firm_rows.report.unchanged,
                       firm_rows.report.rejected.size()));
  RETURN_IF_ERROR(ImportRosters());
  return ImportFamilies();
}

absl::Status Story::ImportRosters() {
  std::vector<Upload> uploads;
  for (const std::string& path : FilesIn(folder_ + "/rosters")) {
    Upload upload;
    const std::string firm = FirmName(park_.name(), StemOf(path));
    upload.link = {firm, "roster", "roster/csv", "ROSTER", FullRoster(), FirmHr(firm)};
    if (absl::EndsWith(path, ".834")) {
      upload.link.adapter = "roster/x12_834";
      upload.link.mapping.mutable_x12()->set_employee_no_qualifier("0F");
    }
    upload.file = "rosters/" + NameOf(path);
    ASSIGN_OR_RETURN(upload.bytes, ReadFile(path));
    uploads.push_back(std::move(upload));
  }
  ASSIGN_OR_RETURN(const RowsReport report, Deliver(client_, "rosters", uploads));
  rows_.Add(report);
  say_(absl::StrFormat("%d rosters: %d rows read, %d employees, %d rows rejected", uploads.size(),
                       report.read, report.created + report.updated + report.unchanged,
                       report.rejected.size()));
  return absl::OkStatus();
}

absl::Status Story::ImportFamilies() {
  Upload upload;
  upload.link = {park_.name(), "families", "roster/family_csv",
                 "FAMILIES",   {},         ParkAdmin(park_.name())};
  type::v1::FixedValue* today = upload.link.mapping.add_fixed_values();
  today->set_field("today");
  today->set_value(FormatDay(park_.today));
  upload.file = "families.csv";
  ASSIGN_OR_RETURN(upload.bytes, Read(upload.file));
  ASSIGN_OR_RETURN(const RowsReport report, Deliver(client_, "families", {upload}));
  rows_.Add(report);
  say_(absl::StrFormat("%d children of the intake desk, %d rows rejected",
                       report.created + report.updated + report.unchanged, report.rejected.size()));
  return absl::OkStatus();
}

// ---- Eligibility.

absl::Status Story::Eligibility() {
  eligibility::v1::DecideChildrenRequest request;
  request.set_name(absl::StrCat(park_.name(), "/programmes/", park_.programme));
  request.set_from_date(FormatDay(park_.today));
  request.set_until_date(FormatDay(absl::CivilDay(absl::CivilMonth(park_.today) + 2)));
  request.set_request_id(client_.RequestId({"decide", request.SerializeAsString()}));
  const Who who = ParkAdmin(park_.name());
  ASSIGN_OR_RETURN(const auto started,
                   client_.Call(&EligibilityStub::DecideChildren, request, who));
  Progress progress("decisions");
  ASSIGN_OR_RETURN(const auto operation,
                   client_.Wait(started.name(), who, [&](const type::v1::Progress& each) {
                     progress.Show(each.done(), each.total());
                   }));
  eligibility::v1::DecideChildrenResult result;
  operation.response().UnpackTo(&result);
  say_(absl::StrFormat("%d children decided: %d eligible, %d later, %d pending, %d not",
                       result.children(), result.eligible(), result.eligible_later(),
                       result.pending(), result.ineligible()));
  return absl::OkStatus();
}

// ---- Places.

absl::Status Story::Places() {
  RETURN_IF_ERROR(Apply());
  RETURN_IF_ERROR(AcceptOffers());
  RETURN_IF_ERROR(AdvanceTo(absl::CivilDay(park_.month + 1)));
  return ImportAttendance();
}

absl::Status Story::Apply() {
  ASSIGN_OR_RETURN(const auto centres, CentreCodes(client_, park_.name()));
  ASSIGN_OR_RETURN(const std::string bytes, Read("applications.csv"));
  ASSIGN_OR_RETURN(RowsFile applications, ImportApplications(client_, park_.name(), park_.programme,
                                                             centres, "applications.csv", bytes));
  // A child who is not eligible is refused a place; its row is right all the same.
  RowsReport& report = applications.report;
  const size_t before = report.rejected.size();
  report.rejected.erase(
      std::remove_if(report.rejected.begin(), report.rejected.end(),
                     [](const RejectedRow& row) { return row.reason == "NOT_ELIGIBLE"; }),
      report.rejected.end());
  const size_t refused = before - report.rejected.size();
  rows_.Add(report);
  say_(absl::StrFormat(
      "%d applications, %d of them refused as not eligible",
      report.created + report.unchanged + report.updated + static_cast<int64_t>(refused), refused));
  return absl::OkStatus();
}

absl::Status Story::AcceptOffers() {
  const Who who = ParkAdmin(park_.name());
  places::v1::OfferSeatsRequest request;
  request.set_parent(park_.name());
  request.set_applications_max(500);
  Progress progress("offers");
  int64_t accepted = 0, waiting = 0;
  while (true) {
    request.set_request_id(client_.RequestId({"offer", request.after()}));
    ASSIGN_OR_RETURN(const auto offered, client_.Call(&PlacesStub::OfferSeats, request, who));
    // Each has a seat of its own.
    RETURN_IF_ERROR(InParallel(offered.offers_size(), [&](size_t i) {
      places::v1::AcceptOfferRequest accept;
      accept.set_name(offered.offers(static_cast<int>(i)).name());
      accept.set_request_id(client_.RequestId({"accept", accept.name()}));
      return client_.Call(&PlacesStub::AcceptOffer, accept, who).status();
    }));
    accepted += offered.offers_size();
    progress.Show(accepted, accepted + offered.remaining());
    waiting += offered.waiting();
    if (offered.remaining() == 0) break;
    request.set_after(offered.next_after());
  }
  say_(absl::StrFormat("%d places taken, %d applications wait", accepted, waiting));
  return absl::OkStatus();
}

absl::Status Story::ImportAttendance() {
  std::vector<Upload> uploads;
  for (const std::string& path : FilesIn(folder_ + "/attendance")) {
    // `{centre}-{YYYY-MM}.csv`
    const std::string stem = StemOf(path);
    const std::string centre = CentreName(park_.name(), stem.substr(0, stem.size() - 8));
    Upload upload;
    upload.link = {centre,       "attendance", "centre/attendance_csv",
                   "ATTENDANCE", {},           CentreManager(centre)};
    upload.file = "attendance/" + NameOf(path);
    ASSIGN_OR_RETURN(upload.bytes, ReadFile(path));
    uploads.push_back(std::move(upload));
  }
  ASSIGN_OR_RETURN(const RowsReport report, Deliver(client_, "attendance", uploads));
  rows_.Add(report);
  say_(absl::StrFormat("%d child-days of attendance in %d files, %d rows rejected",
                       report.created + report.updated + report.unchanged, uploads.size(),
                       report.rejected.size()));
  return absl::OkStatus();
}

// ---- Billing.

absl::Status Story::Billing() {
  const Who finance = Finance(park_.name());
  billing::v1::PreviewMonthRequest preview;
  preview.set_name(month_name());
  preview.set_funding_plan(absl::StrCat(park_.name(), "/fundingPlans/", park_.funding_plan_id));
  preview.set_programme(absl::StrCat(park_.name(), "/programmes/", park_.programme));
  preview.set_request_id(client_.RequestId({"preview", month_name()}));
  const auto started = client_.Call(&BillingStub::PreviewMonth, preview, finance);
  if (ReasonOf(started.status()) != "MONTH_CLOSED" &&
      ReasonOf(started.status()) != "MONTH_APPROVED") {
    RETURN_IF_ERROR(started.status());
    Progress progress("statements");
    RETURN_IF_ERROR(
        client_
            .Wait(started->name(), finance,
                  [&](const type::v1::Progress& each) { progress.Show(each.done(), each.total()); })
            .status());
  }
  billing::v1::GetMonthRequest get;
  get.set_name(month_name());
  ASSIGN_OR_RETURN(const billing::v1::Month previewed,
                   client_.Call(&BillingStub::GetMonth, get, finance));
  for (const Who& who : {finance, SecondFinance(park_.name())}) {
    if (previewed.state() != billing::v1::Month::PREVIEWED) break;
    billing::v1::ApproveMonthRequest approve;
    approve.set_name(month_name());
    approve.set_digest(previewed.digest());
    // What is open of a sample is meant to be: each of the two has seen it.
    ASSIGN_OR_RETURN(const auto open, OpenSoftItems(client_, month_name(), who));
    for (const std::string& code : open) approve.add_acknowledged(code);
    approve.set_request_id(client_.RequestId({"approve", who.subject, previewed.digest()}));
    RETURN_IF_ERROR(client_.Call(&BillingStub::ApproveMonth, approve, who).status());
  }
  billing::v1::CloseMonthRequest close;
  close.set_name(month_name());
  close.set_request_id(client_.RequestId({"close", month_name()}));
  ASSIGN_OR_RETURN(const auto closing, client_.Call(&BillingStub::CloseMonth, close, finance));
  Progress progress("close");
  RETURN_IF_ERROR(
      client_
          .Wait(closing.name(), finance,
                [&](const type::v1::Progress& each) { progress.Show(each.done(), each.total()); })
          .status());
  ASSIGN_OR_RETURN(const billing::v1::Month month,
                   client_.Call(&BillingStub::GetMonth, get, finance));
  std::string shares;
  for (const billing::v1::PayerTotal& each : month.payer_totals()) {
    absl::StrAppend(&shares, shares.empty() ? "" : ", ", each.payer(), " ",
                    Yuan(each.amount_minor()));
  }
  say_(absl::StrFormat("%s closed: %d statements, %s yuan (%s); %d held out",
                       FormatMonth(park_.month), month.statements(), Yuan(month.total_minor()),
                       shares, month.hold_outs_size()));
  return absl::OkStatus();
}

// ---- Payroll.

absl::StatusOr<std::vector<std::string>> Story::FirmNames() {
  std::vector<std::string> names;
  directory::v1::ListFirmsRequest request;
  request.set_parent(park_.name());
  RETURN_IF_ERROR((client_.ForEachPage<DirectoryStub, directory::v1::ListFirmsRequest,
                                       directory::v1::ListFirmsResponse>(
      &DirectoryStub::ListFirms, request, ParkAdmin(park_.name()),
      [&](const directory::v1::ListFirmsResponse& page) {
        for (const directory::v1::Firm& firm : page.firms()) names.push_back(firm.name());
      })));
  return names;
}

absl::Status Story::Payroll() {
  ASSIGN_OR_RETURN(const std::string bytes, Read("authorisations.csv"));
  ASSIGN_OR_RETURN(const RowsFile authorisations,
                   ImportAuthorisations(client_, park_.name(), "authorisations.csv", bytes));
  rows_.Add(authorisations.report);
  RETURN_IF_ERROR(ImportPayFigures());
  ASSIGN_OR_RETURN(const auto firms, FirmNames());
  return RunPay(firms);
}

absl::Status Story::ImportPayFigures() {
  std::vector<Upload> uploads;
  for (const std::string& path : FilesIn(folder_ + "/pay_figures")) {
    const std::string firm = FirmName(park_.name(), StemOf(path));
    Upload upload;
    upload.link = {firm, "pay-figures", "payroll/csv", "PAY_FIGURES", {}, FirmPayroll(firm)};
    upload.file = "pay_figures/" + NameOf(path);
    ASSIGN_OR_RETURN(upload.bytes, ReadFile(path));
    uploads.push_back(std::move(upload));
  }
  ASSIGN_OR_RETURN(const RowsReport report, Deliver(client_, "pay figures", uploads));
  rows_.Add(report);
  return absl::OkStatus();
}

absl::StatusOr<Story::PaidRun> Story::PlanAndRelease(const std::string& firm) {
  const Who who = FirmPayroll(firm);
  const std::string month = FormatMonth(park_.month);
  payroll::v1::PlanPayRunRequest plan;
  plan.set_parent(firm);
  plan.set_month(month);
  plan.set_request_id(client_.RequestId({"plan", firm, month}));
  PaidRun paid;
  RETURN_IF_ERROR(WaitWhile("MONTH_NOT_HEARD", [&]() -> absl::Status {
    const auto planned = client_.Call(&PayrollStub::PlanPayRun, plan, who);
    if (ReasonOf(planned.status()) == "PAY_RUN_RELEASED") {
      paid.run.set_name(absl::StrCat(firm, "/payRuns/", month));
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(planned.status());
    paid.run = *planned;
    return absl::OkStatus();
  }));
  payroll::v1::ReleasePayRunRequest release;
  release.set_name(paid.run.name());
  release.set_request_id(client_.RequestId({"release", release.name()}));
  RETURN_IF_ERROR(client_.Call(&PayrollStub::ReleasePayRun, release, who).status());
  ASSIGN_OR_RETURN(paid.file,
                   Fetch(client_, {firm, "pay-out", "payroll/csv", "PAY_INSTRUCTIONS", {}, who},
                         paid.run.name()));
  return paid;
}

absl::Status Story::RunPay(const std::vector<std::string>& firms) {
  const std::string month = FormatMonth(park_.month);
  ASSIGN_OR_RETURN(const std::string world, Read("world/payroll.csv"));
  std::vector<PaidRun> paid(firms.size());
  Progress planning("pay runs");
  std::mutex mutex;
  int64_t released = 0;
  RETURN_IF_ERROR(InParallel(firms.size(), [&](size_t i) -> absl::Status {
    ASSIGN_OR_RETURN(paid[i], PlanAndRelease(firms[i]));
    const std::lock_guard<std::mutex> lock(mutex);
    planning.Show(++released, static_cast<int64_t>(firms.size()));
    return absl::OkStatus();
  }));
  std::vector<Upload> results;
  int64_t instructions = 0, deducted = 0;
  for (size_t i = 0; i < firms.size(); ++i) {
    const std::string& firm = firms[i];
    const auto& [run, file] = paid[i];
    instructions += run.instructions();
    deducted += run.deduct_minor();
    if (file.empty()) continue;
    RETURN_IF_ERROR(WriteFile(
        absl::StrCat(folder_, "/out/pay/", std::filesystem::path(firm).filename().string(), ".csv"),
        file));
    Upload answer;
    answer.link = {firm, "pay-results", "payroll/csv", "PAY_RESULTS", {}, FirmPayroll(firm)};
    answer.file = absl::StrCat("results/", std::filesystem::path(firm).filename().string(), ".csv");
    answer.month = month;
    ASSIGN_OR_RETURN(answer.bytes, RespondPayroll(file, world));
    results.push_back(std::move(answer));
  }
  say_(absl::StrFormat("%d pay runs with %d instructions released, %s yuan to deduct", firms.size(),
                       instructions, Yuan(deducted)));
  RETURN_IF_ERROR(AdvanceTo(absl::CivilDay(park_.month + 2) - 1));
  ASSIGN_OR_RETURN(const RowsReport report, Deliver(client_, "pay results", results));
  int64_t seen = 0, arrears = 0;
  RETURN_IF_ERROR(InParallel(firms.size(), [&](size_t i) -> absl::Status {
    payroll::v1::ReconcilePayRunRequest request;
    request.set_name(paid[i].run.name());
    request.set_request_id(client_.RequestId({"reconcile", request.name()}));
    ASSIGN_OR_RETURN(paid[i].run,
                     client_.Call(&PayrollStub::ReconcilePayRun, request, FirmPayroll(firms[i])));
    return absl::OkStatus();
  }));
  for (const PaidRun& each : paid) {
    seen += each.run.seen_minor();
    arrears += each.run.arrears_minor();
  }
  say_(absl::StrFormat("%d result files came back: %s yuan seen, %s in arrears, %d lines rejected",
                       results.size(), Yuan(seen), Yuan(arrears), report.rejected.size()));
  return absl::OkStatus();
}

// ---- Settlement.

absl::Status Story::Settlement() {
  const Who finance = Finance(park_.name());
  settlement::v1::IssueReceivablesRequest issue;
  issue.set_name(month_name());
  issue.set_request_id(client_.RequestId({"issue", month_name()}));
  RETURN_IF_ERROR(WaitWhile("MONTH_NOT_BOOKED", [&] {
    return client_.Call(&SettlementStub::IssueReceivables, issue, finance).status();
  }));
  RETURN_IF_ERROR(SendReceivables(/*float_only=*/false));

  settlement::v1::PreparePayoutsRequest prepare;
  prepare.set_name(month_name());
  prepare.set_request_id(client_.RequestId({"prepare", month_name()}));
  settlement::v1::PreparePayoutsResponse prepared;
  RETURN_IF_ERROR(WaitWhile("MONTH_NOT_BOOKED", [&]() -> absl::Status {
    ASSIGN_OR_RETURN(prepared, client_.Call(&SettlementStub::PreparePayouts, prepare, finance));
    return absl::OkStatus();
  }));
  say_(absl::StrFormat("%d payouts due, %s yuan; the park advances %s", prepared.payouts_size(),
                       Yuan(prepared.total_minor()), Yuan(prepared.float_missing_minor())));
  if (prepared.float_missing_minor() > 0) RETURN_IF_ERROR(SendReceivables(/*float_only=*/true));

  settlement::v1::ReleasePayoutsRequest release;
  release.set_name(month_name());
  release.set_request_id(client_.RequestId({"release", month_name()}));
  RETURN_IF_ERROR(WaitWhile("FLOAT_MISSING", [&] {
    return client_.Call(&SettlementStub::ReleasePayouts, release, finance).status();
  }));
  RETURN_IF_ERROR(PayCentres());

  // The books follow by events; they are whole once every cursor stands at its source's head.
  ledger::v1::GetTrialBalanceRequest balance;
  balance.set_name(park_.name());
  ledger::v1::TrialBalance books;
  const absl::Time until = absl::Now() + kPatience;
  do {
    ASSIGN_OR_RETURN(books, client_.Call(&LedgerStub::GetTrialBalance, balance, finance));
    absl::SleepFor(absl::Milliseconds(100));
  } while (books.unexplained_minor() != 0 && absl::Now() < until);
  say_(absl::StrFormat("the books balance: difference %s, unexplained %s",
                       Yuan(books.difference_minor()), Yuan(books.unexplained_minor())));
  return absl::OkStatus();
}

absl::Status Story::SendReceivables(bool float_only) {
  const Who finance = Finance(park_.name());
  const std::string name = float_only ? "float" : "receivables";
  ASSIGN_OR_RETURN(std::string list,
                   Fetch(client_, {park_.name(), "receivables", "", "RECEIVABLES", {}, finance},
                         month_name(), name));
  if (float_only) {
    // The bank has answered the others already.
    std::string kept;
    for (absl::string_view line : absl::StrSplit(list, '\n', absl::SkipEmpty())) {
      if (kept.empty() || absl::StrContains(line, ",FLOAT,")) absl::StrAppend(&kept, line, "\n");
    }
    list = kept;
  }
  RETURN_IF_ERROR(WriteFile(absl::StrCat(folder_, "/out/", name, ".csv"), list));
  ASSIGN_OR_RETURN(const std::string world, Read("world/bank.csv"));
  ASSIGN_OR_RETURN(const std::string lines,
                   RespondBank(list, world, absl::CivilDay(park_.month + 2) - 1));
  return DeliverBankLines(absl::StrCat("bank-", name, ".csv"), lines);
}

absl::Status Story::DeliverBankLines(const std::string& file, const std::string& bytes) {
  Upload upload;
  upload.link = {park_.name(), "bank-lines", "settlement/pain001",
                 "BANK_LINES", {},           Finance(park_.name())};
  upload.file = file;
  upload.bytes = bytes;
  return Deliver(client_, "bank lines", {upload}).status();
}

absl::Status Story::PayCentres() {
  const Who finance = Finance(park_.name());
  ASSIGN_OR_RETURN(
      const std::string payments,
      Fetch(client_,
            {park_.name(), "payments", "settlement/pain001", "PAYMENTS", Debtor(park_), finance},
            month_name()));
  if (payments.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(WriteFile(folder_ + "/out/payments.xml", payments));
  ASSIGN_OR_RETURN(const std::string world, Read("world/bank.csv"));
  ASSIGN_OR_RETURN(const PaymentAnswer answer,
                   RespondPayments(payments, world, absl::CivilDay(park_.month + 2) - 1));
  Upload upload;
  upload.link = {park_.name(), "payment-status", "settlement/pain001", "PAYMENT_STATUS",
                 {},           finance};
  upload.file = "payment-status.xml";
  upload.bytes = answer.status_report;
  RETURN_IF_ERROR(Deliver(client_, "payment status", {upload}).status());
  if (absl::StrContains(answer.later_lines, "\n") && !answer.later_lines.empty()) {
    RETURN_IF_ERROR(DeliverBankLines("bank-later.csv", answer.later_lines));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::map<std::string, int64_t>> Sums(const std::vector<std::string>& state_lines) {
  using Json = nlohmann::json;
  std::map<std::string, int64_t> sums;
  for (const char* name :
       {"firms", "employees", "children", "eligible", "enrolled", "statements", "total_minor",
        "share_authority_minor", "share_park_minor", "share_firm_minor", "share_union_minor",
        "share_family_minor", "direct_minor", "instructions", "seen_minor", "arrears_minor",
        "payouts_minor", "trial_balance_minor"}) {
    sums[name] = 0;
  }
  // In proto3 JSON an int64 is text, and zero is left out.
  const auto minor = [](const Json& resource, const char* field) -> int64_t {
    const auto found = resource.find(field);
    return found == resource.end() ? 0 : std::stoll(found->get<std::string>());
  };
  for (const std::string& line : state_lines) {
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object()) return absl::InternalError("a line of the state is no JSON");
    const std::string type = json["type"];
    const Json& resource = json["resource"];
    if (type == "Firm") ++sums["firms"];
    if (type == "Employee") ++sums["employees"];
    if (type == "Family") sums["children"] += resource.value("children", Json::array()).size();
    if (type == "Enrolment") ++sums["enrolled"];
    if (type == "Decision") {
      bool eligible = false;
      for (const Json& slice : resource.value("slices", Json::array())) {
        eligible |= slice.value("outcome", "") == "ELIGIBLE";
      }
      sums["eligible"] += eligible ? 1 : 0;
    }
    if (type == "Statement") {
      ++sums["statements"];
      sums["total_minor"] += minor(resource, "totalMinor");
      for (const Json& share : resource.value("shares", Json::array())) {
        sums[absl::StrCat("share_", absl::AsciiStrToLower(share["payer"].get<std::string>()),
                          "_minor")] += minor(share, "amountMinor");
      }
    }
    if (type == "Instruction") {
      sums["instructions"] += minor(resource, "amountMinor") != 0 ? 1 : 0;
      if (resource.value("kind", "") == "DEDUCT") {
        sums["seen_minor"] += minor(resource, "seenMinor");
      }
    }
    if (type == "Arrears") sums["arrears_minor"] += minor(resource, "amountMinor");
    if (type == "Payout") sums["payouts_minor"] += minor(resource, "amountMinor");
    if (type == "Balance") {
      sums["trial_balance_minor"] += minor(resource, "balanceMinor");
      if (absl::StrContains(json["name"].get<std::string>(), "/accounts/direct-family-")) {
        sums["direct_minor"] += minor(resource, "balanceMinor");
      }
    }
  }
  return sums;
}

}  // namespace tuoqiao::cli
