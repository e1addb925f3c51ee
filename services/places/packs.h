// The dated numbers that places goes by, each a pack of rules/.
#ifndef TUOQIAO_SERVICES_PLACES_PACKS_H_
#define TUOQIAO_SERVICES_PLACES_PACKS_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/common/rules/parameter_file.h"

namespace tuoqiao::places {

struct Packs {
  rules::ParameterFile travel;      // Loaded by search::LoadNumbers.
  rules::ParameterFile contracts;   // Loaded by LoadContractNumbers.
  rules::ParameterFile waiting;     // Loaded by LoadWaitingPack.
  rules::ParameterFile care;        // Loaded by LoadCareNumbers.
  rules::ParameterFile attendance;  // Loaded by presence::LoadNumbers.
  rules::ParameterFile viability;   // Loaded by viability::LoadNumbers.
};
// INVALID_ARGUMENT with file and line where one is not as it should be.
absl::StatusOr<Packs> LoadPacks(const std::string& rules_folder);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_PACKS_H_
