// The last seats, over TCP: 64 clients with a connection each accept at the same moment, on the
// whole of Tuoqiao and on either store. TUOQIAO_ROUNDS says how many times (where it is not set: 20
// of the last seat, 2 of the many families).
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/cli/client.h"
#include "services/cli/files.h"
#include "services/cli/intake.h"
#include "services/common/db/testing/postgres_server.h"
#include "services/common/errors.h"
#include "services/common/identity.h"
#include "services/common/rpc/status.h"
#include "services/server/config.h"
#include "services/server/server.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/eligibility/v1/eligibility.grpc.pb.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao {
namespace {

using cli::Who;
using places::v1::Places;
using DirectoryStub = directory::v1::Directory::Stub;
using EligibilityStub = eligibility::v1::Eligibility::Stub;

constexpr int kClients = 64;
// A group of 20, offered on four days, has 80 families with an open offer for its seats.
constexpr int kSeats = 20, kOfferingDays = 4, kFamilies = kSeats * kOfferingDays;
// After each round the winner is gone, and 64 have to be left.
constexpr int kRoundsOfACentre = kFamilies - kClients + 1;

// Many families for few seats: 50 groups with a seat each, half of them held for somebody.
constexpr int kCentresOfMany = 5, kGroupsOfMany = 10, kSeatsOfMany = kCentresOfMany * kGroupsOfMany;
constexpr int kFamiliesOfMany = 2000, kHolding = kSeatsOfMany / 2;
constexpr int kOffersOfADay = kSeatsOfMany * kSeats;
// Offers are open for two weeks, so that a park has no more of them at once. The seats that nobody
// is held are of the same groups in each round, and cost them an offer each time: so many rounds
// leave every group enough of them.
constexpr int kRoundsOfAPark = kSeats * kOfferingDays / 2;
constexpr const char* kOfferingOn[kOfferingDays] = {"2026-10-01", "2026-10-04", "2026-10-07",
                                                    "2026-10-10"};
constexpr char kHoldsAreOver[] = "2026-10-15";

int Rounds(int where_not_said) {
  const char* said = std::getenv("TUOQIAO_ROUNDS");
  return said == nullptr ? where_not_said : std::max(1, std::atoi(said));
}

// Of the calls of a rush.
class Latencies {
 public:
  void Add(absl::Duration one) { all_.push_back(one); }
  void Add(const Latencies& more) { all_.insert(all_.end(), more.all_.begin(), more.all_.end()); }
  std::string Describe() {
    std::sort(all_.begin(), all_.end());
    const auto at = [&](size_t percent) { return all_[(all_.size() - 1) * percent / 100]; };
    return absl::StrCat(all_.size(), " calls, p50 ", absl::FormatDuration(at(50)), ", p99 ",
                        absl::FormatDuration(at(99)), ", longest ", absl::FormatDuration(at(100)));
  }

 private:
  std::vector<absl::Duration> all_;
};

// A connection of its own: channels to one address would share one else.
class Family {
 public:
  explicit Family(const std::string& address) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    channel_ = grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
    stub_ = Places::NewStub(channel_);
  }
  bool Connect() {
    return channel_->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(30));
  }
  void SetToken(const std::string& token) { token_ = token; }
  // OK, or the reason why not; the place in `enrolment`.
  std::string Accept(const std::string& offer, const std::string& request_id,
                     places::v1::Enrolment* enrolment) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + token_);
    places::v1::AcceptOfferRequest request;
    request.set_name(offer);
    request.set_request_id(request_id);
    const grpc::Status status = stub_->AcceptOffer(&context, request, enrolment);
    if (status.ok()) return "OK";
    const std::string reason = ReasonOf(rpc::FromGrpc(status));
    return reason.empty() ? status.error_message() : reason;
  }

 private:
  std::string token_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<Places::Stub> stub_;
};

