#include "services/exchange/applying.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/common/faults.h"
#include "adapters/common/limits.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/exchange/content_store.h"
#include "services/exchange/convert.h"
#include "services/exchange/errors.h"
#include "services/exchange/store.h"

namespace tuoqiao::exchange {
namespace {

// Receipts that one transaction writes.
constexpr size_t kReceiptsMax = 2000;
// How often duplicates whose forerunners were refused are put to the owner.
constexpr int kTimesMax = adapters::kRepeatsMax;
// Notes that a delivery keeps.
constexpr size_t kNotesMax = 200;

// Whether the owner says something about the records, rather than about our call.
bool IsAboutTheFile(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return !reason.empty() && reason != "REQUEST_ID_INVALID" &&
         (status.code() == absl::StatusCode::kNotFound ||
          status.code() == absl::StatusCode::kFailedPrecondition ||
          status.code() == absl::StatusCode::kInvalidArgument);
}

Outcome OutcomeOf(const type::v1::ItemResult& result) {
  switch (result.outcome()) {
    case type::v1::ItemResult::CREATED:
      return Outcome::kCreated;
    case type::v1::ItemResult::UPDATED:
      return Outcome::kUpdated;
    case type::v1::ItemResult::UNCHANGED:
      return Outcome::kUnchanged;
    default:
      return Outcome::kRejected;
  }
}

void Note(const type::v1::ItemResult& result, Receipt& receipt) {
  receipt.outcome = OutcomeOf(result);
  receipt.by_owner = receipt.outcome == Outcome::kRejected;
  receipt.resource = result.resource();
  receipt.reason = result.reason();
  receipt.field = result.field();
  receipt.text_en = result.text_en();
  receipt.text_zh = result.text_zh();
  if (!receipt.by_owner) receipt.raw.clear();
}

// Rows that came back with a reason are handed back with the new one instead.
void DropOldReasons(Reading& reading) {
  if (!reading.handed_back || reading.format.separator.empty()) return;
  for (Receipt& each : reading.receipts) each.raw = WithoutReason(reading.format, each.raw);
  reading.format.header = WithoutReason(reading.format, reading.format.header);
}

std::vector<std::string> NotesOf(const Reading& reading) {
  std::vector<std::string> notes = reading.notes;
  if (notes.size() <= kNotesMax) return notes;
  const size_t left_off = notes.size() - kNotesMax;
  notes.resize(kNotesMax);
  notes.push_back(absl::StrCat("and ", left_off, " more of the kind"));
  return notes;
}

bool EndsAbsent(const Delivery& delivery, const Reading& reading) {
  if (delivery.content != "ROSTER" || reading.handed_back) return false;
  const adapters::Mapping mapping = MappingOf(delivery.mapping);
  return mapping.kind() == adapters::Mapping::FULL && mapping.absent() == adapters::Mapping::LEAVES;
}

}  // namespace

absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Applying::Run(rpc::JobRun& run) const {
  v1::GetDeliveryRequest argument;
  CHECK(argument.ParseFromString(run.argument()));
  const std::string id = IdOf(argument.name());
  ASSIGN_OR_RETURN(Delivery delivery, LoadDelivery(mutation_.db, run.park(), id));
  if (delivery.state == DeliveryState::kQueued) {
    std::vector<std::string> before;
    RETURN_IF_ERROR(mutation_.db.ReadIn(run.park(), [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(before, LoadQueuedBefore(txn, delivery));
      return absl::OkStatus();
    }));
    for (const std::string& each : before) {
      // Its own job says how a file failed; the next one is not held up by it.
      const absl::Status status = ApplyOne(run, each);
      if (Passes(status) || status.code() == absl::StatusCode::kCancelled) return status;
    }
    RETURN_IF_ERROR(ApplyOne(run, id));
    ASSIGN_OR_RETURN(delivery, LoadDelivery(mutation_.db, run.park(), id));
  }
  return std::make_unique<v1::Delivery>(ToProto(delivery));
}

absl::Status Applying::ApplyOne(rpc::JobRun& run, const std::string& id) const {
  ASSIGN_OR_RETURN(Delivery delivery, LoadDelivery(mutation_.db, run.park(), id));
  if (delivery.state != DeliveryState::kQueued) return absl::OkStatus();
  Reading reading;
  const absl::Status status = Bring(run, delivery, reading);
  if (Passes(status)) return status;
  // A person stopped this job, which is not the one that the file was sent with.
  if (absl::IsCancelled(status) && delivery.job_id != run.id()) return status;
  if (status.ok()) return Finish(run, std::move(delivery), reading);
  delivery.state = DeliveryState::kDead;
  delivery.refusal = RefusalByOwner(status);
  RETURN_IF_ERROR(Finish(run, std::move(delivery), Reading()));
  return status;
}

absl::Status Applying::Bring(rpc::JobRun& run, Delivery& delivery, Reading& reading) const {
  const Sender sender = {peers_, run.caller(), delivery};
  delivery.tally = Tally();
  delivery.refusal = Refusal();
  delivery.absent = 0;
  delivery.leavers_wait = false;
  auto read = ReadFile(run.park(), delivery);
  const bool readable = read.ok();
  if (readable) {
    reading = *std::move(read);
    DropOldReasons(reading);
    delivery.records_read = reading.records_read;
    delivery.notes = NotesOf(reading);
    ASSIGN_OR_RETURN(delivery.refusal, PutRecords(run, sender, reading));
    delivery.tally = Count(reading.receipts);
  } else if (!adapters::FileReason(read.status()).empty()) {
    delivery.refusal = RefusalOf(read.status());
  } else {
    return read.status();
  }
  delivery.state = Judge(delivery.tally);
  if (!delivery.refusal.reason.empty()) {
    // Nothing of it was taken, and what its owner said may be otherwise another time.
    delivery.state = DeliveryState::kRejected;
    delivery.tally = Tally();
    delivery.tally.refused_by_owner = readable ? 1 : 0;
    reading.receipts.clear();
  } else if (EndsAbsent(delivery, reading)) {
    // Not by a run that was stopped in its last batch.
    RETURN_IF_ERROR(run.Progress(delivery.records_read, delivery.records_read, ""));
    RETURN_IF_ERROR(EndLeavers(sender, reading, delivery));
  }
  if (delivery.content == "ROSTER" && !delivery.validate_only) return ReportRoster(sender);
  return absl::OkStatus();
}

absl::StatusOr<Reading> Applying::ReadFile(const std::string& park,
                                           const Delivery& delivery) const {
  std::string bytes;
  const absl::Status loaded = mutation_.db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(bytes, LoadContent(txn, keys_, delivery.id));
    return absl::OkStatus();
  });
  if (absl::IsNotFound(loaded)) return ContentExpired(DeliveryName(delivery));
  RETURN_IF_ERROR(loaded);
  const adapters::Mapping mapping = MappingOf(delivery.mapping);
  return Read(*FindContent(delivery.content), delivery.adapter, bytes, mapping,
              [&](const std::string& message_id) -> absl::StatusOr<std::vector<std::string>> {
                std::vector<std::string> payments;
                RETURN_IF_ERROR(mutation_.db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
                  ASSIGN_OR_RETURN(payments, LoadPaymentsOf(txn, message_id));
                  return absl::OkStatus();
                }));
                return payments;
              });
}

