#include "services/cli/payroll_verbs.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "adapters/common/money_text.h"
#include "services/cli/client.h"
#include "services/cli/deliveries.h"
#include "services/cli/files.h"
#include "services/cli/intake.h"
#include "services/cli/verbs.h"
#include "services/common/errors.h"
#include "services/common/status_macros.h"
#include "tuoqiao/exchange/v1/exchange.grpc.pb.h"
#include "tuoqiao/payroll/v1/payroll.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

const Flag kDryRun = {"dry-run", "", "", "reports everything, changes nothing"};

using Exchange = exchange::v1::Exchange::Stub;
using exchange::v1::Delivery;

Link FileRoad(const std::string& firm) {
  return {firm, "pay-out", "payroll/csv", "PAY_INSTRUCTIONS", {}, FirmPayroll(firm)};
}

// By the target's API, and by a file where that does not take it.
absl::Status SetRoads(Client& client, const std::string& firm, const std::string& target) {
  Link api = {firm, "pay-api", "payroll/json", "PAY_INSTRUCTIONS", {}, FirmPayroll(firm)};
  type::v1::FixedValue* fixed = api.mapping.add_fixed_values();
  fixed->set_field("target");
  fixed->set_value(target);
  RETURN_IF_ERROR(SetConnection(client, api));
  return SetConnection(client, FileRoad(firm));
}

// What of whom goes out, and by which connection; empty: by the best.
struct Sent {
  std::string firm, connection, run;
};

// Waits until it is certain what became of it.
absl::StatusOr<Delivery> Send(Client& client, const Sent& sent) {
  const Who who = FirmPayroll(sent.firm);
  exchange::v1::SendDeliveryRequest request;
  request.set_parent(sent.firm);
  request.set_connection(sent.connection);
  request.set_subject(sent.run);
  request.set_request_id(client.RequestId({"send", request.SerializeAsString()}));
  ASSIGN_OR_RETURN(Delivery delivery, client.Call(&Exchange::SendDelivery, request, who));
  exchange::v1::GetDeliveryRequest get;
  get.set_name(delivery.name());
  absl::Duration pause = absl::Milliseconds(10);
  while (delivery.state() == Delivery::QUEUED) {
    absl::SleepFor(pause);
    pause = std::min(pause * 2, absl::Seconds(1));
    ASSIGN_OR_RETURN(delivery, client.Call(&Exchange::GetDelivery, get, who));
  }
  return delivery;
}

// A target that may have it or that nobody could ask is for a person to look at.
absl::Status SendAndPrint(const Arguments& arguments, Client& client, const Sent& sent) {
  ASSIGN_OR_RETURN(Delivery delivery, Send(client, sent));
  PrintJson(delivery);
  const Who who = FirmPayroll(sent.firm);
  if (!delivery.instead().empty()) {
    exchange::v1::GetDeliveryRequest get;
    get.set_name(delivery.instead());
    ASSIGN_OR_RETURN(delivery, client.Call(&Exchange::GetDelivery, get, who));
    PrintJson(delivery);
  }
  if (delivery.state() == Delivery::SENT && !arguments.Get("out").empty()) {
    ASSIGN_OR_RETURN(const std::string file, client.Download(delivery.name(), false, who));
    RETURN_IF_ERROR(WriteFile(arguments.Get("out"), file));
  }
  if (delivery.reason().empty()) return absl::OkStatus();
  return Failure(absl::StatusCode::kFailedPrecondition, delivery.reason())
      .Whose(type::v1::Failure::REMOTE_SYSTEM)
      .Say(delivery.text_en(), delivery.text_zh());
}

absl::Status PayrollRelease(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string month, OneWord(arguments, "month (YYYY-MM)"));
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(const std::string uscc, arguments.Need("firm"));
  const std::string firm = FirmName(park, uscc);
  const Who who = FirmPayroll(firm);
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  payroll::v1::PlanPayRunRequest plan;
  plan.set_parent(firm);
  plan.set_month(month);
  plan.set_validate_only(arguments.Has("dry-run"));
  plan.set_request_id(client->RequestId({"plan", firm, month}));
  ASSIGN_OR_RETURN(payroll::v1::PayRun run,
                   client->Call(&payroll::v1::Payroll::Stub::PlanPayRun, plan, who));
  if (!arguments.Has("dry-run")) {
    payroll::v1::ReleasePayRunRequest release;
    release.set_name(run.name());
    release.set_digest(run.digest());
    release.set_request_id(client->RequestId({"release", run.name()}));
    ASSIGN_OR_RETURN(run, client->Call(&payroll::v1::Payroll::Stub::ReleasePayRun, release, who));
    if (const std::string target = arguments.Get("target"); !target.empty()) {
      RETURN_IF_ERROR(SetRoads(*client, firm, target));
      return SendAndPrint(arguments, *client, {firm, "", run.name()});
    }
    ASSIGN_OR_RETURN(const std::string file, Fetch(*client, FileRoad(firm), run.name()));
    if (!arguments.Get("out").empty()) RETURN_IF_ERROR(WriteFile(arguments.Get("out"), file));
  }
  PrintJson(run);
  return absl::OkStatus();
}

