#include "services/places/offers/refusal_store.h"

#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/db/keys.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/child_keys.h"
#include "services/places/offers/errors_waiting.h"
#include "services/places/row.h"

namespace tuoqiao::places {
namespace {

constexpr char kSelect[] =
    "SELECT r.centre_id, r.id, r.application_id, r.family_id, r.child_id, r.case_number, "
    "r.grounds, r.refuse_date, r.lift_date, r.revision, k.wrapped FROM refusal r "
    "LEFT JOIN data_key k ON k.park_id = r.park_id AND k.subject = 'child:' || r.child_id "
    "WHERE r.park_id = :park AND ";

SealPlace GroundsPlace(const std::string& park, const std::string& id) {
  return {park, "refusal", "grounds", id};
}

Refusal ReadRefusal(const db::Row& row) {
  Refusal refusal;
  refusal.centre = row.Text(0);
  refusal.id = row.Text(1);
  refusal.application = row.Text(2);
  refusal.family = row.Text(3);
  refusal.child = row.Text(4);
  refusal.case_number = row.Text(5);
  refusal.refused = *ParseDay(row.Text(7));
  refusal.lifted = DayFrom(row.Text(8));
  refusal.revision = row.Int(9);
  return refusal;
}

// A child whose key was destroyed keeps its rows without what was said of it.
absl::StatusOr<std::vector<Refusal>> QueryRefusals(db::Read& txn, const KeyRing& keys,
                                                   absl::string_view condition,
                                                   const db::Args& args) {
  std::vector<Refusal> refusals;
  RETURN_IF_ERROR(
      txn.Query(absl::StrCat(kSelect, condition), args, [&](const db::Row& row) -> absl::Status {
        Refusal refusal = ReadRefusal(row);
        if (!row.Null(10)) {
          ASSIGN_OR_RETURN(const DataKey key,
                           keys.Unwrap(txn.park(), ChildSubject(refusal.child), row.Bytes(10)));
          ASSIGN_OR_RETURN(const std::string grounds,
                           key.Open(GroundsPlace(txn.park(), refusal.id), row.Bytes(6)));
          const std::pair<std::string, std::string> parts =
              absl::StrSplit(grounds, absl::MaxSplits('\n', 1));
          std::tie(refusal.reason, refusal.text) = parts;
        }
        refusals.push_back(std::move(refusal));
        return absl::OkStatus();
      }));
  return refusals;
}

RollOnMode ModeOf(const std::string& name) {
  return name == ModeName(RollOnMode::kDaily) ? RollOnMode::kDaily : RollOnMode::kOnRequest;
}

}  // namespace

absl::StatusOr<std::vector<Refusal>> LoadRefusals(db::Read& txn, const KeyRing& keys,
                                                  const RefusalRange& range) {
  return QueryRefusals(txn, keys,
                       "(:centre = '' OR r.centre_id = :centre) "
                       "AND (:family = '' OR r.family_id = :family) "
                       "AND (r.centre_id, r.id) > (:after_centre, :after_id) "
                       "ORDER BY r.centre_id, r.id LIMIT :most",
                       {{"centre", range.centre},
                        {"family", range.family},
                        {"after_centre", range.after_centre},
                        {"after_id", range.after_id},
                        {"most", range.rows_max}});
}

absl::StatusOr<Refusal> LoadRefusal(db::Read& txn, const KeyRing& keys, const RefusalKey& key) {
  ASSIGN_OR_RETURN(const auto refusals,
                   QueryRefusals(txn, keys, "r.centre_id = :centre AND r.id = :id",
                                 {{"centre", key.centre}, {"id", key.id}}));
  if (refusals.empty()) {
    return RefusalNotFound(
        absl::StrCat("parks/", txn.park(), "/centres/", key.centre, "/refusals/", key.id));
  }
  return refusals[0];
}

absl::StatusOr<std::vector<Refusal>> LoadRefusalsOf(db::Read& txn, const KeyRing& keys,
                                                    const std::string& centre,
                                                    const std::string& application) {
  return QueryRefusals(txn, keys,
                       "r.centre_id = :centre AND r.application_id = :application ORDER BY r.id",
                       {{"centre", centre}, {"application", application}});
}

absl::Status InsertRefusal(db::Write& txn, const KeyRing& keys, const Refusal& refusal) {
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForSealing(txn, keys, ChildSubject(refusal.child)));
  const std::string grounds = key.Seal(GroundsPlace(txn.park(), refusal.id),
                                       absl::StrCat(refusal.reason, "\n", refusal.text));
  return txn
      .Execute(
          "INSERT INTO refusal (park_id, centre_id, id, application_id, family_id, child_id, "
          "case_number, grounds, refuse_date, lift_date, revision) VALUES (:park, :centre, :id, "
          ":application, :family, :child, :case, :grounds, :refused, :lifted, :revision)",
          {{"centre", refusal.centre},
           {"id", refusal.id},
           {"application", refusal.application},
           {"family", refusal.family},
           {"child", refusal.child},
           {"case", refusal.case_number},
           {"grounds", db::Blob{grounds}},
           {"refused", FormatDay(refusal.refused)},
           {"lifted", DayOrEmpty(refusal.lifted)},
           {"revision", refusal.revision}})
      .status();
}

absl::Status UpdateRefusal(db::Write& txn, const Refusal& refusal) {
  return txn
      .Execute(
          "UPDATE refusal SET lift_date = :lifted, revision = :revision "
          "WHERE park_id = :park AND centre_id = :centre AND id = :id",
          {{"centre", refusal.centre},
           {"id", refusal.id},
           {"lifted", DayOrEmpty(refusal.lifted)},
           {"revision", refusal.revision}})
      .status();
}

absl::StatusOr<std::vector<OfferPolicy>> LoadOfferPolicies(db::Read& txn) {
  std::vector<OfferPolicy> policies;
  RETURN_IF_ERROR(
      txn.Query("SELECT from_date, hold_hours, open_days, confirm_every_days, roll_on, revision "
                "FROM offer_policy WHERE park_id = :park ORDER BY from_date",
                {}, [&](const db::Row& row) {
                  policies.push_back({*ParseDay(row.Text(0)), row.Int(1), row.Int(2), row.Int(3),
                                      ModeOf(row.Text(4)), row.Int(5)});
                  return absl::OkStatus();
                }));
  return policies;
}

absl::StatusOr<OfferTerms> LoadTerms(db::Read& txn, const WaitingNumbers& numbers,
                                     absl::CivilDay day) {
  ASSIGN_OR_RETURN(const auto policies, LoadOfferPolicies(txn));
  return TermsOn(numbers, policies, day);
}

absl::Status SaveOfferPolicy(db::Write& txn, const OfferPolicy& policy) {
  return txn
      .Execute(
          "INSERT INTO offer_policy (park_id, from_date, hold_hours, open_days, "
          "confirm_every_days, roll_on, revision) VALUES (:park, :from, :hold, :open, :confirm, "
          ":mode, :revision) ON CONFLICT (park_id, from_date) DO UPDATE SET "
          "hold_hours = excluded.hold_hours, open_days = excluded.open_days, "
          "confirm_every_days = excluded.confirm_every_days, roll_on = excluded.roll_on, "
          "revision = excluded.revision",
          {{"from", FormatDay(policy.from)},
           {"hold", policy.hold_hours},
           {"open", policy.open_days},
           {"confirm", policy.confirm_every_days},
           {"mode", ModeName(policy.roll_on)},
           {"revision", policy.revision}})
      .status();
}

}  // namespace tuoqiao::places
