// camt.053.001.02, .08 and .10: what a bank says of an account.
#ifndef TUOQIAO_ADAPTERS_SETTLEMENT_PAIN001_ACCOUNT_STATEMENT_H_
#define TUOQIAO_ADAPTERS_SETTLEMENT_PAIN001_ACCOUNT_STATEMENT_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "adapters/common/adapter.h"

namespace tuoqiao::adapters::settlement {

// A line for each booked entry, with all references that its transactions carry. Entries that are
// not booked yet are passed over, with a note: they come again. FORMAT_UNKNOWN where it is no such
// statement.
absl::StatusOr<FileOf<BankLine>> ReadAccountStatement(absl::string_view bytes);

}  // namespace tuoqiao::adapters::settlement

#endif  // TUOQIAO_ADAPTERS_SETTLEMENT_PAIN001_ACCOUNT_STATEMENT_H_
