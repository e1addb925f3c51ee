#include "services/places/search/rank.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "services/places/search/fit.h"

namespace tuoqiao::places::search {
namespace {

constexpr int64_t kSecondsOfAMinute = 60, kHundredYuan = 10000;

bool Offers(const Site& site, CareKind kind) {
  if (site.care_kinds.empty()) return kind == CareKind::kFullDay;
  return std::count(site.care_kinds.begin(), site.care_kinds.end(), kind) > 0;
}

// The language of the site that serves the family; nullptr where none does.
const std::string* LanguageOf(const Site& site, const Family& family) {
  for (const std::string& asked : family.languages) {
    for (const std::string& spoken : site.languages) {
      if (Serves(spoken, asked)) return &spoken;
    }
  }
  return nullptr;
}

int64_t MonthsBetween(absl::CivilDay from, absl::CivilDay to) {
  return absl::CivilMonth(to) - absl::CivilMonth(from);
}

// One centre looked at.
class Look {
 public:
  Look(const Question& question, const Candidate& candidate, size_t place, int64_t dearest_minor)
      : question_(question),
        family_(question.family),
        candidate_(candidate),
        dearest_minor_(dearest_minor) {
    ranked_.candidate = place;
    Filter();
    fits_ = ranked_.reasons.empty();
    if (fits_) Count();
  }

  bool fits() const { return fits_; }
  Ranked& ranked() { return ranked_; }

  // What is told of a centre that is shown.
  void AddReasons() {
    AddNearness();
    if (candidate_.leg.has_value()) AddLeg(*candidate_.leg);
    if (!fits_) return;
    if (stay_.has_value()) {
      Add({ReasonCode::kOpenForShift, stay_->drop_off_minute, stay_->pick_up_minute.value_or(-1)});
    }
    const Vacancy& vacancy = *ranked_.vacancy;
    Add({vacancy.specialist ? ReasonCode::kSpecialistSeat : ReasonCode::kSeatFree, vacancy.free, 0,
         std::string(vacancy.group_kind), vacancy.from});
    if (ranked_.price_minor.has_value()) {
      Add({ReasonCode::kPrice, *ranked_.price_minor});
    } else if (!question_.prices.empty()) {
      Add({ReasonCode::kPriceUnknown});
    }
    Add({ReasonCode::kCareKind, 0, 0, std::string(CareKindName(family_.care_kind))});
    if (const std::string* language = LanguageOf(*candidate_.site, family_)) {
      Add({ReasonCode::kLanguage, 0, 0, *language});
    }
    if (candidate_.site->inclusive) Add({ReasonCode::kInclusive});
  }

 private:
  void Add(Reason reason) { ranked_.reasons.push_back(std::move(reason)); }

  void AddNearness() {
    Add({ReasonCode::kNear, candidate_.nearness.metres, 0,
         std::string(PlaceName(family_, candidate_.nearness))});
  }
  void AddLeg(const Leg& leg) {
    Add({ReasonCode::kDetour, leg.detour_seconds(), 0, std::string(ModeName(family_.mode))});
    if (leg.pick_up_seconds.has_value()) {
      Add({ReasonCode::kPickUp, *leg.pick_up_seconds, 0,
           std::string(ModeName(family_.pick_up_mode))});
    }
  }

  void Filter() {
    const Site& site = *candidate_.site;
    if (!candidate_.leg.has_value()) Add({ReasonCode::kNoWay});
    if (family_.start < site.filing_from || site.filing_until <= family_.start) {
      Add({ReasonCode::kFilingNotInForce, 0, 0, "", family_.start});
    }
    if (candidate_.closed.all_days) {
      Add({ReasonCode::kClosedAllDays, question_.numbers.closed_days});
    } else if (candidate_.closed.day.has_value()) {
      Add({ReasonCode::kClosedAtStart, 0, 0, "", *candidate_.closed.day});
    }
    if (!Offers(site, family_.care_kind)) {
      Add({ReasonCode::kCareKindNotOffered, 0, 0, std::string(CareKindName(family_.care_kind))});
    }
    if (!family_.languages.empty() && LanguageOf(site, family_) == nullptr) {
      Add({ReasonCode::kLanguageNotSpoken, 0, 0, absl::StrJoin(family_.languages, ", ")});
    }
    if (family_.inclusive_only && !site.inclusive) Add({ReasonCode::kNotInclusive});
    if (!candidate_.seats.age_fits) {
      Add({ReasonCode::kNoGroupOfAge, question_.age_months});
    } else if (candidate_.seats.vacancies.empty()) {
      Add({ReasonCode::kNoFreeSeat, question_.numbers.wait_months_max});
    }
    if (family_.shift.has_value() && candidate_.leg.has_value()) FilterHours(*candidate_.leg);
  }

  void FilterHours(const Leg& leg) {
    stay_ = StayOf(family_, leg, question_.numbers.handover_seconds);
    const OpeningFit fit = FitHours(candidate_.site->hours, family_.shift->weekdays, *stay_);
    switch (fit.opening) {
      case Opening::kOpen:
        return;
      case Opening::kUnknown:
        return Add({ReasonCode::kHoursUnknown});
      case Opening::kClosedThatDay:
        return Add({ReasonCode::kClosedThatDay, fit.weekday});
      case Opening::kClosedAtDropOff:
        return Add({ReasonCode::kClosedAtDropOff, fit.minute, fit.limit_minute});
      case Opening::kClosedAtPickUp:
        return Add({ReasonCode::kClosedAtPickUp, fit.minute, fit.limit_minute});
    }
  }

