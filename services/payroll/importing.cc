#include "services/payroll/importing.h"

#include <google/protobuf/empty.pb.h>

#include <set>
#include <utility>
#include <vector>

#include "services/common/errors.h"
#include "services/common/status_macros.h"
#include "services/payroll/errors.h"
#include "services/payroll/errors_import.h"
#include "services/payroll/pay_run_store.h"

namespace tuoqiao::payroll {
namespace {

using type::v1::ItemResult;

void Publish(rpc::Change& change, absl::string_view kind, const PayImport& import) {
  const v1::PayImport payload = ToProto(change.txn.park(), import);
  change.Publish(kind, payload.name(), import.revision, payload);
}

absl::StatusOr<PayItem> Identify(const v1::PayItem& message, const Owner& owner, const Staff& staff,
                                 const PayImport& import) {
  ASSIGN_OR_RETURN(PayItem item, FromProto(message, owner));
  item.share.employee = staff.IdOf(item.employee_no);
  if (item.share.employee.empty()) return UnknownEmployee();
  if (item.share.month > import.closed_through) {
    return MonthNotClosedThere(item.share.month, import.closed_through);
  }
  return item;
}

// Whether it came before. PAY_IMPORT_STATE, MONTH_CLOSED_HERE, ITEM_DIFFERS.
absl::StatusOr<bool> CameBefore(const PayItem& item, const PayImport& import,
                                const std::map<std::string, PayItem>& known,
                                const KnownHere& here) {
  const auto before = known.find(item.Key());
  if (before != known.end()) {
    if (!SameItem(before->second, item)) return ItemDiffers(item.Key());
    return true;
  }
  if (import.state != PayImportState::kProposed) {
    return WrongPayImportState(PayImportStateName(import.state));
  }
  if (!item.OfArrears() && here.months.count(item.share.month) > 0) {
    return MonthClosedHere(item.share.month);
  }
  if (item.OfArrears() && here.arrears.count(item.share.arrears) > 0) {
    return ItemDiffers(item.Key());
  }
  return false;
}

absl::StatusOr<PayImport> LockImport(rpc::Change& change, const PayImportKey& key) {
  RETURN_IF_ERROR(change.txn.LockRoot("firm", "id", key.firm));
  ASSIGN_OR_RETURN(PayImport import, LoadPayImport(change.txn, key.firm, key.id));
  if (import.revision > 0) return import;
  import.firm = key.firm;
  import.id = key.id;
  return PayImportNotFound(PayImportName(change.txn.park(), import));
}

// PAY_RUN_EXISTS, UNKNOWN_EMPLOYEE; false where the same run came before.
absl::StatusOr<bool> ImportRun(rpc::Change& change, const Staff& staff, RunHistory& history) {
  const std::string& park = change.txn.park();
  const PayRunKey key = history.run.Key();
  ASSIGN_OR_RETURN(const auto before, FindPayRun(change.txn, key));
  if (before.has_value()) {
    ASSIGN_OR_RETURN(const bool imported, IsImportedRun(change.txn, key));
    if (imported && before->digest == history.run.digest &&
        before->seen_minor == history.run.seen_minor) {
      return false;
    }
    return PayRunExists(PayRunName(park, key));
  }
  for (Instruction& each : history.instructions) {
    each.employee = staff.IdOf(each.employee_no);
    if (each.employee.empty()) return UnknownEmployee();
  }
  RETURN_IF_ERROR(SavePayRun(change.txn, history.run));
  RETURN_IF_ERROR(ReplaceInstructions(change.txn, history.run, history.instructions));
  RETURN_IF_ERROR(NoteImportedRun(change.txn, key));
  const v1::PayRun message = ToProto(park, history.run);
  change.Publish("PayRunImported", message.name(), history.run.revision, message);
  return true;
}

}  // namespace

absl::Status ImportItems(rpc::Change& change, const PayImport& said, const Staff& staff,
                         const v1::BatchImportPayItemsRequest& request,
                         v1::BatchImportPayItemsResponse* response) {
  const Owner owner = {change.txn.park(), said.firm};
  ASSIGN_OR_RETURN(PayImport import, LoadPayImport(change.txn, said.firm, said.id));
  ASSIGN_OR_RETURN(const bool begun, BeginImport(said, change.caller.identity.subject, import));
  ASSIGN_OR_RETURN(const KnownHere here, LoadKnownHere(change.txn, said.firm));
  std::vector<absl::StatusOr<PayItem>> items;
  std::set<std::string> keys;
  for (const v1::PayItem& each : request.pay_items()) {
    items.push_back(Identify(each, owner, staff, import));
    if (items.back().ok()) keys.insert(items.back()->Key());
  }
  ASSIGN_OR_RETURN(auto known, LoadImportItems(change.txn, import, keys));
  std::vector<PayItem> fresh;
  Staff met;
  for (auto& item : items) {
    ItemResult* const result = response->add_results();
    result->set_index(response->results_size() - 1);
    const absl::StatusOr<bool> came =
        item.ok() ? CameBefore(*item, import, known, here) : absl::StatusOr<bool>(item.status());
    if (!came.ok()) {
      Reject(came.status(), result);
      continue;
    }
    result->set_outcome(*came ? ItemResult::UNCHANGED : ItemResult::CREATED);
    result->set_resource(item->OfArrears()
                             ? ArrearsName(owner.park, owner.firm, item->share.arrears)
                             : item->share.statement);
    if (*came) continue;
    import.items += 1;
    import.open_minor += item->share.amount_minor;
    met.Add(item->share.employee, item->employee_no);
    known.emplace(item->Key(), *item);
    fresh.push_back(*std::move(item));
  }
  if (begun || !fresh.empty()) {
    if (!begun) ++import.revision;
    RETURN_IF_ERROR(SaveStaff(change.txn, said.firm, met));
    RETURN_IF_ERROR(SavePayImport(change.txn, import));
    RETURN_IF_ERROR(InsertImportItems(change.txn, import, fresh));
    Publish(change, "PayItemsImported", import);
  }
  *response->mutable_pay_import() = ToProto(owner.park, import);
  return absl::OkStatus();
}

absl::StatusOr<PayImport> ConfirmItems(rpc::Change& change, const PayImportKey& key,
                                       const PayImportWord& word) {
  ASSIGN_OR_RETURN(PayImport import, LockImport(change, key));
  ASSIGN_OR_RETURN(const bool news, ConfirmImport(word, import));
  if (!news) return import;
  ASSIGN_OR_RETURN(const int64_t opened, OpenImportItems(change.txn, import));
  // What came by another import, or was heard, in between would be taken twice.
  if (opened != import.items) return PayImportTotalWrong(opened, import.open_minor);
  RETURN_IF_ERROR(SavePayImport(change.txn, import));
  Publish(change, "PayImportConfirmed", import);
  return import;
}

absl::StatusOr<PayImport> UndoItems(rpc::Change& change, const PayImportKey& key) {
  ASSIGN_OR_RETURN(PayImport import, LockImport(change, key));
  const bool open = import.state == PayImportState::kConfirmed;
  ASSIGN_OR_RETURN(const bool news, UndoImport(import));
  if (!news) return import;
  if (open) {
    ASSIGN_OR_RETURN(const std::string touched, FindTouchedItem(change.txn, import));
    if (!touched.empty()) return PayImportBuiltUpon(touched);
    RETURN_IF_ERROR(TakeBackImportItems(change.txn, import));
  }
  RETURN_IF_ERROR(SavePayImport(change.txn, import));
  Publish(change, "PayImportUndone", import);
  return import;
}

absl::Status ImportRuns(rpc::Change& change, const std::string& firm, const Staff& staff,
                        const v1::BatchImportPayRunsRequest& request,
                        v1::BatchImportPayRunsResponse* response) {
  const Owner owner = {change.txn.park(), firm};
  for (const v1::PayRunHistory& each : request.pay_runs()) {
    ItemResult* const result = response->add_results();
    result->set_index(response->results_size() - 1);
    absl::StatusOr<RunHistory> history = FromProto(each, owner);
    const absl::StatusOr<bool> made =
        history.ok() ? ImportRun(change, staff, *history) : absl::StatusOr<bool>(history.status());
    if (!made.ok() && ReasonOf(made.status()).empty()) return made.status();
    if (!made.ok()) {
      Reject(made.status(), result);
      continue;
    }
    result->set_outcome(*made ? ItemResult::CREATED : ItemResult::UNCHANGED);
    result->set_resource(each.pay_run().name());
  }
  return absl::OkStatus();
}

}  // namespace tuoqiao::payroll
