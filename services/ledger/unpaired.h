// What does not pair on an account that does not explain itself, down to the entries that had a
// part in it.
#ifndef TUOQIAO_SERVICES_LEDGER_UNPAIRED_H_
#define TUOQIAO_SERVICES_LEDGER_UNPAIRED_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tuoqiao::ledger {

enum class UnpairedReason {
  kItemClosedTwice,
  kItemNeverOpened,
  kItemAltered,
  kPostingAltered,
  kEntryTorn,
  kEntryGone,
  kBalanceAltered,
};

// An entry that had a part in it. Its kind is empty where it is gone.
struct UnpairedCause {
  std::string entry, kind, cause, effective_date;
  int64_t amount_minor = 0;
};

struct Unpaired {
  std::string account;  // Empty of a torn entry whose lost posting nobody knows.
  UnpairedReason reason = UnpairedReason::kItemAltered;
  std::string item;
  std::string month;
  int64_t amount_minor = 0;
  std::vector<UnpairedCause> causes;
};

// An item as it is kept, and as the entries made it.
struct ItemSides {
  std::string account, item;
  int64_t kept_opened_minor = 0, kept_closed_minor = 0;
  int64_t made_opened_minor = 0, made_closed_minor = 0;
};

// What is open is opened - closed, never beyond what was opened and never on its other side: an
// item that is closed twice, or was never opened, explains nothing.
int64_t OpenMinor(int64_t opened_minor, int64_t closed_minor);

// What of an item does not pair; nothing where it does.
std::optional<Unpaired> FindUnpaired(const ItemSides& sides);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_UNPAIRED_H_
