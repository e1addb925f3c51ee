// Files and folders as the command line meets them.
#ifndef TUOQIAO_SERVICES_CLI_FILES_H_
#define TUOQIAO_SERVICES_CLI_FILES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace tuoqiao::cli {

// NOT_FOUND names the path.
absl::StatusOr<std::string> ReadFile(const std::string& path);
// Makes the folder where it is missing. UNAVAILABLE names the path.
absl::Status WriteFile(const std::string& path, const std::string& bytes);
// The plain files of a folder by name; none where there is no such folder.
std::vector<std::string> FilesIn(const std::string& folder);
// `c01-2026-10` of `a/c01-2026-10.csv`.
std::string StemOf(const std::string& path);
// `c01-2026-10.csv`.
std::string NameOf(const std::string& path);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_FILES_H_
