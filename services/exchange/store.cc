#include "services/exchange/store.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/status_macros.h"
#include "services/exchange/errors.h"

namespace tuoqiao::exchange {
namespace {

constexpr char kConnectionColumns[] =
    "name, adapter, content, mapping, files, last_delivery, revision";

Connection ReadConnection(const db::Row& row) {
  Connection connection;
  connection.name = row.Text(0);
  connection.adapter = row.Text(1);
  connection.content = row.Text(2);
  connection.mapping = row.Bytes(3);
  connection.files = row.Int(4);
  connection.last_delivery = row.Text(5);
  connection.revision = row.Int(6);
  return connection;
}

constexpr char kDeliveryColumns[] =
    "id, parent, connection, content, file_name, content_hash, content_bytes, outward, month, "
    "subject, validate_only, adapter, mapping, connection_revision, leavers_confirmed, round, "
    "place, job_id, started_by, state, records_read, created, updated, unchanged, rejected, "
    "refused_by_owner, absent, leavers_wait, reason, text_en, text_zh, notes, kept, in_doubt, "
    "instead, revision";

Delivery ReadDelivery(const db::Row& row) {
  Delivery delivery;
  int at = 0;
  delivery.id = row.Text(at++);
  delivery.parent = row.Text(at++);
  delivery.connection = row.Text(at++);
  delivery.content = row.Text(at++);
  delivery.file_name = row.Text(at++);
  delivery.content_hash = row.Text(at++);
  delivery.content_bytes = row.Int(at++);
  delivery.outward = row.Flag(at++);
  delivery.month = row.Text(at++);
  delivery.subject = row.Text(at++);
  delivery.validate_only = row.Flag(at++);
  delivery.adapter = row.Text(at++);
  delivery.mapping = row.Bytes(at++);
  delivery.connection_revision = row.Int(at++);
  delivery.leavers_confirmed = row.Flag(at++);
  delivery.round = row.Int(at++);
  delivery.place = row.Int(at++);
  delivery.job_id = row.Text(at++);
  delivery.started_by = row.Text(at++);
  delivery.state = DeliveryStateOf(row.Text(at++));
  delivery.records_read = row.Int(at++);
  delivery.tally.created = row.Int(at++);
  delivery.tally.updated = row.Int(at++);
  delivery.tally.unchanged = row.Int(at++);
  delivery.tally.rejected = row.Int(at++);
  delivery.tally.refused_by_owner = row.Int(at++);
  delivery.absent = row.Int(at++);
  delivery.leavers_wait = row.Flag(at++);
  delivery.refusal.reason = row.Text(at++);
  delivery.refusal.text_en = row.Text(at++);
  delivery.refusal.text_zh = row.Text(at++);
  const std::string notes = row.Text(at++);
  if (!notes.empty()) delivery.notes = absl::StrSplit(notes, '\n');
  delivery.kept = row.Flag(at++);
  delivery.in_doubt = row.Flag(at++);
  delivery.instead = row.Text(at++);
  delivery.revision = row.Int(at++);
  return delivery;
}

absl::StatusOr<std::optional<Delivery>> FindOne(db::Read& txn, absl::string_view where,
                                                const db::Args& args) {
  std::optional<Delivery> found;
  RETURN_IF_ERROR(txn.QueryOne(absl::StrCat("SELECT ", kDeliveryColumns,
                                            " FROM delivery WHERE park_id = :park AND ", where),
                               args, [&](const db::Row& row) { found = ReadDelivery(row); })
                      .status());
  return found;
}

}  // namespace

absl::StatusOr<std::optional<Connection>> FindConnection(db::Read& txn, const std::string& name) {
  std::optional<Connection> found;
  RETURN_IF_ERROR(
      txn.QueryOne(absl::StrCat("SELECT ", kConnectionColumns,
                                " FROM connection WHERE park_id = :park AND name = :name"),
                   {{"name", name}}, [&](const db::Row& row) { found = ReadConnection(row); })
          .status());
  return found;
}

absl::StatusOr<Connection> LockConnection(db::Write& txn, const std::string& name) {
  RETURN_IF_ERROR(txn.LockRoot("connection", "name", name));
  ASSIGN_OR_RETURN(std::optional<Connection> found, FindConnection(txn, name));
  if (!found.has_value()) return ConnectionNotFound(name);
  return *std::move(found);
}

absl::Status SaveConnection(db::Write& txn, const Connection& connection) {
  return txn
      .Execute(
          "INSERT INTO connection (park_id, name, adapter, content, mapping, files, "
          "last_delivery, last_read_time, revision) VALUES (:park, :name, :adapter, :content, "
          ":mapping, :files, :last, '', :revision) ON CONFLICT (park_id, name) DO UPDATE SET "
          "adapter = excluded.adapter, content = excluded.content, mapping = excluded.mapping, "
          "files = excluded.files, last_delivery = excluded.last_delivery, "
          "revision = excluded.revision",
          {{"name", connection.name},
           {"adapter", connection.adapter},
           {"content", connection.content},
           {"mapping", db::Blob{connection.mapping}},
           {"files", connection.files},
           {"last", connection.last_delivery},
           {"revision", connection.revision}})
      .status();
}

absl::Status SaveLastRead(db::Write& txn, const std::string& connection, const std::string& time) {
  return txn
      .Execute(
          "UPDATE connection SET last_read_time = :time WHERE park_id = :park AND name = "
          ":name",
          {{"name", connection}, {"time", time}})
      .status();
}

absl::StatusOr<std::vector<Connection>> LoadConnections(db::Read& txn, const Stretch& stretch) {
  std::vector<Connection> connections;
  // '0' follows '/': names below the parent and no others.
  RETURN_IF_ERROR(txn.Query(
      absl::StrCat("SELECT ", kConnectionColumns,
                   " FROM connection WHERE park_id = :park AND name > :after AND name >= :first "
                   "AND name < :end ORDER BY name LIMIT :most"),
      {{"after", stretch.after},
       {"first", absl::StrCat(stretch.parent, "/")},
       {"end", absl::StrCat(stretch.parent, "0")},
       {"most", stretch.rows_max}},
      [&](const db::Row& row) {
        connections.push_back(ReadConnection(row));
        return absl::OkStatus();
      }));
  return connections;
}

absl::StatusOr<std::vector<Delivery>> LoadDeliveries(db::Read& txn, const Stretch& stretch) {
  std::vector<Delivery> deliveries;
  RETURN_IF_ERROR(txn.Query(
      absl::StrCat("SELECT ", kDeliveryColumns,
                   " FROM delivery WHERE park_id = :park AND id > :after AND validate_only = 0 "
                   "ORDER BY id LIMIT :most"),
      {{"after", stretch.after}, {"most", stretch.rows_max}}, [&](const db::Row& row) {
        deliveries.push_back(ReadDelivery(row));
        return absl::OkStatus();
      }));
  return deliveries;
}

absl::StatusOr<std::optional<Delivery>> FindDelivery(db::Read& txn, const std::string& id) {
  return FindOne(txn, "id = :id", {{"id", id}});
}

absl::StatusOr<Delivery> LoadDelivery(db::Database& db, const std::string& park,
                                      const std::string& id) {
  std::optional<Delivery> found;
  RETURN_IF_ERROR(db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(found, FindDelivery(txn, id));
    return absl::OkStatus();
  }));
  if (!found.has_value()) return DeliveryNotFound(id);
  return *std::move(found);
}

