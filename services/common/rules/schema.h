// What a pack may be written with, as a document: facts, predicates and the functions of amounts.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_SCHEMA_H_
#define TUOQIAO_SERVICES_COMMON_RULES_SCHEMA_H_

#include <string>

#include "services/common/rules/fact.h"

namespace tuoqiao::rules {

// Markdown. A test holds the file in services/rules against it.
std::string SchemaDocument(const FactCatalogue& catalogue);

const char* UnitName(Unit unit);

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_SCHEMA_H_
