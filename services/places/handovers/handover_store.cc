#include "services/places/handovers/handover_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/offers/errors_waiting.h"
#include "services/places/row.h"

namespace tuoqiao::places {
namespace {

constexpr char kHandoverColumns[] =
    "id, family_id, child_id, case_number, centre_id, enrolment_id, firm_id, leave_date, legs, "
    "goes_on_until, withdrawn, revision";
constexpr char kAdviceColumns[] =
    "centre_id, id, enrolment_id, case_number, advise_date, goes_on_until, payer_changes, revision";

std::vector<PayerLeg> LegsFrom(const std::string& text) {
  std::vector<PayerLeg> legs;
  for (const std::string& each : SplitList(text)) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(each, absl::MaxSplits('@', 1));
    legs.push_back({*ParseDay(parts.first), parts.second});
  }
  return legs;
}
std::string LegsText(const std::vector<PayerLeg>& legs) {
  return absl::StrJoin(legs, ";", [](std::string* out, const PayerLeg& leg) {
    absl::StrAppend(out, FormatDay(leg.from), "@", leg.firm);
  });
}

Handover ReadHandover(const db::Row& row) {
  Handover handover;
  handover.id = row.Text(0);
  handover.family = row.Text(1);
  handover.child = row.Text(2);
  handover.case_number = row.Text(3);
  handover.centre = row.Text(4);
  handover.enrolment = row.Text(5);
  handover.firm = row.Text(6);
  handover.leave = *ParseDay(row.Text(7));
  handover.legs = LegsFrom(row.Text(8));
  handover.goes_on_until = DayFrom(row.Text(9));
  handover.withdrawn = row.Flag(10);
  handover.revision = row.Int(11);
  return handover;
}

absl::StatusOr<std::vector<Handover>> QueryHandovers(db::Read& txn, absl::string_view condition,
                                                     const db::Args& args) {
  std::vector<Handover> handovers;
  RETURN_IF_ERROR(txn.Query(absl::StrCat("SELECT ", kHandoverColumns,
                                         " FROM handover WHERE park_id = :park AND ", condition),
                            args, [&](const db::Row& row) {
                              handovers.push_back(ReadHandover(row));
                              return absl::OkStatus();
                            }));
  return handovers;
}

PlaceAdvice ReadAdvice(const db::Row& row) {
  PlaceAdvice advice;
  advice.centre = row.Text(0);
  advice.id = row.Text(1);
  advice.enrolment = row.Text(2);
  advice.case_number = row.Text(3);
  advice.advised = *ParseDay(row.Text(4));
  advice.goes_on_until = DayFrom(row.Text(5));
  for (const std::string& day : SplitList(row.Text(6))) {
    advice.payer_changes.push_back(*ParseDay(day));
  }
  advice.revision = row.Int(7);
  return advice;
}

absl::StatusOr<std::vector<PlaceAdvice>> QueryAdvices(db::Read& txn, absl::string_view condition,
                                                      const db::Args& args) {
  std::vector<PlaceAdvice> advices;
  RETURN_IF_ERROR(
      txn.Query(absl::StrCat("SELECT ", kAdviceColumns,
                             " FROM place_advice WHERE park_id = :park AND ", condition),
                args, [&](const db::Row& row) {
                  advices.push_back(ReadAdvice(row));
                  return absl::OkStatus();
                }));
  return advices;
}

absl::StatusOr<std::vector<RunningPlace>> QueryPlaces(db::Read& txn, absl::string_view condition,
                                                      const db::Args& args) {
  std::vector<RunningPlace> places;
  RETURN_IF_ERROR(txn.Query(
      absl::StrCat("SELECT e.centre_id, e.id, e.family_id, e.child_id, e.case_number, "
                   "a.programme_id FROM enrolment e JOIN application a "
                   "ON a.park_id = e.park_id AND a.id = e.application_id "
                   "WHERE e.park_id = :park AND e.running = 1 AND e.end_date > :today AND ",
                   condition, " ORDER BY e.case_number, e.id"),
      args, [&](const db::Row& row) {
        places.push_back(
            {row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Text(5)});
        return absl::OkStatus();
      }));
  return places;
}

}  // namespace

absl::StatusOr<std::vector<Handover>> LoadHandovers(db::Read& txn, const HandoverRange& range) {
  return QueryHandovers(
      txn, "(:family = '' OR family_id = :family) AND id > :after ORDER BY id LIMIT :most",
      {{"family", range.family}, {"after", range.after}, {"most", range.rows_max}});
}

absl::StatusOr<Handover> LoadHandover(db::Read& txn, const HandoverKey& key) {
  ASSIGN_OR_RETURN(auto handovers, QueryHandovers(txn, "id = :id AND family_id = :family",
                                                  {{"id", key.id}, {"family", key.family}}));
  if (handovers.empty()) {
    return HandoverNotFound(
        absl::StrCat("parks/", txn.park(), "/families/", key.family, "/handovers/", key.id));
  }
  return std::move(handovers[0]);
}

absl::StatusOr<std::vector<Handover>> LoadHandoversOf(db::Read& txn, const std::string& enrolment) {
  return QueryHandovers(txn, "enrolment_id = :enrolment ORDER BY id", {{"enrolment", enrolment}});
}

