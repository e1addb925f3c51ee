#include "services/common/rules/amount.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/common/errors.h"
#include "services/common/rules/testing_pack.h"

namespace tuoqiao::rules {
namespace {

using ::testing::HasSubstr;

// Numbers for amounts behind the pack of the other tests; `grant` doubles on 2027-01-01.
constexpr char kNumbers[] = R"(
parameters { name: "grant" unit: CNY_MINOR period: MONTH
  values { from: "2026-01-01" value: 20000 source { title: "Grant text" } confidence: SAMPLE }
  values { from: "2027-01-01" value: 40000 source { title: "New grant text" } confidence: SAMPLE } }
parameters { name: "share" unit: BASIS_POINTS period: ALWAYS
  values { from: "2026-01-01" value: 1450 source { title: "Share text" } confidence: SAMPLE } }
parameters { name: "most" unit: CNY_MINOR period: ALWAYS
  values { from: "2026-01-01" value: 30000 source { title: "Most text" } confidence: SAMPLE } }
tables { name: "bands" by: DAYS unit: CNY_MINOR
  values { from: "2026-01-01" source { title: "Band text" } confidence: SAMPLE
    brackets { at_least: 5 value: 100 } brackets { at_least: 11 value: 250 } } }
)";

std::string Amount(const std::string& function, const std::string& more = "") {
  return absl::StrCat(
      kNumbers, "amounts { name: \"amount\" title { en: \"Amount\" zh: \"金额\" } ",
      "payer: AUTHORITY per: MONTH ", more, " ", function, " }\n",
      // So that every number is asked for.
      "amounts { name: \"rest\" title { en: \"Rest\" zh: \"其他\" } payer: PARK per: MONTH ",
      "share_of { parameter: \"grant\" share: \"share\" up_to: \"most\" rounding: FLOOR } }\n",
      "amounts { name: \"band\" title { en: \"Band\" zh: \"档\" } payer: PARK per: MONTH ",
      "by_bracket { table: \"bands\" fact: \"days\" } }\n");
}

std::optional<Worth> Work(const std::string& function, const Facts& facts,
                          const std::string& day = "2026-10-31", const std::string& more = "") {
  const Scheme scheme = TestScheme(PackText() + Amount(function, more));
  return scheme.WorthOn(scheme.amounts[0], facts, Day(day));
}

Facts WithFee(int64_t fee) {
  Facts facts(TestCatalogue());
  facts.Set(kFee, fee);
  return facts;
}

TEST(AmountTest, EachFunctionIsWhatItIsNamedForToTheFen) {
  const struct {
    const char* function;
    int64_t fee;
    int64_t minor;
    const char* rule;
  } kCases[] = {
      {"fixed { parameter: \"grant\" }", 0, 20000, "20000"},
      // 14.5 % of 100 is 14.5.
      {"share_of { fact: \"fee\" share: \"share\" rounding: FLOOR }", 100, 14,
       "1450 bp of 100, down"},
      {"share_of { fact: \"fee\" share: \"share\" rounding: HALF_UP }", 100, 15,
       "1450 bp of 100, half up"},
      {"share_of { fact: \"fee\" share: \"share\" rounding: FLOOR up_to: \"most\" }", 300000, 30000,
       "1450 bp of 300000, down, at_most 30000"},
      {"share_of { fact: \"fee\" share: \"share\" rounding: FLOOR up_to: \"most\" }", 206890, 29999,
       "1450 bp of 206890, down, at_most 30000"},
      {"statutory { base: \"fee\" max_rate: \"most\" copay: \"grant\" }", 40000, 10000,
       "at_most 30000 less 20000"},
      {"statutory { base: \"fee\" max_rate: \"most\" copay: \"grant\" }", 25000, 5000,
       "at_most 30000 less 20000"},
      {"statutory { base: \"fee\" max_rate: \"most\" copay: \"grant\" }", 19999, 0,
       "at_most 30000 less 20000"},
      // 100 in thirds: the first of equal remainders takes the spare one.
      {"part { base: \"fee\" weights: 1 weights: 1 weights: 1 index: 0 }", 100, 34,
       "part 1 of 1:1:1"},
      {"part { base: \"fee\" weights: 1 weights: 1 weights: 1 index: 1 }", 100, 33,
       "part 2 of 1:1:1"},
      {"part { base: \"fee\" weights: 1 weights: 1 weights: 1 index: 2 }", 101, 33,
       "part 3 of 1:1:1"},
  };
  for (const auto& each : kCases) {
    const auto worth = Work(each.function, WithFee(each.fee));
    ASSERT_TRUE(worth.has_value()) << each.function;
    EXPECT_EQ(worth->minor, each.minor) << each.function << " of " << each.fee;
    EXPECT_EQ(worth->rule, each.rule);
  }
}

TEST(AmountTest, ABracketBeginsWithItsOwnSizeAndBelowTheFirstThereIsNothing) {
  const struct {
    int64_t days;
    std::optional<int64_t> minor;
  } kCases[] = {{4, std::nullopt}, {5, 100}, {10, 100}, {11, 250}, {31, 250}};
  for (const auto& each : kCases) {
    Facts facts(TestCatalogue());
    facts.Set(kDays, each.days);
    const auto worth = Work("by_bracket { table: \"bands\" fact: \"days\" }", facts);
    EXPECT_EQ(worth.has_value() ? worth->minor : std::nullopt, each.minor) << each.days;
    const auto meals = Work("per_unit { fact: \"days\" parameter: \"grant\" }", facts);
    EXPECT_EQ(meals->minor, each.days * 20000);
  }
}

TEST(AmountTest, SaysSinceWhenAndByWhichText) {
  const auto worth = Work("fixed { parameter: \"grant\" }", WithFee(0), "2027-01-01");
  EXPECT_EQ(worth->minor, 40000);
  EXPECT_EQ(FormatDay(worth->since), "2027-01-01");
  EXPECT_EQ(worth->source, "New grant text");
}

TEST(AmountTest, WaitsForWhatIsNotKnownAndIsNoneWhereItIsNotDue) {
  const Facts nothing(TestCatalogue());
  const auto unknown =
      Work("statutory { base: \"fee\" max_rate: \"most\" copay: \"grant\" }", nothing);
  EXPECT_FALSE(unknown->minor.has_value());
  EXPECT_EQ(unknown->missing, std::vector<std::string>{"fee"});
  const std::string when = "when { equals { fact: \"kind\" value { text: \"FULL\" } } }";
  EXPECT_EQ(Work("fixed { parameter: \"grant\" }", nothing, "2026-10-31", when)->missing,
            std::vector<std::string>{"kind"});
  Facts half(TestCatalogue());
  half.Set(kKind, std::string("HALF"));
  EXPECT_FALSE(Work("fixed { parameter: \"grant\" }", half, "2026-10-31", when).has_value());
  half.Set(kKind, std::string("FULL"));
  EXPECT_EQ(Work("fixed { parameter: \"grant\" }", half, "2026-10-31", when)->minor, 20000);
}

TEST(AmountTest, IsPaidInTheCurrencyOfWhatItIsMadeOf) {
  for (const char* function : {"fixed { parameter: \"grant\" }",
                               "by_bracket { table: \"bands\" "
                               "fact: \"days\" }",
                               "part { base: \"fee\" weights: 1 }"}) {
    const Scheme scheme = TestScheme(PackText() + Amount(function));
    EXPECT_STREQ(CurrencyCode(scheme.CurrencyOf(scheme.amounts[0])), "CNY") << function;
  }
  std::string dollars = PackText() + Amount("fixed { parameter: \"grant\" }");
  dollars =
      absl::StrReplaceAll(dollars, {{"\"grant\" unit: CNY_MINOR", "\"grant\" unit: USD_MINOR"},
                                    {"\"most\" unit: CNY_MINOR", "\"most\" unit: USD_MINOR"}});
  const Scheme scheme = TestScheme(dollars);
  EXPECT_STREQ(CurrencyCode(scheme.CurrencyOf(scheme.amounts[0])), "USD");
}

// What the loader says of one spoiled amount.
TEST(AmountTest, ALoaderThatIsNotContentSaysWhere) {
  const struct {
    const char* good;
    const char* bad;
    const char* complaint;
  } kCases[] = {
      {"payer: AUTHORITY", "", "it is not said who bears it"},
      {"per: MONTH", "per: DAY", "an amount is due by month, year or once"},
      {"fixed { parameter: \"grant\" }", "", "it is not said what it is"},
      {"fixed { parameter: \"grant\" }", "fixed { parameter: \"share\" }",
       "the parameter share has another unit than is asked here"},
      {"fixed { parameter: \"grant\" }", "per_unit { fact: \"kind\" parameter: \"grant\" }",
       "the fact kind is no number"},
      {"fixed { parameter: \"grant\" }", "per_unit { fact: \"wages\" parameter: \"grant\" }",
       "the fact wages is about another subject than the scheme"},
      {"fixed { parameter: \"grant\" }", "part { base: \"fee\" weights: 1 index: 1 }",
       "there is no weight 1"},
      {"fixed { parameter: \"grant\" }", "part { base: \"fee\" weights: 0 index: 0 }",
       "the weights are none"},
      {"fixed { parameter: \"grant\" }", "part { base: \"days\" weights: 1 index: 0 }",
       "the fact days is no money"},
      {"fixed { parameter: \"grant\" }",
       "share_of { fact: \"fee\" share: \"share\" up_to: \"most\" }", "the rounding is missing"},
      {"fixed { parameter: \"grant\" }", "by_bracket { table: \"bands\" fact: \"guardians\" }",
       "the table bands goes by another unit"},
      {"fixed { parameter: \"grant\" }", "by_bracket { table: \"brackets\" fact: \"days\" }",
       "there is no table 'brackets'"},
      {"brackets { at_least: 11", "brackets { at_least: 5",
       "5 is not more than 5 of the bracket before it"},
      {"name: \"rest\"", "name: \"amount\"", "there is another amount amount"},
      {"name: \"grant\" unit", "name: \"granted\" unit", "nothing asks for this parameter"},
      {"values { from: \"2026-01-01\" value: 30000", "values { from: \"2026-02-01\" value: 30000",
       "the parameter most is not in force when the scheme begins"},
  };
  for (const auto& each : kCases) {
    std::string text = PackText() + Amount("fixed { parameter: \"grant\" }");
    const size_t at = text.find(each.good);
    ASSERT_NE(at, std::string::npos) << each.good;
    text.replace(at, std::string(each.good).size(), each.bad);
    const auto schemes =
        LoadSchemes(std::vector<RuleText>{{"pack.textproto", text}}, TestCatalogue());
    EXPECT_EQ(ReasonOf(schemes.status()), "PACK_INVALID");
    EXPECT_THAT(std::string(schemes.status().message()), HasSubstr(each.complaint)) << each.bad;
  }
}

std::string Named(const std::string& name, const std::string& more) {
  return absl::StrReplaceAll(PackText(), {{"cn.test.care", name}}) + more;
}

std::string Excluding(const std::string& other, const char* kind) {
  return absl::StrCat("exclusions { scheme: \"", other, "\" kind: ", kind,
                      " source { title: \"A text\" } }\n");
}

TEST(ExclusionTest, ACircleOfYieldsIsRefusedWithItsWay) {
  const auto load = [](const char* kind) {
    return LoadSchemes(
        std::vector<RuleText>{{"a.textproto", Named("x.a", Excluding("x.b", "YIELDS_TO"))},
                              {"b.textproto", Named("x.b", Excluding("x.c", "YIELDS_TO"))},
                              {"c.textproto", Named("x.c", Excluding("x.a", kind))}},
        TestCatalogue());
  };
  EXPECT_THAT(
      std::string(load("YIELDS_TO").status().message()),
      HasSubstr("none would be paid, as each yields to the next: x.a -> x.b -> x.c -> x.a"));
  const auto chosen = load("NOT_WITH");
  ASSERT_TRUE(chosen.ok()) << chosen.status();
  EXPECT_TRUE(chosen->at("x.a").exclusions[0].yields);
  EXPECT_FALSE(chosen->at("x.c").exclusions[0].yields);
}

TEST(ExclusionTest, NamesASchemeThatIsThere) {
  for (const char* other : {"x.b", "x.a"}) {
    const auto schemes = LoadSchemes(
        std::vector<RuleText>{{"a.textproto", Named("x.a", Excluding(other, "NOT_WITH"))}},
        TestCatalogue());
    EXPECT_THAT(std::string(schemes.status().message()),
                HasSubstr(std::string(other) == "x.b" ? "there is no scheme 'x.b'"
                                                      : "a scheme excludes itself"));
  }
}

TEST(CodesTest, AFactIsNeverATextThatItsCodesDoNotHave) {
  const std::string asked = "equals { fact: \"kind\" value { text: \"QUARTER\" } }";
  const auto schemes =
      LoadSchemes(std::vector<RuleText>{{"pack.textproto", PackText(asked)}}, TestCatalogue());
  EXPECT_THAT(std::string(schemes.status().message()),
              HasSubstr("the fact kind is never 'QUARTER', but one of FULL, HALF"));
}

}  // namespace
}  // namespace tuoqiao::rules
