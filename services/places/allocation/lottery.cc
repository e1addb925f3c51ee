#include "services/places/allocation/lottery.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/hash.h"

namespace tuoqiao::allocation {

std::string SeedHash(absl::string_view seed) { return absl::BytesToHexString(Sha256(seed)); }

std::string LotteryNumber(const Draw& draw, absl::string_view round, absl::string_view applicant) {
  return Sha256(absl::StrCat(draw.seed, draw.public_entropy, "\n", round, "\n", applicant));
}

}  // namespace tuoqiao::allocation
