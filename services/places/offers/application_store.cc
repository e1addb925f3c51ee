#include "services/places/offers/application_store.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/row.h"

namespace tuoqiao::places {
namespace {

constexpr char kColumns[] =
    "a.id, a.family_id, a.child_id, a.case_number, a.programme_id, a.ordinal, a.choices, "
    "a.desired_start, a.submitted_time, a.state, a.offers, a.offered_until, a.family_revision, "
    "a.decision_revision, a.revision, a.submitted_choices, a.urgent, a.answer_by, a.confirm_by, "
    "a.session";

// Who waits on a day: an offer that has run out is one that nobody holds any more, and what nobody
// confirmed in time is closed.
constexpr char kWaitsOn[] =
    "a.park_id = :park AND a.standing = 1 AND (a.confirm_by = '' OR a.confirm_by >= :today) "
    "AND (a.state = 'WAITING' OR (a.state = 'OFFERED' AND a.offered_until < :today))";

Application ReadApplication(const db::Row& row) {
  Application application;
  application.id = row.Text(0);
  application.family = row.Text(1);
  application.child = row.Text(2);
  application.case_number = row.Text(3);
  application.programme = row.Text(4);
  application.ordinal = row.Int(5);
  application.choices = SplitList(row.Text(6));
  application.desired_start = *ParseDay(row.Text(7));
  application.submitted = MomentOf(row.Text(8));
  application.state = ApplicationStateOf(row.Text(9));
  application.offers = row.Int(10);
  application.offered_until = DayFrom(row.Text(11));
  application.family_revision = row.Int(12);
  application.decision_revision = row.Int(13);
  application.revision = row.Int(14);
  application.submitted_choices = SplitList(row.Text(15));
  application.urgent = row.Flag(16);
  application.answer_by = DayFrom(row.Text(17));
  application.confirm_by = DayFrom(row.Text(18));
  application.session = SessionFrom(row.Text(19));
  return application;
}

db::Args QueueArgs(const Queue& queue) {
  return {{"today", FormatDay(queue.today)},
          {"time", FormatMoment(queue.after.submitted)},
          {"case", queue.after.case_number},
          {"id", queue.after.id}};
}

}  // namespace

absl::StatusOr<std::vector<Application>> LoadApplications(db::Read& txn,
                                                          const ApplicationRange& range) {
  std::vector<Application> applications;
  RETURN_IF_ERROR(
      txn.Query(absl::StrCat("SELECT ", kColumns,
                             " FROM application a WHERE a.park_id = :park "
                             "AND (a.case_number, a.id) > (:case, :id) "
                             "ORDER BY a.case_number, a.id LIMIT :most"),
                {{"case", range.after_case}, {"id", range.after_id}, {"most", range.rows_max}},
                [&](const db::Row& row) {
                  applications.push_back(ReadApplication(row));
                  return absl::OkStatus();
                }));
  return applications;
}

absl::StatusOr<std::vector<Application>> LoadApplicationsOf(db::Read& txn,
                                                            const std::string& family) {
  std::vector<Application> applications;
  RETURN_IF_ERROR(txn.Query(
      absl::StrCat("SELECT ", kColumns,
                   " FROM application a WHERE a.park_id = :park AND a.family_id = :family "
                   "ORDER BY a.case_number, a.id"),
      {{"family", family}}, [&](const db::Row& row) {
        applications.push_back(ReadApplication(row));
        return absl::OkStatus();
      }));
  return applications;
}

absl::StatusOr<std::vector<Application>> LoadForgotten(db::Read& txn, absl::CivilDay before,
                                                       int64_t rows_max) {
  std::vector<Application> applications;
  RETURN_IF_ERROR(
      txn.Query(absl::StrCat("SELECT ", kColumns,
                             " FROM application a WHERE a.park_id = :park AND a.standing = 1 "
                             "AND a.state IN ('WAITING', 'OFFERED') AND a.confirm_by <> '' "
                             "AND a.confirm_by < :before ORDER BY a.id LIMIT :most"),
                {{"before", FormatDay(before)}, {"most", rows_max}}, [&](const db::Row& row) {
                  applications.push_back(ReadApplication(row));
                  return absl::OkStatus();
                }));
  return applications;
}

absl::StatusOr<Application> LoadApplication(db::Read& txn, const std::string& id) {
  Application application;
  ASSIGN_OR_RETURN(
      const bool found,
      txn.QueryOne(absl::StrCat("SELECT ", kColumns,
                                " FROM application a WHERE a.park_id = :park AND a.id = :id"),
                   {{"id", id}}, [&](const db::Row& row) { application = ReadApplication(row); }));
  if (!found) return absl::InternalError(absl::StrCat("no application ", id));
  return application;
}

absl::StatusOr<std::map<std::string, Application>> LoadLastApplications(db::Read& txn,
                                                                        const CaseRange& range) {
  std::map<std::string, Application> last;
  RETURN_IF_ERROR(txn.Query(
      absl::StrCat("SELECT ", kColumns,
                   " FROM application a WHERE a.park_id = :park AND a.case_number >= :first "
                   "AND a.case_number <= :last AND a.programme_id = :programme "
                   "ORDER BY a.case_number, a.ordinal"),
      {{"first", range.first}, {"last", range.last}, {"programme", range.programme}},
      [&](const db::Row& row) {
        Application application = ReadApplication(row);
        last[application.case_number] = std::move(application);
        return absl::OkStatus();
      }));
  return last;
}

absl::Status InsertApplications(db::Write& txn, const std::vector<Application>& applications) {
  std::vector<db::Args> children, rows;
  for (const Application& each : applications) {
    children.push_back({{"id", each.child}});
    rows.push_back({{"id", each.id},
                    {"family", each.family},
                    {"child", each.child},
                    {"case", each.case_number},
                    {"programme", each.programme},
                    {"ordinal", each.ordinal},
                    {"choices", absl::StrJoin(each.choices, ";")},
                    {"start", FormatDay(each.desired_start)},
                    {"time", FormatMoment(each.submitted)},
                    {"state", StateName(each.state)},
                    {"urgent", each.urgent},
                    {"answer", DayOrEmpty(each.answer_by)},
                    {"confirm", DayOrEmpty(each.confirm_by)},
                    {"family_revision", each.family_revision},
                    {"decision_revision", each.decision_revision},
                    {"revision", each.revision},
                    {"session", SessionName(each.session)}});
  }
  RETURN_IF_ERROR(txn.ExecuteMany("INSERT INTO child (park_id, id) VALUES (:park, :id) "
                                  "ON CONFLICT (park_id, id) DO NOTHING",
                                  children)
                      .status());
  return txn
      .ExecuteMany(
          "INSERT INTO application (park_id, id, family_id, child_id, case_number, programme_id, "
          "ordinal, choices, desired_start, submitted_time, state, offers, offered_until, "
          "standing, urgent, answer_by, confirm_by, family_revision, decision_revision, revision, "
          "session) VALUES (:park, :id, :family, :child, :case, :programme, :ordinal, :choices, "
          ":start, :time, :state, 0, '', 1, :urgent, :answer, :confirm, :family_revision, "
          ":decision_revision, :revision, :session)",
          rows)
      .status();
}

absl::Status UpdateApplications(db::Write& txn, const std::vector<Application>& applications) {
  std::vector<db::Args> rows;
  for (const Application& each : applications) {
    rows.push_back({{"id", each.id},
                    {"state", StateName(each.state)},
                    {"offers", each.offers},
                    {"until", DayOrEmpty(each.offered_until)},
                    {"standing", each.Standing()},
                    {"choices", absl::StrJoin(each.choices, ";")},
                    {"submitted", absl::StrJoin(each.submitted_choices, ";")},
                    {"confirm", DayOrEmpty(each.confirm_by)},
                    {"family_revision", each.family_revision},
                    {"decision_revision", each.decision_revision},
                    {"revision", each.revision}});
  }
  return txn
      .ExecuteMany(
          "UPDATE application SET state = :state, offers = :offers, offered_until = :until, "
          "standing = :standing, choices = :choices, submitted_choices = :submitted, "
          "confirm_by = :confirm, family_revision = :family_revision, "
          "decision_revision = :decision_revision, revision = :revision "
          "WHERE park_id = :park AND id = :id",
          rows)
      .status();
}

absl::StatusOr<std::vector<Waiting>> LoadWaiting(db::Read& txn, const Queue& queue,
                                                 int64_t rows_max) {
  std::vector<Waiting> waiting;
  db::Args args = QueueArgs(queue);
  args.push_back({"most", rows_max});
  RETURN_IF_ERROR(txn.Query(
      absl::StrCat("SELECT ", kColumns,
                   ", CASE WHEN EXISTS (SELECT 1 FROM enrolment e WHERE e.park_id = a.park_id "
                   "AND e.child_id = a.child_id AND e.running = 1) THEN 1 ELSE 0 END "
                   "FROM application a WHERE ",
                   kWaitsOn,
                   " AND (a.submitted_time, a.case_number, a.id) > (:time, :case, :id) "
                   "ORDER BY a.submitted_time, a.case_number, a.id LIMIT :most"),
      args, [&](const db::Row& row) {
        waiting.push_back({ReadApplication(row), row.Flag(20)});
        return absl::OkStatus();
      }));
  return waiting;
}

absl::StatusOr<int64_t> CountWaiting(db::Read& txn, const Queue& queue) {
  return txn.QueryInt(
      absl::StrCat("SELECT COUNT(*) FROM application a WHERE ", kWaitsOn,
                   " AND (a.submitted_time, a.case_number, a.id) > (:time, :case, :id)"),
      QueueArgs(queue));
}

absl::StatusOr<std::set<std::string>> LoadWaitingProgrammes(db::Read& txn, absl::CivilDay today) {
  std::set<std::string> programmes;
  RETURN_IF_ERROR(
      txn.Query(absl::StrCat("SELECT DISTINCT a.programme_id FROM application a WHERE ", kWaitsOn),
                {{"today", FormatDay(today)}}, [&](const db::Row& row) {
                  programmes.insert(row.Text(0));
                  return absl::OkStatus();
                }));
  return programmes;
}

}  // namespace tuoqiao::places
