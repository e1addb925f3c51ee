#include "services/payroll/pay_run_store.h"

#include <utility>

#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::payroll {
namespace {

// The columns of a run in the order of every SELECT here.
PayRun ReadPayRun(const db::Row& row) {
  PayRun run;
  const auto key = ParsePayRunKey(row.Text(0), row.Text(1));
  CHECK(key.has_value());
  run.firm = key->firm;
  run.month = key->month;
  run.number = key->number;
  run.pay_date = *ParseDay(row.Text(2));
  run.cut_off_date = *ParseDay(row.Text(3));
  run.tax_advice = row.Flag(4);
  run.state = PayRunStateOf(row.Text(5));
  run.digest = row.Text(6);
  run.instructions = row.Int(7);
  run.deduct_minor = row.Int(8);
  run.seen_minor = row.Int(9);
  run.arrears_minor = row.Int(10);
  run.unapplied_minor = row.Int(11);
  run.revision = row.Int(12);
  const auto type = ParsePayRunType(row.Text(13));
  CHECK(type.has_value());
  run.type = *type;
  run.reverse_minor = row.Int(14);
  run.waiting_items = row.Int(15);
  return run;
}

// The columns of an instruction in the order of every SELECT here, from `first` on.
Instruction ReadInstruction(const db::Row& row, int first) {
  Instruction instruction;
  instruction.id = row.Text(first);
  instruction.employee = row.Text(first + 1);
  instruction.employee_no = row.Text(first + 2);
  const auto kind = ParseInstructionKind(row.Text(first + 3));
  CHECK(kind.has_value());
  instruction.kind = *kind;
  instruction.share_minor = row.Int(first + 4);
  instruction.amount_minor = row.Int(first + 5);
  instruction.carried_minor = row.Int(first + 6);
  instruction.seen_minor = row.Int(first + 7);
  instruction.state = InstructionStateOf(row.Text(first + 8));
  instruction.reason = row.Text(first + 9);
  instruction.arrears_minor = row.Int(first + 10);
  instruction.last_pay = row.Flag(first + 11);
  return instruction;
}

}  // namespace

absl::StatusOr<std::optional<PayRun>> FindPayRun(db::Read& txn, const PayRunKey& key) {
  std::optional<PayRun> run;
  RETURN_IF_ERROR(
      txn.QueryOne("SELECT firm_id, month, pay_date, cut_off_date, tax_advice, state, digest, "
                   "instructions, deduct_minor, seen_minor, arrears_minor, unapplied_minor, "
                   "revision, type, reverse_minor, waiting_items FROM pay_run WHERE park_id = "
                   ":park AND firm_id = :firm "
                   "AND month = :month",
                   {{"firm", key.firm}, {"month", key.Text()}},
                   [&](const db::Row& row) { run = ReadPayRun(row); })
          .status());
  return run;
}

absl::StatusOr<std::vector<PayRun>> LoadPayRunsOfMonth(db::Read& txn, const std::string& firm,
                                                       absl::CivilMonth month) {
  std::vector<PayRun> runs;
  RETURN_IF_ERROR(
      txn.Query("SELECT firm_id, month, pay_date, cut_off_date, tax_advice, state, digest, "
                "instructions, deduct_minor, seen_minor, arrears_minor, unapplied_minor, "
                "revision, type, reverse_minor, waiting_items FROM pay_run "
                "WHERE park_id = :park AND firm_id = :firm AND month >= :month "
                "AND month < :next ORDER BY month",
                {{"firm", firm}, {"month", FormatMonth(month)}, {"next", FormatMonth(month + 1)}},
                [&](const db::Row& row) {
                  runs.push_back(ReadPayRun(row));
                  return absl::OkStatus();
                }));
  return runs;
}

absl::StatusOr<std::string> FindReleasedFrom(db::Read& txn, const std::string& firm,
                                             absl::CivilMonth month) {
  std::string run;
  RETURN_IF_ERROR(txn.QueryOne("SELECT COALESCE(MIN(month), '') FROM pay_run "
                               "WHERE park_id = :park AND firm_id = :firm AND month >= :month "
                               "AND type = 'REGULAR' AND state <> 'PREFLIGHTED'",
                               {{"firm", firm}, {"month", FormatMonth(month)}},
                               [&](const db::Row& row) { run = row.Text(0); })
                      .status());
  return run;
}

