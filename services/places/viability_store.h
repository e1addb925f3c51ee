// What viability keeps and counts in the database.
#ifndef TUOQIAO_SERVICES_PLACES_VIABILITY_STORE_H_
#define TUOQIAO_SERVICES_PLACES_VIABILITY_STORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/common/db/db.h"
#include "services/places/viability/demand.h"
#include "services/places/viability/occupancy.h"

namespace tuoqiao::places {

// When a centre last said which seats it has free.
struct VacancyConfirmation {
  std::string centre;
  absl::CivilDay date;
  absl::Time time;
  std::string confirmed_by;  // A role.
  int64_t revision = 0;
};
absl::StatusOr<std::optional<VacancyConfirmation>> LoadVacancyConfirmation(
    db::Read& txn, const std::string& centre);
struct ConfirmationRange {
  std::string after;
  int64_t rows_max = 0;
};
// By centre.
absl::StatusOr<std::vector<VacancyConfirmation>> LoadVacancyConfirmations(
    db::Read& txn, const ConfirmationRange& range);
absl::Status SaveVacancyConfirmation(db::Write& txn, const VacancyConfirmation& confirmation);
// Whether any centre of the park has confirmed.
absl::StatusOr<bool> AnyVacancyConfirmed(db::Read& txn);

absl::StatusOr<std::optional<viability::HeadCount>> LoadHeadCount(db::Read& txn,
                                                                  const std::string& firm,
                                                                  absl::CivilMonth month);
struct HeadCountRange {
  std::string after_firm, after_month;
  int64_t rows_max = 0;
};
// By firm, then month.
absl::StatusOr<std::vector<viability::HeadCount>> LoadHeadCounts(db::Read& txn,
                                                                 const HeadCountRange& range);
// All of the month and of later ones.
absl::StatusOr<std::vector<viability::HeadCount>> LoadHeadCountsSince(db::Read& txn,
                                                                      absl::CivilMonth month);
absl::Status SaveHeadCount(db::Write& txn, const viability::HeadCount& head_count);

// Children with an application that stands, by id.
absl::StatusOr<std::set<std::string>> LoadChildrenWhoApplied(db::Read& txn);

// On how many days each child came, in the months from the first to the last and the centres from
// the first to the last; a month in which none came is left out.
struct PresenceRange {
  absl::CivilMonth first_month, last_month;
  std::string first_centre, last_centre;
};
absl::StatusOr<std::vector<viability::AttendedMonth>> LoadAttendedMonths(
    db::Read& txn, const PresenceRange& range);

}  // namespace tuoqiao::places

#endif  // TUOQIAO_SERVICES_PLACES_VIABILITY_STORE_H_
