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
  receivable.revision = row.Int(8);
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
  std::optional<int64_t> position = 0;
  RETURN_IF_ERROR(
      txn.QueryOne("SELECT COUNT(*), MAX(position), COUNT(position) FROM log WHERE park_id = :park "
                   "AND kind IN ('PayoutReleased', 'PayoutRejected', 'PayoutReturned')",
                   {},
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
  RETURN_IF_ERROR(txn.QueryOne("SELECT id, reference, kind, party, month, account, amount_minor, "
                               "paid_minor, revision FROM receivable WHERE park_id = :park "
                               "AND id = :id",
                               {{"id", id}},
                               [&](const db::Row& row) { receivable = ReadReceivable(row); })
                      .status());
  return receivable;
}

absl::StatusOr<std::vector<Receivable>> LoadReceivables(db::Read& txn, const ListFilter& filter) {
  return QueryReceivables(txn,
                          "SELECT id, reference, kind, party, month, account, amount_minor, "
                          "paid_minor, revision FROM receivable WHERE park_id = :park "
                          "AND id > :after ORDER BY id LIMIT :rows_max",
                          {{"after", filter.after}, {"rows_max", filter.rows_max}});
}

absl::StatusOr<std::vector<Receivable>> LoadReceivablesOfMonth(db::Read& txn,
                                                               absl::CivilMonth month) {
  return QueryReceivables(txn,
                          "SELECT id, reference, kind, party, month, account, amount_minor, "
                          "paid_minor, revision FROM receivable WHERE park_id = :park "
                          "AND month = :month ORDER BY id",
                          {{"month", FormatMonth(month)}});
}

absl::StatusOr<std::vector<Receivable>> LoadFloats(db::Read& txn) {
  return QueryReceivables(txn,
                          "SELECT id, reference, kind, party, month, account, amount_minor, "
                          "paid_minor, revision FROM receivable WHERE park_id = :park "
                          "AND kind = 'FLOAT' ORDER BY id",
                          {});
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
                    {"revision", each.revision}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO receivable (park_id, id, reference, kind, party, month, account, "
          "amount_minor, paid_minor, revision) VALUES (:park, :id, :reference, :kind, "
          ":party, :month, :account, :amount, :paid, :revision) "
          "ON CONFLICT (park_id, id) DO UPDATE SET amount_minor = :amount, "
          "paid_minor = :paid, revision = :revision",
          rows)
      .status();
}

absl::Status SaveBookedMonth(db::Write& txn, absl::CivilMonth month, const std::string& book_time) {
  return txn
      .Execute(
          "INSERT INTO booked_month (park_id, month, book_time, prepared) VALUES (:park, "
          ":month, :time, 0) ON CONFLICT (park_id, month) DO UPDATE SET book_time = "
          "CASE WHEN booked_month.book_time = '' THEN :time ELSE booked_month.book_time END",
          {{"month", FormatMonth(month)}, {"time", book_time}})
      .status();
}

absl::Status SavePrepared(db::Write& txn, absl::CivilMonth month) {
  return txn
      .Execute(
          "INSERT INTO booked_month (park_id, month, book_time, prepared) VALUES (:park, "
          ":month, '', 1) ON CONFLICT (park_id, month) DO UPDATE SET prepared = 1",
          {{"month", FormatMonth(month)}})
      .status();
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
      txn.Query("SELECT id, paid_minor FROM receivable WHERE park_id = :park "
                "AND paid_minor <> 0",
                {}, [&](const db::Row& row) {
                  difference[absl::StrCat("receivables/", row.Text(0))] = row.Int(1);
                  return absl::OkStatus();
                }));
  RETURN_IF_ERROR(
      txn.Query("SELECT matched, CAST(SUM(applied_minor) AS BIGINT) FROM bank_line "
                "WHERE park_id = :park AND matched >= 'receivables/' "
                "AND matched < 'receivables0' GROUP BY matched",
                {}, [&](const db::Row& row) {
                  difference[row.Text(0)] -= row.Int(1);
                  return absl::OkStatus();
                }));
  int64_t sum_minor = 0;
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