class SeatRushTest : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    std::string folder = std::filesystem::temp_directory_path() / "tuoqiao-rush.XXXXXX";
    ASSERT_NE(mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    config::v1::Config config;
    config.set_folder(folder_);
    config.set_listen("127.0.0.1:0");
    config.set_metrics_listen("off");
    config.set_log_level("ERROR");
    if (GetParam() == "postgres") {
      postgres_ = *testing::PostgresServer::Start({true, 100});
      const std::string conninfo = folder_ + "/conninfo";
      ASSERT_TRUE(cli::WriteFile(conninfo, postgres_->conninfo() + "\n").ok());
      std::filesystem::permissions(conninfo, std::filesystem::perms::owner_read);
      config.mutable_store()->set_postgres_conninfo_file(conninfo);
    }
    auto server = server::Server::Start(server::WithDefaults(config));
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    address_ = absl::StrCat("127.0.0.1:", server_->port());
    client_ =
        *cli::Client::Connect({address_, folder_ + "/token.key", "", "rush"}, absl::Seconds(30));
    for (int i = 0; i < kClients; ++i) families_.push_back(std::make_unique<Family>(address_));
    for (const auto& family : families_) ASSERT_TRUE(family->Connect());
  }
  void TearDown() override {
    families_.clear();
    client_.reset();
    server_.reset();
    postgres_.reset();
    std::filesystem::remove_all(folder_);
  }

  template <typename Stub, typename Request, typename Response>
  Response Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                Request request, const Who& who) {
    request.set_request_id(absl::StrCat("rush-request-", ++requests_));
    const absl::StatusOr<Response> response = client_->Call(method, request, who);
    EXPECT_TRUE(response.ok()) << cli::Describe(response.status());
    return response.ok() ? *response : Response();
  }

  template <typename Stub, typename Request, typename Response>
  Response Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                const Request& request) {
    return Call(method, request, cli::ParkAdmin(park_));
  }

  // Another park, which is the one that is spoken of from now on.
  void OpenPark(const std::string& id) {
    park_ = "parks/" + id;
    Identity admin;
    admin.subject = "park-admin-1";
    admin.role = "PARK_ADMIN";
    admin.scopes = {park_};
    admin.expire_time = absl::Now() + TokenKey::kLifeMax;
    const std::string token = server_->tokens().Sign(admin);
    for (const auto& family : families_) family->SetToken(token);

    directory::v1::CreateParkRequest park;
    park.mutable_park()->set_name(park_);
    park.mutable_park()->set_display_name("抢位园");
    park.mutable_park()->set_time_zone("Asia/Shanghai");
    park.mutable_park()->set_currency_code("CNY");
    park.mutable_park()->set_sandbox(true);
    park.mutable_park()->set_current_date("2026-10-01");
    Call(&DirectoryStub::CreatePark, park, cli::Operations(park_));

    directory::v1::BatchCreateFirmsRequest firms;
    firms.set_parent(park_);
    directory::v1::Firm* firm = firms.add_firms();
    firm->set_uscc(Uscc());
    firm->set_display_name("抢位公司");
    directory::v1::FirmSetUp* set_up = firm->mutable_set_up();
    set_up->set_plan("P1");
    set_up->set_share_form("INVOICED");
    set_up->set_pay_day(15);
    set_up->set_cut_off_days(3);
    set_up->set_contact_email("hr@rush.example");
    set_up->set_agreement_version("2026-1");
    set_up->set_agreement_date("2026-01-01");
    const auto made = Call(&DirectoryStub::BatchCreateFirms, firms);
    ASSERT_EQ(made.results_size(), 1);
    ASSERT_EQ(made.results(0).reason(), "") << made.results(0).text_en();
    directory::v1::BatchApplyEmployeesRequest staff;
    staff.set_parent(made.results(0).resource());
    directory::v1::Employee* employee = staff.add_employees();
    employee->set_employee_no("E1");
    employee->set_display_name("周全");
    employee->set_id_type("PASSPORT");
    employee->set_id_number("EB0000001");
    employee->set_hire_date("2020-01-01");
    employee->set_work_site("一号楼");
    employee->set_weekly_hours(40);
    Call(&DirectoryStub::BatchApplyEmployees, staff, cli::FirmHr(staff.parent()));
  }
  // A code that nobody holds: division 990000 does not exist.
  static std::string Uscc() {
    const std::string organisation = "MA200001";
    const std::string first = absl::StrCat("91990000", organisation,
                                           std::string(1, *OrganisationCheckDigit(organisation)));
    return first + *UsccCheckDigit(first);
  }

  void OfferProgramme(const std::string& id) {
    eligibility::v1::CreateProgrammeRequest programme;
    programme.set_parent(park_);
    programme.set_programme_id(id);
    programme.mutable_programme()->set_display_name("托育福利");
    programme.mutable_programme()->set_scheme("cn.sample_city.childcare");
    programme.mutable_programme()->set_funding_plan("plan");
    programme.mutable_programme()->set_from_date("2026-10-01");
    Call(&EligibilityStub::CreateProgramme, programme);
    eligibility::v1::DecideChildrenRequest decide;
    decide.set_name(absl::StrCat(park_, "/programmes/", id));
    decide.set_from_date("2026-10-01");
    decide.set_until_date("2026-12-01");
    const auto operation = Call(&EligibilityStub::DecideChildren, decide);
    const auto done = client_->Wait(operation.name(), cli::ParkAdmin(park_), nullptr);
    ASSERT_TRUE(done.ok()) << done.status();
  }

  // Children of two years and a half, each with consent and a guardian who is employed.
  void TakeInChildren(int children) {
    for (int first = 0; first < children; first += 500) {
      directory::v1::BatchApplyFamiliesRequest request;
      request.set_parent(park_);
      for (int i = first; i < std::min(children, first + 500); ++i) {
        directory::v1::FamilyRecord* record = request.add_records();
        record->set_family_no(absl::StrFormat("F%05d", i));
        record->set_arrears_mode("TAKE_WHAT_FITS");
        directory::v1::Child* child = record->mutable_child();
        child->set_case_number(absl::StrFormat("RU26-%05d", i));
        child->set_display_name(absl::StrCat("小满", i));
        child->set_id_type("BIRTH_CERTIFICATE");
        child->set_id_number(absl::StrFormat("Z%09d", i));
        child->set_birth_date("2024-06-15");
        for (const char* purpose : {"PROGRAMME", "CENTRE"}) {
          directory::v1::Consent* consent = child->add_consents();
          consent->set_purpose(purpose);
          consent->set_version("2026-1");
          consent->set_grant_date("2026-09-01");
        }
        directory::v1::Guardian* guardian = record->add_guardians();
        guardian->set_display_name("周全");
        guardian->set_id_type("PASSPORT");
        guardian->set_id_number("EB0000001");
        guardian->set_confirmed(true);
      }
      const auto taken = Call(&DirectoryStub::BatchApplyFamilies, request);
      for (const auto& result : taken.results()) {
        ASSERT_EQ(result.reason(), "") << result.field() << ": " << result.text_en();
      }
    }
  }

  void SetCentre(int number, int seats, int groups = 1) {
    places::v1::SetCentreRequest request;
    places::v1::Centre* centre = request.mutable_centre();
    centre->set_code(absl::StrFormat("C%03d", number));
    centre->set_name(cli::CentreName(park_, centre->code()));
    centre->set_display_name("抢位托育");
    centre->set_provider_type("PARK");
    centre->set_uscc(Uscc());
    centre->set_filing_number("QL-TY-0001");
    centre->set_filing_from_date("2025-01-01");
    centre->set_filing_until_date("2028-01-01");
    centre->set_latitude_micro(30100000);
    centre->set_longitude_micro(126200000);
    for (int i = 1; i <= groups; ++i) {
      places::v1::Group* group = centre->add_groups();
      group->set_code(absl::StrFormat("L%02d", i));
      group->set_kind(places::v1::Group::LARGE);
      group->set_capacity(seats);
      group->set_staff(3);
      places::v1::SeatPool* pool = group->add_pools();
      pool->set_kind("SHARED");
      pool->set_seats(seats);
    }
    Call(&Places::Stub::SetCentre, request);
  }

  void Apply(const std::string& programme,
             const std::vector<std::pair<int, int>>& child_and_centre) {
    for (size_t first = 0; first < child_and_centre.size(); first += 500) {
      places::v1::BatchCreateApplicationsRequest request;
      request.set_parent(park_);
      request.set_programme(absl::StrCat(park_, "/programmes/", programme));
      for (size_t i = first; i < std::min(child_and_centre.size(), first + 500); ++i) {
        const auto& [child, centre] = child_and_centre[i];
        places::v1::Application* application = request.add_applications();
        application->set_case_number(absl::StrFormat("RU26-%05d", child));
        application->add_choices(cli::CentreName(park_, absl::StrFormat("C%03d", centre)));
        application->set_desired_start_date("2026-10-01");
        application->set_submitted_time("2026-09-20T08:00:00Z");
      }
      const auto made = Call(&Places::Stub::BatchCreateApplications, request);
      for (const auto& result : made.results()) ASSERT_EQ(result.reason(), "") << result.text_en();
    }
  }

  // Offers what is free, to the end of the waiting list; by the group's centre.
  void OfferSeats(std::map<std::string, std::vector<std::string>>* offers) {
    places::v1::OfferSeatsRequest request;
    request.set_parent(park_);
    while (true) {
      const auto offered = Call(&Places::Stub::OfferSeats, request);
      for (const places::v1::Offer& offer : offered.offers()) {
        (*offers)[offer.group().substr(0, offer.group().find("/groups/"))].push_back(offer.name());
      }
      if (offered.remaining() == 0) return;
      request.set_after(offered.next_after());
    }
  }
  // On so many days, each behind the holds of the last; then to a day on which none holds any more.
  void OfferOnDays(int days, std::map<std::string, std::vector<std::string>>* offers) {
    for (int i = 0; i < days; ++i) {
      if (i > 0) AdvanceTo(kOfferingOn[i]);
      OfferSeats(offers);
    }
    AdvanceTo(kHoldsAreOver);
  }
  void AdvanceTo(const std::string& day) {
    directory::v1::AdvanceClockRequest request;
    request.set_name(park_);
    request.set_current_date(day);
    Call(&DirectoryStub::AdvanceClock, request);
  }

  // All at once: what came of it, by reason, and the place that somebody got.
  std::map<std::string, int> Rush(const std::vector<std::string>& offers,
                                  places::v1::Enrolment* enrolment, size_t* winner) {
    const int round = ++rushes_;
    std::vector<std::string> said(offers.size());
    std::vector<places::v1::Enrolment> places(offers.size());
    std::atomic<size_t> ready{0};
    std::vector<std::thread> clients;
    for (size_t i = 0; i < offers.size(); ++i) {
      clients.emplace_back([&, i] {
        ++ready;
        while (ready < offers.size()) std::this_thread::yield();
        said[i] =
            families_[i]->Accept(offers[i], absl::StrCat("accept-", round, "-", i), &places[i]);
      });
    }
    for (std::thread& client : clients) client.join();
    std::map<std::string, int> counts;
    for (size_t i = 0; i < offers.size(); ++i) {
      ++counts[said[i]];
      if (said[i] != "OK") continue;
      *enrolment = places[i];
      *winner = i;
    }
    return counts;
  }

  // What one of many families said and got.
  struct Answer {
    std::string said;
    places::v1::Enrolment enrolment;
  };
  // More offers than clients: each client takes the next one as soon as it has its answer.
  std::vector<Answer> RushOfMany(const std::vector<std::string>& offers, Latencies* latencies) {
    const int round = ++rushes_;
    std::vector<Answer> answers(offers.size());
    std::vector<Latencies> seen(families_.size());
    std::atomic<size_t> ready{0}, next{0};
    std::vector<std::thread> clients;
    for (size_t client = 0; client < families_.size(); ++client) {
      clients.emplace_back([&, client] {
        ++ready;
        while (ready < families_.size()) std::this_thread::yield();
        for (size_t i = next++; i < offers.size(); i = next++) {
          const absl::Time start = absl::Now();
          answers[i].said = families_[client]->Accept(
              offers[i], absl::StrCat("accept-", round, "-", i), &answers[i].enrolment);
          seen[client].Add(absl::Now() - start);
        }
      });
    }
    for (std::thread& client : clients) client.join();
    for (const Latencies& each : seen) latencies->Add(each);
    return answers;
  }

  void Leave(const places::v1::Enrolment& enrolment, const std::string& day) {
    places::v1::EndEnrolmentRequest request;
    request.set_name(enrolment.name());
    request.set_end_date(day);
    request.set_reason("LEFT");
    Call(&Places::Stub::EndEnrolment, request);
  }

  // A park with enough open offers for so many rounds, none of which holds its seat, and with
  // families who wait for the seats of each round. Returns the offers.
  std::vector<std::string> OpenParkOfMany(const std::string& id, int rounds) {
    const int needed = kFamiliesOfMany + kHolding * rounds;
    const int days = (needed + kOffersOfADay - 1) / kOffersOfADay;
    const int offered = days * kOffersOfADay, late = kHolding * rounds;
    OpenPark(id);
    TakeInChildren(offered + late);
    OfferProgramme("care");
    for (int i = 0; i < kCentresOfMany; ++i) SetCentre(i, kSeats, kGroupsOfMany);
    std::vector<std::pair<int, int>> early_wishes, late_wishes;
    for (int i = 0; i < offered + late; ++i) {
      (i < offered ? early_wishes : late_wishes).emplace_back(i, i % kCentresOfMany);
    }
    Apply("care", early_wishes);
    std::map<std::string, std::vector<std::string>> by_centre;
    OfferOnDays(days, &by_centre);
    for (int i = 0; i < kCentresOfMany; ++i) SetCentre(i, 1, kGroupsOfMany);
    Apply("care", late_wishes);
    std::vector<std::string> open;
    for (const auto& [centre, offers] : by_centre) {
      open.insert(open.end(), offers.begin(), offers.end());
    }
    EXPECT_EQ(open.size(), static_cast<size_t>(offered));
    return open;
  }

  // Half of the seats are offered, and held; then the families to whom they are held and 1,975
  // others accept. Whoever got a seat leaves, so that the seats are there once more.
  void OneRoundOfMany(std::mt19937_64& random, std::vector<std::string>* open,
                      Latencies* latencies) {
    places::v1::OfferSeatsRequest request;
    request.set_parent(park_);
    request.set_applications_max(kHolding);
    const auto offered = Call(&Places::Stub::OfferSeats, request);
    ASSERT_EQ(offered.offers_size(), kHolding);
    std::set<std::string> holding;
    for (const places::v1::Offer& offer : offered.offers()) holding.insert(offer.name());
    std::shuffle(open->begin(), open->end(), random);
    std::vector<std::string> rush(open->end() - (kFamiliesOfMany - kHolding), open->end());
    open->resize(open->size() - rush.size());
    rush.insert(rush.end(), holding.begin(), holding.end());
    std::shuffle(rush.begin(), rush.end(), random);

    const std::vector<Answer> answers = RushOfMany(rush, latencies);
    std::map<std::string, int> counts;
    std::set<std::string> groups, children;
    for (size_t i = 0; i < rush.size(); ++i) {
      const Answer& answer = answers[i];
      ++counts[answer.said];
      if (answer.said != "OK") {
        EXPECT_EQ(holding.count(rush[i]), 0u) << "its seat was held, and somebody else has it";
        open->push_back(rush[i]);
        continue;
      }
      groups.insert(answer.enrolment.group());
      children.insert(answer.enrolment.child());
    }
    EXPECT_EQ(counts, (std::map<std::string, int>{{"OK", kSeatsOfMany},
                                                  {"SEAT_TAKEN", kFamiliesOfMany - kSeatsOfMany}}));
    EXPECT_EQ(groups.size(), static_cast<size_t>(kSeatsOfMany)) << "each group has one seat";
    EXPECT_EQ(children.size(), static_cast<size_t>(kSeatsOfMany));
    for (const Answer& answer : answers) {
      if (answer.said == "OK") Leave(answer.enrolment, answer.enrolment.start_date());
    }
    ASSERT_FALSE(HasFailure());
  }

  std::string folder_, address_, park_;
  std::unique_ptr<testing::PostgresServer> postgres_;
  std::unique_ptr<server::Server> server_;
  std::unique_ptr<cli::Client> client_;
  std::vector<std::unique_ptr<Family>> families_;
  int requests_ = 0, rushes_ = 0;
};

