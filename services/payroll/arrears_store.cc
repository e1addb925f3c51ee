#include "services/payroll/arrears_store.h"

#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::payroll {
namespace {

// The columns of arrears in the order of every SELECT here, from `first` on.
Arrears ReadArrears(const db::Row& row, int first) {
  Arrears arrears;
  arrears.id = row.Text(first);
  arrears.month = *ParseMonth(row.Text(first + 1));
  arrears.instruction = row.Text(first + 2);
  arrears.employee_no = row.Text(first + 3);
  arrears.amount_minor = row.Int(first + 4);
  arrears.origin = ArrearsOriginOf(row.Text(first + 5));
  arrears.run = row.Text(first + 6);
  arrears.state = ArrearsStateOf(row.Text(first + 7));
  arrears.asked_by = row.Text(first + 8);
  arrears.share.statement = row.Text(first + 9);
  arrears.share.employee = row.Text(first + 10);
  arrears.share.case_number = row.Text(first + 11);
  arrears.share.family = row.Text(first + 12);
  arrears.share.centre = row.Text(first + 13);
  const auto mode = ParseArrearsMode(row.Text(first + 14));
  CHECK(mode.has_value());
  arrears.share.mode = *mode;
  arrears.share.waited_runs = row.Int(first + 15);
  arrears.bearer = row.Text(first + 16);
  arrears.why = row.Text(first + 17);
  arrears.by = row.Text(first + 18);
  arrears.revision = row.Int(first + 19);
  arrears.share.of_last_pay = row.Flag(first + 20);
  return arrears;
}

}  // namespace

