#include "services/places/allocation/errors.h"

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"

namespace tuoqiao::allocation {

absl::Status LogInvalid(size_t line, absl::string_view why_en, absl::string_view why_zh) {
  return Failure(absl::StatusCode::kInvalidArgument, "ALLOCATION_LOG_INVALID")
      .At(absl::StrCat("line ", line))
      .Say(absl::StrCat("Line ", line, " of the log ", why_en, "."),
           absl::StrCat("日志第 ", line, " 行", why_zh, "。"))
      .Next("Take the log as the park exported it, without an editor that changes its bytes.",
            "请使用园区导出的原始日志文件,不要用会改动字节的编辑器打开保存。");
}

}  // namespace tuoqiao::allocation
