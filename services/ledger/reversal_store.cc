#include "services/ledger/reversal_store.h"

#include "services/common/status_macros.h"

namespace tuoqiao::ledger {
namespace {

Reversal ReadReversal(const db::Row& row) {
  return {row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Int(5)};
}

}  // namespace

absl::StatusOr<Reversal> LoadReversal(db::Read& txn, const std::string& entry) {
  Reversal reversal;
  reversal.entry = entry;
  RETURN_IF_ERROR(
      txn.QueryOne("SELECT entry_id, reason, proposed_by, confirmed_by, reversal_entry_id, "
                   "revision FROM reversal WHERE park_id = :park AND entry_id = :entry",
                   {{"entry", entry}}, [&](const db::Row& row) { reversal = ReadReversal(row); })
          .status());
  return reversal;
}

absl::StatusOr<std::vector<Reversal>> LoadReversals(db::Read& txn, const std::string& after,
                                                    int64_t rows_max) {
  std::vector<Reversal> reversals;
  RETURN_IF_ERROR(
      txn.Query("SELECT entry_id, reason, proposed_by, confirmed_by, reversal_entry_id, revision "
                "FROM reversal WHERE park_id = :park AND entry_id > :after ORDER BY entry_id "
                "LIMIT :rows_max",
                {{"after", after}, {"rows_max", rows_max}}, [&](const db::Row& row) {
                  reversals.push_back(ReadReversal(row));
                  return absl::OkStatus();
                }));
  return reversals;
}

absl::Status SaveReversal(db::Write& txn, const Reversal& reversal) {
  return txn
      .Execute(
          "INSERT INTO reversal (park_id, entry_id, reason, proposed_by, confirmed_by, "
          "reversal_entry_id, revision) VALUES (:park, :entry, :reason, :proposed_by, "
          ":confirmed_by, :reversal_entry, :revision) "
          "ON CONFLICT (park_id, entry_id) DO UPDATE SET reason = :reason, "
          "proposed_by = :proposed_by, confirmed_by = :confirmed_by, "
          "reversal_entry_id = :reversal_entry, revision = :revision",
          {{"entry", reversal.entry},
           {"reason", reversal.reason},
           {"proposed_by", reversal.proposed_by},
           {"confirmed_by", reversal.confirmed_by},
           {"reversal_entry", reversal.reversal_entry},
           {"revision", reversal.revision}})
      .status();
}

}  // namespace tuoqiao::ledger
