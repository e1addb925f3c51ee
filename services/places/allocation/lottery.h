// The draw: a seed that is bound before anybody is in the round, and the numbers that it makes.
#ifndef TUOQIAO_SERVICES_PLACES_ALLOCATION_LOTTERY_H_
#define TUOQIAO_SERVICES_PLACES_ALLOCATION_LOTTERY_H_

#include <string>

#include "absl/strings/string_view.h"

namespace tuoqiao::allocation {

// What is published when a round is opened: SHA-256 of the seed's bytes, in hexadecimal.
std::string SeedHash(absl::string_view seed);

struct Draw {
  std::string seed;  // 32 bytes.
  // What the announced source said, which nobody could know when the seed was bound; may be empty.
  std::string public_entropy;
};

// SHA-256 of seed, public entropy, line feed, round, line feed and the applicant's id: 32 bytes, to
// be read as an unsigned number with the highest byte first. The lowest number goes first.
std::string LotteryNumber(const Draw& draw, absl::string_view round, absl::string_view applicant);

}  // namespace tuoqiao::allocation

#endif  // TUOQIAO_SERVICES_PLACES_ALLOCATION_LOTTERY_H_
