// Contracts between parks as messages.
#ifndef TUOQIAO_SERVICES_PLACES_CONTRACTS_CONVERT_PARK_CONTRACT_H_
#define TUOQIAO_SERVICES_PLACES_CONTRACTS_CONVERT_PARK_CONTRACT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/places/contracts/park_contract.h"
#include "tuoqiao/places/v1/places.pb.h"

namespace tuoqiao::places {

std::string ParkContractName(absl::string_view park, absl::string_view contract);
// Of `parks/{park}/parkContracts/{contract}`. FIELD_INVALID.
absl::StatusOr<std::string> ParkContractOf(const std::string& name);

// Without its id, and without what the owner's centre says of itself. FIELD_REQUIRED,
// FIELD_INVALID.
absl::StatusOr<ParkContract> FromProto(const v1::ProposeParkContractRequest& request,
                                       absl::string_view park);
v1::ParkContract ToProto(absl::string_view park, const ParkContract& contract);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CONTRACTS_CONVERT_PARK_CONTRACT_H_
