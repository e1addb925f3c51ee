#include "services/cli/months.h"

#include <iostream>
#include <map>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/cli/intake.h"
#include "services/cli/verbs.h"
#include "services/common/errors.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

namespace v1 = billing::v1;
using Stub = v1::Billing::Stub;

constexpr int32_t kPageSize = 1000;

// Whose month it is, and who looks at it.
struct Look {
  std::unique_ptr<Client> client;
  std::string park, month, name;
};
absl::StatusOr<Look> LookBy(const Arguments& arguments) {
  Look look;
  ASSIGN_OR_RETURN(look.month, OneWord(arguments, "month (YYYY-MM)"));
  ASSIGN_OR_RETURN(look.park, ParkBy(arguments));
  look.name = MonthName(look.park, look.month);
  ASSIGN_OR_RETURN(look.client, ConnectBy(arguments));
  return look;
}

// Seen, and somebody has to take a way out.
absl::Status HardItemsOpen() {
  return Failure(absl::StatusCode::kDataLoss, "HARD_ITEMS_OPEN")
      .Say("Hard items are open: the month can be neither signed nor closed.",
           "存在未完成的必办事项,该月不能批准或结账。")
      .Next("Take the way out that stands with each.", "请按所列办法逐项处理。");
}

std::string ChangeText(int64_t before_minor, int64_t after_minor) {
  const int64_t difference_minor = after_minor - before_minor;
  return absl::StrFormat("%12s %12s %12s", YuanOf(before_minor), YuanOf(after_minor),
                         absl::StrCat(difference_minor > 0 ? "+" : "", YuanOf(difference_minor)));
}

// ---- The checklist.

void PrintDifference(const v1::MonthDifference& difference) {
  std::cout << absl::StrFormat("  beside %s: %d children in, %d out\n", difference.former_month(),
                               difference.children_in(), difference.children_out());
  for (const auto& [what, names] : {std::make_pair("in", &difference.in_case_numbers()),
                                    std::make_pair("out", &difference.out_case_numbers())}) {
    if (!names->empty()) std::cout << "    " << what << ": " << absl::StrJoin(*names, " ") << "\n";
  }
  for (const auto& each : difference.payer_changes()) {
    std::cout << absl::StrFormat("    %-10s %s\n", each.payer(),
                                 ChangeText(each.before_minor(), each.after_minor()));
  }
  for (const auto& each : difference.largest()) {
    std::cout << absl::StrFormat("    %-10s %s\n", each.case_number(),
                                 ChangeText(each.before_minor(), each.after_minor()));
  }
}

std::string RolesText(const v1::Blocker& blocker) {
  std::vector<std::string> roles;
  for (const int role : blocker.taken_by()) {
    roles.push_back(type::v1::Role_Name(static_cast<type::v1::Role>(role)));
  }
  return absl::StrJoin(roles, ", ");
}

void PrintItem(const v1::ChecklistItem& item) {
  std::cout << absl::StrFormat("  %-5s %-4s %-16s", item.open() ? "open" : "done",
                               v1::ChecklistItem::Weight_Name(item.weight()), item.code());
  if (item.open()) std::cout << " " << item.count();
  if (item.acknowledged_by_size() > 0) {
    std::cout << "  named by " << absl::StrJoin(item.acknowledged_by(), ", ");
  }
  std::cout << "\n";
  for (const v1::Blocker& each : item.blockers()) {
    std::cout << absl::StrFormat("        %s %d: %s%s\n", each.reason(), each.count(),
                                 absl::StrJoin(each.names(), " "),
                                 each.count() > each.names_size() ? " …" : "")
              << absl::StrFormat("          %s: %s\n          %s\n", RolesText(each),
                                 each.next_step(), each.next_step_zh());
  }
}

absl::Status MonthChecklist(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const Look look, LookBy(arguments));
  v1::GetMonthChecklistRequest request;
  request.set_name(look.name);
  ASSIGN_OR_RETURN(const v1::MonthChecklist checklist,
                   look.client->Call(&Stub::GetMonthChecklist, request, Finance(look.park)));
  bool blocked = false;
  for (const auto& item : checklist.items()) {
    blocked = blocked || (item.open() && item.weight() == v1::ChecklistItem::HARD);
  }
  if (arguments.Has("json")) {
    PrintJson(checklist);
  } else {
    std::cout << absl::StrFormat("%s %s\n", look.month, v1::Month::State_Name(checklist.state()));
    if (checklist.has_difference()) PrintDifference(checklist.difference());
    for (const auto& item : checklist.items()) PrintItem(item);
    if (!checklist.digest().empty()) std::cout << "  digest " << checklist.digest() << "\n";
  }
  return blocked ? HardItemsOpen() : absl::OkStatus();
}

// ---- Corrections.

void PrintRow(const std::string& what, int64_t former_minor, int64_t difference_minor,
              const std::string& cause) {
  std::cout << absl::StrFormat("      %-12s %s  %s\n", what,
                               ChangeText(former_minor, former_minor + difference_minor), cause);
}

void PrintCorrection(const v1::Statement& statement) {
  std::cout << absl::StrFormat("    %s %s %s", v1::Statement::Kind_Name(statement.kind()),
                               statement.billed_month(), statement.case_number());
  if (!statement.corrects().empty()) {
    std::cout << absl::StrFormat(", correction %d of %s", statement.correction_number(),
                                 statement.corrects());
  }
  std::cout << "\n";
  for (const auto& line : statement.lines()) {
    PrintRow(line.kind(), line.former_minor(), line.amount_minor(), line.cause());
  }
  for (const auto& share : statement.shares()) {
    const std::string firm =
        share.firm().empty() ? "" : share.firm().substr(share.firm().rfind('/'));
    PrintRow(absl::StrCat(share.payer(), firm), share.former_minor(), share.amount_minor(),
             share.cause());
  }
}

