#include "services/settlement/issuing.h"

#include "absl/strings/str_cat.h"
#include "services/common/status_macros.h"
#include "services/settlement/convert.h"
#include "services/settlement/store.h"

namespace tuoqiao::settlement {
namespace {

void Publish(rpc::Change& change, absl::string_view kind, const Receivable& receivable) {
  change.Publish(kind, ReceivableName(change.txn.park(), receivable.id), receivable.revision,
                 ToProto(change.txn.park(), receivable));
}

}  // namespace

absl::Status SaveIssued(rpc::Change& change, std::vector<Receivable> made) {
  ASSIGN_OR_RETURN(References references, References::Load(change.txn));
  for (Receivable& each : made) {
    each.reference = references.Take(change.txn.park(), absl::StrCat("receivables/", each.id));
    each.revision = 1;
    Publish(change, "ReceivableIssued", each);
  }
  RETURN_IF_ERROR(references.Save(change.txn));
  return SaveReceivables(change.txn, made);
}

absl::Status SaveChanged(rpc::Change& change, Receivable receivable) {
  ++receivable.revision;
  Publish(change, "ReceivableChanged", receivable);
  return SaveReceivables(change.txn, {receivable});
}

absl::Status CheckHeard(const absl::StatusOr<std::optional<int64_t>>& position, int64_t heard,
                        absl::string_view what) {
  RETURN_IF_ERROR(position.status());
  if (position->has_value() && **position <= heard) return absl::OkStatus();
  return rpc::FactsStale(what);
}

}  // namespace tuoqiao::settlement
