// Small schemes for the tests of this folder: with a condition of the test's own, and with the day
// counts of entitlements.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_TESTING_SCHEME_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_TESTING_SCHEME_H_

#include <cstdio>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/common/check.h"
#include "services/common/rules/load.h"
#include "services/eligibility/catalogue.h"
#include "services/eligibility/child.h"

namespace tuoqiao::eligibility {

inline constexpr char kTestPack[] = R"(# proto-message: tuoqiao.rules.v1.RuleFile
scheme: "cn.test.care" subject: CHILD title { en: "Care" zh: "托育" }
from: "2026-01-01"
$parameters
needs {
  name: "programme_consent"
  predicate { equals { fact: "programme_consent" value { truth: true } } }
  source { title: "Own text" } confidence: OFFICIAL $words
}
conditions { name: "asked" $validity predicate { $asked } $source $words }
)";

// A parameter that counts months, where the condition asks for it.
inline std::string MonthsParameter(const std::string& name, int64_t months,
                                   const std::string& asked) {
  if (!absl::StrContains(asked, name)) return "";
  return absl::StrCat("parameters { name: \"", name,
                      "\" unit: MONTHS period: ALWAYS values { from: \"2020-01-01\" value: ",
                      months, " source { title: \"First text\" } confidence: OFFICIAL } }\n");
}
// A parameter that counts days, e.g. `grace_days`.
inline std::string DaysParameter(const std::string& name, int64_t days) {
  return absl::StrCat("parameters { name: \"", name,
                      "\" unit: DAYS period: ALWAYS values { from: \"2020-01-01\" value: ", days,
                      " source { title: \"Days\" } confidence: OFFICIAL } }\n");
}
// Used within 30 days, reconfirmed every 60, 14 days of grace.
inline std::string AllTerms() {
  return DaysParameter("use_within_days", 30) + DaysParameter("reconfirm_every_days", 60) +
         DaysParameter("grace_days", 14);
}

struct TestPack {
  std::string asked = R"(age_in_months { fact: "birth_date" below: "age_until_months" })";
  std::string validity;
  std::string parameters;

  std::string Text() const {
    const std::string words =
        R"(ask: GUARDIAN sentences { holds { en: "holds." zh: "符合。" } fails { en: "fails." )"
        R"(zh: "不符。" } unknown { en: "unknown." zh: "未知。" } change { en: "Change it." )"
        R"(zh: "请更改。" } })";
    // What is held against parameters alone has their sources.
    const bool own = absl::StrContains(asked, "equals");
    const std::string months = MonthsParameter("age_from_months", 6, asked) +
                               MonthsParameter("age_until_months", 36, asked);
    return absl::StrReplaceAll(
        kTestPack, {{"$parameters", months + parameters},
                    {"$validity", validity},
                    {"$asked", asked},
                    {"$source", own ? "source { title: \"Own\" } confidence: OFFICIAL" : ""},
                    {"$words", words}});
  }
};

inline rules::Scheme SchemeOf(const TestPack& pack) {
  const auto schemes = rules::LoadSchemes(
      std::vector<rules::RuleText>{{"pack.textproto", pack.Text()}}, Catalogue());
  if (!schemes.ok()) std::fprintf(stderr, "%s\n", std::string(schemes.status().message()).c_str());
  CHECK(schemes.ok());
  return schemes->begin()->second;
}

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_TESTING_SCHEME_H_
