// Between the contract's messages and the core, for what is read as of a day and as known.
#ifndef TUOQIAO_SERVICES_LEDGER_CONVERT_READS_H_
#define TUOQIAO_SERVICES_LEDGER_CONVERT_READS_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/ledger/entry_store.h"
#include "services/ledger/store.h"
#include "services/ledger/unpaired.h"
#include "tuoqiao/ledger/v1/ledger.pb.h"

namespace tuoqiao::ledger {

// What `effective_by` and `known_by` ask for.
struct Asked {
  std::optional<absl::CivilDay> effective_by;
  Known known;

  bool Given() const {
    return effective_by.has_value() || known.position.has_value() || !known.time.empty();
  }
};
// FIELD_INVALID.
absl::StatusOr<Asked> AskedOf(const std::string& effective_by, const std::string& known_by);

// FIELD_INVALID.
absl::Status CheckYear(absl::string_view field, const std::string& year);
// The own part of a firm's name; empty where it is. FIELD_INVALID.
absl::StatusOr<std::string> FirmPartOf(absl::string_view field, const std::string& name);

// An account's own name, from that or its resource's.
std::string AccountOf(const std::string& name);

// All but what is known. FIELD_INVALID.
absl::StatusOr<EntryFilter> FromProto(const v1::ListEntriesRequest& request);
absl::StatusOr<AccountDays> FromProto(const v1::GetAccountStatementRequest& request);

// A place between two lines as a page token keeps it.
std::string PlaceText(const LinePlace& place);
// PAGE_TOKEN_INVALID.
absl::StatusOr<LinePlace> PlaceOf(const std::string& text);

// The sums of a statement, without its lines.
v1::AccountStatement ToProto(absl::string_view park, const AccountDays& of,
                             const AccountSums& sums);
v1::StatementLine ToProto(absl::string_view park, const AccountLine& line);
v1::UnexplainedMoney ToProto(absl::string_view park, const Unpaired& unpaired);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_CONVERT_READS_H_
