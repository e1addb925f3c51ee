// Bytes in and out. The first message of an upload says everything but the content; with the
// content's hash in it, it is the request whose repetition answers as before.
#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "adapters/common/table.h"
#include "services/common/check.h"
#include "services/common/hash.h"
#include "services/common/period.h"
#include "services/common/rpc/access_trail.h"
#include "services/common/status_macros.h"
#include "services/exchange/content_store.h"
#include "services/exchange/errors.h"
#include "services/exchange/service.h"
#include "services/exchange/store.h"

namespace tuoqiao::exchange {
namespace {

using google::longrunning::Operation;

constexpr size_t kContentBytesMax = size_t{256} << 20;
constexpr int64_t kReceiptsPerPage = 500;
constexpr size_t kRequestIdMin = 8, kRequestIdMax = 64;

// The whole content, from the first message on. CONTENT_TOO_LARGE.
absl::StatusOr<std::string> ReadContent(v1::ReceiveDeliveryRequest& first,
                                        grpc::ServerReader<v1::ReceiveDeliveryRequest>* reader) {
  if (first.content().size() > kPieceBytes) return ContentTooLarge(kPieceBytes);
  std::string bytes = std::move(*first.mutable_content());
  first.clear_content();
  v1::ReceiveDeliveryRequest piece;
  while (reader->Read(&piece)) {
    if (piece.content().size() > kPieceBytes) return ContentTooLarge(kPieceBytes);
    if (bytes.size() + piece.content().size() > kContentBytesMax) {
      return ContentTooLarge(kContentBytesMax);
    }
    bytes += piece.content();
  }
  return bytes;
}

// A dry run of a delivery is kept, to be looked at, and so is its reply: under an id of its own, so
// that the same request can be made in earnest afterwards.
std::string DryRunId(const std::string& request_id) {
  if (request_id.size() < kRequestIdMin || request_id.size() > kRequestIdMax) return request_id;
  return absl::StrCat("dry-", absl::BytesToHexString(Sha256(request_id).substr(0, 16)));
}

absl::Status CheckInward(const rpc::Caller& caller, const Connection& connection) {
  const Content& content = *FindContent(connection.content);
  if (!MayTouch(content, caller.identity.role)) return ContentOfAnotherRole(connection.content);
  return content.outward ? ContentOutward(connection.name) : absl::OkStatus();
}

// The mapping of a file, with the day that its births are held against.
std::string PinnedMapping(const Connection& connection,
                          const std::optional<absl::CivilDay>& today) {
  if (!today.has_value()) return connection.mapping;
  adapters::Mapping mapping = MappingOf(connection.mapping);
  type::v1::FixedValue* fixed = mapping.add_fixed_values();
  fixed->set_field("today");
  fixed->set_value(FormatDay(*today));
  return mapping.SerializeAsString();
}

}  // namespace

absl::StatusOr<std::optional<absl::CivilDay>> ExchangeService::AskToday(
    const rpc::Caller& caller, const Connection& connection) const {
  if (connection.content != "FAMILIES") return std::optional<absl::CivilDay>();
  adapters::Mapping mapping = MappingOf(connection.mapping);
  if (!adapters::FixedValueOf(mapping, "today").empty()) return std::optional<absl::CivilDay>();
  ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
  return std::optional<absl::CivilDay>(today);
}

absl::Status ExchangeService::AnswerAsBefore(rpc::Change& change, const Delivery& delivery,
                                             Operation* response) {
  const std::string park = absl::StrCat("parks/", change.txn.park());
  if (delivery.started_by == change.caller.Label() || change.caller.Sees(park)) {
    response->set_name(absl::StrCat(park, "/operations/exchange-", delivery.job_id));
    return absl::OkStatus();
  }
  // Somebody else's operation is not theirs to see; one of their own says the same.
  v1::GetDeliveryRequest argument;
  argument.set_name(DeliveryName(delivery));
  return operations_.Enqueue(change, kReceiveDelivery, argument, response, delivery.parent);
}

absl::Status ExchangeService::Queue(rpc::Change& change, const Arrived& arrived,
                                    const std::optional<absl::CivilDay>& today,
                                    Operation* response) {
  const ReceiveCommand& command = arrived.command;
  ASSIGN_OR_RETURN(Connection connection, LockConnection(change.txn, command.connection));
  RETURN_IF_ERROR(CheckInward(change.caller, connection));
  Delivery delivery;
  delivery.id = DeliveryId(
      {change.txn.park(), connection.name, arrived.hash, command.month, command.validate_only});
  ASSIGN_OR_RETURN(const auto before, LockDelivery(change.txn, delivery.id));
  Repetition repetition = Repetition::kAgain;
  if (before.has_value()) {
    ASSIGN_OR_RETURN(const bool alive, JobIsAlive(change.txn, before->job_id));
    repetition = Repeat(
        *before, {command.leavers_confirmed, alive, connection.last_delivery, connection.revision});
    if (repetition == Repetition::kAsBefore) return AnswerAsBefore(change, *before, response);
    delivery.file_name = before->file_name;
    delivery.round = before->round + (repetition == Repetition::kAgain ? 1 : 0);
    delivery.revision = before->revision;
  } else {
    delivery.file_name = command.file_name;
  }
  delivery.parent = command.parent;
  delivery.connection = connection.name;
  delivery.content = connection.content;
  delivery.content_hash = arrived.hash;
  delivery.content_bytes = static_cast<int64_t>(arrived.bytes.size());
  delivery.month = command.month;
  delivery.validate_only = command.validate_only;
  if (repetition == Repetition::kResume) {
    delivery.adapter = before->adapter;
    delivery.mapping = before->mapping;
    delivery.leavers_confirmed = before->leavers_confirmed;
  } else {
    delivery.adapter = connection.adapter;
    delivery.mapping = PinnedMapping(connection, today);
    delivery.leavers_confirmed = command.leavers_confirmed;
  }
  delivery.connection_revision = connection.revision;
  delivery.place = ++connection.files;
  if (!command.validate_only) connection.last_delivery = delivery.id;
  ++delivery.revision;

  v1::GetDeliveryRequest argument;
  argument.set_name(DeliveryName(delivery));
  RETURN_IF_ERROR(
      operations_.Enqueue(change, kReceiveDelivery, argument, response, delivery.parent));
  delivery.job_id = JobIdOf(*response);
  delivery.started_by = change.caller.Label();
  RETURN_IF_ERROR(SaveConnection(change.txn, connection));
  RETURN_IF_ERROR(SaveDelivery(change.txn, delivery));
  if (!before.has_value() || !before->kept) {
    RETURN_IF_ERROR(SaveContent(change.txn, keys_, delivery.id, arrived.bytes));
  }
  RETURN_IF_ERROR(SaveKeepUntil(change.txn, delivery.id, mutation_.clock.Now() + kContentKept));
  change.Publish("DeliveryReceived", DeliveryName(delivery), delivery.revision, ToEvent(delivery));
  return absl::OkStatus();
}

grpc::Status ExchangeService::ReceiveDelivery(
    grpc::ServerContext* context, grpc::ServerReader<v1::ReceiveDeliveryRequest>* reader,
    Operation* response) {
  v1::ReceiveDeliveryRequest first;
  if (!reader->Read(&first)) first.Clear();
  const grpc::Status status = front_.AnswerFor(
      context, "ReceiveDelivery", first.parent(), [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const ReceiveCommand command, FromProto(first));
        ASSIGN_OR_RETURN(const Connection connection,
                         sending_.LoadConnection(caller, command.connection));
        RETURN_IF_ERROR(CheckInward(caller, connection));
        RETURN_IF_ERROR(CheckMonth(*FindContent(connection.content), command));
        ASSIGN_OR_RETURN(const std::string bytes, ReadContent(first, reader));
        const Arrived arrived = {command, bytes, absl::BytesToHexString(Sha256(bytes))};
        if (!command.content_hash.empty() && command.content_hash != arrived.hash) {
          return ContentHashWrong(arrived.hash);
        }
        v1::ReceiveDeliveryRequest request = first;
        request.set_content_hash(arrived.hash);
        request.set_validate_only(false);
        if (command.validate_only) request.set_request_id(DryRunId(first.request_id()));
        return rpc::Mutate(
            mutation_, caller, request, response, [&] { return AskToday(caller, connection); },
            [&](rpc::Change& change, const std::optional<absl::CivilDay>& today) {
              return Queue(change, arrived, today, response);
            });
      });
  if (status.ok()) operations_.Wake();
  return status;
}

