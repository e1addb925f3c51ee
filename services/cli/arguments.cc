#include "services/cli/arguments.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace tuoqiao::cli {

absl::StatusOr<Arguments> Arguments::Parse(const std::vector<std::string>& args,
                                           const std::vector<Flag>& flags) {
  Arguments parsed;
  for (const Flag& flag : flags) parsed.values_[flag.name] = flag.fallback;
  for (size_t i = 0; i < args.size(); ++i) {
    if (!absl::StartsWith(args[i], "--")) {
      parsed.words_.push_back(args[i]);
      continue;
    }
    const size_t equals = args[i].find('=');
    const std::string name = args[i].substr(2, equals == std::string::npos ? equals : equals - 2);
    const auto flag = std::find_if(flags.begin(), flags.end(),
                                   [&](const Flag& each) { return each.name == name; });
    if (flag == flags.end()) {
      return absl::InvalidArgumentError(absl::StrCat("there is no flag --", name));
    }
    parsed.given_[name] = true;
    if (equals != std::string::npos) {
      parsed.values_[name] = args[i].substr(equals + 1);
    } else if (!flag->value.empty()) {
      if (i + 1 == args.size()) {
        return absl::InvalidArgumentError(absl::StrCat("--", name, " lacks its ", flag->value));
      }
      parsed.values_[name] = args[++i];
    }
  }
  return parsed;
}

absl::StatusOr<std::string> Arguments::Need(const std::string& flag) const {
  const std::string& value = Get(flag);
  if (value.empty()) return absl::InvalidArgumentError(absl::StrCat("--", flag, " is missing"));
  return value;
}

std::string FlagHelp(const std::vector<Flag>& flags) {
  std::string text;
  for (const Flag& flag : flags) {
    const std::string left =
        flag.value.empty() ? flag.name : absl::StrCat(flag.name, " ", flag.value);
    absl::StrAppendFormat(&text, "  --%-24s %s", left, flag.help);
    if (!flag.fallback.empty()) absl::StrAppend(&text, " (", flag.fallback, ")");
    absl::StrAppend(&text, "\n");
  }
  return text;
}

}  // namespace tuoqiao::cli
