// When and how a firm pays, what falls to which run, what waits, and a whole park before its runs.
#include <google/protobuf/empty.pb.h>

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/errors.h"
#include "services/common/hash.h"
#include "services/common/period.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/payroll/convert.h"
#include "services/payroll/convert_planning.h"
#include "services/payroll/errors.h"
#include "services/payroll/pay_run_store.h"
#include "services/payroll/pay_terms_store.h"
#include "services/payroll/service.h"
#include "services/payroll/share_store.h"

namespace tuoqiao::payroll {
namespace {

constexpr rpc::PageLimits kFirmPages = {20, 50};
// Somebody may hear of a share between our questions and our look; then we ask again.
constexpr int kLooksMax = 3;

// Adds what falls to the slot of a month's shares.
void AddDue(const std::vector<WageShare>& shares, const PaySlot& slot, v1::ScheduledRun* run) {
  PaySlot before = slot;
  --before.number;
  for (const WageShare& each : shares) {
    int64_t due_minor = DueUpTo(each.amount_minor, slot);
    if (before.number > 0) due_minor -= DueUpTo(each.amount_minor, before);
    switch (each.form) {
      case WageForm::kDeduct:
        run->set_deduct_minor(run->deduct_minor() + due_minor);
        break;
      case WageForm::kAllowance:
        run->set_allow_minor(run->allow_minor() + due_minor);
        break;
      case WageForm::kInvoiced:
        run->set_taxable_benefit_minor(run->taxable_benefit_minor() + due_minor);
        break;
    }
  }
}

// Who can remove what keeps a firm from being planned; empty where it is nothing of theirs.
const char* WhoCan(absl::string_view reason) {
  for (const auto& [known, role] : std::map<absl::string_view, const char*>{
           {"MONTH_NOT_CLOSED", "PARK_FINANCE"},
           {"MONTH_NOT_HEARD", "PARK_FINANCE"},
           {"EMPLOYEE_NOT_FOUND", "FIRM_HR"},
           {"PAY_FLOOR_MISSING", "PARK_ADMIN"},
           {"RULE_NOT_IN_FORCE", "PARK_ADMIN"},
       }) {
    if (known == reason) return role;
  }
  return "";
}

// OK and a hard blocker where the firm cannot be planned; what is wrong with us goes on.
absl::Status Block(const absl::Status& status, v1::FirmPreflight* firm) {
  const std::string role = WhoCan(ReasonOf(status));
  if (role.empty()) return status;
  *firm->add_blockers() = ToBlocker(status, /*hard=*/true, 0, role);
  return absl::OkStatus();
}

void AddRefused(const Plan& plan, v1::FirmPreflight* firm) {
  std::map<std::string, int64_t> employees;
  for (const Instruction& each : plan.instructions) {
    if (each.state != InstructionState::kDirect) continue;
    ++employees[each.reason];
    firm->set_refused(firm->refused() + 1);
    firm->set_refused_minor(firm->refused_minor() + each.share_minor);
  }
  for (const auto& [reason, count] : employees) {
    *firm->add_blockers() =
        ToBlocker(DeductionRefused(reason), /*hard=*/false, count, "FIRM_PAYROLL");
  }
}

// The digest of the firms before, with one more firm's plan; a firm that cannot be planned has
// none.
std::string ParkDigest(absl::string_view before, const v1::PayRun& run) {
  return absl::BytesToHexString(Sha256(absl::StrCat(before, "\n", run.name(), "\n", run.digest())));
}

}  // namespace

grpc::Status PayrollService::SetPayCalendar(grpc::ServerContext* context,
                                            const v1::SetPayCalendarRequest* request,
                                            v1::PayCalendar* response) {
  return front_.Answer(
      context, "SetPayCalendar", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const auto said, FromProto(request->pay_calendar()));
        const auto ask = [&]() -> absl::StatusOr<bool> {
          RETURN_IF_ERROR(peers_.CheckFirm(caller, said.firm));
          return true;
        };
        return rpc::Mutate(
            mutation_, caller, *request, response, ask,
            [&](rpc::Change& change, bool) -> absl::Status {
              PayCalendar calendar = said.thing;
              RETURN_IF_ERROR(
                  SlotsOf(calendar, calendar.from_month, planning_.pack().days).status());
              RETURN_IF_ERROR(LockFirm(change.txn, said.firm));
              ASSIGN_OR_RETURN(const auto calendars, LoadPayCalendars(change.txn, said.firm));
              const PayCalendar* const before = HoldingFor(calendars, calendar.from_month);
              const bool there = before != nullptr && before->from_month == calendar.from_month;
              calendar.revision = there ? before->revision : 1;
              *response = ToProto(caller.park, said.firm, calendar);
              if (there && SaysTheSame(*before, calendar)) return absl::OkStatus();
              ASSIGN_OR_RETURN(const std::string out,
                               FindReleasedFrom(change.txn, said.firm, calendar.from_month));
              if (!out.empty()) return PayCalendarInUse(out);
              calendar.revision += there ? 1 : 0;
              *response = ToProto(caller.park, said.firm, calendar);
              change.Publish("PayCalendarSet", response->name(), calendar.revision,
                             google::protobuf::Empty());
              return SavePayCalendar(change.txn, said.firm, calendar);
            });
      });
}

