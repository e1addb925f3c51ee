#include "services/exchange/receipt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/exchange/rejected_file.h"

namespace tuoqiao::exchange {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

// Receipts of the lines 1, 2 ... in the order of outcomes.
std::vector<Receipt> Receipts(const std::vector<Outcome>& outcomes) {
  std::vector<Receipt> receipts;
  for (size_t i = 0; i < outcomes.size(); ++i) {
    receipts.emplace_back();
    receipts.back().line = static_cast<int64_t>(i) + 1;
    receipts.back().outcome = outcomes[i];
  }
  return receipts;
}

std::vector<size_t> RecordsOf(const std::vector<Item>& items) {
  std::vector<size_t> records;
  for (const Item& each : items) records.push_back(each.record);
  return records;
}

std::vector<Item> Grouped(const std::vector<std::string>& groups) {
  std::vector<Item> items;
  for (size_t i = 0; i < groups.size(); ++i) items.push_back({i, i, groups[i]});
  return items;
}

TEST(Receipts, AreCounted) {
  std::vector<Receipt> receipts =
      Receipts({Outcome::kCreated, Outcome::kUpdated, Outcome::kUnchanged, Outcome::kUnchanged,
                Outcome::kRejected, Outcome::kRejected});
  receipts[5].by_owner = true;
  const Tally tally = Count(receipts);
  EXPECT_EQ(tally.created, 1);
  EXPECT_EQ(tally.updated, 1);
  EXPECT_EQ(tally.unchanged, 2);
  EXPECT_EQ(tally.rejected, 2);
  EXPECT_EQ(tally.refused_by_owner, 1);
  EXPECT_EQ(tally.accepted(), 4);
}

TEST(Repeats, StayDuplicatesWhereAForerunnerWasTaken) {
  const auto receipts =
      Receipts({Outcome::kCreated, Outcome::kRejected, Outcome::kUnchanged, Outcome::kRejected});
  std::vector<RepeatedItem> repeats = {{{2, 1, ""}, {1}}, {{3, 3, ""}, {3}}};
  EXPECT_THAT(NextRepeats(receipts, repeats), IsEmpty());
}

TEST(Repeats, AreTriedOneAfterTheOtherWhereAllBeforeThemWereRefused) {
  // Lines 1 to 4 have one key; the first was refused by its owner.
  auto receipts =
      Receipts({Outcome::kRejected, Outcome::kRejected, Outcome::kRejected, Outcome::kRejected});
  std::vector<RepeatedItem> repeats = {
      {{1, 1, ""}, {1}}, {{2, 2, ""}, {1, 2}}, {{3, 3, ""}, {1, 2, 3}}};
  EXPECT_THAT(RecordsOf(NextRepeats(receipts, repeats)), ElementsAre(1));
  EXPECT_THAT(RecordsOf(NextRepeats(receipts, repeats)), ElementsAre(2)) << "It was refused too.";
  receipts[2].outcome = Outcome::kCreated;
  EXPECT_THAT(NextRepeats(receipts, repeats), IsEmpty()) << "The third was taken.";
  EXPECT_THAT(NextRepeats(receipts, repeats), IsEmpty());
}

TEST(Repeats, OfDifferentKeysAreTriedTogether) {
  const auto receipts =
      Receipts({Outcome::kRejected, Outcome::kRejected, Outcome::kRejected, Outcome::kRejected});
  std::vector<RepeatedItem> repeats = {{{2, 2, ""}, {1}}, {{3, 3, ""}, {2}}};
  EXPECT_THAT(RecordsOf(NextRepeats(receipts, repeats)), ElementsAre(2, 3));
}

TEST(Groups, ComeTogetherInTheOrderOfTheirFirstItems) {
  EXPECT_THAT(RecordsOf(InGroups(Grouped({"b", "a", "", "b", "", "a"}))),
              ElementsAre(0, 3, 1, 5, 2, 4));
}

TEST(Batches, AreCutBetweenGroupsWhereThatIsPossible) {
  EXPECT_THAT(CutBatches(Grouped({}), 2), IsEmpty());
  EXPECT_THAT(CutBatches(Grouped({"", "", "", "", ""}), 2),
              ElementsAre(Pair(0, 2), Pair(2, 4), Pair(4, 5)));
  EXPECT_THAT(CutBatches(Grouped({"a", "b", "b", "c"}), 2),
              ElementsAre(Pair(0, 1), Pair(1, 3), Pair(3, 4)));
  EXPECT_THAT(CutBatches(Grouped({"a", "a", "a", "b"}), 2), ElementsAre(Pair(0, 2), Pair(2, 4)))
      << "A group that fits into no batch is cut.";
}

TEST(RejectedFile, IsTheFileItselfWithAReasonBehindEachRow) {
  const RowFormat format = {"工号;姓名", ";"};
  Receipt receipt;
  receipt.line = 7;
  receipt.reason = "DATE_INVALID";
  receipt.raw = "E1;\"梅;长安\"";
  EXPECT_EQ(RejectedHeader(format), "\xEF\xBB\xBF工号;姓名;reason\r\n");
  EXPECT_EQ(RejectedRow(format, receipt), "E1;\"梅;长安\";DATE_INVALID\r\n");
}

TEST(RejectedFile, IsATableWhereRecordsAreNoRows) {
  const RowFormat format = {"ISA*00~", ""};
  Receipt receipt;
  receipt.line = 12;
  receipt.reason = "REQUIRED_FIELD_MISSING";
  receipt.raw = "INS*Y~\nREF*0F*\"A\"~";
  EXPECT_EQ(RejectedHeader(format), "\xEF\xBB\xBFline,reason,record\r\n");
  EXPECT_EQ(RejectedRow(format, receipt),
            "12,REQUIRED_FIELD_MISSING,\"INS*Y~\nREF*0F*\"\"A\"\"~\"\r\n");
}

TEST(RejectedFile, DropsTheReasonThatARowCameBackWith) {
  const RowFormat handed_back = {"a,b,reason", ","};
  const struct {
    const char* row;
    const char* without;
  } kCases[] = {{"1,2,DATE_INVALID", "1,2"},
                {"1,\"2,3\",COLUMN_COUNT", "1,\"2,3\""},
                {"1,2,", "1,2"},
                {"1,2,3,COLUMN_COUNT", "1,2,3"},
                {"1,2,3,4", "1,2,3,4"},
                {"1", "1"},
                {"a,b,reason", "a,b"}};
  for (const auto& each : kCases) EXPECT_EQ(WithoutReason(handed_back, each.row), each.without);
}

}  // namespace
}  // namespace tuoqiao::exchange
