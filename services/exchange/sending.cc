#include "services/exchange/sending.h"

#include <algorithm>
#include <map>
#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/check.h"
#include "services/common/hash.h"
#include "services/common/status_macros.h"
#include "services/exchange/content.h"
#include "services/exchange/content_store.h"
#include "services/exchange/convert.h"
#include "services/exchange/errors.h"
#include "services/exchange/outward_lines.h"
#include "services/exchange/store.h"

namespace tuoqiao::exchange {
namespace {

// More than any firm has.
constexpr int64_t kConnectionsMax = 1000;

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

absl::StatusOr<Connection> Sending::LoadConnection(const rpc::Caller& caller,
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

absl::StatusOr<Connection> Sending::ChooseConnection(const rpc::Caller& caller,
                                                     const v1::SendDeliveryRequest& request,
                                                     const std::string& behind,
                                                     const PayRunFacts& facts,
                                                     std::vector<std::string>* notes) const {
  if (!MayTouch(*FindContent("PAY_INSTRUCTIONS"), caller.identity.role)) {
    return ContentOfAnotherRole("PAY_INSTRUCTIONS");
  }
  std::map<std::string, Connection> connections;
  std::vector<PayRoad> used, others;
  RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const auto found,
                     LoadConnections(txn, {request.parent(), "", kConnectionsMax}));
    ASSIGN_OR_RETURN(const RoadsGone gone, LoadRoadsGone(txn, request.subject()));
    for (const Connection& each : found) {
      if (each.content != "PAY_INSTRUCTIONS" || gone.passed_over.count(each.name) > 0) continue;
      connections[each.name] = each;
      (gone.by.count(each.name) > 0 ? used : others)
          .push_back(PayRoadOf(each.name, each.adapter, MappingOf(each.mapping)));
    }
    return absl::OkStatus();
  }));
  if (!behind.empty()) {
    // It is about to be passed over.
    others.insert(others.end(), used.begin(), used.end());
    used.clear();
  }
  const PayRoad* best = BestRoad(used, facts, "", notes);
  if (best == nullptr) best = BestRoad(others, facts, behind, notes);
  if (best != nullptr) return connections.at(best->connection);
  return notes->empty() ? ConnectionNotFound(absl::StrCat(request.parent(), "/connections"))
                        : NotWritable(absl::StrJoin(*notes, ", "));
}

absl::Status Sending::ReportEnds(const rpc::Caller& caller, const std::string& delivery) const {
  std::optional<Delivery> sent;
  std::vector<std::string> ends;
  RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(sent, FindDelivery(txn, IdOf(delivery)));
    ASSIGN_OR_RETURN(ends, LoadSentEnds(txn, IdOf(delivery)));
    return absl::OkStatus();
  }));
  const bool went = sent.has_value() && (sent->state == DeliveryState::kSent ||
                                         sent->state == DeliveryState::kAccepted);
  return went && !ends.empty() ? peers_.ReportEnds(caller, *sent, ends) : absl::OkStatus();
}

