// Ten sample families against the table of testdata/families.txt, which holds the arithmetic.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/places/search/index.h"
#include "services/places/search/rank.h"

namespace tuoqiao::places::search {
namespace {

constexpr char kTable[] = "services/places/search/testdata/families.txt";
constexpr absl::CivilDay kStart(2026, 10, 15);
constexpr int64_t kMinute = 60;

struct Fits {
  std::string centre;
  int64_t detour_seconds = 0, points = 0;
};
struct FamilyCase {
  std::string name;
  Family family;
  std::map<std::string, Seats> seats;
  Prices prices;
  std::vector<Fits> fits;                                                     // Best first.
  std::vector<std::pair<std::string, std::vector<std::string>>> not_fitting;  // Nearest first.
};
struct Table {
  std::vector<Site> sites;
  std::vector<FamilyCase> families;
};

// `30.010` as 30010000, `-0.5` as -500000.
int64_t Micro(absl::string_view text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '.');
  std::string fraction = parts.size() > 1 ? parts[1] : "";
  fraction.resize(6, '0');
  int64_t whole = 0, rest = 0;
  EXPECT_TRUE(absl::SimpleAtoi(parts[0], &whole) && absl::SimpleAtoi(fraction, &rest)) << text;
  return whole * 1'000'000 + (absl::StartsWith(text, "-") ? -rest : rest);
}
Point PointOf(const std::string& text) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, ',');
  return {Micro(parts.first), Micro(parts.second)};
}
// `08:30-17:00`, Monday to Friday.
DayHours HoursOf(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, absl::ByAnyChar(":-"));
  EXPECT_EQ(parts.size(), 4u) << text;
  std::vector<int64_t> numbers(4);
  for (size_t i = 0; i < 4; ++i) EXPECT_TRUE(absl::SimpleAtoi(parts[i], &numbers[i])) << text;
  return {0x1f, numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]};
}
CareKind KindOf(const std::string& name) {
  for (const CareKind each : kCareKinds) {
    if (CareKindName(each) == name) return each;
  }
  ADD_FAILURE() << name;
  return CareKind::kFullDay;
}
absl::CivilDay DayOf(const std::string& text) {
  absl::CivilDay day;
  EXPECT_TRUE(absl::ParseCivilTime(text, &day)) << text;
  return day;
}

Site SiteOf(const std::vector<std::string>& words) {
  Site site;
  site.id = words[1];
  site.at = {Micro(words[2]), Micro(words[3])};
  if (words[4] != "-") site.hours = {HoursOf(words[4])};
  site.languages = absl::StrSplit(words[5], ',');
  for (const std::string& kind : std::vector<std::string>(absl::StrSplit(words[6], ','))) {
    site.care_kinds.push_back(KindOf(kind));
  }
  site.inclusive = words.size() > 7 && words[7] == "inclusive";
  site.filing_from = absl::CivilDay(2025, 1, 1);
  site.filing_until = absl::CivilDay(2028, 1, 1);
  return site;
}

FamilyCase FamilyOf(const Table& table, const std::vector<std::string>& words) {
  FamilyCase one;
  one.name = words[1];
  Family& family = one.family;
  family.start = kStart;
  for (size_t i = 2; i < words.size(); ++i) {
    const std::pair<std::string, std::string> said = absl::StrSplit(words[i], '=');
    if (said.first == "mode") {
      for (const Mode mode : kModes) {
        if (ModeName(mode) == said.second) family.mode = mode;
      }
    } else if (said.first == "home") {
      family.home = PointOf(said.second);
    } else if (said.first == "work") {
      family.work = PointOf(said.second);
    } else if (said.first == "grandparent") {
      family.grandparent = PointOf(said.second);
    } else if (said.first == "shift") {
      family.shift = HoursOf(said.second);
    } else if (said.first == "care") {
      family.care_kind = KindOf(said.second);
    } else if (said.first == "languages") {
      family.languages = absl::StrSplit(said.second, ',');
    } else if (said.first == "inclusive") {
      family.inclusive_only = true;
    } else if (said.first == "siblings") {
      for (const Site& site : table.sites) {
        if (site.id == said.second) family.siblings.push_back(site.at);
      }
    } else {
      ADD_FAILURE() << words[i];
    }
  }
  for (const Site& site : table.sites) {
    one.seats[site.id] = {true, {{"SMALL", 5, kStart, false}}};
  }
  return one;
}