absl::Status PayrollSend(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string run, OneWord(arguments, "pay run (YYYY-MM, YYYY-MM-n)"));
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(const std::string uscc, arguments.Need("firm"));
  const std::string firm = FirmName(park, uscc);
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  const std::string id = arguments.Get("connection");
  return SendAndPrint(arguments, *client,
                      {firm, id.empty() ? "" : absl::StrCat(firm, "/connections/", id),
                       absl::StrCat(firm, "/payRuns/", run)});
}

absl::Status PayrollResults(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string path, OneWord(arguments, "file"));
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(const std::string uscc, arguments.Need("firm"));
  const std::string firm = FirmName(park, uscc);
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  Upload upload;
  upload.link = {firm, "pay-results", "payroll/csv", "PAY_RESULTS", {}, FirmPayroll(firm)};
  upload.file = NameOf(path);
  upload.dry_run = arguments.Has("dry-run");
  ASSIGN_OR_RETURN(upload.month, arguments.Need("month"));
  ASSIGN_OR_RETURN(upload.bytes, ReadFile(path));
  ASSIGN_OR_RETURN(const RowsReport report, Deliver(*client, "results", {upload}));
  if (!upload.dry_run && arguments.Has("reconcile")) {
    payroll::v1::ReconcilePayRunRequest request;
    request.set_name(absl::StrCat(firm, "/payRuns/", upload.month));
    request.set_request_id(client->RequestId({"reconcile", request.name()}));
    RETURN_IF_ERROR(
        client->Call(&payroll::v1::Payroll::Stub::ReconcilePayRun, request, FirmPayroll(firm))
            .status());
  }
  return PrintReport(arguments, report);
}

absl::Status PayrollExceptions(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(const std::string uscc, arguments.Need("firm"));
  const std::string firm = FirmName(park, uscc);
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  using Stub = payroll::v1::Payroll::Stub;
  if (const std::string name = arguments.Get("resolve"); !name.empty()) {
    payroll::v1::ResolvePayExceptionRequest request;
    request.set_name(absl::StrCat(firm, "/payExceptions/", name));
    ASSIGN_OR_RETURN(const std::string action, arguments.Need("action"));
    payroll::v1::PayException::Action road = payroll::v1::PayException::ACTION_UNSPECIFIED;
    if (!payroll::v1::PayException::Action_Parse(action, &road)) {
      return absl::InvalidArgumentError("--action is ACCEPT, ASSIGN or DISMISS");
    }
    request.set_action(road);
    ASSIGN_OR_RETURN(const std::string reason, arguments.Need("reason"));
    request.set_reason(reason);
    request.set_instruction(arguments.Get("instruction"));
    if (const std::string amount = arguments.Get("amount"); !amount.empty()) {
      const auto fen = adapters::FenFromYuan(amount);
      if (!fen.has_value()) return absl::InvalidArgumentError("--amount is yuan, as 1200.50");
      request.set_amount_minor(*fen);
    }
    request.set_request_id(client->RequestId({"resolve", name, action, reason}));
    ASSIGN_OR_RETURN(const auto resolved,
                     client->Call(&Stub::ResolvePayException, request, FirmPayroll(firm)));
    PrintJson(resolved);
    return absl::OkStatus();
  }
  payroll::v1::ListPayExceptionsRequest request;
  request.set_parent(firm);
  request.set_closed_too(arguments.Has("all"));
  do {
    ASSIGN_OR_RETURN(const auto page,
                     client->Call(&Stub::ListPayExceptions, request, FirmPayroll(firm)));
    for (const auto& each : page.exceptions()) PrintJson(each);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> PayrollCommands() {
  return {
      {"payroll release", "YYYY-MM", "plans and releases a firm's pay run",
       "With --dry-run it is the preflight: what would go out, and why not. With --target it goes\n"
       "  over the API of a payroll system that the server's config names, and as a file where "
       "that\n"
       "  does not take it.",
       With({{"firm", "USCC", "", "the firm"},
             {"target", "NAME", "", "one of the config's payroll_targets"},
             {"out", "FILE", "", "the payroll file"},
             kDryRun}),
       PayrollRelease},
      {"payroll send", "RUN", "sends a released pay run again",
       "By the best of the firm's connections, or by one that is named; to one whose API did not\n"
       "  take it, once that is mended.",
       With({{"firm", "USCC", "", "the firm"},
             {"connection", "ID", "", "by which, e.g. pay-api"},
             {"out", "FILE", "", "the payroll file"}}),
       PayrollSend},
      {"payroll results", "FILE", "reads what a payroll system took", "",
       With({{"firm", "USCC", "", "the firm"},
             {"month", "YYYY-MM", "", "the month billed"},
             {"reconcile", "", "", "ends the reading: what did not come is missing"},
             kDryRun}),
       PayrollResults},
      {"payroll exceptions", "", "shows what of a firm's pay results a person has to work off",
       "With --all those that are closed too. With --resolve and the last part of a name it ends "
       "one: "
       "--action ACCEPT, ASSIGN (with --amount, and --instruction where none was found) or "
       "DISMISS, and why.",
       With({{"firm", "USCC", "", "the firm"},
             {"all", "", "", "also what is closed"},
             {"resolve", "ID", "", "ends this one"},
             {"action", "WORD", "", "ACCEPT, ASSIGN or DISMISS"},
             {"reason", "TEXT", "", "why"},
             {"amount", "YUAN", "", "what was taken"},
             {"instruction", "NAME", "", "whose line it is"}}),
       PayrollExceptions},
  };
}

}  // namespace tuoqiao::cli
