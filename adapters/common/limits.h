// How large a file and its parts may be. Beyond them the whole file is FILE_TOO_LARGE.
#ifndef TUOQIAO_ADAPTERS_COMMON_LIMITS_H_
#define TUOQIAO_ADAPTERS_COMMON_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace tuoqiao::adapters {

inline constexpr size_t kFileBytesMax = size_t{256} << 20;
inline constexpr size_t kRecordBytesMax = size_t{64} << 10;
inline constexpr size_t kColumnsMax = 256;
inline constexpr int64_t kRecordsMax = 2'000'000;
// Each takes some hundred bytes and is for a person to read.
inline constexpr size_t kFaultsMax = 200'000;
// Records with one key that wait for a former one to be refused. A key that stands more often in
// one file is no slip of the hand.
inline constexpr size_t kRepeatsMax = 20;

inline constexpr size_t kXmlBytesMax = size_t{64} << 20;
inline constexpr size_t kXmlNodesMax = 1'000'000;
inline constexpr int kXmlDepthMax = 64;

// A value that a fault repeats is cut after so many bytes.
inline constexpr size_t kShownBytesMax = 64;

}  // namespace tuoqiao::adapters

#endif  // TUOQIAO_ADAPTERS_COMMON_LIMITS_H_
