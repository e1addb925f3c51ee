// Between the contract's messages and the core for programmes compared and for schemes.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_CONVERT_COMPARE_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_CONVERT_COMPARE_H_

#include <google/protobuf/repeated_field.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/eligibility/comparison.h"
#include "tuoqiao/eligibility/v1/eligibility.pb.h"

namespace tuoqiao::eligibility {

// Their ids, ascending; none: all of the park. FIELD_INVALID.
absl::StatusOr<std::vector<std::string>> ProgrammesOf(
    absl::string_view park, const google::protobuf::RepeatedPtrField<std::string>& names);
// The days asked about: from today and for a year where none are given. FIELD_INVALID.
absl::StatusOr<Period> PeriodOf(const v1::CompareChildProgrammesRequest& request,
                                absl::CivilDay today);

// `period` is the one asked about.
v1::CompareProgrammesResponse ToProto(absl::string_view park,
                                      const std::vector<Candidate>& candidates,
                                      const Comparison& comparison, const Period& period);
// With the values that are not official and hold on a day from `today` on.
v1::SchemeSummary ToProto(const rules::Scheme& scheme, absl::CivilDay today);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_CONVERT_COMPARE_H_
