// What the schemes of a pack say of each other.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_LOAD_EXCLUSION_H_
#define TUOQIAO_SERVICES_COMMON_RULES_LOAD_EXCLUSION_H_

#include <vector>

#include "services/common/rules/rule_text.h"
#include "services/common/rules/scheme.h"
#include "tuoqiao/rules/v1/rules.pb.h"

namespace tuoqiao::rules {

std::vector<Exclusion> ReadExclusions(const Place& place, const v1::RuleFile& file);

// A file of a pack, once all are read.
struct ReadFile {
  const Place& place;
  const Scheme& scheme;
};

// Says what is wrong between files: another scheme that nobody knows, one that is of another
// subject, and circles in which each steps back before the next, so that none would ever be paid.
void CheckExclusions(const std::vector<ReadFile>& files, const Schemes& schemes);

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_LOAD_EXCLUSION_H_
