// The tables of a rule file, read and checked.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_LOAD_TABLE_H_
#define TUOQIAO_SERVICES_COMMON_RULES_LOAD_TABLE_H_

#include <vector>

#include "services/common/rules/rule_text.h"
#include "services/common/rules/table.h"
#include "tuoqiao/rules/v1/rules.pb.h"

namespace tuoqiao::rules {

// What is wrong is said at the place: names that stand twice, days that leave a gap or overlap,
// brackets that do not ascend.
std::vector<Table> ReadTables(const Place& place, const v1::RuleFile& file);

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_LOAD_TABLE_H_
