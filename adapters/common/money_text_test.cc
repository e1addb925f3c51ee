#include "adapters/common/money_text.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <utility>
#include <vector>

namespace tuoqiao::adapters {
namespace {

TEST(MoneyText, ReadsYuanExactly) {
  const std::vector<std::pair<absl::string_view, int64_t>> cases = {
      {"1200.00", 120000},
      {"1200", 120000},
      {"1200.5", 120050},
      {"0.01", 1},
      {"0", 0},
      {"-3.10", -310},
      {"007.00", 700},
      {"9999999999999999.99", 999999999999999999}};
  for (const auto& [text, fen] : cases) EXPECT_EQ(FenFromYuan(text), fen) << text;
}

TEST(MoneyText, RefusesWhatIsNotPlainYuan) {
  for (absl::string_view text : {"",      "-",        ".",    ".5",       "5.",
                                 "0.005", "1,200.00", "1e9",  "1E3",      "+5",
                                 "--5",   "¥5",       "5元",  "１２００", " 5",
                                 "5 ",    "1.2.3",    "0x10", "NaN",      "10000000000000000.00",
                                 "1.-5"}) {
    EXPECT_EQ(FenFromYuan(text), std::nullopt) << text;
  }
}

TEST(MoneyText, WritesTwoDecimalsAlways) {
  EXPECT_EQ(YuanFromFen(0), "0.00");
  EXPECT_EQ(YuanFromFen(5), "0.05");
  EXPECT_EQ(YuanFromFen(-5), "-0.05");
  EXPECT_EQ(YuanFromFen(120000), "1200.00");
  EXPECT_EQ(YuanFromFen(std::numeric_limits<int64_t>::min()), "-92233720368547758.08");
}

TEST(MoneyText, ReadsBackWhatItWrites) {
  std::mt19937_64 random(20261001);
  for (int i = 0; i < 100000; ++i) {
    const int64_t fen = static_cast<int64_t>(random() % 2'000'000'000'000) - 1'000'000'000'000;
    ASSERT_EQ(FenFromYuan(YuanFromFen(fen)), fen);
  }
}

}  // namespace
}  // namespace tuoqiao::adapters
