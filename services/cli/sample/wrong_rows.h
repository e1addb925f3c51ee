// Files as tables, and the wrong rows that are put among the right ones. A wrong row is a right
// one, spoiled in one way. Most are copies that stand before the right row with the same key, so
// that a reader which counts keys of rejected lines as seen is found out. What is wrong for a
// reason that only the services know has a key of its own: whether a reader learns of it before or
// after it looks for repeated keys makes no difference then.
#ifndef TUOQIAO_SERVICES_CLI_SAMPLE_WRONG_ROWS_H_
#define TUOQIAO_SERVICES_CLI_SAMPLE_WRONG_ROWS_H_

#include <cstddef>
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
  std::vector<size_t> key = {};  // The columns whose values together come once in a file.
};

// Where a wrong row stands.
enum class Standing {
  kBefore,   // A copy before the right row.
  kAfter,    // A copy after it: the repetition is what is wrong.
  kApart,    // A copy before it, with a key that no other row has.
  kInPlace,  // The right row itself, which no other row repeats.
};

// Makes a row wrong for exactly this reason, or for a later one too; false where this row does not
// lend itself to it.
struct Spoil {
  absl::string_view reason;
  std::function<bool(Dice&, Row&)> apply;
  Standing standing = Standing::kBefore;
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
// Two spoils on one row; its reason and its standing are the first one's.
Spoil Both(Spoil first, Spoil second);
Spoil Apart(Spoil spoil);
Spoil InPlace(Spoil spoil);

// A case number that no child of the park has, and a row of such a child.
std::string StrangerCase(Dice& dice);
Spoil OfAStrangeChild(int column);

struct Fault {
  std::string file;
  int64_t line = 0;
  std::string reason;
};

// The table as bytes. Its wrong rows are appended to `faults` with the lines on which they start.
absl::StatusOr<std::string> WriteTable(const Table& table, std::vector<Fault>& faults);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_SAMPLE_WRONG_ROWS_H_
