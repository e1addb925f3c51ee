// Forgets what is kept for a time only: the replies that were stored for repeated requests.
#ifndef TUOQIAO_SERVICES_SERVER_HOUSEKEEPER_H_
#define TUOQIAO_SERVICES_SERVER_HOUSEKEEPER_H_

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "services/common/clock.h"
#include "services/common/db/db.h"

namespace tuoqiao::server {

// Deletes the stored replies that are older than seven days: the same request_id is a new request
// after them.
absl::Status ForgetReplies(db::Database& database, Clock& clock);

class Housekeeper {
 public:
  // Cleans at once and then once a day. The databases and the clock outlive it.
  Housekeeper(std::vector<db::Database*> databases, Clock& clock);
  ~Housekeeper();

 private:
  void Run();

  const std::vector<db::Database*> databases_;
  Clock& clock_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace tuoqiao::server

#endif  // TUOQIAO_SERVICES_SERVER_HOUSEKEEPER_H_
