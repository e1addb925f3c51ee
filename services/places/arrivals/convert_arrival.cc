#include "services/places/arrivals/convert_arrival.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/errors.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "services/places/care/convert_care.h"
#include "services/places/convert.h"
#include "services/places/errors.h"
#include "services/places/row.h"

namespace tuoqiao::places {
namespace {

constexpr size_t kIdMax = 60;
constexpr const char* kEndReasons[] = {"LEFT",   "TRANSFERRED", "MOVED",         "LAPSED",
                                       "ABSENT", "NO_SHOW",     "CONTRACT_ENDED"};

bool IsId(const std::string& text) {
  return !text.empty() && text.size() <= kIdMax &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
         });
}

absl::StatusOr<SeatPool> PoolFrom(const v1::HeldPlace& message) {
  SeatPool pool;
  pool.kind = message.pool_kind();
  if (pool.kind.empty()) return FieldRequired("pool_kind");
  pool.firm = LastPart(message.firm());
  const bool reserved = pool.kind == "RESERVED";
  if (!reserved && pool.kind != "SHARED" && pool.kind != "COMMUNITY" && pool.kind != "SPECIALIST") {
    return FieldInvalid("pool_kind", "is none", "无效");
  }
  if (reserved != IsId(pool.firm)) {
    return FieldInvalid("firm", "is not the firm of a reserved seat", "不是预留名额的单位");
  }
  return pool;
}

absl::Status ReadDays(const v1::Enrolment& message, Enrolment* enrolment) {
  ASSIGN_OR_RETURN(enrolment->period.from, DayOf("enrolment.start_date", message.start_date()));
  ASSIGN_OR_RETURN(enrolment->period.until, DayOf("enrolment.end_date", message.end_date()));
  if (enrolment->period.until < enrolment->period.from) {
    return DateOrder(enrolment->period.from, enrolment->period.until);
  }
  ASSIGN_OR_RETURN(enrolment->entitled_from,
                   DayOf("enrolment.entitled_from_date", message.entitled_from_date()));
  if (enrolment->period.from < enrolment->entitled_from) {
    return DateOrder(enrolment->entitled_from, enrolment->period.from);
  }
  for (const v1::Suspension& each : message.suspensions()) {
    ASSIGN_OR_RETURN(Suspension suspension, FromProto(each));
    enrolment->suspensions.push_back(std::move(suspension));
  }
  return absl::OkStatus();
}

// How it ended, and what it followed.
absl::Status ReadEnds(absl::string_view park, const v1::HeldPlace& message, Enrolment* enrolment) {
  const v1::Enrolment& said = message.enrolment();
  enrolment->running = message.running();
  enrolment->end_reason = said.end_reason();
  if (enrolment->running != enrolment->end_reason.empty() ||
      (!enrolment->running && std::find(std::begin(kEndReasons), std::end(kEndReasons),
                                        enrolment->end_reason) == std::end(kEndReasons))) {
    return FieldInvalid("enrolment.end_reason", "does not fit a place that runs, or ended",
                        "与入托状态不符");
  }
  if (said.transferred_from().empty()) return absl::OkStatus();
  const auto former = EnrolmentKeyOf(said.transferred_from());
  if (!former.ok() || !IsId(former->id) ||
      !absl::StartsWith(said.transferred_from(), absl::StrCat(ParkName(park), "/"))) {
    return FieldInvalid("enrolment.transferred_from", "is no enrolment", "不是入托");
  }
  enrolment->follows = absl::StrCat(former->centre, "/", former->id);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<HeldPlace> FromProto(absl::string_view park, const std::string& centre,
                                    const v1::HeldPlace& message) {
  HeldPlace place;
  Enrolment& enrolment = place.enrolment;
  const v1::Enrolment& said = message.enrolment();
  const auto key = EnrolmentKeyOf(said.name());
  if (!key.ok() || key->centre != centre || !IsId(key->id)) {
    return FieldInvalid("enrolment.name", "is not {centre}/enrolments/{enrolment}",
                        "应为 {centre}/enrolments/{enrolment}");
  }
  enrolment.centre = centre;
  enrolment.id = key->id;
  enrolment.case_number = said.case_number();
  if (enrolment.case_number.empty()) return FieldRequired("enrolment.case_number");
  if (enrolment.case_number.size() > kCaseNumberBytesMax) {
    return FieldInvalid("enrolment.case_number", "is too long", "过长");
  }
  ASSIGN_OR_RETURN(enrolment.group, GroupOf(park, said.group()));
  if (!absl::StartsWith(enrolment.group, absl::StrCat(centre, "/"))) {
    return FieldInvalid("enrolment.group", "is of another centre", "属于其他机构");
  }
  if (said.group_kind() == v1::Group::KIND_UNSPECIFIED) {
    return FieldRequired("enrolment.group_kind");
  }
  enrolment.kind = GroupKindOf(v1::Group::Kind_Name(said.group_kind()));
  ASSIGN_OR_RETURN(const SeatPool pool, PoolFrom(message));
  enrolment.pool = pool.Key();
  ASSIGN_OR_RETURN(enrolment.session, SessionOf(said.care_kind(), said.session()));
  RETURN_IF_ERROR(ReadDays(said, &enrolment));
  RETURN_IF_ERROR(ReadEnds(park, message, &enrolment));
  ASSIGN_OR_RETURN(place.programme, ProgrammeOf(park, message.programme()));
  enrolment.revision = 1;
  return place;
}

v1::HeldPlace ToProto(absl::string_view park, const HeldPlace& place, absl::CivilDay today) {
  v1::HeldPlace message;
  *message.mutable_enrolment() = ToProto(park, place.enrolment, today);
  const std::pair<std::string, std::string> pool =
      absl::StrSplit(place.enrolment.pool, absl::MaxSplits('/', 1));
  message.set_pool_kind(pool.first);
  if (!pool.second.empty()) {
    message.set_firm(absl::StrCat(ParkName(park), "/firms/", pool.second));
  }
  message.set_programme(absl::StrCat(ParkName(park), "/programmes/", place.programme));
  message.set_running(place.enrolment.running);
  return message;
}

}  // namespace tuoqiao::places
