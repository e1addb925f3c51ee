// The handlers of estimates: what a place would cost. They read only, and keep nothing.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/billing/convert.h"
#include "services/billing/convert_estimate.h"
#include "services/billing/convert_packs.h"
#include "services/billing/convert_shadow.h"
#include "services/billing/estimate.h"
#include "services/billing/service.h"
#include "services/billing/shadow_store.h"
#include "services/billing/store.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

// Whose plan and prices count, and when.
struct EstimateTime {
  std::string programme;
  absl::CivilMonth month;
};

absl::StatusOr<EstimateGround> AskGround(const Peers& peers, db::Database& db,
                                         const rpc::Caller& caller, const EstimateTime& time) {
  EstimateGround ground;
  ASSIGN_OR_RETURN(const std::string own, peers.AskFundingPlan(caller, time.programme));
  ASSIGN_OR_RETURN(ground.month, peers.AskCalendar(caller, time.month));
  RETURN_IF_ERROR(db.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string plan, PlanInForce(txn, time.programme, time.month, own));
    ASSIGN_OR_RETURN(ground.plan, LoadFundingPlan(txn, plan));
    ASSIGN_OR_RETURN(ground.tariffs, LoadAllTariffs(txn));
    return absl::OkStatus();
  }));
  return ground;
}

// A firm that is nobody's name: its plan is all that counts.
Firm FirmOfPlan(const std::string& code) {
  Firm firm;
  firm.plan = code;
  firm.pay_day = 1;
  return firm;
}

}  // namespace

grpc::Status BillingService::EstimateFamily(grpc::ServerContext* context,
                                            const v1::EstimateFamilyRequest* request,
                                            v1::EstimateFamilyResponse* response) {
  return front_.Answer(
      context, "EstimateFamily", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(FamilyCase family, FromProto(caller.park, *request));
        ASSIGN_OR_RETURN(const EstimateGround ground,
                         AskGround(peers_, db_, caller, {request->programme(), family.month}));
        ChildQuestion& child = family.child;
        if (!request->firm().empty()) {
          ASSIGN_OR_RETURN(child.firm, peers_.AskFirm(caller, request->firm()));
        } else if (!request->firm_plan().empty()) {
          child.firm = FirmOfPlan(request->firm_plan());
        }
        ASSIGN_OR_RETURN(child.group_kind, GroupKindFor(child.birth_date, child.centre, ground));
        ASSIGN_OR_RETURN(
            DecidedAmounts decided,
            peers_.AskDecided(caller, ground.plan, ground.month.month, child.Invented()));
        child.decided = std::move(decided.amounts);
        ASSIGN_OR_RETURN(const Statement statement, EstimateChild(child, ground));
        FillEstimate(caller.park, ground, child, statement, response);
        for (const NotCounted& each : decided.not_counted) {
          *response->add_not_counted() = ToProto(each);
        }
        return absl::OkStatus();
      });
}

grpc::Status BillingService::EstimateFirm(grpc::ServerContext* context,
                                          const v1::EstimateFirmRequest* request,
                                          v1::EstimateFirmResponse* response) {
  return front_.Answer(
      context, "EstimateFirm", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const FirmCase asked, FromProto(caller.park, *request));
        ASSIGN_OR_RETURN(EstimateGround ground,
                         AskGround(peers_, db_, caller, {request->programme(), asked.month}));
        Firm firm = FirmOfPlan(request->firm_plan());
        if (request->has_terms()) {
          RETURN_IF_ERROR(SetTerms(request->terms(), ground.plan, firm));
        } else if (request->firm_plan().empty()) {
          ASSIGN_OR_RETURN(firm, peers_.AskFirm(caller, request->parent()));
        }
        std::vector<GroupEstimate> groups;
        std::map<SchemeAmount, NotCounted> not_counted;
        for (GroupQuestion each : asked.groups) {
          const absl::CivilMonth month = ground.month.month;
          ASSIGN_OR_RETURN(DecidedAmounts decided,
                           peers_.AskDecided(caller, ground.plan, month, each.Invented(month)));
          each.decided = std::move(decided.amounts);
          for (NotCounted& one : decided.not_counted) not_counted.emplace(one.amount, one);
          ASSIGN_OR_RETURN(const GroupEstimate group,
                           EstimateGroup(each, firm, request->centre(), ground));
          groups.push_back(group);
        }
        FillEstimate(caller.park, ground, groups, response);
        for (const auto& [amount, each] : not_counted) {
          *response->add_not_counted() = ToProto(each);
        }
        return absl::OkStatus();
      });
}

}  // namespace tuoqiao::billing
