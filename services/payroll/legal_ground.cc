#include "services/payroll/legal_ground.h"

#include <iterator>
#include <vector>

#include "services/payroll/errors.h"

namespace tuoqiao::payroll {
namespace {

constexpr char kPack[] = "cn.wage_deductions";

// The grounds of the contract, in the order of what the pack is asked for.
constexpr const char* kGrounds[] = {"LAW", "COURT_ORDER", "COLLECTIVE_AGREEMENT",
                                    "EMPLOYMENT_CONTRACT"};

}  // namespace

absl::StatusOr<rules::ParameterFile> LoadDeductionPack(const std::string& folder) {
  static const auto* const kAsked =
      new std::vector<rules::Asked>{{"ground_law", rules::Unit::kCount, 0, 1},
                                    {"ground_court_order", rules::Unit::kCount, 0, 1},
                                    {"ground_collective_agreement", rules::Unit::kCount, 0, 1},
                                    {"ground_employment_contract", rules::Unit::kCount, 0, 1}};
  return rules::LoadParameterFile(folder, kPack, *kAsked);
}

absl::Status CheckGround(const rules::ParameterFile& pack, absl::string_view ground,
                         absl::CivilDay day) {
  if (ground.empty()) return absl::OkStatus();
  for (size_t i = 0; i < std::size(kGrounds); ++i) {
    if (ground != kGrounds[i]) continue;
    const rules::DatedValue* const allowed = pack.parameters[i].Find(day);
    if (allowed != nullptr && allowed->value == 1) return absl::OkStatus();
    return LegalGroundNotAllowed(ground, allowed == nullptr ? "" : allowed->source.title);
  }
  return LegalGroundNotAllowed(ground, CitationOn(pack, day));
}

std::string CitationOn(const rules::ParameterFile& pack, absl::CivilDay day) {
  const rules::DatedValue* const law = pack.parameters[0].Find(day);
  return law == nullptr ? "" : law->source.title;
}

}  // namespace tuoqiao::payroll
