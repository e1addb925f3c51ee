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
// After every day.
constexpr char kLastDay[] = "9999-12-31";

std::string MonthText(const std::optional<absl::CivilMonth>& month) {
  return month.has_value() ? FormatMonth(*month) : "";
}

// How far the book goes: the last position, and when it was posted.
struct Head {
  int64_t position = 0;
  std::string time;
};

absl::StatusOr<Head> LockBook(db::Write& txn) {
  RETURN_IF_ERROR(txn.Execute("INSERT INTO book (park_id, entries) VALUES (:park, 0) "
                              "ON CONFLICT (park_id) DO NOTHING",
                              {})
                      .status());
  RETURN_IF_ERROR(txn.LockRoot("book", "park_id", txn.park()));
  Head head;
  RETURN_IF_ERROR(txn.QueryOne("SELECT entries, last_time FROM book WHERE park_id = :park", {},
                               [&](const db::Row& row) {
                                 head = {row.Int(0), row.Text(1)};
                               })
                      .status());
  return head;
}

absl::Status MoveHead(db::Write& txn, const Head& head) {
  return txn
      .Execute("UPDATE book SET entries = :position, last_time = :time WHERE park_id = :park",
               {{"position", head.position}, {"time", head.time}})
      .status();
}

db::Args RowOf(const Entry& entry, const Head& at) {
  const int64_t debit_minor = DebitTotal(entry);
  std::optional<int64_t> last_ordinal;
  if (!entry.postings.empty()) last_ordinal = static_cast<int64_t>(entry.postings.size()) - 1;
  return {{"id", entry.id},
          {"position", at.position},
          {"kind", entry.kind},
          {"cause", entry.cause},
          {"month", MonthText(entry.month)},
          {"effective_date", FormatDay(entry.effective_date)},
          {"debit", debit_minor},
          {"credit", debit_minor},
          {"time", at.time},
          {"rule_hash", entry.rule_hash},
          {"reverses", entry.reverses},
          {"last_ordinal", last_ordinal},
          {"child", entry.care.child},
          {"service_month", MonthText(entry.care.service_month)},
          {"attended", entry.care.attended_days},
          {"firm_legs", static_cast<int64_t>(entry.firm_legs.size())}};
}

// What a posting repeats of its entry, for the index of as-of reads.
struct Placed {
  Entry entry;
  int64_t position = 0;
};

// Drops those that are posted already, and repeats within the list. Record times rise with
// positions, also where the clocks of two processes differ.
absl::StatusOr<std::vector<Placed>> InsertNew(db::Write& txn, std::vector<Entry> entries,
                                              const Head& head, const std::string& time) {
  std::set<std::string> ids;
  std::vector<db::Args> rows;
  std::vector<Placed> placed;
  Head at = {head.position, std::max(head.time, time)};
  for (Entry& entry : entries) {
    CHECK(Balanced(entry));
    if (!ids.insert(entry.id).second) continue;
    ++at.position;
    rows.push_back(RowOf(entry, at));
    placed.push_back({std::move(entry), at.position});
  }
  ASSIGN_OR_RETURN(const int64_t inserted,
                   txn.ExecuteMany("INSERT INTO entry (park_id, id, position, kind, cause, month, "
                                   "effective_date, debit_minor, credit_minor, record_time, "
                                   "rule_hash, reverses, last_ordinal, child, service_month, "
                                   "attended_days, firm_legs) VALUES (:park, :id, :position, "
                                   ":kind, :cause, :month, :effective_date, :debit, :credit, "
                                   ":time, :rule_hash, :reverses, :last_ordinal, :child, "
                                   ":service_month, :attended, :firm_legs) "
                                   "ON CONFLICT (park_id, id) DO NOTHING",
                                   rows));
  RETURN_IF_ERROR(MoveHead(txn, at));
  if (inserted == static_cast<int64_t>(placed.size())) return placed;
  std::set<int64_t> fresh;
  RETURN_IF_ERROR(txn.Query("SELECT position FROM entry WHERE park_id = :park AND position > :head",
                            {{"head", head.position}}, [&](const db::Row& row) {
                              fresh.insert(row.Int(0));
                              return absl::OkStatus();
                            }));
  placed.erase(std::remove_if(placed.begin(), placed.end(),
                              [&](const Placed& each) { return fresh.count(each.position) == 0; }),
               placed.end());
  return placed;
}