absl::StatusOr<Refusal> Applying::PutRecords(rpc::JobRun& run, const Sender& sender,
                                             Reading& reading) const {
  const int64_t total = static_cast<int64_t>(reading.items.size());
  int64_t done = 0;
  std::vector<Item> next = std::move(reading.items);
  for (int time = 0; !next.empty() && time < kTimesMax; ++time) {
    const auto batches = CutBatches(next, reading.batch_max);
    for (size_t i = 0; i < batches.size(); ++i) {
      // A small file needs no word of how far it is, and no transaction for it.
      if (batches.size() > 1) RETURN_IF_ERROR(run.Progress(std::min(done, total), total, ""));
      const auto [first, last] = batches[i];
      std::vector<size_t> records;
      for (size_t at = first; at < last; ++at) records.push_back(next[at].record);
      const std::string step = absl::StrCat("batch-", time, "-", i);
      auto results = reading.apply(sender, records, StepRequestId(sender.delivery, step));
      if (!results.ok() && IsAboutTheFile(results.status())) {
        if (done == 0) return RefusalByOwner(results.status());
        type::v1::ItemResult refused;
        Reject(results.status(), &refused);
        results = Results(records.size(), refused);
      }
      RETURN_IF_ERROR(results.status());
      CHECK(results->size() == records.size());
      for (size_t at = first; at < last; ++at) {
        Note((*results)[at - first], reading.receipts[next[at].receipt]);
      }
      done += static_cast<int64_t>(records.size());
    }
    next = NextRepeats(reading.receipts, reading.repeats);
  }
  return Refusal();
}

