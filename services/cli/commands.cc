#include "services/cli/commands.h"

#include <google/protobuf/text_format.h>

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "adapters/common/money_text.h"
#include "services/cli/allocation.h"
#include "services/cli/client.h"
#include "services/cli/comparison.h"
#include "services/cli/contracts.h"
#include "services/cli/deliveries.h"
#include "services/cli/eligibility_commands.h"
#include "services/cli/files.h"
#include "services/cli/intake.h"
#include "services/cli/ledger_counters.h"
#include "services/cli/ledger_verbs.h"
#include "services/cli/loans.h"
#include "services/cli/months.h"
#include "services/cli/move/verbs.h"
#include "services/cli/payroll_verbs.h"
#include "services/cli/places_attendance.h"
#include "services/cli/places_care.h"
#include "services/cli/places_elsewhere.h"
#include "services/cli/places_search.h"
#include "services/cli/places_viability.h"
#include "services/cli/referrals.h"
#include "services/cli/report/verbs.h"
#include "services/cli/scheme_shadow.h"
#include "services/cli/settlement_verbs.h"
#include "services/cli/shadow.h"
#include "services/cli/state.h"
#include "services/cli/story.h"
#include "services/cli/verbs.h"
#include "services/cli/waiting_commands.h"
#include "services/cli/what_if.h"
#include "services/common/errors.h"
#include "services/common/status_macros.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/exchange/v1/exchange.pb.h"
#include "tuoqiao/ledger/v1/ledger.grpc.pb.h"
#include "tuoqiao/settlement/v1/settlement.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

using Json = nlohmann::ordered_json;
using BillingStub = billing::v1::Billing::Stub;

constexpr int kExitRefused = 1, kExitMisused = 2, kExitToBeLookedAt = 3;

absl::Status SaveRejected(const Arguments& arguments, const std::string& csv) {
  if (csv.empty() || arguments.Get("rejected").empty()) return absl::OkStatus();
  return WriteFile(arguments.Get("rejected"), csv);
}

// ---- firms

absl::StatusOr<std::vector<std::string>> PlanCodes(Client& client, const std::string& park,
                                                   const std::string& plan) {
  billing::v1::GetFundingPlanRequest request;
  request.set_name(absl::StrCat(park, "/fundingPlans/", plan));
  ASSIGN_OR_RETURN(const auto found,
                   client.Call(&BillingStub::GetFundingPlan, request, ParkAdmin(park)));
  std::vector<std::string> codes;
  for (const auto& firm_plan : found.firm_plans()) codes.push_back(firm_plan.code());
  return codes;
}

absl::Status FirmsImport(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string path, OneWord(arguments, "file"));
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(const std::string plan, arguments.Need("plan"));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  FirmImport import;
  import.dry_run = arguments.Has("dry-run");
  ASSIGN_OR_RETURN(import.plans, PlanCodes(*client, park, plan));
  ASSIGN_OR_RETURN(import.centres, CentreCodes(*client, park));
  ASSIGN_OR_RETURN(const RowsFile rows, ImportFirms(*client, park, import, NameOf(path), bytes));
  RETURN_IF_ERROR(SaveRejected(arguments, rows.rejected_csv));
  return PrintReport(arguments, rows.report);
}

absl::Status FirmsList(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  directory::v1::ListFirmsRequest request;
  request.set_parent(park);
  request.set_stuck(arguments.Has("stuck"));
  Json list = Json::array();
  RETURN_IF_ERROR(
      (client->ForEachPage<directory::v1::Directory::Stub, directory::v1::ListFirmsRequest,
                           directory::v1::ListFirmsResponse>(
          &directory::v1::Directory::Stub::ListFirms, request, ParkAdmin(park),
          [&](const directory::v1::ListFirmsResponse& page) {
            for (const directory::v1::Firm& firm : page.firms()) {
              list.push_back({{"uscc", firm.uscc()},
                              {"display_name", firm.display_name()},
                              {"state", directory::v1::Firm::State_Name(firm.state())},
                              {"next_actor", firm.next_actor()},
                              {"blocker", firm.blocker()}});
            }
          })));
  if (arguments.Has("json")) {
    std::cout << list.dump(1) << "\n";
    return absl::OkStatus();
  }
  for (const Json& firm : list) {
    std::cout << absl::StrFormat(
        "%s  %-11s %-12s %-20s %s\n", firm["uscc"].get<std::string>(),
        firm["state"].get<std::string>(), firm["next_actor"].get<std::string>(),
        firm["blocker"].get<std::string>(), firm["display_name"].get<std::string>());
  }
  std::cout << list.size() << " firms\n";
  return absl::OkStatus();
}

