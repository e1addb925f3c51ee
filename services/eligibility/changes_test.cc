#include "services/eligibility/changes.h"

#include <gtest/gtest.h>

#include "absl/strings/str_join.h"
#include "services/eligibility/recorded_fact.h"
#include "services/eligibility/testing_peers.h"
#include "services/eligibility/testing_scheme.h"

namespace tuoqiao::eligibility {
namespace {

// `condition fact needed [from]`, or `never`.
std::string Told(const rules::Scheme& scheme, const Child& child, const std::string& day,
                 const std::vector<RecordedFact>& recorded = {}) {
  rules::Facts facts = FactsOf(child);
  AddRecorded(recorded, &facts);
  return absl::StrJoin(SmallestChanges(scheme, facts, Day(day)), "; ",
                       [](std::string* out, const Change& each) {
                         absl::StrAppend(out, each.condition, " ", each.fact, " ", each.needed);
                         if (each.from.has_value())
                           absl::StrAppend(out, " ", FormatDay(*each.from));
                         if (!each.possible) absl::StrAppend(out, " never");
                       });
}

Child ChildOf(const std::string& birth_date, std::vector<Employment> employments,
              bool consent = true) {
  Child child;
  child.birth_date = Day(birth_date);
  child.employments = std::move(employments);
  child.programme_consent = consent;
  return child;
}

const Employment kLong = {1, absl::CivilDay(2024, 3, 1), std::nullopt};

TEST(ChangesTest, OfTheShippedSchemeAreWhatEachConditionLacks) {
  const struct {
    const char* what;
    Child child;
    const char* told;
  } kCases[] = {
      {"eligible", ChildOf("2025-04-08", {kLong}), ""},
      {"too young: time brings it", ChildOf("2026-04-15", {kLong}),
       "age_from age_in_months at_least 6 2026-10-15"},
      {"not born yet", ChildOf("2026-12-24", {kLong}),
       "age_from age_in_months at_least 6 2027-06-24"},
      {"too old: nothing does", ChildOf("2023-09-30", {kLong}),
       "age_until age_in_months below 36 never"},
      {"nobody employed: a person has to act", ChildOf("2025-04-08", {}),
       "guardian_employed guardians_employed at_least 1"},
      {"hired soon", ChildOf("2025-04-08", {{1, Day("2026-11-02"), std::nullopt}}),
       "guardian_employed guardians_employed at_least 1 2026-11-02"},
      {"two conditions at once", ChildOf("2026-04-15", {}),
       "age_from age_in_months at_least 6 2026-10-15; guardian_employed guardians_employed "
       "at_least 1"},
      {"without consent nothing else is looked at", ChildOf("2023-09-30", {}, false),
       "programme_consent programme_consent equals true"},
  };
  for (const auto& each : kCases) {
    EXPECT_EQ(Told(SampleScheme(), each.child, "2026-10-01"), each.told) << each.what;
  }
}

TEST(ChangesTest, OfATreeAreTheFewestLeavesThatCanBe) {
  const Child nobody = ChildOf("2023-09-30", {});
  const struct {
    const char* predicate;
    const char* told;
  } kCases[] = {
      // One leaf is less than two.
      {R"(any { of { all { of { equals { fact: "residence_division" value { text: "A" } } }
                           of { equals { fact: "birth_order" value { number: 2 } } } } }
                of { equals { fact: "residence_division" value { text: "B" } } } })",
       "asked residence_division equals B"},
      // What can be is better than what cannot, also where it is more.
      {R"(any { of { age_in_months { fact: "birth_date" below: "age_until_months" } }
                of { all { of { equals { fact: "residence_division" value { text: "A" } } }
                           of { equals { fact: "birth_order" value { number: 2 } } } } } })",
       "asked residence_division equals A; asked birth_order equals 2"},
      {R"(not { equals { fact: "residence_division" value { text: "C" } } })",
       "asked residence_division not equals C"},
      // Not (old enough or second) is both turned.
      {R"(not { any { of { age_in_months { fact: "birth_date" at_least: "age_from_months" } }
                     of { equals { fact: "residence_division" value { text: "C" } } } } })",
       "asked age_in_months not at_least 6 never; asked residence_division not equals C"},
  };
  for (const auto& each : kCases) {
    const rules::Scheme scheme = SchemeOf({each.predicate, "", ""});
    EXPECT_EQ(Told(scheme, nobody, "2026-10-01",
                   {{"", "residence_division", "C", Day("2026-01-01"), 1, false}}),
              each.told);
  }
}

TEST(ChangesTest, AConditionThatEndsStopsNobodyAfterwards) {
  const rules::Scheme scheme =
      SchemeOf({R"(age_in_months { fact: "birth_date" below: "age_until_months" })",
                R"(until: "2027-01-01")", ""});
  EXPECT_EQ(Told(scheme, ChildOf("2023-09-30", {}), "2026-10-01"),
            "asked age_in_months below 36 2027-01-01");
}

}  // namespace
}  // namespace tuoqiao::eligibility
