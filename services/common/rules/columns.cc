#include "services/common/rules/columns.h"

#include "services/common/check.h"

namespace tuoqiao::rules {

size_t Encoding::ColumnOf(size_t fact) {
  if (fact >= places_.size()) places_.resize(fact + 1, kNoColumn);
  if (places_[fact] == kNoColumn) places_[fact] = columns_++;
  return places_[fact];
}

int64_t Encoding::CodeOf(const std::string& text) {
  return codes_.emplace(text, static_cast<int64_t>(codes_.size()) + 1).first->second;
}

int64_t Encoding::FindCode(absl::string_view text) const {
  const auto code = codes_.find(text);
  return code == codes_.end() ? 0 : code->second;
}

Columns::Columns(const Encoding& encoding, size_t rows_max)
    : encoding_(encoding),
      rows_max_(rows_max),
      values_(encoding.columns() * rows_max, kUnknownNumber) {
  days_.reserve(rows_max);
}

void Columns::Add(const Facts& facts, absl::CivilDay day) {
  CHECK(rows() < rows_max_);
  int64_t* const row = values_.data() + rows();
  const int64_t packed_day = PackDay(day);
  days_.push_back(packed_day);
  for (const PackedStep& step : facts.steps()) {
    const size_t column = encoding_.FindColumn(step.fact);
    if (column == kNoColumn || step.from > packed_day) continue;
    row[column * rows_max_] =
        step.kind == PackedStep::Kind::kText ? encoding_.FindCode(facts.TextOf(step)) : step.number;
  }
}

}  // namespace tuoqiao::rules
