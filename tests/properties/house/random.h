// The one source of chance of a year: all that differs from year to year follows from its seed.
#ifndef TUOQIAO_TESTS_PROPERTIES_HOUSE_RANDOM_H_
#define TUOQIAO_TESTS_PROPERTIES_HOUSE_RANDOM_H_

#include <algorithm>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace tuoqiao::house {

// Says the same on every machine: of the standard's distributions each library has its own.
class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}

  int Below(int limit) { return static_cast<int>(engine_() % static_cast<uint64_t>(limit)); }
  int Between(int least, int most) { return least + Below(most - least + 1); }
  bool InHundred(int times) { return Below(100) < times; }
  template <typename Item>
  const Item& Pick(const std::vector<Item>& items) {
    return items[Below(static_cast<int>(items.size()))];
  }
  template <typename Item>
  void Shuffle(std::vector<Item>& items) {
    for (size_t i = items.size(); i > 1; --i) {
      std::swap(items[i - 1], items[Below(static_cast<int>(i))]);
    }
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace tuoqiao::house

#endif  // TUOQIAO_TESTS_PROPERTIES_HOUSE_RANDOM_H_
