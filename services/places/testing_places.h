// Places behind its real handlers, with peers that say what the test says; for the tests of this
// folder.
#ifndef TUOQIAO_SERVICES_PLACES_TESTING_PLACES_H_
#define TUOQIAO_SERVICES_PLACES_TESTING_PLACES_H_

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/identity.h"
#include "services/common/rpc/testing/harness.h"
#include "services/places/module.h"
#include "services/places/testing_peers.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::places {

inline constexpr char kYunqi[] = "parks/yunqi";

// A code that nobody holds: division 990000 does not exist.
inline std::string Uscc() {
  const std::string organisation = "MA200001";
  const std::string first =
      absl::StrCat("91990000", organisation, std::string(1, *OrganisationCheckDigit(organisation)));
  return first + *UsccCheckDigit(first);
}

struct GroupSaid {
  std::string code;
  v1::Group::Kind kind;
  int seats;
};

class PlacesFixture {
 public:
  using Stub = v1::Places::Stub;

  explicit PlacesFixture(std::unique_ptr<db::Database> db = nullptr,
                         const rpc::TravelEngineOptions& engine = {}) {
    harness_.AddPeer("directory", directory_);
    harness_.AddPeer("eligibility", eligibility_);
    harness_.AddPeer("billing", billing_);
    harness_.AddModule(
        "places", Schema(),
        [&](const rpc::Ground& ground) {
          rpc::Ground own = ground;
          own.travel_engine = engine;
          return MakeModule(own);
        },
        std::move(db));
    stub_ = v1::Places::NewStub(harness_.channel("places"));
  }

