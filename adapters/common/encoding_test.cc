#include "adapters/common/encoding.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace tuoqiao::adapters {
namespace {

std::string Decoded(absl::string_view bytes) {
  const auto text = ToUtf8(bytes);
  return text.ok() ? *text : std::string(text.status().message());
}

TEST(Encoding, TellsTheCharsetOfAFile) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", ""},
      {"plain", "plain"},
      {"\xEF\xBB\xBF工号", "工号"},
      {"工号,姓名", "工号,姓名"},
      {"\xB9\xA4\xBA\xC5", "工号"},
      // The famous word whose GBK bytes are good UTF-8 but for the last two.
      {"\xC1\xAA\xCD\xA8", "联通"},
      // Four bytes: 㐀 and a rare character of surnames, 𠀀.
      {"\x81\x39\xEE\x39\x95\x32\x82\x36", "㐀𠀀"},
      // A single 0x80, and 0x80 as a second byte (亐 is 81 80).
      {"\xB9\xA4\x80\x81\x80", "工€亐"},
      {std::string("\xFF\xFE\xE5\x5D,\0", 6), "工,"},
      {std::string("\xFE\xFF\x5D\xE5\0,", 6), "工,"},
      {std::string("\xFF\xFE\x40\xD8\x00\xDC", 6), "𠀀"},
  };
  for (const auto& [bytes, text] : cases) EXPECT_EQ(Decoded(bytes), text);
}

TEST(Encoding, NamesTheByteThatCannotBeRead) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {std::string("ab\0c", 4), "FILE_ENCODING: byte 2 is NUL"},
      {std::string("\xFF\xFE"
                   "a\0\0\0",
                   6),
       "FILE_ENCODING: byte 4 is NUL"},
      {"\xEF\xBB\xBF"
       "a\xFFz",
       "FILE_ENCODING: byte 4 cannot be read as UTF-8"},
      {"\xB9\xA4\xFF\xFF", "FILE_ENCODING: byte 2 cannot be read as GB18030"},
      {"\xB9\xA4\xBA", "FILE_ENCODING: byte 2 cannot be read as GB18030"},
      {std::string("\xFF\xFE\x00\xD8"
                   "a\0",
                   6),
       "FILE_ENCODING: byte 2 cannot be read as UTF-16LE"},
      // Good UTF-8 but for one byte: not GB18030, which would read other people's names.
      {"张三,李四,王\xE4五", "FILE_ENCODING: byte 17 cannot be read as UTF-8"},
  };
  for (const auto& [bytes, message] : cases) {
    EXPECT_TRUE(absl::StartsWith(Decoded(bytes), message)) << Decoded(bytes);
  }
}

TEST(Encoding, IsStrictAboutUtf8) {
  for (absl::string_view good : {"", "a", "é", "工", "𠀀", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF"}) {
    EXPECT_TRUE(IsUtf8(good)) << good;
  }
  for (absl::string_view bad :
       {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE5\xB7", "\xFF", "abcdefgh\xC3"}) {
    EXPECT_FALSE(IsUtf8(bad));
  }
}

TEST(Encoding, ReadsManyEurosInOneGo) {
  const std::string euros(1 << 20, '\x80');
  const auto text = ToUtf8(euros);
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_EQ(text->size(), euros.size() * 3);
  EXPECT_EQ(CharacterCount(*text), euros.size());
}

}  // namespace
}  // namespace tuoqiao::adapters
