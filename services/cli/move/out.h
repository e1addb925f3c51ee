// What both kinds of moves take out of the books: balances with what explains each, and the lines
// of their accounts.
#ifndef TUOQIAO_SERVICES_CLI_MOVE_OUT_H_
#define TUOQIAO_SERVICES_CLI_MOVE_OUT_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/cli/client.h"
#include "services/cli/move/folder.h"

namespace tuoqiao::cli {

struct MoveOut {
  MoveManifest manifest;
  std::map<std::string, MoveRows> rows;
};

// A part of the books as they stood at one position. Not thread safe.
class BooksOut {
 public:
  static absl::StatusOr<BooksOut> Open(Client& client, const std::string& park);

  // Where the books stood.
  const std::string& known_by() const { return known_by_; }

  // What an account holds there.
  absl::StatusOr<int64_t> Balance(const std::string& account);
  // Takes an account along: its balance, whose items explain it where it is a clearing account, and
  // its lines.
  absl::Status TakeAccount(const std::string& account, MoveOut* out);
  // Takes a part of an account along that rows of another file explain.
  void TakePart(const std::string& account, int64_t amount_minor, const std::string& explained_by,
                MoveOut* out);
  // Says on `moved-{party}` what is left with the books that are left, and sets control totals.
  static void Close(const std::string& party, MoveOut* out);

 private:
  BooksOut(Client& client, std::string park, std::string known_by)
      : client_(client), park_(std::move(park)), known_by_(std::move(known_by)) {}
  absl::Status TakeItems(const std::string& account, MoveOut* out);
  absl::Status TakeLines(const std::string& account, MoveOut* out);

  Client& client_;
  const std::string park_, known_by_;
};

// The park's date there, its closed months in order, and the last of them; months that are older
// than three years are left out.
struct MoveDays {
  std::string as_of_date;
  std::vector<std::string> closed_months;
};
absl::StatusOr<MoveDays> AskMoveDays(Client& client, const std::string& park);

// What a firm takes along. Employees' names and identity numbers only where `names` says what for.
// FIRM_NOT_FOUND, PAY_RUN_IN_FLIGHT, and what the calls say.
absl::StatusOr<MoveOut> MoveFirmOut(Client& client, const std::string& firm,
                                    const std::string& names);
// What a centre takes along. Children's records only where `names` says what for.
absl::StatusOr<MoveOut> MoveCentreOut(Client& client, const std::string& centre,
                                      const std::string& names);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_MOVE_OUT_H_
