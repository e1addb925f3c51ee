// The handlers of Settlement.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_SERVICE_H_
#define TUOQIAO_SERVICES_SETTLEMENT_SERVICE_H_

#include "services/common/rpc/front.h"
#include "services/common/rpc/module.h"
#include "services/common/rules/parameter_file.h"
#include "services/settlement/facts.h"
#include "tuoqiao/settlement/v1/settlement.grpc.pb.h"

namespace tuoqiao::settlement {

// Thread safe.
class SettlementService final : public v1::Settlement::Service {
 public:
  SettlementService(const rpc::Ground& ground, const rpc::Front& front, const Peers& peers,
                    const rules::ParameterFile& numbers)
      : db_(ground.db),
        keys_(ground.keys),
        mutation_(ground.mutation()),
        front_(front),
        peers_(peers),
        numbers_(numbers) {}

  grpc::Status SetPayeeAccount(grpc::ServerContext* context,
                               const v1::SetPayeeAccountRequest* request,
                               v1::PayeeAccount* response) override;
  grpc::Status ListPayeeAccounts(grpc::ServerContext* context,
                                 const v1::ListPayeeAccountsRequest* request,
                                 v1::ListPayeeAccountsResponse* response) override;
  grpc::Status GetPayeeAccount(grpc::ServerContext* context,
                               const v1::GetPayeeAccountRequest* request,
                               v1::PayeeAccount* response) override;
  grpc::Status IssueReceivables(grpc::ServerContext* context,
                                const v1::IssueReceivablesRequest* request,
                                v1::IssueReceivablesResponse* response) override;
  grpc::Status ListReceivables(grpc::ServerContext* context,
                               const v1::ListReceivablesRequest* request,
                               v1::ListReceivablesResponse* response) override;
  grpc::Status ListReceivableLines(grpc::ServerContext* context,
                                   const v1::ListReceivableLinesRequest* request,
                                   v1::ListReceivableLinesResponse* response) override;
  grpc::Status BatchRecordBankLines(grpc::ServerContext* context,
                                    const v1::BatchRecordBankLinesRequest* request,
                                    v1::BatchRecordBankLinesResponse* response) override;
  grpc::Status ListBankLines(grpc::ServerContext* context, const v1::ListBankLinesRequest* request,
                             v1::ListBankLinesResponse* response) override;
  grpc::Status MatchBankLine(grpc::ServerContext* context, const v1::MatchBankLineRequest* request,
                             v1::BankLine* response) override;
  grpc::Status UnmatchBankLine(grpc::ServerContext* context,
                               const v1::UnmatchBankLineRequest* request,
                               v1::BankLine* response) override;
  grpc::Status PreparePayouts(grpc::ServerContext* context,
                              const v1::PreparePayoutsRequest* request,
                              v1::PreparePayoutsResponse* response) override;
  grpc::Status ReleasePayouts(grpc::ServerContext* context,
                              const v1::ReleasePayoutsRequest* request,
                              v1::ReleasePayoutsResponse* response) override;
  grpc::Status BatchRecordPaymentStatuses(
      grpc::ServerContext* context, const v1::BatchRecordPaymentStatusesRequest* request,
      v1::BatchRecordPaymentStatusesResponse* response) override;
  grpc::Status ListPayouts(grpc::ServerContext* context, const v1::ListPayoutsRequest* request,
                           v1::ListPayoutsResponse* response) override;
  grpc::Status ListPayoutLines(grpc::ServerContext* context,
                               const v1::ListPayoutLinesRequest* request,
                               v1::ListPayoutLinesResponse* response) override;
  grpc::Status GetPaymentAdvice(grpc::ServerContext* context,
                                const v1::GetPaymentAdviceRequest* request,
                                v1::PaymentAdvice* response) override;
  grpc::Status SetGuaranteeFund(grpc::ServerContext* context,
                                const v1::SetGuaranteeFundRequest* request,
                                v1::GuaranteeFund* response) override;
  grpc::Status GetSettlementPromise(grpc::ServerContext* context,
                                    const v1::GetSettlementPromiseRequest* request,
                                    v1::SettlementPromise* response) override;
  grpc::Status ListEvents(grpc::ServerContext* context, const type::v1::ListEventsRequest* request,
                          type::v1::ListEventsResponse* response) override;
  grpc::Status ListResources(grpc::ServerContext* context,
                             const type::v1::ListResourcesRequest* request,
                             type::v1::ListResourcesResponse* response) override;

 private:
  db::Database& db_;
  const KeyRing& keys_;
  const rpc::MutationOptions mutation_;
  const rpc::Front& front_;
  const Peers& peers_;
  const rules::ParameterFile& numbers_;
};

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_SERVICE_H_
