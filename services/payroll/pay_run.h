// A pay run: one firm, one pay date. From its plan to what payroll took and what it left.
#ifndef TUOQIAO_SERVICES_PAYROLL_PAY_RUN_H_
#define TUOQIAO_SERVICES_PAYROLL_PAY_RUN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/payroll/instruction.h"

namespace tuoqiao::payroll {

// A plan runs every check of the preflight, so what is saved is PREFLIGHTED from the start.
enum class PayRunState { kPreflighted, kReleased, kResultRead, kReconciled };
PayRunState PayRunStateOf(absl::string_view name);  // Of a name that the next one gave.
absl::string_view PayRunStateName(PayRunState state);

// What directory says of a firm's pay.
struct FirmTerms {
  int64_t pay_day = 1;       // Of the month after the one billed.
  int64_t cut_off_days = 0;  // Before the pay date.
  bool tax_advice = false;
};

// Amounts are sums of DEDUCT, in fen.
struct PayRun {
  std::string firm;
  absl::CivilMonth month;  // The month billed.
  absl::CivilDay pay_date;
  absl::CivilDay cut_off_date;  // The last day on which it can be released.
  bool tax_advice = false;
  PayRunState state = PayRunState::kPreflighted;
  std::string digest;
  int64_t instructions = 0;  // How many go out.
  int64_t deduct_minor = 0;
  int64_t seen_minor = 0;
  int64_t arrears_minor = 0;
  int64_t unapplied_minor = 0;
  int64_t revision = 0;

  std::string Id() const;  // `{firm}/{YYYY-MM}`, unique in the park.
};

// A run of the month by the firm's terms, without a plan yet.
PayRun NewPayRun(const std::string& firm, absl::CivilMonth month, const FirmTerms& terms);

// Gives instructions their ids and the run its sums and digest.
void TakePlan(absl::string_view park, PayRun& run, std::vector<Instruction>& instructions);

// Lets the instructions go: what goes out becomes SENT. `digest_seen` is what the releaser looked
// at (empty: as planned), `digest_now` what a plan of today's facts would be: a plan whose facts
// changed, by a revoked authorisation for instance, does not go out. PAY_RUN_STATE, DIGEST_STALE,
// CUT_OFF_PASSED.
struct ReleaseRequest {
  std::string digest_seen, digest_now;
  absl::CivilDay today;
};
absl::Status Release(const ReleaseRequest& request, PayRun& run,
                     std::vector<Instruction>& instructions);

// PAY_RUN_STATE unless the run was released and is not reconciled.
absl::Status CheckReading(const PayRun& run);

// What a pay run could not take.
enum class ArrearsOrigin { kCarried, kShort, kMissing };
ArrearsOrigin ArrearsOriginOf(absl::string_view name);  // Of a name that the next one gave.
absl::string_view ArrearsOriginName(ArrearsOrigin origin);
struct Arrears {
  std::string id;
  std::string instruction;
  std::string employee_no;
  absl::CivilMonth month;
  int64_t amount_minor = 0;
  ArrearsOrigin origin = ArrearsOrigin::kCarried;
};

struct Reconciliation {
  std::vector<Arrears> arrears;
  std::vector<SeenDeduction> deductions;
};
// Ends the reading: what did not come is MISSING; of a DEDUCT, what was carried and what was not
// taken is arrears, and what was taken beyond it is unapplied: it never pays another's arrears.
// PAY_RUN_STATE.
absl::StatusOr<Reconciliation> Reconcile(absl::string_view park, PayRun& run,
                                         std::vector<Instruction>& instructions);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_PAY_RUN_H_
