#include "services/ledger/convert_reads.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/ledger/account.h"
#include "services/ledger/convert.h"

namespace tuoqiao::ledger {
namespace {

// Nothing where the text is empty.
absl::StatusOr<std::optional<absl::CivilDay>> DayOf(absl::string_view field,
                                                    const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto day = ParseDay(text);
  if (!day.ok()) return FieldInvalid(field, "is not YYYY-MM-DD", " 应为 YYYY-MM-DD");
  return *day;
}

absl::StatusOr<Known> KnownOf(const std::string& text) {
  Known known;
  if (text.empty()) return known;
  int64_t position = 0;
  if (absl::SimpleAtoi(text, &position) && position >= 0) {
    known.position = position;
    return known;
  }
  absl::Time time;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)) {
    return FieldInvalid("known_by",
                        "is neither a moment, e.g. 2026-11-01T00:00:00Z, nor a position",
                        " 应为时刻(如 2026-11-01T00:00:00Z)或账本位置");
  }
  known.time = FormatMoment(time);
  return known;
}

v1::UnexplainedMoney::Reason ReasonOf(UnpairedReason reason) {
  switch (reason) {
    case UnpairedReason::kItemClosedTwice:
      return v1::UnexplainedMoney::ITEM_CLOSED_TWICE;
    case UnpairedReason::kItemNeverOpened:
      return v1::UnexplainedMoney::ITEM_NEVER_OPENED;
    case UnpairedReason::kItemAltered:
      return v1::UnexplainedMoney::ITEM_ALTERED;
    case UnpairedReason::kPostingAltered:
      return v1::UnexplainedMoney::POSTING_ALTERED;
    case UnpairedReason::kEntryTorn:
      return v1::UnexplainedMoney::ENTRY_TORN;
    case UnpairedReason::kEntryGone:
      return v1::UnexplainedMoney::ENTRY_GONE;
    case UnpairedReason::kBalanceAltered:
      return v1::UnexplainedMoney::BALANCE_ALTERED;
  }
  return v1::UnexplainedMoney::REASON_UNSPECIFIED;
}

}  // namespace

absl::StatusOr<Asked> AskedOf(const std::string& effective_by, const std::string& known_by) {
  Asked asked;
  ASSIGN_OR_RETURN(asked.effective_by, DayOf("effective_by", effective_by));
  ASSIGN_OR_RETURN(asked.known, KnownOf(known_by));
  return asked;
}

absl::Status CheckYear(absl::string_view field, const std::string& year) {
  const bool valid = year.size() == 4 && std::all_of(year.begin(), year.end(), absl::ascii_isdigit);
  if (valid && year >= "1970") return absl::OkStatus();
  return FieldInvalid(field, "is not YYYY", " 应为 YYYY");
}

absl::StatusOr<std::string> FirmPartOf(absl::string_view field, const std::string& name) {
  std::string firm = PartOf(name, "firms");
  if (firm.empty() == name.empty()) return firm;
  return FieldInvalid(field, "is not parks/{park}/firms/{firm}", " 应为 parks/{park}/firms/{firm}");
}

std::string AccountOf(const std::string& name) { return LastPart(name); }

absl::StatusOr<EntryFilter> FromProto(const v1::ListEntriesRequest& request) {
  EntryFilter filter;
  filter.account = AccountOf(request.account());
  filter.kind = request.kind();
  filter.cause = request.cause();
  if (!request.month().empty()) {
    const auto month = ParseMonth(request.month());
    if (!month.ok()) return FieldInvalid("month", "is not YYYY-MM", " 应为 YYYY-MM");
    filter.month = *month;
  }
  ASSIGN_OR_RETURN(filter.effective_from, DayOf("effective_from", request.effective_from()));
  return filter;
}

absl::StatusOr<AccountDays> FromProto(const v1::GetAccountStatementRequest& request) {
  AccountDays of;
  of.account = PartOf(request.name(), "accounts");
  if (!ParseAccount(of.account).has_value()) {
    return FieldInvalid("name", "names no account", " 不是账户");
  }
  ASSIGN_OR_RETURN(const auto from, DayOf("from_date", request.from_date()));
  ASSIGN_OR_RETURN(const auto until, DayOf("until_date", request.until_date()));
  if (!from.has_value()) return FieldRequired("from_date");
  if (!until.has_value()) return FieldRequired("until_date");
  of.days = {*from, *until};
  if (of.days.Empty()) {
    return FieldInvalid("until_date", "is not after from_date", " 应晚于 from_date");
  }
  return of;
}

std::string PlaceText(const LinePlace& place) {
  return absl::StrCat(place.effective_date, "/", place.position);
}

absl::StatusOr<LinePlace> PlaceOf(const std::string& text) {
  LinePlace place;
  if (text.empty()) return place;
  const std::vector<std::string> parts = absl::StrSplit(text, '/');
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[1], &place.position)) {
    return rpc::PageTokenInvalid();
  }
  place.effective_date = parts[0];
  return place;
}

v1::AccountStatement ToProto(absl::string_view park, const AccountDays& of,
                             const AccountSums& sums) {
  v1::AccountStatement proto;
  proto.set_name(AccountResource(park, of.account));
  proto.set_from_date(FormatDay(of.days.from));
  proto.set_until_date(FormatDay(of.days.until));
  proto.set_opening_minor(sums.opening_minor);
  proto.set_debit_minor(sums.debit_minor);
  proto.set_credit_minor(sums.credit_minor);
  proto.set_closing_minor(sums.opening_minor + sums.debit_minor - sums.credit_minor);
  proto.set_known_position(of.known_position);
  return proto;
}

v1::StatementLine ToProto(absl::string_view park, const AccountLine& line) {
  v1::StatementLine proto;
  proto.set_entry(EntryResource(park, line.entry));
  proto.set_kind(line.kind);
  proto.set_cause(line.cause);
  proto.set_effective_date(line.place.effective_date);
  proto.set_amount_minor(line.amount_minor);
  return proto;
}

v1::UnexplainedMoney ToProto(absl::string_view park, const Unpaired& unpaired) {
  v1::UnexplainedMoney proto;
  proto.set_account(AccountResource(park, unpaired.account));
  proto.set_reason(ReasonOf(unpaired.reason));
  proto.set_item(unpaired.item);
  proto.set_month(unpaired.month);
  proto.set_amount_minor(unpaired.amount_minor);
  for (const UnpairedCause& each : unpaired.causes) {
    v1::UnexplainedCause* cause = proto.add_causes();
    cause->set_entry(EntryResource(park, each.entry));
    cause->set_kind(each.kind);
    cause->set_cause(each.cause);
    Entry entry;
    entry.kind = each.kind;
    if (!each.kind.empty()) cause->set_source(SourceOf(entry));
    cause->set_effective_date(each.effective_date);
    cause->set_amount_minor(each.amount_minor);
  }
  return proto;
}

}  // namespace tuoqiao::ledger
