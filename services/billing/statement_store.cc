#include "services/billing/statement_store.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/billing/month.h"
#include "services/billing/store.h"
#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

// As a row holds it.
absl::CivilMonth MonthOfText(const std::string& text) {
  const auto month = ParseMonth(text);
  CHECK(month.ok());
  return *month;
}

StatementKind KindOf(const std::string& name) {
  for (const StatementKind kind : {StatementKind::kOriginal, StatementKind::kLate,
                                   StatementKind::kCorrection, StatementKind::kRefund}) {
    if (name == StatementKindName(kind)) return kind;
  }
  CHECK(false);
}

// A row from before there were corrections is about its own month.
StatementKind KindInRow(const std::string& text) {
  return text.empty() ? StatementKind::kOriginal : KindOf(text);
}
absl::CivilMonth BilledMonthInRow(const std::string& text, absl::CivilMonth own) {
  return text.empty() ? own : MonthOfText(text);
}

KeptStatement ReadStatement(const db::Row& row) {
  KeptStatement kept;
  kept.month = MonthOfText(row.Text(0));
  kept.preview = row.Int(1);
  kept.statement.id = row.Text(2);
  kept.statement.child = row.Text(3);
  kept.statement.case_number = row.Text(4);
  kept.statement.family = row.Text(5);
  kept.statement.centre = row.Text(6);
  kept.statement.enrolment = row.Text(7);
  kept.statement.tariff = row.Text(8);
  kept.statement.attended_days = row.Int(9);
  kept.closed = row.Flag(10);
  kept.statement.kind = KindInRow(row.Text(11));
  kept.statement.billed_month = BilledMonthInRow(row.Text(12), kept.month);
  kept.statement.corrects = row.Text(13);
  kept.statement.correction_number = row.Int(14);
  kept.statement.correction = row.Text(15);
  kept.statement.booked_kind = row.Text(16);
  return kept;
}

constexpr absl::string_view kStatementColumns =
    "month, preview, id, child, case_number, family, centre, enrolment, tariff, attended_days, "
    "closed, kind, billed_month, corrects, correction_number, correction, booked_kind";

// Which lines, shares and draws (`c`) belong to statements that were loaded (`s`).
struct Contents {
  absl::string_view from;
  db::Args args;
};

// Fills lines, shares and draws of statements; those of others that `contents` names are skipped.
absl::Status LoadContents(db::Read& txn, const Contents& contents,
                          std::vector<KeptStatement>& kept) {
  if (kept.empty()) return absl::OkStatus();
  absl::flat_hash_map<std::string, Statement*> by_id;
  for (KeptStatement& each : kept) by_id[each.statement.id] = &each.statement;
  const auto find = [&](const db::Row& row) {
    const auto found = by_id.find(row.Text(0));
    return found == by_id.end() ? nullptr : found->second;
  };
  const auto in_order = [&](absl::string_view columns, absl::string_view table) {
    return absl::StrCat("SELECT c.statement_id, ", columns, " FROM ", table, " c ", contents.from,
                        " ORDER BY c.statement_id, c.ordinal");
  };
  RETURN_IF_ERROR(txn.Query(
      in_order("c.kind, c.amount_minor, c.service_month, c.reason, c.former_minor, "
               "c.cause",
               "statement_line"),
      contents.args, [&](const db::Row& row) {
        if (Statement* of = find(row)) {
          of->lines.push_back({LineKindOf(row.Text(1)), row.Int(2), MonthOfText(row.Text(3)),
                               row.Text(4), row.Int(5), row.Text(6)});
        }
        return absl::OkStatus();
      }));
  RETURN_IF_ERROR(
      txn.Query(in_order("c.account, c.owner, c.party, c.amount_minor", "statement_draw"),
                contents.args, [&](const db::Row& row) {
                  if (Statement* of = find(row)) {
                    of->draws.push_back({row.Text(1), row.Text(2), row.Text(3), row.Int(4)});
                  }
                  return absl::OkStatus();
                }));
  return txn.Query(
      in_order("c.payer, c.firm, c.employee, c.employee_no, c.amount_minor, c.form, c.reason, "
               "c.arrears_mode, c.former_minor, c.cause",
               "statement_share"),
      contents.args, [&](const db::Row& row) {
        if (Statement* of = find(row)) {
          of->shares.push_back({PayerOf(row.Text(1)), row.Text(2), row.Text(3), row.Text(4),
                                row.Int(5), ShareFormOf(row.Text(6)), row.Text(7), row.Text(8),
                                row.Int(9), row.Text(10)});
        }
        return absl::OkStatus();
      });
}

