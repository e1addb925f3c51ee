// A round as a text that anybody can read and recompute: its form is in README.md.
#ifndef TUOQIAO_SERVICES_PLACES_ALLOCATION_LOG_H_
#define TUOQIAO_SERVICES_PLACES_ALLOCATION_LOG_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/places/allocation/lottery.h"
#include "services/places/allocation/market.h"

namespace tuoqiao::allocation {

// What a draw adds to a market.
struct Drawn {
  Draw draw;
  Changes changes;  // None before the result is published.
  Seats seats;
  std::string result_digest;
};

struct Log {
  Market market;
  std::string market_digest;
  std::optional<Drawn> drawn;
};

// The lines that a digest is of: it is the SHA-256 of their bytes, in hexadecimal. Of the market
// all up to its digest; of a result all behind that up to its own.
std::string MarketLines(const Market& market);
std::string ResultLines(const Market& market, const Drawn& drawn);
std::string Digest(absl::string_view lines);

std::string WriteLog(const Log& log);
// ALLOCATION_LOG_INVALID for any text that WriteLog would not write. What digests and results say
// is taken as it is: replay.h judges it.
absl::StatusOr<Log> ReadLog(absl::string_view text);

}  // namespace tuoqiao::allocation

#endif  // TUOQIAO_SERVICES_PLACES_ALLOCATION_LOG_H_
