#include "services/places/viability_store.h"

#include <bitset>

#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/row.h"

namespace tuoqiao::places {
namespace {

absl::StatusOr<std::vector<VacancyConfirmation>> QueryConfirmations(db::Read& txn,
                                                                    absl::string_view condition,
                                                                    const db::Args& args) {
  std::vector<VacancyConfirmation> confirmations;
  RETURN_IF_ERROR(
      txn.Query(absl::StrCat("SELECT centre_id, confirm_date, confirm_time, confirmed_by, revision "
                             "FROM vacancy_confirmation WHERE park_id = :park AND ",
                             condition),
                args, [&](const db::Row& row) {
                  confirmations.push_back({row.Text(0), *ParseDay(row.Text(1)),
                                           MomentOf(row.Text(2)), row.Text(3), row.Int(4)});
                  return absl::OkStatus();
                }));
  return confirmations;
}

absl::StatusOr<std::vector<viability::HeadCount>> QueryHeadCounts(db::Read& txn,
                                                                  absl::string_view condition,
                                                                  const db::Args& args) {
  std::vector<viability::HeadCount> head_counts;
  RETURN_IF_ERROR(txn.Query(
      absl::StrCat("SELECT firm_id, month, staff, newborn, infant, small, large, revision "
                   "FROM head_count WHERE park_id = :park AND ",
                   condition),
      args, [&](const db::Row& row) {
        head_counts.push_back({row.Text(0),
                               *ParseMonth(row.Text(1)),
                               row.Int(2),
                               {row.Int(3), row.Int(4), row.Int(5), row.Int(6)},
                               row.Int(7)});
        return absl::OkStatus();
      }));
  return head_counts;
}

}  // namespace

absl::StatusOr<std::optional<VacancyConfirmation>> LoadVacancyConfirmation(
    db::Read& txn, const std::string& centre) {
  ASSIGN_OR_RETURN(const auto found,
                   QueryConfirmations(txn, "centre_id = :centre", {{"centre", centre}}));
  if (found.empty()) return std::optional<VacancyConfirmation>();
  return std::optional<VacancyConfirmation>(found[0]);
}

absl::StatusOr<std::vector<VacancyConfirmation>> LoadVacancyConfirmations(
    db::Read& txn, const ConfirmationRange& range) {
  return QueryConfirmations(txn, "centre_id > :after ORDER BY centre_id LIMIT :most",
                            {{"after", range.after}, {"most", range.rows_max}});
}

absl::Status SaveVacancyConfirmation(db::Write& txn, const VacancyConfirmation& confirmation) {
  return txn
      .Execute(
          "INSERT INTO vacancy_confirmation (park_id, centre_id, confirm_date, confirm_time, "
          "confirmed_by, revision) VALUES (:park, :centre, :date, :time, :by, :revision) "
          "ON CONFLICT (park_id, centre_id) DO UPDATE SET confirm_date = excluded.confirm_date, "
          "confirm_time = excluded.confirm_time, confirmed_by = excluded.confirmed_by, "
          "revision = excluded.revision",
          {{"centre", confirmation.centre},
           {"date", FormatDay(confirmation.date)},
           {"time", FormatMoment(confirmation.time)},
           {"by", confirmation.confirmed_by},
           {"revision", confirmation.revision}})
      .status();
}

absl::StatusOr<bool> AnyVacancyConfirmed(db::Read& txn) {
  ASSIGN_OR_RETURN(const auto first, LoadVacancyConfirmations(txn, {"", 1}));
  return !first.empty();
}

absl::StatusOr<std::optional<viability::HeadCount>> LoadHeadCount(db::Read& txn,
                                                                  const std::string& firm,
                                                                  absl::CivilMonth month) {
  ASSIGN_OR_RETURN(const auto found,
                   QueryHeadCounts(txn, "firm_id = :firm AND month = :month",
                                   {{"firm", firm}, {"month", FormatMonth(month)}}));
  if (found.empty()) return std::optional<viability::HeadCount>();
  return std::optional<viability::HeadCount>(found[0]);
}

absl::StatusOr<std::vector<viability::HeadCount>> LoadHeadCounts(db::Read& txn,
                                                                 const HeadCountRange& range) {
  return QueryHeadCounts(
      txn, "(firm_id, month) > (:firm, :month) ORDER BY firm_id, month LIMIT :most",
      {{"firm", range.after_firm}, {"month", range.after_month}, {"most", range.rows_max}});
}

absl::StatusOr<std::vector<viability::HeadCount>> LoadHeadCountsSince(db::Read& txn,
                                                                      absl::CivilMonth month) {
  return QueryHeadCounts(txn, "month >= :month ORDER BY firm_id, month",
                         {{"month", FormatMonth(month)}});
}

absl::Status SaveHeadCount(db::Write& txn, const viability::HeadCount& head_count) {
  return txn
      .Execute(
          "INSERT INTO head_count (park_id, firm_id, month, staff, newborn, infant, small, large, "
          "revision) VALUES (:park, :firm, :month, :staff, :newborn, :infant, :small, :large, "
          ":revision) ON CONFLICT (park_id, firm_id, month) DO UPDATE SET staff = excluded.staff, "
          "newborn = excluded.newborn, infant = excluded.infant, small = excluded.small, "
          "large = excluded.large, revision = excluded.revision",
          {{"firm", head_count.firm},
           {"month", FormatMonth(head_count.month)},
           {"staff", head_count.staff},
           {"newborn", head_count.children[0]},
           {"infant", head_count.children[1]},
           {"small", head_count.children[2]},
           {"large", head_count.children[3]},
           {"revision", head_count.revision}})
      .status();
}

absl::StatusOr<std::set<std::string>> LoadChildrenWhoApplied(db::Read& txn) {
  std::set<std::string> children;
  RETURN_IF_ERROR(
      txn.Query("SELECT DISTINCT child_id FROM application WHERE park_id = :park AND standing = 1",
                {}, [&](const db::Row& row) {
                  children.insert(row.Text(0));
                  return absl::OkStatus();
                }));
  return children;
}

absl::StatusOr<std::vector<viability::AttendedMonth>> LoadAttendedMonths(
    db::Read& txn, const PresenceRange& range) {
  std::vector<viability::AttendedMonth> months;
  RETURN_IF_ERROR(txn.Query(
      "SELECT e.group_id, a.month, a.present FROM attendance a JOIN enrolment e "
      "ON e.park_id = a.park_id AND e.centre_id = a.centre_id AND e.id = a.enrolment_id "
      "WHERE a.park_id = :park AND a.month >= :first_month AND a.month <= :last_month "
      "AND a.centre_id >= :first AND a.centre_id <= :last AND a.present <> 0",
      {{"first_month", FormatMonth(range.first_month)},
       {"last_month", FormatMonth(range.last_month)},
       {"first", range.first_centre},
       {"last", range.last_centre}},
      [&](const db::Row& row) {
        const auto days = std::bitset<64>(static_cast<uint64_t>(row.Int(2))).count();
        months.push_back({row.Text(0), *ParseMonth(row.Text(1)), static_cast<int64_t>(days)});
        return absl::OkStatus();
      }));
  return months;
}

}  // namespace tuoqiao::places