// Of a copy's statements without a gap, which are in the order of ids.
absl::Status LoadContentsOfStretch(db::Read& txn, std::vector<KeptStatement>& kept) {
  if (kept.empty()) return absl::OkStatus();
  return LoadContents(txn,
                      {"WHERE c.park_id = :park AND c.month = :month AND c.preview = :preview AND "
                       "c.statement_id >= :first AND c.statement_id <= :last",
                       {{"month", FormatMonth(kept[0].month)},
                        {"preview", kept[0].preview},
                        {"first", kept.front().statement.id},
                        {"last", kept.back().statement.id}}},
                      kept);
}

// Closed statements of a kind: a condition on them (`s`) and what it names.
struct Which {
  absl::string_view condition;
  db::Args args;
};
constexpr absl::string_view kOfFamily = "s.family = :family";
constexpr absl::string_view kOfCentre = "s.centre = :centre AND s.month = :closed_in";
constexpr absl::string_view kAboutMonth =
    "(s.billed_month = :billed OR (s.billed_month = '' AND s.month = :billed))";

// Of closed statements without a gap, which are in the order of months and ids.
absl::Status LoadContentsOfClosed(db::Read& txn, const Which& which,
                                  std::vector<KeptStatement>& kept) {
  if (kept.empty()) return absl::OkStatus();
  const std::string from = absl::StrCat(
      "JOIN statement s ON s.park_id = c.park_id AND s.month = c.month AND "
      "s.preview = c.preview AND s.id = c.statement_id WHERE s.park_id = :park AND ",
      which.condition,
      " AND s.closed = 1 AND "
      "(s.month > :first_month OR (s.month = :first_month AND s.id >= :first)) AND "
      "(s.month < :last_month OR (s.month = :last_month AND s.id <= :last))");
  Contents contents = {from, which.args};
  contents.args.insert(contents.args.end(), {{"first_month", FormatMonth(kept.front().month)},
                                             {"first", kept.front().statement.id},
                                             {"last_month", FormatMonth(kept.back().month)},
                                             {"last", kept.back().statement.id}});
  return LoadContents(txn, contents, kept);
}

// Behind a month and an id, in order.
absl::StatusOr<std::vector<KeptStatement>> LoadClosed(db::Read& txn, const Which& which,
                                                      const ClosedPlace& after, int64_t rows_max) {
  std::vector<KeptStatement> kept;
  db::Args args = which.args;
  args.insert(args.end(), {{"month", after.month}, {"id", after.id}, {"most", rows_max}});
  RETURN_IF_ERROR(
      txn.Query(absl::StrCat("SELECT ", kStatementColumns,
                             " FROM statement s WHERE park_id = :park AND ", which.condition,
                             " AND closed = 1 AND (month > :month OR (month = :month AND id > :id))"
                             " ORDER BY month, id LIMIT :most"),
                args, [&](const db::Row& row) {
                  kept.push_back(ReadStatement(row));
                  return absl::OkStatus();
                }));
  RETURN_IF_ERROR(LoadContentsOfClosed(txn, which, kept));
  return kept;
}

