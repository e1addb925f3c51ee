// Takes the bytes of deliveries away when they have lived for 90 days.
#ifndef TUOQIAO_SERVICES_EXCHANGE_EXPIRY_H_
#define TUOQIAO_SERVICES_EXCHANGE_EXPIRY_H_

#include <memory>

#include "absl/status/status.h"
#include "services/common/periodic.h"
#include "services/common/rpc/module.h"

namespace tuoqiao::exchange {

// Thread safe.
class Expiry {
 public:
  explicit Expiry(const rpc::Ground& ground) : mutation_(ground.mutation()), badge_(ground.badge) {}

  void Start();
  void Stop();
  // Everything that is due now, in every park.
  absl::Status Run() const;

 private:
  // At most a batch of one park's; how many there were.
  absl::StatusOr<int64_t> ExpireSome(const std::string& park) const;

  const rpc::MutationOptions mutation_;
  const rpc::Badge& badge_;
  std::unique_ptr<Periodic> periodic_;
};

}  // namespace tuoqiao::exchange

#endif  // TUOQIAO_SERVICES_EXCHANGE_EXPIRY_H_
