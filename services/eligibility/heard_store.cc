#include "services/eligibility/heard_store.h"

namespace tuoqiao::eligibility {

absl::Status SaveHeard(db::Write& txn, const std::vector<Child>& children, int64_t position) {
  std::vector<db::Args> rows;
  for (const Child& child : children) {
    rows.push_back({{"case_number", child.case_number}, {"position", position}});
  }
  if (rows.empty()) return absl::OkStatus();
  return txn
      .ExecuteMany(
          "INSERT INTO child_heard (park_id, case_number, position) VALUES (:park, :case_number, "
          ":position) ON CONFLICT (park_id, case_number) DO UPDATE SET position = "
          "excluded.position WHERE child_heard.position < excluded.position",
          rows)
      .status();
}

absl::StatusOr<int64_t> LoadHeard(db::Read& txn, const CaseStretch& cases) {
  return txn.QueryInt(
      "SELECT MAX(position) FROM child_heard WHERE park_id = :park AND case_number >= :first "
      "AND case_number <= :last",
      {{"first", cases.first}, {"last", cases.last}});
}

}  // namespace tuoqiao::eligibility
