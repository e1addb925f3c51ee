// Which step a place may take in which state, and where it stands then: every pair of them.
#include <gtest/gtest.h>

#include <functional>

#include "services/common/errors.h"
#include "services/places/enrolment.h"
#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

// A place of a year from kToday on; the step is taken on kToday + 40.
constexpr absl::CivilDay kNow = kToday + 40, kEnd(2027, 10, 1);

Enrolment Running(absl::CivilDay from) {
  Enrolment enrolment;
  enrolment.id = "enr-1";
  enrolment.centre = "a";
  enrolment.group = "a/g1";
  enrolment.pool = "SHARED";
  enrolment.period = {from, kEnd};
  enrolment.entitled_from = from;
  enrolment.revision = 1;
  return enrolment;
}

Enrolment In(EnrolmentState state) {
  Enrolment enrolment = Running(kToday);
  switch (state) {
    case EnrolmentState::kPlanned:
      return Running(kNow + 10);
    case EnrolmentState::kActive:
      break;
    case EnrolmentState::kSuspended:
      enrolment.suspensions = {{{kNow - 1, kNow + 20}, "FAMILY_ASKED", false}};
      break;
    case EnrolmentState::kEnded:
      enrolment.period.until = kNow - 1;
      enrolment.running = false;
      enrolment.end_reason = "LEFT";
      break;
    case EnrolmentState::kNoShow:
      enrolment.end_reason = "NO_SHOW";
      [[fallthrough]];
    case EnrolmentState::kCancelled:
      enrolment.period.until = enrolment.period.from;
      enrolment.running = false;
      break;
  }
  return enrolment;
}

// What a step came to: the reason, else the state on that day (of a place that follows: of both).
struct Step {
  const char* name;
  std::function<std::string(Enrolment&)> take;
};

std::string After(const absl::Status& status, const Enrolment& enrolment) {
  return status.ok() ? std::string(StateName(StateOn(enrolment, kNow))) : ReasonOf(status);
}

std::string TakeFollow(Enrolment& enrolment) {
  const absl::CivilDay day = std::max(kNow, enrolment.period.from) + 2;
  const absl::Status may = CheckMayFollow(enrolment, day, kNow);
  if (!may.ok()) return ReasonOf(may);
  const Enrolment next =
      Follow(kPark, enrolment, {"b", "b/g1", GroupKind::kLarge, "SHARED", day}, "TRANSFERRED");
  // No gap and no overlap.
  EXPECT_EQ(enrolment.period.until, next.period.from);
  EXPECT_EQ(next.period.until, kEnd);
  EXPECT_EQ(next.entitled_from, enrolment.entitled_from);
  EXPECT_EQ(next.follows, "a/enr-1");
  EXPECT_FALSE(enrolment.running);
  EXPECT_TRUE(next.running);
  return absl::StrCat(StateName(StateOn(enrolment, kNow)), "+", StateName(StateOn(next, kNow)));
}

const std::vector<Step>& Steps() {
  static const auto* const kSteps = new std::vector<Step>{
      {"end",
       [](Enrolment& e) {
         Application application = ApplicationOf("C1");
         return After(End(e, application, std::max(kNow, e.period.from), "LEFT", kNow), e);
       }},
      {"suspend",
       [](Enrolment& e) {
         const absl::CivilDay from = std::max(kNow, e.period.from);
         return After(Suspend(e, {{from, from + 5}, "CENTRE_ASKED", true}, kNow), e);
       }},
      {"resume", [](Enrolment& e) { return After(Resume(e, kNow).status(), e); }},
      {"follow", TakeFollow},
      {"no-show",
       [](Enrolment& e) {
         Application application = ApplicationOf("C1");
         return After(MarkNoShow(e, application, {10, false}, kNow), e);
       }},
      {"stay", [](Enrolment& e) { return After(Stay(e, kEnd, kEnd + 30, kNow), e); }},
  };
  return *kSteps;
}

TEST(EnrolmentStatesTest, EveryStepInEveryStateIsAllowedOrRefusedByName) {
  const std::map<EnrolmentState, std::vector<const char*>> expected = {
      // end, suspend, resume, follow, no-show, stay
      {EnrolmentState::kPlanned,
       {"CANCELLED", "PLANNED", "ENROLMENT_NOT_SUSPENDED", "PLANNED+PLANNED", "NO_SHOW_TOO_EARLY",
        "PLANNED"}},
      {EnrolmentState::kActive,
       {"ENDED", "SUSPENDED", "ENROLMENT_NOT_SUSPENDED", "ACTIVE+PLANNED", "NO_SHOW", "ACTIVE"}},
      {EnrolmentState::kSuspended,
       {"ENDED", "SUSPENSION_OVERLAPS", "ACTIVE", "SUSPENDED+PLANNED", "NO_SHOW", "SUSPENDED"}},
      {EnrolmentState::kEnded,
       {"ENROLMENT_ENDED", "ENROLMENT_ENDED", "ENROLMENT_NOT_SUSPENDED", "ENROLMENT_ENDED",
        "ENROLMENT_ENDED", "ENROLMENT_ENDED"}},
      {EnrolmentState::kCancelled,
       {"ENROLMENT_ENDED", "ENROLMENT_ENDED", "ENROLMENT_NOT_SUSPENDED", "ENROLMENT_ENDED",
        "ENROLMENT_ENDED", "ENROLMENT_ENDED"}},
      {EnrolmentState::kNoShow,
       {"ENROLMENT_ENDED", "ENROLMENT_ENDED", "ENROLMENT_NOT_SUSPENDED", "ENROLMENT_ENDED",
        "ENROLMENT_ENDED", "ENROLMENT_ENDED"}},
  };
  for (const EnrolmentState state : kEnrolmentStates) {
    ASSERT_EQ(StateOn(In(state), kNow), state);
    ASSERT_EQ(expected.at(state).size(), Steps().size());
    for (size_t i = 0; i < Steps().size(); ++i) {
      Enrolment enrolment = In(state);
      EXPECT_EQ(Steps()[i].take(enrolment), expected.at(state)[i])
          << StateName(state) << " " << Steps()[i].name;
    }
  }
}

