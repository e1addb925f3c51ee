#include "services/common/rules/fact.h"

#include <algorithm>
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
  std::string operator()(std::string text) const { return text; }
  std::string operator()(absl::CivilDay day) const { return FormatDay(day); }
};

struct Packer {
  int64_t operator()(std::monostate) const { return kUnknownNumber; }
  int64_t operator()(bool truth) const { return truth ? 1 : 0; }
  int64_t operator()(int64_t number) const { return number; }
  int64_t operator()(absl::CivilDay day) const { return PackDay(day); }
  int64_t operator()(const std::string&) const { CHECK(false); }
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

std::string ValueText(FactValue value) { return std::visit(Writer(), std::move(value)); }

int64_t PackDay(absl::CivilDay day) { return 32 * (12 * day.year() + day.month()) + day.day(); }

absl::CivilDay UnpackDay(int64_t packed) {
  const int64_t months = packed / 32 - 1;
  return absl::CivilDay(months / 12, months % 12 + 1, packed % 32);
}

int64_t PackValue(const FactValue& value) { return std::visit(Packer(), value); }

void Facts::Set(size_t fact, FactValue value) {
  SetSteps(fact, {FactStep{kEver, std::move(value)}});
}

void Facts::SetSteps(size_t fact, const std::vector<FactStep>& steps) {
  CHECK(fact < facts_ && fact <= std::numeric_limits<uint16_t>::max());
  const absl::Span<const PackedStep> before = this->steps(fact);
  const auto first = steps_.begin() + (before.data() - steps_.data());
  const auto at = steps_.erase(first, first + static_cast<ptrdiff_t>(before.size()));
  const FactValue unknown;
  const FactValue* last = &unknown;
  std::vector<PackedStep> kept;
  for (const FactStep& step : steps) {
    if (step.value == *last) continue;
    kept.push_back(Pack(fact, step));
    last = &step.value;
  }
  steps_.insert(at, kept.begin(), kept.end());
}

PackedStep Facts::Pack(size_t fact, const FactStep& step) {
  PackedStep packed;
  packed.from = static_cast<int32_t>(PackDay(step.from));
  packed.fact = static_cast<uint16_t>(fact);
  packed.kind = static_cast<PackedStep::Kind>(step.value.index());
  if (const std::string* text = std::get_if<std::string>(&step.value)) {
    packed.number = static_cast<int64_t>(texts_.size() << 32 | text->size());
    texts_ += *text;
  } else {
    packed.number = PackValue(step.value);
  }
  return packed;
}

absl::string_view Facts::TextOf(const PackedStep& step) const {
  const uint64_t place = static_cast<uint64_t>(step.number);
  return absl::string_view(texts_).substr(place >> 32, place & 0xffffffff);
}

absl::Span<const PackedStep> Facts::steps(size_t fact) const {
  const auto first =
      std::lower_bound(steps_.begin(), steps_.end(), fact,
                       [](const PackedStep& step, size_t fact) { return step.fact < fact; });
  auto last = first;
  while (last != steps_.end() && last->fact == fact) ++last;
  return {steps_.data() + (first - steps_.begin()), static_cast<size_t>(last - first)};
}

FactValue Facts::On(size_t fact, absl::CivilDay day) const {
  const int64_t packed_day = PackDay(day);
  PackedStep on;
  for (const PackedStep& step : steps(fact)) {
    if (step.from > packed_day) break;
    on = step;
  }
  switch (on.kind) {
    case PackedStep::Kind::kUnknown:
      break;
    case PackedStep::Kind::kTruth:
      return on.number != 0;
    case PackedStep::Kind::kNumber:
      return on.number;
    case PackedStep::Kind::kText:
      return std::string(TextOf(on));
    case PackedStep::Kind::kDate:
      return UnpackDay(on.number);
  }
  return {};
}

}  // namespace tuoqiao::rules