// ---- roster

absl::Status RosterImport(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string path, OneWord(arguments, "file"));
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  const std::string uscc = arguments.Get("firm").empty() ? StemOf(path) : arguments.Get("firm");
  const std::string firm = FirmName(park, uscc);
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  Upload upload;
  type::v1::Mapping mapping;
  mapping.set_kind(arguments.Has("changes") ? type::v1::Mapping::CHANGES : type::v1::Mapping::FULL);
  mapping.set_absent(type::v1::Mapping::LEAVES);
  const bool x12 = absl::EndsWith(path, ".834");
  if (x12) mapping.mutable_x12()->set_employee_no_qualifier("0F");
  if (arguments.Has("mapping")) {
    ASSIGN_OR_RETURN(const std::string text, ReadFile(arguments.Get("mapping")));
    if (!google::protobuf::TextFormat::MergeFromString(text, &mapping)) {
      return absl::InvalidArgumentError(absl::StrCat(
          arguments.Get("mapping"), " is not a text proto of tuoqiao.type.v1.Mapping"));
    }
  }
  upload.link = {firm,     "roster", x12 ? "roster/x12_834" : "roster/csv",
                 "ROSTER", mapping,  FirmHr(firm)};
  upload.file = NameOf(path);
  upload.dry_run = arguments.Has("dry-run");
  upload.leavers_confirmed = arguments.Has("leavers-confirmed");
  ASSIGN_OR_RETURN(upload.bytes, ReadFile(path));
  std::vector<exchange::v1::Delivery> deliveries;
  ASSIGN_OR_RETURN(const RowsReport report, Deliver(*client, "roster", {upload}, &deliveries));
  const exchange::v1::Delivery& delivery = deliveries.at(0);
  for (const std::string& note : delivery.notes()) std::cerr << "note: " << note << "\n";
  if (delivery.leavers_wait()) {
    std::cerr << absl::StrFormat(
        "%d employees are not in the file any more. Nobody has left yet: look at the file, then "
        "import it again with --leavers-confirmed.\n",
        delivery.absent());
  }
  if (delivery.rejected() > 0 && !arguments.Get("rejected").empty() && !upload.dry_run) {
    ASSIGN_OR_RETURN(const std::string csv,
                     client->Download(delivery.name(), true, upload.link.who));
    RETURN_IF_ERROR(WriteFile(arguments.Get("rejected"), csv));
  }
  return PrintReport(arguments, report);
}

// ---- month

absl::Status PrintMonth(const Arguments& arguments, Client& client, const std::string& park,
                        const std::string& month) {
  billing::v1::GetMonthRequest request;
  request.set_name(MonthName(park, month));
  ASSIGN_OR_RETURN(const billing::v1::Month found,
                   client.Call(&BillingStub::GetMonth, request, Finance(park)));
  if (arguments.Has("json")) {
    PrintJson(found);
    return absl::OkStatus();
  }
  std::cout << absl::StrFormat("%s %s: %d statements, %d.%02d yuan\n", month,
                               billing::v1::Month::State_Name(found.state()), found.statements(),
                               found.total_minor() / 100, found.total_minor() % 100);
  for (const auto& payer : found.payer_totals()) {
    std::cout << absl::StrFormat("  %-10s %d.%02d\n", payer.payer(), payer.amount_minor() / 100,
                                 payer.amount_minor() % 100);
  }
  for (const auto& held : found.hold_outs()) {
    std::cout << absl::StrFormat("  held out: %s %s\n", held.case_number(), held.reason());
  }
  std::cout << "  digest " << found.digest() << "\n";
  return absl::OkStatus();
}

absl::Status MonthPreview(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string month, OneWord(arguments, "month (YYYY-MM)"));
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(const std::string programme, arguments.Need("programme"));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  billing::v1::PreviewMonthRequest request;
  request.set_name(MonthName(park, month));
  if (const std::string& plan = arguments.Get("plan"); !plan.empty()) {
    request.set_funding_plan(absl::StrCat(park, "/fundingPlans/", plan));
  }
  request.set_programme(absl::StrCat(park, "/programmes/", programme));
  request.set_request_id(client->RequestId({"preview", month}));
  ASSIGN_OR_RETURN(const auto operation,
                   client->Call(&BillingStub::PreviewMonth, request, Finance(park)));
  RETURN_IF_ERROR(WaitFor(*client, operation, "statements", Finance(park)).status());
  return PrintMonth(arguments, *client, park, month);
}

