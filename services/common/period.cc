#include "services/common/period.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace tuoqiao {
namespace {

absl::Status DateInvalid(absl::string_view text) {
  return absl::InvalidArgumentError(
      absl::StrCat("DATE_INVALID: '", text, "' is not a calendar date as YYYY-MM-DD or YYYY-MM"));
}

// The number that stands at [at, at + size), digits only; -1 otherwise.
int Digits(absl::string_view text, size_t at, size_t size) {
  int value = 0;
  for (char c : text.substr(at, size)) {
    if (!absl::ascii_isdigit(c)) return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return DateInvalid(text);
  const int year = Digits(text, 0, 4), month = Digits(text, 5, 2), day = Digits(text, 8, 2);
  if (year < 1 || month < 1 || day < 1) return DateInvalid(text);
  const absl::CivilDay parsed(year, month, day);
  // CivilDay normalises 30 February into March; a date that moved was none.
  if (parsed.year() != year || parsed.month() != month || parsed.day() != day) {
    return DateInvalid(text);
  }
  return parsed;
}

std::string FormatDay(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

absl::StatusOr<absl::CivilMonth> ParseMonth(absl::string_view text) {
  if (text.size() != 7) return DateInvalid(text);
  auto day = ParseDay(absl::StrCat(text, "-01"));
  if (!day.ok()) return DateInvalid(text);
  return absl::CivilMonth(*day);
}

std::string FormatMonth(absl::CivilMonth month) {
  return absl::StrFormat("%04d-%02d", month.year(), month.month());
}

std::string FormatMoment(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", time, absl::UTCTimeZone());
}

std::string FormatInstant(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

bool operator==(const Period& a, const Period& b) { return a.from == b.from && a.until == b.until; }

Period MonthPeriod(absl::CivilMonth month) {
  return {absl::CivilDay(month), absl::CivilDay(month + 1)};
}

Period Intersect(const Period& a, const Period& b) {
  return {std::max(a.from, b.from), std::min(a.until, b.until)};
}

int64_t AgeInMonths(absl::CivilDay birth_date, absl::CivilDay day) {
  const int64_t months = absl::CivilMonth(day) - absl::CivilMonth(birth_date);
  return day.day() >= birth_date.day() ? months : months - 1;
}

absl::CivilDay DayOfCompletingMonths(absl::CivilDay birth_date, int64_t months) {
  const absl::CivilMonth month = absl::CivilMonth(birth_date) + months;
  const absl::CivilDay day = absl::CivilDay(month) + (birth_date.day() - 1);
  return absl::CivilMonth(day) == month ? day : absl::CivilDay(month + 1);
}

}  // namespace tuoqiao