absl::StatusOr<std::map<std::string, int64_t>> LoadSentInMonth(db::Read& txn,
                                                               const PayRunKey& but) {
  std::map<std::string, int64_t> sent;
  RETURN_IF_ERROR(
      txn.Query("SELECT i.employee_id, SUM(i.amount_minor) FROM instruction i JOIN pay_run r "
                "ON r.park_id = i.park_id AND r.firm_id = i.firm_id AND r.month = i.month "
                "WHERE i.park_id = :park AND i.firm_id = :firm AND i.kind = 'DEDUCT' "
                "AND i.month >= :month AND i.month < :next AND i.month <> :run "
                "AND r.state <> 'PREFLIGHTED' GROUP BY i.employee_id",
                {{"firm", but.firm},
                 {"month", FormatMonth(but.month)},
                 {"next", FormatMonth(but.month + 1)},
                 {"run", but.Text()}},
                [&](const db::Row& row) {
                  sent[row.Text(0)] = row.Int(1);
                  return absl::OkStatus();
                }));
  return sent;
}

absl::Status SavePayRun(db::Write& txn, const PayRun& run) {
  return txn
      .Execute(
          "INSERT INTO pay_run (park_id, firm_id, month, pay_date, cut_off_date, tax_advice, "
          "state, digest, instructions, deduct_minor, seen_minor, arrears_minor, "
          "unapplied_minor, revision, type, reverse_minor, waiting_items) VALUES (:park, :firm, "
          ":month, :pay_date, :cut_off_date, :tax_advice, :state, :digest, :instructions, :deduct, "
          ":seen, :arrears, :unapplied, :revision, :type, :reverse, :waiting) ON CONFLICT "
          "(park_id, firm_id, month) DO UPDATE SET "
          "pay_date = excluded.pay_date, cut_off_date = excluded.cut_off_date, "
          "tax_advice = excluded.tax_advice, state = excluded.state, digest = excluded.digest, "
          "instructions = excluded.instructions, deduct_minor = excluded.deduct_minor, "
          "seen_minor = excluded.seen_minor, arrears_minor = excluded.arrears_minor, "
          "unapplied_minor = excluded.unapplied_minor, revision = excluded.revision, "
          "type = excluded.type, reverse_minor = excluded.reverse_minor, "
          "waiting_items = excluded.waiting_items",
          {{"firm", run.firm},
           {"month", run.Key().Text()},
           {"pay_date", FormatDay(run.pay_date)},
           {"cut_off_date", FormatDay(run.cut_off_date)},
           {"tax_advice", run.tax_advice},
           {"state", PayRunStateName(run.state)},
           {"digest", run.digest},
           {"instructions", run.instructions},
           {"deduct", run.deduct_minor},
           {"seen", run.seen_minor},
           {"arrears", run.arrears_minor},
           {"unapplied", run.unapplied_minor},
           {"revision", run.revision},
           {"type", PayRunTypeName(run.type)},
           {"reverse", run.reverse_minor},
           {"waiting", run.waiting_items}})
      .status();
}

absl::StatusOr<std::vector<Instruction>> LoadInstructions(db::Read& txn, const PayRun& run) {
  std::vector<Instruction> instructions;
  RETURN_IF_ERROR(txn.Query(
      "SELECT id, employee_id, employee_no, kind, share_minor, amount_minor, "
      "carried_minor, seen_minor, state, reason, arrears_minor, last_pay FROM instruction "
      "WHERE park_id = :park AND firm_id = :firm AND month = :month "
      "ORDER BY employee_no, kind",
      {{"firm", run.firm}, {"month", run.Key().Text()}}, [&](const db::Row& row) {
        instructions.push_back(ReadInstruction(row, 0));
        return absl::OkStatus();
      }));
  return instructions;
}

absl::StatusOr<std::vector<Instruction>> LoadInstructionPage(db::Read& txn,
                                                             const InstructionFilter& filter) {
  std::vector<Instruction> instructions;
  RETURN_IF_ERROR(txn.Query(
      "SELECT id, employee_id, employee_no, kind, share_minor, amount_minor, "
      "carried_minor, seen_minor, state, reason, arrears_minor, last_pay FROM instruction "
      "WHERE park_id = :park AND firm_id = :firm AND month = :month AND id > :after "
      "ORDER BY id LIMIT :rows_max",
      {{"firm", filter.run.firm},
       {"month", filter.run.Text()},
       {"after", filter.after},
       {"rows_max", filter.rows_max}},
      [&](const db::Row& row) {
        instructions.push_back(ReadInstruction(row, 0));
        return absl::OkStatus();
      }));
  return instructions;
}

