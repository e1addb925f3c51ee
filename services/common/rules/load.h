// Rule files into schemes. Everything is checked here, once, so that whoever decides by a scheme
// needs to check nothing but the days.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_LOAD_H_
#define TUOQIAO_SERVICES_COMMON_RULES_LOAD_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/rules/rule_text.h"
#include "services/common/rules/scheme.h"

namespace tuoqiao::rules {

// Checks and reads files. PACK_INVALID names everything that is wrong, each with file:line:column:
// text that is none, facts that nobody declared, types and units that do not fit, dates that are
// none, that descend, overlap or leave a gap, values without a source or confidence, names that
// nobody knows, that stand twice or that nothing asks for, words that are missing, schemes that
// yield to each other in a circle.
absl::StatusOr<Schemes> LoadSchemes(const std::vector<RuleText>& files,
                                    const FactCatalogue& catalogue);

// The same for the `.textproto` files below a folder, by path. A file whose first line names
// another message than RuleFile is somebody else's; one that names none is wrong. PACK_UNREADABLE.
absl::StatusOr<Schemes> LoadSchemes(const std::string& folder, const FactCatalogue& catalogue);

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_LOAD_H_
