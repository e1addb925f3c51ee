#include "services/settlement/facts.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "absl/strings/str_cat.h"
#include "services/common/db/outbox.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "services/settlement/errors.h"
#include "services/settlement/store.h"

namespace tuoqiao::settlement {
namespace {

constexpr auto kPause = std::chrono::milliseconds(25);
// While the ledger moves on it is waited for, but not for ever; where it stands still it is behind.
constexpr int kPausesStanding = 80, kPausesMax = 1200;

std::string ParkName(const rpc::Caller& caller) { return absl::StrCat("parks/", caller.park); }

// Whether a source's log has a row after the position.
template <typename Service>
absl::StatusOr<bool> HasMore(const rpc::Peer<Service>& peer, const rpc::Caller& caller,
                             int64_t after) {
  type::v1::ListEventsRequest request;
  request.set_parent(ParkName(caller));
  request.set_after(after);
  request.set_page_size(1);
  ASSIGN_OR_RETURN(const type::v1::ListEventsResponse response,
                   peer.Call(&Service::Stub::ListEvents, request, caller));
  return response.events_size() > 0;
}

}  // namespace

// Whom the ledger has not heard to the end; nobody where `source` is empty.
struct Peers::Waiting {
  std::string source;
  int64_t heard_in_all = 0;
  int64_t heard_of_us = 0;
};

Peers::Peers(const rpc::Ground& ground)
    : db_(ground.db),
      directory_(ground.channel("directory"), ground.badge),
      ledger_(ground.channel("ledger"), ground.badge),
      billing_(ground.channel("billing"), ground.badge),
      payroll_(ground.channel("payroll"), ground.badge) {}

absl::StatusOr<ParkFacts> Peers::AskPark(const rpc::Caller& caller) const {
  directory::v1::GetParkRequest request;
  request.set_name(ParkName(caller));
  ASSIGN_OR_RETURN(const directory::v1::Park park,
                   directory_.Call(&directory::v1::Directory::Stub::GetPark, request, caller));
  ASSIGN_OR_RETURN(const absl::CivilDay today, ParseDay(park.current_date()));
  return ParkFacts{today, park.currency_code()};
}

absl::StatusOr<Peers::Waiting> Peers::AskWaiting(const rpc::Caller& caller,
                                                 Position position) const {
  // What has to be heard is looked up before what was heard, so that a "yes" stays true.
  std::optional<int64_t> ours;
  std::map<std::string, int64_t> heard_here;
  RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(ours, position(txn));
    for (const char* source : {"billing", "payroll"}) {
      ASSIGN_OR_RETURN(heard_here[source], db::LoadCursor(txn, source));
    }
    return absl::OkStatus();
  }));
  ledger::v1::ListCursorsRequest request;
  request.set_parent(ParkName(caller));
  ASSIGN_OR_RETURN(const auto cursors,
                   ledger_.Call(&ledger::v1::Ledger::Stub::ListCursors, request, caller));
  std::map<std::string, int64_t> heard;
  Waiting waiting;
  for (const ledger::v1::Cursor& each : cursors.cursors()) {
    heard[each.source()] = each.position();
    waiting.heard_in_all += each.position();
  }
  waiting.heard_of_us = heard["settlement"];
  // Our lines are to be made of what its balances are made of.
  for (const auto& [source, position_here] : heard_here) {
    waiting.heard_in_all += position_here;
    heard[source] = std::min(heard[source], position_here);
  }
  ASSIGN_OR_RETURN(const bool billing_waits, HasMore(billing_, caller, heard["billing"]));
  ASSIGN_OR_RETURN(const bool payroll_waits, HasMore(payroll_, caller, heard["payroll"]));
  if (billing_waits) {
    waiting.source = "billing";
  } else if (payroll_waits) {
    waiting.source = "payroll";
  } else if (!ours.has_value() || waiting.heard_of_us < *ours) {
    waiting.source = "settlement";
  }
  return waiting;
}

