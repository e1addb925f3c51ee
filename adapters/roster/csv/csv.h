// A firm's roster as CSV. See README.md beside this file for its columns.
#ifndef TUOQIAO_ADAPTERS_ROSTER_CSV_CSV_H_
#define TUOQIAO_ADAPTERS_ROSTER_CSV_CSV_H_

#include "adapters/common/adapter.h"

namespace tuoqiao::adapters::roster {

// One object for the life of the program.
const RosterFormat& Csv();

}  // namespace tuoqiao::adapters::roster

#endif  // TUOQIAO_ADAPTERS_ROSTER_CSV_CSV_H_
