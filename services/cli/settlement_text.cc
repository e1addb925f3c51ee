#include "services/cli/settlement_text.h"

#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "adapters/common/money_text.h"
#include "services/cli/verbs.h"
#include "services/common/resource_name.h"

namespace tuoqiao::cli {
namespace {

namespace v1 = settlement::v1;

// What follows the park in a resource name.
std::string Within(const std::string& name) {
  const size_t park = name.find('/');
  const size_t rest = park == std::string::npos ? park : name.find('/', park + 1);
  return rest == std::string::npos ? name : name.substr(rest + 1);
}

}  // namespace

absl::StatusOr<v1::BankLineMatch> ParseMatch(const std::string& park, const std::string& word) {
  const size_t sign = word.rfind('=');
  const std::optional<int64_t> fen =
      sign == std::string::npos ? std::nullopt : adapters::FenFromYuan(word.substr(sign + 1));
  if (!fen.has_value() || sign == 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'", word, "' is not WHAT=YUAN, e.g. receivables/2026-10-invoice-park=300.00"));
  }
  const std::string what = word.substr(0, sign);
  v1::BankLineMatch match;
  match.set_amount_minor(*fen);
  if (absl::StrContains(what, '/')) {
    match.set_subject(absl::StartsWith(what, "parks/") ? what : absl::StrCat(park, "/", what));
  } else {
    match.set_account(what);
  }
  return match;
}

std::string TextOf(const v1::BankLine& line) {
  std::string text = absl::StrFormat("%-24s %s %s %14s %-10s %s\n", LastPart(line.name()),
                                     line.value_date(), line.inward() ? "in " : "out",
                                     YuanOf(line.amount_minor()), line.state(), line.reference());
  for (const v1::BankLineMatch& each : line.matches()) {
    absl::StrAppendFormat(&text, "    %14s %-14s %s\n", YuanOf(each.amount_minor()), each.rule(),
                          each.subject().empty() ? each.account() : Within(each.subject()));
    if (each.surplus_minor() != 0) {
      absl::StrAppendFormat(&text, "        %s of it is the payer's\n",
                            YuanOf(each.surplus_minor()));
    }
    if (each.drift_minor() != 0) {
      absl::StrAppendFormat(&text, "        %s is borne as a small difference\n",
                            YuanOf(each.drift_minor()));
    }
  }
  return text;
}

std::string TextOf(const v1::ReceivableLine& line) {
  const std::string whom = !line.case_number().empty()  ? line.case_number()
                           : !line.employee().empty()   ? LastPart(line.employee())
                           : !line.receivable().empty() ? Within(line.receivable())
                                                        : Within(line.statement());
  return absl::StrFormat("  %-18s %s %14s %3d days  %s\n", line.kind(), line.month(),
                         YuanOf(line.amount_minor()), line.attended_days(), whom);
}

std::string TextOf(const v1::PayoutLine& line) {
  return absl::StrFormat(
      "  %-9s %-10s %s %14s  %s%s\n", line.kind(), line.payer(),
      line.billed_month().empty() ? line.month() : line.billed_month(), YuanOf(line.amount_minor()),
      line.case_number(),
      line.carried_month().empty() ? "" : absl::StrCat(" carried from ", line.carried_month()));
}

std::string TextOf(const v1::PaymentAdvice& advice) {
  const v1::Payout& payout = advice.payout();
  std::string text = absl::StrFormat(
      "%s %s, %s, %d children, to the account that ends with %s\n", Within(payout.name()),
      YuanOf(payout.amount_minor()), v1::Payout::State_Name(payout.state()), advice.children(),
      advice.account_tail().empty() ? "(changed since)" : advice.account_tail());
  if (!payout.promised_date().empty()) {
    absl::StrAppendFormat(&text, "  promised by %s%s\n", payout.promised_date(),
                          payout.paid_date().empty() ? "" : ", paid on " + payout.paid_date());
  }
  absl::StrAppendFormat(&text, "  %-10s %14s %14s %14s\n", "", "paid", "withheld", "offset");
  for (const v1::PayerAdvice& each : advice.payers()) {
    absl::StrAppendFormat(&text, "  %-10s %14s %14s %14s\n", each.payer(),
                          YuanOf(each.paid_minor()), YuanOf(each.withheld_minor()),
                          YuanOf(each.offset_minor()));
  }
  absl::StrAppendFormat(&text, "  %-10s %14s %14s %14s\n", "all", YuanOf(advice.paid_minor()),
                        YuanOf(advice.withheld_minor()), YuanOf(advice.offset_minor()));
  if (advice.other_minor() != 0) {
    absl::StrAppendFormat(&text, "  other %s\n", YuanOf(advice.other_minor()));
  }
  if (advice.carried_minor() != 0) {
    absl::StrAppendFormat(&text, "  of it carried from earlier months %s\n",
                          YuanOf(advice.carried_minor()));
  }
  return text;
}

std::string TextOf(const v1::SettlementPromise& promise) {
  std::string text = absl::StrFormat(
      "%d payouts, %d paid, %d later than the %d days promised\n"
      "days from the close to the payment: half within %d, 95 of 100 within %d, at most %d\n"
      "fund %s, out with centres %s, left %s, most that was out %s\n",
      promise.payouts(), promise.payouts_paid(), promise.payouts_late(), promise.days_promised(),
      promise.days_to_pay_p50(), promise.days_to_pay_p95(), promise.days_to_pay_max(),
      YuanOf(promise.fund_minor()), YuanOf(promise.fund_used_minor()),
      YuanOf(promise.fund_left_minor()), YuanOf(promise.fund_used_max_minor()));
  for (const v1::Payout& each : promise.open()) {
    absl::StrAppendFormat(&text, "  %-32s %14s %-9s promised by %s\n", Within(each.name()),
                          YuanOf(each.amount_minor()), v1::Payout::State_Name(each.state()),
                          each.promised_date().empty() ? "nobody" : each.promised_date());
  }
  return text;
}

}  // namespace tuoqiao::cli
