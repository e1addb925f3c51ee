#include "tests/properties/five/figures.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "services/payroll/pay_run_store.h"
#include "services/payroll/share_store.h"
#include "services/settlement/share_line_store.h"
#include "tests/properties/house/record.h"
#include "tests/properties/house/seats.h"

namespace tuoqiao::five {
namespace {

using billing::v1::Share;
using billing::v1::Statement;
using house::Billing;
using house::EachPage;
using house::Person;
using house::Settlement;

constexpr int64_t kAllRows = 1000000;
const char* const kPayers[] = {"AUTHORITY", "PARK", "UNION"};

ChildMonth KeyOf(const Statement& statement) {
  return {statement.case_number(), statement.billed_month()};
}

bool Straight(const Share& share) {
  return share.form() == "DIRECT" || share.form() == "ALLOWANCE";
}

// A statement's shares by leg; a firm's is in two of them where it is told to its payroll and asked
// of the firm.
void AddShares(const Statement& statement, Legs& legs) {
  const ChildMonth key = KeyOf(statement);
  for (const Share& share : statement.shares()) {
    const int64_t minor = share.amount_minor();
    legs[Straight(share) ? "STRAIGHT" : "COLLECTED"][key] += minor;
    if (share.payer() == "FIRM") {
      const std::string firm = LastPart(share.firm());
      if (share.form() != "ALLOWANCE") legs["FIRM " + firm][key] += minor;
      if (share.form() != "COLLECTIVE") legs["WAGE " + firm][key] += minor;
    } else {
      legs[share.payer()][key] += minor;
    }
    if (share.form() == "DEDUCT") legs["DEDUCT"][key] += minor;
  }
}

int64_t At(const Legs& legs, const std::string& leg, const ChildMonth& key) {
  const auto found = legs.find(leg);
  if (found == legs.end()) return 0;
  const auto minor = found->second.find(key);
  return minor == found->second.end() ? 0 : minor->second;
}

// `18 of 31 calendar days of 2345.67`: the 18.
int64_t PartsCharged(const std::string& reason) {
  int64_t parts = 0;
  const std::vector<std::string> words = absl::StrSplit(reason, absl::MaxSplits(' ', 1));
  return absl::SimpleAtoi(words[0], &parts) ? parts : 0;
}

}  // namespace

// ---- What is closed, as finance, centres, payers and families read it.

void Figures::AddRecord(const Statement& statement) {
  statements_[statement.name()] = statement;
  record_["TOTAL"][KeyOf(statement)] += statement.total_minor();
  AddShares(statement, record_);
  for (const Share& share : statement.shares()) {
    if (share.payer() != "FIRM") continue;
    firm_legs_.insert("FIRM " + LastPart(share.firm()));
    wage_legs_.insert("WAGE " + LastPart(share.firm()));
  }
  if (statement.enrolment().empty()) return;
  std::string& care =
      care_[absl::StrCat(LastPart(statement.enrolment()), " ", statement.billed_month(), " ",
                         LastPart(statement.family()))];
  for (const auto& line : statement.lines()) {
    if (line.kind() == "CARE") care = line.reason();
  }
}

absl::Status Figures::ReadCentres(absl::CivilMonth month) {
  for (const char* centre : {"c01", "c02", "c03"}) {
    billing::v1::ListCentreStatementsRequest request;
    request.set_parent(world_.CentreName(centre));
    request.set_month(FormatMonth(month));
    request.set_page_size(1000);
    RETURN_IF_ERROR(EachPage(house_, &Billing::ListCentreStatements, request,
                             {"CENTRE_MANAGER", world_.CentreName(centre), "zheng"},
                             [&](const billing::v1::ListCentreStatementsResponse& page) {
                               for (const auto& each : page.statements()) {
                                 const ChildMonth key = {each.case_number(), each.billed_month()};
                                 for (const auto& line : each.lines()) {
                                   centre_["TOTAL"][key] += line.amount_minor();
                                 }
                                 centre_["COLLECTED"][key] += each.collected_minor();
                                 centre_["STRAIGHT"][key] += each.direct_minor();
                               }
                             }));
  }
  return absl::OkStatus();
}

absl::Status Figures::ReadPayers(absl::CivilMonth month) {
  for (const char* payer : kPayers) {
    billing::v1::ListPayerSharesRequest request;
    request.set_parent(world_.ParkName());
    request.set_month(FormatMonth(month));
    request.set_payer(payer);
    request.set_page_size(1000);
    RETURN_IF_ERROR(EachPage(
        house_, &Billing::ListPayerShares, request, {"PARK_FINANCE", world_.ParkName(), "li"},
        [&](const billing::v1::ListPayerSharesResponse& page) {
          for (const auto& each : page.shares()) {
            payers_[payer][{each.case_number(), each.billed_month()}] += each.amount_minor();
          }
        }));
  }
  return absl::OkStatus();
}

// A family reads its whole statements: its own figure is what they leave when all others have paid.
absl::Status Figures::ReadFamilies() {
  family_.clear();
  for (const auto& [family, each] : world_.families) {
    const std::string name = absl::StrCat(world_.ParkName(), "/families/", family);
    billing::v1::ListFamilyStatementsRequest request;
    request.set_parent(name);
    request.set_page_size(1000);
    RETURN_IF_ERROR(EachPage(house_, &Billing::ListFamilyStatements, request,
                             {"PARENT", name, family},
                             [&](const billing::v1::ListFamilyStatementsResponse& page) {
                               for (const Statement& each : page.statements()) {
                                 int64_t rest_minor = each.total_minor();
                                 for (const Share& share : each.shares()) {
                                   if (share.payer() != "FAMILY")
                                     rest_minor -= share.amount_minor();
                                 }
                                 family_["TOTAL"][KeyOf(each)] += each.total_minor();
                                 family_["FAMILY"][KeyOf(each)] += rest_minor;
                               }
                             }));
  }
  return absl::OkStatus();
}

absl::Status Figures::ReadClose(absl::CivilMonth month, const std::vector<Statement>& statements) {
  months_.push_back(month);
  for (const Statement& each : statements) AddRecord(each);
  RETURN_IF_ERROR(ReadCentres(month));
  RETURN_IF_ERROR(ReadPayers(month));
  return ReadFamilies();
}

// ---- What settlement and payroll have heard of it, and what they have made of that.

absl::Status Figures::ReadLines() {
  settlement_.clear();
  return house_.db("settlement").ReadIn(world_.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const auto lines, settlement::LoadPlacedLines(txn, {"", kAllRows}));
    for (const settlement::PlacedLine& placed : lines) {
      const settlement::ShareLine& line = placed.line;
      if (line.kind == "OTHER" || line.kind == "MADE_DIRECT" || line.kind == "PAY_RUN") continue;
      const ChildMonth key = {line.case_number, FormatMonth(line.billed_month)};
      absl::string_view firm = line.account;
      const std::string leg = absl::ConsumePrefix(&firm, "receivable-firm-")
                                  ? absl::StrCat("FIRM ", firm)
                              : line.payer == "FAMILY" ? "DEDUCT"
                                                       : line.payer;
      settlement_[leg][key] += line.amount_minor;
    }
    return absl::OkStatus();
  });
}

