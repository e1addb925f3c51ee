// A family's word against a decision.
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/errors.h"
#include "services/common/resource_name.h"
#include "services/common/rpc/access_trail.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/eligibility/appeal_store.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/convert_case.h"
#include "services/eligibility/decision_store.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/service.h"
#include "services/eligibility/store.h"

namespace tuoqiao::eligibility {
namespace {

constexpr rpc::PageLimits kPages = {1000, 1000};

// By what an appeal was upheld, once it was found to be of its child.
absl::Status CheckOverride(db::Read& txn, const KeyRing& keys, const Appeal& appeal) {
  ASSIGN_OR_RETURN(const CaseKey key,
                   CaseKeyOf(txn.park(), "upheld_by", "overrides", appeal.upheld_by));
  ASSIGN_OR_RETURN(const Override exception, LoadOverride(txn, keys, key));
  if (exception.child != appeal.child || exception.programme != appeal.programme) {
    return OverrideNotFound(appeal.upheld_by);
  }
  if (exception.state != Override::State::kApproved) return OverrideStateWrong("APPROVED");
  return absl::OkStatus();
}

// Whether the appeal was upheld by naming the decision that is in force, which then stays.
absl::StatusOr<bool> CheckDecision(db::Read& txn, const Appeal& appeal) {
  ASSIGN_OR_RETURN(const CaseKey key,
                   CaseKeyOf(txn.park(), "upheld_by", "decisions", appeal.upheld_by));
  ASSIGN_OR_RETURN(const auto found,
                   LoadInForce(txn, appeal.programme, {appeal.case_number, appeal.case_number}));
  const auto of_child = found.find(appeal.case_number);
  if (of_child == found.end() || key.programme != appeal.programme) {
    return DecisionNotFound(appeal.child);
  }
  const InForce& decision = of_child->second;
  if (decision.decision == key.id) return true;
  if (decision.waiting.has_value() && decision.waiting->decision == key.id) return false;
  return DecisionNotFound(appeal.child);
}

// What waited for the appeal comes into force, or never does.
absl::Status EndWaiting(rpc::Change& change, const Appeal& appeal, bool stays) {
  if (stays) return DropWaiting(change.txn, appeal.programme, {appeal.case_number});
  ASSIGN_OR_RETURN(const std::optional<Released> released,
                   ReleaseWaiting(change.txn, appeal.programme, appeal.case_number));
  if (!released.has_value()) return absl::OkStatus();
  const std::string& park = change.txn.park();
  // That it waited was heard of first.
  change.Publish("DecisionMade", DecisionName(park, appeal.programme, released->decision.id), 2,
                 ToEvent(park, released->decision, released->superseded));
  return absl::OkStatus();
}

}  // namespace

grpc::Status EligibilityService::OpenAppeal(grpc::ServerContext* context,
                                            const v1::OpenAppealRequest* request,
                                            v1::Appeal* response) {
  return front_.Answer(
      context, "OpenAppeal", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id,
                         ProgrammeOf(caller.park, "programme", request->programme()));
        RETURN_IF_ERROR(RequireReason("text", request->text()));
        const std::string child_id = LastPart(request->child());
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskPark(caller); },
            [&](rpc::Change& change, const ParkFacts& park) -> absl::Status {
              RETURN_IF_ERROR(LoadProgramme(change.txn, id).status());
              RETURN_IF_ERROR(change.txn.LockRoot("programme", "id", id));
              ASSIGN_OR_RETURN(const auto decision,
                               LoadDecisionOf(change.txn, keys_, id, child_id));
              if (!decision.has_value() || decision->child != request->child()) {
                return DecisionNotFound(request->child());
              }
              ASSIGN_OR_RETURN(const auto appealed, LoadAppealed(change.txn, id));
              if (appealed.count(decision->case_number) > 0) return AppealOpen(request->child());
              Appeal appeal;
              appeal.id = change.NewId("apl");
              appeal.programme = id;
              appeal.child = decision->child;
              appeal.case_number = decision->case_number;
              appeal.decision = decision->id;
              appeal.text = request->text();
              appeal.open_date = park.today;
              appeal.opened_by = caller.identity.subject;
              RETURN_IF_ERROR(InsertAppeal(change.txn, keys_, appeal));
              *response = ToProto(caller.park, appeal);
              change.Publish("AppealOpened", response->name(), appeal.revision,
                             ToEvent(caller.park, appeal));
              return absl::OkStatus();
            });
      });
}

grpc::Status EligibilityService::SettleAppeal(grpc::ServerContext* context,
                                              const v1::SettleAppealRequest* request,
                                              v1::Appeal* response) {
  return front_.Answer(
      context, "SettleAppeal", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const CaseKey key,
                         CaseKeyOf(caller.park, "name", "appeals", request->name()));
        ASSIGN_OR_RETURN(Settlement settlement, FromProto(*request));
        settlement.subject = caller.identity.subject;
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskPark(caller); },
            [&](rpc::Change& change, const ParkFacts& park) -> absl::Status {
              RETURN_IF_ERROR(change.txn.LockRoot("programme", "id", key.programme));
              ASSIGN_OR_RETURN(Appeal appeal, LoadAppeal(change.txn, keys_, key));
              RETURN_IF_ERROR(Settle(appeal, settlement, park.today));
              bool stays = false;
              if (absl::StrContains(appeal.upheld_by, "/overrides/")) {
                RETURN_IF_ERROR(CheckOverride(change.txn, keys_, appeal));
              } else if (!appeal.upheld_by.empty()) {
                ASSIGN_OR_RETURN(stays, CheckDecision(change.txn, appeal));
              }
              RETURN_IF_ERROR(SaveAppeal(change.txn, keys_, appeal));
              *response = ToProto(caller.park, appeal);
              change.Publish("AppealSettled", response->name(), appeal.revision,
                             ToEvent(caller.park, appeal));
              return EndWaiting(change, appeal, stays);
            });
      });
}

grpc::Status EligibilityService::ListAppeals(grpc::ServerContext* context,
                                             const v1::ListAppealsRequest* request,
                                             v1::ListAppealsResponse* response) {
  return front_.Answer(
      context, "ListAppeals", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string state = StateText(request->state());
        const std::string list = absl::StrCat(request->parent(), "/appeals?state=", state);
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        const std::string family = FamilyOfParent(request->parent());
        std::vector<std::string> after = absl::StrSplit(page.after, '/');
        after.resize(2);
        if (!family.empty()) RETURN_IF_ERROR(rpc::RecordAccess(mutation_, caller, family));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto appeals,
                           LoadAppeals(txn, family.empty() ? nullptr : &keys_,
                                       {family, state, {after[0], after[1]}, page.size}));
          for (const Appeal& each : appeals) *response->add_appeals() = ToProto(caller.park, each);
          if (static_cast<int64_t>(appeals.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(
                list, absl::StrCat(appeals.back().programme, "/", appeals.back().id)));
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::eligibility
