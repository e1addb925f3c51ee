#include "services/billing/service.h"

#include <google/protobuf/empty.pb.h>

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/billing/checklist_store.h"
#include "services/billing/close.h"
#include "services/billing/convert.h"
#include "services/billing/convert_checklist.h"
#include "services/billing/convert_packs.h"
#include "services/billing/convert_shadow.h"
#include "services/billing/errors.h"
#include "services/billing/month_store.h"
#include "services/billing/preview.h"
#include "services/billing/shadow_store.h"
#include "services/billing/shadowing.h"
#include "services/billing/signing.h"
#include "services/billing/statement_store.h"
#include "services/billing/store.h"
#include "services/billing/year_store.h"
#include "services/common/errors.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

constexpr char kPreview[] = "PreviewMonth";
constexpr char kClose[] = "CloseMonth";

}  // namespace

BillingService::BillingService(const rpc::Ground& ground, const rpc::Front& front,
                               rpc::Operations& operations, const Peers& peers)
    : db_(ground.db),
      mutation_(ground.mutation()),
      front_(front),
      operations_(operations),
      peers_(peers) {
  operations_.Register(
      kPreview, [this](rpc::JobRun& run) { return billing::PreviewMonth(run, db_, peers_); });
  operations_.Register(kClose,
                       [this](rpc::JobRun& run) { return billing::CloseMonth(run, mutation_); });
  operations_.Register(kStartShadow,
                       [this](rpc::JobRun& run) { return RunShadow(run, db_, peers_); });
}

grpc::Status BillingService::CreateTariff(grpc::ServerContext* context,
                                          const v1::CreateTariffRequest* request,
                                          v1::Tariff* response) {
  return front_.Answer(
      context, "CreateTariff", *request, [&](const rpc::Caller& caller) -> absl::Status {
        return rpc::Mutate(
            mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
              ASSIGN_OR_RETURN(const Tariff tariff,
                               FromProto(request->parent(), request->tariff()));
              ASSIGN_OR_RETURN(const auto all, LoadAllTariffs(change.txn));
              const auto others = all.find({tariff.centre, tariff.group_kind});
              if (others != all.end() && others->second.front().billing != tariff.billing) {
                return BillingModeDiffers(others->second.front().name);
              }
              ASSIGN_OR_RETURN(const bool inserted, InsertTariff(change.txn, tariff));
              if (!inserted) return TariffExists(tariff.name);
              change.Publish("TariffCreated", tariff.name, 1, google::protobuf::Empty());
              *response = ToProto(tariff);
              return absl::OkStatus();
            });
      });
}

grpc::Status BillingService::CreateFundingPlan(grpc::ServerContext* context,
                                               const v1::CreateFundingPlanRequest* request,
                                               v1::FundingPlan* response) {
  return front_.Answer(
      context, "CreateFundingPlan", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string& id = request->funding_plan_id();
        // The plan as it will be kept, with what packs say of its schemes.
        const auto ask = [&]() -> absl::StatusOr<FundingPlan> {
          RETURN_IF_ERROR(CheckFundingPlanId(id));
          ASSIGN_OR_RETURN(FundingPlan plan, FromProto(id, request->funding_plan()));
          RETURN_IF_ERROR(CheckDecidedBy(caller.park, plan));
          RETURN_IF_ERROR(CheckPlan(plan));
          if (!RestsOnPacks(plan)) return plan;
          ASSIGN_OR_RETURN(const PackSchemes schemes, peers_.AskSchemes(caller));
          RETURN_IF_ERROR(AddStacking(schemes, plan));
          ASSIGN_OR_RETURN(const DecidingSchemes deciding,
                           peers_.AskDeciding(caller, plan, std::nullopt));
          RETURN_IF_ERROR(CheckAmounts(schemes, deciding, plan));
          RETURN_IF_ERROR(CheckPlan(plan));
          return plan;
        };
        return rpc::Mutate(mutation_, caller, *request, response, ask,
                           [&](rpc::Change& change, const FundingPlan& plan) -> absl::Status {
                             const std::string name = FundingPlanName(caller.park, id);
                             ASSIGN_OR_RETURN(const bool known, FundingPlanKnown(change.txn, id));
                             if (known) return FundingPlanExists(name);
                             RETURN_IF_ERROR(InsertFundingPlan(change.txn, plan));
                             change.Publish("FundingPlanCreated", name, 1,
                                            google::protobuf::Empty());
                             *response = ToProto(caller.park, plan);
                             return absl::OkStatus();
                           });
      });
}

