#include "services/places/elsewhere/elsewhere_store.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/row.h"

namespace tuoqiao::places {

absl::StatusOr<std::optional<absl::CivilDay>> LoadFirstMeeting(db::Read& txn, const MarkKey& key,
                                                               const PlaceMark& place) {
  std::optional<absl::CivilDay> first;
  RETURN_IF_ERROR(
      txn.Query("SELECT from_date, until_date, session FROM place_mark "
                "WHERE mark = :mark AND holder <> :holder",
                {{"mark", key.mark}, {"holder", key.holder}}, [&](const db::Row& row) {
                  const PlaceMark other = {{*ParseDay(row.Text(0)), *ParseDay(row.Text(1))},
                                           SessionFrom(row.Text(2))};
                  const auto both = FirstDayOfBoth(place, other);
                  if (both.has_value() && (!first.has_value() || *both < *first)) first = both;
                  return absl::OkStatus();
                }));
  return first;
}

absl::StatusOr<std::optional<ChildMark>> LoadChildMark(db::Read& txn, const std::string& child) {
  std::optional<ChildMark> found;
  RETURN_IF_ERROR(
      txn.QueryOne("SELECT family_id, mark, holder, place, until_date, changes, asked_changes, "
                   "found, revision FROM child_mark WHERE park_id = :park AND child_id = :child",
                   {{"child", child}},
                   [&](const db::Row& row) {
                     found.emplace();
                     found->child = child;
                     found->family = row.Text(0);
                     found->key = {row.Text(1), row.Text(2), row.Text(3)};
                     found->until = DayFrom(row.Text(4));
                     found->changes = row.Int(5);
                     found->asked_changes = row.Int(6);
                     found->found = SplitList(row.Text(7));
                     found->revision = row.Int(8);
                   })
          .status());
  return found;
}

absl::Status SaveChildMark(db::Write& txn, const ChildMark& mark) {
  return txn
      .Execute(
          "INSERT INTO child_mark (park_id, child_id, family_id, mark, holder, place, until_date, "
          "changes, asked_changes, found, revision) VALUES (:park, :child, :family, :mark, "
          ":holder, :place, :until, :changes, :asked, :found, :revision) "
          "ON CONFLICT (park_id, child_id) DO UPDATE SET mark = excluded.mark, "
          "holder = excluded.holder, place = excluded.place, until_date = excluded.until_date, "
          "asked_changes = excluded.asked_changes, found = excluded.found, "
          "revision = excluded.revision",
          {{"child", mark.child},
           {"family", mark.family},
           {"mark", mark.key.mark},
           {"holder", mark.key.holder},
           {"place", mark.key.place},
           {"until", DayOrEmpty(mark.until)},
           {"changes", mark.changes},
           {"asked", mark.asked_changes},
           {"found", absl::StrJoin(mark.found, ";")},
           {"revision", mark.revision}})
      .status();
}

absl::StatusOr<std::vector<ToSay>> LoadToSay(db::Read& txn, absl::CivilDay over_by,
                                             int64_t rows_max) {
  std::map<std::string, ToSay> children;
  RETURN_IF_ERROR(txn.Query(
      "SELECT child_id, family_id, changes, until_date FROM child_mark WHERE park_id = :park "
      "AND until_date <> '' AND until_date <= :over ORDER BY until_date LIMIT :most",
      {{"over", FormatDay(over_by)}, {"most", rows_max}}, [&](const db::Row& row) {
        children[row.Text(0)] = {row.Text(0), row.Text(1), row.Int(2), DayFrom(row.Text(3))};
        return absl::OkStatus();
      }));
  RETURN_IF_ERROR(
      txn.Query("SELECT child_id, family_id, changes FROM child_mark WHERE park_id = :park "
                "AND changes > asked_changes ORDER BY child_id LIMIT :most",
                {{"most", rows_max}}, [&](const db::Row& row) {
                  children[row.Text(0)] = {row.Text(0), row.Text(1), row.Int(2), std::nullopt};
                  return absl::OkStatus();
                }));
  RETURN_IF_ERROR(
      txn.Query("SELECT DISTINCT e.child_id, e.family_id, COALESCE(m.changes, 0) FROM enrolment e "
                "LEFT JOIN child_mark m ON m.park_id = e.park_id AND m.child_id = e.child_id "
                "WHERE e.park_id = :park AND e.marked < e.revision ORDER BY e.child_id LIMIT :most",
                {{"most", rows_max}}, [&](const db::Row& row) {
                  children[row.Text(0)] = {row.Text(0), row.Text(1), row.Int(2), std::nullopt};
                  return absl::OkStatus();
                }));
  std::vector<ToSay> all;
  for (auto& [id, each] : children) all.push_back(std::move(each));
  return all;
}

absl::StatusOr<std::vector<std::string>> LoadDisturbed(db::Read& txn, int64_t rows_max) {
  std::vector<std::string> children;
  RETURN_IF_ERROR(
      txn.Query("SELECT DISTINCT m.child_id FROM place_mark p JOIN child_mark m "
                "ON m.park_id = :park AND m.mark = p.mark AND m.holder = p.holder "
                "AND m.place = p.place WHERE p.disturbed = 1 ORDER BY 1 LIMIT :most",
                {{"most", rows_max}}, [&](const db::Row& row) {
                  children.push_back(row.Text(0));
                  return absl::OkStatus();
                }));
  return children;
}

absl::StatusOr<int64_t> TakeTurn(db::Write& txn) {
  RETURN_IF_ERROR(
      txn.Execute("UPDATE place_mark_turn SET turns = turns + 1 WHERE id = 1", {}).status());
  return txn.QueryInt("SELECT turns FROM place_mark_turn WHERE id = 1", {});
}

absl::Status ReplaceMarks(db::Write& txn, const MarkKey& former, const MarkKey& key,
                          const std::vector<PlaceMark>& places) {
  for (const MarkKey& each : {former, key}) {
    if (each.mark.empty()) continue;
    RETURN_IF_ERROR(
        txn.Execute("DELETE FROM place_mark WHERE mark = :mark AND holder = :holder "
                    "AND place = :place",
                    {{"mark", each.mark}, {"holder", each.holder}, {"place", each.place}})
            .status());
    RETURN_IF_ERROR(txn.Execute("UPDATE place_mark SET disturbed = 1 WHERE mark = :mark "
                                "AND holder <> :holder",
                                {{"mark", each.mark}, {"holder", each.holder}})
                        .status());
  }
  if (key.mark.empty()) return absl::OkStatus();
  std::vector<db::Args> rows;
  for (const PlaceMark& each : places) {
    rows.push_back({{"mark", key.mark},
                    {"holder", key.holder},
                    {"place", key.place},
                    {"from", FormatDay(each.days.from)},
                    {"until", FormatDay(each.days.until)},
                    {"session", SessionName(each.session)}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO place_mark (mark, holder, place, from_date, until_date, session, "
          "disturbed) VALUES (:mark, :holder, :place, :from, :until, :session, 0)",
          rows)
      .status();
}

absl::Status SaveMarked(db::Write& txn, const std::vector<Enrolment>& enrolments) {
  std::vector<db::Args> rows;
  for (const Enrolment& each : enrolments) {
    rows.push_back({{"centre", each.centre}, {"id", each.id}, {"revision", each.revision}});
  }
  return txn
      .ExecuteMany(
          "UPDATE enrolment SET marked = :revision WHERE park_id = :park AND centre_id = :centre "
          "AND id = :id AND marked < :revision",
          rows)
      .status();
}

absl::Status SaveLooked(db::Write& txn, const MarkKey& key) {
  return txn
      .Execute(
          "UPDATE place_mark SET disturbed = 0 WHERE mark = :mark AND holder = :holder "
          "AND place = :place AND disturbed = 1",
          {{"mark", key.mark}, {"holder", key.holder}, {"place", key.place}})
      .status();
}

absl::Status NoteFamiliesChanged(db::Write& txn, const std::vector<std::string>& families) {
  std::vector<db::Args> rows;
  for (const std::string& each : families) rows.push_back({{"family", each}});
  return txn
      .ExecuteMany(
          "UPDATE child_mark SET changes = changes + 1 WHERE park_id = :park "
          "AND family_id = :family",
          rows)
      .status();
}

absl::StatusOr<std::vector<PlaceFound>> LoadPlacesElsewhere(db::Read& txn,
                                                            const FoundRange& range) {
  std::vector<PlaceFound> found;
  RETURN_IF_ERROR(txn.Query(
      "SELECT e.centre_id, e.id, e.case_number, MIN(CASE WHEN p.from_date > e.start_date "
      "THEN p.from_date ELSE e.start_date END) FROM child_mark m "
      "JOIN enrolment e ON e.park_id = m.park_id AND e.child_id = m.child_id "
      "JOIN place_mark p ON p.mark = m.mark AND p.holder <> m.holder "
      "AND p.from_date < e.end_date AND p.until_date > e.start_date "
      "AND (p.session = '' OR e.session = '' OR p.session = e.session) "
      "WHERE m.park_id = :park AND m.mark <> '' AND (:child = '' OR m.child_id = :child) "
      "AND e.start_date < e.end_date AND e.end_date > :today AND p.until_date > :today "
      "AND e.id > :after GROUP BY e.centre_id, e.id, e.case_number ORDER BY e.id LIMIT :most",
      {{"child", range.child},
       {"today", FormatDay(range.today)},
       {"after", range.after},
       {"most", range.rows_max}},
      [&](const db::Row& row) {
        found.push_back({row.Text(0), row.Text(1), row.Text(2), *ParseDay(row.Text(3))});
        return absl::OkStatus();
      }));
  return found;
}

}  // namespace tuoqiao::places
