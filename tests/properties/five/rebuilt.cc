#include "tests/properties/five/rebuilt.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "services/payroll/share_store.h"
#include "services/settlement/share_line_store.h"
#include "tests/properties/house/record.h"
#include "tests/properties/house/watch.h"

namespace tuoqiao::five {
namespace {

using billing::v1::Share;
using billing::v1::Statement;
using house::Billing;
using house::EachPage;
using house::House;
using house::Person;
using house::World;

constexpr int64_t kAllRows = 1000000;

// A projection: what is read, by the name under which it stands.
using Read = std::map<std::string, std::string>;

absl::Status SameBytes(const std::string& reader, const Read& live, const Read& rebuilt) {
  std::set<std::string> names;
  for (const Read* side : {&live, &rebuilt}) {
    for (const auto& [name, bytes] : *side) names.insert(name);
  }
  for (const std::string& name : names) {
    const auto ours = live.find(name), theirs = rebuilt.find(name);
    if (ours != live.end() && theirs != rebuilt.end() && ours->second == theirs->second) continue;
    return absl::InternalError(absl::StrCat(
        "what ", reader, " of ", name, " is\n  ", ours == live.end() ? "nothing" : ours->second,
        "\n  and by the logs\n  ", theirs == rebuilt.end() ? "nothing" : theirs->second));
  }
  return absl::OkStatus();
}

std::string Bytes(const google::protobuf::Message& message) { return message.SerializeAsString(); }

// ---- By billing's log.

billing::v1::CentreStatement ForCentre(const Statement& statement) {
  billing::v1::CentreStatement read;
  read.set_statement(statement.name());
  read.set_child(statement.child());
  read.set_case_number(statement.case_number());
  read.set_enrolment(statement.enrolment());
  read.set_kind(statement.kind());
  read.set_billed_month(statement.billed_month());
  read.set_correction(statement.correction());
  for (const auto& line : statement.lines()) {
    *read.add_lines() = line;
    read.mutable_lines(read.lines_size() - 1)->clear_cause();
  }
  read.set_total_minor(statement.total_minor());
  for (const Share& share : statement.shares()) {
    if (share.form() == "DIRECT" || share.form() == "ALLOWANCE") {
      read.set_direct_minor(read.direct_minor() + share.amount_minor());
    } else {
      read.set_collected_minor(read.collected_minor() + share.amount_minor());
    }
  }
  read.set_attended_days(statement.attended_days());
  return read;
}

billing::v1::PayerShare ForPayer(const Statement& statement, const Share& share) {
  billing::v1::PayerShare read;
  read.set_statement(statement.name());
  read.set_case_number(statement.case_number());
  read.set_centre(statement.centre());
  read.set_kind(statement.kind());
  read.set_billed_month(statement.billed_month());
  read.set_correction(statement.correction());
  read.set_amount_minor(share.amount_minor());
  read.set_former_minor(share.former_minor());
  read.set_reason(share.reason());
  read.set_attended_days(statement.attended_days());
  return read;
}

// Several children of an employee are one row to the firm.
void AddForFirm(const std::string& month, const Share& share,
                std::map<std::string, billing::v1::FirmShare>& rows) {
  billing::v1::FirmShare& row = rows[absl::StrCat(month, " ", share.employee(), " ", share.form())];
  row.set_employee(share.employee());
  row.set_employee_no(std::string(absl::StripPrefix(LastPart(share.employee()), "emp-")));
  row.set_month(month);
  row.set_amount_minor(row.amount_minor() + share.amount_minor());
  row.set_form(share.form());
}

struct FromBilling {
  std::set<std::string> months;
  Read family, centre, payers, firms;
};

absl::StatusOr<FromBilling> ReadBillingsLog(House& house, const World& world) {
  FromBilling read;
  std::map<std::string, billing::v1::FirmShare> of_firms;
  ASSIGN_OR_RETURN(const auto events, house.EventsOf("billing", world.park));
  for (const type::v1::Event& event : events) {
    billing::v1::StatementClosed closed;
    if (!event.payload().UnpackTo(&closed)) continue;
    const Statement& statement = closed.statement();
    const std::string month = house::PartAfter(statement.name(), "months");
    read.months.insert(month);
    read.family[statement.name()] = Bytes(statement);
    read.centre[statement.name()] = Bytes(ForCentre(statement));
    for (const Share& share : statement.shares()) {
      if (share.payer() == "FIRM") {
        AddForFirm(month, share, of_firms);
      } else if (share.payer() != "FAMILY") {
        read.payers[absl::StrCat(share.payer(), " ", statement.name())] =
            Bytes(ForPayer(statement, share));
      }
    }
  }
  for (const auto& [key, row] : of_firms) read.firms[key] = Bytes(row);
  return read;
}

absl::StatusOr<Read> FamiliesRead(House& house, const World& world) {
  Read read;
  for (const auto& [family, each] : world.families) {
    const std::string name = absl::StrCat(world.ParkName(), "/families/", family);
    billing::v1::ListFamilyStatementsRequest request;
    request.set_parent(name);
    request.set_page_size(1000);
    RETURN_IF_ERROR(EachPage(house, &Billing::ListFamilyStatements, request,
                             {"PARENT", name, family},
                             [&](const billing::v1::ListFamilyStatementsResponse& page) {
                               for (const auto& each : page.statements()) {
                                 read[each.name()] = Bytes(each);
                               }
                             }));
  }
  return read;
}

absl::StatusOr<Read> CentresRead(House& house, const World& world,
                                 const std::set<std::string>& months) {
  Read read;
  for (const std::string& month : months) {
    for (const char* centre : {"c01", "c02", "c03"}) {
      billing::v1::ListCentreStatementsRequest request;
      request.set_parent(world.CentreName(centre));
      request.set_month(month);
      request.set_page_size(1000);
      RETURN_IF_ERROR(EachPage(house, &Billing::ListCentreStatements, request,
                               {"CENTRE_MANAGER", world.CentreName(centre), "zheng"},
                               [&](const billing::v1::ListCentreStatementsResponse& page) {
                                 for (const auto& each : page.statements()) {
                                   read[each.statement()] = Bytes(each);
                                 }
                               }));
    }
  }
  return read;
}

absl::StatusOr<Read> PayersRead(House& house, const World& world,
                                const std::set<std::string>& months) {
  Read read;
  for (const std::string& month : months) {
    for (const char* payer : {"AUTHORITY", "PARK", "UNION"}) {
      billing::v1::ListPayerSharesRequest request;
      request.set_parent(world.ParkName());
      request.set_month(month);
      request.set_payer(payer);
      request.set_page_size(1000);
      RETURN_IF_ERROR(EachPage(house, &Billing::ListPayerShares, request,
                               {"PARK_FINANCE", world.ParkName(), "li"},
                               [&](const billing::v1::ListPayerSharesResponse& page) {
                                 for (const auto& each : page.shares()) {
                                   read[absl::StrCat(payer, " ", each.statement())] = Bytes(each);
                                 }
                               }));
    }
  }
  return read;
}

absl::StatusOr<Read> FirmsRead(House& house, const World& world,
                               const std::set<std::string>& months) {
  Read read;
  for (const std::string& month : months) {
    for (const auto& [id, firm] : world.firms) {
      billing::v1::ListFirmSharesRequest request;
      request.set_parent(world.FirmName(id));
      request.set_month(month);
      request.set_page_size(1000);
      RETURN_IF_ERROR(EachPage(
          house, &Billing::ListFirmShares, request, {"FIRM_PAYROLL", world.FirmName(id), "zhao"},
          [&](const billing::v1::ListFirmSharesResponse& page) {
            for (const auto& each : page.shares()) {
              read[absl::StrCat(month, " ", each.employee(), " ", each.form())] = Bytes(each);
            }
          }));
    }
  }
  return read;
}

// ---- By settlement's own log: the last word on each receivable.

absl::Status CheckReceivables(House& house, const World& world) {
  Read live, rebuilt;
  settlement::v1::ListReceivablesRequest request;
  request.set_parent(world.ParkName());
  request.set_page_size(1000);
  RETURN_IF_ERROR(EachPage(house, &house::Settlement::ListReceivables, request,
                           {"PARK_FINANCE", world.ParkName(), "li"},
                           [&](const settlement::v1::ListReceivablesResponse& page) {
                             for (const auto& each : page.receivables()) {
                               live[each.name()] = Bytes(each);
                             }
                           }));
  ASSIGN_OR_RETURN(const auto events, house.EventsOf("settlement", world.park));
  for (const type::v1::Event& event : events) {
    settlement::v1::Receivable receivable;
    if (event.payload().UnpackTo(&receivable)) rebuilt[receivable.name()] = Bytes(receivable);
  }
  return SameBytes("is asked", live, rebuilt);
}

// ---- What others have heard.

absl::StatusOr<Read> SharesHeard(House& house, const World& world,
                                 const std::set<std::string>& months) {
  Read read;
  RETURN_IF_ERROR(house.db("payroll").ReadIn(world.park, [&](db::Read& txn) -> absl::Status {
    for (const std::string& text : months) {
      const absl::CivilMonth month = *ParseMonth(text);
      ASSIGN_OR_RETURN(const payroll::HeardMonth heard, payroll::LoadHeardMonth(txn, month));
      read[text] = absl::StrCat(heard.statements, " of ", heard.closed_statements.value_or(-1));
      for (const auto& [id, firm] : world.firms) {
        ASSIGN_OR_RETURN(const auto shares, payroll::LoadSharesOfMonth(txn, id, month));
        for (const payroll::WageShare& each : shares) {
          read[absl::StrCat(id, " ", each.statement, " ", WageFormName(each.form))] = absl::StrCat(
              each.family, " ", each.centre, " ", each.case_number, " ", each.employee, " ",
              each.amount_minor, " ", static_cast<int>(each.mode), " ", FormatMonth(each.month));
        }
      }
    }
    return absl::OkStatus();
  }));
  return read;
}

// Without what asks for a line and pays it out, which is settlement's own doing; and without what
// it adds where it asks.
absl::StatusOr<Read> LinesHeard(House& house, const World& world) {
  Read read;
  RETURN_IF_ERROR(house.db("settlement").ReadIn(world.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const auto lines, settlement::LoadPlacedLines(txn, {"", kAllRows}));
    for (const settlement::PlacedLine& placed : lines) {
      const settlement::ShareLine& each = placed.line;
      if (each.kind == "OTHER") continue;
      read[each.id] = absl::StrCat(
          each.kind, " ", FormatMonth(each.month), " ", FormatMonth(each.billed_month), " ",
          each.account, " ", each.centre, " ", each.statement, " ", each.case_number, " ",
          each.payer, " ", each.employee, " ", each.attended_days, " ", each.amount_minor);
    }
    return absl::OkStatus();
  }));
  return read;
}

}  // namespace

