// Pages of a list: a size with a ceiling, and a token that only its own list understands.
#ifndef TUOQIAO_SERVICES_COMMON_RPC_PAGING_H_
#define TUOQIAO_SERVICES_COMMON_RPC_PAGING_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tuoqiao::rpc {

// A page starts behind `after`, the key of the last item of the page before; empty for the first.
struct Page {
  int64_t size = 0;
  std::string after;
};

// A size above `size_max` is taken as `size_max`, 0 as `size_default`; a negative one is
// FIELD_INVALID. A token that was made for another list or other filters (`list`) is
// PAGE_TOKEN_INVALID.
struct PageLimits {
  int64_t size_default = 100;
  int64_t size_max = 1000;
};
absl::StatusOr<Page> ReadPage(int64_t page_size, const std::string& page_token,
                              absl::string_view list, const PageLimits& limits = {});

// For a token whose mark is right and whose key no list makes.
absl::Status PageTokenInvalid();

// The token of the page that follows `last_key`.
std::string NextPageToken(absl::string_view list, absl::string_view last_key);

}  // namespace tuoqiao::rpc

#endif  // TUOQIAO_SERVICES_COMMON_RPC_PAGING_H_
