#include "services/payroll/pay_line_store.h"

#include <utility>

#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::payroll {
namespace {

// The columns of a line in the order of every SELECT here, from `first` on.
PayLine ReadLine(const db::Row& row, int first) {
  PayLine line;
  line.id = row.Text(first);
  line.said.employee_no = row.Text(first + 1);
  line.said.instruction = row.Text(first + 2);
  line.said.period = *ParseMonth(row.Text(first + 3));
  const auto kind = ParseInstructionKind(row.Text(first + 4));
  CHECK(kind.has_value());
  line.said.kind = *kind;
  line.said.amount_minor = row.Int(first + 5);
  line.said.sequence = row.Int(first + 6);
  line.said.currency = row.Text(first + 7);
  line.said.employer = row.Text(first + 8);
  line.matched_by = MatchedByOf(row.Text(first + 9));
  line.instruction = row.Text(first + 10);
  line.reason = row.Text(first + 11);
  return line;
}

// The same of an exception, behind its firm.
ExceptionAt ReadException(const db::Row& row) {
  ExceptionAt at;
  at.run = {row.Text(0), row.Text(2)};
  PayException& exception = at.exception;
  exception.id = row.Text(1);
  exception.finding.reason = row.Text(3);
  exception.state = ExceptionStateOf(row.Text(4));
  exception.finding.instruction = row.Text(5);
  exception.finding.line = row.Text(6);
  exception.finding.employee_no = row.Text(7);
  exception.finding.amount_minor = row.Int(8);
  exception.finding.seen_minor = row.Int(9);
  exception.finding.file_name = row.Text(10);
  exception.finding.content_hash = row.Text(11);
  exception.resolution = RoadOf(row.Text(12));
  exception.resolve_reason = row.Text(13);
  exception.revision = row.Int(14);
  return at;
}

absl::StatusOr<std::vector<PayLine>> QueryLines(db::Read& txn, absl::string_view sql,
                                                const db::Args& args) {
  std::vector<PayLine> lines;
  RETURN_IF_ERROR(txn.Query(sql, args, [&](const db::Row& row) {
    lines.push_back(ReadLine(row, 0));
    return absl::OkStatus();
  }));
  return lines;
}

absl::StatusOr<std::vector<ExceptionAt>> QueryExceptions(db::Read& txn, absl::string_view sql,
                                                         const db::Args& args) {
  std::vector<ExceptionAt> exceptions;
  RETURN_IF_ERROR(txn.Query(sql, args, [&](const db::Row& row) {
    exceptions.push_back(ReadException(row));
    return absl::OkStatus();
  }));
  return exceptions;
}

}  // namespace

RunKey KeyOf(const PayRun& run) { return {run.firm, run.Key().Text()}; }

absl::StatusOr<std::vector<PayLine>> LoadLines(db::Read& txn, const RunKey& run,
                                               const Span& numbers) {
  return QueryLines(txn,
                    "SELECT id, employee_no, named_instruction, period, kind, amount_minor, "
                    "sequence, currency, employer, matched_by, instruction_id, reason "
                    "FROM pay_line WHERE park_id = :park AND firm_id = :firm AND run = :run "
                    "AND employee_no >= :lowest AND employee_no <= :highest",
                    {{"firm", run.firm},
                     {"run", run.run},
                     {"lowest", numbers.lowest},
                     {"highest", numbers.highest}});
}

absl::StatusOr<std::vector<PayException>> LoadExceptions(db::Read& txn, const RunKey& run,
                                                         const Span& numbers) {
  ASSIGN_OR_RETURN(
      auto found,
      QueryExceptions(txn,
                      "SELECT firm_id, id, run, reason, state, instruction_id, line_id, "
                      "employee_no, amount_minor, seen_minor, file_name, content_hash, "
                      "resolution, resolve_reason, revision FROM pay_exception "
                      "WHERE park_id = :park AND firm_id = :firm AND run = :run "
                      "AND employee_no >= :lowest AND employee_no <= :highest",
                      {{"firm", run.firm},
                       {"run", run.run},
                       {"lowest", numbers.lowest},
                       {"highest", numbers.highest}}));
  std::vector<PayException> exceptions;
  for (ExceptionAt& each : found) exceptions.push_back(std::move(each.exception));
  return exceptions;
}

