#include "services/common/log_text.h"

#include <gtest/gtest.h>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace tuoqiao {
namespace {

LogRow Row() {
  LogRow row;
  row.leaf = {"yunqi",
              "e-1",
              "MonthClosed",
              "parks/yunqi/months/2026-10",
              3,
              std::string("\0 a\nb", 5),
              "",
              "user x",
              "2026-11-01T00:00:00Z"};
  row.leaf_hash = LeafHash(row.leaf);
  row.position = 7;
  row.chain_hash = ChainHash(ChainPoint().chain_hash, row.leaf_hash);
  return row;
}

std::string Line() { return std::string(absl::StripSuffix(LogLine(Row()), "\n")); }

TEST(LogTextTest, ARowIsReadAsItWasWritten) {
  const auto read = ReadLogLine("yunqi", Line());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->position, 7);
  EXPECT_EQ(read->leaf.revision, 3);
  EXPECT_EQ(read->leaf.payload, Row().leaf.payload);
  EXPECT_EQ(read->leaf.request_id, "");
  EXPECT_EQ(LogLine(*read), LogLine(Row()));
  EXPECT_EQ(LeafHash(read->leaf), Row().leaf_hash);
}

TEST(LogTextTest, ATitleIsTakenOffTheText) {
  const std::string text = LogTitle({"yunqi", "billing", {6, std::string(32, 'h')}}) + "rest";
  absl::string_view left = text;
  const auto origin = ReadLogTitle(&left);
  ASSERT_TRUE(origin.ok());
  EXPECT_EQ(origin->park, "yunqi");
  EXPECT_EQ(origin->service, "billing");
  EXPECT_EQ(origin->from.position, 6);
  EXPECT_EQ(origin->from.chain_hash, std::string(32, 'h'));
  EXPECT_EQ(left, "rest");
  for (absl::string_view wrong :
       {"", "tuoqiao-log/2\npark: a\nservice: b\n", "tuoqiao-log/1\nservice: b\n",
        "tuoqiao-log/1\npark: a", "tuoqiao-log/1\npark: a\nservice: b\nafter: 1\nchain: ab\n"}) {
    EXPECT_FALSE(ReadLogTitle(&wrong).ok());
  }
}

TEST(LogTextTest, ALineThatIsNoRowIsRefused) {
  std::vector<std::string> fields = absl::StrSplit(Line(), ' ');
  for (size_t i = 0; i < fields.size(); ++i) {
    std::vector<std::string> changed = fields;
    changed[i] = "*";
    EXPECT_FALSE(ReadLogLine("yunqi", absl::StrJoin(changed, " ")).ok()) << i;
    changed.erase(changed.begin() + static_cast<ptrdiff_t>(i));
    EXPECT_FALSE(ReadLogLine("yunqi", absl::StrJoin(changed, " ")).ok()) << i;
  }
  EXPECT_FALSE(ReadLogLine("yunqi", "").ok());
  EXPECT_FALSE(ReadLogLine("yunqi", "0" + Line()).ok());
}

}  // namespace
}  // namespace tuoqiao