absl::StatusOr<std::optional<Delivery>> LockDelivery(db::Write& txn, const std::string& id) {
  RETURN_IF_ERROR(txn.LockRoot("delivery", "id", id));
  return FindDelivery(txn, id);
}

absl::Status SaveDelivery(db::Write& txn, const Delivery& d) {
  return txn
      .Execute(
          "INSERT INTO delivery (park_id, id, parent, connection, content, file_name, "
          "content_hash, content_bytes, outward, month, subject, validate_only, adapter, mapping, "
          "connection_revision, leavers_confirmed, round, place, job_id, started_by, state, "
          "records_read, created, updated, unchanged, rejected, refused_by_owner, absent, "
          "leavers_wait, reason, text_en, text_zh, notes, header_sealed, separator, kept, "
          "keep_until, in_doubt, instead, revision) VALUES (:park, :id, :parent, :connection, "
          ":content, :file_name, "
          ":hash, :bytes, :outward, :month, :subject, :dry, :adapter, :mapping, "
          ":connection_revision, :confirmed, :round, :place, :job, :started_by, :state, :read, "
          ":created, :updated, :unchanged, :rejected, :by_owner, :absent, :wait, :reason, :en, "
          ":zh, :notes, :nothing, '', :kept, '', :in_doubt, :instead, :revision) ON CONFLICT "
          "(park_id, id) DO UPDATE "
          "SET content = excluded.content, adapter = excluded.adapter, mapping = excluded.mapping, "
          "connection_revision = excluded.connection_revision, "
          "leavers_confirmed = excluded.leavers_confirmed, round = excluded.round, "
          "place = excluded.place, job_id = excluded.job_id, started_by = excluded.started_by, "
          "state = excluded.state, records_read = excluded.records_read, "
          "created = excluded.created, updated = excluded.updated, "
          "unchanged = excluded.unchanged, rejected = excluded.rejected, "
          "refused_by_owner = excluded.refused_by_owner, absent = excluded.absent, "
          "leavers_wait = excluded.leavers_wait, reason = excluded.reason, "
          "text_en = excluded.text_en, text_zh = excluded.text_zh, notes = excluded.notes, "
          "kept = excluded.kept, in_doubt = excluded.in_doubt, instead = excluded.instead, "
          "revision = excluded.revision",
          {{"id", d.id},
           {"parent", d.parent},
           {"connection", d.connection},
           {"content", d.content},
           {"file_name", d.file_name},
           {"hash", d.content_hash},
           {"bytes", d.content_bytes},
           {"outward", d.outward},
           {"month", d.month},
           {"subject", d.subject},
           {"dry", d.validate_only},
           {"adapter", d.adapter},
           {"mapping", db::Blob{d.mapping}},
           {"connection_revision", d.connection_revision},
           {"confirmed", d.leavers_confirmed},
           {"round", d.round},
           {"place", d.place},
           {"job", d.job_id},
           {"started_by", d.started_by},
           {"state", DeliveryStateName(d.state)},
           {"read", d.records_read},
           {"created", d.tally.created},
           {"updated", d.tally.updated},
           {"unchanged", d.tally.unchanged},
           {"rejected", d.tally.rejected},
           {"by_owner", d.tally.refused_by_owner},
           {"absent", d.absent},
           {"wait", d.leavers_wait},
           {"reason", d.refusal.reason},
           {"en", d.refusal.text_en},
           {"zh", d.refusal.text_zh},
           {"notes", absl::StrJoin(d.notes, "\n")},
           {"nothing", db::Blob{""}},
           {"kept", d.kept},
           {"in_doubt", d.in_doubt},
           {"instead", d.instead},
           {"revision", d.revision}})
      .status();
}

