// A routing engine behind the port of travel times: asked over HTTP, within a time.
#ifndef TUOQIAO_SERVICES_PLACES_FINDING_TRAVEL_ENGINE_H_
#define TUOQIAO_SERVICES_PLACES_FINDING_TRAVEL_ENGINE_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/rpc/module.h"
#include "services/places/search/engine.h"
#include "services/places/search/numbers.h"
#include "services/places/search/travel.h"

namespace tuoqiao::places {

// Which engine is asked where. Thread safe.
class TravelEngine {
 public:
  // FAILED_PRECONDITION where the options name what nobody knows.
  static absl::StatusOr<std::optional<TravelEngine>> For(const rpc::TravelEngineOptions& options);

  search::Engine kind() const { return kind_; }
  absl::Duration timeout() const { return timeout_; }
  // Nothing: the model that is built in goes for that mode.
  const std::string* AddressOf(search::Mode mode) const;

 private:
  TravelEngine(search::Engine kind, absl::Duration timeout) : kind_(kind), timeout_(timeout) {}

  search::Engine kind_;
  absl::Duration timeout_;
  std::map<search::Mode, std::string> addresses_;
};

// The engine as one search asks it: on one connection, all tables within the engine's timeout from
// now on. To what it says comes what it takes to park or to wait. UNAVAILABLE. Not thread safe.
class EngineTravel final : public search::Travel {
 public:
  EngineTravel(const TravelEngine& engine, const search::Paces& paces);
  ~EngineTravel() override;
  EngineTravel(const EngineTravel&) = delete;
  EngineTravel& operator=(const EngineTravel&) = delete;

  absl::StatusOr<search::TravelTable> Table(const std::vector<search::Point>& from,
                                            const std::vector<search::Point>& to,
                                            search::Mode mode) const override;

 private:
  class Connection;

  absl::StatusOr<search::TravelTable> Ask(const std::string& address,
                                          const std::vector<search::Point>& from,
                                          const std::vector<search::Point>& to,
                                          search::Mode mode) const;

  const TravelEngine& engine_;
  const search::Paces paces_;
  const search::StraightTravel straight_;
  const std::unique_ptr<Connection> connection_;
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_FINDING_TRAVEL_ENGINE_H_
