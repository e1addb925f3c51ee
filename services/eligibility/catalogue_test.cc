#include "services/eligibility/catalogue.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include "services/common/rules/schema.h"
#include "services/eligibility/testing_cases.h"

namespace tuoqiao::eligibility {
namespace {

constexpr char kDocument[] = "services/rules/FACTS.md";

TEST(CatalogueTest, TheDocumentIsWhatTheCatalogueAndTheContractSay) {
  const std::string document = rules::SchemaDocument(Catalogue());
  if (std::getenv("TUOQIAO_WRITE") != nullptr) std::ofstream(kDocument) << document;
  EXPECT_EQ(FileText(kDocument), document) << "run this test with TUOQIAO_WRITE=1";
}

TEST(CatalogueTest, EachFactHasANameOfItsOwnAndWordsInBothLanguages) {
  std::set<std::string> names;
  for (size_t i = 0; i < Catalogue().size(); ++i) {
    const rules::FactDeclaration& fact = Catalogue().at(i);
    EXPECT_TRUE(names.insert(fact.name).second) << fact.name;
    EXPECT_FALSE(fact.en.empty() || fact.zh.empty()) << fact.name;
    EXPECT_EQ(fact.type == rules::FactType::kNumber, fact.unit != rules::Unit::kNone) << fact.name;
  }
}

TEST(CatalogueTest, WhatIsOwnedStandsInItsPlaces) {
  EXPECT_EQ(Catalogue().at(kProgrammeConsent).name, "programme_consent");
  EXPECT_EQ(Catalogue().at(kBirthDate).name, "birth_date");
  EXPECT_EQ(Catalogue().at(kNeedsLevel).name, "needs_level");
  EXPECT_EQ(Catalogue().at(kGuardiansEmployed).name, "guardians_employed");
  EXPECT_EQ(Catalogue().at(kEntitledBefore).name, "entitled_before");
  EXPECT_EQ(Catalogue().at(kEntitledFrom).name, "entitled_from");
}

TEST(CatalogueTest, SomebodyCanBeAskedForEachFactOfAChild) {
  EXPECT_EQ(WhoSays("household_income_minor"), "GUARDIAN");
  EXPECT_EQ(WhoSays("attended_days"), "CENTRE");
  EXPECT_EQ(WhoSays("needs_level"), "PARK");
}

}  // namespace
}  // namespace tuoqiao::eligibility
