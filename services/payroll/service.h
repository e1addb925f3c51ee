// The handlers of Payroll. Each one converts, and answers from the store or changes through
// `Mutate`.
#ifndef TUOQIAO_SERVICES_PAYROLL_SERVICE_H_
#define TUOQIAO_SERVICES_PAYROLL_SERVICE_H_

#include "services/common/rpc/front.h"
#include "services/common/rpc/module.h"
#include "services/payroll/facts.h"
#include "services/payroll/packs.h"
#include "services/payroll/planning.h"
#include "tuoqiao/payroll/v1/payroll.grpc.pb.h"

namespace tuoqiao::payroll {

// Thread safe.
class PayrollService final : public v1::Payroll::Service {
 public:
  PayrollService(const rpc::Ground& ground, const rpc::Front& front, const Peers& peers,
                 const Packs& packs)
      : db_(ground.db),
        keys_(ground.keys),
        mutation_(ground.mutation()),
        front_(front),
        peers_(peers),
        planning_(ground.keys, packs.pay),
        packs_(packs) {}

  // What allows a deduction (service.cc).
  grpc::Status RecordLegalBasis(grpc::ServerContext* context,
                                const v1::RecordLegalBasisRequest* request,
                                v1::LegalBasis* response) override;
  grpc::Status BatchRecordAuthorisations(grpc::ServerContext* context,
                                         const v1::BatchRecordAuthorisationsRequest* request,
                                         v1::BatchRecordAuthorisationsResponse* response) override;
  grpc::Status RevokeAuthorisation(grpc::ServerContext* context,
                                   const v1::RevokeAuthorisationRequest* request,
                                   v1::Authorisation* response) override;
  grpc::Status BatchRecordPayFigures(grpc::ServerContext* context,
                                     const v1::BatchRecordPayFiguresRequest* request,
                                     v1::BatchRecordPayFiguresResponse* response) override;
  grpc::Status SetPayFloor(grpc::ServerContext* context, const v1::SetPayFloorRequest* request,
                           v1::PayFloor* response) override;

  // Pay runs (service_pay_runs.cc).
  grpc::Status PlanPayRun(grpc::ServerContext* context, const v1::PlanPayRunRequest* request,
                          v1::PayRun* response) override;
  grpc::Status ReleasePayRun(grpc::ServerContext* context, const v1::ReleasePayRunRequest* request,
                             v1::PayRun* response) override;
  grpc::Status ReconcilePayRun(grpc::ServerContext* context,
                               const v1::ReconcilePayRunRequest* request,
                               v1::PayRun* response) override;

  // When and how a firm pays, and what comes of it (service_planning.cc).
  grpc::Status SetPayCalendar(grpc::ServerContext* context,
                              const v1::SetPayCalendarRequest* request,
                              v1::PayCalendar* response) override;
  grpc::Status SetPayPolicy(grpc::ServerContext* context, const v1::SetPayPolicyRequest* request,
                            v1::PayPolicy* response) override;
  grpc::Status PreviewPaySchedule(grpc::ServerContext* context,
                                  const v1::PreviewPayScheduleRequest* request,
                                  v1::PreviewPayScheduleResponse* response) override;
  grpc::Status ListWaitingItems(grpc::ServerContext* context,
                                const v1::ListWaitingItemsRequest* request,
                                v1::ListWaitingItemsResponse* response) override;
  grpc::Status PreflightPark(grpc::ServerContext* context, const v1::PreflightParkRequest* request,
                             v1::PreflightParkResponse* response) override;

  // How arrears end by hand (service_arrears.cc).
  grpc::Status MakeArrearsDirect(grpc::ServerContext* context,
                                 const v1::MakeArrearsDirectRequest* request,
                                 v1::Arrears* response) override;
  grpc::Status WriteOffArrears(grpc::ServerContext* context,
                               const v1::WriteOffArrearsRequest* request,
                               v1::Arrears* response) override;
  grpc::Status ConfirmWriteOff(grpc::ServerContext* context,
                               const v1::ConfirmWriteOffRequest* request,
                               v1::Arrears* response) override;

