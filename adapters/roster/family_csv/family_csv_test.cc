#include "adapters/roster/family_csv/family_csv.h"

#include "absl/strings/str_cat.h"
#include "adapters/common/adapter_suite.h"

namespace tuoqiao::adapters::roster {
namespace {

std::string ShowGuardian(const FamilyRecord::Guardian& guardian) {
  return absl::StrCat(guardian.name, " ", guardian.id_type, " ", guardian.id_number,
                      guardian.confirmed ? " confirmed" : " unconfirmed");
}

std::string ShowFamily(const FamilyRecord& family) {
  return suite::Show(
      {{"family", family.family_no},
       {"case", family.case_number},
       {"child",
        absl::StrCat(family.child_name, " ", family.child_id_type, " ", family.child_id_number)},
       {"born", FormatDay(family.birth_date)},
       {"needs", absl::StrCat(family.needs_level)},
       {"guardian1", ShowGuardian(family.guardian1)},
       {"guardian2", family.guardian2.has_value() ? ShowGuardian(*family.guardian2) : ""},
       {"consents", absl::StrCat(family.consent_programme, family.consent_centre, " ",
                                 family.consent_version, " ", FormatDay(family.consent_date))},
       {"deduct", family.deduct_from},
       {"arrears", family.arrears_mode}});
}

TEST(FamilyCsv, PassesTheSuite) {
  suite::Run(
      {"adapters/roster/family_csv/testdata", [](absl::string_view bytes, const Mapping& mapping) {
         return suite::Observe(FamilyCsv().ReadFamilies(bytes, mapping), ShowFamily);
       }});
}

TEST(FamilyCsv, ShowsNoPersonalValueInAFault) {
  const std::string bytes = suite::ReadBytes("adapters/roster/family_csv/testdata/invalid-rows.in");
  Mapping mapping;
  auto* today = mapping.add_fixed_values();
  today->set_field("today");
  today->set_value("2026-09-16");
  const auto file = FamilyCsv().ReadFamilies(bytes, mapping);
  ASSERT_TRUE(file.ok()) << file.status();
  int personal = 0;
  for (const Fault& fault : file->faults) {
    if (fault.field != "birth_date" && fault.field != "guardian1_id_number") continue;
    ++personal;
    EXPECT_NE(fault.value.find("***"), std::string::npos) << fault.field << " " << fault.value;
  }
  EXPECT_GT(personal, 2);
}

}  // namespace
}  // namespace tuoqiao::adapters::roster
