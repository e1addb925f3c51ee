#include "services/places/search/index.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace tuoqiao::places::search {
namespace {

std::vector<Point> PointsOf(const std::vector<Site>& sites) {
  std::vector<Point> points;
  points.reserve(sites.size());
  for (const Site& site : sites) points.push_back(site.at);
  return points;
}

}  // namespace

Index::Index(std::vector<Site> sites) : sites_(std::move(sites)), grid_(PointsOf(sites_)) {}

Index::Nearby Index::Find(const Near& near, size_t most) const {
  Nearby nearby;
  nearby.found = grid_.Find(near);
  nearby.in_all = nearby.found.size();
  if (nearby.found.size() <= most) return nearby;
  const auto last = nearby.found.begin() + static_cast<std::ptrdiff_t>(most);
  std::nth_element(nearby.found.begin(), last, nearby.found.end(),
                   [](const Grid::Found& a, const Grid::Found& b) {
                     return std::tie(a.nearness.metres, a.index) <
                            std::tie(b.nearness.metres, b.index);
                   });
  nearby.found.erase(last, nearby.found.end());
  std::sort(nearby.found.begin(), nearby.found.end(),
            [](const Grid::Found& a, const Grid::Found& b) { return a.index < b.index; });
  return nearby;
}

}  // namespace tuoqiao::places::search