absl::StatusOr<Asked> Sending::AskFor(const rpc::Caller& caller,
                                      const v1::SendDeliveryRequest& request,
                                      const std::string& behind) const {
  Asked asked;
  SendFacts& facts = asked.facts;
  if (request.connection().empty()) {
    RETURN_IF_ERROR(CheckSubject(*FindContent("PAY_INSTRUCTIONS"), request));
    ASSIGN_OR_RETURN(facts.pay_run, peers_.AskPayRun(caller, request.subject()));
    ASSIGN_OR_RETURN(asked.connection,
                     ChooseConnection(caller, request, behind, facts.pay_run, &asked.notes));
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

absl::Status Sending::Queue(rpc::Change& change, Delivery& delivery) const {
  v1::GetDeliveryRequest argument;
  argument.set_name(DeliveryName(delivery));
  google::longrunning::Operation operation;
  // To one target one after the other, in the order in which they were sent.
  RETURN_IF_ERROR(
      operations_.Enqueue(change, kPostDelivery, argument, &operation, delivery.connection));
  delivery.job_id = JobIdOf(operation);
  delivery.started_by = change.caller.Label();
  return absl::OkStatus();
}

absl::StatusOr<bool> Sending::IsPostedAgain(db::Read& txn, const Delivery& before,
                                            bool named) const {
  if (before.state == DeliveryState::kQueued) {
    ASSIGN_OR_RETURN(const bool alive, JobIsAlive(txn, before.job_id));
    return !alive;  // A person stopped it.
  }
  // A person who names the connection knows what became of it.
  return named &&
         (before.state == DeliveryState::kRejected || before.state == DeliveryState::kDead);
}

absl::StatusOr<Delivery> Sending::Send(rpc::Change& change, const v1::SendDeliveryRequest& request,
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
  const adapters::Mapping mapping = MappingOf(connection.mapping);
  const Writing writing = {connection.adapter, mapping, park, request.subject()};
  ASSIGN_OR_RETURN(const OutwardFile file,
                   WriteFile(*FindContent(connection.content), writing, asked.facts, sent));
  Delivery delivery;
  delivery.content_hash = absl::BytesToHexString(Sha256(file.bytes));
  delivery.id =
      DeliveryId({park, connection.name, delivery.content_hash, request.subject(), false});
  ASSIGN_OR_RETURN(const auto before, LockDelivery(change.txn, delivery.id));
  delivery.connection = connection.name;
  delivery.subject = request.subject();
  const bool kept = before.has_value() && before->kept, by_api = GoesByApi(connection.adapter);
  if (by_api) {
    ASSIGN_OR_RETURN(const RoadsGone gone, LoadRoadsGone(change.txn, delivery.subject));
    if (gone.passed_over.count(connection.name) > 0) return SentInstead(delivery.subject);
    ASSIGN_OR_RETURN(delivery.in_doubt, TargetMayHave(change.txn, delivery));
  }
  if (kept) {
    bool again = false;
    if (by_api) {
      const bool named = !request.connection().empty();
      ASSIGN_OR_RETURN(again, IsPostedAgain(change.txn, *before, named));
    }
    if (!again) return *before;
    delivery.round = before->round + 1;
    delivery.in_doubt |= before->in_doubt || before->state == DeliveryState::kQueued;
  }
  delivery.parent = request.parent();
  delivery.content = connection.content;
  delivery.file_name = file.file_name;
  delivery.content_bytes = static_cast<int64_t>(file.bytes.size());
  delivery.outward = true;
  delivery.adapter = connection.adapter;
  delivery.mapping = connection.mapping;
  delivery.connection_revision = connection.revision;
  delivery.place = ++connection.files;
  delivery.state = by_api ? DeliveryState::kQueued : DeliveryState::kSent;
  delivery.notes = asked.notes;
  delivery.revision = before.has_value() ? before->revision + 1 : 1;
  RETURN_IF_ERROR(SaveConnection(change.txn, connection));
  if (by_api) RETURN_IF_ERROR(Queue(change, delivery));
  RETURN_IF_ERROR(SaveDelivery(change.txn, delivery));
  if (!kept) RETURN_IF_ERROR(SaveContent(change.txn, keys_, delivery.id, file.bytes));
  RETURN_IF_ERROR(SaveKeepUntil(change.txn, delivery.id, clock_.Now() + kContentKept));
  RETURN_IF_ERROR(SaveSentPayments(change.txn, delivery, file));
  RETURN_IF_ERROR(SaveSentEnds(change.txn, delivery.id, file.ends));
  change.Publish(by_api ? "DeliveryQueued" : "DeliverySent", DeliveryName(delivery),
                 delivery.revision, ToEvent(delivery));
  return delivery;
}

}  // namespace tuoqiao::exchange
