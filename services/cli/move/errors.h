// What can be wrong with a move before anybody is asked.
#ifndef TUOQIAO_SERVICES_CLI_MOVE_ERRORS_H_
#define TUOQIAO_SERVICES_CLI_MOVE_ERRORS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tuoqiao::cli {

absl::Status FolderNotEmpty(absl::string_view folder);
absl::Status ManifestMissing(absl::string_view folder);
absl::Status ManifestInvalid(absl::string_view what);
absl::Status MoveVersionUnknown(absl::string_view format, int64_t version);
absl::Status FileMissing(absl::string_view file);
absl::Status FileChanged(absl::string_view file);
absl::Status FileRowsWrong(absl::string_view file, int64_t said, int64_t found);

// Where a row stands.
struct RowPlace {
  std::string file;
  int64_t line = 0;
  std::string field;
};
absl::Status FileRowInvalid(const RowPlace& place, absl::string_view reason, absl::string_view en,
                            absl::string_view zh);
absl::Status RowOfAnotherFirm(const RowPlace& place);
absl::Status RowOfNobody(const RowPlace& place);
absl::Status MonthNotClosedThere(const RowPlace& place);
absl::Status ControlTotalWrong(absl::string_view what, int64_t said, int64_t found);
absl::Status MoveNotBalanced(int64_t difference_minor);
absl::Status BalanceUnexplained(absl::string_view account, int64_t said_minor,
                                int64_t explained_minor);

// Of what is to leave.
absl::Status RunInFlight(absl::string_view pay_run);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_MOVE_ERRORS_H_
