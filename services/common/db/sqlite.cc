// SQLite: many readers, and one writer that commits the transactions that wait together.
//
// Of the threads that call WriteIn at the same time, the first leads: it opens one BEGIN IMMEDIATE,
// runs each waiting body inside its own SAVEPOINT (a lone one needs none), commits once, and only
// then wakes the others. A body may thus run on the thread of another caller, while its own caller
// waits for it. Bodies that arrive in the meantime are the next batch.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/db/engine.h"
#include "services/common/db/sqlite_connection.h"
#include "services/common/db/transaction.h"
#include "services/common/status_macros.h"

namespace tuoqiao::db {
namespace {

// A batch ends at whichever comes first, so that the first in it does not wait for long.
constexpr size_t kBatchBodiesMax = 256;
constexpr std::chrono::milliseconds kBatchTimeMax(20);

constexpr size_t kIdleReadersMax = 16;

constexpr absl::string_view kInMemory = ":memory:";

// A caller of WriteIn in the queue.
struct Waiting {
  absl::string_view park;
  const std::function<absl::Status(Write&)>& body;
  Outcome outcome;
  absl::Status status;
  bool done = false;
  std::condition_variable wake;
};

// A file's name is durable only with its folder.
absl::Status SyncFolderOf(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
  const int file = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = file >= 0 && fsync(file) == 0;
  if (file >= 0) close(file);
  return synced ? absl::OkStatus()
                : absl::UnavailableError(absl::StrCat("cannot sync ", folder.string()));
}

class SqliteDatabase : public Engine {
 public:
  SqliteDatabase(std::string path, std::unique_ptr<SqliteConnection> writer)
      : path_(std::move(path)), writer_(std::move(writer)) {}

  absl::Status ReadIn(absl::string_view park,
                      const std::function<absl::Status(Read&)>& body) override;
  absl::Status QueryIn(absl::string_view park, absl::string_view sql, const Args& args,
                       const std::function<absl::Status(const Row&)>& each) override;
  absl::Status WriteIn(absl::string_view park, const std::function<absl::Status(Write&)>& body,
                       Outcome outcome) override;
  absl::Status BackUp(const std::string& path) override;
  // Counts the rows of bodies that were rolled back, too.
  absl::StatusOr<int64_t> RowsWritten() override;
  absl::string_view engine() const override { return "sqlite"; }

  absl::StatusOr<std::map<std::string, std::string>> AppliedFiles() override;
  absl::Status Apply(const MigrationFile& migration) override;

 private:
  // The head of the queue, to be run by the caller, who holds the queue here and in `Wake`.
  std::vector<Waiting*> NextBatch();
  // Wakes the first `ran` of the queue but for the leader, and then the leader of the next batch.
  void Wake(size_t ran, const Waiting* leader);
  // Returns how many bodies it ran: at least one, each with its status set. It holds the writer.
  size_t CommitTogether(const std::vector<Waiting*>& batch);
  // `keep`: commit rather than roll back. OK where the transaction ended in that way.
  absl::Status End(bool keep);
  absl::Status RunInSavepoint(const Waiting& waiting);
  absl::Status RunBody(const Waiting& waiting);

  absl::Status ReadOn(SqliteConnection* connection, absl::string_view park,
                      const std::function<absl::Status(Read&)>& body);
  absl::StatusOr<std::unique_ptr<SqliteConnection>> TakeReader();
  void GiveBack(std::unique_ptr<SqliteConnection> reader);
  // Runs `use` on a connection that only reads: one of many, or the only one of ":memory:".
  absl::Status WithReader(const std::function<absl::Status(SqliteConnection*)>& use);

  const std::string path_;

  std::mutex queue_mutex_;  // Never held while a body runs.
  std::deque<Waiting*> queue_;

  std::mutex writer_mutex_;  // Held by the leader, and by whoever reads ":memory:".
  const std::unique_ptr<SqliteConnection> writer_;

