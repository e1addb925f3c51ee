#include "services/places/offers/waiting.h"

#include <utility>

#include "services/common/period.h"
#include "services/places/offers/errors_waiting.h"

namespace tuoqiao::places {
namespace {

// Whether only its date has closed it.
bool ClosedByDate(const Application& application, absl::CivilDay today) {
  return application.Standing() && StateOn(application, today) == ApplicationState::kClosed;
}

absl::CivilDay ReopenUntil(const Application& application, const WaitingNumbers& numbers) {
  return *LastDayToConfirm(application) + numbers.reopen_days;
}

}  // namespace

std::optional<Confirming> ConfirmingOn(const Application& application,
                                       const WaitingNumbers& numbers, absl::CivilDay today) {
  Confirming confirming;
  if (ClosedByDate(application, today)) {
    confirming.by = LastDayToConfirm(application);
    confirming.reopen_until = ReopenUntil(application, numbers);
    confirming.confirmation = Confirmation::kOverdue;
    if (*confirming.reopen_until < today) return std::nullopt;
    return confirming;
  }
  if (StateOn(application, today) != ApplicationState::kWaiting) return std::nullopt;
  if (!application.confirm_by.has_value()) return confirming;
  confirming.by = LastDayToConfirm(application);
  confirming.reopen_until = ReopenUntil(application, numbers);
  const int64_t left = *confirming.by - today;
  if (left > numbers.confirm_window_days) return confirming;
  confirming.confirmation = Confirmation::kDue;
  confirming.reminder_days = left > numbers.second_reminder_days ? numbers.confirm_window_days
                             : left > 0                          ? numbers.second_reminder_days
                                                                 : 0;
  return confirming;
}

absl::CivilDay AnswerBy(absl::Time submitted, bool urgent, const WaitingNumbers& numbers) {
  const absl::CivilDay day = absl::ToCivilDay(submitted, absl::UTCTimeZone());
  return urgent ? day + numbers.urgent_answer_days
                : DayOfCompletingMonths(day, numbers.answer_months);
}

bool AnswerOverdue(const Application& application, absl::CivilDay today) {
  return StateOn(application, today) == ApplicationState::kWaiting && application.offers == 0 &&
         application.answer_by.has_value() && *application.answer_by < today;
}

bool Forgotten(const Application& application, const WaitingNumbers& numbers,
               absl::CivilDay today) {
  return ClosedByDate(application, today) && ReopenUntil(application, numbers) < today;
}

absl::Status ConfirmWaiting(Application& application, const WaitingNumbers& numbers,
                            absl::CivilDay today) {
  if (Forgotten(application, numbers, today)) {
    return ConfirmationLate(ReopenUntil(application, numbers));
  }
  const std::optional<Confirming> confirming = ConfirmingOn(application, numbers, today);
  if (!confirming.has_value()) return ApplicationNotWaiting(StateName(StateOn(application, today)));
  // One from before terms were kept may begin its first at any time.
  if (confirming->by.has_value() && confirming->confirmation == Confirmation::kNotDue) {
    return ConfirmationNotDue(*confirming->by - numbers.confirm_window_days);
  }
  application.confirm_by = today + numbers.confirm_every_days;
  ++application.revision;
  return absl::OkStatus();
}

absl::Status Withdraw(Application& application, Offer* offer, absl::CivilDay today) {
  const bool open = offer != nullptr && StateOn(*offer, today) == OfferState::kOpen;
  const ApplicationState state = StateOn(application, today);
  const bool closed_by_date = ClosedByDate(application, today);
  if (state != ApplicationState::kWaiting && !open && !closed_by_date) {
    return ApplicationNotWaiting(StateName(state));
  }
  if (open) {
    offer->state = OfferState::kDeclined;
    offer->decline_reason = "WITHDRAWN";
    ++offer->revision;
  }
  application.state = ApplicationState::kWithdrawn;
  application.offered_until.reset();
  ++application.revision;
  return absl::OkStatus();
}

absl::Status ChangeChoices(Application& application, std::vector<std::string> choices,
                           absl::CivilDay today) {
  const ApplicationState state = StateOn(application, today);
  if (state == ApplicationState::kOffered) return OfferOpen(*application.offered_until);
  if (state != ApplicationState::kWaiting) return ApplicationNotWaiting(StateName(state));
  if (application.choices == choices) return absl::OkStatus();
  if (application.submitted_choices.empty()) application.submitted_choices = application.choices;
  application.choices = std::move(choices);
  ++application.revision;
  return absl::OkStatus();
}

absl::string_view ConfirmationName(Confirmation confirmation) {
  switch (confirmation) {
    case Confirmation::kNotDue:
      return "NOT_DUE";
    case Confirmation::kDue:
      return "DUE";
    case Confirmation::kOverdue:
      return "OVERDUE";
  }
  return "";
}

}  // namespace tuoqiao::places
