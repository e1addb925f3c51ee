#include "services/places/contracts/contract_numbers.h"

#include "services/common/status_macros.h"

namespace tuoqiao::places {

absl::StatusOr<rules::ParameterFile> LoadContractNumbers(const std::string& folder) {
  return rules::LoadParameterFile(folder, "cn.seat_pools",
                                  {{"community_share_max", rules::Unit::kBasisPoints, 0, 10'000}});
}

absl::StatusOr<int64_t> CommunityShareMaxOn(const rules::ParameterFile& file, absl::CivilDay day) {
  RETURN_IF_ERROR(file.CheckInForce(day));
  return file.parameters[0].Find(day)->value;
}

}  // namespace tuoqiao::places
