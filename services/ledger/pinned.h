// Pages that stand still: a token says where the books stood when the first page was read.
#ifndef TUOQIAO_SERVICES_LEDGER_PINNED_H_
#define TUOQIAO_SERVICES_LEDGER_PINNED_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/ledger/store.h"

namespace tuoqiao::ledger {

struct Pinned {
  std::optional<int64_t> position;  // Nothing on the first page.
  std::string after;
};
std::string PinnedText(const Pinned& pinned);
// PAGE_TOKEN_INVALID.
absl::StatusOr<Pinned> PinnedOf(const std::string& text);

// The position of a page: the token's, and of the first page what is known.
absl::StatusOr<int64_t> LoadPinnedPosition(db::Read& txn, const Pinned& pinned, const Known& known);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_PINNED_H_
