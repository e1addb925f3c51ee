#include "services/common/rules/load_table.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/rules/load_parameter.h"

namespace tuoqiao::rules {
namespace {

std::vector<Bracket> ReadBrackets(const Place& place, const v1::Brackets& message) {
  std::vector<Bracket> brackets;
  if (message.brackets().empty()) place.Wrong("there is no bracket");
  for (int i = 0; i < message.brackets_size(); ++i) {
    const v1::Bracket& each = message.brackets(i);
    if (!brackets.empty() && each.at_least() <= brackets.back().at_least) {
      place.In("brackets", i)
          .Wrong("at_least", absl::StrCat(each.at_least(), " is not more than ",
                                          brackets.back().at_least, " of the bracket before it"));
    }
    brackets.push_back({each.at_least(), each.value()});
  }
  return brackets;
}

Table ReadTable(const Place& place, const v1::Table& message) {
  Table table;
  table.name = message.name();
  CheckName(place, message.name());
  table.by = ReadUnit(place, "by", message.by());
  table.unit = ReadUnit(place, "unit", message.unit());
  if (message.values().empty()) place.Wrong("there are no brackets");
  for (int i = 0; i < message.values_size(); ++i) {
    const v1::Brackets& each = message.values(i);
    const Place at = place.In("values", i);
    DatedBrackets dated;
    dated.validity = ReadValidity(at, each.from(), each.until());
    dated.brackets = ReadBrackets(at, each);
    dated.source = ReadSource(at, each.has_source(), each.source());
    dated.confidence = ReadConfidence(at, each.confidence());
    if (i > 0) Follow(at, dated.validity, &table.values.back().validity);
    table.values.push_back(std::move(dated));
  }
  return table;
}

}  // namespace

std::vector<Table> ReadTables(const Place& place, const v1::RuleFile& file) {
  std::vector<Table> tables;
  std::set<std::string> names;
  for (int i = 0; i < file.tables_size(); ++i) {
    const Place at = place.In("tables", i);
    tables.push_back(ReadTable(at, file.tables(i)));
    if (!names.insert(tables.back().name).second) {
      at.Wrong("name", absl::StrCat("there is another table ", tables.back().name));
    }
  }
  return tables;
}

}  // namespace tuoqiao::rules
