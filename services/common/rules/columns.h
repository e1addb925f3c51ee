// Facts of many subjects as columns of numbers: what a program runs over.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_COLUMNS_H_
#define TUOQIAO_SERVICES_COMMON_RULES_COLUMNS_H_

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/civil_time.h"
#include "services/common/rules/fact.h"

namespace tuoqiao::rules {

// In a column. No fact has this number.
inline constexpr int64_t kUnknownNumber = std::numeric_limits<int64_t>::min();

// A day as a number whose order is that of days: 32 × months + day of the month. The months
// completed from one day to another are then a difference: b has completed n months on d where
// d − b >= 32 n, and that many calendar months lie between where (d / 32) − (b / 32) = n.
int64_t PackDay(absl::CivilDay day);

inline constexpr size_t kNoColumn = std::numeric_limits<size_t>::max();

// How a scheme's facts become numbers: which facts it looks at, one column each, and a code for
// each text that it names. Texts that it does not name are all alike to it.
class Encoding {
 public:
  // The column of a fact, made where there is none.
  size_t ColumnOf(size_t fact);
  // The code of a text that the scheme names, made where there is none.
  int64_t CodeOf(const std::string& text);

  size_t columns() const { return columns_; }
  // The column of a fact that the scheme looks at; no column of any other.
  size_t Find(size_t fact) const { return fact < places_.size() ? places_[fact] : kNoColumn; }
  int64_t Encode(const FactValue& value) const;

 private:
  size_t columns_ = 0;
  std::vector<size_t> places_;  // By fact.
  absl::flat_hash_map<std::string, int64_t> codes_;
};

// Rows: a subject on a day each. Lives no longer than the encoding.
class Columns {
 public:
  explicit Columns(const Encoding& encoding) : encoding_(&encoding), values_(encoding.columns()) {}

  // Before rows are added: how many there will be, or more.
  void Reserve(size_t rows);
  void Add(const Facts& facts, absl::CivilDay day);

  size_t rows() const { return days_.size(); }
  const int64_t* days() const { return days_.data(); }
  const int64_t* values(size_t column) const { return values_[column].data(); }

 private:
  const Encoding* encoding_;
  std::vector<int64_t> days_;
  std::vector<std::vector<int64_t>> values_;
};

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_COLUMNS_H_
