// Pay instructions out as a JSON document, for a payroll system's API. See README.md beside this
// file.
#ifndef TUOQIAO_ADAPTERS_PAYROLL_JSON_JSON_H_
#define TUOQIAO_ADAPTERS_PAYROLL_JSON_JSON_H_

#include "adapters/common/adapter.h"

namespace tuoqiao::adapters::payroll {

// One object for the life of the program.
const PayrollFormat& Json();

}  // namespace tuoqiao::adapters::payroll

#endif  // TUOQIAO_ADAPTERS_PAYROLL_JSON_JSON_H_
