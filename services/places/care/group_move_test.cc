#include "services/places/care/group_move.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/places/testing_values.h"

namespace tuoqiao::places {
namespace {

using Day = absl::CivilDay;

class GroupMoveTest : public ::testing::Test {
 protected:
  GroupMoveTest() {
    numbers_.group_move_days = 31;
    numbers_.term_ends = {TermEnd{1, 31}, TermEnd{8, 31}};
  }
  // A child with a place in a group of the centre `a`.
  void Enrol(const std::string& case_number, Day birth_date, const std::string& group,
             GroupKind kind) {
    children_[case_number] = ChildOf(case_number, birth_date);
    Enrolment enrolment;
    enrolment.id = absl::StrCat("enr-", case_number);
    enrolment.centre = "a";
    enrolment.case_number = case_number;
    enrolment.group = group;
    enrolment.kind = kind;
    enrolment.period = {kToday - 100, AgesOutOn(children_.at(case_number))};
    enrolments_.push_back(enrolment);
    taken_.push_back({group, "SHARED", 1, std::nullopt});
  }
  // `case_number day state group` each.
  std::vector<std::string> Proposed() {
    std::vector<std::string> lines;
    for (const GroupMove& each :
         ProposeMoves(enrolments_, {centre_, taken_, children_, numbers_, kToday})) {
      lines.push_back(absl::StrCat(each.enrolment->case_number, " ", FormatDay(each.day), " ",
                                   StateName(each.state), " ", each.to_group));
      if (each.stay_until.has_value()) {
        absl::StrAppend(&lines.back(), FormatDay(*each.stay_until));
      }
    }
    return lines;
  }

  Centre centre_ = CentreWith(
      "a", {GroupOf("a", "i1", GroupKind::kInfant, 10), GroupOf("a", "s1", GroupKind::kSmall, 2)});
  CareNumbers numbers_;
  Children children_;
  std::vector<Enrolment> enrolments_;
  std::vector<TakenSeats> taken_;
};

TEST_F(GroupMoveTest, ProposesAMonthAheadAndGivesEachSeatOnce) {
  Enrol("C1", Day(2025, 10, 20), "a/i1", GroupKind::kInfant);
  Enrol("C2", Day(2025, 10, 10), "a/i1", GroupKind::kInfant);
  Enrol("C3", Day(2025, 10, 5), "a/i1", GroupKind::kInfant);
  Enrol("C4", Day(2025, 11, 2), "a/i1", GroupKind::kInfant);  // Not yet.
  EXPECT_EQ(Proposed(),
            (std::vector<std::string>{"C3 2026-10-05 SEAT_FREE a/s1",
                                      "C2 2026-10-10 SEAT_FREE a/s1", "C1 2026-10-20 NO_SEAT "}));
}

TEST_F(GroupMoveTest, WhoHasOutgrownAGroupLongAgoIsStillProposed) {
  Enrol("C1", Day(2025, 6, 1), "a/i1", GroupKind::kInfant);
  EXPECT_EQ(Proposed(), std::vector<std::string>{"C1 2026-06-01 SEAT_FREE a/s1"});
}

TEST_F(GroupMoveTest, ACentreWithoutAGroupOfThatAgeSaysSo) {
  Enrol("C1", Day(2024, 10, 20), "a/s1", GroupKind::kSmall);
  EXPECT_EQ(Proposed(), std::vector<std::string>{"C1 2026-10-20 NO_GROUP "});
}

TEST_F(GroupMoveTest, WhoAgesOutStaysForTheTermOnlyWhereTheRulesSaySo) {
  Enrol("C1", Day(2023, 10, 20), "a/s1", GroupKind::kLarge);
  EXPECT_EQ(Proposed(), std::vector<std::string>{"C1 2026-10-20 AGES_OUT "});
  numbers_.finish_term = true;
  EXPECT_EQ(Proposed(), std::vector<std::string>{"C1 2026-10-20 AGES_OUT 2027-01-31"});
}

TEST_F(GroupMoveTest, APlaceThatSomebodyEndedMovesNowhere) {
  Enrol("C1", Day(2025, 10, 20), "a/i1", GroupKind::kInfant);
  enrolments_[0].running = false;
  EXPECT_TRUE(Proposed().empty());
}

TEST_F(GroupMoveTest, ASeatIsFoundInThatGroupOnThatDayOrNotAtAll) {
  const Child child = ChildOf("C1", Day(2025, 6, 1));
  const auto find = [&](const std::string& group, Day day) {
    const auto seat = FindSeat(centre_, taken_, child, {group, day});
    return seat.ok() ? absl::StrCat(seat->group, " ", FormatDay(seat->start))
                     : ReasonOf(seat.status());
  };
  EXPECT_EQ(find("a/s1", kToday), "a/s1 2026-10-01");
  EXPECT_EQ(find("a/i1", kToday), "NO_GROUP_FOR_AGE");
  taken_ = {{"a/s1", "SHARED", 2, kToday + 5}};
  EXPECT_EQ(find("a/s1", kToday), "SEAT_TAKEN");
  EXPECT_EQ(find("a/s1", kToday + 5), "a/s1 2026-10-06");
  Child silent = child;
  silent.centre_consent = false;
  EXPECT_EQ(ReasonOf(FindSeat(centre_, {}, silent, {"a/s1", kToday}).status()), "CONSENT_MISSING");
}

}  // namespace
}  // namespace tuoqiao::places
