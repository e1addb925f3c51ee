#include "adapters/centre/attendance_csv/attendance_csv.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/period.h"

namespace tuoqiao::adapters::centre {
namespace {

// The order of the fields in AttendanceTable.
enum AttendanceField : size_t { kCaseNumber, kDate, kStatus, kReason };

const Table& AttendanceTable() {
  static const Table* const kTable =
      new Table{{Text("case_number").Headers({"个案编号"}), Day("date").Headers({"日期"}),
                 Code("status", {"PRESENT", "ABSENT"})
                     .Headers({"出勤", "出勤状态"})
                     .Aliases({{"出勤", "PRESENT"}, {"到园", "PRESENT"}, {"缺勤", "ABSENT"}}),
                 Code("reason", {"SICK", "PERSONAL", "CENTRE_CLOSED", "HOLIDAY", "FORCE_MAJEURE",
                                 "QUARANTINE", "UNEXPLAINED"})
                     .Optional()
                     .Personal()
                     .Headers({"原因", "缺勤原因"})
                     .Aliases({{"病假", "SICK"},
                               {"事假", "PERSONAL"},
                               {"停园", "CENTRE_CLOSED"},
                               {"休假", "HOLIDAY"},
                               {"不可抗力", "FORCE_MAJEURE"},
                               {"隔离", "QUARANTINE"},
                               {"未说明", "UNEXPLAINED"}})},
                /*keys=*/{{"case_number", "date"}}};
  return *kTable;
}

AttendanceRecord ToAttendance(Row& row) {
  AttendanceRecord attendance;
  attendance.line = row.line;
  attendance.raw = std::move(row.raw);
  attendance.case_number = std::move(row[kCaseNumber].text);
  attendance.date = row[kDate].day;
  attendance.present = row[kStatus].text == "PRESENT";
  attendance.reason = std::move(row[kReason].text);
  return attendance;
}

class CsvAttendance final : public CentreFormat {
 public:
  absl::StatusOr<FileOf<AttendanceRecord>> ReadAttendance(absl::string_view bytes,
                                                          const Mapping& mapping) const override {
    auto file = ReadRecords<AttendanceRecord>(AttendanceTable(), bytes, mapping, ToAttendance);
    if (!file.ok()) return file;
    int64_t reasons = 0;
    const auto clear = [&](AttendanceRecord& record) {
      if (!record.present || record.reason.empty()) return;
      record.reason.clear();
      ++reasons;
    };
    for (AttendanceRecord& record : file->records) clear(record);
    for (auto& repeat : file->repeats) clear(repeat.record);
    if (reasons > 0) {
      file->notes.push_back(
          absl::StrCat(reasons, " rows say PRESENT and a reason; the reason is passed over"));
    }
    return file;
  }

  absl::StatusOr<std::string> WriteAdvice(const std::vector<EnrolmentAdvice>& advice,
                                          const Mapping& mapping) const override {
    std::vector<std::vector<std::string>> rows;
    for (const EnrolmentAdvice& child : advice) {
      rows.push_back(
          {child.case_number, child.group, FormatDay(child.start_date), FormatDay(child.end_date)});
    }
    return WriteRows(AdviceTable(), rows, mapping);
  }
};

}  // namespace

const CentreFormat& AttendanceCsv() {
  static const CsvAttendance kAttendance;
  return kAttendance;
}

const Table& AdviceTable() {
  static const Table* const kTable =
      new Table{{Text("case_number").Headers({"个案编号"}), Text("group").Headers({"班级"}),
                 Day("start_date").Headers({"入托日期"}), Day("end_date").Headers({"离托日期"})},
                /*keys=*/{{"case_number", "start_date"}},
                /*orders=*/{{"start_date", "end_date"}}};
  return *kTable;
}

}  // namespace tuoqiao::adapters::centre
