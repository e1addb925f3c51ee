// Parks of all kinds, forecast and then lived through: how often the range holds what comes.
// TUOQIAO_SEED repeats a run, TUOQIAO_PARKS says how many parks of each kind.
#include "services/places/viability/forecast.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "services/places/viability/demand.h"
#include "services/places/viability/testing_numbers.h"

namespace tuoqiao::places::viability {
namespace {

constexpr int kHistory = 48, kAhead = 24;  // Months.
constexpr absl::CivilMonth kStart(2022, 10);
constexpr absl::CivilDay kToday(2026, 10, 1);
constexpr int kHorizons[] = {1, 6, 12, 24};

int64_t FromEnvironment(const char* name, int64_t otherwise) {
  const char* given = std::getenv(name);
  return given == nullptr ? otherwise : std::strtoll(given, nullptr, 10);
}

// How a park lives. The first kind lives as the forecast thinks, the others do not.
struct Way {
  std::string name;
  double born = 0, came = 0;  // A month, in a park of size 1.
  double leave = 0;           // Of children, a month.
  double take_up = 0;
  double season = 0;  // Births swing by so much over the year.
  double shock = 0;   // Once a year or so, a firm with so many of the children leaves.
  double drift = 0;   // Births change by so much a year.
  double change = 0;  // So much of those who decide later want a place, or do not.
};

struct LivingChild {
  int born = 0, came = 0, left = 1000;  // Months since the start.
  bool wants = false;
  int firm = 0;
};

// Not thread safe.
class Park {
 public:
  Park(const Way& way, double size, uint64_t seed) : way_(way), size_(size), random_(seed) {
    for (int month = 0; month < kHistory + kAhead + 1; ++month) Live(month);
  }

  std::vector<DemandChild> Children() const {
    std::vector<DemandChild> children;
    for (const LivingChild& each : children_) {
      if (each.came > kHistory - 1 || each.born > kHistory - 1) continue;
      const absl::CivilDay hired =
          each.came == each.born ? absl::CivilDay(2010, 1, 1) : MiddleOf(each.came);
      const absl::CivilDay until =
          each.left > kHistory - 1 ? absl::CivilDay(2100, 1, 1) : MiddleOf(each.left);
      children.push_back({MiddleOf(each.born), {{"91a", {hired, until}}}, each.wants});
    }
    return children;
  }
  // So many months from now.
  Wanting WantingIn(int months) const {
    Wanting wanting = {};
    const absl::CivilDay day = absl::CivilDay(absl::CivilMonth(kToday) + months);
    for (const LivingChild& each : children_) {
      const int64_t age = AgeInMonths(MiddleOf(each.born), day);
      if (each.wants && each.came < kHistory + months && each.left >= kHistory + months &&
          age >= 0 && age < kOldestMonths) {
        ++wanting[age];
      }
    }
    return wanting;
  }

 private:
  static absl::CivilDay MiddleOf(int month) { return absl::CivilDay(kStart + month) + 14; }

  int Poisson(double mean) { return std::poisson_distribution<int>(mean)(random_); }
  bool Happens(double chance) { return std::bernoulli_distribution(chance)(random_); }

  bool Wants(int month) {
    const double years = std::max(0, month - kHistory + 1) / 12.0;
    return Happens(std::min(1.0, std::max(0.0, way_.take_up * (1 + way_.change * years))));
  }
  void Live(int month) {
    const int firm_that_goes = Happens(1 / 12.0) ? 0 : -1;
    for (LivingChild& each : children_) {
      const bool gone = each.left < 1000 || month - each.born >= kOldestMonths;
      if (gone) continue;
      const bool goes_with_firm = each.firm == firm_that_goes && way_.shock > 0 && Happens(0.8);
      if (goes_with_firm || Happens(way_.leave)) each.left = month;
    }
    const double years = std::max(0, month - kHistory + 1) / 12.0;
    const double swing = 1 + way_.season * std::sin(month * 3.14159265 / 6);
    const int born = Poisson(size_ * way_.born * swing * std::pow(1 + way_.drift, years));
    for (int i = 0; i < born; ++i) Add(month, month);
    const int came = Poisson(size_ * way_.came);
    for (int i = 0; i < came; ++i) {
      Add(month - std::uniform_int_distribution<int>(1, kOldestMonths - 1)(random_), month);
    }
  }
  void Add(int born, int came) {
    LivingChild child;
    child.born = born;
    child.came = came;
    child.firm = Happens(way_.shock) ? 0 : 1;
    child.wants = Wants(std::max(came, born + static_cast<int>(kYoungestMonths)));
    children_.push_back(child);
  }

  const Way way_;
  const double size_;
  std::mt19937_64 random_;
  std::vector<LivingChild> children_;
};

struct Held {
  int inside = 0, below = 0, above = 0;

