// What stands between a month and its close, through the handlers and on both engines.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/billing/testing_service.h"
#include "services/common/errors.h"
#include "services/common/resource_name.h"

namespace tuoqiao::billing {
namespace {

constexpr char kSeptember[] = "parks/yunqi/months/2026-09";

class ChecklistServiceTest : public BillingTest {
 protected:
  // "HOLD_OUTS 1 TARIFF_MISSING", the open ones but for changes at the sources.
  std::string OpenText(const std::string& month = kOctober) {
    const auto checklist = GetChecklist(month);
    if (!checklist.ok()) return ReasonOf(checklist.status());
    std::vector<std::string> open;
    for (const auto& item : checklist->items()) {
      if (!item.open() || item.code() == "CHANGED_SINCE") continue;
      std::string text = absl::StrCat(item.code(), " ", item.count());
      for (const auto& each : item.blockers()) absl::StrAppend(&text, " ", each.reason());
      if (item.acknowledged_by_size() > 0) {
        absl::StrAppend(&text, " named by ", absl::StrJoin(item.acknowledged_by(), ","));
      }
      open.push_back(text);
    }
    return absl::StrJoin(open, "; ");
  }
  // A child at a centre without a tariff.
  void AddWhoIsHeldOut() {
    AddChild("X1", "2024-11-05", 0, "x1");
    AddDay(Enrol("X1", "x1", "k9", places::v1::Group::SMALL, "2026-09-01"), 8);
  }
};
INSTANTIATE_TEST_SUITE_P(Each, ChecklistServiceTest, BothEngines(), db::EngineName);

TEST_P(ChecklistServiceTest, AMonthInArrearsIsNeitherSignedNorClosedBeforeItsEnd) {
  SetUpPrices();
  SetUpFamily();
  const std::string digest = Preview().digest();
  directory_.today = "2026-10-31";
  EXPECT_EQ(OpenText(), "MONTH_OVER 1 MONTH_NOT_OVER");
  const std::string before = State();
  EXPECT_EQ(ReasonOf(Approve(digest, "li").status()), "MONTH_NOT_OVER");
  EXPECT_EQ(State(), before);
  directory_.today = "2026-11-01";
  EXPECT_EQ(OpenText(), "");
  ApproveByTwo(digest);
  directory_.today = "2026-10-31";
  EXPECT_EQ(ReasonOf(StartClose().status()), "MONTH_NOT_OVER");
  directory_.today = "2026-11-01";
  EXPECT_EQ(Result(StartClose()).state(), v1::Month::CLOSED);
  // Closed is closed, whatever the day.
  directory_.today = "2026-10-31";
  EXPECT_EQ(Result(StartClose()).state(), v1::Month::CLOSED);
}

TEST_P(ChecklistServiceTest, AMonthInAdvanceWaitsForTheEndOfTheMonthBefore) {
  SetUpPrices();
  AddChild("C2", "2026-01-20", 1, "m1");
  Enrol("C2", "m1", "k2", places::v1::Group::INFANT, "2026-10-12");
  const std::string digest = Preview().digest();
  directory_.today = "2026-09-30";
  EXPECT_EQ(ReasonOf(Approve(digest, "li").status()), "MONTH_NOT_OVER");
  directory_.today = "2026-10-01";
  ApproveByTwo(digest);
  EXPECT_EQ(Result(StartClose()).state(), v1::Month::CLOSED);
}

TEST_P(ChecklistServiceTest, EachSignerNamesTheSoftItemsThatAreOpen) {
  SetUpPrices();
  SetUpMany(2);
  AddWhoIsHeldOut();
  std::string digest = Preview().digest();
  EXPECT_EQ(OpenText(), "HOLD_OUTS 1 TARIFF_MISSING");
  const std::string before = State();
  const absl::Status unnamed = ApproveNaming({}, digest, "li").status();
  EXPECT_EQ(ReasonOf(unnamed), "MONTH_NOT_ACKNOWLEDGED");
  EXPECT_EQ(FailureOf(unnamed)->metadata().at("items"), "HOLD_OUTS 1 (TARIFF_MISSING 1)");
  EXPECT_EQ(ReasonOf(ApproveNaming({"MONTH_OVER"}, digest, "li").status()), "FIELD_INVALID");
  EXPECT_EQ(State(), before);
  ASSERT_TRUE(ApproveNaming({"HOLD_OUTS", "BUDGETS"}, digest, "li").ok());
  EXPECT_EQ(OpenText(), "HOLD_OUTS 1 TARIFF_MISSING named by li");
  EXPECT_EQ(ReasonOf(ApproveNaming({}, digest, "wang").status()), "MONTH_NOT_ACKNOWLEDGED");

  // A new copy has to be looked at anew.
  digest = Preview().digest();
  EXPECT_EQ(OpenText(), "HOLD_OUTS 1 TARIFF_MISSING");
  ASSERT_TRUE(ApproveNaming({"HOLD_OUTS"}, digest, "li").ok());
  v1::WithdrawApprovalRequest withdraw;
  withdraw.set_name(kOctober);
  withdraw.set_request_id(NextId());
  ASSERT_TRUE(Call(&Stub::WithdrawApproval, withdraw).ok());
  EXPECT_EQ(OpenText(), "HOLD_OUTS 1 TARIFF_MISSING");
  ASSERT_TRUE(ApproveNaming({"HOLD_OUTS"}, digest, "li").ok());
  ASSERT_TRUE(ApproveNaming({"HOLD_OUTS"}, digest, "wang").ok());
  EXPECT_EQ(OpenText(), "HOLD_OUTS 1 TARIFF_MISSING named by li,wang");
  EXPECT_NE(State().find("/checklist/HOLD_OUTS"), std::string::npos);
  EXPECT_EQ(Result(StartClose()).state(), v1::Month::CLOSED);
}

TEST_P(ChecklistServiceTest, APlanThatCountsTheYearTakesItsMonthsInOrder) {
  SetUpPrices();
  v1::FundingPlan plan;
  *plan.add_layers() = LayerMessage("AUTHORITY", "FIXED", 40000, 0, 0, {"CARE"});
  *plan.add_layers() = LayerMessage("FAMILY", "REST", 0, 0, 0, {});
  v1::Budget* budget = plan.add_budgets();
  budget->set_payer("AUTHORITY");
  budget->set_year(2026);
  budget->set_amount_minor(50000);
  ASSERT_TRUE(CreatePlan(plan, "year-plan").ok());
  SetUpMany(2);
  places_.months["2026-09"] = places_.months["2026-10"];
  for (auto& each : places_.months["2026-09"]) each.mutable_days(0)->set_date("2026-09-08");
  const std::string year_plan = "parks/yunqi/fundingPlans/year-plan";
  Result(StartPreview(year_plan, "", kSeptember));
  const std::string digest = Result(StartPreview(year_plan)).digest();
  EXPECT_EQ(OpenText(), "EARLIER_MONTHS 1 EARLIER_MONTH_OPEN; BUDGETS 1 AUTHORITY");
  const std::string before = State();
  EXPECT_EQ(ReasonOf(Approve(digest, "li").status()), "MONTH_BLOCKED");
  EXPECT_EQ(State(), before);
  EXPECT_EQ(OpenText("parks/yunqi/months/2026-12"), "MONTH_NOT_FOUND");
}

TEST_P(ChecklistServiceTest, DifferencesFromTheMonthBeforeComeFirst) {
  SetUpPrices();
  SetUpMany(3);
  places_.months["2026-09"] = places_.months["2026-10"];
  for (auto& each : places_.months["2026-09"]) each.mutable_days(0)->set_date("2026-09-08");
  places_.months["2026-09"].pop_back();                                // Came in October.
  places_.months["2026-10"].erase(places_.months["2026-10"].begin());  // Left with September.
  places_.months["2026-09"][0].set_end_date("2026-10-01");
  AddDay(places_.months["2026-10"][0], 9);
  Result(StartPreview(kPlan, "", kSeptember));
  Preview();
  EXPECT_FALSE(GetChecklist(kSeptember)->has_difference());  // There is no August.
  const v1::MonthDifference difference = GetChecklist()->difference();
  EXPECT_EQ(difference.former_month(), "2026-09");
  EXPECT_EQ(absl::StrJoin(difference.in_case_numbers(), ","), "D00002");
  EXPECT_EQ(absl::StrJoin(difference.out_case_numbers(), ","), "D00000");
  ASSERT_EQ(difference.largest_size(), 1);
  EXPECT_EQ(difference.largest(0).case_number(), "D00001");
  EXPECT_EQ(difference.largest(0).after_minor() - difference.largest(0).before_minor(), 2000);
  int64_t before_minor = 0, after_minor = 0;
  for (const auto& each : difference.payer_changes()) {
    before_minor += each.before_minor();
    after_minor += each.after_minor();
  }
  EXPECT_EQ(difference.payer_changes_size(), 5);
  EXPECT_EQ(after_minor, GetMonth()->total_minor());
  EXPECT_EQ(after_minor - before_minor, 2000);
}

// ---- What is booked, and what is read of a closed month.

class BookedServiceTest : public ChecklistServiceTest {
 protected:
  void Book(const std::string& month, const std::string& case_number, const std::string& centre,
            places::v1::CareKind kind, int from_minute = 0, int until_minute = 0) {
    places::v1::Booking& booking = places_.bookings[month].emplace_back();
    booking.set_name(absl::StrCat(kPark, "/families/x/bookings/", ++booked_));
    booking.set_case_number(case_number);
    booking.set_child(absl::StrCat(kPark, "/families/x/children/", case_number));
    booking.set_centre(absl::StrCat(kPark, "/centres/", centre));
    booking.set_group_kind(places::v1::Group::SMALL);
    booking.set_care_kind(kind);
    booking.set_date(absl::StrCat(month, "-20"));
    booking.set_from_minute(from_minute);
    booking.set_until_minute(until_minute);
    booking.set_state(places::v1::Booking::TAKEN);
  }
  void SetUpBookedPrices(const char* centre) {
    v1::Tariff tariff =
        TariffMessage("SMALL", "1800.00", "OPENING_DAYS", "20.00", "50.00", "IN_ARREARS");
    tariff.set_hour_fee_minor(2500);
    tariff.set_late_hour_fee_minor(3000);
    tariff.set_day_fee_minor(12000);
    tariff.set_back_up_day_fee_minor(0);
    const auto made = CreateTariff(centre, tariff);
    ASSERT_TRUE(made.ok()) << made.status();
    EXPECT_TRUE(made->has_back_up_day_fee_minor());
    EXPECT_FALSE(made->has_half_day_bp());
  }
  std::set<std::string> TextsOf(const std::string& month) {
    std::set<std::string> texts;
    for (const auto& each : Statements(0, month)) {
      const std::string centre = LastPart(each.centre());
      texts.insert(
          absl::StrCat(centre, " ", each.enrolment().empty() ? "booked " : "", TextOf(each)));
    }
    return texts;
  }
  int booked_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Each, BookedServiceTest, BothEngines(), db::EngineName);

TEST_P(BookedServiceTest, WhatIsBookedIsBilledByTheCentreWhereItWasAndWhatWasGivenBackIsNot) {
  SetUpPrices();
  SetUpBookedPrices("k3");
  SetUpMany(1);
  const std::set<std::string> alone = {
      "k1 D00000 CARE 1800.00 MEALS 20.00 SUPPLEMENT 50.00 = 1870.00: PARK 100.00 COLLECTED FIRM "
      "600.00 INVOICED 91a/employees/e-00000 UNION 20.00 COLLECTED FAMILY 1150.00 DIRECT"};
  Preview();
  EXPECT_EQ(TextsOf(kOctober), alone);
  Book("2026-10", "D00000", "k3", places::v1::HOURLY, 540, 600);
  Book("2026-10", "D00000", "k3", places::v1::HOURLY, 540, 575);
  Book("2026-10", "D00000", "k3", places::v1::TEMPORARY);
  Book("2026-10", "D00000", "k3", places::v1::BACK_UP);  // Free of charge.
  for (const auto state : {places::v1::Booking::CANCELLED, places::v1::Booking::CANCELLED_LATE,
                           places::v1::Booking::CLOSED}) {
    Book("2026-10", "D00000", "k3", places::v1::TEMPORARY);
    places_.bookings["2026-10"].back().set_state(state);
  }
  places_.page_max = 2;  // Several pages.
  std::set<std::string> with = alone;
  with.insert("k3 booked D00000 HOURLY 39.58 TEMPORARY 120.00 = 159.58: FAMILY 159.58 DIRECT");
  Preview();
  EXPECT_EQ(TextsOf(kOctober), with);
  // What has no price holds out that bill alone.
  Book("2026-10", "D00000", "k1", places::v1::LATE, 1080, 1110);
  const v1::Month month = Preview();
  EXPECT_EQ(TextsOf(kOctober), with);
  ASSERT_EQ(month.hold_outs_size(), 1);
  EXPECT_EQ(month.hold_outs(0).reason(), "TARIFF_MISSING");
}

TEST_P(BookedServiceTest, HalfDaysRestsAndSeatContractsComeFromPlaces) {
  SetUpPrices();
  SetUpMany(3);
  v1::Tariff tariff =
      TariffMessage("SMALL", "2000.00", "CALENDAR_DAYS", "20.00", "50.00", "IN_ARREARS");
  tariff.set_from_date("2026-10-01");
  tariff.set_half_day_bp(6000);
  tariff.set_half_day_meal_fee_minor(800);
  tariff.set_suspended_by_family_bp(0);
  ASSERT_TRUE(CreateTariff("k1", tariff).ok());
  v1::FundingPlan plan;
  *plan.add_layers() = LayerMessage("FIRM", "SEAT_CONTRACT", 0, 0, 0, {"CARE"});
  *plan.add_layers() = LayerMessage("PARK", "SEAT_CONTRACT", 0, 0, 10000, {"CARE"});
  *plan.add_layers() = LayerMessage("FAMILY", "REST", 0, 0, 0, {});
  const auto made = CreatePlan(plan, "seat-plan");
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->layers(0).kind(), "SEAT_CONTRACT");

