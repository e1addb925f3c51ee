#include "services/cli/move/tables.h"

#include "services/common/check.h"

namespace tuoqiao::cli {
namespace {

using namespace adapters;  // NOLINT: a table reads as a table.

// What both kinds of moves have of the books: balances with what explains each of them, and the
// lines of the accounts.
MoveTable Balances() {
  return {"balances.csv",
          MoveAudience::kOperator,
          {{Text("account"), Text("item").Optional(), Day("open_date").Optional(),
            SignedYuan("amount"), Code("explained_by", {"ACCOUNT_LINES", "PAY_ITEMS", "REST"})},
           /*keys=*/{{"account", "item", "open_date"}}}};
}

MoveTable AccountLines() {
  return {"account_lines.csv",
          MoveAudience::kOperator,
          {{Text("account"), Text("entry"), Text("kind"), Day("date"), SignedYuan("amount"),
            SignedYuan("balance")},
           /*keys=*/{{"account", "entry"}}}};
}

}  // namespace

const std::vector<MoveTable>& FirmMoveTables() {
  static const auto* const kTables = new std::vector<MoveTable>{
      {"firm.csv",
       MoveAudience::kOwner,
       {{Uscc("uscc"), Text("display_name"), Text("plan"),
         Code("share_form", {"INVOICED", "ALLOWANCE", "COLLECTIVE"}), Flag("tax_advice"),
         Flag("union"), Count("pay_day"), Count("cut_off_days"),
         Text("contact_email").Personal().Optional(), Text("agreement_version").Optional(),
         Day("agreement_date").Optional(), Text("centres").Optional()},
        /*keys=*/{{"uscc"}}}},
      {"employees.csv",
       MoveAudience::kOwner,
       {{Text("employee_no"), Text("display_name").Personal().Optional(),
         Text("id_type").Optional(), Text("id_number").Personal().Optional(),
         Day("hire_date").Optional(), Day("leave_date").Optional(), Text("work_site").Optional(),
         Count("weekly_hours")},
        /*keys=*/{{"employee_no"}}}},
      {"legal_bases.csv",
       MoveAudience::kOwner,
       {{Day("from_date"), Day("until_date").Optional(),
         Code("ground", {"LAW", "COURT_ORDER", "COLLECTIVE_AGREEMENT", "EMPLOYMENT_CONTRACT"})
             .Optional(),
         Text("basis")},
        /*keys=*/{{"from_date"}}}},
      {"authorisations.csv",
       MoveAudience::kOwner,
       {{Text("employee_no"), Text("signature_reference"), Day("from_date"), Day("until_date"),
         Yuan("maximum"), Day("revoke_date").Optional(), Text("text_version").Optional(),
         Code("formula", {"MAXIMUM", "FIXED", "PERCENT_OF_SHARE"}).Optional(), Count("share_bp")},
        /*keys=*/{{"employee_no", "signature_reference"}}}},
      {"pay_calendars.csv",
       MoveAudience::kOwner,
       {{Month("from_month"),
         Code("frequency", {"MONTHLY", "HALF_MONTHLY", "FORTNIGHTLY", "WEEKLY"}),
         Text("pay_days").Optional(), Day("first_pay_date").Optional(),
         Count("cut_off_working_days")},
        /*keys=*/{{"from_month"}}}},
      {"pay_policy.csv",
       MoveAudience::kOwner,
       {{Text("arrears_mode").Optional(), Yuan("payback_maximum"),
         Code("priority", {"OLDEST_FIRST", "CURRENT_FIRST"}).Optional()},
        /*keys=*/{}}},
      {"shares.csv",
       MoveAudience::kOwner,
       {{Month("month"), Text("employee_no"), SignedYuan("amount"),
         Code("form", {"INVOICED", "ALLOWANCE", "COLLECTIVE"})},
        /*keys=*/{{"month", "employee_no", "form"}}}},
      {"pay_runs.csv",
       MoveAudience::kOwner,
       {{Text("run"), Code("type", {"REGULAR", "OFF_CYCLE", "CORRECTION", "FINAL"}), Month("month"),
         Count("number"), Day("pay_date"), Day("cut_off_date"), Count("instructions"),
         SignedYuan("deduct"), SignedYuan("seen"), SignedYuan("arrears"), SignedYuan("unapplied"),
         SignedYuan("reverse"), Count("waiting_items"), Text("digest")},
        /*keys=*/{{"run"}}}},
      {"pay_lines.csv",
       MoveAudience::kOwner,
       {{Text("run"), Text("instruction"), Text("employee_no"),
         Code("kind", {"DEDUCT", "ALLOW", "TAXABLE_BENEFIT", "REVERSE"}), SignedYuan("share"),
         SignedYuan("amount"), SignedYuan("carried"), SignedYuan("seen"), SignedYuan("of_arrears"),
         Code("state", {"SEEN", "SHORT", "OVER", "MISSING", "SETTLED", "IN_ARREARS", "DIRECT"}),
         Text("reason").Optional()},
        /*keys=*/{{"run", "instruction"}}}},
      {"pay_items.csv",
       MoveAudience::kOperator,
       {{Text("employee_no"), Code("form", {"INVOICED", "ALLOWANCE", "DEDUCT"}), Month("month"),
         SignedYuan("whole"), SignedYuan("open"), Text("arrears_mode").Optional(),
         Count("waited_runs"), Text("statement"), Text("family"), Text("centre"),
         Text("case_number"), Text("arrears").Optional(), Text("origin").Optional(),
         Text("run").Optional(), Text("instruction").Optional(), Flag("of_last_pay")},
        /*keys=*/{}}},
      Balances(),
      AccountLines(),
      {"counters.csv",
       MoveAudience::kOperator,
       {{Code("kind", {"WELFARE"}), Text("year"), SignedYuan("amount"), Count("statements"),
         Count("months"), Yuan("wages").Personal().Optional()},
        /*keys=*/{{"kind", "year"}}}},
  };
  return *kTables;
}

const std::vector<MoveTable>& CentreMoveTables() {
  static const auto* const kTables = new std::vector<MoveTable>{
      {"centre.csv",
       MoveAudience::kOwner,
       {{Text("centre"), Text("display_name"), Text("terms")},
        /*keys=*/{{"centre"}}}},
      {"pools.csv",
       MoveAudience::kOwner,
       {{Text("group"), Code("group_kind", {"INFANT", "SMALL", "LARGE", "MIXED"}),
         Count("capacity"), Count("staff"), Flag("half_days_share"),
         Code("pool", {"RESERVED", "SHARED", "COMMUNITY", "SPECIALIST"}), Count("seats"),
         Text("firm").Optional()},
        /*keys=*/{}}},
      {"tariffs.csv",
       MoveAudience::kOwner,
       {{Text("tariff"), Text("terms")},
        /*keys=*/{{"tariff"}}}},
      {"families.csv",
       MoveAudience::kOperator,
       {{Text("case_number"), Text("family_no"), Text("family"), Text("child"),
         Text("record").Personal().Optional()},
        /*keys=*/{{"case_number"}}}},
      {"places.csv",
       MoveAudience::kOwner,
       {{Text("place"), Text("case_number"), Text("group"),
         Code("group_kind", {"INFANT", "SMALL", "LARGE", "MIXED"}), Text("pool"),
         Text("firm").Optional(), Text("programme"), Day("start_date"), Day("end_date"),
         Flag("running"), Text("state"), Text("care_kind"), Text("session").Optional(),
         Day("entitled_from"), Text("end_reason").Optional(), Text("transferred_from").Optional(),
         Text("suspensions").Optional()},
        /*keys=*/{{"place"}}}},
      {"attendance.csv",
       MoveAudience::kOwner,
       {{Text("case_number"), Day("date"), Code("status", {"PRESENT", "ABSENT"}),
         Text("reason").Personal().Optional(), Flag("evidence")},
        /*keys=*/{{"case_number", "date"}}}},
      {"statements.csv",
       MoveAudience::kOwner,
       {{Text("statement"), Month("month"), Month("billed_month"), Text("case_number"),
         SignedYuan("total"), SignedYuan("collected"), SignedYuan("direct"), Text("attended_days")},
        /*keys=*/{{"statement"}}}},
      {"draws.csv",
       MoveAudience::kOperator,
       {{Text("statement"), Text("account"), Text("owner").Optional(), Text("party").Optional(),
         SignedYuan("amount")},
        /*keys=*/{}}},
      Balances(),
      AccountLines(),
  };
  return *kTables;
}

const adapters::Table& MoveTableOf(const std::vector<MoveTable>& tables, const std::string& file) {
  for (const MoveTable& each : tables) {
    if (file == each.file) return each.table;
  }
  CHECK(false);
}

}  // namespace tuoqiao::cli
