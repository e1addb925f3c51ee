#include "services/payroll/pay_import_store.h"

#include <utility>

#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/payroll/pay_run_store.h"

namespace tuoqiao::payroll {
namespace {

std::string ModeText(const WageShare& share) {
  return share.form == WageForm::kDeduct ? std::string(ArrearsModeName(share.mode)) : "";
}

// The columns of an item in the order of every SELECT here.
PayItem ReadItem(const db::Row& row) {
  PayItem item;
  WageShare& share = item.share;
  share.arrears = row.Text(0);
  share.employee = row.Text(1);
  item.employee_no = row.Text(2);
  const auto form = ParseWageForm(row.Text(3));
  CHECK(form.has_value());
  share.form = *form;
  share.month = *ParseMonth(row.Text(4));
  item.whole_minor = row.Int(5);
  share.amount_minor = row.Int(6);
  if (share.form == WageForm::kDeduct) {
    const auto mode = ParseArrearsMode(row.Text(7));
    CHECK(mode.has_value());
    share.mode = *mode;
  }
  share.waited_runs = row.Int(8);
  share.statement = row.Text(9);
  share.family = row.Text(10);
  share.centre = row.Text(11);
  share.case_number = row.Text(12);
  if (item.OfArrears()) item.origin = ArrearsOriginOf(row.Text(13));
  item.run = row.Text(14);
  item.instruction = row.Text(15);
  share.of_last_pay = row.Flag(16);
  return item;
}

PayImport ReadImport(const db::Row& row) {
  PayImport import;
  import.firm = row.Text(0);
  import.id = row.Text(1);
  import.source = row.Text(2);
  import.content_hash = row.Text(3);
  import.closed_through = *ParseMonth(row.Text(4));
  import.state = PayImportStateOf(row.Text(5));
  import.proposed_by = row.Text(6);
  import.confirmed_by = row.Text(7);
  import.revision = row.Int(8);
  import.items = row.Int(9);
  import.open_minor = row.Int(10);
  return import;
}

}  // namespace

absl::StatusOr<PayImport> LoadPayImport(db::Read& txn, const std::string& firm,
                                        const std::string& id) {
  PayImport import;
  RETURN_IF_ERROR(
      txn.QueryOne("SELECT i.firm_id, i.id, i.source, i.content_hash, i.closed_through, i.state, "
                   "i.proposed_by, i.confirmed_by, i.revision, "
                   "(SELECT COUNT(*) FROM pay_import_item p WHERE p.park_id = i.park_id "
                   "AND p.firm_id = i.firm_id AND p.import_id = i.id), "
                   "(SELECT CAST(COALESCE(SUM(p.open_minor), 0) AS BIGINT) FROM pay_import_item p "
                   "WHERE p.park_id = i.park_id AND p.firm_id = i.firm_id AND p.import_id = i.id) "
                   "FROM pay_import i WHERE i.park_id = :park AND i.firm_id = :firm AND i.id = :id",
                   {{"firm", firm}, {"id", id}},
                   [&](const db::Row& row) { import = ReadImport(row); })
          .status());
  return import;
}

absl::Status SavePayImport(db::Write& txn, const PayImport& import) {
  return txn
      .Execute(
          "INSERT INTO pay_import (park_id, firm_id, id, source, content_hash, closed_through, "
          "state, proposed_by, confirmed_by, revision) VALUES (:park, :firm, :id, :source, :hash, "
          ":month, :state, :proposed_by, :confirmed_by, :revision) "
          "ON CONFLICT (park_id, firm_id, id) DO UPDATE SET state = :state, "
          "proposed_by = :proposed_by, confirmed_by = :confirmed_by, revision = :revision",
          {{"firm", import.firm},
           {"id", import.id},
           {"source", import.source},
           {"hash", import.content_hash},
           {"month", FormatMonth(import.closed_through)},
           {"state", PayImportStateName(import.state)},
           {"proposed_by", import.proposed_by},
           {"confirmed_by", import.confirmed_by},
           {"revision", import.revision}})
      .status();
}

absl::StatusOr<std::vector<PayImport>> LoadPayImportsAfter(db::Read& txn, const After& after) {
  std::vector<PayImport> imports;
  RETURN_IF_ERROR(
      txn.Query("SELECT i.firm_id, i.id, i.source, i.content_hash, i.closed_through, i.state, "
                "i.proposed_by, i.confirmed_by, i.revision, "
                "(SELECT COUNT(*) FROM pay_import_item p WHERE p.park_id = i.park_id "
                "AND p.firm_id = i.firm_id AND p.import_id = i.id), "
                "(SELECT CAST(COALESCE(SUM(p.open_minor), 0) AS BIGINT) FROM pay_import_item p "
                "WHERE p.park_id = i.park_id AND p.firm_id = i.firm_id AND p.import_id = i.id) "
                "FROM pay_import i WHERE i.park_id = :park AND (i.firm_id, i.id) > (:firm, :id) "
                "ORDER BY i.firm_id, i.id LIMIT :rows_max",
                {{"firm", after.firm}, {"id", after.id}, {"rows_max", after.rows_max}},
                [&](const db::Row& row) {
                  imports.push_back(ReadImport(row));
                  return absl::OkStatus();
                }));
  return imports;
}

absl::StatusOr<std::map<std::string, PayItem>> LoadImportItems(db::Read& txn,
                                                               const PayImport& import,
                                                               const std::set<std::string>& keys) {
  std::map<std::string, PayItem> items;
  if (keys.empty()) return items;
  RETURN_IF_ERROR(
      txn.Query("SELECT arrears_id, employee_id, employee_no, form, month, whole_minor, "
                "open_minor, arrears_mode, waited_runs, statement, family, centre, case_number, "
                "origin, run, instruction_id, of_last_pay FROM pay_import_item "
                "WHERE park_id = :park AND firm_id = :firm AND import_id = :import "
                "AND item >= :lowest AND item <= :highest",
                {{"firm", import.firm},
                 {"import", import.id},
                 {"lowest", *keys.begin()},
                 {"highest", *keys.rbegin()}},
                [&](const db::Row& row) {
                  PayItem item = ReadItem(row);
                  const std::string key = item.Key();
                  if (keys.count(key) > 0) items.emplace(key, std::move(item));
                  return absl::OkStatus();
                }));
  return items;
}

absl::Status InsertImportItems(db::Write& txn, const PayImport& import,
                               const std::vector<PayItem>& items) {
  std::vector<db::Args> rows;
  for (const PayItem& each : items) {
    const WageShare& share = each.share;
    rows.push_back(
        {{"firm", import.firm},
         {"import", import.id},
         {"item", each.Key()},
         {"arrears", share.arrears},
         {"employee", share.employee},
         {"no", each.employee_no},
         {"form", WageFormName(share.form)},
         {"month", FormatMonth(share.month)},
         {"whole", each.whole_minor},
         {"open", share.amount_minor},
         {"mode", ModeText(share)},
         {"waited", share.waited_runs},
         {"statement", share.statement},
         {"family", share.family},
         {"centre", share.centre},
         {"case_number", share.case_number},
         {"origin", each.OfArrears() ? ArrearsOriginName(each.origin) : absl::string_view()},
         {"run", each.run},
         {"instruction", each.instruction},
         {"last_pay", share.of_last_pay}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO pay_import_item (park_id, firm_id, import_id, item, arrears_id, "
          "employee_id, employee_no, form, month, whole_minor, open_minor, arrears_mode, "
          "waited_runs, statement, family, centre, case_number, origin, run, instruction_id, "
          "of_last_pay) VALUES (:park, :firm, :import, :item, :arrears, :employee, :no, :form, "
          ":month, :whole, :open, :mode, :waited, :statement, :family, :centre, :case_number, "
          ":origin, :run, :instruction, :last_pay)",
          rows)
      .status();
}

absl::StatusOr<KnownHere> LoadKnownHere(db::Read& txn, const std::string& firm) {
  KnownHere known;
  RETURN_IF_ERROR(txn.Query(
      "SELECT DISTINCT s.month FROM closed_share s WHERE s.park_id = :park AND s.firm_id = :firm "
      "AND NOT EXISTS (SELECT 1 FROM pay_import_item p WHERE p.park_id = s.park_id "
      "AND p.firm_id = s.firm_id AND p.statement = s.statement AND p.form = s.form "
      "AND p.month = s.month AND p.arrears_id = '') ORDER BY s.month",
      {{"firm", firm}}, [&](const db::Row& row) {
        known.months.insert(*ParseMonth(row.Text(0)));
        return absl::OkStatus();
      }));
  RETURN_IF_ERROR(txn.Query("SELECT id FROM arrears WHERE park_id = :park AND firm_id = :firm",
                            {{"firm", firm}}, [&](const db::Row& row) {
                              known.arrears.insert(row.Text(0));
                              return absl::OkStatus();
                            }));
  return known;
}

absl::StatusOr<int64_t> OpenImportItems(db::Write& txn, const PayImport& import) {
  const db::Args args = {{"firm", import.firm}, {"import", import.id}};
  ASSIGN_OR_RETURN(
      const int64_t shares,
      txn.Execute("INSERT INTO closed_share (park_id, firm_id, month, statement, form, "
                  "employee_id, case_number, family, centre, amount_minor, arrears_mode, "
                  "instruction_id, out_minor, waited_runs) SELECT park_id, firm_id, month, "
                  "statement, form, employee_id, case_number, family, centre, whole_minor, "
                  "arrears_mode, '', whole_minor - open_minor, waited_runs FROM pay_import_item "
                  "WHERE park_id = :park AND firm_id = :firm AND import_id = :import "
                  "AND arrears_id = '' "
                  "ON CONFLICT (park_id, firm_id, month, statement, form) DO NOTHING",
                  args));
  ASSIGN_OR_RETURN(
      const int64_t arrears,
      txn.Execute("INSERT INTO arrears (park_id, firm_id, id, month, instruction_id, employee_no, "
                  "amount_minor, origin, run, state, asked_by, statement, employee_id, "
                  "case_number, family, centre, arrears_mode, waited_runs, bearer, why, "
                  "proposed_by, revision, of_last_pay) SELECT park_id, firm_id, arrears_id, month, "
                  "instruction_id, employee_no, open_minor, origin, run, 'OPEN', '', statement, "
                  "employee_id, case_number, family, centre, arrears_mode, waited_runs, '', '', "
                  "'', 1, of_last_pay FROM pay_import_item WHERE park_id = :park "
                  "AND firm_id = :firm AND import_id = :import AND arrears_id <> '' "
                  "ON CONFLICT (park_id, firm_id, id) DO NOTHING",
                  args));
  return shares + arrears;
}

absl::StatusOr<std::string> FindTouchedItem(db::Read& txn, const PayImport& import) {
  std::string touched;
  const db::Args args = {{"firm", import.firm}, {"import", import.id}};
  const auto read = [&](const db::Row& row) {
    touched = row.Text(0);
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(
      txn.Query("SELECT p.item FROM pay_import_item p JOIN arrears a ON a.park_id = p.park_id "
                "AND a.firm_id = p.firm_id AND a.id = p.arrears_id WHERE p.park_id = :park "
                "AND p.firm_id = :firm AND p.import_id = :import AND (a.state <> 'OPEN' "
                "OR a.revision <> 1 OR a.waited_runs <> p.waited_runs) ORDER BY p.item LIMIT 1",
                args, read));
  if (!touched.empty()) return touched;
  RETURN_IF_ERROR(
      txn.Query("SELECT p.item FROM pay_import_item p JOIN closed_share s ON s.park_id = p.park_id "
                "AND s.firm_id = p.firm_id AND s.month = p.month AND s.statement = p.statement "
                "AND s.form = p.form WHERE p.park_id = :park AND p.firm_id = :firm "
                "AND p.import_id = :import AND p.arrears_id = '' AND (s.instruction_id <> '' "
                "OR s.out_minor <> p.whole_minor - p.open_minor OR s.waited_runs <> p.waited_runs) "
                "ORDER BY p.item LIMIT 1",
                args, read));
  return touched;
}

absl::Status TakeBackImportItems(db::Write& txn, const PayImport& import) {
  const db::Args args = {{"firm", import.firm}, {"import", import.id}};
  RETURN_IF_ERROR(
      txn.Execute("DELETE FROM arrears WHERE park_id = :park AND firm_id = :firm AND id IN "
                  "(SELECT arrears_id FROM pay_import_item WHERE park_id = :park "
                  "AND firm_id = :firm AND import_id = :import)",
                  args)
          .status());
  return txn
      .Execute(
          "DELETE FROM closed_share WHERE park_id = :park AND firm_id = :firm AND EXISTS "
          "(SELECT 1 FROM pay_import_item p WHERE p.park_id = closed_share.park_id "
          "AND p.firm_id = closed_share.firm_id AND p.import_id = :import "
          "AND p.arrears_id = '' AND p.month = closed_share.month "
          "AND p.statement = closed_share.statement AND p.form = closed_share.form)",
          args)
      .status();
}

absl::StatusOr<bool> ClosedElsewhere(db::Read& txn, const std::string& firm,
                                     absl::CivilMonth month) {
  ASSIGN_OR_RETURN(const int64_t imports,
                   txn.QueryInt("SELECT COUNT(*) FROM pay_import WHERE park_id = :park "
                                "AND firm_id = :firm AND state = 'CONFIRMED' "
                                "AND closed_through >= :month",
                                {{"firm", firm}, {"month", FormatMonth(month)}}));
  return imports > 0;
}

absl::StatusOr<std::vector<PayItem>> LoadOpenItems(db::Read& txn, const std::string& firm,
                                                   const PayItemPlace& after, int64_t rows_max) {
  std::vector<PayItem> items;
  const auto read = [&](const db::Row& row) {
    items.push_back(ReadItem(row));
    return absl::OkStatus();
  };
  if (!after.arrears) {
    RETURN_IF_ERROR(txn.Query(
        "SELECT '', s.employee_id, COALESCE(e.employee_no, ''), s.form, s.month, s.amount_minor, "
        "s.amount_minor - s.out_minor, s.arrears_mode, s.waited_runs, s.statement, s.family, "
        "s.centre, s.case_number, '', '', '', CAST(0 AS BIGINT) FROM closed_share s LEFT JOIN "
        "employee e "
        "ON e.park_id = s.park_id AND e.firm_id = s.firm_id AND e.id = s.employee_id "
        "WHERE s.park_id = :park AND s.firm_id = :firm "
        "AND (s.instruction_id = '' OR (s.out_minor <> 0 AND s.out_minor <> s.amount_minor)) "
        "AND (s.month, s.statement, s.form) > (:month, :statement, :form) "
        "ORDER BY s.month, s.statement, s.form LIMIT :rows_max",
        {{"firm", firm},
         {"month", after.month},
         {"statement", after.statement},
         {"form", after.form},
         {"rows_max", rows_max}},
        read));
  }
  const int64_t left = rows_max - static_cast<int64_t>(items.size());
  if (left == 0) return items;
  RETURN_IF_ERROR(txn.Query(
      "SELECT id, employee_id, employee_no, 'DEDUCT', month, amount_minor, amount_minor, "
      "arrears_mode, waited_runs, statement, family, centre, case_number, origin, run, "
      "instruction_id, of_last_pay FROM arrears WHERE park_id = :park AND firm_id = :firm "
      "AND state IN ('OPEN', 'WRITE_OFF_PROPOSED') AND id > :id ORDER BY id LIMIT :rows_max",
      {{"firm", firm}, {"id", after.id}, {"rows_max", left}}, read));
  return items;
}

absl::StatusOr<bool> IsImportedRun(db::Read& txn, const PayRunKey& key) {
  ASSIGN_OR_RETURN(const int64_t runs,
                   txn.QueryInt("SELECT COUNT(*) FROM imported_run WHERE park_id = :park "
                                "AND firm_id = :firm AND run = :run",
                                {{"firm", key.firm}, {"run", key.Text()}}));
  return runs > 0;
}

absl::Status NoteImportedRun(db::Write& txn, const PayRunKey& key) {
  return txn
      .Execute("INSERT INTO imported_run (park_id, firm_id, run) VALUES (:park, :firm, :run)",
               {{"firm", key.firm}, {"run", key.Text()}})
      .status();
}

absl::StatusOr<std::vector<PayRun>> LoadPayRunPage(db::Read& txn, const After& after) {
  ASSIGN_OR_RETURN(auto runs, LoadPayRunsAfter(txn, after));
  while (!runs.empty() && runs.back().firm != after.firm) runs.pop_back();
  return runs;
}

}  // namespace tuoqiao::payroll