  auto& enrolments = places_.months["2026-10"];
  const auto seat = [](places::v1::EnrolmentMonth& enrolment, const std::string& payer, int bp) {
    auto* term = enrolment.add_seat_terms();
    term->set_from_date("2026-10-01");
    term->set_until_date("2026-11-01");
    term->set_cost_share_bp(bp);
    term->set_payer(payer);
  };
  enrolments[0].set_care_kind(places::v1::HALF_DAY);
  seat(enrolments[0], kFirmA, 2500);
  auto* rest = enrolments[1].add_suspensions();
  rest->set_from_date("2026-10-01");
  rest->set_until_date("2026-11-01");
  rest->set_reason("FAMILY_ASKED");
  enrolments[1].mutable_days(0)->set_status(places::v1::AttendanceDay::ABSENT);
  enrolments[1].mutable_days(0)->set_reason("SICK");  // Given back already: it rests.
  seat(enrolments[2], kPark, 1000);
  const std::string name = "parks/yunqi/fundingPlans/seat-plan";
  EXPECT_EQ(Result(StartPreview(name)).hold_outs_size(), 0);
  EXPECT_EQ(
      TextsOf(kOctober),
      (std::set<std::string>{
          "k1 D00000 CARE 1200.00 MEALS 8.00 SUPPLEMENT 50.00 = 1258.00: FIRM 300.00 INVOICED "
          "91a/employees/e-00000 FAMILY 958.00 DIRECT",
          "k1 D00001 = 0.00:",
          "k1 D00002 CARE 2000.00 MEALS 20.00 SUPPLEMENT 50.00 = 2070.00: PARK 100.00 "
          "COLLECTED FAMILY 1970.00 DIRECT"}));
  EXPECT_EQ(OpenText(), "");
  // By a plan that does not read contracts the two are named.
  Preview();
  EXPECT_EQ(OpenText(), "SEAT_SHARES 2 SEAT_SHARE_UNREAD");
}

TEST_P(BookedServiceTest, ABookingThatCameLateIsBilledLateAndGivenBackAsARefund) {
  SetUpPrices();
  SetUpBookedPrices("k3");
  SetUpMany(1);
  ApproveByTwo(Preview().digest());
  ASSERT_EQ(Result(StartClose()).state(), v1::Month::CLOSED);
  Book("2026-10", "D00000", "k3", places::v1::TEMPORARY);
  const std::string november = "parks/yunqi/months/2026-11";
  const auto corrections = [&](const std::string& month) {
    v1::ListStatementsRequest request;
    request.set_parent(month);
    request.set_corrections_only(true);
    request.set_family(absl::StrCat(kPark, "/families/n00000"));
    std::vector<std::string> texts;
    const auto page = Call(&Stub::ListStatements, request);
    EXPECT_TRUE(page.ok()) << page.status();
    for (const auto& each : page->statements()) {
      texts.push_back(absl::StrCat(v1::Statement::Kind_Name(each.kind()), " ",
                                   each.lines(0).cause(), " ", TextOf(each)));
    }
    request.set_family(absl::StrCat(kPark, "/families/nobody"));
    EXPECT_EQ(Call(&Stub::ListStatements, request)->statements_size(), 0);
    return absl::StrJoin(texts, "; ");
  };
  const v1::Month late = Result(StartPreview(kPlan, "", november));
  EXPECT_EQ(corrections(november),
            "LATE BOOKING D00000 TEMPORARY 120.00 = 120.00: FAMILY 120.00 DIRECT");
  EXPECT_EQ(OpenText(november), "CORRECTIONS 1 LATE");
  ApproveByTwo(late.digest(), november);
  ASSERT_EQ(Result(StartClose(november)).state(), v1::Month::CLOSED);
  places_.bookings.clear();
  const std::string december = "parks/yunqi/months/2026-12";
  Result(StartPreview(kPlan, "", december));
  EXPECT_EQ(corrections(december),
            "REFUND BOOKING D00000 TEMPORARY -120.00 = -120.00: FAMILY -120.00 DIRECT");
}

TEST_P(BookedServiceTest, ACentreAndAPayerReadTheirPartOfOneRecordAndNothingElse) {
  SetUpPrices();
  SetUpFamily();
  SetUpMany(3);
  const std::string k1 = "parks/yunqi/centres/k1";
  v1::ListCentreStatementsRequest of_centre;
  of_centre.set_parent(k1);
  of_centre.set_month("2026-10");
  of_centre.set_page_size(2);
  const auto centre_statements = [&](const std::string& role, const std::string& scope) {
    std::map<std::string, v1::CentreStatement> all;
    of_centre.clear_page_token();
    do {
      const auto page = Call(&Stub::ListCentreStatements, of_centre, role, scope);
      EXPECT_TRUE(page.ok()) << page.status();
      for (const auto& each : page->statements()) all[each.statement()] = each;
      of_centre.set_page_token(page->next_page_token());
    } while (!of_centre.page_token().empty());
    return all;
  };
  v1::ListPayerSharesRequest of_payer;
  of_payer.set_parent(kPark);
  of_payer.set_month("2026-10");
  of_payer.set_payer("AUTHORITY");
  of_payer.set_page_size(1);

  const v1::Month month = Preview();
  EXPECT_TRUE(centre_statements("CENTRE_MANAGER", k1).empty());  // A draft is nobody's yet.
  EXPECT_EQ(Call(&Stub::ListPayerShares, of_payer)->shares_size(), 0);
  ApproveByTwo(month.digest());
  ASSERT_EQ(Result(StartClose()).state(), v1::Month::CLOSED);

  const auto centre = centre_statements("CENTRE_MANAGER", k1);
  EXPECT_EQ(centre.size(), 4u);
  std::map<std::string, int64_t> payers;
  for (const v1::Statement& each : Statements()) {
    for (const auto& share : each.shares()) payers[share.payer()] += share.amount_minor();
    if (each.centre() != k1) continue;
    const v1::CentreStatement& shown = centre.at(each.name());
    EXPECT_EQ(shown.total_minor(), each.total_minor());
    EXPECT_EQ(shown.collected_minor() + shown.direct_minor(), each.total_minor());
    EXPECT_EQ(shown.lines_size(), each.lines_size());
    EXPECT_EQ(shown.attended_days(), each.attended_days());
  }
  // C1: 300.00 by allowance go to the centre through the family, all others are collected.
  for (const auto& [name, each] : centre) {
    if (each.case_number() == "C1") {
      EXPECT_EQ(each.direct_minor(), 30000);
    } else {
      EXPECT_EQ(each.direct_minor(), 115000);
    }
  }
  for (const char* payer : {"AUTHORITY", "PARK", "UNION"}) {
    of_payer.set_payer(payer);
    of_payer.clear_page_token();
    int64_t sum_minor = 0;
    do {
      const auto page = Call(&Stub::ListPayerShares, of_payer);
      ASSERT_TRUE(page.ok()) << page.status();
      for (const auto& each : page->shares()) sum_minor += each.amount_minor();
      of_payer.set_page_token(page->next_page_token());
    } while (!of_payer.page_token().empty());
    EXPECT_EQ(sum_minor, payers[payer]) << payer;
    EXPECT_GT(sum_minor, 0) << payer;
  }
  of_payer.set_payer("AUTHORITY");
  EXPECT_EQ(Call(&Stub::ListPayerShares, of_payer, "GOV_AUDITOR")->shares_size(), 1);
  of_payer.set_payer("PARK");
  EXPECT_EQ(ReasonOf(Call(&Stub::ListPayerShares, of_payer, "GOV_AUDITOR").status()),
            "PAYER_NOT_YOURS");
  of_payer.set_payer("FIRM");
  EXPECT_EQ(ReasonOf(Call(&Stub::ListPayerShares, of_payer).status()), "FIELD_INVALID");
  of_payer.set_payer("");
  EXPECT_EQ(ReasonOf(Call(&Stub::ListPayerShares, of_payer).status()), "FIELD_REQUIRED");
  of_centre.set_month("October");
  EXPECT_EQ(ReasonOf(Call(&Stub::ListCentreStatements, of_centre).status()), "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(Call(&Stub::ListCentreStatements, of_centre, "CENTRE_MANAGER",
                          "parks/yunqi/centres/k2")
                         .status()),
            "PERMISSION_DENIED");
}

