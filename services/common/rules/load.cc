#include "services/common/rules/load.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/hash.h"
#include "services/common/rules/errors.h"
#include "services/common/rules/load_amount.h"
#include "services/common/rules/load_condition.h"
#include "services/common/rules/load_exclusion.h"
#include "services/common/rules/load_parameter.h"
#include "services/common/rules/load_table.h"
#include "services/common/status_macros.h"

namespace tuoqiao::rules {
namespace {

// Days that a decision has beside its slices, in parameters of these names.
constexpr const char* kTerms[] = {"use_within_days", "grace_days", "reconfirm_every_days",
                                  "provisional_days"};

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

Subject ReadSubject(const Place& place, v1::RuleFile::Subject subject) {
  switch (subject) {
    case v1::RuleFile::CHILD:
      return Subject::kChild;
    case v1::RuleFile::FIRM:
      return Subject::kFirm;
    case v1::RuleFile::CENTRE:
      return Subject::kCentre;
    default:
      place.Wrong("subject", "it is not said whom the scheme is about");
      return Subject::kChild;
  }
}

// A number that nothing names is a rule that nobody applies.
void CheckAllAsked(const Place& place, const Scheme& scheme) {
  std::set<size_t> parameters, tables;
  const auto ask = [&](const Predicate& predicate) {
    ForEachLeaf(predicate, [&](const Predicate& leaf) {
      if (NamesParameter(leaf)) parameters.insert(leaf.parameter);
    });
  };
  for (const Condition& condition : scheme.needs) ask(condition.predicate);
  for (const Condition& condition : scheme.conditions) ask(condition.predicate);
  for (const Amount& amount : scheme.amounts) {
    if (amount.when.has_value()) ask(*amount.when);
    for (const auto& used : {amount.parameter, amount.share, amount.up_to, amount.copay}) {
      if (used.has_value()) parameters.insert(*used);
    }
    if (amount.table.has_value()) tables.insert(*amount.table);
  }
  for (size_t i = 0; i < scheme.parameters.size(); ++i) {
    const bool term = std::find(std::begin(kTerms), std::end(kTerms), scheme.parameters[i].name) !=
                      std::end(kTerms);
    if (term && scheme.parameters[i].unit != Unit::kDays) {
      place.In("parameters", static_cast<int>(i)).Wrong("unit", "a term is counted in DAYS");
    }
    if (term || parameters.count(i) != 0) continue;
    place.In("parameters", static_cast<int>(i)).Wrong("name", "nothing asks for this parameter");
  }
  for (size_t i = 0; i < scheme.tables.size(); ++i) {
    if (tables.count(i) != 0) continue;
    place.In("tables", static_cast<int>(i)).Wrong("name", "nothing asks for this table");
  }
}

Scheme ReadScheme(const RuleText& text, const Place& place, const v1::RuleFile& file,
                  const FactCatalogue& catalogue) {
  Scheme scheme(catalogue, ReadParameters(place, file.parameters()), ReadTables(place, file));
  CheckSchemeName(place, file.scheme());
  scheme.name = file.scheme();
  scheme.hash = absl::BytesToHexString(Sha256(text.text));
  scheme.title = ReadWords(place, "title", file.has_title(), file.title());
  scheme.subject = ReadSubject(place, file.subject());
  scheme.validity = ReadValidity(place, file.from(), file.until());
  ReadConditions(place, file, &scheme);
  scheme.amounts = ReadAmounts(place, file, scheme);
  scheme.exclusions = ReadExclusions(place, file);
  CheckAllAsked(place, scheme);
  return scheme;
}

// A file while its pack is read: what is wrong with it may depend on the others.
struct Opened {
  v1::RuleFile file;
  Place::Tree tree;
  std::unique_ptr<Place> place;
};

absl::StatusOr<std::string> ReadBytes(const std::filesystem::path& path) {
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
  std::vector<std::unique_ptr<Opened>> opened;
  std::vector<ReadFile> read;
  for (const RuleText& text : files) {
    auto each = std::make_unique<Opened>();
    if (!ReadText(text, &each->file, &each->tree, &wrong)) continue;
    each->place = std::make_unique<Place>(text.file, each->file, each->tree, &wrong);
    Scheme scheme = ReadScheme(text, *each->place, each->file, catalogue);
    const auto [known, added] = schemes.emplace(scheme.name, std::move(scheme));
    if (!added)
      each->place->Wrong("scheme", absl::StrCat("there is another file of ", known->first));
    if (added) read.push_back({*each->place, known->second});
    opened.push_back(std::move(each));
  }
  CheckExclusions(read, schemes);
  if (!wrong.empty()) return PackInvalid(wrong);
  for (auto& [name, scheme] : schemes) scheme.Compile();
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
    ASSIGN_OR_RETURN(std::string text, ReadBytes(path));
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