absl::StatusOr<bool> JobIsAlive(db::Read& txn, const std::string& job) {
  ASSIGN_OR_RETURN(const int64_t alive,
                   txn.QueryInt("SELECT COUNT(*) FROM job WHERE park_id = :park AND id = :id AND "
                                "state IN ('WAITING', 'RUNNING')",
                                {{"id", job}}));
  return alive > 0;
}

absl::StatusOr<std::vector<std::string>> LoadQueuedBefore(db::Read& txn, const Delivery& delivery) {
  std::vector<std::pair<std::string, std::string>> queued;  // With the job of each.
  RETURN_IF_ERROR(txn.Query(
      "SELECT id, job_id FROM delivery WHERE park_id = :park AND connection = :connection AND "
      "place < :place AND state = 'QUEUED' ORDER BY place",
      {{"connection", delivery.connection}, {"place", delivery.place}}, [&](const db::Row& row) {
        queued.emplace_back(row.Text(0), row.Text(1));
        return absl::OkStatus();
      }));
  std::vector<std::string> ids;
  for (const auto& [id, job] : queued) {
    ASSIGN_OR_RETURN(const bool alive, JobIsAlive(txn, job));
    if (alive) ids.push_back(id);
  }
  return ids;
}

absl::StatusOr<std::optional<Delivery>> FindLastSent(db::Read& txn, const std::string& connection,
                                                     const std::string& subject) {
  return FindOne(txn,
                 "connection = :connection AND subject = :subject AND outward = 1 "
                 "ORDER BY place DESC LIMIT 1",
                 {{"connection", connection}, {"subject", subject}});
}

