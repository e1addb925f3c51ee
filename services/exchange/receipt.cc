#include "services/exchange/receipt.h"

#include <algorithm>
#include <iterator>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "services/common/check.h"

namespace tuoqiao::exchange {
namespace {

constexpr absl::string_view kOutcomes[] = {"OPEN", "CREATED", "UPDATED", "UNCHANGED", "REJECTED"};

}  // namespace

absl::string_view OutcomeName(Outcome outcome) { return kOutcomes[static_cast<size_t>(outcome)]; }

Outcome OutcomeOf(absl::string_view name) {
  for (size_t i = 0; i < std::size(kOutcomes); ++i) {
    if (kOutcomes[i] == name) return static_cast<Outcome>(i);
  }
  CHECK(!"a receipt has an outcome that there is");
  return Outcome::kRejected;
}

Tally Count(const std::vector<Receipt>& receipts) {
  Tally tally;
  for (const Receipt& each : receipts) {
    switch (each.outcome) {
      case Outcome::kCreated:
        ++tally.created;
        break;
      case Outcome::kUpdated:
        ++tally.updated;
        break;
      case Outcome::kUnchanged:
        ++tally.unchanged;
        break;
      case Outcome::kRejected:
        ++tally.rejected;
        tally.refused_by_owner += each.by_owner ? 1 : 0;
        break;
      case Outcome::kOpen:
        break;
    }
  }
  return tally;
}

std::vector<Item> NextRepeats(const std::vector<Receipt>& receipts,
                              std::vector<RepeatedItem>& repeats) {
  std::vector<Item> next;
  if (repeats.empty()) return next;
  absl::flat_hash_set<int64_t> taken, waiting;
  for (const Receipt& each : receipts) {
    if (each.Taken()) taken.insert(each.line);
  }
  for (RepeatedItem& each : repeats) {
    if (each.settled) continue;
    const auto any = [&](const absl::flat_hash_set<int64_t>& lines) {
      return std::any_of(each.earlier.begin(), each.earlier.end(),
                         [&](int64_t line) { return lines.contains(line); });
    };
    const int64_t line = receipts[each.item.receipt].line;
    if (any(taken)) {
      each.settled = true;
    } else if (any(waiting)) {
      waiting.insert(line);
    } else {
      each.settled = true;
      waiting.insert(line);
      next.push_back(each.item);
    }
  }
  return next;
}

std::vector<Item> InGroups(std::vector<Item> items) {
  absl::flat_hash_map<std::string, size_t> first;
  std::vector<std::pair<size_t, size_t>> order;  // Of the group, and of the item.
  for (size_t i = 0; i < items.size(); ++i) {
    const size_t group =
        items[i].group.empty() ? i : first.emplace(items[i].group, i).first->second;
    order.emplace_back(group, i);
  }
  std::sort(order.begin(), order.end());
  std::vector<Item> sorted;
  sorted.reserve(items.size());
  for (const auto& [group, i] : order) sorted.push_back(std::move(items[i]));
  return sorted;
}

std::vector<std::pair<size_t, size_t>> CutBatches(const std::vector<Item>& items,
                                                  size_t batch_max) {
  std::vector<std::pair<size_t, size_t>> batches;
  size_t first = 0;
  while (first < items.size()) {
    size_t last = std::min(items.size(), first + batch_max);
    if (last < items.size()) {
      size_t cut = last;
      while (cut > first && !items[cut].group.empty() && items[cut].group == items[cut - 1].group) {
        --cut;
      }
      if (cut > first) last = cut;
    }
    batches.emplace_back(first, last);
    first = last;
  }
  return batches;
}

}  // namespace tuoqiao::exchange
