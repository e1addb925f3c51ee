#include "services/eligibility/catalogue.h"

#include <functional>
#include <map>
#include <string>
#include <utility>

namespace tuoqiao::eligibility {
namespace {

using rules::FactDeclaration;
using rules::FactType;
using rules::Origin;
using rules::Subject;
using rules::Unit;

FactDeclaration Owned(std::string name, FactType type, Unit unit, std::string en, std::string zh) {
  return {std::move(name), type, unit,          Subject::kChild,
          Origin::kOwned,  {},   std::move(en), std::move(zh)};
}

FactDeclaration Decided(std::string name, FactType type, std::string en, std::string zh) {
  return {std::move(name),  type, Unit::kNone,   Subject::kChild,
          Origin::kDecided, {},   std::move(en), std::move(zh)};
}

FactDeclaration Asked(Subject subject, std::string name, FactType type, Unit unit, std::string en,
                      std::string zh) {
  return {std::move(name),   type, unit,          subject,
          Origin::kRecorded, {},   std::move(en), std::move(zh)};
}

FactDeclaration Code(std::string name, std::vector<std::string> codes, std::string en,
                     std::string zh) {
  return {std::move(name),   FactType::kText,  Unit::kNone,   Subject::kChild,
          Origin::kRecorded, std::move(codes), std::move(en), std::move(zh)};
}

std::vector<FactDeclaration> OwnedFacts() {
  return {
      Owned("programme_consent", FactType::kTruth, Unit::kNone,
            "A guardian has consented that the child's data is used for the programme.",
            "监护人已同意本项目使用该婴幼儿的信息。"),
      Owned("birth_date", FactType::kDate, Unit::kNone, "The child's date of birth.",
            "婴幼儿的出生日期。"),
      Owned("needs_level", FactType::kNumber, Unit::kLevel,
            "The level of assistance that was assessed for the child; 0 is none.",
            "评估认定的照护需求等级,0 为无。"),
      Owned("guardians_employed", FactType::kNumber, Unit::kPersons,
            "Confirmed guardians who are on the roster of a firm of the park.",
            "在园区用人单位花名册内且已确认的监护人人数。"),
      Decided("entitled_before", FactType::kTruth,
              "By the decisions of this programme the child was eligible on the day before.",
              "按本项目的认定,该婴幼儿前一日符合资格。"),
      Decided("entitled_from", FactType::kDate,
              "The first of the eligible days without gap up to the day before.",
              "截至前一日,该婴幼儿连续符合资格的首日。"),
  };
}

std::vector<FactDeclaration> FactsOfTheFamily() {
  const auto child = Subject::kChild;
  return {
      Asked(child, "nationality_cn", FactType::kTruth, Unit::kNone,
            "The child is a Chinese national.", "婴幼儿具有中国国籍。"),
      Asked(child, "birth_order", FactType::kNumber, Unit::kPersons,
            "Which child of the family it is; 1 is the first.", "家庭中的第几个孩子,1 为第一个。"),
      Asked(child, "residence_division", FactType::kText, Unit::kNone,
            "Where the family lives: the division code of six digits, abroad ISO 3166-2.",
            "家庭居住地的六位行政区划代码,境外为 ISO 3166-2 代码。"),
      Asked(child, "hukou_division", FactType::kText, Unit::kNone,
            "Where the child is registered: the division code of six digits.",
            "婴幼儿户籍地的六位行政区划代码。"),
      Asked(child, "household_income_minor", FactType::kNumber, Unit::kCnyMinor,
            "What the household earned in the last calendar year, in fen.",
            "家庭上一自然年度总收入,单位为分。"),
      Asked(child, "income_not_disclosed", FactType::kTruth, Unit::kNone,
            "The household chose not to disclose its income; a pack may take the highest fee then.",
            "家庭选择不申报收入;规则可据此适用最高收费档。"),
      Asked(child, "income_poverty_line_bp", FactType::kNumber, Unit::kBasisPoints,
            "The household's yearly income as a share of the federal poverty line.",
            "家庭年收入与联邦贫困线之比(万分比)。"),
      Asked(child, "other_subsidy", FactType::kTruth, Unit::kNone,
            "Another public childcare subsidy is paid for the child.",
            "该婴幼儿已享受其他公共托育补贴。"),
      Asked(child, "claim_share_bp", FactType::kNumber, Unit::kBasisPoints,
            "Which share of the tax deduction this guardian has chosen: 5000 or 10000.",
            "该监护人选择的专项附加扣除比例:5000 或 10000。"),
      Asked(child, "employer_in_programme", FactType::kTruth, Unit::kNone,
            "The guardian's employer takes part in the programme.", "监护人的用人单位参加本项目。"),
  };
}

std::vector<FactDeclaration> FactsOfTheCare() {
  const auto child = Subject::kChild;
  return {
      Code("care_kind", {"FULL_DAY", "HALF_DAY", "HOURLY", "TEMPORARY"}, "The kind of care.",
           "托育服务类型:全日托、半日托、计时托、临时托。"),
      Code("centre_kind",
           {"PARK", "EMPLOYER", "PUBLIC", "COMMUNITY", "KINDERGARTEN_CLASS", "HOME", "INDEPENDENT"},
           "Whose centre it is.", "托育机构类型。"),
      Code("group_kind", {"INFANT", "SMALL", "LARGE", "MIXED"}, "The kind of class.",
           "班型:乳儿班、托小班、托大班、混龄编班。"),
      Asked(child, "centre_division", FactType::kText, Unit::kNone,
            "Where the centre is: the division code of six digits.",
            "托育机构所在地的六位行政区划代码。"),
      Asked(child, "centre_city", FactType::kText, Unit::kNone,
            "The city of the centre: its division code, which ends in 00.",
            "托育机构所在地级市的行政区划代码,末两位为 00。"),
      Asked(child, "centre_province", FactType::kText, Unit::kNone,
            "The province of the centre: its division code, which ends in 0000.",
            "托育机构所在省级行政区的行政区划代码,末四位为 0000。"),
      Asked(child, "centre_inclusive", FactType::kTruth, Unit::kNone,
            "The centre is recognised as inclusive (its fee is guided).", "该机构为普惠托育机构。"),
      Asked(child, "centre_filed", FactType::kTruth, Unit::kNone,
            "The centre is filed with the health department.", "该机构已在卫生健康部门备案。"),
      Asked(child, "monthly_fee_minor", FactType::kNumber, Unit::kCnyMinor,
            "The care fee of a month, in fen, without meals.", "每月保育费,单位为分,不含伙食费。"),
      Asked(child, "care_cost_usd_minor", FactType::kNumber, Unit::kUsdMinor,
            "What care costs in a month, in US cents.", "每月托育费用,单位为美分。"),
      Asked(child, "attended_days", FactType::kNumber, Unit::kDays,
            "Days of the month on which the child was there.", "当月实际出勤天数。"),
      Asked(child, "opening_days", FactType::kNumber, Unit::kDays,
            "Days of the month on which the centre was open.", "当月机构开放天数。"),
  };
}

std::vector<FactDeclaration> FactsOfFirmsAndCentres() {
  return {
      Asked(Subject::kFirm, "wages_minor", FactType::kNumber, Unit::kCnyMinor,
            "Total wages and salaries of the year, in fen.", "年度工资薪金总额,单位为分。"),
      Asked(Subject::kFirm, "welfare_minor", FactType::kNumber, Unit::kCnyMinor,
            "Welfare expense of the year, in fen.", "年度职工福利费支出,单位为分。"),
      Asked(Subject::kFirm, "welfare_booked_apart", FactType::kTruth, Unit::kNone,
            "Welfare expense is kept in an account of its own.", "职工福利费单独设置账册核算。"),
      Asked(Subject::kFirm, "union_founded", FactType::kTruth, Unit::kNone, "The firm has a union.",
            "用人单位已建立工会。"),
      Asked(Subject::kCentre, "division", FactType::kText, Unit::kNone,
            "Where the centre is: the division code of six digits.",
            "机构所在地的六位行政区划代码。"),
      Asked(Subject::kCentre, "city", FactType::kText, Unit::kNone,
            "The city of the centre: its division code, which ends in 00.",
            "机构所在地级市的行政区划代码,末两位为 00。"),
      Asked(Subject::kCentre, "province", FactType::kText, Unit::kNone,
            "The province of the centre: its division code, which ends in 0000.",
            "机构所在省级行政区的行政区划代码,末四位为 0000。"),
      Asked(Subject::kCentre, "filed", FactType::kTruth, Unit::kNone,
            "The centre is filed with the health department.", "该机构已在卫生健康部门备案。"),
      Asked(Subject::kCentre, "inclusive", FactType::kTruth, Unit::kNone,
            "The centre is recognised as inclusive.", "该机构为普惠托育机构。"),
      Asked(Subject::kCentre, "classes_opened", FactType::kNumber, Unit::kCount,
            "Classes opened in the year.", "当年新开设的班数。"),
      Asked(Subject::kCentre, "places", FactType::kNumber, Unit::kCount,
            "Places that the centre has.", "机构托位数。"),
      Asked(Subject::kCentre, "children", FactType::kNumber, Unit::kCount,
            "Children whom the centre cares for.", "机构在托婴幼儿人数。"),
      Asked(Subject::kCentre, "award_model_centre", FactType::kTruth, Unit::kNone,
            "The centre was named a model centre in the year.", "该机构当年被评为示范机构。"),
      Asked(Subject::kCentre, "rented_square_metres", FactType::kNumber, Unit::kCount,
            "Square metres that the centre rents.", "机构租赁面积(平方米)。"),
  };
}

}  // namespace

const rules::FactCatalogue& Catalogue() {
  static const rules::FactCatalogue* const kCatalogue = [] {
    std::vector<FactDeclaration> all;
    for (const std::vector<FactDeclaration>& some :
         {OwnedFacts(), FactsOfTheFamily(), FactsOfTheCare(), FactsOfFirmsAndCentres()}) {
      all.insert(all.end(), some.begin(), some.end());
    }
    return new rules::FactCatalogue(std::move(all));
  }();
  return *kCatalogue;
}

std::string WhoSays(absl::string_view fact) {
  static const auto* const kWho = [] {
    auto* who = new std::map<std::string, std::string, std::less<>>();
    for (const FactDeclaration& each : FactsOfTheFamily()) (*who)[each.name] = "GUARDIAN";
    for (const FactDeclaration& each : FactsOfTheCare()) (*who)[each.name] = "CENTRE";
    return who;
  }();
  const auto found = kWho->find(fact);
  return found == kWho->end() ? "PARK" : found->second;
}

bool Recordable(size_t fact) {
  const FactDeclaration& declared = Catalogue().at(fact);
  return declared.origin == Origin::kRecorded && declared.subject == Subject::kChild;
}

}  // namespace tuoqiao::eligibility
