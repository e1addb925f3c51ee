// What eligibility asks its one peer before it decides.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_FACTS_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_FACTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/rpc/module.h"
#include "services/eligibility/child.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"

namespace tuoqiao::eligibility {

struct ParkFacts {
  absl::CivilDay today;
  bool sandbox = false;
};

// Children by case number, as directory's log stood at `position`.
struct ChildPage {
  std::vector<Child> children;
  std::string next_token;  // Empty after the last page.
  int64_t position = 0;
};

// Thread safe.
class Peers {
 public:
  explicit Peers(const rpc::Ground& ground);

  absl::StatusOr<ParkFacts> AskPark(const rpc::Caller& caller) const;
  absl::StatusOr<ChildPage> AskChildren(const rpc::Caller& caller, int32_t size,
                                        const std::string& token) const;
  // A page of the one child. CHILD_NOT_FOUND.
  absl::StatusOr<ChildPage> AskChild(const rpc::Caller& caller, const std::string& child) const;

 private:
  absl::StatusOr<ChildPage> Ask(const rpc::Caller& caller,
                                const directory::v1::ListChildFactsRequest& request) const;

  const rpc::Peer<directory::v1::Directory> directory_;
};

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_FACTS_H_