absl::Status SaveLines(db::Write& txn, const RunKey& run, const std::vector<PayLine>& lines) {
  std::vector<db::Args> rows;
  for (const PayLine& each : lines) {
    rows.push_back({{"firm", run.firm},
                    {"run", run.run},
                    {"id", each.id},
                    {"no", each.said.employee_no},
                    {"named", each.said.instruction},
                    {"period", FormatMonth(each.said.period)},
                    {"kind", InstructionKindName(each.said.kind)},
                    {"amount", each.said.amount_minor},
                    {"sequence", each.said.sequence},
                    {"currency", each.said.currency},
                    {"employer", each.said.employer},
                    {"matched", MatchedByName(each.matched_by)},
                    {"instruction", each.instruction},
                    {"reason", each.reason}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO pay_line (park_id, firm_id, run, id, employee_no, named_instruction, "
          "period, kind, amount_minor, sequence, currency, employer, matched_by, instruction_id, "
          "reason) VALUES (:park, :firm, :run, :id, :no, :named, :period, :kind, :amount, "
          ":sequence, :currency, :employer, :matched, :instruction, :reason) "
          "ON CONFLICT (park_id, firm_id, run, id) DO UPDATE SET "
          "matched_by = excluded.matched_by, instruction_id = excluded.instruction_id, "
          "reason = excluded.reason",
          rows)
      .status();
}

absl::Status SaveExceptions(db::Write& txn, const RunKey& run,
                            const std::vector<PayException>& exceptions) {
  std::vector<db::Args> rows;
  for (const PayException& each : exceptions) {
    rows.push_back({{"firm", run.firm},
                    {"id", each.id},
                    {"run", run.run},
                    {"reason", each.finding.reason},
                    {"state", ExceptionStateName(each.state)},
                    {"instruction", each.finding.instruction},
                    {"line", each.finding.line},
                    {"no", each.finding.employee_no},
                    {"amount", each.finding.amount_minor},
                    {"seen", each.finding.seen_minor},
                    {"file_name", each.finding.file_name},
                    {"content_hash", each.finding.content_hash},
                    {"resolution", RoadName(each.resolution)},
                    {"why", each.resolve_reason},
                    {"revision", each.revision}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO pay_exception (park_id, firm_id, id, run, reason, state, instruction_id, "
          "line_id, employee_no, amount_minor, seen_minor, file_name, content_hash, resolution, "
          "resolve_reason, revision) VALUES (:park, :firm, :id, :run, :reason, :state, "
          ":instruction, :line, :no, :amount, :seen, :file_name, :content_hash, :resolution, "
          ":why, :revision) ON CONFLICT (park_id, firm_id, id) DO UPDATE SET "
          "reason = excluded.reason, state = excluded.state, amount_minor = excluded.amount_minor, "
          "seen_minor = excluded.seen_minor, resolution = excluded.resolution, "
          "resolve_reason = excluded.resolve_reason, revision = excluded.revision",
          rows)
      .status();
}

absl::StatusOr<std::optional<ExceptionAt>> FindException(db::Read& txn, const std::string& firm,
                                                         const std::string& id) {
  std::optional<ExceptionAt> found;
  RETURN_IF_ERROR(
      txn.QueryOne("SELECT firm_id, id, run, reason, state, instruction_id, line_id, employee_no, "
                   "amount_minor, seen_minor, file_name, content_hash, resolution, "
                   "resolve_reason, revision FROM pay_exception WHERE park_id = :park "
                   "AND firm_id = :firm AND id = :id",
                   {{"firm", firm}, {"id", id}},
                   [&](const db::Row& row) { found = ReadException(row); })
          .status());
  return found;
}

absl::StatusOr<std::vector<ExceptionAt>> LoadExceptionPage(db::Read& txn, const After& after,
                                                           bool closed_too) {
  return QueryExceptions(
      txn,
      "SELECT firm_id, id, run, reason, state, instruction_id, line_id, employee_no, "
      "amount_minor, seen_minor, file_name, content_hash, resolution, resolve_reason, revision "
      "FROM pay_exception WHERE park_id = :park AND firm_id = :firm AND id > :id "
      "AND (:all = 1 OR state = 'OPEN') ORDER BY id LIMIT :rows_max",
      {{"firm", after.firm}, {"id", after.id}, {"all", closed_too}, {"rows_max", after.rows_max}});
}

absl::StatusOr<std::vector<PayLine>> LoadLinePage(db::Read& txn, const RunKey& run,
                                                  const std::string& after, int64_t rows_max) {
  return QueryLines(
      txn,
      "SELECT id, employee_no, named_instruction, period, kind, amount_minor, sequence, currency, "
      "employer, matched_by, instruction_id, reason FROM pay_line WHERE park_id = :park "
      "AND firm_id = :firm AND run = :run AND id > :after ORDER BY id LIMIT :rows_max",
      {{"firm", run.firm}, {"run", run.run}, {"after", after}, {"rows_max", rows_max}});
}

absl::StatusOr<std::vector<LineAt>> LoadLinesAfter(db::Read& txn, const After& after) {
  const std::pair<std::string, std::string> place =
      absl::StrSplit(after.id, absl::MaxSplits('/', 1));
  std::vector<LineAt> lines;
  RETURN_IF_ERROR(txn.Query(
      "SELECT firm_id, run, id, employee_no, named_instruction, period, kind, amount_minor, "
      "sequence, currency, employer, matched_by, instruction_id, reason FROM pay_line "
      "WHERE park_id = :park AND (firm_id, run, id) > (:firm, :run, :id) "
      "ORDER BY firm_id, run, id LIMIT :rows_max",
      {{"firm", after.firm},
       {"run", place.first},
       {"id", place.second},
       {"rows_max", after.rows_max}},
      [&](const db::Row& row) {
        lines.push_back({{row.Text(0), row.Text(1)}, ReadLine(row, 2)});
        return absl::OkStatus();
      }));
  return lines;
}

absl::StatusOr<std::vector<ExceptionAt>> LoadExceptionsAfter(db::Read& txn, const After& after) {
  return QueryExceptions(
      txn,
      "SELECT firm_id, id, run, reason, state, instruction_id, line_id, employee_no, "
      "amount_minor, seen_minor, file_name, content_hash, resolution, resolve_reason, revision "
      "FROM pay_exception WHERE park_id = :park AND (firm_id, id) > (:firm, :id) "
      "ORDER BY firm_id, id LIMIT :rows_max",
      {{"firm", after.firm}, {"id", after.id}, {"rows_max", after.rows_max}});
}

absl::StatusOr<std::map<std::string, bool>> LoadFileContents(db::Read& txn, const RunKey& run,
                                                             const std::string& file_name) {
  std::map<std::string, bool> contents;
  RETURN_IF_ERROR(txn.Query(
      "SELECT content_hash, accepted FROM pay_file WHERE park_id = :park AND firm_id = :firm "
      "AND run = :run AND file_name = :name",
      {{"firm", run.firm}, {"run", run.run}, {"name", file_name}}, [&](const db::Row& row) {
        contents[row.Text(0)] = row.Flag(1);
        return absl::OkStatus();
      }));
  return contents;
}

absl::Status SaveFileContent(db::Write& txn, const RunKey& run, const FileContent& content) {
  return txn
      .Execute(
          "INSERT INTO pay_file (park_id, firm_id, run, file_name, content_hash, accepted) "
          "VALUES (:park, :firm, :run, :name, :hash, :accepted) "
          "ON CONFLICT (park_id, firm_id, run, file_name, content_hash) DO UPDATE SET "
          "accepted = excluded.accepted",
          {{"firm", run.firm},
           {"run", run.run},
           {"name", content.file_name},
           {"hash", content.content_hash},
           {"accepted", content.accepted}})
      .status();
}

}  // namespace tuoqiao::payroll
