#include "adapters/roster/x12_834/x12_834.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "adapters/common/adapter_suite.h"

namespace tuoqiao::adapters::roster {
namespace {

absl::string_view ChangeName(Change change) {
  constexpr std::array<absl::string_view, 5> kNames = {"present", "added", "changed", "reinstated",
                                                       "terminated"};
  return kNames[static_cast<size_t>(change)];
}

std::string ShowStaff(const StaffRecord& staff) {
  return suite::Show(
      {{"change", std::string(ChangeName(staff.change))},
       {"no", staff.employee_no},
       {"name", staff.name},
       {"id", staff.id_type.empty() ? staff.id_number
                                    : absl::StrCat(staff.id_type, " ", staff.id_number)},
       {"hired", suite::Show(staff.hire_date)},
       {"left", suite::Show(staff.leave_date)},
       {"site", staff.work_site},
       {"hours", staff.weekly_hours == 0 ? "" : absl::StrCat(staff.weekly_hours)}});
}

TEST(X12Enrolment, PassesTheSuite) {
  suite::Run(
      {"adapters/roster/x12_834/testdata", [](absl::string_view bytes, const Mapping& mapping) {
         return suite::Observe(X12Enrolment().ReadStaff(bytes, mapping), ShowStaff);
       }});
}

TEST(X12Enrolment, RefusesEveryFileThatIsCutShort) {
  const std::string bytes = suite::ReadBytes("adapters/roster/x12_834/testdata/valid-full.in");
  const Mapping mapping = suite::MappingOf("adapters/roster/x12_834/testdata/valid-full.in");
  const size_t end = bytes.rfind('~');
  for (size_t size = 0; size < end; ++size) {
    EXPECT_FALSE(X12Enrolment().ReadStaff(bytes.substr(0, size), mapping).ok()) << size;
  }
}

TEST(X12Enrolment, FollowsTheDelimitersOfTheFile) {
  const std::string bytes = suite::ReadBytes("adapters/roster/x12_834/testdata/valid-full.in");
  const Mapping mapping = suite::MappingOf("adapters/roster/x12_834/testdata/valid-full.in");
  const suite::Reading usual = suite::Observe(X12Enrolment().ReadStaff(bytes, mapping), ShowStaff);
  std::string joined = absl::StrReplaceAll(bytes, {{"\r", ""}, {"\n", ""}});
  for (const auto& [element, segment] : std::vector<std::pair<std::string, std::string>>{
           {"|", "\n"}, {"!", "\\"}, {"+", "\r\n"}, {"\x1D", "\x1C"}}) {
    const std::string other = absl::StrReplaceAll(joined, {{"*", element}, {"~", segment}});
    const suite::Reading read = suite::Observe(
        X12Enrolment().ReadStaff(absl::StrCat("\xEF\xBB\xBF", other), mapping), ShowStaff);
    EXPECT_EQ(read.faults, usual.faults);
    // The header row is the envelope as it stood, delimiters and all.
    EXPECT_EQ(read.records.substr(read.records.find("\nline")),
              usual.records.substr(usual.records.find("\nline")));
  }
}

}  // namespace
}  // namespace tuoqiao::adapters::roster
