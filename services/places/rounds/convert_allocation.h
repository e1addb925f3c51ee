// Allocations between the contract's messages and the core.
#ifndef TUOQIAO_SERVICES_PLACES_ROUNDS_CONVERT_ALLOCATION_H_
#define TUOQIAO_SERVICES_PLACES_ROUNDS_CONVERT_ALLOCATION_H_

#include <map>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "services/places/rounds/round.h"
#include "services/places/rounds/round_result.h"
#include "services/places/rounds/round_store.h"
#include "tuoqiao/places/v1/places.pb.h"

namespace tuoqiao::places {

std::string AllocationName(absl::string_view park, absl::string_view round);

// The round of `parks/{park}/allocations/{allocation}`. FIELD_INVALID.
absl::StatusOr<std::string> RoundOf(absl::string_view field, const std::string& name);
// Of `parks/{park}/families/{family}/allocationResults/{applicant}`. FIELD_INVALID.
absl::StatusOr<ResultKey> ResultKeyOf(const std::string& name);
// The round or the family whose results are listed. FIELD_INVALID.
absl::StatusOr<ResultRange> ResultsOf(const std::string& parent);

// The rule of a round; none of its groups named means an empty list. FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<Round> FromProto(const v1::OpenAllocationRequest& request, absl::string_view park);
// Centres by application (ids). FIELD_REQUIRED, FIELD_INVALID.
using Catchments = std::map<std::string, std::set<std::string>>;
absl::StatusOr<Catchments> FromProto(const v1::FreezeAllocationRequest& request,
                                     absl::string_view park);
// FIELD_INVALID.
absl::Status CheckLine(absl::string_view field, const std::string& text);

v1::Allocation ToProto(absl::string_view park, const Round& round);
// `shown` is whether the reader may know yet what became of it.
v1::AllocationResult ToProto(absl::string_view park, const RoundResult& result, const Round& round,
                             bool shown);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_ROUNDS_CONVERT_ALLOCATION_H_
