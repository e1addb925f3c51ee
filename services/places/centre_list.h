// Centres by name in a query: those that a search found stand nowhere beside each other.
#ifndef TUOQIAO_SERVICES_PLACES_CENTRE_LIST_H_
#define TUOQIAO_SERVICES_PLACES_CENTRE_LIST_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/common/db/db.h"

namespace tuoqiao::places {

// Hands out the centres in lists of one length, so that a query is prepared once: as a condition,
// `IN (…)`, and its arguments.
absl::Status ForEachList(
    const std::vector<std::string>& centres,
    const std::function<absl::Status(const std::string& in, const db::Args& args)>& query);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_CENTRE_LIST_H_