absl::Status MonthCorrections(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const Look look, LookBy(arguments));
  v1::ListStatementsRequest request;
  request.set_parent(look.name);
  request.set_corrections_only(true);
  request.set_page_size(kPageSize);
  if (const std::string& family = arguments.Get("family"); !family.empty()) {
    request.set_family(
        absl::StrContains(family, '/') ? family : absl::StrCat(look.park, "/families/", family));
  }
  v1::ListStatementsResponse all;
  do {
    ASSIGN_OR_RETURN(const auto page,
                     look.client->Call(&Stub::ListStatements, request, Finance(look.park)));
    all.mutable_statements()->MergeFrom(page.statements());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  if (arguments.Has("json")) {
    PrintJson(all);
    return absl::OkStatus();
  }
  std::map<std::pair<std::string, std::string>, std::vector<const v1::Statement*>> corrections;
  for (const auto& each : all.statements()) {
    corrections[{each.family(), each.correction()}].push_back(&each);
  }
  std::cout << absl::StrFormat("%s: %d statements about closed months, of %d families\n",
                               look.month, all.statements_size(), corrections.size());
  for (const auto& [key, statements] : corrections) {
    std::cout << "  " << key.first << " " << LastPart(key.second) << "\n";
    for (const v1::Statement* each : statements) PrintCorrection(*each);
  }
  return absl::OkStatus();
}

// ---- What a centre and a payer have of it.

absl::Status MonthCentre(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const Look look, LookBy(arguments));
  ASSIGN_OR_RETURN(const std::string code, arguments.Need("centre"));
  v1::ListCentreStatementsRequest request;
  request.set_parent(absl::StrCat(look.park, "/centres/", absl::AsciiStrToLower(code)));
  request.set_month(look.month);
  request.set_page_size(kPageSize);
  v1::ListCentreStatementsResponse all;
  do {
    ASSIGN_OR_RETURN(const auto page,
                     look.client->Call(&Stub::ListCentreStatements, request, Finance(look.park)));
    all.mutable_statements()->MergeFrom(page.statements());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  if (arguments.Has("json")) {
    PrintJson(all);
    return absl::OkStatus();
  }
  int64_t collected_minor = 0, direct_minor = 0;
  for (const auto& each : all.statements()) {
    std::cout << absl::StrFormat("  %-12s %-10s %s %12s collected, %12s from the family\n",
                                 each.case_number(), v1::Statement::Kind_Name(each.kind()),
                                 each.billed_month(), YuanOf(each.collected_minor()),
                                 YuanOf(each.direct_minor()));
    collected_minor += each.collected_minor();
    direct_minor += each.direct_minor();
  }
  std::cout << absl::StrFormat("%s %s: %d statements, %s collected, %s from families\n", look.month,
                               code, all.statements_size(), YuanOf(collected_minor),
                               YuanOf(direct_minor));
  return absl::OkStatus();
}

absl::Status MonthPayer(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const Look look, LookBy(arguments));
  v1::ListPayerSharesRequest request;
  request.set_parent(look.park);
  request.set_month(look.month);
  ASSIGN_OR_RETURN(*request.mutable_payer(), arguments.Need("payer"));
  request.set_page_size(kPageSize);
  v1::ListPayerSharesResponse all;
  do {
    ASSIGN_OR_RETURN(const auto page,
                     look.client->Call(&Stub::ListPayerShares, request, Finance(look.park)));
    all.mutable_shares()->MergeFrom(page.shares());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  if (arguments.Has("json")) {
    PrintJson(all);
    return absl::OkStatus();
  }
  int64_t sum_minor = 0;
  for (const auto& each : all.shares()) {
    std::cout << absl::StrFormat("  %-12s %-10s %s %12s  %d days  %s\n", each.case_number(),
                                 v1::Statement::Kind_Name(each.kind()), each.billed_month(),
                                 YuanOf(each.amount_minor()), each.attended_days(), each.reason());
    sum_minor += each.amount_minor();
  }
  std::cout << absl::StrFormat("%s %s: %d shares, %s\n", look.month, request.payer(),
                               all.shares_size(), YuanOf(sum_minor));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<std::string>> OpenSoftItems(Client& client, const std::string& month,
                                                       const Who& who) {
  v1::GetMonthChecklistRequest request;
  request.set_name(month);
  ASSIGN_OR_RETURN(const v1::MonthChecklist checklist,
                   client.Call(&Stub::GetMonthChecklist, request, who));
  std::vector<std::string> open;
  for (const auto& item : checklist.items()) {
    if (item.open() && item.weight() == v1::ChecklistItem::SOFT) open.push_back(item.code());
  }
  return open;
}

std::vector<Command> MonthCommands() {
  return {
      {"month checklist", "YYYY-MM", "shows what stands between a month and its close",
       "Differences from the month before first, then each item with how many, whom, the way out "
       "and who can take it.\nExit code 3 where a hard item is open.",
       With({}), MonthChecklist},
      {"month corrections", "YYYY-MM", "shows what a month corrects of closed ones",
       "By family and correction: each line and share with what stood before, what stands now, "
       "the difference and its cause.",
       With({{"family", "ID", "", "only this family's"}}), MonthCorrections},
      {"month centre", "YYYY-MM", "shows what a centre is owed of a closed month", "",
       With({{"centre", "CODE", "", "the centre"}}), MonthCentre},
      {"month payer", "YYYY-MM", "shows what a payer bears of a closed month",
       "The lines of the authority's claim, of the park's pool or of the union's.",
       With({{"payer", "PAYER", "", "AUTHORITY, PARK or UNION"}}), MonthPayer},
  };
}

}  // namespace tuoqiao::cli