  // Results (service_results.cc).
  grpc::Status BatchRecordResults(grpc::ServerContext* context,
                                  const v1::BatchRecordResultsRequest* request,
                                  v1::BatchRecordResultsResponse* response) override;
  grpc::Status ResolvePayException(grpc::ServerContext* context,
                                   const v1::ResolvePayExceptionRequest* request,
                                   v1::PayException* response) override;
  grpc::Status ListPayExceptions(grpc::ServerContext* context,
                                 const v1::ListPayExceptionsRequest* request,
                                 v1::ListPayExceptionsResponse* response) override;
  grpc::Status ListPayResults(grpc::ServerContext* context,
                              const v1::ListPayResultsRequest* request,
                              v1::ListPayResultsResponse* response) override;

  // Authorisations and their ends (service_authorisations.cc).
  grpc::Status ReportAuthorisationsTold(grpc::ServerContext* context,
                                        const v1::ReportAuthorisationsToldRequest* request,
                                        v1::ReportAuthorisationsToldResponse* response) override;
  grpc::Status GetAuthorisation(grpc::ServerContext* context,
                                const v1::GetAuthorisationRequest* request,
                                v1::Authorisation* response) override;
  grpc::Status ListAuthorisations(grpc::ServerContext* context,
                                  const v1::ListAuthorisationsRequest* request,
                                  v1::ListAuthorisationsResponse* response) override;
  grpc::Status ListLegalBases(grpc::ServerContext* context,
                              const v1::ListLegalBasesRequest* request,
                              v1::ListLegalBasesResponse* response) override;
  grpc::Status ExplainDeduction(grpc::ServerContext* context,
                                const v1::ExplainDeductionRequest* request,
                                v1::DeductionExplanation* response) override;

  // What a firm takes along and brings (service_imports.cc).
  grpc::Status ListPayRuns(grpc::ServerContext* context, const v1::ListPayRunsRequest* request,
                           v1::ListPayRunsResponse* response) override;
  grpc::Status ListPayItems(grpc::ServerContext* context, const v1::ListPayItemsRequest* request,
                            v1::ListPayItemsResponse* response) override;
  grpc::Status BatchImportPayItems(grpc::ServerContext* context,
                                   const v1::BatchImportPayItemsRequest* request,
                                   v1::BatchImportPayItemsResponse* response) override;
  grpc::Status BatchImportPayRuns(grpc::ServerContext* context,
                                  const v1::BatchImportPayRunsRequest* request,
                                  v1::BatchImportPayRunsResponse* response) override;
  grpc::Status ConfirmPayImport(grpc::ServerContext* context,
                                const v1::ConfirmPayImportRequest* request,
                                v1::PayImport* response) override;
  grpc::Status UndoPayImport(grpc::ServerContext* context, const v1::UndoPayImportRequest* request,
                             v1::PayImport* response) override;

  // What only reads (service_lists.cc).
  grpc::Status GetPayRun(grpc::ServerContext* context, const v1::GetPayRunRequest* request,
                         v1::PayRun* response) override;
  grpc::Status ListInstructions(grpc::ServerContext* context,
                                const v1::ListInstructionsRequest* request,
                                v1::ListInstructionsResponse* response) override;
  // What wages bore in a year: service_year.cc.
  grpc::Status SetBroughtForward(grpc::ServerContext* context,
                                 const v1::SetBroughtForwardRequest* request,
                                 v1::YearToDate* response) override;
  grpc::Status ListYearToDate(grpc::ServerContext* context,
                              const v1::ListYearToDateRequest* request,
                              v1::ListYearToDateResponse* response) override;

  grpc::Status ListArrears(grpc::ServerContext* context, const v1::ListArrearsRequest* request,
                           v1::ListArrearsResponse* response) override;
  grpc::Status ListEvents(grpc::ServerContext* context, const type::v1::ListEventsRequest* request,
                          type::v1::ListEventsResponse* response) override;
  grpc::Status ListResources(grpc::ServerContext* context,
                             const type::v1::ListResourcesRequest* request,
                             type::v1::ListResourcesResponse* response) override;

 private:
  // What the firm's next run of the month would be.
  absl::Status Preflight(const rpc::Caller& caller, const PayRunKey& month, absl::CivilDay today,
                         v1::FirmPreflight* response) const;

  db::Database& db_;
  const KeyRing& keys_;
  const rpc::MutationOptions mutation_;
  const rpc::Front& front_;
  const Peers& peers_;
  const Planning planning_;
  const Packs& packs_;
};

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_SERVICE_H_
