// A move comes in: first everything that is no money, row by row, then what is open and what the
// books hold, which a second person lets in.
#ifndef TUOQIAO_SERVICES_CLI_MOVE_IN_H_
#define TUOQIAO_SERVICES_CLI_MOVE_IN_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/cli/client.h"
#include "services/cli/move/folder.h"
#include "services/cli/rows.h"

namespace tuoqiao::cli {

struct MoveTarget {
  std::string park;  // As a resource.
  // The day on which balances are posted; empty: that of the manifest. A later one where that month
  // is booked in the target.
  std::string day;
  bool dry = false;  // Nothing is written.
};

// What became of the rows of each file, and of the money.
struct MoveReport {
  std::map<std::string, RowsReport> files;
  std::vector<std::string> notes;

  bool Refused() const;
};

// Takes a move in that `CheckMove` has passed. Money is proposed only where no row was refused.
// What the calls say of the whole: FIRM_NOT_FOUND, OPENING_… and the like.
absl::StatusOr<MoveReport> TakeMoveIn(Client& client, const Move& move, const MoveTarget& target);

// The second person's word for what stands proposed.
absl::Status ConfirmMove(Client& client, const Move& move, const MoveTarget& target);
// Takes open items back, and proposes that balances are; `ConfirmMove` ends it.
absl::Status UndoMove(Client& client, const Move& move, const MoveTarget& target,
                      const std::string& reason);

// The proof: what the moved accounts hold there and here. An account that was in use here before
// holds more.
struct MovedAccount {
  std::string account;
  int64_t there_minor = 0, here_minor = 0;
};
struct MoveProof {
  std::vector<MovedAccount> accounts;
  int64_t opening_minor = 0;  // What is left on the account of the opening: zero.
  int64_t difference_minor = 0, unexplained_minor = 0;

  bool Equal() const;
};
absl::StatusOr<MoveProof> ProveMove(Client& client, const Move& move, const MoveTarget& target);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_MOVE_IN_H_