TEST_P(SeatRushTest, OneOfSixtyFourGetsTheLastSeatInEachRound) {
  const int rounds_wanted = Rounds(20);
  const int centres = (rounds_wanted + kRoundsOfACentre - 1) / kRoundsOfACentre;
  OpenPark("rush");
  TakeInChildren(centres * kFamilies);
  OfferProgramme("care");
  std::vector<std::pair<int, int>> wishes;
  for (int i = 0; i < centres * kFamilies; ++i) wishes.emplace_back(i, i / kFamilies);
  for (int i = 0; i < centres; ++i) SetCentre(i, kSeats);
  Apply("care", wishes);
  // A hold lasts two days more, an offer two weeks.
  std::map<std::string, std::vector<std::string>> offers;
  OfferOnDays(kOfferingDays, &offers);
  for (int i = 0; i < centres; ++i) SetCentre(i, 1);

  int rounds = 0;
  for (auto& [centre, open] : offers) {
    ASSERT_GE(open.size(), static_cast<size_t>(kClients)) << centre;
    for (; rounds < rounds_wanted && open.size() >= static_cast<size_t>(kClients); ++rounds) {
      places::v1::Enrolment enrolment;
      size_t winner = 0;
      ASSERT_EQ(Rush({open.begin(), open.begin() + kClients}, &enrolment, &winner),
                (std::map<std::string, int>{{"OK", 1}, {"SEAT_TAKEN", kClients - 1}}))
          << "round " << rounds;
      // The winner leaves before it came, and the seat is the last one once more.
      Leave(enrolment, enrolment.start_date());
      open.erase(open.begin() + static_cast<int64_t>(winner));
    }
  }
  EXPECT_EQ(rounds, rounds_wanted);
  std::cout << "rounds: " << rounds << std::endl;
}

