#include "services/billing/correction.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/billing/testing_calendar.h"
#include "services/billing/testing_plan.h"

namespace tuoqiao::billing {
namespace {

const char kCentre[] = "parks/yunqi/centres/k1";
constexpr absl::CivilMonth kFirst(2026, 9);

// What is known of a park, for any month. Attendance is the month's own: the centre bills in
// arrears.
struct World {
  std::map<std::string, Child> children;             // By case number.
  std::map<std::string, EnrolmentMonth> enrolments;  // Presence is by month.
  std::map<std::pair<std::string, absl::CivilMonth>, int64_t> present, refundable;
  std::map<std::pair<std::string, absl::CivilMonth>, BookedCare> booked;
  std::map<std::string, Firm> firms;
  std::vector<Tariff> tariffs;

  World() {
    for (const char* id : {"fa", "fb"}) {
      const std::string name = absl::StrCat("parks/yunqi/firms/", id);
      firms[name] = {name, id, "A", ShareForm::kInvoiced, false, 10};
    }
    AddTariff("2026-01-01", "1800.00");
  }
  void AddTariff(const std::string& from, const std::string& fee) {
    Tariff tariff;
    tariff.centre = kCentre;
    tariff.name = absl::StrCat(kCentre, "/tariffs/", from);
    tariff.group_kind = GroupKind::kSmall;
    tariff.from_date = Day(from);
    tariff.monthly_fee_minor = Fen(fee);
    tariff.spread = Spread::kOpeningDays;
    tariff.meal_fee_minor = Fen("20.00");
    tariff.coefficient_1_bp = tariff.coefficient_2_bp = 10000;
    tariff.sibling_reduction_bp = 1000;
    tariff.refund_share_bp = 5000;
    tariff.refund_threshold_days = 3;
    tariff.billing = BillingMode::kInArrears;
    tariff.half_day_bp = 6000;
    tariff.half_day_meal_fee_minor = Fen("8.00");
    tariff.hour_fee_minor = Fen("25.00");
    tariff.late_hour_fee_minor = Fen("30.00");
    tariff.day_fee_minor = Fen("120.00");
    tariff.back_up_day_fee_minor = Fen("80.00");
    tariff.suspended_by_family_bp = 3333;
    tariff.suspended_by_others_bp = 0;
    tariffs.push_back(tariff);
  }
  void AddChild(const std::string& case_number, const std::string& family,
                const std::string& firm = "") {
    Child& child = children[case_number];
    child.family = "parks/yunqi/families/" + family;
    child.birth_date = Day("2025-01-05");
    child.arrears_mode = "TAKE_ALL";
    if (!firm.empty()) {
      Employment works;
      works.guardian = 1;
      works.firm = "parks/yunqi/firms/" + firm;
      works.employee_no = case_number;
      works.employee = absl::StrCat(works.firm, "/employees/", case_number);
      works.hire_date = Day("2020-01-01");
      child.employments = {works};
    }
    EnrolmentMonth& enrolment = enrolments[case_number];
    enrolment.enrolment = absl::StrCat(kCentre, "/enrolments/", case_number);
    enrolment.case_number = case_number;
    enrolment.child = absl::StrCat(child.family, "/children/", case_number);
    enrolment.centre = kCentre;
    enrolment.group_kind = GroupKind::kSmall;
    enrolment.period = {Day("2026-01-01"), Day("2028-01-01")};
  }
  MonthFacts FactsOf(absl::CivilMonth month) const {
    MonthFacts facts;
    for (MonthSide* side : {&facts.billed, &facts.before}) {
      const absl::CivilMonth of = side == &facts.billed ? month : month - 1;
      side->calendar = CalendarOf(of, {}, {});
      for (const auto& [case_number, enrolment] : enrolments) {
        if (Intersect(enrolment.period, MonthPeriod(of)).Empty()) continue;
        EnrolmentMonth one = enrolment;
        const auto days = present.find({case_number, of});
        one.recorded = one.present = days == present.end() ? 15 : days->second;
        const auto away = refundable.find({case_number, of});
        one.refundable = away == refundable.end() ? 0 : away->second;
        one.recorded += one.refundable;
        side->enrolments.push_back(one);
      }
    }
    for (MonthSide* side : {&facts.billed, &facts.before}) {
      for (const auto& [key, care] : booked) {
        if (key.second != side->calendar.month) continue;
        side->booked.push_back(
            {"", key.first, kCentre, GroupKind::kSmall, absl::CivilDay(key.second) + 9, care});
      }
    }
    for (const auto& [case_number, child] : children) facts.children[case_number] = child;
    for (const auto& [name, firm] : firms) facts.firms[name] = firm;
    facts.tariffs[{kCentre, GroupKind::kSmall}] = tariffs;
    return facts;
  }
};

// Months that are closed one after the other, as the preview and the close do it.
class Books {
 public:
  explicit Books(FundingPlan plan) : plan_(std::move(plan)) {}

