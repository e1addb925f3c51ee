#include "tests/bench/crowd.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/billing/module.h"
#include "services/common/db/schema.h"
#include "services/common/period.h"
#include "services/common/rpc/module.h"
#include "services/common/rpc/status.h"
#include "services/common/status_macros.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"

namespace tuoqiao::bench {
namespace {

using Stub = billing::v1::Billing::Stub;

constexpr char kPark[] = "parks/bench";
constexpr char kMonth[] = "parks/bench/months/2026-10";
constexpr int64_t kFirms = 300, kCentres = 100, kPage = 1000;

std::string CaseNumber(int64_t child) {
  return absl::StrCat("C", absl::Dec(child, absl::kZeroPad7));
}
std::string FamilyName(int64_t child) { return absl::StrCat(kPark, "/families/fam-", child); }
std::string FirmName(int64_t number) { return absl::StrCat(kPark, "/firms/91", number); }
std::string CentreName(int64_t number) { return absl::StrCat(kPark, "/centres/c", number); }

// The items of a page of `items`; its token is the number of the first.
template <typename Request, typename Response, typename Add>
void AddPage(int64_t items, const Request& request, Response* response, const Add& add) {
  const int64_t from = request.page_token().empty() ? 0 : std::stoll(request.page_token());
  const int64_t until = std::min(items, from + kPage);
  for (int64_t i = from; i < until; ++i) add(i);
  if (until < items) response->set_next_page_token(absl::StrCat(until));
}

class Directory final : public directory::v1::Directory::Service {
 public:
  explicit Directory(int64_t children) : children_(children) {}

  grpc::Status GetPark(grpc::ServerContext*, const directory::v1::GetParkRequest*,
                       directory::v1::Park* response) override {
    response->set_name(kPark);
    response->set_current_date("2026-11-02");
    response->set_currency_code("CNY");
    return grpc::Status::OK;
  }
  grpc::Status ListFirms(grpc::ServerContext*, const directory::v1::ListFirmsRequest* request,
                         directory::v1::ListFirmsResponse* response) override {
    AddPage(kFirms, *request, response, [&](int64_t number) {
      directory::v1::Firm* firm = response->add_firms();
      firm->set_name(FirmName(number));
      firm->set_uscc(absl::StrCat("91", number));
      firm->mutable_set_up()->set_plan("A");
      firm->mutable_set_up()->set_share_form("INVOICED");
      firm->mutable_set_up()->set_pay_day(15);
    });
    return grpc::Status::OK;
  }
  grpc::Status ListChildFacts(grpc::ServerContext*,
                              const directory::v1::ListChildFactsRequest* request,
                              directory::v1::ListChildFactsResponse* response) override {
    AddPage(children_, *request, response, [&](int64_t child) {
      directory::v1::ChildFacts* facts = response->add_children();
      facts->set_family(FamilyName(child));
      facts->set_child(absl::StrCat(facts->family(), "/children/", CaseNumber(child)));
      facts->set_case_number(CaseNumber(child));
      facts->set_birth_date("2024-11-05");
      facts->set_deduct_from(1);
      facts->set_arrears_mode("TAKE_WHAT_FITS");
      directory::v1::Employment* employment = facts->add_employments();
      employment->set_guardian(1);
      employment->set_firm(FirmName(child % kFirms));
      employment->set_employee(absl::StrCat(employment->firm(), "/employees/e-", child));
      employment->set_employee_no(absl::StrCat(child));
      employment->set_hire_date("2020-01-01");
    });
    return grpc::Status::OK;
  }

 private:
  const int64_t children_;
};

std::vector<std::string> Weekdays(absl::CivilMonth month) {
  std::vector<std::string> days;
  for (absl::CivilDay day(month); absl::CivilMonth(day) == month; ++day) {
    const absl::Weekday weekday = absl::GetWeekday(day);
    if (weekday != absl::Weekday::saturday && weekday != absl::Weekday::sunday) {
      days.push_back(FormatDay(day));
    }
  }
  return days;
}

class Places final : public places::v1::Places::Service {
 public:
  explicit Places(int64_t children) : children_(children) {}