  std::mutex readers_mutex_;
  std::vector<std::unique_ptr<SqliteConnection>> idle_readers_;
};

absl::Status SqliteDatabase::WriteIn(absl::string_view park,
                                     const std::function<absl::Status(Write&)>& body,
                                     Outcome outcome) {
  RETURN_IF_ERROR(MayBegin(this, park));
  Waiting mine{park, body, outcome};
  std::unique_lock<std::mutex> lock(queue_mutex_);
  queue_.push_back(&mine);
  mine.wake.wait(lock, [&] { return mine.done || queue_.front() == &mine; });
  if (mine.done) return mine.status;
  const std::vector<Waiting*> batch = NextBatch();
  lock.unlock();
  const size_t ran = CommitTogether(batch);
  lock.lock();
  Wake(ran, &mine);
  return mine.status;
}

std::vector<Waiting*> SqliteDatabase::NextBatch() {
  const size_t size = std::min(queue_.size(), kBatchBodiesMax);
  return std::vector<Waiting*>(queue_.begin(), queue_.begin() + size);
}

void SqliteDatabase::Wake(size_t ran, const Waiting* leader) {
  for (; ran > 0; --ran) {
    Waiting* waiting = queue_.front();
    queue_.pop_front();
    if (waiting == leader) continue;
    waiting->done = true;
    waiting->wake.notify_one();
  }
  if (!queue_.empty()) queue_.front()->wake.notify_one();
}

size_t SqliteDatabase::CommitTogether(const std::vector<Waiting*>& batch) {
  const std::lock_guard<std::mutex> lock(writer_mutex_);
  if (const absl::Status status = writer_->Run("BEGIN IMMEDIATE"); !status.ok()) {
    for (Waiting* waiting : batch) waiting->status = status;
    return batch.size();
  }
  const auto until = std::chrono::steady_clock::now() + kBatchTimeMax;
  size_t ran = 0;
  bool keep = false;
  do {
    Waiting* waiting = batch[ran++];
    waiting->status = batch.size() == 1 ? RunBody(*waiting) : RunInSavepoint(*waiting);
    keep |= waiting->status.ok() && waiting->outcome == Outcome::kCommit;
  } while (ran < batch.size() && writer_->InTransaction() &&
           std::chrono::steady_clock::now() < until);
  const bool undone = !writer_->InTransaction();
  if (const absl::Status ended = End(keep); !ended.ok()) {
    // What a body said may rest on what another wrote, and that is gone. Only the last one, which
    // undid them all, knows better.
    for (size_t i = 0; i < ran; ++i) {
      if (i + 1 < ran || !undone) batch[i]->status = ended;
      batch[i]->status.Update(ended);
    }
  }
  return ran;
}

absl::Status SqliteDatabase::End(bool keep) {
  // SQLite has rolled back by itself because of one body, say for a full disk; what the others of
  // the batch wrote is gone with it, and they may try again.
  if (!writer_->InTransaction()) {
    return absl::AbortedError("another transaction's failure undid this one");
  }
  const absl::Status ended = writer_->Run(keep ? "COMMIT" : "ROLLBACK");
  if (!ended.ok() && writer_->InTransaction()) writer_->Run("ROLLBACK").IgnoreError();
  return ended;
}

absl::Status SqliteDatabase::RunInSavepoint(const Waiting& waiting) {
  RETURN_IF_ERROR(writer_->Run("SAVEPOINT body"));
  absl::Status status = RunBody(waiting);
  if (!writer_->InTransaction()) return status;
  absl::Status closed;
  if (!status.ok() || waiting.outcome == Outcome::kDiscard)
    closed = writer_->Run("ROLLBACK TO body");
  closed.Update(writer_->Run("RELEASE body"));
  // Where its own savepoint cannot be undone, nothing of the batch may stay.
  if (!closed.ok() && writer_->InTransaction()) writer_->Run("ROLLBACK").IgnoreError();
  status.Update(closed);
  return status;
}

absl::Status SqliteDatabase::RunBody(const Waiting& waiting) {
  SqliteTransaction txn(writer_.get(), waiting.park, Access::kWrite);
  absl::Status status;
  {
    const Inside inside(this);
    status = waiting.body(txn);
  }
  status.Update(txn.failure());
  return status;
}

absl::Status SqliteDatabase::ReadIn(absl::string_view park,
                                    const std::function<absl::Status(Read&)>& body) {
  RETURN_IF_ERROR(MayBegin(this, park));
  return WithReader([&](SqliteConnection* connection) { return ReadOn(connection, park, body); });
}

absl::Status SqliteDatabase::ReadOn(SqliteConnection* connection, absl::string_view park,
                                    const std::function<absl::Status(Read&)>& body) {
  RETURN_IF_ERROR(connection->Run("BEGIN"));
  SqliteTransaction txn(connection, park, Access::kRead);
  absl::Status status;
  {
    const Inside inside(this);
    status = body(txn);
  }
  status.Update(txn.failure());
  if (connection->InTransaction()) status.Update(connection->Run("ROLLBACK"));
  return status;
}

absl::Status SqliteDatabase::QueryIn(absl::string_view park, absl::string_view sql,
                                     const Args& args,
                                     const std::function<absl::Status(const Row&)>& each) {
  RETURN_IF_ERROR(MayBegin(this, park));
  return WithReader([&](SqliteConnection* connection) {
    const Inside inside(this);
    return SqliteTransaction(connection, park, Access::kRead).Query(sql, args, each);
  });
}

absl::Status SqliteDatabase::WithReader(const std::function<absl::Status(SqliteConnection*)>& use) {
  if (path_ == kInMemory) {
    const std::lock_guard<std::mutex> lock(writer_mutex_);
    return use(writer_.get());
  }
  ASSIGN_OR_RETURN(std::unique_ptr<SqliteConnection> reader, TakeReader());
  const absl::Status status = use(reader.get());
  GiveBack(std::move(reader));
  return status;
}

absl::StatusOr<std::unique_ptr<SqliteConnection>> SqliteDatabase::TakeReader() {
  {
    const std::lock_guard<std::mutex> lock(readers_mutex_);
    if (!idle_readers_.empty()) {
      std::unique_ptr<SqliteConnection> reader = std::move(idle_readers_.back());
      idle_readers_.pop_back();
      return reader;
    }
  }
  return SqliteConnection::Open(path_);
}

void SqliteDatabase::GiveBack(std::unique_ptr<SqliteConnection> reader) {
  const std::lock_guard<std::mutex> lock(readers_mutex_);
  if (reader->InTransaction() || idle_readers_.size() >= kIdleReadersMax) return;
  idle_readers_.push_back(std::move(reader));
}

absl::Status CopyTo(const std::string& path, SqliteConnection* source) {
  sqlite3* copy = nullptr;
  absl::Status status;
  if (const int code = sqlite3_open(path.c_str(), &copy); code != SQLITE_OK) {
    status = absl::UnavailableError(absl::StrCat(path, ": ", sqlite3_errstr(code)));
  } else if (sqlite3_backup* backup = sqlite3_backup_init(copy, "main", source->get(), "main");
             backup == nullptr) {
    status = absl::UnavailableError(absl::StrCat(path, ": ", sqlite3_errmsg(copy)));
  } else {
    // In the transaction that `source` has open; a writer of a WAL file does not wait for it.
    const int stepped = sqlite3_backup_step(backup, -1);
    const int finished = sqlite3_backup_finish(backup);
    if (stepped != SQLITE_DONE || finished != SQLITE_OK) {
      status = absl::UnavailableError(
          absl::StrCat(path, ": ", sqlite3_errstr(stepped != SQLITE_DONE ? stepped : finished)));
    }
  }
  sqlite3_close(copy);
  return status;
}

// Under another name until it is whole, so that a copy that broke off is never taken for one.
absl::Status CopyWhole(const std::string& path, SqliteConnection* source) {
  const std::string unfinished = absl::StrCat(path, ".unfinished");
  std::remove(unfinished.c_str());
  RETURN_IF_ERROR(CopyTo(unfinished, source));
  if (std::rename(unfinished.c_str(), path.c_str()) != 0) {
    return absl::UnavailableError(absl::StrCat("cannot rename to ", path));
  }
  return SyncFolderOf(path);
}

absl::Status SqliteDatabase::BackUp(const std::string& path) {
  RETURN_IF_ERROR(Inside::Refuse(this));
  return WithReader([&](SqliteConnection* source) { return CopyWhole(path, source); });
}

absl::StatusOr<int64_t> SqliteDatabase::RowsWritten() {
  RETURN_IF_ERROR(Inside::Refuse(this));
  const std::lock_guard<std::mutex> lock(writer_mutex_);
  return writer_->RowsWritten();
}

absl::StatusOr<std::map<std::string, std::string>> SqliteDatabase::AppliedFiles() {
  std::map<std::string, std::string> applied;
  RETURN_IF_ERROR(ReadIn(kAcrossParks, [&](Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(
        const int64_t migrated,
        txn.QueryInt("SELECT COUNT(*) FROM sqlite_master WHERE name = 'schema_version'", {}));
    if (migrated == 0) return absl::OkStatus();
    ASSIGN_OR_RETURN(applied, ReadAppliedFiles(txn));
    return absl::OkStatus();
  }));
  return applied;
}

absl::Status SqliteDatabase::Apply(const MigrationFile& migration) {
  return WriteIn(
      kAcrossParks,
      [&](Write& txn) -> absl::Status {
        RETURN_IF_ERROR(writer_->RunScript(
            "CREATE TABLE IF NOT EXISTS schema_version (name TEXT PRIMARY KEY NOT NULL, "
            "sha256 TEXT NOT NULL, applied_time TEXT NOT NULL)"));
        ASSIGN_OR_RETURN(const bool applied, AlreadyApplied(txn, migration));
        if (applied) return absl::OkStatus();
        RETURN_IF_ERROR(writer_->RunScript(migration.file.sql));
        return NoteApplied(txn, migration);
      },
      Outcome::kCommit);
}

using SqliteConnections = std::vector<std::unique_ptr<SqliteConnection>>;

absl::StatusOr<SqliteConnections> OpenEach(const std::vector<SqliteCopy>& copies) {
  SqliteConnections connections;
  for (const SqliteCopy& copy : copies) {
    if (!std::filesystem::exists(copy.from)) {
      return absl::NotFoundError(absl::StrCat("there is no ", copy.from));
    }
    ASSIGN_OR_RETURN(connections.emplace_back(), SqliteConnection::Open(copy.from));
  }
  return connections;
}

}  // namespace

absl::Status CopySqliteFiles(const std::vector<SqliteCopy>& copies) {
  ASSIGN_OR_RETURN(const SqliteConnections writers, OpenEach(copies));
  ASSIGN_OR_RETURN(const SqliteConnections readers, OpenEach(copies));
  // While nobody can write to any of them, a snapshot of each begins; then they may go on.
  for (const auto& writer : writers) RETURN_IF_ERROR(writer->Run("BEGIN IMMEDIATE"));
  for (const auto& reader : readers) {
    RETURN_IF_ERROR(reader->Run("BEGIN"));
    RETURN_IF_ERROR(reader->Run("SELECT COUNT(*) FROM sqlite_master"));
  }
  for (const auto& writer : writers) RETURN_IF_ERROR(writer->Run("ROLLBACK"));
  for (size_t i = 0; i < copies.size(); ++i) {
    RETURN_IF_ERROR(CopyWhole(copies[i].to, readers[i].get()));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Database>> OpenSqlite(const std::string& path) {
  ASSIGN_OR_RETURN(std::unique_ptr<SqliteConnection> writer, SqliteConnection::Open(path));
  // 32 MB: a batch touches a page of each index for each of its rows.
  RETURN_IF_ERROR(writer->Run("PRAGMA cache_size = -32000"));
  return std::make_unique<SqliteDatabase>(path, std::move(writer));
}

}  // namespace tuoqiao::db
