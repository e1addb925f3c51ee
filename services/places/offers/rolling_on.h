// What a day asks for of everybody who waits: one run after the other, by request or by itself.
#ifndef TUOQIAO_SERVICES_PLACES_OFFERS_ROLLING_ON_H_
#define TUOQIAO_SERVICES_PLACES_OFFERS_ROLLING_ON_H_

#include <google/protobuf/message.h>

#include <memory>

#include "absl/status/statusor.h"
#include "services/common/periodic.h"
#include "services/common/rpc/events.h"
#include "services/common/rpc/module.h"
#include "services/common/rpc/operations.h"
#include "services/common/rules/parameter_file.h"
#include "services/places/facts.h"

namespace tuoqiao::places {

inline constexpr char kRollOn[] = "RollOn";

// One run: closes what can no longer be opened again, then OfferSeats for all who wait, 500 at a
// time. Killed anywhere, it goes on behind the last of them; who was offered a seat is not offered
// another. Its result is a RollOnResult.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> RunRollOn(
    rpc::JobRun& run, const Peers& peers, db::Database& db,
    const rules::ParameterFile& waiting_pack);

// Starts a run by itself on each new day of the parks whose policy says DAILY. The day is the
// request's id, so it starts once, whichever replica notices first. Thread safe.
class DailyRollOn {
 public:
  DailyRollOn(const rpc::Ground& ground, const Peers& peers, rpc::Operations& operations,
              const rules::ParameterFile& waiting_pack);

  void Start();
  void Stop();
  // What is due now, in every park.
  absl::Status Run() const;

 private:
  absl::Status RunIn(const std::string& park) const;

  const rpc::MutationOptions mutation_;
  const rpc::Badge& badge_;
  const Peers& peers_;
  rpc::Operations& operations_;
  const rules::ParameterFile& waiting_pack_;
  const rpc::Listener::Parks parks_;
  std::unique_ptr<Periodic> periodic_;
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_OFFERS_ROLLING_ON_H_