  grpc::Status ListEnrolmentMonths(grpc::ServerContext*,
                                   const places::v1::ListEnrolmentMonthsRequest* request,
                                   places::v1::ListEnrolmentMonthsResponse* response) override {
    const std::vector<std::string> opening = Weekdays(*ParseMonth(request->month()));
    for (const std::string& day : opening) response->add_opening_dates(day);
    AddPage(children_, *request, response, [&](int64_t child) {
      places::v1::EnrolmentMonth* enrolment = response->add_enrolment_months();
      enrolment->set_centre(CentreName(child % kCentres));
      enrolment->set_enrolment(absl::StrCat(enrolment->centre(), "/enrolments/enr-", child));
      enrolment->set_case_number(CaseNumber(child));
      enrolment->set_child(absl::StrCat(FamilyName(child), "/children/", CaseNumber(child)));
      enrolment->set_group_kind(places::v1::Group::SMALL);
      enrolment->set_care_kind(places::v1::FULL_DAY);
      enrolment->set_start_date("2026-09-01");
      enrolment->set_end_date("2027-11-05");
      for (size_t i = 0; i < opening.size(); ++i) {
        places::v1::AttendanceDay* day = enrolment->add_days();
        day->set_case_number(enrolment->case_number());
        day->set_date(opening[i]);
        const bool there = static_cast<int64_t>(i) >= child % 5;
        day->set_status(there ? places::v1::AttendanceDay::PRESENT
                              : places::v1::AttendanceDay::ABSENT);
        if (!there) day->set_reason("SICK");
      }
    });
    return grpc::Status::OK;
  }

  // Nobody books care beside a place.
  grpc::Status ListBookings(grpc::ServerContext*, const places::v1::ListBookingsRequest*,
                            places::v1::ListBookingsResponse*) override {
    return grpc::Status::OK;
  }

 private:
  const int64_t children_;
};

// Billing behind its handlers on a database, with a crowd of children around it.
class Crowded {
 public:
  Crowded(db::Database& db, int64_t children)
      : db_(db),
        tokens_(TokenKey::Generate()),
        keys_(KeyRing::FromBytes(std::string(32, 'k'))),
        badge_("billing", *tokens_, clock_),
        directory_(children),
        places_(children) {}
  ~Crowded() {
    if (module_ != nullptr) module_->Stop();
    for (auto& server : servers_) server->Shutdown();
  }

  absl::Status Start() {
    Serve("directory", directory_);
    Serve("places", places_);
    const rpc::Ground ground = {db_,
                                clock_,
                                *tokens_,
                                *keys_,
                                metrics_,
                                badge_,
                                [this](const std::string& peer) {
                                  return rpc::Link([this, peer] { return channels_.at(peer); });
                                },
                                "services/rules"};
    ASSIGN_OR_RETURN(module_, billing::MakeModule(ground));
    Serve("billing", module_->service());
    stub_ = billing::v1::Billing::NewStub(channels_.at("billing"));
    module_->Start();
    return absl::OkStatus();
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                Request request, const std::string& role,
                                const std::string& subject) {
    request.set_request_id(absl::StrCat("bench-request-", ++requests_, "-", subject));
    return Read(method, request, role, subject);
  }
  template <typename Request, typename Response>
  absl::StatusOr<Response> Read(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request, const std::string& role,
                                const std::string& subject) {
    grpc::ClientContext context;
    context.AddMetadata(
        "authorization",
        "Bearer " + tokens_->Sign({subject, role, {kPark}, "", clock_.Now() + absl::Hours(1)}));
    Response response;
    const grpc::Status status = (stub_.get()->*method)(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpc(status);
    return response;
  }
  absl::StatusOr<billing::v1::Month> Wait(
      const absl::StatusOr<google::longrunning::Operation>& started) {
    RETURN_IF_ERROR(started.status());
    rpc::Caller caller;
    caller.service = "billing";
    caller.park = "bench";
    while (true) {
      ASSIGN_OR_RETURN(const auto operation, module_->operations()->Get(caller, started->name()));
      billing::v1::Month month;
      if (operation.response().UnpackTo(&month)) return month;
      if (operation.done()) return absl::InternalError(operation.error().message());
      absl::SleepFor(absl::Milliseconds(1));
    }
  }

 private:
  void Serve(const std::string& name, grpc::Service& service) {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service);
    servers_.push_back(builder.BuildAndStart());
    channels_[name] = servers_.back()->InProcessChannel({});
  }

