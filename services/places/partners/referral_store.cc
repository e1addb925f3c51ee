#include "services/places/partners/referral_store.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/check.h"
#include "services/common/db/keys.h"
#include "services/common/status_macros.h"
#include "services/places/child_keys.h"
#include "services/places/row.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

using referral::Referral;
using referral::SessionPlan;

// The row is the referral; each column is another place.
SealPlace FieldPlace(const std::string& park, const char* column, const std::string& id) {
  return {park, "referral", column, id};
}

Referral ReadReferral(const db::Row& row) {
  Referral referral;
  referral.id = row.Text(0);
  referral.family = row.Text(1);
  referral.child = row.Text(2);
  referral.case_number = row.Text(3);
  referral.partner = row.Text(4);
  const auto purpose = referral::PurposeOf(row.Text(5));
  const auto state = referral::StateOf(row.Text(6));
  CHECK(purpose.has_value() && state.has_value());
  referral.purpose = *purpose;
  referral.state = *state;
  referral.consent = row.Int(7);
  referral.revision = row.Int(8);
  return referral;
}

referral::Transition ReadTransition(const db::Row& row) {
  referral::Transition step;
  step.from = referral::StateOf(row.Text(0));
  const auto to = referral::StateOf(row.Text(1));
  CHECK(to.has_value());
  step.to = *to;
  step.day = *ParseDay(row.Text(2));
  step.by = row.Text(3);
  step.why = row.Text(4);
  return step;
}

SessionPlan ReadPlan(const db::Row& row) {
  SessionPlan plan;
  plan.period = {*ParseDay(row.Text(0)), *ParseDay(row.Text(1))};
  for (const std::string& each : SplitList(row.Text(2))) {
    int weekday = 0;
    CHECK(absl::SimpleAtoi(each, &weekday));
    plan.weekdays.insert(weekday);
  }
  for (const std::string& each : SplitList(row.Text(3))) plan.dates.insert(*ParseDay(each));
  plan.start_minute = row.Int(4);
  plan.minutes = row.Int(5);
  plan.centre = row.Text(6);
  return plan;
}

absl::Status LoadParts(db::Read& txn, Referral& referral) {
  RETURN_IF_ERROR(
      txn.Query("SELECT from_state, to_state, step_date, caller, why FROM referral_transition "
                "WHERE park_id = :park AND referral_id = :id ORDER BY ordinal",
                {{"id", referral.id}}, [&](const db::Row& row) {
                  referral.history.push_back(ReadTransition(row));
                  return absl::OkStatus();
                }));
  return txn.Query(
      "SELECT from_date, until_date, weekdays, dates, start_minute, minutes, centre_id "
      "FROM session_plan WHERE park_id = :park AND referral_id = :id ORDER BY from_date",
      {{"id", referral.id}}, [&](const db::Row& row) {
        referral.plans.push_back(ReadPlan(row));
        return absl::OkStatus();
      });
}

absl::StatusOr<std::vector<Referral>> QueryReferrals(db::Read& txn, absl::string_view condition,
                                                     const db::Args& args) {
  std::vector<Referral> referrals;
  RETURN_IF_ERROR(txn.Query(
      absl::StrCat("SELECT r.id, r.family_id, r.child_id, r.case_number, r.partner_id, r.purpose, "
                   "r.state, r.consent_number, r.revision FROM referral r "
                   "WHERE r.park_id = :park AND ",
                   condition),
      args, [&](const db::Row& row) {
        referrals.push_back(ReadReferral(row));
        return absl::OkStatus();
      }));
  for (Referral& each : referrals) RETURN_IF_ERROR(LoadParts(txn, each));
  return referrals;
}

