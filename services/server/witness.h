// Signs what each service's log of each park has come to, once a minute and when the server stops,
// so that whoever keeps such a head can show later that nothing up to it was changed.
#ifndef TUOQIAO_SERVICES_SERVER_WITNESS_H_
#define TUOQIAO_SERVICES_SERVER_WITNESS_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/audit.h"
#include "services/common/clock.h"
#include "services/common/db/db.h"
#include "services/common/periodic.h"
#include "services/common/signing_key.h"
#include "tuoqiao/config/v1/config.pb.h"

namespace tuoqiao::server {

// The key that signs heads, made where it is missing; its public part is written beside it.
absl::StatusOr<SigningKey> OpenAuditKey(const config::v1::Config& config);
// `audit.pub` of `audit.key`.
std::string PublicKeyPath(const std::string& key_file);

// Keeps heads as files: `<folder>/<park>/<service>-<day>.head`, by UTC. A day's file is replaced by
// the day's later heads and stays when the day is over. Not thread safe.
class Witness {
 public:
  // By service; the databases outlive it.
  using Databases = std::map<std::string, db::Database*>;

  Witness(SigningKey key, Clock& clock, std::string folder, Databases databases)
      : key_(std::move(key)),
        clock_(clock),
        folder_(std::move(folder)),
        databases_(std::move(databases)) {}

  // Signs the logs that have moved since they were signed last. What fails stops no other log; the
  // first failure is returned.
  absl::Status SignAll();

 private:
  absl::Status SignLogsOf(const std::string& service, db::Database& database);
  absl::Status Keep(const Head& head) const;

  const SigningKey key_;
  Clock& clock_;
  const std::string folder_;
  const Databases databases_;
  std::map<std::pair<std::string, std::string>, int64_t> signed_;  // By service and park.
};

// The witness outlives it, and nobody else uses it meanwhile.
std::unique_ptr<Periodic> WitnessLogs(Witness& witness);

// The heads of one park in a file, or in all files of a folder and its subfolder of the park's
// name. `key` has signed each of them. INVALID_ARGUMENT and UNAUTHENTICATED name the file;
// NOT_FOUND where there is none.
absl::StatusOr<std::vector<Head>> ReadHeads(const std::string& path, const std::string& park,
                                            const SigningKey& key);

}  // namespace tuoqiao::server

#endif  // TUOQIAO_SERVICES_SERVER_WITNESS_H_
