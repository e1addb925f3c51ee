#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

#include "absl/strings/str_cat.h"
#include "services/common/status_macros.h"
#include "tests/properties/five/history.h"
#include "tests/properties/five/rebuilt.h"

namespace tuoqiao::five {
namespace {

using house::Same;

// Parks of so many histories live side by side.
constexpr int kHistoriesPerHouse = 50;
// Of so many one is told in another order, or once more.
constexpr int kOfOrders = 4, kOfReplays = 20;
constexpr int kFailuresMost = 10;

uint64_t NumberFrom(const char* variable, uint64_t otherwise) {
  const char* said = std::getenv(variable);
  return said == nullptr ? otherwise : std::strtoull(said, nullptr, 10);
}

// Every second history's plan has a budget and a yearly cap.
History::Options OptionsOf(uint64_t seed) {
  History::Options options;
  options.seed = seed;
  options.park = absl::StrCat("h", seed);
  options.size = {kFirms, 0, 0};
  options.programme = "care";
  options.budgets = seed % 2 == 1;
  options.months = 3 + static_cast<int>(seed / 2 % 2);
  return options;
}

// The houses of some histories: where they are lived, where their logs are heard again, where one
// is told in another order, and where one is lived once more among other neighbours. A park is the
// same in each of them, and so are the ids of its statements: what a layer takes of a child's month
// goes from one to the next in their order.
struct Houses {
  House lived, heard, shuffled, replayed;
};

absl::Status InAnotherOrder(House& house, const History::Options& options, History& history) {
  History shuffled(house, options);
  RETURN_IF_ERROR(shuffled.LiveInAnotherOrder(options.seed + 1));
  ASSIGN_OR_RETURN(const house::Sums theirs, shuffled.Balances());
  ASSIGN_OR_RETURN(const house::Sums ours, history.Balances());
  return Same("in another order", ours, theirs);
}

absl::Status OnceMore(House& house, const History::Options& options, const History& history) {
  History replay(house, options);
  RETURN_IF_ERROR(replay.Live());
  if (replay.lived().state == history.lived().state) return absl::OkStatus();
  return absl::InternalError("the same inputs once more come to another state");
}

absl::Status Tell(Houses& houses, uint64_t seed, History& history) {
  RETURN_IF_ERROR(history.Live());
  RETURN_IF_ERROR(history.CheckPoolFromWords());
  RETURN_IF_ERROR(CheckReadFromLogs(houses.lived, history.world()));
  Random random(seed);
  RETURN_IF_ERROR(CheckHeardAgain(houses.lived, houses.heard, history.world(), random));
  const History::Options options = OptionsOf(seed);
  if (!options.budgets && seed / 2 % kOfOrders == 0) {
    RETURN_IF_ERROR(InAnotherOrder(houses.shuffled, options, history));
  }
  // Seeds with budgets and without.
  if (seed % (kOfReplays + 1) == 0) return OnceMore(houses.replayed, options, history);
  return absl::OkStatus();
}

TEST(FiveTest, TheFiveAgreeAfterEachChangeOfEachHistory) {
  const uint64_t first = NumberFrom("TUOQIAO_SEED", 20261127);
  const int histories = static_cast<int>(NumberFrom("TUOQIAO_HISTORIES", 60));
  std::printf("TUOQIAO_SEED=%llu\n", static_cast<unsigned long long>(first));
  house::Lived all;
  int64_t words = 0;
  int failures = 0;
  std::unique_ptr<Houses> houses;
  for (int i = 0; i < histories && failures < kFailuresMost; ++i) {
    if (i % kHistoriesPerHouse == 0) houses = std::make_unique<Houses>();
    const uint64_t seed = first + i;
    History history(houses->lived, OptionsOf(seed));
    if (const absl::Status status = Tell(*houses, seed, history); !status.ok()) {
      ADD_FAILURE() << "TUOQIAO_SEED=" << seed << " TUOQIAO_HISTORIES=1 " << status;
      ++failures;
    }
    words += history.words();
    all.steps += history.lived().steps;
    all.statements += history.lived().statements;
    all.corrections += history.lived().corrections;
    all.pay_runs += history.lived().pay_runs;
  }
  std::printf(
      "%d histories, %lld words, %lld steps: %lld statements, of them %lld about closed months, "
      "%lld pay runs\n",
      histories, static_cast<long long>(words), static_cast<long long>(all.steps),
      static_cast<long long>(all.statements), static_cast<long long>(all.corrections),
      static_cast<long long>(all.pay_runs));
  // A history in which nothing happens would prove nothing.
  if (histories < kHistoriesPerHouse) return;
  EXPECT_GT(all.corrections, histories);
  EXPECT_GT(all.pay_runs, histories);
}

}  // namespace
}  // namespace tuoqiao::five
