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
#include "services/eligibility/fault_store.h"
#include "services/eligibility/page_cases.h"

namespace tuoqiao::eligibility {
namespace {

class Page {
 public:
  Page(rpc::Change& change, const PageGround& ground, const ChildPage& page)
      : change_(change),
        ground_(ground),
        page_(page),
        rule_hash_(ground.versions.HashOver(ground.period)) {}

  absl::StatusOr<Tally> Decide() {
    RETURN_IF_ERROR(Load());
    tally_.faults = static_cast<int64_t>(cases_.faults.size());
    tally_.children = tally_.faults;
    std::vector<std::vector<Slice>> slices =
        DecideCases(change_.txn.park(), cases_, ground_.versions, ground_.period);
    for (size_t i = 0; i < slices.size(); ++i) {
      RETURN_IF_ERROR(DecideOne(*cases_.children[i], std::move(slices[i])));
    }
    RETURN_IF_ERROR(Save());
    return tally_;
  }

 private:
  CaseStretch stretch() const {
    return {page_.children.front().case_number, page_.children.back().case_number};
  }

  absl::Status Load() {
    db::Write& txn = change_.txn;
    RETURN_IF_ERROR(txn.LockRoot("programme", "id", ground_.programme.id));
    ASSIGN_OR_RETURN(in_force_, LoadInForce(txn, ground_.programme.id, stretch()));
    ASSIGN_OR_RETURN(
        cases_, LoadPageCases(txn, ground_.keys, {ground_.programme.id, ground_.today}, page_));
    ASSIGN_OR_RETURN(appealed_, LoadAppealed(txn, ground_.programme.id));
    return absl::OkStatus();
  }

  absl::Status DecideOne(const Child& child, std::vector<Slice> slices) {
    NewDecision made;
    made.decision.slices = std::move(slices);
    tally_.Add(made.decision.slices[0].outcome);
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
    made.decision.rule_hash = rule_hash_;
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
    RETURN_IF_ERROR(SaveFaults(change_.txn, ground_.programme.id, stretch(), cases_.faults));
    return SaveDecisions(change_.txn, ground_.keys, std::move(made_));
  }

  rpc::Change& change_;
  const PageGround& ground_;
  const ChildPage& page_;
  const std::string rule_hash_;
  std::map<std::string, InForce> in_force_;
  PageCases cases_;
  std::set<std::string> appealed_;
  Tally tally_;
  std::vector<NewDecision> made_;
  std::vector<std::string> dropped_;
};

}  // namespace

absl::StatusOr<Tally> DecidePage(rpc::Change& change, const PageGround& ground,
                                 const ChildPage& page) {
  if (page.children.empty()) return Tally();
  return Page(change, ground, page).Decide();
}

}  // namespace tuoqiao::eligibility
