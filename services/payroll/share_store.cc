#include "services/payroll/share_store.h"

#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::payroll {
namespace {

// The columns of a share in the order of every SELECT here.
WageShare ReadShare(const db::Row& row) {
  WageShare share;
  share.statement = row.Text(0);
  const auto form = ParseWageForm(row.Text(1));
  CHECK(form.has_value());
  share.form = *form;
  share.employee = row.Text(2);
  share.case_number = row.Text(3);
  share.family = row.Text(4);
  share.centre = row.Text(5);
  share.amount_minor = row.Int(6);
  if (share.form == WageForm::kDeduct) {
    const auto mode = ParseArrearsMode(row.Text(7));
    CHECK(mode.has_value());
    share.mode = *mode;
  }
  share.month = *ParseMonth(row.Text(8));
  return share;
}

std::string ModeText(const WageShare& share) {
  return share.form == WageForm::kDeduct ? std::string(ArrearsModeName(share.mode)) : "";
}

// Of shares that nobody needs to hear of, in the place of an instruction.
constexpr char kNoInstruction[] = "-";

// Shares that went out, each with the instruction that says so.
absl::Status SaveOut(db::Write& txn, const std::string& firm, const std::string& instruction,
                     const std::vector<WageShare>& shares) {
  std::vector<db::Args> rows;
  for (const WageShare& share : shares) {
    if (!share.arrears.empty()) continue;
    rows.push_back({{"firm", firm},
                    {"month", FormatMonth(share.month)},
                    {"statement", share.statement},
                    {"form", WageFormName(share.form)},
                    {"out", share.amount_minor},
                    {"instruction", instruction}});
  }
  return txn
      .ExecuteMany(
          "UPDATE closed_share SET instruction_id = :instruction, out_minor = out_minor + :out "
          "WHERE park_id = :park AND firm_id = :firm AND month = :month "
          "AND statement = :statement AND form = :form",
          rows)
      .status();
}

absl::Status SaveInstructionShares(db::Write& txn, const PayRunKey& run,
                                   const std::vector<Instruction>& instructions) {
  std::vector<db::Args> rows;
  for (const Instruction& instruction : instructions) {
    int64_t ordinal = 0;
    for (const WageShare& share : instruction.shares) {
      rows.push_back({{"firm", run.firm},
                      {"run", run.Text()},
                      {"instruction", instruction.id},
                      {"ordinal", ++ordinal},
                      {"statement", share.statement},
                      {"form", WageFormName(share.form)},
                      {"arrears", share.arrears},
                      {"month", FormatMonth(share.month)},
                      {"employee", share.employee},
                      {"case_number", share.case_number},
                      {"family", share.family},
                      {"centre", share.centre},
                      {"mode", ModeText(share)},
                      {"amount", share.amount_minor},
                      {"owed", share.owed_minor},
                      {"asked", share.asked_minor}});
    }
  }
  return txn
      .ExecuteMany(
          "INSERT INTO instruction_share (park_id, firm_id, run, instruction_id, ordinal, "
          "statement, form, arrears_id, month, employee_id, case_number, family, centre, "
          "arrears_mode, amount_minor, owed_minor, asked_minor) VALUES (:park, :firm, :run, "
          ":instruction, :ordinal, :statement, :form, :arrears, :month, :employee, :case_number, "
          ":family, :centre, :mode, :amount, :owed, :asked)",
          rows)
      .status();
}

absl::Status SaveWaiting(db::Write& txn, const std::string& firm,
                         const std::vector<WageShare>& shares) {
  std::vector<db::Args> of_shares, of_arrears;
  for (const WageShare& share : shares) {
    if (share.arrears.empty()) {
      of_shares.push_back({{"firm", firm},
                           {"month", FormatMonth(share.month)},
                           {"statement", share.statement},
                           {"form", WageFormName(share.form)}});
    } else {
      of_arrears.push_back({{"firm", firm}, {"id", share.arrears}});
    }
  }
  RETURN_IF_ERROR(txn.ExecuteMany("UPDATE arrears SET waited_runs = waited_runs + 1 "
                                  "WHERE park_id = :park AND firm_id = :firm AND id = :id",
                                  of_arrears)
                      .status());
  return txn
      .ExecuteMany(
          "UPDATE closed_share SET waited_runs = waited_runs + 1 WHERE park_id = :park "
          "AND firm_id = :firm AND month = :month AND statement = :statement AND form = :form",
          of_shares)
      .status();
}

}  // namespace

absl::StatusOr<HeardMonth> LoadHeardMonth(db::Read& txn, absl::CivilMonth month) {
  HeardMonth heard;
  heard.month = month;
  RETURN_IF_ERROR(txn.QueryOne("SELECT statements, closed_statements FROM heard_month "
                               "WHERE park_id = :park AND month = :month",
                               {{"month", FormatMonth(month)}},
                               [&](const db::Row& row) {
                                 heard.statements = row.Int(0);
                                 if (row.Int(1) >= 0) heard.closed_statements = row.Int(1);
                               })
                      .status());
  return heard;
}

absl::Status AddToHeardMonth(db::Write& txn, const HeardMonth& more) {
  const db::Args args = {{"month", FormatMonth(more.month)},
                         {"statements", more.statements},
                         {"closed", more.closed_statements.value_or(-1)}};
  if (!more.closed_statements.has_value()) {
    return txn
        .Execute(
            "INSERT INTO heard_month (park_id, month, statements, closed_statements) "
            "VALUES (:park, :month, :statements, :closed) ON CONFLICT (park_id, month) "
            "DO UPDATE SET statements = heard_month.statements + excluded.statements",
            args)
        .status();
  }
  return txn
      .Execute(
          "INSERT INTO heard_month (park_id, month, statements, closed_statements) "
          "VALUES (:park, :month, :statements, :closed) ON CONFLICT (park_id, month) "
          "DO UPDATE SET statements = heard_month.statements + excluded.statements, "
          "closed_statements = excluded.closed_statements",
          args)
      .status();
}

