// Files as tables, and the wrong rows that are put among the right ones. A wrong row is a copy of a
// right one, spoiled in one way; it stands before that row with the same key, so that a reader
// which counts keys of rejected lines as seen is found out, or after it when the repetition itself
// is what is wrong.
#ifndef TUOQIAO_SERVICES_CLI_SAMPLE_WRONG_ROWS_H_
#define TUOQIAO_SERVICES_CLI_SAMPLE_WRONG_ROWS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/cli/sample/csv.h"
#include "services/cli/sample/dice.h"
#include "services/common/identity.h"

namespace tuoqiao::cli {

struct Row {
  std::vector<std::string> cells;
  std::string reason;    // Empty for a right row.
  int subject = -1;      // What the row is about, where a spoil needs to know: an enrolment.
  bool copyable = true;  // False where a copy would be wrong for more than one reason.
};

struct Table {
  std::string file;  // Relative to the sample's directory.
  std::vector<std::string> header;
  std::vector<Row> rows;
  Encoding encoding = Encoding::kUtf8;
  LineEnd line_end = LineEnd::kLf;
};

// Makes a copy of a right row wrong for exactly this reason, or for a later one too; false where
// this row does not lend itself to it.
struct Spoil {
  absl::string_view reason;
  std::function<bool(Dice&, Row&)> apply;
};

// About one wrong row for a hundred right ones, and at least one for each spoil.
absl::Status AddWrongRows(const std::vector<Spoil>& spoils, const std::vector<Table*>& tables,
                          Dice dice);

// ---- The spoils that several files share.

std::vector<Spoil> ColumnCountSpoils();
Spoil Blank(std::vector<int> columns);
Spoil NoSuchDate(std::vector<int> columns);
Spoil NoNumber(std::vector<int> columns);
// Puts the text into the column; the reason says what that is.
Spoil Replace(absl::string_view reason, int column, std::string text);
// A number of the named type with a wrong check digit or the wrong form.
Spoil WrongIdNumber(int type_column, int number_column);
// One with a wrong check character of its own, one with a wrong one of its organisation code.
std::vector<Spoil> WrongUsccSpoils(int column);
// The same row once more, after the first.
Spoil Repeat();
// Two spoils on one row; its reason is the first one's.
Spoil Both(Spoil first, Spoil second);

struct Fault {
  std::string file;
  int64_t line = 0;
  std::string reason;
};

// The table as bytes. Its wrong rows are appended to `faults` with the lines on which they start.
absl::StatusOr<std::string> WriteTable(const Table& table, std::vector<Fault>& faults);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_SAMPLE_WRONG_ROWS_H_
