// A family's word against a decision, and what it holds up.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_APPEAL_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_APPEAL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/eligibility/decision.h"

namespace tuoqiao::eligibility {

struct Appeal {
  enum class State { kOpen, kUpheld, kDismissed };

  std::string id;
  std::string programme;  // Its id.
  std::string child;      // The resource name.
  std::string case_number;
  std::string decision;                 // The id of the one that was in force.
  std::string text, settlement_reason;  // Personal; empty where they were not opened.
  State state = State::kOpen;
  absl::CivilDay open_date;
  std::optional<absl::CivilDay> settle_date;
  std::string opened_by, settled_by;
  std::string upheld_by;  // The resource name of an override or decision.
  int64_t revision = 1;
};

// How it is settled, and by whom.
struct Settlement {
  Appeal::State state = Appeal::State::kDismissed;
  std::string upheld_by;
  std::string reason;
  std::string subject;
};
// APPEAL_SETTLED.
absl::Status Settle(Appeal& appeal, const Settlement& settlement, absl::CivilDay today);

// Whether the next decision takes away an eligible day up to today that the one in force has. Days
// that the next one does not speak of are not taken away.
bool TakesAway(const std::vector<Slice>& in_force, const std::vector<Slice>& next,
               absl::CivilDay today);

std::string AppealName(absl::string_view park, const Appeal& appeal);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_APPEAL_H_