grpc::Status PayrollService::SetPayPolicy(grpc::ServerContext* context,
                                          const v1::SetPayPolicyRequest* request,
                                          v1::PayPolicy* response) {
  return front_.Answer(
      context, "SetPayPolicy", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const auto said, FromProto(request->pay_policy()));
        const auto ask = [&]() -> absl::StatusOr<bool> {
          RETURN_IF_ERROR(peers_.CheckFirm(caller, said.firm));
          return true;
        };
        return rpc::Mutate(
            mutation_, caller, *request, response, ask,
            [&](rpc::Change& change, bool) -> absl::Status {
              RETURN_IF_ERROR(LockFirm(change.txn, said.firm));
              ASSIGN_OR_RETURN(const auto before, LoadPayPolicy(change.txn, said.firm));
              PayPolicy policy = said.thing;
              const bool same = before.has_value() && SaysTheSame(*before, policy);
              policy.revision = (before.has_value() ? before->revision : 0) + (same ? 0 : 1);
              *response = ToProto(caller.park, said.firm, policy);
              if (same) return absl::OkStatus();
              change.Publish("PayPolicySet", response->name(), policy.revision,
                             google::protobuf::Empty());
              return SavePayPolicy(change.txn, said.firm, policy);
            });
      });
}

grpc::Status PayrollService::PreviewPaySchedule(grpc::ServerContext* context,
                                                const v1::PreviewPayScheduleRequest* request,
                                                v1::PreviewPayScheduleResponse* response) {
  return front_.Answer(
      context, "PreviewPaySchedule", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const Schedule schedule, FromProto(*request));
        ASSIGN_OR_RETURN(const FirmTerms terms, peers_.AskFirm(caller, schedule.firm));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto calendars, LoadPayCalendars(txn, schedule.firm));
          if (const PayCalendar* const holding = HoldingFor(calendars, schedule.month)) {
            *response->mutable_pay_calendar() = ToProto(caller.park, schedule.firm, *holding);
          }
          ASSIGN_OR_RETURN(const auto policy, LoadPayPolicy(txn, schedule.firm));
          if (policy.has_value()) {
            *response->mutable_pay_policy() = ToProto(caller.park, schedule.firm, *policy);
          }
          for (int64_t i = 0; i < schedule.months; ++i) {
            const absl::CivilMonth month = schedule.month + i;
            ASSIGN_OR_RETURN(const auto runs, planning_.LoadRuns(txn, schedule.firm, month, terms));
            ASSIGN_OR_RETURN(const auto shares, LoadSharesOfMonth(txn, schedule.firm, month));
            for (const PayRun& each : runs) {
              v1::ScheduledRun* run = response->add_runs();
              run->set_pay_run(PayRunName(caller.park, each.Key()));
              run->set_pay_date(FormatDay(each.pay_date));
              run->set_cut_off_date(FormatDay(each.cut_off_date));
              ASSIGN_OR_RETURN(const auto saved, FindPayRun(txn, each.Key()));
              if (saved.has_value()) run->set_state(ToProto(caller.park, *saved).state());
              AddDue(shares, SlotOf(each, runs), run);
            }
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status PayrollService::ListWaitingItems(grpc::ServerContext* context,
                                              const v1::ListWaitingItemsRequest* request,
                                              v1::ListWaitingItemsResponse* response) {
  return front_.Answer(
      context, "ListWaitingItems", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string firm, FirmOf(request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/waitingItems");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        ASSIGN_OR_RETURN(const PlanTerms terms, peers_.AskTerms(caller, firm, kEver));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto waiting, planning_.LoadWaiting(txn, firm, terms));
          auto next = std::upper_bound(
              waiting.begin(), waiting.end(), page.after,
              [](const std::string& after, const auto& each) { return after < each.id; });
          for (; next != waiting.end() && response->waiting_items_size() < page.size; ++next) {
            *response->add_waiting_items() =
                ToProto(caller.park, firm, terms.staff.NumberOf(next->share.employee), *next);
          }
          if (next != waiting.end()) {
            response->set_next_page_token(rpc::NextPageToken(list, std::prev(next)->id));
          }
          return absl::OkStatus();
        });
      });
}

