#include "adapters/centre/attendance_csv/attendance_csv.h"

#include "adapters/common/adapter_suite.h"

namespace tuoqiao::adapters::centre {
namespace {

std::string ShowAttendance(const AttendanceRecord& attendance) {
  return suite::Show({{"case", attendance.case_number},
                      {"date", FormatDay(attendance.date)},
                      {"status", attendance.present ? "present" : "absent"},
                      {"reason", attendance.reason}});
}

TEST(AttendanceCsv, PassesTheSuite) {
  suite::Run({"adapters/centre/attendance_csv/testdata",
              [](absl::string_view bytes, const Mapping& mapping) {
                return suite::Observe(AttendanceCsv().ReadAttendance(bytes, mapping),
                                      ShowAttendance);
              }});
}

TEST(AttendanceCsv, WritesAdviceThatItsTableReadsBack) {
  const std::vector<EnrolmentAdvice> advice = {
      {"C-0001", "小班,甲", absl::CivilDay(2026, 10, 8), absl::CivilDay(2027, 3, 1)},
      {"C-0002", "M1", absl::CivilDay(2026, 10, 1), absl::CivilDay(2026, 12, 31)}};
  const auto bytes = AttendanceCsv().WriteAdvice(advice, Mapping());
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  EXPECT_EQ(*bytes,
            "case_number,group,start_date,end_date\r\n"
            "C-0001,\"小班,甲\",2026-10-08,2027-03-01\r\n"
            "C-0002,M1,2026-10-01,2026-12-31\r\n");
  const auto rows = ReadRows(AdviceTable(), *bytes, Mapping());
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ(rows->records.size(), advice.size());
  for (size_t i = 0; i < advice.size(); ++i) {
    EXPECT_EQ(rows->records[i].text("case_number"), advice[i].case_number);
    EXPECT_EQ(rows->records[i].text("group"), advice[i].group);
    EXPECT_EQ(rows->records[i]["start_date"].day, advice[i].start_date);
    EXPECT_EQ(rows->records[i]["end_date"].day, advice[i].end_date);
  }
}

}  // namespace
}  // namespace tuoqiao::adapters::centre
