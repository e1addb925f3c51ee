// A small pack for the tests of this folder.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_TESTING_PACK_H_
#define TUOQIAO_SERVICES_COMMON_RULES_TESTING_PACK_H_

#include <string>

#include "absl/strings/str_replace.h"
#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/rules/load.h"

namespace tuoqiao::rules {

inline absl::CivilDay Day(const std::string& text) { return *ParseDay(text); }

// Places in the catalogue below.
enum : size_t { kBirth, kConsent, kGuardians, kDistrict, kRegistered, kFee, kDays, kKind, kWages };

inline const FactCatalogue& TestCatalogue() {
  static const FactCatalogue* const kCatalogue = new FactCatalogue(
      {{"birth_date", FactType::kDate, Unit::kNone},
       {"consent", FactType::kTruth, Unit::kNone},
       {"guardians", FactType::kNumber, Unit::kPersons},
       {"district", FactType::kText, Unit::kNone},
       {"registered_date", FactType::kDate, Unit::kNone},
       {"fee", FactType::kNumber, Unit::kCnyMinor},
       {"days", FactType::kNumber, Unit::kDays},
       {"kind", FactType::kText, Unit::kNone, Subject::kChild, Origin::kRecorded, {"FULL", "HALF"}},
       {"wages", FactType::kNumber, Unit::kCnyMinor, Subject::kFirm}});
  return *kCatalogue;
}

// Children under `age_until`, which falls from 36 to 30 months on 2026-11-01; from 2027 on a
// guardian has to be there too. `$asked` is the predicate of the need `asked`.
inline constexpr char kPack[] = R"(# proto-message: tuoqiao.rules.v1.RuleFile
scheme: "cn.test.care" title { en: "Care" zh: "托育" }
from: "2026-01-01" until: "2028-01-01" subject: CHILD
parameters {
  name: "age_until" unit: MONTHS period: ALWAYS
  values { from: "2020-01-01" value: 36 source { title: "First text" } confidence: OFFICIAL }
  values { from: "2026-11-01" until: "2027-07-01" value: 30 source { title: "Second text" } confidence: SAMPLE }
}
parameters {
  name: "guardians_min" unit: PERSONS period: ALWAYS
  values { from: "2026-01-01" value: 1 source { title: "Third text" } confidence: SECONDARY }
}
needs { name: "asked"
  predicate { $asked }
  $source $sentences
}
conditions { name: "young"
  predicate { age_in_months { fact: "birth_date" below: "age_until" } }
  until: "2027-07-01" $sentences
}
conditions { name: "guarded" from: "2027-01-01"
  predicate { at_least { fact: "guardians" parameter: "guardians_min" } }
  $sentences
}
)";
inline constexpr char kSentences[] =
    R"(ask: GUARDIAN sentences { holds { en: "{value} holds {limit}" zh: "{value}符合{limit}" } )"
    R"(fails { en: "{value} fails {limit}" zh: "{value}不符{limit}" } )"
    R"(unknown { en: "unknown" zh: "未知" } change { en: "wait for {limit}" zh: "等待{limit}" } })";
inline constexpr char kSource[] = R"(source { title: "Own text" } confidence: OFFICIAL)";

// `source` is that of `asked`; a predicate on parameters alone has none.
inline std::string PackText(
    const std::string& asked = R"(equals { fact: "consent" value { truth: true } })",
    const std::string& source = kSource) {
  return absl::StrReplaceAll(kPack,
                             {{"$asked", asked}, {"$source", source}, {"$sentences", kSentences}});
}

inline Scheme TestScheme(const std::string& text = PackText()) {
  const absl::StatusOr<Schemes> schemes =
      LoadSchemes(std::vector<RuleText>{{"pack.textproto", text}}, TestCatalogue());
  if (!schemes.ok()) std::fprintf(stderr, "%s\n", std::string(schemes.status().message()).c_str());
  CHECK(schemes.ok());
  return schemes->begin()->second;
}

// The conditions of the stage that are asked on the day, held against the facts.
inline std::vector<Finding> FindingsOn(const Scheme& scheme, Stage stage, const Facts& facts,
                                       absl::CivilDay day) {
  Columns row = scheme.NewColumns(1);
  row.Add(facts, day);
  const size_t epoch = scheme.EpochOf(day);
  const Judgement judgement = scheme.Judge(stage, epoch, row);
  std::vector<Finding> findings;
  for (size_t i = 0; i < judgement.asked.size(); ++i) {
    findings.push_back(scheme.FindingOf(stage, epoch, i, judgement.truths[i][0], facts, day));
  }
  return findings;
}

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_TESTING_PACK_H_