absl::Status ReplaceInstructions(db::Write& txn, const PayRun& run,
                                 const std::vector<Instruction>& instructions) {
  RETURN_IF_ERROR(txn.Execute("DELETE FROM instruction WHERE park_id = :park AND firm_id = :firm "
                              "AND month = :month",
                              {{"firm", run.firm}, {"month", run.Key().Text()}})
                      .status());
  std::vector<db::Args> rows;
  for (const Instruction& each : instructions) {
    rows.push_back({{"firm", run.firm},
                    {"month", run.Key().Text()},
                    {"id", each.id},
                    {"employee", each.employee},
                    {"no", each.employee_no},
                    {"kind", InstructionKindName(each.kind)},
                    {"share", each.share_minor},
                    {"amount", each.amount_minor},
                    {"carried", each.carried_minor},
                    {"seen", each.seen_minor},
                    {"state", InstructionStateName(each.state)},
                    {"reason", each.reason},
                    {"arrears", each.arrears_minor},
                    {"last_pay", each.last_pay}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO instruction (park_id, firm_id, month, id, employee_id, employee_no, kind, "
          "share_minor, amount_minor, carried_minor, seen_minor, state, reason, arrears_minor, "
          "last_pay) VALUES (:park, :firm, :month, :id, :employee, :no, :kind, :share, :amount, "
          ":carried, :seen, :state, :reason, :arrears, :last_pay)",
          rows)
      .status();
}

absl::Status SaveOutcomes(db::Write& txn, const PayRun& run,
                          const std::vector<Instruction>& instructions) {
  std::vector<db::Args> rows;
  for (const Instruction& each : instructions) {
    rows.push_back({{"firm", run.firm},
                    {"month", run.Key().Text()},
                    {"id", each.id},
                    {"seen", each.seen_minor},
                    {"state", InstructionStateName(each.state)}});
  }
  return txn
      .ExecuteMany(
          "UPDATE instruction SET seen_minor = :seen, state = :state WHERE park_id = :park "
          "AND firm_id = :firm AND month = :month AND id = :id",
          rows)
      .status();
}

absl::StatusOr<std::vector<PayRun>> LoadPayRunsAfter(db::Read& txn, const After& after) {
  std::vector<PayRun> runs;
  RETURN_IF_ERROR(
      txn.Query("SELECT firm_id, month, pay_date, cut_off_date, tax_advice, state, digest, "
                "instructions, deduct_minor, seen_minor, arrears_minor, unapplied_minor, "
                "revision, type, reverse_minor, waiting_items FROM pay_run WHERE park_id = :park "
                "AND (firm_id, month) > (:firm, :month) ORDER BY firm_id, month LIMIT :rows_max",
                {{"firm", after.firm}, {"month", after.id}, {"rows_max", after.rows_max}},
                [&](const db::Row& row) {
                  runs.push_back(ReadPayRun(row));
                  return absl::OkStatus();
                }));
  return runs;
}

absl::StatusOr<std::vector<InstructionAt>> LoadInstructionsAfter(db::Read& txn,
                                                                 const After& after) {
  const std::pair<std::string, std::string> place =
      absl::StrSplit(after.id, absl::MaxSplits('/', 1));
  std::vector<InstructionAt> instructions;
  RETURN_IF_ERROR(
      txn.Query("SELECT firm_id, month, id, employee_id, employee_no, kind, share_minor, "
                "amount_minor, carried_minor, seen_minor, state, reason, arrears_minor, last_pay "
                "FROM instruction "
                "WHERE park_id = :park AND (firm_id, month, id) > (:firm, :month, :id) "
                "ORDER BY firm_id, month, id LIMIT :rows_max",
                {{"firm", after.firm},
                 {"month", place.first},
                 {"id", place.second},
                 {"rows_max", after.rows_max}},
                [&](const db::Row& row) {
                  const auto run = ParsePayRunKey(row.Text(0), row.Text(1));
                  CHECK(run.has_value());
                  instructions.push_back({*run, ReadInstruction(row, 2)});
                  return absl::OkStatus();
                }));
  return instructions;
}

absl::StatusOr<int64_t> CountUnreleased(db::Read& txn, const Period& cut_off) {
  return txn.QueryInt(
      "SELECT COUNT(*) FROM pay_run WHERE park_id = :park AND state = 'PREFLIGHTED' "
      "AND cut_off_date >= :from AND cut_off_date < :until AND instructions > 0",
      {{"from", FormatDay(cut_off.from)}, {"until", FormatDay(cut_off.until)}});
}

}  // namespace tuoqiao::payroll
