// Who asks, and whether they may.
#ifndef TUOQIAO_SERVICES_COMMON_RPC_CALLER_H_
#define TUOQIAO_SERVICES_COMMON_RPC_CALLER_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "services/common/token.h"
#include "tuoqiao/type/v1/access.pb.h"

namespace tuoqiao::rpc {

// Who stands behind a call. A call between services has two: the service, and whoever asked it
// first.
struct Caller {
  Identity identity;    // Who asked first; for a service's own work, that service.
  std::string token;    // The token of `identity`, to be sent on with calls to peers.
  std::string service;  // The calling service; empty for a call from outside.
  std::string park;     // The park of the resource that the request names.
  std::string request;  // The trace id of this request, for logs.

  // "PARK_ADMIN:park-admin-1", as logs and history show it; never a person's name.
  std::string Label() const;
  // Whether one of the caller's scopes is a prefix of the resource name. Services see everything.
  bool Sees(absl::string_view resource) const;
  // Whether one of the caller's scopes is the park or lies in it.
  bool LivesIn(absl::string_view park) const;
};

// Whether `scope` is `resource` or a parent of it.
bool ScopeCovers(absl::string_view scope, absl::string_view resource);

// OK, or PERMISSION_DENIED with one text for everything: what is denied and what does not exist
// look the same. `resource` is the name in the request; empty for calls across parks.
absl::Status CheckAccess(const type::v1::Access& access, const Caller& caller,
                         absl::string_view resource);

// The park's id in `parks/{park}/…`; empty where the name does not start so.
std::string ParkOf(absl::string_view resource);

}  // namespace tuoqiao::rpc

#endif  // TUOQIAO_SERVICES_COMMON_RPC_CALLER_H_