absl::Status InsertPostings(db::Write& txn, const std::vector<Placed>& placed) {
  std::vector<db::Args> rows;
  for (const auto& [entry, position] : placed) {
    int64_t ordinal = 0;
    for (const Posting& posting : entry.postings) {
      rows.push_back({{"entry", entry.id},
                      {"ordinal", ordinal++},
                      {"account", posting.account},
                      {"amount", posting.amount_minor},
                      {"position", position},
                      {"effective_date", FormatDay(entry.effective_date)},
                      {"month", MonthText(entry.month)}});
    }
  }
  return txn
      .ExecuteMany(
          "INSERT INTO posting (park_id, entry_id, ordinal, account, amount_minor, position, "
          "effective_date, month) VALUES (:park, :entry, :ordinal, :account, :amount, :position, "
          ":effective_date, :month)",
          rows)
      .status();
}

absl::Status InsertItemChanges(db::Write& txn, const std::vector<Placed>& placed) {
  std::vector<db::Args> rows;
  for (const Placed& each : placed) {
    int64_t ordinal = 0;
    for (const ItemChange& change : each.entry.items) {
      rows.push_back({{"entry", each.entry.id},
                      {"ordinal", ordinal++},
                      {"account", change.account},
                      {"item", change.item},
                      {"opened", change.opened_minor},
                      {"closed", change.closed_minor}});
    }
  }
  return txn
      .ExecuteMany(
          "INSERT INTO item_change (park_id, entry_id, ordinal, account, item, opened_minor, "
          "closed_minor) VALUES (:park, :entry, :ordinal, :account, :item, :opened, :closed)",
          rows)
      .status();
}

absl::Status InsertFirmLegs(db::Write& txn, const std::vector<Placed>& placed) {
  std::vector<db::Args> rows;
  for (const auto& [entry, position] : placed) {
    int64_t ordinal = 0;
    for (const FirmLeg& leg : entry.firm_legs) {
      rows.push_back({{"entry", entry.id},
                      {"ordinal", ordinal++},
                      {"firm", leg.firm},
                      {"month", MonthText(entry.month)},
                      {"position", position},
                      {"account", leg.account},
                      {"employee", leg.employee},
                      {"form", leg.form},
                      {"amount", leg.amount_minor}});
    }
  }
  return txn
      .ExecuteMany(
          "INSERT INTO firm_leg (park_id, entry_id, ordinal, firm, month, position, account, "
          "employee, form, amount_minor) VALUES (:park, :entry, :ordinal, :firm, :month, "
          ":position, :account, :employee, :form, :amount)",
          rows)
      .status();
}

