// A firm and how far its onboarding has come.
#ifndef TUOQIAO_SERVICES_DIRECTORY_FIRM_H_
#define TUOQIAO_SERVICES_DIRECTORY_FIRM_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::directory {

enum class FirmState { kInvited, kRegistered, kConnected, kLive };

std::string FirmStateName(FirmState state);
FirmState FirmStateOf(const std::string& name);  // Of a name that FirmStateName gave.

struct FirmSetUp {
  std::string plan;
  std::string share_form;
  bool tax_advice = false;
  bool union_member = false;
  int64_t pay_day = 0;
  int64_t cut_off_days = 0;
  std::string contact_email;
  std::string agreement_version;  // Empty while the firm has not agreed.
  std::optional<absl::CivilDay> agreement_date;
  std::vector<std::string> centres;
};

struct FirmTransition {
  std::string from, to;
  absl::CivilDay day;
  std::string by, why;
};

struct Firm {
  std::string id;  // The uscc in lower case.
  std::string uscc;
  std::string display_name;
  FirmState state = FirmState::kInvited;
  std::string next_actor, blocker;  // Empty when nobody must act and nothing blocks.
  FirmSetUp set_up;
  std::vector<FirmTransition> history;
  int64_t revision = 0;
};

// Who moves a firm, and when.
struct Move {
  absl::CivilDay day;
  std::string by;
};

// The id of a firm follows from its uscc.
std::string FirmId(const std::string& uscc);

// What is sealed and compared: everything that a park operator says of a firm, in one text.
std::string CanonicalFirm(const Firm& firm);

// A firm as the park operator describes it, put over the one that is there, if any. The onboarding
// goes on from where it is: a first agreement registers the firm. AGREEMENT_BACKDATED.
absl::StatusOr<Firm> Onboard(const std::optional<Firm>& before, Firm described, const Move& move);

// What exchange says of a firm's roster.
struct RosterOutcome {
  int64_t accepted = 0, rejected = 0;
  bool leavers_wait = false;
};
// The firm after its roster came: CONNECTED, and LIVE once nothing of it was rejected or waits.
Firm HearRoster(Firm firm, const RosterOutcome& outcome, const Move& move);

}  // namespace tuoqiao::directory

#endif  // TUOQIAO_SERVICES_DIRECTORY_FIRM_H_
