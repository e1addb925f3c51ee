#include "services/common/rpc/paging.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/hash.h"

namespace tuoqiao::rpc {
namespace {

constexpr size_t kMarkBytes = 6;

std::string Mark(absl::string_view list) { return Sha256(list).substr(0, kMarkBytes); }

}  // namespace

absl::Status PageTokenInvalid() {
  return Failure(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID")
      .At("page_token")
      .Say("The page_token was not made by this list with these filters.",
           "page_token 不属于该列表或其筛选条件。")
      .Next("Start again without a token.", "请不带 page_token 重新开始。");
}

absl::StatusOr<Page> ReadPage(int64_t page_size, const std::string& page_token,
                              absl::string_view list, const PageLimits& limits) {
  if (page_size < 0) {
    return FieldInvalid("page_size", "is negative", "为负数");
  }
  Page page;
  page.size = page_size == 0 ? limits.size_default : std::min(page_size, limits.size_max);
  if (page_token.empty()) return page;
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(page_token, &bytes) || bytes.size() <= kMarkBytes ||
      bytes.substr(0, kMarkBytes) != Mark(list)) {
    return PageTokenInvalid();
  }
  page.after = bytes.substr(kMarkBytes);
  return page;
}

std::string NextPageToken(absl::string_view list, absl::string_view last_key) {
  return absl::WebSafeBase64Escape(absl::StrCat(Mark(list), last_key));
}

}  // namespace tuoqiao::rpc
