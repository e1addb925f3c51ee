#include "services/exchange/service.h"

#include <google/protobuf/empty.pb.h>

#include <algorithm>
#include <map>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/common/faults.h"
#include "adapters/common/table.h"
#include "services/common/check.h"
#include "services/common/hash.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/exchange/content_store.h"
#include "services/exchange/errors.h"
#include "services/exchange/outward_lines.h"
#include "services/exchange/reading.h"
#include "services/exchange/store.h"

namespace tuoqiao::exchange {
namespace {

// More than any firm has.
constexpr int64_t kConnectionsMax = 1000;

adapters::Mapping MappingOf(const Connection& connection) {
  adapters::Mapping mapping;
  CHECK(mapping.ParseFromString(connection.mapping));
  return mapping;
}

// Whether the adapter carries the content, and whether the mapping fits it: a reader says so before
// it looks at the rows, so that it is asked with a file of none.
absl::Status CheckAdapter(const Content& content, const Connection& connection) {
  if (!HasPort(connection.adapter, content)) {
    return AdapterUnknown(connection.adapter, content.name);
  }
  const adapters::Mapping mapping = MappingOf(connection);
  const absl::string_view today = adapters::FixedValueOf(mapping, "today");
  if (!today.empty() && !ParseDay(today).ok()) {
    return MappingInvalid("fixed_values", "'today' is not a date as YYYY-MM-DD");
  }
  if (content.outward) return absl::OkStatus();
  const absl::Status status =
      Read(content, connection.adapter, "x", mapping, [](const std::string&) {
        return std::vector<std::string>();
      }).status();
  if (absl::IsUnimplemented(status)) return AdapterUnknown(connection.adapter, content.name);
  if (adapters::FileReason(status) != "MAPPING_INVALID") return absl::OkStatus();
  // "MAPPING_INVALID: path: sentence".
  absl::string_view sentence = status.message();
  sentence.remove_prefix(std::min(sentence.size(), sizeof("MAPPING_INVALID: ") - 1));
  const size_t colon = sentence.find(": ");
  if (colon == absl::string_view::npos) return MappingInvalid("", sentence);
  return MappingInvalid(sentence.substr(0, colon), sentence.substr(colon + 2));
}

absl::StatusOr<OutwardFile> WriteFile(const Content& content, const Writing& writing,
                                      const SendFacts& facts, const std::set<std::string>& sent) {
  if (content.name == "PAY_INSTRUCTIONS") return WriteInstructions(writing, facts.pay_run);
  if (content.name == "PAYMENTS") return WritePayments(writing, facts.payout, sent);
  if (content.name == "RECEIVABLES") return WriteReceivables(writing, facts.receivables);
  if (content.name == "RECEIVABLE_LINES") {
    return WriteReceivableLines(writing, facts.receivable_lines);
  }
  if (content.name == "PAYMENT_ADVICE") return WritePaymentAdvice(writing, facts.payout_lines);
  CHECK(content.name == "ENROLMENT_ADVICE");
  return WriteAdvice(writing, facts.advice);
}

bool AllIn(const std::set<std::string>& sent, const std::vector<ReleasedPayout>& payouts) {
  return std::all_of(payouts.begin(), payouts.end(),
                     [&](const ReleasedPayout& each) { return sent.count(each.name) > 0; });
}

}  // namespace

absl::StatusOr<Connection> ExchangeService::LoadConnection(const rpc::Caller& caller,
                                                           const std::string& name) const {
  std::optional<Connection> found;
  RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(found, FindConnection(txn, name));
    return absl::OkStatus();
  }));
  if (!found.has_value()) return ConnectionNotFound(name);
  if (!MayTouch(*FindContent(found->content), caller.identity.role)) {
    return ContentOfAnotherRole(found->content);
  }
  return *std::move(found);
}

