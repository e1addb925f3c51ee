// Whether the books explain themselves.
#ifndef TUOQIAO_SERVICES_LEDGER_PROOF_H_
#define TUOQIAO_SERVICES_LEDGER_PROOF_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tuoqiao::ledger {

// One account from its sides, each summed from a table of its own.
struct AccountProof {
  int64_t posted_minor = 0;  // From postings.
  int64_t kept_minor = 0;    // From the balances that are kept.
  int64_t open_minor = 0;    // From open items.
};
// By account.
using Proof = std::map<std::string, AccountProof>;

struct Unexplained {
  std::string account;
  int64_t posted_minor = 0;
  int64_t explained_minor = 0;
};

// The accounts that do not explain themselves: a clearing or suspense account by its open items,
// every other one by the balance that is kept of it.
std::vector<Unexplained> FindUnexplained(const Proof& proof);

// How much money that is. A fen that is too much in one account and missing in another is one fen,
// so it is the greater of the sums of what is too much and of what is missing: removing the match
// of a bank line over 500.00 shows 500.00, and a posting of 1 fen shows 1 fen.
int64_t UnexplainedTotal(const std::vector<Unexplained>& unexplained);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_PROOF_H_
