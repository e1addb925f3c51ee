// What eligibility asks its one peer before it decides.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_FACTS_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_FACTS_H_

#include <cstdint>
#include <set>
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

// Whom changes in directory concern, by their names.
struct Concerned {
  std::set<std::string> families, employees;

  bool empty() const { return families.empty() && employees.empty(); }
};

// Thread safe.
class Peers {
 public:
  explicit Peers(const rpc::Ground& ground);

  absl::StatusOr<ParkFacts> AskPark(const rpc::Caller& caller) const;
  absl::StatusOr<ChildPage> AskChildren(const rpc::Caller& caller, int32_t size,
                                        const std::string& token) const;
  // Of the children whom the changes concern.
  absl::StatusOr<ChildPage> AskConcerned(const rpc::Caller& caller, const Concerned& concerned,
                                         int32_t size, const std::string& token) const;
  // A page of the one child. CHILD_NOT_FOUND.
  absl::StatusOr<ChildPage> AskChild(const rpc::Caller& caller, const std::string& child) const;

  const rpc::Peer<directory::v1::Directory>& directory() const { return directory_; }

 private:
  absl::StatusOr<ChildPage> Ask(const rpc::Caller& caller,
                                const directory::v1::ListChildFactsRequest& request) const;

  const rpc::Peer<directory::v1::Directory> directory_;
};

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_FACTS_H_
