#include "services/common/rules/parameter_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "services/common/errors.h"

namespace tuoqiao::rules {
namespace {

using ::testing::HasSubstr;

constexpr char kFile[] = R"(# proto-message: tuoqiao.rules.v1.ParameterFile
name: "cn.walk"
title { en: "Walking" zh: "步行" }
parameters {
  name: "circle" unit: METRES period: ALWAYS
  values { from: "2026-01-01" value: 2000 source { title: "Ours" } confidence: SAMPLE }
}
parameters {
  name: "speed" unit: METRES_PER_HOUR period: ALWAYS
  values { from: "2026-01-01" value: 4500 source { title: "A text" } confidence: OFFICIAL }
  values { from: "2027-01-01" value: 4700 source { title: "A text" } confidence: OFFICIAL }
}
)";
const std::vector<Asked>& AskedFor() {
  static const auto* const kAsked = new std::vector<Asked>{
      {"speed", Unit::kMetresPerHour, 1, 10000}, {"circle", Unit::kMetres, 0, 5000}};
  return *kAsked;
}

absl::StatusOr<ParameterFile> Load(const std::string& from = "", const std::string& to = "") {
  const std::string text = from.empty() ? kFile : absl::StrReplaceAll(kFile, {{from, to}});
  return LoadParameterFile({"walk.textproto", text}, "cn.walk", AskedFor());
}

TEST(ParameterFileTest, GivesWhatIsAskedForInTheOrderOfAsking) {
  const auto file = Load();
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_EQ(file->parameters.size(), 2u);
  EXPECT_EQ(file->parameters[0].Find(absl::CivilDay(2026, 5, 1))->value, 4500);
  EXPECT_EQ(file->parameters[0].Find(absl::CivilDay(2027, 1, 1))->value, 4700);
  EXPECT_EQ(file->parameters[1].Find(absl::CivilDay(2026, 5, 1))->value, 2000);
  EXPECT_EQ(file->ConfidenceOn(absl::CivilDay(2026, 5, 1)), Confidence::kSample);
  EXPECT_EQ(file->hash.size(), 64u);
}

TEST(ParameterFileTest, OutsideItsValuesNothingIsInForce) {
  const auto file = Load();
  ASSERT_TRUE(file.ok());
  EXPECT_TRUE(file->CheckInForce(absl::CivilDay(2026, 1, 1)).ok());
  EXPECT_EQ(ReasonOf(file->CheckInForce(absl::CivilDay(2025, 12, 31))), "RULE_NOT_IN_FORCE");
}

TEST(ParameterFileTest, WhatIsWrongIsNamedWithItsPlace) {
  struct Case {
    const char *from, *to, *said;
  };
  for (const Case& each : {
           Case{"ParameterFile", "RuleFile", "walk.textproto:1:1: the first line is not"},
           Case{"\"cn.walk\"", "\"cn.run\"", "2:1: the name is not cn.walk"},
           Case{"title { en: \"Walking\" zh: \"步行\" }\n", "", "title"},
           Case{"\"circle\"", "\"square\"", "there is no parameter circle"},
           Case{"\"circle\"", "\"square\"", "5:3: nothing asks for this parameter"},
           Case{"METRES ", "SECONDS ", "circle is counted in METRES"},
           Case{"value: 2000", "value: 5001", "6:31: 5001 is not from 0 to 5000"},
           Case{"source { title: \"Ours\" }", "", "the source is missing"},
           Case{"from: \"2027-01-01\"", "from: \"2025-01-01\"", "is not after the value before it"},
           Case{"name: \"speed\"", "nom: \"speed\"", "walk.textproto:9:"},
       }) {
    const auto file = Load(each.from, each.to);
    ASSERT_FALSE(file.ok()) << each.to;
    EXPECT_EQ(ReasonOf(file.status()), "PACK_INVALID");
    EXPECT_THAT(std::string(file.status().message()), HasSubstr(each.said));
  }
}

TEST(ParameterFileTest, ASchemesNumbersAreAskedForWithoutItsConditions) {
  const std::vector<Asked> asked = {{"welfare_share", Unit::kBasisPoints, 0, 10000}};
  const auto file = LoadParametersOfScheme("services/rules", "cn.national.welfare_cap", asked);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->parameters[0].Find(absl::CivilDay(2026, 12, 31))->value, 1400);
  EXPECT_EQ(ReasonOf(LoadParametersOfScheme("services/rules", "cn.waiting", asked).status()),
            "PACK_INVALID");
  EXPECT_EQ(
      ReasonOf(LoadParametersOfScheme("services/rules", "cn.national.welfare_cap", {}).status()),
      "PACK_INVALID");
  EXPECT_EQ(ReasonOf(LoadParametersOfScheme("services/rules", "cn.nowhere", asked).status()),
            "PACK_UNREADABLE");
}

TEST(ParameterFileTest, AFileThatIsNotThereIsNamed) {
  const auto file = LoadParameterFile("services/rules", "cn.nowhere", {});
  EXPECT_EQ(ReasonOf(file.status()), "PACK_UNREADABLE");
  EXPECT_THAT(std::string(file.status().message()),
              HasSubstr("services/rules/cn/nowhere.textproto"));
}

}  // namespace
}  // namespace tuoqiao::rules
