// Several months of one firm: what waits, what is taken later, what is spread, and how it ends.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/db/testing/postgres_server.h"
#include "services/common/hash.h"
#include "services/common/resource_name.h"
#include "services/payroll/testing_service.h"

namespace tuoqiao::payroll {
namespace {

using Stub = v1::Payroll::Stub;
using Lines = std::vector<std::string>;

std::unique_ptr<db::Database> OpenDatabase(const std::string& engine) {
  if (engine == "sqlite") return nullptr;
  static int schemas = 0;
  return *db::OpenPostgres({testing::SharedPostgresServer().conninfo(),
                            absl::StrCat("planning_", ++schemas), /*connections_max=*/4});
}

class PlanningTest : public PayrollServiceTest, public ::testing::WithParamInterface<std::string> {
 protected:
  PlanningTest() : PayrollServiceTest(OpenDatabase(GetParam())) {}

  // Firm A pays on the 10th of the month after the one billed, and takes instructions until the
  // 7th.
  void SetUp() override {
    AllowAll();
    std::vector<v1::PayFigure> figures;
    for (int i = 1; i <= 9; ++i) {
      figures.push_back(FigureOf(absl::StrCat("E", i), "10000.00", "8000.00", "2026-07"));
    }
    ASSERT_TRUE(SendFigures(figures).ok());
    directory_.SetToday("2026-09-01");
  }

  // ---- Billing.

