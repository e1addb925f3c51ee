// Forgets what is kept for a time only: the replies that were stored for repeated requests.
#ifndef TUOQIAO_SERVICES_SERVER_HOUSEKEEPER_H_
#define TUOQIAO_SERVICES_SERVER_HOUSEKEEPER_H_

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "services/common/clock.h"
#include "services/common/db/db.h"
#include "services/common/periodic.h"

namespace tuoqiao::server {

// Deletes the stored replies that are older than seven days: the same request_id is a new request
// after them.
absl::Status ForgetReplies(db::Database& database, Clock& clock);

// Does so at once and then once a day. The databases and the clock outlive it.
std::unique_ptr<Periodic> KeepHouse(std::vector<db::Database*> databases, Clock& clock);

}  // namespace tuoqiao::server

#endif  // TUOQIAO_SERVICES_SERVER_HOUSEKEEPER_H_
