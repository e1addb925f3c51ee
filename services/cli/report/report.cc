#include "services/cli/report/report.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "adapters/common/table.h"
#include "services/common/resource_name.h"

namespace tuoqiao::cli {

const std::vector<Report>& Reports() {
  static const std::vector<Report>* const all = [] {
    auto* reports = new std::vector<Report>;
    for (std::vector<Report> (*room)() : {PlaceReports, DataReports, MoneyReports}) {
      std::vector<Report> of_room = room();
      std::move(of_room.begin(), of_room.end(), std::back_inserter(*reports));
    }
    return reports;
  }();
  return *all;
}

std::string ReportCsv(const Report& report, const std::vector<ReportRow>& rows) {
  adapters::Table table;
  for (const absl::string_view column : absl::StrSplit(report.columns, ',')) {
    adapters::Field field;
    field.name = std::string(column);
    table.fields.push_back(std::move(field));
  }
  return adapters::WriteRows(table, rows, {});
}

std::string CodeOf(const std::string& name) { return absl::AsciiStrToUpper(LastPart(name)); }

}  // namespace tuoqiao::cli
