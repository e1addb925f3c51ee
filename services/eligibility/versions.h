// The schemes by which a programme decides, each from its day on. What is asked of a period or of a
// day is asked of the scheme that holds then.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_VERSIONS_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_VERSIONS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/common/period.h"
#include "services/common/rules/scheme.h"
#include "services/eligibility/programme.h"

namespace tuoqiao::eligibility {

// A stretch of days on which one scheme holds.
struct SchemeSpan {
  Period period;
  std::string name;
  const rules::Scheme* scheme = nullptr;  // nullptr where its rule file is no longer there.
};

// Lives no longer than the schemes. Thread safe once it is made.
class Versions {
 public:
  // A scheme that holds on all days; nullptr where its rule file is no longer there. Not explicit:
  // whoever has one scheme decides by it as a programme that never had another.
  Versions(const rules::Scheme* scheme);
  Versions(const rules::Scheme& scheme) : Versions(&scheme) {}
  Versions(const Programme& programme, const rules::Schemes& schemes);

  // Before the first version its scheme, which is then not in force or not asked.
  const rules::Scheme* On(absl::CivilDay day) const;
  // Ascending, without gaps, over the whole period; none where it is empty.
  std::vector<SchemeSpan> Over(const Period& period) const;
  // The names of the schemes of a period, and the hashes of their rule files, joined by `,`. A
  // file that is no longer there has the hash ``.
  std::string NamesOver(const Period& period) const;
  std::string HashOver(const Period& period) const;

  // SCHEME_UNKNOWN at the field, RULE_NOT_IN_FORCE.
  absl::Status CheckInForce(const Period& period, absl::string_view field) const;

 private:
  struct Version {
    absl::CivilDay from;
    std::string name;
    const rules::Scheme* scheme = nullptr;
  };

  std::vector<Version> versions_;  // Ascending, at least one.
};

// PERIOD_INVALID, SCHEME_UNKNOWN at the field, RULE_NOT_IN_FORCE.
absl::Status CheckPeriod(const Programme& programme, const Versions& versions, const Period& period,
                         absl::string_view field = "name");

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_VERSIONS_H_
