// Places as a process hosts it.
#ifndef TUOQIAO_SERVICES_PLACES_MODULE_H_
#define TUOQIAO_SERVICES_PLACES_MODULE_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/db/schema.h"
#include "services/common/rpc/module.h"

namespace tuoqiao::places {

std::vector<db::SchemaFile> Schema();

// FAILED_PRECONDITION says which of the options names what nobody knows.
absl::Status CheckTravelEngine(const rpc::TravelEngineOptions& options);

// FAILED_PRECONDITION where an RPC has no access annotation or the travel engine is none;
// PACK_INVALID, PACK_UNREADABLE where the numbers of searches are wrong.
absl::StatusOr<std::unique_ptr<rpc::Module>> MakeModule(const rpc::Ground& ground);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_MODULE_H_
