// Twelve months of a park, lived step by step: people join and leave, change jobs, record absences
// late; months are previewed, signed, closed and corrected; pay runs come back short, over,
// missing, twice and late; the bank shows lines late, wrong, again, and returns payouts. After each
// step the watch looks at everything that always holds; after each month the five projections are
// compared.
#ifndef TUOQIAO_TESTS_PROPERTIES_YEAR_YEAR_H_
#define TUOQIAO_TESTS_PROPERTIES_YEAR_YEAR_H_

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "tests/properties/house/people.h"

namespace tuoqiao::year {

class Year : public house::People {
 public:
  using People::People;

  // A failure names the step.
  absl::Status Live();
  // The months of another year, closed one after the other by what is known at its end, without a
  // pay run: what would have been billed, had nobody ever been late.
  absl::Status CloseAsKnown(const Year& other);

 private:
  billing::v1::FundingPlan Plan() override;
  absl::Status ChangeTheWorld(absl::CivilMonth month) override;
  absl::Status LiveMonth(absl::CivilMonth month);
  absl::Status CheckMonth(absl::CivilMonth month);
};

}  // namespace tuoqiao::year

#endif  // TUOQIAO_TESTS_PROPERTIES_YEAR_YEAR_H_
