#include "services/places/contracts/convert_contract.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "services/places/contracts/convert_park_contract.h"
#include "services/places/contracts/errors_pool.h"
#include "services/places/convert.h"

namespace tuoqiao::places {
namespace {

constexpr char kLent[] = "LENT";
constexpr int64_t kSeatsMax = 1000, kWhole = 10'000, kReleaseDaysMax = 180;

bool ValidId(absl::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
  });
}

absl::Status NameInvalid(absl::string_view field, absl::string_view form) {
  return FieldInvalid(field, absl::StrCat("is not ", form), absl::StrCat(" 应为 ", form));
}

// `least` is 1 where 0 would say nothing.
absl::Status RequireBetween(const std::string& field, int64_t value, int64_t least, int64_t most) {
  if (least <= value && value <= most) return absl::OkStatus();
  return FieldInvalid(field, absl::StrCat("is not from ", least, " to ", most),
                      absl::StrCat("不在 ", least, " 至 ", most, " 之间"));
}

absl::Status OfKindOnly(const std::string& field, const std::string& kind, int64_t value) {
  if (value == 0) return absl::OkStatus();
  return FieldInvalid(field, absl::StrCat("is of ", kind, " only"), absl::StrCat("仅用于 ", kind));
}

absl::StatusOr<SeatPool> PoolOf(const v1::SeatPool& message) {
  const std::string path = "contract.pool";
  SeatPool pool;
  pool.kind = message.kind();
  if (pool.kind.empty()) return FieldRequired(path + ".kind");
  const bool reserved = pool.kind == "RESERVED";
  if (!reserved && pool.kind != "SHARED" && pool.kind != "COMMUNITY" && pool.kind != "SPECIALIST") {
    return FieldInvalid(path + ".kind", "is not one of its codes", "不是允许的代码");
  }
  pool.firm = LastPart(message.firm());
  if (reserved && pool.firm.empty()) return FieldRequired(path + ".firm");
  if (reserved ? !ValidId(pool.firm) : !pool.firm.empty()) {
    return FieldInvalid(path + ".firm", "is not the firm of reserved seats",
                        "不是预留名额所属的用人单位");
  }
  pool.seats = message.seats();
  return pool;
}

// Seats, of COMMUNITY in either measure.
absl::Status AddSeats(const v1::SeatContract& message, SeatContract& contract) {
  const std::string path = "contract.";
  const bool community = contract.pool.kind == "COMMUNITY";
  contract.floor_bp = message.floor_bp();
  contract.ceiling_seats = message.ceiling_seats();
  contract.ceiling_bp = message.ceiling_bp();
  if (!community) {
    RETURN_IF_ERROR(OfKindOnly(path + "floor_bp", "COMMUNITY", contract.floor_bp));
    RETURN_IF_ERROR(OfKindOnly(path + "ceiling_seats", "COMMUNITY", contract.ceiling_seats));
    RETURN_IF_ERROR(OfKindOnly(path + "ceiling_bp", "COMMUNITY", contract.ceiling_bp));
    return RequireBetween(path + "pool.seats", contract.pool.seats, 1, kSeatsMax);
  }
  RETURN_IF_ERROR(RequireBetween(path + "pool.seats", contract.pool.seats, 0, kSeatsMax));
  RETURN_IF_ERROR(RequireBetween(path + "floor_bp", contract.floor_bp, 0, kWhole));
  RETURN_IF_ERROR(RequireBetween(path + "ceiling_seats", contract.ceiling_seats, 0, kSeatsMax));
  RETURN_IF_ERROR(RequireBetween(path + "ceiling_bp", contract.ceiling_bp, 0, kWhole));
  if (contract.pool.seats != 0 && contract.floor_bp != 0) {
    return FieldInvalid(path + "floor_bp", "says the floor a second time", "重复约定下限");
  }
  if (contract.ceiling_seats != 0 && contract.ceiling_bp != 0) {
    return FieldInvalid(path + "ceiling_bp", "says the ceiling a second time", "重复约定上限");
  }
  return absl::OkStatus();
}

absl::Status AddTerms(const v1::SeatContract& message, SeatContract& contract) {
  const std::string path = "contract.";
  contract.cost_share_bp = message.cost_share_bp();
  contract.release_days = message.release_days();
  if (contract.pool.kind != "RESERVED") {
    RETURN_IF_ERROR(OfKindOnly(path + "cost_share_bp", "RESERVED", contract.cost_share_bp));
    RETURN_IF_ERROR(OfKindOnly(path + "release_days", "RESERVED", contract.release_days));
  }
  RETURN_IF_ERROR(RequireBetween(path + "cost_share_bp", contract.cost_share_bp, 0, kWhole));
  RETURN_IF_ERROR(RequireBetween(path + "release_days", contract.release_days, 0, kReleaseDaysMax));
  ASSIGN_OR_RETURN(contract.period.from, DayOf(path + "from_date", message.from_date()));
  ASSIGN_OR_RETURN(contract.period.until, DayOf(path + "until_date", message.until_date()));
  return absl::OkStatus();
}

