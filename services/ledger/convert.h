// Between the contract's messages and the core: what an event says becomes an entry.
#ifndef TUOQIAO_SERVICES_LEDGER_CONVERT_H_
#define TUOQIAO_SERVICES_LEDGER_CONVERT_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/ledger/booking.h"
#include "services/ledger/budget.h"
#include "services/ledger/entry.h"
#include "services/ledger/entry_store.h"
#include "services/ledger/proof.h"
#include "services/ledger/store.h"
#include "tuoqiao/ledger/v1/ledger.pb.h"
#include "tuoqiao/type/v1/event.pb.h"

namespace tuoqiao::ledger {

// What the ledger does with an event: post an entry, note what billing closed, keep what a month
// draws on budgets. Nothing for kinds that move no money.
struct Heard {
  std::optional<Entry> entry;
  struct Closed {
    absl::CivilMonth month;
    StatementSum sum;
    std::optional<absl::CivilDay> close_date;
  };
  std::optional<Closed> closed;
  std::optional<MonthDraws> draws;
};
// EVENT_INVALID.
absl::StatusOr<Heard> FromEvent(const type::v1::Event& event);

// The resources of an account, an entry and an opening; empty for none.
std::string AccountResource(absl::string_view park, absl::string_view account);
std::string EntryResource(absl::string_view park, absl::string_view entry);
std::string OpeningResource(absl::string_view park, absl::string_view opening);
// The part of a resource name that follows its collection; empty where there is none.
std::string PartOf(absl::string_view name, absl::string_view collection);

// The month of `parks/{park}/months/{month}`. FIELD_INVALID.
absl::StatusOr<absl::CivilMonth> MonthOf(absl::string_view field, const std::string& name);
// FIELD_INVALID.
absl::StatusOr<BalanceFilter> FromProto(const v1::ListBalancesRequest& request);

v1::Balance ToProto(absl::string_view park, const Balance& balance);
v1::FirmLeg ToProto(absl::string_view park, const FirmLeg& leg);
v1::Entry ToProto(absl::string_view park, const EntryAt& at);
v1::MonthBooked ToProto(absl::string_view park, const MonthBooking& booking);
v1::PayerBudget ToProto(absl::string_view park, const PayerBudget& budget);
v1::TrialBalance ToProto(absl::string_view park, const Trial& trial);

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_CONVERT_H_
