// What two people decide in the place of the rules.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/rpc/access_trail.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/convert_case.h"
#include "services/eligibility/service.h"
#include "services/eligibility/store.h"

namespace tuoqiao::eligibility {
namespace {

constexpr rpc::PageLimits kPages = {1000, 1000};

}  // namespace

absl::StatusOr<EligibilityService::CaseFacts> EligibilityService::AskCase(
    const rpc::Caller& caller, const CaseKey& key) const {
  std::string child;
  RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const Override exception, LoadOverride(txn, keys_, key));
    child = exception.child;
    return absl::OkStatus();
  }));
  return AskFacts(caller, child);
}

grpc::Status EligibilityService::ProposeOverride(grpc::ServerContext* context,
                                                 const v1::ProposeOverrideRequest* request,
                                                 v1::Override* response) {
  return front_.Answer(
      context, "ProposeOverride", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const Override proposed, FromProto(caller.park, *request));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return AskFacts(caller, proposed.child); },
            [&](rpc::Change& change, const CaseFacts& facts) -> absl::Status {
              RETURN_IF_ERROR(LoadProgramme(change.txn, proposed.programme).status());
              RETURN_IF_ERROR(CheckOverridePeriod(proposed.period, facts.park.today));
              Override exception = proposed;
              exception.id = change.NewId("ovr");
              exception.case_number = facts.page.children[0].case_number;
              exception.proposed_by = caller.identity.subject;
              RETURN_IF_ERROR(InsertOverride(change.txn, keys_, exception));
              *response = ToProto(caller.park, exception);
              change.Publish("OverrideProposed", response->name(), exception.revision,
                             ToEvent(caller.park, exception));
              return absl::OkStatus();
            });
      });
}

grpc::Status EligibilityService::ApproveOverride(grpc::ServerContext* context,
                                                 const v1::ApproveOverrideRequest* request,
                                                 v1::Override* response) {
  return front_.Answer(
      context, "ApproveOverride", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const CaseKey key,
                         CaseKeyOf(caller.park, "name", "overrides", request->name()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return AskCase(caller, key); },
            [&](rpc::Change& change, const CaseFacts& facts) -> absl::Status {
              RETURN_IF_ERROR(change.txn.LockRoot("programme", "id", key.programme));
              ASSIGN_OR_RETURN(Override exception, LoadOverride(change.txn, keys_, key));
              RETURN_IF_ERROR(Approve(exception, caller.identity.subject, facts.park.today));
              RETURN_IF_ERROR(SaveOverride(change.txn, exception));
              *response = ToProto(caller.park, exception);
              change.Publish("OverrideApproved", response->name(), exception.revision,
                             ToEvent(caller.park, exception));
              return DecideAgainIn(change, again(facts), key.programme, facts.page).status();
            });
      });
}

grpc::Status EligibilityService::RevokeOverride(grpc::ServerContext* context,
                                                const v1::RevokeOverrideRequest* request,
                                                v1::Override* response) {
  return front_.Answer(
      context, "RevokeOverride", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const CaseKey key,
                         CaseKeyOf(caller.park, "name", "overrides", request->name()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return AskCase(caller, key); },
            [&](rpc::Change& change, const CaseFacts& facts) -> absl::Status {
              RETURN_IF_ERROR(change.txn.LockRoot("programme", "id", key.programme));
              ASSIGN_OR_RETURN(Override exception, LoadOverride(change.txn, keys_, key));
              const bool held = exception.state == Override::State::kApproved;
              RETURN_IF_ERROR(Revoke(exception, caller.identity.subject));
              RETURN_IF_ERROR(SaveOverride(change.txn, exception));
              *response = ToProto(caller.park, exception);
              change.Publish("OverrideRevoked", response->name(), exception.revision,
                             ToEvent(caller.park, exception));
              if (!held) return absl::OkStatus();
              return DecideAgainIn(change, again(facts), key.programme, facts.page).status();
            });
      });
}

grpc::Status EligibilityService::ListOverrides(grpc::ServerContext* context,
                                               const v1::ListOverridesRequest* request,
                                               v1::ListOverridesResponse* response) {
  return front_.Answer(
      context, "ListOverrides", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string state = StateText(request->state());
        const std::string list = absl::StrCat(request->parent(), "/overrides?state=", state);
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        const std::string family = FamilyOfParent(request->parent());
        std::vector<std::string> after = absl::StrSplit(page.after, '/');
        after.resize(2);
        if (!family.empty()) RETURN_IF_ERROR(rpc::RecordAccess(mutation_, caller, family));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto overrides,
                           LoadOverrides(txn, family.empty() ? nullptr : &keys_,
                                         {family, state, {after[0], after[1]}, page.size}));
          for (const Override& each : overrides) {
            *response->add_overrides() = ToProto(caller.park, each);
          }
          if (static_cast<int64_t>(overrides.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(
                list, absl::StrCat(overrides.back().programme, "/", overrides.back().id)));
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::eligibility
