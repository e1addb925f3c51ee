#include "services/settlement/share_line.h"

#include <set>

#include "absl/strings/str_cat.h"

namespace tuoqiao::settlement {
namespace {

void Add(absl::string_view kind, int64_t amount_minor, PayerSums* sums) {
  if (kind == "PAID") sums->paid_minor += amount_minor;
  if (kind == "WITHHELD") sums->withheld_minor += amount_minor;
  if (kind == "OFFSET") sums->offset_minor += amount_minor;
}

}  // namespace

ShareLine MakeOther(absl::string_view id, absl::CivilMonth month, int64_t amount_minor) {
  ShareLine line;
  line.id = absl::StrCat("other/", id);
  line.kind = "OTHER";
  line.month = month;
  line.billed_month = month;
  line.amount_minor = amount_minor;
  return line;
}

absl::string_view PayoutKindOf(const ShareLine& line) {
  if (line.kind == "OTHER") return "OTHER";
  if (line.kind == "MADE_DIRECT") return "WITHHELD";
  return line.amount_minor < 0 ? "OFFSET" : "PAID";
}

Advice Advise(absl::CivilMonth month, const std::vector<ShareLine>& lines) {
  Advice advice;
  std::set<std::string> children;
  for (const ShareLine& each : lines) {
    const absl::string_view kind = PayoutKindOf(each);
    if (each.month < month) advice.carried_minor += each.amount_minor;
    if (!each.case_number.empty()) children.insert(each.case_number);
    if (kind == "OTHER") {
      advice.other_minor += each.amount_minor;
      continue;
    }
    Add(kind, each.amount_minor, &advice.sums);
    Add(kind, each.amount_minor, &advice.payers[each.payer]);
  }
  advice.children = static_cast<int64_t>(children.size());
  return advice;
}

}  // namespace tuoqiao::settlement