grpc::Status ExchangeService::SetConnection(grpc::ServerContext* context,
                                            const v1::SetConnectionRequest* request,
                                            v1::Connection* response) {
  return front_.Answer(
      context, "SetConnection", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const Connection said, FromProto(request->connection()));
        const Content& content = *FindContent(said.content);
        if (!MayTouch(content, caller.identity.role)) return ContentOfAnotherRole(said.content);
        RETURN_IF_ERROR(CheckAdapter(content, said));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
              RETURN_IF_ERROR(change.txn.LockRoot("connection", "name", said.name));
              ASSIGN_OR_RETURN(const auto before, FindConnection(change.txn, said.name));
              *response = ToProto(said);
              Connection connection = said;
              if (before.has_value()) {
                if (before->SaysTheSameAs(said)) return absl::OkStatus();
                if (!MayTouch(*FindContent(before->content), caller.identity.role)) {
                  return ContentOfAnotherRole(before->content);
                }
                connection = *before;
                connection.adapter = said.adapter;
                connection.content = said.content;
                connection.mapping = said.mapping;
              }
              ++connection.revision;
              RETURN_IF_ERROR(SaveConnection(change.txn, connection));
              change.Publish("ConnectionSet", connection.name, connection.revision,
                             google::protobuf::Empty());
              return absl::OkStatus();
            });
      });
}

absl::StatusOr<Connection> ExchangeService::ChooseConnection(
    const rpc::Caller& caller, const std::string& parent, const PayRunFacts& facts,
    std::vector<std::string>* notes) const {
  if (!MayTouch(*FindContent("PAY_INSTRUCTIONS"), caller.identity.role)) {
    return ContentOfAnotherRole("PAY_INSTRUCTIONS");
  }
  std::map<std::string, Connection> connections;
  std::vector<PayRoad> roads;
  RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const auto found, LoadConnections(txn, {parent, "", kConnectionsMax}));
    for (const Connection& each : found) {
      if (each.content != "PAY_INSTRUCTIONS") continue;
      connections[each.name] = each;
      roads.push_back(PayRoadOf(each.name, each.adapter, MappingOf(each)));
    }
    return absl::OkStatus();
  }));
  if (roads.empty()) return ConnectionNotFound(absl::StrCat(parent, "/connections"));
  const PayRoad* const best = BestRoad(roads, facts, notes);
  if (best == nullptr) return NotWritable(absl::StrJoin(*notes, ", "));
  return connections.at(best->connection);
}

absl::Status ExchangeService::ReportEnds(const rpc::Caller& caller,
                                         const std::string& delivery) const {
  std::optional<Delivery> sent;
  std::vector<std::string> ends;
  RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(sent, FindDelivery(txn, IdOf(delivery)));
    ASSIGN_OR_RETURN(ends, LoadSentEnds(txn, IdOf(delivery)));
    return absl::OkStatus();
  }));
  return ends.empty() ? absl::OkStatus() : peers_.ReportEnds(caller, *sent, ends);
}

absl::StatusOr<ExchangeService::Asked> ExchangeService::AskFor(
    const rpc::Caller& caller, const v1::SendDeliveryRequest& request) const {
  Asked asked;
  SendFacts& facts = asked.facts;
  if (request.connection().empty()) {
    RETURN_IF_ERROR(CheckSubject(*FindContent("PAY_INSTRUCTIONS"), request));
    ASSIGN_OR_RETURN(facts.pay_run, peers_.AskPayRun(caller, request.subject()));
    ASSIGN_OR_RETURN(asked.connection,
                     ChooseConnection(caller, request.parent(), facts.pay_run, &asked.notes));
    return asked;
  }
  ASSIGN_OR_RETURN(asked.connection, LoadConnection(caller, request.connection()));
  const Content& content = *FindContent(asked.connection.content);
  if (!content.outward) return ContentInward(request.connection());
  RETURN_IF_ERROR(CheckSubject(content, request));
  if (content.name == "PAY_INSTRUCTIONS") {
    ASSIGN_OR_RETURN(facts.pay_run, peers_.AskPayRun(caller, request.subject()));
  } else if (content.name == "PAYMENTS") {
    ASSIGN_OR_RETURN(facts.payout, peers_.AskPayouts(caller, request.subject()));
  } else if (content.name == "RECEIVABLES") {
    ASSIGN_OR_RETURN(facts.receivables, peers_.AskReceivables(caller, request.subject()));
  } else if (content.name == "RECEIVABLE_LINES") {
    ASSIGN_OR_RETURN(facts.receivable_lines, peers_.AskReceivableLines(caller, request.subject()));
  } else if (content.name == "PAYMENT_ADVICE") {
    ASSIGN_OR_RETURN(facts.payout_lines,
                     peers_.AskPayoutLines(caller, request.parent(), request.subject()));
  } else {
    ASSIGN_OR_RETURN(facts.advice, peers_.AskAdvice(caller, request.parent(), request.subject()));
  }
  return asked;
}

