// The handlers of what is open and of what firms and unions bore.
#include <google/protobuf/empty.pb.h>

#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/ledger/convert.h"
#include "services/ledger/convert_reads.h"
#include "services/ledger/counter_store.h"
#include "services/ledger/numbers.h"
#include "services/ledger/opening_store.h"
#include "services/ledger/service.h"
#include "services/ledger/store.h"

namespace tuoqiao::ledger {
namespace {

constexpr rpc::PageLimits kPages = {1000, 1000};
constexpr int64_t kWagesMax = 1'000'000'000'000'000;

// Where an item stands in the list: the oldest first.
std::string PlaceOf(const OpenItem& item) {
  return absl::StrCat(FormatDay(item.open_day), "/", item.account, "/", item.item);
}

v1::OpenItem ToProto(absl::string_view park, const OpenItem& item, absl::CivilDay today) {
  v1::OpenItem proto;
  proto.set_account(AccountResource(park, item.account));
  proto.set_item(item.item);
  proto.set_amount_minor(item.amount_minor);
  proto.set_open_date(FormatDay(item.open_day));
  proto.set_age_days(static_cast<int32_t>(item.age_days));
  proto.set_due_date(FormatDay(item.due_day));
  proto.set_overdue(item.overdue(today));
  return proto;
}

v1::Counter ToProto(const Counter& counter, const std::string& year, const std::string& source) {
  v1::Counter proto;
  proto.set_kind(counter.kind);
  proto.set_party(counter.party);
  proto.set_year(year);
  proto.set_amount_minor(counter.amount_minor);
  if (counter.limit_minor.has_value()) {
    proto.set_wages_minor(*counter.wages_minor);
    proto.set_limit_minor(*counter.limit_minor);
    proto.set_left_minor(*counter.left_minor());
  }
  if (counter.kind == "WELFARE") {
    proto.set_rate_basis_points(static_cast<int32_t>(counter.rate_basis_points));
    proto.set_source(source);
  }
  proto.set_statements(static_cast<int32_t>(counter.statements));
  proto.set_months(static_cast<int32_t>(counter.months));
  proto.set_opening_minor(counter.opening_minor);
  return proto;
}

}  // namespace

grpc::Status LedgerService::ListOpenItems(grpc::ServerContext* context,
                                          const v1::ListOpenItemsRequest* request,
                                          v1::ListOpenItemsResponse* response) {
  return front_.Answer(
      context, "ListOpenItems", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string account = AccountOf(request->account());
        const std::string list = absl::StrCat(request->parent(), "/openItems?", account, "&",
                                              request->overdue() ? "overdue" : "");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        ASSIGN_OR_RETURN(const absl::CivilDay today, AskToday(caller));
        ASSIGN_OR_RETURN(const Numbers numbers, NumbersOn(packs_, today));
        std::vector<ItemHistory> histories;
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(histories, LoadItemHistories(txn, account));
          return absl::OkStatus();
        }));
        std::vector<OpenItem> items;
        int64_t open_minor = 0, overdue_minor = 0;
        for (ItemHistory& each : histories) {
          auto open = FindOpen(std::move(each),
                               {numbers.suspense_bank_days, numbers.clearing_payout_days,
                                numbers.clearing_payroll_days},
                               today);
          if (!open.has_value()) continue;
          open_minor += std::abs(open->amount_minor);
          if (open->overdue(today)) overdue_minor += std::abs(open->amount_minor);
          if (open->overdue(today) || !request->overdue()) items.push_back(*std::move(open));
        }
        response->set_open_minor(open_minor);
        response->set_overdue_minor(overdue_minor);
        std::sort(items.begin(), items.end(),
                  [](const OpenItem& a, const OpenItem& b) { return PlaceOf(a) < PlaceOf(b); });
        for (const OpenItem& each : items) {
          if (PlaceOf(each) <= page.after) continue;
          if (response->open_items_size() == page.size) {
            const v1::OpenItem& last = *response->open_items().rbegin();
            response->set_next_page_token(rpc::NextPageToken(
                list,
                absl::StrCat(last.open_date(), "/", AccountOf(last.account()), "/", last.item())));
            break;
          }
          *response->add_open_items() = ToProto(caller.park, each, today);
        }
        return absl::OkStatus();
      });
}

grpc::Status LedgerService::ListCounters(grpc::ServerContext* context,
                                         const v1::ListCountersRequest* request,
                                         v1::ListCountersResponse* response) {
  return front_.Answer(
      context, "ListCounters", *request, [&](const rpc::Caller& caller) -> absl::Status {
        RETURN_IF_ERROR(CheckYear("year", request->year()));
        ASSIGN_OR_RETURN(const std::string firm, FirmPartOf("firm", request->firm()));
        // A limit of a year is that of its last day.
        ASSIGN_OR_RETURN(const absl::CivilDay last_day,
                         ParseDay(absl::StrCat(request->year(), "-12-31")));
        ASSIGN_OR_RETURN(const rules::DatedValue rate, WelfareShareOn(packs_, last_day));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(auto amounts, LoadYearAmounts(txn, request->year(), firm));
          ASSIGN_OR_RETURN(const auto openings, LoadOpeningAmounts(txn, request->year(), firm));
          amounts = WithOpenings(std::move(amounts), openings);
          ASSIGN_OR_RETURN(const auto wages, LoadWages(txn, keys_, request->year()));
          for (const Counter& each : Count(amounts, wages, rate.value)) {
            *response->add_counters() = ToProto(each, request->year(), rate.source.title);
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status LedgerService::SetFirmWages(grpc::ServerContext* context,
                                         const v1::SetFirmWagesRequest* request,
                                         v1::FirmWages* response) {
  return front_.Answer(
      context, "SetFirmWages", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const v1::FirmWages& said = request->firm_wages();
        FirmWages wages;
        wages.firm = PartOf(said.name(), "firms");
        wages.year = PartOf(said.name(), "wages");
        wages.amount_minor = said.amount_minor();
        if (wages.firm.empty()) {
          return FieldInvalid("firm_wages.name", "is not parks/{park}/firms/{firm}/wages/{YYYY}",
                              " 应为 parks/{park}/firms/{firm}/wages/{YYYY}");
        }
        RETURN_IF_ERROR(CheckYear("firm_wages.name", wages.year));
        if (wages.amount_minor < 0 || wages.amount_minor > kWagesMax) {
          return FieldInvalid("firm_wages.amount_minor", absl::StrCat("is not 0 to ", kWagesMax),
                              absl::StrCat("须为 0 至 ", kWagesMax));
        }
        return rpc::Mutate(mutation_, caller, *request, response,
                           [&](rpc::Change& change) -> absl::Status {
                             RETURN_IF_ERROR(LockBooks(change.txn));
                             ASSIGN_OR_RETURN(const auto before,
                                              FindWages(change.txn, keys_, wages.firm, wages.year));
                             *response = said;
                             if (before.has_value() && before->amount_minor == wages.amount_minor) {
                               return absl::OkStatus();
                             }
                             FirmWages after = wages;
                             after.revision = before.has_value() ? before->revision + 1 : 1;
                             // The amount is the firm's own.
                             change.Publish("FirmWagesSet", said.name(), after.revision,
                                            google::protobuf::Empty());
                             return SaveWages(change.txn, keys_, after);
                           });
      });
}

}  // namespace tuoqiao::ledger
