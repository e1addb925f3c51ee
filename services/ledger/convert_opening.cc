#include "services/ledger/convert_opening.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/ledger/account.h"
#include "services/ledger/convert.h"
#include "services/ledger/convert_reads.h"
#include "services/ledger/errors_opening.h"

namespace tuoqiao::ledger {
namespace {

constexpr size_t kIdMax = 60, kSourceMax = 200;
constexpr int kBalancesMax = 5000, kCountersMax = 1000;
constexpr int64_t kAmountMax = 1'000'000'000'000'000;

bool IsId(const std::string& text) {
  return !text.empty() && text.size() <= kIdMax &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
         });
}

bool IsSha256(const std::string& text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
         });
}

absl::StatusOr<absl::CivilDay> DayFromProto(const std::string& field, const std::string& text) {
  const auto day = ParseDay(text);
  if (!day.ok()) return FieldInvalid(field, "is not YYYY-MM-DD", " 应为 YYYY-MM-DD");
  return *day;
}

// What explains a clearing account is its remittance, or what the firm is owed; other accounts
// explain themselves.
absl::Status CheckItem(const std::string& field, const OpeningBalance& balance) {
  if (!ExplainedByItems(balance.account)) {
    if (balance.item.empty() && !balance.open_day.has_value()) return absl::OkStatus();
    return FieldInvalid(field + ".item", "is of a clearing account only", " 仅用于清算账户");
  }
  const std::string firm = ParseAccount(balance.account)->party;
  if (balance.item == balance.account || balance.item == OwedToFirm(firm)) return absl::OkStatus();
  return FieldInvalid(field + ".item", "is no open item of the account", " 不是该账户的未清项");
}

absl::StatusOr<OpeningBalance> BalanceFromProto(const std::string& field,
                                                const v1::OpeningBalance& proto) {
  OpeningBalance balance;
  balance.account = AccountOf(proto.account());
  if (balance.account.empty()) return FieldRequired(field + ".account");
  if (!MayOpen(balance.account)) return AccountNotOpenable(field + ".account", balance.account);
  balance.amount_minor = proto.amount_minor();
  if (balance.amount_minor == 0 || std::abs(balance.amount_minor) > kAmountMax) {
    return FieldInvalid(field + ".amount_minor", "is 0 or beyond 10^15", " 不能为 0 或超出 10^15");
  }
  balance.item = proto.item();
  if (!proto.open_date().empty()) {
    ASSIGN_OR_RETURN(balance.open_day, DayFromProto(field + ".open_date", proto.open_date()));
  }
  RETURN_IF_ERROR(CheckItem(field, balance));
  return balance;
}

absl::StatusOr<OpeningCounter> CounterFromProto(const std::string& field,
                                                const v1::OpeningCounter& proto) {
  OpeningCounter counter = {proto.kind(),         proto.party(),      proto.year(),
                            proto.amount_minor(), proto.statements(), proto.months()};
  if (counter.kind != "WELFARE" && counter.kind != "UNION") {
    return FieldInvalid(field + ".kind", "is neither WELFARE nor UNION", " 应为 WELFARE 或 UNION");
  }
  if ((counter.kind == "UNION") != (counter.party == "union") || counter.party.empty()) {
    return FieldInvalid(field + ".party", "is no party of its kind", " 与类别不符");
  }
  if (!ParseDay(absl::StrCat(counter.year, "-01-01")).ok()) {
    return FieldInvalid(field + ".year", "is not YYYY", " 应为 YYYY");
  }
  if (std::abs(counter.amount_minor) > kAmountMax || counter.statements < 0 || counter.months < 0 ||
      counter.months > 12) {
    return FieldInvalid(field, "has figures out of range", " 数值超出范围");
  }
  return counter;
}

}  // namespace

absl::StatusOr<Opening> FromProto(const v1::Opening& proto) {
  Opening opening;
  opening.id = PartOf(proto.name(), "openings");
  if (!IsId(opening.id)) {
    return FieldInvalid("opening.name",
                        "is not parks/{park}/openings/{opening} with at most 60 lower-case "
                        "letters, digits and hyphens at its end",
                        " 应为 parks/{park}/openings/{opening},末段为至多 60 "
                        "位小写字母、数字或连字符");
  }
  opening.source = proto.source();
  if (opening.source.empty()) return FieldRequired("opening.source");
  if (opening.source.size() > kSourceMax) {
    return FieldInvalid("opening.source", "is longer than 200 bytes", " 超过 200 字节");
  }
  ASSIGN_OR_RETURN(opening.as_of, DayFromProto("opening.as_of_date", proto.as_of_date()));
  opening.content_hash = proto.content_hash();
  if (!IsSha256(opening.content_hash)) {
    return FieldInvalid("opening.content_hash", "is no SHA-256 in hexadecimal",
                        " 不是十六进制 SHA-256");
  }
  if (proto.balances().empty()) return FieldRequired("opening.balances");
  if (proto.balances_size() > kBalancesMax || proto.counters_size() > kCountersMax) {
    return FieldInvalid("opening", "has too many rows", " 行数过多");
  }
  std::set<std::tuple<std::string, std::string, std::string>> seen;
  for (int i = 0; i < proto.balances_size(); ++i) {
    const std::string field = absl::StrCat("opening.balances[", i, "]");
    const v1::OpeningBalance& each = proto.balances(i);
    ASSIGN_OR_RETURN(OpeningBalance balance, BalanceFromProto(field, each));
    if (!seen.insert({balance.account, balance.item, each.open_date()}).second) {
      return FieldInvalid(field + ".account", "is there twice", " 重复出现");
    }
    opening.balances.push_back(std::move(balance));
  }
  for (int i = 0; i < proto.counters_size(); ++i) {
    ASSIGN_OR_RETURN(
        OpeningCounter counter,
        CounterFromProto(absl::StrCat("opening.counters[", i, "]"), proto.counters(i)));
    opening.counters.push_back(std::move(counter));
  }
  opening.debit_minor = proto.debit_minor();
  opening.credit_minor = proto.credit_minor();
  return opening;
}

v1::Opening ToProto(absl::string_view park, const Opening& opening) {
  v1::Opening proto;
  proto.set_name(OpeningResource(park, opening.id));
  proto.set_source(opening.source);
  proto.set_as_of_date(FormatDay(opening.as_of));
  proto.set_content_hash(opening.content_hash);
  for (const OpeningBalance& each : opening.balances) {
    v1::OpeningBalance* balance = proto.add_balances();
    balance->set_account(each.account);
    balance->set_amount_minor(each.amount_minor);
    balance->set_item(each.item);
    if (each.open_day.has_value()) balance->set_open_date(FormatDay(*each.open_day));
  }
  for (const OpeningCounter& each : opening.counters) {
    v1::OpeningCounter* counter = proto.add_counters();
    counter->set_kind(each.kind);
    counter->set_party(each.party);
    counter->set_year(each.year);
    counter->set_amount_minor(each.amount_minor);
    counter->set_statements(static_cast<int32_t>(each.statements));
    counter->set_months(static_cast<int32_t>(each.months));
  }
  proto.set_debit_minor(opening.debit_minor);
  proto.set_credit_minor(opening.credit_minor);
  v1::Opening::State state = v1::Opening::STATE_UNSPECIFIED;
  v1::Opening::State_Parse(std::string(OpeningStateName(opening.state)), &state);
  proto.set_state(state);
  proto.set_proposed_by(opening.proposed_by);
  proto.set_confirmed_by(opening.confirmed_by);
  proto.set_revision(opening.revision);
  proto.set_reason(opening.reason);
  return proto;
}

}  // namespace tuoqiao::ledger
