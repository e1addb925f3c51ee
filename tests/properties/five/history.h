// A few months of a small park, told by words that come late and about months that are closed.
#ifndef TUOQIAO_TESTS_PROPERTIES_FIVE_HISTORY_H_
#define TUOQIAO_TESTS_PROPERTIES_FIVE_HISTORY_H_

#include <vector>

#include "absl/status/status.h"
#include "tests/properties/five/facts.h"
#include "tests/properties/five/figures.h"
#include "tests/properties/house/people.h"

namespace tuoqiao::five {

class History : public house::People {
 public:
  // The same options are the same words about the same park.
  History(house::House& house, const Options& options);

  // Each word becomes known in its month, and each month is closed, paid and asked for; after each
  // step the five agree. A failure names the step.
  absl::Status Live();
  // The same words in another order, months closed meanwhile, and nothing else.
  absl::Status LiveInAnotherOrder(uint64_t order);
  // From the words alone, in another order still: the same use of the pool.
  absl::Status CheckPoolFromWords();

  // What stands for each child, month and payer; and on the accounts of payers and centres.
  absl::StatusOr<house::Sums> Balances();
  int64_t words() const { return static_cast<int64_t>(words_.size()); }

 private:
  billing::v1::FundingPlan Plan() override;
  absl::Status ChangeTheWorld(absl::CivilMonth month) override;
  absl::Status AfterStep() override;

  std::vector<Word> Words(Facts& facts);
  absl::Status Hear(const Word& word);
  absl::Status CheckDraft(absl::CivilMonth month);
  absl::Status LiveMonth(int number);

  Facts facts_;
  Figures figures_;
  std::vector<Word> words_;
  size_t heard_ = 0;  // Words.
};

}  // namespace tuoqiao::five

#endif  // TUOQIAO_TESTS_PROPERTIES_FIVE_HISTORY_H_