grpc::Status BillingService::PreviewMonth(grpc::ServerContext* context,
                                          const v1::PreviewMonthRequest* request,
                                          google::longrunning::Operation* response) {
  return front_.Answer(context, kPreview, *request, [&](const rpc::Caller& caller) -> absl::Status {
    // The plan that the request names, and the one that the programme was made with.
    const auto ask = [&]() -> absl::StatusOr<std::pair<std::string, std::string>> {
      std::pair<std::string, std::string> plans;
      if (!request->funding_plan().empty() || request->programme().empty()) {
        ASSIGN_OR_RETURN(plans.first, FundingPlanOf("funding_plan", request->funding_plan()));
      }
      if (request->programme().empty()) return plans;
      RETURN_IF_ERROR(CheckProgramme(caller.park, request->programme()));
      ASSIGN_OR_RETURN(plans.second, peers_.AskFundingPlan(caller, request->programme()));
      return plans;
    };
    RETURN_IF_ERROR(rpc::Mutate(
        mutation_, caller, *request, response, ask,
        [&](rpc::Change& change, const std::pair<std::string, std::string>& plans) -> absl::Status {
          ASSIGN_OR_RETURN(const absl::CivilMonth name, MonthOf("name", request->name()));
          ASSIGN_OR_RETURN(const Month month, OpenMonth(change.txn, name));
          RETURN_IF_ERROR(CheckMayPreview(month));
          std::string plan = plans.first;
          if (!request->programme().empty()) {
            ASSIGN_OR_RETURN(plan,
                             PlanInForce(change.txn, request->programme(), name, plans.second));
            if (!plans.first.empty() && plans.first != plan) {
              return FundingPlanNotAdopted(name, plans.first, plan);
            }
          }
          ASSIGN_OR_RETURN(const FundingPlan found, LoadFundingPlan(change.txn, plan));
          RETURN_IF_ERROR(CheckBudgets(found, name.year()));
          v1::PreviewMonthRequest argument = *request;
          argument.set_funding_plan(FundingPlanName(caller.park, plan));
          return operations_.Enqueue(change, kPreview, argument, response);
        }));
    if (!request->validate_only()) operations_.Wake();
    return absl::OkStatus();
  });
}

grpc::Status BillingService::ApproveMonth(grpc::ServerContext* context,
                                          const v1::ApproveMonthRequest* request,
                                          v1::Month* response) {
  return front_.Answer(
      context, "ApproveMonth", *request, [&](const rpc::Caller& caller) -> absl::Status {
        return rpc::Mutate(
            mutation_, caller, *request, response,
            [&] { return AskSigning(peers_, db_, caller, request->name()); },
            [&](rpc::Change& change, const SigningFacts& facts) -> absl::Status {
              ASSIGN_OR_RETURN(const absl::CivilMonth name, MonthOf("name", request->name()));
              if (request->digest().empty()) return FieldRequired("digest");
              ASSIGN_OR_RETURN(const auto named, AcknowledgedOf(*request));
              ASSIGN_OR_RETURN(Month month, LockMonth(change.txn, name));
              const Month signing = month;
              RETURN_IF_ERROR(Approve(month, request->digest(), caller.identity.subject));
              ASSIGN_OR_RETURN(const FundingPlan plan,
                               LoadFundingPlan(change.txn, month.funding_plan));
              if (plan.CountsYears()) {
                ASSIGN_OR_RETURN(const YearState year, LockYear(change.txn, month.month));
                RETURN_IF_ERROR(CheckYear(month, year));
              }
              if (month.corrections > 0) {
                ASSIGN_OR_RETURN(const OtherMonths others, LockOthers(change.txn, month.month));
                RETURN_IF_ERROR(CheckOthers(month, others));
              }
              RETURN_IF_ERROR(CheckOver(month, facts.today));
              ASSIGN_OR_RETURN(const ChecklistFacts checked,
                               LoadChecklist(change.txn, signing, plan.CountsYears(), facts.today));
              const std::vector<ChecklistItem> items = ChecklistOf(checked);
              RETURN_IF_ERROR(CheckHard(signing, items));
              RETURN_IF_ERROR(CheckSoft(signing, items, named));
              ASSIGN_OR_RETURN(const auto draws, LoadNamedDraws(change.txn, month));
              RETURN_IF_ERROR(CheckLedger(change.txn, month, draws, facts));
              RETURN_IF_ERROR(SaveAcknowledged(change.txn, {month.month, month.preview},
                                               caller.identity.subject, Seen(items, named)));
              RETURN_IF_ERROR(SaveMonth(change.txn, month));
              if (month.state == MonthState::kApproved) {
                change.Publish("MonthApproved", request->name(), month.revision,
                               ToApproved(caller.park, month, draws));
              } else {
                change.Publish("MonthSigned", request->name(), month.revision,
                               google::protobuf::Empty());
              }
              ASSIGN_OR_RETURN(const auto hold_outs,
                               LoadHoldOuts(change.txn, {month.month, month.preview}));
              *response = ToProto(caller.park, month, hold_outs);
              return absl::OkStatus();
            });
      });
}

