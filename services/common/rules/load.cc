#include "services/common/rules/load.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/hash.h"
#include "services/common/rules/errors.h"
#include "services/common/rules/load_condition.h"
#include "services/common/rules/load_parameter.h"
#include "services/common/status_macros.h"

namespace tuoqiao::rules {
namespace {

void CheckSchemeName(const Place& place, const std::string& name) {
  const bool valid =
      name.find('.') != std::string::npos &&
      std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_' || c == '.';
      });
  if (!valid) place.Wrong("scheme", "the scheme is not a name like cn.sample_city.childcare");
}

void ReadConditions(const Place& place, const v1::RuleFile& file, Scheme* scheme) {
  std::set<std::string> names;
  const auto read = [&](const Place& at, const v1::Condition& message,
                        std::vector<Condition>* list) {
    list->push_back(ReadCondition(at, message, *scheme));
    if (!names.insert(list->back().name).second) {
      at.Wrong("name", absl::StrCat("there is another condition ", list->back().name));
    }
  };
  for (int i = 0; i < file.needs_size(); ++i) {
    read(place.In("needs", i), file.needs(i), &scheme->needs);
  }
  for (int i = 0; i < file.conditions_size(); ++i) {
    read(place.In("conditions", i), file.conditions(i), &scheme->conditions);
  }
  if (file.conditions().empty()) place.Wrong("there is no condition");
}

Scheme ReadScheme(const RuleText& text, const Place& place, const v1::RuleFile& file,
                  const FactCatalogue& catalogue) {
  Scheme scheme(catalogue, ReadParameters(place, file));
  CheckSchemeName(place, file.scheme());
  scheme.name = file.scheme();
  scheme.hash = absl::BytesToHexString(Sha256(text.text));
  scheme.title = ReadWords(place, "title", file.has_title(), file.title());
  scheme.validity = ReadValidity(place, file.from(), file.until());
  ReadConditions(place, file, &scheme);
  return scheme;
}

absl::StatusOr<std::string> ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) return PackUnreadable(path.string());
  return text.str();
}

}  // namespace

absl::StatusOr<Schemes> LoadSchemes(const std::vector<RuleText>& files,
                                    const FactCatalogue& catalogue) {
  Schemes schemes;
  std::vector<std::string> wrong;
  for (const RuleText& text : files) {
    v1::RuleFile file;
    Place::Tree tree;
    if (!ReadText(text, &file, &tree, &wrong)) continue;
    const Place place(text.file, file, tree, &wrong);
    Scheme scheme = ReadScheme(text, place, file, catalogue);
    const std::string name = scheme.name;
    if (!schemes.emplace(name, std::move(scheme)).second) {
      place.Wrong("scheme", absl::StrCat("there is another file of ", name));
    }
  }
  if (!wrong.empty()) return PackInvalid(wrong);
  return schemes;
}

absl::StatusOr<Schemes> LoadSchemes(const std::string& folder, const FactCatalogue& catalogue) {
  std::error_code error;
  std::vector<std::filesystem::path> paths;
  std::filesystem::recursive_directory_iterator entry(folder, error);
  if (error) return PackUnreadable(folder);
  for (const std::filesystem::directory_entry& each : entry) {
    if (each.path().extension() == ".textproto") paths.push_back(each.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<RuleText> files;
  std::vector<std::string> wrong;
  for (const std::filesystem::path& path : paths) {
    ASSIGN_OR_RETURN(std::string text, ReadFile(path));
    const std::string message = MessageOf(text);
    if (message.empty()) {
      wrong.push_back(absl::StrCat(path.string(), ":1:1: the first line does not say ",
                                   "`# proto-message:` and which message this is"));
    } else if (message == v1::RuleFile::descriptor()->full_name()) {
      files.push_back({path.string(), std::move(text)});
    }
  }
  if (!wrong.empty()) return PackInvalid(wrong);
  return LoadSchemes(files, catalogue);
}

}  // namespace tuoqiao::rules
