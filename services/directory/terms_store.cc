#include "services/directory/terms_store.h"

#include <map>
#include <set>
#include <string>

#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::directory {

absl::Status KeepTerms(db::Write& txn, const Firm& firm) {
  const FirmSetUp& s = firm.set_up;
  if (!s.agreement_date.has_value()) return absl::OkStatus();
  return txn
      .Execute(
          "INSERT INTO firm_terms (park_id, firm_id, from_date, plan, share_form, tax_advice, "
          "union_member, pay_day) VALUES (:park, :firm, :from_date, :plan, :form, :tax, :member, "
          ":pay_day) ON CONFLICT (park_id, firm_id, from_date) DO UPDATE SET "
          "plan = excluded.plan, share_form = excluded.share_form, "
          "tax_advice = excluded.tax_advice, union_member = excluded.union_member, "
          "pay_day = excluded.pay_day",
          {{"firm", firm.id},
           {"from_date", FormatDay(*s.agreement_date)},
           {"plan", s.plan},
           {"form", s.share_form},
           {"tax", s.tax_advice},
           {"member", s.union_member},
           {"pay_day", s.pay_day}})
      .status();
}

absl::Status PutTermsOf(db::Read& txn, absl::CivilDay day, std::vector<Firm>& firms) {
  if (firms.empty()) return absl::OkStatus();
  std::map<std::string, Firm*> by_id;
  for (Firm& each : firms) by_id[each.id] = &each;
  const std::string as_of = FormatDay(day);
  std::set<std::string> met;
  return txn.Query(
      "SELECT firm_id, from_date, plan, share_form, tax_advice, union_member, pay_day FROM "
      "firm_terms WHERE park_id = :park AND firm_id >= :first AND firm_id <= :last "
      "ORDER BY firm_id, from_date",
      {{"first", firms.front().id}, {"last", firms.back().id}}, [&](const db::Row& row) {
        const auto found = by_id.find(row.Text(0));
        if (found == by_id.end()) return absl::OkStatus();
        if (!met.insert(row.Text(0)).second && row.Text(1) > as_of) return absl::OkStatus();
        FirmSetUp& s = found->second->set_up;
        s.plan = row.Text(2);
        s.share_form = row.Text(3);
        s.tax_advice = row.Flag(4);
        s.union_member = row.Flag(5);
        s.pay_day = row.Int(6);
        return absl::OkStatus();
      });
}

}  // namespace tuoqiao::directory
