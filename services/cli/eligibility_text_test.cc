#include "services/cli/eligibility_text.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "tuoqiao/eligibility/v1/eligibility.pb.h"

namespace tuoqiao::cli {
namespace {

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

constexpr char kExplanation[] = R"(
  decision {
    child: "parks/a/families/f/children/c" case_number: "C1" revision: 2 recovery_frozen: true
    slices { from_date: "2026-10-01" until_date: "2026-10-15" outcome: PENDING
             missing: "residence_division: GUARDIAN" eligible_from_date: "2026-10-15" }
    slices { from_date: "2026-10-15" until_date: "2026-12-01" outcome: ELIGIBLE
             eligible_from_date: "2026-10-15" use_by_date: "2026-11-14"
             reconfirm_by_date: "2026-11-20" grace_until_date: "2026-12-20" }
  }
  sentences_en: "So nothing is decided yet." sentences_zh: "因此尚未认定。"
  changes { condition: "age_from" fact: "age_in_months" needed: "at_least 6"
            from_date: "2026-10-15" possible: true }
  changes { condition: "age_until" fact: "age_in_months" needed: "below 36" }
  changes { condition: "lives" fact: "residence_division" needed: "equals A" possible: true }
  entitlement { case_number: "C1" state: GRACE may_stay: true due_date: "2026-12-20" })";

TEST(EligibilityTextTest, AnExplanationHasSlicesSentencesAndWhatWouldChange) {
  const auto explanation = Parse<eligibility::v1::Explanation>(kExplanation);
  EXPECT_EQ(ExplanationText(explanation, Language::kBoth),
            "parks/a/families/f/children/c  case C1  revision 2  appealed, nothing is recovered\n"
            "2026-10-01..2026-10-15 PENDING         eligible from 2026-10-15\n"
            "  missing residence_division: GUARDIAN\n"
            "2026-10-15..2026-12-01 ELIGIBLE        eligible from 2026-10-15  use by 2026-11-14  "
            "confirm by 2026-11-20  grace until 2026-12-20\n"
            "C1           GRACE            may stay  due 2026-12-20\n"
            "So nothing is decided yet.\n"
            "因此尚未认定。\n"
            "to change: age_from: age_in_months at_least 6, which is so from 2026-10-15 on\n"
            "to change: age_until: age_in_months below 36, which nothing can bring\n"
            "to change: lives: residence_division equals A\n");
}

TEST(EligibilityTextTest, SentencesAreToldInTheLanguageThatIsAskedFor) {
  const auto explanation = Parse<eligibility::v1::Explanation>(kExplanation);
  const auto& en = explanation.sentences_en();
  const auto& zh = explanation.sentences_zh();
  EXPECT_EQ(SentencesText(en, zh, Language::kEnglish), "So nothing is decided yet.\n");
  EXPECT_EQ(SentencesText(en, zh, Language::kChinese), "因此尚未认定。\n");
}

TEST(EligibilityTextTest, OverridesAndAppealsAreALineEachWithTheirTextsBelow) {
  EXPECT_EQ(OverrideText(Parse<eligibility::v1::Override>(
                R"(name: "o" case_number: "C1" outcome: ELIGIBLE from_date: "2026-10-01"
                   until_date: "2026-11-01" state: APPROVED proposed_by: "li" approved_by: "wang"
                   reason: "核验" )")),
            "o  C1  ELIGIBLE 2026-10-01..2026-11-01  APPROVED  proposed by li  approved by wang\n"
            "  核验\n");
  EXPECT_EQ(AppealText(Parse<eligibility::v1::Appeal>(
                R"(name: "a" case_number: "C1" state: OPEN open_date: "2026-10-01")")),
            "a  C1  OPEN  opened 2026-10-01\n");
}

}  // namespace
}  // namespace tuoqiao::cli
