// Which centres fit a family, in which order, and why.
//
// A centre is passed over for any of the reasons below. The others come in the order of their
// points, fewer first: so many a minute of detour (to the second), a minute of the grandparent's
// way, each 100 yuan that the family pays a month, each month that the seat is waited for, and some
// for the last seat; each part is rounded down. Equal points go by nearness, then by id.
#ifndef TUOQIAO_SERVICES_PLACES_SEARCH_RANK_H_
#define TUOQIAO_SERVICES_PLACES_SEARCH_RANK_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/places/care_kind.h"
#include "services/places/hours.h"
#include "services/places/search/grid.h"
#include "services/places/search/legs.h"
#include "services/places/search/numbers.h"
#include "services/places/search/reason.h"

namespace tuoqiao::places::search {

// What a search asks of a centre.
struct Site {
  std::string id;
  Point at;
  std::vector<DayHours> hours;
  std::vector<std::string> languages;
  bool inclusive = false;
  std::vector<CareKind> care_kinds;  // None: full days.
  absl::CivilDay filing_from, filing_until;
};

// Seats that are free for the family's child from a day on.
struct Vacancy {
  absl::string_view group_kind;  // A constant.
  int64_t free = 0;
  absl::CivilDay from;
  bool specialist = false;  // They are for children with needs only.
};
// Of one centre.
struct Seats {
  bool age_fits = false;  // Some group takes a child of its age on one of the days looked at.
  std::vector<Vacancy> vacancies;
};

// What the family would pay a month, by centre and kind of group.
using Prices = std::map<std::pair<std::string, std::string>, int64_t>;

// How a centre's closures meet the first days on which the child would come.
struct ClosedStart {
  std::optional<absl::CivilDay> day;  // The first of them, where it is closed then.
  bool all_days = false;              // Of the pack's days from then.
};

struct Candidate {
  const Site* site = nullptr;
  Nearness nearness;
  std::optional<Leg> leg;  // Nothing: there is no way.
  Seats seats;
  ClosedStart closed = {};
};

// A part of the points, and what it was counted of.
struct Part {
  absl::string_view name;  // DETOUR, PICK_UP, PRICE, WAIT or LAST_SEAT; a constant.
  int64_t quantity = 0;    // Seconds, seconds, fen, months, seats.
  int64_t points = 0;
};

struct Ranked {
  size_t candidate = 0;  // Its place in the list.
  int64_t points = 0;
  std::vector<Part> parts;
  std::optional<Vacancy>
      vacancy;  // The one that is counted with: of several the one of fewest points.
  std::optional<int64_t> price_minor;
  std::vector<Reason> reasons;
};
struct Ranking {
  std::vector<Ranked> results;      // Best first.
  std::vector<Ranked> passed_over;  // Nearest first, with all reasons why not.
  int64_t fitting = 0, passed_over_in_all = 0;
};

struct Question {
  const Family& family;
  int64_t age_months = 0;  // On the first day.
  const Prices& prices;    // None: nobody said, and they do not count.
  const Numbers& numbers;
  size_t results_max = 20;
};
Ranking Rank(const Question& question, const std::vector<Candidate>& candidates);

// HOME, WORK, GRANDPARENT or WAY.
absl::string_view PlaceName(const Family& family, const Nearness& nearness);

// Whether a centre that speaks `spoken` serves who asks for `asked`: `zh` is served by `zh-Hans`
// too, whatever the case of the letters (RFC 4647, basic filtering).
bool Serves(absl::string_view spoken, absl::string_view asked);

}  // namespace tuoqiao::places::search

#endif  // TUOQIAO_SERVICES_PLACES_SEARCH_RANK_H_
