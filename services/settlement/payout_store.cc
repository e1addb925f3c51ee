#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/db/keys.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/settlement/store.h"

namespace tuoqiao::settlement {
namespace {

constexpr std::pair<PayoutState, const char*> kStates[] = {
    {PayoutState::kDue, "DUE"},           {PayoutState::kHeld, "HELD"},
    {PayoutState::kReleased, "RELEASED"}, {PayoutState::kConfirmed, "CONFIRMED"},
    {PayoutState::kRejected, "REJECTED"}, {PayoutState::kReturned, "RETURNED"}};

const char* StateText(PayoutState state) {
  for (const auto& [each, text] : kStates) {
    if (each == state) return text;
  }
  CHECK(false);
}

PayoutState ReadState(const std::string& text) {
  for (const auto& [each, name] : kStates) {
    if (text == name) return each;
  }
  CHECK(false);
}

std::string DayText(const std::optional<absl::CivilDay>& day) {
  return day.has_value() ? FormatDay(*day) : std::string();
}

std::optional<absl::CivilDay> ReadDay(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return *ParseDay(text);
}

Payout ReadPayout(const db::Row& row) {
  Payout payout;
  payout.centre = row.Text(0);
  payout.month = *ParseMonth(row.Text(1));
  payout.ordinal = row.Int(2);
  payout.amount_minor = row.Int(3);
  payout.state = ReadState(row.Text(4));
  payout.end_to_end_id = row.Text(5);
  payout.reason = row.Text(6);
  payout.due_date = *ParseDay(row.Text(7));
  payout.release_date = ReadDay(row.Text(8));
  payout.line = row.Text(9);
  payout.revision = row.Int(10);
  payout.paid_date = ReadDay(row.Text(11));
  payout.promised_date = ReadDay(row.Text(12));
  return payout;
}

absl::StatusOr<std::vector<Payout>> QueryPayouts(db::Read& txn, absl::string_view sql,
                                                 const db::Args& args) {
  std::vector<Payout> payouts;
  RETURN_IF_ERROR(txn.Query(sql, args, [&](const db::Row& row) {
    payouts.push_back(ReadPayout(row));
    return absl::OkStatus();
  }));
  return payouts;
}

std::string CentreSubject(absl::string_view centre) { return absl::StrCat("centre/", centre); }

SealPlace PlaceOf(absl::string_view park, absl::string_view centre) {
  return {park, "payee_account", "account_number", centre};
}

// A step's row, as what is sealed in it names it.
std::string StepRow(const AccountStep& step) {
  return absl::StrCat(step.centre, "/", step.revision);
}

SealPlace TailPlace(absl::string_view park, absl::string_view row) {
  return {park, "payee_account_change", "account_tail", row};
}

struct SealedAccount {
  PayeeAccount account;
  std::string number;
};

SealedAccount ReadAccount(const db::Row& row) {
  SealedAccount sealed;
  sealed.account.centre = row.Text(0);
  sealed.account.account_name = row.Text(1);
  sealed.number = row.Bytes(2);
  sealed.account.bank_code = row.Text(3);
  sealed.account.first_person = row.Text(4);
  sealed.account.second_person = row.Text(5);
  sealed.account.revision = row.Int(6);
  sealed.account.payable_from = ReadDay(row.Text(7));
  sealed.account.changed = row.Flag(8);
  return sealed;
}

absl::StatusOr<PayeeAccount> Open(db::Read& txn, const KeyRing& keys, SealedAccount sealed) {
  ASSIGN_OR_RETURN(const DataKey key,
                   db::KeyForOpening(txn, keys, CentreSubject(sealed.account.centre)));
  ASSIGN_OR_RETURN(sealed.account.account_number,
                   key.Open(PlaceOf(txn.park(), sealed.account.centre), sealed.number));
  return std::move(sealed.account);
}

}  // namespace

absl::StatusOr<std::optional<Payout>> LoadPayout(db::Read& txn, const std::string& id) {
  std::optional<Payout> payout;
  RETURN_IF_ERROR(
      txn.QueryOne("SELECT centre, month, ordinal, amount_minor, state, end_to_end_id, reason, "
                   "due_date, release_date, line, revision, paid_date, promised_date FROM payout "
                   "WHERE park_id = :park "
                   "AND id = :id",
                   {{"id", id}}, [&](const db::Row& row) { payout = ReadPayout(row); })
          .status());
  return payout;
}

absl::StatusOr<std::vector<Payout>> LoadPayouts(db::Read& txn, const PayoutFilter& filter) {
  if (filter.centre.empty()) {
    return QueryPayouts(
        txn,
        "SELECT centre, month, ordinal, amount_minor, state, end_to_end_id, "
        "reason, due_date, release_date, line, revision, paid_date, promised_date FROM payout "
        "WHERE park_id = :park AND id > :after ORDER BY id LIMIT :rows_max",
        {{"after", filter.after}, {"rows_max", filter.rows_max}});
  }
  return QueryPayouts(
      txn,
      "SELECT centre, month, ordinal, amount_minor, state, end_to_end_id, reason, due_date, "
      "release_date, line, revision, paid_date, promised_date FROM payout WHERE park_id = :park "
      "AND centre = :centre "
      "AND id > :after ORDER BY id LIMIT :rows_max",
      {{"centre", filter.centre}, {"after", filter.after}, {"rows_max", filter.rows_max}});
}

absl::StatusOr<std::vector<Payout>> LoadInOurHands(db::Read& txn) {
  return QueryPayouts(txn,
                      "SELECT centre, month, ordinal, amount_minor, state, end_to_end_id, reason, "
                      "due_date, release_date, line, revision, paid_date, promised_date FROM "
                      "payout WHERE park_id = :park "
                      "AND state IN ('DUE', 'HELD') ORDER BY id",
                      {});
}

absl::StatusOr<std::map<std::string, int64_t>> LoadIssued(db::Read& txn, absl::CivilMonth month) {
  std::map<std::string, int64_t> issued;
  RETURN_IF_ERROR(
      txn.Query("SELECT centre, MAX(ordinal) FROM payout WHERE park_id = :park "
                "AND month = :month GROUP BY centre",
                {{"month", FormatMonth(month)}}, [&](const db::Row& row) {
                  issued[row.Text(0)] = row.Int(1);
                  return absl::OkStatus();
                }));
  return issued;
}

absl::Status SavePayouts(db::Write& txn, const std::vector<Payout>& payouts) {
  std::vector<db::Args> rows;
  for (const Payout& each : payouts) {
    rows.push_back({{"id", each.id()},
                    {"centre", each.centre},
                    {"month", FormatMonth(each.month)},
                    {"ordinal", each.ordinal},
                    {"amount", each.amount_minor},
                    {"state", StateText(each.state)},
                    {"end_to_end_id", each.end_to_end_id},
                    {"reason", each.reason},
                    {"due_date", FormatDay(each.due_date)},
                    {"release_date", DayText(each.release_date)},
                    {"paid_date", DayText(each.paid_date)},
                    {"promised_date", DayText(each.promised_date)},
                    {"line", each.line},
                    {"revision", each.revision}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO payout (park_id, id, centre, month, ordinal, amount_minor, state, "
          "end_to_end_id, reason, due_date, release_date, line, revision, paid_date, "
          "promised_date) VALUES (:park, :id, :centre, :month, :ordinal, :amount, :state, "
          ":end_to_end_id, :reason, :due_date, :release_date, :line, :revision, :paid_date, "
          ":promised_date) ON CONFLICT (park_id, id) DO UPDATE SET amount_minor = :amount, state = "
          ":state, reason = :reason, release_date = :release_date, line = :line, revision = "
          ":revision, paid_date = :paid_date",
          rows)
      .status();
}

absl::StatusOr<std::optional<PayeeAccount>> LoadPayeeAccount(db::Read& txn, const KeyRing& keys,
                                                             const std::string& centre) {
  std::optional<SealedAccount> sealed;
  RETURN_IF_ERROR(
      txn.QueryOne("SELECT centre, account_name, account_number, bank_code, first_person, "
                   "second_person, revision, payable_from_date, changed FROM payee_account WHERE "
                   "park_id = :park "
                   "AND centre = :centre",
                   {{"centre", centre}}, [&](const db::Row& row) { sealed = ReadAccount(row); })
          .status());
  if (!sealed.has_value()) return std::nullopt;
  return Open(txn, keys, *std::move(sealed));
}

absl::StatusOr<std::vector<PayeeAccount>> LoadPayeeAccounts(db::Read& txn, const KeyRing& keys,
                                                            const ListFilter& filter) {
  std::vector<SealedAccount> sealed;
  // By name, in which a hyphen stands before the slash behind the centre.
  RETURN_IF_ERROR(
      txn.Query("SELECT centre, account_name, account_number, bank_code, first_person, "
                "second_person, revision, payable_from_date, changed FROM payee_account WHERE "
                "park_id = :park "
                "AND centre || '/' > :after ORDER BY centre || '/' LIMIT :rows_max",
                {{"after", filter.after}, {"rows_max", filter.rows_max}}, [&](const db::Row& row) {
                  sealed.push_back(ReadAccount(row));
                  return absl::OkStatus();
                }));
  std::vector<PayeeAccount> accounts;
  for (SealedAccount& each : sealed) {
    ASSIGN_OR_RETURN(PayeeAccount account, Open(txn, keys, std::move(each)));
    accounts.push_back(std::move(account));
  }
  return accounts;
}

absl::StatusOr<std::map<std::string, absl::CivilDay>> LoadPayableFrom(db::Read& txn) {
  std::map<std::string, absl::CivilDay> payable_from;
  // One that was verified before there was a waiting time has waited.
  RETURN_IF_ERROR(
      txn.Query("SELECT centre, payable_from_date FROM payee_account WHERE park_id = :park AND "
                "state = 'VERIFIED'",
                {}, [&](const db::Row& row) {
                  payable_from[row.Text(0)] = ReadDay(row.Text(1)).value_or(absl::CivilDay::min());
                  return absl::OkStatus();
                }));
  return payable_from;
}

absl::Status SavePayeeAccount(db::Write& txn, const KeyRing& keys, const PayeeAccount& account) {
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForSealing(txn, keys, CentreSubject(account.centre)));
  return txn
      .Execute(
          "INSERT INTO payee_account (park_id, centre, account_name, account_number, bank_code, "
          "state, first_person, second_person, revision, payable_from_date, changed) VALUES "
          "(:park, :centre, :account_name, :number, :bank_code, :state, :first, :second, "
          ":revision, :payable_from, :changed) "
          "ON CONFLICT (park_id, centre) DO UPDATE SET account_name = :account_name, "
          "account_number = :number, bank_code = :bank_code, state = :state, "
          "first_person = :first, second_person = :second, revision = :revision, "
          "payable_from_date = :payable_from, changed = :changed",
          {{"centre", account.centre},
           {"account_name", account.account_name},
           {"number",
            db::Blob{key.Seal(PlaceOf(txn.park(), account.centre), account.account_number)}},
           {"bank_code", account.bank_code},
           {"state", account.verified() ? "VERIFIED" : "PROPOSED"},
           {"first", account.first_person},
           {"second", account.second_person},
           {"payable_from", DayText(account.payable_from)},
           {"changed", account.changed},
           {"revision", account.revision}})
      .status();
}

absl::StatusOr<std::vector<AccountStep>> LoadAccountSteps(db::Read& txn, const KeyRing& keys,
                                                          const std::string& centre) {
  std::vector<AccountStep> steps;
  std::vector<std::string> sealed;
  RETURN_IF_ERROR(txn.Query(
      "SELECT centre, revision, state, account_name, account_tail, person, change_date, "
      "payable_from_date FROM payee_account_change WHERE park_id = :park AND centre = :centre "
      "ORDER BY revision DESC",
      {{"centre", centre}}, [&](const db::Row& row) {
        AccountStep& step = steps.emplace_back();
        step.centre = row.Text(0);
        step.revision = row.Int(1);
        step.state = row.Text(2);
        step.account_name = row.Text(3);
        sealed.push_back(row.Bytes(4));
        step.person = row.Text(5);
        step.date = *ParseDay(row.Text(6));
        step.payable_from = ReadDay(row.Text(7));
        return absl::OkStatus();
      }));
  if (steps.empty()) return steps;
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForOpening(txn, keys, CentreSubject(centre)));
  for (size_t i = 0; i < steps.size(); ++i) {
    const std::string row = StepRow(steps[i]);
    ASSIGN_OR_RETURN(steps[i].account_tail, key.Open(TailPlace(txn.park(), row), sealed[i]));
  }
  return steps;
}

absl::Status SaveAccountStep(db::Write& txn, const KeyRing& keys, const AccountStep& step) {
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForSealing(txn, keys, CentreSubject(step.centre)));
  const std::string row = StepRow(step);
  return txn
      .Execute(
          "INSERT INTO payee_account_change (park_id, centre, revision, state, account_name, "
          "account_tail, person, change_date, payable_from_date) VALUES (:park, :centre, "
          ":revision, :state, :account_name, :tail, :person, :date, :payable_from)",
          {{"centre", step.centre},
           {"revision", step.revision},
           {"state", step.state},
           {"account_name", step.account_name},
           {"tail", db::Blob{key.Seal(TailPlace(txn.park(), row), step.account_tail)}},
           {"person", step.person},
           {"date", FormatDay(step.date)},
           {"payable_from", DayText(step.payable_from)}})
      .status();
}

}  // namespace tuoqiao::settlement