absl::Status Figures::ReadPayroll() {
  payroll_.clear();
  return house_.db("payroll").ReadIn(world_.park, [&](db::Read& txn) -> absl::Status {
    // What is left of each share: what was told, less what went out and what is open.
    std::map<std::pair<std::string, payroll::WageForm>, int64_t> left;
    ASSIGN_OR_RETURN(const auto runs, payroll::LoadPayRunsAfter(txn, {"", "", kAllRows}));
    for (const auto& [id, firm] : world_.firms) {
      for (const absl::CivilMonth month : months_) {
        ASSIGN_OR_RETURN(const auto told, payroll::LoadSharesOfMonth(txn, id, month));
        for (const payroll::WageShare& share : told) {
          const bool deduct = share.form == payroll::WageForm::kDeduct;
          const auto statement = statements_.find(share.statement);
          if (statement == statements_.end()) {
            differences_.push_back("payroll was told of what nobody reads: " + share.statement);
            continue;
          }
          payroll_[deduct ? "DEDUCT" : "WAGE " + id][KeyOf(statement->second)] +=
              share.amount_minor;
          // A benefit on which the firm took advice needs no instruction.
          if (share.form == payroll::WageForm::kInvoiced && firm.tax_advice) continue;
          left[{share.statement, share.form}] += share.amount_minor;
        }
      }
      ASSIGN_OR_RETURN(const auto open, payroll::LoadOpenShares(txn, id, months_.back()));
      for (const payroll::OpenShare& each : open) {
        if (each.share.form == payroll::WageForm::kInvoiced && firm.tax_advice) continue;
        left[{each.share.statement, each.share.form}] -= each.share.amount_minor;
      }
    }
    for (const payroll::PayRun& run : runs) {
      if (run.state == payroll::PayRunState::kPreflighted) continue;
      ASSIGN_OR_RETURN(const auto shares, payroll::LoadSharesByInstruction(txn, run.Key()));
      ASSIGN_OR_RETURN(const auto instructions, payroll::LoadInstructions(txn, run));
      for (const payroll::Instruction& each : instructions) {
        int64_t asked_minor = 0;
        const auto of = shares.find(each.id);
        if (of == shares.end()) continue;
        for (const payroll::WageShare& share : of->second) {
          asked_minor += share.amount_minor;
          if (share.arrears.empty()) left[{share.statement, share.form}] -= share.amount_minor;
        }
        const bool direct = each.state == payroll::InstructionState::kDirect;
        if (each.kind == payroll::InstructionKind::kReverse) asked_minor = -asked_minor;
        const bool whole = direct || each.kind == payroll::InstructionKind::kReverse ||
                           each.share_minor == each.amount_minor + each.carried_minor;
        if (asked_minor != each.share_minor || !whole) {
          differences_.push_back(absl::StrCat(
              "instruction ", each.id, " of ", run.Id(), ", ", InstructionKindName(each.kind),
              ": its shares are ", asked_minor, ", it says ", each.share_minor, ": ",
              each.amount_minor, " go out and ", each.carried_minor, " are carried"));
        }
      }
    }
    for (const auto& [share, minor] : left) {
      if (minor == 0) continue;
      const Statement& statement = statements_.at(share.first);
      differences_.push_back(absl::StrCat(statement.case_number(), " ", statement.billed_month(),
                                          " ", WageFormName(share.second), ": what went out of ",
                                          share.first, " and what is open miss ", minor, " of it; ",
                                          FiveOf(KeyOf(statement))));
    }
    return absl::OkStatus();
  });
}