absl::Status InsertLines(db::Write& txn, const Copy& copy, const Statement* statements,
                         size_t size) {
  std::vector<db::Args> rows;
  const std::string month = FormatMonth(copy.month);
  for (size_t i = 0; i < size; ++i) {
    int64_t ordinal = 0;
    for (const Line& line : statements[i].lines) {
      rows.push_back({{"month", month},
                      {"preview", copy.preview},
                      {"statement", statements[i].id},
                      {"ordinal", ordinal++},
                      {"kind", LineKindName(line.kind)},
                      {"amount", line.amount_minor},
                      {"service_month", FormatMonth(line.service_month)},
                      {"reason", line.reason},
                      {"former", line.former_minor},
                      {"cause", line.cause}});
    }
  }
  return txn
      .ExecuteMany(
          "INSERT INTO statement_line (park_id, month, preview, statement_id, ordinal, "
          "kind, amount_minor, service_month, reason, former_minor, cause) VALUES (:park, :month, "
          ":preview, :statement, :ordinal, :kind, :amount, :service_month, :reason, :former, "
          ":cause)",
          rows)
      .status();
}

absl::Status InsertDraws(db::Write& txn, const Copy& copy, const Statement* statements,
                         size_t size) {
  std::vector<db::Args> rows;
  const std::string month = FormatMonth(copy.month);
  for (size_t i = 0; i < size; ++i) {
    int64_t ordinal = 0;
    for (const Draw& draw : statements[i].draws) {
      rows.push_back({{"month", month},
                      {"preview", copy.preview},
                      {"statement", statements[i].id},
                      {"ordinal", ordinal++},
                      {"account", draw.account},
                      {"owner", draw.owner},
                      {"party", draw.party},
                      {"amount", draw.amount_minor}});
    }
  }
  return txn
      .ExecuteMany(
          "INSERT INTO statement_draw (park_id, month, preview, statement_id, ordinal, account, "
          "owner, party, amount_minor) VALUES (:park, :month, :preview, :statement, :ordinal, "
          ":account, :owner, :party, :amount)",
          rows)
      .status();
}

absl::Status InsertShares(db::Write& txn, const Copy& copy, const Statement* statements,
                          size_t size) {
  std::vector<db::Args> rows;
  const std::string month = FormatMonth(copy.month);
  for (size_t i = 0; i < size; ++i) {
    int64_t ordinal = 0;
    for (const Share& share : statements[i].shares) {
      rows.push_back({{"month", month},
                      {"preview", copy.preview},
                      {"statement", statements[i].id},
                      {"ordinal", ordinal++},
                      {"payer", PayerName(share.payer)},
                      {"firm", share.firm},
                      {"employee", share.employee},
                      {"employee_no", share.employee_no},
                      {"amount", share.amount_minor},
                      {"form", ShareFormName(share.form)},
                      {"reason", share.reason},
                      {"arrears_mode", share.arrears_mode},
                      {"former", share.former_minor},
                      {"cause", share.cause}});
    }
  }
  return txn
      .ExecuteMany(
          "INSERT INTO statement_share (park_id, month, preview, statement_id, ordinal, "
          "payer, firm, employee, employee_no, amount_minor, form, reason, arrears_mode, "
          "former_minor, cause) VALUES (:park, :month, :preview, :statement, :ordinal, :payer, "
          ":firm, :employee, :employee_no, :amount, :form, :reason, :arrears_mode, :former, "
          ":cause)",
          rows)
      .status();
}

// A table and the column by which its rows are deleted.
using Keyed = std::pair<absl::string_view, absl::string_view>;

// Copies of a month other than two.
struct Others {
  std::string month;
  int64_t keep = 0, keep_too = 0;
  int64_t rows_max = 0;  // To delete at once.
};

// Deletes the first rows of the first other copy from `tables`; returns how many they were in the
// last of them, which says what comes first.
absl::StatusOr<int64_t> DeleteFirst(db::Write& txn, const Others& others,
                                    const std::vector<Keyed>& tables) {
  const auto [counted, key] = tables.back();
  int64_t rows = 0, preview = 0;
  std::string last;
  RETURN_IF_ERROR(
      txn.Query(absl::StrCat("SELECT preview, ", key, " FROM ", counted,
                             " WHERE park_id = :park AND month = :month AND preview <> :keep AND "
                             "preview <> :keep_too ORDER BY preview, ",
                             key, " LIMIT :most"),
                {{"month", others.month},
                 {"keep", others.keep},
                 {"keep_too", others.keep_too},
                 {"most", others.rows_max}},
                [&](const db::Row& row) {
                  if (rows == 0) preview = row.Int(0);
                  if (row.Int(0) != preview) return absl::OkStatus();
                  last = row.Text(1);
                  ++rows;
                  return absl::OkStatus();
                }));
  if (rows == 0) return 0;
  for (const auto& [table, column] : tables) {
    RETURN_IF_ERROR(txn.Execute(absl::StrCat("DELETE FROM ", table,
                                             " WHERE park_id = :park AND month = :month AND "
                                             "preview = :preview AND ",
                                             column, " <= :last"),
                                {{"month", others.month}, {"preview", preview}, {"last", last}})
                        .status());
  }
  return rows;
}

}  // namespace