  int all() const { return inside + below + above; }
  double share() const { return static_cast<double>(inside) / all(); }
  void Count(const Range& range, int64_t outcome) {
    ++(outcome < range.low ? below : outcome > range.high ? above : inside);
  }
};

// One month of one number a park, so that what is counted is independent.
struct Result {
  Held by_horizon[std::size(kHorizons)], kinds;
};

Result LiveThrough(const Way& way, int parks, int64_t unrest_bp, uint64_t seed) {
  Result result;
  Numbers numbers = TestingNumbers();
  numbers.unrest_bp = unrest_bp;
  std::mt19937_64 sizes(seed);
  for (int i = 0; i < parks; ++i) {
    const double size = std::uniform_real_distribution<double>(0.3, 4)(sizes);
    const Park park(way, size, sizes());
    const SaidDemand said = Say(CountDemand(park.Children(), {}, kToday, numbers), numbers);
    const auto courses = DrawCourses(said, kAhead, numbers, sizes());
    const auto months = ForecastOf(courses, {}, numbers);
    for (size_t j = 0; j < std::size(kHorizons); ++j) {
      const Wanting wanting = park.WantingIn(kHorizons[j]);
      int64_t all = 0;
      for (int64_t age = kYoungestMonths; age < kOldestMonths; ++age) all += wanting[age];
      const MonthForecast& month = months[kHorizons[j] - 1];
      result.by_horizon[j].Count(month.all.wanting, all);
      if (j != static_cast<size_t>(i) % std::size(kHorizons)) continue;
      const size_t kind = i / std::size(kHorizons) % 3;
      result.kinds.Count(month.kinds[kind].wanting, Seat(wanting, {})[kind].wanting);
    }
  }
  return result;
}

void Print(const Way& way, const Result& result) {
  std::cout << way.name << ": ";
  for (size_t j = 0; j < std::size(kHorizons); ++j) {
    const Held& held = result.by_horizon[j];
    std::cout << "in " << kHorizons[j] << " months " << 100 * held.share() << " % (" << held.below
              << " below, " << held.above << " above), ";
  }
  std::cout << "a kind of group " << 100 * result.kinds.share() << " %\n";
}

const Way kAsThought = {"as the forecast thinks", 6, 2, 0.015, 0.45};

class ForecastProperty : public testing::Test {
 protected:
  const int parks_ = static_cast<int>(FromEnvironment("TUOQIAO_PARKS", 200));
  const uint64_t seed_ = static_cast<uint64_t>(FromEnvironment("TUOQIAO_SEED", 20261126));
};

// Its stated rate is eight in ten. In a park whose rates stay as they were, and told so, it holds
// that within three standard errors, and a little more, because numbers are whole.
TEST_F(ForecastProperty, TheRangeHoldsTheOutcomeAtItsStatedRate) {
  const Result result = LiveThrough(kAsThought, parks_, 0, seed_);
  std::cout << "TUOQIAO_SEED=" << seed_ << ", " << parks_ << " parks\n";
  Print(kAsThought, result);
  const double error = std::sqrt(0.8 * 0.2 / parks_);
  for (const Held& held : {result.by_horizon[0], result.by_horizon[1], result.by_horizon[2],
                           result.by_horizon[3], result.kinds}) {
    EXPECT_GE(held.share(), 0.8 - 3 * error);
    EXPECT_LE(held.share(), 0.8 + 3 * error + 0.03);
  }
}

// As it is shipped it holds more, to be right more often where rates do not stay as they were.
TEST_F(ForecastProperty, WithItsUnrestTheRangeHoldsAtLeastThat) {
  const int parks = parks_ / 2;
  const Result result = LiveThrough(kAsThought, parks, TestingNumbers().unrest_bp, seed_ + 1);
  Print(kAsThought, result);
  const double error = std::sqrt(0.8 * 0.2 / parks);
  for (const Held& held : result.by_horizon) EXPECT_GE(held.share(), 0.8 - 3 * error);
  EXPECT_GE(result.kinds.share(), 0.8 - 3 * error);
}

// What the forecast does not know of makes it wrong more often; this is how often. It is not
// worthless even then: it holds the outcome more often than not.
TEST_F(ForecastProperty, AParkThatLivesOtherwiseIsOutsideMoreOften) {
  Way seasons = kAsThought, shocks = kAsThought, fewer = kAsThought, more = kAsThought;
  seasons.name = "births swing by 40 % over the year";
  seasons.season = 0.4;
  shocks.name = "a firm with 15 % of the children goes once a year";
  shocks.shock = 0.15;
  fewer.name = "births fall by 10 % a year from now on";
  fewer.drift = -0.1;
  more.name = "10 % more want a place each year from now on";
  more.change = 0.1;
  for (const Way& way : {seasons, shocks, fewer, more}) {
    const Result result = LiveThrough(way, parks_ / 3, TestingNumbers().unrest_bp, seed_);
    Print(way, result);
    for (const Held& held : result.by_horizon) EXPECT_GE(held.share(), 0.5) << way.name;
  }
}

}  // namespace
}  // namespace tuoqiao::places::viability
