#include "tests/bench/load.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <unordered_map>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/hash.h"
#include "services/common/status_macros.h"

namespace tuoqiao::bench {
namespace {

constexpr size_t kRowsInTransaction = 10000;

struct Append {
  std::string* text;

  void operator()(std::monostate) const { *text += 'n'; }
  void operator()(int64_t number) const { absl::StrAppend(text, "i", number, ";"); }
  void operator()(const std::string& bytes) const {
    absl::StrAppend(text, "t", bytes.size(), ":", bytes);
  }
  void operator()(const db::Blob& blob) const {
    absl::StrAppend(text, "b", blob.bytes.size(), ":", blob.bytes);
  }
};

std::string WholeOf(const RawRow& row) {
  std::string text;
  for (const db::Value& value : row) std::visit(Append{&text}, value.get());
  return text;
}

std::string KeyOf(const RawTable& table, const RawRow& row) {
  std::string text;
  for (size_t column : table.key) std::visit(Append{&text}, row[column].get());
  return text;
}

absl::StatusOr<TableChange> CompareTable(RawStore& before, RawStore& after, const RawTable& table) {
  std::unordered_map<std::string, std::string> known;  // Key to the hash of the row.
  RETURN_IF_ERROR(before.ReadAll(
      table, [&](const RawRow& row) { known[KeyOf(table, row)] = Sha256(WholeOf(row)); }));
  TableChange change;
  change.table = table;
  RETURN_IF_ERROR(after.ReadAll(table, [&](RawRow row) {
    const auto found = known.find(KeyOf(table, row));
    if (found == known.end()) {
      change.inserted.push_back(std::move(row));
      return;
    }
    if (found->second != Sha256(WholeOf(row))) change.changed.push_back(std::move(row));
    known.erase(found);
  }));
  change.deleted = static_cast<int64_t>(known.size());
  return change;
}

// Hands out batches and ends a transaction whenever it is full.
class Loading {
 public:
  explicit Loading(RawStore& into) : into_(into) {}

  absl::Status Put(const RawTable& table, const std::vector<RawRow>& rows, bench::Put put) {
    absl::Span<const RawRow> left = rows;
    while (!left.empty()) {
      if (in_transaction_ == 0) RETURN_IF_ERROR(into_.Begin());
      const size_t size =
          std::min({left.size(), into_.RowsMax(table), kRowsInTransaction - in_transaction_});
      RETURN_IF_ERROR(into_.Write(table, left.subspan(0, size), put));
      left.remove_prefix(size);
      in_transaction_ += size;
      if (in_transaction_ == kRowsInTransaction) RETURN_IF_ERROR(End());
    }
    return absl::OkStatus();
  }

  absl::Status End() {
    if (in_transaction_ == 0) return absl::OkStatus();
    in_transaction_ = 0;
    return into_.Commit();
  }

 private:
  RawStore& into_;
  size_t in_transaction_ = 0;
};

}  // namespace

absl::StatusOr<std::vector<TableChange>> Compare(RawStore& before, RawStore& after) {
  ASSIGN_OR_RETURN(const std::vector<RawTable> tables, after.Tables());
  ASSIGN_OR_RETURN(const std::vector<RawTable> tables_before, before.Tables());
  std::vector<TableChange> changes;
  if (tables.size() != tables_before.size()) {
    return absl::FailedPreconditionError("before and after have different tables");
  }
  for (size_t i = 0; i < tables.size(); ++i) {
    if (tables[i].name != tables_before[i].name || tables[i].columns != tables_before[i].columns ||
        tables[i].key.empty()) {
      return absl::FailedPreconditionError(
          absl::StrCat(tables[i].name, " has no key, or other columns before and after"));
    }
    ASSIGN_OR_RETURN(TableChange change, CompareTable(before, after, tables[i]));
    if (change.rows() + change.deleted > 0) changes.push_back(std::move(change));
  }
  return changes;
}

absl::StatusOr<absl::Duration> CommitEach(const std::vector<std::unique_ptr<RawStore>>& into,
                                          const TableChange& change) {
  std::atomic<size_t> next{0};
  std::vector<absl::Status> ends(into.size());
  const auto write = [&](RawStore& store) -> absl::Status {
    for (size_t i = next++; i < change.inserted.size(); i = next++) {
      RETURN_IF_ERROR(store.Begin());
      RETURN_IF_ERROR(store.Write(change.table, {&change.inserted[i], 1}, Put::kInsert));
      RETURN_IF_ERROR(store.Commit());
    }
    return absl::OkStatus();
  };
  const absl::Time start = absl::Now();
  std::vector<std::thread> writers;
  for (size_t i = 0; i < into.size(); ++i) {
    writers.emplace_back([&, i] { ends[i] = write(*into[i]); });
  }
  for (std::thread& writer : writers) writer.join();
  const absl::Duration taken = absl::Now() - start;
  for (const absl::Status& end : ends) RETURN_IF_ERROR(end);
  return taken;
}

absl::StatusOr<absl::Duration> Load(RawStore& into, const std::vector<TableChange>& changes) {
  const absl::Time start = absl::Now();
  Loading loading(into);
  for (const TableChange& change : changes) {
    RETURN_IF_ERROR(loading.Put(change.table, change.inserted, Put::kInsert));
    RETURN_IF_ERROR(loading.Put(change.table, change.changed, Put::kReplace));
  }
  RETURN_IF_ERROR(loading.End());
  return absl::Now() - start;
}

}  // namespace tuoqiao::bench
