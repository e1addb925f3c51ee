#include "services/cli/tables.h"

namespace tuoqiao::cli {

using namespace adapters;  // NOLINT: a table reads as a table.

Table CentreTable() {
  return {
      {Text("centre"), Text("display_name"),
       Code("provider_type", {"WORKPLACE", "PARK", "PUBLIC", "COMMUNITY", "HOME"}), Uscc("uscc"),
       Text("filing_number"), Day("filing_from"), Day("filing_until"), Decimal("latitude"),
       Decimal("longitude"), Code("billing", {"IN_ADVANCE", "IN_ARREARS"}), Text("account_name"),
       Text("account_number").Personal(), Text("bank_code"), Text("opening_hours").Optional(),
       Text("languages").Optional(), Flag("inclusive").Optional()},
      /*keys=*/{{"centre"}},
      /*orders=*/{{"filing_from", "filing_until"}}};
}

Table GroupTable(const std::vector<std::string>& centres) {
  return {{Code("centre", centres), Text("group"),
           Code("kind", {"INFANT", "SMALL", "LARGE", "MIXED"}), Count("capacity"), Count("staff")},
          /*keys=*/{{"centre", "group"}}};
}

Table TariffTable(const std::vector<std::string>& centres) {
  return {{Code("centre", centres), Code("kind", {"INFANT", "SMALL", "LARGE", "MIXED"}),
           Day("from_date"), Yuan("monthly_fee"),
           Code("spread", {"CALENDAR_DAYS", "OPENING_DAYS", "HALF_MONTHS"}), Yuan("meal_fee"),
           Yuan("supplement"), Count("coefficient_1"), Count("coefficient_2"),
           Count("sibling_reduction"), Count("refund_threshold_days"), Count("refund_share")},
          /*keys=*/{{"centre", "kind", "from_date"}}};
}

Table FirmTable(const std::vector<std::string>& plans, const std::vector<std::string>& centres) {
  return {{Uscc("uscc"), Text("display_name"), Text("contact_email").Personal(), Count("pay_day"),
           Count("cut_off_days"), Code("plan", plans),
           Code("share_form", {"INVOICED", "ALLOWANCE", "COLLECTIVE"}),
           Text("legal_basis").Optional(), Flag("tax_advice"), Flag("union"),
           Text("agreement_version"), Day("agreement_date"), Codes("centres", centres).Optional()},
          /*keys=*/{{"uscc"}}};
}

Table ApplicationTable(const std::vector<std::string>& centres) {
  return {{Text("case_number"), Codes("choices", centres), Day("desired_start_date"),
           Time("submitted_time")},
          /*keys=*/{{"case_number"}}};
}

Table AuthorisationTable() {
  return {{Uscc("uscc"), Text("employee_no"), Text("signature_reference"), Day("from_date"),
           Day("until_date"), Yuan("maximum")},
          /*keys=*/{{"uscc", "employee_no", "signature_reference"}},
          /*orders=*/{{"from_date", "until_date"}}};
}

}  // namespace tuoqiao::cli
