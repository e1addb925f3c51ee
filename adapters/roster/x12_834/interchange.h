// The X12 envelope: segments, told apart by the delimiters that each ISA brings along, and ISA, GS,
// ST with their counts and control numbers. Knows nothing of members.
#ifndef TUOQIAO_ADAPTERS_ROSTER_X12_834_INTERCHANGE_H_
#define TUOQIAO_ADAPTERS_ROSTER_X12_834_INTERCHANGE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tuoqiao::adapters::roster {

struct Segment {
  int64_t number = 0;      // In the file, the ISA being 1.
  absl::string_view text;  // Without its terminator.
  char separator = '*';

  // The element in place `i`, the segment's name being 0; empty where there is none.
  absl::string_view operator[](size_t i) const;
};

// ST to SE. Its first segment is the ST, its last the SE.
struct TransactionSet {
  std::string sender;  // ISA06/GS02, without blanks.
  std::vector<Segment> segments;
};

// The transaction sets of all interchanges of `text`, which outlives them, with their envelopes
// checked. Refused: FORMAT_UNKNOWN where it is no interchange, or another message than 834 of
// 005010X220A1; FILE_TRUNCATED where it ends before its IEA; ENVELOPE_MISMATCH where a control
// number or a count is not what was counted; FILE_TOO_LARGE.
absl::StatusOr<std::vector<TransactionSet>> ReadInterchanges(absl::string_view text);

}  // namespace tuoqiao::adapters::roster

#endif  // TUOQIAO_ADAPTERS_ROSTER_X12_834_INTERCHANGE_H_
