// The cases of tests/rules: a day, facts, and what the shipped pack has to say of them.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "services/common/rules/load_condition.h"
#include "services/eligibility/catalogue.h"
#include "services/eligibility/decision.h"
#include "services/eligibility/testing_peers.h"

namespace tuoqiao::eligibility {
namespace {

namespace rules_v1 = tuoqiao::rules::v1;

constexpr char kCasesFolder[] = "tests/rules";

// A file of cases, with the places of what is wrong in it.
struct CaseText {
  rules::RuleText text;
  rules_v1::CaseFile file;
  rules::Place::Tree tree;
  std::vector<std::string> wrong;
};

std::vector<std::unique_ptr<CaseText>> ReadCases() {
  std::vector<std::unique_ptr<CaseText>> files;
  for (const auto& entry : std::filesystem::directory_iterator(kCasesFolder)) {
    if (entry.path().extension() != ".textproto") continue;
    auto read = std::make_unique<CaseText>();
    std::stringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    read->text = {entry.path().string(), text.str()};
    EXPECT_EQ(rules::MessageOf(read->text.text), rules_v1::CaseFile::descriptor()->full_name());
    EXPECT_TRUE(rules::ReadText(read->text, &read->file, &read->tree, &read->wrong))
        << read->wrong[0];
    files.push_back(std::move(read));
  }
  return files;
}

rules::Facts FactsOfCase(const rules::Place& place, const rules_v1::Case& message) {
  rules::Facts facts(Catalogue());
  for (int i = 0; i < message.facts_size(); ++i) {
    const auto fact = Catalogue().Find(message.facts(i).name());
    EXPECT_TRUE(fact.has_value()) << message.facts(i).name();
    if (!fact.has_value()) continue;
    facts.Set(*fact, rules::ReadLiteral(place.In("facts", i).In("value"), message.facts(i).value(),
                                        Catalogue().at(*fact).type));
  }
  return facts;
}

std::string OutcomeName(Outcome outcome) {
  static constexpr const char* kNames[] = {"PENDING", "ELIGIBLE", "ELIGIBLE_LATER", "INELIGIBLE"};
  return kNames[static_cast<int>(outcome)];
}

void Check(const rules::Scheme& scheme, const rules::Place& place, const rules_v1::Case& message) {
  SCOPED_TRACE(message.name());
  EXPECT_FALSE(message.citation().empty());
  const absl::CivilDay day = Day(message.date());
  ASSERT_TRUE(scheme.CheckInForce({day, day + 1}).ok());
  const auto slices = Decide(scheme, FactsOfCase(place, message), {day, day + 1});
  ASSERT_EQ(slices.size(), 1u);
  EXPECT_EQ(OutcomeName(slices[0].outcome), message.outcome());
  std::vector<std::string> failing;
  for (const rules::Finding& each : slices[0].trace) {
    if (each.truth != rules::Truth::kHolds) failing.push_back(each.condition);
  }
  EXPECT_EQ(failing, std::vector<std::string>(message.failing().begin(), message.failing().end()));
}

TEST(RuleCasesTest, EachCaseOfEachShippedSchemeComesOutAsItIsWritten) {
  const auto schemes = rules::LoadSchemes("services/rules", Catalogue());
  ASSERT_TRUE(schemes.ok()) << schemes.status();
  std::set<std::string> tested;
  for (const auto& each : ReadCases()) {
    const auto scheme = schemes->find(each->file.scheme());
    ASSERT_NE(scheme, schemes->end()) << each->text.file;
    tested.insert(scheme->first);
    const rules::Place place(each->text.file, each->file, each->tree, &each->wrong);
    for (int i = 0; i < each->file.cases_size(); ++i) {
      Check(scheme->second, place.In("cases", i), each->file.cases(i));
    }
    EXPECT_TRUE(each->wrong.empty()) << each->wrong[0];
  }
  for (const auto& [name, scheme] : *schemes) {
    EXPECT_EQ(tested.count(name), 1u) << name << " has no cases in " << kCasesFolder;
  }
}

}  // namespace
}  // namespace tuoqiao::eligibility
