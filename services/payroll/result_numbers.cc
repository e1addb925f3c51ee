#include "services/payroll/result_numbers.h"

#include <vector>

namespace tuoqiao::payroll {
namespace {

constexpr char kPack[] = "cn.pay_results";
// Nobody overlooks more than 100 yuan.
constexpr int64_t kToleranceMax = 10'000;

}  // namespace

absl::StatusOr<rules::ParameterFile> LoadResultPack(const std::string& folder) {
  static const auto* const kAsked =
      new std::vector<rules::Asked>{{"result_tolerance", rules::Unit::kCnyMinor, 0, kToleranceMax}};
  return rules::LoadParameterFile(folder, kPack, *kAsked);
}

int64_t ToleranceOn(const rules::ParameterFile& pack, absl::CivilDay day) {
  const rules::DatedValue* const tolerance = pack.parameters[0].Find(day);
  return tolerance == nullptr ? 0 : tolerance->value;
}

}  // namespace tuoqiao::payroll
