// Lines of payroll systems, what they leave to a person, and the files that brought them, in the
// database.
#ifndef TUOQIAO_SERVICES_PAYROLL_PAY_LINE_STORE_H_
#define TUOQIAO_SERVICES_PAYROLL_PAY_LINE_STORE_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/payroll/pay_exception.h"
#include "services/payroll/pay_line.h"
#include "services/payroll/store.h"

namespace tuoqiao::payroll {

// A pay run in the database: its firm, and the last part of its name.
struct RunKey {
  std::string firm, run;
};
RunKey KeyOf(const PayRun& run);

// Lines and exceptions of a run's employees whose numbers lie in the span.
absl::StatusOr<std::vector<PayLine>> LoadLines(db::Read& txn, const RunKey& run,
                                               const Span& numbers);
absl::StatusOr<std::vector<PayException>> LoadExceptions(db::Read& txn, const RunKey& run,
                                                         const Span& numbers);
absl::Status SaveLines(db::Write& txn, const RunKey& run, const std::vector<PayLine>& lines);
absl::Status SaveExceptions(db::Write& txn, const RunKey& run,
                            const std::vector<PayException>& exceptions);

// An exception with the run that it is of.
struct ExceptionAt {
  RunKey run;
  PayException exception;
};
absl::StatusOr<std::optional<ExceptionAt>> FindException(db::Read& txn, const std::string& firm,
                                                         const std::string& id);
// One firm's behind an id; those that are open, or all.
absl::StatusOr<std::vector<ExceptionAt>> LoadExceptionPage(db::Read& txn, const After& after,
                                                           bool closed_too);
// A run's lines behind an id.
absl::StatusOr<std::vector<PayLine>> LoadLinePage(db::Read& txn, const RunKey& run,
                                                  const std::string& after, int64_t rows_max);

// For the state, through the park's firms in order. The id behind which lines follow is
// `{run}/{line}`.
struct LineAt {
  RunKey run;
  PayLine line;
};
absl::StatusOr<std::vector<LineAt>> LoadLinesAfter(db::Read& txn, const After& after);
absl::StatusOr<std::vector<ExceptionAt>> LoadExceptionsAfter(db::Read& txn, const After& after);

// The contents that files of this name had, and whether each may be read.
absl::StatusOr<std::map<std::string, bool>> LoadFileContents(db::Read& txn, const RunKey& run,
                                                             const std::string& file_name);
struct FileContent {
  std::string file_name, content_hash;
  bool accepted = false;
};
absl::Status SaveFileContent(db::Write& txn, const RunKey& run, const FileContent& content);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_PAY_LINE_STORE_H_
