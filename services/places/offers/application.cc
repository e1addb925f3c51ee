#include "services/places/offers/application.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "services/common/hash.h"
#include "services/places/errors.h"

namespace tuoqiao::places {
namespace {

const std::vector<std::string>& ChoicesSubmitted(const Application& application) {
  return application.submitted_choices.empty() ? application.choices
                                               : application.submitted_choices;
}

void WaitAgain(Application& application) {
  application.state = ApplicationState::kWaiting;
  application.offered_until.reset();
  ++application.revision;
}

}  // namespace

std::string ApplicationId(absl::string_view park, const Application& application) {
  const std::string key = absl::StrCat(application.programme, "/", application.case_number);
  return DeriveId("app", {park, key}, application.ordinal);
}

bool SameSubmission(const Application& a, const Application& b) {
  return std::tie(a.child, ChoicesSubmitted(a), a.programme, a.desired_start, a.session,
                  a.submitted, a.urgent) == std::tie(b.child, ChoicesSubmitted(b), b.programme,
                                                     b.desired_start, b.session, b.submitted,
                                                     b.urgent);
}

std::optional<absl::CivilDay> LastDayToConfirm(const Application& application) {
  if (!application.confirm_by.has_value()) return std::nullopt;
  return std::max(*application.confirm_by,
                  application.offered_until.value_or(*application.confirm_by));
}

ApplicationState StateOn(const Application& application, absl::CivilDay today) {
  const bool ran_out = application.state == ApplicationState::kOffered &&
                       application.offered_until.has_value() && *application.offered_until < today;
  const ApplicationState state = ran_out ? ApplicationState::kWaiting : application.state;
  const std::optional<absl::CivilDay> last = LastDayToConfirm(application);
  const bool over = state == ApplicationState::kWaiting && last.has_value() && *last < today;
  return over ? ApplicationState::kClosed : state;
}

void Close(Application& application) {
  application.state = ApplicationState::kClosed;
  application.offered_until.reset();
  ++application.revision;
}

Offer MakeOffer(absl::string_view park, Application& application, const Seat& seat,
                absl::CivilDay end, const OfferDays& days) {
  Offer offer;
  offer.id = DeriveId("off", {park, application.id}, application.offers);
  offer.application = application.id;
  offer.family = application.family;
  offer.child = application.child;
  offer.case_number = application.case_number;
  offer.submitted = application.submitted;
  offer.seat = seat;
  offer.end = seat.EndBy(end);
  offer.hold = days.hold;
  offer.expire = days.expire;
  offer.revision = 1;
  application.state = ApplicationState::kOffered;
  application.offered_until = offer.expire;
  if (application.confirm_by.has_value()) {
    application.confirm_by = std::max(*application.confirm_by, days.confirm);
  }
  ++application.offers;
  ++application.revision;
  return offer;
}

OfferState StateOn(const Offer& offer, absl::CivilDay today) {
  return offer.state == OfferState::kOpen && offer.expire < today ? OfferState::kExpired
                                                                  : offer.state;
}

bool ComesBefore(const Offer& a, const Offer& b) {
  return std::tie(a.submitted, a.case_number, a.id) < std::tie(b.submitted, b.case_number, b.id);
}

absl::Status CheckMayAccept(const Offer& offer, absl::CivilDay today) {
  const OfferState state = StateOn(offer, today);
  if (state == OfferState::kExpired) return OfferExpired(offer.expire);
  return state == OfferState::kOpen ? absl::OkStatus() : OfferNotOpen(StateName(state));
}

absl::Status Decline(Offer& offer, Application& application, const std::string& reason,
                     absl::CivilDay today) {
  const OfferState state = StateOn(offer, today);
  if (state != OfferState::kOpen) return OfferNotOpen(StateName(state));
  offer.state = OfferState::kDeclined;
  offer.decline_reason = reason;
  ++offer.revision;
  WaitAgain(application);
  if (reason == "FOUND_ANOTHER") application.state = ApplicationState::kWithdrawn;
  return absl::OkStatus();
}

void Expire(Offer& offer, Application& application) {
  offer.state = OfferState::kExpired;
  ++offer.revision;
  WaitAgain(application);
}

void Rescind(Offer& offer, Application& application) {
  offer.state = OfferState::kRescinded;
  ++offer.revision;
  WaitAgain(application);
}

absl::string_view StateName(ApplicationState state) {
  switch (state) {
    case ApplicationState::kWaiting:
      return "WAITING";
    case ApplicationState::kOffered:
      return "OFFERED";
    case ApplicationState::kPlaced:
      return "PLACED";
    case ApplicationState::kWithdrawn:
      return "WITHDRAWN";
    case ApplicationState::kClosed:
      return "CLOSED";
  }
  return "";
}

absl::string_view StateName(OfferState state) {
  switch (state) {
    case OfferState::kOpen:
      return "OPEN";
    case OfferState::kAccepted:
      return "ACCEPTED";
    case OfferState::kDeclined:
      return "DECLINED";
    case OfferState::kExpired:
      return "EXPIRED";
    case OfferState::kRescinded:
      return "RESCINDED";
  }
  return "";
}

}  // namespace tuoqiao::places
