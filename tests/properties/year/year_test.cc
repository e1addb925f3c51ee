#include "tests/properties/year/year.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

#include "absl/strings/escaping.h"
#include "services/common/hash.h"

namespace tuoqiao::year {
namespace {

using house::BooksOf;
using house::House;
using house::Lived;
using house::Random;
using house::Same;

// Parks of so many years live side by side, so that each has neighbours whose rows it must not see.
constexpr int kYearsPerHouse = 25;

uint64_t NumberFrom(const char* variable, uint64_t otherwise) {
  const char* said = std::getenv(variable);
  return said == nullptr ? otherwise : std::strtoull(said, nullptr, 10);
}

uint64_t Seed() { return NumberFrom("TUOQIAO_SEED", 20261126); }
int Years(int otherwise) { return static_cast<int>(NumberFrom("TUOQIAO_YEARS", otherwise)); }

// Every second year's plan has a budget and a yearly cap.
Year::Options OptionsOf(uint64_t seed) {
  Year::Options options;
  options.seed = seed;
  options.park = absl::StrCat("y", seed);
  options.budgets = seed % 2 == 1;
  return options;
}

std::string HashOf(const Lived& lived) { return absl::BytesToHexString(Sha256(lived.state)); }

void Fail(uint64_t seed, const absl::Status& status) {
  ADD_FAILURE() << "TUOQIAO_SEED=" << seed << " TUOQIAO_YEARS=1 " << status;
}

TEST(YearTest, TheBooksOfEveryYearHoldAfterEveryStep) {
  const uint64_t first = Seed();
  const int years = Years(40);
  std::printf("TUOQIAO_SEED=%llu\n", static_cast<unsigned long long>(first));
  Lived all;
  std::unique_ptr<House> house;
  for (int i = 0; i < years; ++i) {
    if (i % kYearsPerHouse == 0) house = std::make_unique<House>();
    Year year(*house, OptionsOf(first + i));
    if (const absl::Status status = year.Live(); !status.ok()) return Fail(first + i, status);
    all.steps += year.lived().steps;
    all.statements += year.lived().statements;
    all.corrections += year.lived().corrections;
    all.pay_runs += year.lived().pay_runs;
    all.bank_lines += year.lived().bank_lines;
    all.payouts += year.lived().payouts;
    all.refusals += year.lived().refusals;
    all.repeats += year.lived().repeats;
  }
  std::printf(
      "%d years, %lld steps: %lld statements, of them %lld about closed months, %lld pay runs, "
      "%lld bank lines, %lld payouts, %lld refusals, %lld repeated requests\n",
      years, static_cast<long long>(all.steps), static_cast<long long>(all.statements),
      static_cast<long long>(all.corrections), static_cast<long long>(all.pay_runs),
      static_cast<long long>(all.bank_lines), static_cast<long long>(all.payouts),
      static_cast<long long>(all.refusals), static_cast<long long>(all.repeats));
  // A year in which nothing happens would prove nothing.
  EXPECT_GT(all.corrections, years);
  EXPECT_GT(all.pay_runs, years);
  EXPECT_GT(all.payouts, years);
  EXPECT_GT(all.refusals, years);
}

TEST(YearTest, ASeedIsTheSameYearAgainWhoeverLivesNextDoor) {
  House alone, crowded;
  for (int i = 0; i < 4; ++i) {
    const uint64_t seed = Seed() + i;
    Year neighbour(crowded, OptionsOf(seed + 1000));
    ASSERT_TRUE(neighbour.Live().ok()) << "TUOQIAO_SEED=" << seed + 1000;
    std::string hashes[2];
    int at = 0;
    for (House* house : {&alone, &crowded}) {
      Year year(*house, OptionsOf(seed));
      if (const absl::Status status = year.Live(); !status.ok()) return Fail(seed, status);
      hashes[at++] = HashOf(year.lived());
    }
    EXPECT_EQ(hashes[0], hashes[1]) << "TUOQIAO_SEED=" << seed;
  }
}

TEST(YearTest, ServicesThatHearByThemselvesComeToTheSameState) {
  House by_turns;
  House by_themselves(House::Hearing::kByThemselves);
  Year::Options options = OptionsOf(Seed());
  options.months = 4;
  Year one(by_turns, options);
  ASSERT_TRUE(one.Live().ok());
  options.by_themselves = true;
  Year other(by_themselves, options);
  if (const absl::Status status = other.Live(); !status.ok()) return Fail(Seed(), status);
  EXPECT_EQ(HashOf(one.lived()), HashOf(other.lived()));
}

TEST(YearTest, WithoutBudgetsTheOrderInWhichThingsBecameKnownDoesNotMatter) {
  House house;
  for (uint64_t seed = Seed() & ~uint64_t{1}, i = 0; i < 10; ++i, seed += 2) {
    Year year(house, OptionsOf(seed));
    if (const absl::Status status = year.Live(); !status.ok()) return Fail(seed, status);
    Year::Options options = OptionsOf(seed);
    options.park += "-known";
    Year known(house, options);
    const absl::Status status = known.CloseAsKnown(year);
    if (!status.ok()) return Fail(seed, status);
    EXPECT_TRUE(Same("what stands", known.record().Stands(), year.record().Stands()).ok())
        << "TUOQIAO_SEED=" << seed << " "
        << Same("what stands", known.record().Stands(), year.record().Stands());
  }
}

TEST(YearTest, TheBooksAreRebuiltFromTheLogsInAnyOrder) {
  House house;
  for (int i = 0; i < 6; ++i) {
    const uint64_t seed = Seed() + i;
    Year year(house, OptionsOf(seed));
    if (const absl::Status status = year.Live(); !status.ok()) return Fail(seed, status);
    House rebuilt;
    rebuilt.LookAt(year.world());
    Random random(seed);
    const absl::Status status = rebuilt.HearAgain(house, year.world().park, {"ledger"}, random);
    if (!status.ok()) return Fail(seed, status);
    const auto ours = BooksOf(house, year.world()), theirs = BooksOf(rebuilt, year.world());
    ASSERT_TRUE(ours.ok() && theirs.ok());
    EXPECT_EQ(*ours, *theirs) << "TUOQIAO_SEED=" << seed;
  }
}

}  // namespace
}  // namespace tuoqiao::year
