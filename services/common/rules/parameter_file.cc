#include "services/common/rules/parameter_file.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/common/hash.h"
#include "services/common/period.h"
#include "services/common/rules/errors.h"
#include "services/common/rules/load_condition.h"
#include "services/common/rules/load_parameter.h"
#include "services/common/rules/schema.h"
#include "services/common/status_macros.h"

namespace tuoqiao::rules {
namespace {

void CheckValues(const Place& place, const Parameter& parameter, const Asked& asked) {
  if (parameter.unit != asked.unit) {
    place.Wrong("unit", absl::StrCat(asked.name, " is counted in ", UnitName(asked.unit)));
  }
  for (size_t i = 0; i < parameter.values.size(); ++i) {
    const int64_t value = parameter.values[i].value;
    if (asked.least <= value && value <= asked.most) continue;
    place.In("values", static_cast<int>(i))
        .Wrong("value", absl::StrCat(value, " is not from ", asked.least, " to ", asked.most));
  }
}

// In the order in which they are asked for.
std::vector<Parameter> InOrder(const Place& place, std::vector<Parameter> parameters,
                               const std::vector<Asked>& asked) {
  std::vector<Parameter> ordered;
  for (const Asked& each : asked) {
    const auto found =
        std::find_if(parameters.begin(), parameters.end(),
                     [&](const Parameter& parameter) { return parameter.name == each.name; });
    if (found == parameters.end()) {
      place.Wrong(absl::StrCat("there is no parameter ", each.name));
      continue;
    }
    CheckValues(place.In("parameters", static_cast<int>(found - parameters.begin())), *found, each);
    ordered.push_back(*found);
  }
  for (size_t i = 0; i < parameters.size(); ++i) {
    const bool known = std::any_of(asked.begin(), asked.end(), [&](const Asked& each) {
      return parameters[i].name == each.name;
    });
    if (known) continue;
    place.In("parameters", static_cast<int>(i)).Wrong("name", "nothing asks for this parameter");
  }
  return ordered;
}

const std::string& NameOf(const v1::ParameterFile& message) { return message.name(); }
const std::string& NameOf(const v1::RuleFile& message) { return message.scheme(); }

template <typename Message>
absl::StatusOr<ParameterFile> Load(const RuleText& text, const char* name_field,
                                   const std::string& name, const std::vector<Asked>& asked) {
  Message message;
  Place::Tree tree;
  std::vector<std::string> wrong;
  if (MessageOf(text.text) != message.GetDescriptor()->full_name()) {
    return PackInvalid({absl::StrCat(text.file, ":1:1: the first line is not `# proto-message: ",
                                     message.GetDescriptor()->full_name(), "`")});
  }
  if (!ReadText(text, &message, &tree, &wrong)) return PackInvalid(wrong);
  const Place place(text.file, message, tree, &wrong);
  if (NameOf(message) != name) place.Wrong(name_field, absl::StrCat("the name is not ", name));
  ParameterFile file;
  file.name = name;
  file.title = ReadWords(place, "title", message.has_title(), message.title());
  file.hash = absl::BytesToHexString(Sha256(text.text));
  file.parameters = InOrder(place, ReadParameters(place, message.parameters()), asked);
  if (!wrong.empty()) return PackInvalid(wrong);
  return file;
}

absl::StatusOr<RuleText> ReadPack(const std::string& folder, const std::string& name) {
  const std::string path =
      absl::StrCat(folder, "/", absl::StrReplaceAll(name, {{".", "/"}}), ".textproto");
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) return PackUnreadable(path);
  return RuleText{path, text.str()};
}

}  // namespace

Confidence ParameterFile::ConfidenceOn(absl::CivilDay day) const {
  Confidence least = Confidence::kOfficial;
  for (const Parameter& parameter : parameters) {
    const DatedValue* const value = parameter.Find(day);
    if (value != nullptr) least = std::max(least, value->confidence);
  }
  return least;
}

absl::Status ParameterFile::CheckInForce(absl::CivilDay day) const {
  for (const Parameter& parameter : parameters) {
    RETURN_IF_ERROR(parameter.CheckInForce({day, day + 1}));
  }
  return absl::OkStatus();
}

absl::StatusOr<ParameterFile> LoadParameterFile(const RuleText& text, const std::string& name,
                                                const std::vector<Asked>& asked) {
  return Load<v1::ParameterFile>(text, "name", name, asked);
}

absl::StatusOr<ParameterFile> LoadParameterFile(const std::string& folder, const std::string& name,
                                                const std::vector<Asked>& asked) {
  ASSIGN_OR_RETURN(const RuleText text, ReadPack(folder, name));
  return LoadParameterFile(text, name, asked);
}

absl::StatusOr<ParameterFile> LoadParametersOfScheme(const std::string& folder,
                                                     const std::string& scheme,
                                                     const std::vector<Asked>& asked) {
  ASSIGN_OR_RETURN(const RuleText text, ReadPack(folder, scheme));
  return Load<v1::RuleFile>(text, "scheme", scheme, asked);
}

}  // namespace tuoqiao::rules
