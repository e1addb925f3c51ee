// What the park's offers and its waiting list go by: the pack's numbers, and what the park says
// instead from a day on.
#ifndef TUOQIAO_SERVICES_PLACES_OFFERS_OFFER_POLICY_H_
#define TUOQIAO_SERVICES_PLACES_OFFERS_OFFER_POLICY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/rules/parameter_file.h"
#include "services/places/offers/application.h"

namespace tuoqiao::places {

// As the pack has them on a day.
struct WaitingNumbers {
  int64_t hold_days = 0, open_days = 0;
  int64_t confirm_every_days = 0, confirm_window_days = 0, second_reminder_days = 0;
  int64_t reopen_days = 0;
  int64_t answer_months = 0, urgent_answer_days = 0;
  int64_t leaver_grace_days = 0;
};

// The pack `cn.waiting` below a folder of packs. PACK_INVALID, PACK_UNREADABLE.
absl::StatusOr<rules::ParameterFile> LoadWaitingPack(const std::string& folder);
// RULE_NOT_IN_FORCE. The file was loaded by LoadWaitingPack.
absl::StatusOr<WaitingNumbers> WaitingNumbersOn(const rules::ParameterFile& file,
                                                absl::CivilDay day);

enum class RollOnMode { kOnRequest, kDaily };

// What a park sets. A number that is 0 is the pack's.
struct OfferPolicy {
  absl::CivilDay from;
  int64_t hold_hours = 0, open_days = 0, confirm_every_days = 0;
  RollOnMode roll_on = RollOnMode::kOnRequest;
  int64_t revision = 0;
};
// Whether both say the same.
bool SamePolicy(const OfferPolicy& a, const OfferPolicy& b);

// FIELD_INVALID where the day has passed, or an offer would be open for less time than its seat is
// held, the pack's numbers of the day counted.
absl::Status CheckPolicy(const OfferPolicy& policy, const WaitingNumbers& numbers,
                         absl::CivilDay today);

// What holds on a day: the pack's numbers with what the last policy up to the day says instead.
struct OfferTerms {
  WaitingNumbers numbers;
  RollOnMode roll_on = RollOnMode::kOnRequest;
};
OfferTerms TermsOn(const WaitingNumbers& numbers, const std::vector<OfferPolicy>& policies,
                   absl::CivilDay day);

// Of an offer that is made today.
OfferDays OfferDaysFrom(const WaitingNumbers& numbers, absl::CivilDay today);

absl::string_view ModeName(RollOnMode mode);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_OFFERS_OFFER_POLICY_H_
