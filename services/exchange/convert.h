// Between messages and core values; everything syntactic is checked here.
#ifndef TUOQIAO_SERVICES_EXCHANGE_CONVERT_H_
#define TUOQIAO_SERVICES_EXCHANGE_CONVERT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/longrunning/operations.pb.h"
#include "services/exchange/content.h"
#include "services/exchange/delivery.h"
#include "services/exchange/receipt.h"
#include "tuoqiao/exchange/v1/exchange.pb.h"

namespace tuoqiao::exchange {

inline constexpr size_t kFileNameBytesMax = 200;
inline constexpr int64_t kMappingBytesMax = 256 << 10;

std::string DeliveryName(const Delivery& delivery);
// The id and the parent in `{parent}/deliveries/{delivery}`; empty where the name is another's.
std::string IdOf(absl::string_view delivery_name);
std::string ParentOf(absl::string_view delivery_name);
// The job behind an operation of ours.
std::string JobIdOf(const google::longrunning::Operation& operation);

// Each gives FIELD_REQUIRED or FIELD_INVALID with the path inside the message.

// A known content of whoever the name is of.
absl::StatusOr<Connection> FromProto(const v1::Connection& connection);

struct ReceiveCommand {
  std::string parent, connection, file_name, month;
  bool leavers_confirmed = false;
  bool validate_only = false;
  std::string content_hash;  // As announced, in lower case; empty: not compared.
};
absl::StatusOr<ReceiveCommand> FromProto(const v1::ReceiveDeliveryRequest& first);
// PAY_RESULTS name the month billed; nothing else does.
absl::Status CheckMonth(const Content& content, const ReceiveCommand& command);

absl::Status CheckSend(const v1::SendDeliveryRequest& request);
// A pay run of the parent, or a month of its park.
absl::Status CheckSubject(const Content& content, const v1::SendDeliveryRequest& request);

// What a park, firm or centre is called. FIELD_INVALID.
absl::StatusOr<Scope> ScopeOf(absl::string_view field, const std::string& parent);

v1::Connection ToProto(const Connection& connection);
v1::Delivery ToProto(const Delivery& delivery);
// What came or went, without what became of it: the same however often it was applied.
v1::Delivery ToState(const Delivery& delivery);
// What an event may say.
v1::Delivery ToEvent(const Delivery& delivery);
v1::RecordResult ToProto(const Receipt& receipt);

}  // namespace tuoqiao::exchange

#endif  // TUOQIAO_SERVICES_EXCHANGE_CONVERT_H_
