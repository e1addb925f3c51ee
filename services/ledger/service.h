// The handlers of Ledger. Most read: what is written is heard (hearing.h), but for what people
// enter (entering.h).
#ifndef TUOQIAO_SERVICES_LEDGER_SERVICE_H_
#define TUOQIAO_SERVICES_LEDGER_SERVICE_H_

#include <map>
#include <string>
#include <vector>

#include "services/common/rpc/front.h"
#include "services/common/rpc/module.h"
#include "services/common/rpc/mutate.h"
#include "services/common/rpc/peer.h"
#include "services/common/seal.h"
#include "services/ledger/benefit.h"
#include "services/ledger/numbers.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/ledger/v1/ledger.grpc.pb.h"

namespace tuoqiao::ledger {

// Thread safe.
class LedgerService final : public v1::Ledger::Service {
 public:
  LedgerService(const rpc::Ground& ground, const rpc::Front& front, const Packs& packs)
      : db_(ground.db),
        keys_(ground.keys),
        mutation_(ground.mutation()),
        directory_(ground.channel("directory"), ground.badge),
        front_(front),
        packs_(packs) {}

  grpc::Status ListBalances(grpc::ServerContext* context, const v1::ListBalancesRequest* request,
                            v1::ListBalancesResponse* response) override;
  grpc::Status ListEntries(grpc::ServerContext* context, const v1::ListEntriesRequest* request,
                           v1::ListEntriesResponse* response) override;
  grpc::Status GetTrialBalance(grpc::ServerContext* context,
                               const v1::GetTrialBalanceRequest* request,
                               v1::TrialBalance* response) override;
  grpc::Status GetAccountStatement(grpc::ServerContext* context,
                                   const v1::GetAccountStatementRequest* request,
                                   v1::AccountStatement* response) override;
  grpc::Status ListUnexplained(grpc::ServerContext* context,
                               const v1::ListUnexplainedRequest* request,
                               v1::ListUnexplainedResponse* response) override;
  grpc::Status ListOpenItems(grpc::ServerContext* context, const v1::ListOpenItemsRequest* request,
                             v1::ListOpenItemsResponse* response) override;
  grpc::Status ListCounters(grpc::ServerContext* context, const v1::ListCountersRequest* request,
                            v1::ListCountersResponse* response) override;
  grpc::Status SetFirmWages(grpc::ServerContext* context, const v1::SetFirmWagesRequest* request,
                            v1::FirmWages* response) override;
  grpc::Status ListTaxableBenefits(grpc::ServerContext* context,
                                   const v1::ListTaxableBenefitsRequest* request,
                                   v1::ListTaxableBenefitsResponse* response) override;
  grpc::Status ListCareEvidence(grpc::ServerContext* context,
                                const v1::ListCareEvidenceRequest* request,
                                v1::ListCareEvidenceResponse* response) override;
  grpc::Status ReverseEntry(grpc::ServerContext* context, const v1::ReverseEntryRequest* request,
                            v1::Reversal* response) override;
  grpc::Status ConfirmReversal(grpc::ServerContext* context,
                               const v1::ConfirmReversalRequest* request,
                               v1::Reversal* response) override;
  grpc::Status ListReversals(grpc::ServerContext* context, const v1::ListReversalsRequest* request,
                             v1::ListReversalsResponse* response) override;
  grpc::Status ProposeOpening(grpc::ServerContext* context,
                              const v1::ProposeOpeningRequest* request,
                              v1::Opening* response) override;
  grpc::Status ConfirmOpening(grpc::ServerContext* context,
                              const v1::ConfirmOpeningRequest* request,
                              v1::Opening* response) override;
  grpc::Status ReverseOpening(grpc::ServerContext* context,
                              const v1::ReverseOpeningRequest* request,
                              v1::Opening* response) override;
  grpc::Status GetOpening(grpc::ServerContext* context, const v1::GetOpeningRequest* request,
                          v1::Opening* response) override;
  grpc::Status BatchTransfer(grpc::ServerContext* context, const v1::BatchTransferRequest* request,
                             v1::BatchTransferResponse* response) override;
  grpc::Status PostTransfer(grpc::ServerContext* context, const v1::PostTransferRequest* request,
                            v1::Transfer* response) override;
  grpc::Status VoidTransfer(grpc::ServerContext* context, const v1::VoidTransferRequest* request,
                            v1::Transfer* response) override;
  grpc::Status ListTransfers(grpc::ServerContext* context, const v1::ListTransfersRequest* request,
                             v1::ListTransfersResponse* response) override;
  grpc::Status SetAccountLimit(grpc::ServerContext* context,
                               const v1::SetAccountLimitRequest* request,
                               v1::AccountLimit* response) override;
  grpc::Status ListAccountLimits(grpc::ServerContext* context,
                                 const v1::ListAccountLimitsRequest* request,
                                 v1::ListAccountLimitsResponse* response) override;
  grpc::Status ListBudgets(grpc::ServerContext* context, const v1::ListBudgetsRequest* request,
                           v1::ListBudgetsResponse* response) override;
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
  // The park's date: outside any transaction.
  absl::StatusOr<absl::CivilDay> AskToday(const rpc::Caller& caller) const;
  // How each month of what a firm bore is taxed, with the advice that the firm had then: outside
  // any transaction. RULE_NOT_IN_FORCE, FIRM_NOT_FOUND.
  absl::StatusOr<std::map<absl::CivilMonth, TaxTerms>> AskTaxTerms(
      const rpc::Caller& caller, const std::string& firm, const std::vector<Borne>& borne) const;

  db::Database& db_;
  const KeyRing& keys_;
  const rpc::MutationOptions mutation_;
  const rpc::Peer<directory::v1::Directory> directory_;
  const rpc::Front& front_;
  const Packs& packs_;
};

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_SERVICE_H_
