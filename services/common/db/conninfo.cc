#include "services/common/db/conninfo.h"

#include <libpq-fe.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace tuoqiao::db {

absl::StatusOr<std::pair<std::string, std::string>> SplitPassword(const std::string& conninfo) {
  char* error = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(conninfo.c_str(), &error), PQconninfoFree);
  PQfreemem(error);  // It may quote the password.
  if (options == nullptr) {
    return absl::InvalidArgumentError("the file does not hold what libpq connects by");
  }
  std::string rest, password;
  for (const PQconninfoOption* each = options.get(); each->keyword != nullptr; ++each) {
    if (each->val == nullptr) continue;
    if (absl::string_view(each->keyword) == "password") {
      password = each->val;
      continue;
    }
    absl::StrAppend(&rest, rest.empty() ? "" : " ", each->keyword, "='",
                    absl::StrReplaceAll(each->val, {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
  }
  return std::make_pair(rest, password);
}

}  // namespace tuoqiao::db
