// What holds after every step, whatever was heard by then: the books sum to zero and explain
// themselves, nothing that was posted or logged is ever otherwise, each log is a whole chain.
#ifndef TUOQIAO_TESTS_PROPERTIES_HOUSE_WATCH_H_
#define TUOQIAO_TESTS_PROPERTIES_HOUSE_WATCH_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/common/audit.h"
#include "tests/properties/house/house.h"

namespace tuoqiao::house {

class Watch {
 public:
  Watch(House& house, const World& world);

  absl::Status AfterStep();
  // Reads books and logs from their start: they begin with all that was there the last time.
  absl::Status ReadAgain();

 private:
  absl::Status CheckTrial();
  absl::Status ReadLogs();
  absl::StatusOr<std::vector<std::string>> Entries(int64_t after);

  House& house_;
  const World& world_;
  std::map<std::string, ChainVerifier> chains_;  // By service.
  std::vector<std::string> entries_;             // Each as its message says it.
};

// Everything that the services have of the park, as `tuoqiao state` tells it, by name. An error
// where anything of another park is among it.
absl::StatusOr<std::string> StateOf(House& house, const World& world);
// What the ledger alone has.
absl::StatusOr<std::string> BooksOf(House& house, const World& world);

}  // namespace tuoqiao::house

#endif  // TUOQIAO_TESTS_PROPERTIES_HOUSE_WATCH_H_
