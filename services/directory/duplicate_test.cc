#include "services/directory/duplicate.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"

namespace tuoqiao::directory {
namespace {

using Verdict = ChildDuplicate::Verdict;

constexpr absl::CivilDay kDay(2026, 10, 8);

Child Named(const std::string& name, absl::CivilDay birth_date = absl::CivilDay(2025, 2, 3)) {
  Child child;
  child.display_name = name;
  child.birth_date = birth_date;
  return child;
}

ChildDuplicate Found() {
  ChildDuplicate pair;
  pair.later = {"chd-2", "fam-2", "C2"};
  pair.earlier = {"chd-1", "fam-1", "C1"};
  pair.same_name = true;
  return pair;
}

TEST(ChildDuplicateTest, IsNoticedHoweverTheNameIsWritten) {
  const std::string mixed = CanonicalNameAndBirth(Named("艾米\u00B7li"));
  for (const char* writing :
       {"艾米\u2022LI", " 艾米 Li", "艾米\u3000ＬＩ", "艾米.Li", "艾米\u30FBLi"}) {
    EXPECT_EQ(CanonicalNameAndBirth(Named(writing)), mixed) << writing;
  }
  const std::string twin = CanonicalNameAndBirth(Named("小满"));
  EXPECT_NE(CanonicalNameAndBirth(Named("小寒")), twin) << "the other twin";
  EXPECT_NE(CanonicalNameAndBirth(Named("小满", absl::CivilDay(2025, 2, 4))), twin);
}

TEST(ChildDuplicateTest, TakesTwoPeopleWhoSayTheSame) {
  ChildDuplicate pair = Found();
  ASSERT_TRUE(Say(pair, {Verdict::kDifferent, "", "li"}, kDay).ok());
  EXPECT_FALSE(FreesTheLater(pair)) << "one person's word is a proposal";
  EXPECT_EQ(ReasonOf(Say(pair, {Verdict::kDifferent, "", "li"}, kDay)), "APPROVED_BY_SAME_PERSON");
  // Another answer is a new proposal, also that of the other case.
  ASSERT_TRUE(Say(pair, {Verdict::kSame, "C1", "wang"}, kDay).ok());
  ASSERT_TRUE(Say(pair, {Verdict::kSame, "C2", "li"}, kDay).ok());
  EXPECT_FALSE(pair.review_date.has_value());
  EXPECT_EQ(ReasonOf(Say(pair, {Verdict::kSame, "C3", "wang"}, kDay)), "KEPT_CASE_UNKNOWN");
  ASSERT_TRUE(Say(pair, {Verdict::kSame, "C2", "wang"}, kDay).ok());
  EXPECT_EQ(pair.review_date, kDay);
  EXPECT_EQ(pair.kept, "chd-2");
  EXPECT_TRUE(FreesTheLater(pair)) << "the later case is kept";
  EXPECT_EQ(ReasonOf(Say(pair, {Verdict::kDifferent, "", "zhao"}, kDay)),
            "CHILD_DUPLICATE_REVIEWED");
}

TEST(ChildDuplicateTest, IsAskedAgainWhereMoreIsEqualThanWasLookedAt) {
  ChildDuplicate pair = Found();
  EXPECT_FALSE(AddMatch(pair, true, false));
  ASSERT_TRUE(Say(pair, {Verdict::kDifferent, "", "li"}, kDay).ok());
  ASSERT_TRUE(Say(pair, {Verdict::kDifferent, "", "wang"}, kDay).ok());
  EXPECT_FALSE(AddMatch(pair, false, false)) << "a name that was mended tells nothing new";
  ASSERT_TRUE(FreesTheLater(pair));
  EXPECT_TRUE(AddMatch(pair, true, true));
  EXPECT_FALSE(FreesTheLater(pair));
  ASSERT_TRUE(Say(pair, {Verdict::kSame, "C1", "li"}, kDay).ok());
  ASSERT_TRUE(Say(pair, {Verdict::kSame, "C1", "wang"}, kDay).ok());
  pair.same_name = false;
  EXPECT_TRUE(AddMatch(pair, true, true));
  EXPECT_EQ(pair.verdict, Verdict::kSame);
  EXPECT_TRUE(pair.review_date.has_value()) << "held for the same child for good";
}

}  // namespace
}  // namespace tuoqiao::directory
