// The handlers of Ledger: all of them read. What is written is heard (hearing.h).
#ifndef TUOQIAO_SERVICES_LEDGER_SERVICE_H_
#define TUOQIAO_SERVICES_LEDGER_SERVICE_H_

#include "services/common/rpc/front.h"
#include "services/common/rpc/module.h"
#include "tuoqiao/ledger/v1/ledger.grpc.pb.h"

namespace tuoqiao::ledger {

// Thread safe.
class LedgerService final : public v1::Ledger::Service {
 public:
  LedgerService(const rpc::Ground& ground, const rpc::Front& front)
      : db_(ground.db), front_(front) {}

  grpc::Status ListBalances(grpc::ServerContext* context, const v1::ListBalancesRequest* request,
                            v1::ListBalancesResponse* response) override;
  grpc::Status ListEntries(grpc::ServerContext* context, const v1::ListEntriesRequest* request,
                           v1::ListEntriesResponse* response) override;
  grpc::Status GetTrialBalance(grpc::ServerContext* context,
                               const v1::GetTrialBalanceRequest* request,
                               v1::TrialBalance* response) override;
  grpc::Status GetMonthBooking(grpc::ServerContext* context,
                               const v1::GetMonthBookingRequest* request,
                               v1::MonthBooked* response) override;
  grpc::Status ListCursors(grpc::ServerContext* context, const v1::ListCursorsRequest* request,
                           v1::ListCursorsResponse* response) override;
  grpc::Status ListEvents(grpc::ServerContext* context, const type::v1::ListEventsRequest* request,
                          type::v1::ListEventsResponse* response) override;
  grpc::Status ListResources(grpc::ServerContext* context,
                             const type::v1::ListResourcesRequest* request,
                             type::v1::ListResourcesResponse* response) override;

 private:
  db::Database& db_;
  const rpc::Front& front_;
};

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_SERVICE_H_
