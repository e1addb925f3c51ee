// The handlers that only read.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/rpc/events.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/settlement/convert.h"
#include "services/settlement/service.h"
#include "services/settlement/share_line_store.h"
#include "services/settlement/store.h"

namespace tuoqiao::settlement {
namespace {

constexpr rpc::PageLimits kPages = {1000, 1000};
constexpr char kResourceKinds[][16] = {"BankLine", "GuaranteeFund", "PayeeAccount",
                                       "Payout",   "Receivable",    "ShareLine"};

// One payout has no more lines than a centre has children with payers.
constexpr int64_t kAllRows = 1000000;

// Whether the account that holds now is the one that a payout went to, or will go to.
bool PaidTo(const PayeeAccount& account, const Payout& payout) {
  return !payout.release_date.has_value() || !account.payable_from.has_value() ||
         *account.payable_from <= *payout.release_date;
}

// Which rows of a kind a page of the state begins behind, and how many it takes.
struct Stretch {
  std::string after;
  int64_t rows_max = 0;
};
// What was added of one kind: how many rows, and the last one's key.
struct Added {
  int64_t rows = 0;
  std::string last;
};

absl::StatusOr<v1::PayeeAccount> WithSteps(db::Read& txn, const KeyRing& keys,
                                           const PayeeAccount& account) {
  v1::PayeeAccount proto = ToProto(txn.park(), account);
  ASSIGN_OR_RETURN(const auto steps, LoadAccountSteps(txn, keys, account.centre));
  for (const AccountStep& each : steps) *proto.add_changes() = ToProto(each);
  return proto;
}

template <typename Row, typename KeyOf>
absl::StatusOr<Added> AddRows(const std::string& park, const absl::StatusOr<std::vector<Row>>& rows,
                              const KeyOf& key_of, type::v1::ListResourcesResponse* response) {
  RETURN_IF_ERROR(rows.status());
  Added added;
  for (const Row& each : *rows) {
    const auto proto = ToProto(park, each);
    rpc::AddResource(proto.name(), proto, response);
    ++added.rows;
    added.last = key_of(each);
  }
  return added;
}

absl::StatusOr<Added> AddFund(db::Read& txn, type::v1::ListResourcesResponse* response) {
  ASSIGN_OR_RETURN(const Fund fund, LoadFund(txn));
  if (fund.revision == 0) return Added();
  v1::GuaranteeFund proto;
  proto.set_name(absl::StrCat("parks/", txn.park(), "/guaranteeFund"));
  proto.set_amount_minor(fund.amount_minor);
  rpc::AddResource(proto.name(), proto, response);
  return Added();
}

absl::StatusOr<Added> AddAccounts(db::Read& txn, const KeyRing& keys, const Stretch& stretch,
                                  type::v1::ListResourcesResponse* response) {
  ASSIGN_OR_RETURN(const auto accounts,
                   LoadPayeeAccounts(txn, keys, {stretch.after, stretch.rows_max}));
  Added added;
  for (const PayeeAccount& each : accounts) {
    ASSIGN_OR_RETURN(const v1::PayeeAccount proto, WithSteps(txn, keys, each));
    rpc::AddResource(proto.name(), proto, response);
    ++added.rows;
    added.last = absl::StrCat(each.centre, "/");
  }
  return added;
}

// Each under the name of its row, with what asks for it; what pays it out follows from the
// payouts'.
absl::StatusOr<Added> AddShareLines(db::Read& txn, const Stretch& stretch,
                                    type::v1::ListResourcesResponse* response) {
  ASSIGN_OR_RETURN(const auto lines, LoadPlacedLines(txn, {stretch.after, stretch.rows_max}));
  Added added;
  for (const PlacedLine& each : lines) {
    v1::ReceivableLine proto = ToReceivableLine(txn.park(), each.line, /*credit=*/false);
    if (!each.receivable.empty()) {
      proto.set_receivable(ReceivableName(txn.park(), each.receivable));
    }
    rpc::AddResource(
        absl::StrCat("parks/", txn.park(), "/shareLines/", each.line.id, "/", each.payout), proto,
        response);
    ++added.rows;
    added.last = each.line.id;
  }
  return added;
}

absl::StatusOr<Added> AddKind(db::Read& txn, const KeyRing& keys, size_t kind,
                              const Stretch& stretch, type::v1::ListResourcesResponse* response) {
  switch (kind) {
    case 0:
      return AddRows(
          txn.park(), LoadBankLines(txn, keys, {false, stretch.after, stretch.rows_max}),
          [](const BankLine& each) { return each.id; }, response);
    case 1:
      return AddFund(txn, response);
    case 2:
      return AddAccounts(txn, keys, stretch, response);
    case 3:
      return AddRows(
          txn.park(), LoadPayouts(txn, {"", stretch.after, stretch.rows_max}),
          [](const Payout& each) { return each.id(); }, response);
    case 4:
      return AddRows(
          txn.park(), LoadReceivables(txn, {stretch.after, stretch.rows_max}),
          [](const Receivable& each) { return each.id; }, response);
    default:
      return AddShareLines(txn, stretch, response);
  }
}

}  // namespace

grpc::Status SettlementService::ListPayeeAccounts(grpc::ServerContext* context,
                                                  const v1::ListPayeeAccountsRequest* request,
                                                  v1::ListPayeeAccountsResponse* response) {
  return front_.Answer(
      context, "ListPayeeAccounts", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string list = absl::StrCat(request->parent(), "/payeeAccounts");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto accounts,
                           LoadPayeeAccounts(txn, keys_, {page.after, page.size}));
          for (const PayeeAccount& each : accounts) {
            *response->add_payee_accounts() = ToProto(caller.park, each);
          }
          if (static_cast<int64_t>(accounts.size()) == page.size) {
            response->set_next_page_token(
                rpc::NextPageToken(list, absl::StrCat(accounts.back().centre, "/")));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status SettlementService::GetPayeeAccount(grpc::ServerContext* context,
                                                const v1::GetPayeeAccountRequest* request,
                                                v1::PayeeAccount* response) {
  return front_.Answer(
      context, "GetPayeeAccount", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string centre = CentreOfAccount(request->name());
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto account, LoadPayeeAccount(txn, keys_, centre));
          if (!account.has_value()) return NotFound("PAYEE_ACCOUNT_NOT_FOUND", request->name());
          ASSIGN_OR_RETURN(*response, WithSteps(txn, keys_, *account));
          return absl::OkStatus();
        });
      });
}

