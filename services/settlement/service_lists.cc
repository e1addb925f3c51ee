// The handlers that only read.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/period.h"
#include "services/common/rpc/events.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/settlement/convert.h"
#include "services/settlement/service.h"
#include "services/settlement/store.h"

namespace tuoqiao::settlement {
namespace {

constexpr rpc::PageLimits kPages = {1000, 1000};
constexpr char kResourceKinds[][16] = {"BankLine", "PayeeAccount", "Payout", "Receivable"};

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

absl::StatusOr<Added> AddKind(db::Read& txn, const KeyRing& keys, size_t kind,
                              const Stretch& stretch, type::v1::ListResourcesResponse* response) {
  switch (kind) {
    case 0:
      return AddRows(
          txn.park(), LoadBankLines(txn, keys, {false, stretch.after, stretch.rows_max}),
          [](const BankLine& each) { return each.id; }, response);
    case 1:
      return AddRows(
          txn.park(), LoadPayeeAccounts(txn, keys, {stretch.after, stretch.rows_max}),
          [](const PayeeAccount& each) { return absl::StrCat(each.centre, "/"); }, response);
    case 2:
      return AddRows(
          txn.park(), LoadPayouts(txn, {"", stretch.after, stretch.rows_max}),
          [](const Payout& each) { return each.id(); }, response);
    default:
      return AddRows(
          txn.park(), LoadReceivables(txn, {stretch.after, stretch.rows_max}),
          [](const Receivable& each) { return each.id; }, response);
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
          for (const Payout& each : payouts) {
            *response->add_payouts() = ToProto(caller.park, each);
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
