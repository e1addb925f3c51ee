#include "absl/strings/str_cat.h"
#include "services/common/db/keys.h"
#include "services/common/hash.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/settlement/store.h"

namespace tuoqiao::settlement {
namespace {

// Counterparties of the park's bank account share one key.
constexpr char kBankSubject[] = "bank";

SealPlace PlaceOf(absl::string_view park, absl::string_view id) {
  return {park, "bank_line", "counterparty", id};
}

}  // namespace

absl::StatusOr<std::vector<BankLine>> LoadBankLines(db::Read& txn, const KeyRing& keys,
                                                    const LineFilter& filter) {
  std::vector<BankLine> lines;
  std::vector<std::string> sealed;
  RETURN_IF_ERROR(txn.Query(
      filter.unmatched
          ? "SELECT id, line_id, value_date, inward, amount_minor, currency_code, reference, "
            "counterparty, matched, applied_minor FROM bank_line WHERE park_id = :park "
            "AND id > :after AND matched = '' ORDER BY id LIMIT :rows_max"
          : "SELECT id, line_id, value_date, inward, amount_minor, currency_code, reference, "
            "counterparty, matched, applied_minor FROM bank_line WHERE park_id = :park "
            "AND id > :after ORDER BY id LIMIT :rows_max",
      {{"after", filter.after}, {"rows_max", filter.rows_max}}, [&](const db::Row& row) {
        BankLine line;
        line.id = row.Text(0);
        line.line_id = row.Text(1);
        line.value_date = *ParseDay(row.Text(2));
        line.inward = row.Flag(3);
        line.amount_minor = row.Int(4);
        line.currency_code = row.Text(5);
        line.reference = row.Text(6);
        line.matched = row.Text(8);
        line.applied_minor = row.Int(9);
        lines.push_back(std::move(line));
        sealed.push_back(row.Null(7) ? "" : row.Bytes(7));
        return absl::OkStatus();
      }));
  std::optional<DataKey> key;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (sealed[i].empty()) continue;
    if (!key.has_value()) {
      ASSIGN_OR_RETURN(key, db::KeyForOpening(txn, keys, kBankSubject));
    }
    ASSIGN_OR_RETURN(lines[i].counterparty, key->Open(PlaceOf(txn.park(), lines[i].id), sealed[i]));
  }
  return lines;
}

absl::StatusOr<std::string> LoadLineFingerprint(db::Read& txn, const std::string& id) {
  std::string fingerprint;
  RETURN_IF_ERROR(
      txn.QueryOne("SELECT fingerprint FROM bank_line WHERE park_id = :park AND id = :id",
                   {{"id", id}}, [&](const db::Row& row) { fingerprint = row.Bytes(0); })
          .status());
  return fingerprint;
}

std::string LineFingerprint(absl::string_view park, const KeyRing& keys, const BankLine& line) {
  return keys.Fingerprint(
      park, "bank_line",
      Sha256OfParts({line.line_id, FormatDay(line.value_date), line.inward ? "in" : "out",
                     absl::StrCat(line.amount_minor), line.currency_code, line.reference,
                     line.counterparty}));
}

absl::Status SaveBankLines(db::Write& txn, const KeyRing& keys,
                           const std::vector<BankLine>& lines) {
  if (lines.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForSealing(txn, keys, kBankSubject));
  std::vector<db::Args> rows;
  for (const BankLine& each : lines) {
    rows.push_back({{"id", each.id},
                    {"line_id", each.line_id},
                    {"value_date", FormatDay(each.value_date)},
                    {"inward", each.inward},
                    {"amount", each.amount_minor},
                    {"currency_code", each.currency_code},
                    {"reference", each.reference},
                    {"counterparty", each.counterparty.empty()
                                         ? db::Value()
                                         : db::Value(db::Blob{key.Seal(PlaceOf(txn.park(), each.id),
                                                                       each.counterparty)})},
                    {"fingerprint", db::Blob{LineFingerprint(txn.park(), keys, each)}},
                    {"matched", each.matched},
                    {"applied", each.applied_minor}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO bank_line (park_id, id, line_id, value_date, inward, amount_minor, "
          "currency_code, reference, counterparty, fingerprint, matched, applied_minor) "
          "VALUES (:park, :id, :line_id, :value_date, :inward, :amount, :currency_code, "
          ":reference, :counterparty, :fingerprint, :matched, :applied)",
          rows)
      .status();
}

}  // namespace tuoqiao::settlement