absl::Status MonthApprove(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string month, OneWord(arguments, "month (YYYY-MM)"));
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(const std::string digest, arguments.Need("digest"));
  ASSIGN_OR_RETURN(const std::string subject, arguments.Need("as"));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  billing::v1::ApproveMonthRequest request;
  request.set_name(MonthName(park, month));
  request.set_digest(digest);
  const std::string& acknowledged = arguments.Get("acknowledge");
  for (const absl::string_view code : absl::StrSplit(acknowledged, ',', absl::SkipWhitespace())) {
    request.add_acknowledged(std::string(absl::StripAsciiWhitespace(code)));
  }
  request.set_request_id(client->RequestId({"approve", month, subject, digest, acknowledged}));
  RETURN_IF_ERROR(
      client->Call(&BillingStub::ApproveMonth, request, {"PARK_FINANCE", park, subject}).status());
  return PrintMonth(arguments, *client, park, month);
}

absl::Status MonthClose(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string month, OneWord(arguments, "month (YYYY-MM)"));
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  billing::v1::CloseMonthRequest request;
  request.set_name(MonthName(park, month));
  request.set_request_id(client->RequestId({"close", month}));
  ASSIGN_OR_RETURN(const auto operation,
                   client->Call(&BillingStub::CloseMonth, request, Finance(park)));
  RETURN_IF_ERROR(WaitFor(*client, operation, "close", Finance(park)).status());
  return PrintMonth(arguments, *client, park, month);
}

// ---- settle

absl::Status Settle(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string month, OneWord(arguments, "month (YYYY-MM)"));
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  using Stub = settlement::v1::Settlement::Stub;
  settlement::v1::IssueReceivablesRequest issue;
  issue.set_name(MonthName(park, month));
  issue.set_request_id(client->RequestId({"issue", month}));
  RETURN_IF_ERROR(client->Call(&Stub::IssueReceivables, issue, Finance(park)).status());
  settlement::v1::PreparePayoutsRequest prepare;
  prepare.set_name(MonthName(park, month));
  prepare.set_request_id(client->RequestId({"prepare", month}));
  ASSIGN_OR_RETURN(const auto prepared,
                   client->Call(&Stub::PreparePayouts, prepare, Finance(park)));
  PrintJson(prepared);
  if (!arguments.Has("release")) return absl::OkStatus();
  settlement::v1::ReleasePayoutsRequest release;
  release.set_name(MonthName(park, month));
  release.set_request_id(client->RequestId({"release", month}));
  ASSIGN_OR_RETURN(const auto released,
                   client->Call(&Stub::ReleasePayouts, release, Finance(park)));
  PrintJson(released);
  if (arguments.Get("out").empty()) return absl::OkStatus();
  // Which account pays is set with the connection, once and by a person.
  ASSIGN_OR_RETURN(
      const std::string file,
      Fetch(*client, {park, "payments", "", "", {}, Finance(park)}, MonthName(park, month)));
  return WriteFile(arguments.Get("out"), file);
}

// ---- state

absl::Status PrintState(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  ASSIGN_OR_RETURN(const State state, ReadState(*client, park));
  if (!arguments.Get("out").empty()) {
    RETURN_IF_ERROR(WriteFile(arguments.Get("out"), StateText(state)));
  }
  if (arguments.Has("lines")) std::cout << StateText(state);
  std::cout << state.sha256 << "  " << state.lines.size() << " resources\n";
  return absl::OkStatus();
}

// ---- a whole sample month

