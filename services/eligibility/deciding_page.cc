#include "services/eligibility/deciding_page.h"

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "services/common/status_macros.h"
#include "services/eligibility/appeal_store.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/decision_store.h"
#include "services/eligibility/duplicate.h"
#include "services/eligibility/entitlement.h"
#include "services/eligibility/fault_store.h"
#include "services/eligibility/override_store.h"
#include "services/eligibility/recorded_fact_store.h"

namespace tuoqiao::eligibility {
namespace {

class Page {
 public:
  Page(rpc::Change& change, const PageGround& ground, const ChildPage& page)
      : change_(change), ground_(ground), page_(page) {}

  absl::StatusOr<Tally> Decide() {
    RETURN_IF_ERROR(Load());
    std::vector<const Child*> sound, ended;
    for (const Child& child : page_.children) {
      const std::optional<Fault> fault = FaultOf(child, ground_.today);
      if (!fault.has_value()) {
        sound.push_back(&child);
        continue;
      }
      ++tally_.children;
      ++tally_.faults;
      if (child.duplicate_from.has_value() && in_force_.count(child.case_number) == 1) {
        ended.push_back(&child);
      }
      faults_.push_back({ground_.programme.id, child.case_number, child.name, *fault});
    }
    std::vector<std::vector<Slice>> slices = SlicesOf(sound);
    for (size_t i = 0; i < sound.size(); ++i) {
      tally_.Add(slices[i][0].outcome);
      RETURN_IF_ERROR(DecideOne(*sound[i], std::move(slices[i])));
    }
    // A right that a second case had got before that was known.
    slices = SlicesOf(ended);
    for (size_t i = 0; i < ended.size(); ++i) {
      RETURN_IF_ERROR(DecideOne(*ended[i], std::move(slices[i])));
    }
    RETURN_IF_ERROR(Save());
    return tally_;
  }

 private:
  CaseStretch cases() const {
    return {page_.children.front().case_number, page_.children.back().case_number};
  }

  absl::Status Load() {
    db::Write& txn = change_.txn;
    RETURN_IF_ERROR(txn.LockRoot("programme", "id", ground_.programme.id));
    ASSIGN_OR_RETURN(in_force_, LoadInForce(txn, ground_.programme.id, cases()));
    ASSIGN_OR_RETURN(recorded_, LoadRecorded(txn, ground_.keys, cases()));
    ASSIGN_OR_RETURN(approved_, LoadApproved(txn, ground_.programme.id, cases()));
    ASSIGN_OR_RETURN(appealed_, LoadAppealed(txn, ground_.programme.id));
    return absl::OkStatus();
  }

  // Of each child, in one pass over the facts of all.
  std::vector<std::vector<Slice>> SlicesOf(const std::vector<const Child*>& children) const {
    std::vector<rules::Facts> facts;
    std::vector<const rules::Facts*> subjects;
    for (const Child* child : children) {
      facts.push_back(FactsOf(*child));
      const auto said = recorded_.find(child->name);
      if (said != recorded_.end()) AddRecorded(said->second, &facts.back());
    }
    for (const rules::Facts& each : facts) subjects.push_back(&each);
    auto slices = eligibility::Decide(ground_.scheme, subjects, ground_.period);
    for (size_t i = 0; i < children.size(); ++i) {
      if (const auto found = approved_.find(children[i]->name); found != approved_.end()) {
        ApplyOverrides(change_.txn.park(), ground_.scheme, found->second, &slices[i]);
      }
      if (const auto& from = children[i]->duplicate_from; from.has_value()) {
        EndDuplicate(change_.txn.park(), *from, &slices[i]);
      }
      AddTerms(ground_.scheme, &slices[i]);
    }
    return slices;
  }

  absl::Status DecideOne(const Child& child, std::vector<Slice> slices) {
    NewDecision made;
    made.decision.slices = std::move(slices);
    made.fingerprint = FingerprintOf(change_.txn.park(), ground_.keys, made.decision.slices);
    const auto found = in_force_.find(child.case_number);
    if (found == in_force_.end()) return Make(child, InForce(), std::move(made));
    const InForce& before = found->second;
    const bool waiting = before.waiting.has_value();
    if (before.facts_position > page_.position ||
        (waiting && before.waiting->facts_position > page_.position)) {
      return rpc::FactsStale("the facts of the children");
    }
    if (before.fingerprint == made.fingerprint) {
      if (before.operation == ground_.operation) ++tally_.changed;
      if (waiting) dropped_.push_back(child.case_number);
      return absl::OkStatus();
    }
    if (waiting && before.waiting->fingerprint == made.fingerprint) {
      if (before.waiting->operation == ground_.operation) ++tally_.changed;
      return absl::OkStatus();
    }
    if (appealed_.count(child.case_number) > 0) {
      ASSIGN_OR_RETURN(const auto open,
                       LoadDecisionOf(change_.txn, ground_.keys, ground_.programme.id, child.id()));
      made.waits = open.has_value() && TakesAway(open->slices, made.decision.slices, ground_.today);
    }
    if (waiting && !made.waits) dropped_.push_back(child.case_number);
    return Make(child, before, std::move(made));
  }

  absl::Status Make(const Child& child, const InForce& before, NewDecision made) {
    made.decision.programme = ground_.programme.id;
    made.decision.child = child.name;
    made.decision.case_number = child.case_number;
    made.decision.period = ground_.period;
    made.decision.rule_hash = ground_.scheme.hash;
    made.decision.revision = before.revision + 1;
    made.decision.id = DecisionId(change_.txn.park(), made.decision);
    made.superseded = before.decision;
    made.wrapped_key = before.wrapped_key;
    made.facts_position = page_.position;
    made.facts_revision = child.revision;
    made.operation = ground_.operation;
    made_.push_back(std::move(made));
    ++tally_.changed;
    return absl::OkStatus();
  }

  absl::Status Save() {
    const std::string& park = change_.txn.park();
    for (const NewDecision& each : made_) {
      // Each decision is a resource of its own, which never changes again.
      change_.Publish(each.waits ? "DecisionWaits" : "DecisionMade",
                      DecisionName(park, ground_.programme.id, each.decision.id), 1,
                      ToEvent(park, each.decision, each.waits ? "" : each.superseded));
    }
    RETURN_IF_ERROR(DropWaiting(change_.txn, ground_.programme.id, dropped_));
    RETURN_IF_ERROR(SaveFaults(change_.txn, ground_.programme.id, cases(), faults_));
    return SaveDecisions(change_.txn, ground_.keys, std::move(made_));
  }

  rpc::Change& change_;
  const PageGround& ground_;
  const ChildPage& page_;
  std::map<std::string, InForce> in_force_;
  std::map<std::string, std::vector<RecordedFact>> recorded_;
  std::map<std::string, std::vector<Override>> approved_;
  std::set<std::string> appealed_;
  Tally tally_;
  std::vector<NewDecision> made_;
  std::vector<std::string> dropped_;
  std::vector<FaultRow> faults_;
};

}  // namespace

absl::StatusOr<Tally> DecidePage(rpc::Change& change, const PageGround& ground,
                                 const ChildPage& page) {
  if (page.children.empty()) return Tally();
  return Page(change, ground, page).Decide();
}

}  // namespace tuoqiao::eligibility
