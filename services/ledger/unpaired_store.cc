#include "services/ledger/unpaired_store.h"

#include <algorithm>
#include <tuple>

#include "services/common/status_macros.h"

namespace tuoqiao::ledger {
namespace {

// The columns of an entry that may be gone.
UnpairedCause ReadCause(const db::Row& row, int column, int64_t amount_minor) {
  return {row.Text(column), row.TextOr(column + 1, ""), row.TextOr(column + 2, ""),
          row.TextOr(column + 3, ""), amount_minor};
}

absl::Status AddCausesOfItem(db::Read& txn, Unpaired* unpaired) {
  return txn.Query(
      "SELECT c.entry_id, e.kind, e.cause, e.effective_date, c.opened_minor - c.closed_minor "
      "FROM item_change c LEFT JOIN entry e ON e.park_id = c.park_id AND e.id = c.entry_id "
      "WHERE c.park_id = :park AND c.account = :account AND c.item = :item AND c.entry_id <> '' "
      "ORDER BY e.position, c.entry_id LIMIT 100",
      {{"account", unpaired->account}, {"item", unpaired->item}}, [&](const db::Row& row) {
        unpaired->causes.push_back(ReadCause(row, 0, row.Int(4)));
        return absl::OkStatus();
      });
}

absl::Status AddItems(db::Read& txn, int64_t rows_max, std::vector<Unpaired>* found) {
  std::vector<Unpaired> items;
  RETURN_IF_ERROR(
      txn.Query("SELECT s.account, s.item, CAST(SUM(s.ko) AS BIGINT), CAST(SUM(s.kc) AS BIGINT), "
                "CAST(SUM(s.mo) AS BIGINT), CAST(SUM(s.mc) AS BIGINT) FROM ("
                "SELECT account, item, opened_minor AS ko, closed_minor AS kc, 0 AS mo, 0 AS mc "
                "FROM open_item WHERE park_id = :park UNION ALL "
                "SELECT account, item, 0, 0, opened_minor, closed_minor FROM item_change "
                "WHERE park_id = :park) s GROUP BY s.account, s.item "
                "HAVING SUM(s.ko) <> SUM(s.mo) OR SUM(s.kc) <> SUM(s.mc) "
                "OR (SUM(s.ko) >= 0 AND (SUM(s.kc) < 0 OR SUM(s.kc) > SUM(s.ko))) "
                "OR (SUM(s.ko) < 0 AND (SUM(s.kc) > 0 OR SUM(s.kc) < SUM(s.ko))) "
                "ORDER BY s.account, s.item LIMIT :rows_max",
                {{"rows_max", rows_max}}, [&](const db::Row& row) {
                  auto unpaired = FindUnpaired(
                      {row.Text(0), row.Text(1), row.Int(2), row.Int(3), row.Int(4), row.Int(5)});
                  if (unpaired.has_value()) items.push_back(*std::move(unpaired));
                  return absl::OkStatus();
                }));
  for (Unpaired& each : items) {
    RETURN_IF_ERROR(AddCausesOfItem(txn, &each));
    found->push_back(std::move(each));
  }
  return absl::OkStatus();
}

// What entries posted on accounts that items explain, beside what they did to items. Of what was
// posted before that was kept there is nothing to compare.
absl::Status AddPostings(db::Read& txn, int64_t rows_max, std::vector<Unpaired>* found) {
  return txn.Query(
      "SELECT s.entry_id, e.kind, e.cause, e.effective_date, s.account, "
      "CAST(SUM(s.posted) AS BIGINT), CAST(SUM(s.made) AS BIGINT) FROM ("
      "SELECT entry_id, account, amount_minor AS posted, 0 AS made FROM posting "
      "WHERE park_id = :park AND (account LIKE 'clearing-%' OR account LIKE 'suspense-%') "
      "UNION ALL SELECT entry_id, account, 0, opened_minor - closed_minor FROM item_change "
      "WHERE park_id = :park AND entry_id <> '') s "
      "LEFT JOIN entry e ON e.park_id = :park AND e.id = s.entry_id "
      "WHERE e.id IS NULL OR e.record_time <> '' "
      "GROUP BY s.entry_id, e.kind, e.cause, e.effective_date, s.account "
      "HAVING SUM(s.posted) <> SUM(s.made) ORDER BY s.account, s.entry_id LIMIT :rows_max",
      {{"rows_max", rows_max}}, [&](const db::Row& row) {
        Unpaired unpaired;
        unpaired.account = row.Text(4);
        unpaired.reason =
            row.Null(1) ? UnpairedReason::kEntryGone : UnpairedReason::kPostingAltered;
        unpaired.amount_minor = row.Int(5) - row.Int(6);
        unpaired.causes.push_back(ReadCause(row, 0, row.Int(5)));
        found->push_back(std::move(unpaired));
        return absl::OkStatus();
      });
}

absl::Status AddOrphans(db::Read& txn, int64_t rows_max, std::vector<Unpaired>* found) {
  return txn.Query(
      "SELECT p.entry_id, e.kind, e.cause, e.effective_date, p.account, p.amount_minor "
      "FROM posting p LEFT JOIN entry e ON e.park_id = p.park_id AND e.id = p.entry_id "
      "WHERE p.park_id = :park AND e.id IS NULL AND p.account NOT LIKE 'clearing-%' "
      "AND p.account NOT LIKE 'suspense-%' ORDER BY p.account, p.entry_id LIMIT :rows_max",
      {{"rows_max", rows_max}}, [&](const db::Row& row) {
        Unpaired unpaired;
        unpaired.account = row.Text(4);
        unpaired.reason = UnpairedReason::kEntryGone;
        unpaired.amount_minor = row.Int(5);
        unpaired.causes.push_back(ReadCause(row, 0, row.Int(5)));
        found->push_back(std::move(unpaired));
        return absl::OkStatus();
      });
}

absl::Status AddTorn(db::Read& txn, int64_t rows_max, std::vector<Unpaired>* found) {
  return txn.Query(
      "SELECT e.id, e.kind, e.cause, e.effective_date, "
      "CAST(COALESCE(SUM(p.amount_minor), 0) AS BIGINT) FROM entry e "
      "LEFT JOIN posting p ON p.park_id = e.park_id AND p.entry_id = e.id "
      "WHERE e.park_id = :park "
      "GROUP BY e.position, e.id, e.kind, e.cause, e.effective_date, e.last_ordinal "
      "HAVING COUNT(p.ordinal) <> COALESCE(e.last_ordinal + 1, 0) "
      "OR COALESCE(SUM(p.amount_minor), 0) <> 0 ORDER BY e.position LIMIT :rows_max",
      {{"rows_max", rows_max}}, [&](const db::Row& row) {
        Unpaired unpaired;
        unpaired.reason = UnpairedReason::kEntryTorn;
        unpaired.amount_minor = row.Int(4);
        unpaired.causes.push_back(ReadCause(row, 0, row.Int(4)));
        found->push_back(std::move(unpaired));
        return absl::OkStatus();
      });
}

absl::Status AddBalances(db::Read& txn, int64_t rows_max, std::vector<Unpaired>* found) {
  return txn.Query(
      "SELECT s.account, s.month, CAST(SUM(s.posted) AS BIGINT), CAST(SUM(s.kept) AS BIGINT) "
      "FROM (SELECT account, month, amount_minor AS posted, 0 AS kept FROM posting "
      "WHERE park_id = :park UNION ALL "
      "SELECT account, month, 0, debit_minor - credit_minor FROM balance WHERE park_id = :park) s "
      "GROUP BY s.account, s.month HAVING SUM(s.posted) <> SUM(s.kept) "
      "ORDER BY s.account, s.month LIMIT :rows_max",
      {{"rows_max", rows_max}}, [&](const db::Row& row) {
        Unpaired unpaired;
        unpaired.account = row.Text(0);
        unpaired.reason = UnpairedReason::kBalanceAltered;
        unpaired.month = row.Text(1);
        unpaired.amount_minor = row.Int(2) - row.Int(3);
        found->push_back(std::move(unpaired));
        return absl::OkStatus();
      });
}

}  // namespace

absl::StatusOr<std::vector<Unpaired>> LoadUnpaired(db::Read& txn, int64_t rows_max) {
  std::vector<Unpaired> found;
  for (const auto& add : {AddItems, AddPostings, AddOrphans, AddTorn, AddBalances}) {
    RETURN_IF_ERROR(add(txn, rows_max, &found));
  }
  std::stable_sort(found.begin(), found.end(), [](const Unpaired& one, const Unpaired& other) {
    return std::tie(one.account, one.reason) < std::tie(other.account, other.reason);
  });
  return found;
}

}  // namespace tuoqiao::ledger
