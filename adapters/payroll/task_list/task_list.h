// Pay instructions as tasks for a person, and the same list back, filled in. See README.md beside
// this file.
#ifndef TUOQIAO_ADAPTERS_PAYROLL_TASK_LIST_TASK_LIST_H_
#define TUOQIAO_ADAPTERS_PAYROLL_TASK_LIST_TASK_LIST_H_

#include "adapters/common/adapter.h"

namespace tuoqiao::adapters::payroll {

// One object for the life of the program.
const PayrollFormat& TaskList();

}  // namespace tuoqiao::adapters::payroll

#endif  // TUOQIAO_ADAPTERS_PAYROLL_TASK_LIST_TASK_LIST_H_
