#include "services/places/store.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/contracts/contract_store.h"
#include "services/places/row.h"

namespace tuoqiao::places {
namespace {

Centre ReadCentre(const db::Row& row) {
  Centre centre;
  centre.id = row.Text(0);
  centre.code = row.Text(1);
  centre.display_name = row.Text(2);
  centre.provider_type = row.Text(3);
  centre.uscc = row.Text(4);
  centre.filing_number = row.Text(5);
  centre.filing_from = *ParseDay(row.Text(6));
  centre.filing_until = *ParseDay(row.Text(7));
  centre.latitude_micro = row.Int(8);
  centre.longitude_micro = row.Int(9);
  centre.revision = row.Int(10);
  centre.opening_hours = HoursFrom(row.Text(11));
  centre.languages = SplitList(row.Text(12));
  centre.inclusive = row.Flag(13);
  for (const std::string& kind : SplitList(row.Text(14))) {
    centre.care_kinds.push_back(CareKindFrom(kind));
  }
  centre.owner_centre = row.Text(15);
  centre.owner_revision = row.Int(16);
  return centre;
}

Group ReadGroup(const db::Row& row) {
  Group group;
  group.id = row.Text(0);
  group.code = row.Text(1);
  group.kind = GroupKindOf(row.Text(2));
  group.capacity = row.Int(3);
  group.staff = row.Int(4);
  group.half_days_share = row.Flag(5);
  group.park_contract = row.Text(6);
  if (!group.park_contract.empty()) group.open = {*ParseDay(row.Text(7)), *ParseDay(row.Text(8))};
  return group;
}

std::string KindsText(const std::vector<CareKind>& kinds) {
  return absl::StrJoin(kinds, ";", [](std::string* out, CareKind kind) {
    absl::StrAppend(out, CareKindName(kind));
  });
}

using Pools = std::map<std::string, std::vector<SeatPool>>;  // By group.

absl::Status AddPool(const db::Row& row, Pools& pools) {
  pools[row.Text(0)].push_back({row.Text(1), row.Text(2), row.Int(3)});
  return absl::OkStatus();
}

std::vector<SeatPool> Sorted(std::vector<SeatPool> pools) {
  std::sort(pools.begin(), pools.end(),
            [](const SeatPool& a, const SeatPool& b) { return a.Key() < b.Key(); });
  return pools;
}

// `centres` are all that stand between the first and the last of them.
absl::Status AddGroups(db::Read& txn, std::vector<Centre>& centres) {
  if (centres.empty()) return absl::OkStatus();
  const db::Args range = {{"first", centres.front().id}, {"last", centres.back().id}};
  Pools pools;
  RETURN_IF_ERROR(
      txn.Query("SELECT p.group_id, p.kind, p.firm_id, p.seats FROM seat_group g JOIN seat_pool p "
                "ON p.park_id = g.park_id AND p.group_id = g.id WHERE g.park_id = :park "
                "AND g.centre_id >= :first AND g.centre_id <= :last",
                range, [&](const db::Row& row) { return AddPool(row, pools); }));
  ASSIGN_OR_RETURN(auto contracts,
                   LoadConfirmedContracts(txn, centres.front().id, centres.back().id));
  std::map<std::string, Centre*> by_id;
  for (Centre& centre : centres) by_id[centre.id] = &centre;
  return txn.Query(
      "SELECT id, code, kind, capacity, staff, half_days_share, park_contract, open_from, "
      "open_until, centre_id FROM seat_group WHERE park_id = :park "
      "AND centre_id >= :first AND centre_id <= :last ORDER BY id",
      range, [&](const db::Row& row) {
        Group group = ReadGroup(row);
        group.pools = Sorted(std::move(pools[group.id]));
        group.contracts = std::move(contracts[group.id]);
        by_id.at(row.Text(9))->groups.push_back(std::move(group));
        return absl::OkStatus();
      });
}

absl::Status SaveGroups(db::Write& txn, const Centre& centre) {
  std::vector<db::Args> groups, gone, pools;
  for (const Group& group : centre.groups) {
    groups.push_back({{"id", group.id},
                      {"centre", centre.id},
                      {"code", group.code},
                      {"kind", BandOf(group.kind).name},
                      {"capacity", group.capacity},
                      {"staff", group.staff},
                      {"share", group.half_days_share},
                      {"contract", group.park_contract},
                      {"from", group.open.has_value() ? FormatDay(group.open->from) : ""},
                      {"until", group.open.has_value() ? FormatDay(group.open->until) : ""}});
    gone.push_back({{"group", group.id}});
    for (const SeatPool& pool : group.pools) {
      pools.push_back({{"group", group.id},
                       {"pool", pool.Key()},
                       {"kind", pool.kind},
                       {"firm", pool.firm},
                       {"seats", pool.seats}});
    }
  }
  RETURN_IF_ERROR(
      txn.ExecuteMany(
             "INSERT INTO seat_group (park_id, id, centre_id, code, kind, capacity, staff, "
             "half_days_share, park_contract, open_from, open_until) VALUES (:park, :id, :centre, "
             ":code, :kind, :capacity, :staff, :share, :contract, :from, :until) "
             "ON CONFLICT (park_id, id) DO UPDATE SET code = excluded.code, kind = excluded.kind, "
             "capacity = excluded.capacity, staff = excluded.staff, "
             "half_days_share = excluded.half_days_share, open_until = excluded.open_until",
             groups)
          .status());
  RETURN_IF_ERROR(
      txn.ExecuteMany("DELETE FROM seat_pool WHERE park_id = :park AND group_id = :group", gone)
          .status());
  return txn
      .ExecuteMany(
          "INSERT INTO seat_pool (park_id, group_id, pool, kind, firm_id, seats) VALUES "
          "(:park, :group, :pool, :kind, :firm, :seats)",
          pools)
      .status();
}

absl::Status DropGroups(db::Write& txn, const Centre& centre) {
  ASSIGN_OR_RETURN(const auto before, LoadCentre(txn, centre.id));
  if (!before.has_value()) return absl::OkStatus();
  std::vector<db::Args> gone;
  for (const Group& group : GroupsGone(*before, centre)) gone.push_back({{"group", group.id}});
  RETURN_IF_ERROR(
      txn.ExecuteMany("DELETE FROM seat_pool WHERE park_id = :park AND group_id = :group", gone)
          .status());
  return txn.ExecuteMany("DELETE FROM seat_group WHERE park_id = :park AND id = :group", gone)
      .status();
}

}  // namespace

absl::Status LockWaitingList(db::Write& txn) {
  RETURN_IF_ERROR(
      txn.Execute(
             "INSERT INTO waiting_list (park_id) VALUES (:park) ON CONFLICT (park_id) DO NOTHING",
             {})
          .status());
  return txn.LockRoot("waiting_list", "park_id", txn.park());
}

absl::Status LockCentre(db::Write& txn, const std::string& id) {
  return txn.LockRoot("centre", "id", id);
}

absl::Status LockChild(db::Write& txn, const std::string& id) {
  return txn.LockRoot("child", "id", id);
}

absl::Status LockGroup(db::Write& txn, const std::string& id) {
  return txn.LockRoot("seat_group", "id", id);
}

absl::StatusOr<std::vector<Centre>> LoadCentres(db::Read& txn, const CentreRange& range) {
  std::vector<Centre> centres;
  RETURN_IF_ERROR(
      txn.Query("SELECT id, code, display_name, provider_type, uscc, filing_number, filing_from, "
                "filing_until, latitude_micro, longitude_micro, revision, opening_hours, "
                "languages, inclusive, care_kinds, owner_centre, owner_revision FROM centre "
                "WHERE park_id = :park AND id > :after ORDER BY id LIMIT :most",
                {{"after", range.after}, {"most", range.rows_max}}, [&](const db::Row& row) {
                  centres.push_back(ReadCentre(row));
                  return absl::OkStatus();
                }));
  RETURN_IF_ERROR(AddGroups(txn, centres));
  return centres;
}

absl::StatusOr<std::vector<Centre>> LoadAllCentres(db::Read& txn) {
  return LoadCentres(txn, {"", std::numeric_limits<int64_t>::max()});
}

absl::StatusOr<std::optional<Centre>> LoadCentre(db::Read& txn, const std::string& id) {
  std::vector<Centre> centres;
  RETURN_IF_ERROR(
      txn.QueryOne("SELECT id, code, display_name, provider_type, uscc, filing_number, "
                   "filing_from, filing_until, latitude_micro, longitude_micro, revision, "
                   "opening_hours, languages, inclusive, care_kinds, owner_centre, owner_revision "
                   "FROM centre "
                   "WHERE park_id = :park AND id = :id",
                   {{"id", id}}, [&](const db::Row& row) { centres.push_back(ReadCentre(row)); })
          .status());
  if (centres.empty()) return std::optional<Centre>();
  RETURN_IF_ERROR(AddGroups(txn, centres));
  return std::optional<Centre>(std::move(centres[0]));
}

absl::StatusOr<std::optional<Group>> LoadGroup(db::Read& txn, const std::string& id) {
  std::optional<Group> group;
  RETURN_IF_ERROR(
      txn.QueryOne("SELECT id, code, kind, capacity, staff, half_days_share, park_contract, "
                   "open_from, open_until FROM seat_group WHERE park_id = :park AND id = :id",
                   {{"id", id}}, [&](const db::Row& row) { group = ReadGroup(row); })
          .status());
  if (!group.has_value()) return group;
  Pools pools;
  RETURN_IF_ERROR(
      txn.Query("SELECT group_id, kind, firm_id, seats FROM seat_pool "
                "WHERE park_id = :park AND group_id = :id ORDER BY pool",
                {{"id", id}}, [&](const db::Row& row) { return AddPool(row, pools); }));
  group->pools = std::move(pools[id]);
  ASSIGN_OR_RETURN(group->contracts, LoadConfirmedContracts(txn, id));
  return group;
}

absl::StatusOr<bool> CentreExists(db::Read& txn, const std::string& id) {
  ASSIGN_OR_RETURN(
      const int64_t found,
      txn.QueryInt("SELECT COUNT(*) FROM centre WHERE park_id = :park AND id = :id", {{"id", id}}));
  return found == 1;
}

absl::StatusOr<std::set<std::string>> LoadCentreIds(db::Read& txn) {
  std::set<std::string> ids;
  RETURN_IF_ERROR(
      txn.Query("SELECT id FROM centre WHERE park_id = :park", {}, [&](const db::Row& row) {
        ids.insert(row.Text(0));
        return absl::OkStatus();
      }));
  return ids;
}

absl::StatusOr<int64_t> LoadCentreEdition(db::Read& txn) {
  return txn.QueryInt("SELECT edition FROM centre_edition WHERE park_id = :park", {});
}

absl::Status NewCentreEdition(db::Write& txn) {
  return txn
      .Execute(
          "INSERT INTO centre_edition (park_id, edition) VALUES (:park, 1) "
          "ON CONFLICT (park_id) DO UPDATE SET edition = centre_edition.edition + 1",
          {})
      .status();
}

absl::Status SaveCentre(db::Write& txn, const Centre& centre) {
  RETURN_IF_ERROR(DropGroups(txn, centre));
  RETURN_IF_ERROR(
      txn.Execute("INSERT INTO centre (park_id, id, code, display_name, provider_type, uscc, "
                  "filing_number, filing_from, filing_until, latitude_micro, longitude_micro, "
                  "opening_hours, languages, inclusive, care_kinds, owner_centre, owner_revision, "
                  "revision) VALUES (:park, :id, :code, :name, :type, :uscc, :filing, :from, "
                  ":until, :latitude, "
                  ":longitude, :hours, :languages, :inclusive, :kinds, :owner, :owner_revision, "
                  ":revision) "
                  "ON CONFLICT (park_id, id) DO UPDATE SET "
                  "display_name = excluded.display_name, provider_type = excluded.provider_type, "
                  "uscc = excluded.uscc, filing_number = excluded.filing_number, "
                  "filing_from = excluded.filing_from, filing_until = excluded.filing_until, "
                  "latitude_micro = excluded.latitude_micro, "
                  "longitude_micro = excluded.longitude_micro, "
                  "opening_hours = excluded.opening_hours, languages = excluded.languages, "
                  "inclusive = excluded.inclusive, care_kinds = excluded.care_kinds, "
                  "owner_revision = excluded.owner_revision, revision = excluded.revision",
                  {{"id", centre.id},
                   {"code", centre.code},
                   {"name", centre.display_name},
                   {"type", centre.provider_type},
                   {"uscc", centre.uscc},
                   {"filing", centre.filing_number},
                   {"from", FormatDay(centre.filing_from)},
                   {"until", FormatDay(centre.filing_until)},
                   {"latitude", centre.latitude_micro},
                   {"longitude", centre.longitude_micro},
                   {"hours", HoursText(centre.opening_hours)},
                   {"languages", absl::StrJoin(centre.languages, ";")},
                   {"inclusive", centre.inclusive},
                   {"kinds", KindsText(centre.care_kinds)},
                   {"owner", centre.owner_centre},
                   {"owner_revision", centre.owner_revision},
                   {"revision", centre.revision}})
          .status());
  RETURN_IF_ERROR(SaveGroups(txn, centre));
  return NewCentreEdition(txn);
}

absl::StatusOr<std::vector<OpeningCalendar>> LoadCalendars(db::Read& txn) {
  std::vector<OpeningCalendar> calendars;
  RETURN_IF_ERROR(
      txn.Query("SELECT id, closed_days, working_weekends, revision FROM opening_calendar "
                "WHERE park_id = :park ORDER BY id",
                {}, [&](const db::Row& row) {
                  OpeningCalendar calendar;
                  calendar.id = row.Text(0);
                  calendar.closed = DaysFrom(row.Text(1));
                  calendar.working_weekends = DaysFrom(row.Text(2));
                  calendar.revision = row.Int(3);
                  calendars.push_back(std::move(calendar));
                  return absl::OkStatus();
                }));
  return calendars;
}

absl::Status SaveCalendar(db::Write& txn, const OpeningCalendar& calendar) {
  return txn
      .Execute(
          "INSERT INTO opening_calendar (park_id, id, closed_days, working_weekends, revision) "
          "VALUES (:park, :id, :closed, :working, :revision) ON CONFLICT (park_id, id) DO UPDATE "
          "SET closed_days = excluded.closed_days, working_weekends = excluded.working_weekends, "
          "revision = excluded.revision",
          {{"id", calendar.id},
           {"closed", DaysText(calendar.closed)},
           {"working", DaysText(calendar.working_weekends)},
           {"revision", calendar.revision}})
      .status();
}

absl::StatusOr<std::vector<absl::CivilMonth>> LoadClosedMonths(db::Read& txn) {
  std::vector<absl::CivilMonth> months;
  RETURN_IF_ERROR(txn.Query("SELECT month FROM closed_month WHERE park_id = :park ORDER BY month",
                            {}, [&](const db::Row& row) {
                              months.push_back(*ParseMonth(row.Text(0)));
                              return absl::OkStatus();
                            }));
  return months;
}

absl::Status SaveClosedMonth(db::Write& txn, absl::CivilMonth month) {
  return txn
      .Execute(
          "INSERT INTO closed_month (park_id, month) VALUES (:park, :month) "
          "ON CONFLICT (park_id, month) DO NOTHING",
          {{"month", FormatMonth(month)}})
      .status();
}

}  // namespace tuoqiao::places
