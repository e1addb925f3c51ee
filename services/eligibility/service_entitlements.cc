// The right that follows from a decision, as it stands on the park's day.
#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/eligibility/child_name.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/convert_case.h"
#include "services/eligibility/decision_store.h"
#include "services/eligibility/entitlement_store.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/service.h"
#include "services/eligibility/store.h"

namespace tuoqiao::eligibility {
namespace {

constexpr rpc::PageLimits kPages = {1000, 1000};
// Decisions that are open at a time: their slices end on birthdays, so no query can order them.
constexpr int64_t kDecisionsAtOnce = 1000;

// What is not due comes last.
std::string OrderKey(const v1::Entitlement& entitlement) {
  const std::string& due = entitlement.due_date();
  return absl::StrCat(due.empty() ? "9999-99-99" : due, "/", entitlement.case_number());
}

// Calls `each` for the decisions in force, or for the one child's.
absl::Status ForEachDecision(db::Read& txn, const KeyRing& keys, const std::string& programme,
                             const std::string& child,
                             const std::function<void(const Decision&)>& each) {
  if (!child.empty()) {
    ASSIGN_OR_RETURN(const auto decision, LoadDecisionOf(txn, keys, programme, ChildId(child)));
    if (decision.has_value() && decision->child == child) each(*decision);
    return absl::OkStatus();
  }
  std::string after;
  while (true) {
    ASSIGN_OR_RETURN(const auto decisions,
                     LoadDecisions(txn, keys, {programme, after, kDecisionsAtOnce}));
    for (const Decision& decision : decisions) each(decision);
    if (static_cast<int64_t>(decisions.size()) < kDecisionsAtOnce) return absl::OkStatus();
    after = decisions.back().case_number;
  }
}

}  // namespace

grpc::Status EligibilityService::ListEntitlements(grpc::ServerContext* context,
                                                  const v1::ListEntitlementsRequest* request,
                                                  v1::ListEntitlementsResponse* response) {
  return front_.Answer(
      context, "ListEntitlements", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id,
                         ProgrammeOf(caller.park, "parent", request->parent()));
        const std::string list =
            absl::StrCat(request->parent(), "/entitlements?state=", request->state(),
                         "&child=", request->child());
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        ASSIGN_OR_RETURN(const ParkFacts park, peers_.AskPark(caller));
        std::vector<v1::Entitlement> found;
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const Programme programme, LoadProgramme(txn, id));
          const Versions versions = VersionsOf(programme);
          ASSIGN_OR_RETURN(const auto confirmations,
                           LoadConfirmations(txn, id, ChildId(request->child())));
          return ForEachDecision(txn, keys_, id, request->child(), [&](const Decision& each) {
            std::optional<absl::CivilDay> confirmed;
            const auto last = confirmations.find(ChildId(each.child));
            if (last != confirmations.end()) confirmed = last->second.day;
            v1::Entitlement entitlement =
                ToProto(caller.park, each,
                        EntitlementOn(versions, each.slices, confirmed, park.today), confirmed);
            const bool wanted = request->state() == v1::Entitlement::STATE_UNSPECIFIED ||
                                request->state() == entitlement.state();
            if (wanted && OrderKey(entitlement) > page.after) {
              found.push_back(std::move(entitlement));
            }
          });
        }));
        std::sort(found.begin(), found.end(),
                  [](const v1::Entitlement& a, const v1::Entitlement& b) {
                    return OrderKey(a) < OrderKey(b);
                  });
        for (v1::Entitlement& each : found) {
          if (response->entitlements_size() == page.size) {
            response->set_next_page_token(rpc::NextPageToken(
                list, OrderKey(response->entitlements(response->entitlements_size() - 1))));
            break;
          }
          *response->add_entitlements() = std::move(each);
        }
        return absl::OkStatus();
      });
}

grpc::Status EligibilityService::ConfirmEntitlement(grpc::ServerContext* context,
                                                    const v1::ConfirmEntitlementRequest* request,
                                                    v1::Entitlement* response) {
  return front_.Answer(
      context, "ConfirmEntitlement", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id,
                         ProgrammeOf(caller.park, "programme", request->programme()));
        const std::string child_id = ChildId(request->child());
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskPark(caller); },
            [&](rpc::Change& change, const ParkFacts& park) -> absl::Status {
              ASSIGN_OR_RETURN(const Programme programme, LoadProgramme(change.txn, id));
              RETURN_IF_ERROR(change.txn.LockRoot("programme", "id", id));
              ASSIGN_OR_RETURN(const auto decision,
                               LoadDecisionOf(change.txn, keys_, id, child_id));
              if (!decision.has_value() || decision->child != request->child()) {
                return DecisionNotFound(request->child());
              }
              ASSIGN_OR_RETURN(const auto before, LoadConfirmationOf(change.txn, id, child_id));
              std::optional<absl::CivilDay> confirmed;
              if (!before.empty()) confirmed = before[0].day;
              const Versions versions = VersionsOf(programme);
              RETURN_IF_ERROR(
                  CheckConfirm(EntitlementOn(versions, decision->slices, confirmed, park.today),
                               caller.identity.role != "PARENT"));
              const Confirmation confirmation = {id,
                                                 child_id,
                                                 decision->child,
                                                 decision->case_number,
                                                 park.today,
                                                 before.empty() ? 1 : before[0].revision + 1};
              RETURN_IF_ERROR(SaveConfirmation(change.txn, confirmation));
              *response = ToProto(caller.park, *decision,
                                  EntitlementOn(versions, decision->slices, park.today, park.today),
                                  park.today);
              change.Publish("EntitlementConfirmed", response->name(), confirmation.revision,
                             ToProto(caller.park, confirmation));
              return absl::OkStatus();
            });
      });
}

}  // namespace tuoqiao::eligibility