absl::Status SaveArrears(db::Write& txn, const std::string& firm,
                         const std::vector<Arrears>& arrears) {
  std::vector<db::Args> rows;
  for (const Arrears& each : arrears) {
    rows.push_back({{"firm", firm},
                    {"id", each.id},
                    {"month", FormatMonth(each.month)},
                    {"instruction", each.instruction},
                    {"no", each.employee_no},
                    {"amount", each.amount_minor},
                    {"origin", ArrearsOriginName(each.origin)},
                    {"run", each.run},
                    {"state", ArrearsStateName(each.state)},
                    {"asked_by", each.asked_by},
                    {"statement", each.share.statement},
                    {"employee", each.share.employee},
                    {"case_number", each.share.case_number},
                    {"family", each.share.family},
                    {"centre", each.share.centre},
                    {"mode", ArrearsModeName(each.share.mode)},
                    {"waited", each.share.waited_runs},
                    {"bearer", each.bearer},
                    {"why", each.why},
                    {"by", each.by},
                    {"revision", each.revision},
                    {"last_pay", each.share.of_last_pay}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO arrears (park_id, firm_id, id, month, instruction_id, employee_no, "
          "amount_minor, origin, run, state, asked_by, statement, employee_id, case_number, "
          "family, centre, arrears_mode, waited_runs, bearer, why, proposed_by, revision, "
          "of_last_pay) "
          "VALUES (:park, :firm, :id, :month, :instruction, :no, :amount, :origin, :run, :state, "
          ":asked_by, :statement, :employee, :case_number, :family, :centre, :mode, :waited, "
          ":bearer, :why, :by, :revision, :last_pay) ON CONFLICT (park_id, firm_id, id) DO UPDATE "
          "SET "
          "state = excluded.state, asked_by = excluded.asked_by, bearer = excluded.bearer, "
          "why = excluded.why, proposed_by = excluded.proposed_by, revision = excluded.revision",
          rows)
      .status();
}

absl::StatusOr<std::optional<Arrears>> FindArrears(db::Read& txn, const std::string& firm,
                                                   const std::string& id) {
  std::optional<Arrears> arrears;
  RETURN_IF_ERROR(
      txn.QueryOne(
             "SELECT id, month, instruction_id, employee_no, amount_minor, origin, run, state, "
             "asked_by, statement, employee_id, case_number, family, centre, arrears_mode, "
             "waited_runs, bearer, why, proposed_by, revision, of_last_pay FROM arrears "
             "WHERE park_id = :park AND firm_id = :firm AND id = :id",
             {{"firm", firm}, {"id", id}},
             [&](const db::Row& row) { arrears = ReadArrears(row, 0); })
          .status());
  return arrears;
}

absl::StatusOr<std::vector<Arrears>> LoadArrears(db::Read& txn, const After& after) {
  std::vector<Arrears> arrears;
  RETURN_IF_ERROR(
      txn.Query("SELECT id, month, instruction_id, employee_no, amount_minor, origin, run, state, "
                "asked_by, statement, employee_id, case_number, family, centre, arrears_mode, "
                "waited_runs, bearer, why, proposed_by, revision, of_last_pay FROM arrears "
                "WHERE park_id = :park AND firm_id = :firm AND id > :id ORDER BY id "
                "LIMIT :rows_max",
                {{"firm", after.firm}, {"id", after.id}, {"rows_max", after.rows_max}},
                [&](const db::Row& row) {
                  arrears.push_back(ReadArrears(row, 0));
                  return absl::OkStatus();
                }));
  return arrears;
}

absl::StatusOr<std::vector<WageShare>> LoadOpenArrears(db::Read& txn, const std::string& firm,
                                                       absl::CivilMonth until) {
  std::vector<WageShare> shares;
  RETURN_IF_ERROR(
      txn.Query("SELECT id, month, instruction_id, employee_no, amount_minor, origin, run, state, "
                "asked_by, statement, employee_id, case_number, family, centre, arrears_mode, "
                "waited_runs, bearer, why, proposed_by, revision, of_last_pay FROM arrears "
                "WHERE park_id = :park AND firm_id = :firm AND month <= :until "
                "AND state = 'OPEN' ORDER BY id",
                {{"firm", firm}, {"until", FormatMonth(until)}}, [&](const db::Row& row) {
                  shares.push_back(ShareOf(ReadArrears(row, 0)));
                  return absl::OkStatus();
                }));
  return shares;
}

absl::Status SaveArrearsAsked(db::Write& txn, const PayRunKey& run, const Plan& plan) {
  std::vector<db::Args> rows;
  for (const Instruction& instruction : plan.instructions) {
    const bool refused = instruction.state == InstructionState::kDirect;
    const ArrearsState state = refused ? ArrearsState::kDirect : ArrearsState::kInRun;
    for (const WageShare& share : instruction.shares) {
      if (share.arrears.empty()) continue;
      rows.push_back({{"firm", run.firm},
                      {"id", share.arrears},
                      {"state", ArrearsStateName(state)},
                      {"run", run.Text()}});
    }
  }
  return txn
      .ExecuteMany(
          "UPDATE arrears SET state = :state, asked_by = :run, revision = revision + 1 "
          "WHERE park_id = :park AND firm_id = :firm AND id = :id",
          rows)
      .status();
}

absl::StatusOr<std::vector<OfFirm<Arrears>>> LoadArrearsAfter(db::Read& txn, const After& after) {
  std::vector<OfFirm<Arrears>> arrears;
  RETURN_IF_ERROR(txn.Query(
      "SELECT firm_id, id, month, instruction_id, employee_no, amount_minor, origin, run, state, "
      "asked_by, statement, employee_id, case_number, family, centre, arrears_mode, "
      "waited_runs, bearer, why, proposed_by, revision, of_last_pay FROM arrears "
      "WHERE park_id = :park AND (firm_id, id) > (:firm, :id) "
      "ORDER BY firm_id, id LIMIT :rows_max",
      {{"firm", after.firm}, {"id", after.id}, {"rows_max", after.rows_max}},
      [&](const db::Row& row) {
        arrears.push_back({row.Text(0), ReadArrears(row, 1)});
        return absl::OkStatus();
      }));
  return arrears;
}

}  // namespace tuoqiao::payroll
