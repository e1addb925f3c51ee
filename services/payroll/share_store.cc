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
  return share;
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
                    {"mode", share.form == WageForm::kDeduct ? ArrearsModeName(share.mode) : ""}});
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

absl::StatusOr<std::vector<WageShare>> LoadOpenShares(db::Read& txn, const std::string& firm,
                                                      absl::CivilMonth month) {
  std::vector<WageShare> shares;
  RETURN_IF_ERROR(
      txn.Query("SELECT statement, form, employee_id, case_number, family, centre, amount_minor, "
                "arrears_mode FROM closed_share WHERE park_id = :park AND firm_id = :firm "
                "AND month = :month AND instruction_id = '' ORDER BY statement, form",
                {{"firm", firm}, {"month", FormatMonth(month)}}, [&](const db::Row& row) {
                  shares.push_back(ReadShare(row));
                  return absl::OkStatus();
                }));
  return shares;
}

absl::StatusOr<std::map<std::string, std::vector<WageShare>>> LoadSharesByInstruction(
    db::Read& txn, const std::string& firm, absl::CivilMonth month) {
  std::map<std::string, std::vector<WageShare>> shares;
  RETURN_IF_ERROR(
      txn.Query("SELECT statement, form, employee_id, case_number, family, centre, amount_minor, "
                "arrears_mode, instruction_id FROM closed_share WHERE park_id = :park "
                "AND firm_id = :firm AND month = :month AND instruction_id <> '' "
                "ORDER BY statement, form",
                {{"firm", firm}, {"month", FormatMonth(month)}}, [&](const db::Row& row) {
                  shares[row.Text(8)].push_back(ReadShare(row));
                  return absl::OkStatus();
                }));
  return shares;
}

absl::Status SaveSharesOut(db::Write& txn, const std::string& firm, absl::CivilMonth month,
                           const std::vector<Instruction>& instructions) {
  std::vector<db::Args> rows;
  for (const Instruction& instruction : instructions) {
    for (const WageShare& share : instruction.shares) {
      rows.push_back({{"firm", firm},
                      {"month", FormatMonth(month)},
                      {"statement", share.statement},
                      {"form", WageFormName(share.form)},
                      {"instruction", instruction.id}});
    }
  }
  return txn
      .ExecuteMany(
          "UPDATE closed_share SET instruction_id = :instruction WHERE park_id = :park "
          "AND firm_id = :firm AND month = :month AND statement = :statement AND form = :form",
          rows)
      .status();
}

}  // namespace tuoqiao::payroll
