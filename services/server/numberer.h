// Gives the log rows of every service their positions where writers are not alone. Rows are
// numbered by whichever replica gets to them; the head's row lock keeps two from numbering at once.
#ifndef TUOQIAO_SERVICES_SERVER_NUMBERER_H_
#define TUOQIAO_SERVICES_SERVER_NUMBERER_H_

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "services/common/db/db.h"

namespace tuoqiao::server {

class Numberer {
 public:
  // The databases outlive it.
  explicit Numberer(std::vector<db::Database*> databases);
  ~Numberer();

 private:
  void Run();

  const std::vector<db::Database*> databases_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace tuoqiao::server

#endif  // TUOQIAO_SERVICES_SERVER_NUMBERER_H_
