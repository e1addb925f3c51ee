#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/db/keys.h"
#include "services/common/hash.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/settlement/store.h"

namespace tuoqiao::settlement {
namespace {

// Counterparties of the park's bank account share one key.
constexpr char kBankSubject[] = "bank";

constexpr std::pair<MatchRule, const char*> kRules[] = {
    {MatchRule::kReference, "REFERENCE"},
    {MatchRule::kReferences, "REFERENCES"},
    {MatchRule::kNearReference, "NEAR_REFERENCE"},
    {MatchRule::kOtherDebts, "OTHER_DEBTS"},
    {MatchRule::kPerson, "PERSON"}};

MatchRule ReadRule(const std::string& text) {
  for (const auto& [rule, name] : kRules) {
    if (text == name) return rule;
  }
  CHECK(false);
}

SealPlace PlaceOf(absl::string_view park, absl::string_view id) {
  return {park, "bank_line", "counterparty", id};
}

struct SealedLine {
  BankLine line;
  std::string counterparty;
};

SealedLine ReadLine(const db::Row& row) {
  SealedLine sealed;
  BankLine& line = sealed.line;
  line.id = row.Text(0);
  line.line_id = row.Text(1);
  line.value_date = *ParseDay(row.Text(2));
  line.inward = row.Flag(3);
  line.amount_minor = row.Int(4);
  line.currency_code = row.Text(5);
  line.reference = row.Text(6);
  line.matched = row.Text(7);
  line.hands_only = row.Flag(8);
  line.revision = row.Int(9);
  sealed.counterparty = row.Null(10) ? "" : row.Bytes(10);
  return sealed;
}

absl::StatusOr<std::vector<BankLine>> OpenLines(db::Read& txn, const KeyRing& keys,
                                                std::vector<SealedLine> sealed) {
  std::optional<DataKey> key;
  std::vector<BankLine> lines;
  for (SealedLine& each : sealed) {
    if (!each.counterparty.empty()) {
      if (!key.has_value()) {
        ASSIGN_OR_RETURN(key, db::KeyForOpening(txn, keys, kBankSubject));
      }
      ASSIGN_OR_RETURN(each.line.counterparty,
                       key->Open(PlaceOf(txn.park(), each.line.id), each.counterparty));
    }
    lines.push_back(std::move(each.line));
  }
  return lines;
}

Part ReadPart(const db::Row& row) {
  Part part;
  part.revision = row.Int(0);
  part.subject = row.Text(1);
  part.account = row.Text(2);
  part.amount_minor = row.Int(3);
  part.surplus_minor = row.Int(4);
  part.drift_minor = row.Int(5);
  part.unapplied_account = row.Text(6);
  part.rule = ReadRule(row.Text(7));
  part.person = row.Text(8);
  return part;
}

// The parts that stand, of lines that are in the order of their ids.
absl::Status LoadParts(db::Read& txn, std::vector<BankLine>* lines) {
  if (lines->empty()) return absl::OkStatus();
  auto line = lines->begin();
  return txn.Query(
      "SELECT revision, subject, account, amount_minor, surplus_minor, drift_minor, "
      "unapplied_account, rule, person, line_id FROM line_match WHERE park_id = :park AND undone "
      "= 0 AND line_id >= :first AND line_id <= :last ORDER BY line_id, revision",
      {{"first", lines->front().id}, {"last", lines->back().id}}, [&](const db::Row& row) {
        const std::string id = row.Text(9);
        while (line != lines->end() && line->id < id) ++line;
        if (line != lines->end() && line->id == id) line->parts.push_back(ReadPart(row));
        return absl::OkStatus();
      });
}

db::Value CounterpartyHash(absl::string_view park, const KeyRing& keys,
                           const std::string& counterparty) {
  if (counterparty.empty()) return db::Value();
  return db::Blob{keys.Fingerprint(park, "counterparty", counterparty)};
}

}  // namespace

std::string RuleText(MatchRule rule) {
  for (const auto& [each, name] : kRules) {
    if (each == rule) return name;
  }
  CHECK(false);
}

absl::StatusOr<std::vector<BankLine>> LoadBankLines(db::Read& txn, const KeyRing& keys,
                                                    const LineFilter& filter) {
  std::vector<SealedLine> sealed;
  RETURN_IF_ERROR(txn.Query(
      filter.unmatched
          ? "SELECT id, line_id, value_date, inward, amount_minor, currency_code, reference, "
            "matched, hands_only, revision, counterparty FROM bank_line WHERE park_id = :park "
            "AND id > :after AND matched = '' ORDER BY id LIMIT :rows_max"
          : "SELECT id, line_id, value_date, inward, amount_minor, currency_code, reference, "
            "matched, hands_only, revision, counterparty FROM bank_line WHERE park_id = :park "
            "AND id > :after ORDER BY id LIMIT :rows_max",
      {{"after", filter.after}, {"rows_max", filter.rows_max}}, [&](const db::Row& row) {
        sealed.push_back(ReadLine(row));
        return absl::OkStatus();
      }));
  ASSIGN_OR_RETURN(std::vector<BankLine> lines, OpenLines(txn, keys, std::move(sealed)));
  RETURN_IF_ERROR(LoadParts(txn, &lines));
  return lines;
}

absl::StatusOr<std::optional<BankLine>> LoadBankLine(db::Read& txn, const KeyRing& keys,
                                                     const std::string& id) {
  std::vector<SealedLine> sealed;
  RETURN_IF_ERROR(
      txn.Query("SELECT id, line_id, value_date, inward, amount_minor, currency_code, reference, "
                "matched, hands_only, revision, counterparty FROM bank_line WHERE park_id = :park "
                "AND id = :id",
                {{"id", id}}, [&](const db::Row& row) {
                  sealed.push_back(ReadLine(row));
                  return absl::OkStatus();
                }));
  ASSIGN_OR_RETURN(std::vector<BankLine> lines, OpenLines(txn, keys, std::move(sealed)));
  if (lines.empty()) return std::nullopt;
  RETURN_IF_ERROR(LoadParts(txn, &lines));
  return std::move(lines.front());
}

absl::StatusOr<std::vector<BankLine>> LoadWaitingLines(db::Read& txn, const KeyRing& keys) {
  std::vector<SealedLine> sealed;
  RETURN_IF_ERROR(
      txn.Query("SELECT id, line_id, value_date, inward, amount_minor, currency_code, reference, "
                "matched, hands_only, revision, counterparty FROM bank_line WHERE park_id = :park "
                "AND matched = '' AND hands_only = 0 ORDER BY value_date, id",
                {}, [&](const db::Row& row) {
                  sealed.push_back(ReadLine(row));
                  return absl::OkStatus();
                }));
  return OpenLines(txn, keys, std::move(sealed));
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

absl::StatusOr<bool> LoadPayerKnown(db::Read& txn, const KeyRing& keys, const std::string& party,
                                    const std::string& counterparty) {
  if (counterparty.empty()) return false;
  ASSIGN_OR_RETURN(
      const int64_t lines,
      txn.QueryInt("SELECT COUNT(*) FROM bank_line b JOIN line_match m ON m.park_id = b.park_id "
                   "AND m.line_id = b.id JOIN receivable r ON r.park_id = m.park_id AND "
                   "'receivables/' || r.id = m.subject WHERE b.park_id = :park AND "
                   "b.counterparty_hash = :hash AND m.undone = 0 AND m.rule IN ('REFERENCE', "
                   "'REFERENCES', 'PERSON') AND r.party = :party",
                   {{"hash", CounterpartyHash(txn.park(), keys, counterparty)}, {"party", party}}));
  return lines > 0;
}

absl::StatusOr<int64_t> LoadDriftOfYear(db::Read& txn, int64_t year) {
  return txn.QueryInt(
      "SELECT CAST(SUM(ABS(drift_minor)) AS BIGINT) FROM line_match WHERE park_id = :park AND "
      "undone = 0 AND match_date >= :first AND match_date < :next AND drift_minor <> 0",
      {{"first", absl::StrCat(year, "-01-01")}, {"next", absl::StrCat(year + 1, "-01-01")}});
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
                    {"hash", CounterpartyHash(txn.park(), keys, each.counterparty)},
                    {"fingerprint", db::Blob{LineFingerprint(txn.park(), keys, each)}}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO bank_line (park_id, id, line_id, value_date, inward, amount_minor, "
          "currency_code, reference, counterparty, counterparty_hash, fingerprint, matched, "
          "applied_minor, revision, hands_only) VALUES (:park, :id, :line_id, :value_date, "
          ":inward, :amount, :currency_code, :reference, :counterparty, :hash, :fingerprint, '', "
          "0, 1, 0)",
          rows)
      .status();
}

absl::Status SaveMatch(db::Write& txn, const BankLine& line, const MatchNote& note) {
  std::vector<db::Args> rows;
  int64_t applied_minor = 0;
  for (const Part& each : line.parts) {
    applied_minor += each.applied_minor();
    rows.push_back({{"line", line.id},
                    {"revision", each.revision},
                    {"subject", each.subject},
                    {"account", each.account},
                    {"amount", each.amount_minor},
                    {"surplus", each.surplus_minor},
                    {"drift", each.drift_minor},
                    {"unapplied_account", each.unapplied_account},
                    {"rule", RuleText(each.rule)},
                    {"person", each.person},
                    {"reason", note.reason},
                    {"date", FormatDay(note.date)}});
  }
  RETURN_IF_ERROR(
      txn.ExecuteMany(
             "INSERT INTO line_match (park_id, line_id, revision, subject, account, amount_minor, "
             "surplus_minor, drift_minor, unapplied_account, rule, person, reason, match_date, "
             "undone) VALUES (:park, :line, :revision, :subject, :account, :amount, :surplus, "
             ":drift, :unapplied_account, :rule, :person, :reason, :date, 0)",
             rows)
          .status());
  return txn
      .Execute(
          "UPDATE bank_line SET matched = :matched, applied_minor = :applied, revision = :revision "
          "WHERE park_id = :park AND id = :id",
          {{"id", line.id},
           {"matched", line.matched},
           {"applied", applied_minor},
           {"revision", line.revision}})
      .status();
}

absl::Status SaveUnmatch(db::Write& txn, const BankLine& line, const MatchNote& note) {
  RETURN_IF_ERROR(
      txn.Execute("UPDATE line_match SET undone = :revision, undone_date = :date, undone_person = "
                  ":person, undone_reason = :reason WHERE park_id = :park AND line_id = :id AND "
                  "undone = 0",
                  {{"id", line.id},
                   {"revision", line.revision},
                   {"date", FormatDay(note.date)},
                   {"person", note.person},
                   {"reason", note.reason}})
          .status());
  return txn
      .Execute(
          "UPDATE bank_line SET matched = '', applied_minor = 0, hands_only = 1, revision = "
          ":revision WHERE park_id = :park AND id = :id",
          {{"id", line.id}, {"revision", line.revision}})
      .status();
}

}  // namespace tuoqiao::settlement
