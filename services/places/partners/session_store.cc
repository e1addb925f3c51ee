// The sessions of referrals that were recorded.
#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/db/keys.h"
#include "services/common/status_macros.h"
#include "services/places/child_keys.h"
#include "services/places/partners/referral_store.h"

namespace tuoqiao::places {
namespace {

using referral::Referral;
using referral::Sessions;

std::string RowOf(const std::string& referral, absl::CivilDay day) {
  return absl::StrCat(referral, "/", FormatDay(day));
}

SealPlace ReasonPlace(const std::string& park, const std::string& row) {
  return {park, "referral_session", "reason", row};
}

struct SealedSession {
  SessionOfReferral open;
  std::string child, reason, wrapped;  // The last two are empty where there are none.
};

absl::StatusOr<std::vector<SessionOfReferral>> QuerySessions(db::Read& txn, const KeyRing& keys,
                                                             absl::string_view condition,
                                                             const db::Args& args) {
  std::vector<SealedSession> sealed;
  RETURN_IF_ERROR(txn.Query(
      absl::StrCat("SELECT s.referral_id, s.session_date, s.start_minute, s.minutes, s.centre_id, "
                   "s.status, s.revision, s.reason, r.family_id, r.child_id, k.wrapped "
                   "FROM referral_session s JOIN referral r ON r.park_id = s.park_id "
                   "AND r.id = s.referral_id LEFT JOIN data_key k ON k.park_id = r.park_id "
                   "AND k.subject = 'child:' || r.child_id WHERE s.park_id = :park AND ",
                   condition, " ORDER BY s.referral_id, s.session_date LIMIT :most"),
      args, [&](const db::Row& row) {
        SealedSession each;
        each.open.referral = row.Text(0);
        referral::Session& session = each.open.session;
        session.planned = {*ParseDay(row.Text(1)), row.Int(2), row.Int(3), row.Text(4)};
        const auto status = referral::SessionStatusOf(row.Text(5));
        CHECK(status.has_value());
        session.status = *status;
        session.revision = row.Int(6);
        if (!row.Null(7)) each.reason = row.Bytes(7);
        each.open.family = row.Text(8);
        each.child = row.Text(9);
        if (!row.Null(10)) each.wrapped = row.Bytes(10);
        sealed.push_back(std::move(each));
        return absl::OkStatus();
      }));
  std::vector<SessionOfReferral> sessions;
  for (SealedSession& each : sealed) {
    if (!each.reason.empty() && !each.wrapped.empty()) {
      ASSIGN_OR_RETURN(const DataKey key,
                       keys.Unwrap(txn.park(), ChildSubject(each.child), each.wrapped));
      const std::string row = RowOf(each.open.referral, each.open.session.planned.day);
      ASSIGN_OR_RETURN(each.open.session.reason,
                       key.Open(ReasonPlace(txn.park(), row), each.reason));
    }
    sessions.push_back(std::move(each.open));
  }
  return sessions;
}

}  // namespace

absl::StatusOr<Sessions> LoadSessions(db::Read& txn, const KeyRing& keys, const Referral& referral,
                                      const Period& period) {
  ASSIGN_OR_RETURN(auto rows, QuerySessions(txn, keys,
                                            "s.referral_id = :referral AND s.session_date >= :from "
                                            "AND s.session_date < :until",
                                            {{"referral", referral.id},
                                             {"from", FormatDay(period.from)},
                                             {"until", FormatDay(period.until)},
                                             {"most", period.Days()}}));
  Sessions sessions;
  for (SessionOfReferral& each : rows) {
    sessions.emplace(each.session.planned.day, std::move(each.session));
  }
  return sessions;
}

absl::StatusOr<std::vector<SessionOfReferral>> LoadAllSessions(db::Read& txn, const KeyRing& keys,
                                                               const SessionRange& range) {
  return QuerySessions(
      txn, keys, "(s.referral_id, s.session_date) > (:referral, :day)",
      {{"referral", range.referral}, {"day", range.day}, {"most", range.rows_max}});
}

absl::StatusOr<std::optional<absl::CivilDay>> LoadLastSession(db::Read& txn,
                                                              const std::string& referral) {
  std::optional<absl::CivilDay> last;
  RETURN_IF_ERROR(
      txn.Query("SELECT session_date FROM referral_session WHERE park_id = :park "
                "AND referral_id = :referral ORDER BY session_date DESC LIMIT 1",
                {{"referral", referral}}, [&](const db::Row& row) {
                  last = *ParseDay(row.Text(0));
                  return absl::OkStatus();
                }));
  return last;
}

absl::Status SaveSessions(db::Write& txn, const KeyRing& keys, const Referral& referral,
                          const Sessions& sessions, const std::set<absl::CivilDay>& days) {
  if (days.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForSealing(txn, keys, ChildSubject(referral.child)));
  std::vector<db::Args> former, rows;
  for (const absl::CivilDay day : days) {
    const referral::Session& session = sessions.at(day);
    db::Value reason = std::nullopt;
    if (!session.reason.empty()) {
      reason = db::Blob{key.Seal(ReasonPlace(txn.park(), RowOf(referral.id, day)), session.reason)};
    }
    former.push_back({{"referral", referral.id}, {"day", FormatDay(day)}});
    rows.push_back({{"referral", referral.id},
                    {"day", FormatDay(day)},
                    {"start", session.planned.start_minute},
                    {"minutes", session.planned.minutes},
                    {"centre", session.planned.centre},
                    {"status", referral::NameOf(session.status)},
                    {"reason", std::move(reason)},
                    {"revision", session.revision}});
  }
  RETURN_IF_ERROR(
      txn.ExecuteMany("INSERT INTO referral_session_former (park_id, referral_id, session_date, "
                      "revision, status, reason) SELECT park_id, referral_id, session_date, "
                      "revision, status, reason FROM referral_session WHERE park_id = :park "
                      "AND referral_id = :referral AND session_date = :day",
                      former)
          .status());
  return txn
      .ExecuteMany(
          "INSERT INTO referral_session (park_id, referral_id, session_date, start_minute, "
          "minutes, centre_id, status, reason, revision) VALUES (:park, :referral, :day, :start, "
          ":minutes, :centre, :status, :reason, :revision) ON CONFLICT (park_id, referral_id, "
          "session_date) DO UPDATE SET status = excluded.status, reason = excluded.reason, "
          "revision = excluded.revision",
          rows)
      .status();
}

}  // namespace tuoqiao::places
