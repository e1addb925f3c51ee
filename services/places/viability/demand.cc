#include "services/places/viability/demand.h"

#include <algorithm>
#include <optional>

namespace tuoqiao::places::viability {
namespace {

constexpr int64_t kHistoryMonths = 12;

using ByBand = std::array<int64_t, kAgeBands.size()>;

std::optional<size_t> BandOfAge(int64_t months) {
  for (size_t i = 0; i < kAgeBands.size(); ++i) {
    if (kAgeBands[i].from <= months && months < kAgeBands[i].until) return i;
  }
  return std::nullopt;
}

// The first by id of those that employ a guardian on the day.
std::optional<std::string> FirmOn(const DemandChild& child, absl::CivilDay day) {
  std::optional<std::string> firm;
  for (const Stay& stay : child.stays) {
    if (stay.period.Contains(day) && (!firm.has_value() || stay.firm < *firm)) firm = stay.firm;
  }
  return firm;
}

bool JoinedSince(const DemandChild& child, absl::CivilDay since) {
  absl::CivilDay first = absl::CivilDay::max();
  for (const Stay& stay : child.stays) first = std::min(first, stay.period.from);
  return since < first && child.birth_date < first;
}

bool LeftSince(const DemandChild& child, absl::CivilDay since, absl::CivilDay today) {
  absl::CivilDay last = absl::CivilDay::min();
  for (const Stay& stay : child.stays) last = std::max(last, stay.period.until);
  return since < last && last <= today && child.birth_date < last &&
         AgeInMonths(child.birth_date, last) < kOldestMonths;
}

// The last of each firm that is young enough.
std::map<std::string, HeadCount> LastOf(const std::vector<HeadCount>& head_counts,
                                        absl::CivilMonth month, const Numbers& numbers) {
  std::map<std::string, HeadCount> last;
  for (const HeadCount& each : head_counts) {
    if (each.month > month || each.month + numbers.survey_months < month) continue;
    const auto [found, added] = last.emplace(each.firm, each);
    if (!added && found->second.month < each.month) found->second = each;
  }
  return last;
}

// Spread evenly over the ages of their band, and grown by so many months.
ByBand Grown(const HeadCount& head_count, int64_t months) {
  ByBand grown = {};
  for (size_t i = 0; i < kAgeBands.size(); ++i) {
    const AgeBand& band = kAgeBands[i];
    const int64_t children = head_count.children[i];
    for (int64_t age = 0; age < band.months(); ++age) {
      const auto now = BandOfAge(band.from + age + months);
      if (!now.has_value()) continue;
      grown[*now] += children * (age + 1) / band.months() - children * age / band.months();
    }
  }
  return grown;
}

FirmSize SizeOf(const HeadCount& head_count, const Numbers& numbers) {
  if (head_count.staff >= numbers.large_staff) return FirmSize::kLarge;
  return head_count.staff >= numbers.medium_staff ? FirmSize::kMedium : FirmSize::kSmall;
}

int64_t DownTo(int64_t number, int64_t step) { return number / step * step; }

// Neighbouring sizes together until there are enough, what is left over with those before.
void SayCells(const AgeBand& band, bool applied, const std::array<int64_t, kFirmSizes>& by_size,
              int64_t least, std::vector<SaidCell>* cells) {
  std::vector<SaidCell> of_band;
  SaidCell cell{band, applied, {}, 0};
  for (size_t i = 0; i < kFirmSizes; ++i) {
    cell.sizes.push_back(static_cast<FirmSize>(i));
    cell.children += by_size[i];
    if (cell.children < least) continue;
    of_band.push_back(cell);
    cell = {band, applied, {}, 0};
  }
  if (!cell.sizes.empty() && !of_band.empty()) {
    of_band.back().children += cell.children;
    of_band.back().sizes.insert(of_band.back().sizes.end(), cell.sizes.begin(), cell.sizes.end());
  } else if (!cell.sizes.empty()) {
    of_band.push_back(cell);
  }
  for (SaidCell& each : of_band) {
    each.children = DownTo(each.children, least);
    cells->push_back(std::move(each));
  }
}

}  // namespace

bool Plausible(const HeadCount& head_count) {
  int64_t children = 0;
  for (const int64_t each : head_count.children) children += each;
  return children <= 2 * head_count.staff;
}

Demand CountDemand(const std::vector<DemandChild>& children,
                   const std::vector<HeadCount>& head_counts, absl::CivilDay today,
                   const Numbers& numbers) {
  const absl::CivilMonth month(today);
  const absl::CivilDay since(today.year() - 1, today.month(), today.day());
  static_assert(kHistoryMonths == 12);
  const auto counted = LastOf(head_counts, month, numbers);
  Demand demand;
  demand.firms_counted = static_cast<int64_t>(counted.size());
  std::map<std::string, ByBand> known;  // By firm.
  for (const DemandChild& child : children) {
    if (LeftSince(child, since, today)) ++demand.left;
    const auto band = BandOfAge(AgeInMonths(child.birth_date, today));
    const auto firm = FirmOn(child, today);
    if (!band.has_value() || !firm.has_value()) continue;
    const auto said = counted.find(*firm);
    const FirmSize size =
        said == counted.end() ? FirmSize::kNotSaid : SizeOf(said->second, numbers);
    const bool applied = child.applied && kAgeBands[*band].from >= kYoungestMonths;
    ++demand.cells[*band][applied ? 1 : 0][static_cast<size_t>(size)];
    ++known[*firm][*band];
    if (JoinedSince(child, since)) ++demand.joined;
  }
  for (const auto& [firm, head_count] : counted) {
    const ByBand grown = Grown(head_count, month - head_count.month);
    const auto size = static_cast<size_t>(SizeOf(head_count, numbers));
    for (size_t i = 0; i < kAgeBands.size(); ++i) {
      demand.cells[i][0][size] += std::max<int64_t>(0, grown[i] - known[firm][i]);
    }
  }
  return demand;
}

SaidDemand Say(const Demand& demand, const Numbers& numbers) {
  const int64_t least = numbers.least_count;
  SaidDemand said;
  said.step = least;
  int64_t children = 0;
  for (size_t i = 0; i < kAgeBands.size(); ++i) {
    for (const size_t applied : {1, 0}) {
      if (applied == 1 && kAgeBands[i].from < kYoungestMonths) continue;
      SayCells(kAgeBands[i], applied == 1, demand.cells[i][applied], least, &said.cells);
    }
  }
  for (const SaidCell& each : said.cells) children += each.children;
  said.joined = std::min(DownTo(demand.joined, least), children);
  said.left = DownTo(demand.left, least);
  said.firms_counted = DownTo(demand.firms_counted, least);
  return said;
}

}  // namespace tuoqiao::places::viability
