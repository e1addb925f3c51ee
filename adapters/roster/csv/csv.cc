#include "adapters/roster/csv/csv.h"

#include <utility>

#include "adapters/common/table.h"

namespace tuoqiao::adapters::roster {
namespace {

// The order of the fields in StaffTable.
enum StaffField : size_t {
  kEmployeeNo,
  kName,
  kIdType,
  kIdNumber,
  kHireDate,
  kLeaveDate,
  kWorkSite,
  kWeeklyHours
};

const Table& StaffTable() {
  static const Table* const kTable = new Table{
      {Text("employee_no").Headers({"工号", "员工编号", "员工号", "职工编号", "人员编号"}),
       Text("name").Personal().Headers({"姓名", "员工姓名", "职工姓名"}),
       Code("id_type", {"RESIDENT_ID", "PASSPORT"})
           .Headers({"证件类型", "证件类别"})
           .Aliases(
               {{"居民身份证", "RESIDENT_ID"}, {"身份证", "RESIDENT_ID"}, {"护照", "PASSPORT"}}),
       IdNumber("id_number", "id_type")
           .Personal()
           .Headers({"证件号码", "证件号", "身份证号", "身份证号码"}),
       Day("hire_date").Headers({"入职日期", "入职时间", "到岗日期"}),
       Day("leave_date").Optional().Headers({"离职日期", "离职时间"}),
       Text("work_site").Headers({"工作地点", "办公地点", "工作地"}),
       Count("weekly_hours").Headers({"每周工时", "周工时", "每周工作小时数"})},
      /*keys=*/{{"employee_no"}},
      /*orders=*/{{"hire_date", "leave_date"}},
      /*births=*/{},
      /*refused_words=*/
      {"child", "kid", "baby", "infant", "子女", "孩子", "小孩", "儿童", "婴幼儿", "宝宝"}};
  return *kTable;
}

StaffRecord ToStaff(Row& row) {
  StaffRecord staff;
  staff.line = row.line;
  staff.raw = std::move(row.raw);
  staff.employee_no = std::move(row[kEmployeeNo].text);
  staff.name = std::move(row[kName].text);
  staff.id_type = std::move(row[kIdType].text);
  staff.id_number = std::move(row[kIdNumber].text);
  staff.hire_date = row[kHireDate].day;
  if (!row[kLeaveDate].text.empty()) staff.leave_date = row[kLeaveDate].day;
  staff.work_site = std::move(row[kWorkSite].text);
  staff.weekly_hours = row[kWeeklyHours].number;
  return staff;
}

class CsvRoster final : public RosterFormat {
 public:
  absl::StatusOr<FileOf<StaffRecord>> ReadStaff(absl::string_view bytes,
                                                const Mapping& mapping) const override {
    return ReadRecords<StaffRecord>(StaffTable(), bytes, mapping, ToStaff);
  }
};

}  // namespace

const RosterFormat& Csv() {
  static const CsvRoster kRoster;
  return kRoster;
}

}  // namespace tuoqiao::adapters::roster
