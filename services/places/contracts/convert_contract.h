// Seat contracts between the contract's messages and the core.
#ifndef TUOQIAO_SERVICES_PLACES_CONTRACTS_CONVERT_CONTRACT_H_
#define TUOQIAO_SERVICES_PLACES_CONTRACTS_CONVERT_CONTRACT_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/places/contracts/contract_store.h"
#include "services/places/contracts/pool_report.h"
#include "services/places/contracts/seat_contract.h"
#include "services/places/contracts/seat_term.h"
#include "tuoqiao/places/v1/places.pb.h"

namespace tuoqiao::places {

inline constexpr int64_t kPoolDaysMax = 366;

std::string ContractName(absl::string_view park, absl::string_view contract);

// Of `parks/{park}/seatContracts/{contract}`. FIELD_INVALID.
absl::StatusOr<std::string> ContractOf(const std::string& name);
// The side that `parks/{park}`, a firm or a centre of it is. FIELD_INVALID.
absl::StatusOr<Party> PartyOf(absl::string_view field, const std::string& name);
// `{centre}/{group}`. FIELD_INVALID.
absl::StatusOr<std::string> GroupOf(absl::string_view field, absl::string_view park,
                                    const std::string& name);
// Whose contracts are listed. FIELD_INVALID.
absl::StatusOr<ContractRange> ContractsOf(const std::string& parent);

// What is proposed; neither of a ceiling is said where the sender says none. FIELD_REQUIRED,
// FIELD_INVALID.
absl::StatusOr<SeatContract> FromProto(const v1::ProposeSeatContractRequest& request,
                                       absl::string_view park);
// The days that are asked for; one where no end is said. FIELD_REQUIRED, FIELD_INVALID, DATE_ORDER.
absl::StatusOr<Period> FromProto(const v1::ListPoolDaysRequest& request);

// Whose seat the place has, as who prices it is told.
void AddSeatTerms(absl::string_view park, const std::vector<SeatTerm>& terms,
                  v1::EnrolmentMonth* message);
v1::SeatContract ToProto(absl::string_view park, const SeatContract& contract);
struct PoolDaySaid {
  absl::CivilDay day;
  const Group& group;
  const PoolDay& pools;
  const std::map<std::string, FirmOnDay>& firms;
};
v1::PoolDay ToProto(absl::string_view park, const PoolDaySaid& said);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CONTRACTS_CONVERT_CONTRACT_H_
