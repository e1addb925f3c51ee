// The handlers of billing. Each is convert, load, decide, save, reply.
#ifndef TUOQIAO_SERVICES_BILLING_SERVICE_H_
#define TUOQIAO_SERVICES_BILLING_SERVICE_H_

#include "services/billing/facts.h"
#include "services/common/rpc/front.h"
#include "services/common/rpc/module.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"

namespace tuoqiao::billing {

// Thread safe.
class BillingService final : public v1::Billing::Service {
 public:
  // Registers the jobs of `operations`, which is not started yet.
  BillingService(const rpc::Ground& ground, const rpc::Front& front, rpc::Operations& operations,
                 const Peers& peers);

  // Tariffs, plans and months: service.cc.
  grpc::Status CreateTariff(grpc::ServerContext* context, const v1::CreateTariffRequest* request,
                            v1::Tariff* response) override;
  grpc::Status CreateFundingPlan(grpc::ServerContext* context,
                                 const v1::CreateFundingPlanRequest* request,
                                 v1::FundingPlan* response) override;
  grpc::Status PreviewMonth(grpc::ServerContext* context, const v1::PreviewMonthRequest* request,
                            google::longrunning::Operation* response) override;
  grpc::Status ApproveMonth(grpc::ServerContext* context, const v1::ApproveMonthRequest* request,
                            v1::Month* response) override;
  grpc::Status WithdrawApproval(grpc::ServerContext* context,
                                const v1::WithdrawApprovalRequest* request,
                                v1::Month* response) override;
  grpc::Status CloseMonth(grpc::ServerContext* context, const v1::CloseMonthRequest* request,
                          google::longrunning::Operation* response) override;

  // What only reads: service_reads.cc.
  grpc::Status ListTariffs(grpc::ServerContext* context, const v1::ListTariffsRequest* request,
                           v1::ListTariffsResponse* response) override;
  grpc::Status GetFundingPlan(grpc::ServerContext* context,
                              const v1::GetFundingPlanRequest* request,
                              v1::FundingPlan* response) override;
  grpc::Status GetMonth(grpc::ServerContext* context, const v1::GetMonthRequest* request,
                        v1::Month* response) override;
  grpc::Status ListCentreStatements(grpc::ServerContext* context,
                                    const v1::ListCentreStatementsRequest* request,
                                    v1::ListCentreStatementsResponse* response) override;
  grpc::Status ListPayerShares(grpc::ServerContext* context,
                               const v1::ListPayerSharesRequest* request,
                               v1::ListPayerSharesResponse* response) override;
  grpc::Status GetStatement(grpc::ServerContext* context, const v1::GetStatementRequest* request,
                            v1::Statement* response) override;
  grpc::Status ListStatements(grpc::ServerContext* context,
                              const v1::ListStatementsRequest* request,
                              v1::ListStatementsResponse* response) override;
  grpc::Status ListFamilyStatements(grpc::ServerContext* context,
                                    const v1::ListFamilyStatementsRequest* request,
                                    v1::ListFamilyStatementsResponse* response) override;
  grpc::Status ListFirmShares(grpc::ServerContext* context,
                              const v1::ListFirmSharesRequest* request,
                              v1::ListFirmSharesResponse* response) override;

  // What is looked at before a month is signed: service_checklist.cc.
  grpc::Status GetMonthChecklist(grpc::ServerContext* context,
                                 const v1::GetMonthChecklistRequest* request,
                                 v1::MonthChecklist* response) override;

  // What another system closed: service_imported.cc.
  grpc::Status BatchImportStatements(grpc::ServerContext* context,
                                     const v1::BatchImportStatementsRequest* request,
                                     v1::BatchImportStatementsResponse* response) override;
  grpc::Status ListImportedStatements(grpc::ServerContext* context,
                                      const v1::ListImportedStatementsRequest* request,
                                      v1::ListImportedStatementsResponse* response) override;

  // Shadows of plans and what comes of them: service_shadow.cc.
  grpc::Status StartShadow(grpc::ServerContext* context, const v1::StartShadowRequest* request,
                           google::longrunning::Operation* response) override;
  grpc::Status GetShadow(grpc::ServerContext* context, const v1::GetShadowRequest* request,
                         v1::Shadow* response) override;
  grpc::Status ListShadowDifferences(grpc::ServerContext* context,
                                     const v1::ListShadowDifferencesRequest* request,
                                     v1::ListShadowDifferencesResponse* response) override;
  grpc::Status ApproveShadow(grpc::ServerContext* context, const v1::ApproveShadowRequest* request,
                             v1::Shadow* response) override;
  grpc::Status ListAdoptions(grpc::ServerContext* context, const v1::ListAdoptionsRequest* request,
                             v1::ListAdoptionsResponse* response) override;

  // What a place would cost, of which nothing is stored: service_estimate.cc.
  grpc::Status EstimateFamily(grpc::ServerContext* context,
                              const v1::EstimateFamilyRequest* request,
                              v1::EstimateFamilyResponse* response) override;
  grpc::Status EstimateFirm(grpc::ServerContext* context, const v1::EstimateFirmRequest* request,
                            v1::EstimateFirmResponse* response) override;

  grpc::Status ListEvents(grpc::ServerContext* context, const type::v1::ListEventsRequest* request,
                          type::v1::ListEventsResponse* response) override;
  grpc::Status ListResources(grpc::ServerContext* context,
                             const type::v1::ListResourcesRequest* request,
                             type::v1::ListResourcesResponse* response) override;

 private:
  static constexpr char kStartShadow[] = "StartShadow";

  db::Database& db_;
  const rpc::MutationOptions mutation_;
  const rpc::Front& front_;
  rpc::Operations& operations_;
  const Peers& peers_;
};

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_SERVICE_H_