  Corrections Find(const World& world, absl::CivilMonth month) const {
    std::vector<ClosedMonth> closed;
    std::map<int64_t, YearDrawn> drawn;
    for (const absl::CivilMonth each : months_) {
      ClosedMonth one;
      one.month = each;
      one.plan = plan_;
      one.facts = world.FactsOf(each);
      const auto held_out = held_out_.find(each);
      if (held_out != held_out_.end()) one.held_out = held_out->second;
      for (const Booked& booked : booked_) {
        if (booked.statement.billed_month == each) one.booked.push_back(booked);
      }
      closed.push_back(std::move(one));
    }
    for (const Booked& booked : booked_) {
      YearDrawn& year = drawn[booked.statement.billed_month.year()];
      for (const Draw& draw : booked.statement.draws) {
        year.draws.push_back(draw);
        if (draw.owner.empty() && booked.statement.IsDifference()) {
          year.corrected[draw.account][booked.statement.family] += draw.amount_minor;
        }
      }
    }
    return Correct("yunqi", month, closed, drawn);
  }

  // Returns the corrections that the month's copy has.
  std::vector<Statement> Close(const World& world, absl::CivilMonth month) {
    Corrections found = Find(world, month);
    MonthFacts facts = world.FactsOf(month);
    for (const Booked& booked : booked_) {
      if (booked.statement.billed_month.year() != month.year()) continue;
      facts.drawn.insert(facts.drawn.end(), booked.statement.draws.begin(),
                         booked.statement.draws.end());
    }
    const auto& added = found.draws[month.year()];
    facts.drawn.insert(facts.drawn.end(), added.begin(), added.end());
    const Drafts drafts = DraftMonth("yunqi", plan_, facts);
    TakeTheWayOf(drafts.statements, found.statements);
    for (const HoldOut& each : drafts.hold_outs) held_out_[month].insert(each.case_number);
    for (const Statement& each : drafts.statements) booked_.push_back({month, each});
    for (const Statement& each : found.statements) booked_.push_back({month, each});
    months_.push_back(month);
    return found.statements;
  }

  // Month, case number and payer (a firm by its id) to what stands for it.
  using Sums = std::map<std::tuple<absl::CivilMonth, std::string, std::string>, int64_t>;
  static void Count(const Statement& statement, Sums& sums) {
    for (const Share& share : statement.shares) {
      sums[{statement.billed_month, statement.case_number,
            absl::StrCat(PayerName(share.payer), share.firm)}] += share.amount_minor;
    }
  }
  Sums Stands() const {
    Sums sums;
    for (const Booked& each : booked_) Count(each.statement, sums);
    return WithoutZeros(std::move(sums));
  }
  // What it would be, had everything been known from the start.
  Sums Known(const World& world) const {
    Sums sums;
    for (const absl::CivilMonth month : months_) {
      for (const Statement& each : DraftMonth("yunqi", plan_, world.FactsOf(month)).statements) {
        Count(each, sums);
      }
    }
    return WithoutZeros(std::move(sums));
  }
  int64_t Drawn(const std::string& account) const {
    int64_t drawn_minor = 0;
    for (const Booked& booked : booked_) {
      for (const Draw& draw : booked.statement.draws) {
        if (draw.account == account) drawn_minor += draw.amount_minor;
      }
    }
    return drawn_minor;
  }

 private:
  static Sums WithoutZeros(Sums sums) {
    for (auto each = sums.begin(); each != sums.end();) {
      each = each->second == 0 ? sums.erase(each) : std::next(each);
    }
    return sums;
  }

