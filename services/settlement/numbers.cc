#include "services/settlement/numbers.h"

#include <vector>

#include "services/common/status_macros.h"

namespace tuoqiao::settlement {
namespace {

using rules::Unit;

// A number of the pack, and where it goes.
struct Field {
  rules::Asked asked;
  int64_t Numbers::*of;
};

const std::vector<Field>& Fields() {
  static const auto* const kFields = new std::vector<Field>{
      {{"payee_account_waiting_days", Unit::kDays, 0, 60}, &Numbers::payee_account_waiting_days},
      {{"drift_tolerance", Unit::kCnyMinor, 0, 10000}, &Numbers::drift_tolerance_minor},
      {{"drift_year_limit", Unit::kCnyMinor, 0, 100000000}, &Numbers::drift_year_limit_minor},
      {{"days_to_pay", Unit::kDays, 1, 366}, &Numbers::days_to_pay},
  };
  return *kFields;
}

}  // namespace

absl::StatusOr<rules::ParameterFile> LoadNumbers(const std::string& rules_folder) {
  std::vector<rules::Asked> asked;
  for (const Field& field : Fields()) asked.push_back(field.asked);
  return rules::LoadParameterFile(rules_folder, "cn.settlement", asked);
}

absl::StatusOr<Numbers> NumbersOn(const rules::ParameterFile& file, absl::CivilDay day) {
  RETURN_IF_ERROR(file.CheckInForce(day));
  Numbers numbers;
  for (size_t i = 0; i < Fields().size(); ++i) {
    numbers.*Fields()[i].of = file.parameters[i].Find(day)->value;
  }
  return numbers;
}

}  // namespace tuoqiao::settlement
