// The fields of one item for one employee in one pay run, as every payroll target is told them.
#ifndef TUOQIAO_ADAPTERS_COMMON_PAY_ITEMS_H_
#define TUOQIAO_ADAPTERS_COMMON_PAY_ITEMS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "adapters/common/adapter.h"
#include "adapters/common/table.h"

namespace tuoqiao::adapters {

// What an instruction and its result have in common, so that a payroll system can give back the
// rows that it was given. The instruction's name may get lost on the way back.
std::vector<Field> PayItemFields(bool instruction_required, Field amount);

// The kinds that a target takes which is told the kind beside each item.
const std::vector<absl::string_view>& AllPayKinds();

const Table& InstructionTable();

// In the order of that table. NOT_WRITABLE where an amount is negative.
absl::StatusOr<std::vector<std::vector<std::string>>> InstructionRows(
    const std::vector<PayInstruction>& instructions);

}  // namespace tuoqiao::adapters

#endif  // TUOQIAO_ADAPTERS_COMMON_PAY_ITEMS_H_
