#include "services/places/viability/forecast.h"

#include <algorithm>

#include "absl/strings/string_view.h"
#include "services/common/hash.h"
#include "services/common/period.h"
#include "services/places/viability/draws.h"

namespace tuoqiao::places::viability {
namespace {

constexpr int64_t kHistoryMonths = 12;
// Mixed groups take children from this age.
constexpr int64_t kMixedFrom = 18;

// Parts in `of`, so that a half is a whole number.
struct Rate {
  int64_t part = 0, of = 1;
};

// One course as it goes. Not thread safe.
class Walk {
 public:
  Walk(const SaidDemand& demand, int64_t unrest_bp, uint64_t seed)
      : unrest_bp_(unrest_bp), draws_(seed) {
    for (const SaidCell& cell : demand.cells) Add(cell, demand.step);
    const int64_t joined = DrawSaid(demand.joined, demand.step);
    const int64_t left = DrawSaid(demand.left, demand.step);
    DrawTakeUp();
    DrawComing(joined, left);
  }

  Course Go(int64_t months) {
    Course course;
    for (int64_t i = 0; i < months; ++i) {
      Age();
      undecided_[0] += draws_.Poisson(births_.part, births_.of);
      Join();
      course.push_back(wanting_);
    }
    return course;
  }

 private:
  // A number that is said as `said`.
  int64_t DrawSaid(int64_t said, int64_t step) { return said + draws_.Below(step); }

  void Add(const SaidCell& cell, int64_t step) {
    const int64_t children = DrawSaid(cell.children, step);
    present_ += children;
    if (cell.band.from < kHistoryMonths) young_ += children;
    const bool decided = cell.band.from >= kYoungestMonths;
    if (decided) (cell.applied ? applied_ : not_applied_) += children;
    if (decided && !cell.applied) return;
    Wanting& to = decided ? wanting_ : undecided_;
    for (int64_t i = 0; i < children; ++i) {
      ++to[cell.band.from + draws_.Below(cell.band.months())];
    }
  }

