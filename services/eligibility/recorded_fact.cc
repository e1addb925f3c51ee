#include "services/eligibility/recorded_fact.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/period.h"
#include "services/eligibility/catalogue.h"
#include "services/eligibility/errors.h"

namespace tuoqiao::eligibility {
namespace {

using rules::FactType;
using rules::FactValue;

// Unknown where the text is no value of that type.
FactValue ReadValue(FactType type, const std::string& text) {
  switch (type) {
    case FactType::kTruth:
      if (text == "true" || text == "false") return text == "true";
      return {};
    case FactType::kNumber: {
      int64_t number = 0;
      if (absl::SimpleAtoi(text, &number)) return number;
      return {};
    }
    case FactType::kText:
      if (!text.empty()) return text;
      return {};
    case FactType::kDate: {
      const auto day = ParseDay(text);
      if (day.ok()) return *day;
      return {};
    }
  }
  return {};
}

struct TypeWords {
  const char* en;
  const char* zh;
};
TypeWords WordsOf(FactType type) {
  switch (type) {
    case FactType::kTruth:
      return {"true or false", "true 或 false"};
    case FactType::kNumber:
      return {"a whole number", "整数"};
    case FactType::kText:
      return {"a text", "文本"};
    case FactType::kDate:
      return {"a date YYYY-MM-DD", " YYYY-MM-DD 格式的日期"};
  }
  return {"", ""};
}

// The last word on each fact and day.
using WhatHolds = std::map<std::pair<std::string, absl::CivilDay>, RecordedFact*>;

void Withdraw(const std::string& event, WhatHolds* by_authority) {
  const auto said = std::find_if(by_authority->begin(), by_authority->end(),
                                 [&](const auto& each) { return each.second->event_id == event; });
  if (said == by_authority->end()) return;
  said->second->superseded = true;
  by_authority->erase(said);
}

}  // namespace

absl::Status CheckFact(absl::string_view field, const RecordedFact& fact, absl::CivilDay today) {
  const std::optional<size_t> found = Catalogue().Find(fact.name);
  if (!found.has_value()) return FactUnknown(field, fact.name);
  if (Catalogue().at(*found).origin == rules::Origin::kDecided) {
    return FactIsDecided(field, fact.name);
  }
  if (!Recordable(*found)) return FactNotRecordable(field, fact.name);
  const FactType type = Catalogue().at(*found).type;
  const FactValue value = ReadValue(type, fact.value);
  if (!rules::Known(value)) {
    const TypeWords words = WordsOf(type);
    return FactInvalid(field, fact.name, words.en, words.zh);
  }
  const std::string value_field = absl::StrCat(field, ".value");
  const rules::FactDeclaration& declared = Catalogue().at(*found);
  if (type == FactType::kText && !declared.Allows(fact.value)) {
    const std::string codes = absl::StrJoin(declared.codes, ", ");
    return FactInvalid(field, fact.name, absl::StrCat("one of ", codes),
                       absl::StrCat("以下之一:", codes));
  }
  if (type == FactType::kNumber && std::get<int64_t>(value) < 0) {
    return FactImpossible(value_field, "a count below zero", "数量为负");
  }
  if (type == FactType::kDate && std::get<absl::CivilDay>(value) > today) {
    return FactImpossible(value_field, "a day that has not come yet", "日期尚未到来");
  }
  if (fact.from_date > today) {
    return FactImpossible(absl::StrCat(field, ".from_date"), "a day that has not come yet",
                          "日期尚未到来");
  }
  return absl::OkStatus();
}

void MarkSuperseded(std::vector<RecordedFact>* facts) {
  WhatHolds by_authority, by_others;
  for (RecordedFact& fact : *facts) {
    const auto of = std::pair(fact.name, fact.from_date);
    fact.superseded = false;
    if (!fact.corrected_event_id.empty()) Withdraw(fact.corrected_event_id, &by_authority);
    RecordedFact*& before =
        fact.attested_by == Attestation::kAuthority ? by_authority[of] : by_others[of];
    if (before != nullptr) before->superseded = true;
    before = &fact;
  }
  for (const auto& [of, fact] : by_others) fact->superseded = by_authority.count(of) == 1;
}

void AddRecorded(const std::vector<RecordedFact>& recorded, rules::Facts* facts) {
  std::map<size_t, std::map<absl::CivilDay, FactValue>> said;
  for (const RecordedFact& each : recorded) {
    if (each.superseded) continue;
    const std::optional<size_t> found = Catalogue().Find(each.name);
    if (!found.has_value() || !Recordable(*found)) continue;
    const FactValue value = ReadValue(Catalogue().at(*found).type, each.value);
    if (rules::Known(value)) said[*found][each.from_date] = value;
  }
  for (const auto& [fact, days] : said) {
    std::vector<rules::FactStep> steps;
    for (const auto& [day, value] : days) steps.push_back({day, value});
    facts->SetSteps(fact, steps);
  }
}

}  // namespace tuoqiao::eligibility