absl::Status CheckReadFromLogs(House& house, const World& world) {
  ASSIGN_OR_RETURN(const FromBilling log, ReadBillingsLog(house, world));
  ASSIGN_OR_RETURN(const Read families, FamiliesRead(house, world));
  ASSIGN_OR_RETURN(const Read centres, CentresRead(house, world, log.months));
  ASSIGN_OR_RETURN(const Read payers, PayersRead(house, world, log.months));
  ASSIGN_OR_RETURN(const Read firms, FirmsRead(house, world, log.months));
  RETURN_IF_ERROR(SameBytes("a family reads", families, log.family));
  RETURN_IF_ERROR(SameBytes("a centre reads", centres, log.centre));
  RETURN_IF_ERROR(SameBytes("a payer reads", payers, log.payers));
  RETURN_IF_ERROR(SameBytes("a firm reads", firms, log.firms));
  return CheckReceivables(house, world);
}

absl::Status CheckHeardAgain(House& house, House& again, const World& world,
                             house::Random& random) {
  again.LookAt(world);
  RETURN_IF_ERROR(again.HearAgain(house, world.park, {"payroll", "ledger", "settlement"}, random));
  ASSIGN_OR_RETURN(const FromBilling log, ReadBillingsLog(house, world));
  ASSIGN_OR_RETURN(const Read shares, SharesHeard(house, world, log.months));
  ASSIGN_OR_RETURN(const Read shares_again, SharesHeard(again, world, log.months));
  RETURN_IF_ERROR(SameBytes("payroll was told", shares, shares_again));
  ASSIGN_OR_RETURN(const Read lines, LinesHeard(house, world));
  ASSIGN_OR_RETURN(const Read lines_again, LinesHeard(again, world));
  RETURN_IF_ERROR(SameBytes("settlement was told", lines, lines_again));
  ASSIGN_OR_RETURN(const std::string books, house::BooksOf(house, world));
  ASSIGN_OR_RETURN(const std::string books_again, house::BooksOf(again, world));
  return SameBytes("the books say", {{"all", books}}, {{"all", books_again}});
}

}  // namespace tuoqiao::five
