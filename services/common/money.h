// Arithmetic on minor units (fen). No floating point; every rounding has a name; a split keeps its
// sum.
#ifndef TUOQIAO_SERVICES_COMMON_MONEY_H_
#define TUOQIAO_SERVICES_COMMON_MONEY_H_

#include <cstdint>
#include <string>
#include <vector>

namespace tuoqiao {

inline constexpr int64_t kBasisPoints = 10000;

// amount × numerator / denominator, rounded half away from zero. The product is exact (128 bits).
// `denominator` is positive; a result outside int64 stops the program.
int64_t MulDivHalfUp(int64_t amount, int64_t numerator, int64_t denominator);

// The same, rounded towards negative infinity.
int64_t MulDivFloor(int64_t amount, int64_t numerator, int64_t denominator);

// Splits `total` in proportion to `weights` (none negative, one at least positive) by largest
// remainder: each part gets its floor, and the spare minor units go one by one to the largest
// remainders, equal ones in the order of `weights`. The parts always sum to `total`; a negative
// total is split as its absolute value and negated.
std::vector<int64_t> Allocate(int64_t total, const std::vector<int64_t>& weights);

// n equal parts; the first `total mod n` get one more. `n` is positive.
std::vector<int64_t> AllocateEqually(int64_t total, int64_t n);

// Hundredths as a person reads them, with two decimals: `-12.05`.
std::string HundredthsText(int64_t hundredths);

}  // namespace tuoqiao

#endif  // TUOQIAO_SERVICES_COMMON_MONEY_H_
