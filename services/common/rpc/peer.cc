#include "services/common/rpc/peer.h"

namespace tuoqiao::rpc {

std::string Badge::Token() const {
  const absl::Time now = clock_.Now();
  std::lock_guard<std::mutex> lock(mutex_);
  if (now + absl::Minutes(2) >= token_until_) {
    token_until_ = now + absl::Minutes(10);
    token_ = tokens_.Sign({service_, "SERVICE", {"parks"}, "", token_until_});
  }
  return token_;
}

Caller Badge::AsCaller(absl::string_view park) const {
  Caller caller;
  caller.identity = {service_, "SERVICE", {"parks"}, "", clock_.Now() + absl::Minutes(5)};
  caller.service = service_;
  caller.park = std::string(park);
  return caller;
}

}  // namespace tuoqiao::rpc
