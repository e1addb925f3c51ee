#include "services/ledger/convert_hand.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/ledger/account.h"
#include "services/ledger/budget.h"
#include "services/ledger/convert.h"
#include "services/ledger/convert_reads.h"
#include "services/ledger/errors.h"

namespace tuoqiao::ledger {
namespace {

constexpr size_t kReasonMax = 500, kIdMax = 64;
constexpr int kItemsMax = 500;
// So that the sums of many stay numbers.
constexpr int64_t kAmountMax = 1'000'000'000'000'000;

bool IsId(const std::string& text) {
  return !text.empty() && text.size() <= kIdMax &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
         });
}

absl::StatusOr<std::string> BudgetOf(absl::string_view field, const std::string& name) {
  if (name.empty()) return FieldRequired(field);
  std::string account = AccountOf(name);
  if (!IsBudget(account) || !IsId(account)) return AccountNotTransferable(field, account);
  return account;
}

absl::StatusOr<Transfer> ItemFromProto(const v1::Transfer& proto) {
  Transfer transfer;
  if (proto.name().empty()) return FieldRequired("name");
  transfer.id = PartOf(proto.name(), "transfers");
  if (IsDrawId(transfer.id)) {
    return FieldInvalid("name", "begins with month-, as what months draw on budgets does",
                        " 以 month- 开头的编号留给各月对预算的使用");
  }
  if (!IsId(transfer.id)) {
    return FieldInvalid(
        "name",
        "is not parks/{park}/transfers/{transfer} with at most 64 lower-case "
        "letters, digits and hyphens at its end",
        " 应为 parks/{park}/transfers/{transfer},末段为至多 64 位小写字母、数字或连字符");
  }
  ASSIGN_OR_RETURN(transfer.debit_account, BudgetOf("debit_account", proto.debit_account()));
  ASSIGN_OR_RETURN(transfer.credit_account, BudgetOf("credit_account", proto.credit_account()));
  if (transfer.debit_account == transfer.credit_account) {
    return FieldInvalid("credit_account", "is the debit account too", " 不能与借方账户相同");
  }
  transfer.amount_minor = proto.amount_minor();
  if (transfer.amount_minor <= 0 || transfer.amount_minor > kAmountMax) {
    return FieldInvalid("amount_minor", "is not between 1 and 10^15", " 应在 1 与 10^15 之间");
  }
  ASSIGN_OR_RETURN(transfer.reason, ReasonFromProto(proto.reason()));
  if (!proto.expires_date().empty()) {
    const auto day = ParseDay(proto.expires_date());
    if (!day.ok()) return FieldInvalid("expires_date", "is not YYYY-MM-DD", " 应为 YYYY-MM-DD");
    transfer.expires_date = *day;
  }
  return transfer;
}

bool FitsLimit(int64_t minor) { return minor >= -kAmountMax && minor <= kAmountMax; }

std::string LimitName(absl::string_view park, const AccountLimit& limit) {
  return absl::StrCat(AccountResource(park, limit.account), "/limits/", FormatDay(limit.from_date));
}

v1::Transfer::State StateToProto(TransferState state) {
  switch (state) {
    case TransferState::kReserved:
      return v1::Transfer::RESERVED;
    case TransferState::kPosted:
      return v1::Transfer::POSTED;
    case TransferState::kVoided:
      return v1::Transfer::VOIDED;
    case TransferState::kExpired:
      return v1::Transfer::EXPIRED;
  }
  return v1::Transfer::STATE_UNSPECIFIED;
}

}  // namespace

absl::StatusOr<std::string> ReasonFromProto(const std::string& reason) {
  if (reason.empty()) return FieldRequired("reason");
  if (reason.size() > kReasonMax) {
    return FieldInvalid("reason", "is longer than 500 bytes", " 超过 500 字节");
  }
  return reason;
}

absl::StatusOr<Batch> FromProto(const v1::BatchTransferRequest& request) {
  Batch batch;
  switch (request.mode()) {
    case v1::BatchTransferRequest::STOP:
      batch.mode = BatchMode::kStop;
      break;
    case v1::BatchTransferRequest::CONTINUE:
      batch.mode = BatchMode::kContinue;
      break;
    case v1::BatchTransferRequest::ATOMIC:
      batch.mode = BatchMode::kAtomic;
      break;
    default:
      return FieldRequired("mode");
  }
  if (request.transfers().empty()) return FieldRequired("transfers");
  if (request.transfers_size() > kItemsMax) {
    return FieldInvalid("transfers", "are more than 500", " 超过 500 条");
  }
  for (const v1::Transfer& each : request.transfers()) {
    batch.items.push_back(ItemFromProto(each));
  }
  return batch;
}

