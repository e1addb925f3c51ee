#include "services/cli/ledger_verbs.h"

#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/cli/intake.h"
#include "services/cli/verbs.h"
#include "services/common/errors.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "tuoqiao/ledger/v1/ledger.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

namespace v1 = ledger::v1;

absl::Status MoneyUnexplained(int64_t minor) {
  return Failure(absl::StatusCode::kDataLoss, "MONEY_UNEXPLAINED")
      .Whose(type::v1::Failure::OURS)
      .Say(absl::StrCat(YuanOf(minor), " is explained by nothing."),
           absl::StrCat("有 ", YuanOf(minor), " 无法解释。"))
      .Next("Follow the runbook of unexplained money from the entries above.",
            "请从上列分录入手,按未解释资金手册处理。");
}

void Print(const v1::UnexplainedMoney& money) {
  std::cout << absl::StrFormat(
      "%-32s %-18s %14s  %s\n",
      money.account().empty() ? "(any account)" : LastPart(money.account()),
      v1::UnexplainedMoney::Reason_Name(money.reason()), YuanOf(money.amount_minor()),
      money.item().empty() ? money.month() : money.item());
  for (const v1::UnexplainedCause& each : money.causes()) {
    std::cout << absl::StrFormat(
        "    %s %s %s of %s, %s: %s\n", each.effective_date(), YuanOf(each.amount_minor()),
        each.kind().empty() ? "entry that is gone" : each.kind(),
        each.source().empty() ? "nobody known" : each.source(), each.entry(), each.cause());
  }
}

absl::Status Unexplained(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  v1::ListUnexplainedRequest request;
  request.set_parent(park);
  request.set_account(arguments.Get("account"));
  ASSIGN_OR_RETURN(const v1::ListUnexplainedResponse found,
                   client->Call(&v1::Ledger::Stub::ListUnexplained, request, Finance(park)));
  if (arguments.Has("json")) {
    PrintJson(found);
  } else {
    for (const v1::UnexplainedMoney& each : found.unexplained()) Print(each);
    std::cout << "unexplained " << YuanOf(found.unexplained_minor()) << "\n";
  }
  if (found.unexplained_minor() == 0) return absl::OkStatus();
  return MoneyUnexplained(found.unexplained_minor());
}

void Print(const v1::OpenItem& item) {
  std::cout << absl::StrFormat("%-32s %14s  since %s, due %s%s  %s\n", LastPart(item.account()),
                               YuanOf(item.amount_minor()), item.open_date(), item.due_date(),
                               item.overdue() ? " OVERDUE" : "", item.item());
}

absl::Status OpenItems(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  v1::ListOpenItemsRequest request;
  request.set_parent(park);
  request.set_account(arguments.Get("account"));
  request.set_overdue(arguments.Has("overdue"));
  v1::ListOpenItemsResponse all;
  RETURN_IF_ERROR(
      (client->ForEachPage<v1::Ledger::Stub, v1::ListOpenItemsRequest, v1::ListOpenItemsResponse>(
          &v1::Ledger::Stub::ListOpenItems, request, Finance(park),
          [&](const v1::ListOpenItemsResponse& page) { all.MergeFrom(page); })));
  all.clear_next_page_token();
  if (arguments.Has("json")) {
    PrintJson(all);
    return absl::OkStatus();
  }
  for (const v1::OpenItem& each : all.open_items()) Print(each);
  std::cout << "open " << YuanOf(all.open_minor()) << ", overdue " << YuanOf(all.overdue_minor())
            << "\n";
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> LedgerCommands() {
  const Flag account = {"account", "NAME", "", "only this account, e.g. suspense-bank"};
  return {
      {"ledger items", "", "shows what explains clearing and suspense accounts, the oldest first",
       "Remittances, bank lines and payouts on their way, each with the day by which it is to be\n"
       "  closed.",
       With({account, {"overdue", "", "", "only those behind that day"}}), OpenItems},
      {"ledger unexplained", "", "shows the money that nothing explains, down to its entries",
       "Per account the items and postings that do not pair, and what caused them. Ends with exit\n"
       "  code 3 where there is any.",
       With({account}), Unexplained},
  };
}

}  // namespace tuoqiao::cli