grpc::Status BillingService::WithdrawApproval(grpc::ServerContext* context,
                                              const v1::WithdrawApprovalRequest* request,
                                              v1::Month* response) {
  return front_.Answer(
      context, "WithdrawApproval", *request, [&](const rpc::Caller& caller) -> absl::Status {
        return rpc::Mutate(
            mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
              ASSIGN_OR_RETURN(const absl::CivilMonth name, MonthOf("name", request->name()));
              ASSIGN_OR_RETURN(Month month, LockMonth(change.txn, name));
              const Copy copy = {month.month, month.preview};
              ASSIGN_OR_RETURN(const bool closing, AnyClosed(change.txn, copy));
              if (closing && month.state != MonthState::kClosed) return MonthClosing(month.month);
              std::vector<BudgetDraw> draws;  // Nothing is promised before the second signature.
              if (month.state == MonthState::kApproved) {
                ASSIGN_OR_RETURN(draws, LoadNamedDraws(change.txn, month));
              }
              RETURN_IF_ERROR(billing::WithdrawApproval(month));
              RETURN_IF_ERROR(DeleteAcknowledged(change.txn, month.month));
              RETURN_IF_ERROR(SaveMonth(change.txn, month));
              change.Publish("MonthApprovalWithdrawn", request->name(), month.revision,
                             ToWithdrawn(month, draws));
              ASSIGN_OR_RETURN(const auto hold_outs, LoadHoldOuts(change.txn, copy));
              *response = ToProto(caller.park, month, hold_outs);
              return absl::OkStatus();
            });
      });
}

grpc::Status BillingService::CloseMonth(grpc::ServerContext* context,
                                        const v1::CloseMonthRequest* request,
                                        google::longrunning::Operation* response) {
  return front_.Answer(context, kClose, *request, [&](const rpc::Caller& caller) -> absl::Status {
    RETURN_IF_ERROR(rpc::Mutate(
        mutation_, caller, *request, response, [&] { return peers_.AskToday(caller); },
        [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
          ASSIGN_OR_RETURN(const absl::CivilMonth name, MonthOf("name", request->name()));
          ASSIGN_OR_RETURN(Month month, LockMonth(change.txn, name));
          RETURN_IF_ERROR(CheckMayClose(month));
          // A second close of a closed month writes nothing, whatever the checklist says by now.
          if (month.state != MonthState::kClosed) {
            RETURN_IF_ERROR(CheckOver(month, today));
            ASSIGN_OR_RETURN(const FundingPlan plan,
                             LoadFundingPlan(change.txn, month.funding_plan));
            ASSIGN_OR_RETURN(const ChecklistFacts facts,
                             LoadChecklist(change.txn, month, plan.CountsYears(), today));
            RETURN_IF_ERROR(CheckHard(month, ChecklistOf(facts)));
            AskClose(month, today);
            RETURN_IF_ERROR(SaveMonth(change.txn, month));
          }
          return operations_.Enqueue(change, kClose, *request, response);
        }));
    if (!request->validate_only()) operations_.Wake();
    return absl::OkStatus();
  });
}

}  // namespace tuoqiao::billing
