#include "tests/bench/hear.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/clock.h"
#include "services/common/db/schema.h"
#include "services/common/rpc/mutate.h"
#include "services/common/status_macros.h"
#include "services/ledger/hearing.h"
#include "services/ledger/module.h"
#include "tuoqiao/billing/v1/billing.pb.h"

namespace tuoqiao::bench {
namespace {

constexpr char kPark[] = "bench";
constexpr int64_t kBatch = 500;

// Authority, firm and family bear a share each, so an entry has four postings.
type::v1::Event Close(int64_t number) {
  billing::v1::StatementClosed closed;
  billing::v1::Statement& statement = *closed.mutable_statement();
  statement.set_name(absl::StrCat("parks/", kPark, "/months/2026-10/statements/st-", number));
  statement.set_family(absl::StrCat("parks/", kPark, "/families/fam-", number));
  statement.set_centre(absl::StrCat("parks/", kPark, "/centres/c", number % 100));
  const auto share = [&](const char* payer, const char* form, int64_t minor) {
    billing::v1::Share* added = statement.add_shares();
    added->set_payer(payer);
    added->set_form(form);
    added->set_amount_minor(minor);
    return added;
  };
  share("AUTHORITY", "COLLECTED", 80000 + number % 1000);
  share("FIRM", "INVOICED", 60000)
      ->set_firm(absl::StrCat("parks/", kPark, "/firms/91", number % 300));
  share("FAMILY", "DEDUCT", 90000);
  closed.set_rule_hash("5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef");
  type::v1::Event event;
  event.set_id(absl::StrCat("evt-", number));
  event.set_kind("StatementClosed");
  event.mutable_payload()->PackFrom(closed);
  return event;
}

}  // namespace

absl::Status MakeLedger(db::Database& db) { return db::Migrate(db, ledger::Schema()); }

absl::StatusOr<Heard> HearStatements(db::Database& db, int64_t statements) {
  SystemClock clock;
  rpc::Caller caller;
  caller.park = kPark;
  caller.identity.subject = "ledger";
  caller.identity.role = "SERVICE";
  std::vector<std::vector<type::v1::Event>> batches;
  for (int64_t number = 0; number < statements; ++number) {
    if (number % kBatch == 0) batches.emplace_back();
    batches.back().push_back(Close(number));
  }
  const absl::Time start = absl::Now();
  for (size_t i = 0; i < batches.size(); ++i) {
    RETURN_IF_ERROR(
        rpc::Write({db, clock}, caller, absl::StrCat("hear-", i),
                   [&](rpc::Change& change) { return ledger::Hear(change, batches[i]); }));
  }
  Heard heard;
  heard.taken = absl::Now() - start;
  heard.statements = statements;
  RETURN_IF_ERROR(db.ReadIn(kPark, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(heard.postings,
                     txn.QueryInt("SELECT COUNT(*) FROM posting WHERE park_id = :park", {}));
    return absl::OkStatus();
  }));
  return heard;
}

}  // namespace tuoqiao::bench