absl::Status InsertStatements(db::Write& txn, const Copy& copy, const Statement* statements,
                              size_t size) {
  std::vector<db::Args> rows;
  const std::string month = FormatMonth(copy.month);
  for (size_t i = 0; i < size; ++i) {
    const Statement& each = statements[i];
    rows.push_back({{"month", month},
                    {"preview", copy.preview},
                    {"id", each.id},
                    {"child", each.child},
                    {"case_number", each.case_number},
                    {"family", each.family},
                    {"centre", each.centre},
                    {"enrolment", each.enrolment},
                    {"tariff", each.tariff},
                    {"total", each.total_minor()},
                    {"attended", each.attended_days},
                    {"kind", StatementKindName(each.kind)},
                    {"billed_month", FormatMonth(each.billed_month)},
                    {"corrects", each.corrects},
                    {"number", each.correction_number},
                    {"correction", each.correction},
                    {"booked_kind", each.booked_kind}});
  }
  RETURN_IF_ERROR(
      txn.ExecuteMany("INSERT INTO statement (park_id, month, preview, id, child, case_number, "
                      "family, centre, enrolment, tariff, total_minor, attended_days, closed, "
                      "kind, billed_month, corrects, correction_number, correction, booked_kind) "
                      "VALUES (:park, :month, :preview, :id, :child, :case_number, :family, "
                      ":centre, :enrolment, :tariff, :total, :attended, 0, :kind, :billed_month, "
                      ":corrects, :number, :correction, :booked_kind)",
                      rows)
          .status());
  RETURN_IF_ERROR(InsertLines(txn, copy, statements, size));
  RETURN_IF_ERROR(InsertDraws(txn, copy, statements, size));
  return InsertShares(txn, copy, statements, size);
}

