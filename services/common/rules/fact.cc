#include "services/common/rules/fact.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
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

void Facts::Set(size_t fact, FactValue value) {
  SetSteps(fact, {FactStep{kEver, std::move(value)}});
}

void Facts::SetSteps(size_t fact, const std::vector<FactStep>& steps) {
  CHECK(fact < facts_);
  const absl::Span<const FactStep> before = this->steps(fact);
  const auto first = steps_.begin() + (before.data() - steps_.data());
  const auto at = steps_.erase(first, first + static_cast<ptrdiff_t>(before.size()));
  std::vector<FactStep> kept;
  for (const FactStep& step : steps) {
    if (kept.empty() ? Known(step.value) : kept.back().value != step.value) {
      kept.push_back({step.from, step.value, fact});
    }
  }
  steps_.insert(at, std::make_move_iterator(kept.begin()), std::make_move_iterator(kept.end()));
}

absl::Span<const FactStep> Facts::steps(size_t fact) const {
  const auto first =
      std::lower_bound(steps_.begin(), steps_.end(), fact,
                       [](const FactStep& step, size_t fact) { return step.fact < fact; });
  auto last = first;
  while (last != steps_.end() && last->fact == fact) ++last;
  return {steps_.data() + (first - steps_.begin()), static_cast<size_t>(last - first)};
}

const FactValue& Facts::On(size_t fact, absl::CivilDay day) const {
  static const FactValue kUnknown;
  const FactValue* value = &kUnknown;
  for (const FactStep& step : steps(fact)) {
    if (step.from > day) break;
    value = &step.value;
  }
  return *value;
}

}  // namespace tuoqiao::rules
