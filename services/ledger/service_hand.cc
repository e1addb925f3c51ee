// What people enter: reversals, transfers and limits.
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/db/outbox.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/rpc/mutate.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/ledger/budget_store.h"
#include "services/ledger/convert.h"
#include "services/ledger/convert_hand.h"
#include "services/ledger/entering.h"
#include "services/ledger/errors.h"
#include "services/ledger/reversal_store.h"
#include "services/ledger/service.h"
#include "services/ledger/transfer_store.h"

namespace tuoqiao::ledger {

absl::StatusOr<absl::CivilDay> LedgerService::AskToday(const rpc::Caller& caller) const {
  directory::v1::GetParkRequest request;
  request.set_name(absl::StrCat("parks/", caller.park));
  ASSIGN_OR_RETURN(const directory::v1::Park park,
                   directory_.Call(&directory::v1::Directory::Stub::GetPark, request, caller));
  return ParseDay(park.current_date());
}

grpc::Status LedgerService::ReverseEntry(grpc::ServerContext* context,
                                         const v1::ReverseEntryRequest* request,
                                         v1::Reversal* response) {
  return front_.Answer(
      context, "ReverseEntry", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string reason, ReasonFromProto(request->reason()));
        const std::string entry = PartOf(request->name(), "entries");
        return rpc::Mutate(
            mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
              ASSIGN_OR_RETURN(const Reversal reversal,
                               ProposeReversal(change, entry, {caller.identity.subject, reason}));
              *response = ToProto(caller.park, reversal);
              return absl::OkStatus();
            });
      });
}

grpc::Status LedgerService::ConfirmReversal(grpc::ServerContext* context,
                                            const v1::ConfirmReversalRequest* request,
                                            v1::Reversal* response) {
  return front_.Answer(
      context, "ConfirmReversal", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string entry = PartOf(request->name(), "entries");
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              ASSIGN_OR_RETURN(
                  const Reversal reversal,
                  ledger::ConfirmReversal(change, entry,
                                          {request->revision(), caller.identity.subject, today}));
              *response = ToProto(caller.park, reversal);
              return absl::OkStatus();
            });
      });
}

grpc::Status LedgerService::ListReversals(grpc::ServerContext* context,
                                          const v1::ListReversalsRequest* request,
                                          v1::ListReversalsResponse* response) {
  return front_.Answer(
      context, "ListReversals", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string list = absl::StrCat(request->parent(), "/reversals");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto reversals, LoadReversals(txn, page.after, page.size));
          for (const Reversal& each : reversals) {
            *response->add_reversals() = ToProto(caller.park, each);
          }
          if (static_cast<int64_t>(reversals.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, reversals.back().entry));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status LedgerService::BatchTransfer(grpc::ServerContext* context,
                                          const v1::BatchTransferRequest* request,
                                          v1::BatchTransferResponse* response) {
  return front_.Answer(
      context, "BatchTransfer", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const Batch batch, FromProto(*request));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              return MakeTransfers(change, batch, today, response);
            });
      });
}

grpc::Status LedgerService::PostTransfer(grpc::ServerContext* context,
                                         const v1::PostTransferRequest* request,
                                         v1::Transfer* response) {
  return front_.Answer(
      context, "PostTransfer", *request, [&](const rpc::Caller& caller) -> absl::Status {
        RETURN_IF_ERROR(CheckAmountToPost(request->amount_minor()));
        const std::string id = PartOf(request->name(), "transfers");
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              ASSIGN_OR_RETURN(const Transfer transfer,
                               PostReserved(change, id, request->amount_minor(), today));
              *response = ToProto(caller.park, transfer, StateOn(transfer, today));
              return absl::OkStatus();
            });
      });
}

grpc::Status LedgerService::VoidTransfer(grpc::ServerContext* context,
                                         const v1::VoidTransferRequest* request,
                                         v1::Transfer* response) {
  return front_.Answer(
      context, "VoidTransfer", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string id = PartOf(request->name(), "transfers");
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return AskToday(caller); },
            [&](rpc::Change& change, absl::CivilDay today) -> absl::Status {
              ASSIGN_OR_RETURN(const Transfer transfer, VoidReserved(change, id, today));
              *response = ToProto(caller.park, transfer, StateOn(transfer, today));
              return absl::OkStatus();
            });
      });
}

grpc::Status LedgerService::ListTransfers(grpc::ServerContext* context,
                                          const v1::ListTransfersRequest* request,
                                          v1::ListTransfersResponse* response) {
  return front_.Answer(
      context, "ListTransfers", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string list = absl::StrCat(request->parent(), "/transfers");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        ASSIGN_OR_RETURN(const absl::CivilDay today, AskToday(caller));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto transfers, LoadTransfers(txn, page.after, page.size));
          for (const Transfer& each : transfers) {
            *response->add_transfers() = ToProto(caller.park, each, StateOn(each, today));
          }
          if (static_cast<int64_t>(transfers.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, transfers.back().id));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status LedgerService::SetAccountLimit(grpc::ServerContext* context,
                                            const v1::SetAccountLimitRequest* request,
                                            v1::AccountLimit* response) {
  return front_.Answer(
      context, "SetAccountLimit", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const AccountLimit limit, FromProto(request->account_limit()));
        return rpc::Mutate(mutation_, caller, *request, response,
                           [&](rpc::Change& change) -> absl::Status {
                             RETURN_IF_ERROR(SetLimit(change, limit));
                             *response = ToProto(caller.park, limit);
                             return absl::OkStatus();
                           });
      });
}

grpc::Status LedgerService::ListAccountLimits(grpc::ServerContext* context,
                                              const v1::ListAccountLimitsRequest* request,
                                              v1::ListAccountLimitsResponse* response) {
  return front_.Answer(
      context, "ListAccountLimits", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string list =
            absl::StrCat(request->parent(), "/accountLimits?", request->breached());
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        LimitFilter filter;
        ASSIGN_OR_RETURN(filter.today, AskToday(caller));
        filter.breached = request->breached();
        filter.after = page.after;
        filter.rows_max = page.size;
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto standings, LoadStandings(txn, filter));
          for (const Standing& each : standings) {
            *response->add_account_limits() = ToProto(caller.park, each);
          }
          if (static_cast<int64_t>(standings.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, standings.back().limit.account));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status LedgerService::ListBudgets(grpc::ServerContext* context,
                                        const v1::ListBudgetsRequest* request,
                                        v1::ListBudgetsResponse* response) {
  return front_.Answer(
      context, "ListBudgets", *request, [&](const rpc::Caller& caller) -> absl::Status {
        std::optional<int64_t> year;
        if (!request->year().empty()) {
          int64_t number = 0;
          if (request->year().size() != 4 || !absl::SimpleAtoi(request->year(), &number)) {
            return FieldInvalid("year", "is not YYYY", " 应为 YYYY");
          }
          year = number;
        }
        ASSIGN_OR_RETURN(const absl::CivilDay today, AskToday(caller));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const int64_t heard, db::LoadCursor(txn, "billing"));
          ASSIGN_OR_RETURN(const auto budgets, LoadBudgets(txn, year, today));
          for (const PayerBudget& each : budgets) {
            *response->add_budgets() = ToProto(caller.park, each);
          }
          response->set_billing_position(heard);
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::ledger