TEST_P(BookedServiceTest, PricesOutOfTheirRangeAreRefused) {
  const auto reason = [&](const std::function<void(v1::Tariff&)>& change) {
    v1::Tariff tariff =
        TariffMessage("SMALL", "1800.00", "OPENING_DAYS", "20.00", "50.00", "IN_ARREARS");
    change(tariff);
    const absl::Status status = CreateTariff("k8", tariff).status();
    return status.ok() ? "" : absl::StrCat(ReasonOf(status), " ", FailureOf(status)->field());
  };
  EXPECT_EQ(reason([](v1::Tariff& tariff) { tariff.set_suspended_by_family_bp(10001); }),
            "FIELD_INVALID tariff.suspended_by_family_bp");
  EXPECT_EQ(reason([](v1::Tariff& tariff) { tariff.set_hour_fee_minor(-1); }),
            "FIELD_INVALID tariff.hour_fee_minor");
  EXPECT_EQ(reason([](v1::Tariff& tariff) { tariff.set_half_day_bp(6000); }),
            "FIELD_INVALID tariff.half_day_meal_fee_minor");
  EXPECT_EQ(reason([](v1::Tariff& tariff) {
              tariff.set_half_day_bp(6000);
              tariff.set_half_day_meal_fee_minor(0);
            }),
            "");
}

}  // namespace
}  // namespace tuoqiao::billing
