// From a firm's rows to the plan of one of its runs: the same for a preflight, a plan and a
// release.
#ifndef TUOQIAO_SERVICES_PAYROLL_PLANNING_H_
#define TUOQIAO_SERVICES_PAYROLL_PLANNING_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/payroll/facts.h"
#include "services/payroll/instruction.h"
#include "services/payroll/pay_pack.h"
#include "services/payroll/pay_run.h"

namespace tuoqiao::payroll {

// A run that is asked for. One beside the calendar brings its own days.
struct RunRequest {
  PayRunKey key;
  PayRunType type = PayRunType::kRegular;
  absl::CivilDay pay_date, cut_off_date;
};
RunRequest RequestOf(const PayRun& run);

// Where the run stands among those of its month; one beside the calendar stands at the end.
PaySlot SlotOf(const PayRun& run, const std::vector<PayRun>& runs);

// Behind every month that is ever billed.
inline constexpr absl::CivilMonth kEver(9999, 12);

struct PlannedRun {
  PayRun run;
  Plan plan;
  PlanFacts facts;
};

// Thread safe.
class Planning {
 public:
  Planning(const KeyRing& keys, const PayPack& pack) : keys_(keys), pack_(pack) {}

  const PayPack& pack() const { return pack_; }

  // The runs of a month by the firm's calendar, or its terms. RULE_NOT_IN_FORCE.
  absl::StatusOr<std::vector<PayRun>> LoadRuns(db::Read& txn, const std::string& firm,
                                               absl::CivilMonth month,
                                               const FirmTerms& terms) const;

  // RULE_NOT_IN_FORCE, PAY_RUN_NOT_SCHEDULED, PAY_FLOOR_MISSING. FACTS_STALE where something was
  // heard since the terms were asked for.
  absl::StatusOr<PlannedRun> MakePlan(db::Read& txn, const RunRequest& request,
                                      const PlanTerms& terms) const;

  // How the next runs would take what an instruction carries; nothing where its pay has no room.
  struct Part {
    PayRunKey run;
    absl::CivilDay pay_date;
    int64_t amount_minor = 0;
  };
  absl::StatusOr<std::vector<std::vector<Part>>> PlanCarried(db::Read& txn,
                                                             const PlannedRun& planned,
                                                             const FirmTerms& terms) const;

  // What should have gone out by now and has not, and what waits to be set off; by id.
  struct Waiting {
    std::string id;
    WageShare share;  // `amount_minor`: what waits of it.
    InstructionKind kind = InstructionKind::kDeduct;
    const char* reason = "";
  };
  absl::StatusOr<std::vector<Waiting>> LoadWaiting(db::Read& txn, const std::string& firm,
                                                   const PlanTerms& terms) const;

 private:
  absl::StatusOr<PlanFacts> LoadFacts(db::Read& txn, const PayRun& run, const PlanTerms& terms,
                                      const std::vector<PayRun>& runs) const;

  const KeyRing& keys_;
  const PayPack& pack_;
};

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_PLANNING_H_
