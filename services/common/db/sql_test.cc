#include "services/common/db/sql.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace tuoqiao::db {
namespace {

TEST(NumberParameters, ReplacesNamesAndNothingElse) {
  const struct {
    const char* sql;
    const char* text;
    std::vector<std::string> names;
  } kCases[] = {
      {"SELECT 1", "SELECT 1", {}},
      {"", "", {}},
      {":a", "$1", {"a"}},
      {"x = :b AND y=:a AND z = :b", "x = $1 AND y=$2 AND z = $1", {"b", "a"}},
      {"(:long_name2,:_x)", "($1,$2)", {"long_name2", "_x"}},
      {":a::text || x::text", "$1::text || x::text", {"a"}},
      {"':no' || :yes", "':no' || $1", {"yes"}},
      {"'it''s :no' || :yes", "'it''s :no' || $1", {"yes"}},
      {"\":no\" \"a\"\":no\" :yes", "\":no\" \"a\"\":no\" $1", {"yes"}},
      {"-- :no\n:yes -- :no", "-- :no\n$1 -- :no", {"yes"}},
      {"/* :no -- ' */ :yes", "/* :no -- ' */ $1", {"yes"}},
      {"a[1:2] : :", "a[1:2] : :", {}},
      {"'not closed :no", "'not closed :no", {}},
      {"/* not closed :no", "/* not closed :no", {}},
      {"1 - -:a / :b", "1 - -$1 / $2", {"a", "b"}},
      {":托", ":托", {}},
  };
  for (const auto& c : kCases) {
    const NumberedSql numbered = NumberParameters(c.sql);
    EXPECT_EQ(numbered.text, c.text);
    EXPECT_EQ(numbered.names, c.names) << c.sql;
  }
}

TEST(NumberParameters, WritesNullForTheNamesThatAreNull) {
  const NumberedSql numbered = NumberParameters(":a, :b, ':b', :a, :c", {"b"});
  EXPECT_EQ(numbered.text, "$1, NULL, ':b', $1, $3");
  EXPECT_THAT(numbered.names, ::testing::ElementsAre("a", "b", "c"));
}

TEST(NumberParameters, BeginsAfterWhatStandsBefore) {
  EXPECT_EQ(NumberParameters("(:a, :b, :a, :c)", {"b"}, 6).text, "($7, NULL, $7, $9)");
}

TEST(FindRow, CutsAnInsertWhereItsRowStands) {
  const struct {
    const char* sql;
    const char* row;  // Null: none that may be repeated.
    const char* after;
  } kCases[] = {
      {"INSERT INTO t (a, b) VALUES (:a, :b)", "(:a, :b)", ""},
      {"INSERT INTO t (a) VALUES (COALESCE(:a, ')(')) ON CONFLICT (a) DO NOTHING",
       "(COALESCE(:a, ')('))", " ON CONFLICT (a) DO NOTHING"},
      {"INSERT INTO t (a) VALUES (:a) ON CONFLICT (a) DO UPDATE SET b = excluded.b", nullptr, ""},
      {"INSERT INTO t (a) VALUES (:a) ON CONFLICT (a) WHERE b = :b DO NOTHING", nullptr, ""},
      {"INSERT INTO t (a) VALUES ((SELECT MAX(a) + 1 FROM t))", nullptr, ""},
      {"INSERT INTO t (a) SELECT :a", nullptr, ""},
      {"UPDATE t SET a = :a", nullptr, ""},
      {"", nullptr, ""},
  };
  for (const auto& c : kCases) {
    const auto found = FindRow(c.sql);
    ASSERT_EQ(found.has_value(), c.row != nullptr) << c.sql;
    if (!found.has_value()) continue;
    EXPECT_EQ(found->row, c.row);
    EXPECT_EQ(found->after, c.after);
    EXPECT_EQ(absl::StrCat(found->before, found->row, found->after), c.sql);
  }
}

TEST(Arrange, PutsValuesWhereTheNamesStand) {
  const Value park("north");
  const Args args = {{"a", 1}, {"b", "two"}};
  const auto values = Arrange({"b", "park", "a"}, args, park);
  ASSERT_TRUE(values.ok()) << values.status();
  EXPECT_THAT(*values, ::testing::ElementsAre(&args[1].value, &park, &args[0].value));
}

TEST(Arrange, TakesTextOnlyWhereBothEnginesKeepIt) {
  const struct {
    std::string text;
    bool good;
  } kCases[] = {
      {"", true},
      {"plain", true},
      {"\xc2\x80 \xdf\xbf \xe0\xa0\x80 \xef\xbf\xbf \xf0\x90\x80\x80 \xf4\x8f\xbf\xbf", true},
      {std::string("a\0", 2), false},
      {"\x80", false},              // Goes on from nothing.
      {"a\xc2", false},             // Breaks off.
      {"\xe6\x89", false},          // Breaks off.
      {"\xc1\xbf", false},          // Longer than needed.
      {"\xe0\x9f\xbf", false},      // Longer than needed.
      {"\xf0\x8f\xbf\xbf", false},  // Longer than needed.
      {"\xed\xa0\x80", false},      // A surrogate.
      {"\xf4\x90\x80\x80", false},  // Beyond Unicode.
      {"\xf8\x88\x80\x80\x80", false},
      {"\xe6\x89 a", false},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(Arrange({"a"}, {{"a", c.text}}, Value("p")).status().code(),
              c.good ? absl::StatusCode::kOk : absl::StatusCode::kInvalidArgument)
        << c.text;
  }
}

}  // namespace
}  // namespace tuoqiao::db
