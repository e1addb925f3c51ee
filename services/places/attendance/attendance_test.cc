#include "services/places/attendance/attendance.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

using Day = absl::CivilDay;

ChildDay Present(Day day, const std::string& case_number = "C1") {
  return {case_number, day, true, Reason::kNone};
}
ChildDay Absent(Day day, Reason reason, const std::string& case_number = "C1") {
  return {case_number, day, false, reason};
}

TEST(AttendanceTest, ADayIsNewUntilItIsSaidAndChangedWhenItIsSaidOtherwise) {
  AttendanceMonth month;
  month.month = absl::CivilMonth(2026, 10);
  const Day first(2026, 10, 1), last(2026, 10, 31);
  EXPECT_EQ(Note(month, Present(last)), Noted::kCreated);
  EXPECT_EQ(Note(month, Present(last)), Noted::kUnchanged);
  EXPECT_EQ(Note(month, Absent(last, Reason::kSick)), Noted::kUpdated);
  EXPECT_EQ(Note(month, Absent(last, Reason::kSick)), Noted::kUnchanged);
  EXPECT_EQ(Note(month, Absent(last, Reason::kPersonal)), Noted::kUpdated);
  EXPECT_EQ(Note(month, Absent(first, Reason::kCentreClosed)), Noted::kCreated);
  EXPECT_TRUE(month.Absent(last));
  EXPECT_FALSE(month.Present(last));
  EXPECT_EQ(month.ReasonOn(last), Reason::kPersonal);
  EXPECT_EQ(Note(month, Present(last)), Noted::kUpdated);
  EXPECT_EQ(month.ReasonOn(last), Reason::kNone);
  EXPECT_FALSE(month.Present(Day(2026, 10, 2)) || month.Absent(Day(2026, 10, 2)));
}

TEST(AttendanceTest, EvidenceIsPartOfWhatWasSaid) {
  AttendanceMonth month;
  ChildDay day = Absent(Day(2026, 10, 8), Reason::kSick);
  EXPECT_EQ(Note(month, day), Noted::kCreated);
  EXPECT_FALSE(month.EvidenceOn(day.day));
  day.evidence = true;
  EXPECT_EQ(Note(month, day), Noted::kUpdated);
  EXPECT_TRUE(month.EvidenceOn(day.day));
  EXPECT_EQ(month.ReasonOn(day.day), Reason::kSick);
}

TEST(AttendanceTest, APersonsWordStandsOverEventsWhicheverCameFirst) {
  const Day day(2026, 10, 8);
  AttendanceMonth month;
  EXPECT_EQ(NoteEvents(month, day, true), Noted::kCreated);
  EXPECT_TRUE(month.Present(day));
  EXPECT_FALSE(month.Said(day));
  EXPECT_EQ(NoteEvents(month, day, true), Noted::kUnchanged);
  EXPECT_EQ(NoteEvents(month, day, false), Noted::kUpdated) << "the event was taken back";
  EXPECT_FALSE(month.Known(day));

  EXPECT_EQ(NoteEvents(month, day, true), Noted::kCreated);
  EXPECT_EQ(Note(month, Absent(day, Reason::kSick)), Noted::kUpdated);
  EXPECT_EQ(NoteEvents(month, day, true), Noted::kUnchanged);
  EXPECT_TRUE(month.Absent(day));

  AttendanceMonth other;
  EXPECT_EQ(Note(other, Present(day)), Noted::kCreated);
  EXPECT_EQ(NoteEvents(other, day, false), Noted::kUnchanged);
  EXPECT_TRUE(other.Present(day));
}

TEST(AttendanceTest, APersonWhoSaysWhatEventsSayConfirmsIt) {
  const Day day(2026, 10, 8);
  AttendanceMonth month;
  EXPECT_EQ(NoteEvents(month, day, true), Noted::kCreated);
  EXPECT_EQ(Note(month, Present(day)), Noted::kConfirmed);
  EXPECT_EQ(NoteEvents(month, day, false), Noted::kUnchanged);
  EXPECT_TRUE(month.Present(day));
}

TEST(AttendanceTest, AReasonThatComesWithPresentSaysNothing) {
  AttendanceMonth month;
  ChildDay day = Present(Day(2026, 10, 8));
  day.reason = Reason::kSick;
  EXPECT_EQ(Note(month, day), Noted::kCreated);
  EXPECT_EQ(Note(month, Present(day.day)), Noted::kUnchanged);
}

class AttendanceBookTest : public ::testing::Test {
 protected:
  static Enrolment Place(const std::string& case_number, Period period) {
    Enrolment enrolment;
    enrolment.case_number = case_number;
    enrolment.period = period;
    return enrolment;
  }
  std::string Check(const ChildDay& day) {
    const auto place = book_.Check(day);
    if (place.ok()) book_.Accept(day);
    return place.ok() ? absl::StrCat(*place) : ReasonOf(place.status());
  }

  const std::vector<Enrolment> enrolments_ = {
      Place("C1", {Day(2026, 10, 8), Day(2026, 10, 20)}),
      Place("C2", {Day(2026, 10, 9), Day(2026, 10, 9)}),  // It never was.
      Place("C1", {Day(2026, 10, 26), Day(2027, 1, 1)})};
  const Opening opening_{{}};
  AttendanceBook book_{enrolments_, opening_, Day(2026, 10, 28)};
};

TEST_F(AttendanceBookTest, FindsThePlaceOfTheDay) {
  EXPECT_EQ(Check(Present(Day(2026, 10, 8))), "0");
  EXPECT_EQ(Check(Present(Day(2026, 10, 26))), "2");
  EXPECT_EQ(Check(Present(Day(2026, 10, 20))), "OUTSIDE_ENROLMENT") << "the first day outside";
}

TEST_F(AttendanceBookTest, SaysTheFirstOfWhatIsWrong) {
  const Day open(2026, 10, 9), saturday(2026, 10, 10), outside(2026, 10, 7);
  EXPECT_EQ(Check(Absent(saturday, Reason::kNone, "C3")), "UNKNOWN_CHILD");
  EXPECT_EQ(Check(Present(open, "C2")), "UNKNOWN_CHILD");
  EXPECT_EQ(Check(Absent(saturday, Reason::kNone)), "NOT_AN_OPENING_DAY");
  EXPECT_EQ(Check(Absent(outside, Reason::kNone)), "OUTSIDE_ENROLMENT");
  EXPECT_EQ(Check(Absent(open, Reason::kNone)), "REASON_MISSING");
  EXPECT_EQ(Check(Absent(open, Reason::kSick)), "0") << "what was rejected is no duplicate";
  EXPECT_EQ(Check(Absent(open, Reason::kNone)), "DUPLICATE_IN_REQUEST");
}

TEST_F(AttendanceBookTest, NobodyCameOnADayInTheFutureButAnAbsenceMayBeKnown) {
  const Day tomorrow(2026, 10, 29);
  EXPECT_EQ(Check(Present(tomorrow)), "DAY_IN_FUTURE");
  EXPECT_EQ(Check(Absent(tomorrow, Reason::kHoliday)), "2");
  EXPECT_EQ(ReasonOf(book_.Find("C1", tomorrow).status()), "DAY_IN_FUTURE");
  EXPECT_EQ(*book_.Find("C1", Day(2026, 10, 28)), 2u);
}

}  // namespace
}  // namespace tuoqiao::places
