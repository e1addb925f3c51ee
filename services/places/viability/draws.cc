#include "services/places/viability/draws.h"

#include <algorithm>
#include <bitset>

#include "absl/numeric/int128.h"

namespace tuoqiao::places::viability {
namespace {

constexpr int64_t kWord = 64;

// Of up to 64, those that happen.
uint64_t Happen(uint64_t undecided, Chance chance, Draws* draws) {
  if (chance.of_one >= Chance::kOne) return undecided;
  uint64_t happen = 0;
  for (int bit = 31; bit >= 0 && undecided != 0; --bit) {
    const uint64_t drawn = draws->Next();
    // A number below the chance happens: it is decided at the first bit in which they differ.
    if ((chance.of_one >> bit & 1) == 1) {
      happen |= undecided & ~drawn;
      undecided &= drawn;
    } else {
      undecided &= ~drawn;
    }
  }
  return happen;
}

}  // namespace

Chance ChanceOf(int64_t part, int64_t of) {
  if (part >= of) return {Chance::kOne};
  return {static_cast<uint64_t>((absl::uint128(part) << 32) / absl::uint128(of))};
}

uint64_t Draws::Next() {
  uint64_t z = (state_ += 0x9E3779B97F4A7C15);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

int64_t Draws::Below(int64_t n) {
  return static_cast<int64_t>(absl::Uint128High64(absl::uint128(Next()) * absl::uint128(n)));
}

int64_t Draws::Binomial(int64_t n, Chance chance) {
  int64_t happened = 0;
  for (; n > 0; n -= kWord) {
    const uint64_t all = n >= kWord ? ~uint64_t{0} : (uint64_t{1} << n) - 1;
    happened += static_cast<int64_t>(std::bitset<kWord>(Happen(all, chance, this)).count());
  }
  return happened;
}

int64_t Draws::Poisson(int64_t part, int64_t of) {
  if (part <= 0) return 0;
  const int64_t events = std::max<int64_t>(16 * kWord, 2 * kWord * (part / of + 1));
  return Binomial(events, ChanceOf(part, of * events));
}

}  // namespace tuoqiao::places::viability