absl::Status WriteSummary(const Story& story, Client& client, const Arguments& arguments) {
  const std::string park = story.park().name();
  ASSIGN_OR_RETURN(const State state, ReadState(client, park));
  if (!arguments.Get("state").empty()) {
    RETURN_IF_ERROR(WriteFile(arguments.Get("state"), StateText(state)));
  }
  ASSIGN_OR_RETURN(const auto sums, Sums(state.lines));
  ledger::v1::GetTrialBalanceRequest request;
  request.set_name(park);
  ASSIGN_OR_RETURN(const auto books,
                   client.Call(&ledger::v1::Ledger::Stub::GetTrialBalance, request, Finance(park)));
  Json json;
  for (const char* name : {"firms", "employees", "children"}) json[name] = sums.at(name);
  json["rows_read"] = story.rows().read;
  json["rows_rejected"] = story.rows().rejected.size();
  json["rejected_by_reason"] = story.rows().RejectedByReason();
  for (const char* name :
       {"eligible", "enrolled", "statements", "total_minor", "share_authority_minor",
        "share_park_minor", "share_firm_minor", "share_union_minor", "share_family_minor",
        "direct_minor", "instructions", "seen_minor", "arrears_minor", "payouts_minor",
        "trial_balance_minor"}) {
    json[name] = sums.at(name);
  }
  json["unexplained_minor"] = books.unexplained_minor();
  json["oracle_differences"] = nullptr;
  json["state_sha256"] = state.sha256;
  for (const auto& [step, taken] : story.taken()) {
    json["seconds"][step] =
        static_cast<double>(absl::ToInt64Milliseconds(taken)) / 1000.0;  // Not money.
  }
  std::cout << "state " << state.sha256 << ", " << state.lines.size() << " resources\n";
  if (arguments.Get("summary").empty()) return absl::OkStatus();
  return WriteFile(arguments.Get("summary"), json.dump(1) + "\n");
}

absl::Status MonthLive(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string folder, OneWord(arguments, "folder of a sample"));
  // The same sample lives the same month: a run that was cut off is taken up where it was.
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments, "story"));
  ASSIGN_OR_RETURN(Story story, Story::Open(*client, folder, [](const std::string& sentence) {
                     std::cout << "  " << sentence << std::endl;
                   }));
  RETURN_IF_ERROR(story.Live());
  return WriteSummary(story, *client, arguments);
}

const Flag kDryRun = {"dry-run", "", "", "reports everything, changes nothing"};
const Flag kRejected = {"rejected", "FILE", "", "writes the rejected rows there, to be corrected"};

std::vector<Command> ParkCommands() {
  return {
      {"firms import", "FILE", "onboards firms in bulk",
       "Sends firms.csv row by row: one bad row blocks no other, a repeated import writes nothing.",
       With({{"plan", "ID", "", "the funding plan whose firm plans the file names"},
             kDryRun,
             kRejected}),
       FirmsImport},
      {"firms list", "", "shows firms, how far they are and who must act",
       "With --stuck only those that wait for somebody.",
       With({{"stuck", "", "", "only firms that wait for somebody"}}), FirmsList},
      {"roster import", "FILE", "reads a firm's roster",
       "CSV (UTF-8, BOM or GB18030, Chinese or English headers) or X12 834 by its ending.\n"
       "Who is no longer in a full roster leaves; many leavers at once wait for "
       "--leavers-confirmed.",
       With({{"firm", "USCC", "", "the firm; by default the file's name"},
             {"mapping", "FILE", "", "how this sender writes: a text proto of type.v1.Mapping"},
             {"changes", "", "", "the file holds changes only"},
             {"leavers-confirmed", "", "", "a person looked at the number of leavers"},
             kDryRun,
             kRejected}),
       RosterImport},
      {"month preview", "YYYY-MM", "prices and splits a month",
       "Freezes the inputs, prints the sums and the digest that two people approve.",
       With({{"plan", "ID", "", "the funding plan; by default the one in force"},
             {"programme", "ID", "", "the programme"}}),
       MonthPreview},
      {"month approve", "YYYY-MM", "signs a preview",
       "Two people sign the same digest. Soft items of the checklist that are open have to be "
       "named.",
       With({{"digest", "SHA256", "", "what was looked at"},
             {"as", "SUBJECT", "", "who signs, e.g. park-finance-1"},
             {"acknowledge", "CODES", "", "open soft items, e.g. HOLD_OUTS,BUDGETS"}}),
       MonthApprove},
      {"month close", "YYYY-MM", "writes the statements",
       "From the frozen copy. A second close writes nothing and says the same.", With({}),
       MonthClose},
      {"month live", "FOLDER", "lives a whole sample month",
       "Everything from the roster to the payout, with the outside world played from the sample.",
       With({{"summary", "FILE", "", "writes the sums as JSON"},
             {"state", "FILE", "", "writes all resources, a line each"}}),
       MonthLive},
      {"settle", "YYYY-MM", "issues what is owed and prepares the payouts",
       "With --release the payouts go to the bank; --out gets the payment file.",
       With(
           {{"release", "", "", "releases the payouts"}, {"out", "FILE", "", "the pain.001 file"}}),
       Settle},
      {"state", "", "writes every resource and the hash of all",
       "Sorted by name, personal fields open: for comparing two installations.",
       With({{"out", "FILE", "", "one line of JSON a resource"},
             {"lines", "", "", "prints them too"}}),
       PrintState},
  };
}

}  // namespace

