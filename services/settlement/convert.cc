#include "services/settlement/convert.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/settlement/errors.h"
#include "services/settlement/store.h"

namespace tuoqiao::settlement {
namespace {

// More than any bank account of a park holds; keeps sums of a batch far from overflow.
constexpr int64_t kAmountMax = 1'000'000'000'000'000;
constexpr int64_t kFundMax = 1'000'000'000'000;

std::vector<std::string> Parts(const std::string& name) { return absl::StrSplit(name, '/'); }

bool ValidId(const std::string& id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
  });
}

absl::Status CheckText(absl::string_view field, const std::string& text, bool required) {
  if (required && text.empty()) return FieldInvalid(field, "is empty", "为空");
  if (text.size() > kTextBytesMax) {
    return FieldInvalid(field, absl::StrCat("is longer than ", kTextBytesMax, " bytes"),
                        absl::StrCat("超过 ", kTextBytesMax, " 字节"));
  }
  if (std::any_of(text.begin(), text.end(), absl::ascii_iscntrl)) {
    return FieldInvalid(field, "holds a control character", "含有控制字符");
  }
  return absl::OkStatus();
}

v1::Payout::State StateOf(PayoutState state) {
  switch (state) {
    case PayoutState::kDue:
      return v1::Payout::DUE;
    case PayoutState::kHeld:
      return v1::Payout::HELD;
    case PayoutState::kReleased:
      return v1::Payout::RELEASED;
    case PayoutState::kConfirmed:
      return v1::Payout::CONFIRMED;
    case PayoutState::kRejected:
      return v1::Payout::REJECTED;
    case PayoutState::kReturned:
      return v1::Payout::RETURNED;
  }
  return v1::Payout::STATE_UNSPECIFIED;
}

}  // namespace

std::string ReceivableName(absl::string_view park, absl::string_view id) {
  return absl::StrCat("parks/", park, "/receivables/", id);
}
std::string BankLineName(absl::string_view park, absl::string_view id) {
  return absl::StrCat("parks/", park, "/bankLines/", id);
}
std::string PayoutName(absl::string_view park, const Payout& payout) {
  const std::string id = payout.id();
  return absl::StrCat("parks/", park, "/centres/", payout.centre, "/payouts/",
                      id.substr(payout.centre.size() + 1));
}
std::string SubjectName(absl::string_view park, absl::string_view subject) {
  const std::vector<std::string> parts = Parts(std::string(subject));
  if (parts[0] == "payouts") {
    return absl::StrCat("parks/", park, "/centres/", parts[1], "/payouts/", parts[2]);
  }
  return absl::StrCat("parks/", park, "/", subject);
}
std::string PayeeAccountName(absl::string_view park, absl::string_view centre) {
  return absl::StrCat("parks/", park, "/centres/", centre, "/payeeAccount");
}

absl::StatusOr<absl::CivilMonth> MonthOf(absl::string_view field, const std::string& name) {
  const std::vector<std::string> parts = Parts(name);
  if (parts.size() == 4 && parts[2] == "months") {
    if (const auto month = ParseMonth(parts[3]); month.ok()) return *month;
  }
  return FieldInvalid(field, "is not parks/{park}/months/{YYYY-MM}",
                      " 应为 parks/{park}/months/{YYYY-MM}");
}

absl::StatusOr<std::string> CentreOf(const std::string& parent) {
  const std::vector<std::string> parts = Parts(parent);
  if (parts.size() == 2) return std::string();
  if (parts.size() == 4 && parts[2] == "centres" && ValidId(parts[3])) return parts[3];
  return FieldInvalid("parent", "is neither a park nor a centre", " 应为园区或机构");
}

absl::StatusOr<std::string> IdIn(absl::string_view field, absl::string_view collection,
                                 const std::string& name) {
  const std::vector<std::string> parts = Parts(name);
  if (parts.size() == 4 && parts[2] == collection && !parts[3].empty()) return parts[3];
  return FieldInvalid(field, absl::StrCat("is not parks/{park}/", collection, "/{id}"),
                      absl::StrCat(" 应为 parks/{park}/", collection, "/{id}"));
}

