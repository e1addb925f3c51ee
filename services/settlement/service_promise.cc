// The handlers of the fund and of the promise that it keeps.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/settlement/convert.h"
#include "services/settlement/issuing.h"
#include "services/settlement/numbers.h"
#include "services/settlement/promise.h"
#include "services/settlement/service.h"
#include "services/settlement/store.h"

namespace tuoqiao::settlement {
namespace {

constexpr char kFundId[] = "fund-park";
constexpr size_t kOpenMax = 500;

}  // namespace

grpc::Status SettlementService::SetGuaranteeFund(grpc::ServerContext* context,
                                                 const v1::SetGuaranteeFundRequest* request,
                                                 v1::GuaranteeFund* response) {
  return front_.Answer(
      context, "SetGuaranteeFund", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const int64_t amount_minor, FromProto(request->guarantee_fund()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskPark(caller); },
            [&](rpc::Change& change, const ParkFacts& park) -> absl::Status {
              RETURN_IF_ERROR(LockBankAccount(change.txn));
              ASSIGN_OR_RETURN(Fund fund, LoadFund(change.txn));
              ASSIGN_OR_RETURN(const int64_t deposited_minor, LoadDeposited(change.txn));
              ASSIGN_OR_RETURN(const auto before, LoadReceivable(change.txn, kFundId));
              const Receivable asked =
                  AskFund(absl::CivilMonth(park.today), amount_minor, deposited_minor, before);
              if (!before.has_value()) {
                RETURN_IF_ERROR(SaveIssued(change, {asked}));
              } else if (before->amount_minor != asked.amount_minor) {
                RETURN_IF_ERROR(SaveChanged(change, asked));
              }
              ASSIGN_OR_RETURN(const auto stored, LoadReceivable(change.txn, kFundId));
              response->set_name(absl::StrCat("parks/", caller.park, "/guaranteeFund"));
              response->set_amount_minor(amount_minor);
              response->set_deposited_minor(deposited_minor);
              response->set_reference(stored->reference);
              if (fund.revision > 0 && fund.amount_minor == amount_minor) return absl::OkStatus();
              fund = {amount_minor, fund.revision + 1};
              change.Publish("GuaranteeFundSet", response->name(), fund.revision, *response);
              return SaveFund(change.txn, fund);
            });
      });
}

grpc::Status SettlementService::GetSettlementPromise(grpc::ServerContext* context,
                                                     const v1::GetSettlementPromiseRequest* request,
                                                     v1::SettlementPromise* response) {
  return front_.Answer(
      context, "GetSettlementPromise", *request, [&](const rpc::Caller& caller) -> absl::Status {
        absl::CivilDay from = absl::CivilDay::min();
        if (!request->from_date().empty()) {
          const auto day = ParseDay(request->from_date());
          if (!day.ok()) {
            return FieldInvalid("from_date", "is not YYYY-MM-DD", " 应为 YYYY-MM-DD");
          }
          from = *day;
        }
        ASSIGN_OR_RETURN(const ParkFacts park, peers_.AskPark(caller));
        ASSIGN_OR_RETURN(const Numbers numbers, NumbersOn(numbers_, park.today));
        DaysToPay days;
        FundUse use;
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto payouts, LoadPayouts(txn, {"", "", kPayoutsMax}));
          ASSIGN_OR_RETURN(const auto close_days, LoadCloseDays(txn));
          days = CountDays(payouts, close_days, from, park.today);
          ASSIGN_OR_RETURN(auto moved, LoadDayMoney(txn));
          use = CountFundUse(std::move(moved), from);
          return absl::OkStatus();
        }));
        response->set_name(request->name());
        response->set_days_promised(static_cast<int32_t>(numbers.days_to_pay));
        response->set_payouts(static_cast<int32_t>(days.payouts));
        response->set_payouts_paid(static_cast<int32_t>(days.paid));
        response->set_payouts_late(static_cast<int32_t>(days.late));
        response->set_days_to_pay_p50(static_cast<int32_t>(days.p50));
        response->set_days_to_pay_p95(static_cast<int32_t>(days.p95));
        response->set_days_to_pay_max(static_cast<int32_t>(days.max));
        response->set_fund_minor(use.fund_minor);
        response->set_fund_used_minor(use.used_minor);
        response->set_fund_left_minor(use.left_minor);
        response->set_fund_used_max_minor(use.used_max_minor);
        for (size_t i = 0; i < std::min(kOpenMax, days.open.size()); ++i) {
          *response->add_open() = ToProto(caller.park, days.open[i]);
        }
        return absl::OkStatus();
      });
}

}  // namespace tuoqiao::settlement
