// What a service is to the process that hosts it.
#ifndef TUOQIAO_SERVICES_COMMON_RPC_MODULE_H_
#define TUOQIAO_SERVICES_COMMON_RPC_MODULE_H_

#include <grpcpp/channel.h>
#include <grpcpp/impl/service_type.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "services/common/clock.h"
#include "services/common/db/db.h"
#include "services/common/metrics.h"
#include "services/common/rpc/mutate.h"
#include "services/common/rpc/operations.h"
#include "services/common/rpc/peer.h"
#include "services/common/seal.h"
#include "services/common/token.h"

namespace tuoqiao::rpc {

// A routing engine, as `travel_engine` in the config names it.
struct TravelEngineOptions {
  std::string kind;                         // "OSRM" or "VALHALLA"; empty: none.
  std::map<std::string, std::string> urls;  // By mode.
  int64_t timeout_ms = 0;
};

// A payroll system that takes instructions over HTTP, as `payroll_targets` in the config names it.
struct PayrollTarget {
  std::string url;
  std::string token;    // Sent as a bearer token; empty: none.
  std::string ca_file;  // Certificates to trust, PEM; empty: the system's.
  int64_t timeout_ms = 0;
};

// What a module stands on. Everything outlives the module.
struct Ground {
  db::Database& db;
  Clock& clock;
  const TokenKey& tokens;
  const KeyRing& keys;
  Metrics& metrics;
  const Badge& badge;
  // The way to a peer by its service's name ("directory"): in process or over TCP, as configured.
  std::function<Link(const std::string&)> channel;
  // The folder of the rule packs.
  std::string rules_folder;
  TravelEngineOptions travel_engine = {};
  std::map<std::string, PayrollTarget> payroll_targets = {};  // By name.

  MutationOptions mutation() const { return {db, clock}; }
};

class Module {
 public:
  virtual ~Module() = default;
  virtual grpc::Service& service() = 0;
  // The service's long work; none where it has none.
  virtual Operations* operations() { return nullptr; }
  // Starts and stops what runs beside the handlers: jobs and listeners. Peers answer by then.
  virtual void Start() {}
  virtual void Stop() {}
};

}  // namespace tuoqiao::rpc

#endif  // TUOQIAO_SERVICES_COMMON_RPC_MODULE_H_
