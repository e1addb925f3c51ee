// Between the contract's openings and the core.
#ifndef TUOQIAO_SERVICES_LEDGER_CONVERT_OPENING_H_
#define TUOQIAO_SERVICES_LEDGER_CONVERT_OPENING_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/ledger/opening.h"
#include "tuoqiao/ledger/v1/ledger.pb.h"

namespace tuoqiao::ledger {

// FIELD_REQUIRED, FIELD_INVALID, ACCOUNT_NOT_OPENABLE.
absl::StatusOr<Opening> FromProto(const v1::Opening& proto);
v1::Opening ToProto(absl::string_view park, const Opening& opening);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_CONVERT_OPENING_H_
