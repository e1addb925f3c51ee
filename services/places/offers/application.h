// A family's wish for a place, and the offer that answers it.
#ifndef TUOQIAO_SERVICES_PLACES_OFFERS_APPLICATION_H_
#define TUOQIAO_SERVICES_PLACES_OFFERS_APPLICATION_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/places/centre.h"

namespace tuoqiao::places {

enum class ApplicationState { kWaiting, kOffered, kPlaced, kWithdrawn, kClosed };

struct Application {
  std::string id;
  std::string family, child;  // Ids.
  std::string case_number;
  std::string programme;             // Id.
  int64_t ordinal = 0;               // The child's first under the programme is 0.
  std::vector<std::string> choices;  // Ids of centres in the order of preference.
  // As they were before the family changed them; empty where it never did.
  std::vector<std::string> submitted_choices;
  absl::CivilDay desired_start;
  Session session = Session::kWholeDay;  // In which half of the day the child would come.
  absl::Time submitted;
  bool urgent = false;
  ApplicationState state = ApplicationState::kWaiting;
  int64_t offers = 0;  // How many it has had.
  // The last day of the offer that is open.
  std::optional<absl::CivilDay> offered_until;
  // The last days on which the family is to have an answer, and on which it may say that it still
  // waits. Nothing for one from before these were kept.
  std::optional<absl::CivilDay> answer_by, confirm_by;
  // What it was judged on: the family's revision at directory, the decision's at eligibility.
  int64_t family_revision = 0, decision_revision = 0;
  int64_t revision = 0;

  // Whether it waits, is offered a seat or holds one.
  bool Standing() const {
    return state != ApplicationState::kWithdrawn && state != ApplicationState::kClosed;
  }
};

// The same child, programme and ordinal are the same application, on every store and in every run.
std::string ApplicationId(absl::string_view park, const Application& application);
// Whether both are the same submission, sent again.
bool SameSubmission(const Application& a, const Application& b);
// The last day on which a family that waits may say so: not while an offer is open. Nothing where
// there is no such day.
std::optional<absl::CivilDay> LastDayToConfirm(const Application& application);
// An offer that ran out leaves its application waiting, and what nobody confirmed in time is
// closed, whoever has noticed.
ApplicationState StateOn(const Application& application, absl::CivilDay today);
// Nobody can use it any more: the child has outgrown every group.
void Close(Application& application);

// A seat that was found for a child.
struct Seat {
  std::string centre;
  std::string group;  // `{centre}/{group}`.
  GroupKind kind = GroupKind::kInfant;
  std::string pool;
  absl::CivilDay start;
  // What of the seat is taken: half of it where the group lets halves of the day share.
  Session part = Session::kWholeDay;
  // The day on which a seat that another park lends goes back.
  std::optional<absl::CivilDay> until = {};

  absl::CivilDay EndBy(absl::CivilDay end) const { return std::min(end, until.value_or(end)); }
};

enum class OfferState { kOpen, kAccepted, kDeclined, kExpired, kRescinded };

// A seat is held for the family until one day; the offer can be accepted until a later one, while a
// seat is free. So no hold blocks a seat for long, and no family loses a seat that nobody else
// wants.
struct Offer {
  std::string id;
  std::string application;
  std::string family, child;
  std::string case_number;
  absl::Time submitted;  // The application's: who applied first holds first.
  Seat seat;
  absl::CivilDay end;     // The first day outside, should it become a place.
  absl::CivilDay hold;    // The last day on which the seat is held.
  absl::CivilDay expire;  // The last day on which it can be accepted.
  OfferState state = OfferState::kOpen;
  std::string decline_reason;
  int64_t revision = 0;

  bool HoldsOn(absl::CivilDay today) const { return state == OfferState::kOpen && today <= hold; }
};

// The last days on which the seat of an offer is held and on which it can be accepted, and the day
// up to which its family need not say that it waits: whoever has an offer does.
struct OfferDays {
  absl::CivilDay hold, expire, confirm;
};

// Offers the seat, from its first day until `end` or until it goes back, to an application that
// waits.
Offer MakeOffer(absl::string_view park, Application& application, const Seat& seat,
                absl::CivilDay end, const OfferDays& days);

// Nobody has to mark an offer for it to expire: the day does.
OfferState StateOn(const Offer& offer, absl::CivilDay today);

// Who holds before whom: by submission, then case number.
bool ComesBefore(const Offer& a, const Offer& b);

// OFFER_NOT_OPEN, OFFER_EXPIRED.
absl::Status CheckMayAccept(const Offer& offer, absl::CivilDay today);

// Declines an open offer and sends its application on: FOUND_ANOTHER withdraws it, any other reason
// lets it wait in its old order. OFFER_NOT_OPEN.
absl::Status Decline(Offer& offer, Application& application, const std::string& reason,
                     absl::CivilDay today);
// The day has passed, or the group is gone: the application waits in its old order.
void Expire(Offer& offer, Application& application);
void Rescind(Offer& offer, Application& application);

absl::string_view StateName(ApplicationState state);
absl::string_view StateName(OfferState state);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_OFFERS_APPLICATION_H_
