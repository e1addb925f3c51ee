// What places does with billing's log.
#ifndef TUOQIAO_SERVICES_PLACES_HEARING_H_
#define TUOQIAO_SERVICES_PLACES_HEARING_H_

#include <vector>

#include "absl/status/status.h"
#include "services/common/rpc/mutate.h"
#include "tuoqiao/type/v1/event.pb.h"

namespace tuoqiao::places {

// Notes the months that were closed: their opening days stand, and no place starts in them.
absl::Status Hear(rpc::Change& change, const std::vector<type::v1::Event>& events);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_HEARING_H_
