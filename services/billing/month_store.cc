#include "services/billing/month_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/billing/errors.h"
#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

// As rows hold them.
constexpr absl::string_view kMonthColumns =
    "month, state, funding_plan, digest, first_approver, second_approver, statements, total_minor, "
    "authority_minor, park_minor, firm_minor, union_minor, family_minor, directory_position, "
    "places_position, eligibility_position, preview, previews, preview_job, revision, "
    "year_drawn_minor, worths_position, programme, corrections, corrections_minor, closed_months, "
    "over_from, close_date";

absl::CivilMonth MonthOfText(const std::string& text) {
  const auto month = ParseMonth(text);
  CHECK(month.ok());
  return *month;
}

std::optional<absl::CivilDay> DayOf(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto day = ParseDay(text);
  CHECK(day.ok());
  return *day;
}

std::string TextOf(const std::optional<absl::CivilDay>& day) {
  return day.has_value() ? FormatDay(*day) : "";
}

MonthState MonthStateOf(const std::string& name) {
  for (const MonthState each :
       {MonthState::kOpen, MonthState::kPreviewed, MonthState::kApproved, MonthState::kClosed}) {
    if (name == MonthStateName(each)) return each;
  }
  CHECK(false);
}

Month ReadMonth(const db::Row& row) {
  Month month;
  month.month = MonthOfText(row.Text(0));
  month.state = MonthStateOf(row.Text(1));
  month.funding_plan = row.Text(2);
  month.digest = row.Text(3);
  for (int column : {4, 5}) {
    if (std::string subject = row.Text(column); !subject.empty()) {
      month.approvers.push_back(std::move(subject));
    }
  }
  month.totals.statements = row.Int(6);
  month.totals.total_minor = row.Int(7);
  int column = 8;
  for (const Payer payer : kPayers) month.totals.by_payer[payer] = row.Int(column++);
  month.positions = {row.Int(13), row.Int(14), row.Int(15), row.Int(21)};
  month.preview = row.Int(16);
  month.previews = row.Int(17);
  month.preview_job = row.Text(18);
  month.revision = row.Int(19);
  month.year_drawn_minor = row.Int(20);
  month.programme = row.Text(22);
  month.corrections = row.Int(23);
  month.corrections_minor = row.Int(24);
  month.closed_months = row.Int(25);
  month.over_from = DayOf(row.Text(26));
  month.close_date = DayOf(row.Text(27));
  return month;
}

int64_t TotalOfPayer(const Month& month, Payer payer) {
  const auto found = month.totals.by_payer.find(payer);
  return found == month.totals.by_payer.end() ? 0 : found->second;
}

}  // namespace

absl::StatusOr<std::optional<Month>> FindMonth(db::Read& txn, absl::CivilMonth month) {
  std::optional<Month> found;
  RETURN_IF_ERROR(txn.QueryOne(absl::StrCat("SELECT ", kMonthColumns,
                                            " FROM month WHERE park_id = :park AND month = :month"),
                               {{"month", FormatMonth(month)}},
                               [&](const db::Row& row) { found = ReadMonth(row); })
                      .status());
  return found;
}

absl::StatusOr<Month> OpenMonth(db::Write& txn, absl::CivilMonth month) {
  RETURN_IF_ERROR(
      txn.Execute("INSERT INTO month (park_id, month, state, funding_plan, digest, first_approver, "
                  "second_approver, statements, total_minor, authority_minor, park_minor, "
                  "firm_minor, union_minor, family_minor, directory_position, places_position, "
                  "eligibility_position, preview, previews, preview_job, revision) VALUES (:park, "
                  ":month, :state, '', '', '', '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '', 0) "
                  "ON CONFLICT (park_id, month) DO NOTHING",
                  {{"month", FormatMonth(month)}, {"state", MonthStateName(MonthState::kOpen)}})
          .status());
  return LockMonth(txn, month);
}

absl::StatusOr<Month> LockMonth(db::Write& txn, absl::CivilMonth month) {
  RETURN_IF_ERROR(txn.LockRoot("month", "month", FormatMonth(month)));
  ASSIGN_OR_RETURN(std::optional<Month> found, FindMonth(txn, month));
  if (!found.has_value()) {
    return MonthNotFound(absl::StrCat("parks/", txn.park(), "/months/", FormatMonth(month)));
  }
  return *std::move(found);
}

absl::Status SaveMonth(db::Write& txn, const Month& month) {
  ASSIGN_OR_RETURN(
      const int64_t changed,
      txn.Execute("UPDATE month SET state = :state, funding_plan = :plan, digest = :digest, "
                  "first_approver = :first, second_approver = :second, statements = :statements, "
                  "total_minor = :total, authority_minor = :authority, park_minor = :park_share, "
                  "firm_minor = :firm, union_minor = :union_share, family_minor = :family, "
                  "directory_position = :directory, places_position = :places, "
                  "eligibility_position = :eligibility, preview = :preview, "
                  "previews = :previews, preview_job = :job, revision = :revision, "
                  "year_drawn_minor = :year_drawn, worths_position = :worths, "
                  "programme = :programme, corrections = :corrections, "
                  "corrections_minor = :corrections_minor, closed_months = :closed_months, "
                  "over_from = :over_from, close_date = :close_date "
                  "WHERE park_id = :park AND month = :month",
                  {{"month", FormatMonth(month.month)},
                   {"state", MonthStateName(month.state)},
                   {"plan", month.funding_plan},
                   {"digest", month.digest},
                   {"first", month.approvers.empty() ? "" : month.approvers[0]},
                   {"second", month.approvers.size() < 2 ? "" : month.approvers[1]},
                   {"statements", month.totals.statements},
                   {"total", month.totals.total_minor},
                   {"authority", TotalOfPayer(month, Payer::kAuthority)},
                   {"park_share", TotalOfPayer(month, Payer::kPark)},
                   {"firm", TotalOfPayer(month, Payer::kFirm)},
                   {"union_share", TotalOfPayer(month, Payer::kUnion)},
                   {"family", TotalOfPayer(month, Payer::kFamily)},
                   {"directory", month.positions.directory},
                   {"places", month.positions.places},
                   {"eligibility", month.positions.eligibility},
                   {"preview", month.preview},
                   {"previews", month.previews},
                   {"job", month.preview_job},
                   {"revision", month.revision},
                   {"year_drawn", month.year_drawn_minor},
                   {"worths", month.positions.worths},
                   {"programme", month.programme},
                   {"corrections", month.corrections},
                   {"corrections_minor", month.corrections_minor},
                   {"closed_months", month.closed_months},
                   {"over_from", TextOf(month.over_from)},
                   {"close_date", TextOf(month.close_date)}}));
  CHECK(changed == 1);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Month>> LoadMonths(db::Read& txn, const std::string& after,
                                              int64_t rows_max) {
  std::vector<Month> months;
  RETURN_IF_ERROR(txn.Query(absl::StrCat("SELECT ", kMonthColumns,
                                         " FROM month WHERE park_id = :park AND month > :after "
                                         "ORDER BY month LIMIT :most"),
                            {{"after", after}, {"most", rows_max}}, [&](const db::Row& row) {
                              months.push_back(ReadMonth(row));
                              return absl::OkStatus();
                            }));
  return months;
}

}  // namespace tuoqiao::billing
