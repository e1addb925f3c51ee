// Findings in the words of the pack, for whoever is decided on.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_EXPLAIN_H_
#define TUOQIAO_SERVICES_COMMON_RULES_EXPLAIN_H_

#include "services/common/rules/scheme.h"

namespace tuoqiao::rules {

// What is so, in a sentence. `condition` is that of the finding in the rule file of today; nullptr
// where that no longer has it, and the sentence is then made of the finding alone.
Words Explain(const Condition* condition, const Finding& finding);
// What would make it hold.
Words ExplainChange(const Condition* condition, const Finding& finding);

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_EXPLAIN_H_
