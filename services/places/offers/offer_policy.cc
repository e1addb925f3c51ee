#include "services/places/offers/offer_policy.h"

#include <tuple>

#include "services/common/errors.h"
#include "services/common/status_macros.h"

namespace tuoqiao::places {
namespace {

using rules::Unit;

constexpr char kPack[] = "cn.waiting";
constexpr int64_t kHoursOfDay = 24;

// A number of the pack, and where it goes.
struct Field {
  rules::Asked asked;
  int64_t WaitingNumbers::*of;
};

const std::vector<Field>& Fields() {
  static const auto* const kFields = new std::vector<Field>{
      {{"hold_days", Unit::kDays, 1, 14}, &WaitingNumbers::hold_days},
      {{"open_days", Unit::kDays, 1, 60}, &WaitingNumbers::open_days},
      {{"confirm_every_days", Unit::kDays, 28, 366}, &WaitingNumbers::confirm_every_days},
      {{"confirm_window_days", Unit::kDays, 1, 29}, &WaitingNumbers::confirm_window_days},
      {{"second_reminder_days", Unit::kDays, 1, 28}, &WaitingNumbers::second_reminder_days},
      {{"reopen_days", Unit::kDays, 0, 366}, &WaitingNumbers::reopen_days},
      {{"answer_months", Unit::kMonths, 1, 24}, &WaitingNumbers::answer_months},
      {{"urgent_answer_days", Unit::kDays, 1, 120}, &WaitingNumbers::urgent_answer_days},
      {{"leaver_grace_days", Unit::kDays, 0, 366}, &WaitingNumbers::leaver_grace_days},
  };
  return *kFields;
}

int64_t DaysIn(int64_t hours) { return (hours + kHoursOfDay - 1) / kHoursOfDay; }

// The pack's numbers, as far as the policy says nothing else.
WaitingNumbers Under(WaitingNumbers numbers, const OfferPolicy& policy) {
  if (policy.hold_hours > 0) numbers.hold_days = DaysIn(policy.hold_hours);
  if (policy.open_days > 0) numbers.open_days = policy.open_days;
  if (policy.confirm_every_days > 0) numbers.confirm_every_days = policy.confirm_every_days;
  return numbers;
}

}  // namespace

absl::StatusOr<rules::ParameterFile> LoadWaitingPack(const std::string& folder) {
  std::vector<rules::Asked> asked;
  for (const Field& field : Fields()) asked.push_back(field.asked);
  return rules::LoadParameterFile(folder, kPack, asked);
}

absl::StatusOr<WaitingNumbers> WaitingNumbersOn(const rules::ParameterFile& file,
                                                absl::CivilDay day) {
  RETURN_IF_ERROR(file.CheckInForce(day));
  WaitingNumbers numbers;
  for (size_t i = 0; i < Fields().size(); ++i) {
    numbers.*Fields()[i].of = file.parameters[i].Find(day)->value;
  }
  return numbers;
}

bool SamePolicy(const OfferPolicy& a, const OfferPolicy& b) {
  return std::tie(a.from, a.hold_hours, a.open_days, a.confirm_every_days, a.roll_on) ==
         std::tie(b.from, b.hold_hours, b.open_days, b.confirm_every_days, b.roll_on);
}

absl::Status CheckPolicy(const OfferPolicy& policy, const WaitingNumbers& numbers,
                         absl::CivilDay today) {
  if (policy.from < today) {
    return FieldInvalid("policy.name", "begins on a day that has passed", "生效日期已过");
  }
  const WaitingNumbers set = Under(numbers, policy);
  if (set.open_days < set.hold_days) {
    return FieldInvalid("policy.open_days", "is less than the seat is held", "短于名额保留时间");
  }
  return absl::OkStatus();
}

OfferTerms TermsOn(const WaitingNumbers& numbers, const std::vector<OfferPolicy>& policies,
                   absl::CivilDay day) {
  const OfferPolicy* last = nullptr;
  for (const OfferPolicy& each : policies) {
    if (each.from <= day && (last == nullptr || last->from < each.from)) last = &each;
  }
  if (last == nullptr) return {numbers, RollOnMode::kOnRequest};
  return {Under(numbers, *last), last->roll_on};
}

OfferDays OfferDaysFrom(const WaitingNumbers& numbers, absl::CivilDay today) {
  const absl::CivilDay expire = today + numbers.open_days;
  return {today + numbers.hold_days, expire, expire + numbers.confirm_window_days};
}

absl::string_view ModeName(RollOnMode mode) {
  return mode == RollOnMode::kDaily ? "DAILY" : "ON_REQUEST";
}

}  // namespace tuoqiao::places
