// A centre's attendance in and enrolment advice out, as CSV. See README.md beside this file for the
// columns.
#ifndef TUOQIAO_ADAPTERS_CENTRE_ATTENDANCE_CSV_ATTENDANCE_CSV_H_
#define TUOQIAO_ADAPTERS_CENTRE_ATTENDANCE_CSV_ATTENDANCE_CSV_H_

#include "adapters/common/adapter.h"
#include "adapters/common/table.h"

namespace tuoqiao::adapters::centre {

// One object for the life of the program.
const CentreFormat& AttendanceCsv();

// The file of advice, for who reads it on the other side.
const Table& AdviceTable();

}  // namespace tuoqiao::adapters::centre

#endif  // TUOQIAO_ADAPTERS_CENTRE_ATTENDANCE_CSV_ATTENDANCE_CSV_H_
