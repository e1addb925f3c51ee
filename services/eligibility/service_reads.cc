// The handlers that only read.
#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/db/outbox.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/rpc/access_trail.h"
#include "services/common/rpc/events.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/eligibility/appeal_store.h"
#include "services/eligibility/carried.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/convert_case.h"
#include "services/eligibility/decision_store.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/explanation.h"
#include "services/eligibility/recorded_fact_store.h"
#include "services/eligibility/service.h"
#include "services/eligibility/store.h"

namespace tuoqiao::eligibility {
namespace {

constexpr rpc::PageLimits kPages = {1000, 1000};
// What a person said stops the child on that day, and until when.
void AddOverrideChange(const Decision& decision, absl::CivilDay day, std::vector<Change>* changes) {
  const auto override_of = [](const Slice& slice) {
    std::string name;
    for (const rules::Finding& each : slice.trace) {
      const bool stops =
          each.held->condition == kOverrideCondition && each.truth == rules::Truth::kFails;
      if (stops) name = each.held->source;
    }
    return name;
  };
  const Slice& slice = SliceOn(decision, day);
  const std::string name = override_of(slice);
  if (name.empty()) return;
  Change change = {kOverrideCondition, "outcome_by_rules", "revoked", std::nullopt, true};
  for (const Slice& each : decision.slices) {
    const bool later = slice.period.until <= each.period.from && override_of(each) != name;
    if (later && !change.from.has_value()) change.from = each.period.from;
  }
  changes->push_back(std::move(change));
}

// What would turn the refusal of today, or of the day of the period that is nearest to it, by what
// is known now; nothing where there is none.
std::vector<Change> ChangesOf(const Versions& versions, const Decision& decision,
                              const rules::Facts& facts, absl::CivilDay today) {
  const absl::CivilDay day = std::clamp(today, decision.period.from, decision.period.until - 1);
  const rules::Scheme* scheme = versions.On(day);
  if (scheme == nullptr || SliceOn(decision, day).outcome == Outcome::kEligible ||
      !scheme->CheckInForce({day, day + 1}).ok()) {
    return {};
  }
  std::vector<Change> changes = SmallestChanges(*scheme, facts, day);
  AddOverrideChange(decision, day, &changes);
  return changes;
}

}  // namespace

absl::StatusOr<std::optional<rules::Facts>> EligibilityService::FactsNow(
    const rpc::Caller& caller, const Decision& decision, const Versions& versions) const {
  const auto page = peers_.AskChild(caller, decision.child);
  if (ReasonOf(page.status()) == "CHILD_NOT_FOUND") return std::optional<rules::Facts>();
  RETURN_IF_ERROR(page.status());
  rules::Facts facts = FactsOf(page->children[0]);
  RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const auto recorded, LoadRecorded(txn, keys_, decision.child));
    AddRecorded(recorded, &facts);
    return absl::OkStatus();
  }));
  if (NamesEntitled(versions, decision.period)) AddEntitled(decision, &facts);
  return std::make_optional(std::move(facts));
}

grpc::Status EligibilityService::GetProgramme(grpc::ServerContext* context,
                                              const v1::GetProgrammeRequest* request,
                                              v1::Programme* response) {
  return front_.Answer(
      context, "GetProgramme", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id, ProgrammeOf(caller.park, "name", request->name()));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const Programme programme, LoadProgramme(txn, id));
          *response = ToProto(caller.park, programme, schemes_);
          return absl::OkStatus();
        });
      });
}

grpc::Status EligibilityService::ListDecisions(grpc::ServerContext* context,
                                               const v1::ListDecisionsRequest* request,
                                               v1::ListDecisionsResponse* response) {
  return front_.Answer(
      context, "ListDecisions", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id,
                         ProgrammeOf(caller.park, "parent", request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/decisions");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const int64_t position, db::LogPosition(txn));
          response->set_log_position(position);
          ASSIGN_OR_RETURN(auto decisions, LoadDecisions(txn, keys_, {id, page.after, page.size}));
          ASSIGN_OR_RETURN(const std::set<std::string> appealed, LoadAppealed(txn, id));
          for (Decision& each : decisions) {
            for (Slice& slice : each.slices) slice.trace.clear();
            v1::Decision* decision = response->add_decisions();
            *decision = ToProto(caller.park, each);
            decision->set_recovery_frozen(appealed.count(each.case_number) > 0);
          }
          if (static_cast<int64_t>(decisions.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, decisions.back().case_number));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status EligibilityService::ExplainDecision(grpc::ServerContext* context,
                                                 const v1::ExplainDecisionRequest* request,
                                                 v1::Explanation* response) {
  return front_.Answer(
      context, "ExplainDecision", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id,
                         ProgrammeOf(caller.park, "programme", request->programme()));
        ASSIGN_OR_RETURN(const ParkFacts park, peers_.AskPark(caller));
        const std::string child_id = LastPart(request->child());
        std::optional<Decision> decision;
        Versions versions(nullptr);
        std::optional<absl::CivilDay> confirmed;
        bool appealed = false;
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(decision, LoadDecisionOf(txn, keys_, id, child_id));
          // Access was checked by the family in the name, so the name has to be the child's own.
          if (!decision.has_value() || decision->child != request->child()) {
            return DecisionNotFound(request->child());
          }
          ASSIGN_OR_RETURN(const Programme programme, LoadProgramme(txn, id));
          versions = VersionsOf(programme);
          ASSIGN_OR_RETURN(const auto confirmation, LoadConfirmationOf(txn, id, child_id));
          if (!confirmation.empty()) confirmed = confirmation[0].day;
          ASSIGN_OR_RETURN(const std::set<std::string> cases, LoadAppealed(txn, id));
          appealed = cases.count(decision->case_number) > 0;
          return absl::OkStatus();
        }));
        ASSIGN_OR_RETURN(const auto facts, FactsNow(caller, *decision, versions));
        std::vector<Change> changes;
        std::vector<Due> worths;
        if (facts.has_value()) {
          changes = ChangesOf(versions, *decision, *facts, park.today);
          worths = DueIn(versions, *facts, decision->slices);
        }
        RETURN_IF_ERROR(rpc::RecordAccess(mutation_, caller, request->child()));
        *response->mutable_decision() = ToProto(caller.park, *decision);
        response->mutable_decision()->set_recovery_frozen(appealed);
        for (const Change& each : changes) *response->add_changes() = ToProto(each);
        *response->mutable_entitlement() =
            ToProto(caller.park, *decision,
                    EntitlementOn(versions, decision->slices, confirmed, park.today), confirmed);
        for (const Due& each : worths) *response->add_worths() = ToProto(each);
        std::vector<rules::Words> sentences = Explain(*decision, versions, park.today, changes);
        for (rules::Words& each : ExplainWorths(worths)) sentences.push_back(std::move(each));
        for (rules::Words& sentence : sentences) {
          response->add_sentences_en(std::move(sentence.en));
          response->add_sentences_zh(std::move(sentence.zh));
        }
        return absl::OkStatus();
      });
}

grpc::Status EligibilityService::ListEvents(grpc::ServerContext* context,
                                            const type::v1::ListEventsRequest* request,
                                            type::v1::ListEventsResponse* response) {
  return front_.Answer(context, "ListEvents", *request, [&](const rpc::Caller& caller) {
    return rpc::ListEvents(db_, caller, *request, response);
  });
}

}  // namespace tuoqiao::eligibility
