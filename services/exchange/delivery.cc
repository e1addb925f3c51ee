#include "services/exchange/delivery.h"

#include <iterator>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/hash.h"

namespace tuoqiao::exchange {
namespace {

constexpr absl::string_view kStates[] = {"QUEUED", "SENT",     "ACCEPTED",
                                         "PARTLY", "REJECTED", "DEAD"};

}  // namespace

bool Connection::SaysTheSameAs(const Connection& other) const {
  return name == other.name && adapter == other.adapter && content == other.content &&
         mapping == other.mapping;
}

absl::string_view DeliveryStateName(DeliveryState state) {
  return kStates[static_cast<size_t>(state)];
}

DeliveryState DeliveryStateOf(absl::string_view name) {
  for (size_t i = 0; i < std::size(kStates); ++i) {
    if (kStates[i] == name) return static_cast<DeliveryState>(i);
  }
  CHECK(!"a delivery is in a state that there is");
  return DeliveryState::kDead;
}

std::string DeliveryId(const DeliverySeed& seed) {
  const std::string what = absl::StrCat(seed.connection, "\n", seed.content_hash, "\n", seed.about,
                                        "\n", seed.validate_only ? "dry run" : "");
  return DeriveId("dlv", {seed.park, what}, 0);
}

std::string StepRequestId(const Delivery& delivery, absl::string_view step) {
  const std::string digest =
      Sha256OfParts({delivery.id, absl::StrCat(delivery.round), step}).substr(0, 16);
  return absl::StrCat("dlv-", absl::BytesToHexString(digest));
}

DeliveryState Judge(const Tally& tally) {
  if (tally.rejected == 0) return DeliveryState::kAccepted;
  return tally.accepted() > 0 ? DeliveryState::kPartly : DeliveryState::kRejected;
}

Repetition Repeat(const Delivery& before, const Arrival& arrival) {
  const bool set_up_changed = before.connection_revision != arrival.connection_revision;
  const bool newly_confirmed = arrival.leavers_confirmed && !before.leavers_confirmed;
  if (before.state == DeliveryState::kQueued) {
    if (arrival.job_alive) return newly_confirmed ? Repetition::kAgain : Repetition::kAsBefore;
    return set_up_changed || newly_confirmed ? Repetition::kAgain : Repetition::kResume;
  }
  const bool again = before.state == DeliveryState::kDead || before.validate_only ||
                     set_up_changed || arrival.last_delivery != before.id ||
                     before.tally.refused_by_owner > 0 ||
                     (before.state == DeliveryState::kRejected && !before.kept) ||
                     (before.leavers_wait && arrival.leavers_confirmed);
  return again ? Repetition::kAgain : Repetition::kAsBefore;
}

}  // namespace tuoqiao::exchange
