#include "services/common/rules/columns.h"

namespace tuoqiao::rules {

int64_t PackDay(absl::CivilDay day) { return 32 * (12 * day.year() + day.month()) + day.day(); }

size_t Encoding::ColumnOf(size_t fact) {
  if (fact >= places_.size()) places_.resize(fact + 1, kNoColumn);
  if (places_[fact] == kNoColumn) places_[fact] = columns_++;
  return places_[fact];
}

int64_t Encoding::CodeOf(const std::string& text) {
  return codes_.emplace(text, static_cast<int64_t>(codes_.size()) + 1).first->second;
}

int64_t Encoding::Encode(const FactValue& value) const {
  struct Number {
    const absl::flat_hash_map<std::string, int64_t>& codes;
    int64_t operator()(std::monostate) const { return kUnknownNumber; }
    int64_t operator()(bool truth) const { return truth ? 1 : 0; }
    int64_t operator()(int64_t number) const { return number; }
    int64_t operator()(absl::CivilDay day) const { return PackDay(day); }
    int64_t operator()(const std::string& text) const {
      const auto code = codes.find(text);
      return code == codes.end() ? 0 : code->second;
    }
  };
  return std::visit(Number{codes_}, value);
}

void Columns::Reserve(size_t rows) {
  days_.reserve(rows);
  for (std::vector<int64_t>& column : values_) {
    if (column.size() < rows) column.resize(rows, kUnknownNumber);
  }
}

void Columns::Add(const Facts& facts, absl::CivilDay day) {
  const size_t row = rows();
  if (!values_.empty() && row == values_[0].size()) Reserve(2 * row + 1);
  days_.push_back(PackDay(day));
  for (const FactStep& step : facts.steps()) {
    const size_t column = encoding_->Find(step.fact);
    if (column < values_.size() && step.from <= day) {
      values_[column][row] = encoding_->Encode(step.value);
    }
  }
}

}  // namespace tuoqiao::rules