TEST_P(SeatRushTest, FiftyOfTwoThousandFamiliesGetTheFiftySeatsAndWhoIsHeldOneIsAmongThem) {
  const int rounds = Rounds(2);
  std::mt19937_64 random(7);
  Latencies latencies;
  for (int done = 0; done < rounds; done += kRoundsOfAPark) {
    const int here = std::min(kRoundsOfAPark, rounds - done);
    std::vector<std::string> open = OpenParkOfMany(absl::StrCat("rush-", done), here);
    for (int i = 0; i < here; ++i) {
      ASSERT_NO_FATAL_FAILURE(OneRoundOfMany(random, &open, &latencies)) << "round " << done + i;
    }
  }
  std::cout << "rounds: " << rounds << ", " << latencies.Describe() << std::endl;
}

TEST_P(SeatRushTest, AChildThatIsAcceptedInSixtyFourGroupsAtOnceHasOnePlace) {
  OpenPark("rush");
  TakeInChildren(1);
  std::map<std::string, std::vector<std::string>> offers;
  for (int i = 0; i < kClients; ++i) {
    OfferProgramme(absl::StrCat("care-", i));
    SetCentre(i, 1);
    Apply(absl::StrCat("care-", i), {{0, i}});
  }
  OfferSeats(&offers);
  std::vector<std::string> all;
  for (const auto& [centre, open] : offers) all.insert(all.end(), open.begin(), open.end());
  ASSERT_EQ(all.size(), static_cast<size_t>(kClients));
  places::v1::Enrolment enrolment;
  size_t winner = 0;
  EXPECT_EQ(Rush(all, &enrolment, &winner),
            (std::map<std::string, int>{{"OK", 1}, {"CHILD_ALREADY_ENROLLED", kClients - 1}}));
}

INSTANTIATE_TEST_SUITE_P(Stores, SeatRushTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace tuoqiao
