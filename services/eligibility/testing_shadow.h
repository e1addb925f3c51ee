// Packs of one kind with what a test wants otherwise, for programmes that change their scheme.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_TESTING_SHADOW_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_TESTING_SHADOW_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/common/check.h"
#include "services/common/rules/load.h"
#include "services/eligibility/catalogue.h"
#include "services/eligibility/programme.h"
#include "services/eligibility/testing_peers.h"

namespace tuoqiao::eligibility {

// Children from some months on and below 36, and what they are worth.
struct CarePack {
  std::string scheme = "cn.test.live";
  int64_t age_from = 6;
  std::string ended;  // `until: "2027-01-01"`.
  bool asks_residence = false;
  std::string parameters;   // More of them.
  int64_t grant_minor = 0;  // By the month; 0 is none.
  std::string payer = "AUTHORITY";
  std::string per = "MONTH";
  std::string confidence = "OFFICIAL";

  std::string Text() const {
    const std::string words =
        R"(ask: GUARDIAN sentences { holds { en: "holds." zh: "符合。" } fails { en: "fails." )"
        R"(zh: "不符。" } unknown { en: "unknown." zh: "未知。" } change { en: "Change it." )"
        R"(zh: "请更改。" } })";
    const std::string own = absl::StrCat(R"(source { title: "Own" } confidence: OFFICIAL )", words);
    std::string text = absl::StrCat(
        "# proto-message: tuoqiao.rules.v1.RuleFile\nscheme: \"", scheme,
        "\" subject: CHILD title { en: \"Care\" zh: \"托育\" } from: \"2026-01-01\" ", ended, "\n",
        Parameter("age_from_months", "MONTHS", "ALWAYS", age_from),
        Parameter("age_until_months", "MONTHS", "ALWAYS", 36), parameters,
        R"(needs { name: "programme_consent" predicate { equals { fact: "programme_consent" )",
        "value { truth: true } } } ", own, " }\n",
        R"(conditions { name: "age_from" predicate { age_in_months { fact: "birth_date" )",
        R"(at_least: "age_from_months" } } )", words, " }\n",
        R"(conditions { name: "age_until" predicate { age_in_months { fact: "birth_date" )",
        R"(below: "age_until_months" } } )", words, " }\n");
    if (asks_residence) {
      absl::StrAppend(&text, R"(conditions { name: "residence" predicate { equals { )",
                      R"(fact: "residence_division" value { text: "330106" } } } )", own, " }\n");
    }
    if (grant_minor > 0) {
      absl::StrAppend(&text, Parameter("grant_minor", "CNY_MINOR", per, grant_minor),
                      R"(amounts { name: "grant" title { en: "Grant" zh: "补助" } payer: )", payer,
                      " per: ", per, R"( fixed { parameter: "grant_minor" } })", "\n");
    }
    return text;
  }

 private:
  std::string Parameter(const std::string& name, const std::string& unit, const std::string& period,
                        int64_t value) const {
    return absl::StrCat("parameters { name: \"", name, "\" unit: ", unit, " period: ", period,
                        " values { from: \"2020-01-01\" value: ", value,
                        " source { title: \"Text\" } confidence: ", confidence, " } }\n");
  }
};

inline rules::Schemes SchemesOf(const std::vector<CarePack>& packs) {
  std::vector<rules::RuleText> texts;
  for (const CarePack& each : packs) {
    texts.push_back({absl::StrCat(each.scheme, ".textproto"), each.Text()});
  }
  auto schemes = rules::LoadSchemes(texts, Catalogue());
  if (!schemes.ok()) std::fprintf(stderr, "%s\n", std::string(schemes.status().message()).c_str());
  CHECK(schemes.ok());
  return *std::move(schemes);
}

// A programme of 2026-10-01 on with these schemes, each from its day on.
inline Programme ProgrammeWith(const std::vector<std::pair<std::string, std::string>>& versions) {
  Programme programme;
  programme.id = "care";
  programme.from_date = Day("2026-10-01");
  for (const auto& [scheme, from] : versions) {
    programme.versions.push_back({scheme, Day(from), {}, ""});
  }
  return programme;
}

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_TESTING_SHADOW_H_
