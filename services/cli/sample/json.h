// The two files of a sample that are JSON: what the park has adopted, and what is wrong in the
// files.
#ifndef TUOQIAO_SERVICES_CLI_SAMPLE_JSON_H_
#define TUOQIAO_SERVICES_CLI_SAMPLE_JSON_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/cli/sample/park.h"
#include "services/cli/sample/wrong_rows.h"

namespace tuoqiao::cli {

std::string ParkJson(const Park& park);
std::string ManifestJson(const Park& park, int64_t rows_read, const std::vector<Fault>& faults);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_SAMPLE_JSON_H_