absl::Status Applying::EndLeavers(const Sender& sender, const Reading& reading,
                                  Delivery& delivery) const {
  // A rejected row without a number may be anybody's, and an empty file nobody's: then a person
  // looks first, however few are absent.
  const bool count_only = reading.names_nobody && !delivery.leavers_confirmed;
  ASSIGN_OR_RETURN(const Leavers leavers, EndAbsent(sender, reading.named, count_only));
  delivery.absent = leavers.absent;
  delivery.leavers_wait = leavers.wait;
  return absl::OkStatus();
}

absl::Status Applying::Finish(rpc::JobRun& run, Delivery delivery, const Reading& reading) const {
  const ReceiptKey key = {delivery.id, delivery.round};
  const size_t receipts = reading.receipts.size();
  // Readers see the former round's until the delivery names this one.
  size_t first = 0;
  for (; receipts - first > kReceiptsMax; first += kReceiptsMax) {
    RETURN_IF_ERROR(mutation_.db.WriteIn(run.park(), [&](db::Write& txn) {
      return SaveReceipts(txn, keys_, key, reading.receipts, first, first + kReceiptsMax);
    }));
  }
  bool finished = false;
  const std::string step = absl::StrCat(delivery.id, "-", delivery.round);
  RETURN_IF_ERROR(run.Write(step, [&](rpc::Change& change) -> absl::Status {
    finished = false;
    ASSIGN_OR_RETURN(const auto now, LockDelivery(change.txn, delivery.id));
    // Another job has done it, or a newer round is on its way.
    if (!now.has_value() || now->state != DeliveryState::kQueued || now->round != delivery.round) {
      return absl::OkStatus();
    }
    delivery.job_id = now->job_id;
    delivery.started_by = now->started_by;
    delivery.revision = now->revision + 1;
    RETURN_IF_ERROR(SaveDelivery(change.txn, delivery));
    if (delivery.round > 1) RETURN_IF_ERROR(DropReceiptsBefore(change.txn, key));
    if (receipts > 0) {
      RETURN_IF_ERROR(SaveReceipts(change.txn, keys_, key, reading.receipts, first, receipts));
    }
    if (delivery.tally.rejected > 0) {
      RETURN_IF_ERROR(SaveRowFormat(change.txn, keys_, delivery.id, reading.format));
    }
    if (delivery.refusal.reason.empty() && !delivery.validate_only) {
      RETURN_IF_ERROR(
          SaveLastRead(change.txn, delivery.connection, FormatInstant(mutation_.clock.Now())));
    }
    change.Publish("DeliveryRead", DeliveryName(delivery), delivery.revision, ToEvent(delivery));
    finished = true;
    return absl::OkStatus();
  }));
  if (finished && !delivery.validate_only) CountRejected(reading);
  return absl::OkStatus();
}

void Applying::CountRejected(const Reading& reading) const {
  std::map<std::string, int64_t> by_reason;
  for (const Receipt& each : reading.receipts) {
    if (each.outcome == Outcome::kRejected) ++by_reason[each.reason];
  }
  for (const auto& [reason, count] : by_reason) {
    metrics_.Counters(kRejectedRows).Add({{"reason", reason}}).Increment(count);
  }
}

}  // namespace tuoqiao::exchange
