#include "services/payroll/pay_figure_store.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/db/keys.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::payroll {
namespace {

// The last characters of a figure's key: a hyphen and a month.
constexpr size_t kMonthEnding = 8;

std::string FirmSubject(absl::string_view firm) { return absl::StrCat("firms/", firm); }

// Both texts outlive the place.
SealPlace FigurePlace(const std::string& park, const std::string& key) {
  return {park, "pay_figure", "sealed", key};
}

// Gross and net are sealed as one text: they are always opened together.
std::string WageText(const PayFigure& figure) {
  return absl::StrCat(figure.gross_minor, "\n", figure.net_minor);
}

struct SealedFigure {
  std::string firm;
  PayFigure figure;
  std::string sealed;
};

SealedFigure ReadFigure(const db::Row& row) {
  SealedFigure read;
  read.firm = row.Text(0);
  read.figure.employee = row.Text(1);
  read.figure.period = *ParseMonth(row.Text(2));
  read.figure.employee_no = row.Text(3);
  read.sealed = row.Bytes(4);
  read.figure.revision = row.Int(5);
  return read;
}

absl::Status OpenFigure(const DataKey& key, const std::string& park, SealedFigure& sealed) {
  const std::string row_key = FigureKey(sealed.figure);
  ASSIGN_OR_RETURN(const std::string text, key.Open(FigurePlace(park, row_key), sealed.sealed));
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('\n', 1));
  CHECK(absl::SimpleAtoi(parts.first, &sealed.figure.gross_minor));
  CHECK(absl::SimpleAtoi(parts.second, &sealed.figure.net_minor));
  return absl::OkStatus();
}

}  // namespace

std::string FigureKey(const PayFigure& figure) {
  return absl::StrCat(figure.employee, "-", FormatMonth(figure.period));
}

absl::StatusOr<KnownFigures> LoadKnownFigures(db::Read& txn, const std::string& firm,
                                              const Span& numbers, const Span& months) {
  KnownFigures known;
  RETURN_IF_ERROR(
      txn.Query("SELECT employee_id, period, fingerprint, revision FROM pay_figure "
                "WHERE park_id = :park AND firm_id = :firm AND employee_no >= :lowest "
                "AND employee_no <= :highest AND period >= :first AND period <= :last",
                {{"firm", firm},
                 {"lowest", numbers.lowest},
                 {"highest", numbers.highest},
                 {"first", months.lowest},
                 {"last", months.highest}},
                [&](const db::Row& row) {
                  known[{row.Text(0), row.Text(1)}] = {row.Bytes(2), row.Int(3)};
                  return absl::OkStatus();
                }));
  return known;
}

absl::Status SaveFigures(db::Write& txn, const KeyRing& keys, const std::string& firm,
                         const std::vector<FigureToSave>& figures) {
  if (figures.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForSealing(txn, keys, FirmSubject(firm)));
  std::vector<db::Args> rows;
  for (const FigureToSave& each : figures) {
    const std::string row_key = FigureKey(each.figure);
    const SealPlace place = FigurePlace(txn.park(), row_key);
    rows.push_back({{"firm", firm},
                    {"employee", each.figure.employee},
                    {"period", FormatMonth(each.figure.period)},
                    {"no", each.figure.employee_no},
                    {"sealed", db::Blob{key.Seal(place, WageText(each.figure))}},
                    {"fingerprint", db::Blob{each.fingerprint}},
                    {"revision", each.figure.revision}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO pay_figure (park_id, firm_id, employee_id, period, employee_no, sealed, "
          "fingerprint, revision) VALUES (:park, :firm, :employee, :period, :no, :sealed, "
          ":fingerprint, :revision) ON CONFLICT (park_id, firm_id, employee_id, period) "
          "DO UPDATE SET sealed = excluded.sealed, fingerprint = excluded.fingerprint, "
          "revision = excluded.revision",
          rows)
      .status();
}

absl::StatusOr<std::map<std::string, PayFigure>> LoadLastFigures(
    db::Read& txn, const KeyRing& keys, const std::string& firm, absl::CivilMonth until,
    const std::set<std::string>& employees) {
  std::map<std::string, PayFigure> figures;
  if (employees.empty()) return figures;
  std::vector<SealedFigure> sealed;
  RETURN_IF_ERROR(txn.Query(
      "SELECT f.firm_id, f.employee_id, f.period, f.employee_no, f.sealed, f.revision "
      "FROM pay_figure f WHERE f.park_id = :park AND f.firm_id = :firm "
      "AND f.employee_id >= :lowest AND f.employee_id <= :highest AND f.period = ("
      "SELECT MAX(l.period) FROM pay_figure l WHERE l.park_id = f.park_id "
      "AND l.firm_id = f.firm_id AND l.employee_id = f.employee_id AND l.period <= :until)",
      {{"firm", firm},
       {"lowest", *employees.begin()},
       {"highest", *employees.rbegin()},
       {"until", FormatMonth(until)}},
      [&](const db::Row& row) {
        if (employees.count(row.Text(1)) > 0) sealed.push_back(ReadFigure(row));
        return absl::OkStatus();
      }));
  if (sealed.empty()) return figures;
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForOpening(txn, keys, FirmSubject(firm)));
  for (SealedFigure& each : sealed) {
    RETURN_IF_ERROR(OpenFigure(key, txn.park(), each));
    figures[each.figure.employee] = std::move(each.figure);
  }
  return figures;
}

absl::StatusOr<std::vector<OfFirm<PayFigure>>> LoadFiguresAfter(db::Read& txn, const KeyRing& keys,
                                                                const After& after) {
  const size_t ending = after.id.size() < kMonthEnding ? 0 : after.id.size() - kMonthEnding;
  const std::string employee = after.id.substr(0, ending);
  const std::string period = after.id.empty() ? "" : after.id.substr(ending + 1);
  std::vector<SealedFigure> sealed;
  RETURN_IF_ERROR(
      txn.Query("SELECT firm_id, employee_id, period, employee_no, sealed, revision "
                "FROM pay_figure WHERE park_id = :park "
                "AND (firm_id, employee_id, period) > (:firm, :employee, :period) "
                "ORDER BY firm_id, employee_id, period LIMIT :rows_max",
                {{"firm", after.firm},
                 {"employee", employee},
                 {"period", period},
                 {"rows_max", after.rows_max}},
                [&](const db::Row& row) {
                  sealed.push_back(ReadFigure(row));
                  return absl::OkStatus();
                }));
  std::map<std::string, DataKey> keys_of_firms;
  std::vector<OfFirm<PayFigure>> figures;
  for (SealedFigure& each : sealed) {
    auto key = keys_of_firms.find(each.firm);
    if (key == keys_of_firms.end()) {
      ASSIGN_OR_RETURN(DataKey opened, db::KeyForOpening(txn, keys, FirmSubject(each.firm)));
      key = keys_of_firms.emplace(each.firm, std::move(opened)).first;
    }
    RETURN_IF_ERROR(OpenFigure(key->second, txn.park(), each));
    figures.push_back({std::move(each.firm), std::move(each.figure)});
  }
  return figures;
}

}  // namespace tuoqiao::payroll
