#include "services/ledger/pinned.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/rpc/paging.h"

namespace tuoqiao::ledger {

std::string PinnedText(const Pinned& pinned) {
  return absl::StrCat(pinned.position.value_or(0), "/", pinned.after);
}

absl::StatusOr<Pinned> PinnedOf(const std::string& text) {
  Pinned pinned;
  if (text.empty()) return pinned;
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('/', 1));
  int64_t position = 0;
  if (!absl::SimpleAtoi(parts.first, &position)) return rpc::PageTokenInvalid();
  pinned.position = position;
  pinned.after = parts.second;
  return pinned;
}

absl::StatusOr<int64_t> LoadPinnedPosition(db::Read& txn, const Pinned& pinned,
                                           const Known& known) {
  if (pinned.position.has_value()) return *pinned.position;
  return LoadKnownPosition(txn, known);
}

}  // namespace tuoqiao::ledger
