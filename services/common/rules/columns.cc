#include "services/common/rules/columns.h"

#include <algorithm>

namespace tuoqiao::rules {

int64_t PackDay(absl::CivilDay day) { return 32 * (12 * day.year() + day.month()) + day.day(); }

size_t Encoding::ColumnOf(size_t fact) {
  const auto found = std::find(facts_.begin(), facts_.end(), fact);
  if (found != facts_.end()) return static_cast<size_t>(found - facts_.begin());
  facts_.push_back(fact);
  return facts_.size() - 1;
}

int64_t Encoding::CodeOf(const std::string& text) {
  return codes_.emplace(text, static_cast<int64_t>(codes_.size()) + 1).first->second;
}

int64_t Encoding::Encode(const FactValue& value) const {
  struct Number {
    const std::map<std::string, int64_t>& codes;
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
  for (std::vector<int64_t>& column : values_) column.reserve(rows);
}

void Columns::Add(const Facts& facts, absl::CivilDay day) {
  days_.push_back(PackDay(day));
  for (size_t column = 0; column < values_.size(); ++column) {
    values_[column].push_back(encoding_.Encode(facts.On(encoding_.facts()[column], day)));
  }
}

}  // namespace tuoqiao::rules
