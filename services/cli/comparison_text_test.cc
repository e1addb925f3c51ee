#include "services/cli/comparison_text.h"

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

TEST(ComparisonTextTest, WhatIsInTheBestCombinationIsMarked) {
  const auto comparison = Parse<eligibility::v1::CompareProgrammesResponse>(R"(
    programmes { programme: "parks/a/programmes/allowance" outcome: ELIGIBLE
                 family_worth_minor: 90000 in_best: true }
    programmes { programme: "parks/a/programmes/old" reason: "RULE_NOT_IN_FORCE" }
    currency_code: "CNY" sentences_en: "The best." sentences_zh: "最优。")");
  EXPECT_EQ(ComparisonText(comparison, Language::kBoth),
            "* allowance                ELIGIBLE                  900.00 CNY\n"
            "  old                      RULE_NOT_IN_FORCE           0.00 CNY\n"
            "The best.\n"
            "最优。\n");
}

TEST(ComparisonTextTest, ASchemeHasWhatItIsWorthWhatItExcludesAndWhatWouldBeAdoptedBelow) {
  const auto scheme = Parse<eligibility::v1::SchemeSummary>(R"(
    name: "cn.a" title_en: "A" title_zh: "甲" subject: "CHILD" from_date: "2026-01-01"
    amounts { name: "subsidy" title_en: "Subsidy" title_zh: "补贴" payer: "AUTHORITY" per: "MONTH" }
    exclusions { scheme: "cn.b" kind: "NOT_WITH" source: "notice 7" }
    unofficial_values: "share" unofficial_values: "most")");
  EXPECT_EQ(SchemeText(scheme),
            "cn.a  CHILD  2026-01-01..  A / 甲\n"
            "  subsidy: Subsidy / 补贴 (AUTHORITY, MONTH)\n"
            "  NOT_WITH cn.b, by notice 7\n"
            "  not official: share, most\n");
}

}  // namespace
}  // namespace tuoqiao::cli
