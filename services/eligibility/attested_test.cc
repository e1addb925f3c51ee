#include "services/eligibility/attested.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/eligibility/testing_peers.h"

namespace tuoqiao::eligibility {
namespace {

RecordedFact Event(const std::string& id, const std::string& value,
                   const std::string& corrected = "", const std::string& from = "2026-10-01") {
  RecordedFact fact = {"", "birth_order", value, Day(from)};
  fact.attested_by = Attestation::kAuthority;
  fact.event_id = id;
  fact.corrected_event_id = corrected;
  return fact;
}
RecordedFact Word(const std::string& value, Attestation attested_by = Attestation::kGuardian) {
  RecordedFact fact = {"", "birth_order", value, Day("2026-10-01")};
  fact.attested_by = attested_by;
  return fact;
}

TEST(AttestedTest, AParentSpeaksForTheGuardianAndTheParkForWhomItSays) {
  RecordedFact plain = Word("1", Attestation::kUnknown), firm = Word("1", Attestation::kFirm);
  EXPECT_EQ(ReasonOf(Attest("facts[0]", Speaker::kParent, &firm)), "ATTESTATION_REFUSED");
  ASSERT_TRUE(Attest("facts[0]", Speaker::kPark, &firm).ok());
  EXPECT_EQ(firm.attested_by, Attestation::kFirm);
  ASSERT_TRUE(Attest("facts[0]", Speaker::kPark, &plain).ok());
  EXPECT_EQ(plain.attested_by, Attestation::kPark);
  plain.attested_by = Attestation::kUnknown;
  ASSERT_TRUE(Attest("facts[0]", Speaker::kParent, &plain).ok());
  EXPECT_EQ(plain.attested_by, Attestation::kGuardian);
}

TEST(AttestedTest, AnEventChangesOnceAndIsCorrectedByName) {
  const auto first = Hear({}, {Word("1"), Event("E1", "2")}, {});
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->fresh.size(), 2u);
  EXPECT_EQ(first->fresh[1].revision, 2);
  EXPECT_TRUE(first->told[0].superseded);
  const std::vector<RecordedFact> before = first->fresh;

  const auto again = Hear(before, {Event("E1", "2")}, {});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->fresh.empty());
  EXPECT_EQ(again->told[0].revision, 2);

  const struct {
    RecordedFact said;
    std::set<std::string> taken;
    const char* reason;
  } kCases[] = {
      {Event("E1", "3"), {}, "EVENT_CONFLICT"},
      {Event("E1", "2", "", "2026-10-02"), {}, "EVENT_CONFLICT"},
      {Event("E2", "2"), {"E2"}, "EVENT_CONFLICT"},
      {Event("E2", "3"), {}, "EVENT_OVERLAP"},
      {Event("E2", "3", "E0"), {}, "EVENT_UNKNOWN"},
      {Event("E2", "2"), {}, ""},
      {Event("E2", "3", "", "2026-10-02"), {}, ""},
      {Event("E2", "3", "E1"), {}, ""},
      {Word("3", Attestation::kPark), {}, ""},
  };
  for (const auto& each : kCases) {
    EXPECT_EQ(ReasonOf(Hear(before, {each.said}, each.taken).status()), each.reason)
        << each.said.event_id << " " << each.said.value;
  }
}

TEST(AttestedTest, WhatWasCorrectedIsNotCorrectedAgain) {
  const auto heard = Hear({}, {Event("E1", "2"), Event("E2", "3", "E1")}, {});
  ASSERT_TRUE(heard.ok()) << heard.status();
  EXPECT_TRUE(heard->told[0].superseded);
  EXPECT_FALSE(heard->told[1].superseded);
  const auto stale = Hear(heard->fresh, {Event("E3", "4", "E1", "2026-10-09")}, {});
  EXPECT_EQ(ReasonOf(stale.status()), "EVENT_UNKNOWN");
  EXPECT_EQ(FailureOf(stale.status())->field(), "facts[0].corrected_event_id");
  EXPECT_EQ(ReasonOf(Hear(heard->fresh, {Event("E3", "4"), Word("9")}, {}).status()),
            "EVENT_OVERLAP");
}

}  // namespace
}  // namespace tuoqiao::eligibility