absl::Status CheckAmountToPost(int64_t amount_minor) {
  if (amount_minor >= 0) return absl::OkStatus();
  return FieldInvalid("amount_minor", "is below zero", " 不能为负数");
}

absl::StatusOr<AccountLimit> FromProto(const v1::AccountLimit& proto) {
  AccountLimit limit;
  limit.account = PartOf(proto.name(), "accounts");
  if (!ParseAccount(limit.account).has_value()) {
    return FieldInvalid("account_limit.name", "names no account", " 不是账户");
  }
  const auto day = ParseDay(PartOf(proto.name(), "limits"));
  if (!day.ok()) {
    return FieldInvalid("account_limit.name", "does not end with a day YYYY-MM-DD",
                        " 末段应为日期 YYYY-MM-DD");
  }
  limit.from_date = *day;
  if (proto.has_floor_minor()) limit.floor_minor = proto.floor_minor();
  if (proto.has_ceiling_minor()) limit.ceiling_minor = proto.ceiling_minor();
  if (!FitsLimit(proto.floor_minor())) {
    return FieldInvalid("account_limit.floor_minor", "is beyond 10^15", " 超出 10^15");
  }
  if (!FitsLimit(proto.ceiling_minor())) {
    return FieldInvalid("account_limit.ceiling_minor", "is beyond 10^15", " 超出 10^15");
  }
  if (limit.floor_minor.has_value() && limit.ceiling_minor.has_value() &&
      *limit.floor_minor > *limit.ceiling_minor) {
    return FieldInvalid("account_limit.floor_minor", "is above the ceiling", " 高于上限");
  }
  return limit;
}

v1::Reversal ToProto(absl::string_view park, const Reversal& reversal) {
  v1::Reversal proto;
  proto.set_name(absl::StrCat(EntryResource(park, reversal.entry), "/reversal"));
  proto.set_reason(reversal.reason);
  proto.set_state(reversal.Confirmed() ? v1::Reversal::CONFIRMED : v1::Reversal::PROPOSED);
  proto.set_proposed_by(reversal.proposed_by);
  proto.set_confirmed_by(reversal.confirmed_by);
  proto.set_reversal_entry(EntryResource(park, reversal.reversal_entry));
  proto.set_revision(reversal.revision);
  return proto;
}

v1::Transfer ToProto(absl::string_view park, const Transfer& transfer, TransferState state) {
  v1::Transfer proto;
  proto.set_name(absl::StrCat("parks/", park, "/transfers/", transfer.id));
  proto.set_debit_account(AccountResource(park, transfer.debit_account));
  proto.set_credit_account(AccountResource(park, transfer.credit_account));
  proto.set_amount_minor(transfer.amount_minor);
  proto.set_reason(transfer.reason);
  if (transfer.expires_date.has_value()) {
    proto.set_expires_date(FormatDay(*transfer.expires_date));
  }
  proto.set_state(StateToProto(state));
  proto.set_posted_minor(transfer.posted_minor);
  proto.set_entry(EntryResource(park, transfer.entry));
  if (transfer.month.has_value()) {
    proto.set_month(absl::StrCat("parks/", park, "/months/", FormatMonth(*transfer.month)));
  }
  return proto;
}

v1::AccountLimit ToProto(absl::string_view park, const AccountLimit& limit) {
  v1::AccountLimit proto;
  proto.set_name(LimitName(park, limit));
  if (limit.floor_minor.has_value()) proto.set_floor_minor(*limit.floor_minor);
  if (limit.ceiling_minor.has_value()) proto.set_ceiling_minor(*limit.ceiling_minor);
  proto.set_funding_plan(limit.funding_plan);
  return proto;
}

v1::AccountLimit ToProto(absl::string_view park, const Standing& standing) {
  v1::AccountLimit proto = ToProto(park, standing.limit);
  proto.set_balance_minor(standing.balance_minor);
  proto.set_reserved_debit_minor(standing.reserved_debit_minor);
  proto.set_reserved_credit_minor(standing.reserved_credit_minor);
  if (const auto left = standing.DebitLeft(); left.has_value()) {
    proto.set_debit_left_minor(std::max<int64_t>(0, *left));
  }
  if (const auto left = standing.CreditLeft(); left.has_value()) {
    proto.set_credit_left_minor(std::max<int64_t>(0, *left));
  }
  proto.set_breached_minor(standing.BreachedMinor());
  return proto;
}

}  // namespace tuoqiao::ledger
