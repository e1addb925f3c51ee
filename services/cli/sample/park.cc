#include "services/cli/sample/park.h"

namespace tuoqiao::cli {

const KindRule& RuleOf(GroupKind kind) {
  static constexpr std::array<KindRule, 4> kRules = {{
      {"INFANT", 6, 12, 10, 3},
      {"SMALL", 12, 24, 15, 5},
      {"LARGE", 24, 36, 20, 7},
      {"MIXED", 18, 36, 18, 5},
  }};
  return kRules[static_cast<size_t>(kind)];
}

}  // namespace tuoqiao::cli
