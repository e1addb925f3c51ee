// What a month rests on, asked of its owners page by page.
#ifndef TUOQIAO_SERVICES_BILLING_FACTS_H_
#define TUOQIAO_SERVICES_BILLING_FACTS_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/billing/budget_draw.h"
#include "services/billing/draft.h"
#include "services/billing/estimate.h"
#include "services/billing/packs.h"
#include "services/common/db/db.h"
#include "services/common/rpc/module.h"
#include "services/common/rpc/peer.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/eligibility/v1/eligibility.grpc.pb.h"
#include "tuoqiao/ledger/v1/ledger.grpc.pb.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::billing {

// What the ledger keeps of budgets, when it had heard our log up to a position.
struct LedgerBudgets {
  std::vector<KeptBudget> kept;
  int64_t heard = 0;
};

// Thread safe.
class Peers {
 public:
  explicit Peers(const rpc::Ground& ground);

  // The id of a programme's funding plan. PROGRAMME_NOT_FOUND.
  absl::StatusOr<std::string> AskFundingPlan(const rpc::Caller& caller,
                                             const std::string& programme) const;

  // FIRM_NOT_FOUND.
  absl::StatusOr<Firm> AskFirm(const rpc::Caller& caller, const std::string& firm) const;

  // The days of a month on which centres are open.
  absl::StatusOr<Calendar> AskCalendar(const rpc::Caller& caller, absl::CivilMonth month) const;

  // The park's own date. PARK_NOT_FOUND.
  absl::StatusOr<absl::CivilDay> AskToday(const rpc::Caller& caller) const;

  // How far the logs of the sources have come by now; of eligibility's decisions where a programme
  // is named, and not of amounts.
  absl::StatusOr<LogPositions> AskPositions(const rpc::Caller& caller, absl::CivilMonth month,
                                            const std::string& programme) const;

  // All but the tariffs, which are our own. Enrolments are asked for before decisions and children
  // and children before firms, so that whoever is named by one answer is known to the next.
  // `programme` is a resource name; where it is empty nobody's decisions are asked for.
  // What packs decide by the plans is asked for after the children, so that directory's position
  // covers the facts that it rests on. `after_page` is called between pages and stops the asking
  // when it fails. FACTS_STALE where an employment names a firm that directory does not list;
  // PROGRAMME_NOT_FOUND, SCHEME_UNKNOWN, SCHEME_AMOUNT_UNKNOWN, RULE_NOT_IN_FORCE of amounts.
  struct Asked {
    MonthFacts facts;
    LogPositions positions;
  };
  absl::StatusOr<Asked> AskMonth(const rpc::Caller& caller, absl::CivilMonth month,
                                 const std::string& programme,
                                 const std::vector<const FundingPlan*>& plans,
                                 const std::function<absl::Status()>& after_page) const;

  // ---- facts_packs.cc.

  // The schemes of all packs.
  absl::StatusOr<PackSchemes> AskSchemes(const rpc::Caller& caller) const;
  // The schemes of the programmes that decide amounts of the plan: all that each has, or those of a
  // month. PROGRAMME_NOT_FOUND.
  absl::StatusOr<DecidingSchemes> AskDeciding(const rpc::Caller& caller, const FundingPlan& plan,
                                              std::optional<absl::CivilMonth> month) const;
  // What packs decide by the plan for a child that nobody knows. What `CheckFamily` says.
  absl::StatusOr<DecidedAmounts> AskDecided(const rpc::Caller& caller, const FundingPlan& plan,
                                            absl::CivilMonth month,
                                            const InventedChild& child) const;

  // ---- facts_budgets.cc.

  // Waits until the ledger has heard what was signed, withdrawn and closed here, as `db` has it.
  // LEDGER_BEHIND.
  absl::StatusOr<LedgerBudgets> AskBudgets(const rpc::Caller& caller, db::Database& db) const;

 private:
  absl::Status AskEnrolments(const rpc::Caller& caller, MonthSide& side, LogPositions& positions,
                             const std::function<absl::Status()>& after_page) const;
  absl::Status AskBookings(const rpc::Caller& caller, MonthSide& side, LogPositions& positions,
                           const std::function<absl::Status()>& after_page) const;
  absl::Status AskDecisions(const rpc::Caller& caller, const std::string& programme, Asked& asked,
                            const std::function<absl::Status()>& after_page) const;
  // As of the billed month's last day.
  absl::Status AskChildren(const rpc::Caller& caller, Asked& asked,
                           const std::function<absl::Status()>& after_page) const;
  absl::Status AskWorths(const rpc::Caller& caller, const std::vector<const FundingPlan*>& plans,
                         Asked& asked, const std::function<absl::Status()>& after_page) const;
  absl::Status AskFirms(const rpc::Caller& caller, MonthFacts& facts) const;

  const rpc::Peer<directory::v1::Directory> directory_;
  const rpc::Peer<places::v1::Places> places_;
  const rpc::Peer<eligibility::v1::Eligibility> eligibility_;
  const rpc::Peer<ledger::v1::Ledger> ledger_;
};

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_FACTS_H_
