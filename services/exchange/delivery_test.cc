#include "services/exchange/delivery.h"

#include <gtest/gtest.h>

#include "services/exchange/content.h"

namespace tuoqiao::exchange {
namespace {

TEST(Contents, AreForTheRolesThatOwnThem) {
  const struct {
    const char* content;
    const char* roles;
  } kCases[] = {{"ROSTER", "PARK_ADMIN FIRM_HR"},
                {"FAMILIES", "PARK_ADMIN"},
                {"PAY_FIGURES", "FIRM_PAYROLL"},
                {"PAY_RESULTS", "FIRM_PAYROLL"},
                {"PAY_INSTRUCTIONS", "FIRM_PAYROLL"},
                {"ATTENDANCE", "PARK_ADMIN CENTRE_MANAGER"},
                {"PRESENCE_EVENTS", "PARK_ADMIN CENTRE_MANAGER"},
                {"ENROLMENT_ADVICE", "PARK_ADMIN CENTRE_MANAGER"},
                {"PAYMENTS", "PARK_FINANCE"},
                {"PAYMENT_STATUS", "PARK_FINANCE"},
                {"BANK_LINES", "PARK_FINANCE"},
                {"RECEIVABLES", "PARK_FINANCE"},
                {"RECEIVABLE_LINES", "PARK_FINANCE"},
                {"PAYMENT_ADVICE", "PARK_FINANCE CENTRE_MANAGER"}};
  EXPECT_EQ(Contents().size(), std::size(kCases));
  for (const auto& each : kCases) {
    SCOPED_TRACE(each.content);
    const Content* content = FindContent(each.content);
    ASSERT_NE(content, nullptr);
    std::string roles;
    for (const char* role : {"PARK_ADMIN", "PARK_FINANCE", "FIRM_HR", "FIRM_PAYROLL",
                             "CENTRE_MANAGER", "PARENT", "GOV_AUDITOR", "OPS", "SERVICE"}) {
      if (MayTouch(*content, role)) roles += (roles.empty() ? "" : " ") + std::string(role);
    }
    EXPECT_EQ(roles, each.roles);
  }
  EXPECT_EQ(FindContent("SALARIES"), nullptr);
}

TEST(Delivery, IsTheSameByConnectionBytesAndWhatItIsAbout) {
  const DeliverySeed seed = {"yunqi", "parks/yunqi/connections/a", "ff", "", false};
  EXPECT_EQ(DeliveryId(seed), DeliveryId(seed));
  for (const DeliverySeed& other :
       {DeliverySeed{"xixi", seed.connection, "ff", "", false},
        DeliverySeed{"yunqi", "parks/yunqi/connections/b", "ff", "", false},
        DeliverySeed{"yunqi", seed.connection, "fe", "", false},
        DeliverySeed{"yunqi", seed.connection, "ff", "2026-10", false},
        DeliverySeed{"yunqi", seed.connection, "ff", "", true}}) {
    EXPECT_NE(DeliveryId(seed), DeliveryId(other));
  }
}

TEST(Delivery, AStepHasOneRequestIdInEachRound) {
  Delivery delivery;
  delivery.id = "dlv-1";
  const std::string first = StepRequestId(delivery, "batch-0-0");
  EXPECT_LE(first.size(), 60u) << "A few characters are left for parts of a step.";
  EXPECT_EQ(first, StepRequestId(delivery, "batch-0-0"));
  EXPECT_NE(first, StepRequestId(delivery, "batch-0-1"));
  delivery.round = 2;
  EXPECT_NE(first, StepRequestId(delivery, "batch-0-0"));
}

TEST(Delivery, EndsByWhatWasTaken) {
  const struct {
    Tally tally;
    DeliveryState state;
  } kCases[] = {
      {{0, 0, 0, 0, 0}, DeliveryState::kAccepted}, {{2, 0, 0, 0, 0}, DeliveryState::kAccepted},
      {{0, 0, 3, 0, 0}, DeliveryState::kAccepted}, {{0, 0, 3, 1, 0}, DeliveryState::kPartly},
      {{0, 1, 0, 9, 9}, DeliveryState::kPartly},   {{0, 0, 0, 1, 0}, DeliveryState::kRejected}};
  for (const auto& each : kCases) EXPECT_EQ(Judge(each.tally), each.state);
}

TEST(Delivery, IsAppliedAgainOnlyWhereThatCanChangeSomething) {
  constexpr Repetition kAsBefore = Repetition::kAsBefore, kResume = Repetition::kResume,
                       kAgain = Repetition::kAgain;
  Delivery read;
  read.id = "dlv-1";
  read.state = DeliveryState::kPartly;
  read.connection_revision = 3;
  const Arrival same = {false, false, "dlv-1", 3};
  EXPECT_EQ(Repeat(read, same), kAsBefore);

  Arrival arrival = same;
  arrival.last_delivery = "dlv-2";
  EXPECT_EQ(Repeat(read, arrival), kAgain) << "Another file came since.";
  arrival = same;
  arrival.connection_revision = 4;
  EXPECT_EQ(Repeat(read, arrival), kAgain) << "It is read in another way now.";
  arrival = same;
  arrival.leavers_confirmed = true;
  EXPECT_EQ(Repeat(read, arrival), kAsBefore) << "Nobody waits for the confirmation.";
  read.leavers_wait = true;
  EXPECT_EQ(Repeat(read, arrival), kAgain);
  EXPECT_EQ(Repeat(read, same), kAsBefore);
  read.tally.refused_by_owner = 1;
  EXPECT_EQ(Repeat(read, same), kAgain) << "It may be set up by now.";
  read.tally.refused_by_owner = 0;
  read.validate_only = true;
  EXPECT_EQ(Repeat(read, same), kAgain) << "A dry run says what would happen now.";

  Delivery queued;
  queued.id = "dlv-1";
  queued.connection_revision = 3;
  Arrival alive = same;
  alive.job_alive = true;
  EXPECT_EQ(Repeat(queued, alive), kAsBefore);
  alive.leavers_confirmed = true;
  EXPECT_EQ(Repeat(queued, alive), kAgain);
  EXPECT_EQ(Repeat(queued, same), kResume) << "Its job was cancelled or has given up.";
  arrival = same;
  arrival.connection_revision = 4;
  EXPECT_EQ(Repeat(queued, arrival), kAgain);

  Delivery dead = queued;
  dead.state = DeliveryState::kDead;
  EXPECT_EQ(Repeat(dead, same), kAgain);
}

TEST(Delivery, StatesHaveTheNamesOfTheContract) {
  for (const char* name : {"QUEUED", "SENT", "ACCEPTED", "PARTLY", "REJECTED", "DEAD"}) {
    EXPECT_EQ(DeliveryStateName(DeliveryStateOf(name)), name);
  }
}

}  // namespace
}  // namespace tuoqiao::exchange
