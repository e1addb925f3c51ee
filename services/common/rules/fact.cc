#include "services/common/rules/fact.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/period.h"

namespace tuoqiao::rules {
namespace {

// Before any day that anybody asks about.
constexpr absl::CivilDay kEver(1, 1, 1);

struct Writer {
  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(bool truth) const { return truth ? "true" : "false"; }
  std::string operator()(int64_t number) const { return absl::StrCat(number); }
  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(absl::CivilDay day) const { return FormatDay(day); }
};

}  // namespace

bool FactDeclaration::Allows(const std::string& text) const {
  return codes.empty() || std::find(codes.begin(), codes.end(), text) != codes.end();
}

std::optional<size_t> FactCatalogue::Find(absl::string_view name) const {
  for (size_t i = 0; i < facts_.size(); ++i) {
    if (facts_[i].name == name) return i;
  }
  return std::nullopt;
}

std::string ValueText(const FactValue& value) { return std::visit(Writer(), value); }

void Facts::Set(size_t fact, FactValue value) { steps_[fact] = {{kEver, std::move(value)}}; }

void Facts::SetSteps(size_t fact, const std::vector<FactStep>& steps) {
  std::vector<FactStep>& kept = steps_[fact];
  kept.clear();
  for (const FactStep& step : steps) {
    if (kept.empty() ? Known(step.value) : kept.back().value != step.value) kept.push_back(step);
  }
}

const FactValue& Facts::On(size_t fact, absl::CivilDay day) const {
  static const FactValue kUnknown;
  const FactValue* value = &kUnknown;
  for (const FactStep& step : steps_[fact]) {
    if (step.from > day) break;
    value = &step.value;
  }
  return *value;
}

}  // namespace tuoqiao::rules
