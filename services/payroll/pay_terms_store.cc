#include "services/payroll/pay_terms_store.h"

#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::payroll {
namespace {

// The columns of a calendar in the order of every SELECT here, from `first` on.
PayCalendar ReadPayCalendar(const db::Row& row, int first) {
  PayCalendar calendar;
  calendar.from_month = *ParseMonth(row.Text(first));
  const auto frequency = ParsePayFrequency(row.Text(first + 1));
  CHECK(frequency.has_value());
  calendar.frequency = *frequency;
  for (const int64_t day : {row.Int(first + 2), row.Int(first + 3)}) {
    if (day > 0) calendar.pay_days.push_back(day);
  }
  if (calendar.pay_days.empty()) calendar.first_pay_date = *ParseDay(row.Text(first + 4));
  calendar.cut_off_working_days = row.Int(first + 5);
  calendar.revision = row.Int(first + 6);
  return calendar;
}

// The columns of a policy in the order of every SELECT here, from `first` on.
PayPolicy ReadPayPolicy(const db::Row& row, int first) {
  PayPolicy policy;
  policy.mode = ParseArrearsMode(row.Text(first));
  policy.payback_maximum_minor = row.Int(first + 1);
  const auto priority = ParsePayPriority(row.Text(first + 2));
  CHECK(priority.has_value());
  policy.priority = *priority;
  policy.revision = row.Int(first + 3);
  return policy;
}

}  // namespace

absl::StatusOr<std::vector<PayCalendar>> LoadPayCalendars(db::Read& txn, const std::string& firm) {
  std::vector<PayCalendar> calendars;
  RETURN_IF_ERROR(
      txn.Query("SELECT from_month, frequency, first_pay_day, second_pay_day, first_pay_date, "
                "cut_off_working_days, revision FROM pay_calendar WHERE park_id = :park "
                "AND firm_id = :firm ORDER BY from_month",
                {{"firm", firm}}, [&](const db::Row& row) {
                  calendars.push_back(ReadPayCalendar(row, 0));
                  return absl::OkStatus();
                }));
  return calendars;
}

absl::Status SavePayCalendar(db::Write& txn, const std::string& firm, const PayCalendar& calendar) {
  const auto day = [&](size_t i) {
    return i < calendar.pay_days.size() ? calendar.pay_days[i] : int64_t{0};
  };
  const std::string first = calendar.pay_days.empty() ? FormatDay(calendar.first_pay_date) : "";
  return txn
      .Execute(
          "INSERT INTO pay_calendar (park_id, firm_id, from_month, frequency, first_pay_day, "
          "second_pay_day, first_pay_date, cut_off_working_days, revision) VALUES (:park, :firm, "
          ":from_month, :frequency, :first_day, :second_day, :first_date, :cut_off, :revision) "
          "ON CONFLICT (park_id, firm_id, from_month) DO UPDATE SET "
          "frequency = excluded.frequency, first_pay_day = excluded.first_pay_day, "
          "second_pay_day = excluded.second_pay_day, first_pay_date = excluded.first_pay_date, "
          "cut_off_working_days = excluded.cut_off_working_days, revision = excluded.revision",
          {{"firm", firm},
           {"from_month", FormatMonth(calendar.from_month)},
           {"frequency", PayFrequencyName(calendar.frequency)},
           {"first_day", day(0)},
           {"second_day", day(1)},
           {"first_date", first},
           {"cut_off", calendar.cut_off_working_days},
           {"revision", calendar.revision}})
      .status();
}

absl::StatusOr<std::optional<PayPolicy>> LoadPayPolicy(db::Read& txn, const std::string& firm) {
  std::optional<PayPolicy> policy;
  RETURN_IF_ERROR(txn.QueryOne("SELECT arrears_mode, payback_maximum_minor, priority, revision "
                               "FROM pay_policy WHERE park_id = :park AND firm_id = :firm",
                               {{"firm", firm}},
                               [&](const db::Row& row) { policy = ReadPayPolicy(row, 0); })
                      .status());
  return policy;
}

absl::Status SavePayPolicy(db::Write& txn, const std::string& firm, const PayPolicy& policy) {
  const absl::string_view mode = policy.mode.has_value() ? ArrearsModeName(*policy.mode) : "";
  return txn
      .Execute(
          "INSERT INTO pay_policy (park_id, firm_id, arrears_mode, payback_maximum_minor, "
          "priority, revision) VALUES (:park, :firm, :mode, :payback, :priority, :revision) "
          "ON CONFLICT (park_id, firm_id) DO UPDATE SET arrears_mode = excluded.arrears_mode, "
          "payback_maximum_minor = excluded.payback_maximum_minor, "
          "priority = excluded.priority, revision = excluded.revision",
          {{"firm", firm},
           {"mode", mode},
           {"payback", policy.payback_maximum_minor},
           {"priority", PayPriorityName(policy.priority)},
           {"revision", policy.revision}})
      .status();
}

absl::StatusOr<std::vector<OfFirm<PayCalendar>>> LoadPayCalendarsAfter(db::Read& txn,
                                                                       const After& after) {
  std::vector<OfFirm<PayCalendar>> calendars;
  RETURN_IF_ERROR(
      txn.Query("SELECT firm_id, from_month, frequency, first_pay_day, second_pay_day, "
                "first_pay_date, cut_off_working_days, revision FROM pay_calendar "
                "WHERE park_id = :park AND (firm_id, from_month) > (:firm, :month) "
                "ORDER BY firm_id, from_month LIMIT :rows_max",
                {{"firm", after.firm}, {"month", after.id}, {"rows_max", after.rows_max}},
                [&](const db::Row& row) {
                  calendars.push_back({row.Text(0), ReadPayCalendar(row, 1)});
                  return absl::OkStatus();
                }));
  return calendars;
}

absl::StatusOr<std::vector<OfFirm<PayPolicy>>> LoadPayPoliciesAfter(db::Read& txn,
                                                                    const After& after) {
  std::vector<OfFirm<PayPolicy>> policies;
  RETURN_IF_ERROR(
      txn.Query("SELECT firm_id, arrears_mode, payback_maximum_minor, priority, revision "
                "FROM pay_policy WHERE park_id = :park AND firm_id > :firm ORDER BY firm_id "
                "LIMIT :rows_max",
                {{"firm", after.firm}, {"rows_max", after.rows_max}}, [&](const db::Row& row) {
                  policies.push_back({row.Text(0), ReadPayPolicy(row, 1)});
                  return absl::OkStatus();
                }));
  return policies;
}

}  // namespace tuoqiao::payroll