  db::Database& db_;
  SystemClock clock_;
  const std::unique_ptr<TokenKey> tokens_;
  const std::unique_ptr<KeyRing> keys_;
  Metrics metrics_;
  rpc::Badge badge_;
  Directory directory_;
  Places places_;
  std::unique_ptr<rpc::Module> module_;
  std::vector<std::unique_ptr<grpc::Server>> servers_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
  std::unique_ptr<Stub> stub_;
  int requests_ = 0;
};

absl::Status CreateTariffs(Crowded& billing) {
  for (int64_t number = 0; number < kCentres; ++number) {
    billing::v1::CreateTariffRequest request;
    request.set_parent(CentreName(number));
    billing::v1::Tariff& tariff = *request.mutable_tariff();
    tariff.set_group_kind("SMALL");
    tariff.set_from_date("2026-01-01");
    tariff.set_monthly_fee_minor(180000 + number);
    tariff.set_spread("OPENING_DAYS");
    tariff.set_meal_fee_minor(2000);
    tariff.set_supplement_minor(5000);
    tariff.set_coefficient_1_bp(12000);
    tariff.set_coefficient_2_bp(15000);
    tariff.set_sibling_reduction_bp(1000);
    tariff.set_refund_threshold_days(3);
    tariff.set_refund_share_bp(5000);
    tariff.set_billing("IN_ARREARS");
    RETURN_IF_ERROR(billing.Call(&Stub::CreateTariff, request, "PARK_ADMIN", "chen").status());
  }
  return absl::OkStatus();
}

// Four payers, as in the sample: authority, park, firm and family.
absl::Status CreatePlan(Crowded& billing) {
  billing::v1::CreateFundingPlanRequest request;
  request.set_parent(kPark);
  request.set_funding_plan_id("plan");
  billing::v1::FundingPlan& plan = *request.mutable_funding_plan();
  for (const char* payer : {"AUTHORITY", "PARK", "FIRM", "FAMILY"}) {
    billing::v1::Layer* layer = plan.add_layers();
    layer->set_payer(payer);
    layer->set_kind("FIXED");
    layer->set_amount_minor(30000);
    for (const char* line : {"CARE", "COEFFICIENT", "SIBLING", "REFUND"}) layer->add_lines(line);
  }
  plan.mutable_layers(2)->set_kind("FIRM_PLAN");
  plan.mutable_layers(2)->clear_amount_minor();
  plan.mutable_layers(3)->set_kind("REST");
  plan.mutable_layers(3)->clear_amount_minor();
  plan.mutable_layers(3)->clear_lines();
  billing::v1::FirmPlan* firm_plan = plan.add_firm_plans();
  firm_plan->set_code("A");
  firm_plan->set_kind("UP_TO");
  firm_plan->set_amount_minor(60000);
  return billing.Call(&Stub::CreateFundingPlan, request, "PARK_ADMIN", "chen").status();
}

absl::Status Approve(Crowded& billing, const std::string& digest, const std::string& subject) {
  billing::v1::ApproveMonthRequest request;
  request.set_name(kMonth);
  request.set_digest(digest);
  return billing.Call(&Stub::ApproveMonth, request, "PARK_FINANCE", subject).status();
}

}  // namespace

absl::Status PreviewCrowd(db::Database& db, int64_t children) {
  RETURN_IF_ERROR(db::Migrate(db, billing::Schema()));
  Crowded billing(db, children);
  RETURN_IF_ERROR(billing.Start());
  RETURN_IF_ERROR(CreateTariffs(billing));
  RETURN_IF_ERROR(CreatePlan(billing));
  billing::v1::PreviewMonthRequest request;
  request.set_name(kMonth);
  request.set_funding_plan(absl::StrCat(kPark, "/fundingPlans/plan"));
  ASSIGN_OR_RETURN(const billing::v1::Month previewed,
                   billing.Wait(billing.Call(&Stub::PreviewMonth, request, "PARK_FINANCE", "li")));
  if (previewed.statements() == children) return absl::OkStatus();
  return absl::InternalError(absl::StrCat(previewed.statements(), " statements of ", children));
}

absl::StatusOr<CrowdClosed> CloseCrowd(db::Database& db) {
  Crowded billing(db, 0);
  RETURN_IF_ERROR(billing.Start());
  billing::v1::GetMonthRequest get;
  get.set_name(kMonth);
  billing::v1::CloseMonthRequest close;
  close.set_name(kMonth);
  ASSIGN_OR_RETURN(const billing::v1::Month previewed,
                   billing.Read(&Stub::GetMonth, get, "PARK_FINANCE", "li"));
  const absl::Time start = absl::Now();
  for (const char* subject : {"li", "wang"}) {
    RETURN_IF_ERROR(Approve(billing, previewed.digest(), subject));
  }
  ASSIGN_OR_RETURN(const billing::v1::Month closed,
                   billing.Wait(billing.Call(&Stub::CloseMonth, close, "PARK_FINANCE", "li")));
  return CrowdClosed{closed.statements(), closed.total_minor(), absl::Now() - start};
}

}  // namespace tuoqiao::bench
