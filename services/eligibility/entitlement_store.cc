#include "services/eligibility/entitlement_store.h"

#include <utility>

#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::eligibility {
namespace {

absl::StatusOr<std::vector<Confirmation>> QueryConfirmations(db::Read& txn, absl::string_view sql,
                                                             const db::Args& args) {
  std::vector<Confirmation> found;
  RETURN_IF_ERROR(txn.Query(sql, args, [&](const db::Row& row) {
    found.push_back(
        {row.Text(0), row.Text(1), row.Text(2), row.Text(3), *ParseDay(row.Text(4)), row.Int(5)});
    return absl::OkStatus();
  }));
  return found;
}

}  // namespace

absl::StatusOr<std::map<std::string, Confirmation>> LoadConfirmations(db::Read& txn,
                                                                      const std::string& programme,
                                                                      const std::string& child_id) {
  if (!child_id.empty()) {
    std::map<std::string, Confirmation> of_child;
    ASSIGN_OR_RETURN(auto rows, LoadConfirmationOf(txn, programme, child_id));
    for (Confirmation& each : rows) of_child[child_id] = std::move(each);
    return of_child;
  }
  ASSIGN_OR_RETURN(auto rows,
                   QueryConfirmations(txn,
                                      "SELECT programme_id, child_id, child, case_number, "
                                      "confirm_date, revision FROM entitlement_confirmation "
                                      "WHERE park_id = :park AND programme_id = :programme",
                                      {{"programme", programme}}));
  std::map<std::string, Confirmation> found;
  for (Confirmation& each : rows) found[each.child_id] = std::move(each);
  return found;
}

absl::StatusOr<std::vector<Confirmation>> LoadConfirmationOf(db::Read& txn,
                                                             const std::string& programme,
                                                             const std::string& child_id) {
  return QueryConfirmations(txn,
                            "SELECT programme_id, child_id, child, case_number, confirm_date, "
                            "revision FROM entitlement_confirmation WHERE park_id = :park "
                            "AND programme_id = :programme AND child_id = :child",
                            {{"programme", programme}, {"child", child_id}});
}

absl::StatusOr<std::vector<Confirmation>> LoadAllConfirmations(db::Read& txn,
                                                               const Confirmation& after,
                                                               int64_t rows_max) {
  return QueryConfirmations(
      txn,
      "SELECT programme_id, child_id, child, case_number, confirm_date, revision "
      "FROM entitlement_confirmation WHERE park_id = :park AND (programme_id > :programme OR "
      "(programme_id = :programme AND child_id > :child)) "
      "ORDER BY programme_id, child_id LIMIT :rows_max",
      {{"programme", after.programme}, {"child", after.child_id}, {"rows_max", rows_max}});
}

absl::Status SaveConfirmation(db::Write& txn, const Confirmation& confirmation) {
  return txn
      .Execute(
          "INSERT INTO entitlement_confirmation (park_id, programme_id, child_id, child, "
          "case_number, confirm_date, revision) VALUES (:park, :programme, :child_id, :child, "
          ":case_number, :day, :revision) ON CONFLICT (park_id, programme_id, child_id) DO UPDATE "
          "SET confirm_date = excluded.confirm_date, revision = excluded.revision",
          {{"programme", confirmation.programme},
           {"child_id", confirmation.child_id},
           {"child", confirmation.child},
           {"case_number", confirmation.case_number},
           {"day", FormatDay(confirmation.day)},
           {"revision", confirmation.revision}})
      .status();
}

}  // namespace tuoqiao::eligibility
