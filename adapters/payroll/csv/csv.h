// Pay instructions out, their results and pay figures in, as CSV. See README.md beside this file
// for the columns of the three files.
#ifndef TUOQIAO_ADAPTERS_PAYROLL_CSV_CSV_H_
#define TUOQIAO_ADAPTERS_PAYROLL_CSV_CSV_H_

#include "adapters/common/adapter.h"

namespace tuoqiao::adapters::payroll {

// One object for the life of the program.
const PayrollFormat& Csv();

}  // namespace tuoqiao::adapters::payroll

#endif  // TUOQIAO_ADAPTERS_PAYROLL_CSV_CSV_H_
