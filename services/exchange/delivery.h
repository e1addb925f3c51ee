// Connections and deliveries, and when the same bytes are applied once more.
#ifndef TUOQIAO_SERVICES_EXCHANGE_DELIVERY_H_
#define TUOQIAO_SERVICES_EXCHANGE_DELIVERY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/exchange/receipt.h"

namespace tuoqiao::exchange {

struct Connection {
  std::string name;
  std::string adapter;  // Empty for what exchange writes itself.
  std::string content;
  std::string mapping;  // A type.v1.Mapping, serialised: only adapters look into it.
  int64_t files = 0;
  std::string last_delivery;
  int64_t revision = 0;

  bool SaysTheSameAs(const Connection& other) const;
};

enum class DeliveryState { kQueued, kSent, kAccepted, kPartly, kRejected, kDead };

absl::string_view DeliveryStateName(DeliveryState state);
DeliveryState DeliveryStateOf(absl::string_view name);

// Why a whole file was refused.
struct Refusal {
  std::string reason, text_en, text_zh;
};

struct Delivery {
  std::string id;
  std::string parent;
  std::string connection;
  std::string content;
  std::string file_name;
  std::string content_hash;  // SHA-256, hexadecimal.
  int64_t content_bytes = 0;
  bool outward = false;
  std::string month;
  std::string subject;
  // Of what is posted to a target: whether it may have it without our knowing, and the name of what
  // went by another road because it has not.
  bool in_doubt = false;
  std::string instead;
  bool validate_only = false;

  // How it is read: pinned when it came, so that a run that died reads it in the same way again.
  std::string adapter;
  std::string mapping;
  int64_t connection_revision = 0;
  bool leavers_confirmed = false;
  int64_t round = 1;
  int64_t place = 0;
  std::string job_id;
  std::string started_by;

  DeliveryState state = DeliveryState::kQueued;
  int64_t records_read = 0;
  Tally tally;
  int64_t absent = 0;
  bool leavers_wait = false;
  Refusal refusal;  // Without a reason where the file was read.
  std::vector<std::string> notes;
  bool kept = true;
  int64_t revision = 0;
};

// What makes a delivery the same: its connection, its bytes, and what they are said to be about.
struct DeliverySeed {
  std::string park, connection, content_hash, about;
  bool validate_only = false;
};
std::string DeliveryId(const DeliverySeed& seed);

// The request_id under which a step of a round goes to the owning service: a run that died and was
// taken up sends the same again, and each record is applied once.
std::string StepRequestId(const Delivery& delivery, absl::string_view step);

// How a file ends that was read: REJECTED where not one record was taken.
DeliveryState Judge(const Tally& tally);

// The same bytes came again.
struct Arrival {
  bool leavers_confirmed = false;
  bool job_alive = false;  // Whether the job of the time before waits or runs.
  std::string last_delivery;
  int64_t connection_revision = 0;
};
// kAsBefore: nothing would change. kResume: its job was lost; another takes it up where it was.
// kAgain: it is applied once more, from the start.
enum class Repetition { kAsBefore, kResume, kAgain };
Repetition Repeat(const Delivery& before, const Arrival& arrival);

}  // namespace tuoqiao::exchange

#endif  // TUOQIAO_SERVICES_EXCHANGE_DELIVERY_H_
