// Children for those who try the interfaces: what one is to be stands at the end of its case
// number.
#ifndef TUOQIAO_SERVICES_DIRECTORY_SANDBOX_CHILD_H_
#define TUOQIAO_SERVICES_DIRECTORY_SANDBOX_CHILD_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/directory/family.h"

namespace tuoqiao::directory {

// `…-TEST-36M+10` completes 36 months in ten days; `…-TEST-18M` on this day; `…-TEST-18M-NOCONSENT`
// besides gives no consent.
struct SandboxCode {
  int64_t months = 0;
  int64_t days = 0;
  bool consents = true;
};
std::optional<SandboxCode> SandboxCodeOf(absl::string_view case_number);

// Puts what the code says in the place of birth date and consents; nothing where there is no code.
// It makes facts and no outcome: the rules are asked as for any child. Where a month has no such
// day the child is born on its last. BIRTH_IN_FUTURE.
absl::Status Pose(absl::CivilDay today, Child& child);

}  // namespace tuoqiao::directory

#endif  // TUOQIAO_SERVICES_DIRECTORY_SANDBOX_CHILD_H_
