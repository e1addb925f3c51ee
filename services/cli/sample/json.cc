#include "services/cli/sample/json.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/cli/sample/calendar.h"
#include "services/common/period.h"

namespace tuoqiao::cli {
namespace {

std::string DayList(const std::vector<absl::CivilDay>& days) {
  return absl::StrJoin(days, ", ", [](std::string* out, absl::CivilDay day) {
    absl::StrAppend(out, "\"", FormatDay(day), "\"");
  });
}

// Sample values, adopted by name. No text in them needs escaping.
constexpr absl::string_view kFunding = R"(  "funding_plan": {
    "id": "sample-plan-2026",
    "layers": [
      {"payer": "AUTHORITY", "kind": "FIXED", "amount_minor": 30000, "share_bp": 0, "cap_minor": 0,
       "lines": ["CARE", "COEFFICIENT", "SIBLING", "REFUND"], "condition": "ATTENDED_HALF", "bearer_if_lost": "FAMILY"},
      {"payer": "PARK", "kind": "PERCENT", "amount_minor": 0, "share_bp": 2000, "cap_minor": 40000,
       "lines": ["CARE", "COEFFICIENT", "SIBLING", "REFUND"], "condition": "", "bearer_if_lost": ""},
      {"payer": "FIRM", "kind": "FIRM_PLAN", "amount_minor": 0, "share_bp": 0, "cap_minor": 0,
       "lines": ["CARE", "COEFFICIENT", "SIBLING", "REFUND"], "condition": "", "bearer_if_lost": ""},
      {"payer": "UNION", "kind": "FIXED", "amount_minor": 10000, "share_bp": 0, "cap_minor": 0,
       "lines": ["MEALS"], "condition": "", "bearer_if_lost": ""},
      {"payer": "FAMILY", "kind": "REST", "amount_minor": 0, "share_bp": 0, "cap_minor": 0,
       "lines": ["CARE", "COEFFICIENT", "SIBLING", "REFUND", "MEALS", "SUPPLEMENT"], "condition": "", "bearer_if_lost": ""}
    ]
  },
  "plans": {
    "A": {"kind": "PERCENT", "amount_minor": 0, "share_bp": 5000, "cap_minor": 80000},
    "B": {"kind": "FIXED", "amount_minor": 50000, "share_bp": 0, "cap_minor": 0},
    "C": {"kind": "UP_TO", "amount_minor": 60000, "share_bp": 0, "cap_minor": 0},
    "D": {"kind": "PERCENT", "amount_minor": 0, "share_bp": 3333, "cap_minor": 0}
  },
  "protected_pay_minor": 260000,
  "deduction_cap_bp": 2000,
)";

}  // namespace

std::string ParkJson(const Park& park) {
  return absl::StrCat(
      "{\n  \"park\": \"qilan\",\n  \"display_name\": \"栖澜湾软件园\",\n  \"time_zone\": "
      "\"Asia/Shanghai\",\n",
      absl::StrFormat(
          "  \"month\": \"%s\",\n  \"today\": \"%s\",\n  \"seed\": %d,\n  \"size\": \"%c\",\n",
          FormatMonth(kMonth), FormatDay(kToday), park.seed, park.size.name),
      "  \"programme\": \"qilan-childcare-2026\",\n  \"scheme\": \"cn.sample_city.childcare\",\n",
      kFunding, "  \"closed_dates\": [", DayList(ClosedDates()), "],\n  \"working_weekends\": [",
      DayList(WorkingWeekends()), "]\n}\n");
}

std::string ManifestJson(const Park& park, int64_t rows_read, const std::vector<Fault>& faults) {
  std::map<std::string, int> by_reason;
  for (const Fault& fault : faults) ++by_reason[fault.reason];
  const std::string reasons =
      absl::StrJoin(by_reason, ", ", [](std::string* out, const auto& entry) {
        absl::StrAppend(out, "\"", entry.first, "\": ", entry.second);
      });
  const std::string list = absl::StrJoin(faults, ",\n", [](std::string* out, const Fault& fault) {
    absl::StrAppend(out, "    {\"file\": \"", fault.file, "\", \"line\": ", fault.line,
                    ", \"reason\": \"", fault.reason, "\"}");
  });
  return absl::StrCat(
      absl::StrFormat(
          "{\n  \"size\": \"%c\",\n  \"seed\": %d,\n  \"firms\": %d,\n  \"employees\": %d,\n"
          "  \"children\": %d,\n  \"rows_read\": %d,\n  \"rows_rejected\": %d,\n",
          park.size.name, park.seed, park.firms.size(), park.employees.size(), park.children.size(),
          rows_read, faults.size()),
      "  \"rejected_by_reason\": {", reasons, "},\n  \"faults\": [\n", list, "\n  ]\n}\n");
}

}  // namespace tuoqiao::cli
