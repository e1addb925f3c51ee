#include "services/cli/move/out.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/cli/intake.h"
#include "services/cli/verbs.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/ledger/v1/ledger.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

using LedgerStub = ledger::v1::Ledger::Stub;

constexpr char kFirstDay[] = "1970-01-01", kLastDay[] = "9999-12-31";
constexpr int kMonthsBack = 36;

}  // namespace

absl::StatusOr<MoveDays> AskMoveDays(Client& client, const std::string& park) {
  MoveDays days;
  directory::v1::GetParkRequest get;
  get.set_name(park);
  ASSIGN_OR_RETURN(const auto found,
                   client.Call(&directory::v1::Directory::Stub::GetPark, get, Finance(park)));
  days.as_of_date = found.current_date();
  ASSIGN_OR_RETURN(const absl::CivilDay today, ParseDay(days.as_of_date));
  // A month that is billed in advance is closed before it is over.
  for (int back = kMonthsBack; back >= -1; --back) {
    billing::v1::GetMonthRequest month;
    const std::string text = FormatMonth(absl::CivilMonth(today) - back);
    month.set_name(MonthName(park, text));
    const auto asked = client.Call(&billing::v1::Billing::Stub::GetMonth, month, Finance(park));
    if (ReasonOf(asked.status()) == "MONTH_NOT_FOUND") continue;
    RETURN_IF_ERROR(asked.status());
    if (asked->state() == billing::v1::Month::CLOSED) days.closed_months.push_back(text);
  }
  return days;
}

absl::StatusOr<BooksOut> BooksOut::Open(Client& client, const std::string& park) {
  ledger::v1::ListBalancesRequest request;
  request.set_parent(park);
  request.set_page_size(1);
  ASSIGN_OR_RETURN(const auto page, client.Call(&LedgerStub::ListBalances, request, Finance(park)));
  return BooksOut(client, park, absl::StrCat(page.known_position()));
}

absl::StatusOr<int64_t> BooksOut::Balance(const std::string& account) {
  ledger::v1::ListBalancesRequest request;
  request.set_parent(park_);
  request.set_prefix(account);
  request.set_known_by(known_by_);
  ASSIGN_OR_RETURN(const auto page,
                   client_.Call(&LedgerStub::ListBalances, request, Finance(park_)));
  for (const ledger::v1::Balance& each : page.balances()) {
    if (LastPart(each.name()) == account) return each.balance_minor();
  }
  return 0;
}

void BooksOut::TakePart(const std::string& account, int64_t amount_minor,
                        const std::string& explained_by, MoveOut* out) {
  if (amount_minor == 0) return;
  out->rows["balances.csv"].push_back({account, "", "", YuanOf(amount_minor), explained_by});
  (amount_minor > 0 ? out->manifest.control.debit_minor : out->manifest.control.credit_minor) +=
      std::abs(amount_minor);
}

absl::Status BooksOut::TakeItems(const std::string& account, MoveOut* out) {
  ledger::v1::ListOpenItemsRequest request;
  request.set_parent(park_);
  request.set_account(account);
  return client_
      .ForEachPage<LedgerStub, ledger::v1::ListOpenItemsRequest, ledger::v1::ListOpenItemsResponse>(
          &LedgerStub::ListOpenItems, request, Finance(park_),
          [&](const ledger::v1::ListOpenItemsResponse& page) {
            for (const ledger::v1::OpenItem& each : page.open_items()) {
              TakePart(account, each.amount_minor(), "ACCOUNT_LINES", out);
              std::vector<std::string>& row = out->rows["balances.csv"].back();
              row[1] = each.item();
              row[2] = each.open_date();
            }
          });
}

absl::Status BooksOut::TakeLines(const std::string& account, MoveOut* out) {
  ledger::v1::GetAccountStatementRequest request;
  request.set_name(absl::StrCat(park_, "/accounts/", account));
  request.set_from_date(kFirstDay);
  request.set_until_date(kLastDay);
  request.set_known_by(known_by_);
  return client_.ForEachPage<LedgerStub, ledger::v1::GetAccountStatementRequest,
                             ledger::v1::AccountStatement>(
      &LedgerStub::GetAccountStatement, request, Finance(park_),
      [&](const ledger::v1::AccountStatement& page) {
        for (const ledger::v1::StatementLine& each : page.lines()) {
          out->rows["account_lines.csv"].push_back(
              {account, LastPart(each.entry()), each.kind(), each.effective_date(),
               YuanOf(each.amount_minor()), YuanOf(each.balance_minor())});
        }
      });
}

absl::Status BooksOut::TakeAccount(const std::string& account, MoveOut* out) {
  ASSIGN_OR_RETURN(const int64_t balance_minor, Balance(account));
  if (absl::StartsWith(account, "clearing-")) {
    RETURN_IF_ERROR(TakeItems(account, out));
  } else {
    TakePart(account, balance_minor, "ACCOUNT_LINES", out);
  }
  return TakeLines(account, out);
}

void BooksOut::Close(const std::string& party, MoveOut* out) {
  ControlTotals& control = out->manifest.control;
  const int64_t rest_minor = control.credit_minor - control.debit_minor;
  if (rest_minor != 0) {
    out->rows["balances.csv"].push_back(
        {absl::StrCat("moved-", party), "", "", YuanOf(rest_minor), "REST"});
    (rest_minor > 0 ? control.debit_minor : control.credit_minor) += std::abs(rest_minor);
  }
  control.balances = static_cast<int64_t>(out->rows["balances.csv"].size());
}

}  // namespace tuoqiao::cli
