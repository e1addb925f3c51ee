#include "tests/bench/land.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace tuoqiao::bench {
namespace {

using places::Centre;
using places::search::Point;

constexpr int kTowns = 40;

}  // namespace

Land::Land(uint64_t seed) : random_(seed) {
  for (int i = 0; i < kTowns; ++i) towns_.push_back(Anywhere());
}

std::vector<Centre> Land::Centres(int64_t count) {
  std::vector<Centre> centres;
  for (int64_t i = 0; i < count; ++i) centres.push_back(NextCentre(i));
  return centres;
}

std::vector<std::vector<places::TakenSeats>> Land::Taken(const std::vector<Centre>& centres) {
  std::vector<std::vector<places::TakenSeats>> taken(centres.size());
  for (size_t i = 0; i < centres.size(); ++i) {
    const Centre& centre = centres[i];
    for (const places::Group& group : centre.groups) {
      for (const places::SeatPool& pool : group.pools) {
        const int64_t count = Between(1, 5) == 1 ? pool.seats : Between(0, pool.seats);
        if (count > 0) taken[i].push_back({group.id, pool.Key(), count, std::nullopt});
      }
    }
  }
  return taken;
}

Asked Land::NextAsked() {
  Asked asked;
  asked.family.home = Near(towns_[Between(0, kTowns - 1)], 45'000);
  asked.family.work = Near(*asked.family.home, 50'000);
  if (Between(1, 3) == 1) asked.family.grandparent = Near(*asked.family.home, 20'000);
  asked.family.mode = places::search::kModes[Between(0, 3)];
  asked.family.shift = places::DayHours{0x1f, 540, 1050};
  asked.family.start = kLandToday;
  if (Between(1, 4) == 1) asked.family.languages = {"en"};
  asked.family.inclusive_only = Between(1, 4) == 1;
  asked.asker.needs_level = Between(1, 20) == 1 ? 1 : 0;
  asked.birth_date = kLandToday - Between(200, 1000);
  return asked;
}

int64_t Land::Between(int64_t least, int64_t most) {
  return std::uniform_int_distribution<int64_t>(least, most)(random_);
}

Point Land::Near(const Point& point, int64_t micro) {
  return {point.latitude_micro + Between(-micro, micro),
          point.longitude_micro + Between(-micro, micro)};
}

Point Land::Anywhere() { return Near({30'500'000, 126'500'000}, 500'000); }

Centre Land::NextCentre(int64_t number) {
  Centre centre;
  centre.id = absl::StrFormat("c%06d", number);
  centre.code = centre.display_name = centre.id;
  const Point at = Between(0, 1) == 0 ? Near(towns_[Between(0, kTowns - 1)], 50'000) : Anywhere();
  centre.latitude_micro = at.latitude_micro;
  centre.longitude_micro = at.longitude_micro;
  centre.filing_from = absl::CivilDay(2025, 1, 1);
  centre.filing_until = absl::CivilDay(2028, 1, 1);
  if (Between(1, 10) > 1) {
    centre.opening_hours = {{0x1f, 420 + Between(0, 6) * 15, 1020 + Between(0, 8) * 15}};
  }
  centre.languages = {"zh"};
  if (Between(1, 3) == 1) centre.languages.emplace_back("en");
  centre.inclusive = Between(0, 1) == 1;
  for (const places::GroupKind kind : places::kGroupKinds) {
    if (Between(1, 3) == 1) continue;
    places::Group group;
    group.code = std::string(places::BandOf(kind).name);
    group.id = absl::StrCat(centre.id, "/", group.code);
    group.kind = kind;
    group.pools = {{"SHARED", "", Between(3, 8)}};
    if (Between(1, 4) == 1) group.pools.push_back({"SPECIALIST", "", 1});
    for (const places::SeatPool& pool : group.pools) group.capacity += pool.seats;
    centre.groups.push_back(std::move(group));
  }
  return centre;
}

}  // namespace tuoqiao::bench
