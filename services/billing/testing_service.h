// Billing behind its real handlers on each engine, with places, directory and eligibility that say
// what the test says.
#ifndef TUOQIAO_SERVICES_BILLING_TESTING_SERVICE_H_
#define TUOQIAO_SERVICES_BILLING_TESTING_SERVICE_H_

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/billing/close.h"
#include "services/billing/module.h"
#include "services/billing/testing_peers.h"
#include "services/common/check.h"
#include "services/common/db/outbox.h"
#include "services/common/db/suite.h"
#include "services/common/rpc/testing/harness.h"
#include "services/common/status_macros.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"

namespace tuoqiao::billing {

using Stub = v1::Billing::Stub;

inline constexpr char kPark[] = "parks/yunqi";
inline constexpr char kOctober[] = "parks/yunqi/months/2026-10";
inline constexpr char kPlan[] = "parks/yunqi/fundingPlans/plan-2026";
inline constexpr char kFirmA[] = "parks/yunqi/firms/91a";
inline constexpr char kFirmB[] = "parks/yunqi/firms/91b";

// The handlers over one engine.
class BillingTest : public ::testing::TestWithParam<db::EngineKind> {
 protected:
  BillingTest() {
    harness_.AddPeer("directory", directory_);
    harness_.AddPeer("places", places_);
    harness_.AddPeer("eligibility", eligibility_);
    harness_.AddPeer("ledger", ledger_);
    harness_.AddModule("billing", Schema(), MakeModule, OpenDatabase());
    stub_ = v1::Billing::NewStub(harness_.channel("billing"));
  }

  static std::unique_ptr<db::Database> OpenDatabase() {
    auto opened = GetParam() == db::EngineKind::kPostgres
                      ? db::OpenPostgres(db::NewPostgresSchema())
                      : db::OpenSqlite(":memory:");
    CHECK(opened.ok());
    return *std::move(opened);
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request, const std::string& role = "PARK_FINANCE",
                                const std::string& scope = kPark,
                                const std::string& subject = "li") {
    return harness_.Call(*stub_, method, request, role, scope, subject);
  }
  std::string NextId() { return absl::StrCat("request-", ++requests_); }

  // ---- The month of tests/oracle/month_test.py: family M1 with guardian 1 at firm A (invoiced, of
  // the union) and guardian 2 at firm B (allowance). C1 at K1, in arrears; C2 from 12 October at
  // K2, in advance.