absl::Status SaveHistory(db::Write& txn, const Referral& referral) {
  std::vector<db::Args> rows;
  for (const referral::Transition& each : referral.history) {
    rows.push_back({{"id", referral.id},
                    {"ordinal", static_cast<int64_t>(rows.size())},
                    {"from", each.from.has_value() ? referral::NameOf(*each.from) : ""},
                    {"to", referral::NameOf(each.to)},
                    {"day", FormatDay(each.day)},
                    {"caller", each.by},
                    {"why", each.why}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO referral_transition (park_id, referral_id, ordinal, from_state, to_state, "
          "step_date, caller, why) VALUES (:park, :id, :ordinal, :from, :to, :day, :caller, :why) "
          "ON CONFLICT (park_id, referral_id, ordinal) DO NOTHING",
          rows)
      .status();
}

absl::Status SavePlans(db::Write& txn, const Referral& referral) {
  RETURN_IF_ERROR(
      txn.Execute("DELETE FROM session_plan WHERE park_id = :park AND referral_id = :id",
                  {{"id", referral.id}})
          .status());
  std::vector<db::Args> rows;
  for (const SessionPlan& each : referral.plans) {
    std::vector<std::string> dates;
    for (const absl::CivilDay day : each.dates) dates.push_back(FormatDay(day));
    rows.push_back({{"id", referral.id},
                    {"from", FormatDay(each.period.from)},
                    {"until", FormatDay(each.period.until)},
                    {"weekdays", absl::StrJoin(each.weekdays, ";")},
                    {"dates", absl::StrJoin(dates, ";")},
                    {"start", each.start_minute},
                    {"minutes", each.minutes},
                    {"centre", each.centre}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO session_plan (park_id, referral_id, from_date, until_date, weekdays, dates, "
          "start_minute, minutes, centre_id) VALUES (:park, :id, :from, :until, :weekdays, :dates, "
          ":start, :minutes, :centre)",
          rows)
      .status();
}

}  // namespace

absl::Status LockReferralsOf(db::Write& txn, const std::string& child) {
  RETURN_IF_ERROR(txn.Execute("INSERT INTO child (park_id, id) VALUES (:park, :id) "
                              "ON CONFLICT (park_id, id) DO NOTHING",
                              {{"id", child}})
                      .status());
  return LockChild(txn, child);
}

absl::StatusOr<std::optional<Referral>> LoadReferral(db::Read& txn, const std::string& id) {
  ASSIGN_OR_RETURN(auto referrals, QueryReferrals(txn, "r.id = :id", {{"id", id}}));
  if (referrals.empty()) return std::optional<Referral>();
  return std::optional<Referral>(std::move(referrals[0]));
}

absl::StatusOr<std::vector<Referral>> LoadReferralsOfChild(db::Read& txn,
                                                           const std::string& child) {
  return QueryReferrals(txn, "r.child_id = :child ORDER BY r.id", {{"child", child}});
}

absl::StatusOr<std::vector<Referral>> LoadReferrals(db::Read& txn, const ReferralRange& range) {
  constexpr absl::string_view kStretch = "r.id > :after ORDER BY r.id LIMIT :most";
  const db::Args stretch = {{"after", range.after}, {"most", range.rows_max}};
  const auto of = [&](absl::string_view condition, const db::Arg& arg) {
    db::Args args = stretch;
    args.push_back(arg);
    return QueryReferrals(txn, absl::StrCat(condition, kStretch), args);
  };
  if (!range.family.empty()) return of("r.family_id = :family AND ", {"family", range.family});
  if (!range.partner.empty()) return of("r.partner_id = :partner AND ", {"partner", range.partner});
  return QueryReferrals(txn, kStretch, stretch);
}

absl::StatusOr<std::vector<Referral>> LoadReferralsAt(db::Read& txn, const std::string& centre,
                                                      const Period& period) {
  return QueryReferrals(
      txn,
      "(EXISTS (SELECT 1 FROM session_plan p WHERE p.park_id = r.park_id "
      "AND p.referral_id = r.id AND p.centre_id = :centre AND p.from_date < :until "
      "AND p.until_date > :from) OR EXISTS (SELECT 1 FROM referral_session s "
      "WHERE s.park_id = r.park_id AND s.referral_id = r.id AND s.centre_id = :centre "
      "AND s.session_date >= :from AND s.session_date < :until)) ORDER BY r.id",
      {{"centre", centre}, {"from", FormatDay(period.from)}, {"until", FormatDay(period.until)}});
}

absl::Status OpenReferral(db::Read& txn, const KeyRing& keys, Referral& referral) {
  std::string needs, goals, notes, wrapped;
  RETURN_IF_ERROR(txn.QueryOne("SELECT r.needs, r.goals, r.notes, k.wrapped FROM referral r "
                               "LEFT JOIN data_key k ON k.park_id = r.park_id "
                               "AND k.subject = 'child:' || r.child_id "
                               "WHERE r.park_id = :park AND r.id = :id",
                               {{"id", referral.id}},
                               [&](const db::Row& row) {
                                 needs = row.Bytes(0);
                                 goals = row.Bytes(1);
                                 notes = row.Bytes(2);
                                 if (!row.Null(3)) wrapped = row.Bytes(3);
                               })
                      .status());
  if (wrapped.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const DataKey key,
                   keys.Unwrap(txn.park(), ChildSubject(referral.child), wrapped));
  const std::string& id = referral.id;
  ASSIGN_OR_RETURN(referral.needs, key.Open(FieldPlace(txn.park(), "needs", id), needs));
  ASSIGN_OR_RETURN(referral.goals, key.Open(FieldPlace(txn.park(), "goals", id), goals));
  ASSIGN_OR_RETURN(referral.notes, key.Open(FieldPlace(txn.park(), "notes", id), notes));
  return absl::OkStatus();
}

absl::Status InsertReferral(db::Write& txn, const KeyRing& keys, const Referral& referral) {
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForSealing(txn, keys, ChildSubject(referral.child)));
  const auto sealed = [&](const char* column, const std::string& text) {
    return db::Blob{key.Seal(FieldPlace(txn.park(), column, referral.id), text)};
  };
  RETURN_IF_ERROR(
      txn.Execute("INSERT INTO referral (park_id, id, family_id, child_id, case_number, "
                  "partner_id, purpose, state, consent_number, needs, goals, notes, revision) "
                  "VALUES (:park, :id, :family, :child, :case, :partner, :purpose, :state, "
                  ":consent, :needs, :goals, :notes, :revision)",
                  {{"id", referral.id},
                   {"family", referral.family},
                   {"child", referral.child},
                   {"case", referral.case_number},
                   {"partner", referral.partner},
                   {"purpose", referral::NameOf(referral.purpose)},
                   {"state", referral::NameOf(referral.state)},
                   {"consent", referral.consent},
                   {"needs", sealed("needs", referral.needs)},
                   {"goals", sealed("goals", referral.goals)},
                   {"notes", sealed("notes", referral.notes)},
                   {"revision", referral.revision}})
          .status());
  return SaveHistory(txn, referral);
}

absl::Status UpdateReferral(db::Write& txn, const Referral& referral) {
  RETURN_IF_ERROR(txn.Execute("UPDATE referral SET state = :state, revision = :revision "
                              "WHERE park_id = :park AND id = :id",
                              {{"id", referral.id},
                               {"state", referral::NameOf(referral.state)},
                               {"revision", referral.revision}})
                      .status());
  RETURN_IF_ERROR(SaveHistory(txn, referral));
  return SavePlans(txn, referral);
}

absl::StatusOr<std::map<std::string, std::vector<Period>>> LoadPlacesOfChild(
    db::Read& txn, const std::string& child) {
  std::map<std::string, std::vector<Period>> places;
  RETURN_IF_ERROR(
      txn.Query("SELECT centre_id, start_date, end_date FROM enrolment WHERE park_id = :park "
                "AND child_id = :child ORDER BY start_date, centre_id, id",
                {{"child", child}}, [&](const db::Row& row) {
                  places[row.Text(0)].push_back({*ParseDay(row.Text(1)), *ParseDay(row.Text(2))});
                  return absl::OkStatus();
                }));
  return places;
}

}  // namespace tuoqiao::places
