#include "services/places/finding/travel_engine.h"

#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/status_macros.h"

namespace tuoqiao::places {
namespace {

using search::Mode;
using search::Point;
using search::TravelTable;

constexpr int64_t kTimeoutMs = 1500, kTimeoutMsMax = 60'000;
// A table of a hundred points is a few kilobytes; what is more is none.
constexpr size_t kReplyBytesMax = 1 << 20;

std::optional<Mode> ModeOf(const std::string& name) {
  for (const Mode mode : search::kModes) {
    if (mode != Mode::kBus && name == search::ModeName(mode)) return mode;
  }
  return std::nullopt;
}

void StartCurl() {
  static const CURLcode kStarted = curl_global_init(CURL_GLOBAL_DEFAULT);
  CHECK(kStarted == CURLE_OK);
}

}  // namespace

absl::StatusOr<std::optional<TravelEngine>> TravelEngine::For(
    const rpc::TravelEngineOptions& options) {
  if (options.kind.empty()) return std::optional<TravelEngine>();
  const auto kind = options.kind == search::EngineName(search::Engine::kOsrm)
                        ? search::Engine::kOsrm
                        : search::Engine::kValhalla;
  if (options.kind != search::EngineName(kind)) {
    return absl::FailedPreconditionError(
        absl::StrCat("travel_engine.kind: there is no ", options.kind));
  }
  if (options.timeout_ms < 0 || options.timeout_ms > kTimeoutMsMax) {
    return absl::FailedPreconditionError(
        absl::StrCat("travel_engine.timeout_ms: is not from 0 to ", kTimeoutMsMax));
  }
  TravelEngine engine(
      kind, absl::Milliseconds(options.timeout_ms == 0 ? kTimeoutMs : options.timeout_ms));
  for (const auto& [name, address] : options.urls) {
    const std::optional<Mode> mode = ModeOf(name);
    if (!mode.has_value()) {
      return absl::FailedPreconditionError(
          absl::StrCat("travel_engine.urls: ", name, " is not FOOT, E_BIKE or CAR"));
    }
    if (!absl::StartsWith(address, "http://") && !absl::StartsWith(address, "https://")) {
      return absl::FailedPreconditionError(
          absl::StrCat("travel_engine.urls.", name, ": ", address, " is no http:// address"));
    }
    engine.addresses_[*mode] = address;
  }
  if (engine.addresses_.empty()) {
    return absl::FailedPreconditionError("travel_engine.urls: says not where to ask");
  }
  return std::optional<TravelEngine>(std::move(engine));
}

const std::string* TravelEngine::AddressOf(Mode mode) const {
  const auto found = addresses_.find(mode);
  return found == addresses_.end() ? nullptr : &found->second;
}

// One connection, kept open between tables, until a deadline.
class EngineTravel::Connection {
 public:
  explicit Connection(absl::Duration timeout)
      : deadline_(std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(timeout)) {
    StartCurl();
    handle_ = curl_easy_init();
    CHECK(handle_ != nullptr);
    headers_ = curl_slist_append(nullptr, "Content-Type: application/json");
  }
  ~Connection() {
    curl_slist_free_all(headers_);
    curl_easy_cleanup(handle_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // UNAVAILABLE; the text holds no address, because that may hold where a family lives.
  absl::StatusOr<search::EngineReply> Send(const search::EngineRequest& request) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline_ - std::chrono::steady_clock::now());
    if (left.count() <= 0) return absl::UnavailableError("the engine is slow");
    body_.clear();
    curl_easy_reset(handle_);
    curl_easy_setopt(handle_, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(handle_, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle_, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(handle_, CURLOPT_NOSIGNAL, 1L);  // There are other threads.
    curl_easy_setopt(handle_, CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
    curl_easy_setopt(handle_, CURLOPT_WRITEFUNCTION, &Connection::Take);
    curl_easy_setopt(handle_, CURLOPT_WRITEDATA, this);
    if (!request.body.empty()) {
      curl_easy_setopt(handle_, CURLOPT_HTTPHEADER, headers_);
      curl_easy_setopt(handle_, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
      curl_easy_setopt(handle_, CURLOPT_POSTFIELDS, request.body.data());
    }
    const CURLcode done = curl_easy_perform(handle_);
    if (done != CURLE_OK) {
      return absl::UnavailableError(absl::StrCat("the engine: ", curl_easy_strerror(done)));
    }
    long status = 0;
    curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
    return search::EngineReply{static_cast<int>(status), body_};
  }

 private:
  static size_t Take(const char* bytes, size_t size, size_t count, void* self) {
    std::string& body = static_cast<Connection*>(self)->body_;
    if (body.size() + size * count > kReplyBytesMax) return 0;
    body.append(bytes, size * count);
    return size * count;
  }

  const std::chrono::steady_clock::time_point deadline_;
  CURL* handle_ = nullptr;
  curl_slist* headers_ = nullptr;
  std::string body_;
};

EngineTravel::EngineTravel(const TravelEngine& engine, const search::Paces& paces)
    : engine_(engine),
      paces_(paces),
      straight_(paces),
      connection_(std::make_unique<Connection>(engine.timeout())) {}

EngineTravel::~EngineTravel() = default;

absl::StatusOr<TravelTable> EngineTravel::Ask(const std::string& address,
                                              const std::vector<Point>& from,
                                              const std::vector<Point>& to, Mode mode) const {
  ASSIGN_OR_RETURN(const search::EngineReply reply,
                   connection_->Send(search::AskTable(engine_.kind(), address, from, to, mode)));
  return search::ReadTable(engine_.kind(), reply, from.size(), to.size());
}

absl::StatusOr<TravelTable> EngineTravel::Table(const std::vector<Point>& from,
                                                const std::vector<Point>& to, Mode mode) const {
  const std::string* const address = engine_.AddressOf(mode);
  if (address == nullptr) return straight_.Table(from, to, mode);
  TravelTable table;
  table.columns = to.size();
  table.seconds.resize(from.size() * to.size());
  // A family has few places and the centres are many: the longer list is cut.
  constexpr size_t kHalf = search::kTablePointsMax / 2;
  const size_t rows = std::min(from.size(), kHalf), columns = std::min(to.size(), kHalf);
  for (size_t row = 0; row < from.size(); row += rows) {
    const std::vector<Point> starts(from.begin() + row,
                                    from.begin() + std::min(row + rows, from.size()));
    for (size_t column = 0; column < to.size(); column += columns) {
      const std::vector<Point> ends(to.begin() + column,
                                    to.begin() + std::min(column + columns, to.size()));
      ASSIGN_OR_RETURN(const TravelTable part, Ask(*address, starts, ends, mode));
      for (size_t i = 0; i < starts.size(); ++i) {
        std::copy(part.seconds.begin() + i * ends.size(),
                  part.seconds.begin() + (i + 1) * ends.size(),
                  table.seconds.begin() + (row + i) * to.size() + column);
      }
    }
  }
  const int64_t fixed = paces_[static_cast<size_t>(mode)].fixed_seconds;
  for (size_t i = 0; i < table.seconds.size(); ++i) {
    int64_t& seconds = table.seconds[i];
    if (from[i / to.size()] == to[i % to.size()]) {
      seconds = 0;
    } else if (seconds != search::kNoWay) {
      seconds += fixed;
    }
  }
  return table;
}

}  // namespace tuoqiao::places
