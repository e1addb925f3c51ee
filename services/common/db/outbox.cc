#include "services/common/db/outbox.h"

#include "services/common/status_macros.h"

namespace tuoqiao::db {
namespace {

absl::Status SaveHead(Write& txn, const ChainPoint& head) {
  return txn
      .Execute(
          "INSERT INTO log_head (park_id, position, chain_hash) VALUES (:park, :position, :chain) "
          "ON CONFLICT (park_id) DO UPDATE SET position = :position, chain_hash = :chain",
          {{"position", head.position}, {"chain", Blob{head.chain_hash}}})
      .status();
}

}  // namespace

absl::StatusOr<ChainPoint> LoadHead(Read& txn) {
  ChainPoint head;
  RETURN_IF_ERROR(txn.QueryOne("SELECT position, chain_hash FROM log_head WHERE park_id = :park",
                               {},
                               [&](const Row& row) {
                                 head = {row.Int(0), row.Bytes(1)};
                               })
                      .status());
  return head;
}

absl::StatusOr<std::map<std::string, ChainPoint>> LoadHeads(Read& across_parks) {
  std::map<std::string, ChainPoint> heads;
  RETURN_IF_ERROR(
      across_parks.Query("SELECT park_id, position, chain_hash FROM log_head WHERE position > 0",
                         {}, [&](const Row& row) {
                           heads[row.Text(0)] = {row.Int(1), row.Bytes(2)};
                           return absl::OkStatus();
                         }));
  return heads;
}

absl::Status AppendLog(Write& txn, const std::vector<LogLeaf>& leaves) {
  if (leaves.empty()) return absl::OkStatus();
  const bool number_now = txn.WritersAreAlone();
  ChainPoint head;
  if (number_now) {
    ASSIGN_OR_RETURN(head, LoadHead(txn));
  }
  std::vector<Args> rows;
  rows.reserve(leaves.size());
  for (const LogLeaf& leaf : leaves) {
    const std::string leaf_hash = LeafHash(leaf);
    if (number_now) head = {head.position + 1, ChainHash(head.chain_hash, leaf_hash)};
    rows.push_back({{"id", leaf.id},
                    {"kind", leaf.kind},
                    {"subject", leaf.subject},
                    {"revision", leaf.revision},
                    {"payload", Blob{leaf.payload}},
                    {"leaf_hash", Blob{leaf_hash}},
                    {"request_id", leaf.request_id},
                    {"caller", leaf.caller},
                    {"write_time", leaf.write_time},
                    {"position", number_now ? Value(head.position) : Value()},
                    {"chain_hash", number_now ? Value(Blob{head.chain_hash}) : Value()}});
  }
  RETURN_IF_ERROR(
      txn.ExecuteMany("INSERT INTO log (park_id, id, kind, subject, revision, payload, "
                      "leaf_hash, request_id, caller, write_time, position, chain_hash) "
                      "VALUES (:park, :id, :kind, :subject, :revision, :payload, "
                      ":leaf_hash, :request_id, :caller, :write_time, :position, "
                      ":chain_hash)",
                      rows)
          .status());
  return number_now ? SaveHead(txn, head) : absl::OkStatus();
}

absl::StatusOr<int64_t> NumberLog(Write& txn, int64_t rows_max) {
  // The row has to be there to be locked: several may number at once.
  RETURN_IF_ERROR(txn.Execute("INSERT INTO log_head (park_id, position, chain_hash) VALUES (:park, "
                              "0, :chain) ON CONFLICT (park_id) DO NOTHING",
                              {{"chain", Blob{ChainPoint().chain_hash}}})
                      .status());
  RETURN_IF_ERROR(txn.LockRoot("log_head", "park_id", txn.park()));
  ASSIGN_OR_RETURN(ChainPoint head, LoadHead(txn));
  std::vector<Args> rows;
  // A subject's revisions are written one after the other under its lock, so a later revision never
  // waits while an earlier one is still uncommitted. Times are taken before locks: a later revision
  // may carry an earlier one, and still comes after it.
  RETURN_IF_ERROR(txn.Query(
      "SELECT id, leaf_hash FROM log WHERE park_id = :park AND position IS NULL "
      "ORDER BY MAX(write_time) OVER (PARTITION BY subject ORDER BY revision), subject, revision "
      "LIMIT :rows_max",
      {{"rows_max", rows_max}}, [&](const Row& row) {
        head = {head.position + 1, ChainHash(head.chain_hash, row.Bytes(1))};
        rows.push_back(
            {{"id", row.Text(0)}, {"position", head.position}, {"chain", Blob{head.chain_hash}}});
        return absl::OkStatus();
      }));
  if (rows.empty()) return 0;
  RETURN_IF_ERROR(txn.ExecuteMany("UPDATE log SET position = :position, chain_hash = :chain WHERE "
                                  "park_id = :park AND id = :id",
                                  rows)
                      .status());
  RETURN_IF_ERROR(SaveHead(txn, head));
  return static_cast<int64_t>(rows.size());
}

absl::StatusOr<bool> LogWaits(Read& txn) {
  ASSIGN_OR_RETURN(const int64_t waiting,
                   txn.QueryInt("SELECT COUNT(*) FROM (SELECT id FROM log WHERE park_id = :park "
                                "AND position IS NULL LIMIT 1) waiting",
                                {}));
  return waiting > 0;
}

absl::StatusOr<std::vector<std::string>> ParksToNumber(Read& across_parks) {
  std::vector<std::string> parks;
  RETURN_IF_ERROR(across_parks.Query("SELECT DISTINCT park_id FROM log WHERE position IS NULL", {},
                                     [&](const Row& row) {
                                       parks.push_back(row.Text(0));
                                       return absl::OkStatus();
                                     }));
  return parks;
}

absl::Status ReadLog(Read& txn, int64_t after, int64_t rows_max,
                     const std::function<absl::Status(const LogRow&)>& each) {
  return txn.Query(
      "SELECT id, kind, subject, revision, payload, leaf_hash, request_id, caller, write_time, "
      "position, chain_hash FROM log WHERE park_id = :park AND position > :after "
      "ORDER BY position LIMIT :rows_max",
      {{"after", after}, {"rows_max", rows_max}}, [&](const Row& row) {
        return each({{txn.park(), row.Text(0), row.Text(1), row.Text(2), row.Int(3), row.Bytes(4),
                      row.Text(6), row.Text(7), row.Text(8)},
                     row.Bytes(5),
                     row.Int(9),
                     row.Bytes(10)});
      });
}

absl::StatusOr<int64_t> LogPosition(Read& txn) {
  return txn.QueryInt("SELECT position FROM log_head WHERE park_id = :park", {});
}

absl::StatusOr<int64_t> LoadCursor(Read& txn, absl::string_view source) {
  return txn.QueryInt("SELECT position FROM cursor WHERE park_id = :park AND source = :source",
                      {{"source", source}});
}

absl::Status LockCursor(Write& txn, absl::string_view source) {
  // The row has to be there to be locked.
  RETURN_IF_ERROR(txn.Execute("INSERT INTO cursor (park_id, source, position) VALUES (:park, "
                              ":source, 0) ON CONFLICT (park_id, source) DO NOTHING",
                              {{"source", source}})
                      .status());
  return txn.LockRoot("cursor", "source", source);
}

absl::Status SaveCursor(Write& txn, absl::string_view source, int64_t position) {
  return txn
      .Execute(
          "INSERT INTO cursor (park_id, source, position) VALUES (:park, :source, :position) "
          "ON CONFLICT (park_id, source) DO UPDATE SET position = :position",
          {{"source", source}, {"position", position}})
      .status();
}

}  // namespace tuoqiao::db
