// Everything that can be wrong with a file, one named constructor each. A fault of a record carries
// its reason and a sentence in English and Chinese; what is wrong with a whole file is
// INVALID_ARGUMENT with the message "REASON: sentence". Reasons are contract, sentences are not.
#ifndef TUOQIAO_ADAPTERS_COMMON_FAULTS_H_
#define TUOQIAO_ADAPTERS_COMMON_FAULTS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "adapters/common/adapter.h"

namespace tuoqiao::adapters {

// One cell of one record. `value` is as it stood; a fault shows it masked where it is personal.
struct Place {
  int64_t line = 0;
  absl::string_view field;
  absl::string_view value;
  bool personal = false;
};

// ---- Faults of a record. Where several hold, a reader reports the first of this order.

// A quoted cell goes on after its closing quote, so that nobody knows where the cells end.
Fault QuoteMisplaced(int64_t line);
Fault ColumnCount(int64_t line, size_t cells, size_t columns);
Fault RequiredFieldMissing(int64_t line, absl::string_view field);
Fault DateInvalid(const Place& place);
Fault NumberInvalid(const Place& place);
Fault CodeUnknown(const Place& place, const std::vector<std::string>& known);
Fault UsccInvalid(const Place& place);
Fault IdNumberInvalid(const Place& place);
// `place` is the later of the two fields, `earlier` the one that it may not precede.
Fault DateOrder(const Place& place, absl::string_view earlier);
// DATE_ORDER as well: a birth that lies after the day of the file.
Fault BirthAfterToday(const Place& place);
Fault DuplicateInFile(const Place& place, int64_t first_line);

// A value as a fault or a note may repeat it: on one line and cut to kShownBytesMax; of a personal
// one the two ends, and nothing at all where it is short. The mask hides the length too.
std::string Shown(absl::string_view value, bool personal);

// ---- What is wrong with a whole file.

absl::Status FileEmpty();
absl::Status FileEncoding(size_t offset, absl::string_view what);
absl::Status FileTooLarge(absl::string_view what);
absl::Status FileTruncated(absl::string_view what);
absl::Status FormatUnknown(absl::string_view what);
absl::Status HeaderMissing(const std::vector<std::string>& columns);
absl::Status HeaderDuplicate(absl::string_view field);
// A roster holds a column about children, and its mapping does not say that the firm may send it.
absl::Status ChildColumn(absl::string_view header);
absl::Status XmlForbidden(absl::string_view what);
// X12: a control number, a count or a control total is not what the envelope says.
absl::Status EnvelopeMismatch(absl::string_view what);
absl::Status SenderUnknown(absl::string_view sender);
// The file says that it holds changes only, the mapping that it holds everybody.
absl::Status KindMismatch(absl::string_view what);
// The mapping itself has a value that cannot be read. The sentence starts with its path, as
// "code_aliases[0].to: ".
absl::Status MappingInvalid(absl::string_view path, absl::string_view what);
// A record that was to be written does not fit the format.
absl::Status NotWritable(absl::string_view what);

// The UPPER_SNAKE reason at the start of such a status; empty where there is none.
absl::string_view FileReason(const absl::Status& status);

}  // namespace tuoqiao::adapters

#endif  // TUOQIAO_ADAPTERS_COMMON_FAULTS_H_
