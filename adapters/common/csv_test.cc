#include "adapters/common/csv.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/common/limits.h"

namespace tuoqiao::adapters {
namespace {

// "line:[cell|cell]" of each record, "!" where its quotes are misplaced, and the reason where it
// stops.
std::string Records(absl::string_view text, char separator = ',') {
  CsvReader reader(text, separator);
  std::vector<std::string> records;
  while (reader.Next()) {
    records.push_back(absl::StrCat(reader.record().line, reader.record().misquoted ? "!" : ":", "[",
                                   absl::StrJoin(reader.record().cells, "|"), "]"));
  }
  if (!reader.status().ok()) {
    const absl::string_view message = reader.status().message();
    records.push_back(std::string(message.substr(0, message.find(':'))));
  }
  return absl::StrJoin(records, " ");
}

TEST(Csv, ReadsTheRowsOfTheRfcAndOfTheOfficePrograms) {
  struct Case {
    std::string text, records;
  };
  const std::vector<Case> cases = {
      {"", ""},
      {"\r\n\n\r", ""},
      {"a,b", "1:[a|b]"},
      {"a,b\r\nc,d\r\n", "1:[a|b] 2:[c|d]"},
      {"a,b\nc,d\n", "1:[a|b] 2:[c|d]"},
      {"a,b\rc,d", "1:[a|b] 2:[c|d]"},
      {"a\n\nb", "1:[a] 3:[b]"},
      {",", "1:[|]"},
      {"a,\n,b", "1:[a|] 2:[|b]"},
      {"\"\"\n", "1:[]"},
      {"\"a,b\",c", "1:[a,b|c]"},
      {"\"a\"\"b\",\"\"\"\"", "1:[a\"b|\"]"},
      {"\"a\r\nb\",c\r\nd,e", "1:[a\r\nb|c] 3:[d|e]"},
      {"\"a\rb\"\nd", "1:[a\rb] 3:[d]"},
      {"5\" pipe,b", "1:[5\" pipe|b]"},
      {" a , b ", "1:[ a | b ]"},
      {"\"a\"b,c\nd,e", "1![a|c] 2:[d|e]"},
      {"a,\"b\nc,d\n", "FILE_TRUNCATED"},
      {"a\n\"", "1:[a] FILE_TRUNCATED"},
      {"\"a\"\"", "FILE_TRUNCATED"},
  };
  for (const Case& c : cases) EXPECT_EQ(Records(c.text), c.records) << c.text;
}

TEST(Csv, KeepsTheRowAsItStood) {
  const std::string text = "h\r\n\"a \"\"x\"\"\r\n\",b\r\nlast";
  CsvReader reader(text, ',');
  std::vector<std::string> raw;
  while (reader.Next()) raw.emplace_back(reader.record().raw);
  EXPECT_EQ(raw, (std::vector<std::string>{"h", "\"a \"\"x\"\"\r\n\",b", "last"}));
}

TEST(Csv, StopsAtARowWithoutAnEnd) {
  EXPECT_EQ(Records(std::string(kRecordBytesMax + 1, 'x')), "FILE_TOO_LARGE");
  EXPECT_EQ(Records("\"" + std::string(kRecordBytesMax + 1, 'x')), "FILE_TOO_LARGE");
  EXPECT_EQ(Records("\"" + std::string(4 * kRecordBytesMax, '"')), "FILE_TOO_LARGE");
  EXPECT_EQ(Records(std::string(kRecordBytesMax, 'x') + "\na"),
            absl::StrCat("1:[", std::string(kRecordBytesMax, 'x'), "] 2:[a]"));
}

TEST(Csv, TellsTheSeparatorFromTheFirstLine) {
  EXPECT_EQ(SeparatorOf("a,b\nc;d;e"), ',');
  EXPECT_EQ(SeparatorOf("a;b\nc,d"), ';');
  EXPECT_EQ(SeparatorOf("\r\na\tb;c\n"), '\t');
  EXPECT_EQ(SeparatorOf("\"a;b\",c"), ',');
  EXPECT_EQ(SeparatorOf("\"a,b\";c"), ';');
  EXPECT_EQ(SeparatorOf("a\nb;c"), ',');
  EXPECT_EQ(SeparatorOf(""), ',');
}

TEST(Csv, ReadsBackEveryCellThatItWrites) {
  std::mt19937_64 random(20261001);
  const std::vector<std::string> pieces = {"a", ",", "\"", "\r", "\n", "托", " ", ";", "\t", "'"};
  for (int i = 0; i < 20000; ++i) {
    std::vector<std::string> cells(random() % 4 + 2);
    for (std::string& cell : cells) {
      for (size_t n = random() % 6; n > 0; --n) cell += pieces[random() % pieces.size()];
    }
    const std::string row = absl::StrJoin(
        cells, ",", [](std::string* out, const std::string& cell) { out->append(CsvCell(cell)); });
    CsvReader reader(row, ',');
    ASSERT_TRUE(reader.Next()) << row;
    EXPECT_EQ(std::vector<std::string>(reader.record().cells.begin(), reader.record().cells.end()),
              cells);
    EXPECT_FALSE(reader.Next());
    EXPECT_TRUE(reader.status().ok());
  }
}

}  // namespace
}  // namespace tuoqiao::adapters
