// Files that hold a secret: readable by their owner only, or refused.
#ifndef TUOQIAO_SERVICES_COMMON_SECRET_FILE_H_
#define TUOQIAO_SERVICES_COMMON_SECRET_FILE_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"

namespace tuoqiao {

// The whole text of the file. NOT_FOUND where it is missing; FAILED_PRECONDITION where it is no
// plain file, where group or others have any right to it, or where it is longer than a key can be.
absl::StatusOr<std::string> ReadSecretFile(const std::string& path);

// The same, but a missing file is first made, with mode 0600, from what `fresh` returns. It appears
// whole or not at all; where two make it at once, both read the same one.
absl::StatusOr<std::string> ReadOrMakeSecretFile(const std::string& path,
                                                 const std::function<std::string()>& fresh);

}  // namespace tuoqiao

#endif  // TUOQIAO_SERVICES_COMMON_SECRET_FILE_H_
