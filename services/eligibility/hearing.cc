#include "services/eligibility/hearing.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/status_macros.h"
#include "services/eligibility/deciding_again.h"
#include "services/eligibility/heard_store.h"
#include "services/eligibility/store.h"

namespace tuoqiao::eligibility {
namespace {

using type::v1::Event;

constexpr MetricName kHeardChildren = {
    "tuoqiao_heard_children_total",
    "Children whom changes in directory concerned, and who were looked at again."};
constexpr MetricName kHeardDecisions = {
    "tuoqiao_heard_decisions_total",
    "Decisions that were made because something changed in directory."};

template <size_t kSize>
bool IsOneOf(const std::array<const char*, kSize>& kinds, const std::string& kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

}  // namespace

Concerned ConcernedBy(const std::vector<Event>& events) {
  static constexpr std::array<const char*, 3> kOfEmployees = {"EmployeeJoined", "EmployeeChanged",
                                                              "EmployeeLeft"};
  static constexpr std::array<const char*, 4> kOfFamilies = {"FamilyChanged", "GuardianConfirmed",
                                                             "ConsentGiven", "ConsentWithdrawn"};
  Concerned concerned;
  for (const Event& each : events) {
    if (IsOneOf(kOfEmployees, each.kind())) concerned.employees.insert(each.subject());
    if (IsOneOf(kOfFamilies, each.kind())) concerned.families.insert(each.subject());
  }
  return concerned;
}

Hearing::Hearing(const rpc::Ground& ground, const Peers& peers, const rules::Schemes& schemes)
    : mutation_(ground.mutation()),
      keys_(ground.keys),
      peers_(peers),
      schemes_(schemes),
      children_(ground.metrics.Counters(kHeardChildren).Add({})),
      decisions_(ground.metrics.Counters(kHeardDecisions).Add({})) {}

absl::StatusOr<rpc::Listener::Apply> Hearing::Prepare(const rpc::Caller& caller,
                                                      const std::vector<Event>& events) const {
  const Concerned concerned = ConcernedBy(events);
  ASSIGN_OR_RETURN(const bool any, AnyProgramme(caller.park));
  // Whoever is decided on from now on is decided on by facts that hold these changes.
  if (concerned.empty() || !any) {
    return rpc::Listener::Apply(
        [](rpc::Change&, const std::vector<Event>&) { return absl::OkStatus(); });
  }
  ASSIGN_OR_RETURN(const ParkFacts park, peers_.AskPark(caller));
  Page page = {park.today, events.back().position(), {}};
  ChildPage& children = page.children;
  while (true) {
    ASSIGN_OR_RETURN(children,
                     peers_.AskConcerned(caller, concerned, kChildrenAgain, children.next_token));
    if (children.next_token.empty()) break;
    // Written again after facts have changed, it writes other log rows.
    const std::string id = absl::StrCat("hear-directory-", children.children[0].case_number, "-",
                                        page.heard, "-", children.position);
    RETURN_IF_ERROR(rpc::Write(mutation_, caller, id,
                               [&](rpc::Change& change) { return DecidePage(change, page); }));
  }
  return rpc::Listener::Apply(
      [this, page = std::move(page)](rpc::Change& change, const std::vector<Event>&) {
        return DecidePage(change, page);
      });
}

absl::StatusOr<bool> Hearing::AnyProgramme(const std::string& park) const {
  bool any = false;
  RETURN_IF_ERROR(mutation_.db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const auto programmes, LoadProgrammes(txn, "", 1));
    any = !programmes.empty();
    return absl::OkStatus();
  }));
  return any;
}

absl::Status Hearing::DecidePage(rpc::Change& change, const Page& page) const {
  const std::vector<Child>& children = page.children.children;
  if (children.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto programmes, LockProgrammes(change.txn));
  ASSIGN_OR_RETURN(const auto made,
                   DecideAgain(change, {keys_, schemes_, page.today}, programmes, page.children));
  RETURN_IF_ERROR(SaveHeard(change.txn, children, page.heard));
  // A body that runs again counts again: these are figures of work.
  children_.Increment(static_cast<double>(children.size()));
  decisions_.Increment(static_cast<double>(made.size()));
  return absl::OkStatus();
}

}  // namespace tuoqiao::eligibility