std::string CentreOfAccount(const std::string& name) {
  const std::vector<std::string> parts = Parts(name);
  const bool named = parts.size() == 5 && parts[2] == "centres" && parts[4] == "payeeAccount";
  return named && ValidId(parts[3]) ? parts[3] : "";
}

absl::StatusOr<std::string> PayoutIdOf(absl::string_view field, const std::string& name,
                                       absl::string_view end) {
  absl::string_view stem = name;
  if (absl::ConsumeSuffix(&stem, end)) {
    const std::vector<std::string> parts = Parts(std::string(stem));
    if (parts.size() == 6 && parts[2] == "centres" && parts[4] == "payouts") {
      return absl::StrCat(parts[3], "/", parts[5]);
    }
  }
  return FieldInvalid(field, absl::StrCat("is not parks/{park}/centres/{centre}/payouts/{id}", end),
                      absl::StrCat(" 应为 parks/{park}/centres/{centre}/payouts/{id}", end));
}

absl::StatusOr<PayeeAccount> FromProto(const v1::PayeeAccount& account) {
  const std::vector<std::string> parts = Parts(account.name());
  if (parts.size() != 5 || parts[2] != "centres" || parts[4] != "payeeAccount" ||
      !ValidId(parts[3])) {
    return FieldInvalid("payee_account.name", "is not parks/{park}/centres/{centre}/payeeAccount",
                        " 应为 parks/{park}/centres/{centre}/payeeAccount");
  }
  if (account.account_name().empty()) return FieldRequired("payee_account.account_name");
  if (account.account_number().empty()) return FieldRequired("payee_account.account_number");
  if (account.bank_code().empty()) return FieldRequired("payee_account.bank_code");
  RETURN_IF_ERROR(CheckText("payee_account.account_name", account.account_name(), true));
  PayeeAccount found;
  found.centre = parts[3];
  found.account_name = account.account_name();
  found.account_number = account.account_number();
  found.bank_code = account.bank_code();
  return CheckAccount(std::move(found));
}

absl::StatusOr<BankLine> FromProto(absl::string_view park, absl::string_view currency_code,
                                   const v1::BankLine& line) {
  RETURN_IF_ERROR(CheckText("line_id", line.line_id(), true));
  RETURN_IF_ERROR(CheckText("reference", line.reference(), false));
  RETURN_IF_ERROR(CheckText("counterparty", line.counterparty(), false));
  const auto value_date = ParseDay(line.value_date());
  if (!value_date.ok()) return FieldInvalid("value_date", "is not YYYY-MM-DD", " 应为 YYYY-MM-DD");
  if (line.amount_minor() <= 0 || line.amount_minor() > kAmountMax) {
    return FieldInvalid("amount_minor", "is not a positive amount", " 应为正数金额");
  }
  if (!line.currency_code().empty() && line.currency_code() != currency_code) {
    return CurrencyUnknown(line.currency_code());
  }
  BankLine found;
  found.id = BankLineId(park, line.line_id());
  found.line_id = line.line_id();
  found.value_date = *value_date;
  found.inward = line.inward();
  found.amount_minor = line.amount_minor();
  found.currency_code = std::string(currency_code);
  found.reference = line.reference();
  found.counterparty = line.counterparty();
  return found;
}

absl::Status CheckStatus(const v1::PaymentStatus& status) {
  RETURN_IF_ERROR(CheckText("end_to_end_id", status.end_to_end_id(), true));
  RETURN_IF_ERROR(CheckText("status", status.status(), true));
  return CheckText("reason", status.reason(), false);
}

