// What became of each choice, in words that tell nothing of anybody else.
#ifndef TUOQIAO_SERVICES_PLACES_ALLOCATION_EXPLANATION_H_
#define TUOQIAO_SERVICES_PLACES_ALLOCATION_EXPLANATION_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/places/allocation/lottery.h"
#include "services/places/allocation/market.h"

namespace tuoqiao::allocation {

// The seat was given; the seats went to who stands before; an earlier choice was given; nothing
// there is for the child.
enum class Verdict { kGiven, kFull, kNotNeeded, kNothingForTheChild };

absl::string_view NameOf(Verdict verdict);
std::optional<Verdict> VerdictOf(absl::string_view name);

// Fewer than so many at a centre, and a quarter would tell of single people.
inline constexpr int64_t kQuartersFrom = 5;
// The points that were needed are said in tens: the exact figure is one family's.
inline constexpr int64_t kPointsBand = 10;

struct ChoiceOutcome {
  Verdict verdict = Verdict::kFull;
  // In which quarter of those who asked for the centre and may have a seat there; 1 is the first. 0
  // where they are few.
  int64_t quarter = 0;
  // Of kFull where points decide: who has the seats has at least so many, rounded down to tens.
  int64_t points_needed = 0;
};

// By applicant, each in the order of its choices.
std::map<std::string, std::vector<ChoiceOutcome>> Explain(const Market& market, const Draw& draw,
                                                          const Seats& seats);

}  // namespace tuoqiao::allocation

#endif  // TUOQIAO_SERVICES_PLACES_ALLOCATION_EXPLANATION_H_
