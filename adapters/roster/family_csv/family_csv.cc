#include "adapters/roster/family_csv/family_csv.h"

#include <utility>

#include "adapters/common/table.h"

namespace tuoqiao::adapters::roster {
namespace {

// The order of the fields in FamilyTable.
enum FamilyField : size_t {
  kFamilyNo,
  kCaseNumber,
  kChildName,
  kChildIdType,
  kChildIdNumber,
  kBirthDate,
  kNeedsLevel,
  kGuardian1Name,
  kGuardian1IdType,
  kGuardian1IdNumber,
  kGuardian2Name,
  kGuardian2IdType,
  kGuardian2IdNumber,
  kGuardian2Confirmed,
  kConsentProgramme,
  kConsentCentre,
  kConsentVersion,
  kConsentDate,
  kDeductFrom,
  kArrearsMode
};

const std::vector<std::pair<std::string, std::string>>& IdTypeAliases() {
  static const auto* const kAliases = new std::vector<std::pair<std::string, std::string>>{
      {"居民身份证", "RESIDENT_ID"}, {"身份证", "RESIDENT_ID"}, {"护照", "PASSPORT"}};
  return *kAliases;
}

const Table& FamilyTable() {
  static const Table* const kTable = new Table{
      {Text("family_no").Headers({"家庭编号"}),
       Text("case_number").Headers({"个案编号"}),
       Text("child_name").Personal().Headers({"儿童姓名", "婴幼儿姓名"}),
       Code("child_id_type", {"RESIDENT_ID", "PASSPORT", "BIRTH_CERTIFICATE"})
           .Headers({"儿童证件类型", "婴幼儿证件类型"})
           .Aliases({{"居民身份证", "RESIDENT_ID"},
                     {"身份证", "RESIDENT_ID"},
                     {"护照", "PASSPORT"},
                     {"出生医学证明", "BIRTH_CERTIFICATE"}}),
       IdNumber("child_id_number", "child_id_type")
           .Personal()
           .Headers({"儿童证件号码", "婴幼儿证件号码"}),
       Day("birth_date").Personal().Headers({"出生日期"}),
       Code("needs_level", {"0", "1", "2"}).Personal().Headers({"特殊需要等级"}),
       Text("guardian1_name").Personal().Headers({"监护人1姓名"}),
       Code("guardian1_id_type", {"RESIDENT_ID", "PASSPORT"})
           .Headers({"监护人1证件类型"})
           .Aliases(IdTypeAliases()),
       IdNumber("guardian1_id_number", "guardian1_id_type").Personal().Headers({"监护人1证件号码"}),
       Text("guardian2_name").Personal().With("guardian2_id_number").Headers({"监护人2姓名"}),
       Code("guardian2_id_type", {"RESIDENT_ID", "PASSPORT"})
           .With("guardian2_id_number")
           .Headers({"监护人2证件类型"})
           .Aliases(IdTypeAliases()),
       IdNumber("guardian2_id_number", "guardian2_id_type")
           .Personal()
           .With("guardian2_name")
           .Headers({"监护人2证件号码"}),
       Flag("guardian2_confirmed").Optional().Headers({"监护人2已确认"}),
       Flag("consent_programme").Headers({"同意项目"}),
       Flag("consent_centre").Headers({"同意机构"}),
       Text("consent_version").Headers({"同意书版本"}),
       Day("consent_date").Headers({"同意日期"}),
       Code("deduct_from", {"1", "2"}).Optional().Headers({"代扣监护人"}),
       Code("arrears_mode", {"TAKE_ALL", "TAKE_WHAT_FITS", "ALL_OR_NOTHING"})
           .Headers({"欠款方式"})},
      /*keys=*/{{"case_number"}},
      /*orders=*/{},
      /*births=*/{"birth_date"},
      /*refused_words=*/{}};
  return *kTable;
}

FamilyRecord ToFamily(Row& row) {
  FamilyRecord family;
  family.line = row.line;
  family.raw = std::move(row.raw);
  family.family_no = std::move(row[kFamilyNo].text);
  family.case_number = std::move(row[kCaseNumber].text);
  family.child_name = std::move(row[kChildName].text);
  family.child_id_type = std::move(row[kChildIdType].text);
  family.child_id_number = std::move(row[kChildIdNumber].text);
  family.birth_date = row[kBirthDate].day;
  family.needs_level = row[kNeedsLevel].text[0] - '0';
  // Guardian 1 is confirmed by applying.
  family.guardian1 = {std::move(row[kGuardian1Name].text), std::move(row[kGuardian1IdType].text),
                      std::move(row[kGuardian1IdNumber].text), true};
  if (!row[kGuardian2Name].text.empty()) {
    family.guardian2 = FamilyRecord::Guardian{
        std::move(row[kGuardian2Name].text), std::move(row[kGuardian2IdType].text),
        std::move(row[kGuardian2IdNumber].text), row[kGuardian2Confirmed].text == "Y"};
  }
  family.consent_programme = row[kConsentProgramme].text == "Y";
  family.consent_centre = row[kConsentCentre].text == "Y";
  family.consent_version = std::move(row[kConsentVersion].text);
  family.consent_date = row[kConsentDate].day;
  family.deduct_from = std::move(row[kDeductFrom].text);
  family.arrears_mode = std::move(row[kArrearsMode].text);
  return family;
}

class CsvFamilies final : public RosterFormat {
 public:
  absl::StatusOr<FileOf<FamilyRecord>> ReadFamilies(absl::string_view bytes,
                                                    const Mapping& mapping) const override {
    return ReadRecords<FamilyRecord>(FamilyTable(), bytes, mapping, ToFamily);
  }
};

}  // namespace

const RosterFormat& FamilyCsv() {
  static const CsvFamilies kFamilies;
  return kFamilies;
}

}  // namespace tuoqiao::adapters::roster
