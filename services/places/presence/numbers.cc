#include "services/places/presence/numbers.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/rules/words.h"
#include "services/common/status_macros.h"

namespace tuoqiao::places::presence {
namespace {

using rules::Unit;

constexpr char kPack[] = "cn.attendance";

// A number of the pack, and where it goes.
struct Field {
  std::string name;
  Unit unit;
  int64_t least, most;
  Reason reason;  // kNone: not of a reason.
  int64_t& (*of)(Numbers& numbers, Reason reason);
};

std::vector<Field> MakeFields() {
  std::vector<Field> fields = {
      {"children_per_carer_infant", Unit::kPersons, 1, 20, Reason::kNone,
       [](Numbers& n, Reason) -> int64_t& { return n.infant_children_per_carer; }},
      {"children_per_carer_small", Unit::kPersons, 1, 20, Reason::kNone,
       [](Numbers& n, Reason) -> int64_t& { return n.small_children_per_carer; }},
      {"children_per_carer_large", Unit::kPersons, 1, 20, Reason::kNone,
       [](Numbers& n, Reason) -> int64_t& { return n.large_children_per_carer; }},
      {"absences_allowed", Unit::kDays, 0, 366, Reason::kNone,
       [](Numbers& n, Reason) -> int64_t& { return n.absences_allowed; }},
      {"attendance_threshold", Unit::kBasisPoints, 0, 10'000, Reason::kNone,
       [](Numbers& n, Reason) -> int64_t& { return n.attendance_threshold_bp; }},
  };
  for (const ReasonWord& each : kReasons) {
    const std::string word = absl::AsciiStrToLower(each.name);
    fields.push_back({absl::StrCat("billable_", word), Unit::kCount, 0, 1, each.reason,
                      [](Numbers& n, Reason r) -> int64_t& { return n.reasons[r].billable; }});
    fields.push_back({absl::StrCat("evidenced_", word), Unit::kCount, 0, 1, each.reason,
                      [](Numbers& n, Reason r) -> int64_t& { return n.reasons[r].evidenced; }});
  }
  return fields;
}

const std::vector<Field>& Fields() {
  static const auto* const kFields = new std::vector<Field>(MakeFields());
  return *kFields;
}

}  // namespace

absl::StatusOr<rules::ParameterFile> LoadNumbers(const std::string& folder) {
  std::vector<rules::Asked> asked;
  for (const Field& each : Fields()) {
    asked.push_back({each.name.c_str(), each.unit, each.least, each.most});
  }
  return rules::LoadParameterFile(folder, kPack, asked);
}

absl::StatusOr<Numbers> NumbersOn(const rules::ParameterFile& file, absl::CivilDay day) {
  RETURN_IF_ERROR(file.CheckInForce(day));
  Numbers numbers;
  for (size_t i = 0; i < Fields().size(); ++i) {
    const Field& field = Fields()[i];
    field.of(numbers, field.reason) = file.parameters[i].Find(day)->value;
  }
  return numbers;
}

}  // namespace tuoqiao::places::presence
