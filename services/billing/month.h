// A park's month: OPEN → PREVIEWED → APPROVED by two people → CLOSED.
#ifndef TUOQIAO_SERVICES_BILLING_MONTH_H_
#define TUOQIAO_SERVICES_BILLING_MONTH_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/billing/plan.h"

namespace tuoqiao::billing {

enum class MonthState { kOpen, kPreviewed, kApproved, kClosed };

// What a frozen copy comes to.
struct Totals {
  int64_t statements = 0;
  int64_t total_minor = 0;
  std::map<Payer, int64_t> by_payer;
};

// How far the logs of the sources had come when the copy was taken. Of several pages the lowest
// counts: whatever changed after it may not be in the copy.
struct LogPositions {
  int64_t directory = 0;
  int64_t places = 0;
  // Eligibility's, of its decisions and of the amounts that its packs decide; 0 where the month
  // names no programme, or its plan no such amount, so that nothing was asked.
  int64_t eligibility = 0;
  int64_t worths = 0;

  // The lower of the two.
  int64_t OfEligibility() const;
};

struct Month {
  absl::CivilMonth month;
  MonthState state = MonthState::kOpen;
  std::string funding_plan;            // Its id.
  std::string digest;                  // Hexadecimal; empty while OPEN.
  std::vector<std::string> approvers;  // Subjects, at most two.
  Totals totals;
  LogPositions positions;
  // What the other months of the year had drawn on its caps and budgets when the copy was made.
  int64_t year_drawn_minor = 0;
  std::string programme;  // Whose children it bills; empty where the preview named none.
  // Of the copy's statements those about closed months, and how many months were closed when they
  // were found.
  int64_t corrections = 0;
  int64_t corrections_minor = 0;
  int64_t closed_months = 0;
  // The first day on which all that the copy bills is over; nothing: it bills nothing of its own.
  std::optional<absl::CivilDay> over_from;
  // The park's day on which its close was first asked for, however often that went on.
  std::optional<absl::CivilDay> close_date;
  int64_t revision = 0;

  // The frozen copies of a month are numbered from 1; only the present one counts. `previews` is
  // how many were begun.
  int64_t preview = 0;
  int64_t previews = 0;
  // The job that made the present copy, so that a job that is run again finds its work done.
  std::string preview_job;
};

// MONTH_CLOSED, MONTH_APPROVED.
absl::Status CheckMayPreview(const Month& month);

// What a new frozen copy is known by.
struct Frozen {
  std::string funding_plan;
  std::string digest;
  Totals totals;
  LogPositions positions;
  int64_t preview = 0;
  std::string job;
  int64_t year_drawn_minor = 0;
  std::string programme;
  int64_t corrections = 0;
  int64_t corrections_minor = 0;
  int64_t closed_months = 0;
  std::optional<absl::CivilDay> over_from;
};
// The month is PREVIEWED by the new copy; whoever had signed the one before has to sign again.
// MONTH_CLOSED, MONTH_APPROVED.
absl::Status Preview(Month& month, Frozen frozen);

// One person signs the digest; the second makes the month APPROVED. MONTH_NOT_PREVIEWED,
// DIGEST_STALE, APPROVED_BY_SAME_PERSON.
absl::Status Approve(Month& month, absl::string_view digest, const std::string& subject);

// How a month stands to the others of its year, where its plan counts from month to month.
struct YearState {
  int64_t drawn_minor = 0;                         // By the closed ones.
  std::optional<absl::CivilMonth> other_approved;  // One that waits for its close.
};
// A month is approved only as long as nothing else can draw on what its copy rests on: then no
// close finds less than was signed. OTHER_MONTH_APPROVED, YEAR_DRAWN_SINCE.
absl::Status CheckYear(const Month& month, const YearState& year);

// How a month stands to the others of its park, where its copy corrects closed ones.
struct OtherMonths {
  int64_t closed = 0;
  std::optional<absl::CivilMonth> approved;  // One that waits for its close.
};
// What one copy corrects no other one does: a month that corrects is approved only while no other
// waits for its close, and none has closed since. OTHER_MONTH_APPROVED, MONTH_CLOSED_SINCE.
absl::Status CheckOthers(const Month& month, const OtherMonths& others);

// What is billed has to be over: in arrears the month itself, in advance the one whose attendance
// is billed with it. MONTH_NOT_OVER.
absl::Status CheckOver(const Month& month, absl::CivilDay today);

// Takes the signatures back: the month may be previewed again. MONTH_NOT_PREVIEWED where it is
// OPEN; MONTH_CLOSED.
absl::Status WithdrawApproval(Month& month);

// MONTH_NOT_APPROVED. A closed month may be closed again, to no effect.
absl::Status CheckMayClose(const Month& month);
// The close of an APPROVED month is asked for; the first day stays.
void AskClose(Month& month, absl::CivilDay today);
// After the last statement. The month is APPROVED.
void Close(Month& month);

const char* MonthStateName(MonthState state);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_MONTH_H_
