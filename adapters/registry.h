// Every adapter there is, by name. Nothing registers itself: a new adapter is a line in
// registry.cc.
#ifndef TUOQIAO_ADAPTERS_REGISTRY_H_
#define TUOQIAO_ADAPTERS_REGISTRY_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "adapters/common/adapter.h"

namespace tuoqiao::adapters {

// By which road a payroll target is reached, best first.
enum class Road { kNone, kApi, kFile, kTaskList };
absl::string_view RoadName(Road road);

// Exactly one of the ports is there; the objects live as long as the program.
struct Adapter {
  absl::string_view name;  // Its folder under adapters/, e.g. "roster/csv".
  const RosterFormat* roster = nullptr;
  const PayrollFormat* payroll = nullptr;
  const PaymentFormat* payment = nullptr;
  const CentreFormat* centre = nullptr;
  Road road = Road::kNone;  // Of a payroll target.
};

const std::vector<Adapter>& Adapters();

// Null where there is none of that name.
const Adapter* FindAdapter(absl::string_view name);

}  // namespace tuoqiao::adapters

#endif  // TUOQIAO_ADAPTERS_REGISTRY_H_