absl::Status InsertHoldOuts(db::Write& txn, const Copy& copy, const HoldOut* hold_outs,
                            size_t size) {
  std::vector<db::Args> rows;
  for (size_t i = 0; i < size; ++i) {
    rows.push_back({{"month", FormatMonth(copy.month)},
                    {"preview", copy.preview},
                    {"case_number", hold_outs[i].case_number},
                    {"reason", hold_outs[i].reason},
                    {"missing", absl::StrJoin(hold_outs[i].missing, "\n")}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO hold_out (park_id, month, preview, case_number, reason, missing) VALUES "
          "(:park, :month, :preview, :case_number, :reason, :missing)",
          rows)
      .status();
}

absl::StatusOr<std::vector<HoldOut>> LoadHoldOuts(db::Read& txn, const Copy& copy) {
  std::vector<HoldOut> hold_outs;
  RETURN_IF_ERROR(txn.Query(
      "SELECT case_number, reason, missing FROM hold_out WHERE park_id = :park AND month = :month "
      "AND preview = :preview ORDER BY case_number, reason",
      {{"month", FormatMonth(copy.month)}, {"preview", copy.preview}}, [&](const db::Row& row) {
        hold_outs.push_back(
            {row.Text(0), row.Text(1), absl::StrSplit(row.Text(2), '\n', absl::SkipEmpty())});
        return absl::OkStatus();
      }));
  return hold_outs;
}

absl::StatusOr<int64_t> CountCopy(db::Read& txn, const Copy& copy) {
  const db::Args args = {{"month", FormatMonth(copy.month)}, {"preview", copy.preview}};
  ASSIGN_OR_RETURN(const int64_t statements,
                   txn.QueryInt("SELECT COUNT(id) FROM statement WHERE park_id = :park AND month = "
                                ":month AND preview = :preview",
                                args));
  ASSIGN_OR_RETURN(const int64_t hold_outs,
                   txn.QueryInt("SELECT COUNT(case_number) FROM hold_out WHERE park_id = :park AND "
                                "month = :month AND preview = :preview",
                                args));
  return statements + hold_outs;
}

absl::StatusOr<int64_t> DeleteOtherCopies(db::Write& txn, const Copy& keep, int64_t keep_too,
                                          int64_t rows_max) {
  const Others others = {FormatMonth(keep.month), keep.preview, keep_too, rows_max};
  ASSIGN_OR_RETURN(const int64_t statements, DeleteFirst(txn, others,
                                                         {{"statement_line", "statement_id"},
                                                          {"statement_share", "statement_id"},
                                                          {"statement_draw", "statement_id"},
                                                          {"statement", "id"}}));
  ASSIGN_OR_RETURN(const int64_t hold_outs,
                   DeleteFirst(txn, others, {{"hold_out", "case_number"}}));
  return statements + hold_outs;
}

absl::StatusOr<std::vector<KeptStatement>> LoadStatements(db::Read& txn, const Copy& copy,
                                                          const std::string& after,
                                                          int64_t rows_max, const Wanted& wanted) {
  std::vector<KeptStatement> kept;
  db::Args args = {{"month", FormatMonth(copy.month)},
                   {"preview", copy.preview},
                   {"after", after},
                   {"most", rows_max}};
  if (!wanted.family.empty()) args.push_back({"family", wanted.family});
  RETURN_IF_ERROR(
      txn.Query(absl::StrCat("SELECT ", kStatementColumns,
                             " FROM statement WHERE park_id = :park AND month = :month AND "
                             "preview = :preview AND id > :after",
                             wanted.corrections_only ? " AND correction <> ''" : "",
                             wanted.family.empty() ? "" : " AND family = :family",
                             " ORDER BY id LIMIT :most"),
                args, [&](const db::Row& row) {
                  kept.push_back(ReadStatement(row));
                  return absl::OkStatus();
                }));
  if (wanted.family.empty()) {
    RETURN_IF_ERROR(LoadContentsOfStretch(txn, kept));
    return kept;
  }
  // A family has few, and between them stand all others'.
  for (KeptStatement& each : kept) {
    std::vector<KeptStatement> one = {std::move(each)};
    RETURN_IF_ERROR(LoadContentsOfStretch(txn, one));
    each = std::move(one[0]);
  }
  return kept;
}

absl::StatusOr<bool> AnyClosed(db::Read& txn, const Copy& copy) {
  ASSIGN_OR_RETURN(const int64_t closed,
                   txn.QueryInt("SELECT COUNT(id) FROM statement WHERE park_id = :park AND month = "
                                ":month AND preview = :preview AND closed = 1",
                                {{"month", FormatMonth(copy.month)}, {"preview", copy.preview}}));
  return closed > 0;
}

absl::StatusOr<std::optional<KeptStatement>> FindStatement(db::Read& txn, const Copy& copy,
                                                           const std::string& id) {
  std::vector<KeptStatement> kept;
  RETURN_IF_ERROR(
      txn.Query(absl::StrCat("SELECT ", kStatementColumns,
                             " FROM statement WHERE park_id = :park AND month = :month AND "
                             "preview = :preview AND id = :id"),
                {{"month", FormatMonth(copy.month)}, {"preview", copy.preview}, {"id", id}},
                [&](const db::Row& row) {
                  kept.push_back(ReadStatement(row));
                  return absl::OkStatus();
                }));
  RETURN_IF_ERROR(LoadContentsOfStretch(txn, kept));
  if (kept.empty()) return std::nullopt;
  return std::optional<KeptStatement>(std::move(kept[0]));
}

absl::StatusOr<int64_t> MarkClosed(db::Write& txn, const Copy& copy, const Batch& batch) {
  return txn.Execute(
      "UPDATE statement SET closed = 1 WHERE park_id = :park AND month = :month AND "
      "preview = :preview AND id > :after AND id <= :last AND closed = 0",
      {{"month", FormatMonth(copy.month)},
       {"preview", copy.preview},
       {"after", batch.after},
       {"last", batch.last}});
}

absl::StatusOr<std::vector<KeptStatement>> LoadFamilyStatements(db::Read& txn,
                                                                const std::string& family,
                                                                const ClosedPlace& after,
                                                                int64_t rows_max) {
  return LoadClosed(txn, {kOfFamily, {{"family", family}}}, after, rows_max);
}

absl::StatusOr<std::vector<KeptStatement>> LoadBooked(db::Read& txn, absl::CivilMonth billed,
                                                      const ClosedPlace& after, int64_t rows_max) {
  return LoadClosed(txn, {kAboutMonth, {{"billed", FormatMonth(billed)}}}, after, rows_max);
}

absl::StatusOr<std::vector<KeptStatement>> LoadCentreStatements(db::Read& txn,
                                                                const std::string& centre,
                                                                const ClosedPlace& after,
                                                                int64_t rows_max) {
  return LoadClosed(txn, {kOfCentre, {{"centre", centre}, {"closed_in", after.month}}}, after,
                    rows_max);
}

absl::StatusOr<std::vector<PayerShareRow>> LoadPayerShares(db::Read& txn, const Copy& copy,
                                                           Payer payer, const std::string& after,
                                                           int64_t rows_max) {
  std::vector<PayerShareRow> shares;
  RETURN_IF_ERROR(txn.Query(
      "SELECT s.id, s.case_number, s.centre, s.correction, c.reason, s.kind, s.billed_month, "
      "c.amount_minor, c.former_minor, s.attended_days FROM statement_share c JOIN statement s ON "
      "s.park_id = c.park_id AND s.month = c.month AND s.preview = c.preview AND "
      "s.id = c.statement_id WHERE c.park_id = :park AND c.month = :month AND "
      "c.preview = :preview AND c.payer = :payer AND c.statement_id > :after "
      "ORDER BY c.statement_id LIMIT :most",
      {{"month", FormatMonth(copy.month)},
       {"preview", copy.preview},
       {"payer", PayerName(payer)},
       {"after", after},
       {"most", rows_max}},
      [&](const db::Row& row) {
        PayerShareRow share;
        share.statement_id = row.Text(0);
        share.case_number = row.Text(1);
        share.centre = row.Text(2);
        share.correction = row.Text(3);
        share.reason = row.Text(4);
        share.kind = KindInRow(row.Text(5));
        share.billed_month = BilledMonthInRow(row.Text(6), copy.month);
        share.amount_minor = row.Int(7);
        share.former_minor = row.Int(8);
        share.attended_days = row.Int(9);
        shares.push_back(std::move(share));
        return absl::OkStatus();
      }));
  return shares;
}

absl::StatusOr<std::vector<FirmShareSum>> LoadFirmShares(db::Read& txn, const std::string& firm,
                                                         absl::CivilMonth month,
                                                         const FirmPlace& after, int64_t rows_max) {
  std::vector<FirmShareSum> sums;
  RETURN_IF_ERROR(txn.Query(
      "SELECT s.employee_no, s.employee, s.form, CAST(SUM(s.amount_minor) AS BIGINT) FROM "
      "statement_share s "
      "JOIN month m ON m.park_id = s.park_id AND m.month = s.month AND m.preview = s.preview "
      "WHERE s.park_id = :park AND s.firm = :firm AND s.month = :month AND m.state = :closed AND "
      "(s.employee_no > :no OR (s.employee_no = :no AND s.employee > :employee)) "
      "GROUP BY s.employee_no, s.employee, s.form "
      "ORDER BY s.employee_no, s.employee LIMIT :most",
      {{"firm", firm},
       {"month", FormatMonth(month)},
       {"closed", MonthStateName(MonthState::kClosed)},
       {"no", after.employee_no},
       {"employee", after.employee},
       {"most", rows_max}},
      [&](const db::Row& row) {
        sums.push_back({row.Text(1), row.Text(0), row.Text(2), row.Int(3)});
        return absl::OkStatus();
      }));
  return sums;
}

}  // namespace tuoqiao::billing
