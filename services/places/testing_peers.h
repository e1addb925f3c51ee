// Peers with behaviour, for the tests of this folder.
#ifndef TUOQIAO_SERVICES_PLACES_TESTING_PEERS_H_
#define TUOQIAO_SERVICES_PLACES_TESTING_PEERS_H_

#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/rpc/status.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/eligibility/v1/eligibility.grpc.pb.h"

namespace tuoqiao::places {

// The items of a page and the token of the next: the token is the place of its first item.
template <typename Item, typename Add>
std::string Page(const std::vector<Item>& items, const std::string& token, int page_size,
                 const Add& add) {
  const size_t from = token.empty() ? 0 : std::stoul(token);
  const size_t until = std::min(items.size(), from + page_size);
  for (size_t i = from; i < until; ++i) add(items[i]);
  return until < items.size() ? std::to_string(until) : "";
}

// The park yunqi with its children. Thread safe.
class FakeDirectory final : public directory::v1::Directory::Service {
 public:
  // Nobody listens in the park before it is open, so that a test can make all peers first.
  std::atomic<bool> open{false};
  // Pages that were asked for beside the first glance at the log.
  std::atomic<int> pages{0};
  // A row that is written and has no position yet.
  std::atomic<bool> numbers_late{false};

  void SetToday(const std::string& date) {
    std::lock_guard<std::mutex> lock(mutex_);
    today_ = date;
  }
  void AddChild(const directory::v1::ChildFacts& facts) {
    std::lock_guard<std::mutex> lock(mutex_);
    children_.push_back(facts);
    if (!numbers_late) ++position_;
  }
  void ChangeChild(const std::string& case_number,
                   const std::function<void(directory::v1::ChildFacts&)>& change) {
    std::lock_guard<std::mutex> lock(mutex_);
    for (auto& each : children_) {
      if (each.case_number() == case_number) change(each);
    }
    ++position_;
  }

  grpc::Status ListParks(grpc::ServerContext*, const directory::v1::ListParksRequest*,
                         directory::v1::ListParksResponse* response) override {
    if (open) response->add_parks()->set_name("parks/yunqi");
    return grpc::Status::OK;
  }
  grpc::Status GetPark(grpc::ServerContext*, const directory::v1::GetParkRequest* request,
                       directory::v1::Park* response) override {
    std::lock_guard<std::mutex> lock(mutex_);
    response->set_name(request->name());
    response->set_current_date(today_);
    response->set_time_zone("Asia/Shanghai");
    return grpc::Status::OK;
  }
  grpc::Status ListChildFacts(grpc::ServerContext*,
                              const directory::v1::ListChildFactsRequest* request,
                              directory::v1::ListChildFactsResponse* response) override {
    std::lock_guard<std::mutex> lock(mutex_);
    if (request->page_size() > 1) ++pages;
    response->set_log_position(position_);
    response->set_next_page_token(
        Page(children_, request->page_token(), request->page_size(),
             [&](const auto& each) { *response->add_children() = each; }));
    return grpc::Status::OK;
  }

 private:
  std::mutex mutex_;
  std::string today_ = "2026-10-01";
  std::vector<directory::v1::ChildFacts> children_;
  int64_t position_ = 0;
};

// Programmes `care`, `care-1`, `care-2` …; decisions are the same under each. Thread safe.
class FakeEligibility final : public eligibility::v1::Eligibility::Service {
 public:
  void Decide(const std::string& case_number, const Period& period,
              eligibility::v1::Slice::Outcome outcome) {
    eligibility::v1::Decision decision;
    decision.set_case_number(case_number);
    decision.set_revision(1);
    auto* slice = decision.add_slices();
    slice->set_from_date(FormatDay(period.from));
    slice->set_until_date(FormatDay(period.until));
    slice->set_outcome(outcome);
    std::lock_guard<std::mutex> lock(mutex_);
    const auto same = std::find_if(decisions_.begin(), decisions_.end(), [&](const auto& each) {
      return each.case_number() == case_number;
    });
    if (same != decisions_.end()) {
      *same = decision;
    } else {
      decisions_.push_back(decision);
    }
    ++position_;
  }

  grpc::Status GetProgramme(grpc::ServerContext*,
                            const eligibility::v1::GetProgrammeRequest* request,
                            eligibility::v1::Programme* response) override {
    if (request->name().rfind("parks/yunqi/programmes/care", 0) != 0) {
      return rpc::ToGrpc(NotFound("PROGRAMME_NOT_FOUND", request->name()), "");
    }
    response->set_name(request->name());
    return grpc::Status::OK;
  }
  grpc::Status ListDecisions(grpc::ServerContext*,
                             const eligibility::v1::ListDecisionsRequest* request,
                             eligibility::v1::ListDecisionsResponse* response) override {
    std::lock_guard<std::mutex> lock(mutex_);
    response->set_log_position(position_);
    response->set_next_page_token(
        Page(decisions_, request->page_token(), request->page_size(),
             [&](const auto& each) { *response->add_decisions() = each; }));
    return grpc::Status::OK;
  }

 private:
  std::mutex mutex_;
  std::vector<eligibility::v1::Decision> decisions_;
  int64_t position_ = 0;
};

// A log and nothing else. Thread safe.
class FakeBilling final : public billing::v1::Billing::Service {
 public:
  void HaveClosed(const std::string& month) {
    billing::v1::MonthClosed closed;
    closed.set_month(month);
    std::lock_guard<std::mutex> lock(mutex_);
    for (const char* kind : {"StatementClosed", "MonthClosed"}) {
      type::v1::Event event;
      event.set_position(static_cast<int64_t>(events_.size()) + 1);
      event.set_id(absl::StrCat(kind, "-", event.position()));
      event.set_kind(kind);
      event.mutable_payload()->PackFrom(closed);
      events_.push_back(event);
    }
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

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_TESTING_PEERS_H_
