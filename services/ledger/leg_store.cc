#include "services/ledger/leg_store.h"

#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/ledger/account.h"

namespace tuoqiao::ledger {
namespace {

std::string FirmResource(absl::string_view park, absl::string_view firm) {
  return firm.empty() ? "" : absl::StrCat("parks/", park, "/firms/", firm);
}

db::Args ArgsOf(absl::string_view park, const FirmMonths& of) {
  return {{"firm", FirmResource(park, of.firm)},
          {"first", FormatMonth(of.first)},
          {"last", FormatMonth(of.last)},
          {"known", of.known_position}};
}

}  // namespace

absl::StatusOr<std::vector<Borne>> LoadBorne(db::Read& txn, const FirmMonths& of) {
  std::vector<Borne> borne;
  RETURN_IF_ERROR(txn.Query(
      "SELECT employee, month, form, CAST(SUM(amount_minor) AS BIGINT) FROM firm_leg WHERE park_id "
      "= :park AND firm = :firm AND month >= :first AND month <= :last AND position <= :known "
      "GROUP BY employee, month, form ORDER BY employee, month, form",
      ArgsOf(txn.park(), of), [&](const db::Row& row) {
        borne.push_back({row.Text(0), *ParseMonth(row.Text(1)), row.Text(2), row.Int(3)});
        return absl::OkStatus();
      }));
  return borne;
}

absl::StatusOr<int64_t> LoadUnattributed(db::Read& txn, const FirmMonths& of) {
  const std::string account = ReceivableOfFirm(of.firm);
  db::Args args = ArgsOf(txn.park(), of);
  args.push_back({"account", account});
  return txn.QueryInt(
      "SELECT CAST((SELECT COALESCE(SUM(amount_minor), 0) FROM posting WHERE park_id = :park AND "
      "account = :account AND month >= :first AND month <= :last AND position <= :known) - (SELECT "
      "COALESCE(SUM(amount_minor), 0) FROM firm_leg WHERE park_id = :park AND firm = :firm AND "
      "account = :account AND month >= :first AND month <= :last AND position <= :known) AS "
      "BIGINT)",
      args);
}

absl::StatusOr<std::vector<Evidence>> LoadEvidence(db::Read& txn, const EvidenceFilter& filter) {
  std::vector<Evidence> evidence;
  // A child's days are on whatever is about its month, also where the firm's share did not change.
  RETURN_IF_ERROR(txn.Query(
      "SELECT b.service_month, b.firm, COUNT(*), CAST(SUM(d.days) AS BIGINT), CAST(SUM(b.minor) AS "
      "BIGINT) FROM (SELECT e.service_month, l.firm, e.child, SUM(l.amount_minor) AS minor FROM "
      "firm_leg l JOIN entry e ON e.park_id = l.park_id AND e.id = l.entry_id WHERE l.park_id = "
      ":park AND l.position <= :known AND (:firm = '' OR l.firm = :firm) AND e.service_month >= "
      ":first AND e.service_month <= :last AND e.child <> '' GROUP BY e.service_month, l.firm, "
      "e.child HAVING SUM(l.amount_minor) <> 0) b JOIN (SELECT service_month, child, "
      "SUM(attended_days) AS days FROM entry WHERE park_id = :park AND position <= :known AND "
      "service_month >= :first AND service_month <= :last GROUP BY service_month, child) d ON "
      "d.service_month = b.service_month AND d.child = b.child GROUP BY b.service_month, b.firm "
      "ORDER BY b.service_month, b.firm",
      {{"firm", FirmResource(txn.park(), filter.firm)},
       {"first", absl::StrCat(filter.year, "-01")},
       {"last", absl::StrCat(filter.year, "-12")},
       {"known", filter.known_position}},
      [&](const db::Row& row) {
        evidence.push_back(
            {*ParseMonth(row.Text(0)), row.Text(1), row.Int(2), row.Int(3), row.Int(4)});
        return absl::OkStatus();
      }));
  return evidence;
}

}  // namespace tuoqiao::ledger