absl::StatusOr<Delivery> ExchangeService::Send(rpc::Change& change,
                                               const v1::SendDeliveryRequest& request,
                                               const Asked& asked) const {
  ASSIGN_OR_RETURN(Connection connection, LockConnection(change.txn, asked.connection.name));
  if (connection.revision != asked.connection.revision) return rpc::FactsStale("the connection");
  const std::string& park = change.txn.park();
  std::set<std::string> sent;
  if (connection.content == "PAYMENTS") {
    ASSIGN_OR_RETURN(sent, LoadSentPayouts(change.txn, request.subject()));
    if (AllIn(sent, asked.facts.payout.payouts)) {
      ASSIGN_OR_RETURN(const auto last,
                       FindLastSent(change.txn, connection.name, request.subject()));
      if (last.has_value()) return *last;
    }
  }
  const adapters::Mapping mapping = MappingOf(connection);
  const Writing writing = {connection.adapter, mapping, park, request.subject()};
  ASSIGN_OR_RETURN(const OutwardFile file,
                   WriteFile(*FindContent(connection.content), writing, asked.facts, sent));
  Delivery delivery;
  delivery.content_hash = absl::BytesToHexString(Sha256(file.bytes));
  delivery.id =
      DeliveryId({park, connection.name, delivery.content_hash, request.subject(), false});
  ASSIGN_OR_RETURN(const auto before, LockDelivery(change.txn, delivery.id));
  if (before.has_value() && before->kept) return *before;
  delivery.parent = request.parent();
  delivery.connection = connection.name;
  delivery.content = connection.content;
  delivery.file_name = file.file_name;
  delivery.content_bytes = static_cast<int64_t>(file.bytes.size());
  delivery.outward = true;
  delivery.subject = request.subject();
  delivery.adapter = connection.adapter;
  delivery.mapping = connection.mapping;
  delivery.connection_revision = connection.revision;
  delivery.place = ++connection.files;
  delivery.state = DeliveryState::kSent;
  delivery.notes = asked.notes;
  delivery.revision = before.has_value() ? before->revision + 1 : 1;
  RETURN_IF_ERROR(SaveConnection(change.txn, connection));
  RETURN_IF_ERROR(SaveDelivery(change.txn, delivery));
  RETURN_IF_ERROR(SaveContent(change.txn, keys_, delivery.id, file.bytes));
  RETURN_IF_ERROR(SaveKeepUntil(change.txn, delivery.id, mutation_.clock.Now() + kContentKept));
  RETURN_IF_ERROR(SaveSentPayments(change.txn, delivery, file));
  RETURN_IF_ERROR(SaveSentEnds(change.txn, delivery.id, file.ends));
  change.Publish("DeliverySent", DeliveryName(delivery), delivery.revision, ToEvent(delivery));
  return delivery;
}

grpc::Status ExchangeService::SendDelivery(grpc::ServerContext* context,
                                           const v1::SendDeliveryRequest* request,
                                           v1::Delivery* response) {
  return front_.Answer(
      context, "SendDelivery", *request, [&](const rpc::Caller& caller) -> absl::Status {
        RETURN_IF_ERROR(CheckSend(*request));
        RETURN_IF_ERROR(rpc::Mutate(
            mutation_, caller, *request, response, [&] { return AskFor(caller, *request); },
            [&](rpc::Change& change, const Asked& asked) -> absl::Status {
              ASSIGN_OR_RETURN(const Delivery delivery, Send(change, *request, asked));
              *response = ToProto(delivery);
              return absl::OkStatus();
            }));
        return request->validate_only() ? absl::OkStatus() : ReportEnds(caller, response->name());
      });
}

}  // namespace tuoqiao::exchange