  const FundingPlan plan_;
  std::vector<absl::CivilMonth> months_;
  std::map<absl::CivilMonth, std::set<std::string>> held_out_;
  std::vector<Booked> booked_;
};

// "MEALS 300.00 -20.00 | AUTHORITY ..." with what stood before and the difference.
std::string TextOf(const Statement& statement) {
  std::string text = absl::StrCat(StatementKindName(statement.kind), " ",
                                  FormatMonth(statement.billed_month), ":");
  for (const Line& line : statement.lines) {
    absl::StrAppend(&text, " ", LineKindName(line.kind), " ", YuanText(line.former_minor), " ",
                    YuanText(line.amount_minor));
  }
  text += " |";
  for (const Share& share : statement.shares) {
    absl::StrAppend(&text, " ", PayerName(share.payer), " ", YuanText(share.former_minor), " ",
                    YuanText(share.amount_minor));
  }
  return text;
}

TEST(CorrectionTest, NothingThatChangedCorrectsNothing) {
  World world;
  world.AddChild("A1", "m1", "fa");
  Books books(PlainPlan());
  EXPECT_TRUE(books.Close(world, kFirst).empty());
  EXPECT_TRUE(books.Close(world, kFirst + 1).empty());
  EXPECT_TRUE(books.Close(world, kFirst + 2).empty());
}

TEST(CorrectionTest, AttendanceThatComesLateIsADifferenceInTheNextMonth) {
  World world;
  world.AddChild("A1", "m1", "fa");
  Books books(PlainPlan());
  books.Close(world, kFirst);
  world.present[{"A1", kFirst}] = 14;
  const auto corrections = books.Close(world, kFirst + 1);
  ASSERT_EQ(corrections.size(), 1u);
  EXPECT_EQ(TextOf(corrections[0]),
            "CORRECTION 2026-09: MEALS 300.00 -20.00 | FAMILY 1250.00 -20.00");
  EXPECT_EQ(corrections[0].attended_days, -1);
  EXPECT_EQ(corrections[0].correction_number, 1);
  EXPECT_EQ(corrections[0].corrects,
            absl::StrCat("parks/yunqi/months/2026-09/statements/",
                         StatementId("yunqi", kFirst, corrections[0].enrolment)));
  EXPECT_TRUE(books.Find(world, kFirst + 2).statements.empty());
}

TEST(CorrectionTest, AJobThatEndedEarlierMovesTheFirmsPart) {
  World world;
  world.AddChild("A1", "m1", "fa");
  Books books(PlainPlan());
  books.Close(world, kFirst);
  world.children["A1"].employments[0].leave_date = Day("2026-08-31");
  const auto corrections = books.Close(world, kFirst + 1);
  ASSERT_EQ(corrections.size(), 1u);
  EXPECT_EQ(TextOf(corrections[0]),
            "CORRECTION 2026-09: | FAMILY 1250.00 600.00 FIRM 600.00 -600.00");
}

TEST(CorrectionTest, APlaceThatEndedEarlierIsGivenBackWhole) {
  World world;
  world.AddChild("A1", "m1");
  Books books(PlainPlan());
  books.Close(world, kFirst);
  world.enrolments.erase("A1");
  const auto corrections = books.Close(world, kFirst + 1);
  ASSERT_EQ(corrections.size(), 1u);
  EXPECT_EQ(corrections[0].kind, StatementKind::kRefund);
  EXPECT_EQ(corrections[0].total_minor(), -Fen("2100.00"));
  EXPECT_TRUE(books.Find(world, kFirst + 2).statements.empty());
}

TEST(CorrectionTest, AChildOfAnotherFamilyIsGivenBackToTheOneAndBilledToTheOther) {
  World world;
  world.AddChild("A1", "m1");
  Books books(PlainPlan());
  books.Close(world, kFirst);
  world.children["A1"].family = "parks/yunqi/families/m2";
  std::map<std::string, std::string> kinds;
  for (const Statement& each : books.Close(world, kFirst + 1)) {
    kinds[each.family.substr(each.family.size() - 2)] = StatementKindName(each.kind);
  }
  EXPECT_EQ(kinds, (std::map<std::string, std::string>{{"m1", "REFUND"}, {"m2", "LATE"}}));
  EXPECT_TRUE(books.Find(world, kFirst + 2).statements.empty());
}

TEST(CorrectionTest, AFormerFamilyIsNotPaidBackThroughTheWageOfTheNewOne) {
  World world;
  world.AddChild("A1", "m1", "fa");
  world.children["A1"].deduct_from = 1;
  Books books(PlainPlan());
  books.Close(world, kFirst);
  world.children["A1"].family = "parks/yunqi/families/m2";
  world.children["A1"].employments[0].employee = "parks/yunqi/firms/fb/employees/B1";
  std::map<std::string, std::string> ways;
  for (const Statement& each : books.Close(world, kFirst + 1)) {
    const Share& share = each.shares.back();
    ways[each.family] = absl::StrCat(ShareFormName(share.form), " ", share.employee);
  }
  EXPECT_EQ(ways, (std::map<std::string, std::string>{
                      {"parks/yunqi/families/m1", "DIRECT "},
                      {"parks/yunqi/families/m2", "DEDUCT parks/yunqi/firms/fb/employees/B1"}}));
}

TEST(CorrectionTest, WhoWasHeldOutIsBilledLateAndCorrectedAfterwards) {
  World world;
  world.AddChild("A1", "m1");
  world.present[{"A1", kFirst}] = 0;  // The centre wrote nothing down.
  Books books(PlainPlan());
  books.Close(world, kFirst);
  world.present[{"A1", kFirst}] = 15;
  const auto late = books.Close(world, kFirst + 1);
  ASSERT_EQ(late.size(), 1u);
  EXPECT_EQ(late[0].kind, StatementKind::kLate);
  EXPECT_EQ(late[0].total_minor(), Fen("2100.00"));
  world.present[{"A1", kFirst}] = 14;
  const auto corrections = books.Close(world, kFirst + 2);
  ASSERT_EQ(corrections.size(), 1u);
  EXPECT_EQ(corrections[0].corrects,
            absl::StrCat("parks/yunqi/months/2026-10/statements/", late[0].id));
}

TEST(CorrectionTest, WhoWouldBeHeldOutNowKeepsWhatStands) {
  World world;
  world.AddChild("A1", "m1");
  Books books(PlainPlan());
  books.Close(world, kFirst);
  world.children.erase("A1");
  EXPECT_TRUE(books.Find(world, kFirst + 1).statements.empty());
}

TEST(CorrectionTest, AllOfAFamilyHaveOneIdInAMonth) {
  World world;
  world.AddChild("A1", "m1");
  world.AddChild("A2", "m1");
  world.AddChild("B1", "m2");
  Books books(PlainPlan());
  books.Close(world, kFirst);
  books.Close(world, kFirst + 1);
  for (const char* each : {"A1", "A2", "B1"}) world.present[{each, kFirst}] = 10;
  world.present[{"A1", kFirst + 1}] = 10;
  std::map<std::string, std::set<std::string>> ids;
  for (const Statement& each : books.Close(world, kFirst + 2)) {
    ids[each.family].insert(each.correction);
  }
  ASSERT_EQ(ids.size(), 2u);
  for (const auto& [family, of_family] : ids) EXPECT_EQ(of_family.size(), 1u) << family;
}

TEST(CorrectionTest, TheFamilysPartGoesTheWayOfTheMonthThatCorrects) {
  World world;
  world.AddChild("A1", "m1", "fa");
  world.children["A1"].deduct_from = 1;
  Books books(PlainPlan());
  books.Close(world, kFirst);
  world.children["A1"].deduct_from = 0;
  EXPECT_TRUE(books.Find(world, kFirst + 1).statements.empty()) << "how it is paid is no amount";
  world.present[{"A1", kFirst}] = 14;
  const auto corrections = books.Close(world, kFirst + 1);
  ASSERT_EQ(corrections.size(), 1u);
  EXPECT_EQ(corrections[0].shares.back().form, ShareForm::kDirect);
}

// "CORRECTION MEALS ATTENDANCE | FAMILY ATTENDANCE" of each, by kind.
std::string CausesOf(const std::vector<Statement>& statements) {
  std::set<std::string> texts;
  for (const Statement& statement : statements) {
    std::string text = StatementKindName(statement.kind);
    for (const Line& line : statement.lines) {
      absl::StrAppend(&text, " ", LineKindName(line.kind), " ", line.cause);
    }
    text += " |";
    for (const Share& share : statement.shares) {
      absl::StrAppend(&text, " ", PayerName(share.payer), " ", share.cause);
    }
    texts.insert(text);
  }
  return absl::StrJoin(texts, "; ");
}

TEST(CorrectionTest, EachDifferenceNamesItsCause) {
  const struct {
    const char* what;
    std::function<void(World&)> change;
    const char* causes;
  } kCases[] = {
      {"a day less",
       [](World& world) {
         world.present[{"A1", kFirst}] = 14;
       },
       "CORRECTION MEALS ATTENDANCE | FAMILY ATTENDANCE"},
      {"days away that are refunded",
       [](World& world) {
         world.refundable[{"A1", kFirst}] = 5;
       },
       "CORRECTION REFUND ATTENDANCE | FAMILY ATTENDANCE"},
      {"so little that the authority does not pay",
       [](World& world) {
         world.present[{"A1", kFirst}] = 1;
       },
       "CORRECTION MEALS ATTENDANCE | FAMILY ATTENDANCE AUTHORITY ATTENDANCE"},
      {"a price from the month on", [](World& world) { world.AddTariff("2026-09-01", "2000.00"); },
       "CORRECTION CARE TARIFF | FAMILY TARIFF"},
      {"a place from the 15th on",
       [](World& world) { world.enrolments["A1"].period.from = Day("2026-09-15"); },
       "CORRECTION CARE ENROLMENT | FAMILY ENROLMENT"},
      {"an older sibling that was enrolled",
       [](World& world) {
         world.AddChild("A0", "m1");
         world.children["A0"].birth_date = Day("2024-06-01");
       },
       "CORRECTION SIBLING SIBLING | FAMILY SIBLING; "
       "LATE CARE ENROLMENT MEALS ENROLMENT | AUTHORITY ENROLMENT PARK ENROLMENT FAMILY ENROLMENT"},
      {"no job any more",
       [](World& world) { world.children["A1"].employments[0].leave_date = Day("2026-08-31"); },
       "CORRECTION | FAMILY EMPLOYMENT FIRM EMPLOYMENT"},
      {"another plan of the firm",
       [](World& world) { world.firms["parks/yunqi/firms/fa"].plan = "B"; },
       "CORRECTION | FIRM FIRM_PLAN FAMILY FIRM_PLAN"},
      {"an hour more than was known",
       [](World& world) {
         world.booked[{"A1", kFirst}].hourly_minutes = 60;
       },
       "LATE HOURLY BOOKING | FAMILY BOOKING"},
      {"a rest that nobody had written down",
       [](World& world) {
         world.enrolments["A1"].rests = {{{Day("2026-09-01"), Day("2026-09-15")}, true}};
       },
       "CORRECTION CARE ENROLMENT | FAMILY ENROLMENT"},
      {"no place at all", [](World& world) { world.enrolments.erase("A1"); },
       "REFUND CARE ENROLMENT MEALS ENROLMENT | AUTHORITY ENROLMENT PARK ENROLMENT FIRM ENROLMENT "
       "FAMILY ENROLMENT"},
      {"another family",
       [](World& world) { world.children["A1"].family = "parks/yunqi/families/m2"; },
       "LATE CARE FAMILY MEALS FAMILY | AUTHORITY FAMILY PARK FAMILY FIRM FAMILY FAMILY FAMILY; "
       "REFUND CARE FAMILY MEALS FAMILY | AUTHORITY FAMILY PARK FAMILY FIRM FAMILY FAMILY FAMILY"},
  };
  for (const auto& each : kCases) {
    World world;
    world.AddChild("A1", "m1", "fa");
    Books books(PlainPlan());
    books.Close(world, kFirst);
    each.change(world);
    EXPECT_EQ(CausesOf(books.Find(world, kFirst + 1).statements), each.causes) << each.what;
  }
}

TEST(CorrectionTest, WhoIsHeldOutNoMoreSaysSo) {
  World world;
  world.AddChild("A1", "m1");
  world.present[{"A1", kFirst}] = 0;
  Books books(PlainPlan());
  books.Close(world, kFirst);
  world.present[{"A1", kFirst}] = 15;
  EXPECT_EQ(CausesOf(books.Find(world, kFirst + 1).statements),
            "LATE CARE HELD_OUT MEALS HELD_OUT | AUTHORITY HELD_OUT PARK HELD_OUT FAMILY HELD_OUT");
}

// The authority pays 200.00 a month of what a year's budget has.
FundingPlan Budgeted(const char* yuan) {
  FundingPlan plan = PlainPlan();
  plan.budgets = {{Payer::kAuthority, 2026, Fen(yuan)}};
  return plan;
}

TEST(CorrectionTest, NoBudgetIsTakenBackFromAnotherFamily) {
  World world;
  world.AddChild("A1", "m1");
  world.AddChild("B1", "m2");
  world.present[{"A1", kFirst}] = 1;  // Less than half: the authority pays nothing.
  Books books(Budgeted("200.00"));
  books.Close(world, kFirst);
  world.present[{"A1", kFirst}] = 15;
  const auto corrections = books.Close(world, kFirst + 1);
  ASSERT_EQ(corrections.size(), 1u);
  EXPECT_EQ(corrections[0].case_number, "A1");
  for (const Share& share : corrections[0].shares) EXPECT_NE(share.payer, Payer::kAuthority);
  EXPECT_EQ(books.Drawn("AUTHORITY"), Fen("200.00"));
}

// What the authority pays for each child by now.
std::string AuthorityOf(const Books::Sums& sums) {
  std::string text;
  for (const auto& [key, minor] : sums) {
    if (std::get<2>(key) != "AUTHORITY") continue;
    absl::StrAppend(&text, text.empty() ? "" : " ", std::get<1>(key), "/",
                    FormatMonth(std::get<0>(key)), "=", YuanText(minor));
  }
  return text;
}

TEST(CorrectionTest, WhatAFamilyGivesBackOfABudgetReopensNoOtherFamily) {
  World world;
  world.AddChild("A1", "m1");
  world.AddChild("B1", "m2");
  Books books(Budgeted("300.00"));
  books.Close(world, kFirst);  // 2026-09: B1 is cut short.
  EXPECT_EQ(AuthorityOf(books.Stands()), "A1/2026-09=200.00 B1/2026-09=100.00");
  world.present[{"A1", kFirst}] = 1;  // Less than half: the authority pays nothing.
  // In the month that finds it and in those after it B1's September stays as it was; what is free
  // is there for October, in the order of ids.
  for (const absl::CivilMonth month : {kFirst + 1, kFirst + 2}) {
    for (const Statement& each : books.Close(world, month)) EXPECT_EQ(each.case_number, "A1");
  }
  EXPECT_EQ(AuthorityOf(books.Stands()), "B1/2026-09=100.00 A1/2026-10=200.00");
  EXPECT_EQ(books.Drawn("AUTHORITY"), Fen("300.00"));
  // The family that gave it back may have it again, as far as it is not spent: it is.
  world.present[{"A1", kFirst}] = 15;
  books.Close(world, kFirst + 3);
  EXPECT_EQ(AuthorityOf(books.Stands()), "B1/2026-09=100.00 A1/2026-10=200.00");
}

TEST(CorrectionTest, WhoGaveBudgetBackByMistakeHasItAgain) {
  World world;
  world.AddChild("A1", "m1");
  Books books(Budgeted("200.00"));
  books.Close(world, kFirst);
  world.present[{"A1", kFirst}] = 1;
  world.enrolments["A1"].period.until = absl::CivilDay(kFirst + 1);
  books.Close(world, kFirst + 1);
  EXPECT_EQ(AuthorityOf(books.Stands()), "");
  world.present[{"A1", kFirst}] = 15;
  books.Close(world, kFirst + 2);
  EXPECT_EQ(AuthorityOf(books.Stands()), "A1/2026-09=200.00");
}

TEST(CorrectionTest, WhatNobodyEverDrewIsThereForWhoeverIsCorrected) {
  World world;
  world.AddChild("A1", "m1");
  world.AddChild("B1", "m2");
  world.present[{"B1", kFirst}] = 1;
  Books books(Budgeted("1000.00"));
  books.Close(world, kFirst);
  world.present[{"A1", kFirst}] = 1;
  world.present[{"B1", kFirst}] = 15;
  books.Close(world, kFirst + 1);
  // A1 gave 200.00 back, which B1 does not get, and gets its own of the 800.00 nobody had drawn.
  EXPECT_EQ(AuthorityOf(books.Stands()), "B1/2026-09=200.00 A1/2026-10=200.00 B1/2026-10=200.00");
}

uint64_t Seed() {
  const char* said = std::getenv("TUOQIAO_SEED");
  return said == nullptr ? 20261126 : std::strtoull(said, nullptr, 10);
}

class Histories {
 public:
  explicit Histories(uint64_t seed) : random_(seed) {
    for (int i = 0; i < 8; ++i) {
      world_.AddChild(absl::StrCat("A", i), absl::StrCat("m", i / 2), i % 3 == 0 ? "fa" : "fb");
    }
  }
  int Draw(int below) { return static_cast<int>(random_() % static_cast<uint64_t>(below)); }
  // Something that was otherwise than everybody thought.
  void Change(int months) {
    const std::string child = absl::StrCat("A", Draw(8));
    families_.insert(world_.children[child].family);
    const absl::CivilMonth month = kFirst + Draw(months);
    switch (Draw(9)) {
      case 0:
        world_.present[{child, month}] = 1 + Draw(18);
        break;
      case 1:
        world_.refundable[{child, month}] = Draw(6);
        break;
      case 2:
        world_.enrolments[child].period.until = absl::CivilDay(month) + Draw(28);
        break;
      case 3:
        world_.enrolments[child].period = {Day("2026-01-01"), Day("2028-01-01")};
        break;
      case 4:
        world_.children[child].employments[0].leave_date = absl::CivilDay(month) + Draw(28);
        break;
      case 5:
        world_.booked[{child, month}] = {Draw(300), Draw(3), Draw(90), Draw(2)};
        break;
      case 6:
        world_.enrolments[child].half_day = Draw(2) == 0;
        break;
      case 7:
        world_.enrolments[child].rests = {
            {{absl::CivilDay(month) + Draw(20), absl::CivilDay(month) + 20 + Draw(20)},
             Draw(2) == 0}};
        break;
      default:
        world_.children[child].birth_date = Day("2025-01-05") + Draw(60);
    }
  }
  const World& world() const { return world_; }
  // Of whom something turned out otherwise.
  const std::set<std::string>& families() const { return families_; }

