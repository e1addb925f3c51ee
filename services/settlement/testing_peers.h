// Peers with behaviour, for the tests of this folder.
#ifndef TUOQIAO_SERVICES_SETTLEMENT_TESTING_PEERS_H_
#define TUOQIAO_SERVICES_SETTLEMENT_TESTING_PEERS_H_

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/rpc/status.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/ledger/v1/ledger.grpc.pb.h"
#include "tuoqiao/payroll/v1/payroll.grpc.pb.h"
#include "tuoqiao/settlement/v1/settlement.grpc.pb.h"

namespace tuoqiao::settlement {

// A peer that has a log and nothing else. Thread safe.
template <typename Service>
class FakeLog : public Service {
 public:
  void Append(const std::string& kind, const google::protobuf::Message& payload) {
    std::lock_guard<std::mutex> lock(mutex_);
    type::v1::Event event;
    event.set_position(static_cast<int64_t>(events_.size()) + 1);
    event.set_id(absl::StrCat(kind, "-", event.position()));
    event.set_kind(kind);
    event.mutable_payload()->PackFrom(payload);
    events_.push_back(event);
  }

  grpc::Status ListEvents(grpc::ServerContext*, const type::v1::ListEventsRequest* request,
                          type::v1::ListEventsResponse* response) override {
    std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& event : events_) {
      if (event.position() > request->after() && response->events_size() < request->page_size()) {
        *response->add_events() = event;
      }
    }
    return grpc::Status::OK;
  }

 private:
  std::mutex mutex_;
  std::vector<type::v1::Event> events_;
};

// One park. Nobody listens in it before `open` is set, so that a test can make all peers first.
class FakeDirectory final : public directory::v1::Directory::Service {
 public:
  std::atomic<bool> open{false};
  // The park's day; set between calls.
  std::string today = "2026-11-20";

  grpc::Status ListParks(grpc::ServerContext*, const directory::v1::ListParksRequest*,
                         directory::v1::ListParksResponse* response) override {
    if (open) response->add_parks()->set_name("parks/yunqi");
    return grpc::Status::OK;
  }
  grpc::Status GetPark(grpc::ServerContext*, const directory::v1::GetParkRequest* request,
                       directory::v1::Park* response) override {
    response->set_name(request->name());
    response->set_current_date(today);
    response->set_currency_code("CNY");
    return grpc::Status::OK;
  }
};

// A ledger whose balances the test writes, and which has heard what the test says. Used by one call
// at a time.
class FakeLedger final : public FakeLog<ledger::v1::Ledger::Service> {
 public:
  bool booked = true;
  std::string close_date = "2026-11-15";  // Of whatever month.
  // By account; positive is debit.
  std::map<std::string, int64_t> balances;
  std::map<std::string, int64_t> heard = {{"billing", 0}, {"payroll", 0}, {"settlement", 1000000}};

  grpc::Status GetMonthBooking(grpc::ServerContext*, const ledger::v1::GetMonthBookingRequest*,
                               ledger::v1::MonthBooked* response) override {
    response->set_close_date(close_date);
    if (booked) return grpc::Status::OK;
    return rpc::ToGrpc(Failure(absl::StatusCode::kFailedPrecondition, "MONTH_NOT_BOOKED"), "");
  }
  grpc::Status ListCursors(grpc::ServerContext*, const ledger::v1::ListCursorsRequest*,
                           ledger::v1::ListCursorsResponse* response) override {
    for (const auto& [source, position] : heard) {
      auto* cursor = response->add_cursors();
      cursor->set_source(source);
      cursor->set_position(position);
    }
    return grpc::Status::OK;
  }
  grpc::Status ListBalances(grpc::ServerContext*, const ledger::v1::ListBalancesRequest* request,
                            ledger::v1::ListBalancesResponse* response) override {
    for (const auto& [account, minor] : balances) {
      if (!absl::StartsWith(account, request->prefix())) continue;
      auto* balance = response->add_balances();
      balance->set_name(absl::StrCat("parks/yunqi/accounts/", account));
      balance->set_party(account.substr(account.find('-') + 1));
      balance->set_balance_minor(minor);
    }
    return grpc::Status::OK;
  }
};

}  // namespace tuoqiao::settlement

#endif  // TUOQIAO_SERVICES_SETTLEMENT_TESTING_PEERS_H_