grpc::Status SettlementService::ListReceivableLines(grpc::ServerContext* context,
                                                    const v1::ListReceivableLinesRequest* request,
                                                    v1::ListReceivableLinesResponse* response) {
  return front_.Answer(
      context, "ListReceivableLines", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id, IdIn("parent", "receivables", request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/lines");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto receivable, LoadReceivable(txn, id));
          const bool claims_only = caller.identity.role == "GOV_AUDITOR";
          if (!receivable.has_value() || (claims_only && receivable->kind != "CLAIM")) {
            return NotFound("RECEIVABLE_NOT_FOUND", request->parent());
          }
          ASSIGN_OR_RETURN(const auto lines, LoadReceivableLines(txn, id, {page.after, page.size}));
          for (const ShareLine& each : lines) {
            *response->add_lines() = ToReceivableLine(caller.park, each, receivable->credit());
          }
          if (static_cast<int64_t>(lines.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, lines.back().id));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status SettlementService::ListPayoutLines(grpc::ServerContext* context,
                                                const v1::ListPayoutLinesRequest* request,
                                                v1::ListPayoutLinesResponse* response) {
  return front_.Answer(
      context, "ListPayoutLines", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id, PayoutIdOf("parent", request->parent(), ""));
        const std::string list = absl::StrCat(request->parent(), "/lines");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto payout, LoadPayout(txn, id));
          if (!payout.has_value()) return NotFound("PAYOUT_NOT_FOUND", request->parent());
          ASSIGN_OR_RETURN(const auto lines, LoadPayoutLines(txn, id, {page.after, page.size}));
          for (const ShareLine& each : lines) {
            *response->add_lines() = ToPayoutLine(each, payout->month);
          }
          if (static_cast<int64_t>(lines.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, lines.back().id));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status SettlementService::GetPaymentAdvice(grpc::ServerContext* context,
                                                 const v1::GetPaymentAdviceRequest* request,
                                                 v1::PaymentAdvice* response) {
  return front_.Answer(
      context, "GetPaymentAdvice", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id, PayoutIdOf("name", request->name(), "/advice"));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto payout, LoadPayout(txn, id));
          if (!payout.has_value()) return NotFound("PAYOUT_NOT_FOUND", request->name());
          ASSIGN_OR_RETURN(const auto lines, LoadPayoutLines(txn, id, {"", kAllRows}));
          *response = ToProto(caller.park, *payout, Advise(payout->month, lines));
          ASSIGN_OR_RETURN(const auto account, LoadPayeeAccount(txn, keys_, payout->centre));
          if (account.has_value() && account->verified() && PaidTo(*account, *payout)) {
            response->set_account_tail(TailOf(account->account_number));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status SettlementService::ListReceivables(grpc::ServerContext* context,
                                                const v1::ListReceivablesRequest* request,
                                                v1::ListReceivablesResponse* response) {
  return front_.Answer(
      context, "ListReceivables", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string list = absl::StrCat(request->parent(), "/receivables");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto receivables, LoadReceivables(txn, {page.after, page.size}));
          for (const Receivable& each : receivables) {
            *response->add_receivables() = ToProto(caller.park, each);
          }
          if (static_cast<int64_t>(receivables.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, receivables.back().id));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status SettlementService::ListBankLines(grpc::ServerContext* context,
                                              const v1::ListBankLinesRequest* request,
                                              v1::ListBankLinesResponse* response) {
  return front_.Answer(
      context, "ListBankLines", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string list =
            absl::StrCat(request->parent(), "/bankLines?", request->unmatched() ? "unmatched" : "");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(
              const auto lines,
              LoadBankLines(txn, keys_, {request->unmatched(), page.after, page.size}));
          for (const BankLine& each : lines) *response->add_lines() = ToProto(caller.park, each);
          if (static_cast<int64_t>(lines.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, lines.back().id));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status SettlementService::ListPayouts(grpc::ServerContext* context,
                                            const v1::ListPayoutsRequest* request,
                                            v1::ListPayoutsResponse* response) {
  return front_.Answer(
      context, "ListPayouts", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string centre, CentreOf(request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/payouts");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto payouts, LoadPayouts(txn, {centre, page.after, page.size}));
          ASSIGN_OR_RETURN(const auto payable_from, LoadPayableFrom(txn));
          for (const Payout& each : payouts) {
            v1::Payout* payout = response->add_payouts();
            *payout = ToProto(caller.park, each);
            const auto from = payable_from.find(each.centre);
            if (each.state == PayoutState::kDue && from != payable_from.end() &&
                each.due_date < from->second) {
              payout->set_hold_until_date(FormatDay(from->second));
            }
          }
          if (static_cast<int64_t>(payouts.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, payouts.back().id()));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status SettlementService::ListEvents(grpc::ServerContext* context,
                                           const type::v1::ListEventsRequest* request,
                                           type::v1::ListEventsResponse* response) {
  return front_.Answer(context, "ListEvents", *request, [&](const rpc::Caller& caller) {
    return rpc::ListEvents(db_, caller, *request, response);
  });
}

grpc::Status SettlementService::ListResources(grpc::ServerContext* context,
                                              const type::v1::ListResourcesRequest* request,
                                              type::v1::ListResourcesResponse* response) {
  return front_.Answer(
      context, "ListResources", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string list = absl::StrCat(request->parent(), "/resources");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        // A page holds one kind; its token says which, and the last key.
        const std::vector<std::string> place = absl::StrSplit(page.after, absl::MaxSplits('/', 1));
        size_t kind = 0;
        while (place.size() == 2 && kind + 1 < std::size(kResourceKinds) &&
               kResourceKinds[kind] != place[0]) {
          ++kind;
        }
        const std::string before = place.size() == 2 ? place[1] : "";
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const Added added,
                           AddKind(txn, keys_, kind, {before, page.size}, response));
          if (added.rows == page.size) {
            response->set_next_page_token(
                rpc::NextPageToken(list, absl::StrCat(kResourceKinds[kind], "/", added.last)));
          } else if (kind + 1 < std::size(kResourceKinds)) {
            response->set_next_page_token(
                rpc::NextPageToken(list, absl::StrCat(kResourceKinds[kind + 1], "/")));
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::settlement
