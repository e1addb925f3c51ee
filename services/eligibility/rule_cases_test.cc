// The cases of tests/rules: a day, facts, and what the shipped pack has to say of them.
#include <gtest/gtest.h>

#include <set>

#include "services/common/rules/load.h"
#include "services/eligibility/testing_cases.h"

namespace tuoqiao::eligibility {
namespace {

TEST(RuleCasesTest, EachCaseOfEachShippedSchemeComesOutAsItIsWritten) {
  const auto schemes = rules::LoadSchemes("services/rules", Catalogue());
  ASSERT_TRUE(schemes.ok()) << schemes.status();
  std::set<std::string> tested;
  int count = 0;
  for (const auto& each : ReadCases()) {
    ASSERT_TRUE(each->wrong.empty()) << each->wrong[0];
    const auto scheme = schemes->find(each->file.scheme());
    ASSERT_NE(scheme, schemes->end()) << each->text.file;
    EXPECT_TRUE(tested.insert(scheme->first).second) << each->text.file;
    const rules::Place place(each->text.file, each->file, each->tree, &each->wrong);
    for (int i = 0; i < each->file.cases_size(); ++i, ++count) {
      const rules::v1::Case& message = each->file.cases(i);
      SCOPED_TRACE(each->text.file + ": " + message.name());
      EXPECT_FALSE(message.citation().empty());
      const rules::Facts facts = FactsOfCase(place.In("cases", i), message);
      EXPECT_EQ(AnswerOf(scheme->second, facts, message), ExpectedOf(message));
    }
    EXPECT_TRUE(each->wrong.empty()) << each->wrong[0];
  }
  for (const auto& [name, scheme] : *schemes) {
    EXPECT_EQ(tested.count(name), 1u) << name << " has no cases in tests/rules";
  }
  std::printf("%d cases of %zu schemes\n", count, schemes->size());
}

}  // namespace
}  // namespace tuoqiao::eligibility
