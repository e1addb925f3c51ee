// Peers with behaviour, for the tests of this folder. Each is set up before the calls and counts
// pages.
#ifndef TUOQIAO_SERVICES_BILLING_TESTING_PEERS_H_
#define TUOQIAO_SERVICES_BILLING_TESTING_PEERS_H_

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "services/billing/testing_calendar.h"
#include "services/common/errors.h"
#include "services/common/rpc/status.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/eligibility/v1/eligibility.grpc.pb.h"
#include "tuoqiao/ledger/v1/ledger.grpc.pb.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::billing {

// The items of a page and the token of the next: the token is the place of its first item.
template <typename Item, typename Add>
std::string Page(const std::vector<Item>& items, const std::string& token, int page_max,
                 const Add& add) {
  const size_t from = token.empty() ? 0 : std::stoul(token);
  const size_t until = std::min(items.size(), from + page_max);
  for (size_t i = from; i < until; ++i) add(items[i]);
  return until < items.size() ? std::to_string(until) : "";
}

class FakePlaces final : public places::v1::Places::Service {
 public:
  std::map<std::string, std::vector<places::v1::EnrolmentMonth>> months;  // By YYYY-MM.
  std::map<std::string, std::vector<places::v1::Booking>> bookings;       // By YYYY-MM.
  std::atomic<int> page_max{1000};
  std::atomic<int64_t> log_position{7};

  grpc::Status ListEnrolmentMonths(grpc::ServerContext*,
                                   const places::v1::ListEnrolmentMonthsRequest* request,
                                   places::v1::ListEnrolmentMonthsResponse* response) override {
    const Calendar& calendar = request->month() == "2026-10" ? October() : September();
    for (const absl::CivilDay day : calendar.opening) response->add_opening_dates(FormatDay(day));
    // Pages of one answer stand at different positions: the lowest is what counts.
    response->set_log_position(log_position++);
    response->set_next_page_token(
        Page(months[request->month()], request->page_token(), page_max,
             [&](const auto& each) { *response->add_enrolment_months() = each; }));
    return grpc::Status::OK;
  }
  grpc::Status ListBookings(grpc::ServerContext*, const places::v1::ListBookingsRequest* request,
                            places::v1::ListBookingsResponse* response) override {
    response->set_log_position(log_position++);
    response->set_next_page_token(
        Page(bookings[request->month()], request->page_token(), page_max,
             [&](const auto& each) { *response->add_bookings() = each; }));
    return grpc::Status::OK;
  }
};

class FakeDirectory final : public directory::v1::Directory::Service {
 public:
  std::vector<directory::v1::ChildFacts> children;
  std::vector<directory::v1::Firm> firms;
  std::atomic<int> page_max{1000};
  std::atomic<int> unavailable{0};  // So many calls fail first.
  std::string today = "2027-01-01";
  std::function<void()> at_firms = [] {};

  grpc::Status ListChildFacts(grpc::ServerContext*,
                              const directory::v1::ListChildFactsRequest* request,
                              directory::v1::ListChildFactsResponse* response) override {
    if (unavailable > 0) {
      --unavailable;
      return grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone for a moment");
    }
    response->set_log_position(3);
    response->set_next_page_token(
        Page(children, request->page_token(), page_max,
             [&](const auto& each) { *response->add_children() = each; }));
    return grpc::Status::OK;
  }
  grpc::Status GetPark(grpc::ServerContext*, const directory::v1::GetParkRequest* request,
                       directory::v1::Park* response) override {
    response->set_name(request->name());
    response->set_current_date(today);
    return grpc::Status::OK;
  }
  grpc::Status GetFirm(grpc::ServerContext*, const directory::v1::GetFirmRequest* request,
                       directory::v1::Firm* response) override {
    for (const auto& each : firms) {
      if (each.name() == request->name()) *response = each;
    }
    if (!response->name().empty()) return grpc::Status::OK;
    return rpc::ToGrpc(NotFound("FIRM_NOT_FOUND", request->name()), "");
  }
  grpc::Status ListFirms(grpc::ServerContext*, const directory::v1::ListFirmsRequest* request,
                         directory::v1::ListFirmsResponse* response) override {
    at_firms();
    response->set_next_page_token(Page(firms, request->page_token(), page_max,
                                       [&](const auto& each) { *response->add_firms() = each; }));
    return grpc::Status::OK;
  }
};

