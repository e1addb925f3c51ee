#include "services/places/search/numbers.h"

#include <algorithm>
#include <vector>

#include "services/common/status_macros.h"

namespace tuoqiao::places::search {
namespace {

using rules::Unit;

constexpr char kPack[] = "cn.travel";
// What anybody may write in a pack without a sum of them leaving 64 bits.
constexpr int64_t kPointsMax = 1'000'000, kDay = 86'400;
// Nobody brings a child farther than this.
constexpr int64_t kCircleMetresMax = 50'000;

// A number of the pack, and where it goes.
struct Field {
  rules::Asked asked;
  int64_t& (*of)(Numbers& numbers);
};

template <Mode kMode>
void AddPace(const char* detour, const char* speed, const char* fixed, std::vector<Field>* fields) {
  constexpr auto kPlace = static_cast<size_t>(kMode);
  fields->push_back({{detour, Unit::kBasisPoints, 10'000, 100'000},
                     [](Numbers& n) -> int64_t& { return n.paces[kPlace].detour_bp; }});
  fields->push_back({{speed, Unit::kMetresPerHour, 100, 500'000},
                     [](Numbers& n) -> int64_t& { return n.paces[kPlace].metres_per_hour; }});
  fields->push_back({{fixed, Unit::kSeconds, 0, kDay},
                     [](Numbers& n) -> int64_t& { return n.paces[kPlace].fixed_seconds; }});
}

std::vector<Field> MakeFields() {
  std::vector<Field> fields;
  AddPace<Mode::kFoot>("foot_detour", "foot_speed", "foot_fixed", &fields);
  AddPace<Mode::kEBike>("e_bike_detour", "e_bike_speed", "e_bike_fixed", &fields);
  AddPace<Mode::kBus>("bus_detour", "bus_speed", "bus_fixed", &fields);
  AddPace<Mode::kCar>("car_detour", "car_speed", "car_fixed", &fields);
  const std::vector<Field> more = {
      {{"circle_metres", Unit::kMetres, 0, 20'000},
       [](Numbers& n) -> int64_t& { return n.circle_metres; }},
      {{"circle_seconds", Unit::kSeconds, 0, kDay},
       [](Numbers& n) -> int64_t& { return n.circle_seconds; }},
      {{"way_metres", Unit::kMetres, 0, 20'000},
       [](Numbers& n) -> int64_t& { return n.way_metres; }},
      {{"way_metres_max", Unit::kMetres, 0, 200'000},
       [](Numbers& n) -> int64_t& { return n.way_metres_max; }},
      {{"candidates_max", Unit::kCount, 1, 5'000},
       [](Numbers& n) -> int64_t& { return n.candidates_max; }},
      {{"handover_seconds", Unit::kSeconds, 0, kDay},
       [](Numbers& n) -> int64_t& { return n.handover_seconds; }},
      {{"wait_months_max", Unit::kMonths, 0, 24},
       [](Numbers& n) -> int64_t& { return n.wait_months_max; }},
      {{"detour_minute_points", Unit::kCount, 0, kPointsMax},
       [](Numbers& n) -> int64_t& { return n.weights.detour_minute_points; }},
      {{"pick_up_minute_points", Unit::kCount, 0, kPointsMax},
       [](Numbers& n) -> int64_t& { return n.weights.pick_up_minute_points; }},
      {{"closed_days", Unit::kDays, 1, 92}, [](Numbers& n) -> int64_t& { return n.closed_days; }},
      {{"hundred_yuan_points", Unit::kCount, 0, kPointsMax},
       [](Numbers& n) -> int64_t& { return n.weights.hundred_yuan_points; }},
      {{"wait_month_points", Unit::kCount, 0, kPointsMax},
       [](Numbers& n) -> int64_t& { return n.weights.wait_month_points; }},
      {{"last_seat_points", Unit::kCount, 0, kPointsMax},
       [](Numbers& n) -> int64_t& { return n.weights.last_seat_points; }},
  };
  fields.insert(fields.end(), more.begin(), more.end());
  return fields;
}

const std::vector<Field>& Fields() {
  static const auto* const kFields = new std::vector<Field>(MakeFields());
  return *kFields;
}

}  // namespace

int64_t Numbers::CircleOf(Mode mode) const {
  return std::min(std::max(circle_metres, MetresIn(circle_seconds, pace(mode))), kCircleMetresMax);
}

absl::StatusOr<rules::ParameterFile> LoadNumbers(const std::string& folder) {
  std::vector<rules::Asked> asked;
  for (const Field& field : Fields()) asked.push_back(field.asked);
  return rules::LoadParameterFile(folder, kPack, asked);
}

absl::StatusOr<Numbers> NumbersOn(const rules::ParameterFile& file, absl::CivilDay day) {
  RETURN_IF_ERROR(file.CheckInForce(day));
  Numbers numbers;
  for (size_t i = 0; i < Fields().size(); ++i) {
    Fields()[i].of(numbers) = file.parameters[i].Find(day)->value;
  }
  return numbers;
}

}  // namespace tuoqiao::places::search
