#include "services/directory/firm.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/check.h"
#include "services/common/period.h"
#include "services/directory/errors.h"

namespace tuoqiao::directory {
namespace {

constexpr std::pair<FirmState, const char*> kStates[] = {
    {FirmState::kInvited, "INVITED"},
    {FirmState::kRegistered, "REGISTERED"},
    {FirmState::kConnected, "CONNECTED"},
    {FirmState::kLive, "LIVE"},
};

void Go(Firm& firm, FirmState to, const Move& move, std::string why) {
  if (firm.state == to && !firm.history.empty()) return;
  const std::string from = firm.history.empty() ? "" : FirmStateName(firm.state);
  firm.history.push_back({from, FirmStateName(to), move.day, move.by, std::move(why)});
  firm.state = to;
}

void WaitFor(Firm& firm, std::string actor, std::string blocker) {
  firm.next_actor = std::move(actor);
  firm.blocker = std::move(blocker);
}

}  // namespace

std::string FirmStateName(FirmState state) {
  for (const auto& [value, name] : kStates) {
    if (value == state) return name;
  }
  CHECK(false);
}

FirmState FirmStateOf(const std::string& name) {
  for (const auto& [value, known] : kStates) {
    if (known == name) return value;
  }
  CHECK(false);
}

std::string FirmId(const std::string& uscc) { return absl::AsciiStrToLower(uscc); }

std::string CanonicalFirm(const Firm& firm) {
  const FirmSetUp& s = firm.set_up;
  return absl::StrJoin(
      {std::string("1"), firm.uscc, firm.display_name, s.plan, s.share_form,
       absl::StrCat(s.tax_advice), absl::StrCat(s.union_member), absl::StrCat(s.pay_day),
       absl::StrCat(s.cut_off_days), s.contact_email, s.agreement_version,
       s.agreement_date ? FormatDay(*s.agreement_date) : "", absl::StrJoin(s.centres, ";")},
      "\n");
}

absl::StatusOr<Firm> Onboard(const std::optional<Firm>& before, Firm described, const Move& move) {
  Firm firm = std::move(described);
  if (before.has_value()) {
    const auto& agreed = before->set_up.agreement_date;
    if (agreed && firm.set_up.agreement_date && *firm.set_up.agreement_date < *agreed) {
      return AgreementBackdated(*agreed);
    }
    firm.state = before->state;
    firm.next_actor = before->next_actor;
    firm.blocker = before->blocker;
    firm.history = before->history;
    firm.revision = before->revision;
  } else {
    Go(firm, FirmState::kInvited, move, "named by the park");
    WaitFor(firm, "FIRM_HR", "AGREEMENT_MISSING");
  }
  if (firm.state == FirmState::kInvited && !firm.set_up.agreement_version.empty()) {
    Go(firm, FirmState::kRegistered, move,
       absl::StrCat("agreement ", firm.set_up.agreement_version));
    WaitFor(firm, "FIRM_HR", "ROSTER_MISSING");
  }
  ++firm.revision;
  return firm;
}

Firm HearRoster(Firm firm, const RosterOutcome& outcome, const Move& move) {
  const std::string blocker = outcome.rejected > 0    ? "ROSTER_REJECTED"
                              : outcome.leavers_wait  ? "LEAVERS_UNCONFIRMED"
                              : outcome.accepted == 0 ? "ROSTER_MISSING"
                                                      : "";
  const FirmState to = blocker.empty() ? FirmState::kLive : FirmState::kConnected;
  // A live firm stays live: one bad roster later on is mended, it does not undo what runs.
  if (firm.state != FirmState::kLive && outcome.accepted > 0) {
    if (firm.state != FirmState::kConnected) Go(firm, FirmState::kConnected, move, "roster came");
    if (to == FirmState::kLive) Go(firm, FirmState::kLive, move, "roster whole");
  }
  WaitFor(firm, blocker.empty() ? "" : "FIRM_HR", blocker);
  ++firm.revision;
  return firm;
}

}  // namespace tuoqiao::directory
