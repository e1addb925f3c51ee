// Reads of one employee, by many clients at once, and the echo to which they are compared.
#ifndef TUOQIAO_TESTS_BENCH_READ_H_
#define TUOQIAO_TESTS_BENCH_READ_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/cli/client.h"

namespace tuoqiao::bench {

// Names of employees of many firms, so that many keys are opened.
absl::StatusOr<std::vector<std::string>> EmployeeNames(cli::Client& client,
                                                       const std::string& park);

struct ReadOptions {
  // Who answers GetEmployee: directory, or the echo.
  std::string address;
  std::string token_key_file;
  std::string park;
  int clients = 16;
  absl::Duration duration;
};

struct Reads {
  int64_t calls = 0;
  int64_t request_bytes = 0, reply_bytes = 0;
  absl::Duration taken;
  // The reply whose size is nearest to the mean, for the echo.
  std::string typical_reply;
};

// Each client has a connection and a token of its own and asks as soon as it was answered. The
// first second counts for nothing.
absl::StatusOr<Reads> ReadEmployees(const ReadOptions& options,
                                    const std::vector<std::string>& names);

// Answers GetEmployee with `reply` under the name that was asked for, from a gRPC server with the
// settings of services/server/server.cc and without `Answer`, until SIGTERM. The port goes to
// `port_file`.
absl::Status Echo(const std::string& reply, const std::string& port_file);

}  // namespace tuoqiao::bench

#endif  // TUOQIAO_TESTS_BENCH_READ_H_
