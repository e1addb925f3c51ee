// The intake desk's families as CSV: one row a child. See README.md beside this file for its
// columns.
#ifndef TUOQIAO_ADAPTERS_ROSTER_FAMILY_CSV_FAMILY_CSV_H_
#define TUOQIAO_ADAPTERS_ROSTER_FAMILY_CSV_FAMILY_CSV_H_

#include "adapters/common/adapter.h"

namespace tuoqiao::adapters::roster {

// One object for the life of the program.
const RosterFormat& FamilyCsv();

}  // namespace tuoqiao::adapters::roster

#endif  // TUOQIAO_ADAPTERS_ROSTER_FAMILY_CSV_FAMILY_CSV_H_
