// The handlers of eligibility. Each is convert, load, decide, save, reply.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_SERVICE_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_SERVICE_H_

#include <string>

#include "services/common/rpc/front.h"
#include "services/common/rpc/module.h"
#include "services/common/rules/scheme.h"
#include "services/eligibility/deciding.h"
#include "services/eligibility/decision.h"
#include "services/eligibility/facts.h"
#include "services/eligibility/programme.h"
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

  // What only reads: service_reads.cc.
  grpc::Status GetProgramme(grpc::ServerContext* context, const v1::GetProgrammeRequest* request,
                            v1::Programme* response) override;
  grpc::Status ListDecisions(grpc::ServerContext* context, const v1::ListDecisionsRequest* request,
                             v1::ListDecisionsResponse* response) override;
  grpc::Status ExplainDecision(grpc::ServerContext* context,
                               const v1::ExplainDecisionRequest* request,
                               v1::Explanation* response) override;
  // service_check.cc.
  grpc::Status CheckFamily(grpc::ServerContext* context, const v1::CheckFamilyRequest* request,
                           v1::CheckFamilyResponse* response) override;
  grpc::Status ListEvents(grpc::ServerContext* context, const type::v1::ListEventsRequest* request,
                          type::v1::ListEventsResponse* response) override;
  grpc::Status ListResources(grpc::ServerContext* context,
                             const type::v1::ListResourcesRequest* request,
                             type::v1::ListResourcesResponse* response) override;

 private:
  // nullptr where the rule file is no longer there.
  const rules::Scheme* SchemeOf(const Programme& programme) const;
  v1::Programme Reply(const std::string& park, const Programme& programme) const;

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