void AddLine(const std::vector<std::string>& words, FamilyCase* one) {
  int64_t number = 0;
  if (words[0] == "seats") {
    EXPECT_TRUE(absl::SimpleAtoi(words[2], &number));
    std::vector<Vacancy>& vacancies = one->seats[words[1]].vacancies;
    vacancies.clear();
    if (number > 0) vacancies.push_back({"SMALL", number, DayOf(words[3]), false});
  } else if (words[0] == "price") {
    EXPECT_TRUE(absl::SimpleAtoi(words[2], &number));
    one->prices[{words[1], "SMALL"}] = number * 100;
  } else if (words[0] == "fits") {
    const std::vector<std::string> minutes = absl::StrSplit(words[2], '.');
    Fits fits{words[1], 0, 0};
    int64_t tenths = 0;
    EXPECT_TRUE(absl::SimpleAtoi(minutes[0] + minutes[1], &tenths));
    fits.detour_seconds = tenths * 6;
    EXPECT_TRUE(absl::SimpleAtoi(words[3], &fits.points));
    one->fits.push_back(fits);
  } else {
    EXPECT_EQ(words[0], "not");
    one->not_fitting.push_back({words[1], absl::StrSplit(words[2], ',')});
  }
}

Table ReadTable() {
  Table table;
  std::ifstream file(kTable);
  EXPECT_TRUE(file.good());
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> words = absl::StrSplit(line, ' ');
    if (words[0] == "centre") {
      table.sites.push_back(SiteOf(words));
    } else if (words[0] == "family") {
      table.families.push_back(FamilyOf(table, words));
    } else {
      AddLine(words, &table.families.back());
    }
  }
  return table;
}

TEST(FamiliesTest, TenSampleFamiliesAreRankedAsByHand) {
  const Table table = ReadTable();
  ASSERT_EQ(table.families.size(), 10u);
  const auto pack = LoadNumbers("services/rules");
  ASSERT_TRUE(pack.ok()) << pack.status();
  const auto numbers = NumbersOn(*pack, kStart);
  ASSERT_TRUE(numbers.ok());
  const Index index(table.sites);
  for (const FamilyCase& one : table.families) {
    SCOPED_TRACE(absl::StrCat("family ", one.name));
    std::vector<Candidate> candidates;
    std::vector<Point> points;
    for (const auto& found : index.Find(NearOf(one.family, *numbers), 100).found) {
      const Site& site = index.sites()[found.index];
      candidates.push_back({&site, found.nearness, std::nullopt, one.seats.at(site.id)});
      points.push_back(site.at);
    }
    const auto legs = LegsTo(StraightTravel(numbers->paces), one.family, points);
    ASSERT_TRUE(legs.ok()) << legs.status();
    for (size_t i = 0; i < candidates.size(); ++i) candidates[i].leg = (*legs)[i];
    const Ranking ranking = Rank({one.family, 20, one.prices, *numbers, 100}, candidates);

    ASSERT_EQ(ranking.results.size(), one.fits.size());
    for (size_t i = 0; i < one.fits.size(); ++i) {
      const Candidate& candidate = candidates[ranking.results[i].candidate];
      EXPECT_EQ(candidate.site->id, one.fits[i].centre) << "in place " << i + 1;
      EXPECT_NEAR(candidate.leg->detour_seconds(), one.fits[i].detour_seconds, kMinute);
      EXPECT_EQ(ranking.results[i].points, one.fits[i].points) << candidate.site->id;
    }
    ASSERT_EQ(ranking.passed_over.size(), one.not_fitting.size());
    for (size_t i = 0; i < one.not_fitting.size(); ++i) {
      const Ranked& passed_over = ranking.passed_over[i];
      EXPECT_EQ(candidates[passed_over.candidate].site->id, one.not_fitting[i].first);
      std::vector<std::string> reasons;
      for (size_t j = 0; j < one.not_fitting[i].second.size(); ++j) {
        reasons.emplace_back(ReasonName(passed_over.reasons[j].code));
      }
      EXPECT_EQ(reasons, one.not_fitting[i].second) << one.not_fitting[i].first;
    }
  }
}

}  // namespace
}  // namespace tuoqiao::places::search
