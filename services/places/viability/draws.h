// Chances, in whole numbers: the same seed draws the same on every machine.
#ifndef TUOQIAO_SERVICES_PLACES_VIABILITY_DRAWS_H_
#define TUOQIAO_SERVICES_PLACES_VIABILITY_DRAWS_H_

#include <cstdint>

namespace tuoqiao::places::viability {

// A probability in steps of 2^-32; `kOne` is certain.
struct Chance {
  static constexpr uint64_t kOne = uint64_t{1} << 32;

  uint64_t of_one = 0;
};
// Rounded down. What is above one is one; both are at least 0, and `of` is positive.
Chance ChanceOf(int64_t part, int64_t of);

// SplitMix64 (Steele, Lea, Flood, 2014). Not thread safe.
class Draws {
 public:
  explicit Draws(uint64_t seed) : state_(seed) {}

  uint64_t Next();
  // 0 to n - 1; n is positive.
  int64_t Below(int64_t n);
  // How many of n happen, each by the chance. Exact: 64 are drawn at once, bit by bit of the
  // chance, from the highest, until each is decided.
  int64_t Binomial(int64_t n, Chance chance);
  // Of a mean of `part` in `of`: many rare events, whose variance is short of the mean's by 1 in
  // 128 at most.
  int64_t Poisson(int64_t part, int64_t of);

 private:
  uint64_t state_;
};

}  // namespace tuoqiao::places::viability

#endif  // TUOQIAO_SERVICES_PLACES_VIABILITY_DRAWS_H_
