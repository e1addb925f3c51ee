// The one table of modules.
#ifndef TUOQIAO_SERVICES_SERVER_MODULES_H_
#define TUOQIAO_SERVICES_SERVER_MODULES_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/db/schema.h"
#include "services/common/rpc/module.h"

namespace tuoqiao::server {

struct ModuleEntry {
  std::string name;
  std::vector<db::SchemaFile> (*schema)();
  absl::StatusOr<std::unique_ptr<rpc::Module>> (*make)(const rpc::Ground& ground);
};

// In the order of the story.
const std::vector<ModuleEntry>& Modules();

}  // namespace tuoqiao::server

#endif  // TUOQIAO_SERVICES_SERVER_MODULES_H_
