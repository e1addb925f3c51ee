#include "services/places/presence/allowance.h"

#include <gtest/gtest.h>

namespace tuoqiao::places::presence {
namespace {

Numbers TwoAllowed() {
  Numbers numbers;
  numbers.absences_allowed = 2;
  numbers.reasons[Reason::kSick] = {1, 1};
  numbers.reasons[Reason::kPersonal] = {1, 0};
  return numbers;
}

Absence On(int day, Reason reason, bool evidence = false) {
  return {absl::CivilDay(2026, 10, day), reason, evidence};
}

TEST(Allowance, CountsWhatHasNoEvidenceInTheOrderOfDays) {
  EXPECT_EQ(CountAbsences({On(1, Reason::kPersonal), On(2, Reason::kSick), On(3, Reason::kPersonal),
                           On(4, Reason::kSick, true)},
                          TwoAllowed()),
            (std::vector<Counted>{Counted::kWithin, Counted::kWithin, Counted::kOver,
                                  Counted::kEvidenced}));
}

TEST(Allowance, EvidenceHelpsOnlyAReasonThatThePackLists) {
  EXPECT_EQ(
      CountAbsences({On(1, Reason::kPersonal, true), On(2, Reason::kNone, true)}, TwoAllowed()),
      (std::vector<Counted>{Counted::kWithin, Counted::kWithin}));
}

TEST(Risk, HalfOfAnOddMonthIsRoundedUp) {
  EXPECT_EQ(DaysNeeded({21, 0, 0}, 5000), 11);
  EXPECT_EQ(DaysNeeded({20, 0, 0}, 5000), 10);
  EXPECT_EQ(DaysNeeded({0, 0, 0}, 5000), 0);
}

TEST(Risk, JudgesByWhatIsLeftAndByTheRateSoFar) {
  EXPECT_EQ(Judge({20, 10, 0}, 5000), Verdict::kReached);
  EXPECT_EQ(Judge({20, 0, 11}, 5000), Verdict::kMissed);
  EXPECT_EQ(Judge({20, 0, 10}, 5000), Verdict::kAtRisk) << "it can, and so far it did not";
  EXPECT_EQ(Judge({20, 2, 4}, 5000), Verdict::kAtRisk);
  EXPECT_EQ(Judge({20, 3, 3}, 5000), Verdict::kOnTrack);
  EXPECT_EQ(Judge({20, 0, 0}, 5000), Verdict::kOnTrack) << "nothing is known yet";
  EXPECT_EQ(Judge({0, 0, 0}, 5000), Verdict::kReached) << "a month without days asks for none";
}

}  // namespace
}  // namespace tuoqiao::places::presence
