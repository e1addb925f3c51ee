// Check-ins and check-outs in the database, the codes of who brought a child sealed under its key.
#ifndef TUOQIAO_SERVICES_PLACES_ATTENDANCE_PRESENCE_STORE_H_
#define TUOQIAO_SERVICES_PLACES_ATTENDANCE_PRESENCE_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/db/db.h"
#include "services/common/seal.h"
#include "services/places/enrolment.h"
#include "services/places/presence/event.h"

namespace tuoqiao::places {

struct PresenceOfDay {
  std::string centre;
  absl::CivilDay day;
};
// By id. Codes of an erased child are not known any more.
absl::StatusOr<std::vector<presence::Event>> LoadEvents(db::Read& txn, const KeyRing& keys,
                                                        const PresenceOfDay& of);

struct EventKey {
  std::string centre, id;
};
bool operator<(const EventKey& a, const EventKey& b);
absl::StatusOr<std::optional<presence::Event>> LoadEvent(db::Read& txn, const KeyRing& keys,
                                                         const EventKey& key);

// Of the park, by centre and id.
struct StoredEvent {
  Enrolment enrolment;  // Id, centre, child and case number only.
  presence::Event event;
};
absl::StatusOr<std::vector<StoredEvent>> LoadAllEvents(db::Read& txn, const KeyRing& keys,
                                                       const EventKey& after, int64_t rows_max);

struct EventToSave {
  const Enrolment* enrolment = nullptr;
  presence::Event event;
};
// All new, and of one centre.
absl::Status InsertEvents(db::Write& txn, const KeyRing& keys,
                          const std::vector<EventToSave>& events);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ATTENDANCE_PRESENCE_STORE_H_
