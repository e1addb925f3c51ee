#include "services/ledger/bringing.h"

#include <utility>
#include <vector>

#include "services/common/check.h"
#include "services/common/hash.h"
#include "services/common/status_macros.h"
#include "services/ledger/convert.h"
#include "services/ledger/convert_opening.h"
#include "services/ledger/entry_store.h"
#include "services/ledger/errors_opening.h"
#include "services/ledger/opening_store.h"
#include "services/ledger/store.h"

namespace tuoqiao::ledger {
namespace {

constexpr int64_t kEntriesMax = 100000;  // An opening has fewer.

// What it was about and how far it is; its rows stand in the table, and words of people stay out of
// the log.
void Publish(rpc::Change& change, absl::string_view kind, const Opening& opening) {
  v1::Opening payload = ToProto(change.txn.park(), opening);
  payload.clear_balances();
  payload.clear_counters();
  payload.clear_reason();
  change.Publish(kind, payload.name(), opening.revision, payload);
}

absl::StatusOr<Opening> Lock(rpc::Change& change, const std::string& id) {
  RETURN_IF_ERROR(LockBooks(change.txn));
  ASSIGN_OR_RETURN(Opening opening, LoadOpening(change.txn, id));
  if (opening.revision == 0) return OpeningNotFound(OpeningResource(change.txn.park(), id));
  return opening;
}

absl::Status CheckNotBuiltUpon(rpc::Change& change, const Opening& opening) {
  ASSIGN_OR_RETURN(const std::string account, FindBuiltUpon(change.txn, opening));
  if (account.empty()) return absl::OkStatus();
  return OpeningBuiltUpon(OpeningResource(change.txn.park(), opening.id), account);
}

absl::Status Post(rpc::Change& change, absl::CivilDay today, Opening* opening) {
  OpeningDays days = {today, std::nullopt};
  ASSIGN_OR_RETURN(days.behind, LoadFirstOpenDay(change.txn));
  RETURN_IF_ERROR(CheckOpening(*opening, days));
  const std::string& park = change.txn.park();
  std::vector<Entry> entries =
      BookOpening({park, OpeningResource(park, opening->id)}, *opening, days);
  const size_t size = entries.size();
  ASSIGN_OR_RETURN(const auto appended,
                   AppendEntries(change.txn, std::move(entries), change.write_time()));
  CHECK(appended.size() == size);  // Their ids hold the revision.
  ASSIGN_OR_RETURN(opening->position, LoadKnownPosition(change.txn, {}));
  return absl::OkStatus();
}

absl::Status TakeBack(rpc::Change& change, absl::CivilDay today, const Opening& opening) {
  RETURN_IF_ERROR(CheckNotBuiltUpon(change, opening));
  const std::string& park = change.txn.park();
  EntryFilter filter;
  filter.cause = OpeningResource(park, opening.id);
  filter.as_of.known_position = opening.position;
  filter.rows_max = kEntriesMax;
  ASSIGN_OR_RETURN(const auto listed, LoadEntries(change.txn, filter));
  std::vector<Entry> reversals;
  for (const EntryAt& each : listed) {
    if (!each.reversed_by.empty()) continue;  // Of an earlier turn.
    ASSIGN_OR_RETURN(const EntryAt whole, LoadEntry(change.txn, each.entry.id));
    const std::string id = DeriveIdWithin("rev", park, "reversal", whole.entry.id);
    reversals.push_back(
        BookReversal({id, EntryResource(park, whole.entry.id)}, whole.entry, today));
  }
  return AppendEntries(change.txn, std::move(reversals), change.write_time()).status();
}

}  // namespace

absl::StatusOr<Opening> ProposeOpening(rpc::Change& change, const Opening& said,
                                       absl::CivilDay today) {
  RETURN_IF_ERROR(LockBooks(change.txn));
  ASSIGN_OR_RETURN(Opening opening, LoadOpening(change.txn, said.id));
  ASSIGN_OR_RETURN(const bool news, Propose(said, change.caller.identity.subject, opening));
  if (!news) return opening;
  OpeningDays days = {today, std::nullopt};
  ASSIGN_OR_RETURN(days.behind, LoadFirstOpenDay(change.txn));
  RETURN_IF_ERROR(CheckOpening(opening, days));
  RETURN_IF_ERROR(SaveOpening(change.txn, opening));
  Publish(change, "OpeningProposed", opening);
  return opening;
}

absl::StatusOr<Opening> ProposeOpeningReversal(rpc::Change& change, const std::string& id,
                                               const Hand& hand) {
  ASSIGN_OR_RETURN(Opening opening, Lock(change, id));
  ASSIGN_OR_RETURN(const bool news, ProposeReversal(opening, hand));
  if (!news) return opening;
  RETURN_IF_ERROR(CheckNotBuiltUpon(change, opening));
  RETURN_IF_ERROR(SaveOpening(change.txn, opening));
  Publish(change, "OpeningReversalProposed", opening);
  return opening;
}

absl::StatusOr<Opening> ConfirmOpening(rpc::Change& change, const std::string& id,
                                       const Confirmation& confirmation) {
  ASSIGN_OR_RETURN(Opening opening, Lock(change, id));
  ASSIGN_OR_RETURN(const bool news, Confirm(opening, confirmation.revision, confirmation.subject));
  if (!news) return opening;
  const bool posts = opening.state == OpeningState::kConfirmed;
  RETURN_IF_ERROR(posts ? Post(change, confirmation.today, &opening)
                        : TakeBack(change, confirmation.today, opening));
  RETURN_IF_ERROR(SaveOpening(change.txn, opening));
  Publish(change, posts ? "OpeningPosted" : "OpeningReversed", opening);
  return opening;
}

}  // namespace tuoqiao::ledger
