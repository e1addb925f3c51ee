// The handlers of exchange. Each is convert, load, decide, save, reply.
#ifndef TUOQIAO_SERVICES_EXCHANGE_SERVICE_H_
#define TUOQIAO_SERVICES_EXCHANGE_SERVICE_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/common/rpc/front.h"
#include "services/common/rpc/module.h"
#include "services/exchange/convert.h"
#include "services/exchange/facts.h"
#include "services/exchange/sending.h"
#include "tuoqiao/exchange/v1/exchange.grpc.pb.h"

namespace tuoqiao::exchange {

// Thread safe.
class ExchangeService final : public v1::Exchange::Service {
 public:
  ExchangeService(const rpc::Ground& ground, const rpc::Front& front, rpc::Operations& operations,
                  const Peers& peers, const Sending& sending)
      : db_(ground.db),
        keys_(ground.keys),
        mutation_(ground.mutation()),
        front_(front),
        operations_(operations),
        peers_(peers),
        sending_(sending),
        targets_(ground.payroll_targets) {}

  // Connections and what goes out: service.cc.
  grpc::Status SetConnection(grpc::ServerContext* context, const v1::SetConnectionRequest* request,
                             v1::Connection* response) override;
  grpc::Status SendDelivery(grpc::ServerContext* context, const v1::SendDeliveryRequest* request,
                            v1::Delivery* response) override;

  // Bytes in and out: service_streams.cc.
  grpc::Status ReceiveDelivery(grpc::ServerContext* context,
                               grpc::ServerReader<v1::ReceiveDeliveryRequest>* reader,
                               google::longrunning::Operation* response) override;
  grpc::Status DownloadDelivery(grpc::ServerContext* context,
                                const v1::DownloadDeliveryRequest* request,
                                grpc::ServerWriter<v1::DownloadDeliveryResponse>* writer) override;

  // What is read only: service_lists.cc.
  grpc::Status ListConnections(grpc::ServerContext* context,
                               const v1::ListConnectionsRequest* request,
                               v1::ListConnectionsResponse* response) override;
  grpc::Status GetDelivery(grpc::ServerContext* context, const v1::GetDeliveryRequest* request,
                           v1::Delivery* response) override;
  grpc::Status ListRecordResults(grpc::ServerContext* context,
                                 const v1::ListRecordResultsRequest* request,
                                 v1::ListRecordResultsResponse* response) override;
  grpc::Status ListEvents(grpc::ServerContext* context, const type::v1::ListEventsRequest* request,
                          type::v1::ListEventsResponse* response) override;
  grpc::Status ListResources(grpc::ServerContext* context,
                             const type::v1::ListResourcesRequest* request,
                             type::v1::ListResourcesResponse* response) override;

 private:
  // What arrived, and what its reading rests on.
  struct Arrived {
    const ReceiveCommand& command;
    const std::string& bytes;
    std::string hash;
  };

  // DELIVERY_NOT_FOUND, too, where the content is another role's.
  absl::StatusOr<Delivery> LoadDelivery(const rpc::Caller& caller, const std::string& name) const;

  // `today` is the day that a file of families is held against; none where its mapping fixes one.
  absl::StatusOr<std::optional<absl::CivilDay>> AskToday(const rpc::Caller& caller,
                                                         const Connection& connection) const;
  absl::Status Queue(rpc::Change& change, const Arrived& arrived,
                     const std::optional<absl::CivilDay>& today,
                     google::longrunning::Operation* response);
  absl::Status AnswerAsBefore(rpc::Change& change, const Delivery& delivery,
                              google::longrunning::Operation* response);

  absl::Status StreamContent(const rpc::Caller& caller, const Delivery& delivery,
                             grpc::ServerWriter<v1::DownloadDeliveryResponse>* writer) const;
  absl::Status StreamRejected(const rpc::Caller& caller, const Delivery& delivery,
                              grpc::ServerWriter<v1::DownloadDeliveryResponse>* writer) const;

  db::Database& db_;
  const KeyRing& keys_;
  const rpc::MutationOptions mutation_;
  const rpc::Front& front_;
  rpc::Operations& operations_;
  const Peers& peers_;
  const Sending& sending_;
  const std::map<std::string, rpc::PayrollTarget> targets_;
};

// The kind of the jobs that apply files.
inline constexpr char kReceiveDelivery[] = "ReceiveDelivery";

}  // namespace tuoqiao::exchange

#endif  // TUOQIAO_SERVICES_EXCHANGE_SERVICE_H_
