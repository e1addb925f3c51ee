#include "services/eligibility/recorded_fact.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/eligibility/catalogue.h"
#include "services/eligibility/child.h"
#include "services/eligibility/testing_peers.h"

namespace tuoqiao::eligibility {
namespace {

RecordedFact Fact(const std::string& name, const std::string& value,
                  const std::string& from = "2026-10-01", int64_t revision = 1) {
  return {"", name, value, Day(from), revision, false};
}

TEST(RecordedFactTest, IsCheckedAgainstWhatRulesMayAsk) {
  const struct {
    RecordedFact fact;
    const char* reason;
    const char* field;
  } kCases[] = {
      {Fact("residence_division", "330106"), "", ""},
      {Fact("birth_order", "2"), "", ""},
      {Fact("shoe_size", "22"), "FACT_UNKNOWN", "facts[0].name"},
      {Fact("birth_date", "2025-01-01"), "FACT_NOT_RECORDABLE", "facts[0].name"},
      {Fact("programme_consent", "true"), "FACT_NOT_RECORDABLE", "facts[0].name"},
      {Fact("needs_level", "1"), "FACT_NOT_RECORDABLE", "facts[0].name"},
      {Fact("guardians_employed", "1"), "FACT_NOT_RECORDABLE", "facts[0].name"},
      {Fact("entitled_before", "true"), "FACT_NOT_RECORDABLE", "facts[0].name"},
      {Fact("birth_order", "second"), "FACT_INVALID", "facts[0].value"},
      {Fact("residence_division", ""), "FACT_INVALID", "facts[0].value"},
      {Fact("birth_order", "-1"), "FACT_IMPOSSIBLE", "facts[0].value"},
      {Fact("birth_order", "2", "2026-10-03"), "FACT_IMPOSSIBLE", "facts[0].from_date"},
  };
  for (const auto& each : kCases) {
    const absl::Status status = CheckFact("facts[0]", each.fact, Day("2026-10-02"));
    EXPECT_EQ(ReasonOf(status), each.reason) << each.fact.name << " " << each.fact.value;
    EXPECT_EQ(status.ok() ? "" : FailureOf(status)->field(), each.field) << each.fact.name;
  }
}

TEST(RecordedFactTest, ALaterWordOnTheSameDaySupersedesAndAnotherDayIsAStep) {
  std::vector<RecordedFact> facts = {
      Fact("birth_order", "1", "2026-10-01", 1), Fact("birth_order", "2", "2026-10-01", 2),
      Fact("birth_order", "3", "2026-10-20", 3), Fact("residence_division", "A", "2026-10-01", 4)};
  MarkSuperseded(&facts);
  EXPECT_TRUE(facts[0].superseded);
  for (size_t i = 1; i < facts.size(); ++i) EXPECT_FALSE(facts[i].superseded) << i;

  rules::Facts known(Catalogue());
  AddRecorded(facts, &known);
  const size_t order = *Catalogue().Find("birth_order");
  EXPECT_FALSE(rules::Known(known.On(order, Day("2026-09-30"))));
  EXPECT_EQ(rules::ValueText(known.On(order, Day("2026-10-19"))), "2");
  EXPECT_EQ(rules::ValueText(known.On(order, Day("2026-10-20"))), "3");
}

TEST(RecordedFactTest, AnAuthoritysWordHoldsBeforeAGuardiansOnThatDayAndNoOther) {
  const auto by = [](RecordedFact fact, Attestation attested_by, const std::string& event = "",
                     const std::string& corrected = "") {
    fact.attested_by = attested_by;
    fact.event_id = event;
    fact.corrected_event_id = corrected;
    return fact;
  };
  std::vector<RecordedFact> facts = {
      by(Fact("birth_order", "1", "2026-10-01", 1), Attestation::kGuardian),
      by(Fact("birth_order", "2", "2026-10-01", 2), Attestation::kAuthority, "E1"),
      by(Fact("birth_order", "1", "2026-10-01", 3), Attestation::kPark),
      by(Fact("birth_order", "3", "2026-10-20", 4), Attestation::kGuardian)};
  const auto on = [&](const char* day) {
    MarkSuperseded(&facts);
    rules::Facts known(Catalogue());
    AddRecorded(facts, &known);
    return rules::ValueText(known.On(*Catalogue().Find("birth_order"), Day(day)));
  };
  EXPECT_EQ(on("2026-10-19"), "2");
  EXPECT_EQ(on("2026-10-20"), "3");
  EXPECT_TRUE(facts[0].superseded && facts[2].superseded);
  // The authority finds that it is so from another day on: what others said of the first holds.
  facts.push_back(
      by(Fact("birth_order", "2", "2026-10-05", 5), Attestation::kAuthority, "E2", "E1"));
  EXPECT_EQ(on("2026-10-01"), "1");
  EXPECT_EQ(on("2026-10-05"), "2");
  EXPECT_TRUE(facts[0].superseded) << "by the park";
  EXPECT_TRUE(facts[1].superseded) << "by its own authority";
  EXPECT_FALSE(facts[2].superseded);
}

TEST(RecordedFactTest, WhatDirectoryOwnsOrTheCatalogueDoesNotKnowIsLeftAlone) {
  Child child;
  child.birth_date = Day("2025-04-08");
  rules::Facts facts = FactsOf(child);
  AddRecorded({Fact("birth_date", "2020-01-01"), Fact("gone", "1"), Fact("birth_order", "x")},
              &facts);
  EXPECT_EQ(rules::ValueText(facts.On(*Catalogue().Find("birth_date"), Day("2026-10-01"))),
            "2025-04-08");
  EXPECT_FALSE(rules::Known(facts.On(*Catalogue().Find("birth_order"), Day("2026-10-01"))));
}

}  // namespace
}  // namespace tuoqiao::eligibility
