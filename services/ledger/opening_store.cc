#include "services/ledger/opening_store.h"

#include <utility>

#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/ledger/account.h"

namespace tuoqiao::ledger {
namespace {

Opening ReadOpening(const db::Row& row) {
  Opening opening;
  opening.id = row.Text(0);
  opening.source = row.Text(1);
  opening.as_of = *ParseDay(row.Text(2));
  opening.content_hash = row.Text(3);
  opening.debit_minor = row.Int(4);
  opening.credit_minor = row.Int(5);
  opening.state = OpeningStateOf(row.Text(6));
  opening.proposed_by = row.Text(7);
  opening.confirmed_by = row.Text(8);
  opening.reason = row.Text(9);
  opening.position = row.Int(10);
  opening.revision = row.Int(11);
  return opening;
}

absl::Status LoadRows(db::Read& txn, Opening* opening) {
  RETURN_IF_ERROR(
      txn.Query("SELECT account, amount_minor, item, open_date FROM opening_balance "
                "WHERE park_id = :park AND opening_id = :id ORDER BY ordinal",
                {{"id", opening->id}}, [&](const db::Row& row) {
                  OpeningBalance each = {row.Text(0), row.Int(1), row.Text(2), std::nullopt};
                  if (const std::string day = row.Text(3); !day.empty()) {
                    each.open_day = *ParseDay(day);
                  }
                  opening->balances.push_back(std::move(each));
                  return absl::OkStatus();
                }));
  return txn.Query(
      "SELECT kind, party, year, amount_minor, statements, months FROM opening_counter "
      "WHERE park_id = :park AND opening_id = :id ORDER BY ordinal",
      {{"id", opening->id}}, [&](const db::Row& row) {
        opening->counters.push_back(
            {row.Text(0), row.Text(1), row.Text(2), row.Int(3), row.Int(4), row.Int(5)});
        return absl::OkStatus();
      });
}

absl::Status InsertRows(db::Write& txn, const Opening& opening) {
  std::vector<db::Args> balances, counters;
  for (const OpeningBalance& each : opening.balances) {
    balances.push_back({{"id", opening.id},
                        {"ordinal", static_cast<int64_t>(balances.size())},
                        {"account", each.account},
                        {"amount", each.amount_minor},
                        {"item", each.item},
                        {"day", each.open_day.has_value() ? FormatDay(*each.open_day) : ""}});
  }
  for (const OpeningCounter& each : opening.counters) {
    counters.push_back({{"id", opening.id},
                        {"ordinal", static_cast<int64_t>(counters.size())},
                        {"kind", each.kind},
                        {"party", each.party},
                        {"year", each.year},
                        {"amount", each.amount_minor},
                        {"statements", each.statements},
                        {"months", each.months}});
  }
  RETURN_IF_ERROR(
      txn.ExecuteMany("INSERT INTO opening_balance (park_id, opening_id, ordinal, account, "
                      "amount_minor, item, open_date) VALUES (:park, :id, :ordinal, :account, "
                      ":amount, :item, :day) ON CONFLICT (park_id, opening_id, ordinal) DO NOTHING",
                      balances)
          .status());
  return txn
      .ExecuteMany(
          "INSERT INTO opening_counter (park_id, opening_id, ordinal, kind, party, year, "
          "amount_minor, statements, months) VALUES (:park, :id, :ordinal, :kind, :party, :year, "
          ":amount, :statements, :months) ON CONFLICT (park_id, opening_id, ordinal) DO NOTHING",
          counters)
      .status();
}

}  // namespace

absl::StatusOr<Opening> LoadOpening(db::Read& txn, const std::string& id) {
  Opening opening;
  opening.id = id;
  ASSIGN_OR_RETURN(
      const bool found,
      txn.QueryOne("SELECT id, source, as_of_date, content_hash, debit_minor, credit_minor, state, "
                   "proposed_by, confirmed_by, reason, position, revision FROM opening "
                   "WHERE park_id = :park AND id = :id",
                   {{"id", id}}, [&](const db::Row& row) { opening = ReadOpening(row); }));
  if (found) RETURN_IF_ERROR(LoadRows(txn, &opening));
  return opening;
}

absl::StatusOr<std::vector<Opening>> LoadOpenings(db::Read& txn, const std::string& after,
                                                  int64_t rows_max) {
  std::vector<Opening> openings;
  RETURN_IF_ERROR(
      txn.Query("SELECT id, source, as_of_date, content_hash, debit_minor, credit_minor, state, "
                "proposed_by, confirmed_by, reason, position, revision FROM opening "
                "WHERE park_id = :park AND id > :after ORDER BY id LIMIT :rows_max",
                {{"after", after}, {"rows_max", rows_max}}, [&](const db::Row& row) {
                  openings.push_back(ReadOpening(row));
                  return absl::OkStatus();
                }));
  for (Opening& each : openings) RETURN_IF_ERROR(LoadRows(txn, &each));
  return openings;
}

absl::Status SaveOpening(db::Write& txn, const Opening& opening) {
  RETURN_IF_ERROR(
      txn.Execute("INSERT INTO opening (park_id, id, source, as_of_date, content_hash, "
                  "debit_minor, credit_minor, digest, state, proposed_by, confirmed_by, reason, "
                  "position, revision) VALUES (:park, :id, :source, :as_of, :hash, :debit, "
                  ":credit, :digest, :state, :proposed_by, :confirmed_by, :reason, :position, "
                  ":revision) ON CONFLICT (park_id, id) DO UPDATE SET state = :state, "
                  "proposed_by = :proposed_by, confirmed_by = :confirmed_by, reason = :reason, "
                  "position = :position, revision = :revision",
                  {{"id", opening.id},
                   {"source", opening.source},
                   {"as_of", FormatDay(opening.as_of)},
                   {"hash", opening.content_hash},
                   {"debit", opening.debit_minor},
                   {"credit", opening.credit_minor},
                   {"digest", DigestOf(opening)},
                   {"state", OpeningStateName(opening.state)},
                   {"proposed_by", opening.proposed_by},
                   {"confirmed_by", opening.confirmed_by},
                   {"reason", opening.reason},
                   {"position", opening.position},
                   {"revision", opening.revision}})
          .status());
  return InsertRows(txn, opening);
}

absl::StatusOr<std::optional<absl::CivilDay>> LoadFirstOpenDay(db::Read& txn) {
  std::optional<absl::CivilDay> behind;
  RETURN_IF_ERROR(txn.QueryOne("SELECT MAX(month) FROM month_booking WHERE park_id = :park AND "
                               "closed = 1",
                               {},
                               [&](const db::Row& row) {
                                 if (row.Null(0)) return;
                                 behind = absl::CivilDay(*ParseMonth(row.Text(0)) + 1);
                               })
                      .status());
  return behind;
}

absl::StatusOr<std::string> FindBuiltUpon(db::Read& txn, const Opening& opening) {
  std::string account;
  RETURN_IF_ERROR(
      txn.Query("SELECT p.account FROM posting p JOIN opening_balance b "
                "ON b.park_id = p.park_id AND b.account = p.account "
                "WHERE p.park_id = :park AND b.opening_id = :id "
                "AND p.position > :position ORDER BY p.account LIMIT 1",
                {{"id", opening.id}, {"position", opening.position}}, [&](const db::Row& row) {
                  account = row.Text(0);
                  return absl::OkStatus();
                }));
  return account;
}

absl::StatusOr<std::vector<YearAmount>> LoadOpeningAmounts(db::Read& txn, const std::string& year,
                                                           const std::string& firm) {
  std::vector<YearAmount> amounts;
  RETURN_IF_ERROR(txn.Query(
      "SELECT c.kind, c.party, CAST(SUM(c.amount_minor) AS BIGINT), "
      "CAST(SUM(c.statements) AS BIGINT), CAST(SUM(c.months) AS BIGINT) FROM opening_counter c "
      "JOIN opening o ON o.park_id = c.park_id AND o.id = c.opening_id WHERE c.park_id = :park "
      "AND c.year = :year AND o.state IN ('CONFIRMED', 'REVERSAL_PROPOSED') "
      "AND (:firm = '' OR (c.kind = 'WELFARE' AND c.party = :firm)) "
      "GROUP BY c.kind, c.party ORDER BY c.kind, c.party",
      {{"year", year}, {"firm", firm}}, [&](const db::Row& row) {
        const std::string account =
            row.Text(0) == "UNION" ? ReceivableOfUnion() : ReceivableOfFirm(row.Text(1));
        amounts.push_back({account, row.Int(2), row.Int(3), row.Int(4)});
        return absl::OkStatus();
      }));
  return amounts;
}

}  // namespace tuoqiao::ledger
