// A centre's attendance.
// Seeds: adapters/centre/attendance_csv/testdata
#include "adapters/centre/attendance_csv/attendance_csv.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tuoqiao;
  const auto file = adapters::centre::AttendanceCsv().ReadAttendance(fuzz::Bytes(data, size), {});
  fuzz::Examine(file);
  if (!file.ok()) return 0;
  for (const adapters::AttendanceRecord& day : file->records) {
    CHECK(!day.present || day.reason.empty());
  }
  return 0;
}