class FakeEligibility final : public eligibility::v1::Eligibility::Service {
 public:
  std::vector<std::string> decided;        // Case numbers.
  std::string funding_plan = "plan-2026";  // Of the programme.
  // What decides amounts: the packs, the scheme of each programme, and what children have, by
  // programme; of a family that nobody knows likewise.
  std::vector<eligibility::v1::SchemeSummary> schemes;
  std::map<std::string, std::string> programmes;
  std::map<std::string, std::vector<eligibility::v1::MonthWorth>> worths;
  std::map<std::string, eligibility::v1::CheckFamilyResponse> families;
  std::atomic<int> page_max{1000};
  std::atomic<int64_t> worths_position{11};

  grpc::Status ListDecisions(grpc::ServerContext*,
                             const eligibility::v1::ListDecisionsRequest* request,
                             eligibility::v1::ListDecisionsResponse* response) override {
    if (request->parent() != "parks/yunqi/programmes/care") return grpc::Status::OK;
    response->set_log_position(5);
    response->set_next_page_token(
        Page(decided, request->page_token(), page_max,
             [&](const std::string& each) { response->add_decisions()->set_case_number(each); }));
    return grpc::Status::OK;
  }
  grpc::Status GetProgramme(grpc::ServerContext*,
                            const eligibility::v1::GetProgrammeRequest* request,
                            eligibility::v1::Programme* response) override {
    if (const auto deciding = programmes.find(request->name()); deciding != programmes.end()) {
      response->set_name(request->name());
      response->set_scheme(deciding->second);
      return grpc::Status::OK;
    }
    if (request->name() != "parks/yunqi/programmes/care") {
      return rpc::ToGrpc(NotFound("PROGRAMME_NOT_FOUND", request->name()), "");
    }
    response->set_name(request->name());
    response->set_funding_plan(funding_plan);
    return grpc::Status::OK;
  }
  grpc::Status ListSchemes(grpc::ServerContext*, const eligibility::v1::ListSchemesRequest* request,
                           eligibility::v1::ListSchemesResponse* response) override {
    response->set_next_page_token(Page(schemes, request->page_token(), page_max,
                                       [&](const auto& each) { *response->add_schemes() = each; }));
    return grpc::Status::OK;
  }
  grpc::Status ListMonthWorths(grpc::ServerContext*,
                               const eligibility::v1::ListMonthWorthsRequest* request,
                               eligibility::v1::ListMonthWorthsResponse* response) override {
    // As of places: the first page's is the lowest.
    response->set_log_position(worths_position++);
    if (request->month() != "2026-10") return grpc::Status::OK;
    response->set_next_page_token(Page(worths[request->parent()], request->page_token(), page_max,
                                       [&](const auto& each) { *response->add_worths() = each; }));
    return grpc::Status::OK;
  }
  grpc::Status CheckFamily(grpc::ServerContext*, const eligibility::v1::CheckFamilyRequest* request,
                           eligibility::v1::CheckFamilyResponse* response) override {
    const auto found = families.find(request->programme());
    if (found == families.end()) {
      return rpc::ToGrpc(NotFound("PROGRAMME_NOT_FOUND", request->programme()), "");
    }
    if (request->on_date() == "2026-10-31") *response = found->second;
    return grpc::Status::OK;
  }
};

// A ledger that keeps what the test says of budgets, and has heard us as far as that says.
class FakeLedger final : public ledger::v1::Ledger::Service {
 public:
  std::vector<ledger::v1::PayerBudget> budgets;
  std::atomic<int64_t> heard{1'000'000'000};
  std::atomic<int> asked{0};

  grpc::Status ListBudgets(grpc::ServerContext*, const ledger::v1::ListBudgetsRequest*,
                           ledger::v1::ListBudgetsResponse* response) override {
    ++asked;
    for (const auto& each : budgets) *response->add_budgets() = each;
    response->set_billing_position(heard);
    return grpc::Status::OK;
  }
};

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_TESTING_PEERS_H_
