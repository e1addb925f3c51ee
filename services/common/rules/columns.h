// Facts of many subjects as columns of numbers: what a program runs over.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_COLUMNS_H_
#define TUOQIAO_SERVICES_COMMON_RULES_COLUMNS_H_

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/rules/fact.h"

namespace tuoqiao::rules {

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
  size_t FindColumn(size_t fact) const { return fact < places_.size() ? places_[fact] : kNoColumn; }
  // The code of a text that the scheme names; 0 of any other.
  int64_t FindCode(absl::string_view text) const;

 private:
  size_t columns_ = 0;
  std::vector<size_t> places_;  // By fact.
  absl::flat_hash_map<std::string, int64_t> codes_;
};

// How many rows whoever has many gives to one `Columns`: they and what is said of them stay near
// while each step of a program runs over them.
inline constexpr size_t kRowsTogether = 512;

// Rows: a subject on a day each. Lives no longer than the encoding.
class Columns {
 public:
  // Of as many rows at most.
  Columns(const Encoding& encoding, size_t rows_max);

  void Add(const Facts& facts, absl::CivilDay day);

  size_t rows() const { return days_.size(); }
  const int64_t* days() const { return days_.data(); }
  const int64_t* values(size_t column) const { return values_.data() + column * rows_max_; }

 private:
  const Encoding& encoding_;
  const size_t rows_max_;
  std::vector<int64_t> days_;
  std::vector<int64_t> values_;  // By column, then by row.
};

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_COLUMNS_H_