// ---- Holding them together.

std::string Figures::FiveOf(const ChildMonth& key) const {
  return absl::StrCat("payroll ", At(payroll_, "DEDUCT", key), ", pool ", At(pool_, "DAYS", key),
                      " days, centre ", At(centre_, "TOTAL", key), ", authority ",
                      At(settlement_, "AUTHORITY", key), ", family ", At(family_, "FAMILY", key),
                      " of ", At(family_, "TOTAL", key));
}

void Figures::Hold(const std::string& reader, const Legs& theirs,
                   const std::vector<std::string>& legs) {
  for (const std::string& leg : legs) {
    std::set<ChildMonth> keys;
    for (const Legs* side : {static_cast<const Legs*>(&record_), &theirs}) {
      const auto found = side->find(leg);
      if (found == side->end()) continue;
      for (const auto& [key, minor] : found->second) keys.insert(key);
    }
    for (const ChildMonth& key : keys) {
      const int64_t ours = At(record_, leg, key), said = At(theirs, leg, key);
      if (ours == said) continue;
      differences_.push_back(absl::StrCat(key.first, " ", key.second, " ", leg, ": ", reader, " ",
                                          said, ", the record ", ours, "; ", FiveOf(key)));
    }
  }
}

absl::Status Figures::Verdict() {
  if (differences_.empty()) return absl::OkStatus();
  const std::string text = absl::StrJoin(differences_, "\n  ");
  differences_.clear();
  return absl::InternalError(absl::StrCat("the five disagree\n  ", text));
}

