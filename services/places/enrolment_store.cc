#include "services/places/enrolment_store.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/care/booking.h"
#include "services/places/contracts/pool_days.h"
#include "services/places/errors.h"
#include "services/places/row.h"

namespace tuoqiao::places {
namespace {

constexpr char kColumns[] =
    "id, centre_id, application_id, family_id, child_id, case_number, group_id, group_kind, pool, "
    "start_date, end_date, running, end_reason, revision, session, seat_part, follows, "
    "entitled_from, suspensions";

std::string SuspensionsText(const std::vector<Suspension>& suspensions) {
  return absl::StrJoin(suspensions, ";", [](std::string* out, const Suspension& each) {
    absl::StrAppend(out, FormatDay(each.period.from), "/", FormatDay(each.period.until), "/",
                    each.reason, "/", each.keep_seat ? 1 : 0);
  });
}

std::vector<Suspension> SuspensionsFrom(const std::string& text) {
  std::vector<Suspension> suspensions;
  for (const std::string& each : SplitList(text)) {
    const std::vector<std::string> parts = absl::StrSplit(each, '/');
    CHECK(parts.size() == 4);
    suspensions.push_back({{*ParseDay(parts[0]), *ParseDay(parts[1])}, parts[2], parts[3] == "1"});
  }
  return suspensions;
}

Enrolment ReadEnrolment(const db::Row& row) {
  Enrolment enrolment;
  enrolment.id = row.Text(0);
  enrolment.centre = row.Text(1);
  enrolment.application = row.Text(2);
  enrolment.family = row.Text(3);
  enrolment.child = row.Text(4);
  enrolment.case_number = row.Text(5);
  enrolment.group = row.Text(6);
  enrolment.kind = GroupKindOf(row.Text(7));
  enrolment.pool = row.Text(8);
  enrolment.period = {*ParseDay(row.Text(9)), *ParseDay(row.Text(10))};
  enrolment.running = row.Flag(11);
  enrolment.end_reason = row.Text(12);
  enrolment.revision = row.Int(13);
  enrolment.session = SessionFrom(row.Text(14));
  enrolment.part = SessionFrom(row.Text(15));
  enrolment.follows = row.Text(16);
  enrolment.entitled_from = DayFrom(row.Text(17)).value_or(enrolment.period.from);
  enrolment.suspensions = SuspensionsFrom(row.Text(18));
  return enrolment;
}

absl::StatusOr<std::vector<Enrolment>> QueryEnrolments(db::Read& txn, absl::string_view condition,
                                                       const db::Args& args) {
  std::vector<Enrolment> enrolments;
  RETURN_IF_ERROR(txn.Query(
      absl::StrCat("SELECT ", kColumns, " FROM enrolment WHERE park_id = :park AND ", condition),
      args, [&](const db::Row& row) {
        enrolments.push_back(ReadEnrolment(row));
        return absl::OkStatus();
      }));
  return enrolments;
}

// Days from the last to the first: so much as a day has more than all behind it is taken up to it.
absl::Status AddBookedSeats(db::Read& txn, const SeatRange& range, std::vector<TakenSeats>* taken) {
  std::map<std::string, std::map<absl::CivilDay, std::vector<Minutes>>> booked;  // By group.
  RETURN_IF_ERROR(txn.Query(
      "SELECT group_id, day, from_minute, until_minute FROM booking WHERE park_id = :park "
      "AND centre_id >= :first AND centre_id <= :last AND day >= :from "
      "AND takes_seat = 1 AND lender = ''",
      {{"first", range.first_centre},
       {"last", range.last_centre},
       {"from", FormatDay(range.ended_after)}},
      [&](const db::Row& row) {
        const bool hours = row.Int(3) != 0;
        booked[row.Text(0)][*ParseDay(row.Text(1))].push_back(
            hours ? Minutes{row.Int(2), row.Int(3)} : Minutes());
        return absl::OkStatus();
      }));
  for (const auto& [group, days] : booked) {
    int64_t most = 0;
    for (auto day = days.rbegin(); day != days.rend(); ++day) {
      const int64_t seats = SeatsAtOnce(day->second);
      if (seats <= most) continue;
      taken->push_back({group, "", seats - most, day->first + 1});
      most = seats;
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<Enrolment>> LoadEnrolments(db::Read& txn, const std::string& centre,
                                                      const EnrolmentPlace& after,
                                                      int64_t rows_max) {
  return QueryEnrolments(txn,
                         "(:only = '' OR centre_id = :only) "
                         "AND (case_number, centre_id, id) > (:case, :centre, :id) "
                         "ORDER BY case_number, centre_id, id LIMIT :most",
                         {{"only", centre},
                          {"case", after.case_number},
                          {"centre", after.centre},
                          {"id", after.id},
                          {"most", rows_max}});
}

absl::StatusOr<std::vector<Enrolment>> LoadEnrolmentsOfCentre(db::Read& txn,
                                                              const std::string& centre) {
  return QueryEnrolments(txn, "centre_id = :centre ORDER BY id", {{"centre", centre}});
}

absl::StatusOr<std::vector<Enrolment>> LoadEnrolmentsOfChild(db::Read& txn,
                                                             const std::string& child) {
  return QueryEnrolments(txn, "child_id = :child ORDER BY start_date, id", {{"child", child}});
}

absl::StatusOr<std::vector<Enrolment>> LoadOtherPlaces(db::Read& txn, const std::string& centre) {
  return QueryEnrolments(txn,
                         "centre_id <> :centre AND child_id IN (SELECT child_id FROM enrolment "
                         "WHERE park_id = :park AND centre_id = :centre) ORDER BY centre_id, id",
                         {{"centre", centre}});
}

absl::StatusOr<std::vector<Enrolment>> LoadEnrolmentsIn(db::Read& txn, const Period& period,
                                                        const EnrolmentPlace& after,
                                                        int64_t rows_max) {
  return QueryEnrolments(txn,
                         "(centre_id, id) > (:centre, :id) AND start_date < :until "
                         "AND end_date > :from AND start_date < end_date "
                         "ORDER BY centre_id, id LIMIT :most",
                         {{"centre", after.centre},
                          {"id", after.id},
                          {"from", FormatDay(period.from)},
                          {"until", FormatDay(period.until)},
                          {"most", rows_max}});
}

absl::StatusOr<Enrolment> LoadEnrolment(db::Read& txn, const std::string& centre,
                                        const std::string& id) {
  ASSIGN_OR_RETURN(const auto enrolments, QueryEnrolments(txn, "centre_id = :centre AND id = :id",
                                                          {{"centre", centre}, {"id", id}}));
  if (enrolments.empty()) {
    return EnrolmentNotFound(
        absl::StrCat("parks/", txn.park(), "/centres/", centre, "/enrolments/", id));
  }
  return enrolments[0];
}

absl::StatusOr<bool> HasPlace(db::Read& txn, const std::string& child, const Period& period) {
  ASSIGN_OR_RETURN(
      const int64_t places,
      txn.QueryInt("SELECT COUNT(*) FROM enrolment WHERE park_id = :park AND child_id = :child "
                   "AND (running = 1 OR (start_date < :until AND end_date > :from "
                   "AND start_date < end_date))",
                   {{"child", child},
                    {"from", FormatDay(period.from)},
                    {"until", FormatDay(period.until)}}));
  return places > 0;
}

absl::StatusOr<std::vector<TakenSeats>> LoadTakenSeats(db::Read& txn, const SeatRange& range) {
  ASSIGN_OR_RETURN(auto taken, LoadPlaceSeats(txn, range));
  RETURN_IF_ERROR(AddBookedSeats(txn, range, &taken));
  return taken;
}

absl::StatusOr<std::vector<TakenSeats>> LoadPlaceSeats(db::Read& txn, const SeatRange& range) {
  std::vector<TakenSeats> taken;
  // A place that ends by age is held to the end of its month; an earlier day sees an earlier month.
  const absl::CivilDay month_start(absl::CivilMonth(std::min(range.today, range.ended_after)));
  RETURN_IF_ERROR(txn.Query(
      "SELECT group_id, pool, CASE WHEN running = 1 THEN '' ELSE end_date END, COUNT(*), "
      "CASE WHEN running = 1 AND (:outgrown = 1 OR group_id IN (SELECT c.group_id "
      "FROM seat_contract c WHERE c.park_id = :park AND c.state = 'CONFIRMED' "
      "UNION SELECT l.group_id FROM park_contract l WHERE l.park_id = :park "
      "AND l.owner_park = :park AND l.state = 'CONFIRMED')) "
      "THEN end_date ELSE '' END, seat_part "
      "FROM enrolment WHERE park_id = :park AND centre_id >= :first AND centre_id <= :last "
      "AND ((running = 1 AND end_date > :month_start) OR "
      "(running = 0 AND end_date > :ended_after AND start_date < end_date)) "
      "GROUP BY 1, 2, 3, 5, 6 ORDER BY 1, 2, 3, 5, 6",
      {{"first", range.first_centre},
       {"last", range.last_centre},
       {"month_start", FormatDay(month_start)},
       {"ended_after", FormatDay(range.ended_after)},
       {"outgrown", range.outgrown}},
      [&](const db::Row& row) {
        taken.push_back({row.Text(0), row.Text(1), row.Int(3), DayFrom(row.Text(2))});
        const auto end = DayFrom(row.Text(4));
        if (end.has_value()) taken.back().outgrown = OutgrownOn(*end);
        taken.back().part = SessionFrom(row.Text(5));
        return absl::OkStatus();
      }));
  return taken;
}

absl::Status InsertEnrolment(db::Write& txn, const Enrolment& enrolment) {
  const absl::Status status =
      txn.Execute(
             "INSERT INTO enrolment (park_id, centre_id, id, application_id, family_id, child_id, "
             "case_number, group_id, group_kind, pool, start_date, end_date, running, end_reason, "
             "revision, session, seat_part, follows, entitled_from, suspensions) VALUES (:park, "
             ":centre, :id, :application, :family, :child, :case, :group, :kind, :pool, :start, "
             ":end, :running, :reason, :revision, :session, :part, :follows, :entitled, "
             ":suspensions)",
             {{"centre", enrolment.centre},
              {"id", enrolment.id},
              {"application", enrolment.application},
              {"family", enrolment.family},
              {"child", enrolment.child},
              {"case", enrolment.case_number},
              {"group", enrolment.group},
              {"kind", BandOf(enrolment.kind).name},
              {"pool", enrolment.pool},
              {"start", FormatDay(enrolment.period.from)},
              {"end", FormatDay(enrolment.period.until)},
              {"running", enrolment.running},
              {"reason", enrolment.end_reason},
              {"revision", enrolment.revision},
              {"session", SessionName(enrolment.session)},
              {"part", SessionName(enrolment.part)},
              {"follows", enrolment.follows},
              {"entitled", FormatDay(enrolment.entitled_from)},
              {"suspensions", SuspensionsText(enrolment.suspensions)}})
          .status();
  return status.code() == absl::StatusCode::kAlreadyExists ? ChildAlreadyEnrolled() : status;
}

absl::Status UpdateEnrolment(db::Write& txn, const Enrolment& enrolment) {
  if (!enrolment.running) {
    RETURN_IF_ERROR(txn.Execute("UPDATE booking SET lender = '' WHERE park_id = :park "
                                "AND lender = :place AND lender <> '' AND takes_seat = 1 "
                                "AND day >= :end",
                                {{"place", absl::StrCat(enrolment.centre, "/", enrolment.id)},
                                 {"end", FormatDay(enrolment.period.until)}})
                        .status());
  }
  return txn
      .Execute(
          "UPDATE enrolment SET end_date = :end, running = :running, end_reason = :reason, "
          "suspensions = :suspensions, revision = :revision "
          "WHERE park_id = :park AND centre_id = :centre AND id = :id",
          {{"centre", enrolment.centre},
           {"id", enrolment.id},
           {"end", FormatDay(enrolment.period.until)},
           {"running", enrolment.running},
           {"reason", enrolment.end_reason},
           {"suspensions", SuspensionsText(enrolment.suspensions)},
           {"revision", enrolment.revision}})
      .status();
}

}  // namespace tuoqiao::places
