// The files of a move: what a firm or a centre takes along when it leaves a system, a table each.
#ifndef TUOQIAO_SERVICES_CLI_MOVE_TABLES_H_
#define TUOQIAO_SERVICES_CLI_MOVE_TABLES_H_

#include <string>
#include <vector>

#include "adapters/common/table.h"

namespace tuoqiao::cli {

// Who may hold a file: the firm or centre itself, or only whoever keeps the books for many. A
// firm's own files name no child, no family and no centre of a child.
enum class MoveAudience { kOwner, kOperator };

struct MoveTable {
  const char* file;  // `employees.csv`
  MoveAudience audience;
  adapters::Table table;
};
// In the order in which they are taken in.
const std::vector<MoveTable>& FirmMoveTables();
const std::vector<MoveTable>& CentreMoveTables();
// One of them by its file; stops the program where there is none.
const adapters::Table& MoveTableOf(const std::vector<MoveTable>& tables, const std::string& file);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_MOVE_TABLES_H_
