// The handlers that only read.
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/rpc/events.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/exchange/content_store.h"
#include "services/exchange/errors.h"
#include "services/exchange/service.h"
#include "services/exchange/store.h"

namespace tuoqiao::exchange {
namespace {

constexpr rpc::PageLimits kPages = {1000, 1000};
constexpr char kConnectionKind[] = "Connection/", kDeliveryKind[] = "Delivery/";

}  // namespace

absl::StatusOr<Delivery> ExchangeService::LoadDelivery(const rpc::Caller& caller,
                                                       const std::string& name) const {
  std::optional<Delivery> found;
  RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(found, FindDelivery(txn, IdOf(name)));
    return absl::OkStatus();
  }));
  if (!found.has_value() || found->parent != ParentOf(name) ||
      !MayTouch(*FindContent(found->content), caller.identity.role)) {
    return DeliveryNotFound(name);
  }
  return *std::move(found);
}

grpc::Status ExchangeService::ListConnections(grpc::ServerContext* context,
                                              const v1::ListConnectionsRequest* request,
                                              v1::ListConnectionsResponse* response) {
  return front_.Answer(
      context, "ListConnections", *request, [&](const rpc::Caller& caller) -> absl::Status {
        RETURN_IF_ERROR(ScopeOf("parent", request->parent()).status());
        const std::string list = absl::StrCat(request->parent(), "/connections");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto connections,
                           LoadConnections(txn, {request->parent(), page.after, page.size}));
          for (const Connection& each : connections) {
            if (!MayTouch(*FindContent(each.content), caller.identity.role)) continue;
            *response->add_connections() = ToProto(each);
          }
          if (static_cast<int64_t>(connections.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, connections.back().name));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status ExchangeService::GetDelivery(grpc::ServerContext* context,
                                          const v1::GetDeliveryRequest* request,
                                          v1::Delivery* response) {
  return front_.Answer(
      context, "GetDelivery", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const Delivery delivery, LoadDelivery(caller, request->name()));
        *response = ToProto(delivery);
        return absl::OkStatus();
      });
}

grpc::Status ExchangeService::ListRecordResults(grpc::ServerContext* context,
                                                const v1::ListRecordResultsRequest* request,
                                                v1::ListRecordResultsResponse* response) {
  return front_.Answer(
      context, "ListRecordResults", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const Delivery delivery, LoadDelivery(caller, request->parent()));
        // Another round is another list: its pages are not mixed with the former one's.
        const std::string list = absl::StrCat(request->parent(), "/recordResults?", delivery.round,
                                              "&", request->rejected_only() ? "rejected" : "");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        ReceiptFilter filter;
        filter.rejected_only = request->rejected_only();
        filter.rows_max = page.size;
        if (!page.after.empty() && !absl::SimpleAtoi(page.after, &filter.after)) filter.after = -1;
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto receipts,
                           LoadReceipts(txn, keys_, {delivery.id, delivery.round}, filter));
          for (const StoredReceipt& each : receipts) {
            *response->add_results() = ToProto(each.receipt);
          }
          if (static_cast<int64_t>(receipts.size()) == page.size) {
            response->set_next_page_token(
                rpc::NextPageToken(list, absl::StrCat(receipts.back().ordinal)));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status ExchangeService::ListEvents(grpc::ServerContext* context,
                                         const type::v1::ListEventsRequest* request,
                                         type::v1::ListEventsResponse* response) {
  return front_.Answer(context, "ListEvents", *request, [&](const rpc::Caller& caller) {
    return rpc::ListEvents(db_, caller, *request, response);
  });
}

grpc::Status ExchangeService::ListResources(grpc::ServerContext* context,
                                            const type::v1::ListResourcesRequest* request,
                                            type::v1::ListResourcesResponse* response) {
  return front_.Answer(
      context, "ListResources", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string list = absl::StrCat(request->parent(), "/resources");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        // A page holds one kind; its token says which, and the last key.
        absl::string_view after = page.after;
        const bool deliveries = absl::ConsumePrefix(&after, kDeliveryKind);
        absl::ConsumePrefix(&after, kConnectionKind);
        const Stretch stretch = {request->parent(), std::string(after), page.size};
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          std::string last;
          if (deliveries) {
            ASSIGN_OR_RETURN(const auto found, LoadDeliveries(txn, stretch));
            for (const Delivery& each : found) {
              rpc::AddResource(DeliveryName(each), ToState(each), response);
              last = each.id;
            }
          } else {
            ASSIGN_OR_RETURN(const auto found, LoadConnections(txn, stretch));
            for (const Connection& each : found) {
              rpc::AddResource(each.name, ToProto(each), response);
              last = each.name;
            }
          }
          if (response->resources_size() == page.size) {
            response->set_next_page_token(rpc::NextPageToken(
                list, absl::StrCat(deliveries ? kDeliveryKind : kConnectionKind, last)));
          } else if (!deliveries) {
            response->set_next_page_token(rpc::NextPageToken(list, kDeliveryKind));
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::exchange
