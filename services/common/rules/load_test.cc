#include "services/common/rules/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/common/errors.h"
#include "services/common/rules/testing_pack.h"

namespace tuoqiao::rules {
namespace {

using ::testing::HasSubstr;

// What the loader says of one file; empty where it is content.
std::string Complaint(const std::string& text) {
  const auto schemes =
      LoadSchemes(std::vector<RuleText>{{"pack.textproto", text}}, TestCatalogue());
  if (schemes.ok()) return "";
  EXPECT_EQ(ReasonOf(schemes.status()), "PACK_INVALID");
  return std::string(schemes.status().message());
}

TEST(LoadTest, ReadsASchemeWithItsHash) {
  const Scheme scheme = TestScheme();
  EXPECT_EQ(scheme.name, "cn.test.care");
  EXPECT_EQ(scheme.title.zh, "托育");
  EXPECT_EQ(scheme.hash.size(), 64u);
  EXPECT_NE(scheme.hash, TestScheme(PackText() + "# Another byte, another file.\n").hash);
  EXPECT_EQ(scheme.needs.size(), 1u);
  EXPECT_EQ(scheme.needs[0].ask, "GUARDIAN");
  EXPECT_EQ(scheme.conditions.size(), 2u);
}

// Each row spoils one place of a good file.
TEST(LoadTest, SaysWhatIsWrongAndWhere) {
  const struct {
    const char* good;
    const char* bad;
    const char* complaint;
  } kCases[] = {
      {"scheme: \"cn.test.care\"", "scheme: \"care\"", "pack.textproto:2:1: the scheme is not"},
      {"scheme: \"cn.test.care\"", "schema: \"cn.test.care\"",
       "pack.textproto:2:7: Message type \"tuoqiao.rules.v1.RuleFile\" has no field"},
      {"zh: \"托育\"", "", "pack.textproto:2:24: the Chinese words are missing"},
      {"from: \"2026-01-01\" until: \"2028-01-01\"", "",
       "pack.textproto:1:1: the first day is missing"},
      {"until: \"2028-01-01\"", "until: \"2026-01-01\"",
       "pack.textproto:3:20: 2026-01-01 is not after 2026-01-01"},
      {"from: \"2026-01-01\" until", "from: \"2026-02-30\" until",
       "pack.textproto:3:1: '2026-02-30' is not a date"},
      {"name: \"age_until\" unit", "name: \"Age until\" unit",
       "pack.textproto:5:3: the name is not lower-case"},
      {"unit: MONTHS ", "", "pack.textproto:4:1: the unit is missing"},
      {"unit: MONTHS", "unit: YEARS",
       "pack.textproto:5:33: Unknown enumeration value of \"YEARS\""},
      {"unit: MONTHS period: ALWAYS", "unit: MONTHS", "pack.textproto:4:1: the period is missing"},
      {"source { title: \"First text\" } ", "", "pack.textproto:6:3: the source is missing"},
      {"title: \"First text\"", "uri: \"https://example.invalid\"",
       "pack.textproto:6:41: the source has no title"},
      {"title: \"First text\" } confidence: OFFICIAL", "title: \"First text\" }",
       "pack.textproto:6:3: the confidence is missing"},
      {"values { from: \"2020-01-01\" value",
       "values { from: \"2020-01-01\" until: \"2026-10-01\" value",
       "pack.textproto:7:12: there is no value from 2026-10-01 to 2026-11-01"},
      {"values { from: \"2020-01-01\" value",
       "values { from: \"2020-01-01\" until: \"2026-12-01\" value",
       "pack.textproto:7:12: there are two values from 2026-11-01 to 2026-12-01"},
      {"values { from: \"2020-01-01\"", "values { from: \"2026-11-01\"",
       "pack.textproto:7:12: 2026-11-01 is not after the value before it"},
      {"name: \"guardians_min\"", "name: \"age_until\"",
       "pack.textproto:10:3: there is another parameter age_until"},
      {"equals { fact: \"consent\"", "equals { fact: \"permission\"",
       "pack.textproto:14:24: nobody declares a fact 'permission'"},
      {"equals { fact: \"consent\"", "equals { fact: \"guardians\"",
       "the value is not a number, as its fact is"},
      {"predicate { equals { fact: \"consent\" value { truth: true } } }", "predicate { }",
       "pack.textproto:14:3: no predicate is written"},
      {"predicate { equals { fact: \"consent\" value { truth: true } } }", "",
       "pack.textproto:13:1: the predicate is missing"},
      {"equals { fact: \"consent\" value { truth: true } }", "all { }",
       "pack.textproto:14:15: it combines nothing"},
      {"source { title: \"Own text\" } ", "", "pack.textproto:13:1: the source is missing"},
      {"age_in_months { fact: \"birth_date\"", "age_in_months { fact: \"guardians\"",
       "the fact guardians is a number, not a date"},
      {"below: \"age_until\"", "below: \"guardians_min\"",
       "the parameter guardians_min has another unit than is asked here"},
      {"below: \"age_until\"", "below: \"age\"", "there is no parameter 'age'"},
      {"below: \"age_until\"", "", "there is no limit"},
      {"name: \"guarded\"", "name: \"young\"", "there is another condition young"},
      {"name: \"guarded\" from: \"2027-01-01\"", "name: \"guarded\" from: \"2025-12-31\"",
       "the scheme does not hold on each of these days"},
      {"until: \"2027-07-01\" ask", "until: \"2028-01-02\" ask",
       "the scheme does not hold on each of these days"},
      {"name: \"guarded\" from: \"2027-01-01\"",
       "name: \"guarded\" from: \"2027-01-01\" source { title: \"x\" }",
       "the parameter's values have the source"},
      {"values { from: \"2026-01-01\" value: 1", "values { from: \"2027-02-01\" value: 1",
       "the parameter guardians_min is not in force on 2027-01-01"},
  };
  for (const auto& each : kCases) {
    std::string text = PackText();
    const size_t at = text.find(each.good);
    ASSERT_NE(at, std::string::npos) << each.good;
    text.replace(at, std::string(each.good).size(), each.bad);
    EXPECT_THAT(Complaint(text), HasSubstr(each.complaint)) << each.bad;
  }
  EXPECT_EQ(Complaint(PackText()), "");
}

TEST(LoadTest, AsksForWordsOfEachKindWithKnownPlaceholders) {
  const auto with = [](const char* good, const char* bad) {
    return Complaint(absl::StrReplaceAll(PackText(), {{good, bad}}));
  };
  EXPECT_THAT(with("ask: GUARDIAN ", ""), HasSubstr("it is not said whom to ask"));
  EXPECT_THAT(with("unknown { en: \"unknown\" zh: \"未知\" }", ""),
              HasSubstr("the words for `unknown` are missing"));
  EXPECT_THAT(with("wait for {limit}", "wait for {name}"),
              HasSubstr("only {value} and {limit} may stand in braces"));
}

TEST(LoadTest, SaysEverythingThatIsWrongAtOnce) {
  const std::string complaint = Complaint(absl::StrReplaceAll(
      PackText(), {{"fact: \"consent\"", "fact: \"permission\""}, {"unit: PERSONS ", ""}}));
  EXPECT_THAT(complaint, HasSubstr("pack.textproto:9:1: the unit is missing"));
  EXPECT_THAT(complaint, HasSubstr("nobody declares a fact 'permission'"));
}

TEST(LoadTest, TwoFilesOfOneSchemeAreOneTooMany) {
  const auto schemes =
      LoadSchemes(std::vector<RuleText>{{"a.textproto", PackText()}, {"b.textproto", PackText()}},
                  TestCatalogue());
  EXPECT_THAT(std::string(schemes.status().message()),
              HasSubstr("b.textproto:2:1: there is another file of cn.test.care"));
}

class FolderTest : public ::testing::Test {
 protected:
  FolderTest() : folder_(std::filesystem::temp_directory_path() / "tuoqiao-rules-XXXXXX") {
    CHECK(mkdtemp(folder_.data()) != nullptr);
  }
  ~FolderTest() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& name, const std::string& text) {
    const std::filesystem::path path = std::filesystem::path(folder_) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }

  std::string folder_;
};

TEST_F(FolderTest, HoldsSchemesAtAnyDepthBesideFilesOfOthers) {
  Write("cn/test/care.textproto", PackText());
  Write("cn/calendar.textproto", "# proto-message: tuoqiao.other.v1.Calendar\ndays: 5\n");
  Write("README.md", "No rules.\n");
  const auto schemes = LoadSchemes(folder_, TestCatalogue());
  ASSERT_TRUE(schemes.ok()) << schemes.status();
  EXPECT_EQ(schemes->count("cn.test.care"), 1u);
  EXPECT_EQ(schemes->size(), 1u);
}

TEST_F(FolderTest, RefusesAFileThatDoesNotSayWhatItIs) {
  Write("cn/care.textproto", "scheme: \"cn.test.care\"\n");
  const auto schemes = LoadSchemes(folder_, TestCatalogue());
  EXPECT_EQ(ReasonOf(schemes.status()), "PACK_INVALID");
  EXPECT_THAT(std::string(schemes.status().message()), HasSubstr("cn/care.textproto:1:1: "));
}

TEST_F(FolderTest, HasToBeThere) {
  EXPECT_EQ(ReasonOf(LoadSchemes(folder_ + "/nowhere", TestCatalogue()).status()),
            "PACK_UNREADABLE");
}

}  // namespace
}  // namespace tuoqiao::rules
