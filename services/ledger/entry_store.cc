#include "services/ledger/entry_store.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "services/common/status_macros.h"
#include "services/ledger/errors.h"

namespace tuoqiao::ledger {
namespace {

// An entry, who reversed it, and one of its postings, around the entries that are meant.
constexpr char kBefore[] =
    "SELECT e.position, e.id, e.kind, e.cause, e.month, e.effective_date, e.rule_hash, e.reverses, "
    "e.record_time, r.id, p.account, p.amount_minor, e.child, e.service_month, e.attended_days, "
    "e.firm_legs FROM (SELECT f.park_id, f.position, f.id, f.kind, f.cause, f.month, "
    "f.effective_date, f.rule_hash, f.reverses, f.record_time, f.child, f.service_month, "
    "f.attended_days, f.firm_legs FROM entry f ";
constexpr char kAfter[] =
    ") e LEFT JOIN entry r ON r.park_id = e.park_id AND r.reverses = e.id AND r.reverses <> '' "
    "LEFT JOIN posting p ON p.park_id = e.park_id AND p.entry_id = e.id ";
// The firm legs of the same entries.
constexpr char kLegsBefore[] =
    "SELECT l.position, l.account, l.firm, l.employee, l.form, l.amount_minor FROM (SELECT "
    "f.park_id, f.id FROM entry f ";
constexpr char kLegsAfter[] =
    ") e JOIN firm_leg l ON l.park_id = e.park_id AND l.entry_id = e.id ORDER BY l.position, "
    "l.ordinal";
// What a list keeps, whichever index leads to it.
constexpr char kKept[] =
    " AND f.effective_date >= :from AND f.effective_date <= :by AND (:kind = '' OR f.kind = :kind) "
    "AND (:month = '' OR f.month = :month)";

// Two statements about the entries that a condition means.
struct Meant {
  std::string entries, legs;
};
const Meant* MeantBy(const std::string& condition, absl::string_view order) {
  return new Meant{absl::StrCat(kBefore, condition, kAfter, "ORDER BY ", order),
                   absl::StrCat(kLegsBefore, condition, kLegsAfter)};
}

const Meant& Everything() {
  static const Meant* const kMeant = MeantBy(
      absl::StrCat("WHERE f.park_id = :park AND f.position > :after AND f.position <= :known",
                   kKept, " ORDER BY f.position LIMIT :rows_max"),
      "e.position, p.ordinal");
  return *kMeant;
}

const Meant& OfCause() {
  static const Meant* const kMeant = MeantBy(
      absl::StrCat("WHERE f.park_id = :park AND f.cause = :cause AND f.position > :after ",
                   "AND f.position <= :known", kKept, " ORDER BY f.position LIMIT :rows_max"),
      "e.position, p.ordinal");
  return *kMeant;
}

const Meant& OfAccount() {
  static const Meant* const kMeant = MeantBy(
      absl::StrCat("JOIN posting q ON q.park_id = f.park_id AND q.entry_id = f.id ",
                   "WHERE q.park_id = :park AND q.account = :account AND q.position > :after ",
                   "AND q.position <= :known AND (:cause = '' OR f.cause = :cause)", kKept,
                   " ORDER BY q.position LIMIT :rows_max"),
      "e.position, p.ordinal");
  return *kMeant;
}

const Meant& ById() {
  static const Meant* const kMeant = MeantBy(
      "WHERE f.park_id = :park AND f.id > :after ORDER BY f.id LIMIT :rows_max", "e.id, p.ordinal");
  return *kMeant;
}

const Meant& OneById() {
  static const Meant* const kMeant = MeantBy("WHERE f.park_id = :park AND f.id = :id", "p.ordinal");
  return *kMeant;
}

absl::Status AddFirmLegs(db::Read& txn, const std::string& sql, const db::Args& args,
                         std::vector<EntryAt>& entries) {
  std::map<int64_t, Entry*> by_position;
  for (EntryAt& each : entries) by_position[each.position] = &each.entry;
  return txn.Query(sql, args, [&](const db::Row& row) {
    // What was posted since the first statement is of no entry here.
    const auto of = by_position.find(row.Int(0));
    if (of == by_position.end()) return absl::OkStatus();
    of->second->firm_legs.push_back(
        {row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Int(5)});
    return absl::OkStatus();
  });
}

// Rows of one entry follow each other; one without postings has a row without an account.
absl::StatusOr<std::vector<EntryAt>> ReadEntries(db::Read& txn, const Meant& meant,
                                                 const db::Args& args) {
  std::vector<EntryAt> entries;
  int64_t legs = 0;
  RETURN_IF_ERROR(txn.Query(meant.entries, args, [&](const db::Row& row) {
    const int64_t position = row.Int(0);
    if (entries.empty() || entries.back().position != position) {
      EntryAt at;
      at.position = position;
      at.entry.id = row.Text(1);
      at.entry.kind = row.Text(2);
      at.entry.cause = row.Text(3);
      if (const auto month = ParseMonth(row.Text(4)); month.ok()) at.entry.month = *month;
      at.entry.effective_date = *ParseDay(row.Text(5));
      at.entry.rule_hash = row.Text(6);
      at.entry.reverses = row.Text(7);
      at.record_time = row.Text(8);
      at.reversed_by = row.TextOr(9, "");
      at.entry.care.child = row.Text(12);
      if (const auto month = ParseMonth(row.Text(13)); month.ok()) {
        at.entry.care.service_month = *month;
      }
      at.entry.care.attended_days = row.Int(14);
      legs += row.Int(15);
      entries.push_back(std::move(at));
    }
    if (!row.Null(10)) entries.back().entry.postings.push_back({row.Text(10), row.Int(11)});
    return absl::OkStatus();
  }));
  if (legs > 0) RETURN_IF_ERROR(AddFirmLegs(txn, meant.legs, args, entries));
  return entries;
}

std::string MonthText(const std::optional<absl::CivilMonth>& month) {
  return month.has_value() ? FormatMonth(*month) : "";
}

db::Args ArgsOf(const AccountDays& of) {
  return {{"account", of.account},
          {"from", FormatDay(of.days.from)},
          {"until", FormatDay(of.days.until)},
          {"known", of.known_position}};
}

}  // namespace

absl::StatusOr<std::vector<EntryAt>> LoadEntries(db::Read& txn, const EntryFilter& filter) {
  db::Args args = {{"kind", filter.kind},
                   {"month", MonthText(filter.month)},
                   {"from", filter.effective_from.has_value() ? FormatDay(*filter.effective_from)
                                                              : std::string()},
                   {"by", LastDayOf(filter.as_of)},
                   {"known", filter.as_of.known_position},
                   {"after", filter.after},
                   {"rows_max", filter.rows_max}};
  if (filter.account.empty() && filter.cause.empty()) return ReadEntries(txn, Everything(), args);
  args.push_back({"cause", filter.cause});
  if (filter.account.empty()) return ReadEntries(txn, OfCause(), args);
  args.push_back({"account", filter.account});
  return ReadEntries(txn, OfAccount(), args);
}

absl::StatusOr<std::vector<EntryAt>> LoadEntriesById(db::Read& txn, const std::string& after,
                                                     int64_t rows_max) {
  return ReadEntries(txn, ById(), {{"after", after}, {"rows_max", rows_max}});
}

absl::StatusOr<EntryAt> LoadEntry(db::Read& txn, const std::string& id) {
  ASSIGN_OR_RETURN(auto found, ReadEntries(txn, OneById(), {{"id", id}}));
  if (found.empty()) return EntryNotFound(id);
  RETURN_IF_ERROR(txn.Query(
      "SELECT account, item, opened_minor, closed_minor FROM item_change "
      "WHERE park_id = :park AND entry_id = :id ORDER BY ordinal",
      {{"id", id}}, [&](const db::Row& row) {
        found[0].entry.items.push_back({row.Text(0), row.Text(1), row.Int(2), row.Int(3)});
        return absl::OkStatus();
      }));
  return std::move(found[0]);
}

absl::StatusOr<AccountSums> LoadAccountSums(db::Read& txn, const AccountDays& of) {
  AccountSums sums;
  RETURN_IF_ERROR(
      txn.QueryOne("SELECT CAST(COALESCE(SUM(CASE WHEN effective_date < :from THEN amount_minor "
                   "ELSE 0 END), 0) AS BIGINT), "
                   "CAST(COALESCE(SUM(CASE WHEN effective_date >= :from AND amount_minor > 0 "
                   "THEN amount_minor ELSE 0 END), 0) AS BIGINT), "
                   "CAST(COALESCE(SUM(CASE WHEN effective_date >= :from AND amount_minor < 0 "
                   "THEN -amount_minor ELSE 0 END), 0) AS BIGINT) "
                   "FROM posting WHERE park_id = :park AND account = :account "
                   "AND effective_date < :until AND position <= :known",
                   ArgsOf(of),
                   [&](const db::Row& row) {
                     sums = {row.Int(0), row.Int(1), row.Int(2)};
                   })
          .status());
  return sums;
}

absl::StatusOr<std::vector<AccountLine>> LoadAccountLines(db::Read& txn, const AccountDays& of,
                                                          const LinePlace& after,
                                                          int64_t rows_max) {
  db::Args args = ArgsOf(of);
  args.push_back({"after_date", after.effective_date});
  args.push_back({"after_position", after.position});
  args.push_back({"rows_max", rows_max});
  std::vector<AccountLine> lines;
  RETURN_IF_ERROR(txn.Query(
      "SELECT p.effective_date, p.position, p.entry_id, e.kind, e.cause, p.amount_minor "
      "FROM posting p JOIN entry e ON e.park_id = p.park_id AND e.id = p.entry_id "
      "WHERE p.park_id = :park AND p.account = :account AND p.effective_date >= :from "
      "AND p.effective_date < :until AND p.position <= :known "
      "AND (p.effective_date > :after_date "
      "OR (p.effective_date = :after_date AND p.position > :after_position)) "
      "ORDER BY p.effective_date, p.position LIMIT :rows_max",
      args, [&](const db::Row& row) {
        lines.push_back(
            {{row.Text(0), row.Int(1)}, row.Text(2), row.Text(3), row.Text(4), row.Int(5)});
        return absl::OkStatus();
      }));
  return lines;
}

absl::StatusOr<int64_t> LoadSumUpTo(db::Read& txn, const AccountDays& of, const LinePlace& place) {
  db::Args args = ArgsOf(of);
  args.push_back({"date", place.effective_date});
  args.push_back({"position", place.position});
  return txn.QueryInt(
      "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) FROM posting "
      "WHERE park_id = :park AND account = :account AND effective_date >= :from "
      "AND effective_date < :until AND position <= :known AND (effective_date < :date "
      "OR (effective_date = :date AND position <= :position))",
      args);
}

}  // namespace tuoqiao::ledger
