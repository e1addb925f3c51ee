// billing as the process hosts it.
#ifndef TUOQIAO_SERVICES_BILLING_MODULE_H_
#define TUOQIAO_SERVICES_BILLING_MODULE_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/db/schema.h"
#include "services/common/rpc/module.h"

namespace tuoqiao::billing {

std::vector<db::SchemaFile> Schema();

absl::StatusOr<std::unique_ptr<rpc::Module>> MakeModule(const rpc::Ground& ground);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_MODULE_H_