 private:
  std::mt19937_64 random_;
  std::set<std::string> families_;
  World world_;
};

TEST(CorrectionTest, AfterAnyHistoryStandsWhatIsKnown) {
  const uint64_t seed = Seed();
  std::printf("TUOQIAO_SEED=%llu\n", static_cast<unsigned long long>(seed));
  for (uint64_t history = 0; history < 1000; ++history) {
    Histories changes(seed + history);
    Books books(PlainPlan());
    for (int month = 0; month < 6; ++month) {
      books.Close(changes.world(), kFirst + month);
      for (int i = changes.Draw(4); i > 0; --i) changes.Change(month + 2);
    }
    books.Close(changes.world(), kFirst + 6);
    ASSERT_TRUE(books.Stands() == books.Known(changes.world())) << "seed " << seed + history;
    ASSERT_TRUE(books.Find(changes.world(), kFirst + 7).statements.empty()) << seed + history;
  }
}

TEST(CorrectionTest, NoHistoryDrawsMoreThanABudget) {
  const uint64_t seed = Seed();
  for (uint64_t history = 0; history < 300; ++history) {
    Histories changes(seed + history);
    FundingPlan plan = Budgeted("3000.00");
    plan.budgets.push_back({Payer::kAuthority, 2027, Fen("1000.00")});
    plan.layers[1].caps = {{CapScope::kFamilyYear, Fen("130.00"), "park-year"}};
    Books books(plan);
    for (int month = 0; month < 8; ++month) {
      // Nobody is corrected of whom nothing was learnt.
      for (const Statement& each : books.Close(changes.world(), kFirst + month)) {
        ASSERT_EQ(changes.families().count(each.family), 1u) << seed + history;
      }
      for (int i = changes.Draw(4); i > 0; --i) changes.Change(month + 2);
      ASSERT_LE(books.Drawn("AUTHORITY"), Fen("4000.00")) << seed + history;
      ASSERT_GE(books.Drawn("AUTHORITY"), 0) << seed + history;
    }
  }
}

}  // namespace
}  // namespace tuoqiao::billing