  // A family's share of a statement of the month, deducted from an employee.
  void CloseIn(const std::string& month, const std::string& case_number, const std::string& number,
               const std::string& amount, const std::string& family = "") {
    auto statement =
        StatementMessage(case_number, family.empty() ? absl::StrCat("fam-", number) : family);
    statement.set_name(absl::StrCat("parks/yunqi/months/", month, "/statements/st-", case_number));
    AddShare(statement, "FAMILY", "DEDUCT", Fen(amount), absl::StrCat("91a/", number),
             "TAKE_WHAT_FITS");
    billing::v1::StatementClosed payload;
    *payload.mutable_statement() = statement;
    billing_.Append("StatementClosed", payload);
    ++closed_[month];
  }
  void EndMonth(const std::string& month) {
    billing_.SetMonth(billing::v1::Month::CLOSED);
    billing::v1::MonthClosed payload;
    payload.set_month(month);
    payload.set_statements(closed_[month]);
    billing_.Append("MonthClosed", payload);
  }
  void WaitForShares(int64_t shares) {
    for (int i = 0; i < 2000 && CountShares() < shares; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ASSERT_EQ(CountShares(), shares);
  }

  // ---- Pay runs.

  static v1::PlanPayRunRequest RunOf(const std::string& month, int number = 0) {
    v1::PlanPayRunRequest request;
    request.set_parent(kFirmA);
    request.set_month(month);
    request.set_number(number);
    return request;
  }
  static v1::PlanPayRunRequest Beside(const std::string& month, v1::PayRun::Type type,
                                      const std::string& pay_date) {
    v1::PlanPayRunRequest request = RunOf(month);
    request.set_type(type);
    request.set_pay_date(pay_date);
    request.set_cut_off_date(pay_date);
    return request;
  }
  absl::StatusOr<v1::PayRun> PlanRun(v1::PlanPayRunRequest request) {
    absl::StatusOr<v1::PayRun> planned;
    for (int i = 0; i < 2000; ++i) {
      request.set_request_id(NextId());
      planned = Call(&Stub::PlanPayRun, request);
      if (ReasonOf(planned.status()) != "MONTH_NOT_HEARD") break;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return planned;
  }
  // Plans, releases, reads what was taken of each employee's DEDUCT and REVERSE (nobody named: all
  // of it; "-": no line came), and ends the run.
  using Taken = std::map<std::string, std::string>;
  v1::PayRun RunThrough(const v1::PlanPayRunRequest& request, const Taken& taken = {}) {
    const auto planned = PlanRun(request);
    EXPECT_TRUE(planned.ok()) << planned.status();
    const auto released = Release(planned->digest(), planned->name());
    EXPECT_TRUE(released.ok()) << released.status();
    std::vector<v1::PayResult> results;
    for (const v1::Instruction& each : Instructions(planned->name())) {
      if (each.state() != v1::Instruction::SENT) continue;
      const auto said = taken.find(each.employee_no());
      if (said != taken.end() && said->second == "-") continue;
      results.push_back(
          ResultOf(each, said == taken.end() ? each.amount_minor() : Fen(said->second)));
      results.back().set_period(request.month());
    }
    if (!results.empty()) {
      const auto sent = SendResults(results, planned->name());
      EXPECT_TRUE(sent.ok()) << sent.status();
      for (const auto& each : sent->results()) EXPECT_EQ(each.reason(), "");
    }
    const auto ended = Reconcile(planned->name());
    EXPECT_TRUE(ended.ok()) << ended.status();
    return *ended;
  }
  // "E1 DEDUCT 400.00: 400.00 sent, 0.00 carried SENT".
  Lines InstructionsOf(const std::string& run) {
    Lines lines;
    for (const v1::Instruction& each : Instructions(absl::StrCat(kFirmA, "/payRuns/", run))) {
      lines.push_back(absl::StrCat(each.employee_no(), " ", each.kind(), " ", each.share_minor(),
                                   ": ", each.amount_minor(), " sent, ", each.carried_minor(),
                                   " carried ", v1::Instruction::State_Name(each.state())));
    }
    std::sort(lines.begin(), lines.end());
    return lines;
  }
  // "E1 2026-08 SHORT 100.00 OPEN", and the run that asks for it again.
  std::vector<v1::Arrears> AllArrears() {
    v1::ListArrearsRequest request;
    request.set_parent(kFirmA);
    const auto page = Call(&Stub::ListArrears, request);
    EXPECT_TRUE(page.ok()) << page.status();
    return {page->arrears().begin(), page->arrears().end()};
  }
  Lines ArrearsLines() {
    Lines lines;
    for (const v1::Arrears& each : AllArrears()) {
      lines.push_back(absl::StrCat(each.employee_no(), " ", each.month(), " ", each.origin(), " ",
                                   each.amount_minor(), " ", v1::Arrears::State_Name(each.state()),
                                   each.pay_run().empty() ? "" : " ", LastPart(each.pay_run())));
    }
    std::sort(lines.begin(), lines.end());
    return lines;
  }
  Lines Waiting() {
    Lines lines;
    v1::ListWaitingItemsRequest request;
    request.set_parent(kFirmA);
    request.set_page_size(1);
    do {
      const auto page = Call(&Stub::ListWaitingItems, request);
      EXPECT_TRUE(page.ok()) << page.status();
      for (const v1::WaitingItem& each : page->waiting_items()) {
        lines.push_back(absl::StrCat(each.employee_no(), " ", each.month(), " ", each.kind(), " ",
                                     each.amount_minor(), " ", each.reason()));
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    std::sort(lines.begin(), lines.end());
    return lines;
  }
  absl::StatusOr<v1::PayCalendar> SetCalendar(const std::string& month,
                                              v1::PayCalendar::Frequency frequency,
                                              const std::vector<int>& days,
                                              const std::string& first_date = "") {
    v1::SetPayCalendarRequest request;
    v1::PayCalendar& calendar = *request.mutable_pay_calendar();
    calendar.set_name(absl::StrCat(kFirmA, "/payCalendars/", month));
    calendar.set_frequency(frequency);
    for (const int day : days) calendar.add_pay_days(day);
    calendar.set_first_pay_date(first_date);
    calendar.set_cut_off_working_days(2);
    request.set_request_id(NextId());
    return Call(&Stub::SetPayCalendar, request);
  }
  absl::StatusOr<v1::PayPolicy> SetPolicy(const std::string& mode, const std::string& payback,
                                          v1::PayPolicy::Priority priority) {
    v1::SetPayPolicyRequest request;
    request.mutable_pay_policy()->set_name(absl::StrCat(kFirmA, "/payPolicy"));
    request.mutable_pay_policy()->set_arrears_mode(mode);
    request.mutable_pay_policy()->set_payback_maximum_minor(Fen(payback));
    request.mutable_pay_policy()->set_priority(priority);
    request.set_request_id(NextId());
    return Call(&Stub::SetPayPolicy, request);
  }

  // What each family owes by the log that the books hear: closed, less taken, made direct and
  // written off. Below zero: it is owed.
  std::map<std::string, int64_t> Owed(const std::map<std::string, int64_t>& closed) {
    std::map<std::string, int64_t> owed = closed;
    for (const auto& event : Events()) {
      v1::PayRunReconciled read;
      v1::ShareMadeDirect direct;
      v1::ArrearsWrittenOff off;
      if (event.payload().UnpackTo(&read)) {
        for (const auto& each : read.deductions()) {
          owed[LastPart(each.family())] -= std::min(each.seen_minor(), each.amount_minor());
        }
        for (const auto& each : read.reversals()) {
          owed[LastPart(each.family())] += std::min(each.seen_minor(), each.amount_minor());
        }
      } else if (event.payload().UnpackTo(&direct)) {
        owed[LastPart(direct.family())] -= direct.amount_minor();
      } else if (event.payload().UnpackTo(&off)) {
        owed[LastPart(off.family())] -= off.amount_minor();
      }
    }
    return owed;
  }

  // "fam-E1 10000 EMPLOYMENT_ENDED", sorted.
  Lines MadeDirectLines() {
    Lines lines;
    for (const auto& event : Events("ShareMadeDirect")) {
      v1::ShareMadeDirect direct;
      EXPECT_TRUE(event.payload().UnpackTo(&direct));
      lines.push_back(absl::StrCat(LastPart(direct.family()), " ", direct.amount_minor(), " ",
                                   direct.reason()));
    }
    std::sort(lines.begin(), lines.end());
    return lines;
  }

  std::map<std::string, int> closed_;
};

INSTANTIATE_TEST_SUITE_P(Engines, PlanningTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& engine) { return engine.param; });

// ---- Negative nets.

TEST_P(PlanningTest, WhatAFamilyIsOwedWaitsAndIsSetOff) {
  CloseIn("2026-08", "C1", "E1", "400.00");
  EndMonth("2026-08");
  RunThrough(RunOf("2026-08"));
  // September corrects August by −120.00 and bills nothing else of E1.
  directory_.SetToday("2026-10-01");
  CloseIn("2026-09", "C1", "E1", "-120.00");
  CloseIn("2026-09", "C2", "E2", "300.00");
  EndMonth("2026-09");
  const v1::PayRun september = RunThrough(RunOf("2026-09"));
  EXPECT_EQ(september.waiting_items(), 1);
  EXPECT_EQ(InstructionsOf("2026-09"), (Lines{"E2 DEDUCT 30000: 30000 sent, 0 carried SEEN"}));
  EXPECT_EQ(Waiting(), (Lines{"E1 2026-09 DEDUCT -12000 BELOW_ZERO"}));
  EXPECT_EQ(Owed({{"fam-E1", 28000}, {"fam-E2", 30000}})["fam-E1"], -12000);
  // October asks for 400.00: 280.00 go out, and nothing is owed any more.
  directory_.SetToday("2026-11-01");
  CloseIn("2026-10", "C1", "E1", "400.00");
  EndMonth("2026-10");
  RunThrough(RunOf("2026-10"));
  EXPECT_EQ(InstructionsOf("2026-10"), (Lines{"E1 DEDUCT 28000: 28000 sent, 0 carried SEEN"}));
  EXPECT_TRUE(Waiting().empty());
  EXPECT_EQ(Owed({{"fam-E1", 68000}, {"fam-E2", 30000}}),
            (std::map<std::string, int64_t>{{"fam-E1", 0}, {"fam-E2", 0}}));
}

TEST_P(PlanningTest, AfterThreeRunsInVainMoneyGoesBackThroughPayroll) {
  CloseIn("2026-08", "C1", "E1", "-90.00");
  EndMonth("2026-08");
  RunThrough(RunOf("2026-08"));
  for (int run = 1; run <= 2; ++run) {
    auto request = Beside("2026-08", v1::PayRun::OFF_CYCLE, "2026-09-15");
    request.set_number(run);
    EXPECT_EQ(RunThrough(request).waiting_items(), 1) << run;
  }
  CloseIn("2026-09", "C1", "E1", "20.00");
  EndMonth("2026-09");
  directory_.SetToday("2026-10-01");
  const v1::PayRun run = RunThrough(RunOf("2026-09"), {{"E1", "50.00"}});
  EXPECT_EQ(run.reverse_minor(), 7000);
  EXPECT_EQ(run.deduct_minor(), 0);
  EXPECT_EQ(run.arrears_minor(), 0);
  EXPECT_EQ(InstructionsOf("2026-09"), (Lines{"E1 REVERSE 7000: 7000 sent, 0 carried SHORT"}));
  // What was not paid back is owed on, and set off by the next run.
  EXPECT_EQ(ArrearsLines().size(), 1u);
  EXPECT_EQ(AllArrears()[0].amount_minor(), -2000);
  CloseIn("2026-10", "C1", "E1", "100.00");
  EndMonth("2026-10");
  directory_.SetToday("2026-11-01");
  RunThrough(RunOf("2026-10"));
  EXPECT_EQ(InstructionsOf("2026-10"), (Lines{"E1 DEDUCT 8000: 8000 sent, 0 carried SEEN"}));
  EXPECT_EQ(Owed({{"fam-E1", 3000}})["fam-E1"], 0);
}

TEST_P(PlanningTest, WhatComesAfterTheReleaseGoesIntoTheNextRun) {
  CloseIn("2026-08", "C1", "E1", "400.00");
  EndMonth("2026-08");
  RunThrough(RunOf("2026-08"));
  CloseIn("2026-08", "C2", "E2", "150.00");
  WaitForShares(2);
  EXPECT_EQ(Waiting(), (Lines{"E2 2026-08 DEDUCT 15000 AFTER_RELEASE"}));
  CloseIn("2026-09", "C2", "E2", "300.00");
  EndMonth("2026-09");
  directory_.SetToday("2026-10-01");
  RunThrough(RunOf("2026-09"));
  EXPECT_EQ(InstructionsOf("2026-09"), (Lines{"E2 DEDUCT 45000: 45000 sent, 0 carried SEEN"}));
  EXPECT_TRUE(Waiting().empty());
}

TEST_P(PlanningTest, WhatMissesTheCutOffGoesIntoTheNextRunAndSaysSo) {
  CloseIn("2026-08", "C1", "E1", "400.00");
  EndMonth("2026-08");
  ASSERT_TRUE(PlanRun(RunOf("2026-08")).ok());
  EXPECT_TRUE(Waiting().empty());
  directory_.SetToday("2026-09-08");
  EXPECT_EQ(ReasonOf(Release("", absl::StrCat(kFirmA, "/payRuns/2026-08")).status()),
            "CUT_OFF_PASSED");
  EXPECT_EQ(Waiting(), (Lines{"E1 2026-08 DEDUCT 40000 CUT_OFF_MISSED"}));
  CloseIn("2026-09", "C1", "E1", "300.00");
  EndMonth("2026-09");
  RunThrough(RunOf("2026-09"));
  EXPECT_EQ(InstructionsOf("2026-09"), (Lines{"E1 DEDUCT 70000: 70000 sent, 0 carried SEEN"}));
  EXPECT_TRUE(Waiting().empty());
}

// ---- Arrears.

TEST_P(PlanningTest, ArrearsGoIntoTheNextRunAndEnd) {
  CloseIn("2026-08", "C1", "E1", "1700.00");
  CloseIn("2026-08", "C2", "E2", "600.00");
  EndMonth("2026-08");
  EXPECT_EQ(RunThrough(RunOf("2026-08"), {{"E2", "-"}}).arrears_minor(), 80000);
  EXPECT_EQ(ArrearsLines(),
            (Lines{"E1 2026-08 CARRIED 20000 OPEN", "E2 2026-08 MISSING 60000 OPEN"}));
  CloseIn("2026-09", "C1", "E1", "1450.00");
  CloseIn("2026-09", "C2", "E2", "300.00");
  EndMonth("2026-09");
  directory_.SetToday("2026-10-01");
  RunThrough(RunOf("2026-09"));
  EXPECT_EQ(InstructionsOf("2026-09"), (Lines{"E1 DEDUCT 165000: 150000 sent, 15000 carried SEEN",
                                              "E2 DEDUCT 90000: 90000 sent, 0 carried SEEN"}));
  // The oldest went first: what is left is of September.
  EXPECT_EQ(ArrearsLines(),
            (Lines{"E1 2026-08 CARRIED 20000 IN_RUN 2026-09", "E1 2026-09 CARRIED 15000 OPEN",
                   "E2 2026-08 MISSING 60000 IN_RUN 2026-09"}));
  EXPECT_EQ(Owed({{"fam-E1", 315000}, {"fam-E2", 90000}}),
            (std::map<std::string, int64_t>{{"fam-E1", 15000}, {"fam-E2", 0}}));
}

TEST_P(PlanningTest, AFirmsPolicySaysHowMuchIsPaidBackAtOnce) {
  CloseIn("2026-08", "C1", "E1", "600.00");
  EndMonth("2026-08");
  RunThrough(RunOf("2026-08"), {{"E1", "-"}});
  const auto policy = SetPolicy("TAKE_WHAT_FITS", "100.00", v1::PayPolicy::CURRENT_FIRST);
  ASSERT_TRUE(policy.ok()) << policy.status();
  EXPECT_EQ(policy->revision(), 1);
  EXPECT_EQ(SetPolicy("TAKE_WHAT_FITS", "100.00", v1::PayPolicy::CURRENT_FIRST)->revision(), 1);
  EXPECT_EQ(ReasonOf(SetPolicy("SOMETIMES", "0.00", v1::PayPolicy::OLDEST_FIRST).status()),
            "FIELD_INVALID");
  CloseIn("2026-09", "C1", "E1", "300.00");
  EndMonth("2026-09");
  directory_.SetToday("2026-10-01");
  const auto planned = PlanRun(RunOf("2026-09"));
  ASSERT_TRUE(planned.ok()) << planned.status();
  ASSERT_EQ(planned->preview_size(), 1);
  const v1::Instruction& deduct = planned->preview(0);
  EXPECT_EQ(deduct.arrears_minor(), 60000);
  EXPECT_EQ(deduct.amount_minor(), 40000);
  EXPECT_EQ(deduct.carried_minor(), 50000);
  // The plan for what is carried: 100.00 with each of the next five runs.
  Lines plan;
  for (const auto& each : deduct.plan()) {
    plan.push_back(
        absl::StrCat(LastPart(each.pay_run()), " ", each.pay_date(), " ", each.amount_minor()));
  }
  EXPECT_EQ(plan, (Lines{"2026-10 2026-11-10 10000", "2026-11 2026-12-10 10000",
                         "2026-12 2027-01-10 10000", "2027-01 2027-02-10 10000",
                         "2027-02 2027-03-10 10000"}));
}

TEST_P(PlanningTest, ArrearsEndAtTheCentreOrByTwoPeople) {
  CloseIn("2026-08", "C1", "E1", "600.00");
  CloseIn("2026-08", "C2", "E2", "500.00");
  EndMonth("2026-08");
  RunThrough(RunOf("2026-08"), {{"E1", "-"}, {"E2", "-"}});
  std::map<std::string, std::string> names;
  for (const auto& each : AllArrears()) names[each.employee_no()] = each.name();

  v1::MakeArrearsDirectRequest direct;
  direct.set_name(names["E1"]);
  direct.set_request_id(NextId());
  direct.set_validate_only(true);
  EXPECT_EQ(Call(&Stub::MakeArrearsDirect, direct)->state(), v1::Arrears::DIRECT);
  EXPECT_TRUE(Events("ShareMadeDirect").empty());
  direct.set_validate_only(false);
  direct.set_request_id(NextId());
  ASSERT_TRUE(Call(&Stub::MakeArrearsDirect, direct).ok());
  direct.set_request_id(NextId());
  EXPECT_EQ(ReasonOf(Call(&Stub::MakeArrearsDirect, direct).status()), "ARREARS_STATE");
  direct.set_name(absl::StrCat(kFirmA, "/arrears/arr-none"));
  EXPECT_EQ(ReasonOf(Call(&Stub::MakeArrearsDirect, direct).status()), "ARREARS_NOT_FOUND");

  v1::WriteOffArrearsRequest off;
  off.set_name(names["E2"]);
  off.set_bearer("NOBODY");
  off.set_reason("moved away");
  off.set_request_id(NextId());
  EXPECT_EQ(ReasonOf(Call(&Stub::WriteOffArrears, off).status()), "FIELD_INVALID");
  off.set_bearer("PARK");
  off.set_request_id(NextId());
  const auto proposed = Call(&Stub::WriteOffArrears, off);
  ASSERT_TRUE(proposed.ok()) << proposed.status();
  EXPECT_EQ(proposed->state(), v1::Arrears::WRITE_OFF_PROPOSED);
  v1::ConfirmWriteOffRequest word;
  word.set_name(names["E2"]);
  word.set_revision(proposed->revision());
  const auto confirm = [&](const std::string& subject) {
    word.set_request_id(NextId());
    return harness_.Call(*stub_, &Stub::ConfirmWriteOff, word, "PARK_FINANCE", kPark, subject);
  };
  EXPECT_EQ(ReasonOf(confirm("somebody").status()), "CONFIRMED_BY_SAME_PERSON");
  // While it is proposed no run asks for it.
  EndMonth("2026-09");
  EXPECT_EQ(PlanRun(RunOf("2026-09"))->preview_size(), 0);
  const auto written_off = confirm("somebody-else");
  ASSERT_TRUE(written_off.ok()) << written_off.status();
  EXPECT_EQ(written_off->state(), v1::Arrears::WRITTEN_OFF);
  ASSERT_EQ(Events("ArrearsWrittenOff").size(), 1u);
  EXPECT_EQ(Owed({{"fam-E1", 60000}, {"fam-E2", 50000}}),
            (std::map<std::string, int64_t>{{"fam-E1", 0}, {"fam-E2", 0}}));
}

// ---- Calendars.

TEST_P(PlanningTest, AMonthsShareIsSpreadOverTheRunsOfAWeeklyCalendar) {
  const auto calendar = SetCalendar("2026-08", v1::PayCalendar::WEEKLY, {}, "2026-09-04");
  ASSERT_TRUE(calendar.ok()) << calendar.status();
  CloseIn("2026-08", "C1", "E1", "400.03");
  CloseIn("2026-08", "C2", "E2", "-50.00");
  CloseIn("2026-08", "C3", "E2", "450.00");
  EndMonth("2026-08");
  WaitForShares(3);
  v1::PreviewPayScheduleRequest preview;
  preview.set_parent(kFirmA);
  preview.set_month("2026-08");
  preview.set_months(1);
  const auto schedule = Call(&Stub::PreviewPaySchedule, preview);
  ASSERT_TRUE(schedule.ok()) << schedule.status();
  Lines runs;
  for (const auto& each : schedule->runs()) {
    runs.push_back(absl::StrCat(LastPart(each.pay_run()), " ", each.pay_date(), " ",
                                each.cut_off_date(), " ", each.deduct_minor()));
  }
  EXPECT_EQ(
      runs,
      (Lines{"2026-08-1 2026-09-04 2026-09-02 16251", "2026-08-2 2026-09-11 2026-09-09 21251",
             "2026-08-3 2026-09-18 2026-09-16 21251", "2026-08-4 2026-09-24 2026-09-22 21250"}));
  EXPECT_EQ(ReasonOf(PlanRun(RunOf("2026-08")).status()), "PAY_RUN_NOT_SCHEDULED");
  EXPECT_EQ(ReasonOf(PlanRun(RunOf("2026-08", 5)).status()), "PAY_RUN_NOT_SCHEDULED");

  RunThrough(RunOf("2026-08", 1));
  EXPECT_EQ(InstructionsOf("2026-08-1"), (Lines{"E1 DEDUCT 10001: 10001 sent, 0 carried SEEN",
                                                "E2 DEDUCT 6250: 6250 sent, 0 carried SEEN"}));
  // The second run is missed: the third asks for both parts.
  directory_.SetToday("2026-09-14");
  EXPECT_EQ(Waiting(), (Lines{"E1 2026-08 DEDUCT 10001 CUT_OFF_MISSED",
                              "E2 2026-08 DEDUCT 11250 CUT_OFF_MISSED"}));
  RunThrough(RunOf("2026-08", 3), {{"E2", "100.00"}});
  EXPECT_EQ(InstructionsOf("2026-08-3"), (Lines{"E1 DEDUCT 20002: 20002 sent, 0 carried SEEN",
                                                "E2 DEDUCT 22500: 22500 sent, 0 carried SHORT"}));
  RunThrough(RunOf("2026-08", 4));
  EXPECT_EQ(InstructionsOf("2026-08-4"), (Lines{"E1 DEDUCT 10000: 10000 sent, 0 carried SEEN",
                                                "E2 DEDUCT 23750: 23750 sent, 0 carried SEEN"}));
  EXPECT_TRUE(Waiting().empty());
  EXPECT_EQ(Owed({{"fam-E1", 40003}, {"fam-E2", 40000}}),
            (std::map<std::string, int64_t>{{"fam-E1", 0}, {"fam-E2", 0}}));
  EXPECT_EQ(ReasonOf(SetCalendar("2026-07", v1::PayCalendar::MONTHLY, {10}).status()),
            "PAY_CALENDAR_IN_USE");
  EXPECT_TRUE(SetCalendar("2026-09", v1::PayCalendar::MONTHLY, {10}).ok());
  EXPECT_EQ(CountResources()["PayCalendar"], 2);
}

TEST_P(PlanningTest, AllRunsOfAMonthTogetherKeepTheFloor) {
  ASSERT_TRUE(SetCalendar("2026-08", v1::PayCalendar::HALF_MONTHLY, {5, 20}).ok());
  ASSERT_TRUE(SendFigures({FigureOf("E1", "3000.00", "2890.00", "2026-08")}).ok());
  CloseIn("2026-08", "C1", "E1", "400.00");
  EndMonth("2026-08");
  // 300.00 are above the protected pay in the month: 200.00 and then 100.00.
  RunThrough(RunOf("2026-08", 1));
  EXPECT_EQ(InstructionsOf("2026-08-1"), (Lines{"E1 DEDUCT 20000: 20000 sent, 0 carried SEEN"}));
  directory_.SetToday("2026-09-08");
  RunThrough(RunOf("2026-08", 2));
  EXPECT_EQ(InstructionsOf("2026-08-2"),
            (Lines{"E1 DEDUCT 20000: 10000 sent, 10000 carried SEEN"}));
}

TEST_P(PlanningTest, ACalendarIsCheckedBeforeItHolds) {
  using Calendar = v1::PayCalendar;
  struct Case {
    const char* month;
    Calendar::Frequency frequency;
    std::vector<int> days;
    const char* first_date;
    const char* reason;
  };
  for (const Case& c : std::vector<Case>{
           {"2026-08", Calendar::FREQUENCY_UNSPECIFIED, {10}, "", "FIELD_REQUIRED"},
           {"August", Calendar::MONTHLY, {10}, "", "FIELD_INVALID"},
           {"2026-08", Calendar::MONTHLY, {}, "", "FIELD_INVALID"},
           {"2026-08", Calendar::MONTHLY, {32}, "", "FIELD_INVALID"},
           {"2026-08", Calendar::MONTHLY, {10}, "2026-09-10", "FIELD_INVALID"},
           {"2026-08", Calendar::HALF_MONTHLY, {20, 5}, "", "FIELD_INVALID"},
           {"2026-08", Calendar::WEEKLY, {5}, "2026-09-04", "FIELD_INVALID"},
           {"2026-08", Calendar::WEEKLY, {}, "", "FIELD_REQUIRED"},
           {"2026-12", Calendar::MONTHLY, {10}, "", "RULE_NOT_IN_FORCE"},
           {"2026-08", Calendar::MONTHLY, {10}, "", ""},
       }) {
    EXPECT_EQ(ReasonOf(SetCalendar(c.month, c.frequency, c.days, c.first_date).status()), c.reason)
        << c.month << " " << Calendar::Frequency_Name(c.frequency);
  }
}

// ---- Kinds of runs.

TEST_P(PlanningTest, ARunBesideTheCalendarHasItsOwnDaysAndName) {
  CloseIn("2026-08", "C1", "E1", "400.00");
  EndMonth("2026-08");
  auto request = Beside("2026-08", v1::PayRun::OFF_CYCLE, "2026-09-20");
  request.clear_pay_date();
  EXPECT_EQ(ReasonOf(PlanRun(request).status()), "FIELD_REQUIRED");
  request = RunOf("2026-08");
  request.set_pay_date("2026-09-20");
  EXPECT_EQ(ReasonOf(PlanRun(request).status()), "FIELD_INVALID");
  // A correction leaves the month to its own run until that has gone out.
  const auto correction = Beside("2026-08", v1::PayRun::CORRECTION, "2026-09-20");
  EXPECT_EQ(PlanRun(correction)->preview_size(), 0);
  RunThrough(RunOf("2026-08"), {{"E1", "350.00"}});
  CloseIn("2026-08", "C1b", "E1", "30.00");
  WaitForShares(2);
  const v1::PayRun run = RunThrough(correction);
  EXPECT_EQ(LastPart(run.name()), "2026-08-x1");
  EXPECT_EQ(run.type(), v1::PayRun::CORRECTION);
  EXPECT_EQ(run.pay_date(), "2026-09-20");
  EXPECT_EQ(InstructionsOf("2026-08-x1"), (Lines{"E1 DEDUCT 8000: 8000 sent, 0 carried SEEN"}));
  EXPECT_EQ(Owed({{"fam-E1", 43000}})["fam-E1"], 0);
}

TEST_P(PlanningTest, ALeaversLastPayIsAskedForAllAndTheRestIsPaidAtTheCentre) {
  CloseIn("2026-08", "C1", "E1", "1700.00");
  CloseIn("2026-08", "C2", "E2", "400.00");
  EndMonth("2026-08");
  directory_.SetLeaveDate("E1", "2026-08-31");
  const v1::PayRun run = RunThrough(RunOf("2026-08"), {{"E1", "1400.00"}});
  EXPECT_EQ(run.arrears_minor(), 30000);
  EXPECT_EQ(ArrearsLines(),
            (Lines{"E1 2026-08 CARRIED 20000 OPEN", "E1 2026-08 SHORT 10000 OPEN"}));
  // There is no pay after the last one: what it left goes to the centre, with what has come since.
  CloseIn("2026-09", "C1", "E1", "-60.00");
  EndMonth("2026-09");
  directory_.SetToday("2026-10-01");
  RunThrough(RunOf("2026-09"));
  EXPECT_EQ(InstructionsOf("2026-09"), (Lines{"E1 DEDUCT 24000: 0 sent, 0 carried DIRECT"}));
  EXPECT_EQ(MadeDirectLines(),
            (Lines{"fam-E1 -6000 EMPLOYMENT_ENDED", "fam-E1 10000 EMPLOYMENT_ENDED",
                   "fam-E1 20000 EMPLOYMENT_ENDED"}));
  EXPECT_EQ(ArrearsLines(), (Lines{"E1 2026-08 CARRIED 20000 DIRECT 2026-09",
                                   "E1 2026-08 SHORT 10000 DIRECT 2026-09"}));
  EXPECT_EQ(Owed({{"fam-E1", 164000}, {"fam-E2", 40000}}),
            (std::map<std::string, int64_t>{{"fam-E1", 0}, {"fam-E2", 0}}));
}

TEST_P(PlanningTest, AFinalRunTakesAllOfThoseWhoLeave) {
  ASSERT_TRUE(SetCalendar("2026-08", v1::PayCalendar::WEEKLY, {}, "2026-09-04").ok());
  CloseIn("2026-08", "C1", "E1", "400.00");
  CloseIn("2026-08", "C2", "E2", "400.00");
  EndMonth("2026-08");
  RunThrough(RunOf("2026-08", 1));
  directory_.SetLeaveDate("E1", "2026-09-08");
  RunThrough(Beside("2026-08", v1::PayRun::FINAL, "2026-09-09"));
  EXPECT_EQ(InstructionsOf("2026-08-x1"), (Lines{"E1 DEDUCT 30000: 30000 sent, 0 carried SEEN"}));
  directory_.SetToday("2026-09-09");
  RunThrough(RunOf("2026-08", 2));
  EXPECT_EQ(InstructionsOf("2026-08-2"), (Lines{"E2 DEDUCT 10000: 10000 sent, 0 carried SEEN"}));
}

// ---- A whole park.

TEST_P(PlanningTest, ThePreflightOfAParkIsWhatItsRunsWillBe) {
  CloseIn("2026-08", "C1", "E1", "400.00");
  CloseIn("2026-08", "C2", "E2", "300.00");
  auto benefit = StatementMessage("C3", "fam-3");
  benefit.set_name("parks/yunqi/months/2026-08/statements/st-C3");
  AddShare(benefit, "FAMILY", "DEDUCT", 20000, "91b/B1", "TAKE_ALL");
  billing::v1::StatementClosed payload;
  *payload.mutable_statement() = benefit;
  billing_.Append("StatementClosed", payload);
  ++closed_["2026-08"];
  EndMonth("2026-08");
  WaitForShares(3);
  const auto planned = PlanRun(RunOf("2026-08"));
  ASSERT_TRUE(planned.ok()) << planned.status();

  std::vector<v1::FirmPreflight> firms;
  const auto look = [&] {
    firms.clear();
    v1::PreflightParkRequest request;
    request.set_parent(kPark);
    request.set_month("2026-08");
    request.set_page_size(1);
    do {
      const auto page = Call(&Stub::PreflightPark, request, "PARK_FINANCE");
      ASSERT_TRUE(page.ok()) << page.status();
      firms.insert(firms.end(), page->firms().begin(), page->firms().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
  };
  const size_t events = Events().size();
  look();
  EXPECT_EQ(Events().size(), events);
  ASSERT_EQ(firms.size(), 2u);
  EXPECT_EQ(firms[0].pay_run().name(), planned->name());
  EXPECT_EQ(firms[0].pay_run().digest(), planned->digest());
  EXPECT_TRUE(firms[0].planned());
  EXPECT_EQ(firms[0].blockers_size(), 0);
  // Firm B has no legal basis: its share will be paid at the centre, and somebody can change that.
  EXPECT_FALSE(firms[1].planned());
  EXPECT_EQ(firms[1].refused(), 1);
  EXPECT_EQ(firms[1].refused_minor(), 20000);
  ASSERT_EQ(firms[1].blockers_size(), 1);
  EXPECT_EQ(firms[1].blockers(0).reason(), "LEGAL_BASIS_MISSING");
  EXPECT_FALSE(firms[1].blockers(0).hard());
  EXPECT_EQ(firms[1].blockers(0).employees(), 1);
  EXPECT_EQ(firms[1].blockers(0).next_role(), "FIRM_PAYROLL");
  // Behind the cut-off nothing goes out: that is hard.
  directory_.SetToday("2026-09-08");
  look();
  ASSERT_EQ(firms.size(), 2u);
  ASSERT_EQ(firms[0].blockers_size(), 1);
  EXPECT_EQ(firms[0].blockers(0).reason(), "CUT_OFF_PASSED");
  EXPECT_TRUE(firms[0].blockers(0).hard());
  // A firm that cannot be planned stops no other.
  CloseIn("2026-08", "C4", "E99", "100.00");
  WaitForShares(4);
  look();
  ASSERT_EQ(firms.size(), 2u);
  ASSERT_EQ(firms[0].blockers_size(), 1);
  EXPECT_EQ(firms[0].blockers(0).reason(), "EMPLOYEE_NOT_FOUND");
  EXPECT_EQ(firms[0].pay_run().digest(), "");
  EXPECT_EQ(firms[1].refused(), 1);
}

TEST_P(PlanningTest, OneDigestOfAParksPreflightIsThatOfItsLiveRuns) {
  CloseIn("2026-08", "C1", "E1", "400.00");
  auto benefit = StatementMessage("C3", "fam-3");
  benefit.set_name("parks/yunqi/months/2026-08/statements/st-C3");
  AddShare(benefit, "FAMILY", "DEDUCT", 20000, "91b/B1", "TAKE_ALL");
  billing::v1::StatementClosed payload;
  *payload.mutable_statement() = benefit;
  billing_.Append("StatementClosed", payload);
  ++closed_["2026-08"];
  EndMonth("2026-08");
  WaitForShares(2);
  const auto digest = [&](int page_size) {
    v1::PreflightParkRequest request;
    request.set_parent(kPark);
    request.set_month("2026-08");
    request.set_page_size(page_size);
    std::string last;
    do {
      const auto page = Call(&Stub::PreflightPark, request, "PARK_FINANCE");
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return last;
      last = page->digest();
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return last;
  };
  const std::string preflight = digest(50);
  EXPECT_EQ(preflight.size(), 64u);
  EXPECT_EQ(digest(1), preflight);
  // The runs are made, firm after firm, and come to the same, by the formula that the contract has.
  std::string live;
  for (const char* firm : {kFirmA, kFirmB}) {
    v1::PlanPayRunRequest plan;
    plan.set_parent(firm);
    plan.set_month("2026-08");
    plan.set_request_id(NextId());
    const auto run = Call(&Stub::PlanPayRun, plan, "FIRM_PAYROLL", firm);
    ASSERT_TRUE(run.ok()) << run.status();
    live = absl::BytesToHexString(Sha256(live + "\n" + run->name() + "\n" + run->digest()));
  }
  EXPECT_EQ(live, preflight);
  EXPECT_EQ(digest(1), preflight);
  // One fen more of one family is another plan.
  CloseIn("2026-08", "C4", "E1", "0.01");
  WaitForShares(3);
  EXPECT_NE(digest(50), preflight);
}

// ---- A year.

TEST_P(PlanningTest, AYearIsWhatRunsShowedBesideWhatWasBrought) {
  CloseIn("2026-08", "C1", "E1", "400.00");
  CloseIn("2026-08", "C2", "E2", "300.00");
  EndMonth("2026-08");
  WaitForShares(2);
  RunThrough(RunOf("2026-08"), {{"E2", "250.00"}});
  const auto bring = [&](const std::string& number, const std::string& year, int64_t minor) {
    v1::SetBroughtForwardRequest request;
    request.set_parent(kFirmA);
    request.set_employee_no(number);
    request.set_year(year);
    request.mutable_brought()->set_deduct_minor(minor);
    request.mutable_brought()->set_taxable_benefit_minor(7);
    request.set_request_id(NextId());
    return Call(&Stub::SetBroughtForward, request, "FIRM_PAYROLL", kFirmA);
  };
  const auto years = [&](const std::string& year) {
    Lines lines;
    v1::ListYearToDateRequest request;
    request.set_parent(kFirmA);
    request.set_year(year);
    request.set_page_size(1);
    do {
      const auto page = Call(&Stub::ListYearToDate, request, "FIRM_PAYROLL", kFirmA);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return lines;
      for (const auto& each : page->years()) {
        lines.push_back(absl::StrCat(each.employee_no(), " ", each.here().deduct_minor(), " here, ",
                                     each.brought().deduct_minor(), " brought"));
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    std::sort(lines.begin(), lines.end());
    return lines;
  };
  // E3 came in the year and had 1200.00 deducted before; the pay date is in September.
  ASSERT_TRUE(bring("E3", "2026", 99).ok());
  const auto brought = bring("E3", "2026", 120000);
  ASSERT_TRUE(brought.ok()) << brought.status();
  EXPECT_EQ(brought->revision(), 2);
  EXPECT_EQ(bring("E3", "2026", 120000)->revision(), 2);
  ASSERT_TRUE(bring("E1", "2025", 5).ok());
  EXPECT_EQ(years("2026"), (Lines{"E1 40000 here, 0 brought", "E2 25000 here, 0 brought",
                                  "E3 0 here, 120000 brought"}));
  EXPECT_EQ(years("2025"), (Lines{"E1 0 here, 5 brought"}));
  EXPECT_EQ(years("2027"), Lines{});
  EXPECT_EQ(ReasonOf(bring("E99", "2026", 1).status()), "EMPLOYEE_NOT_FOUND");
  EXPECT_EQ(ReasonOf(bring("E1", "26", 1).status()), "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(bring("E1", "2026", -1).status()), "FIELD_INVALID");
}

}  // namespace
}  // namespace tuoqiao::payroll
