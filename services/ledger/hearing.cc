#include "services/ledger/hearing.h"

#include <map>
#include <utility>

#include "services/common/status_macros.h"
#include "services/ledger/budget_store.h"
#include "services/ledger/convert.h"
#include "services/ledger/store.h"

namespace tuoqiao::ledger {
namespace {

using Bookings = std::map<absl::CivilMonth, MonthBooking>;

absl::StatusOr<MonthBooking*> Find(db::Read& txn, absl::CivilMonth month, Bookings* bookings) {
  auto found = bookings->find(month);
  if (found == bookings->end()) {
    ASSIGN_OR_RETURN(MonthBooking booking, LoadBooking(txn, month));
    found = bookings->emplace(month, std::move(booking)).first;
  }
  return &found->second;
}

absl::Status SaveAndPublish(rpc::Change& change, MonthBooking& booking) {
  if (booking.Due()) {
    booking.published = booking.posted;
    ++booking.revision;
    const v1::MonthBooked booked = ToProto(change.txn.park(), booking);
    change.Publish("MonthBooked", booked.name(), booking.revision, booked);
  }
  return SaveBooking(change.txn, booking);
}

}  // namespace

absl::Status Hear(rpc::Change& change, const std::vector<type::v1::Event>& events) {
  std::vector<Entry> entries;
  std::vector<Heard::Closed> closed;
  std::vector<MonthDraws> draws;
  for (const type::v1::Event& event : events) {
    ASSIGN_OR_RETURN(Heard heard, FromEvent(event));
    if (heard.entry.has_value()) entries.push_back(*std::move(heard.entry));
    if (heard.closed.has_value()) closed.push_back(*heard.closed);
    if (heard.draws.has_value()) draws.push_back(*std::move(heard.draws));
  }
  ASSIGN_OR_RETURN(const std::vector<Entry> posted,
                   AppendEntries(change.txn, std::move(entries), change.write_time()));
  if (!draws.empty()) RETURN_IF_ERROR(LockBooks(change.txn));
  for (const MonthDraws& each : draws) RETURN_IF_ERROR(HearDraws(change, each));
  Bookings bookings;
  for (const Entry& entry : posted) {
    if (!entry.statement_minor.has_value()) continue;
    ASSIGN_OR_RETURN(MonthBooking * booking, Find(change.txn, *entry.month, &bookings));
    ++booking->posted.statements;
    booking->posted.total_minor += *entry.statement_minor;
  }
  for (const Heard::Closed& each : closed) {
    ASSIGN_OR_RETURN(MonthBooking * booking, Find(change.txn, each.month, &bookings));
    booking->closed = each.sum;
    booking->close_date = each.close_date;
  }
  for (auto& [month, booking] : bookings) RETURN_IF_ERROR(SaveAndPublish(change, booking));
  return absl::OkStatus();
}

}  // namespace tuoqiao::ledger
