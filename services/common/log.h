// Logs: one line of JSON an event on standard error, `event` and fixed keys. Ids yes; names, bank
// details, salaries and dates of birth never.
#ifndef TUOQIAO_SERVICES_COMMON_LOG_H_
#define TUOQIAO_SERVICES_COMMON_LOG_H_

#include <cstdint>
#include <mutex>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"

namespace tuoqiao {

enum class Severity { kDebug, kInfo, kWarning, kError };

struct LogField {
  LogField(absl::string_view key, absl::string_view value) : key(key), value(std::string(value)) {}
  LogField(absl::string_view key, const char* value) : key(key), value(std::string(value)) {}
  LogField(absl::string_view key, int64_t value) : key(key), value(value) {}
  absl::string_view key;
  std::variant<std::string, int64_t> value;
};

// `event` is a constant such as "rpc.answered". Thread safe; a line is written whole. gRPC's own
// log is routed here too once `RouteGrpcLog` was called (common/rpc).
void Log(Severity severity, absl::string_view event, const std::vector<LogField>& fields = {});

// Lines below this are dropped. Info until told.
void SetLogThreshold(Severity severity);

// While it lives, lines go to it and not to standard error; for tests. One at a time.
class LogCapture {
 public:
  LogCapture();
  ~LogCapture();
  LogCapture(const LogCapture&) = delete;
  LogCapture& operator=(const LogCapture&) = delete;

  // The lines so far, each without its line feed.
  std::vector<std::string> Lines() const;

 private:
  friend void Log(Severity, absl::string_view, const std::vector<LogField>&);
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

}  // namespace tuoqiao

#endif  // TUOQIAO_SERVICES_COMMON_LOG_H_
