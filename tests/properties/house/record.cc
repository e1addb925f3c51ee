#include "tests/properties/house/record.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"

namespace tuoqiao::house {
namespace {

using billing::v1::Share;
using billing::v1::Statement;
using payroll::v1::Instruction;

bool Collected(const Share& share) {
  return share.form() != "DIRECT" && share.form() != "ALLOWANCE";
}

// The ledger's account of a payer who is asked by us.
std::string ReceivableOf(const Statement& statement, const Share& share) {
  if (share.payer() == "AUTHORITY") return "receivable-authority";
  if (share.payer() == "PARK") return "receivable-park";
  if (share.payer() == "UNION") return "receivable-union";
  if (share.payer() == "FIRM") return "receivable-firm-" + LastPart(share.firm());
  return "receivable-family-" + LastPart(statement.family());
}

// Of the family of an employee: `fam-03-2` is of `fam-03`.
std::string ReceivableOfStaff(const std::string& number) {
  return absl::StrCat("receivable-family-", number.substr(0, number.rfind('-')));
}

absl::Status CheckStatement(const Statement& statement) {
  int64_t lines_minor = 0, shares_minor = 0;
  for (const auto& each : statement.lines()) lines_minor += each.amount_minor();
  for (const auto& each : statement.shares()) {
    shares_minor += each.amount_minor();
    const int64_t stands_minor = each.former_minor() + each.amount_minor();
    if (each.payer() != "FAMILY" && stands_minor < 0) {
      return absl::InternalError(
          absl::StrCat(statement.name(), ": ", each.payer(), " stands at ", stands_minor));
    }
  }
  if (lines_minor == statement.total_minor() && shares_minor == statement.total_minor()) {
    return absl::OkStatus();
  }
  return absl::InternalError(absl::StrCat(statement.name(), ": lines ", lines_minor, ", shares ",
                                          shares_minor, ", total ", statement.total_minor()));
}

}  // namespace

Sums WithoutZeros(Sums sums) {
  for (auto each = sums.begin(); each != sums.end();) {
    each = each->second == 0 ? sums.erase(each) : std::next(each);
  }
  return sums;
}

absl::Status Same(const std::string& what, const Sums& ours, const Sums& theirs) {
  std::set<std::string> keys;
  for (const Sums* each : {&ours, &theirs}) {
    for (const auto& [key, amount] : *each) keys.insert(key);
  }
  const auto at = [](const Sums& sums, const std::string& key) {
    const auto found = sums.find(key);
    return found == sums.end() ? 0 : found->second;
  };
  for (const std::string& key : keys) {
    if (at(ours, key) == at(theirs, key)) continue;
    return absl::InternalError(
        absl::StrCat(what, ": ", key, " is ", at(theirs, key), " instead of ", at(ours, key)));
  }
  return absl::OkStatus();
}

std::string PartAfter(const std::string& name, const std::string& collection) {
  const std::string before = "/" + collection + "/";
  const size_t found = name.find(before);
  if (found == std::string::npos) return "";
  const size_t from = found + before.size();
  return name.substr(from, name.find('/', from) - from);
}

absl::Status Record::ReadMonth(absl::CivilMonth month) {
  billing::v1::ListStatementsRequest request;
  request.set_parent(absl::StrCat(world_.ParkName(), "/months/", FormatMonth(month)));
  request.set_page_size(1000);
  std::vector<Statement>& statements = closed_[month];
  statements.clear();
  RETURN_IF_ERROR(EachPage(house_, &Billing::ListStatements, request,
                           {"PARK_FINANCE", world_.ParkName(), "li"},
                           [&](const billing::v1::ListStatementsResponse& page) {
                             for (const auto& each : page.statements()) statements.push_back(each);
                           }));
  for (const Statement& each : statements) RETURN_IF_ERROR(CheckStatement(each));
  return absl::OkStatus();
}

absl::Status Record::CheckFirmShares(absl::CivilMonth month) const {
  std::map<std::string, Sums> by_firm;
  for (const Statement& statement : closed_.at(month)) {
    for (const Share& share : statement.shares()) {
      if (share.payer() == "FIRM") by_firm[share.firm()][share.employee()] += share.amount_minor();
    }
  }
  for (const auto& [firm, ours] : by_firm) {
    billing::v1::ListFirmSharesRequest request;
    request.set_parent(firm);
    request.set_month(FormatMonth(month));
    request.set_page_size(1000);
    Sums theirs;
    RETURN_IF_ERROR(EachPage(house_, &Billing::ListFirmShares, request,
                             {"FIRM_PAYROLL", firm, "zhao"},
                             [&](const billing::v1::ListFirmSharesResponse& page) {
                               for (const auto& each : page.shares()) {
                                 theirs[each.employee()] += each.amount_minor();
                               }
                             }));
    RETURN_IF_ERROR(Same(absl::StrCat("what ", firm, " reads"), ours, theirs));
  }
  return absl::OkStatus();
}

absl::Status Record::CheckFamilyStatements(const std::string& family) const {
  const std::string name = absl::StrCat(world_.ParkName(), "/families/", family);
  Sums ours, theirs;
  for (const auto& [month, statements] : closed_) {
    for (const Statement& each : statements) {
      if (each.family() == name) ours[each.name()] = each.total_minor();
    }
  }
  billing::v1::ListFamilyStatementsRequest request;
  request.set_parent(name);
  request.set_page_size(1000);
  absl::Status odd;
  RETURN_IF_ERROR(EachPage(house_, &Billing::ListFamilyStatements, request,
                           {"PARENT", name, family},
                           [&](const billing::v1::ListFamilyStatementsResponse& page) {
                             for (const auto& each : page.statements()) {
                               theirs[each.name()] = each.total_minor();
                               odd.Update(CheckStatement(each));
                             }
                           }));
  RETURN_IF_ERROR(odd);
  return Same(absl::StrCat("what ", family, " reads"), ours, theirs);
}

// Days attended as they were billed of each place and month are the days on which the child was
// there. Of a child of which nothing is recorded at a place stands what stood.
absl::Status Record::CheckPoolUse() const {
  Sums billed, used;
  for (const auto& [month, statements] : closed_) {
    for (const Statement& each : statements) {
      const auto found = world_.places.find(LastPart(each.enrolment()));
      if (found == world_.places.end() || found->second.case_number != each.case_number() ||
          world_.CentreName(found->second.centre) != each.centre()) {
        return absl::InternalError(absl::StrCat(each.name(), " is of no place of the child"));
      }
      const Place& place = found->second;
      const absl::CivilMonth of = *ParseMonth(each.billed_month());
      const absl::CivilMonth attended = place.centre == kInAdvance ? of - 1 : of;
      if (world_.IsUnrecorded(place.case_number, of)) continue;
      const std::string key = absl::StrCat(place.id, " ", each.billed_month());
      billed[key] += each.attended_days();
      used[key] = static_cast<int64_t>(world_.PresentDays(place, attended).size());
    }
  }
  return Same("days attended", used, billed);
}

absl::StatusOr<Sums> Record::Balances(const std::string& prefix, absl::CivilMonth month) const {
  ledger::v1::ListBalancesRequest request;
  request.set_parent(world_.ParkName());
  request.set_prefix(prefix);
  if (month != absl::CivilMonth()) request.set_month(FormatMonth(month));
  Sums sums;
  RETURN_IF_ERROR(EachPage(house_, &Ledger::ListBalances, request,
                           {"PARK_FINANCE", world_.ParkName(), "li"},
                           [&](const ledger::v1::ListBalancesResponse& page) {
                             for (const auto& each : page.balances()) {
                               sums[LastPart(each.name())] = each.balance_minor();
                             }
                           }));
  return WithoutZeros(std::move(sums));
}

absl::StatusOr<Sums> Record::AllBalances(const std::string& prefix) const {
  return Balances(prefix, absl::CivilMonth());
}

void Record::ForgetRuns() {
  for (auto& [name, run] : runs_) run.reset();
}

// Of each instruction: what went out and what is carried is what was asked; what was seen beyond it
// is nobody's arrears.
absl::Status Record::CheckInstructions(const Run& run) const {
  const bool reconciled = run.run.state() == payroll::v1::PayRun::RECONCILED;
  Sums ours, theirs = {{"deduct", run.run.deduct_minor()}};
  if (reconciled) {
    theirs["seen"] = run.run.seen_minor();
    theirs["arrears"] = run.run.arrears_minor();
    theirs["unapplied"] = run.run.unapplied_minor();
  }
  for (const Instruction& each : run.instructions) {
    if (each.kind() != "DEDUCT") continue;
    if (each.carried_minor() < 0 || each.amount_minor() < 0 || each.seen_minor() < 0) {
      return absl::InternalError(absl::StrCat(each.name(), " has an amount below zero"));
    }
    if (each.seen_minor() > each.amount_minor() && each.state() != Instruction::OVER) {
      return absl::InternalError(absl::StrCat(each.name(), " saw more than was asked for"));
    }
    ours["deduct"] += each.amount_minor();
    if (!reconciled) continue;
    ours["seen"] += each.seen_minor();
    ours["arrears"] +=
        each.carried_minor() + std::max<int64_t>(0, each.amount_minor() - each.seen_minor());
    ours["unapplied"] += std::max<int64_t>(0, each.seen_minor() - each.amount_minor());
  }
  return Same(run.run.name(), ours, theirs);
}

absl::Status Record::ReadRuns() {
  for (auto& [name, known] : runs_) {
    if (known.has_value()) continue;
    const Person payroller = {"FIRM_PAYROLL", world_.FirmName(PartAfter(name, "firms")), "zhao"};
    Run read;
    payroll::v1::GetPayRunRequest get;
    get.set_name(name);
    ASSIGN_OR_RETURN(read.run, house_.Call(&Payroll::GetPayRun, get, payroller));
    payroll::v1::ListInstructionsRequest list;
    list.set_parent(name);
    list.set_page_size(1000);
    RETURN_IF_ERROR(EachPage(house_, &Payroll::ListInstructions, list, payroller,
                             [&](const payroll::v1::ListInstructionsResponse& page) {
                               for (const auto& each : page.instructions()) {
                                 read.instructions.push_back(each);
                               }
                             }));
    RETURN_IF_ERROR(CheckInstructions(read));
    known = std::move(read);
  }
  return absl::OkStatus();
}

absl::Status Record::CheckBooks() {
  RETURN_IF_ERROR(ReadRuns());
  // From the statements.
  Sums receivables, centres;
  for (const auto& [month, statements] : closed_) {
    Sums of_month;
    for (const Statement& statement : statements) {
      for (const Share& share : statement.shares()) {
        centres[LastPart(statement.centre())] += share.amount_minor();
        if (!Collected(share)) continue;
        receivables[ReceivableOf(statement, share)] += share.amount_minor();
        if (share.payer() != "FAMILY") {
          of_month[ReceivableOf(statement, share)] += share.amount_minor();
        }
      }
    }
    // What each payer is asked for of the month.
    ASSIGN_OR_RETURN(Sums booked, Balances("receivable-", month));
    for (auto each = booked.begin(); each != booked.end();) {
      each = absl::StartsWith(each->first, "receivable-family-") ? booked.erase(each)
                                                                 : std::next(each);
    }
    RETURN_IF_ERROR(Same("the books of " + FormatMonth(month), of_month, booked));
  }
  // Less what payroll refused, and what it saw; what it paid back is asked for again.
  for (const auto& [name, run] : runs_) {
    for (const Instruction& each : run->instructions) {
      const bool reverse = each.kind() == "REVERSE";
      if (each.kind() != "DEDUCT" && !reverse) continue;
      const std::string family = ReceivableOfStaff(each.employee_no());
      if (each.state() == Instruction::DIRECT) {
        receivables[family] -= each.share_minor();
      } else if (run->run.state() == payroll::v1::PayRun::RECONCILED) {
        const int64_t seen_minor = std::min(each.seen_minor(), each.amount_minor());
        receivables[family] += reverse ? seen_minor : -seen_minor;
      }
    }
  }
  for (const payroll::v1::Arrears& each : ended_) {
    receivables[ReceivableOfStaff(each.employee_no())] -= each.amount_minor();
  }
  // Less what the bank has shown of what was asked for.
  settlement::v1::ListReceivablesRequest asked;
  asked.set_parent(world_.ParkName());
  asked.set_page_size(1000);
  RETURN_IF_ERROR(EachPage(
      house_, &Settlement::ListReceivables, asked, {"PARK_FINANCE", world_.ParkName(), "li"},
      [&](const settlement::v1::ListReceivablesResponse& page) {
        for (const auto& each : page.receivables()) {
          if (!absl::StartsWith(each.account(), "receivable-")) continue;
          // What was set off never left the account.
          receivables[each.account()] += each.kind() == "CREDIT"
                                             ? each.paid_minor() - each.set_off_minor()
                                             : -each.paid_minor();
        }
      }));
  ASSIGN_OR_RETURN(const Sums standing, AllBalances("receivable-"));
  RETURN_IF_ERROR(Same("what payers owe", receivables, standing));
  // What stands to the centres, here or from families, is what was billed less what was paid out.
  settlement::v1::ListPayoutsRequest paid;
  paid.set_parent(world_.ParkName());
  paid.set_page_size(1000);
  RETURN_IF_ERROR(EachPage(house_, &Settlement::ListPayouts, paid,
                           {"PARK_FINANCE", world_.ParkName(), "li"},
                           [&](const settlement::v1::ListPayoutsResponse& page) {
                             for (const auto& each : page.payouts()) {
                               if (each.state() == settlement::v1::Payout::RELEASED ||
                                   each.state() == settlement::v1::Payout::SENT ||
                                   each.state() == settlement::v1::Payout::CONFIRMED) {
                                 centres[LastPart(each.centre())] -= each.amount_minor();
                               }
                             }
                           }));
  Sums due;
  for (const char* prefix : {"payable-", "direct-due-"}) {
    ASSIGN_OR_RETURN(const Sums balances, AllBalances(prefix));
    for (const auto& [account, minor] : balances) {
      due[account.substr(std::string(prefix).size())] -= minor;
    }
  }
  RETURN_IF_ERROR(Same("what centres are owed", centres, due));
  return CheckBudgets();
}

absl::Status Record::CheckBudgets() const {
  Sums drawn, kept;
  for (const auto& [month, statements] : closed_) {
    for (const Statement& statement : statements) {
      for (const billing::v1::Draw& draw : statement.draws()) {
        if (!draw.owner().empty()) continue;
        drawn[absl::StrCat(draw.account(), " ", statement.billed_month().substr(0, 4))] +=
            draw.amount_minor();
      }
    }
  }
  ledger::v1::ListBudgetsRequest request;
  request.set_parent(world_.ParkName());
  ASSIGN_OR_RETURN(
      const ledger::v1::ListBudgetsResponse budgets,
      house_.Call(&Ledger::ListBudgets, request, {"PARK_FINANCE", world_.ParkName(), "li"}));
  for (const ledger::v1::PayerBudget& each : budgets.budgets()) {
    kept[absl::StrCat(each.payer(), " ", each.year())] = each.drawn_minor();
    if (each.reserved_minor() != 0) return absl::InternalError("something is still reserved");
    if (each.left_minor() < 0) return absl::InternalError("a budget is overdrawn");
  }
  return Same("what is drawn of budgets", WithoutZeros(std::move(drawn)),
              WithoutZeros(std::move(kept)));
}

Sums Record::Stands() const {
  Sums sums;
  for (const auto& [month, statements] : closed_) {
    for (const Statement& statement : statements) {
      for (const Share& share : statement.shares()) {
        sums[absl::StrCat(statement.billed_month(), " ", statement.case_number(), " ",
                          share.payer(), " ", LastPart(share.firm()))] += share.amount_minor();
      }
    }
  }
  return WithoutZeros(std::move(sums));
}

}  // namespace tuoqiao::house
