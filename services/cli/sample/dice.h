// Chance that falls the same way on every machine: xoshiro256**, seeded through splitmix64. The
// standard library's distributions are left alone because each library draws them differently. A
// stream has a name, so that a change in what one part of the sample draws moves no other part. Not
// thread safe.
#ifndef TUOQIAO_SERVICES_CLI_SAMPLE_DICE_H_
#define TUOQIAO_SERVICES_CLI_SAMPLE_DICE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace tuoqiao::cli {

class Dice {
 public:
  Dice(uint64_t seed, absl::string_view stream);

  uint64_t Next();
  // In [0, count); `count` is positive and small beside 2^64, so that the remainder's bias is
  // nothing to see.
  int64_t Below(int64_t count);
  // In [low, high], both included.
  int64_t Between(int64_t low, int64_t high);
  bool Percent(int percent) { return Below(100) < percent; }

  template <typename List>
  auto Pick(const List& list) -> decltype(list[0]) {
    return list[static_cast<size_t>(Below(static_cast<int64_t>(list.size())))];
  }

  template <typename T>
  void Shuffle(std::vector<T>& list) {
    for (size_t i = list.size(); i > 1; --i) {
      std::swap(list[i - 1], list[static_cast<size_t>(Below(static_cast<int64_t>(i)))]);
    }
  }

 private:
  std::array<uint64_t, 4> state_;
};

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_SAMPLE_DICE_H_
