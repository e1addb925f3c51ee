#include "services/directory/sandbox_child.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "services/directory/errors.h"

namespace tuoqiao::directory {
namespace {

constexpr absl::string_view kMark = "-TEST-";
// Far beyond whatever a rule asks, and far from where a date ends.
constexpr size_t kDigitsMax = 4;

std::optional<int64_t> ConsumeNumber(absl::string_view* text) {
  int64_t number = 0;
  size_t digits = 0;
  while (digits < text->size() &&
         absl::ascii_isdigit(static_cast<unsigned char>((*text)[digits]))) {
    number = number * 10 + ((*text)[digits++] - '0');
    if (digits > kDigitsMax) return std::nullopt;
  }
  if (digits == 0) return std::nullopt;
  text->remove_prefix(digits);
  return number;
}

}  // namespace

std::optional<SandboxCode> SandboxCodeOf(absl::string_view case_number) {
  const size_t at = case_number.rfind(kMark);
  if (at == absl::string_view::npos) return std::nullopt;
  absl::string_view rest = case_number.substr(at + kMark.size());
  SandboxCode code;
  code.consents = !absl::ConsumeSuffix(&rest, "-NOCONSENT");
  const auto months = ConsumeNumber(&rest);
  if (!months.has_value() || !absl::ConsumePrefix(&rest, "M")) return std::nullopt;
  code.months = *months;
  if (rest.empty()) return code;
  const bool ago = rest[0] == '-';
  if (!ago && rest[0] != '+') return std::nullopt;
  rest.remove_prefix(1);
  const auto days = ConsumeNumber(&rest);
  if (!days.has_value() || !rest.empty()) return std::nullopt;
  code.days = ago ? -*days : *days;
  return code;
}

absl::Status Pose(absl::CivilDay today, Child& child) {
  const auto code = SandboxCodeOf(child.case_number);
  if (!code.has_value()) return absl::OkStatus();
  const absl::CivilDay completed = today + code->days;
  const absl::CivilMonth month = absl::CivilMonth(completed) - code->months;
  child.birth_date =
      std::min(absl::CivilDay(month) + (completed.day() - 1), absl::CivilDay(month + 1) - 1);
  if (!code->consents) child.consents.clear();
  return child.birth_date > today ? BirthInFuture() : absl::OkStatus();
}

}  // namespace tuoqiao::directory
