#include "services/ledger/service.h"

#include <functional>
#include <type_traits>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/db/outbox.h"
#include "services/common/period.h"
#include "services/common/rpc/events.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/ledger/convert.h"
#include "services/ledger/convert_hand.h"
#include "services/ledger/convert_opening.h"
#include "services/ledger/convert_reads.h"
#include "services/ledger/counter_store.h"
#include "services/ledger/entry_store.h"
#include "services/ledger/errors.h"
#include "services/ledger/opening_store.h"
#include "services/ledger/pinned.h"
#include "services/ledger/reversal_store.h"
#include "services/ledger/store.h"
#include "services/ledger/transfer_store.h"

namespace tuoqiao::ledger {
namespace {

constexpr rpc::PageLimits kPages = {1000, 1000};
constexpr const char* kSources[] = {"billing", "payroll", "settlement"};

// The kinds of the state, in the order of their names.
constexpr const char* kResourceKinds[] = {"AccountLimit", "Balance", "Entry",    "FirmWages",
                                          "MonthBooked",  "Opening", "Reversal", "Transfer"};

absl::StatusOr<size_t> AddLimits(db::Read& txn, const std::string& after, int64_t size,
                                 type::v1::ListResourcesResponse* response, std::string* last) {
  const std::pair<std::string, std::string> place = absl::StrSplit(after, absl::MaxSplits('/', 1));
  ASSIGN_OR_RETURN(const auto limits, LoadLimits(txn, {place.first, place.second}, size));
  for (const AccountLimit& each : limits) {
    const v1::AccountLimit limit = ToProto(txn.park(), each);
    rpc::AddResource(limit.name(), limit, response);
    *last = absl::StrCat(each.account, "/", FormatDay(each.from_date));
  }
  return limits.size();
}

absl::StatusOr<size_t> AddBalances(db::Read& txn, const std::string& after, int64_t size,
                                   type::v1::ListResourcesResponse* response, std::string* last) {
  BalanceFilter filter;
  filter.after = after;
  filter.rows_max = size;
  ASSIGN_OR_RETURN(const auto balances, LoadBalances(txn, filter));
  for (const Balance& each : balances) {
    const v1::Balance balance = ToProto(txn.park(), each);
    rpc::AddResource(balance.name(), balance, response);
    *last = each.account;
  }
  return balances.size();
}

absl::StatusOr<size_t> AddEntries(db::Read& txn, const std::string& after, int64_t size,
                                  type::v1::ListResourcesResponse* response, std::string* last) {
  ASSIGN_OR_RETURN(const auto entries, LoadEntriesById(txn, after, size));
  for (const EntryAt& each : entries) {
    const v1::Entry entry = ToProto(txn.park(), each);
    rpc::AddResource(entry.name(), entry, response);
    *last = each.entry.id;
  }
  return entries.size();
}

absl::StatusOr<size_t> AddWages(const KeyRing& keys, db::Read& txn, const std::string& after,
                                int64_t size, type::v1::ListResourcesResponse* response,
                                std::string* last) {
  const std::pair<std::string, std::string> place = absl::StrSplit(after, absl::MaxSplits('/', 1));
  ASSIGN_OR_RETURN(const auto found, LoadAllWages(txn, keys, place.first, place.second, size));
  for (const FirmWages& each : found) {
    v1::FirmWages wages;
    wages.set_name(absl::StrCat("parks/", txn.park(), "/firms/", each.firm, "/wages/", each.year));
    wages.set_amount_minor(each.amount_minor);
    rpc::AddResource(wages.name(), wages, response);
    *last = absl::StrCat(each.firm, "/", each.year);
  }
  return found.size();
}

absl::StatusOr<size_t> AddMonths(db::Read& txn, const std::string& after, int64_t size,
                                 type::v1::ListResourcesResponse* response, std::string* last) {
  ASSIGN_OR_RETURN(const auto bookings, LoadBookings(txn, after, size));
  for (const MonthBooking& each : bookings) {
    *last = FormatMonth(each.month);
    if (!each.Booked()) continue;
    const v1::MonthBooked booked = ToProto(txn.park(), each);
    rpc::AddResource(booked.name(), booked, response);
  }
  return bookings.size();
}

absl::StatusOr<size_t> AddOpenings(db::Read& txn, const std::string& after, int64_t size,
                                   type::v1::ListResourcesResponse* response, std::string* last) {
  ASSIGN_OR_RETURN(const auto openings, LoadOpenings(txn, after, size));
  for (const Opening& each : openings) {
    const v1::Opening opening = ToProto(txn.park(), each);
    rpc::AddResource(opening.name(), opening, response);
    *last = each.id;
  }
  return openings.size();
}

absl::StatusOr<size_t> AddReversals(db::Read& txn, const std::string& after, int64_t size,
                                    type::v1::ListResourcesResponse* response, std::string* last) {
  ASSIGN_OR_RETURN(const auto reversals, LoadReversals(txn, after, size));
  for (const Reversal& each : reversals) {
    const v1::Reversal reversal = ToProto(txn.park(), each);
    rpc::AddResource(reversal.name(), reversal, response);
    *last = each.entry;
  }
  return reversals.size();
}

absl::StatusOr<size_t> AddTransfers(db::Read& txn, const std::string& after, int64_t size,
                                    type::v1::ListResourcesResponse* response, std::string* last) {
  ASSIGN_OR_RETURN(const auto transfers, LoadTransfers(txn, after, size));
  for (const Transfer& each : transfers) {
    const v1::Transfer transfer = ToProto(txn.park(), each, each.state);
    rpc::AddResource(transfer.name(), transfer, response);
    *last = each.id;
  }
  return transfers.size();
}

}  // namespace

grpc::Status LedgerService::ListBalances(grpc::ServerContext* context,
                                         const v1::ListBalancesRequest* request,
                                         v1::ListBalancesResponse* response) {
  return front_.Answer(
      context, "ListBalances", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(BalanceFilter filter, FromProto(*request));
        ASSIGN_OR_RETURN(const Asked asked, AskedOf(request->effective_by(), request->known_by()));
        const std::string list =
            absl::StrCat(request->parent(), "/accounts?", request->prefix(), "&", request->month(),
                         "&", request->effective_by(), "&", request->known_by());
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        ASSIGN_OR_RETURN(const Pinned pinned, PinnedOf(page.after));
        filter.after = pinned.after;
        filter.rows_max = page.size;
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const int64_t position, LoadPinnedPosition(txn, pinned, asked.known));
          // What is kept is what postings come to now; only a first page may say so.
          if (asked.Given() || pinned.position.has_value()) {
            filter.as_of = AsOf{asked.effective_by, position};
          }
          ASSIGN_OR_RETURN(const auto balances, LoadBalances(txn, filter));
          for (const Balance& each : balances) {
            *response->add_balances() = ToProto(caller.park, each);
          }
          response->set_known_position(position);
          if (static_cast<int64_t>(balances.size()) == page.size) {
            response->set_next_page_token(
                rpc::NextPageToken(list, PinnedText({position, balances.back().account})));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status LedgerService::ListEntries(grpc::ServerContext* context,
                                        const v1::ListEntriesRequest* request,
                                        v1::ListEntriesResponse* response) {
  return front_.Answer(
      context, "ListEntries", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(EntryFilter filter, FromProto(*request));
        ASSIGN_OR_RETURN(const Asked asked, AskedOf(request->effective_by(), request->known_by()));
        const std::string list = absl::StrCat(request->parent(), "/entries?", request->account(),
                                              "&", request->month(), "&", request->cause(), "&",
                                              request->kind(), "&", request->effective_from(), "&",
                                              request->effective_by(), "&", request->known_by());
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        ASSIGN_OR_RETURN(const Pinned pinned, PinnedOf(page.after));
        if (!pinned.after.empty() && !absl::SimpleAtoi(pinned.after, &filter.after)) {
          return rpc::PageTokenInvalid();
        }
        filter.rows_max = page.size;
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const int64_t position, LoadPinnedPosition(txn, pinned, asked.known));
          filter.as_of = {asked.effective_by, position};
          ASSIGN_OR_RETURN(const auto entries, LoadEntries(txn, filter));
          for (const EntryAt& each : entries) {
            *response->add_entries() = ToProto(caller.park, each);
          }
          response->set_known_position(position);
          if (static_cast<int64_t>(entries.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(
                list, PinnedText({position, absl::StrCat(entries.back().position)})));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status LedgerService::GetTrialBalance(grpc::ServerContext* context,
                                            const v1::GetTrialBalanceRequest* request,
                                            v1::TrialBalance* response) {
  return front_.Answer(
      context, "GetTrialBalance", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const Asked asked, AskedOf(request->effective_by(), request->known_by()));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          if (!asked.Given()) {
            ASSIGN_OR_RETURN(const Trial trial, LoadTrial(txn));
            *response = ToProto(caller.park, trial);
            return absl::OkStatus();
          }
          ASSIGN_OR_RETURN(const int64_t position, LoadKnownPosition(txn, asked.known));
          ASSIGN_OR_RETURN(const Trial trial, LoadTrial(txn, {asked.effective_by, position}));
          *response = ToProto(caller.park, trial);
          return absl::OkStatus();
        });
      });
}

grpc::Status LedgerService::GetMonthBooking(grpc::ServerContext* context,
                                            const v1::GetMonthBookingRequest* request,
                                            v1::MonthBooked* response) {
  return front_.Answer(
      context, "GetMonthBooking", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const absl::CivilMonth month, MonthOf("name", request->name()));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const MonthBooking booking, LoadBooking(txn, month));
          if (!booking.Booked()) return MonthNotBooked(FormatMonth(month));
          *response = ToProto(caller.park, booking);
          return absl::OkStatus();
        });
      });
}

