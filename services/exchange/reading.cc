#include "services/exchange/reading.h"

#include <algorithm>
#include <map>
#include <memory>
#include <numeric>
#include <set>
#include <utility>

#include "adapters/registry.h"
#include "services/common/check.h"
#include "services/common/status_macros.h"

namespace tuoqiao::exchange {
namespace {

constexpr size_t kAttendanceBatchMax = 1000;
constexpr char kDuplicate[] = "DUPLICATE_IN_FILE";

Receipt ReceiptOf(const adapters::Fault& fault) {
  Receipt receipt;
  receipt.line = fault.line;
  receipt.outcome = Outcome::kRejected;
  receipt.reason = fault.reason;
  receipt.field = fault.field;
  receipt.text_en = fault.text_en;
  receipt.text_zh = fault.text_zh;
  return receipt;
}

// Puts receipts in the order of lines; where each of them went.
std::vector<size_t> SortByLine(std::vector<Receipt>& receipts) {
  std::vector<size_t> order(receipts.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return receipts[a].line < receipts[b].line; });
  std::vector<Receipt> sorted;
  sorted.reserve(receipts.size());
  std::vector<size_t> went(receipts.size());
  for (size_t i = 0; i < order.size(); ++i) {
    went[order[i]] = i;
    sorted.push_back(std::move(receipts[order[i]]));
  }
  receipts = std::move(sorted);
  return went;
}

std::string GroupOf(const adapters::FamilyRecord& record) { return record.family_no; }
template <typename Record>
std::string GroupOf(const Record&) {
  return "";
}

// The good records of a file, and behind them the repeated ones.
template <typename Record>
struct Bound {
  Reading reading;
  std::shared_ptr<std::vector<Record>> records;
};

template <typename Record>
Bound<Record> Bind(adapters::FileOf<Record> file) {
  Bound<Record> bound;
  Reading& reading = bound.reading;
  bound.records = std::make_shared<std::vector<Record>>(std::move(file.records));
  std::vector<Record>& records = *bound.records;
  reading.records_read = file.records_read;
  reading.notes = std::move(file.notes);
  reading.format.header = std::move(file.header);
  if (file.separator != '\0') reading.format.separator = std::string(1, file.separator);
  reading.handed_back = file.handed_back;

  std::vector<Receipt>& receipts = reading.receipts;
  for (Record& record : records) {
    Receipt& receipt = receipts.emplace_back();
    receipt.line = record.line;
    receipt.raw = std::move(record.raw);
  }
  // A repeated record has the next fault of its reason: both were found together.
  std::vector<size_t> duplicates;
  CHECK(file.faults.size() == file.rejected.size());
  for (size_t i = 0; i < file.faults.size(); ++i) {
    if (file.faults[i].reason == kDuplicate) duplicates.push_back(receipts.size());
    receipts.push_back(ReceiptOf(file.faults[i]));
    receipts.back().raw = std::move(file.rejected[i].text);
  }
  CHECK(duplicates.size() == file.repeats.size());
  const std::vector<size_t> went = SortByLine(receipts);
  for (size_t i = 0; i < records.size(); ++i) {
    reading.items.push_back({i, went[i], GroupOf(records[i])});
  }
  reading.items = InGroups(std::move(reading.items));
  for (size_t i = 0; i < file.repeats.size(); ++i) {
    const Item item = {records.size(), went[duplicates[i]], GroupOf(file.repeats[i].record)};
    const bool waits = !file.repeats[i].earlier.empty();
    reading.repeats.push_back({item, std::move(file.repeats[i].earlier), !waits});
    records.push_back(std::move(file.repeats[i].record));
  }
  return bound;
}

template <typename Record>
std::vector<const Record*> Chosen(const std::vector<Record>& records,
                                  const std::vector<size_t>& which) {
  std::vector<const Record*> chosen;
  chosen.reserve(which.size());
  for (size_t i : which) chosen.push_back(&records[i]);
  return chosen;
}

// The records go as the adapter read them.
template <typename Record>
Reading ApplyAsRead(Bound<Record> bound) {
  bound.reading.apply = [records = bound.records](const Sender& sender,
                                                  const std::vector<size_t>& which,
                                                  const std::string& id) {
    return Apply(sender, Chosen(*records, which), id);
  };
  return std::move(bound.reading);
}

template <typename Record>
absl::StatusOr<Reading> ApplyAsRead(absl::StatusOr<adapters::FileOf<Record>> file) {
  RETURN_IF_ERROR(file.status());
  return ApplyAsRead(Bind(*std::move(file)));
}

absl::StatusOr<Reading> ReadRoster(absl::StatusOr<adapters::FileOf<adapters::StaffRecord>> file) {
  RETURN_IF_ERROR(file.status());
  std::set<std::string> named;
  bool names_nobody = file->records_read == 0;
  for (const adapters::RawRecord& each : file->rejected) {
    named.insert(each.about.begin(), each.about.end());
    names_nobody |= each.about.empty();
  }
  for (const adapters::StaffRecord& each : file->records) named.insert(each.employee_no);
  for (const auto& each : file->repeats) named.insert(each.record.employee_no);
  Reading reading = ApplyAsRead(Bind(*std::move(file)));
  reading.named.assign(named.begin(), named.end());
  reading.names_nobody = names_nobody;
  return reading;
}

// Which payments each record is about. Of the statuses of a whole message the narrowest, which
// comes last, holds for the payments that have none of their own; `own` has those whose own was
// rejected.
absl::StatusOr<std::vector<StatusOfPayments>> SpreadStatuses(
    const std::vector<adapters::PaymentStatus>& records, std::set<std::string> own,
    const PaymentsOf& payments_of) {
  std::map<std::string, size_t> narrowest;
  for (size_t i = 0; i < records.size(); ++i) {
    if (records[i].end_to_end_id.empty()) {
      narrowest[records[i].original_message_id] = i;
    } else {
      own.insert(records[i].end_to_end_id);
    }
  }
  std::vector<StatusOfPayments> spread;
  for (size_t i = 0; i < records.size(); ++i) {
    const adapters::PaymentStatus& record = records[i];
    StatusOfPayments& each = spread.emplace_back();
    each.original_message_id = record.original_message_id;
    each.status = record.status;
    each.reason = record.reason;
    each.wide = record.end_to_end_id.empty();
    if (!each.wide) {
      each.payments = {record.end_to_end_id};
      continue;
    }
    ASSIGN_OR_RETURN(const auto payments, payments_of(record.original_message_id));
    each.message_known = !payments.empty();
    const bool settles = record.status == "ACSC" || record.status == "RJCT";
    if (!settles || narrowest.at(record.original_message_id) != i) continue;
    for (const std::string& payment : payments) {
      if (own.count(payment) == 0) each.payments.push_back(payment);
    }
  }
  return spread;
}

absl::StatusOr<Reading> ReadStatuses(absl::StatusOr<adapters::FileOf<adapters::PaymentStatus>> file,
                                     const PaymentsOf& payments_of) {
  RETURN_IF_ERROR(file.status());
  std::set<std::string> own;
  for (const adapters::RawRecord& each : file->rejected) {
    own.insert(each.about.begin(), each.about.end());
  }
  Bound<adapters::PaymentStatus> bound = Bind(*std::move(file));
  ASSIGN_OR_RETURN(auto spread, SpreadStatuses(*bound.records, std::move(own), payments_of));
  const auto statuses = std::make_shared<std::vector<StatusOfPayments>>(std::move(spread));
  bound.reading.apply = [statuses](const Sender& sender, const std::vector<size_t>& which,
                                   const std::string& id) {
    return Apply(sender, Chosen(*statuses, which), id);
  };
  return std::move(bound.reading);
}

}  // namespace

