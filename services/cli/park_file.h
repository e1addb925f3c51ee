// park.json: how a park runs. Its members: tests/oracle/README.md.
#ifndef TUOQIAO_SERVICES_CLI_PARK_FILE_H_
#define TUOQIAO_SERVICES_CLI_PARK_FILE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "tuoqiao/billing/v1/billing.pb.h"

namespace tuoqiao::cli {

struct ParkFile {
  std::string id, display_name, time_zone;
  absl::CivilMonth month;
  absl::CivilDay today;
  std::string programme, scheme, funding_plan_id;
  billing::v1::FundingPlan funding_plan;
  std::vector<std::string> plan_codes;
  int64_t protected_pay_minor = 0;
  int32_t deduction_cap_bp = 0;
  std::vector<std::string> closed_dates, working_weekends;

  std::string name() const { return "parks/" + id; }
};

// INVALID_ARGUMENT says which member is missing or is not what it should be.
absl::StatusOr<ParkFile> ParseParkFile(const std::string& json);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_PARK_FILE_H_