  std::string NewRequestId() { return absl::StrCat("request-", ++requests_); }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request, const std::string& role = "PARK_ADMIN",
                                const std::string& scope = kYunqi) {
    return harness_.Call(*stub_, method, request, role, scope);
  }
  // The same with a request id of its own.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Send(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                Request request, const std::string& role = "PARK_ADMIN",
                                const std::string& scope = kYunqi) {
    request.set_request_id(NewRequestId());
    return Call(method, request, role, scope);
  }

  static v1::Centre CentreMessage(const std::string& code, const std::vector<GroupSaid>& groups) {
    v1::Centre centre;
    centre.set_name(absl::StrCat(kYunqi, "/centres/", absl::AsciiStrToLower(code)));
    centre.set_code(code);
    centre.set_display_name(absl::StrCat("托育中心 ", code));
    centre.set_provider_type("PARK");
    centre.set_uscc(Uscc());
    centre.set_filing_number("QL-TY-0001");
    centre.set_filing_from_date("2025-01-01");
    centre.set_filing_until_date("2028-01-01");
    centre.set_latitude_micro(30100000);
    centre.set_longitude_micro(126200000);
    for (const GroupSaid& each : groups) {
      v1::Group* group = centre.add_groups();
      group->set_code(each.code);
      group->set_kind(each.kind);
      group->set_capacity(each.seats);
      v1::SeatPool* pool = group->add_pools();
      pool->set_kind("SHARED");
      pool->set_seats(each.seats);
    }
    return centre;
  }
  absl::StatusOr<v1::Centre> SetCentre(const v1::Centre& centre) {
    v1::SetCentreRequest request;
    *request.mutable_centre() = centre;
    return Send(&Stub::SetCentre, request);
  }
  v1::Centre OpenCentre(const std::string& code, const std::vector<GroupSaid>& groups) {
    const auto centre = SetCentre(CentreMessage(code, groups));
    EXPECT_TRUE(centre.ok()) << centre.status();
    return centre.ok() ? *centre : v1::Centre();
  }

  // A child of two years and some months, whom the decision of the month finds eligible.
  directory::v1::ChildFacts AddChild(const std::string& case_number,
                                     const std::string& birth_date = "2024-06-15") {
    directory::v1::ChildFacts facts;
    const std::string id = absl::AsciiStrToLower(case_number);
    facts.set_family(absl::StrCat(kYunqi, "/families/fam-", id));
    facts.set_child(absl::StrCat(facts.family(), "/children/child-", id));
    facts.set_case_number(case_number);
    facts.set_birth_date(birth_date);
    facts.set_programme_consent(true);
    facts.set_centre_consent(true);
    facts.set_revision(1);
    auto* employment = facts.add_employments();
    employment->set_guardian(1);
    employment->set_firm(absl::StrCat(kYunqi, "/firms/91a"));
    employment->set_employee(absl::StrCat(employment->firm(), "/employees/e-", id));
    employment->set_hire_date("2025-01-01");
    directory_.AddChild(facts);
    eligibility_.Decide(case_number, {absl::CivilDay(2026, 10, 1), absl::CivilDay(2026, 12, 1)},
                        eligibility::v1::Slice::ELIGIBLE);
    return facts;
  }

  static v1::Application ApplicationMessage(const std::string& case_number,
                                            const std::vector<std::string>& choices,
                                            const std::string& submitted = "2026-09-20T08:00:00Z",
                                            const std::string& start = "2026-10-01") {
    v1::Application application;
    application.set_case_number(case_number);
    for (const std::string& each : choices) application.add_choices(each);
    application.set_desired_start_date(start);
    application.set_submitted_time(submitted);
    return application;
  }
  absl::StatusOr<v1::BatchCreateApplicationsResponse> Apply(
      const std::vector<v1::Application>& applications, const std::string& programme = "care") {
    v1::BatchCreateApplicationsRequest request;
    request.set_parent(kYunqi);
    request.set_programme(absl::StrCat(kYunqi, "/programmes/", programme));
    for (const auto& each : applications) *request.add_applications() = each;
    return Send(&Stub::BatchCreateApplications, request);
  }
  // One application; its reason where it is rejected, else its outcome.
  std::string ApplyOne(const v1::Application& application, const std::string& programme = "care") {
    const auto response = Apply({application}, programme);
    if (!response.ok()) return std::string(response.status().message());
    const type::v1::ItemResult& result = response->results(0);
    return result.outcome() == type::v1::ItemResult::REJECTED
               ? result.reason()
               : type::v1::ItemResult::Outcome_Name(result.outcome());
  }
  absl::StatusOr<v1::OfferSeatsResponse> OfferSeats(int most = 0, const std::string& after = "") {
    v1::OfferSeatsRequest request;
    request.set_parent(kYunqi);
    request.set_applications_max(most);
    request.set_after(after);
    return Send(&Stub::OfferSeats, request);
  }
  // By case number.
  std::map<std::string, v1::Offer> Offers() {
    std::map<std::string, v1::Offer> offers;
    const auto response = OfferSeats();
    EXPECT_TRUE(response.ok()) << response.status();
    for (const auto& each : response->offers()) offers[each.case_number()] = each;
    return offers;
  }
  absl::StatusOr<v1::Enrolment> Accept(const std::string& offer) {
    v1::AcceptOfferRequest request;
    request.set_name(offer);
    return Send(&Stub::AcceptOffer, request);
  }
  absl::StatusOr<v1::Offer> Decline(const std::string& offer, const std::string& reason) {
    v1::DeclineOfferRequest request;
    request.set_name(offer);
    request.set_reason(reason);
    return Send(&Stub::DeclineOffer, request);
  }
  // From the application to the place, at the first centre that has a seat.
  v1::Enrolment Enrol(const std::string& case_number, const std::vector<std::string>& choices,
                      const std::string& birth_date = "2024-06-15",
                      const std::string& start = "2026-10-01") {
    AddChild(case_number, birth_date);
    EXPECT_EQ(ApplyOne(ApplicationMessage(case_number, choices, "2026-09-20T08:00:00Z", start)),
              "CREATED");
    const auto offers = Offers();
    EXPECT_EQ(offers.count(case_number), 1u) << case_number;
    if (offers.count(case_number) == 0) return {};
    const auto enrolment = Accept(offers.at(case_number).name());
    EXPECT_TRUE(enrolment.ok()) << enrolment.status();
    return enrolment.ok() ? *enrolment : v1::Enrolment();
  }
  absl::StatusOr<v1::Enrolment> End(const std::string& enrolment, const std::string& date) {
    v1::EndEnrolmentRequest request;
    request.set_name(enrolment);
    request.set_end_date(date);
    request.set_reason("LEFT");
    return Send(&Stub::EndEnrolment, request);
  }
  absl::StatusOr<v1::OpeningCalendar> SetCalendar(const std::string& id,
                                                  const std::vector<std::string>& closed,
                                                  const std::vector<std::string>& working = {}) {
    v1::SetOpeningCalendarRequest request;
    request.mutable_calendar()->set_name(absl::StrCat(kYunqi, "/openingCalendars/", id));
    for (const auto& day : closed) request.mutable_calendar()->add_closed_dates(day);
    for (const auto& day : working) request.mutable_calendar()->add_working_weekends(day);
    return Send(&Stub::SetOpeningCalendar, request);
  }
  int64_t Taken(const std::string& centre, int group = 0) {
    v1::GetCentreRequest request;
    request.set_name(absl::StrCat(kYunqi, "/centres/", centre));
    const auto found = Call(&Stub::GetCentre, request);
    EXPECT_TRUE(found.ok()) << found.status();
    return found.ok() ? found->groups(group).taken() : -1;
  }
  // By case number.
  std::map<std::string, v1::Application> Applications() {
    v1::ListApplicationsRequest request;
    request.set_parent(kYunqi);
    std::map<std::string, v1::Application> found;
    const auto response = Call(&Stub::ListApplications, request);
    EXPECT_TRUE(response.ok()) << response.status();
    for (const auto& each : response->applications()) found[each.case_number()] = each;
    return found;
  }
  std::vector<v1::Enrolment> Enrolments(const std::string& parent = kYunqi) {
    v1::ListEnrolmentsRequest request;
    request.set_parent(parent);
    request.set_page_size(1000);
    const auto response = Call(&Stub::ListEnrolments, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return {response->enrolments().begin(), response->enrolments().end()};
  }
  int64_t RowsWritten() { return *harness_.db("places").RowsWritten(); }

 protected:
  FakeDirectory directory_;
  FakeEligibility eligibility_;
  FakeBilling billing_;
  rpc::testing::Harness harness_;
  std::unique_ptr<Stub> stub_;
  std::atomic<int> requests_{0};
};

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_TESTING_PLACES_H_
