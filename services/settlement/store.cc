#include "services/settlement/store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/settlement/reference.h"

namespace tuoqiao::settlement {
namespace {

Receivable ReadReceivable(const db::Row& row) {
  Receivable receivable;
  receivable.id = row.Text(0);
  receivable.reference = row.Text(1);
  receivable.kind = row.Text(2);
  receivable.party = row.Text(3);
  receivable.month = *ParseMonth(row.Text(4));
  receivable.account = row.Text(5);
  receivable.amount_minor = row.Int(6);
  receivable.paid_minor = row.Int(7);
  receivable.set_off_minor = row.Int(8);
  receivable.revision = row.Int(9);
  return receivable;
}

absl::StatusOr<std::vector<Receivable>> QueryReceivables(db::Read& txn, absl::string_view sql,
                                                         const db::Args& args) {
  std::vector<Receivable> receivables;
  RETURN_IF_ERROR(txn.Query(sql, args, [&](const db::Row& row) {
    receivables.push_back(ReadReceivable(row));
    return absl::OkStatus();
  }));
  return receivables;
}

// Of rows of our log; nothing while one of them waits for its number.
absl::StatusOr<std::optional<int64_t>> PositionOf(db::Read& txn, absl::string_view sql) {
  std::optional<int64_t> position = 0;
  RETURN_IF_ERROR(txn.QueryOne(sql, {},
                               [&](const db::Row& row) {
                                 if (row.Int(0) > row.Int(2)) {
                                   position = std::nullopt;
                                 } else if (!row.Null(1)) {
                                   position = row.Int(1);
                                 }
                               })
                      .status());
  return position;
}

std::string DayOrNothing(const std::optional<absl::CivilDay>& day) {
  return day.has_value() ? FormatDay(*day) : "";
}

}  // namespace

absl::Status LockBankAccount(db::Write& txn) {
  RETURN_IF_ERROR(txn.Execute("INSERT INTO bank_account (park_id, revision) VALUES (:park, 0) "
                              "ON CONFLICT (park_id) DO NOTHING",
                              {})
                      .status());
  return txn.LockRoot("bank_account", "park_id", txn.park());
}

absl::StatusOr<int64_t> LoadSpendable(db::Read& txn) {
  ASSIGN_OR_RETURN(
      const int64_t lines_minor,
      txn.QueryInt("SELECT CAST(SUM(CASE WHEN inward = 1 THEN amount_minor ELSE -amount_minor END) "
                   "AS BIGINT) FROM bank_line WHERE park_id = :park",
                   {}));
  ASSIGN_OR_RETURN(
      const int64_t gone_minor,
      txn.QueryInt("SELECT CAST(SUM(amount_minor) AS BIGINT) FROM payout WHERE park_id = :park "
                   "AND state IN ('RELEASED', 'CONFIRMED', 'RETURNED') AND line = ''",
                   {}));
  return lines_minor - gone_minor;
}

absl::StatusOr<std::optional<int64_t>> LoadPayablePosition(db::Read& txn) {
  return PositionOf(txn,
                    "SELECT COUNT(*), MAX(position), COUNT(position) FROM log WHERE park_id = "
                    ":park AND kind IN ('PayoutReleased', 'PayoutRejected', 'PayoutReturned')");
}

absl::StatusOr<std::optional<int64_t>> LoadMatchPosition(db::Read& txn) {
  return PositionOf(txn,
                    "SELECT COUNT(*), MAX(position), COUNT(position) FROM log WHERE park_id = "
                    ":park AND kind IN ('BankLineMatched', 'BankLineUnmatched')");
}

absl::StatusOr<References> References::Load(db::Read& txn) {
  References references;
  RETURN_IF_ERROR(txn.Query("SELECT reference FROM reference WHERE park_id = :park", {},
                            [&](const db::Row& row) {
                              references.taken_.insert(row.Text(0));
                              return absl::OkStatus();
                            }));
  return references;
}

std::string References::Take(absl::string_view park, const std::string& subject) {
  for (int64_t attempt = 0;; ++attempt) {
    std::string reference = MakeReference(park, subject, attempt);
    if (!taken_.insert(reference).second) continue;
    fresh_.emplace_back(reference, subject);
    return reference;
  }
}

absl::Status References::Save(db::Write& txn) const {
  std::vector<db::Args> rows;
  for (const auto& [reference, subject] : fresh_) {
    rows.push_back({{"reference", reference}, {"subject", subject}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO reference (park_id, reference, subject) VALUES (:park, :reference, "
          ":subject)",
          rows)
      .status();
}

absl::StatusOr<std::string> LoadSubject(db::Read& txn, const std::string& reference) {
  std::string subject;
  RETURN_IF_ERROR(
      txn.QueryOne("SELECT subject FROM reference WHERE park_id = :park AND reference = :reference",
                   {{"reference", reference}}, [&](const db::Row& row) { subject = row.Text(0); })
          .status());
  return subject;
}

absl::StatusOr<std::optional<Receivable>> LoadReceivable(db::Read& txn, const std::string& id) {
  std::optional<Receivable> receivable;
  RETURN_IF_ERROR(
      txn.QueryOne("SELECT id, reference, kind, party, month, account, amount_minor, "
                   "paid_minor, set_off_minor, revision FROM receivable WHERE park_id = :park "
                   "AND id = :id",
                   {{"id", id}}, [&](const db::Row& row) { receivable = ReadReceivable(row); })
          .status());
  return receivable;
}

absl::StatusOr<std::vector<Receivable>> LoadReceivables(db::Read& txn, const ListFilter& filter) {
  return QueryReceivables(
      txn,
      "SELECT id, reference, kind, party, month, account, amount_minor, "
      "paid_minor, set_off_minor, revision FROM receivable WHERE park_id = :park "
      "AND id > :after ORDER BY id LIMIT :rows_max",
      {{"after", filter.after}, {"rows_max", filter.rows_max}});
}

absl::StatusOr<std::vector<Receivable>> LoadReceivablesOfMonth(db::Read& txn,
                                                               absl::CivilMonth month) {
  return QueryReceivables(
      txn,
      "SELECT id, reference, kind, party, month, account, amount_minor, "
      "paid_minor, set_off_minor, revision FROM receivable WHERE park_id = :park "
      "AND month = :month ORDER BY id",
      {{"month", FormatMonth(month)}});
}

absl::StatusOr<std::vector<Receivable>> LoadFloats(db::Read& txn) {
  return QueryReceivables(
      txn,
      "SELECT id, reference, kind, party, month, account, amount_minor, "
      "paid_minor, set_off_minor, revision FROM receivable WHERE park_id = :park "
      "AND kind = 'FLOAT' ORDER BY id",
      {});
}

absl::StatusOr<std::vector<Receivable>> LoadOpenCredits(db::Read& txn) {
  return QueryReceivables(txn,
                          "SELECT id, reference, kind, party, month, account, amount_minor, "
                          "paid_minor, set_off_minor, revision FROM receivable WHERE park_id = "
                          ":park AND kind = 'CREDIT' AND paid_minor < amount_minor "
                          "ORDER BY account, month, id",
                          {});
}

absl::StatusOr<std::vector<Receivable>> LoadDebts(db::Read& txn, const std::string& party) {
  return QueryReceivables(txn,
                          "SELECT id, reference, kind, party, month, account, amount_minor, "
                          "paid_minor, set_off_minor, revision FROM receivable WHERE park_id = "
                          ":park AND party = :party AND kind IN ('INVOICE', 'CLAIM', 'REMITTANCE') "
                          "AND paid_minor < amount_minor ORDER BY month, id",
                          {{"party", party}});
}

absl::StatusOr<std::vector<Receivable>> LoadDueExactly(db::Read& txn, int64_t amount_minor) {
  return QueryReceivables(txn,
                          "SELECT id, reference, kind, party, month, account, amount_minor, "
                          "paid_minor, set_off_minor, revision FROM receivable WHERE park_id = "
                          ":park AND kind <> 'CREDIT' AND amount_minor - paid_minor = :amount "
                          "ORDER BY id",
                          {{"amount", amount_minor}});
}

absl::Status SaveReceivables(db::Write& txn, const std::vector<Receivable>& receivables) {
  std::vector<db::Args> rows;
  for (const Receivable& each : receivables) {
    rows.push_back({{"id", each.id},
                    {"reference", each.reference},
                    {"kind", each.kind},
                    {"party", each.party},
                    {"month", FormatMonth(each.month)},
                    {"account", each.account},
                    {"amount", each.amount_minor},
                    {"paid", each.paid_minor},
                    {"set_off", each.set_off_minor},
                    {"revision", each.revision}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO receivable (park_id, id, reference, kind, party, month, account, "
          "amount_minor, paid_minor, set_off_minor, revision) VALUES (:park, :id, :reference, "
          ":kind, :party, :month, :account, :amount, :paid, :set_off, :revision) "
          "ON CONFLICT (park_id, id) DO UPDATE SET amount_minor = :amount, "
          "paid_minor = :paid, set_off_minor = :set_off, revision = :revision",
          rows)
      .status();
}

absl::Status SaveBookedMonth(db::Write& txn, absl::CivilMonth month, const Booked& booked) {
  return txn
      .Execute(
          "INSERT INTO booked_month (park_id, month, book_time, close_date, prepared) VALUES "
          "(:park, :month, :time, :date, 0) ON CONFLICT (park_id, month) DO UPDATE SET book_time = "
          "CASE WHEN booked_month.book_time = '' THEN :time ELSE booked_month.book_time END, "
          "close_date = CASE WHEN booked_month.close_date = '' THEN :date ELSE "
          "booked_month.close_date END",
          {{"month", FormatMonth(month)},
           {"time", booked.time},
           {"date", DayOrNothing(booked.close_date)}})
      .status();
}

absl::Status SavePrepared(db::Write& txn, absl::CivilMonth month,
                          const std::optional<absl::CivilDay>& close_date) {
  return txn
      .Execute(
          "INSERT INTO booked_month (park_id, month, book_time, close_date, prepared) VALUES "
          "(:park, :month, '', :date, 1) ON CONFLICT (park_id, month) DO UPDATE SET prepared = 1, "
          "close_date = CASE WHEN booked_month.close_date = '' THEN :date ELSE "
          "booked_month.close_date END",
          {{"month", FormatMonth(month)}, {"date", DayOrNothing(close_date)}})
      .status();
}

absl::StatusOr<std::map<absl::CivilMonth, absl::CivilDay>> LoadCloseDays(db::Read& txn) {
  std::map<absl::CivilMonth, absl::CivilDay> days;
  RETURN_IF_ERROR(
      txn.Query("SELECT month, close_date FROM booked_month WHERE park_id = :park AND close_date "
                "<> '' ORDER BY month",
                {}, [&](const db::Row& row) {
                  days[*ParseMonth(row.Text(0))] = *ParseDay(row.Text(1));
                  return absl::OkStatus();
                }));
  return days;
}

absl::StatusOr<Fund> LoadFund(db::Read& txn) {
  Fund fund;
  RETURN_IF_ERROR(
      txn.QueryOne("SELECT amount_minor, revision FROM guarantee_fund WHERE park_id = :park", {},
                   [&](const db::Row& row) {
                     fund = {row.Int(0), row.Int(1)};
                   })
          .status());
  return fund;
}

absl::Status SaveFund(db::Write& txn, const Fund& fund) {
  return txn
      .Execute(
          "INSERT INTO guarantee_fund (park_id, amount_minor, revision) VALUES (:park, :amount, "
          ":revision) ON CONFLICT (park_id) DO UPDATE SET amount_minor = :amount, revision = "
          ":revision",
          {{"amount", fund.amount_minor}, {"revision", fund.revision}})
      .status();
}

absl::StatusOr<int64_t> LoadDeposited(db::Read& txn) {
  return txn.QueryInt(
      "SELECT CAST(SUM(CASE WHEN b.inward = 1 THEN m.amount_minor - m.surplus_minor - "
      "m.drift_minor ELSE -m.amount_minor END) AS BIGINT) FROM line_match m JOIN bank_line b ON "
      "b.park_id = m.park_id AND b.id = m.line_id WHERE m.park_id = :park AND m.account = "
      "'fund-park' AND m.undone = 0",
      {});
}

absl::StatusOr<std::vector<DayMoney>> LoadDayMoney(db::Read& txn) {
  std::vector<DayMoney> moved;
  RETURN_IF_ERROR(txn.Query(
      "SELECT value_date, CAST(SUM(CASE WHEN inward = 1 THEN amount_minor ELSE -amount_minor END) "
      "AS BIGINT) FROM bank_line WHERE park_id = :park GROUP BY value_date",
      {}, [&](const db::Row& row) {
        moved.push_back({*ParseDay(row.Text(0)), row.Int(1), 0});
        return absl::OkStatus();
      }));
  RETURN_IF_ERROR(txn.Query(
      "SELECT b.value_date, CAST(SUM(CASE WHEN b.inward = 1 THEN m.amount_minor - m.surplus_minor "
      "- m.drift_minor ELSE -m.amount_minor END) AS BIGINT) FROM line_match m JOIN bank_line b ON "
      "b.park_id = m.park_id AND b.id = m.line_id WHERE m.park_id = :park AND m.account = "
      "'fund-park' AND m.undone = 0 GROUP BY b.value_date",
      {}, [&](const db::Row& row) {
        moved.push_back({*ParseDay(row.Text(0)), 0, row.Int(1)});
        return absl::OkStatus();
      }));
  RETURN_IF_ERROR(txn.Query(
      "SELECT p.release_date, COALESCE(b.value_date, ''), p.amount_minor FROM payout p LEFT JOIN "
      "bank_line b ON b.park_id = p.park_id AND b.id = p.line WHERE p.park_id = :park AND p.state "
      "IN ('RELEASED', 'CONFIRMED', 'RETURNED') AND p.release_date <> ''",
      {}, [&](const db::Row& row) {
        moved.push_back({*ParseDay(row.Text(0)), -row.Int(2), 0});
        // From then on the line says it.
        if (const std::string shown = row.Text(1); !shown.empty()) {
          moved.push_back({*ParseDay(shown), row.Int(2), 0});
        }
        return absl::OkStatus();
      }));
  return moved;
}

absl::StatusOr<std::string> LoadOldestUnpaid(db::Read& txn) {
  std::string oldest;
  // A refused payout waits until the next one of its centre and month.
  RETURN_IF_ERROR(
      txn.QueryOne("SELECT MIN(m.book_time) FROM booked_month m WHERE m.park_id = :park "
                   "AND m.book_time <> '' AND (m.prepared = 0 OR EXISTS ("
                   "SELECT 1 FROM payout p WHERE p.park_id = m.park_id AND p.month = m.month AND ("
                   "p.state IN ('DUE', 'RELEASED') OR (p.state IN ('REJECTED', 'RETURNED') AND NOT "
                   "EXISTS ("
                   "SELECT 1 FROM payout n WHERE n.park_id = p.park_id AND n.centre = p.centre "
                   "AND n.month = p.month AND n.ordinal > p.ordinal)))))",
                   {}, [&](const db::Row& row) { oldest = row.TextOr(0, ""); })
          .status());
  return oldest;
}

absl::StatusOr<int64_t> CountUnmatched(db::Read& txn) {
  return txn.QueryInt("SELECT COUNT(*) FROM bank_line WHERE park_id = :park AND matched = ''", {});
}

absl::StatusOr<int64_t> LoadUnexplained(db::Read& txn) {
  std::map<std::string, int64_t> difference;
  RETURN_IF_ERROR(
      txn.Query("SELECT id, CASE WHEN kind = 'CREDIT' THEN paid_minor - set_off_minor ELSE "
                "paid_minor END FROM receivable WHERE park_id = :park AND paid_minor <> 0",
                {}, [&](const db::Row& row) {
                  difference[absl::StrCat("receivables/", row.Text(0))] = row.Int(1);
                  return absl::OkStatus();
                }));
  RETURN_IF_ERROR(
      txn.Query("SELECT m.subject, CAST(SUM(m.amount_minor - m.surplus_minor - m.drift_minor) AS "
                "BIGINT) FROM line_match m JOIN bank_line b ON b.park_id = m.park_id AND b.id = "
                "m.line_id WHERE m.park_id = :park AND m.subject >= 'receivables/' AND m.subject < "
                "'receivables0' AND m.undone = 0 GROUP BY m.subject",
                {}, [&](const db::Row& row) {
                  difference[row.Text(0)] -= row.Int(1);
                  return absl::OkStatus();
                }));
  // What was set off in receivables is what was set off from credits.
  ASSIGN_OR_RETURN(
      const int64_t set_off_minor,
      txn.QueryInt("SELECT CAST(SUM(CASE WHEN kind = 'CREDIT' THEN -set_off_minor ELSE "
                   "set_off_minor END) AS BIGINT) FROM receivable WHERE park_id = :park",
                   {}));
  int64_t sum_minor = std::abs(set_off_minor);
  for (const auto& [subject, minor] : difference) sum_minor += std::abs(minor);
  return sum_minor;
}

absl::StatusOr<std::vector<std::string>> LoadParks(db::Read& across_parks) {
  std::vector<std::string> parks;
  RETURN_IF_ERROR(across_parks.Query(
      "SELECT park_id FROM log_head UNION SELECT park_id FROM cursor ORDER BY park_id", {},
      [&](const db::Row& row) {
        parks.push_back(row.Text(0));
        return absl::OkStatus();
      }));
  return parks;
}

}  // namespace tuoqiao::settlement
