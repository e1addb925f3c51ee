// The handlers of eligibility. Each is convert, load, decide, save, reply.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_SERVICE_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_SERVICE_H_

#include <string>
#include <vector>

#include "services/common/rpc/front.h"
#include "services/common/rpc/module.h"
#include "services/common/rules/scheme.h"
#include "services/eligibility/changes.h"
#include "services/eligibility/comparison.h"
#include "services/eligibility/deciding.h"
#include "services/eligibility/deciding_again.h"
#include "services/eligibility/decision.h"
#include "services/eligibility/facts.h"
#include "services/eligibility/override_store.h"
#include "services/eligibility/programme.h"
#include "services/eligibility/versions.h"
#include "tuoqiao/eligibility/v1/eligibility.grpc.pb.h"

namespace tuoqiao::eligibility {

// Thread safe.
class EligibilityService final : public v1::Eligibility::Service {
 public:
  // Registers its long work with `operations`.
  EligibilityService(const rpc::Ground& ground, const rpc::Front& front,
                     rpc::Operations& operations, const Peers& peers,
                     const rules::Schemes& schemes);

  // What changes: service.cc.
  grpc::Status CreateProgramme(grpc::ServerContext* context,
                               const v1::CreateProgrammeRequest* request,
                               v1::Programme* response) override;
  grpc::Status DecideChildren(grpc::ServerContext* context,
                              const v1::DecideChildrenRequest* request,
                              google::longrunning::Operation* response) override;

  // What people say of a child: service_facts.cc.
  grpc::Status RecordFacts(grpc::ServerContext* context, const v1::RecordFactsRequest* request,
                           v1::RecordFactsResponse* response) override;
  grpc::Status ListRecordedFacts(grpc::ServerContext* context,
                                 const v1::ListRecordedFactsRequest* request,
                                 v1::ListRecordedFactsResponse* response) override;
  grpc::Status ListDecisionFaults(grpc::ServerContext* context,
                                  const v1::ListDecisionFaultsRequest* request,
                                  v1::ListDecisionFaultsResponse* response) override;

  // The right that follows: service_entitlements.cc.
  grpc::Status ListEntitlements(grpc::ServerContext* context,
                                const v1::ListEntitlementsRequest* request,
                                v1::ListEntitlementsResponse* response) override;
  grpc::Status ConfirmEntitlement(grpc::ServerContext* context,
                                  const v1::ConfirmEntitlementRequest* request,
                                  v1::Entitlement* response) override;

  // What two people decide: service_overrides.cc.
  grpc::Status ProposeOverride(grpc::ServerContext* context,
                               const v1::ProposeOverrideRequest* request,
                               v1::Override* response) override;
  grpc::Status ApproveOverride(grpc::ServerContext* context,
                               const v1::ApproveOverrideRequest* request,
                               v1::Override* response) override;
  grpc::Status RevokeOverride(grpc::ServerContext* context,
                              const v1::RevokeOverrideRequest* request,
                              v1::Override* response) override;
  grpc::Status ListOverrides(grpc::ServerContext* context, const v1::ListOverridesRequest* request,
                             v1::ListOverridesResponse* response) override;

  // Appeals: service_appeals.cc.
  grpc::Status OpenAppeal(grpc::ServerContext* context, const v1::OpenAppealRequest* request,
                          v1::Appeal* response) override;
  grpc::Status SettleAppeal(grpc::ServerContext* context, const v1::SettleAppealRequest* request,
                            v1::Appeal* response) override;
  grpc::Status ListAppeals(grpc::ServerContext* context, const v1::ListAppealsRequest* request,
                           v1::ListAppealsResponse* response) override;

  // What only reads: service_reads.cc.
  grpc::Status GetProgramme(grpc::ServerContext* context, const v1::GetProgrammeRequest* request,
                            v1::Programme* response) override;
  grpc::Status ListDecisions(grpc::ServerContext* context, const v1::ListDecisionsRequest* request,
                             v1::ListDecisionsResponse* response) override;
  grpc::Status ExplainDecision(grpc::ServerContext* context,
                               const v1::ExplainDecisionRequest* request,
                               v1::Explanation* response) override;
  // Another scheme beside a programme's own: service_shadow.cc.
  grpc::Status StartShadow(grpc::ServerContext* context, const v1::StartShadowRequest* request,
                           google::longrunning::Operation* response) override;
  grpc::Status GetShadow(grpc::ServerContext* context, const v1::GetShadowRequest* request,
                         v1::Shadow* response) override;
  grpc::Status ListShadowDifferences(grpc::ServerContext* context,
                                     const v1::ListShadowDifferencesRequest* request,
                                     v1::ListShadowDifferencesResponse* response) override;
  grpc::Status ApproveShadow(grpc::ServerContext* context, const v1::ApproveShadowRequest* request,
                             v1::Shadow* response) override;

  // service_check.cc.
  grpc::Status CheckFamily(grpc::ServerContext* context, const v1::CheckFamilyRequest* request,
                           v1::CheckFamilyResponse* response) override;
  // Of all programmes together: service_compare.cc.
  grpc::Status CompareProgrammes(grpc::ServerContext* context,
                                 const v1::CompareProgrammesRequest* request,
                                 v1::CompareProgrammesResponse* response) override;
  grpc::Status CompareChildProgrammes(grpc::ServerContext* context,
                                      const v1::CompareChildProgrammesRequest* request,
                                      v1::CompareProgrammesResponse* response) override;
  grpc::Status ListSchemes(grpc::ServerContext* context, const v1::ListSchemesRequest* request,
                           v1::ListSchemesResponse* response) override;
  // service_worths.cc.
  grpc::Status ListMonthWorths(grpc::ServerContext* context,
                               const v1::ListMonthWorthsRequest* request,
                               v1::ListMonthWorthsResponse* response) override;
  grpc::Status ListEvents(grpc::ServerContext* context, const type::v1::ListEventsRequest* request,
                          type::v1::ListEventsResponse* response) override;
  // service_resources.cc.
  grpc::Status ListResources(grpc::ServerContext* context,
                             const type::v1::ListResourcesRequest* request,
                             type::v1::ListResourcesResponse* response) override;

 private:
  Versions VersionsOf(const Programme& programme) const { return Versions(programme, schemes_); }
  // Of one scheme by its name, on all days.
  Versions VersionsOf(const std::string& scheme) const;
  std::vector<Candidate> CandidatesOf(std::vector<Programme> programmes) const;
  // A child as directory says it is, on the park's day.
  struct CaseFacts {
    ParkFacts park;
    ChildPage page;
  };
  absl::StatusOr<CaseFacts> AskFacts(const rpc::Caller& caller, const std::string& child) const;
  // An override's.
  absl::StatusOr<CaseFacts> AskCase(const rpc::Caller& caller, const CaseKey& key) const;
  AgainGround again(const CaseFacts& facts) const { return {keys_, schemes_, facts.park.today}; }
  // What is known now of the child of a decision, beside what the decision carried over; nothing of
  // whoever left.
  absl::StatusOr<std::optional<rules::Facts>> FactsNow(const rpc::Caller& caller,
                                                       const Decision& decision,
                                                       const Versions& versions) const;

  db::Database& db_;
  Clock& clock_;
  const KeyRing& keys_;
  const rpc::MutationOptions mutation_;
  const rpc::Front& front_;
  rpc::Operations& operations_;
  const Peers& peers_;
  const rules::Schemes& schemes_;
  const DecidingGround deciding_;
};

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_SERVICE_H_
