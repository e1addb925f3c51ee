// What may be wrong with a log, by name.
#ifndef TUOQIAO_SERVICES_PLACES_ALLOCATION_ERRORS_H_
#define TUOQIAO_SERVICES_PLACES_ALLOCATION_ERRORS_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tuoqiao::allocation {

// `line` counts from 1.
absl::Status LogInvalid(size_t line, absl::string_view why_en, absl::string_view why_zh);

}  // namespace tuoqiao::allocation

#endif  // TUOQIAO_SERVICES_PLACES_ALLOCATION_ERRORS_H_