absl::Status ExchangeService::StreamContent(
    const rpc::Caller& caller, const Delivery& delivery,
    grpc::ServerWriter<v1::DownloadDeliveryResponse>* writer) const {
  for (int64_t ordinal = 0;; ++ordinal) {
    std::optional<std::string> piece;
    RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(piece, LoadPiece(txn, keys_, delivery.id, ordinal));
      return absl::OkStatus();
    }));
    if (!piece.has_value()) return absl::OkStatus();
    v1::DownloadDeliveryResponse response;
    response.set_content(*std::move(piece));
    if (!writer->Write(response)) return absl::CancelledError("the caller has left");
  }
}

absl::Status ExchangeService::StreamRejected(
    const rpc::Caller& caller, const Delivery& delivery,
    grpc::ServerWriter<v1::DownloadDeliveryResponse>* writer) const {
  if (delivery.tally.rejected == 0) return absl::OkStatus();
  RowFormat format;
  RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(format, LoadRowFormat(txn, keys_, delivery.id));
    return absl::OkStatus();
  }));
  v1::DownloadDeliveryResponse response;
  *response.mutable_content() = RejectedHeader(format);
  ReceiptFilter filter;
  filter.rejected_only = true;
  filter.with_raw = true;
  filter.rows_max = kReceiptsPerPage;
  std::vector<StoredReceipt> page;
  do {
    RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(page, LoadReceipts(txn, keys_, {delivery.id, delivery.round}, filter));
      return absl::OkStatus();
    }));
    for (const StoredReceipt& each : page) {
      filter.after = each.ordinal;
      *response.mutable_content() += RejectedRow(format, each.receipt);
      if (response.content().size() < kPieceBytes) continue;
      if (!writer->Write(response)) return absl::CancelledError("the caller has left");
      response.clear_content();
    }
  } while (static_cast<int64_t>(page.size()) == kReceiptsPerPage);
  if (response.content().empty() || writer->Write(response)) return absl::OkStatus();
  return absl::CancelledError("the caller has left");
}

grpc::Status ExchangeService::DownloadDelivery(
    grpc::ServerContext* context, const v1::DownloadDeliveryRequest* request,
    grpc::ServerWriter<v1::DownloadDeliveryResponse>* writer) {
  return front_.AnswerFor(
      context, "DownloadDelivery", request->name(), [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const Delivery delivery, LoadDelivery(caller, request->name()));
        if (!delivery.kept) return ContentExpired(request->name());
        if (delivery.content == "FAMILIES") {
          RETURN_IF_ERROR(rpc::RecordAccess(mutation_, caller, request->name()));
        }
        const absl::Status status = request->rejected_only()
                                        ? StreamRejected(caller, delivery, writer)
                                        : StreamContent(caller, delivery, writer);
        // It expired while it was on its way.
        return absl::IsNotFound(status) ? ContentExpired(request->name()) : status;
      });
}

}  // namespace tuoqiao::exchange
