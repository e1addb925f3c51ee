// The rejected records of a file: rows that are corrected and sent back as they are, or a table for
// a person to read where records are no rows.
#ifndef TUOQIAO_SERVICES_EXCHANGE_REJECTED_FILE_H_
#define TUOQIAO_SERVICES_EXCHANGE_REJECTED_FILE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/exchange/receipt.h"

namespace tuoqiao::exchange {

struct RowFormat {
  std::string header;
  std::string separator;  // One character between cells; empty where records are no rows.
};

// `row` without the reason that it came back with; `header` is that of its own file, reason and
// all.
std::string WithoutReason(const RowFormat& handed_back, absl::string_view row);

// The first line. UTF-8 with a byte order mark, so that office programs show names as they are.
std::string RejectedHeader(const RowFormat& format);
std::string RejectedRow(const RowFormat& format, const Receipt& receipt);

}  // namespace tuoqiao::exchange

#endif  // TUOQIAO_SERVICES_EXCHANGE_REJECTED_FILE_H_