absl::StatusOr<RoadsGone> LoadRoadsGone(db::Read& txn, const std::string& subject) {
  RoadsGone gone;
  RETURN_IF_ERROR(
      txn.Query("SELECT connection, CAST(MAX(CASE WHEN instead <> '' THEN 1 ELSE 0 END) AS BIGINT) "
                "FROM delivery WHERE "
                "park_id = :park AND subject = :subject AND subject <> '' GROUP BY connection",
                {{"subject", subject}}, [&](const db::Row& row) {
                  (row.Flag(1) ? gone.passed_over : gone.by).insert(row.Text(0));
                  return absl::OkStatus();
                }));
  return gone;
}

absl::StatusOr<bool> TargetMayHave(db::Read& txn, const Delivery& delivery) {
  ASSIGN_OR_RETURN(
      const int64_t others,
      txn.QueryInt("SELECT COUNT(*) FROM delivery WHERE park_id = :park AND subject = :subject AND "
                   "subject <> '' AND connection = :connection AND id <> :id AND "
                   "(state IN ('QUEUED', 'ACCEPTED') OR in_doubt = 1)",
                   {{"subject", delivery.subject},
                    {"connection", delivery.connection},
                    {"id", delivery.id}}));
  return others > 0;
}

absl::Status SaveSentEnds(db::Write& txn, const std::string& delivery,
                          const std::vector<std::string>& ends) {
  std::vector<db::Args> rows;
  for (const std::string& each : ends) rows.push_back({{"delivery", delivery}, {"end", each}});
  return txn
      .ExecuteMany(
          "INSERT INTO sent_end (park_id, delivery_id, authorisation) "
          "VALUES (:park, :delivery, :end) "
          "ON CONFLICT (park_id, delivery_id, authorisation) DO NOTHING",
          rows)
      .status();
}

absl::StatusOr<std::vector<std::string>> LoadSentEnds(db::Read& txn, const std::string& delivery) {
  std::vector<std::string> ends;
  RETURN_IF_ERROR(
      txn.Query("SELECT authorisation FROM sent_end WHERE park_id = :park "
                "AND delivery_id = :delivery ORDER BY authorisation",
                {{"delivery", delivery}}, [&](const db::Row& row) {
                  ends.push_back(row.Text(0));
                  return absl::OkStatus();
                }));
  return ends;
}

absl::StatusOr<std::vector<std::string>> LoadParks(db::Read& across_parks) {
  std::vector<std::string> parks;
  RETURN_IF_ERROR(across_parks.Query("SELECT DISTINCT park_id FROM data_key ORDER BY park_id", {},
                                     [&](const db::Row& row) {
                                       parks.push_back(row.Text(0));
                                       return absl::OkStatus();
                                     }));
  return parks;
}

absl::StatusOr<std::string> LoadOldestRoster(db::Read& txn) {
  std::string oldest;
  RETURN_IF_ERROR(
      txn.QueryOne("SELECT MIN(last_read_time) FROM connection WHERE park_id = :park AND "
                   "content = 'ROSTER' AND last_read_time <> ''",
                   {}, [&](const db::Row& row) { oldest = row.TextOr(0, ""); })
          .status());
  return oldest;
}

}  // namespace tuoqiao::exchange
