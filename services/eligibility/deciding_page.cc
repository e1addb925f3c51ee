#include "services/eligibility/deciding_page.h"

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "services/common/status_macros.h"
#include "services/eligibility/appeal_store.h"
#include "services/eligibility/carried.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/decision_store.h"
#include "services/eligibility/fault_store.h"
#include "services/eligibility/heard_store.h"
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

  absl::StatusOr<Decided> Decide() {
    RETURN_IF_ERROR(Load());
    tally_.faults = static_cast<int64_t>(cases_.faults.size());
    tally_.children = tally_.faults;
    std::vector<DecidedCase> decided = DecideAll(cases_.sound);
    for (size_t i = 0; i < decided.size(); ++i) {
      tally_.Add(decided[i].slices[0].outcome);
      RETURN_IF_ERROR(DecideOne(cases_.sound[i], std::move(decided[i].slices)));
    }
    // A right that a second case had got before that was known.
    decided = DecideAll(cases_.second);
    for (size_t i = 0; i < decided.size(); ++i) {
      if (in_force_.count(cases_.second[i].child->case_number) == 0) continue;
      RETURN_IF_ERROR(DecideOne(cases_.second[i], std::move(decided[i].slices)));
    }
    RETURN_IF_ERROR(Save());
    return Decided{tally_, std::move(names_)};
  }

 private:
  absl::Status Load() {
    db::Write& txn = change_.txn;
    const std::string& programme = ground_.programme.id;
    RETURN_IF_ERROR(txn.LockRoot("programme", "id", programme));
    for (const CaseStretch& cases : page_.stretches()) {
      ASSIGN_OR_RETURN(const int64_t heard, LoadHeard(txn, cases));
      if (heard > page_.position) return rpc::FactsStale("the facts of the children");
      ASSIGN_OR_RETURN(auto in_force, LoadInForce(txn, programme, cases));
      in_force_.merge(in_force);
    }
    const bool looks_back = LooksBack(ground_.versions, ground_.period);
    ASSIGN_OR_RETURN(cases_, LoadPageCases(txn, ground_.keys,
                                           {programme, ground_.today, ground_.versions,
                                            ground_.period, looks_back},
                                           page_));
    ASSIGN_OR_RETURN(appealed_, LoadAppealed(txn, programme));
    return absl::OkStatus();
  }

  std::vector<DecidedCase> DecideAll(const std::vector<PageCase>& cases) const {
    return DecideCases(change_.txn.park(), cases, ground_.versions, ground_.period);
  }

  absl::Status DecideOne(const PageCase& one, std::vector<Slice> slices) {
    const Child& child = *one.child;
    NewDecision made;
    made.decision.carried = one.carried;
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
      names_.push_back(DecisionName(park, ground_.programme.id, each.decision.id));
      change_.Publish(each.waits ? "DecisionWaits" : "DecisionMade", names_.back(), 1,
                      ToEvent(park, each.decision, each.waits ? "" : each.superseded));
    }
    RETURN_IF_ERROR(DropWaiting(change_.txn, ground_.programme.id, dropped_));
    RETURN_IF_ERROR(
        SaveFaults(change_.txn, ground_.programme.id, page_.stretches(), cases_.faults));
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
  std::vector<std::string> names_;
  std::vector<std::string> dropped_;
};

}  // namespace

absl::StatusOr<Decided> DecidePage(rpc::Change& change, const PageGround& ground,
                                   const ChildPage& page) {
  if (page.children.empty()) return Decided();
  return Page(change, ground, page).Decide();
}

}  // namespace tuoqiao::eligibility
