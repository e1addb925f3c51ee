#include "adapters/roster/x12_834/x12_834.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
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

// Where files from elsewhere are kept; empty where they are not.
std::string SharedFiles() {
  const char* folder = std::getenv("TUOQIAO_SHARED_DATA");
  const std::string files = absl::StrCat(folder != nullptr ? folder : "../shared/data", "/x12_834");
  return std::filesystem::is_directory(files) ? files : "";
}

struct Outcome {
  int added = 0, changed = 0, reinstated = 0, dependants = 0, corrected = 0, plans = 0;
  std::string terminated;
};

Outcome OutcomeOf(const FileOf<StaffRecord>& file) {
  Outcome outcome;
  for (const StaffRecord& staff : file.records) {
    outcome.added += staff.change == Change::kAdded;
    outcome.changed += staff.change == Change::kChanged;
    outcome.reinstated += staff.change == Change::kReinstated;
    if (staff.change == Change::kTerminated) outcome.terminated = suite::Show(staff.leave_date);
  }
  for (const std::string& note : file.notes) {
    outcome.dependants +=
        absl::StrContains(note, "not a child") || absl::StrContains(note, "intake desk");
    outcome.corrected += absl::StrContains(note, "identity is corrected");
    outcome.plans += absl::StartsWith(note, "plan ");
  }
  return outcome;
}

TEST(X12Enrolment, ReadsTheFilesOfTheGuideWithoutAFault) {
  const std::string folder = SharedFiles();
  if (folder.empty())
    GTEST_SKIP() << "left out: no folder x12_834 in TUOQIAO_SHARED_DATA or ../shared/data";
  Mapping mapping;
  mapping.set_kind(Mapping::CHANGES);
  mapping.mutable_x12()->set_sender("123456789012345/1234567890");
  mapping.mutable_x12()->set_employee_no_qualifier("0F");

  std::cout << absl::StreamFormat("%-42s %5s %7s %10s %-10s %10s %9s %5s\n", "file", "added",
                                  "changed", "reinstated", "terminated", "dependants", "corrected",
                                  "plans");
  Outcome all;
  int files = 0, terminated = 0;
  for (const auto& entry : std::set<std::filesystem::path>(
           std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator())) {
    SCOPED_TRACE(entry.string());
    const auto file = X12Enrolment().ReadStaff(suite::ReadBytes(entry), mapping);
    ASSERT_TRUE(file.ok()) << file.status();
    EXPECT_TRUE(file->faults.empty()) << file->faults.front().text_en;
    const Outcome one = OutcomeOf(*file);
    std::cout << absl::StreamFormat(
        "%-42s %5d %7d %10d %-10s %10d %9d %5d\n", entry.filename().string(), one.added,
        one.changed, one.reinstated, one.terminated, one.dependants, one.corrected, one.plans);
    ++files;
    terminated += !one.terminated.empty();
    all.added += one.added;
    all.changed += one.changed;
    all.reinstated += one.reinstated;
    all.dependants += one.dependants;
    all.corrected += one.corrected;
    all.plans += one.plans;
    if (entry.filename() == "terminate-subscriber-eligibility.834") {
      EXPECT_EQ(one.terminated, "1996-08-01");
    }
  }
  EXPECT_EQ(files, 11);
  EXPECT_EQ(all.added, 3);
  EXPECT_EQ(all.changed, 2);
  EXPECT_EQ(all.reinstated, 3);
  EXPECT_EQ(terminated, 1);
  EXPECT_EQ(all.dependants, 2);
  EXPECT_EQ(all.corrected, 1);
}

}  // namespace
}  // namespace tuoqiao::adapters::roster
