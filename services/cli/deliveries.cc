#include "services/cli/deliveries.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "services/cli/files.h"
#include "services/cli/parallel.h"
#include "services/common/errors.h"
#include "services/common/hash.h"
#include "services/common/status_macros.h"
#include "tuoqiao/exchange/v1/exchange.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

using Exchange = exchange::v1::Exchange::Stub;

absl::StatusOr<std::string> Send(Client& client, const Upload& upload) {
  exchange::v1::ReceiveDeliveryRequest first;
  first.set_parent(upload.link.parent);
  first.set_connection(upload.link.name());
  first.set_file_name(NameOf(upload.file));
  first.set_month(upload.month);
  first.set_leavers_confirmed(upload.leavers_confirmed);
  first.set_validate_only(upload.dry_run);
  first.set_request_id(
      client.RequestId({"deliver", first.SerializeAsString(), Sha256(upload.bytes)}));
  return client.Upload(std::move(first), upload.bytes, upload.link.who);
}

absl::Status AddRejected(Client& client, const Upload& upload,
                         const exchange::v1::Delivery& delivery, RowsReport* report) {
  if (!delivery.reason().empty()) {
    report->rejected.push_back({upload.file, 0, "", delivery.reason(), delivery.text_en()});
    return absl::OkStatus();
  }
  exchange::v1::ListRecordResultsRequest request;
  request.set_parent(delivery.name());
  request.set_rejected_only(true);
  return client.ForEachPage<Exchange, exchange::v1::ListRecordResultsRequest,
                            exchange::v1::ListRecordResultsResponse>(
      &Exchange::ListRecordResults, request, upload.link.who,
      [&](const exchange::v1::ListRecordResultsResponse& page) {
        for (const exchange::v1::RecordResult& each : page.results()) {
          report->rejected.push_back({upload.file, each.line(), each.result().field(),
                                      each.result().reason(), each.result().text_en()});
        }
      });
}

}  // namespace

absl::Status SetConnection(Client& client, const Link& link) {
  exchange::v1::SetConnectionRequest request;
  exchange::v1::Connection* connection = request.mutable_connection();
  connection->set_name(link.name());
  connection->set_adapter(link.adapter);
  connection->set_content(link.content);
  *connection->mutable_mapping() = link.mapping;
  request.set_request_id(client.RequestId({"connection", request.SerializeAsString()}));
  return client.Call(&Exchange::SetConnection, request, link.who).status();
}

namespace {

// The operations of the files, in their order. Those of one connection go one after the other, as
// they are to be applied.
absl::StatusOr<std::vector<std::string>> SendAll(Client& client,
                                                 const std::vector<Upload>& uploads) {
  std::map<std::string, std::vector<size_t>> by_connection;
  for (size_t i = 0; i < uploads.size(); ++i) by_connection[uploads[i].link.name()].push_back(i);
  std::vector<std::vector<size_t>> queues;
  for (auto& [connection, files] : by_connection) queues.push_back(std::move(files));
  std::vector<std::string> operations(uploads.size());
  RETURN_IF_ERROR(InParallel(queues.size(), [&](size_t queue) -> absl::Status {
    RETURN_IF_ERROR(SetConnection(client, uploads[queues[queue].front()].link));
    for (size_t i : queues[queue]) {
      ASSIGN_OR_RETURN(operations[i], Send(client, uploads[i]));
    }
    return absl::OkStatus();
  }));
  return operations;
}

}  // namespace

absl::StatusOr<RowsReport> Deliver(Client& client, const std::string& label,
                                   const std::vector<Upload>& uploads,
                                   std::vector<exchange::v1::Delivery>* deliveries) {
  ASSIGN_OR_RETURN(const std::vector<std::string> operations, SendAll(client, uploads));
  RowsReport report;
  Progress progress(label);
  for (size_t i = 0; i < uploads.size(); ++i) {
    const auto show = [&](const type::v1::Progress& one) {
      if (uploads.size() == 1) progress.Show(one.done(), one.total());
    };
    ASSIGN_OR_RETURN(const auto operation, client.Wait(operations[i], uploads[i].link.who, show));
    if (uploads.size() > 1) {
      progress.Show(static_cast<int64_t>(i) + 1, static_cast<int64_t>(uploads.size()));
    }
    exchange::v1::Delivery delivery;
    if (!operation.response().UnpackTo(&delivery)) {
      return absl::InternalError("the operation of a delivery did not answer with a delivery");
    }
    report.read += delivery.records_read();
    report.created += delivery.created();
    report.updated += delivery.updated();
    report.unchanged += delivery.unchanged();
    if (delivery.rejected() > 0 || !delivery.reason().empty()) {
      RETURN_IF_ERROR(AddRejected(client, uploads[i], delivery, &report));
    }
    if (deliveries != nullptr) deliveries->push_back(std::move(delivery));
  }
  return report;
}

absl::StatusOr<std::string> Fetch(Client& client, const Link& link, const std::string& subject,
                                  const std::string& occasion) {
  if (!link.content.empty()) RETURN_IF_ERROR(SetConnection(client, link));
  exchange::v1::SendDeliveryRequest request;
  request.set_parent(link.parent);
  request.set_connection(link.name());
  request.set_subject(subject);
  request.set_request_id(client.RequestId({"send", request.SerializeAsString(), occasion}));
  const auto delivery = client.Call(&Exchange::SendDelivery, request, link.who);
  if (ReasonOf(delivery.status()) == "NOTHING_TO_SEND") return std::string();
  RETURN_IF_ERROR(delivery.status());
  return client.Download(delivery->name(), false, link.who);
}

}  // namespace tuoqiao::cli
