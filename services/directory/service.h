// The handlers of directory. Each is convert, load, decide, save, reply.
#ifndef TUOQIAO_SERVICES_DIRECTORY_SERVICE_H_
#define TUOQIAO_SERVICES_DIRECTORY_SERVICE_H_

#include <set>
#include <string>

#include "services/common/rpc/front.h"
#include "services/common/rpc/module.h"
#include "services/common/rules/parameter_file.h"
#include "services/directory/family.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"

namespace tuoqiao::directory {

// Thread safe.
class DirectoryService final : public v1::Directory::Service {
 public:
  DirectoryService(const rpc::Ground& ground, const rpc::Front& front,
                   rules::ParameterFile deduction);

  // Parks: service.cc.
  grpc::Status CreatePark(grpc::ServerContext* context, const v1::CreateParkRequest* request,
                          v1::Park* response) override;
  grpc::Status GetPark(grpc::ServerContext* context, const v1::GetParkRequest* request,
                       v1::Park* response) override;
  grpc::Status ListParks(grpc::ServerContext* context, const v1::ListParksRequest* request,
                         v1::ListParksResponse* response) override;
  grpc::Status AdvanceClock(grpc::ServerContext* context, const v1::AdvanceClockRequest* request,
                            v1::Park* response) override;
  grpc::Status ListEvents(grpc::ServerContext* context, const type::v1::ListEventsRequest* request,
                          type::v1::ListEventsResponse* response) override;
  grpc::Status ListResources(grpc::ServerContext* context,
                             const type::v1::ListResourcesRequest* request,
                             type::v1::ListResourcesResponse* response) override;

  // Firms and their employees: roster_service.cc.
  grpc::Status BatchCreateFirms(grpc::ServerContext* context,
                                const v1::BatchCreateFirmsRequest* request,
                                v1::BatchCreateFirmsResponse* response) override;
  grpc::Status GetFirm(grpc::ServerContext* context, const v1::GetFirmRequest* request,
                       v1::Firm* response) override;
  grpc::Status ListFirms(grpc::ServerContext* context, const v1::ListFirmsRequest* request,
                         v1::ListFirmsResponse* response) override;
  grpc::Status ReportRoster(grpc::ServerContext* context, const v1::ReportRosterRequest* request,
                            v1::Firm* response) override;
  grpc::Status BatchApplyEmployees(grpc::ServerContext* context,
                                   const v1::BatchApplyEmployeesRequest* request,
                                   v1::BatchApplyEmployeesResponse* response) override;
  grpc::Status EndAbsentEmployees(grpc::ServerContext* context,
                                  const v1::EndAbsentEmployeesRequest* request,
                                  v1::EndAbsentEmployeesResponse* response) override;
  grpc::Status GetEmployee(grpc::ServerContext* context, const v1::GetEmployeeRequest* request,
                           v1::Employee* response) override;
  grpc::Status ListEmployees(grpc::ServerContext* context, const v1::ListEmployeesRequest* request,
                             v1::ListEmployeesResponse* response) override;

  // Families: family_service.cc.
  grpc::Status BatchApplyFamilies(grpc::ServerContext* context,
                                  const v1::BatchApplyFamiliesRequest* request,
                                  v1::BatchApplyFamiliesResponse* response) override;
  grpc::Status GetFamily(grpc::ServerContext* context, const v1::GetFamilyRequest* request,
                         v1::Family* response) override;
  grpc::Status ConfirmGuardian(grpc::ServerContext* context,
                               const v1::ConfirmGuardianRequest* request,
                               v1::Family* response) override;
  grpc::Status ListChildFacts(grpc::ServerContext* context,
                              const v1::ListChildFactsRequest* request,
                              v1::ListChildFactsResponse* response) override;

  // Consents: consent_service.cc.
  grpc::Status SetConsent(grpc::ServerContext* context, const v1::SetConsentRequest* request,
                          v1::Family* response) override;
  grpc::Status ListRecipientConsents(grpc::ServerContext* context,
                                     const v1::ListRecipientConsentsRequest* request,
                                     v1::ListRecipientConsentsResponse* response) override;

  // The tax deduction of guardians: deduction_service.cc.
  grpc::Status SetDeductionSplit(grpc::ServerContext* context,
                                 const v1::SetDeductionSplitRequest* request,
                                 v1::DeductionSplit* response) override;
  grpc::Status ListDeductionMonths(grpc::ServerContext* context,
                                   const v1::ListDeductionMonthsRequest* request,
                                   v1::ListDeductionMonthsResponse* response) override;
  grpc::Status ListFirmDeductions(grpc::ServerContext* context,
                                  const v1::ListFirmDeductionsRequest* request,
                                  v1::ListFirmDeductionsResponse* response) override;

  // One child in two cases: duplicate_service.cc.
  grpc::Status ListChildDuplicates(grpc::ServerContext* context,
                                   const v1::ListChildDuplicatesRequest* request,
                                   v1::ListChildDuplicatesResponse* response) override;
  grpc::Status ReviewChildDuplicate(grpc::ServerContext* context,
                                    const v1::ReviewChildDuplicateRequest* request,
                                    v1::ChildDuplicate* response) override;

 private:
  // What one batch of families has seen and changed so far.
  struct FamilyBatch;
  // Applies one record; a failure rejects it and leaves the transaction as it was.
  absl::Status ApplyFamily(rpc::Change& change, Family record, FamilyBatch& batch,
                           type::v1::ItemResult* result);

  db::Database& db_;
  Clock& clock_;
  const KeyRing& keys_;
  const rpc::Front& front_;
  const rpc::MutationOptions mutation_;
  const rules::ParameterFile deduction_;
};

}  // namespace tuoqiao::directory

#endif  // TUOQIAO_SERVICES_DIRECTORY_SERVICE_H_
