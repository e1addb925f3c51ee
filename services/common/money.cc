#include "services/common/money.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "absl/numeric/int128.h"
#include "absl/strings/str_format.h"
#include "services/common/check.h"

namespace tuoqiao {
namespace {

int64_t Narrow(absl::int128 value) {
  CHECK(value <= std::numeric_limits<int64_t>::max() &&
        value >= std::numeric_limits<int64_t>::min());
  return static_cast<int64_t>(value);
}

}  // namespace

int64_t MulDivHalfUp(int64_t amount, int64_t numerator, int64_t denominator) {
  CHECK(denominator > 0);
  const absl::int128 product = absl::int128(amount) * numerator;
  const absl::int128 magnitude = product < 0 ? -product : product;
  const absl::int128 rounded = (magnitude * 2 + denominator) / (absl::int128(denominator) * 2);
  return Narrow(product < 0 ? -rounded : rounded);
}

int64_t MulDivFloor(int64_t amount, int64_t numerator, int64_t denominator) {
  CHECK(denominator > 0);
  const absl::int128 product = absl::int128(amount) * numerator;
  absl::int128 quotient = product / denominator;
  if (product < 0 && quotient * denominator != product) quotient -= 1;
  return Narrow(quotient);
}

std::vector<int64_t> Allocate(int64_t total, const std::vector<int64_t>& weights) {
  if (total < 0) {
    std::vector<int64_t> parts = Allocate(-total, weights);
    for (int64_t& part : parts) part = -part;
    return parts;
  }
  const absl::int128 sum = std::accumulate(weights.begin(), weights.end(), absl::int128(0));
  CHECK(sum > 0);
  std::vector<int64_t> parts(weights.size());
  std::vector<absl::int128> remainders(weights.size());
  int64_t spare = total;
  for (size_t i = 0; i < weights.size(); ++i) {
    CHECK(weights[i] >= 0);
    const absl::int128 product = absl::int128(total) * weights[i];
    parts[i] = Narrow(product / sum);
    remainders[i] = product % sum;
    spare -= parts[i];
  }
  std::vector<size_t> order(weights.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return remainders[a] > remainders[b]; });
  for (size_t i = 0; spare > 0; ++i, --spare) ++parts[order[i]];
  return parts;
}

std::vector<int64_t> AllocateEqually(int64_t total, int64_t n) {
  return Allocate(total, std::vector<int64_t>(n, 1));
}

std::string HundredthsText(int64_t hundredths) {
  const int64_t size = hundredths < 0 ? -hundredths : hundredths;
  return absl::StrFormat("%s%d.%02d", hundredths < 0 ? "-" : "", size / 100, size % 100);
}

}  // namespace tuoqiao
