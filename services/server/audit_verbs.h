// The verbs that show that a log is what it was: `audit heads`, `audit export` and `audit verify`.
#ifndef TUOQIAO_SERVICES_SERVER_AUDIT_VERBS_H_
#define TUOQIAO_SERVICES_SERVER_AUDIT_VERBS_H_

#include <vector>

#include "services/cli/commands.h"

namespace tuoqiao::server {

std::vector<cli::Command> AuditVerbs();

}  // namespace tuoqiao::server

#endif  // TUOQIAO_SERVICES_SERVER_AUDIT_VERBS_H_
