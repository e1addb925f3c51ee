// Directory's log is heard, and whoever a change concerns is decided again.
#include "services/eligibility/hearing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "services/common/db/outbox.h"
#include "services/eligibility/testing_service.h"

namespace tuoqiao::eligibility {
namespace {

using ::testing::ElementsAre;

class HearingTest : public EligibilityTest {
 protected:
  // Waits until everything that happened was heard.
  void UntilHeard() {
    const int64_t head = directory_.position();
    for (int tries = 0; Cursor() < head; ++tries) {
      ASSERT_LT(tries, 1000) << "heard up to " << Cursor() << " of " << head;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }
  int64_t Cursor() {
    int64_t position = 0;
    EXPECT_TRUE(harness_.db("eligibility")
                    .ReadIn("yunqi",
                            [&](db::Read& txn) -> absl::Status {
                              const auto cursor = db::LoadCursor(txn, "directory");
                              if (cursor.ok()) position = *cursor;
                              return cursor.status();
                            })
                    .ok());
    return position;
  }
  static std::string Employee(const std::string& case_number) {
    return FactsMessage(case_number).employments(0).employee();
  }
  void Leaves(const std::string& case_number, const std::string& leave_date) {
    directory::v1::ChildFacts leaving = FactsMessage(case_number);
    leaving.mutable_employments(0)->set_leave_date(leave_date);
    directory_.Say(leaving);
  }
  // `C1 1: ELIGIBLE; C2 2: ELIGIBLE, INELIGIBLE`: case, revision, outcomes.
  std::string Told() {
    std::string told;
    for (const v1::Decision& each : Decisions()) {
      absl::StrAppend(&told, told.empty() ? "" : "; ", each.case_number(), " ", each.revision(),
                      ":");
      for (const v1::Slice& slice : each.slices()) {
        absl::StrAppend(&told, &slice == &each.slices(0) ? " " : ", ",
                        v1::Slice::Outcome_Name(slice.outcome()));
      }
    }
    return told;
  }
};

type::v1::Event EventOf(const std::string& kind, const std::string& subject) {
  type::v1::Event event;
  event.set_kind(kind);
  event.set_subject(subject);
  return event;
}

TEST_F(HearingTest, TheConcernedAreTheFamiliesAndEmployeesThatChanged) {
  const Concerned concerned =
      ConcernedBy({EventOf("EmployeeLeft", "e2"), EventOf("EmployeeJoined", "e1"),
                   EventOf("EmployeeChanged", "e2"), EventOf("ConsentWithdrawn", "f1"),
                   EventOf("ConsentGiven", "f1"), EventOf("FamilyChanged", "f2"),
                   EventOf("GuardianConfirmed", "f3"), EventOf("FamilyCreated", "f4"),
                   EventOf("FirmMoved", "x"), EventOf("ClockAdvanced", "y")});
  EXPECT_THAT(concerned.employees, ElementsAre("e1", "e2"));
  EXPECT_THAT(concerned.families, ElementsAre("f1", "f2", "f3"));
  EXPECT_TRUE(ConcernedBy({EventOf("ParkCreated", "p")}).empty());
}

TEST_F(HearingTest, ALeaverIsDecidedAgainAndNobodyElse) {
  CreateCare();
  for (const char* each : {"C1", "C2", "C3"}) directory_.Say(FactsMessage(each));
  Decide();
  EXPECT_EQ(Told(), "C1 1: ELIGIBLE; C2 1: ELIGIBLE; C3 1: ELIGIBLE");
  Leaves("C2", "2026-10-15");
  directory_.Happen({{"EmployeeLeft", Employee("C2")}});
  UntilHeard();
  EXPECT_EQ(Told(), "C1 1: ELIGIBLE; C2 2: ELIGIBLE, INELIGIBLE; C3 1: ELIGIBLE");
  EXPECT_EQ(Count("child_heard"), 1);
  // Whoever asks now finds it done.
  EXPECT_EQ(Decide().changed(), 0);
}

TEST_F(HearingTest, SeveralEventsOfOneChildDecideItOnce) {
  CreateCare();
  directory_.Say(FactsMessage("C1"));
  Decide();
  directory::v1::ChildFacts changed = FactsMessage("C1");
  changed.set_programme_consent(false);
  directory_.Say(changed);
  directory_.Happen({{"ConsentWithdrawn", changed.family()},
                     {"EmployeeChanged", Employee("C1")},
                     {"ConsentWithdrawn", changed.family()},
                     {"FamilyChanged", changed.family()}});
  UntilHeard();
  EXPECT_EQ(Told(), "C1 2: PENDING");
  EXPECT_EQ(Events("DecisionMade").size(), 2u);
  // What says the same writes nothing.
  directory_.Happen({{"FamilyChanged", changed.family()}});
  UntilHeard();
  EXPECT_EQ(Count("decision"), 2);
}

TEST_F(HearingTest, ADecisionIsMadeAgainInEveryProgrammeOverItsOwnDays) {
  CreateCare();
  v1::CreateProgrammeRequest second = ProgrammeRequest();
  second.set_programme_id("more-care");
  ASSERT_TRUE(Call(&Stub::CreateProgramme, second).ok());
  directory_.Say(FactsMessage("C1"));
  directory_.Say(FactsMessage("C2"));
  Decide();
  v1::DecideChildrenRequest longer = DecideRequest();
  longer.set_name("parks/yunqi/programmes/more-care");
  longer.set_until_date("2027-02-01");
  EXPECT_EQ(Decide(longer).changed(), 2);
  Leaves("C1", "2026-10-15");
  directory_.Happen({{"EmployeeLeft", Employee("C1")}});
  UntilHeard();
  EXPECT_EQ(Told(), "C1 2: ELIGIBLE, INELIGIBLE; C2 1: ELIGIBLE");
  EXPECT_EQ(Count("decision"), 6);
  longer.set_request_id(NextId());
  EXPECT_EQ(Decide(longer).changed(), 0);
}

TEST_F(HearingTest, NobodyIsAskedForWhereNothingIsOffered) {
  directory_.Say(FactsMessage("C1"));
  directory_.Happen({{"EmployeeJoined", Employee("C1")}});
  UntilHeard();
  EXPECT_EQ(directory_.pages(), 0);
  CreateCare();
  directory_.Happen({{"FirmMoved", "parks/yunqi/firms/f1"}});
  UntilHeard();
  EXPECT_EQ(directory_.pages(), 0);
}

TEST_F(HearingTest, ManyAreDecidedPageByPageAndACutInBetweenDecidesNobodyTwice) {
  CreateCare();
  SayMany(450);
  Decide();
  std::vector<std::pair<std::string, std::string>> events;
  for (int i = 0; i < 450; ++i) {
    const std::string case_number = absl::StrCat("C", absl::Dec(i, absl::kZeroPad5));
    Leaves(case_number, "2026-10-15");
    events.emplace_back("EmployeeLeft", Employee(case_number));
  }
  // The first page is written, and the second is not to be had at first.
  directory_.FailAfter("C00199", 1);
  directory_.Happen(events);
  UntilHeard();
  EXPECT_EQ(Count("decision"), 900);
  EXPECT_EQ(Count("child_heard"), 450);
  for (const v1::Decision& each : Decisions()) ASSERT_EQ(each.revision(), 2);
  EXPECT_EQ(Decide().changed(), 0);
}

TEST_F(HearingTest, FactsOfBeforeAChangeThatWasHeardDecideNothing) {
  CreateCare();
  directory_.Say(FactsMessage("C1"));
  directory_.Happen({{"FamilyChanged", FactsMessage("C1").family()}});
  UntilHeard();
  // A page that was asked for before the change: the child has no decision yet that would tell.
  const int64_t now = directory_.position();
  directory_.SetPosition(now - 1);
  const auto started = Call(&Stub::DecideChildren, DecideRequest());
  ASSERT_TRUE(started.ok()) << started.status();
  while (directory_.pages() < 2) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  directory_.SetPosition(now);
  LetTheJobGoOn();
  EXPECT_FALSE(harness_.Wait("eligibility", started->name()).has_error());
  EXPECT_EQ(Told(), "C1 1: ELIGIBLE");
}

TEST_F(HearingTest, WhereTheRulesAreGoneTheRestIsHeardAllTheSame) {
  CreateCare();
  directory_.Say(FactsMessage("C1"));
  Decide();
  ASSERT_TRUE(harness_.db("eligibility")
                  .WriteIn("yunqi",
                           [](db::Write& txn) {
                             return txn
                                 .Execute(
                                     "UPDATE programme SET scheme = 'cn.gone' "
                                     "WHERE park_id = :park",
                                     {})
                                 .status();
                           })
                  .ok());
  Leaves("C1", "2026-10-15");
  directory_.Happen({{"EmployeeLeft", Employee("C1")}});
  UntilHeard();
  EXPECT_EQ(Told(), "C1 1: ELIGIBLE");
}

}  // namespace
}  // namespace tuoqiao::eligibility
