// What can go wrong in exchange, one constructor each. Reasons are contract.
#ifndef TUOQIAO_SERVICES_EXCHANGE_ERRORS_H_
#define TUOQIAO_SERVICES_EXCHANGE_ERRORS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/exchange/delivery.h"

namespace tuoqiao::exchange {

// Whether what a peer or the database said may go otherwise another time, by nobody's doing.
bool Passes(const absl::Status& status);

// PERMISSION_DENIED: the content is another role's.
absl::Status ContentOfAnotherRole(absl::string_view content);
absl::Status AdapterUnknown(absl::string_view adapter, absl::string_view content);
// `path` is below `connection.mapping`, e.g. "code_aliases[0].to".
absl::Status MappingInvalid(absl::string_view path, absl::string_view what);
absl::Status NoDebtor(absl::string_view field);
absl::Status TargetUnknown(absl::string_view target);

absl::Status ConnectionNotFound(absl::string_view name);
absl::Status ContentOutward(absl::string_view connection);
absl::Status ContentInward(absl::string_view connection);
absl::Status ContentTooLarge(int64_t bytes_max);
absl::Status ContentHashWrong(absl::string_view hash);

absl::Status DeliveryNotFound(absl::string_view name);
absl::Status ContentExpired(absl::string_view name);

absl::Status PayRunState(absl::string_view pay_run);
absl::Status PayeeAccountUnverified(absl::string_view centre);
absl::Status NotWritable(absl::string_view what);
absl::Status NothingToSend(absl::string_view subject);
absl::Status SentInstead(absl::string_view subject);

// What rejects a record before its owner sees it, or because its owner does not know whose it is.
absl::Status UnknownFirm(absl::string_view firm);
absl::Status MessageUnknown(absl::string_view message_id);
absl::Status AuthorisationEndRefused();

// Why a target's API has not got a delivery, or nobody knows whether it has: TARGET_REFUSED,
// TARGET_AWAY, TARGET_UNCERTAIN. `said` is the last that was heard. With what went by another road
// instead; empty where nothing did.
Refusal TargetRefused(absl::string_view said, absl::string_view instead);
Refusal TargetAway(absl::string_view said, absl::string_view instead);
Refusal TargetUncertain(absl::string_view said);

// Why a reader refused a whole file, from its status "REASON: sentence".
Refusal RefusalOf(const absl::Status& status);
// The same for what an owning service said of the file as a whole.
Refusal RefusalByOwner(const absl::Status& status);

}  // namespace tuoqiao::exchange

#endif  // TUOQIAO_SERVICES_EXCHANGE_ERRORS_H_
