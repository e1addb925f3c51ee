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
#include "services/eligibility/entitlement.h"
#include "services/eligibility/fault_store.h"
#include "services/eligibility/heard_store.h"
#include "services/eligibility/override_store.h"
#include "services/eligibility/recorded_fact_store.h"

namespace tuoqiao::eligibility {
namespace {

class Page {
 public:
  Page(rpc::Change& change, const PageGround& ground, const ChildPage& page)
      : change_(change), ground_(ground), page_(page) {}

  absl::StatusOr<Decided> Decide() {
    RETURN_IF_ERROR(Load());
    std::vector<const Child*> sound;
    for (const Child& child : page_.children) {
      const std::optional<Fault> fault = FaultOf(child, ground_.today);
      if (!fault.has_value()) {
        sound.push_back(&child);
        continue;
      }
      ++tally_.children;
      ++tally_.faults;
      faults_.push_back({ground_.programme.id, child.case_number, child.name, *fault});
    }
    std::vector<std::vector<Slice>> slices = SlicesOf(sound);
    for (size_t i = 0; i < sound.size(); ++i) {
      RETURN_IF_ERROR(DecideOne(*sound[i], std::move(slices[i])));
    }
    RETURN_IF_ERROR(Save());
    return Decided{tally_, std::move(names_)};
  }

 private:
  absl::Status Load() {
    db::Write& txn = change_.txn;
    RETURN_IF_ERROR(txn.LockRoot("programme", "id", ground_.programme.id));
    for (const CaseStretch& cases : page_.stretches()) {
      ASSIGN_OR_RETURN(const int64_t heard, LoadHeard(txn, cases));
      if (heard > page_.position) return rpc::FactsStale("the facts of the children");
      ASSIGN_OR_RETURN(auto in_force, LoadInForce(txn, ground_.programme.id, cases));
      ASSIGN_OR_RETURN(auto recorded, LoadRecorded(txn, ground_.keys, cases));
      ASSIGN_OR_RETURN(auto approved, LoadApproved(txn, ground_.programme.id, cases));
      in_force_.merge(in_force);
      recorded_.merge(recorded);
      approved_.merge(approved);
    }
    ASSIGN_OR_RETURN(appealed_, LoadAppealed(txn, ground_.programme.id));
    return LooksBack(ground_.scheme) ? LoadCarried() : absl::OkStatus();
  }

  absl::Status LoadCarried() {
    for (const Child& child : page_.children) {
      if (in_force_.count(child.case_number) == 0) continue;
      ASSIGN_OR_RETURN(const auto before,
                       LoadDecisionOf(change_.txn, ground_.keys, ground_.programme.id, child.id()));
      if (!before.has_value()) continue;
      carried_[child.name] = CarriedInto(ground_.scheme, *before, ground_.period.from);
    }
    return absl::OkStatus();
  }

  rules::Facts FactsOf(const Child& child) {
    rules::Facts facts = eligibility::FactsOf(child);
    const auto said = recorded_.find(child.name);
    if (said != recorded_.end()) AddRecorded(said->second, &facts);
    if (!NamesEntitled(ground_.scheme)) return facts;
    const auto decide = [&](const rules::Facts& known, const Period& period) {
      std::vector<Slice> slices = eligibility::Decide(ground_.scheme, known, period);
      ApplyApproved(child, &slices);
      return slices;
    };
    AddEntitled(ground_.period, carried_[child.name], decide, &facts);
    return facts;
  }

  void ApplyApproved(const Child& child, std::vector<Slice>* slices) const {
    const auto found = approved_.find(child.name);
    if (found == approved_.end()) return;
    ApplyOverrides(change_.txn.park(), ground_.scheme, found->second, slices);
  }

  // Of each child, in one pass over the facts of all.
  std::vector<std::vector<Slice>> SlicesOf(const std::vector<const Child*>& children) {
    std::vector<rules::Facts> facts;
    std::vector<const rules::Facts*> subjects;
    for (const Child* child : children) facts.push_back(FactsOf(*child));
    for (const rules::Facts& each : facts) subjects.push_back(&each);
    auto slices = eligibility::Decide(ground_.scheme, subjects, ground_.period);
    for (size_t i = 0; i < children.size(); ++i) {
      ApplyApproved(*children[i], &slices[i]);
      AddTerms(ground_.scheme, &slices[i], carried_[children[i]->name]);
    }
    return slices;
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
    made.decision.rule_hash = ground_.scheme.hash;
    made.decision.revision = before.revision + 1;
    made.decision.carried = carried_[child.name];
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
    RETURN_IF_ERROR(SaveFaults(change_.txn, ground_.programme.id, page_.stretches(), faults_));
    return SaveDecisions(change_.txn, ground_.keys, std::move(made_));
  }

  rpc::Change& change_;
  const PageGround& ground_;
  const ChildPage& page_;
  std::map<std::string, InForce> in_force_;
  std::map<std::string, std::vector<RecordedFact>> recorded_;
  std::map<std::string, std::vector<Override>> approved_;
  std::set<std::string> appealed_;
  std::map<std::string, Carried> carried_;
  Tally tally_;
  std::vector<NewDecision> made_;
  std::vector<std::string> names_;
  std::vector<std::string> dropped_;
  std::vector<FaultRow> faults_;
};

}  // namespace

absl::StatusOr<Decided> DecidePage(rpc::Change& change, const PageGround& ground,
                                   const ChildPage& page) {
  if (page.children.empty()) return Decided();
  return Page(change, ground, page).Decide();
}

}  // namespace tuoqiao::eligibility
