// A month split by another plan beside its own: what would change, for whom, by which layer, and
// whether that is little enough for the plan to be adopted.
#ifndef TUOQIAO_SERVICES_BILLING_SHADOW_H_
#define TUOQIAO_SERVICES_BILLING_SHADOW_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/billing/draft.h"
#include "services/billing/month.h"

namespace tuoqiao::billing {

// What one payer would bear otherwise of one statement. A statement that only one of the plans
// makes is nothing by the other.
struct Difference {
  std::string case_number;
  std::string statement;  // Its id.
  Payer payer = Payer::kFamily;
  std::string firm;  // Of FIRM.
  int64_t before_minor = 0;
  int64_t after_minor = 0;
  // `FIRM: up to 600.00 of 1800.00 -> up to 800.00 of 1800.00`: the layer whose reason changed,
  // the row's own, else the first other of the statement.
  std::string cause;

  int64_t difference_minor() const { return after_minor - before_minor; }
  int64_t size_minor() const {
    return difference_minor() < 0 ? -difference_minor() : difference_minor();
  }
};

struct PayerChange {
  int64_t before_minor = 0;
  int64_t after_minor = 0;

  int64_t rise_minor() const { return after_minor - before_minor; }
};

// What the differences come to.
struct ShadowFigures {
  int64_t children = 0;           // Billed by either plan.
  int64_t changed_children = 0;   // With a difference.
  int64_t held_out_children = 0;  // Held out by the new plan alone.
  int64_t differences = 0;
  int64_t largest_difference_minor = 0;
  std::map<Payer, PayerChange> payers;  // Each of them.
};

struct Comparison {
  ShadowFigures figures;
  // By case number, statement, and payers in the order of the live plan's shares, then the new
  // one's.
  std::vector<Difference> differences;
};
Comparison Compare(const Drafts& before, const Drafts& after);

// Case numbers of whom the frozen copy and a new draft by the same plan say anything else, in
// order, each once.
std::vector<std::string> BaseDifferences(absl::CivilMonth month, const Drafts& frozen,
                                         const Drafts& redrafted);

// 0 allows nothing.
struct ShadowThresholds {
  int64_t changed_children_bp = 0;
  int64_t child_difference_minor = 0;
  int64_t family_rise_minor = 0;
  int64_t payer_rise_minor = 0;  // Of each payer but the family.
};

// A figure above what is allowed.
struct Excess {
  std::string figure;
  std::string payer;  // Of `payer_rise_minor`.
  int64_t found = 0;
  int64_t allowed = 0;
};
// In the order of the thresholds; `changed_children_bp` is rounded up, so that nothing hides below
// one basis point. Whom the live plan bills and the new one cannot is an excess whatever is
// allowed.
std::vector<Excess> ExcessesOf(const ShadowFigures& figures, const ShadowThresholds& thresholds);

enum class ShadowState { kRunning, kCompared, kSigned, kAdopted, kRefused };
inline constexpr ShadowState kShadowStates[] = {ShadowState::kRunning, ShadowState::kCompared,
                                                ShadowState::kSigned, ShadowState::kAdopted,
                                                ShadowState::kRefused};

// Why a shadow is unfit.
struct Refusal {
  std::string reason;
  int64_t children = 0;
  std::vector<std::string> case_numbers;  // The first of them.
};
inline constexpr size_t kRefusalExamples = 10;

struct Shadow {
  std::string id;
  absl::CivilMonth month;
  ShadowState state = ShadowState::kRunning;
  std::string plan, live_plan;  // Their ids.
  std::string programme;        // Resource name.
  absl::CivilMonth first_month;
  std::string month_digest;
  ShadowThresholds thresholds;
  std::string digest;                  // Hexadecimal; empty until it is compared.
  std::vector<std::string> approvers;  // Subjects, at most two.
  ShadowFigures figures;
  Refusal refusal;
  int64_t revision = 0;
};

// What approvers sign, in hexadecimal: SHA-256 over months, plans, programme, thresholds, children
// and every difference.
std::string ShadowDigest(absl::string_view park, const Shadow& shadow,
                         const Comparison& comparison);

// MONTH_CHANGED where the month has another copy by now, or none.
absl::Status CheckSameCopy(const Shadow& shadow, const Month& month);

// The shadow is RUNNING.
void Finish(Shadow& shadow, ShadowFigures figures, std::string digest);
void Refuse(Shadow& shadow, const std::vector<std::string>& case_numbers);

// What a signature rests on: SHADOW_NOT_COMPARED, DIGEST_STALE, MONTH_CHANGED,
// SHADOW_OVER_THRESHOLD.
absl::Status CheckMaySign(const Shadow& shadow, absl::string_view digest, const Month& month);
// `in_force` is the plan that the programme has in the shadow's first month.
// SHADOW_BASE_NOT_IN_FORCE: what was compared with is not what would be replaced.
absl::Status CheckInForce(const Shadow& shadow, absl::string_view in_force);
// One person signs; the second makes it ADOPTED. APPROVED_BY_SAME_PERSON.
absl::Status Sign(Shadow& shadow, const std::string& subject);

// A plan that a programme has from a month on.
struct Adoption {
  std::string id;
  std::string programme;  // Resource name.
  int64_t ordinal = 0;    // Within the programme.
  absl::CivilMonth first_month;
  std::string plan;
  absl::CivilMonth shadow_month;
  std::string shadow;  // Its id.
};
// Of one programme's adoptions in their order, the one that holds in the month: of those that began
// the latest, and of one month the last adopted; nullptr where there is none.
const Adoption* AdoptionIn(const std::vector<Adoption>& adoptions, absl::CivilMonth month);

const char* ShadowStateName(ShadowState state);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_SHADOW_H_