bool HasPort(const std::string& adapter, const Content& content) {
  if (content.port == Port::kOurs) return adapter.empty();
  const adapters::Adapter* found = adapters::FindAdapter(adapter);
  if (found == nullptr) return false;
  switch (content.port) {
    case Port::kRoster:
      return found->roster != nullptr;
    case Port::kPayroll:
      return found->payroll != nullptr;
    case Port::kPayment:
      return found->payment != nullptr;
    case Port::kCentre:
      return found->centre != nullptr;
    case Port::kOurs:
      break;
  }
  return false;
}

absl::StatusOr<Reading> Read(const Content& content, const std::string& name,
                             absl::string_view bytes, const adapters::Mapping& mapping,
                             const PaymentsOf& payments_of) {
  const adapters::Adapter* adapter = adapters::FindAdapter(name);
  CHECK(adapter != nullptr && HasPort(name, content));  // SetConnection takes no other.
  if (content.name == "ROSTER") return ReadRoster(adapter->roster->ReadStaff(bytes, mapping));
  if (content.name == "FAMILIES") return ApplyAsRead(adapter->roster->ReadFamilies(bytes, mapping));
  if (content.name == "PAY_FIGURES") {
    return ApplyAsRead(adapter->payroll->ReadFigures(bytes, mapping));
  }
  if (content.name == "PAY_RESULTS") {
    return ApplyAsRead(adapter->payroll->ReadResults(bytes, mapping));
  }
  if (content.name == "BANK_LINES") return ApplyAsRead(adapter->payment->ReadLines(bytes, mapping));
  if (content.name == "PAYMENT_STATUS") {
    return ReadStatuses(adapter->payment->ReadStatus(bytes, mapping), payments_of);
  }
  if (content.name == "PRESENCE_EVENTS") {
    ASSIGN_OR_RETURN(Reading reading, ApplyAsRead(adapter->centre->ReadEvents(bytes, mapping)));
    reading.batch_max = kAttendanceBatchMax;
    return reading;
  }
  CHECK(content.name == "ATTENDANCE");
  ASSIGN_OR_RETURN(Reading reading, ApplyAsRead(adapter->centre->ReadAttendance(bytes, mapping)));
  reading.batch_max = kAttendanceBatchMax;
  return reading;
}

}  // namespace tuoqiao::exchange
