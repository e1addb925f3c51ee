// Gives a place among the hashes to children who were there before there were any, and to those
// whom a replica of the version before takes in meanwhile.
#ifndef TUOQIAO_SERVICES_DIRECTORY_IDENTIFYING_H_
#define TUOQIAO_SERVICES_DIRECTORY_IDENTIFYING_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/periodic.h"
#include "services/common/rpc/module.h"

namespace tuoqiao::directory {

// Thread safe. Several replicas may run it at once: the park's row is locked, and what one has done
// the other finds done.
class Identifying {
 public:
  explicit Identifying(const rpc::Ground& ground)
      : mutation_(ground.mutation()), keys_(ground.keys), badge_(ground.badge) {}

  // At once and then every hour.
  void Start();
  void Stop();

  // All children of all parks who have no hashes.
  absl::Status Run() const;

 private:
  // At most a batch of one park's; how many there were.
  absl::StatusOr<int64_t> IdentifySome(const std::string& park) const;

  const rpc::MutationOptions mutation_;
  const KeyRing& keys_;
  const rpc::Badge& badge_;
  std::unique_ptr<Periodic> periodic_;
};

}  // namespace tuoqiao::directory

#endif  // TUOQIAO_SERVICES_DIRECTORY_IDENTIFYING_H_