absl::Status SaveHandovers(db::Write& txn, const std::vector<Handover>& handovers) {
  std::vector<db::Args> rows;
  for (const Handover& each : handovers) {
    rows.push_back({{"id", each.id},
                    {"family", each.family},
                    {"child", each.child},
                    {"case", each.case_number},
                    {"centre", each.centre},
                    {"enrolment", each.enrolment},
                    {"firm", each.firm},
                    {"leave", FormatDay(each.leave)},
                    {"legs", LegsText(each.legs)},
                    {"until", DayOrEmpty(each.goes_on_until)},
                    {"withdrawn", each.withdrawn},
                    {"revision", each.revision}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO handover (park_id, id, family_id, child_id, case_number, centre_id, "
          "enrolment_id, firm_id, leave_date, legs, goes_on_until, withdrawn, revision) VALUES "
          "(:park, :id, :family, :child, :case, :centre, :enrolment, :firm, :leave, :legs, "
          ":until, :withdrawn, :revision) ON CONFLICT (park_id, id) DO UPDATE SET "
          "leave_date = excluded.leave_date, legs = excluded.legs, "
          "goes_on_until = excluded.goes_on_until, withdrawn = excluded.withdrawn, "
          "revision = excluded.revision",
          rows)
      .status();
}

absl::StatusOr<std::vector<PlaceAdvice>> LoadAdvices(db::Read& txn, const AdviceRange& range) {
  return QueryAdvices(txn,
                      "(:centre = '' OR centre_id = :centre) "
                      "AND (centre_id, id) > (:after_centre, :after_id) "
                      "ORDER BY centre_id, id LIMIT :most",
                      {{"centre", range.centre},
                       {"after_centre", range.after_centre},
                       {"after_id", range.after_id},
                       {"most", range.rows_max}});
}

absl::StatusOr<std::optional<PlaceAdvice>> LoadAdviceOf(db::Read& txn, const std::string& centre,
                                                        const std::string& enrolment) {
  ASSIGN_OR_RETURN(auto advices,
                   QueryAdvices(txn, "centre_id = :centre AND enrolment_id = :enrolment",
                                {{"centre", centre}, {"enrolment", enrolment}}));
  if (advices.empty()) return std::optional<PlaceAdvice>();
  return std::optional<PlaceAdvice>(std::move(advices[0]));
}

absl::Status SaveAdvice(db::Write& txn, const PlaceAdvice& advice) {
  return txn
      .Execute(
          "INSERT INTO place_advice (park_id, centre_id, id, enrolment_id, case_number, "
          "advise_date, goes_on_until, payer_changes, revision) VALUES (:park, :centre, :id, "
          ":enrolment, :case, :advised, :until, :changes, :revision) "
          "ON CONFLICT (park_id, centre_id, id) DO UPDATE SET "
          "advise_date = excluded.advise_date, goes_on_until = excluded.goes_on_until, "
          "payer_changes = excluded.payer_changes, revision = excluded.revision",
          {{"centre", advice.centre},
           {"id", advice.id},
           {"enrolment", advice.enrolment},
           {"case", advice.case_number},
           {"advised", FormatDay(advice.advised)},
           {"until", DayOrEmpty(advice.goes_on_until)},
           {"changes", absl::StrJoin(advice.payer_changes, ";",
                                     [](std::string* out, absl::CivilDay day) {
                                       absl::StrAppend(out, FormatDay(day));
                                     })},
           {"revision", advice.revision}})
      .status();
}

absl::StatusOr<std::vector<RunningPlace>> LoadRunningPlaces(db::Read& txn,
                                                            const RunningRange& range) {
  return QueryPlaces(
      txn, "e.case_number >= :first AND e.case_number <= :last",
      {{"first", range.first_case}, {"last", range.last_case}, {"today", FormatDay(range.today)}});
}

absl::StatusOr<bool> AnyPlaceRuns(db::Read& txn, absl::CivilDay today) {
  ASSIGN_OR_RETURN(const int64_t places,
                   txn.QueryInt("SELECT COUNT(*) FROM (SELECT id FROM enrolment WHERE park_id = "
                                ":park AND running = 1 AND end_date > :today LIMIT 1) AS one",
                                {{"today", FormatDay(today)}}));
  return places > 0;
}

absl::StatusOr<std::set<std::string>> LoadHandedOver(db::Read& txn, const std::string& first_case,
                                                     const std::string& last_case) {
  std::set<std::string> enrolments;
  RETURN_IF_ERROR(
      txn.Query("SELECT DISTINCT enrolment_id FROM handover WHERE park_id = :park "
                "AND case_number >= :first AND case_number <= :last",
                {{"first", first_case}, {"last", last_case}}, [&](const db::Row& row) {
                  enrolments.insert(row.Text(0));
                  return absl::OkStatus();
                }));
  return enrolments;
}

absl::StatusOr<std::vector<RunningPlace>> LoadReservedPlaces(db::Read& txn, absl::CivilDay today) {
  return QueryPlaces(txn, "e.pool LIKE 'RESERVED/%'", {{"today", FormatDay(today)}});
}

absl::StatusOr<std::set<std::string>> LoadPlacedChildren(db::Read& txn, absl::CivilDay today) {
  std::set<std::string> children;
  RETURN_IF_ERROR(txn.Query(
      "SELECT DISTINCT child_id FROM enrolment WHERE park_id = :park AND end_date > :today "
      "AND start_date < end_date",
      {{"today", FormatDay(today)}}, [&](const db::Row& row) {
        children.insert(row.Text(0));
        return absl::OkStatus();
      }));
  return children;
}

absl::Status MovePool(db::Write& txn, const Enrolment& enrolment) {
  return txn
      .Execute(
          "UPDATE enrolment SET pool = :pool, revision = :revision "
          "WHERE park_id = :park AND centre_id = :centre AND id = :id",
          {{"centre", enrolment.centre},
           {"id", enrolment.id},
           {"pool", enrolment.pool},
           {"revision", enrolment.revision}})
      .status();
}

}  // namespace tuoqiao::places
