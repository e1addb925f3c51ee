#include "services/places/finding/travel_engine.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/http/client.h"
#include "services/common/status_macros.h"

namespace tuoqiao::places {
namespace {

using search::Mode;
using search::Point;
using search::TravelTable;

constexpr int64_t kTimeoutMs = 1500, kTimeoutMsMax = 60'000;

std::optional<Mode> ModeOf(const std::string& name) {
  for (const Mode mode : search::kModes) {
    if (mode != Mode::kBus && name == search::ModeName(mode)) return mode;
  }
  return std::nullopt;
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
    const absl::Status url = http::CheckUrl(address, http::Plain::kAnywhere);
    if (!url.ok()) {
      return absl::FailedPreconditionError(
          absl::StrCat("travel_engine.urls.", name, ": ", url.message()));
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
      : deadline_(std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(timeout)) {}

  // What it says lasts until the next is sent. UNAVAILABLE; the text holds no address, because that
  // may hold where a family lives.
  absl::StatusOr<search::EngineReply> Send(const search::EngineRequest& request) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline_ - std::chrono::steady_clock::now());
    if (left.count() <= 0) return absl::UnavailableError("the engine is slow");
    http::Request asked{request.url, request.body};
    if (!request.body.empty()) asked.headers = {"Content-Type: application/json"};
    asked.timeout = absl::FromChrono(left);
    absl::StatusOr<http::Reply> reply = client_.Send(asked);
    if (!reply.ok()) {
      return absl::UnavailableError(absl::StrCat("the engine: ", reply.status().message()));
    }
    reply_ = *std::move(reply);
    return search::EngineReply{reply_.status, reply_.body};
  }

 private:
  const std::chrono::steady_clock::time_point deadline_;
  http::Client client_;
  http::Reply reply_;
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
