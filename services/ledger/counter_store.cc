#include "services/ledger/counter_store.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/db/keys.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/ledger/account.h"

namespace tuoqiao::ledger {
namespace {

std::string KeySubject(absl::string_view firm) { return absl::StrCat("firm/", firm); }

// A row's place in what is sealed.
std::string RowOf(const FirmWages& wages) { return absl::StrCat(wages.firm, "/", wages.year); }

SealPlace PlaceOf(absl::string_view park, absl::string_view row) {
  return {park, "firm_wages", "amount", row};
}

struct SealedWages {
  FirmWages wages;
  std::string amount;
};

SealedWages ReadWages(const db::Row& row) {
  SealedWages sealed;
  sealed.wages.firm = row.Text(0);
  sealed.wages.year = row.Text(1);
  sealed.amount = row.Bytes(2);
  sealed.wages.revision = row.Int(3);
  return sealed;
}

absl::StatusOr<FirmWages> Open(db::Read& txn, const KeyRing& keys, SealedWages sealed) {
  const std::string row = RowOf(sealed.wages);
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForOpening(txn, keys, KeySubject(sealed.wages.firm)));
  ASSIGN_OR_RETURN(const std::string amount, key.Open(PlaceOf(txn.park(), row), sealed.amount));
  CHECK(absl::SimpleAtoi(amount, &sealed.wages.amount_minor));
  return sealed.wages;
}

absl::StatusOr<std::vector<FirmWages>> QueryWages(db::Read& txn, const KeyRing& keys,
                                                  absl::string_view sql, const db::Args& args) {
  std::vector<SealedWages> sealed;
  RETURN_IF_ERROR(txn.Query(sql, args, [&](const db::Row& row) {
    sealed.push_back(ReadWages(row));
    return absl::OkStatus();
  }));
  std::vector<FirmWages> opened;
  for (SealedWages& each : sealed) {
    ASSIGN_OR_RETURN(FirmWages wages, Open(txn, keys, std::move(each)));
    opened.push_back(std::move(wages));
  }
  return opened;
}

}  // namespace

absl::StatusOr<std::vector<YearAmount>> LoadYearAmounts(db::Read& txn, const std::string& year,
                                                        const std::string& firm) {
  const std::string only = firm.empty() ? "" : ReceivableOfFirm(firm);
  std::vector<YearAmount> amounts;
  RETURN_IF_ERROR(txn.Query(
      "SELECT account, CAST(SUM(amount_minor) AS BIGINT), COUNT(DISTINCT entry_id), COUNT(DISTINCT "
      "month) FROM posting WHERE park_id = :park AND month >= :first AND month <= :last AND "
      "((account >= :firms AND account < :behind) OR account = :union) AND (:only = '' OR account "
      "= :only) GROUP BY account ORDER BY account",
      {{"first", absl::StrCat(year, "-01")},
       {"last", absl::StrCat(year, "-12")},
       {"firms", ReceivableOfFirm("")},
       {"behind", ReceivableOfFirm("~")},
       {"union", ReceivableOfUnion()},
       {"only", only}},
      [&](const db::Row& row) {
        amounts.push_back({row.Text(0), row.Int(1), row.Int(2), row.Int(3)});
        return absl::OkStatus();
      }));
  return amounts;
}

absl::StatusOr<std::optional<FirmWages>> FindWages(db::Read& txn, const KeyRing& keys,
                                                   const std::string& firm,
                                                   const std::string& year) {
  ASSIGN_OR_RETURN(const auto found,
                   QueryWages(txn, keys,
                              "SELECT firm, year, amount, revision FROM firm_wages WHERE park_id = "
                              ":park AND firm = :firm AND year = :year",
                              {{"firm", firm}, {"year", year}}));
  if (found.empty()) return std::nullopt;
  return found.front();
}

absl::StatusOr<std::map<std::string, int64_t>> LoadWages(db::Read& txn, const KeyRing& keys,
                                                         const std::string& year) {
  ASSIGN_OR_RETURN(const auto found,
                   QueryWages(txn, keys,
                              "SELECT firm, year, amount, revision FROM firm_wages WHERE park_id = "
                              ":park AND year = :year ORDER BY firm",
                              {{"year", year}}));
  std::map<std::string, int64_t> wages;
  for (const FirmWages& each : found) wages[each.firm] = each.amount_minor;
  return wages;
}

absl::StatusOr<std::vector<FirmWages>> LoadAllWages(db::Read& txn, const KeyRing& keys,
                                                    const std::string& after_firm,
                                                    const std::string& after_year,
                                                    int64_t rows_max) {
  return QueryWages(txn, keys,
                    "SELECT firm, year, amount, revision FROM firm_wages WHERE park_id = :park AND "
                    "(firm > :firm OR (firm = :firm AND year > :year)) ORDER BY firm, year LIMIT "
                    ":rows_max",
                    {{"firm", after_firm}, {"year", after_year}, {"rows_max", rows_max}});
}

absl::Status SaveWages(db::Write& txn, const KeyRing& keys, const FirmWages& wages) {
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForSealing(txn, keys, KeySubject(wages.firm)));
  const std::string row = RowOf(wages);
  return txn
      .Execute(
          "INSERT INTO firm_wages (park_id, firm, year, amount, revision) VALUES (:park, :firm, "
          ":year, :amount, :revision) ON CONFLICT (park_id, firm, year) DO UPDATE SET amount = "
          ":amount, revision = :revision",
          {{"firm", wages.firm},
           {"year", wages.year},
           {"amount",
            db::Blob{key.Seal(PlaceOf(txn.park(), row), absl::StrCat(wages.amount_minor))}},
           {"revision", wages.revision}})
      .status();
}

absl::StatusOr<std::vector<ItemHistory>> LoadItemHistories(db::Read& txn,
                                                           const std::string& account) {
  std::vector<ItemHistory> histories;
  RETURN_IF_ERROR(txn.Query(
      "SELECT i.account, i.item, i.closed_minor, e.effective_date, c.opened_minor FROM open_item i "
      "JOIN item_change c ON c.park_id = i.park_id AND c.account = i.account AND c.item = i.item "
      "JOIN entry e ON e.park_id = c.park_id AND e.id = c.entry_id WHERE i.park_id = :park AND "
      "i.opened_minor <> i.closed_minor AND c.opened_minor <> 0 AND (:account = '' OR i.account = "
      ":account) ORDER BY i.account, i.item, e.position",
      {{"account", account}}, [&](const db::Row& row) {
        const std::string of = row.Text(0), item = row.Text(1);
        if (histories.empty() || histories.back().account != of || histories.back().item != item) {
          histories.push_back({of, item, {}, row.Int(2)});
        }
        histories.back().openings.push_back({*ParseDay(row.Text(3)), row.Int(4)});
        return absl::OkStatus();
      }));
  return SetOff(std::move(histories));
}

}  // namespace tuoqiao::ledger