absl::Status SaveShares(db::Write& txn, const std::vector<ClosedShare>& shares) {
  std::vector<db::Args> rows;
  for (const ClosedShare& each : shares) {
    const WageShare& share = each.share;
    rows.push_back({{"firm", each.firm},
                    {"month", FormatMonth(each.month)},
                    {"statement", share.statement},
                    {"form", WageFormName(share.form)},
                    {"employee", share.employee},
                    {"case_number", share.case_number},
                    {"family", share.family},
                    {"centre", share.centre},
                    {"amount", share.amount_minor},
                    {"mode", ModeText(share)}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO closed_share (park_id, firm_id, month, statement, form, employee_id, "
          "case_number, family, centre, amount_minor, arrears_mode, instruction_id) "
          "VALUES (:park, :firm, :month, :statement, :form, :employee, :case_number, :family, "
          ":centre, :amount, :mode, '') "
          "ON CONFLICT (park_id, firm_id, month, statement, form) DO NOTHING",
          rows)
      .status();
}

absl::StatusOr<std::vector<OpenShare>> LoadOpenShares(db::Read& txn, const std::string& firm,
                                                      absl::CivilMonth until) {
  std::vector<OpenShare> open;
  RETURN_IF_ERROR(
      txn.Query("SELECT statement, form, employee_id, case_number, family, centre, amount_minor, "
                "arrears_mode, month, out_minor, waited_runs FROM closed_share "
                "WHERE park_id = :park AND firm_id = :firm AND month <= :until "
                "AND (instruction_id = '' OR (out_minor <> 0 AND out_minor <> amount_minor)) "
                "ORDER BY month, statement, form",
                {{"firm", firm}, {"until", FormatMonth(until)}}, [&](const db::Row& row) {
                  OpenShare each{ReadShare(row)};
                  each.whole_minor = each.share.amount_minor;
                  each.share.amount_minor -= row.Int(9);
                  each.share.waited_runs = row.Int(10);
                  open.push_back(std::move(each));
                  return absl::OkStatus();
                }));
  return open;
}

absl::StatusOr<std::map<std::string, std::vector<WageShare>>> LoadSharesByInstruction(
    db::Read& txn, const PayRunKey& run) {
  std::map<std::string, std::vector<WageShare>> shares;
  RETURN_IF_ERROR(
      txn.Query("SELECT statement, form, employee_id, case_number, family, centre, amount_minor, "
                "arrears_mode, month, arrears_id, owed_minor, asked_minor, instruction_id "
                "FROM instruction_share WHERE park_id = :park AND firm_id = :firm "
                "AND run = :run ORDER BY instruction_id, ordinal",
                {{"firm", run.firm}, {"run", run.Text()}}, [&](const db::Row& row) {
                  WageShare share = ReadShare(row);
                  share.arrears = row.Text(9);
                  share.owed_minor = row.Int(10);
                  share.asked_minor = row.Int(11);
                  shares[row.Text(12)].push_back(std::move(share));
                  return absl::OkStatus();
                }));
  return shares;
}

absl::Status SaveSharesOut(db::Write& txn, const PayRunKey& run, const Plan& plan) {
  for (const Instruction& each : plan.instructions) {
    RETURN_IF_ERROR(SaveOut(txn, run.firm, each.id, each.shares));
  }
  RETURN_IF_ERROR(SaveOut(txn, run.firm, kNoInstruction, plan.not_needed));
  RETURN_IF_ERROR(SaveWaiting(txn, run.firm, plan.waiting));
  return SaveInstructionShares(txn, run, plan.instructions);
}

absl::StatusOr<std::vector<WageShare>> LoadSharesOfMonth(db::Read& txn, const std::string& firm,
                                                         absl::CivilMonth month) {
  std::vector<WageShare> shares;
  RETURN_IF_ERROR(
      txn.Query("SELECT statement, form, employee_id, case_number, family, centre, amount_minor, "
                "arrears_mode, month FROM closed_share WHERE park_id = :park "
                "AND firm_id = :firm AND month = :month ORDER BY statement, form",
                {{"firm", firm}, {"month", FormatMonth(month)}}, [&](const db::Row& row) {
                  shares.push_back(ReadShare(row));
                  return absl::OkStatus();
                }));
  return shares;
}

absl::StatusOr<std::vector<std::string>> LoadFirmsWithOpen(db::Read& txn, absl::CivilMonth until,
                                                           const After& after) {
  std::vector<std::string> firms;
  RETURN_IF_ERROR(
      txn.Query("SELECT firm_id FROM closed_share WHERE park_id = :park AND firm_id > :firm "
                "AND month <= :until "
                "AND (instruction_id = '' OR (out_minor <> 0 AND out_minor <> amount_minor)) "
                "UNION SELECT firm_id FROM arrears WHERE park_id = :park AND firm_id > :firm "
                "AND month <= :until AND state = 'OPEN' ORDER BY firm_id LIMIT :rows_max",
                {{"firm", after.firm}, {"until", FormatMonth(until)}, {"rows_max", after.rows_max}},
                [&](const db::Row& row) {
                  firms.push_back(row.Text(0));
                  return absl::OkStatus();
                }));
  return firms;
}

}  // namespace tuoqiao::payroll