std::string SideText(absl::string_view park, const SeatContract& contract, Side side) {
  if (side == Side::kPark) return ParkName(park);
  if (side == Side::kCentre) return CentreName(park, contract.Centre());
  return absl::StrCat(ParkName(park), "/firms/", contract.pool.firm);
}

v1::SeatPool ToProto(absl::string_view park, const SeatPool& pool) {
  v1::SeatPool message;
  message.set_kind(pool.kind);
  message.set_seats(static_cast<int32_t>(pool.seats));
  if (pool.kind == kLent) {
    message.set_park(ParkName(pool.firm));
  } else if (!pool.firm.empty()) {
    message.set_firm(absl::StrCat(ParkName(park), "/firms/", pool.firm));
  }
  return message;
}

void AddPool(absl::string_view park, const PoolOnDay& pool, const FirmOnDay& firm, int64_t free,
             v1::PoolOfDay* message) {
  *message->mutable_pool() = ToProto(park, pool.pool);
  if (!pool.contract.empty()) {
    message->set_contract(pool.pool.kind == kLent ? ParkContractName(park, pool.contract)
                                                  : ContractName(park, pool.contract));
  }
  message->set_taken(static_cast<int32_t>(pool.taken));
  message->set_lent(static_cast<int32_t>(pool.lent));
  message->set_by_right(static_cast<int32_t>(pool.by_right));
  const bool reserved = pool.pool.kind == "RESERVED";
  message->set_free(static_cast<int32_t>(free));
  message->set_owed(static_cast<int32_t>(reserved ? pool.Owed() : 0));
  message->set_released(pool.released);
  if (pool.release_day.has_value()) message->set_release_date(FormatDay(*pool.release_day));
  message->set_ceiling(static_cast<int32_t>(pool.ceiling.value_or(0)));
  message->set_children(static_cast<int32_t>(firm.children));
  message->set_over_share(static_cast<int32_t>(firm.over_share));
  message->set_waiting(static_cast<int32_t>(firm.waiting));
  message->set_unmet(static_cast<int32_t>(firm.unmet));
}

}  // namespace

std::string ContractName(absl::string_view park, absl::string_view contract) {
  return absl::StrCat(ParkName(park), "/seatContracts/", contract);
}

absl::StatusOr<std::string> ContractOf(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() == 4 && parts[2] == "seatContracts" && ValidId(parts[3])) return parts[3];
  return NameInvalid("name", "parks/{park}/seatContracts/{contract}");
}

absl::StatusOr<Party> PartyOf(absl::string_view field, const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  Party party;
  party.field = std::string(field);
  if (parts.size() == 2) return party;
  if (parts.size() == 4 && ValidId(parts[3]) && (parts[2] == "firms" || parts[2] == "centres")) {
    party.side = parts[2] == "firms" ? Side::kFirm : Side::kCentre;
    party.id = parts[3];
    return party;
  }
  return NameInvalid(field, "parks/{park}, a firm or a centre of it");
}

absl::StatusOr<std::string> GroupOf(absl::string_view field, absl::string_view park,
                                    const std::string& name) {
  if (name.empty()) return FieldRequired(field);
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() == 6 && parts[0] == "parks" && parts[1] == park && parts[2] == "centres" &&
      parts[4] == "groups" && ValidId(parts[3]) && ValidId(parts[5])) {
    return absl::StrCat(parts[3], "/", parts[5]);
  }
  return NameInvalid(field, "parks/{park}/centres/{centre}/groups/{group}");
}

absl::StatusOr<ContractRange> ContractsOf(const std::string& parent) {
  ASSIGN_OR_RETURN(const Party party, PartyOf("parent", parent));
  ContractRange range;
  if (party.side == Side::kFirm) range.firm = party.id;
  if (party.side == Side::kCentre) range.centre = party.id;
  return range;
}