std::vector<Flag> ClientFlags() {
  return {{"server", "HOST:PORT", "127.0.0.1:7400", "where Tuoqiao listens"},
          {"key", "FILE", "tuoqiao-data/token.key", "the key that signs tokens"},
          {"token", "FILE", "", "a token from `tuoqiao token`, for whoever has no key"},
          {"park", "NAME", "", "the park, e.g. yunshui"},
          {"json", "", "", "answers as JSON"},
          {"help", "", "", "says what this verb does"}};
}

const std::vector<Command>& Commands() {
  static const std::vector<Command>* const kCommands = [] {
    auto* all = new std::vector<Command>(ParkCommands());
    for (const auto& more : {EligibilityCommands(),
                             ComparisonCommands(),
                             SchemeShadowCommands(),
                             ShadowCommands(),
                             WhatIfCommands(),
                             PlacesSearchCommands(),
                             PlacesViabilityCommands(),
                             AllocationCommands(),
                             ContractCommands(),
                             LoanCommands(),
                             PlacesElsewhereCommands(),
                             ReferralCommands(),
                             WaitingCommands(),
                             PlacesCareCommands(),
                             AttendanceCommands(),
                             LedgerCommands(),
                             LedgerCounterCommands(),
                             SettlementCommands(),
                             MoveCommands(),
                             ReportCommands(),
                             PayrollCommands(),
                             MonthCommands()}) {
      all->insert(all->end(), more.begin(), more.end());
    }
    return all;
  }();
  return *kCommands;
}

int RunCommand(const std::vector<Command>& table, const std::vector<std::string>& args) {
  const Command* found = nullptr;
  size_t words = 0;
  for (const Command& command : table) {
    const std::vector<std::string> name = absl::StrSplit(command.name, ' ');
    if (name.size() > words && args.size() >= name.size() &&
        std::equal(name.begin(), name.end(), args.begin())) {
      found = &command;
      words = name.size();
    }
  }
  if (found == nullptr) {
    const bool asked = args.empty() || args[0] == "--help" || args[0] == "help";
    std::ostream& out = asked ? std::cout : std::cerr;
    if (!asked) out << "tuoqiao: there is no verb \"" << args[0] << "\"\n\n";
    out << "tuoqiao VERB [FLAGS]; every verb has --help\n\n";
    for (const Command& command : table) {
      out << absl::StrFormat("  %-28s %s\n", absl::StrCat(command.name, " ", command.words),
                             command.summary);
    }
    return asked ? 0 : kExitMisused;
  }
  const absl::StatusOr<Arguments> arguments =
      Arguments::Parse({args.begin() + words, args.end()}, found->flags);
  if (!arguments.ok() || arguments->Has("help")) {
    std::ostream& out = arguments.ok() ? std::cout : std::cerr;
    if (!arguments.ok()) out << "tuoqiao: " << Describe(arguments.status()) << "\n\n";
    out << "tuoqiao " << found->name << " " << found->words << "\n  " << found->summary << ". "
        << found->help << "\n\n"
        << FlagHelp(found->flags);
    return arguments.ok() ? 0 : kExitMisused;
  }
  const absl::Status status = [&]() -> absl::Status {
    try {
      return found->run(*arguments);
    } catch (const std::exception& failure) {  // The file system's, which say what and where.
      return absl::UnavailableError(failure.what());
    }
  }();
  if (status.ok()) return 0;
  std::cerr << "tuoqiao " << found->name << ": " << Describe(status) << "\n";
  const std::string reason = ReasonOf(status);
  if (reason == "ROWS_REJECTED" || reason == "THRESHOLDS_EXCEEDED" ||
      reason == "ALLOCATION_LOG_DIFFERS" || reason == "MONEY_UNEXPLAINED" ||
      reason == "BALANCES_DIFFER") {
    return kExitToBeLookedAt;
  }
  // Only the command line itself fails without a reason in this way.
  const bool misused = status.code() == absl::StatusCode::kInvalidArgument && reason.empty();
  return misused ? kExitMisused : kExitRefused;
}

}  // namespace tuoqiao::cli
