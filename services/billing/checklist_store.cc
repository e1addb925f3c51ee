#include "services/billing/checklist_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/billing/store.h"
#include "services/billing/year_store.h"
#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

db::Args Of(const Copy& copy) {
  return {{"month", FormatMonth(copy.month)}, {"preview", copy.preview}};
}

// The months before one that were begun and are not closed, in order.
absl::StatusOr<std::vector<absl::CivilMonth>> LoadEarlierOpen(db::Read& txn,
                                                              absl::CivilMonth month) {
  std::vector<absl::CivilMonth> open;
  RETURN_IF_ERROR(
      txn.Query("SELECT month FROM month WHERE park_id = :park AND month < :month AND "
                "(state = :previewed OR state = :approved) ORDER BY month",
                {{"month", FormatMonth(month)},
                 {"previewed", MonthStateName(MonthState::kPreviewed)},
                 {"approved", MonthStateName(MonthState::kApproved)}},
                [&](const db::Row& row) {
                  const auto each = ParseMonth(row.Text(0));
                  CHECK(each.ok());
                  open.push_back(*each);
                  return absl::OkStatus();
                }));
  return open;
}

}  // namespace

absl::Status SaveNotes(db::Write& txn, const Copy& copy, const std::vector<CopyNote>& notes) {
  RETURN_IF_ERROR(txn.Execute("DELETE FROM copy_note WHERE park_id = :park AND month = :month",
                              {{"month", FormatMonth(copy.month)}})
                      .status());
  std::vector<db::Args> rows;
  for (const CopyNote& each : notes) {
    rows.push_back({{"month", FormatMonth(copy.month)},
                    {"preview", copy.preview},
                    {"item", each.item},
                    {"reason", each.reason},
                    {"concerned", each.concerned},
                    {"names", absl::StrJoin(each.names, "\n")}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO copy_note (park_id, month, preview, item, reason, concerned, names) VALUES "
          "(:park, :month, :preview, :item, :reason, :concerned, :names)",
          rows)
      .status();
}

absl::StatusOr<std::vector<CopyNote>> LoadNotes(db::Read& txn, const Copy& copy) {
  std::vector<CopyNote> notes;
  RETURN_IF_ERROR(
      txn.Query("SELECT item, reason, concerned, names FROM copy_note WHERE park_id = :park AND "
                "month = :month AND preview = :preview ORDER BY item, reason",
                Of(copy), [&](const db::Row& row) {
                  notes.push_back({row.Text(0), row.Text(1), row.Int(2),
                                   absl::StrSplit(row.Text(3), '\n', absl::SkipEmpty())});
                  return absl::OkStatus();
                }));
  return notes;
}

absl::Status SaveAcknowledged(db::Write& txn, const Copy& copy, const std::string& subject,
                              const std::vector<std::string>& items) {
  std::vector<db::Args> rows;
  for (const std::string& item : items) {
    db::Args row = Of(copy);
    row.push_back({"item", item});
    row.push_back({"subject", subject});
    rows.push_back(std::move(row));
  }
  return txn
      .ExecuteMany(
          "INSERT INTO acknowledgement (park_id, month, preview, item, subject) VALUES "
          "(:park, :month, :preview, :item, :subject)",
          rows)
      .status();
}

absl::StatusOr<Acknowledgements> LoadAcknowledged(db::Read& txn, const Copy& copy) {
  Acknowledgements acknowledged;
  RETURN_IF_ERROR(
      txn.Query("SELECT item, subject FROM acknowledgement WHERE park_id = :park AND "
                "month = :month AND preview = :preview ORDER BY item, subject",
                Of(copy), [&](const db::Row& row) {
                  acknowledged[row.Text(0)].push_back(row.Text(1));
                  return absl::OkStatus();
                }));
  return acknowledged;
}

absl::Status DeleteAcknowledged(db::Write& txn, absl::CivilMonth month) {
  return txn
      .Execute("DELETE FROM acknowledgement WHERE park_id = :park AND month = :month",
               {{"month", FormatMonth(month)}})
      .status();
}

absl::StatusOr<std::vector<KeptItem>> LoadKeptItems(db::Read& txn, const std::string& after_month,
                                                    const std::string& after_item,
                                                    int64_t rows_max) {
  std::vector<KeptItem> kept;
  std::vector<int64_t> previews;
  constexpr absl::string_view kBehind =
      " WHERE park_id = :park AND (month > :month OR (month = :month AND item > :item)) ";
  RETURN_IF_ERROR(txn.Query(absl::StrCat("SELECT month, item, preview FROM copy_note", kBehind,
                                         "UNION SELECT month, item, preview FROM acknowledgement",
                                         kBehind, "ORDER BY month, item LIMIT :most"),
                            {{"month", after_month}, {"item", after_item}, {"most", rows_max}},
                            [&](const db::Row& row) {
                              const auto month = ParseMonth(row.Text(0));
                              CHECK(month.ok());
                              kept.push_back({*month, row.Text(1), {}, {}});
                              previews.push_back(row.Int(2));
                              return absl::OkStatus();
                            }));
  for (size_t i = 0; i < kept.size(); ++i) {
    const Copy copy = {kept[i].month, previews[i]};
    ASSIGN_OR_RETURN(const auto notes, LoadNotes(txn, copy));
    for (const CopyNote& each : notes) {
      if (each.item == kept[i].item) kept[i].notes.push_back(each);
    }
    ASSIGN_OR_RETURN(Acknowledgements acknowledged, LoadAcknowledged(txn, copy));
    kept[i].acknowledged_by = std::move(acknowledged[kept[i].item]);
  }
  return kept;
}

absl::StatusOr<ChecklistFacts> LoadChecklist(db::Read& txn, const Month& month, bool counts_years,
                                             absl::CivilDay today) {
  const Copy copy = {month.month, month.preview};
  ChecklistFacts facts;
  facts.month = month;
  facts.today = today;
  facts.counts_years = counts_years;
  if (counts_years) {
    ASSIGN_OR_RETURN(facts.year, FindYear(txn, month.month));
  }
  ASSIGN_OR_RETURN(facts.others, FindOthers(txn, month.month));
  ASSIGN_OR_RETURN(facts.earlier_open, LoadEarlierOpen(txn, month.month));
  ASSIGN_OR_RETURN(facts.hold_outs, LoadHoldOuts(txn, copy));
  ASSIGN_OR_RETURN(facts.notes, LoadNotes(txn, copy));
  ASSIGN_OR_RETURN(facts.acknowledged, LoadAcknowledged(txn, copy));
  return facts;
}

absl::StatusOr<MonthSums> LoadMonthSums(db::Read& txn, const Copy& copy) {
  MonthSums sums;
  RETURN_IF_ERROR(
      txn.Query("SELECT case_number, CAST(SUM(total_minor) AS BIGINT) FROM statement WHERE "
                "park_id = :park AND month = :month AND preview = :preview AND correction = '' "
                "GROUP BY case_number",
                Of(copy), [&](const db::Row& row) {
                  sums.children[row.Text(0)] = row.Int(1);
                  return absl::OkStatus();
                }));
  RETURN_IF_ERROR(txn.Query(
      "SELECT c.payer, CAST(SUM(c.amount_minor) AS BIGINT) FROM statement_share c JOIN statement s "
      "ON s.park_id = c.park_id AND s.month = c.month AND s.preview = c.preview AND "
      "s.id = c.statement_id WHERE c.park_id = :park AND c.month = :month AND "
      "c.preview = :preview AND s.correction = '' GROUP BY c.payer",
      Of(copy), [&](const db::Row& row) {
        sums.payers[PayerOf(row.Text(0))] = row.Int(1);
        return absl::OkStatus();
      }));
  return sums;
}

}  // namespace tuoqiao::billing
