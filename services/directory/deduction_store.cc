#include "services/directory/deduction_store.h"

#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/directory/recipient_consent.h"

namespace tuoqiao::directory {

absl::StatusOr<std::optional<DeductionSplit>> FindSplit(db::Read& txn, const std::string& child,
                                                        const std::string& year) {
  DeductionSplit split = {child, year, 0, {}, 0};
  ASSIGN_OR_RETURN(const bool found,
                   txn.QueryOne("SELECT first_share_bp, said_date, revision FROM deduction_split "
                                "WHERE park_id = :park AND child_id = :child AND year = :year",
                                {{"child", child}, {"year", year}}, [&](const db::Row& row) {
                                  split.first_share_bp = row.Int(0);
                                  split.said_date = *ParseDay(row.Text(1));
                                  split.revision = row.Int(2);
                                }));
  if (!found) return std::optional<DeductionSplit>();
  return std::optional<DeductionSplit>(split);
}

absl::Status SaveSplit(db::Write& txn, const DeductionSplit& split) {
  return txn
      .Execute(
          "INSERT INTO deduction_split (park_id, child_id, year, first_share_bp, said_date, "
          "revision) VALUES (:park, :child, :year, :share, :said, :revision) ON CONFLICT (park_id, "
          "child_id, year) DO UPDATE SET first_share_bp = excluded.first_share_bp, said_date = "
          "excluded.said_date, revision = excluded.revision",
          {{"child", split.child},
           {"year", split.year},
           {"share", split.first_share_bp},
           {"said", FormatDay(split.said_date)},
           {"revision", split.revision}})
      .status();
}

absl::StatusOr<std::vector<SplitOfFamily>> LoadSplits(db::Read& txn, const std::string& after_child,
                                                      const std::string& after_year,
                                                      int64_t rows_max) {
  std::vector<SplitOfFamily> splits;
  RETURN_IF_ERROR(txn.Query(
      "SELECT c.family_id, s.child_id, s.year, s.first_share_bp, s.said_date, s.revision FROM "
      "deduction_split s JOIN child c ON c.park_id = s.park_id AND c.id = s.child_id WHERE "
      "s.park_id = :park AND (s.child_id, s.year) > (:child, :year) ORDER BY s.child_id, s.year "
      "LIMIT :most",
      {{"child", after_child}, {"year", after_year}, {"most", rows_max}}, [&](const db::Row& row) {
        splits.push_back(
            {row.Text(0),
             {row.Text(1), row.Text(2), row.Int(3), *ParseDay(row.Text(4)), row.Int(5)}});
        return absl::OkStatus();
      }));
  return splits;
}

absl::StatusOr<std::vector<std::string>> LoadToldChildren(db::Read& txn,
                                                          const std::string& firm_name) {
  std::vector<std::string> children;
  RETURN_IF_ERROR(txn.Query(
      "SELECT c.id FROM recipient_consent r JOIN child c ON c.park_id = r.park_id AND c.id = "
      "r.child_id WHERE r.park_id = :park AND r.recipient = :firm AND r.purpose = :purpose AND "
      "r.withdraw_date = '' ORDER BY c.case_number",
      {{"firm", firm_name}, {"purpose", std::string(kTaxDeduction)}}, [&](const db::Row& row) {
        children.push_back(row.Text(0));
        return absl::OkStatus();
      }));
  return children;
}

}  // namespace tuoqiao::directory
