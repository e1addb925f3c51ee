// What is so in the park of a history, and the words by which it becomes known. A word is about one
// fact, and the last word on a fact stands, whenever it is heard: so the same words in any order
// leave the same park behind.
#ifndef TUOQIAO_TESTS_PROPERTIES_FIVE_FACTS_H_
#define TUOQIAO_TESTS_PROPERTIES_FIVE_FACTS_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "tests/properties/house/random.h"
#include "tests/properties/house/world.h"
#include "tuoqiao/billing/v1/billing.pb.h"

namespace tuoqiao::five {

using house::Random;
using house::World;

inline constexpr absl::CivilDay kNever(2027, 12, 1);
inline constexpr int kFirms = 4, kFamilies = 3;

// A child at its centre, and perhaps at a second one from a day on.
struct Stay {
  absl::CivilDay from = kNever, until = kNever, moves = kNever;
  std::string first, second;  // The ids of its places.
};

class Facts {
 public:
  // Three families with a child each, the last with two; one of them joins only when it is said.
  Facts(World& world, Random& random);

  World& world() { return world_; }
  const std::map<std::string, Stay>& stays() const { return stays_; }
  // By case number.
  Stay& stay(const std::string& case_number) { return stays_.at(case_number); }

  // Writes a word on a fact, unless a later one was heard; `number` is its place among all words.
  void Hear(int number, const std::string& fact, const std::function<void(Facts&)>& write);

 private:
  void AddFamily(int number, int children, Random& random);
  void WritePlaces();

  World& world_;
  std::map<std::string, Stay> stays_;
  std::map<std::string, int> last_;  // Word on a fact.
};

// How a word on a firm's form begins.
inline constexpr char kFirmForm[] = "form ";

struct Word {
  int number = 0;
  std::string fact;  // `sick e01 2026-02`.
  int known = 0;     // In the how manieth month it is heard, from 0.
  std::function<void(Facts&)> write;
  // What is said to billing itself: a price.
  std::optional<billing::v1::CreateTariffRequest> tariff;
};

// The words of a history in the order in which they are heard. With the last month everything is
// recorded and decided, so that nobody is held out any more. `tariff` makes a price.
struct Draw {
  absl::CivilMonth first;
  int months = 0;  // Before the last, by which all is known.
  std::function<billing::v1::CreateTariffRequest(const std::string& centre, absl::CivilDay from)>
      tariff;
};
std::vector<Word> DrawWords(const Draw& draw, Facts& facts, Random& random);

}  // namespace tuoqiao::five

#endif  // TUOQIAO_TESTS_PROPERTIES_FIVE_FACTS_H_
