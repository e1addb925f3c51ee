// Gives the log rows of every service their positions where writers are not alone. Rows are
// numbered by whichever replica gets to them; the head's row lock keeps two from numbering at once.
#ifndef TUOQIAO_SERVICES_SERVER_NUMBERER_H_
#define TUOQIAO_SERVICES_SERVER_NUMBERER_H_

#include <memory>
#include <vector>

#include "services/common/db/db.h"
#include "services/common/periodic.h"

namespace tuoqiao::server {

// The databases outlive it.
std::unique_ptr<Periodic> NumberLogs(std::vector<db::Database*> databases);

}  // namespace tuoqiao::server

#endif  // TUOQIAO_SERVICES_SERVER_NUMBERER_H_
