#include "services/cli/group_name.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace tuoqiao::cli {

std::string GroupName(const std::string& park, const std::string& text) {
  if (absl::StartsWith(text, "parks/")) return text;
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('/', 1));
  return absl::StrCat(park, "/centres/", absl::AsciiStrToLower(parts.first), "/groups/",
                      absl::AsciiStrToLower(parts.second));
}

}  // namespace tuoqiao::cli
