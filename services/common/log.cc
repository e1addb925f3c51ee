#include "services/common/log.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/common/check.h"
#include "services/common/json_text.h"

namespace tuoqiao {
namespace {

// Longer values are cut: a peer's text must not fill the disk.
constexpr size_t kValueBytesMax = 2048;

std::atomic<Severity> threshold{Severity::kInfo};
std::mutex sink_mutex;
LogCapture* capture = nullptr;  // Under sink_mutex.

absl::string_view Name(Severity severity) {
  switch (severity) {
    case Severity::kDebug:
      return "DEBUG";
    case Severity::kInfo:
      return "INFO";
    case Severity::kWarning:
      return "WARNING";
    case Severity::kError:
      return "ERROR";
  }
  return "ERROR";
}

void AppendText(absl::string_view text, std::string* line) {
  if (text.size() <= kValueBytesMax) return AppendJsonText(text, line);
  size_t size = kValueBytesMax;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  AppendJsonText(absl::StrCat(text.substr(0, size), "…"), line);
}

std::string Line(Severity severity, absl::string_view event, const std::vector<LogField>& fields) {
  std::string line = absl::StrCat(
      "{\"time\":\"", absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::Now(), absl::UTCTimeZone()),
      "\",\"severity\":\"", Name(severity), "\",\"event\":");
  AppendText(event, &line);
  for (const LogField& field : fields) {
    line.push_back(',');
    AppendText(field.key, &line);
    line.push_back(':');
    if (const int64_t* number = std::get_if<int64_t>(&field.value)) {
      absl::StrAppend(&line, *number);
    } else {
      AppendText(std::get<std::string>(field.value), &line);
    }
  }
  line.push_back('}');
  return line;
}

void WriteToStandardError(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(STDERR_FILENO, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return;  // There is nobody left to tell.
    bytes.remove_prefix(static_cast<size_t>(count));
  }
}

}  // namespace

void Log(Severity severity, absl::string_view event, const std::vector<LogField>& fields) {
  if (severity < threshold.load(std::memory_order_relaxed)) return;
  std::string line = Line(severity, event, fields);
  const std::lock_guard<std::mutex> lock(sink_mutex);
  if (capture != nullptr) {
    const std::lock_guard<std::mutex> capture_lock(capture->mutex_);
    capture->lines_.push_back(std::move(line));
    return;
  }
  line.push_back('\n');
  WriteToStandardError(line);
}

void SetLogThreshold(Severity severity) { threshold.store(severity); }

LogCapture::LogCapture() {
  const std::lock_guard<std::mutex> lock(sink_mutex);
  CHECK(capture == nullptr);
  capture = this;
}

LogCapture::~LogCapture() {
  const std::lock_guard<std::mutex> lock(sink_mutex);
  capture = nullptr;
}

std::vector<std::string> LogCapture::Lines() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return lines_;
}

}  // namespace tuoqiao