absl::Status PayrollService::Preflight(const rpc::Caller& caller, const PayRunKey& month,
                                       absl::CivilDay today, v1::FirmPreflight* response) const {
  response->Clear();
  response->mutable_pay_run()->set_name(PayRunName(caller.park, month));
  const auto terms = peers_.AskPlan(caller, month.firm, month.month);
  if (!terms.ok()) return Block(terms.status(), response);
  return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    const auto runs = planning_.LoadRuns(txn, month.firm, month.month, terms->firm);
    if (!runs.ok()) return Block(runs.status(), response);
    // The next one that has not gone out; where all have, what is open waits for another month.
    std::optional<PayRun> saved;
    const PayRun* next = nullptr;
    for (const PayRun& each : *runs) {
      next = &each;
      ASSIGN_OR_RETURN(saved, FindPayRun(txn, each.Key()));
      if (!saved.has_value() || saved->state == PayRunState::kPreflighted) break;
    }
    if (next == nullptr) return absl::OkStatus();
    if (saved.has_value() && saved->state != PayRunState::kPreflighted) {
      *response->mutable_pay_run() = ToProto(caller.park, *saved);
      response->set_planned(true);
      return absl::OkStatus();
    }
    response->mutable_pay_run()->set_name(PayRunName(caller.park, next->Key()));
    const auto planned = planning_.MakePlan(txn, RequestOf(*next), *terms);
    if (!planned.ok()) return Block(planned.status(), response);
    *response->mutable_pay_run() = ToProto(caller.park, planned->run);
    response->set_planned(saved.has_value() && saved->digest == planned->run.digest);
    AddRefused(planned->plan, response);
    if (today > planned->run.cut_off_date) {
      *response->add_blockers() =
          ToBlocker(CutOffPassed(planned->run.cut_off_date), /*hard=*/true, 0, "FIRM_PAYROLL");
    }
    return absl::OkStatus();
  });
}

grpc::Status PayrollService::PreflightPark(grpc::ServerContext* context,
                                           const v1::PreflightParkRequest* request,
                                           v1::PreflightParkResponse* response) {
  return front_.Answer(
      context, "PreflightPark", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const absl::CivilMonth month, MonthOf("month", request->month()));
        const std::string list = absl::StrCat(request->parent(), "/preflight/", request->month());
        ASSIGN_OR_RETURN(
            const rpc::Page page,
            rpc::ReadPage(request->page_size(), request->page_token(), list, kFirmPages));
        ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
        // The digest goes from page to page with the last firm.
        std::pair<std::string, std::string> after =
            absl::StrSplit(page.after, absl::MaxSplits('/', 1));
        std::string& digest = after.second;
        std::vector<std::string> firms;
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(firms, LoadFirmsWithOpen(txn, month, {after.first, "", page.size}));
          return absl::OkStatus();
        }));
        for (const std::string& firm : firms) {
          v1::FirmPreflight* const preflight = response->add_firms();
          absl::Status looked;
          for (int look = 0; look < kLooksMax; ++look) {
            looked = Preflight(caller, {firm, month}, today, preflight);
            if (ReasonOf(looked) != "FACTS_STALE") break;
          }
          RETURN_IF_ERROR(looked);
          digest = ParkDigest(digest, preflight->pay_run());
        }
        response->set_digest(digest);
        if (static_cast<int64_t>(firms.size()) == page.size) {
          response->set_next_page_token(
              rpc::NextPageToken(list, absl::StrCat(firms.back(), "/", digest)));
        }
        return absl::OkStatus();
      });
}

}  // namespace tuoqiao::payroll