grpc::Status LedgerService::ListCursors(grpc::ServerContext* context,
                                        const v1::ListCursorsRequest* request,
                                        v1::ListCursorsResponse* response) {
  return front_.Answer(context, "ListCursors", *request, [&](const rpc::Caller& caller) {
    return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
      for (const char* source : kSources) {
        ASSIGN_OR_RETURN(const int64_t position, db::LoadCursor(txn, source));
        v1::Cursor* cursor = response->add_cursors();
        cursor->set_source(source);
        cursor->set_position(position);
      }
      return absl::OkStatus();
    });
  });
}

grpc::Status LedgerService::ListEvents(grpc::ServerContext* context,
                                       const type::v1::ListEventsRequest* request,
                                       type::v1::ListEventsResponse* response) {
  return front_.Answer(context, "ListEvents", *request, [&](const rpc::Caller& caller) {
    return rpc::ListEvents(db_, caller, *request, response);
  });
}

grpc::Status LedgerService::ListResources(grpc::ServerContext* context,
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
        while (place.size() == 2 && kResourceKinds[kind] != place[0]) {
          if (++kind == std::size(kResourceKinds)) return rpc::PageTokenInvalid();
        }
        std::string last = place.size() == 2 ? place[1] : "";
        const std::string before = last;
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          using Add = std::function<std::remove_pointer_t<decltype(&AddBalances)>>;
          const Add wages = [&](db::Read& read, const std::string& after, int64_t size,
                                type::v1::ListResourcesResponse* page_response,
                                std::string* last_key) {
            return AddWages(keys_, read, after, size, page_response, last_key);
          };
          const Add add[] = {AddLimits, AddBalances, AddEntries,   wages,
                             AddMonths, AddOpenings, AddReversals, AddTransfers};
          ASSIGN_OR_RETURN(const size_t rows, add[kind](txn, before, page.size, response, &last));
          if (static_cast<int64_t>(rows) == page.size) {
            response->set_next_page_token(
                rpc::NextPageToken(list, absl::StrCat(kResourceKinds[kind], "/", last)));
          } else if (kind + 1 < std::size(kResourceKinds)) {
            response->set_next_page_token(
                rpc::NextPageToken(list, absl::StrCat(kResourceKinds[kind + 1], "/")));
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::ledger
