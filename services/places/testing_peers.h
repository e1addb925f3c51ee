// Peers with behaviour, for the tests of this folder.
#ifndef TUOQIAO_SERVICES_PLACES_TESTING_PEERS_H_
#define TUOQIAO_SERVICES_PLACES_TESTING_PEERS_H_

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
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

  // Gives the next consent of a child (its name) to a partner of the park, or withdraws the last.
  void Consent(const std::string& child, const std::string& partner, const std::string& purpose) {
    std::lock_guard<std::mutex> lock(mutex_);
    directory::v1::RecipientConsent given;
    given.set_child(child);
    directory::v1::Consent* consent = given.mutable_consent();
    consent->set_recipient(absl::StrCat("parks/yunqi/partners/", partner));
    consent->set_purpose(purpose);
    consent->set_grant_date(today_);
    consent->set_number(1);
    for (const auto& each : consents_) {
      const bool same = each.child() == child &&
                        each.consent().recipient() == consent->recipient() &&
                        each.consent().purpose() == purpose;
      if (same) consent->set_number(each.consent().number() + 1);
    }
    consents_.push_back(given);
  }
  void WithdrawConsents(const std::string& child) {
    std::lock_guard<std::mutex> lock(mutex_);
    for (auto& each : consents_) {
      const bool stands = each.consent().withdraw_date().empty();
      if (each.child() == child && stands) each.mutable_consent()->set_withdraw_date(today_);
    }
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
    response->set_sandbox(true);
    response->set_time_zone("Asia/Shanghai");
    return grpc::Status::OK;
  }
  // The firms whose ids begin with 91.
  grpc::Status GetFirm(grpc::ServerContext*, const directory::v1::GetFirmRequest* request,
                       directory::v1::Firm* response) override {
    if (request->name().rfind("parks/yunqi/firms/91", 0) != 0) {
      return rpc::ToGrpc(NotFound("FIRM_NOT_FOUND", request->name()), "");
    }
    response->set_name(request->name());
    return grpc::Status::OK;
  }
  grpc::Status ListChildFacts(grpc::ServerContext*,
                              const directory::v1::ListChildFactsRequest* request,
                              directory::v1::ListChildFactsResponse* response) override {
    std::lock_guard<std::mutex> lock(mutex_);
    response->set_log_position(position_);
    if (request->families_size() + request->employees_size() > 0) {
      for (const auto& each : children_) {
        if (IsAskedFor(*request, each)) *response->add_children() = each;
      }
      return grpc::Status::OK;
    }
    if (request->page_size() > 1) ++pages;
    response->set_next_page_token(
        Page(children_, request->page_token(), request->page_size(),
             [&](const auto& each) { *response->add_children() = each; }));
    return grpc::Status::OK;
  }
  grpc::Status ListRecipientConsents(
      grpc::ServerContext*, const directory::v1::ListRecipientConsentsRequest* request,
      directory::v1::ListRecipientConsentsResponse* response) override {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto& named = request->children();
    for (const auto& each : consents_) {
      if (named.empty() || std::find(named.begin(), named.end(), each.child()) != named.end()) {
        *response->add_consents() = each;
      }
    }
    return grpc::Status::OK;
  }
  grpc::Status ListEvents(grpc::ServerContext*, const type::v1::ListEventsRequest* request,
                          type::v1::ListEventsResponse* response) override {
    std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& event : events_) {
      if (event.position() > request->after()) *response->add_events() = event;
    }
    return grpc::Status::OK;
  }
  // Something is said of an employee, at the position at which the log stands now.
  void HaveChanged(const std::string& employee, const std::string& kind) {
    std::lock_guard<std::mutex> lock(mutex_);
    type::v1::Event event;
    event.set_position(++position_);
    event.set_id(absl::StrCat("directory-", position_));
    event.set_kind(kind);
    event.set_subject(employee);
    events_.push_back(event);
  }

 private:
  static bool IsAskedFor(const directory::v1::ListChildFactsRequest& request,
                         const directory::v1::ChildFacts& child) {
    const auto has = [](const auto& names, const std::string& name) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    if (has(request.families(), child.family())) return true;
    return std::any_of(child.employments().begin(), child.employments().end(),
                       [&](const auto& each) { return has(request.employees(), each.employee()); });
  }

  std::mutex mutex_;
  std::string today_ = "2026-10-01";
  std::vector<directory::v1::ChildFacts> children_;
  std::vector<directory::v1::RecipientConsent> consents_;
  std::vector<type::v1::Event> events_;
  int64_t position_ = 0;
};

// Programmes `care`, `care-1`, `care-2` …; decisions are the same under each. Thread safe.
class FakeEligibility final : public eligibility::v1::Eligibility::Service {
 public:
  void Decide(const std::string& case_number, const Period& period,
              eligibility::v1::Slice::Outcome outcome) {
    DecideSlices(case_number, {{period, outcome}});
  }
  struct SliceSaid {
    Period period;
    eligibility::v1::Slice::Outcome outcome;
    std::string grace_until;
  };
  void DecideSlices(const std::string& case_number, const std::vector<SliceSaid>& slices) {
    eligibility::v1::Decision decision;
    decision.set_case_number(case_number);
    decision.set_revision(1);
    for (const SliceSaid& each : slices) {
      auto* slice = decision.add_slices();
      slice->set_from_date(FormatDay(each.period.from));
      slice->set_until_date(FormatDay(each.period.until));
      slice->set_outcome(each.outcome);
      slice->set_grace_until_date(each.grace_until);
    }
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

  // How the right of a child stands today, whatever its slices say.
  void Stand(const std::string& case_number, eligibility::v1::Entitlement::State state) {
    std::lock_guard<std::mutex> lock(mutex_);
    standings_[case_number] = state;
    ++position_;
  }
  grpc::Status ListEntitlements(grpc::ServerContext*,
                                const eligibility::v1::ListEntitlementsRequest* request,
                                eligibility::v1::ListEntitlementsResponse* response) override {
    std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& [case_number, state] : standings_) {
      const std::string child =
          absl::StrCat("/children/child-", absl::AsciiStrToLower(case_number));
      if (!request->child().empty() && !absl::EndsWith(request->child(), child)) continue;
      if (request->state() != eligibility::v1::Entitlement::STATE_UNSPECIFIED &&
          request->state() != state) {
        continue;
      }
      auto* entitlement = response->add_entitlements();
      entitlement->set_case_number(case_number);
      entitlement->set_state(state);
    }
    return grpc::Status::OK;
  }
  // DecisionMade of a child (its resource name).
  void HaveDecided(const std::string& child) {
    std::lock_guard<std::mutex> lock(mutex_);
    eligibility::v1::DecisionMade made;
    made.set_child(child);
    type::v1::Event event;
    event.set_position(static_cast<int64_t>(events_.size()) + 1);
    event.set_id(absl::StrCat("decision-", event.position()));
    event.set_kind("DecisionMade");
    event.mutable_payload()->PackFrom(made);
    events_.push_back(event);
  }
  grpc::Status ListEvents(grpc::ServerContext*, const type::v1::ListEventsRequest* request,
                          type::v1::ListEventsResponse* response) override {
    std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& event : events_) {
      if (event.position() > request->after()) *response->add_events() = event;
    }
    return grpc::Status::OK;
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
  std::map<std::string, eligibility::v1::Entitlement::State> standings_;  // By case number.
  std::vector<type::v1::Event> events_;
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
