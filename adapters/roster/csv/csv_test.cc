#include "adapters/roster/csv/csv.h"

#include "absl/strings/str_cat.h"
#include "adapters/common/adapter_suite.h"

namespace tuoqiao::adapters::roster {
namespace {

std::string ShowStaff(const StaffRecord& staff) {
  EXPECT_EQ(staff.change, Change::kPresent);
  return suite::Show({{"no", staff.employee_no},
                      {"name", staff.name},
                      {"id", absl::StrCat(staff.id_type, " ", staff.id_number)},
                      {"hired", suite::Show(staff.hire_date)},
                      {"left", suite::Show(staff.leave_date)},
                      {"site", staff.work_site},
                      {"hours", absl::StrCat(staff.weekly_hours)}});
}

TEST(RosterCsv, PassesTheSuite) {
  suite::Run({"adapters/roster/csv/testdata", [](absl::string_view bytes, const Mapping& mapping) {
                return suite::Observe(Csv().ReadStaff(bytes, mapping), ShowStaff);
              }});
}

TEST(RosterCsv, KeepsEachRowAsItStood) {
  const std::string bytes = suite::ReadBytes("adapters/roster/csv/testdata/valid-quotes.in");
  const auto file = Csv().ReadStaff(bytes, Mapping());
  ASSERT_TRUE(file.ok()) << file.status();
  for (const StaffRecord& staff : file->records) {
    EXPECT_NE(bytes.find(staff.raw), std::string::npos) << staff.raw;
  }
}

TEST(RosterCsv, CarriesNoFamilies) {
  EXPECT_EQ(Csv().ReadFamilies("", Mapping()).status().code(), absl::StatusCode::kUnimplemented);
}

}  // namespace
}  // namespace tuoqiao::adapters::roster
