// A pay run: one firm, one pay date. From its plan to what payroll took and what it left.
#ifndef TUOQIAO_SERVICES_PAYROLL_PAY_RUN_H_
#define TUOQIAO_SERVICES_PAYROLL_PAY_RUN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/payroll/arrears.h"
#include "services/payroll/instruction.h"
#include "services/payroll/pay_calendar.h"

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

// Which run: of a month billed its only one (`2026-08`), its second one (`2026-08-2`), or the
// second beside the calendar (`2026-08-x2`).
struct PayRunKey {
  std::string firm;
  absl::CivilMonth month;
  int64_t number = 0;   // 0: the only one of the calendar.
  bool beside = false;  // Beside the calendar; numbered from 1.

  std::string Text() const;
};
// Of what the one before gave; nothing where it is none.
std::optional<PayRunKey> ParsePayRunKey(const std::string& firm, absl::string_view text);

// Amounts are sums of DEDUCT, in fen.
struct PayRun {
  std::string firm;
  absl::CivilMonth month;  // The month billed.
  int64_t number = 0;
  PayRunType type = PayRunType::kRegular;
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
  int64_t reverse_minor = 0;  // The sum of REVERSE.
  int64_t waiting_items = 0;  // Shares that were left to a later run.
  int64_t revision = 0;

  PayRunKey Key() const;
  std::string Id() const;  // `{firm}/{YYYY-MM}…`, unique in the park.
};

// A run of the month by the firm's terms, without a plan yet.
PayRun NewPayRun(const std::string& firm, absl::CivilMonth month, const FirmTerms& terms);
// The runs of a month: by the calendar, or without one by the terms. Those of a month with several
// are numbered. RULE_NOT_IN_FORCE.
struct PayTerms {
  FirmTerms firm;
  std::vector<PayCalendar> calendars;  // Ascending.
};
absl::StatusOr<std::vector<PayRun>> RunsOf(const std::string& firm, absl::CivilMonth month,
                                           const PayTerms& terms, const WorkingDays& days);

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

struct Reconciliation {
  std::vector<Arrears> arrears;
  std::vector<SeenDeduction> deductions, reversals;
};
// Ends the reading: what did not come is MISSING; of a DEDUCT, what was carried and what was not
// taken is arrears, and what was taken beyond it is unapplied: it never pays another's arrears.
// What a REVERSE did not pay back is arrears below zero. PAY_RUN_STATE.
absl::StatusOr<Reconciliation> Reconcile(absl::string_view park, PayRun& run,
                                         std::vector<Instruction>& instructions);

// What a line changes that came after: LATE arrears, below zero where more was taken than was
// known, so that a next run sets them off against what was asked for again by then. Both are of one
// instruction, with its shares; the run has the revision of the change.
std::vector<Arrears> LateArrears(absl::string_view park, const PayRun& run,
                                 const Instruction& before, const Instruction& now);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_PAY_RUN_H_
