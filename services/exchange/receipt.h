// What became of each record of a file, and the order in which records are put to their owner.
#ifndef TUOQIAO_SERVICES_EXCHANGE_RECEIPT_H_
#define TUOQIAO_SERVICES_EXCHANGE_RECEIPT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace tuoqiao::exchange {

// kOpen: nobody was asked yet; no stored receipt is.
enum class Outcome { kOpen, kCreated, kUpdated, kUnchanged, kRejected };

absl::string_view OutcomeName(Outcome outcome);
Outcome OutcomeOf(absl::string_view name);

// One record's. Values are never in it, but for the record as it stood where it was rejected.
struct Receipt {
  int64_t line = 0;
  Outcome outcome = Outcome::kOpen;
  std::string resource;
  std::string reason, field, text_en, text_zh;
  std::string raw;
  // The owning service refused it, not the adapter: another time it may be taken.
  bool by_owner = false;

  bool Taken() const { return outcome != Outcome::kOpen && outcome != Outcome::kRejected; }
};

struct Tally {
  int64_t created = 0, updated = 0, unchanged = 0, rejected = 0;
  int64_t refused_by_owner = 0;  // Among the rejected.

  int64_t accepted() const { return created + updated + unchanged; }
};
Tally Count(const std::vector<Receipt>& receipts);

// A good record: where it stands among the reader's records, and which receipt is its own.
struct Item {
  size_t record = 0;
  size_t receipt = 0;
  // Records that belong together go in one batch where it holds them; empty: to nobody.
  std::string group;
};

// A good record that is a duplicate only if one of the records on `earlier` lines is taken.
struct RepeatedItem {
  Item item;
  std::vector<int64_t> earlier;
  bool settled = false;
};
// Those whose forerunners were all refused, so that they are to be put to the owner now. Settles
// them and those that stay duplicates; the others wait for one that is put now.
std::vector<Item> NextRepeats(const std::vector<Receipt>& receipts,
                              std::vector<RepeatedItem>& repeats);

// Brings the items of one group together, in the order of the groups' first items.
std::vector<Item> InGroups(std::vector<Item> items);

// [first, last) of each batch: at most `batch_max` items, and no group cut that fits into one.
std::vector<std::pair<size_t, size_t>> CutBatches(const std::vector<Item>& items, size_t batch_max);

}  // namespace tuoqiao::exchange

#endif  // TUOQIAO_SERVICES_EXCHANGE_RECEIPT_H_
