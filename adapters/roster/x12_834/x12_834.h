// A sponsor's benefit enrolment file, X12 834 005010X220A1, read as a roster. Subscribers are
// staff; dependants never are. See README.md beside this file.
#ifndef TUOQIAO_ADAPTERS_ROSTER_X12_834_X12_834_H_
#define TUOQIAO_ADAPTERS_ROSTER_X12_834_X12_834_H_

#include "adapters/common/adapter.h"

namespace tuoqiao::adapters::roster {

// One object for the life of the program.
const RosterFormat& X12Enrolment();

}  // namespace tuoqiao::adapters::roster

#endif  // TUOQIAO_ADAPTERS_ROSTER_X12_834_X12_834_H_