absl::Status Figures::Compare() {
  if (months_.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(ReadLines());
  RETURN_IF_ERROR(ReadPayroll());
  std::vector<std::string> asked = {"AUTHORITY", "PARK", "UNION", "DEDUCT"};
  asked.insert(asked.end(), firm_legs_.begin(), firm_legs_.end());
  std::vector<std::string> by_wage = {"DEDUCT"};
  by_wage.insert(by_wage.end(), wage_legs_.begin(), wage_legs_.end());
  Hold("centre", centre_, {"TOTAL", "COLLECTED", "STRAIGHT"});
  Hold("payers", payers_, {"AUTHORITY", "PARK", "UNION"});
  Hold("family", family_, {"TOTAL", "FAMILY"});
  Hold("settlement", settlement_, asked);
  Hold("payroll", payroll_, by_wage);
  return Verdict();
}

absl::Status Figures::CompareAsked() {
  // By account, statement and employee: a firm is told of no child.
  house::Sums ours, theirs;
  for (const auto& [name, statement] : statements_) {
    for (const Share& share : statement.shares()) {
      if (Straight(share) || share.payer() == "FAMILY") continue;
      const bool firm = share.payer() == "FIRM";
      ours[absl::StrCat(firm ? "firm-" + LastPart(share.firm()) : share.payer(), " ", name, " ",
                        firm ? share.employee() : statement.case_number(), " ",
                        statement.billed_month())] += share.amount_minor();
    }
  }
  const Person finance = {"PARK_FINANCE", world_.ParkName(), "li"};
  settlement::v1::ListReceivablesRequest request;
  request.set_parent(world_.ParkName());
  request.set_page_size(1000);
  std::vector<settlement::v1::Receivable> receivables;
  RETURN_IF_ERROR(EachPage(house_, &Settlement::ListReceivables, request, finance,
                           [&](const settlement::v1::ListReceivablesResponse& page) {
                             receivables.insert(receivables.end(), page.receivables().begin(),
                                                page.receivables().end());
                           }));
  for (const settlement::v1::Receivable& each : receivables) {
    absl::string_view account = each.account();
    if (!absl::ConsumePrefix(&account, "receivable-")) continue;
    const bool firm = absl::StartsWith(account, "firm-");
    const std::string payer = firm ? std::string(account) : each.party();
    const int64_t sign = each.kind() == "CREDIT" ? -1 : 1;
    int64_t lines_minor = 0;
    settlement::v1::ListReceivableLinesRequest list;
    list.set_parent(each.name());
    list.set_page_size(1000);
    RETURN_IF_ERROR(EachPage(
        house_, &Settlement::ListReceivableLines, list, finance,
        [&](const settlement::v1::ListReceivableLinesResponse& page) {
          for (const auto& line : page.lines()) {
            lines_minor += line.amount_minor();
            if (line.kind() == "CARRIED") continue;
            theirs[absl::StrCat(payer, " ", line.statement(), " ",
                                firm ? line.employee() : line.case_number(), " ", line.month())] +=
                sign * line.amount_minor();
          }
        }));
    if (lines_minor != each.amount_minor()) {
      differences_.push_back(absl::StrCat(each.name(), " asks for ", each.amount_minor(),
                                          ", its lines for ", lines_minor));
    }
  }
  // An account that comes to nothing in a month is asked for nothing, line by line.
  std::map<std::string, int64_t> unasked;
  for (auto& [key, minor] : ours) {
    if (theirs.count(key) > 0) continue;
    const std::vector<std::string> parts = absl::StrSplit(key, ' ');
    const std::string month = house::PartAfter(parts[1], "months");
    unasked[absl::StrCat(parts[0], " ", month)] += minor;
    minor = 0;
  }
  for (const auto& [account, minor] : unasked) {
    if (minor != 0) {
      differences_.push_back(absl::StrCat(account, ": nobody is asked for ", minor));
    }
  }
  const absl::Status same =
      house::Same("what payers are asked for", house::WithoutZeros(std::move(ours)),
                  house::WithoutZeros(std::move(theirs)));
  if (!same.ok()) differences_.push_back(std::string(same.message()));
  return Verdict();
}

absl::Status Figures::CompareDays() {
  pool_.clear();
  for (const absl::CivilMonth month : months_) {
    const std::string text = FormatMonth(month);
    const std::vector<absl::CivilDay> opening = World::OpeningDays(month);
    std::map<std::string, int64_t> by_firm;
    for (const auto& [id, place] : world_.places) {
      std::set<absl::CivilDay> days;
      for (const auto& term : house::TermsOf(world_, place, MonthPeriod(month))) {
        for (absl::CivilDay day = term.days.from; day < term.days.until; ++day) days.insert(day);
        if (term.kind == "RESERVED") by_firm[term.firm] += term.days.until - term.days.from;
      }
      pool_["DAYS"][{place.case_number, text}] += static_cast<int64_t>(days.size());
      // Of a child that is held out now stands what stood.
      if (world_.undecided.count(place.case_number) > 0) continue;
      if (world_.IsUnrecorded(place.case_number, month)) continue;
      const std::string& family = world_.children.at(place.case_number).family;
      const auto care = care_.find(absl::StrCat(id, " ", text, " ", family));
      const std::string reason = care == care_.end() ? "" : care->second;
      const int64_t opened = std::count_if(opening.begin(), opening.end(),
                                           [&](absl::CivilDay day) { return days.count(day) > 0; });
      int64_t parts = static_cast<int64_t>(days.size());
      // Days on which nobody comes may cost nothing, from the first or by a correction.
      if (opened == 0 && (reason.empty() || reason == "left out")) continue;
      if (absl::StrContains(reason, "opening days")) {
        parts = opened;
      } else if (absl::StrContains(reason, "half months")) {
        std::set<bool> halves;
        for (const absl::CivilDay day : opening) {
          if (days.count(day) > 0) halves.insert(day.day() > 15);
        }
        parts = static_cast<int64_t>(halves.size());
      }
      if (parts != PartsCharged(reason)) {
        differences_.push_back(absl::StrCat(place.case_number, " ", text, " DAYS at ", id, ": ",
                                            days.size(), " with a seat, charged `", reason, "`; ",
                                            FiveOf({place.case_number, text})));
      }
    }
    for (const auto& [firm, used] : house::SeatDaysByFirm(world_, month)) {
      if (used == by_firm[firm]) continue;
      differences_.push_back(absl::StrCat(firm, " ", text, ": its pool is used on ", used,
                                          " seat days, its children's are ", by_firm[firm]));
    }
  }
  return Verdict();
}

}  // namespace tuoqiao::five
