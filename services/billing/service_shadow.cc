// The handlers of shadows and adoptions.
#include <google/protobuf/empty.pb.h>

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/billing/convert.h"
#include "services/billing/convert_shadow.h"
#include "services/billing/errors.h"
#include "services/billing/month_store.h"
#include "services/billing/service.h"
#include "services/billing/shadow_store.h"
#include "services/billing/store.h"
#include "services/common/errors.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

// FIRST_MONTH_BILLED where the month, or one after it, can no longer be previewed.
absl::Status CheckStillOpen(db::Read& txn, absl::CivilMonth first_month) {
  std::string after = FormatMonth(first_month - 1);
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<Month> next, LoadMonths(txn, after, 1));
    if (next.empty()) return absl::OkStatus();
    const Month& month = next[0];
    if (!CheckMayPreview(month).ok()) {
      return FirstMonthBilled(month.month, MonthStateName(month.state));
    }
    after = FormatMonth(month.month);
  }
}

// Whoever replaces a plan holds it, so that of two shadows of one plan the second finds it
// replaced.
absl::Status AdoptPlan(rpc::Change& change, const Shadow& shadow) {
  ASSIGN_OR_RETURN(const auto before, LoadAdoptionsOf(change.txn, shadow.programme));
  Adoption adoption;
  adoption.id = change.NewId("ad");
  adoption.programme = shadow.programme;
  adoption.ordinal = static_cast<int64_t>(before.size());
  adoption.first_month = shadow.first_month;
  adoption.plan = shadow.plan;
  adoption.shadow_month = shadow.month;
  adoption.shadow = shadow.id;
  RETURN_IF_ERROR(InsertAdoption(change.txn, adoption));
  const v1::Adoption message = ToProto(change.txn.park(), adoption);
  change.Publish("FundingPlanAdopted", message.name(), 1, google::protobuf::Empty());
  return absl::OkStatus();
}

// The numbers of a page's key, `{first}/{second}`. PAGE_TOKEN_INVALID.
absl::StatusOr<std::pair<int64_t, int64_t>> NumbersOf(const std::string& key) {
  const std::pair<std::string, std::string> texts = absl::StrSplit(key, absl::MaxSplits('/', 1));
  std::pair<int64_t, int64_t> numbers;
  if (!absl::SimpleAtoi(texts.first, &numbers.first) ||
      !absl::SimpleAtoi(texts.second, &numbers.second)) {
    return rpc::PageTokenInvalid();
  }
  return numbers;
}

absl::StatusOr<std::vector<KeptDifference>> LoadPage(db::Read& txn, const DifferenceFilter& filter,
                                                     bool largest_first, const rpc::Page& page) {
  std::optional<SizePlace> after;
  if (!page.after.empty()) {
    ASSIGN_OR_RETURN(const auto numbers, NumbersOf(page.after));
    after = SizePlace{numbers.first, numbers.second};
  }
  if (largest_first) return LoadLargest(txn, filter, after, page.size);
  return LoadDifferences(txn, filter, after.has_value() ? after->ordinal : -1, page.size);
}

}  // namespace

grpc::Status BillingService::StartShadow(grpc::ServerContext* context,
                                         const v1::StartShadowRequest* request,
                                         google::longrunning::Operation* response) {
  return front_.Answer(
      context, kStartShadow, *request, [&](const rpc::Caller& caller) -> absl::Status {
        const auto ask = [&]() -> absl::StatusOr<Shadow> {
          ASSIGN_OR_RETURN(Shadow shadow, FromProto(caller.park, *request));
          RETURN_IF_ERROR(peers_.AskFundingPlan(caller, shadow.programme).status());
          return shadow;
        };
        RETURN_IF_ERROR(rpc::Mutate(
            mutation_, caller, *request, response, ask,
            [&](rpc::Change& change, Shadow shadow) -> absl::Status {
              ASSIGN_OR_RETURN(const Month month, LockMonth(change.txn, shadow.month));
              if (month.state == MonthState::kOpen) {
                return MonthNotPreviewed(month.month, MonthStateName(month.state));
              }
              ASSIGN_OR_RETURN(const FundingPlan tried, LoadFundingPlan(change.txn, shadow.plan));
              RETURN_IF_ERROR(CheckBudgets(tried, month.month.year()));
              RETURN_IF_ERROR(CheckStillOpen(change.txn, shadow.first_month));
              shadow.id = change.NewId("sh");
              shadow.live_plan = month.funding_plan;
              shadow.month_digest = month.digest;
              shadow.revision = 1;
              RETURN_IF_ERROR(InsertShadow(change.txn, shadow));
              v1::Shadow argument;
              argument.set_name(ShadowName(caller.park, shadow.month, shadow.id));
              change.Publish("ShadowStarted", argument.name(), shadow.revision,
                             google::protobuf::Empty());
              return operations_.Enqueue(change, kStartShadow, argument, response);
            }));
        if (!request->validate_only()) operations_.Wake();
        return absl::OkStatus();
      });
}