absl::StatusOr<int64_t> Peers::WaitForLedger(const rpc::Caller& caller, Position position) const {
  int64_t heard_before = -1;
  int standing = 0;
  for (int pauses = 0;; ++pauses) {
    ASSIGN_OR_RETURN(const Waiting waiting, AskWaiting(caller, position));
    if (waiting.source.empty()) return waiting.heard_of_us;
    standing = waiting.heard_in_all == heard_before ? standing + 1 : 0;
    heard_before = waiting.heard_in_all;
    if (standing >= kPausesStanding || pauses >= kPausesMax) return LedgerBehind(waiting.source);
    std::this_thread::sleep_for(kPause);
  }
}

absl::StatusOr<ledger::v1::MonthBooked> Peers::AskBooking(const rpc::Caller& caller,
                                                          absl::CivilMonth month) const {
  ledger::v1::GetMonthBookingRequest request;
  request.set_name(absl::StrCat(ParkName(caller), "/months/", FormatMonth(month)));
  return ledger_.Call(&ledger::v1::Ledger::Stub::GetMonthBooking, request, caller);
}

absl::Status Peers::AskBalances(const rpc::Caller& caller, const std::string& prefix,
                                const std::string& month,
                                std::vector<ledger::v1::Balance>* balances) const {
  ledger::v1::ListBalancesRequest request;
  request.set_parent(ParkName(caller));
  request.set_prefix(prefix);
  request.set_month(month);
  return ledger_.ForEachPage<ledger::v1::ListBalancesRequest, ledger::v1::ListBalancesResponse>(
      &ledger::v1::Ledger::Stub::ListBalances, request, caller,
      [&](const ledger::v1::ListBalancesResponse& page) {
        balances->insert(balances->end(), page.balances().begin(), page.balances().end());
        return absl::OkStatus();
      });
}

absl::StatusOr<PayableFacts> Peers::AskPayables(const rpc::Caller& caller,
                                                absl::CivilMonth month) const {
  PayableFacts facts;
  ASSIGN_OR_RETURN(facts.park, AskPark(caller));
  ASSIGN_OR_RETURN(facts.heard, WaitForLedger(caller, LoadPayablePosition));
  ASSIGN_OR_RETURN(const ledger::v1::MonthBooked booked, AskBooking(caller, month));
  if (!booked.close_date().empty()) {
    ASSIGN_OR_RETURN(facts.close_date, ParseDay(booked.close_date()));
  }
  std::vector<ledger::v1::Balance> balances;
  RETURN_IF_ERROR(AskBalances(caller, "payable-", "", &balances));
  for (const ledger::v1::Balance& each : balances) {
    // A payable stands on the credit side.
    facts.payables[each.party()] = -each.balance_minor();
  }
  return facts;
}

absl::StatusOr<MonthFacts> Peers::AskMonth(const rpc::Caller& caller,
                                           absl::CivilMonth month) const {
  MonthFacts facts;
  ASSIGN_OR_RETURN(facts.park, AskPark(caller));
  RETURN_IF_ERROR(WaitForLedger(caller, LoadPayablePosition).status());
  RETURN_IF_ERROR(AskBooking(caller, month).status());
  std::vector<ledger::v1::Balance> balances;
  for (const char* prefix : {"receivable-", "clearing-payroll-"}) {
    RETURN_IF_ERROR(AskBalances(caller, prefix, FormatMonth(month), &balances));
  }
  for (const ledger::v1::Balance& each : balances) {
    facts.amounts.push_back({LastPart(each.name()), each.balance_minor()});
  }
  return facts;
}

absl::StatusOr<BalanceFacts> Peers::AskReturnable(const rpc::Caller& caller) const {
  BalanceFacts facts;
  ASSIGN_OR_RETURN(facts.park, AskPark(caller));
  ASSIGN_OR_RETURN(facts.heard, WaitForLedger(caller, LoadMatchPosition));
  std::vector<ledger::v1::Balance> balances;
  for (const char* prefix : {"unapplied-", "float-", "fund-"}) {
    RETURN_IF_ERROR(AskBalances(caller, prefix, "", &balances));
  }
  // They stand on the credit side.
  for (const ledger::v1::Balance& each : balances) {
    facts.balances[LastPart(each.name())] = -each.balance_minor();
  }
  return facts;
}

}  // namespace tuoqiao::settlement
