#include "services/ledger/store.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::ledger {
namespace {

// After every account that begins with a prefix: names hold lower-case letters, digits and hyphens.
constexpr char kAfterAll[] = "~";

std::string MonthText(const std::optional<absl::CivilMonth>& month) {
  return month.has_value() ? FormatMonth(*month) : "";
}

absl::StatusOr<int64_t> LockBook(db::Write& txn) {
  RETURN_IF_ERROR(txn.Execute("INSERT INTO book (park_id, entries) VALUES (:park, 0) "
                              "ON CONFLICT (park_id) DO NOTHING",
                              {})
                      .status());
  RETURN_IF_ERROR(txn.LockRoot("book", "park_id", txn.park()));
  return txn.QueryInt("SELECT entries FROM book WHERE park_id = :park", {});
}

// Drops those that are posted already, and repeats within the list.
absl::StatusOr<std::vector<Entry>> InsertNew(db::Write& txn, std::vector<Entry> entries,
                                             int64_t head) {
  std::set<std::string> ids;
  entries.erase(std::remove_if(entries.begin(), entries.end(),
                               [&](const Entry& each) { return !ids.insert(each.id).second; }),
                entries.end());
  std::vector<db::Args> rows;
  int64_t position = head;
  for (const Entry& entry : entries) {
    CHECK(Balanced(entry));
    const int64_t debit_minor = DebitTotal(entry);
    rows.push_back({{"id", entry.id},
                    {"position", ++position},
                    {"kind", entry.kind},
                    {"cause", entry.cause},
                    {"month", MonthText(entry.month)},
                    {"effective_date", FormatDay(entry.effective_date)},
                    {"debit", debit_minor},
                    {"credit", debit_minor}});
  }
  ASSIGN_OR_RETURN(const int64_t inserted,
                   txn.ExecuteMany("INSERT INTO entry (park_id, id, position, kind, cause, month, "
                                   "effective_date, debit_minor, credit_minor) VALUES (:park, :id, "
                                   ":position, :kind, :cause, :month, :effective_date, :debit, "
                                   ":credit) ON CONFLICT (park_id, id) DO NOTHING",
                                   rows));
  RETURN_IF_ERROR(txn.Execute("UPDATE book SET entries = :position WHERE park_id = :park",
                              {{"position", position}})
                      .status());
  if (inserted == static_cast<int64_t>(entries.size())) return entries;
  std::set<std::string> fresh;
  RETURN_IF_ERROR(txn.Query("SELECT id FROM entry WHERE park_id = :park AND position > :head",
                            {{"head", head}}, [&](const db::Row& row) {
                              fresh.insert(row.Text(0));
                              return absl::OkStatus();
                            }));
  entries.erase(std::remove_if(entries.begin(), entries.end(),
                               [&](const Entry& each) { return fresh.count(each.id) == 0; }),
                entries.end());
  return entries;
}

absl::Status InsertPostings(db::Write& txn, const std::vector<Entry>& entries) {
  std::vector<db::Args> rows;
  for (const Entry& entry : entries) {
    int64_t ordinal = 0;
    for (const Posting& posting : entry.postings) {
      rows.push_back({{"entry", entry.id},
                      {"ordinal", ordinal++},
                      {"account", posting.account},
                      {"amount", posting.amount_minor}});
    }
  }
  return txn
      .ExecuteMany(
          "INSERT INTO posting (park_id, entry_id, ordinal, account, amount_minor) "
          "VALUES (:park, :entry, :ordinal, :account, :amount)",
          rows)
      .status();
}

absl::Status AddToBalances(db::Write& txn, const std::vector<Entry>& entries) {
  std::map<std::pair<std::string, std::string>, std::pair<int64_t, int64_t>> sums;
  for (const Entry& entry : entries) {
    for (const Posting& posting : entry.postings) {
      auto& [debit, credit] = sums[{posting.account, MonthText(entry.month)}];
      (posting.amount_minor > 0 ? debit : credit) += std::abs(posting.amount_minor);
    }
  }
  std::vector<db::Args> rows;
  for (const auto& [key, sum] : sums) {
    rows.push_back({{"account", key.first},
                    {"month", key.second},
                    {"debit", sum.first},
                    {"credit", sum.second}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO balance (park_id, account, month, debit_minor, credit_minor) "
          "VALUES (:park, :account, :month, :debit, :credit) "
          "ON CONFLICT (park_id, account, month) DO UPDATE SET "
          "debit_minor = balance.debit_minor + :debit, "
          "credit_minor = balance.credit_minor + :credit",
          rows)
      .status();
}

absl::Status ChangeItems(db::Write& txn, const std::vector<Entry>& entries) {
  std::map<std::pair<std::string, std::string>, std::pair<int64_t, int64_t>> sums;
  for (const Entry& entry : entries) {
    for (const ItemChange& change : entry.items) {
      auto& [opened, closed] = sums[{change.account, change.item}];
      opened += change.opened_minor;
      closed += change.closed_minor;
    }
  }
  std::vector<db::Args> rows;
  for (const auto& [key, sum] : sums) {
    rows.push_back({{"account", key.first},
                    {"item", key.second},
                    {"opened", sum.first},
                    {"closed", sum.second}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO open_item (park_id, account, item, opened_minor, closed_minor) "
          "VALUES (:park, :account, :item, :opened, :closed) "
          "ON CONFLICT (park_id, account, item) DO UPDATE SET "
          "opened_minor = open_item.opened_minor + :opened, "
          "closed_minor = open_item.closed_minor + :closed",
          rows)
      .status();
}

// The columns of an entry with one of its postings, which is NULL where it has none.
EntryAt* ReadEntry(const db::Row& row, std::vector<EntryAt>* entries) {
  const int64_t position = row.Int(0);
  if (entries->empty() || entries->back().position != position) {
    EntryAt at;
    at.position = position;
    at.entry.id = row.Text(1);
    at.entry.kind = row.Text(2);
    at.entry.cause = row.Text(3);
    if (const auto month = ParseMonth(row.Text(4)); month.ok()) at.entry.month = *month;
    at.entry.effective_date = *ParseDay(row.Text(5));
    entries->push_back(std::move(at));
  }
  if (!row.Null(6)) entries->back().entry.postings.push_back({row.Text(6), row.Int(7)});
  return &entries->back();
}

MonthBooking ReadBooking(const db::Row& row) {
  MonthBooking booking;
  booking.month = *ParseMonth(row.Text(0));
  booking.posted = {row.Int(1), row.Int(2)};
  if (row.Flag(3)) booking.closed = StatementSum{row.Int(4), row.Int(5)};
  booking.published = {row.Int(6), row.Int(7)};
  booking.revision = row.Int(8);
  return booking;
}

}  // namespace

absl::StatusOr<std::vector<Entry>> AppendEntries(db::Write& txn, std::vector<Entry> entries) {
  if (entries.empty()) return entries;
  ASSIGN_OR_RETURN(const int64_t head, LockBook(txn));
  ASSIGN_OR_RETURN(std::vector<Entry> fresh, InsertNew(txn, std::move(entries), head));
  RETURN_IF_ERROR(InsertPostings(txn, fresh));
  RETURN_IF_ERROR(AddToBalances(txn, fresh));
  RETURN_IF_ERROR(ChangeItems(txn, fresh));
  return fresh;
}

absl::StatusOr<std::vector<Balance>> LoadBalances(db::Read& txn, const BalanceFilter& filter) {
  std::vector<Balance> balances;
  const auto read = [&](const db::Row& row) {
    balances.push_back({row.Text(0), row.Int(1), row.Int(2)});
    return absl::OkStatus();
  };
  const std::string until = filter.prefix + kAfterAll;
  if (filter.month.has_value()) {
    RETURN_IF_ERROR(
        txn.Query("SELECT account, debit_minor, credit_minor FROM balance WHERE park_id = :park "
                  "AND account > :after AND account >= :prefix AND account < :until "
                  "AND month = :month ORDER BY account LIMIT :rows_max",
                  {{"after", filter.after},
                   {"prefix", filter.prefix},
                   {"until", until},
                   {"month", FormatMonth(*filter.month)},
                   {"rows_max", filter.rows_max}},
                  read));
    return balances;
  }
  RETURN_IF_ERROR(
      txn.Query("SELECT account, CAST(SUM(debit_minor) AS BIGINT), "
                "CAST(SUM(credit_minor) AS BIGINT) FROM balance WHERE park_id = :park "
                "AND account > :after AND account >= :prefix AND account < :until "
                "GROUP BY account ORDER BY account LIMIT :rows_max",
                {{"after", filter.after},
                 {"prefix", filter.prefix},
                 {"until", until},
                 {"rows_max", filter.rows_max}},
                read));
  return balances;
}

absl::StatusOr<std::vector<EntryAt>> LoadEntries(db::Read& txn, const EntryFilter& filter) {
  std::vector<EntryAt> entries;
  const auto read = [&](const db::Row& row) {
    ReadEntry(row, &entries);
    return absl::OkStatus();
  };
  if (filter.account.empty()) {
    RETURN_IF_ERROR(txn.Query(
        "SELECT e.position, e.id, e.kind, e.cause, e.month, e.effective_date, p.account, "
        "p.amount_minor FROM (SELECT park_id, position, id, kind, cause, month, effective_date "
        "FROM entry WHERE park_id = :park AND position > :after ORDER BY position "
        "LIMIT :rows_max) e LEFT JOIN posting p ON p.park_id = e.park_id AND p.entry_id = e.id "
        "ORDER BY e.position, p.ordinal",
        {{"after", filter.after}, {"rows_max", filter.rows_max}}, read));
    return entries;
  }
  RETURN_IF_ERROR(txn.Query(
      "SELECT e.position, e.id, e.kind, e.cause, e.month, e.effective_date, p.account, "
      "p.amount_minor FROM (SELECT f.park_id, f.position, f.id, f.kind, f.cause, f.month, "
      "f.effective_date FROM entry f JOIN posting q ON q.park_id = f.park_id AND q.entry_id = f.id "
      "WHERE f.park_id = :park AND q.account = :account AND f.position > :after "
      "ORDER BY f.position LIMIT :rows_max) e "
      "LEFT JOIN posting p ON p.park_id = e.park_id AND p.entry_id = e.id "
      "ORDER BY e.position, p.ordinal",
      {{"account", filter.account}, {"after", filter.after}, {"rows_max", filter.rows_max}}, read));
  return entries;
}

absl::StatusOr<std::vector<EntryAt>> LoadEntriesById(db::Read& txn, const std::string& after,
                                                     int64_t rows_max) {
  std::vector<EntryAt> entries;
  RETURN_IF_ERROR(txn.Query(
      "SELECT e.position, e.id, e.kind, e.cause, e.month, e.effective_date, p.account, "
      "p.amount_minor FROM (SELECT park_id, position, id, kind, cause, month, effective_date "
      "FROM entry WHERE park_id = :park AND id > :after ORDER BY id LIMIT :rows_max) e "
      "LEFT JOIN posting p ON p.park_id = e.park_id AND p.entry_id = e.id "
      "ORDER BY e.id, p.ordinal",
      {{"after", after}, {"rows_max", rows_max}}, [&](const db::Row& row) {
        ReadEntry(row, &entries);
        return absl::OkStatus();
      }));
  return entries;
}

absl::StatusOr<Trial> LoadTrial(db::Read& txn) {
  Trial trial;
  RETURN_IF_ERROR(txn.Query(
      "SELECT account, CAST(SUM(CASE WHEN amount_minor > 0 THEN amount_minor ELSE 0 END) AS "
      "BIGINT), CAST(SUM(CASE WHEN amount_minor < 0 THEN -amount_minor ELSE 0 END) AS BIGINT) "
      "FROM posting WHERE park_id = :park GROUP BY account ORDER BY account",
      {}, [&](const db::Row& row) {
        trial.debit_minor += row.Int(1);
        trial.credit_minor += row.Int(2);
        trial.proof[row.Text(0)].posted_minor = row.Int(1) - row.Int(2);
        return absl::OkStatus();
      }));
  RETURN_IF_ERROR(
      txn.Query("SELECT account, CAST(SUM(debit_minor - credit_minor) AS BIGINT) FROM balance "
                "WHERE park_id = :park GROUP BY account ORDER BY account",
                {}, [&](const db::Row& row) {
                  trial.proof[row.Text(0)].kept_minor = row.Int(1);
                  return absl::OkStatus();
                }));
  // What is open is opened - closed, but never beyond what was opened and never on its other side:
  // an item that is closed twice, or was never opened, explains nothing.
  RETURN_IF_ERROR(
      txn.Query("SELECT account, CAST(SUM(CASE "
                "WHEN opened_minor >= 0 AND closed_minor < 0 THEN opened_minor "
                "WHEN opened_minor >= 0 AND closed_minor > opened_minor THEN 0 "
                "WHEN opened_minor < 0 AND closed_minor > 0 THEN opened_minor "
                "WHEN opened_minor < 0 AND closed_minor < opened_minor THEN 0 "
                "ELSE opened_minor - closed_minor END) AS BIGINT) "
                "FROM open_item WHERE park_id = :park GROUP BY account ORDER BY account",
                {}, [&](const db::Row& row) {
                  trial.proof[row.Text(0)].open_minor = row.Int(1);
                  return absl::OkStatus();
                }));
  return trial;
}

absl::StatusOr<MonthBooking> LoadBooking(db::Read& txn, absl::CivilMonth month) {
  MonthBooking booking;
  booking.month = month;
  RETURN_IF_ERROR(txn.QueryOne("SELECT month, posted_statements, posted_minor, closed, "
                               "closed_statements, closed_minor, published_statements, "
                               "published_minor, revision FROM month_booking "
                               "WHERE park_id = :park AND month = :month",
                               {{"month", FormatMonth(month)}},
                               [&](const db::Row& row) { booking = ReadBooking(row); })
                      .status());
  return booking;
}

absl::StatusOr<std::vector<MonthBooking>> LoadBookings(db::Read& txn, const std::string& after,
                                                       int64_t rows_max) {
  std::vector<MonthBooking> bookings;
  RETURN_IF_ERROR(
      txn.Query("SELECT month, posted_statements, posted_minor, closed, "
                "closed_statements, closed_minor, published_statements, "
                "published_minor, revision FROM month_booking "
                "WHERE park_id = :park AND month > :after ORDER BY month "
                "LIMIT :rows_max",
                {{"after", after}, {"rows_max", rows_max}}, [&](const db::Row& row) {
                  bookings.push_back(ReadBooking(row));
                  return absl::OkStatus();
                }));
  return bookings;
}

absl::Status SaveBooking(db::Write& txn, const MonthBooking& booking) {
  const StatementSum closed = booking.closed.value_or(StatementSum{});
  return txn
      .Execute(
          "INSERT INTO month_booking (park_id, month, posted_statements, posted_minor, closed, "
          "closed_statements, closed_minor, published_statements, published_minor, revision) "
          "VALUES (:park, :month, :posted_statements, :posted, :is_closed, :closed_statements, "
          ":closed, :published_statements, :published, :revision) "
          "ON CONFLICT (park_id, month) DO UPDATE SET posted_statements = :posted_statements, "
          "posted_minor = :posted, closed = :is_closed, closed_statements = :closed_statements, "
          "closed_minor = :closed, published_statements = :published_statements, "
          "published_minor = :published, revision = :revision",
          {{"month", FormatMonth(booking.month)},
           {"posted_statements", booking.posted.statements},
           {"posted", booking.posted.total_minor},
           {"is_closed", booking.closed.has_value()},
           {"closed_statements", closed.statements},
           {"closed", closed.total_minor},
           {"published_statements", booking.published.statements},
           {"published", booking.published.total_minor},
           {"revision", booking.revision}})
      .status();
}

absl::StatusOr<std::vector<std::string>> LoadParks(db::Read& across_parks) {
  std::vector<std::string> parks;
  RETURN_IF_ERROR(across_parks.Query("SELECT DISTINCT park_id FROM cursor ORDER BY park_id", {},
                                     [&](const db::Row& row) {
                                       parks.push_back(row.Text(0));
                                       return absl::OkStatus();
                                     }));
  return parks;
}

}  // namespace tuoqiao::ledger
