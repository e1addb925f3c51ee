// A grant by income, for the tests of this folder: 600.00 a month, of which a family has 100, 90,
// 80 or no per cent by what it earned in a year, and a bonus of the park's by attended days.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_TESTING_INCOME_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_TESTING_INCOME_H_

#include "services/eligibility/testing_scheme.h"

namespace tuoqiao::eligibility {

inline constexpr char kIncomeAmounts[] = R"(
tables {
  name: "grant_by_income" by: CNY_MINOR unit: CNY_MINOR
  values {
    from: "2026-01-01"
    brackets { at_least: 0 value: 60000 }
    brackets { at_least: 10000000 value: 54000 }
    brackets { at_least: 20000000 value: 48000 }
    brackets { at_least: 40000000 value: 0 }
    source { title: "Own table" } confidence: OFFICIAL
  }
}
parameters {
  name: "a_day" unit: CNY_MINOR period: DAY
  values { from: "2026-01-01" value: 500 source { title: "Own" } confidence: OFFICIAL }
}
amounts {
  name: "grant" title { en: "Grant" zh: "补助" } payer: AUTHORITY per: MONTH
  by_bracket { table: "grant_by_income" fact: "household_income_minor" }
}
amounts {
  name: "bonus" title { en: "Bonus" zh: "奖励" } payer: PARK per: MONTH
  per_unit { fact: "attended_days" parameter: "a_day" }
}
amounts {
  name: "welcome" title { en: "Welcome" zh: "迎新" } payer: PARK per: ALWAYS
  fixed { parameter: "a_day" }
}
)";

// Of children below three who have consent.
inline TestPack IncomePack() {
  TestPack pack;
  pack.parameters = kIncomeAmounts;
  return pack;
}

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_TESTING_INCOME_H_
