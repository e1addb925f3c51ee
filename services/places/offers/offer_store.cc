// Offers, and the seats that they hold.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/errors.h"
#include "services/places/offers/application_store.h"
#include "services/places/row.h"

namespace tuoqiao::places {
namespace {

constexpr char kColumns[] =
    "o.id, o.application_id, o.family_id, o.child_id, o.case_number, o.submitted_time, "
    "o.centre_id, o.group_id, o.group_kind, o.pool, o.start_date, o.end_date, o.hold_date, "
    "o.expire_date, o.state, o.decline_reason, o.revision, o.seat_part";

constexpr char kHasNoPlace[] =
    "NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.park_id = o.park_id "
    "AND e.child_id = o.child_id AND e.running = 1)";

Offer ReadOffer(const db::Row& row) {
  Offer offer;
  offer.id = row.Text(0);
  offer.application = row.Text(1);
  offer.family = row.Text(2);
  offer.child = row.Text(3);
  offer.case_number = row.Text(4);
  offer.submitted = MomentOf(row.Text(5));
  offer.seat = {row.Text(6), row.Text(7), GroupKindOf(row.Text(8)), row.Text(9),
                *ParseDay(row.Text(10))};
  offer.end = *ParseDay(row.Text(11));
  offer.hold = *ParseDay(row.Text(12));
  offer.expire = *ParseDay(row.Text(13));
  offer.state = OfferStateOf(row.Text(14));
  offer.decline_reason = row.Text(15);
  offer.revision = row.Int(16);
  offer.seat.part = SessionFrom(row.Text(17));
  return offer;
}

absl::StatusOr<std::vector<Offer>> QueryOffers(db::Read& txn, absl::string_view condition,
                                               const db::Args& args) {
  std::vector<Offer> offers;
  RETURN_IF_ERROR(txn.Query(
      absl::StrCat("SELECT ", kColumns, " FROM offer o WHERE o.park_id = :park AND ", condition),
      args, [&](const db::Row& row) {
        offers.push_back(ReadOffer(row));
        return absl::OkStatus();
      }));
  return offers;
}

}  // namespace

absl::StatusOr<Offer> LoadOffer(db::Read& txn, const OfferKey& key) {
  ASSIGN_OR_RETURN(const auto offers, QueryOffers(txn, "o.id = :id AND o.family_id = :family",
                                                  {{"id", key.id}, {"family", key.family}}));
  if (offers.empty()) {
    return OfferNotFound(
        absl::StrCat("parks/", txn.park(), "/families/", key.family, "/offers/", key.id));
  }
  return offers[0];
}

absl::StatusOr<std::vector<Offer>> LoadOffers(db::Read& txn, const OfferRange& range) {
  if (range.family.empty()) {
    return QueryOffers(txn, "o.id > :after ORDER BY o.id LIMIT :most",
                       {{"after", range.after}, {"most", range.rows_max}});
  }
  return QueryOffers(txn, "o.family_id = :family AND o.id > :after ORDER BY o.id LIMIT :most",
                     {{"family", range.family}, {"after", range.after}, {"most", range.rows_max}});
}

// No order here: SQLite would walk all offers of the park by id, and never look at their state.
absl::StatusOr<std::vector<Offer>> LoadOpenOffers(db::Read& txn, const std::string& first_centre,
                                                  const std::string& last_centre) {
  return QueryOffers(txn,
                     absl::StrCat("o.state = 'OPEN' AND o.centre_id >= :first "
                                  "AND o.centre_id <= :last AND ",
                                  kHasNoPlace),
                     {{"first", first_centre}, {"last", last_centre}});
}

absl::StatusOr<std::vector<Offer>> LoadHolds(db::Read& txn, const std::string& first_centre,
                                             const std::string& last_centre, absl::CivilDay today) {
  return QueryOffers(
      txn,
      absl::StrCat("o.state = 'OPEN' AND o.centre_id >= :first AND o.centre_id <= :last "
                   "AND o.hold_date >= :today AND ",
                   kHasNoPlace),
      {{"first", first_centre}, {"last", last_centre}, {"today", FormatDay(today)}});
}

absl::StatusOr<std::vector<Offer>> LoadHolds(db::Read& txn, const Seat& seat,
                                             absl::CivilDay today) {
  return QueryOffers(
      txn,
      absl::StrCat("o.state = 'OPEN' AND o.centre_id = :centre AND o.group_id = :group "
                   "AND o.hold_date >= :today AND ",
                   kHasNoPlace),
      {{"centre", seat.centre}, {"group", seat.group}, {"today", FormatDay(today)}});
}

absl::StatusOr<std::optional<Offer>> LoadOpenOffer(db::Read& txn, const std::string& application) {
  ASSIGN_OR_RETURN(auto offers,
                   QueryOffers(txn, "o.application_id = :application AND o.state = 'OPEN'",
                               {{"application", application}}));
  if (offers.empty()) return std::optional<Offer>();
  return std::optional<Offer>(std::move(offers[0]));
}

absl::StatusOr<std::map<std::string, Offer>> LoadExpired(db::Read& txn, absl::CivilDay today) {
  ASSIGN_OR_RETURN(auto offers, QueryOffers(txn, "o.state = 'OPEN' AND o.expire_date < :today",
                                            {{"today", FormatDay(today)}}));
  std::map<std::string, Offer> expired;
  for (Offer& each : offers) {
    const std::string application = each.application;
    expired[application] = std::move(each);
  }
  return expired;
}

absl::StatusOr<std::vector<Offer>> LoadOffersOfGroup(db::Read& txn, const std::string& group) {
  ASSIGN_OR_RETURN(auto offers,
                   QueryOffers(txn,
                               "o.state = 'OPEN' AND o.centre_id = :centre "
                               "AND o.group_id = :group",
                               {{"centre", group.substr(0, group.find('/'))}, {"group", group}}));
  std::sort(offers.begin(), offers.end(),
            [](const Offer& a, const Offer& b) { return a.id < b.id; });
  return offers;
}

absl::StatusOr<std::map<std::string, std::set<std::string>>> LoadDeclined(db::Read& txn) {
  std::map<std::string, std::set<std::string>> declined;
  RETURN_IF_ERROR(txn.Query(
      "SELECT o.application_id, o.centre_id FROM offer o JOIN application a "
      "ON a.park_id = o.park_id AND a.id = o.application_id "
      "WHERE o.park_id = :park AND o.state = 'DECLINED' AND a.state IN ('WAITING', 'OFFERED') "
      "UNION SELECT r.application_id, r.centre_id FROM refusal r "
      "WHERE r.park_id = :park AND r.lift_date = ''",
      {}, [&](const db::Row& row) {
        declined[row.Text(0)].insert(row.Text(1));
        return absl::OkStatus();
      }));
  return declined;
}

absl::Status SaveOffers(db::Write& txn, const std::vector<Offer>& offers) {
  std::vector<db::Args> rows;
  for (const Offer& each : offers) {
    rows.push_back({{"id", each.id},
                    {"application", each.application},
                    {"family", each.family},
                    {"child", each.child},
                    {"case", each.case_number},
                    {"time", FormatMoment(each.submitted)},
                    {"centre", each.seat.centre},
                    {"group", each.seat.group},
                    {"kind", BandOf(each.seat.kind).name},
                    {"pool", each.seat.pool},
                    {"start", FormatDay(each.seat.start)},
                    {"end", FormatDay(each.end)},
                    {"hold", FormatDay(each.hold)},
                    {"expire", FormatDay(each.expire)},
                    {"state", StateName(each.state)},
                    {"reason", each.decline_reason},
                    {"revision", each.revision},
                    {"part", SessionName(each.seat.part)}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO offer (park_id, id, application_id, family_id, child_id, case_number, "
          "submitted_time, centre_id, group_id, group_kind, pool, start_date, end_date, "
          "hold_date, expire_date, state, decline_reason, revision, seat_part) VALUES (:park, :id, "
          ":application, :family, :child, :case, :time, :centre, :group, :kind, :pool, :start, "
          ":end, :hold, :expire, :state, :reason, :revision, :part) ON CONFLICT (park_id, id) DO "
          "UPDATE "
          "SET state = excluded.state, decline_reason = excluded.decline_reason, "
          "revision = excluded.revision",
          rows)
      .status();
}

}  // namespace tuoqiao::places
