// Another scheme beside a programme's own: what would change, for whom, because of what, and
// whether that is little enough for the scheme to be adopted.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_SHADOW_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_SHADOW_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/period.h"
#include "services/common/rules/scheme.h"
#include "services/eligibility/decision.h"
#include "services/eligibility/due.h"
#include "services/eligibility/programme.h"
#include "services/eligibility/versions.h"

namespace tuoqiao::eligibility {

inline constexpr rules::Payer kPayers[] = {rules::Payer::kAuthority, rules::Payer::kPark,
                                           rules::Payer::kFirm,      rules::Payer::kUnion,
                                           rules::Payer::kFamily,    rules::Payer::kTaxBase};

// One child by one side: over the same period by either.
struct DecidedChild {
  std::vector<Slice> slices;
  std::vector<Due> dues;
};

// What would be otherwise for one child: an outcome on some days, or an amount over the period.
struct Difference {
  Period period;  // Of an outcome.
  Outcome before = Outcome::kPending;
  Outcome after = Outcome::kPending;
  std::string amount;  // Its name; empty of an outcome.
  rules::Payer payer = rules::Payer::kAuthority;
  int64_t before_minor = 0;
  int64_t after_minor = 0;
  // `age_from: at_least 6 -> at_least 3`, the conditions that turned; or `60000 x 3 -> 60000 x 6`,
  // the rule of the amount and how often it is due. Never the child's own value.
  std::string cause;

  int64_t size_minor() const {
    return after_minor < before_minor ? before_minor - after_minor : after_minor - before_minor;
  }
};
// Outcomes by their days, each stretch as long as outcomes and cause are the same; then amounts in
// the order of the packs.
std::vector<Difference> Compare(const DecidedChild& before, const DecidedChild& after);

struct PayerChange {
  int64_t before_minor = 0;
  int64_t after_minor = 0;
};

// What the differences come to.
struct ShadowFigures {
  int64_t children = 0;  // That were compared.
  int64_t changed_children = 0;
  int64_t losing_children = 0;   // An eligible day.
  int64_t gaining_children = 0;  // One; who loses one and gains another is in both.
  int64_t faults = 0;
  int64_t differences = 0;
  int64_t largest_difference_minor = 0;  // Of a child: a fall does not make up for a rise.
  std::map<rules::Payer, PayerChange> payers;

  // One more child, with what differs.
  void Add(const DecidedChild& before, const DecidedChild& after,
           const std::vector<Difference>& differences);
};

// 0 allows nothing.
struct ShadowThresholds {
  int64_t changed_children_bp = 0;
  int64_t losing_children = 0;
  int64_t payer_rise_minor = 0;  // Of each payer but the family; nobody pays TAX_BASE.
  int64_t child_difference_minor = 0;
};

// A figure above what is allowed.
struct Excess {
  std::string figure;
  std::string payer;  // Of `payer_rise_minor`.
  int64_t found = 0;
  int64_t allowed = 0;
};
// In the order of the thresholds; `changed_children_bp` is rounded up, so that nothing hides below
// one basis point.
std::vector<Excess> ExcessesOf(const ShadowFigures& figures, const ShadowThresholds& thresholds);

// What is compared with what: it must still be so when it is signed.
struct ShadowBase {
  std::string live_scheme;     // What holds in the period, joined by `,`.
  std::string live_rule_hash;  // Likewise.
  std::string rule_hash;       // Of the new scheme; empty where its file is gone.
  int64_t adoptions = 0;       // The programme's.
};
ShadowBase BaseOf(const Programme& programme, const Versions& live, const Versions& tried,
                  const Period& period);

enum class ShadowState { kRunning, kCompared, kSigned, kAdopted };
inline constexpr ShadowState kShadowStates[] = {ShadowState::kRunning, ShadowState::kCompared,
                                                ShadowState::kSigned, ShadowState::kAdopted};
const char* ShadowStateName(ShadowState state);

struct Shadow {
  std::string id;
  std::string programme;  // Its id.
  ShadowState state = ShadowState::kRunning;
  std::string scheme;
  std::set<std::string> adopted_values;
  Period period;
  ShadowBase base;
  ShadowThresholds thresholds;
  ShadowFigures figures;
  std::string page_token;              // The next page while it is RUNNING; empty: the first.
  std::string rows_digest;             // Of the differences so far; hexadecimal.
  std::string digest;                  // Hexadecimal; empty until it is compared.
  std::vector<std::string> approvers;  // Subjects, at most two.
  int64_t revision = 1;
};

// PERIOD_INVALID: empty, too long, before the programme, not ahead, or it ends before a day from
// which on another scheme is adopted, which would go without having been compared with.
absl::Status CheckShadowDays(const Programme& programme, const Period& period,
                             absl::CivilDay today);

// The shadow is RUNNING, and every page is in its figures. What approvers sign is SHA-256 over all
// that is known of it and its differences.
void Finish(absl::string_view park, Shadow& shadow);

// What a signature rests on: SHADOW_NOT_COMPARED, DIGEST_STALE, SHADOW_OVER_THRESHOLD,
// SHADOW_BEGUN.
absl::Status CheckMaySign(const Shadow& shadow, absl::string_view digest, absl::CivilDay today);
// SHADOW_BASE_NOT_IN_FORCE: what was compared is not what would take the place of the other.
absl::Status CheckBase(const Shadow& shadow, const ShadowBase& present);
// One person signs; the second makes it ADOPTED. APPROVED_BY_SAME_PERSON.
absl::Status Sign(Shadow& shadow, const std::string& subject);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_SHADOW_H_
