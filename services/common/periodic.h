// Work that comes round again on a thread of its own.
#ifndef TUOQIAO_SERVICES_COMMON_PERIODIC_H_
#define TUOQIAO_SERVICES_COMMON_PERIODIC_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace tuoqiao {

// Does `work` at once and then again after each pause that it returns, until this is destroyed.
class Periodic {
 public:
  using Work = std::function<std::chrono::milliseconds()>;
  explicit Periodic(Work work);
  // Waits for the work that is under way.
  ~Periodic();
  Periodic(const Periodic&) = delete;
  Periodic& operator=(const Periodic&) = delete;

 private:
  void Run();

  const Work work_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace tuoqiao

#endif  // TUOQIAO_SERVICES_COMMON_PERIODIC_H_
