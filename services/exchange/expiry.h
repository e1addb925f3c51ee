// Takes the bytes of deliveries away when they have lived for 90 days.
#ifndef TUOQIAO_SERVICES_EXCHANGE_EXPIRY_H_
#define TUOQIAO_SERVICES_EXCHANGE_EXPIRY_H_

#include <condition_variable>
#include <mutex>
#include <thread>

#include "absl/status/status.h"
#include "services/common/rpc/module.h"

namespace tuoqiao::exchange {

// Thread safe.
class Expiry {
 public:
  explicit Expiry(const rpc::Ground& ground) : mutation_(ground.mutation()), badge_(ground.badge) {}
  ~Expiry() { Stop(); }

  void Start();
  void Stop();
  // Everything that is due now, in every park.
  absl::Status Run() const;

 private:
  // At most a batch of one park's; how many there were.
  absl::StatusOr<int64_t> ExpireSome(const std::string& park) const;
  void Loop();

  const rpc::MutationOptions mutation_;
  const rpc::Badge& badge_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace tuoqiao::exchange

#endif  // TUOQIAO_SERVICES_EXCHANGE_EXPIRY_H_
