#include "services/cli/rows.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/status_macros.h"

namespace tuoqiao::cli {
namespace {

constexpr size_t kBatchMax = 500;

using type::v1::ItemResult;

// The rejected rows in the order of their lines.
std::string RejectedCsv(const adapters::FileOf<adapters::Row>& file,
                        const std::vector<RejectedRow>& rejected,
                        const std::map<int64_t, std::string>& raw) {
  if (rejected.empty()) return "";
  std::string csv = absl::StrCat(file.header, ",reason\r\n");
  for (const RejectedRow& row : rejected) {
    const auto found = raw.find(row.line);
    CHECK(found != raw.end());
    absl::StrAppend(&csv, found->second, ",", row.reason, "\r\n");
  }
  return csv;
}

void Count(const ItemResult& result, const std::string& file, const adapters::Row& row,
           RowsReport* report) {
  switch (result.outcome()) {
    case ItemResult::CREATED:
      ++report->created;
      break;
    case ItemResult::UPDATED:
      ++report->updated;
      break;
    case ItemResult::UNCHANGED:
      ++report->unchanged;
      break;
    default:
      report->rejected.push_back(
          {file, row.line, result.field(), result.reason(), result.text_en()});
  }
}

}  // namespace

void RowsReport::Add(const RowsReport& other) {
  read += other.read;
  created += other.created;
  updated += other.updated;
  unchanged += other.unchanged;
  rejected.insert(rejected.end(), other.rejected.begin(), other.rejected.end());
}

std::map<std::string, int64_t> RowsReport::RejectedByReason() const {
  std::map<std::string, int64_t> by_reason;
  for (const RejectedRow& row : rejected) ++by_reason[row.reason];
  return by_reason;
}

absl::StatusOr<RowsFile> SendTable(const std::string& file, const adapters::Table& table,
                                   const std::string& bytes,
                                   const std::function<std::string(const adapters::Row&)>& key,
                                   const SendRows& send) {
  ASSIGN_OR_RETURN(const auto read, adapters::ReadRows(table, bytes, {}));
  RowsFile result;
  RowsReport& report = result.report;
  report.read = read.records_read;
  std::map<int64_t, std::string> raw;
  for (const adapters::RawRecord& record : read.rejected) raw[record.line] = record.text;
  for (const adapters::Row& row : read.records) raw[row.line] = row.raw;
  for (const adapters::Fault& fault : read.faults) {
    report.rejected.push_back({file, fault.line, fault.field, fault.reason, fault.text_en});
  }

  std::map<std::string, std::vector<const adapters::Row*>> by_key;
  for (const adapters::Row& row : read.records) by_key[key(row)].push_back(&row);
  for (const auto& [name, rows] : by_key) {
    for (size_t at = 0; at < rows.size(); at += kBatchMax) {
      const std::vector<const adapters::Row*> batch(
          rows.begin() + at, rows.begin() + std::min(rows.size(), at + kBatchMax));
      ASSIGN_OR_RETURN(const auto results, send(batch));
      CHECK(results.size() == batch.size());
      for (size_t i = 0; i < batch.size(); ++i) Count(results[i], file, *batch[i], &report);
    }
  }
  std::sort(report.rejected.begin(), report.rejected.end(),
            [](const RejectedRow& a, const RejectedRow& b) { return a.line < b.line; });
  result.rejected_csv = RejectedCsv(read, report.rejected, raw);
  return result;
}

Progress::Progress(std::string label) : label_(std::move(label)) {}

void Progress::Show(int64_t done, int64_t total) {
  done_ = done;
  total_ = total;
  const absl::Time now = absl::Now();
  const bool terminal = isatty(STDERR_FILENO) != 0;
  const absl::Duration every = terminal ? absl::Milliseconds(200) : absl::Seconds(5);
  if (now - start_ < absl::Seconds(1) || now - shown_ < every) return;
  shown_ = now;
  any_ = true;
  std::fprintf(stderr, terminal ? "\r  %s %lld/%lld " : "  %s %lld/%lld\n", label_.c_str(),
               static_cast<long long>(done), static_cast<long long>(total));
}

Progress::~Progress() {
  if (any_ && isatty(STDERR_FILENO) != 0) std::fprintf(stderr, "\r\033[K");
}

}  // namespace tuoqiao::cli
