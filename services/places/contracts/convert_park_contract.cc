#include "services/places/contracts/convert_park_contract.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/contracts/convert_contract.h"
#include "services/places/convert.h"

namespace tuoqiao::places {
namespace {

constexpr int64_t kSeatsMax = 1000, kWhole = 10'000;
constexpr size_t kIdBytesMax = 64;

bool ValidId(absl::string_view id) {
  return !id.empty() && id.size() <= kIdBytesMax && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
  });
}

absl::Status RequireBetween(absl::string_view field, int64_t value, int64_t least, int64_t most) {
  if (least <= value && value <= most) return absl::OkStatus();
  return FieldInvalid(field, absl::StrCat("is not from ", least, " to ", most),
                      absl::StrCat("不在 ", least, " 至 ", most, " 之间"));
}

absl::StatusOr<std::string> GuestOf(const std::string& name, absl::string_view owner) {
  const absl::string_view field = "contract.guest";
  if (name.empty()) return FieldRequired(field);
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 2 || parts[0] != "parks" || !ValidId(parts[1])) {
    return FieldInvalid(field, "is not parks/{park}", "应为 parks/{park}");
  }
  if (parts[1] == owner) return FieldInvalid(field, "is the owner itself", "即为出借园区本身");
  return parts[1];
}

}  // namespace

std::string ParkContractName(absl::string_view park, absl::string_view contract) {
  return absl::StrCat(ParkName(park), "/parkContracts/", contract);
}

absl::StatusOr<std::string> ParkContractOf(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() == 4 && parts[2] == "parkContracts" && ValidId(parts[3])) return parts[3];
  return FieldInvalid("name", "is not parks/{park}/parkContracts/{contract}",
                      "应为 parks/{park}/parkContracts/{contract}");
}

absl::StatusOr<ParkContract> FromProto(const v1::ProposeParkContractRequest& request,
                                       absl::string_view park) {
  const v1::ParkContract& message = request.contract();
  ParkContract contract;
  contract.owner = std::string(park);
  ASSIGN_OR_RETURN(contract.guest, GuestOf(message.guest(), park));
  ASSIGN_OR_RETURN(contract.group, GroupOf("contract.group", park, message.group()));
  if (contract.GuestCentre().size() > kIdBytesMax) {
    return FieldInvalid("contract.group", "has a centre whose code is too long to be lent",
                        "所属机构编号过长,无法出借");
  }
  RETURN_IF_ERROR(RequireBetween("contract.seats", message.seats(), 1, kSeatsMax));
  RETURN_IF_ERROR(RequireBetween("contract.cost_share_bp", message.cost_share_bp(), 0, kWhole));
  contract.seats = message.seats();
  contract.cost_share_bp = message.cost_share_bp();
  ASSIGN_OR_RETURN(contract.period.from, DayOf("contract.from_date", message.from_date()));
  ASSIGN_OR_RETURN(contract.period.until, DayOf("contract.until_date", message.until_date()));
  return contract;
}

v1::ParkContract ToProto(absl::string_view park, const ParkContract& contract) {
  v1::ParkContract message;
  message.set_name(ParkContractName(park, contract.id));
  message.set_owner(ParkName(contract.owner));
  message.set_guest(ParkName(contract.guest));
  if (park == contract.owner) {
    message.set_group(GroupName(park, contract.group));
  } else if (contract.state == ParkContractState::kConfirmed) {
    message.set_group(GroupName(park, contract.GuestGroup()));
  }
  v1::Group::Kind kind{};
  CHECK(v1::Group::Kind_Parse(std::string(BandOf(contract.kind).name), &kind));
  message.set_group_kind(kind);
  message.set_seats(static_cast<int32_t>(contract.seats));
  message.set_cost_share_bp(static_cast<int32_t>(contract.cost_share_bp));
  message.set_from_date(FormatDay(contract.period.from));
  message.set_until_date(FormatDay(contract.period.until));
  v1::ParkContract::State state{};
  CHECK(v1::ParkContract::State_Parse(std::string(StateName(contract.state)), &state));
  message.set_state(state);
  message.set_cancel_reason(contract.cancel_reason);
  if (contract.end_asked.has_value()) message.set_end_asked_date(FormatDay(*contract.end_asked));
  message.set_taken(static_cast<int32_t>(contract.taken));
  message.set_centre_display_name(contract.centre_name);
  message.set_group_code(contract.group_code);
  message.set_revision(contract.revision);
  return message;
}

}  // namespace tuoqiao::places
