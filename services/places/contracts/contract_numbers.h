// The dated numbers of seat contracts.
#ifndef TUOQIAO_SERVICES_PLACES_CONTRACTS_CONTRACT_NUMBERS_H_
#define TUOQIAO_SERVICES_PLACES_CONTRACTS_CONTRACT_NUMBERS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/rules/parameter_file.h"

namespace tuoqiao::places {

// The pack `cn.seat_pools` below a folder of packs. PACK_INVALID, PACK_UNREADABLE.
absl::StatusOr<rules::ParameterFile> LoadContractNumbers(const std::string& folder);
// The most of a group's capacity that may be the public's, in basis points. RULE_NOT_IN_FORCE.
absl::StatusOr<int64_t> CommunityShareMaxOn(const rules::ParameterFile& file, absl::CivilDay day);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CONTRACTS_CONTRACT_NUMBERS_H_