absl::StatusOr<std::vector<Claimed>> FromProto(const v1::MatchBankLineRequest& request) {
  if (request.matches().empty()) return FieldRequired("matches");
  if (request.matches_size() > kMatchesMax) {
    return FieldInvalid("matches", absl::StrCat("holds more than ", kMatchesMax, " items"),
                        absl::StrCat("超过 ", kMatchesMax, " 项"));
  }
  RETURN_IF_ERROR(CheckReason(request.reason()));
  std::vector<Claimed> claimed;
  std::set<std::string> subjects;
  for (int i = 0; i < request.matches_size(); ++i) {
    const v1::BankLineMatch& match = request.matches(i);
    const std::string at = absl::StrCat("matches[", i, "]");
    if (match.subject().empty() == match.account().empty()) {
      return FieldInvalid(at, "does not name either a subject or an account",
                          "须填写核销对象或账户之一");
    }
    if (match.amount_minor() <= 0 || match.amount_minor() > kAmountMax) {
      return FieldInvalid(at + ".amount_minor", "is not a positive amount", " 应为正数金额");
    }
    const std::vector<std::string> parts = Parts(match.subject());
    Claimed& each = claimed.emplace_back();
    each.account = match.account();
    each.amount_minor = match.amount_minor();
    if (parts.size() == 4) {
      each.subject = absl::StrCat(parts[2], "/", parts[3]);
    } else if (parts.size() == 6) {
      each.subject = absl::StrCat(parts[4], "/", parts[3], "/", parts[5]);
    } else if (!match.subject().empty()) {
      each.subject = match.subject();
    }
    if (!subjects.insert(each.subject.empty() ? each.account : each.subject).second) {
      return FieldInvalid(at, "stands in the request twice", "重复出现");
    }
  }
  return claimed;
}

absl::Status CheckReason(const std::string& reason) {
  if (reason.empty()) return FieldRequired("reason");
  return CheckText("reason", reason, true);
}

absl::StatusOr<int64_t> FromProto(const v1::GuaranteeFund& fund) {
  if (fund.amount_minor() < 0 || fund.amount_minor() > kFundMax) {
    return FieldInvalid("guarantee_fund.amount_minor", absl::StrCat("is not 0 to ", kFundMax),
                        absl::StrCat("须为 0 至 ", kFundMax));
  }
  return fund.amount_minor();
}

absl::Status CheckItems(absl::string_view field, int items) {
  if (items > 0 && items <= kItemsMax) return absl::OkStatus();
  return FieldInvalid(field, absl::StrCat("does not hold 1 to ", kItemsMax, " items"),
                      absl::StrCat("须为 1 至 ", kItemsMax, " 项"));
}

v1::PayeeAccount ToProto(absl::string_view park, const PayeeAccount& account) {
  v1::PayeeAccount proto;
  proto.set_name(PayeeAccountName(park, account.centre));
  proto.set_account_name(account.account_name);
  proto.set_account_number(account.account_number);
  proto.set_bank_code(account.bank_code);
  proto.set_state(account.verified() ? "VERIFIED" : "PROPOSED");
  proto.add_verified_by(account.first_person);
  if (account.verified()) proto.add_verified_by(account.second_person);
  if (account.payable_from.has_value()) {
    proto.set_payable_from_date(FormatDay(*account.payable_from));
  }
  return proto;
}

v1::PayeeAccountChange ToProto(const AccountStep& step) {
  v1::PayeeAccountChange proto;
  proto.set_state(step.state);
  proto.set_account_name(step.account_name);
  proto.set_account_tail(step.account_tail);
  proto.set_person(step.person);
  proto.set_change_date(FormatDay(step.date));
  if (step.payable_from.has_value()) proto.set_payable_from_date(FormatDay(*step.payable_from));
  return proto;
}

v1::Receivable ToProto(absl::string_view park, const Receivable& receivable) {
  v1::Receivable proto;
  proto.set_name(ReceivableName(park, receivable.id));
  proto.set_reference(receivable.reference);
  proto.set_kind(receivable.kind);
  proto.set_party(receivable.party);
  proto.set_month(FormatMonth(receivable.month));
  proto.set_amount_minor(receivable.amount_minor);
  proto.set_paid_minor(receivable.paid_minor);
  proto.set_account(receivable.account);
  proto.set_state(std::string(receivable.state()));
  proto.set_set_off_minor(receivable.set_off_minor);
  return proto;
}