  // By how much a rate is not what it was, in basis points.
  int64_t DrawUnrest() { return 10'000 - unrest_bp_ + draws_.Below(2 * unrest_bp_ + 1); }
  // What was counted, drawn anew: in halves.
  int64_t DrawAnew(int64_t counted) { return 2 * draws_.Poisson(2 * counted + 1, 2); }

  void DrawTakeUp() {
    const int64_t families = applied_ + not_applied_ + 1;
    const Chance counted = ChanceOf(2 * applied_ + 1, 2 * families);
    take_up_ = ChanceOf(draws_.Binomial(families, counted) * DrawUnrest(), families * 10'000);
  }

  // Who left in the last twelve months was there for half of them. Of those who were born in these
  // months or came, some left again or are too old by now: a twelfth of a year's leaving for each
  // month since, which is half a year's of them all, and a sixth of those who came. Of these, a
  // sixth are under twelve months and were born elsewhere.
  void DrawComing(int64_t joined, int64_t left) {
    const int64_t leaving = DrawAnew(left);
    const int64_t there = std::max<int64_t>(1, 2 * present_ + left);
    leaving_ = ChanceOf(leaving * DrawUnrest(), kHistoryMonths * there * 10'000);
    const auto with_gone = [&](int64_t still_there) {
      return still_there + still_there * leaving / (2 * there);
    };
    const int64_t came = with_gone(joined) * 6 / 5;
    const int64_t born = with_gone(std::max<int64_t>(0, young_ - came / 6));
    joining_ = {DrawAnew(came) * DrawUnrest(), 2 * kHistoryMonths * 10'000};
    births_ = {DrawAnew(born) * DrawUnrest(), 2 * kHistoryMonths * 10'000};
  }

  // Those who are still there are a month older, and who turns six months decides.
  void Age() {
    const Chance staying = {Chance::kOne - leaving_.of_one};
    for (int64_t age = kOldestMonths - 1; age > 0; --age) {
      wanting_[age] = draws_.Binomial(wanting_[age - 1], staying);
      undecided_[age] = draws_.Binomial(undecided_[age - 1], staying);
    }
    wanting_[0] = undecided_[0] = 0;
    wanting_[kYoungestMonths] += draws_.Binomial(undecided_[kYoungestMonths], take_up_);
    undecided_[kYoungestMonths] = 0;
  }

  void Join() {
    const int64_t joined = draws_.Poisson(joining_.part, joining_.of);
    for (int64_t i = 0; i < joined; ++i) {
      const int64_t age = draws_.Below(kOldestMonths);
      if (age < kYoungestMonths) {
        ++undecided_[age];
      } else {
        wanting_[age] += draws_.Binomial(1, take_up_);
      }
    }
  }

  const int64_t unrest_bp_;
  Draws draws_;
  Wanting wanting_ = {}, undecided_ = {};
  int64_t present_ = 0, young_ = 0, applied_ = 0, not_applied_ = 0;
  Chance take_up_, leaving_;
  Rate joining_, births_;
};

int64_t Sum(const Wanting& wanting, int64_t from, int64_t until) {
  int64_t sum = 0;
  for (int64_t age = from; age < until; ++age) sum += wanting[age];
  return sum;
}

size_t PlaceOf(GroupKind kind) { return static_cast<size_t>(kind); }

int64_t Seated(const Wanting& wanting, const SeatsByKind& seats) {
  int64_t seated = 0;
  for (const KindDemand& each : Seat(wanting, seats)) seated += each.seated;
  return seated;
}

// Of one month, over all courses.
struct Drawn {
  std::vector<int64_t> wanting, seated;
};

KindForecast Summed(Drawn drawn, int64_t seats, const Numbers& numbers) {
  KindForecast forecast;
  forecast.wanting = RangeOf(std::move(drawn.wanting), numbers.range_bp);
  forecast.seated = RangeOf(std::move(drawn.seated), numbers.range_bp);
  forecast.seats = seats;
  forecast.warning = WarningOf(forecast.seated, seats, numbers.floor_bp);
  return forecast;
}

MonthForecast MonthOf(const std::vector<Course>& courses, size_t month, const SeatsByKind& seats,
                      const Numbers& numbers) {
  std::array<Drawn, kGroupKinds.size()> kinds;
  Drawn all;
  for (const Course& course : courses) {
    const DemandByKind demand = Seat(course[month], seats);
    int64_t seated = 0;
    for (size_t i = 0; i < kinds.size(); ++i) {
      kinds[i].wanting.push_back(demand[i].wanting);
      kinds[i].seated.push_back(demand[i].seated);
      seated += demand[i].seated;
    }
    all.wanting.push_back(Sum(course[month], kYoungestMonths, kOldestMonths));
    all.seated.push_back(seated);
  }
  MonthForecast forecast;
  int64_t seats_of_all = 0;
  for (size_t i = 0; i < kinds.size(); ++i) {
    forecast.kinds[i] = Summed(std::move(kinds[i]), seats[i], numbers);
    seats_of_all += seats[i];
  }
  forecast.all = Summed(std::move(all), seats_of_all, numbers);
  return forecast;
}

}  // namespace

std::vector<Course> DrawCourses(const SaidDemand& demand, int64_t months, const Numbers& numbers,
                                uint64_t seed) {
  std::vector<Course> drawn;
  Draws seeds(seed);
  for (int64_t i = 0; i < numbers.courses; ++i) {
    drawn.push_back(Walk(demand, numbers.unrest_bp, seeds.Next()).Go(months));
  }
  return drawn;
}

uint64_t SeedOf(absl::string_view park, absl::CivilMonth month) {
  const std::string hash = Sha256OfParts({"tuoqiao demand", park, FormatMonth(month)});
  uint64_t seed = 0;
  for (size_t i = 0; i < sizeof(seed); ++i) seed = seed << 8 | static_cast<uint8_t>(hash[i]);
  return seed;
}

DemandByKind Seat(const Wanting& wanting, const SeatsByKind& seats) {
  DemandByKind demand;
  KindDemand& small = demand[PlaceOf(GroupKind::kSmall)];
  KindDemand& large = demand[PlaceOf(GroupKind::kLarge)];
  KindDemand& mixed = demand[PlaceOf(GroupKind::kMixed)];
  demand[PlaceOf(GroupKind::kInfant)].wanting = Sum(wanting, 6, 12);
  small.wanting = Sum(wanting, 12, 24);
  large.wanting = Sum(wanting, 24, 36);
  for (const GroupKind kind : {GroupKind::kInfant, GroupKind::kSmall, GroupKind::kLarge}) {
    KindDemand& of_kind = demand[PlaceOf(kind)];
    of_kind.seated = std::min(of_kind.wanting, seats[PlaceOf(kind)]);
  }
  mixed.wanting = std::min(small.wanting - small.seated, Sum(wanting, kMixedFrom, 24)) +
                  large.wanting - large.seated;
  mixed.seated = std::min(mixed.wanting, seats[PlaceOf(GroupKind::kMixed)]);
  return demand;
}

Range RangeOf(std::vector<int64_t> numbers, int64_t share_bp) {
  if (numbers.empty()) return {};
  std::sort(numbers.begin(), numbers.end());
  const auto count = static_cast<int64_t>(numbers.size());
  const int64_t outside = count * (10'000 - share_bp) / 20'000;
  int64_t sum = 0;
  for (const int64_t each : numbers) sum += each;
  return {numbers[outside], (2 * sum + count) / (2 * count), numbers[count - 1 - outside]};
}

Warning WarningOf(const Range& seated, int64_t seats, int64_t floor_bp) {
  const auto under = [&](int64_t number) { return number * 10'000 < floor_bp * seats; };
  if (seats == 0 || !under(seated.low)) return Warning::kNone;
  if (!under(seated.expected)) return Warning::kPossible;
  return under(seated.high) ? Warning::kNearlyCertain : Warning::kLikely;
}

Range SayRange(const Range& range, int64_t least) {
  const auto say = [&](int64_t number) { return number < least ? 0 : number; };
  return {say(range.low), say(range.expected), std::max(range.high, least)};
}

std::vector<MonthForecast> ForecastOf(const std::vector<Course>& courses, const SeatsByKind& seats,
                                      const Numbers& numbers) {
  std::vector<MonthForecast> months;
  for (size_t i = 0; !courses.empty() && i < courses[0].size(); ++i) {
    months.push_back(MonthOf(courses, i, seats, numbers));
  }
  return months;
}

std::vector<KindForecast> PreviewOf(const std::vector<Course>& courses, const SeatsByKind& seats,
                                    GroupKind kind, int64_t group_seats, const Numbers& numbers) {
  SeatsByKind with = seats;
  with[PlaceOf(kind)] += group_seats;
  std::vector<KindForecast> months;
  for (size_t i = 0; !courses.empty() && i < courses[0].size(); ++i) {
    Drawn drawn;
    for (const Course& course : courses) {
      drawn.seated.push_back(Seated(course[i], with) - Seated(course[i], seats));
    }
    drawn.wanting = drawn.seated;
    months.push_back(Summed(std::move(drawn), group_seats, numbers));
  }
  return months;
}

}  // namespace tuoqiao::places::viability
