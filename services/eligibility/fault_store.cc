#include "services/eligibility/fault_store.h"

#include "services/common/status_macros.h"

namespace tuoqiao::eligibility {
namespace {

absl::StatusOr<std::vector<FaultRow>> QueryFaults(db::Read& txn, absl::string_view sql,
                                                  const db::Args& args) {
  std::vector<FaultRow> faults;
  RETURN_IF_ERROR(txn.Query(sql, args, [&](const db::Row& row) {
    faults.push_back({row.Text(0), row.Text(1), row.Text(2), {row.Text(3), row.Text(4)}});
    return absl::OkStatus();
  }));
  return faults;
}

}  // namespace

absl::Status SaveFaults(db::Write& txn, const std::string& programme,
                        const std::vector<CaseStretch>& cases,
                        const std::vector<FaultRow>& faults) {
  std::vector<db::Args> stretches;
  for (const CaseStretch& each : cases) {
    stretches.push_back({{"programme", programme}, {"first", each.first}, {"last", each.last}});
  }
  RETURN_IF_ERROR(txn.ExecuteMany("DELETE FROM decision_fault WHERE park_id = :park "
                                  "AND programme_id = :programme AND case_number >= :first "
                                  "AND case_number <= :last",
                                  stretches)
                      .status());
  if (faults.empty()) return absl::OkStatus();
  std::vector<db::Args> rows;
  for (const FaultRow& each : faults) {
    rows.push_back({{"programme", programme},
                    {"case_number", each.case_number},
                    {"child", each.child},
                    {"field", each.fault.field},
                    {"reason", each.fault.reason}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO decision_fault (park_id, programme_id, case_number, child, field, reason) "
          "VALUES (:park, :programme, :case_number, :child, :field, :reason)",
          rows)
      .status();
}

absl::StatusOr<std::vector<FaultRow>> LoadFaults(db::Read& txn, const std::string& programme,
                                                 const std::string& after, int64_t rows_max) {
  return QueryFaults(txn,
                     "SELECT programme_id, case_number, child, field, reason FROM decision_fault "
                     "WHERE park_id = :park AND programme_id = :programme "
                     "AND case_number > :after ORDER BY case_number LIMIT :rows_max",
                     {{"programme", programme}, {"after", after}, {"rows_max", rows_max}});
}

absl::StatusOr<std::vector<FaultRow>> LoadAllFaults(db::Read& txn, const FaultRow& after,
                                                    int64_t rows_max) {
  return QueryFaults(
      txn,
      "SELECT programme_id, case_number, child, field, reason FROM decision_fault "
      "WHERE park_id = :park AND (programme_id > :programme OR "
      "(programme_id = :programme AND case_number > :case_number)) "
      "ORDER BY programme_id, case_number LIMIT :rows_max",
      {{"programme", after.programme}, {"case_number", after.case_number}, {"rows_max", rows_max}});
}

}  // namespace tuoqiao::eligibility