v1::BankLine ToProto(absl::string_view park, const BankLine& line) {
  v1::BankLine proto;
  proto.set_name(BankLineName(park, line.id));
  proto.set_line_id(line.line_id);
  proto.set_value_date(FormatDay(line.value_date));
  proto.set_inward(line.inward);
  proto.set_amount_minor(line.amount_minor);
  proto.set_reference(line.reference);
  proto.set_counterparty(line.counterparty);
  proto.set_state(std::string(line.state()));
  proto.set_currency_code(line.currency_code);
  if (!line.matched.empty()) proto.set_matched(SubjectName(park, line.matched));
  for (const Part& each : line.parts) {
    v1::BankLineMatch* match = proto.add_matches();
    if (!each.subject.empty()) match->set_subject(SubjectName(park, each.subject));
    match->set_account(each.account);
    match->set_amount_minor(each.amount_minor);
    match->set_surplus_minor(each.surplus_minor);
    match->set_drift_minor(each.drift_minor);
    match->set_rule(RuleText(each.rule));
    match->set_person(each.person);
  }
  return proto;
}

v1::Payout ToProto(absl::string_view park, const Payout& payout) {
  v1::Payout proto;
  proto.set_name(PayoutName(park, payout));
  proto.set_centre(absl::StrCat("parks/", park, "/centres/", payout.centre));
  proto.set_month(FormatMonth(payout.month));
  proto.set_amount_minor(payout.amount_minor);
  proto.set_state(StateOf(payout.state));
  proto.set_end_to_end_id(payout.end_to_end_id);
  proto.set_reason(payout.reason);
  proto.set_due_date(FormatDay(payout.due_date));
  if (payout.release_date.has_value()) proto.set_release_date(FormatDay(*payout.release_date));
  if (payout.paid_date.has_value()) proto.set_paid_date(FormatDay(*payout.paid_date));
  if (payout.promised_date.has_value()) proto.set_promised_date(FormatDay(*payout.promised_date));
  return proto;
}

v1::ReceivableLine ToReceivableLine(absl::string_view park, const ShareLine& line, bool credit) {
  v1::ReceivableLine proto;
  proto.set_kind(line.kind);
  proto.set_amount_minor(credit ? -line.amount_minor : line.amount_minor);
  proto.set_month(FormatMonth(line.billed_month));
  if (line.kind == "CARRIED") {
    proto.set_receivable(ReceivableName(park, line.statement));
    return proto;
  }
  proto.set_statement(line.statement);
  proto.set_employee(line.employee);
  // What a firm is sent is about its employees, and of no child.
  if (line.payer == "FIRM") return proto;
  proto.set_case_number(line.case_number);
  if (!line.centre.empty()) {
    proto.set_centre(absl::StrCat("parks/", park, "/centres/", line.centre));
  }
  proto.set_attended_days(static_cast<int32_t>(line.attended_days));
  return proto;
}

v1::PayoutLine ToPayoutLine(const ShareLine& line, absl::CivilMonth payout_month) {
  v1::PayoutLine proto;
  proto.set_kind(std::string(PayoutKindOf(line)));
  proto.set_amount_minor(line.amount_minor);
  proto.set_case_number(line.case_number);
  proto.set_payer(line.payer);
  proto.set_billed_month(FormatMonth(line.billed_month));
  proto.set_month(FormatMonth(line.month));
  proto.set_attended_days(static_cast<int32_t>(line.attended_days));
  if (line.month < payout_month) proto.set_carried_month(FormatMonth(line.month));
  return proto;
}

v1::PaymentAdvice ToProto(absl::string_view park, const Payout& payout, const Advice& advice) {
  v1::PaymentAdvice proto;
  proto.set_name(absl::StrCat(PayoutName(park, payout), "/advice"));
  *proto.mutable_payout() = ToProto(park, payout);
  proto.set_paid_minor(advice.sums.paid_minor);
  proto.set_withheld_minor(advice.sums.withheld_minor);
  proto.set_offset_minor(advice.sums.offset_minor);
  proto.set_other_minor(advice.other_minor);
  proto.set_carried_minor(advice.carried_minor);
  for (const auto& [payer, sums] : advice.payers) {
    v1::PayerAdvice* each = proto.add_payers();
    each->set_payer(payer);
    each->set_paid_minor(sums.paid_minor);
    each->set_withheld_minor(sums.withheld_minor);
    each->set_offset_minor(sums.offset_minor);
  }
  proto.set_children(static_cast<int32_t>(advice.children));
  return proto;
}

}  // namespace tuoqiao::settlement