grpc::Status BillingService::GetShadow(grpc::ServerContext* context,
                                       const v1::GetShadowRequest* request, v1::Shadow* response) {
  return front_.Answer(
      context, "GetShadow", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const absl::StatusOr<ShadowKey> key = ShadowOf("name", request->name());
        if (!key.ok()) return ShadowNotFound(request->name());
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const std::optional<Shadow> shadow, FindShadow(txn, *key));
          if (!shadow.has_value()) return ShadowNotFound(request->name());
          *response = ToProto(caller.park, *shadow);
          return absl::OkStatus();
        });
      });
}

grpc::Status BillingService::ListShadowDifferences(grpc::ServerContext* context,
                                                   const v1::ListShadowDifferencesRequest* request,
                                                   v1::ListShadowDifferencesResponse* response) {
  return front_.Answer(
      context, "ListShadowDifferences", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const absl::StatusOr<ShadowKey> key = ShadowOf("parent", request->parent());
        if (!key.ok()) return ShadowNotFound(request->parent());
        ASSIGN_OR_RETURN(const auto payer, PayerFilterOf(request->payer()));
        const std::string list =
            absl::StrCat(request->parent(), "/differences/", request->payer(),
                         request->largest_first() ? "/largest" : "/by_case_number");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const std::optional<Shadow> shadow, FindShadow(txn, *key));
          if (!shadow.has_value()) return ShadowNotFound(request->parent());
          // What a run has kept so far is no answer yet.
          if (shadow->state == ShadowState::kRunning) return absl::OkStatus();
          ASSIGN_OR_RETURN(const auto kept,
                           LoadPage(txn, {key->id, payer}, request->largest_first(), page));
          for (const KeptDifference& each : kept) {
            *response->add_differences() = ToProto(caller.park, key->month, each);
          }
          if (static_cast<int64_t>(kept.size()) == page.size) {
            const KeptDifference& last = kept.back();
            response->set_next_page_token(rpc::NextPageToken(
                list, absl::StrCat(last.difference.size_minor(), "/", last.ordinal)));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status BillingService::ApproveShadow(grpc::ServerContext* context,
                                           const v1::ApproveShadowRequest* request,
                                           v1::Shadow* response) {
  return front_.Answer(
      context, "ApproveShadow", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const absl::StatusOr<ShadowKey> key = ShadowOf("name", request->name());
        // The plan that the programme was made with.
        const auto ask = [&]() -> absl::StatusOr<std::string> {
          if (!key.ok()) return ShadowNotFound(request->name());
          if (request->digest().empty()) return FieldRequired("digest");
          std::optional<Shadow> shadow;
          RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
            ASSIGN_OR_RETURN(shadow, FindShadow(txn, *key));
            return absl::OkStatus();
          }));
          if (!shadow.has_value()) return ShadowNotFound(request->name());
          return peers_.AskFundingPlan(caller, shadow->programme);
        };
        return rpc::Mutate(
            mutation_, caller, *request, response, ask,
            [&](rpc::Change& change, const std::string& own) -> absl::Status {
              ASSIGN_OR_RETURN(const Month month, LockMonth(change.txn, key->month));
              ASSIGN_OR_RETURN(std::optional<Shadow> shadow, FindShadow(change.txn, *key));
              if (!shadow.has_value()) return ShadowNotFound(request->name());
              RETURN_IF_ERROR(CheckMaySign(*shadow, request->digest(), month));
              RETURN_IF_ERROR(CheckStillOpen(change.txn, shadow->first_month));
              RETURN_IF_ERROR(change.txn.LockRoot("funding_plan", "id", shadow->live_plan));
              ASSIGN_OR_RETURN(
                  const std::string in_force,
                  PlanInForce(change.txn, shadow->programme, shadow->first_month, own));
              RETURN_IF_ERROR(CheckInForce(*shadow, in_force));
              RETURN_IF_ERROR(Sign(*shadow, caller.identity.subject));
              RETURN_IF_ERROR(SaveShadow(change.txn, *shadow));
              const bool adopted = shadow->state == ShadowState::kAdopted;
              change.Publish(adopted ? "ShadowAdopted" : "ShadowSigned", request->name(),
                             shadow->revision, google::protobuf::Empty());
              if (adopted) RETURN_IF_ERROR(AdoptPlan(change, *shadow));
              *response = ToProto(caller.park, *shadow);
              return absl::OkStatus();
            });
      });
}

grpc::Status BillingService::ListAdoptions(grpc::ServerContext* context,
                                           const v1::ListAdoptionsRequest* request,
                                           v1::ListAdoptionsResponse* response) {
  return front_.Answer(
      context, "ListAdoptions", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), "adoptions"));
        // The key is the ordinal, behind which comes the programme's name.
        const std::pair<std::string, std::string> texts =
            absl::StrSplit(page.after, absl::MaxSplits('/', 1));
        int64_t ordinal = -1;
        if (!page.after.empty() && !absl::SimpleAtoi(texts.first, &ordinal)) {
          return rpc::PageTokenInvalid();
        }
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto adoptions,
                           LoadAdoptions(txn, texts.second, ordinal, page.size));
          for (const Adoption& each : adoptions) {
            *response->add_adoptions() = ToProto(caller.park, each);
          }
          if (static_cast<int64_t>(adoptions.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(
                "adoptions",
                absl::StrCat(adoptions.back().ordinal, "/", adoptions.back().programme)));
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::billing
