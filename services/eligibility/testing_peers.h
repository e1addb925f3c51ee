// A directory with behaviour, and the shipped pack, for the tests of this folder.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_TESTING_PEERS_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_TESTING_PEERS_H_

#include <algorithm>
#include <cstdio>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/rpc/status.h"
#include "services/common/rules/load.h"
#include "services/eligibility/catalogue.h"
#include "services/eligibility/child.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"

namespace tuoqiao::eligibility {

inline constexpr char kSampleScheme[] = "cn.sample_city.childcare";

inline absl::CivilDay Day(const std::string& text) { return *ParseDay(text); }

// The scheme that the sample park uses; tests run in the root of the tree.
inline const rules::Scheme& SampleScheme() {
  static const rules::Schemes* const kSchemes = [] {
    auto schemes = rules::LoadSchemes("services/rules", Catalogue());
    if (!schemes.ok())
      std::fprintf(stderr, "%s\n", std::string(schemes.status().message()).c_str());
    CHECK(schemes.ok());
    return new rules::Schemes(*std::move(schemes));
  }();
  return kSchemes->at(kSampleScheme);
}

// Parks and the facts of their children. Thread safe.
class FakeDirectory final : public directory::v1::Directory::Service {
 public:
  void SetSandbox(bool sandbox) {
    std::lock_guard<std::mutex> lock(mutex_);
    sandbox_ = sandbox;
  }
  void SetToday(const std::string& today) {
    std::lock_guard<std::mutex> lock(mutex_);
    today_ = today;
  }
  // Says it of the child from now on; the log moves on.
  void Say(const directory::v1::ChildFacts& facts) {
    std::lock_guard<std::mutex> lock(mutex_);
    children_[facts.case_number()] = facts;
    ++position_;
  }
  // The log tells of it: kinds and subjects, all at once.
  void Happen(const std::vector<std::pair<std::string, std::string>>& events) {
    std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& [kind, subject] : events) {
      type::v1::Event& event = events_.emplace_back();
      event.set_position(++position_);
      event.set_kind(kind);
      event.set_subject(subject);
    }
  }
  int64_t position() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return position_;
  }
  void SetPosition(int64_t position) {
    std::lock_guard<std::mutex> lock(mutex_);
    position_ = position;
  }
  // The page that begins behind this case number is refused as often as it says.
  void FailAfter(const std::string& case_number, int times) {
    std::lock_guard<std::mutex> lock(mutex_);
    fail_after_ = case_number;
    failures_ = times;
  }
  int pages() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return pages_;
  }

  grpc::Status GetPark(grpc::ServerContext*, const directory::v1::GetParkRequest* request,
                       directory::v1::Park* response) override {
    std::lock_guard<std::mutex> lock(mutex_);
    if (request->name() != "parks/yunqi") {
      return rpc::ToGrpc(NotFound("PARK_NOT_FOUND", request->name()), "");
    }
    response->set_name(request->name());
    response->set_sandbox(sandbox_);
    response->set_current_date(today_);
    return grpc::Status::OK;
  }

  grpc::Status ListParks(grpc::ServerContext*, const directory::v1::ListParksRequest*,
                         directory::v1::ListParksResponse* response) override {
    response->add_parks()->set_name("parks/yunqi");
    return grpc::Status::OK;
  }

  grpc::Status ListEvents(grpc::ServerContext*, const type::v1::ListEventsRequest* request,
                          type::v1::ListEventsResponse* response) override {
    std::lock_guard<std::mutex> lock(mutex_);
    for (const type::v1::Event& each : events_) {
      if (each.position() > request->after() && response->events_size() < request->page_size()) {
        *response->add_events() = each;
      }
    }
    response->set_head(position_);
    return grpc::Status::OK;
  }

  // The token is the last case number.
  grpc::Status ListChildFacts(grpc::ServerContext*,
                              const directory::v1::ListChildFactsRequest* request,
                              directory::v1::ListChildFactsResponse* response) override {
    std::lock_guard<std::mutex> lock(mutex_);
    ++pages_;
    if (failures_ > 0 && request->page_token() == fail_after_) {
      --failures_;
      return grpc::Status(grpc::StatusCode::UNAVAILABLE, "just now");
    }
    response->set_log_position(position_);
    if (!request->child().empty()) {
      for (const auto& [case_number, facts] : children_) {
        if (facts.child() == request->child()) *response->add_children() = facts;
      }
      return grpc::Status::OK;
    }
    for (auto each = children_.upper_bound(request->page_token()); each != children_.end();
         ++each) {
      if (!IsConcerned(each->second, *request)) continue;
      *response->add_children() = each->second;
      if (response->children_size() < request->page_size()) continue;
      response->set_next_page_token(each->first);
      break;
    }
    return grpc::Status::OK;
  }

 private:
  static bool IsConcerned(const directory::v1::ChildFacts& facts,
                          const directory::v1::ListChildFactsRequest& request) {
    if (request.families().empty() && request.employees().empty()) return true;
    const auto names = [](const auto& list, const std::string& name) {
      return std::find(list.begin(), list.end(), name) != list.end();
    };
    bool concerned = names(request.families(), facts.family());
    for (const directory::v1::Employment& each : facts.employments()) {
      concerned = concerned || names(request.employees(), each.employee());
    }
    return concerned;
  }

  mutable std::mutex mutex_;
  bool sandbox_ = true;
  std::string today_ = "2026-10-01";
  std::map<std::string, directory::v1::ChildFacts> children_;
  std::vector<type::v1::Event> events_;
  int64_t position_ = 0;
  std::string fail_after_;
  int failures_ = 0;
  int pages_ = 0;
};

// A child of one year and a half with consent, whose first guardian has been employed for long.
inline directory::v1::ChildFacts FactsMessage(const std::string& case_number,
                                              const std::string& birth_date = "2025-04-08") {
  directory::v1::ChildFacts facts;
  facts.set_child(
      absl::StrCat("parks/yunqi/families/fam-", case_number, "/children/chd-", case_number));
  facts.set_case_number(case_number);
  facts.set_family(absl::StrCat("parks/yunqi/families/fam-", case_number));
  facts.set_birth_date(birth_date);
  facts.set_programme_consent(true);
  facts.set_revision(1);
  directory::v1::Employment* employment = facts.add_employments();
  employment->set_guardian(1);
  employment->set_employee(absl::StrCat("parks/yunqi/firms/f1/employees/emp-", case_number));
  employment->set_hire_date("2024-03-01");
  return facts;
}

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_TESTING_PEERS_H_
