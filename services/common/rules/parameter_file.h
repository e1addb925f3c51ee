// Dated numbers that a service asks for by name and no condition does: a file of parameters alone.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_PARAMETER_FILE_H_
#define TUOQIAO_SERVICES_COMMON_RULES_PARAMETER_FILE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/rules/fact.h"
#include "services/common/rules/parameter.h"
#include "services/common/rules/rule_text.h"
#include "services/common/rules/words.h"

namespace tuoqiao::rules {

// A parameter that a service asks for, and within which bounds it can count with it.
struct Asked {
  const char* name;
  Unit unit;
  int64_t least, most;
};

// Loaded once and never changed; thread safe.
struct ParameterFile {
  std::string name;
  Words title;
  std::string hash;                   // SHA-256 of the file, hexadecimal.
  std::vector<Parameter> parameters;  // In the order in which they were asked for.

  // The least of what its values hold by on the day.
  Confidence ConfidenceOn(absl::CivilDay day) const;
  // RULE_NOT_IN_FORCE where a parameter has no value on the day.
  absl::Status CheckInForce(absl::CivilDay day) const;
};

// PACK_INVALID names everything that is wrong, each with file:line:column: as of a rule file, and a
// parameter that is missing, has another unit, a value beyond its bounds, or that nobody asks for.
absl::StatusOr<ParameterFile> LoadParameterFile(const RuleText& text, const std::string& name,
                                                const std::vector<Asked>& asked);

// The same for the file below a folder of packs that the name says: `cn.travel` is in
// `cn/travel.textproto`. PACK_UNREADABLE.
absl::StatusOr<ParameterFile> LoadParameterFile(const std::string& folder, const std::string& name,
                                                const std::vector<Asked>& asked);

// The numbers of a rule file for a service that asks for them and decides nothing by its
// conditions, so that no number stands in two packs. PACK_INVALID, PACK_UNREADABLE.
absl::StatusOr<ParameterFile> LoadParametersOfScheme(const std::string& folder,
                                                     const std::string& scheme,
                                                     const std::vector<Asked>& asked);

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_PARAMETER_FILE_H_
