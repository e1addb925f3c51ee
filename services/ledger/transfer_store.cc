#include "services/ledger/transfer_store.h"

#include <set>

#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/ledger/errors.h"

namespace tuoqiao::ledger {
namespace {

TransferState StateOf(const std::string& name) {
  for (const TransferState state :
       {TransferState::kReserved, TransferState::kPosted, TransferState::kVoided}) {
    if (name == TransferStateName(state)) return state;
  }
  CHECK(false);
}

std::optional<int64_t> IntOrNothing(const db::Row& row, int column) {
  if (row.Null(column)) return std::nullopt;
  return row.Int(column);
}

AccountLimit ReadLimit(const db::Row& row) {
  return {row.Text(0),          *ParseDay(row.Text(1)),
          IntOrNothing(row, 2), IntOrNothing(row, 3),
          row.Int(4),           row.Text(5),
          row.Text(6)};
}

Transfer ReadTransfer(const db::Row& row) {
  Transfer transfer;
  transfer.id = row.Text(0);
  transfer.debit_account = row.Text(1);
  transfer.credit_account = row.Text(2);
  transfer.amount_minor = row.Int(3);
  transfer.reason = row.Text(4);
  if (const auto day = ParseDay(row.Text(5)); day.ok()) transfer.expires_date = *day;
  transfer.state = StateOf(row.Text(6));
  transfer.posted_minor = row.Int(7);
  transfer.entry = row.Text(8);
  transfer.revision = row.Int(9);
  if (const auto month = ParseMonth(row.Text(10)); month.ok()) transfer.month = *month;
  transfer.heard = row.Int(11);
  return transfer;
}

// An account that nothing limits stands as it may.
absl::StatusOr<Standing> LoadStanding(db::Read& txn, const std::string& account,
                                      absl::CivilDay today) {
  LimitFilter filter;
  filter.account = account;
  filter.today = today;
  filter.rows_max = 1;
  ASSIGN_OR_RETURN(auto found, LoadStandings(txn, filter));
  if (!found.empty()) return found[0];
  Standing free;
  free.limit.account = account;
  return free;
}

}  // namespace

absl::StatusOr<std::optional<Transfer>> FindTransfer(db::Read& txn, const std::string& id) {
  std::optional<Transfer> found;
  RETURN_IF_ERROR(
      txn.QueryOne("SELECT id, debit_account, credit_account, amount_minor, reason, expires_date, "
                   "state, posted_minor, entry_id, revision, month, heard FROM transfer "
                   "WHERE park_id = :park AND id = :id",
                   {{"id", id}}, [&](const db::Row& row) { found = ReadTransfer(row); })
          .status());
  return found;
}

absl::StatusOr<std::vector<Standing>> LoadStandings(db::Read& txn, const LimitFilter& filter) {
  std::vector<Standing> standings;
  RETURN_IF_ERROR(txn.Query(
      "SELECT s.account, s.from_date, s.floor_minor, s.ceiling_minor, s.revision, s.funding_plan, "
      "s.said, s.balance, s.reserved_debit, s.reserved_credit FROM (SELECT l.account, l.from_date, "
      "l.floor_minor, l.ceiling_minor, l.revision, l.funding_plan, l.said, CAST(COALESCE((SELECT "
      "SUM(b.debit_minor - b.credit_minor) "
      "FROM balance b WHERE b.park_id = l.park_id AND b.account = l.account), 0) AS BIGINT) "
      "AS balance, CAST(COALESCE((SELECT SUM(d.amount_minor) FROM transfer d "
      "WHERE d.park_id = l.park_id AND d.state = 'RESERVED' AND d.debit_account = l.account "
      "AND (d.expires_date = '' OR d.expires_date > :today)), 0) AS BIGINT) AS reserved_debit, "
      "CAST(COALESCE((SELECT SUM(c.amount_minor) FROM transfer c "
      "WHERE c.park_id = l.park_id AND c.state = 'RESERVED' AND c.credit_account = l.account "
      "AND (c.expires_date = '' OR c.expires_date > :today)), 0) AS BIGINT) AS reserved_credit "
      "FROM account_limit l WHERE l.park_id = :park AND l.account > :after "
      "AND (:account = '' OR l.account = :account) "
      "AND (l.floor_minor IS NOT NULL OR l.ceiling_minor IS NOT NULL) "
      "AND l.from_date = (SELECT MAX(m.from_date) FROM account_limit m "
      "WHERE m.park_id = l.park_id AND m.account = l.account AND m.from_date <= :today)) s "
      "WHERE :breached = 0 OR s.balance > s.ceiling_minor OR s.balance < s.floor_minor "
      "ORDER BY s.account LIMIT :rows_max",
      {{"account", filter.account},
       {"today", FormatDay(filter.today)},
       {"breached", filter.breached},
       {"after", filter.after},
       {"rows_max", filter.rows_max}},
      [&](const db::Row& row) {
        standings.push_back({ReadLimit(row), row.Int(7), row.Int(8), row.Int(9)});
        return absl::OkStatus();
      }));
  return standings;
}

absl::StatusOr<std::optional<AccountLimit>> FindLimit(db::Read& txn, const std::string& account,
                                                      absl::CivilDay from_date) {
  std::optional<AccountLimit> found;
  RETURN_IF_ERROR(
      txn.QueryOne(
             "SELECT account, from_date, floor_minor, ceiling_minor, revision, "
             "funding_plan, said FROM account_limit WHERE park_id = :park AND account = :account "
             "AND from_date = :from_date",
             {{"account", account}, {"from_date", FormatDay(from_date)}},
             [&](const db::Row& row) { found = ReadLimit(row); })
          .status());
  return found;
}

absl::StatusOr<std::vector<AccountLimit>> LoadLimits(db::Read& txn, const LimitPlace& after,
                                                     int64_t rows_max) {
  std::vector<AccountLimit> limits;
  RETURN_IF_ERROR(txn.Query(
      "SELECT account, from_date, floor_minor, ceiling_minor, revision, funding_plan, said "
      "FROM account_limit WHERE park_id = :park AND (account > :account "
      "OR (account = :account AND from_date > :from_date)) "
      "ORDER BY account, from_date LIMIT :rows_max",
      {{"account", after.account}, {"from_date", after.from_date}, {"rows_max", rows_max}},
      [&](const db::Row& row) {
        limits.push_back(ReadLimit(row));
        return absl::OkStatus();
      }));
  return limits;
}

absl::Status SaveLimit(db::Write& txn, const AccountLimit& limit) {
  return txn
      .Execute(
          "INSERT INTO account_limit (park_id, account, from_date, floor_minor, ceiling_minor, "
          "revision, funding_plan, said) VALUES (:park, :account, :from_date, :floor, :ceiling, "
          ":revision, :funding_plan, :said) "
          "ON CONFLICT (park_id, account, from_date) DO UPDATE SET floor_minor = :floor, "
          "ceiling_minor = :ceiling, revision = :revision, funding_plan = :funding_plan, "
          "said = :said",
          {{"account", limit.account},
           {"from_date", FormatDay(limit.from_date)},
           {"floor", limit.floor_minor},
           {"ceiling", limit.ceiling_minor},
           {"revision", limit.revision},
           {"funding_plan", limit.funding_plan},
           {"said", limit.said}})
      .status();
}

absl::StatusOr<TransferBook> LoadTransferBook(db::Read& txn,
                                              const std::vector<absl::StatusOr<Transfer>>& items,
                                              absl::CivilDay today) {
  TransferBook book;
  book.today = today;
  std::set<std::string> accounts;
  for (const absl::StatusOr<Transfer>& item : items) {
    if (!item.ok()) continue;
    accounts.insert({item->debit_account, item->credit_account});
    ASSIGN_OR_RETURN(auto known, FindTransfer(txn, item->id));
    if (known.has_value()) book.known[item->id] = *std::move(known);
  }
  for (const std::string& account : accounts) {
    ASSIGN_OR_RETURN(book.standings[account], LoadStanding(txn, account, today));
  }
  return book;
}

absl::StatusOr<Transfer> LoadTransfer(db::Read& txn, const std::string& id) {
  ASSIGN_OR_RETURN(auto found, FindTransfer(txn, id));
  if (!found.has_value()) return TransferNotFound(id);
  return *std::move(found);
}

absl::StatusOr<std::vector<Transfer>> LoadTransfers(db::Read& txn, const std::string& after,
                                                    int64_t rows_max) {
  std::vector<Transfer> transfers;
  RETURN_IF_ERROR(
      txn.Query("SELECT id, debit_account, credit_account, amount_minor, reason, expires_date, "
                "state, posted_minor, entry_id, revision, month, heard FROM transfer "
                "WHERE park_id = :park AND id > :after ORDER BY id LIMIT :rows_max",
                {{"after", after}, {"rows_max", rows_max}}, [&](const db::Row& row) {
                  transfers.push_back(ReadTransfer(row));
                  return absl::OkStatus();
                }));
  return transfers;
}

absl::Status SaveTransfers(db::Write& txn, const std::vector<Transfer>& transfers) {
  std::vector<db::Args> rows;
  for (const Transfer& each : transfers) {
    rows.push_back({{"id", each.id},
                    {"debit", each.debit_account},
                    {"credit", each.credit_account},
                    {"amount", each.amount_minor},
                    {"reason", each.reason},
                    {"expires", each.expires_date.has_value() ? FormatDay(*each.expires_date) : ""},
                    {"state", TransferStateName(each.state)},
                    {"posted", each.posted_minor},
                    {"entry", each.entry},
                    {"revision", each.revision},
                    {"month", each.month.has_value() ? FormatMonth(*each.month) : ""},
                    {"heard", each.heard}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO transfer (park_id, id, debit_account, credit_account, amount_minor, reason, "
          "expires_date, state, posted_minor, entry_id, revision, month, heard) VALUES (:park, "
          ":id, :debit, :credit, :amount, :reason, :expires, :state, :posted, :entry, :revision, "
          ":month, :heard) ON CONFLICT (park_id, id) DO UPDATE SET amount_minor = :amount, "
          "state = :state, posted_minor = :posted, entry_id = :entry, revision = :revision, "
          "heard = :heard",
          rows)
      .status();
}

}  // namespace tuoqiao::ledger