  static v1::Tariff TariffMessage(const char* kind, const char* fee, const char* spread,
                                  const char* meal, const char* supplement, const char* billing) {
    v1::Tariff tariff;
    tariff.set_group_kind(kind);
    tariff.set_from_date("2026-01-01");
    tariff.set_monthly_fee_minor(Fen(fee));
    tariff.set_spread(spread);
    tariff.set_meal_fee_minor(Fen(meal));
    tariff.set_supplement_minor(Fen(supplement));
    tariff.set_coefficient_1_bp(12000);
    tariff.set_coefficient_2_bp(15000);
    tariff.set_sibling_reduction_bp(1000);
    tariff.set_refund_threshold_days(3);
    tariff.set_refund_share_bp(5000);
    tariff.set_billing(billing);
    return tariff;
  }
  absl::StatusOr<v1::Tariff> CreateTariff(const std::string& centre, const v1::Tariff& tariff,
                                          const std::string& role = "PARK_ADMIN",
                                          const std::string& scope = kPark) {
    v1::CreateTariffRequest request;
    request.set_parent(absl::StrCat(kPark, "/centres/", centre));
    *request.mutable_tariff() = tariff;
    request.set_request_id(NextId());
    return Call(&Stub::CreateTariff, request, role, scope);
  }
  static v1::Layer LayerMessage(const char* payer, const char* kind, int64_t amount_minor,
                                int32_t share_bp, int64_t cap_minor,
                                std::initializer_list<const char*> lines) {
    v1::Layer layer;
    layer.set_payer(payer);
    layer.set_kind(kind);
    layer.set_amount_minor(amount_minor);
    layer.set_share_bp(share_bp);
    layer.set_cap_minor(cap_minor);
    for (const char* line : lines) layer.add_lines(line);
    return layer;
  }
  static v1::FundingPlan PlanMessage() {
    v1::FundingPlan plan;
    const auto care = {"CARE", "COEFFICIENT", "SIBLING", "REFUND"};
    *plan.add_layers() = LayerMessage("AUTHORITY", "FIXED", 30000, 0, 0, care);
    plan.mutable_layers(0)->set_condition("ATTENDED_HALF");
    plan.mutable_layers(0)->set_bearer_if_lost("FAMILY");
    *plan.add_layers() = LayerMessage("PARK", "PERCENT", 0, 1000, 10000, care);
    *plan.add_layers() = LayerMessage("FIRM", "FIRM_PLAN", 0, 0, 0, care);
    *plan.add_layers() = LayerMessage("UNION", "FIXED", 5000, 0, 0, {"MEALS"});
    *plan.add_layers() = LayerMessage("FAMILY", "REST", 0, 0, 0, {});
    for (const auto& [code, kind, amount_minor] :
         {std::make_tuple("A", "UP_TO", 60000), std::make_tuple("B", "FIXED", 30000)}) {
      v1::FirmPlan* firm_plan = plan.add_firm_plans();
      firm_plan->set_code(code);
      firm_plan->set_kind(kind);
      firm_plan->set_amount_minor(amount_minor);
    }
    return plan;
  }
  absl::StatusOr<v1::FundingPlan> CreatePlan(const v1::FundingPlan& plan,
                                             const std::string& id = "plan-2026") {
    v1::CreateFundingPlanRequest request;
    request.set_parent(kPark);
    request.set_funding_plan_id(id);
    *request.mutable_funding_plan() = plan;
    request.set_request_id(NextId());
    return Call(&Stub::CreateFundingPlan, request, "PARK_ADMIN");
  }
  static directory::v1::Firm FirmMessage(const char* name, const char* plan, const char* form,
                                         bool union_member, int pay_day) {
    directory::v1::Firm firm;
    firm.set_name(name);
    firm.set_uscc(std::string(name).substr(std::string(kFirmA).size() - 3));
    firm.mutable_set_up()->set_plan(plan);
    firm.mutable_set_up()->set_share_form(form);
    firm.mutable_set_up()->set_union_member(union_member);
    firm.mutable_set_up()->set_pay_day(pay_day);
    return firm;
  }
  static void AddEmployment(directory::v1::ChildFacts& facts, int guardian, const char* firm,
                            const std::string& number) {
    auto* employment = facts.add_employments();
    employment->set_guardian(guardian);
    employment->set_firm(firm);
    employment->set_employee_no(number);
    employment->set_employee(absl::StrCat(firm, "/employees/e-", number));
    employment->set_hire_date("2020-01-01");
  }
  directory::v1::ChildFacts& AddChild(const std::string& case_number, const char* birth_date,
                                      int needs_level, const std::string& family) {
    directory::v1::ChildFacts& facts = directory_.children.emplace_back();
    facts.set_family(absl::StrCat(kPark, "/families/", family));
    facts.set_child(absl::StrCat(facts.family(), "/children/", case_number));
    facts.set_case_number(case_number);
    facts.set_birth_date(birth_date);
    facts.set_needs_level(needs_level);
    return facts;
  }
  places::v1::EnrolmentMonth& Enrol(const std::string& case_number, const std::string& family,
                                    const char* centre, places::v1::Group::Kind kind,
                                    const char* from) {
    places::v1::EnrolmentMonth& enrolment = places_.months["2026-10"].emplace_back();
    enrolment.set_enrolment(absl::StrCat(kPark, "/centres/", centre, "/enrolments/", case_number));
    enrolment.set_child(absl::StrCat(kPark, "/families/", family, "/children/", case_number));
    enrolment.set_case_number(case_number);
    enrolment.set_centre(absl::StrCat(kPark, "/centres/", centre));
    enrolment.set_group_kind(kind);
    enrolment.set_start_date(from);
    enrolment.set_end_date("2028-01-01");
    return enrolment;
  }
  static void AddDay(places::v1::EnrolmentMonth& enrolment, int day, const char* reason = "") {
    auto* added = enrolment.add_days();
    added->set_case_number(enrolment.case_number());
    added->set_date(absl::StrCat("2026-10-", absl::Dec(day, absl::kZeroPad2)));
    const bool present = std::string(reason).empty();
    added->set_status(present ? places::v1::AttendanceDay::PRESENT
                              : places::v1::AttendanceDay::ABSENT);
    added->set_reason(reason);
  }
  void SetUpPrices() {
    ASSERT_TRUE(CreateTariff("k1", TariffMessage("SMALL", "1800.00", "OPENING_DAYS", "20.00",
                                                 "50.00", "IN_ARREARS"))
                    .ok());
    ASSERT_TRUE(CreateTariff("k2", TariffMessage("INFANT", "3100.00", "CALENDAR_DAYS", "25.00",
                                                 "0.00", "IN_ADVANCE"))
                    .ok());
    ASSERT_TRUE(CreatePlan(PlanMessage()).ok());
    directory_.firms = {FirmMessage(kFirmA, "A", "INVOICED", true, 10),
                        FirmMessage(kFirmB, "B", "ALLOWANCE", false, 15)};
  }
  void SetUpFamily() {
    for (const auto& [case_number, birth_date, needs_level] :
         {std::make_tuple("C1", "2024-11-05", 0), std::make_tuple("C2", "2026-01-20", 1)}) {
      directory::v1::ChildFacts& facts = AddChild(case_number, birth_date, needs_level, "m1");
      AddEmployment(facts, 1, kFirmA, "0001");
      AddEmployment(facts, 2, kFirmB, "7");
      facts.set_deduct_from(1);
      facts.set_arrears_mode("TAKE_WHAT_FITS");
    }
    places::v1::EnrolmentMonth& first =
        Enrol("C1", "m1", "k1", places::v1::Group::SMALL, "2026-09-01");
    for (const int day : {8, 9, 10, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23, 26}) AddDay(first, day);
    for (const int day : {27, 28, 29}) AddDay(first, day, "SICK");
    AddDay(first, 30, "PERSONAL");
    places_.months["2026-09"] = {first};
    places_.months["2026-09"][0].clear_days();
    Enrol("C2", "m1", "k2", places::v1::Group::INFANT, "2026-10-12");
  }
  // Families of one child each at K1, with a guardian at firm A.
  void SetUpMany(int children) {
    for (int i = 0; i < children; ++i) {
      const std::string number = absl::StrCat(absl::Dec(i, absl::kZeroPad5));
      AddEmployment(AddChild("D" + number, "2024-11-05", 0, "n" + number), 1, kFirmA, number);
      AddDay(Enrol("D" + number, "n" + number, "k1", places::v1::Group::SMALL, "2026-09-01"), 8);
    }
  }

