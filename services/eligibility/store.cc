#include "services/eligibility/store.h"

#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/errors.h"

namespace tuoqiao::eligibility {
namespace {

// Without what was adopted later.
Programme ReadProgramme(const db::Row& row) {
  Programme programme;
  programme.id = row.Text(0);
  programme.display_name = row.Text(1);
  programme.funding_plan = row.Text(3);
  programme.from_date = *ParseDay(row.Text(4));
  programme.versions.push_back(
      {row.Text(2), programme.from_date, ReadAdoptedValues(row.Text(5)), ""});
  return programme;
}

absl::Status LoadVersions(db::Read& txn, Programme* programme) {
  return txn.Query(
      "SELECT scheme, from_date, adopted_values, shadow_id FROM programme_version "
      "WHERE park_id = :park AND programme_id = :programme ORDER BY ordinal",
      {{"programme", programme->id}}, [&](const db::Row& row) {
        Adopt({row.Text(0), *ParseDay(row.Text(1)), ReadAdoptedValues(row.Text(2)), row.Text(3)},
              programme);
        return absl::OkStatus();
      });
}

}  // namespace

std::string AdoptedValuesText(const std::set<std::string>& values) {
  return absl::StrJoin(values, ";");
}

std::set<std::string> ReadAdoptedValues(const std::string& text) {
  return absl::StrSplit(text, ';', absl::SkipEmpty());
}

absl::StatusOr<Programme> LoadProgramme(db::Read& txn, const std::string& id) {
  Programme programme;
  ASSIGN_OR_RETURN(
      const bool found,
      txn.QueryOne("SELECT id, display_name, scheme, funding_plan, from_date, adopted_values "
                   "FROM programme WHERE park_id = :park AND id = :id",
                   {{"id", id}}, [&](const db::Row& row) { programme = ReadProgramme(row); }));
  if (!found) return ProgrammeNotFound(ProgrammeName(txn.park(), id));
  RETURN_IF_ERROR(LoadVersions(txn, &programme));
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
  for (Programme& each : programmes) RETURN_IF_ERROR(LoadVersions(txn, &each));
  return programmes;
}

absl::Status InsertProgramme(db::Write& txn, const Programme& programme) {
  const SchemeVersion& first = programme.versions.front();
  return txn
      .Execute(
          "INSERT INTO programme (park_id, id, display_name, scheme, funding_plan, from_date, "
          "adopted_values) VALUES (:park, :id, :name, :scheme, :plan, :from, :adopted)",
          {{"id", programme.id},
           {"name", programme.display_name},
           {"scheme", first.scheme},
           {"plan", programme.funding_plan},
           {"from", FormatDay(programme.from_date)},
           {"adopted", AdoptedValuesText(first.adopted_values)}})
      .status();
}

absl::Status InsertVersion(db::Write& txn, const Programme& programme,
                           const SchemeVersion& version) {
  return txn
      .Execute(
          "INSERT INTO programme_version (park_id, programme_id, ordinal, scheme, from_date, "
          "adopted_values, shadow_id) VALUES (:park, :programme, :ordinal, :scheme, :from, "
          ":adopted, :shadow)",
          {{"programme", programme.id},
           {"ordinal", programme.adoptions},
           {"scheme", version.scheme},
           {"from", FormatDay(version.from_date)},
           {"adopted", AdoptedValuesText(version.adopted_values)},
           {"shadow", version.shadow}})
      .status();
}

}  // namespace tuoqiao::eligibility
