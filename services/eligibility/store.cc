#include "services/eligibility/store.h"

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/errors.h"

namespace tuoqiao::eligibility {
namespace {

Programme ReadProgramme(const db::Row& row) {
  Programme programme;
  programme.id = row.Text(0);
  programme.display_name = row.Text(1);
  programme.scheme = row.Text(2);
  programme.funding_plan = row.Text(3);
  programme.from_date = *ParseDay(row.Text(4));
  const std::string adopted = row.Text(5);
  if (!adopted.empty()) programme.adopted_values = absl::StrSplit(adopted, ';');
  return programme;
}

}  // namespace

absl::StatusOr<Programme> LoadProgramme(db::Read& txn, const std::string& id) {
  Programme programme;
  ASSIGN_OR_RETURN(
      const bool found,
      txn.QueryOne("SELECT id, display_name, scheme, funding_plan, from_date, adopted_values "
                   "FROM programme WHERE park_id = :park AND id = :id",
                   {{"id", id}}, [&](const db::Row& row) { programme = ReadProgramme(row); }));
  if (!found) return ProgrammeNotFound(ProgrammeName(txn.park(), id));
  return programme;
}

absl::StatusOr<bool> ProgrammeKnown(db::Read& txn, const std::string& id) {
  ASSIGN_OR_RETURN(
      const int64_t found,
      txn.QueryInt("SELECT 1 FROM programme WHERE park_id = :park AND id = :id", {{"id", id}}));
  return found == 1;
}

absl::StatusOr<std::vector<Programme>> LoadProgrammes(db::Read& txn, const std::string& after,
                                                      int64_t rows_max) {
  std::vector<Programme> programmes;
  RETURN_IF_ERROR(
      txn.Query("SELECT id, display_name, scheme, funding_plan, from_date, adopted_values "
                "FROM programme WHERE park_id = :park AND id > :after ORDER BY id LIMIT :rows_max",
                {{"after", after}, {"rows_max", rows_max}}, [&](const db::Row& row) {
                  programmes.push_back(ReadProgramme(row));
                  return absl::OkStatus();
                }));
  return programmes;
}

absl::Status InsertProgramme(db::Write& txn, const Programme& programme) {
  return txn
      .Execute(
          "INSERT INTO programme (park_id, id, display_name, scheme, funding_plan, from_date, "
          "adopted_values) VALUES (:park, :id, :name, :scheme, :plan, :from, :adopted)",
          {{"id", programme.id},
           {"name", programme.display_name},
           {"scheme", programme.scheme},
           {"plan", programme.funding_plan},
           {"from", FormatDay(programme.from_date)},
           {"adopted", absl::StrJoin(programme.adopted_values, ";")}})
      .status();
}

}  // namespace tuoqiao::eligibility
