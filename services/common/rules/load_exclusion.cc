#include "services/common/rules/load_exclusion.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/rules/load_parameter.h"

namespace tuoqiao::rules {
namespace {

// The way by which a scheme steps back before itself; empty where there is none. `way` begins with
// it.
std::vector<std::string> Circle(const Schemes& schemes, std::vector<std::string> way) {
  const auto at = schemes.find(way.back());
  if (at == schemes.end()) return {};
  for (const Exclusion& exclusion : at->second.exclusions) {
    if (!exclusion.yields) continue;
    if (exclusion.scheme == way.front()) {
      way.push_back(exclusion.scheme);
      return way;
    }
    if (std::find(way.begin(), way.end(), exclusion.scheme) != way.end()) continue;
    std::vector<std::string> longer = way;
    longer.push_back(exclusion.scheme);
    longer = Circle(schemes, std::move(longer));
    if (!longer.empty()) return longer;
  }
  return {};
}

}  // namespace

std::vector<Exclusion> ReadExclusions(const Place& place, const v1::RuleFile& file) {
  std::vector<Exclusion> exclusions;
  for (int i = 0; i < file.exclusions_size(); ++i) {
    const v1::Exclusion& each = file.exclusions(i);
    const Place at = place.In("exclusions", i);
    if (each.kind() == v1::Exclusion::KIND_UNSPECIFIED) at.Wrong("kind", "the kind is missing");
    exclusions.push_back({each.scheme(), each.kind() == v1::Exclusion::YIELDS_TO,
                          ReadSource(at, each.has_source(), each.source())});
  }
  return exclusions;
}

void CheckExclusions(const std::vector<ReadFile>& files, const Schemes& schemes) {
  for (const ReadFile& file : files) {
    for (size_t i = 0; i < file.scheme.exclusions.size(); ++i) {
      const Place at = file.place.In("exclusions", static_cast<int>(i));
      const std::string& other = file.scheme.exclusions[i].scheme;
      const auto found = schemes.find(other);
      if (other == file.scheme.name) {
        at.Wrong("scheme", "a scheme excludes itself");
      } else if (found == schemes.end()) {
        at.Wrong("scheme", absl::StrCat("there is no scheme '", other, "'"));
      } else if (found->second.subject != file.scheme.subject) {
        at.Wrong("scheme", absl::StrCat("the scheme ", other, " is about another subject"));
      }
    }
    const std::vector<std::string> circle = Circle(schemes, {file.scheme.name});
    if (circle.size() > 2) {
      file.place.Wrong("exclusions",
                       absl::StrCat("none would be paid, as each yields to the next: ",
                                    absl::StrJoin(circle, " -> ")),
                       0);
    }
  }
}

}  // namespace tuoqiao::rules