absl::Status AddToBalances(db::Write& txn, const std::vector<Placed>& placed) {
  std::map<std::pair<std::string, std::string>, std::pair<int64_t, int64_t>> sums;
  for (const auto& [entry, position] : placed) {
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

absl::Status ChangeItems(db::Write& txn, const std::vector<Placed>& placed) {
  std::map<std::pair<std::string, std::string>, std::pair<int64_t, int64_t>> sums;
  for (const Placed& each : placed) {
    for (const ItemChange& change : each.entry.items) {
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

MonthBooking ReadBooking(const db::Row& row) {
  MonthBooking booking;
  booking.month = *ParseMonth(row.Text(0));
  booking.posted = {row.Int(1), row.Int(2)};
  if (row.Flag(3)) booking.closed = StatementSum{row.Int(4), row.Int(5)};
  booking.published = {row.Int(6), row.Int(7)};
  booking.revision = row.Int(8);
  if (const auto day = ParseDay(row.Text(9)); day.ok()) booking.close_date = *day;
  return booking;
}

}  // namespace

absl::StatusOr<std::vector<Entry>> AppendEntries(db::Write& txn, std::vector<Entry> entries,
                                                 const std::string& record_time) {
  if (entries.empty()) return entries;
  ASSIGN_OR_RETURN(const Head head, LockBook(txn));
  ASSIGN_OR_RETURN(std::vector<Placed> placed,
                   InsertNew(txn, std::move(entries), head, record_time));
  RETURN_IF_ERROR(InsertPostings(txn, placed));
  RETURN_IF_ERROR(InsertItemChanges(txn, placed));
  RETURN_IF_ERROR(InsertFirmLegs(txn, placed));
  RETURN_IF_ERROR(AddToBalances(txn, placed));
  RETURN_IF_ERROR(ChangeItems(txn, placed));
  std::vector<Entry> fresh;
  for (Placed& each : placed) fresh.push_back(std::move(each.entry));
  return fresh;
}

absl::Status LockBooks(db::Write& txn) { return LockBook(txn).status(); }

absl::StatusOr<int64_t> LoadKnownPosition(db::Read& txn, const Known& known) {
  ASSIGN_OR_RETURN(const int64_t head,
                   txn.QueryInt("SELECT entries FROM book WHERE park_id = :park", {}));
  if (known.position.has_value()) return std::min(*known.position, head);
  if (known.time.empty()) return head;
  return txn.QueryInt(
      "SELECT position FROM entry WHERE park_id = :park AND record_time <= :time "
      "ORDER BY position DESC LIMIT 1",
      {{"time", known.time}});
}

std::string LastDayOf(const AsOf& as_of) {
  return as_of.effective_by.has_value() ? FormatDay(*as_of.effective_by) : kLastDay;
}

absl::StatusOr<std::vector<Balance>> LoadBalances(db::Read& txn, const BalanceFilter& filter) {
  std::vector<Balance> balances;
  const auto read = [&](const db::Row& row) {
    balances.push_back({row.Text(0), row.Int(1), row.Int(2)});
    return absl::OkStatus();
  };
  db::Args args = {{"after", filter.after},
                   {"prefix", filter.prefix},
                   {"until", filter.prefix + kAfterAll},
                   {"month", MonthText(filter.month)},
                   {"rows_max", filter.rows_max}};
  if (filter.as_of.has_value()) {
    args.push_back({"by", LastDayOf(*filter.as_of)});
    args.push_back({"known", filter.as_of->known_position});
    RETURN_IF_ERROR(txn.Query(
        "SELECT account, "
        "CAST(SUM(CASE WHEN amount_minor > 0 THEN amount_minor ELSE 0 END) AS BIGINT), "
        "CAST(SUM(CASE WHEN amount_minor < 0 THEN -amount_minor ELSE 0 END) AS BIGINT) "
        "FROM posting WHERE park_id = :park AND account > :after AND account >= :prefix "
        "AND account < :until AND position <= :known AND effective_date <= :by "
        "AND (:month = '' OR month = :month) GROUP BY account ORDER BY account LIMIT :rows_max",
        args, read));
    return balances;
  }
  RETURN_IF_ERROR(
      txn.Query("SELECT account, CAST(SUM(debit_minor) AS BIGINT), "
                "CAST(SUM(credit_minor) AS BIGINT) FROM balance WHERE park_id = :park "
                "AND account > :after AND account >= :prefix AND account < :until "
                "AND (:month = '' OR month = :month) "
                "GROUP BY account ORDER BY account LIMIT :rows_max",
                args, read));
  return balances;
}

absl::StatusOr<Trial> LoadTrial(db::Read& txn, const AsOf& as_of) {
  Trial trial;
  RETURN_IF_ERROR(txn.Query(
      "SELECT CAST(SUM(CASE WHEN amount_minor > 0 THEN amount_minor ELSE 0 END) AS BIGINT), "
      "CAST(SUM(CASE WHEN amount_minor < 0 THEN -amount_minor ELSE 0 END) AS BIGINT) "
      "FROM posting WHERE park_id = :park AND position <= :known AND effective_date <= :by",
      {{"known", as_of.known_position}, {"by", LastDayOf(as_of)}}, [&](const db::Row& row) {
        if (row.Null(0)) return absl::OkStatus();
        trial.debit_minor = row.Int(0);
        trial.credit_minor = row.Int(1);
        return absl::OkStatus();
      }));
  return trial;
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
                               "published_minor, revision, close_date FROM month_booking "
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
                "published_minor, revision, close_date FROM month_booking "
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
          "closed_statements, closed_minor, published_statements, published_minor, revision, "
          "close_date) VALUES (:park, :month, :posted_statements, :posted, :is_closed, "
          ":closed_statements, :closed, :published_statements, :published, :revision, :close_date) "
          "ON CONFLICT (park_id, month) DO UPDATE SET posted_statements = :posted_statements, "
          "posted_minor = :posted, closed = :is_closed, closed_statements = :closed_statements, "
          "closed_minor = :closed, published_statements = :published_statements, "
          "published_minor = :published, revision = :revision, close_date = :close_date",
          {{"month", FormatMonth(booking.month)},
           {"close_date", booking.close_date.has_value() ? FormatDay(*booking.close_date) : ""},
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
