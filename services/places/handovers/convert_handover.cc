#include "services/places/handovers/convert_handover.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/convert.h"

namespace tuoqiao::places {
namespace {

std::string FirmName(absl::string_view park, absl::string_view firm) {
  return absl::StrCat("parks/", park, "/firms/", firm);
}

std::string EnrolmentNameOf(absl::string_view park, absl::string_view centre,
                            absl::string_view enrolment) {
  return absl::StrCat(CentreName(park, centre), "/enrolments/", enrolment);
}

void AddLegs(absl::string_view park, const Handover& handover, v1::Handover& message) {
  for (size_t i = 0; i < handover.legs.size(); ++i) {
    const PayerLeg& leg = handover.legs[i];
    v1::Handover::Leg* to = message.add_legs();
    to->set_from_date(FormatDay(leg.from));
    if (i + 1 < handover.legs.size()) {
      to->set_until_date(FormatDay(handover.legs[i + 1].from));
    }
    to->set_payer(leg.firm.empty() ? v1::Handover::Leg::FAMILY : v1::Handover::Leg::FIRM);
    if (!leg.firm.empty()) to->set_firm(FirmName(park, leg.firm));
  }
}

std::string DaysText(const PlaceAdvice& advice, absl::string_view separator) {
  return absl::StrJoin(advice.payer_changes, separator, [](std::string* out, absl::CivilDay day) {
    absl::StrAppend(out, FormatDay(day));
  });
}

void Describe(const PlaceAdvice& advice, v1::PlaceAdvice& message) {
  std::string en = "The place goes on as before";
  std::string zh = "该托位照常延续";
  if (advice.goes_on_until.has_value()) {
    const std::string until = FormatDay(*advice.goes_on_until);
    en = absl::StrCat("The place goes on until ", until, ", that day not counted");
    zh = absl::StrCat("该托位延续至 ", until, "(不含当日)");
  }
  if (!advice.payer_changes.empty()) {
    absl::StrAppend(&en, "; a part of it is paid by somebody else from ", DaysText(advice, ", "));
    absl::StrAppend(&zh, ";自 ", DaysText(advice, "、"), " 起部分费用的付款方变更");
  }
  message.set_sentence_en(absl::StrCat(en, "."));
  message.set_sentence_zh(absl::StrCat(zh, "。"));
}

}  // namespace

absl::StatusOr<HandoverKey> HandoverKeyOf(const std::string& name) {
  ASSIGN_OR_RETURN(const NameParts parts, PartsOfName("name", name, "families", "handovers"));
  return HandoverKey{parts.above, parts.below};
}

v1::Handover ToProto(absl::string_view park, const Handover& handover, const Enrolment& enrolment,
                     absl::CivilDay today) {
  v1::Handover message;
  message.set_name(
      absl::StrCat("parks/", park, "/families/", handover.family, "/handovers/", handover.id));
  message.set_enrolment(EnrolmentNameOf(park, handover.centre, handover.enrolment));
  message.set_child(ChildName(park, handover.family, handover.child));
  message.set_case_number(handover.case_number);
  message.set_firm(FirmName(park, handover.firm));
  message.set_leave_date(FormatDay(handover.leave));
  AddLegs(park, handover, message);
  if (handover.goes_on_until.has_value()) {
    message.set_grace_until_date(FormatDay(*handover.goes_on_until));
  }
  v1::Handover::State state{};
  CHECK(v1::Handover::State_Parse(std::string(StateName(StateOn(handover, enrolment, today))),
                                  &state));
  message.set_state(state);
  message.set_revision(handover.revision);
  return message;
}

v1::PlaceAdvice ToProto(absl::string_view park, const PlaceAdvice& advice) {
  v1::PlaceAdvice message;
  message.set_name(absl::StrCat(CentreName(park, advice.centre), "/placeAdvices/", advice.id));
  message.set_enrolment(EnrolmentNameOf(park, advice.centre, advice.enrolment));
  message.set_case_number(advice.case_number);
  message.set_advise_date(FormatDay(advice.advised));
  if (advice.goes_on_until.has_value()) {
    message.set_goes_on_until_date(FormatDay(*advice.goes_on_until));
  }
  for (const absl::CivilDay day : advice.payer_changes) {
    message.add_payer_changes(FormatDay(day));
  }
  Describe(advice, message);
  message.set_revision(advice.revision);
  return message;
}

}  // namespace tuoqiao::places
