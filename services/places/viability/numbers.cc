#include "services/places/viability/numbers.h"

#include <vector>

#include "services/common/status_macros.h"

namespace tuoqiao::places::viability {
namespace {

using rules::Unit;

constexpr char kPack[] = "cn.viability";

// A number of the pack, and where it goes. The floor is the first.
struct Field {
  rules::Asked asked;
  int64_t& (*of)(Numbers& numbers);
};

template <GroupKind kKind>
void AddWeight(const char* per_carer, const char* weight, std::vector<Field>* fields) {
  constexpr auto kPlace = static_cast<size_t>(kKind);
  fields->push_back({{per_carer, Unit::kPersons, 1, 100},
                     [](Numbers& n) -> int64_t& { return n.weights[kPlace].per_carer; }});
  fields->push_back({{weight, Unit::kBasisPoints, 1, 100'000},
                     [](Numbers& n) -> int64_t& { return n.weights[kPlace].weight_bp; }});
}

std::vector<Field> MakeFields() {
  std::vector<Field> fields = {
      {{"occupancy_floor", Unit::kBasisPoints, 0, 10'000},
       [](Numbers& n) -> int64_t& { return n.floor_bp; }},
      // Nobody makes it smaller: what is promised to families is in the contract.
      {{"least_count", Unit::kPersons, 5, 50},
       [](Numbers& n) -> int64_t& { return n.least_count; }},
      {{"medium_staff", Unit::kPersons, 1, 1'000'000},
       [](Numbers& n) -> int64_t& { return n.medium_staff; }},
      {{"large_staff", Unit::kPersons, 1, 1'000'000},
       [](Numbers& n) -> int64_t& { return n.large_staff; }},
      {{"survey_months", Unit::kMonths, 1, 36},
       [](Numbers& n) -> int64_t& { return n.survey_months; }},
      {{"range_share", Unit::kBasisPoints, 5'000, 9'800},
       [](Numbers& n) -> int64_t& { return n.range_bp; }},
      {{"courses", Unit::kCount, 100, 10'000}, [](Numbers& n) -> int64_t& { return n.courses; }},
      {{"unrest", Unit::kBasisPoints, 0, 10'000},
       [](Numbers& n) -> int64_t& { return n.unrest_bp; }},
  };
  AddWeight<GroupKind::kInfant>("infant_per_carer", "infant_weight", &fields);
  AddWeight<GroupKind::kSmall>("small_per_carer", "small_weight", &fields);
  AddWeight<GroupKind::kLarge>("large_per_carer", "large_weight", &fields);
  AddWeight<GroupKind::kMixed>("mixed_per_carer", "mixed_weight", &fields);
  return fields;
}

const std::vector<Field>& Fields() {
  static const auto* const kFields = new std::vector<Field>(MakeFields());
  return *kFields;
}

}  // namespace

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

const rules::Source& FloorSourceOn(const rules::ParameterFile& file, absl::CivilDay day) {
  return file.parameters[0].Find(day)->source;
}

}  // namespace tuoqiao::places::viability
