#include "services/eligibility/service.h"

#include "services/common/status_macros.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/shadowing.h"
#include "services/eligibility/store.h"

namespace tuoqiao::eligibility {
namespace {

constexpr char kDecideChildren[] = "DecideChildren";

}  // namespace

EligibilityService::EligibilityService(const rpc::Ground& ground, const rpc::Front& front,
                                       rpc::Operations& operations, const Peers& peers,
                                       const rules::Schemes& schemes)
    : db_(ground.db),
      clock_(ground.clock),
      keys_(ground.keys),
      mutation_(ground.mutation()),
      front_(front),
      operations_(operations),
      peers_(peers),
      schemes_(schemes),
      deciding_{ground.db, ground.keys, peers, schemes} {
  operations_.Register(kDecideChildren, [this](rpc::JobRun& run) {
    return eligibility::DecideChildren(run, deciding_);
  });
  operations_.Register(kStartShadow,
                       [this](rpc::JobRun& run) { return RunShadow(run, deciding_); });
}

Versions EligibilityService::VersionsOf(const std::string& scheme) const {
  const auto found = schemes_.find(scheme);
  return Versions(found == schemes_.end() ? nullptr : &found->second);
}

absl::StatusOr<EligibilityService::CaseFacts> EligibilityService::AskFacts(
    const rpc::Caller& caller, const std::string& child) const {
  ASSIGN_OR_RETURN(const ParkFacts park, peers_.AskPark(caller));
  ASSIGN_OR_RETURN(ChildPage page, peers_.AskChild(caller, child));
  return CaseFacts{park, std::move(page)};
}

grpc::Status EligibilityService::CreateProgramme(grpc::ServerContext* context,
                                                 const v1::CreateProgrammeRequest* request,
                                                 v1::Programme* response) {
  return front_.Answer(
      context, "CreateProgramme", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const Programme programme, FromProto(*request));
        const SchemeVersion& version = programme.versions.front();
        const rules::Scheme* scheme = VersionsOf(version.scheme).On(version.from_date);
        if (scheme == nullptr) return SchemeUnknown("programme.scheme", version.scheme);
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskPark(caller); },
            [&](rpc::Change& change, const ParkFacts& park) -> absl::Status {
              const std::string name = ProgrammeName(caller.park, programme.id);
              ASSIGN_OR_RETURN(const bool known, ProgrammeKnown(change.txn, programme.id));
              if (known) return ProgrammeExists(name);
              RETURN_IF_ERROR(
                  CheckValues(version, *scheme, park.sandbox, "programme.adopted_values"));
              RETURN_IF_ERROR(InsertProgramme(change.txn, programme));
              *response = ToProto(caller.park, programme, schemes_);
              change.Publish("ProgrammeCreated", name, 1, *response);
              return absl::OkStatus();
            });
      });
}

grpc::Status EligibilityService::DecideChildren(grpc::ServerContext* context,
                                                const v1::DecideChildrenRequest* request,
                                                google::longrunning::Operation* response) {
  return front_.Answer(
      context, kDecideChildren, *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id, ProgrammeOf(caller.park, "name", request->name()));
        ASSIGN_OR_RETURN(const Period period, FromProto(*request));
        RETURN_IF_ERROR(rpc::Mutate(
            mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
              ASSIGN_OR_RETURN(const Programme programme, LoadProgramme(change.txn, id));
              RETURN_IF_ERROR(CheckPeriod(programme, VersionsOf(programme), period));
              return operations_.Enqueue(change, kDecideChildren, *request, response);
            }));
        if (!request->validate_only()) operations_.Wake();
        return absl::OkStatus();
      });
}

}  // namespace tuoqiao::eligibility