TEST(EnrolmentStatesTest, ARefusedStepChangesNothing) {
  for (const EnrolmentState state : {EnrolmentState::kEnded, EnrolmentState::kNoShow}) {
    for (const Step& step : Steps()) {
      Enrolment enrolment = In(state);
      step.take(enrolment);
      EXPECT_EQ(enrolment.revision, In(state).revision) << step.name;
      EXPECT_EQ(enrolment.period, In(state).period) << step.name;
    }
  }
}

TEST(EnrolmentStatesTest, AnEndCutsWhatRestsBehindIt) {
  Enrolment enrolment = Running(kToday);
  ASSERT_TRUE(Suspend(enrolment, {{kNow + 1, kNow + 9}, "FAMILY_ASKED", false}, kNow).ok());
  ASSERT_TRUE(Suspend(enrolment, {{kNow + 20, kNow + 30}, "FAMILY_ASKED", false}, kNow).ok());
  Application application = ApplicationOf("C1");
  ASSERT_TRUE(End(enrolment, application, kNow + 5, "LEFT", kNow).ok());
  ASSERT_EQ(enrolment.suspensions.size(), 1u);
  EXPECT_EQ(enrolment.suspensions[0].period, (Period{kNow + 1, kNow + 5}));
}

TEST(EnrolmentStatesTest, APlaceRestsWithinItsOwnDaysAndOnceADay) {
  struct Case {
    absl::CivilDay from, until;
    const char* reason;
  };
  for (const Case& each :
       {Case{kNow, kNow, "DATE_ORDER"}, Case{kToday - 1, kNow, "DATE_ORDER"},
        Case{kNow, kEnd + 1, "DATE_ORDER"}, Case{kNow + 9, kNow + 11, "SUSPENSION_OVERLAPS"},
        Case{kNow, kNow + 10, ""}, Case{kNow + 12, kEnd, ""}}) {
    Enrolment enrolment = Running(kToday);
    ASSERT_TRUE(Suspend(enrolment, {{kNow + 10, kNow + 12}, "FAMILY_ASKED", true}, kNow).ok());
    EXPECT_EQ(ReasonOf(Suspend(enrolment, {{each.from, each.until}, "FAMILY_ASKED", true}, kNow)),
              each.reason);
  }
}

TEST(EnrolmentStatesTest, WhoComesAgainOnTheFirstDayHasNotRestedAtAll) {
  Enrolment enrolment = Running(kToday);
  ASSERT_TRUE(Suspend(enrolment, {{kNow, kNow + 10}, "FAMILY_ASKED", false}, kNow).ok());
  const auto later = Resume(enrolment, kNow + 4);
  ASSERT_TRUE(later.ok());
  EXPECT_EQ(*later, (Period{kNow + 4, kNow + 10}));
  EXPECT_EQ(enrolment.suspensions[0].period, (Period{kNow, kNow + 4}));
  ASSERT_TRUE(Resume(enrolment, kNow).ok());
  EXPECT_TRUE(enrolment.suspensions.empty());
}

TEST(EnrolmentStatesTest, NobodyIsANoShowWhoCameOrMayStillCome) {
  Application application = ApplicationOf("C1");
  Enrolment enrolment = Running(kNow - 10);
  EXPECT_EQ(ReasonOf(MarkNoShow(enrolment, application, {11, false}, kNow)), "NO_SHOW_TOO_EARLY");
  EXPECT_EQ(ReasonOf(MarkNoShow(enrolment, application, {10, true}, kNow)), "CHILD_CAME");
  EXPECT_EQ(ReasonOf(MarkNoShow(enrolment, application, {10, false}, kNow)), "");
  EXPECT_EQ(application.state, ApplicationState::kClosed);
}

TEST(EnrolmentStatesTest, OnlyAPlaceThatEndsByAgeIsKeptLonger) {
  Enrolment enrolment = Running(kToday);
  EXPECT_EQ(ReasonOf(Stay(enrolment, kEnd, kEnd, kNow)), "STAY_NOT_ALLOWED") << "no term to finish";
  EXPECT_EQ(ReasonOf(Stay(enrolment, kEnd - 1, kEnd + 9, kNow)), "STAY_NOT_ALLOWED");
  EXPECT_EQ(ReasonOf(Stay(enrolment, kEnd, kEnd + 9, kNow)), "");
  EXPECT_EQ(ReasonOf(Stay(enrolment, kEnd, kEnd + 19, kNow)), "STAY_NOT_ALLOWED") << "once";
}

}  // namespace
}  // namespace tuoqiao::places
