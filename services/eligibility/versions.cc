#include "services/eligibility/versions.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "services/common/check.h"
#include "services/common/status_macros.h"
#include "services/eligibility/errors.h"

namespace tuoqiao::eligibility {

Versions::Versions(const rules::Scheme* scheme) {
  versions_.push_back({absl::CivilDay::min(), scheme == nullptr ? "" : scheme->name, scheme});
}

Versions::Versions(const Programme& programme, const rules::Schemes& schemes) {
  CHECK(!programme.versions.empty());
  versions_.reserve(programme.versions.size());
  for (const SchemeVersion& each : programme.versions) {
    const auto found = schemes.find(each.scheme);
    versions_.push_back(
        {each.from_date, each.scheme, found == schemes.end() ? nullptr : &found->second});
  }
}

const rules::Scheme* Versions::On(absl::CivilDay day) const {
  size_t at = versions_.size() - 1;
  while (at > 0 && day < versions_[at].from) --at;
  return versions_[at].scheme;
}

std::vector<SchemeSpan> Versions::Over(const Period& period) const {
  std::vector<SchemeSpan> spans;
  for (size_t i = 0; i < versions_.size(); ++i) {
    Period own = period;
    if (i > 0) own.from = std::max(own.from, versions_[i].from);
    if (i + 1 < versions_.size()) own.until = std::min(own.until, versions_[i + 1].from);
    if (!own.Empty()) spans.push_back({own, versions_[i].name, versions_[i].scheme});
  }
  return spans;
}

std::string Versions::NamesOver(const Period& period) const {
  return absl::StrJoin(Over(period), ",",
                       [](std::string* out, const SchemeSpan& each) { out->append(each.name); });
}

std::string Versions::HashOver(const Period& period) const {
  return absl::StrJoin(Over(period), ",", [](std::string* out, const SchemeSpan& each) {
    if (each.scheme != nullptr) out->append(each.scheme->hash);
  });
}

absl::Status Versions::CheckInForce(const Period& period, absl::string_view field) const {
  const std::vector<SchemeSpan> spans = Over(period);
  for (const SchemeSpan& each : spans) {
    if (each.scheme == nullptr) return SchemeUnknown(field, each.name);
  }
  for (const SchemeSpan& each : spans) RETURN_IF_ERROR(each.scheme->CheckInForce(each.period));
  return absl::OkStatus();
}

absl::Status CheckPeriod(const Programme& programme, const Versions& versions, const Period& period,
                         absl::string_view field) {
  RETURN_IF_ERROR(CheckDays(programme, period));
  return versions.CheckInForce(period, field);
}

}  // namespace tuoqiao::eligibility
