// What a family says of an application that waits: that it still does, that it no longer does, that
// it would rather go elsewhere.
#ifndef TUOQIAO_SERVICES_PLACES_OFFERS_WAITING_H_
#define TUOQIAO_SERVICES_PLACES_OFFERS_WAITING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/places/offers/application.h"
#include "services/places/offers/offer_policy.h"

namespace tuoqiao::places {

enum class Confirmation { kNotDue, kDue, kOverdue };

// How an application that waits, or closed because nobody said so, stands on a day. Nothing is
// stored but the last day: reminders are read off it.
struct Confirming {
  Confirmation confirmation = Confirmation::kNotDue;
  int64_t reminder_days = 0;  // Of kDue: by which reminder, in days before the last day.
  std::optional<absl::CivilDay> by, reopen_until;
};
// Nothing where the application neither waits nor can be opened again.
std::optional<Confirming> ConfirmingOn(const Application& application,
                                       const WaitingNumbers& numbers, absl::CivilDay today);

// The last day on which a family is to have an answer, from the UTC day of its submission.
absl::CivilDay AnswerBy(absl::Time submitted, bool urgent, const WaitingNumbers& numbers);
// It waits without ever having had an offer, and the day has passed.
bool AnswerOverdue(const Application& application, absl::CivilDay today);

// It closed because nobody confirmed it, and can no longer be opened again.
bool Forgotten(const Application& application, const WaitingNumbers& numbers, absl::CivilDay today);

// Begins the next term, also of one that closed and can still be opened again.
// APPLICATION_NOT_WAITING, CONFIRMATION_NOT_DUE, CONFIRMATION_LATE.
absl::Status ConfirmWaiting(Application& application, const WaitingNumbers& numbers,
                            absl::CivilDay today);

// With the offer that is open, if any, which is declined. APPLICATION_NOT_WAITING.
absl::Status Withdraw(Application& application, Offer* offer, absl::CivilDay today);

// Keeps the time of submission. APPLICATION_NOT_WAITING, OFFER_OPEN.
absl::Status ChangeChoices(Application& application, std::vector<std::string> choices,
                           absl::CivilDay today);

absl::string_view ConfirmationName(Confirmation confirmation);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_OFFERS_WAITING_H_