absl::StatusOr<SeatContract> FromProto(const v1::ProposeSeatContractRequest& request,
                                       absl::string_view park) {
  const v1::SeatContract& message = request.contract();
  SeatContract contract;
  if (request.contract_id().empty()) return FieldRequired("contract_id");
  if (!ValidId(request.contract_id())) {
    return FieldInvalid("contract_id", "is not lower-case letters, digits and hyphens",
                        "须为小写字母、数字或连字符");
  }
  contract.id = request.contract_id();
  ASSIGN_OR_RETURN(contract.group, GroupOf("contract.group", park, message.group()));
  ASSIGN_OR_RETURN(contract.pool, PoolOf(message.pool()));
  RETURN_IF_ERROR(AddSeats(message, contract));
  RETURN_IF_ERROR(AddTerms(message, contract));
  contract.revision = 1;
  return contract;
}

absl::StatusOr<Period> FromProto(const v1::ListPoolDaysRequest& request) {
  Period period;
  ASSIGN_OR_RETURN(period.from, DayOf("from_date", request.from_date()));
  period.until = period.from + 1;
  if (request.until_date().empty()) return period;
  ASSIGN_OR_RETURN(period.until, DayOf("until_date", request.until_date()));
  if (period.Empty()) return ContractDateOrder("until_date");
  if (period.Days() <= kPoolDaysMax) return period;
  return FieldInvalid("until_date", absl::StrCat("is more than ", kPoolDaysMax, " days away"),
                      absl::StrCat("超过 ", kPoolDaysMax, " 天"));
}

void AddSeatTerms(absl::string_view park, const std::vector<SeatTerm>& terms,
                  v1::EnrolmentMonth* message) {
  for (const SeatTerm& each : terms) {
    v1::SeatTerm* const term = message->add_seat_terms();
    term->set_from_date(FormatDay(each.days.from));
    term->set_until_date(FormatDay(each.days.until));
    term->set_pool_kind(each.kind);
    const std::string firm =
        each.firm.empty() ? "" : absl::StrCat(ParkName(park), "/firms/", each.firm);
    term->set_firm(firm);
    if (each.contract.empty()) continue;
    term->set_contract(each.borrowed ? ParkContractName(park, each.contract)
                                     : ContractName(park, each.contract));
    term->set_cost_share_bp(static_cast<int32_t>(each.cost_share_bp));
    if (each.cost_share_bp > 0) term->set_payer(each.borrowed ? ParkName(park) : firm);
  }
}

v1::SeatContract ToProto(absl::string_view park, const SeatContract& contract) {
  v1::SeatContract message;
  message.set_name(ContractName(park, contract.id));
  message.set_group(GroupName(park, contract.group));
  *message.mutable_pool() = ToProto(park, contract.pool);
  message.set_floor_bp(static_cast<int32_t>(contract.floor_bp));
  message.set_ceiling_seats(static_cast<int32_t>(contract.ceiling_seats));
  message.set_ceiling_bp(static_cast<int32_t>(contract.ceiling_bp));
  message.set_cost_share_bp(static_cast<int32_t>(contract.cost_share_bp));
  message.set_release_days(static_cast<int32_t>(contract.release_days));
  message.set_from_date(FormatDay(contract.period.from));
  message.set_until_date(FormatDay(contract.period.until));
  v1::SeatContract::State state{};
  CHECK(v1::SeatContract::State_Parse(std::string(StateName(contract.state)), &state));
  message.set_state(state);
  message.set_proposed_by(SideText(park, contract, contract.proposed_by));
  if (contract.confirmed_by.has_value()) {
    message.set_confirmed_by(SideText(park, contract, *contract.confirmed_by));
  }
  if (contract.ended_by.has_value()) {
    message.set_ended_by(SideText(park, contract, *contract.ended_by));
  }
  message.set_revision(contract.revision);
  return message;
}

v1::PoolDay ToProto(absl::string_view park, const PoolDaySaid& said) {
  v1::PoolDay message;
  message.set_date(FormatDay(said.day));
  message.set_capacity(static_cast<int32_t>(said.group.CapacityOn(said.day)));
  message.set_taken(static_cast<int32_t>(said.pools.taken()));
  message.set_open(static_cast<int32_t>(std::max<int64_t>(said.pools.Open(), 0)));
  for (const PoolOnDay& each : said.pools.pools()) {
    const auto firm = said.firms.find(each.pool.Key());
    const bool reserved = firm != said.firms.end();
    const int64_t free = each.pool.kind == "SHARED" ? std::max<int64_t>(said.pools.SharedLeft(), 0)
                         : reserved                 ? each.OwnFree()
                                                    : each.Free();
    AddPool(park, each, reserved ? firm->second : FirmOnDay(), free, message.add_pools());
  }
  return message;
}

}  // namespace tuoqiao::places