  // ---- The month's steps.

  absl::StatusOr<google::longrunning::Operation> StartPreview(const std::string& plan = kPlan,
                                                              const std::string& programme = "",
                                                              const std::string& month = kOctober) {
    v1::PreviewMonthRequest request;
    request.set_name(month);
    request.set_funding_plan(plan);
    request.set_programme(programme);
    request.set_request_id(NextId());
    return Call(&Stub::PreviewMonth, request);
  }
  // The month that the operation answers; empty where it failed.
  v1::Month Result(const absl::StatusOr<google::longrunning::Operation>& started) {
    v1::Month month;
    EXPECT_TRUE(started.ok()) << started.status();
    if (!started.ok()) return month;
    const auto operation = harness_.Wait("billing", started->name());
    EXPECT_TRUE(operation.response().UnpackTo(&month)) << operation.error().message();
    return month;
  }
  v1::Month Preview() { return Result(StartPreview()); }
  // Names whatever soft items are open, unless it is told which.
  absl::StatusOr<v1::Month> Approve(const std::string& digest, const std::string& subject,
                                    const std::string& month = kOctober) {
    NumberLog();  // What the ledger has to have heard has positions by then.
    return ApproveNaming(OpenSoftItems(month), digest, subject, month);
  }
  absl::StatusOr<v1::Month> ApproveNaming(const std::vector<std::string>& named,
                                          const std::string& digest, const std::string& subject,
                                          const std::string& month = kOctober) {
    v1::ApproveMonthRequest request;
    request.set_name(month);
    request.set_digest(digest);
    request.set_request_id(NextId());
    for (const std::string& each : named) request.add_acknowledged(each);
    return Call(&Stub::ApproveMonth, request, "PARK_FINANCE", kPark, subject);
  }
  absl::StatusOr<v1::MonthChecklist> GetChecklist(const std::string& month = kOctober) {
    v1::GetMonthChecklistRequest request;
    request.set_name(month);
    return Call(&Stub::GetMonthChecklist, request);
  }
  std::vector<std::string> OpenSoftItems(const std::string& month) {
    std::vector<std::string> open;
    const auto checklist = GetChecklist(month);
    if (!checklist.ok()) return open;
    for (const auto& each : checklist->items()) {
      if (each.open() && each.weight() == v1::ChecklistItem::SOFT) open.push_back(each.code());
    }
    return open;
  }
  void ApproveByTwo(const std::string& digest, const std::string& month = kOctober) {
    ASSERT_TRUE(Approve(digest, "li", month).ok());
    ASSERT_EQ(Approve(digest, "wang", month)->state(), v1::Month::APPROVED);
  }
  absl::StatusOr<google::longrunning::Operation> StartClose(const std::string& month = kOctober) {
    v1::CloseMonthRequest request;
    request.set_name(month);
    request.set_request_id(NextId());
    return Call(&Stub::CloseMonth, request);
  }
  absl::StatusOr<v1::Month> GetMonth() {
    v1::GetMonthRequest request;
    request.set_name(kOctober);
    return Call(&Stub::GetMonth, request);
  }
  std::vector<v1::Statement> Statements(int page_size = 0, const std::string& month = kOctober) {
    v1::ListStatementsRequest request;
    request.set_parent(month);
    request.set_page_size(page_size);
    std::vector<v1::Statement> statements;
    do {
      const auto page = Call(&Stub::ListStatements, request);
      EXPECT_TRUE(page.ok()) << page.status();
      statements.insert(statements.end(), page->statements().begin(), page->statements().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return statements;
  }
  // Numbers what the numberer of a server would have numbered by now; SQLite has done it in line.
  void NumberLog() {
    int64_t rows = 0;
    do {
      EXPECT_TRUE(harness_.db("billing")
                      .WriteIn("yunqi",
                               [&](db::Write& txn) -> absl::Status {
                                 ASSIGN_OR_RETURN(rows, db::NumberLog(txn, 1000));
                                 return absl::OkStatus();
                               })
                      .ok());
    } while (rows > 0);
  }
  std::vector<type::v1::Event> Events(const std::string& kind) {
    NumberLog();
    std::vector<type::v1::Event> events;
    type::v1::ListEventsRequest request;
    request.set_parent(kPark);
    while (true) {
      const auto page = Call(&Stub::ListEvents, request, "SERVICE", "ledger");
      EXPECT_TRUE(page.ok()) << page.status();
      if (page->events().empty()) return events;
      for (const auto& each : page->events()) {
        if (each.kind() == kind) events.push_back(each);
        request.set_after(each.position());
      }
    }
  }
  std::string State() {
    type::v1::ListResourcesRequest request;
    request.set_parent(kPark);
    request.set_page_size(3);
    std::string text;
    do {
      const auto page = Call(&Stub::ListResources, request, "OPS");
      EXPECT_TRUE(page.ok()) << page.status();
      for (const auto& each : page->resources()) {
        absl::StrAppend(&text, each.type(), " ", each.name(), " ", each.json(), "\n");
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return text;
  }
  int64_t CountRows(const std::string& table) {
    int64_t rows = 0;
    EXPECT_TRUE(harness_.db("billing")
                    .ReadIn("yunqi",
                            [&](db::Read& txn) -> absl::Status {
                              auto counted =
                                  txn.QueryInt(absl::StrCat("SELECT COUNT(park_id) FROM ", table,
                                                            " WHERE park_id = :park"),
                                               {});
                              if (counted.ok()) rows = *counted;
                              return counted.status();
                            })
                    .ok());
    return rows;
  }
  void Execute(const std::string& sql) {
    EXPECT_TRUE(harness_.db("billing")
                    .WriteIn("yunqi", [&](db::Write& txn) { return txn.Execute(sql, {}).status(); })
                    .ok());
  }
  // A run of the close whose process stops after its first batch: ABORTED.
  absl::Status CloseAndDieAfterOneBatch() {
    // Each batch asks for the time, and only the first is asked.
    struct LastClock : Clock {
      explicit LastClock(Clock& clock) : clock(clock) {}
      absl::Time Now() override {
        stopping = true;
        return clock.Now();
      }
      Clock& clock;
      std::atomic<bool> stopping{false};
    } last(harness_.clock());
    const rpc::MutationOptions mutation = {harness_.db("billing"), last};
    rpc::Caller caller;
    caller.park = "yunqi";
    caller.identity.role = "PARK_FINANCE";
    caller.identity.subject = "li";
    v1::CloseMonthRequest request;
    request.set_name(kOctober);
    rpc::JobRun::Taken job;
    job.id = "op-that-dies";
    job.argument = request.SerializeAsString();
    Execute(
        "INSERT INTO job (park_id, id, kind, lane, argument, state, done, total, checkpoint, "
        "outcome, caller, lease_until_ms, attempts, create_time) SELECT park_id, 'op-that-dies', "
        "kind, 'its own', argument, 'RUNNING', 0, 0, '', outcome, caller, 9000000000000000, 0, "
        "create_time FROM job WHERE park_id = :park LIMIT 1");
    rpc::JobRun run(mutation, caller, job, last.stopping);
    const absl::Status status = CloseMonth(run, mutation).status();
    Execute("DELETE FROM job WHERE park_id = :park AND id = 'op-that-dies'");
    return status;
  }

  FakePlaces places_;
  FakeDirectory directory_;
  FakeEligibility eligibility_;
  FakeLedger ledger_;
  rpc::testing::Harness harness_;
  std::unique_ptr<Stub> stub_;
  int requests_ = 0;
};

// For INSTANTIATE_TEST_SUITE_P.
inline auto BothEngines() {
  return ::testing::Values(db::EngineKind::kSqliteInMemory, db::EngineKind::kPostgres);
}

// "CARE 1800.00 MEALS 280.00 = 2080.00: PARK 100.00 COLLECTED, …".
inline std::string TextOf(const v1::Statement& statement) {
  std::string text = absl::StrCat(statement.case_number(), " ");
  for (const auto& line : statement.lines()) {
    absl::StrAppend(&text, line.kind(), " ", YuanText(line.amount_minor()), " ");
  }
  absl::StrAppend(&text, "= ", YuanText(statement.total_minor()), ":");
  for (const auto& share : statement.shares()) {
    absl::StrAppend(&text, " ", share.payer(), " ", YuanText(share.amount_minor()), " ",
                    share.form());
    if (!share.employee().empty()) {
      absl::StrAppend(&text, " ", share.employee().substr(std::string(kPark).size() + 7));
    }
  }
  return text;
}

inline constexpr char kFirstBill[] =
    "C1 CARE 1800.00 REFUND -150.00 MEALS 280.00 SUPPLEMENT 50.00 = 1980.00: "
    "AUTHORITY 300.00 COLLECTED PARK 100.00 COLLECTED FIRM 600.00 INVOICED 91a/employees/e-0001 "
    "FIRM 300.00 ALLOWANCE 91b/employees/e-7 UNION 50.00 COLLECTED FAMILY 630.00 DEDUCT "
    "91a/employees/e-0001";
inline constexpr char kSecondBill[] =
    "C2 CARE 2000.00 COEFFICIENT 400.00 SIBLING -240.00 = 2160.00: "
    "AUTHORITY 300.00 COLLECTED PARK 100.00 COLLECTED FIRM 600.00 INVOICED 91a/employees/e-0001 "
    "FIRM 300.00 ALLOWANCE 91b/employees/e-7 FAMILY 860.00 DEDUCT 91a/employees/e-0001";

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_TESTING_SERVICE_H_
