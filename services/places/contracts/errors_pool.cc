#include "services/places/contracts/errors_pool.h"

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"

namespace tuoqiao::places {

using absl::StatusCode;

absl::Status ContractNotFound(absl::string_view name) {
  return NotFound("CONTRACT_NOT_FOUND", name);
}

absl::Status ContractExists(absl::string_view name) {
  return Failure(StatusCode::kAlreadyExists, "CONTRACT_EXISTS")
      .At("contract_id")
      .Say(absl::StrCat("There is a contract ", name, " already."),
           absl::StrCat("名额协议 ", name, " 已存在。"))
      .Next("Choose another id.", "请换一个编号。")
      .With("contract", name);
}

absl::Status ContractStateWrong(absl::string_view state, absl::string_view wanted) {
  return Failure(StatusCode::kFailedPrecondition, "CONTRACT_STATE_WRONG")
      .At("name")
      .Say(absl::StrCat("The contract is ", state, ", not ", wanted, "."),
           absl::StrCat("名额协议当前状态为 ", state, ",而非 ", wanted, "。"))
      .Next("Look at the contract; where it is over, propose another.",
            "请查看该协议;如已终止,请另行提出。")
      .With("state", state);
}

absl::Status ContractDateOrder(absl::string_view field) {
  return Failure(StatusCode::kInvalidArgument, "DATE_ORDER")
      .At(field)
      .Say("The day has passed, or does not lie where the contract's days are.",
           "该日期已过,或不在协议的起止日期之内。")
      .Next("Give a day from today on, and the first day outside behind the first day.",
            "请给出今天或以后的日期,且终止日须晚于起始日。");
}

absl::Status PartyWrong(absl::string_view field, absl::string_view other) {
  return Failure(StatusCode::kFailedPrecondition, "PARTY_WRONG")
      .At(field)
      .Say(absl::StrCat("The contract is between the park (PARK) and another side (", other,
                        "), each by its own people."),
           absl::StrCat("该协议的双方为园区(PARK)与对方(", other, "),须由各自人员办理。"))
      .Next(
          "PARK_ADMIN acts for the park, FIRM_HR for the firm of the seats, CENTRE_MANAGER for "
          "their centre.",
          "园区由 PARK_ADMIN 办理,名额所属用人单位由 FIRM_HR 办理,所在机构由 CENTRE_MANAGER 办理。")
      .With("other_side", other);
}

absl::Status ConfirmedBySameSide() {
  return Failure(StatusCode::kFailedPrecondition, "CONFIRMED_BY_SAME_SIDE")
      .At("party")
      .Say("Whoever proposed the contract cannot confirm it.", "提出协议的一方不能自行确认。")
      .Next("Let the other side confirm it.", "请由另一方确认。");
}

absl::Status CommunityShareOverMax(int64_t seats, int64_t seats_max, int64_t share_max_bp) {
  return Failure(StatusCode::kFailedPrecondition, "COMMUNITY_SHARE_OVER_MAX")
      .At("contract")
      .Say(absl::StrCat("The public would have up to ", seats, " seats of the group; the most is ",
                        seats_max, " (", share_max_bp, " basis points)."),
           absl::StrCat("公众名额最多将达 ", seats, " 个,该班级上限为 ", seats_max, " 个(万分之 ",
                        share_max_bp, ")。"))
      .Next("Lower floor and ceiling.", "请降低下限与上限。")
      .With("seats_max", absl::StrCat(seats_max));
}

absl::Status GuestCentre(absl::string_view field, absl::string_view owner_centre) {
  return Failure(StatusCode::kFailedPrecondition, "GUEST_CENTRE")
      .At(field)
      .Say(absl::StrCat("The centre is another park's, ", owner_centre,
                        ": its seats are here by a contract between parks."),
           absl::StrCat("该机构属于其他园区(", owner_centre, "),其名额系按园区间协议借入。"))
      .Next("Let the park that owns it change or lend it.", "请由所属园区变更或出借。")
      .With("owner_centre", owner_centre);
}

absl::Status GuestCentreTaken(absl::string_view centre) {
  return Failure(StatusCode::kFailedPrecondition, "GUEST_CENTRE_TAKEN")
      .At("name")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat("The guest centre would be ", centre,
                        ", and the park has another centre of that name."),
           absl::StrCat("借入机构将命名为 ", centre, ",本园区已有同名机构。"))
      .Next("Decline the contract, and let the owner lend from a centre with another code.",
            "请谢绝该协议,并由出借园区改用其他编号的机构。")
      .With("centre", centre);
}

absl::Status SeatsInUse(absl::CivilDay day, int64_t uses) {
  return Failure(StatusCode::kFailedPrecondition, "SEATS_IN_USE")
      .At("end_date")
      .Say(absl::StrCat("On ", FormatDay(day), " or later there are ", uses,
                        " places, offers or bookings on these seats."),
           absl::StrCat(FormatDay(day), " 及以后,这些名额上仍有 ", uses, " 个在托、录取或预约。"))
      .Next("Transfer or end these places first, or choose a later day.",
            "请先转出或结束这些在托,或另选更晚的日期。")
      .With("date", FormatDay(day));
}

absl::Status ContractOverlap(absl::string_view other) {
  return Failure(StatusCode::kFailedPrecondition, "CONTRACT_OVERLAP")
      .At("contract.from_date")
      .Say(absl::StrCat("Contract ", other, " names the same pool on some of these days."),
           absl::StrCat("协议 ", other, " 在其中部分日期已约定同一名额池。"))
      .Next("End that one first, or choose other days.", "请先终止该协议,或另选日期。")
      .With("contract", other);
}

absl::Status PoolOverCapacity(absl::string_view field, absl::string_view group, absl::CivilDay day,
                              SeatsOfCapacity pools) {
  return Failure(StatusCode::kFailedPrecondition, "POOL_OVER_CAPACITY")
      .At(field)
      .Say(absl::StrCat("On ", FormatDay(day), " the pools of ", group, " would have ", pools.seats,
                        " seats, and the group has ", pools.capacity, "."),
           absl::StrCat(FormatDay(day), " 班级 ", group, " 的名额池合计 ", pools.seats,
                        " 个,超过班级名额 ", pools.capacity, " 个。"))
      .Next("Agree on fewer seats, end another contract, or raise the group's capacity.",
            "请减少名额、终止其他协议,或增加班级名额。")
      .With("group", group)
      .With("date", FormatDay(day));
}

absl::Status PlacesWithoutSeats(absl::string_view field, absl::string_view group,
                                absl::CivilDay day, int64_t places) {
  return Failure(StatusCode::kFailedPrecondition, "CAPACITY_BELOW_ENROLMENTS")
      .At(field)
      .Say(absl::StrCat("On ", FormatDay(day), " ", places, " children who have places in ", group,
                        " would have no seat left for them."),
           absl::StrCat(FormatDay(day), " 班级 ", group, " 将有 ", places,
                        " 名在托婴幼儿没有名额。"))
      .Next("Agree on fewer seats or a later day: whoever has a place keeps it.",
            "请减少名额或推迟日期:在托婴幼儿保留其名额。")
      .With("group", group)
      .With("date", FormatDay(day));
}

}  // namespace tuoqiao::places
