#include "services/places/contracts/contract_store.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/status_macros.h"
#include "services/places/contracts/park_contract_store.h"
#include "services/places/row.h"

namespace tuoqiao::places {
namespace {

constexpr char kColumns[] =
    "id, group_id, kind, firm_id, seats, floor_bp, ceiling_seats, ceiling_bp, cost_share_bp, "
    "release_days, from_date, until_date, state, proposed_by, confirmed_by, ended_by, revision";

ContractState StateOf(const std::string& name) {
  for (const ContractState each :
       {ContractState::kProposed, ContractState::kConfirmed, ContractState::kCancelled}) {
    if (name == StateName(each)) return each;
  }
  CHECK(false);
  return ContractState::kProposed;
}

// Empty: nobody has.
std::optional<Side> SideOf(const std::string& name) {
  for (const Side each : {Side::kPark, Side::kFirm, Side::kCentre}) {
    if (name == SideName(each)) return each;
  }
  CHECK(name.empty());
  return std::nullopt;
}
std::string SideText(const std::optional<Side>& side) {
  return side.has_value() ? std::string(SideName(*side)) : "";
}

SeatContract ReadContract(const db::Row& row) {
  SeatContract contract;
  contract.id = row.Text(0);
  contract.group = row.Text(1);
  contract.pool = {row.Text(2), row.Text(3), row.Int(4)};
  contract.floor_bp = row.Int(5);
  contract.ceiling_seats = row.Int(6);
  contract.ceiling_bp = row.Int(7);
  contract.cost_share_bp = row.Int(8);
  contract.release_days = row.Int(9);
  contract.period = {*ParseDay(row.Text(10)), *ParseDay(row.Text(11))};
  contract.state = StateOf(row.Text(12));
  contract.proposed_by = *SideOf(row.Text(13));
  contract.confirmed_by = SideOf(row.Text(14));
  contract.ended_by = SideOf(row.Text(15));
  contract.revision = row.Int(16);
  return contract;
}

absl::StatusOr<std::vector<SeatContract>> QueryContracts(db::Read& txn, absl::string_view condition,
                                                         const db::Args& args) {
  std::vector<SeatContract> contracts;
  RETURN_IF_ERROR(
      txn.Query(absl::StrCat("SELECT ", kColumns, " FROM seat_contract WHERE park_id = :park AND ",
                             condition),
                args, [&](const db::Row& row) {
                  contracts.push_back(ReadContract(row));
                  return absl::OkStatus();
                }));
  return contracts;
}

// Seats that are lent to other parks: of the centres from the first to the last.
absl::Status AddLent(db::Read& txn, const std::string& first_centre, const std::string& last_centre,
                     std::vector<SeatContract>* contracts) {
  ASSIGN_OR_RETURN(const auto lent, LoadLent(txn, first_centre, last_centre));
  for (const ParkContract& each : lent) contracts->push_back(LentSeats(each));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::map<std::string, std::vector<SeatContract>>> LoadConfirmedContracts(
    db::Read& txn, const std::string& first_centre, const std::string& last_centre) {
  ASSIGN_OR_RETURN(auto contracts,
                   QueryContracts(txn,
                                  "state = 'CONFIRMED' AND centre_id >= :first "
                                  "AND centre_id <= :last ORDER BY id",
                                  {{"first", first_centre}, {"last", last_centre}}));
  RETURN_IF_ERROR(AddLent(txn, first_centre, last_centre, &contracts));
  std::map<std::string, std::vector<SeatContract>> by_group;
  for (SeatContract& each : contracts) by_group[each.group].push_back(std::move(each));
  return by_group;
}

absl::StatusOr<std::vector<SeatContract>> LoadConfirmedContracts(db::Read& txn,
                                                                 const std::string& group) {
  const std::string centre = group.substr(0, group.find('/'));
  ASSIGN_OR_RETURN(auto contracts, QueryContracts(txn,
                                                  "state = 'CONFIRMED' AND centre_id = :centre "
                                                  "AND group_id = :group ORDER BY id",
                                                  {{"centre", centre}, {"group", group}}));
  RETURN_IF_ERROR(AddLent(txn, centre, centre, &contracts));
  contracts.erase(std::remove_if(contracts.begin(), contracts.end(),
                                 [&](const SeatContract& each) { return each.group != group; }),
                  contracts.end());
  return contracts;
}

absl::StatusOr<std::optional<SeatContract>> LoadContract(db::Read& txn, const std::string& id) {
  ASSIGN_OR_RETURN(auto contracts, QueryContracts(txn, "id = :id", {{"id", id}}));
  if (contracts.empty()) return std::optional<SeatContract>();
  return std::optional<SeatContract>(std::move(contracts[0]));
}

absl::StatusOr<std::vector<SeatContract>> LoadContracts(db::Read& txn, const ContractRange& range) {
  return QueryContracts(txn,
                        "(:firm = '' OR firm_id = :firm) AND (:centre = '' OR centre_id = :centre) "
                        "AND id > :after ORDER BY id LIMIT :most",
                        {{"firm", range.firm},
                         {"centre", range.centre},
                         {"after", range.after},
                         {"most", range.rows_max}});
}

absl::Status SaveContract(db::Write& txn, const SeatContract& contract) {
  return txn
      .Execute(
          "INSERT INTO seat_contract (park_id, id, group_id, centre_id, kind, firm_id, seats, "
          "floor_bp, ceiling_seats, ceiling_bp, cost_share_bp, release_days, from_date, "
          "until_date, state, proposed_by, confirmed_by, ended_by, revision) VALUES (:park, :id, "
          ":group, :centre, :kind, :firm, :seats, :floor_bp, :ceiling_seats, :ceiling_bp, "
          ":cost_share_bp, :release_days, :from, :until, :state, :proposed_by, :confirmed_by, "
          ":ended_by, :revision) ON CONFLICT (park_id, id) DO UPDATE SET "
          "until_date = excluded.until_date, state = excluded.state, "
          "confirmed_by = excluded.confirmed_by, ended_by = excluded.ended_by, "
          "revision = excluded.revision",
          {{"id", contract.id},
           {"group", contract.group},
           {"centre", contract.Centre()},
           {"kind", contract.pool.kind},
           {"firm", contract.pool.firm},
           {"seats", contract.pool.seats},
           {"floor_bp", contract.floor_bp},
           {"ceiling_seats", contract.ceiling_seats},
           {"ceiling_bp", contract.ceiling_bp},
           {"cost_share_bp", contract.cost_share_bp},
           {"release_days", contract.release_days},
           {"from", FormatDay(contract.period.from)},
           {"until", FormatDay(contract.period.until)},
           {"state", StateName(contract.state)},
           {"proposed_by", SideText(contract.proposed_by)},
           {"confirmed_by", SideText(contract.confirmed_by)},
           {"ended_by", SideText(contract.ended_by)},
           {"revision", contract.revision}})
      .status();
}

}  // namespace tuoqiao::places
