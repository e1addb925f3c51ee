// The cases of tests/rules, read and held against a scheme.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_TESTING_CASES_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_TESTING_CASES_H_

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/rules/load_condition.h"
#include "services/eligibility/catalogue.h"
#include "services/eligibility/decision.h"
#include "services/eligibility/due.h"

namespace tuoqiao::eligibility {

// A file of cases, with the places of what is wrong in it.
struct CaseText {
  rules::RuleText text;
  rules::v1::CaseFile file;
  rules::Place::Tree tree;
  std::vector<std::string> wrong;
};

inline std::string FileText(const std::filesystem::path& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

inline std::vector<std::unique_ptr<CaseText>> ReadCases() {
  std::vector<std::unique_ptr<CaseText>> files;
  for (const auto& entry : std::filesystem::directory_iterator("tests/rules")) {
    if (entry.path().extension() != ".textproto") continue;
    auto read = std::make_unique<CaseText>();
    read->text = {entry.path().string(), FileText(entry.path())};
    if (rules::MessageOf(read->text.text) != rules::v1::CaseFile::descriptor()->full_name()) {
      read->wrong.push_back(absl::StrCat(read->text.file, ": is no CaseFile"));
    } else {
      rules::ReadText(read->text, &read->file, &read->tree, &read->wrong);
    }
    files.push_back(std::move(read));
  }
  return files;
}

inline rules::Facts FactsOfCase(const rules::Place& place, const rules::v1::Case& message) {
  rules::Facts facts(Catalogue());
  for (int i = 0; i < message.facts_size(); ++i) {
    const auto fact = Catalogue().Find(message.facts(i).name());
    if (!fact.has_value()) {
      place.In("facts", i).Wrong("name", absl::StrCat("nobody declares ", message.facts(i).name()));
      continue;
    }
    facts.Set(*fact, rules::ReadLiteral(place.In("facts", i).In("value"), message.facts(i).value(),
                                        Catalogue().at(*fact)));
  }
  return facts;
}

// `ELIGIBLE; failing age_from; grant 2000 x 1`: what the scheme says of a case.
inline std::string AnswerOf(const rules::Scheme& scheme, const rules::Facts& facts,
                            const rules::v1::Case& message) {
  static constexpr const char* kNames[] = {"PENDING", "ELIGIBLE", "ELIGIBLE_LATER", "INELIGIBLE"};
  const absl::CivilDay day = *ParseDay(message.date());
  const absl::Status in_force = scheme.CheckInForce({day, day + 1});
  if (!in_force.ok()) return ReasonOf(in_force);
  const Slice slice = Decide(scheme, facts, {day, day + 1})[0];
  std::vector<std::string> said = {kNames[static_cast<int>(slice.outcome)]};
  for (const rules::Finding& each : slice.trace) {
    if (each.truth == rules::Truth::kHolds) continue;
    said.push_back(absl::StrCat("failing ", each.held->condition));
  }
  const Period period = message.until().empty() ? MonthPeriod(absl::CivilMonth(day))
                                                : Period{day, *ParseDay(message.until())};
  for (const Due& due : DueIn(scheme, facts, period)) {
    said.push_back(due.missing.empty()
                       ? absl::StrCat(due.amount, " ", due.minor, " x ", due.times)
                       : absl::StrCat(due.amount, " lacks ", absl::StrJoin(due.missing, ", ")));
  }
  return absl::StrJoin(said, "; ");
}

// The same as it is written in the case.
inline std::string ExpectedOf(const rules::v1::Case& message) {
  std::vector<std::string> said = {message.outcome()};
  for (const std::string& each : message.failing()) said.push_back(absl::StrCat("failing ", each));
  for (const rules::v1::CaseAmount& each : message.amounts()) {
    said.push_back(absl::StrCat(each.name(), " ", each.minor(), " x ", each.times()));
  }
  return absl::StrJoin(said, "; ");
}

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_TESTING_CASES_H_
