#include "services/payroll/result_recording.h"

#include <google/protobuf/empty.pb.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/status_macros.h"
#include "services/payroll/arrears_store.h"
#include "services/payroll/convert.h"
#include "services/payroll/convert_results.h"
#include "services/payroll/errors.h"
#include "services/payroll/pay_line_store.h"
#include "services/payroll/pay_run_store.h"
#include "services/payroll/recording.h"
#include "services/payroll/result_numbers.h"
#include "services/payroll/revocation.h"
#include "services/payroll/share_store.h"

namespace tuoqiao::payroll {
namespace {

using google::protobuf::RepeatedPtrField;
using type::v1::ItemResult;

void PublishException(rpc::Change& change, const RunKey& run, const PayException& exception) {
  const bool open = exception.state == ExceptionState::kOpen;
  change.Publish(open ? "PayExceptionOpened" : "PayExceptionClosed",
                 PayExceptionName(change.txn.park(), run.firm, exception.id), exception.revision,
                 google::protobuf::Empty());
}

absl::Status SaveAndPublish(rpc::Change& change, const RunKey& run,
                            const std::vector<PayException>& exceptions) {
  for (const PayException& each : exceptions) PublishException(change, run, each);
  return SaveExceptions(change.txn, run, exceptions);
}

// The run was reconciled: what each family's deductions were and are. Empty where no money moved.
absl::StatusOr<std::vector<CorrectedDeduction>> Correct(rpc::Change& change,
                                                        const ResultBook& book) {
  const PayRun& run = book.run();
  ASSIGN_OR_RETURN(auto shares, LoadSharesByInstruction(change.txn, run.Key()));
  std::vector<CorrectedDeduction> corrected;
  for (Instruction& each : book.ChangedInstructions()) {
    if (each.kind != InstructionKind::kDeduct && each.kind != InstructionKind::kReverse) continue;
    each.shares = std::move(shares[each.id]);
    Instruction before = each;
    before.seen_minor = book.seen_before().at(each.id);
    if (before.seen_minor == each.seen_minor) continue;
    const std::vector<CorrectedDeduction> parts = CorrectedByFamily(before, each);
    corrected.insert(corrected.end(), parts.begin(), parts.end());
    RETURN_IF_ERROR(
        SaveArrears(change.txn, run.firm, LateArrears(change.txn.park(), run, before, each)));
  }
  return corrected;
}

void RejectAll(const absl::Status& status, int items, RepeatedPtrField<ItemResult>* results) {
  for (int i = 0; i < items; ++i) {
    ItemResult* const result = results->Add();
    result->set_index(i);
    Reject(status, result);
  }
}

// Whether the file's lines may be read; one that may not leaves an exception.
absl::StatusOr<bool> MayRead(rpc::Change& change, const PayRun& run, const std::string& file_name,
                             const std::string& content_hash) {
  if (file_name.empty()) return true;
  const RunKey key = KeyOf(run);
  ASSIGN_OR_RETURN(const auto contents, LoadFileContents(change.txn, key, file_name));
  const auto known = contents.find(content_hash);
  if (known != contents.end()) return known->second;
  const bool accepted = contents.empty();
  RETURN_IF_ERROR(SaveFileContent(change.txn, key, {file_name, content_hash, accepted}));
  if (accepted) return true;
  Finding finding;
  finding.reason = "RESULT_FILE_CHANGED";
  finding.file_name = file_name;
  finding.content_hash = content_hash;
  PayException exception;
  exception.id = ExceptionId(change.txn.park(), run, finding);
  Follow(finding, exception);
  RETURN_IF_ERROR(SaveAndPublish(change, key, {exception}));
  return false;
}

void Accept(ItemResult::Outcome outcome, const std::string& resource, ItemResult* result) {
  result->set_outcome(outcome);
  result->set_resource(resource);
}

}  // namespace

absl::StatusOr<ResultPages> LoadPages(db::Read& txn, const PayRun& run, const Span& numbers) {
  ResultPages pages;
  pages.run = run;
  ASSIGN_OR_RETURN(pages.instructions, LoadInstructions(txn, run));
  ASSIGN_OR_RETURN(pages.lines, LoadLines(txn, KeyOf(run), numbers));
  ASSIGN_OR_RETURN(pages.exceptions, LoadExceptions(txn, KeyOf(run), numbers));
  return pages;
}

absl::Status SaveBook(rpc::Change& change, const ResultBook& book) {
  const RunKey key = KeyOf(book.run());
  const std::vector<PayLine> lines = book.ChangedLines();
  RETURN_IF_ERROR(SaveAndPublish(change, key, book.ChangedExceptions()));
  if (lines.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(SaveLines(change.txn, key, lines));
  const std::vector<Instruction> instructions = book.ChangedInstructions();
  PayRun run = book.run();
  if (!instructions.empty() && run.state == PayRunState::kReleased) {
    run.state = PayRunState::kResultRead;
  }
  ++run.revision;
  RETURN_IF_ERROR(SaveOutcomes(change.txn, run, instructions));
  RETURN_IF_ERROR(SavePayRun(change.txn, run));
  std::vector<CorrectedDeduction> corrected;
  if (run.state == PayRunState::kReconciled) {
    ASSIGN_OR_RETURN(corrected, Correct(change, book));
  }
  const v1::PayRun read = ToProto(change.txn.park(), run);
  if (corrected.empty()) {
    change.Publish("PayResultsRead", read.name(), run.revision, read);
  } else {
    change.Publish("PayResultCorrected", read.name(), run.revision,
                   ToProto(change.txn.park(), run, corrected));
  }
  return absl::OkStatus();
}

absl::Status SaveAndPublishException(rpc::Change& change, const ExceptionAt& at) {
  return SaveAndPublish(change, at.run, {at.exception});
}

absl::Status RecordResults(rpc::Change& change, const PayRun& run, const Staff& staff,
                           const rules::ParameterFile& pack,
                           const v1::BatchRecordResultsRequest& request,
                           RepeatedPtrField<ItemResult>* results) {
  const std::string& park = change.txn.park();
  RETURN_IF_ERROR(CheckWentOut(run));
  ASSIGN_OR_RETURN(const bool may_read,
                   MayRead(change, run, request.file_name(), request.content_hash()));
  if (!may_read) {
    RejectAll(ResultFileChanged(request.file_name()), request.results_size(), results);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(ResultPages pages,
                   LoadPages(change.txn, run, SpanOf(NumbersOf(request.results()))));
  ResultBook book(park, std::move(pages), ToleranceOn(pack, run.pay_date));
  for (const v1::PayResult& item : request.results()) {
    ItemResult* const result = results->Add();
    result->set_index(results->size() - 1);
    if (item.kind() == kAuthorisationEnd) {
      // A line that came in no file came with its pay run.
      const std::string& from = request.delivery().empty() ? request.parent() : request.delivery();
      const auto confirmed = ConfirmEnd(change, run.firm, item.instruction(), from);
      if (!confirmed.ok()) {
        Reject(confirmed.status(), result);
      } else {
        Accept(confirmed->news ? ItemResult::UPDATED : ItemResult::UNCHANGED, confirmed->name,
               result);
      }
      continue;
    }
    const absl::StatusOr<PayResult> said = FromProto(item);
    if (!said.ok()) {
      Reject(said.status(), result);
      continue;
    }
    const auto taken = book.Take(*said, !staff.IdOf(said->employee_no).empty());
    if (!taken.ok()) {
      Reject(taken.status(), result);
    } else {
      Accept(taken->news ? ItemResult::CREATED : ItemResult::UNCHANGED,
             InstructionName(park, run.Key(), taken->instruction), result);
    }
  }
  return SaveBook(change, book);
}

absl::Status RecordMissing(rpc::Change& change, const PayRun& run,
                           const std::vector<Instruction>& instructions) {
  std::set<std::string> missing;
  for (const Instruction& each : instructions) {
    if (each.state == InstructionState::kMissing) missing.insert(each.employee_no);
  }
  if (missing.empty()) return absl::OkStatus();
  ResultPages pages;
  pages.run = run;
  pages.instructions = instructions;
  ASSIGN_OR_RETURN(pages.exceptions, LoadExceptions(change.txn, KeyOf(run), SpanOf(missing)));
  // What is missing has no line, so that nothing is compared by a tolerance.
  ResultBook book(change.txn.park(), std::move(pages), 0);
  book.OpenMissing();
  return SaveBook(change, book);
}

}  // namespace tuoqiao::payroll