  std::optional<int64_t> PriceOf(const Vacancy& vacancy) const {
    if (question_.prices.empty()) return std::nullopt;
    const auto price =
        question_.prices.find({candidate_.site->id, std::string(vacancy.group_kind)});
    if (price == question_.prices.end()) return std::nullopt;
    return price->second;
  }

  // The parts that depend on which seat it is.
  std::vector<Part> PartsOf(const Vacancy& vacancy) const {
    const Weights& weights = question_.numbers.weights;
    std::vector<Part> parts;
    if (!question_.prices.empty()) {
      const int64_t price = PriceOf(vacancy).value_or(dearest_minor_);
      parts.push_back({"PRICE", price, weights.hundred_yuan_points * price / kHundredYuan});
    }
    const int64_t months = MonthsBetween(family_.start, vacancy.from);
    if (months > 0) parts.push_back({"WAIT", months, weights.wait_month_points * months});
    if (vacancy.free == 1) parts.push_back({"LAST_SEAT", 1, weights.last_seat_points});
    return parts;
  }

  void Count() {
    const Weights& weights = question_.numbers.weights;
    const Leg& leg = *candidate_.leg;
    std::vector<Part> parts = {
        {"DETOUR", leg.detour_seconds(),
         weights.detour_minute_points * leg.detour_seconds() / kSecondsOfAMinute}};
    if (leg.pick_up_seconds.has_value()) {
      parts.push_back({"PICK_UP", *leg.pick_up_seconds,
                       weights.pick_up_minute_points * *leg.pick_up_seconds / kSecondsOfAMinute});
    }
    int64_t fewest = 0;
    std::vector<Part> of_seat;
    for (const Vacancy& vacancy : candidate_.seats.vacancies) {
      std::vector<Part> each = PartsOf(vacancy);
      int64_t points = 0;
      for (const Part& part : each) points += part.points;
      if (ranked_.vacancy.has_value() && fewest <= points) continue;
      fewest = points;
      of_seat = std::move(each);
      ranked_.vacancy = vacancy;
      ranked_.price_minor = PriceOf(vacancy);
    }
    parts.insert(parts.end(), of_seat.begin(), of_seat.end());
    for (const Part& part : parts) ranked_.points += part.points;
    ranked_.parts = std::move(parts);
  }

  const Question& question_;
  const Family& family_;
  const Candidate& candidate_;
  const int64_t dearest_minor_;
  bool fits_ = false;
  std::optional<Stay> stay_;
  Ranked ranked_;
};

// The best of what is shown, with its reasons.
template <typename Before>
std::vector<Ranked> Best(std::vector<Look> looks, size_t most, const Before& before) {
  const size_t shown = std::min(most, looks.size());
  std::vector<Look*> order;
  for (Look& look : looks) order.push_back(&look);
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown), order.end(),
                    [&](Look* a, Look* b) { return before(a->ranked(), b->ranked()); });
  std::vector<Ranked> best;
  for (size_t i = 0; i < shown; ++i) {
    order[i]->AddReasons();
    best.push_back(std::move(order[i]->ranked()));
  }
  return best;
}

}  // namespace

absl::string_view PlaceName(const Family& family, const Nearness& nearness) {
  if (nearness.which == Nearness::kOnTheWay) return "WAY";
  std::vector<absl::string_view> names;
  if (family.home.has_value()) names.push_back("HOME");
  if (family.work.has_value()) names.push_back("WORK");
  if (family.grandparent.has_value()) names.push_back("GRANDPARENT");
  return names[nearness.which];
}

bool Serves(absl::string_view spoken, absl::string_view asked) {
  if (!absl::StartsWithIgnoreCase(spoken, asked)) return false;
  return spoken.size() == asked.size() || spoken[asked.size()] == '-';
}

Ranking Rank(const Question& question, const std::vector<Candidate>& candidates) {
  int64_t dearest_minor = 0;
  for (const auto& [group, price] : question.prices) dearest_minor = std::max(dearest_minor, price);
  std::vector<Look> fitting, passed_over;
  for (size_t i = 0; i < candidates.size(); ++i) {
    Look look(question, candidates[i], i, dearest_minor);
    (look.fits() ? fitting : passed_over).push_back(std::move(look));
  }
  const auto nearness = [&](const Ranked& ranked) {
    const Candidate& candidate = candidates[ranked.candidate];
    return std::tie(candidate.nearness.metres, candidate.site->id);
  };
  Ranking ranking;
  ranking.fitting = static_cast<int64_t>(fitting.size());
  ranking.passed_over_in_all = static_cast<int64_t>(passed_over.size());
  ranking.results =
      Best(std::move(fitting), question.results_max, [&](const Ranked& a, const Ranked& b) {
        return a.points != b.points ? a.points < b.points : nearness(a) < nearness(b);
      });
  ranking.passed_over =
      Best(std::move(passed_over), question.results_max,
           [&](const Ranked& a, const Ranked& b) { return nearness(a) < nearness(b); });
  return ranking;
}

}  // namespace tuoqiao::places::search
