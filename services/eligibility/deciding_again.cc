#include "services/eligibility/deciding_again.h"

#include <map>
#include <utility>

#include "services/common/errors.h"
#include "services/common/log.h"
#include "services/common/status_macros.h"
#include "services/eligibility/deciding_page.h"
#include "services/eligibility/decision_store.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/store.h"

namespace tuoqiao::eligibility {
namespace {

constexpr int64_t kProgrammesAtOnce = 1000;

using Days = std::pair<absl::CivilDay, absl::CivilDay>;

// The children of the page on whom a decision is in force, by its period.
absl::StatusOr<std::map<Days, ChildPage>> ByPeriod(db::Read& txn, const std::string& programme,
                                                   const ChildPage& page) {
  std::map<std::string, InForce> in_force;
  for (const CaseStretch& cases : page.stretches()) {
    ASSIGN_OR_RETURN(auto some, LoadInForce(txn, programme, cases));
    in_force.merge(some);
  }
  std::map<Days, ChildPage> pages;
  for (const Child& child : page.children) {
    const auto found = in_force.find(child.case_number);
    if (found == in_force.end()) continue;
    const Period& period = found->second.period;
    ChildPage& own = pages[{period.from, period.until}];
    own.position = page.position;
    own.whole = false;
    own.children.push_back(child);
  }
  return pages;
}

bool RulesAreGone(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason == "SCHEME_UNKNOWN" || reason == "RULE_NOT_IN_FORCE";
}

absl::StatusOr<std::vector<std::string>> DecideIn(rpc::Change& change, const AgainGround& ground,
                                                  const Programme& programme,
                                                  const ChildPage& page) {
  ASSIGN_OR_RETURN(const auto pages, ByPeriod(change.txn, programme.id, page));
  std::vector<std::string> made;
  if (pages.empty()) return made;
  const Versions versions(programme, ground.schemes);
  for (const auto& [days, own] : pages) {
    RETURN_IF_ERROR(CheckPeriod(programme, versions, {days.first, days.second}));
  }
  for (const auto& [days, own] : pages) {
    const Period period = {days.first, days.second};
    ASSIGN_OR_RETURN(Decided decided, DecidePage(change,
                                                 {ground.keys, programme, versions, period,
                                                  ground.today, change.request_id},
                                                 own));
    for (std::string& each : decided.made) made.push_back(std::move(each));
  }
  return made;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> DecideAgainIn(rpc::Change& change,
                                                       const AgainGround& ground,
                                                       const std::string& programme,
                                                       const ChildPage& page) {
  RETURN_IF_ERROR(change.txn.LockRoot("programme", "id", programme));
  ASSIGN_OR_RETURN(const Programme found, LoadProgramme(change.txn, programme));
  return DecideIn(change, ground, found, page);
}

absl::StatusOr<std::vector<Programme>> LockProgrammes(db::Write& txn) {
  ASSIGN_OR_RETURN(const auto programmes, LoadProgrammes(txn, "", kProgrammesAtOnce));
  for (const Programme& each : programmes) {
    RETURN_IF_ERROR(txn.LockRoot("programme", "id", each.id));
  }
  return programmes;
}

absl::StatusOr<std::vector<std::string>> DecideAgain(rpc::Change& change, const AgainGround& ground,
                                                     const std::vector<Programme>& programmes,
                                                     const ChildPage& page) {
  std::vector<std::string> made;
  for (const Programme& programme : programmes) {
    ASSIGN_OR_RETURN(const bool any, AnyInForce(change.txn, programme.id));
    if (!any) continue;
    absl::StatusOr<std::vector<std::string>> in_one = DecideIn(change, ground, programme, page);
    if (RulesAreGone(in_one.status())) {
      Log(Severity::kWarning, "eligibility.not_decided_again",
          {{"programme", programme.id}, {"reason", ReasonOf(in_one.status())}});
      continue;
    }
    RETURN_IF_ERROR(in_one.status());
    for (std::string& each : *in_one) made.push_back(std::move(each));
  }
  return made;
}

}  // namespace tuoqiao::eligibility
