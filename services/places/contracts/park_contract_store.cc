#include "services/places/contracts/park_contract_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/status_macros.h"
#include "services/places/contracts/convert_park_contract.h"
#include "services/places/contracts/errors_pool.h"
#include "services/places/row.h"

namespace tuoqiao::places {
namespace {

constexpr char kColumns[] =
    "c.id, c.owner_park, c.guest_park, c.group_id, c.group_kind, c.seats, c.cost_share_bp, "
    "c.from_date, c.until_date, c.state, c.cancel_reason, c.end_asked, c.taken, c.centre_name, "
    "c.group_code, c.revision, c.heard_revision, c.told_revision, c.told_centre, c.told_days";

ParkContractState StateOf(const std::string& name) {
  for (const ParkContractState each : kParkContractStates) {
    if (name == StateName(each)) return each;
  }
  CHECK(false);
  return ParkContractState::kProposed;
}

ParkContract ReadContract(const db::Row& row) {
  ParkContract contract;
  contract.id = row.Text(0);
  contract.owner = row.Text(1);
  contract.guest = row.Text(2);
  contract.group = row.Text(3);
  contract.kind = GroupKindOf(row.Text(4));
  contract.seats = row.Int(5);
  contract.cost_share_bp = row.Int(6);
  contract.period = {*ParseDay(row.Text(7)), *ParseDay(row.Text(8))};
  contract.state = StateOf(row.Text(9));
  contract.cancel_reason = row.Text(10);
  contract.end_asked = DayFrom(row.Text(11));
  contract.taken = row.Int(12);
  contract.centre_name = row.Text(13);
  contract.group_code = row.Text(14);
  contract.revision = row.Int(15);
  contract.heard = row.Int(16);
  contract.told = row.Int(17);
  contract.told_centre = row.Int(18);
  contract.told_days = row.Int(19);
  return contract;
}

absl::StatusOr<std::vector<ParkContract>> QueryContracts(db::Read& txn, absl::string_view condition,
                                                         const db::Args& args) {
  std::vector<ParkContract> contracts;
  RETURN_IF_ERROR(
      txn.Query(absl::StrCat("SELECT ", kColumns,
                             " FROM park_contract c WHERE c.park_id = :park AND ", condition),
                args, [&](const db::Row& row) {
                  contracts.push_back(ReadContract(row));
                  return absl::OkStatus();
                }));
  return contracts;
}

}  // namespace

absl::StatusOr<std::optional<ParkContract>> LoadParkContract(db::Read& txn, const std::string& id) {
  ASSIGN_OR_RETURN(auto contracts, QueryContracts(txn, "c.id = :id", {{"id", id}}));
  if (contracts.empty()) return std::optional<ParkContract>();
  return std::optional<ParkContract>(std::move(contracts[0]));
}

absl::StatusOr<ParkContract> LockParkContract(db::Write& txn, const std::string& id) {
  RETURN_IF_ERROR(txn.LockRoot("park_contract", "id", id));
  ASSIGN_OR_RETURN(auto contract, LoadParkContract(txn, id));
  if (!contract.has_value()) return ContractNotFound(ParkContractName(txn.park(), id));
  return *std::move(contract);
}

absl::StatusOr<std::vector<ParkContract>> LoadParkContracts(db::Read& txn,
                                                            const ParkContractRange& range) {
  return QueryContracts(
      txn, "(:centre = '' OR c.centre_id = :centre) AND c.id > :after ORDER BY c.id LIMIT :most",
      {{"centre", range.centre}, {"after", range.after}, {"most", range.rows_max}});
}

absl::StatusOr<std::vector<ParkContract>> LoadUntold(db::Read& txn) {
  return QueryContracts(
      txn,
      "(c.told_revision < c.revision OR (c.owner_park = :park AND c.state = 'CONFIRMED' "
      "AND (EXISTS (SELECT 1 FROM centre e WHERE e.park_id = :park AND e.id = c.centre_id "
      "AND e.revision > c.told_centre) OR EXISTS (SELECT 1 FROM days_edition d "
      "WHERE d.park_id = :park AND d.edition > c.told_days)))) ORDER BY c.id",
      {});
}

absl::StatusOr<std::vector<ParkContract>> LoadLent(db::Read& txn, const std::string& first_centre,
                                                   const std::string& last_centre) {
  return QueryContracts(txn,
                        "c.owner_park = :park AND c.state = 'CONFIRMED' "
                        "AND c.centre_id >= :first AND c.centre_id <= :last ORDER BY c.id",
                        {{"first", first_centre}, {"last", last_centre}});
}

absl::StatusOr<std::vector<ParkContract>> LoadBorrowed(db::Read& txn) {
  return QueryContracts(txn, "c.guest_park = :park AND c.state = 'CONFIRMED' ORDER BY c.id", {});
}

absl::Status SaveParkContract(db::Write& txn, const ParkContract& contract) {
  return txn
      .Execute(
          "INSERT INTO park_contract (park_id, id, owner_park, guest_park, group_id, centre_id, "
          "group_kind, seats, cost_share_bp, from_date, until_date, state, cancel_reason, "
          "end_asked, taken, centre_name, group_code, revision, heard_revision, told_revision, "
          "told_centre, told_days) VALUES (:park, :id, :owner, :guest, :group, :centre, :kind, "
          ":seats, "
          ":cost_share_bp, :from, :until, :state, :reason, :end_asked, :taken, :centre_name, "
          ":group_code, :revision, :heard, :told, :told_centre, :told_days) "
          "ON CONFLICT (park_id, id) DO UPDATE SET until_date = excluded.until_date, "
          "state = excluded.state, cancel_reason = excluded.cancel_reason, "
          "end_asked = excluded.end_asked, taken = excluded.taken, "
          "centre_name = excluded.centre_name, group_code = excluded.group_code, "
          "revision = excluded.revision, heard_revision = excluded.heard_revision",
          {{"id", contract.id},
           {"owner", contract.owner},
           {"guest", contract.guest},
           {"group", contract.group},
           {"centre", contract.CentreIn(txn.park())},
           {"kind", BandOf(contract.kind).name},
           {"seats", contract.seats},
           {"cost_share_bp", contract.cost_share_bp},
           {"from", FormatDay(contract.period.from)},
           {"until", FormatDay(contract.period.until)},
           {"state", StateName(contract.state)},
           {"reason", contract.cancel_reason},
           {"end_asked", DayOrEmpty(contract.end_asked)},
           {"taken", contract.taken},
           {"centre_name", contract.centre_name},
           {"group_code", contract.group_code},
           {"revision", contract.revision},
           {"heard", contract.heard},
           {"told", contract.told},
           {"told_centre", contract.told_centre},
           {"told_days", contract.told_days}})
      .status();
}

absl::Status SaveTold(db::Write& txn, const Told& told) {
  return txn
      .Execute(
          "UPDATE park_contract SET "
          "told_revision = CASE WHEN told_revision < :told THEN :told ELSE told_revision END, "
          "told_centre = CASE WHEN told_centre < :centre THEN :centre ELSE told_centre END, "
          "told_days = CASE WHEN told_days < :days THEN :days ELSE told_days END "
          "WHERE park_id = :park AND id = :id",
          {{"id", told.id},
           {"told", told.revision},
           {"centre", told.centre_revision},
           {"days", told.days_edition}})
      .status();
}

absl::StatusOr<int64_t> CountUsesFrom(db::Read& txn, const std::string& group, absl::CivilDay day,
                                      absl::CivilDay today) {
  const std::string centre = group.substr(0, group.find('/'));
  const db::Args args = {{"centre", centre}, {"group", group}, {"day", FormatDay(day)}};
  db::Args with_today = args;
  with_today.push_back({"today", FormatDay(today)});
  ASSIGN_OR_RETURN(
      const int64_t places,
      txn.QueryInt("SELECT COUNT(*) FROM enrolment WHERE park_id = :park AND centre_id = :centre "
                   "AND group_id = :group AND end_date > :day AND start_date < end_date",
                   args));
  ASSIGN_OR_RETURN(
      const int64_t offers,
      txn.QueryInt("SELECT COUNT(*) FROM offer WHERE park_id = :park AND centre_id = :centre "
                   "AND group_id = :group AND state = 'OPEN' AND expire_date >= :today "
                   "AND end_date > :day",
                   with_today));
  ASSIGN_OR_RETURN(
      const int64_t bookings,
      txn.QueryInt("SELECT COUNT(*) FROM booking WHERE park_id = :park AND centre_id = :centre "
                   "AND group_id = :group AND takes_seat = 1 AND day >= :day",
                   args));
  return places + offers + bookings;
}

absl::StatusOr<int64_t> CountPlacesOn(db::Read& txn, const std::string& group, absl::CivilDay day) {
  return txn.QueryInt(
      "SELECT COUNT(*) FROM enrolment WHERE park_id = :park AND centre_id = :centre "
      "AND group_id = :group AND start_date <= :day AND end_date > :day",
      {{"centre", group.substr(0, group.find('/'))}, {"group", group}, {"day", FormatDay(day)}});
}

}  // namespace tuoqiao::places
