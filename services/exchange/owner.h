// Records on their way to the service that owns them: as its messages, batch by batch.
#ifndef TUOQIAO_SERVICES_EXCHANGE_OWNER_H_
#define TUOQIAO_SERVICES_EXCHANGE_OWNER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "adapters/common/adapter.h"
#include "services/exchange/delivery.h"
#include "services/exchange/facts.h"
#include "tuoqiao/type/v1/event.pb.h"

namespace tuoqiao::exchange {

// In whose name, and of which delivery. Everything outlives it.
struct Sender {
  const Peers& peers;
  const rpc::Caller& caller;
  const Delivery& delivery;
};

using Results = std::vector<type::v1::ItemResult>;

// One result a record, in order. A firm that the park does not know rejects each with UNKNOWN_FIRM;
// what the owner says of the batch as a whole is returned as it came.
absl::StatusOr<Results> Apply(const Sender& sender,
                              const std::vector<const adapters::StaffRecord*>& records,
                              const std::string& request_id);
absl::StatusOr<Results> Apply(const Sender& sender,
                              const std::vector<const adapters::FamilyRecord*>& records,
                              const std::string& request_id);
absl::StatusOr<Results> Apply(const Sender& sender,
                              const std::vector<const adapters::PayFigure*>& records,
                              const std::string& request_id);
absl::StatusOr<Results> Apply(const Sender& sender,
                              const std::vector<const adapters::PayResult*>& records,
                              const std::string& request_id);
absl::StatusOr<Results> Apply(const Sender& sender,
                              const std::vector<const adapters::AttendanceRecord*>& records,
                              const std::string& request_id);
absl::StatusOr<Results> Apply(const Sender& sender,
                              const std::vector<const adapters::PresenceRecord*>& records,
                              const std::string& request_id);
absl::StatusOr<Results> Apply(const Sender& sender,
                              const std::vector<const adapters::BankLine*>& records,
                              const std::string& request_id);

// A status with the payments that it is about: its own one, or where it is of a whole message those
// that have no status of their own in the file.
struct StatusOfPayments {
  std::string original_message_id, status, reason;
  std::vector<std::string> payments;
  bool wide = false;
  bool message_known = false;
};
// A wide status that is about nothing, or that settles nothing, is UNCHANGED.
absl::StatusOr<Results> Apply(const Sender& sender,
                              const std::vector<const StatusOfPayments*>& records,
                              const std::string& request_id);

// Says that a firm's roster came. OK where the park does not know the firm.
absl::Status ReportRoster(const Sender& sender);

// Ends those whom a full roster no longer names.
struct Leavers {
  int64_t absent = 0;
  bool wait = false;  // For a person.
};
absl::StatusOr<Leavers> EndAbsent(const Sender& sender, const std::vector<std::string>& present,
                                  bool count_only);

}  // namespace tuoqiao::exchange

#endif  // TUOQIAO_SERVICES_EXCHANGE_OWNER_H_
