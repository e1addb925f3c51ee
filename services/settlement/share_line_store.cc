#include "services/settlement/share_line_store.h"

#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::settlement {
namespace {

// Behind every line's id, so that what was set off comes last.
constexpr char kCarried[] = "~carried/";

ShareLine ReadLine(const db::Row& row) {
  ShareLine line;
  line.id = row.Text(0);
  line.kind = row.Text(1);
  line.month = *ParseMonth(row.Text(2));
  line.billed_month = *ParseMonth(row.Text(3));
  line.account = row.Text(4);
  line.centre = row.Text(5);
  line.statement = row.Text(6);
  line.case_number = row.Text(7);
  line.payer = row.Text(8);
  line.employee = row.Text(9);
  line.attended_days = row.Int(10);
  line.amount_minor = row.Int(11);
  return line;
}

absl::StatusOr<std::vector<ShareLine>> QueryLines(db::Read& txn, absl::string_view sql,
                                                  const db::Args& args) {
  std::vector<ShareLine> lines;
  RETURN_IF_ERROR(txn.Query(sql, args, [&](const db::Row& row) {
    lines.push_back(ReadLine(row));
    return absl::OkStatus();
  }));
  return lines;
}

// `receivable` and `payout` say where the line belongs already; of most it is empty.
absl::Status Insert(db::Write& txn, const std::vector<ShareLine>& lines,
                    const std::string& receivable, const std::string& payout) {
  std::vector<db::Args> rows;
  for (const ShareLine& each : lines) {
    rows.push_back({{"id", each.id},
                    {"kind", each.kind},
                    {"month", FormatMonth(each.month)},
                    {"billed_month", FormatMonth(each.billed_month)},
                    {"account", each.account},
                    {"centre", each.centre},
                    {"statement", each.statement},
                    {"case_number", each.case_number},
                    {"payer", each.payer},
                    {"employee", each.employee},
                    {"attended_days", each.attended_days},
                    {"amount", each.amount_minor},
                    {"receivable", receivable},
                    {"payout", payout}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO share_line (park_id, id, kind, month, billed_month, account, centre, "
          "statement, case_number, payer, employee, attended_days, amount_minor, receivable_id, "
          "payout_id) VALUES (:park, :id, :kind, :month, :billed_month, :account, :centre, "
          ":statement, :case_number, :payer, :employee, :attended_days, :amount, :receivable, "
          ":payout) ON CONFLICT (park_id, id) DO NOTHING",
          rows)
      .status();
}

// What the payout has of OTHER, so that a repeat that changes nothing writes nothing.
absl::Status ReplaceOther(db::Write& txn, const Payout& payout, int64_t amount_minor) {
  ShareLine other = MakeOther(absl::StrCat("payouts/", payout.id()), payout.month, amount_minor);
  other.centre = payout.centre;
  ASSIGN_OR_RETURN(
      const int64_t now_minor,
      txn.QueryInt("SELECT amount_minor FROM share_line WHERE park_id = :park AND id = :id",
                   {{"id", other.id}}));
  if (now_minor == amount_minor) return absl::OkStatus();
  RETURN_IF_ERROR(
      txn.Execute("DELETE FROM share_line WHERE park_id = :park AND id = :id", {{"id", other.id}})
          .status());
  return amount_minor == 0 ? absl::OkStatus() : Insert(txn, {other}, "", payout.id());
}

// Notes what the payout is made of now.
absl::Status NoteLines(db::Write& txn, const Payout& payout) {
  const db::Args id = {{"payout", payout.id()}};
  RETURN_IF_ERROR(txn.Execute("DELETE FROM payout_line WHERE park_id = :park AND payout_id = "
                              ":payout AND line_id NOT IN (SELECT id FROM share_line WHERE "
                              "park_id = :park AND payout_id = :payout)",
                              id)
                      .status());
  return txn
      .Execute(
          "INSERT INTO payout_line (park_id, payout_id, line_id) SELECT park_id, payout_id, id "
          "FROM share_line WHERE park_id = :park AND payout_id = :payout "
          "ON CONFLICT (park_id, payout_id, line_id) DO NOTHING",
          id)
      .status();
}

}  // namespace

absl::Status SaveShareLines(db::Write& txn, const std::vector<ShareLine>& lines) {
  return Insert(txn, lines, "", "");
}

absl::Status TakeReceivableLines(db::Write& txn, const Receivable& receivable) {
  const std::string month = FormatMonth(receivable.month);
  RETURN_IF_ERROR(
      txn.Execute("UPDATE share_line SET receivable_id = :id WHERE park_id = :park AND account = "
                  ":account AND month = :month AND receivable_id = ''",
                  {{"id", receivable.id}, {"account", receivable.account}, {"month", month}})
          .status());
  ASSIGN_OR_RETURN(const int64_t lines_minor,
                   txn.QueryInt("SELECT CAST(SUM(amount_minor) AS BIGINT) FROM share_line WHERE "
                                "park_id = :park AND receivable_id = :id",
                                {{"id", receivable.id}}));
  const int64_t net_minor = receivable.credit()
                                ? -receivable.amount_minor
                                : receivable.amount_minor + receivable.set_off_minor;
  if (lines_minor == net_minor) return absl::OkStatus();
  ShareLine other = MakeOther(absl::StrCat("receivables/", receivable.id), receivable.month,
                              net_minor - lines_minor);
  other.account = receivable.account;
  return Insert(txn, {other}, receivable.id, "");
}

absl::Status SaveSetOffs(db::Write& txn, const std::vector<SetOff>& set_offs) {
  std::vector<db::Args> rows;
  for (const SetOff& each : set_offs) {
    rows.push_back(
        {{"receivable", each.receivable}, {"credit", each.credit}, {"amount", each.amount_minor}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO set_off (park_id, receivable_id, credit_id, amount_minor) VALUES (:park, "
          ":receivable, :credit, :amount)",
          rows)
      .status();
}

absl::StatusOr<std::vector<ShareLine>> LoadReceivableLines(db::Read& txn, const std::string& id,
                                                           const ListFilter& filter) {
  ASSIGN_OR_RETURN(
      std::vector<ShareLine> lines,
      QueryLines(txn,
                 "SELECT id, kind, month, billed_month, account, centre, statement, case_number, "
                 "payer, employee, attended_days, amount_minor FROM share_line WHERE park_id = "
                 ":park AND receivable_id = :id AND id > :after ORDER BY id LIMIT :rows_max",
                 {{"id", id}, {"after", filter.after}, {"rows_max", filter.rows_max}}));
  const int64_t left = filter.rows_max - static_cast<int64_t>(lines.size());
  if (left == 0) return lines;
  RETURN_IF_ERROR(
      txn.Query("SELECT s.credit_id, s.amount_minor, c.month FROM set_off s JOIN receivable c ON "
                "c.park_id = s.park_id AND c.id = s.credit_id WHERE s.park_id = :park AND "
                "s.receivable_id = :id AND :carried || s.credit_id > :after ORDER BY s.credit_id "
                "LIMIT :left",
                {{"id", id}, {"carried", kCarried}, {"after", filter.after}, {"left", left}},
                [&](const db::Row& row) {
                  ShareLine carried;
                  carried.id = absl::StrCat(kCarried, row.Text(0));
                  carried.kind = "CARRIED";
                  carried.statement = row.Text(0);
                  carried.amount_minor = -row.Int(1);
                  carried.month = *ParseMonth(row.Text(2));
                  carried.billed_month = carried.month;
                  lines.push_back(std::move(carried));
                  return absl::OkStatus();
                }));
  return lines;
}

absl::Status TakePayoutLines(db::Write& txn, const Payout& payout) {
  const std::string id = payout.id();
  if (payout.state == PayoutState::kHeld) {
    RETURN_IF_ERROR(ReplaceOther(txn, payout, 0));
    RETURN_IF_ERROR(FreePayoutLines(txn, payout));
    return NoteLines(txn, payout);
  }
  // A refused deduction names the statement, and that the child.
  RETURN_IF_ERROR(
      txn.Execute("UPDATE share_line SET case_number = COALESCE((SELECT MAX(s.case_number) FROM "
                  "share_line s WHERE s.park_id = share_line.park_id AND s.statement = "
                  "share_line.statement AND s.kind <> 'MADE_DIRECT'), '') WHERE park_id = :park "
                  "AND centre = :centre AND payout_id = '' AND kind = 'MADE_DIRECT' AND "
                  "case_number = ''",
                  {{"centre", payout.centre}})
          .status());
  RETURN_IF_ERROR(txn.Execute("UPDATE share_line SET payout_id = :id WHERE park_id = :park AND "
                              "centre = :centre AND payout_id = ''",
                              {{"id", id}, {"centre", payout.centre}})
                      .status());
  ASSIGN_OR_RETURN(
      const int64_t lines_minor,
      txn.QueryInt(
          "SELECT CAST(SUM(amount_minor) AS BIGINT) FROM share_line WHERE "
          "park_id = :park AND centre = :centre AND payout_id = :id AND id "
          "<> :other",
          {{"id", id}, {"centre", payout.centre}, {"other", absl::StrCat("other/payouts/", id)}}));
  RETURN_IF_ERROR(ReplaceOther(txn, payout, payout.amount_minor - lines_minor));
  return NoteLines(txn, payout);
}

absl::Status FreePayoutLines(db::Write& txn, const Payout& payout) {
  return txn
      .Execute(
          "UPDATE share_line SET payout_id = '' WHERE park_id = :park AND centre = :centre AND "
          "payout_id = :id",
          {{"id", payout.id()}, {"centre", payout.centre}})
      .status();
}

absl::Status RetakePayoutLines(db::Write& txn, const Payout& payout) {
  return txn
      .Execute(
          "UPDATE share_line SET payout_id = :id WHERE park_id = :park AND centre = :centre AND id "
          "IN (SELECT line_id FROM payout_line WHERE park_id = :park AND payout_id = :id) AND "
          "(payout_id = '' OR payout_id IN (SELECT id FROM payout WHERE park_id = :park AND "
          "centre = :centre AND state IN ('DUE', 'HELD')))",
          {{"id", payout.id()}, {"centre", payout.centre}})
      .status();
}

absl::StatusOr<std::vector<ShareLine>> LoadPayoutLines(db::Read& txn, const std::string& id,
                                                       const ListFilter& filter) {
  return QueryLines(
      txn,
      "SELECT l.id, l.kind, l.month, l.billed_month, l.account, l.centre, l.statement, "
      "l.case_number, l.payer, l.employee, l.attended_days, l.amount_minor FROM payout_line p JOIN "
      "share_line l ON l.park_id = p.park_id AND l.id = p.line_id WHERE p.park_id = :park AND "
      "p.payout_id = :id AND p.line_id > :after ORDER BY p.line_id LIMIT :rows_max",
      {{"id", id}, {"after", filter.after}, {"rows_max", filter.rows_max}});
}

absl::StatusOr<std::vector<PlacedLine>> LoadPlacedLines(db::Read& txn, const ListFilter& filter) {
  std::vector<PlacedLine> lines;
  RETURN_IF_ERROR(
      txn.Query("SELECT id, kind, month, billed_month, account, centre, statement, case_number, "
                "payer, employee, attended_days, amount_minor, receivable_id, payout_id FROM "
                "share_line WHERE park_id = :park AND id > :after ORDER BY id LIMIT :rows_max",
                {{"after", filter.after}, {"rows_max", filter.rows_max}}, [&](const db::Row& row) {
                  lines.push_back({ReadLine(row), row.Text(12), row.Text(13)});
                  return absl::OkStatus();
                }));
  return lines;
}

}  // namespace tuoqiao::settlement
