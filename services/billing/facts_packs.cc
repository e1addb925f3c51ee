// What packs say of a plan's schemes, and what they decide for children, asked of eligibility.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/billing/convert_packs.h"
#include "services/billing/facts.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

using eligibility::v1::Eligibility;

constexpr int32_t kPageSize = 1000;

// The amounts of the plans, by the programme that decides them.
std::map<std::string, std::set<std::string>> ByProgramme(
    const std::vector<const FundingPlan*>& plans) {
  std::map<std::string, std::set<std::string>> amounts;
  for (const FundingPlan* plan : plans) {
    for (const SchemeAmount& each : plan->SchemeAmounts()) {
      amounts[each.decided_by].insert(each.amount);
    }
  }
  return amounts;
}

}  // namespace

absl::StatusOr<PackSchemes> Peers::AskSchemes(const rpc::Caller& caller) const {
  PackSchemes schemes;
  eligibility::v1::ListSchemesRequest request;
  request.set_parent(absl::StrCat("parks/", caller.park));
  request.set_page_size(kPageSize);
  RETURN_IF_ERROR(
      (eligibility_
           .ForEachPage<eligibility::v1::ListSchemesRequest, eligibility::v1::ListSchemesResponse>(
               &Eligibility::Stub::ListSchemes, request, caller,
               [&](const eligibility::v1::ListSchemesResponse& page) -> absl::Status {
                 for (const auto& each : page.schemes()) schemes[each.name()] = FromProto(each);
                 return absl::OkStatus();
               })));
  return schemes;
}

absl::StatusOr<DecidingSchemes> Peers::AskDeciding(const rpc::Caller& caller,
                                                   const FundingPlan& plan,
                                                   std::optional<absl::CivilMonth> month) const {
  DecidingSchemes deciding;
  for (const SchemeAmount& each : plan.SchemeAmounts()) {
    if (deciding.count(each.decided_by) > 0) continue;
    eligibility::v1::GetProgrammeRequest request;
    request.set_name(each.decided_by);
    ASSIGN_OR_RETURN(const eligibility::v1::Programme found,
                     eligibility_.Call(&Eligibility::Stub::GetProgramme, request, caller));
    ASSIGN_OR_RETURN(deciding[each.decided_by], SchemesOf(found, month));
  }
  return deciding;
}

absl::Status Peers::AskWorths(const rpc::Caller& caller,
                              const std::vector<const FundingPlan*>& plans, Asked& asked,
                              const std::function<absl::Status()>& after_page) const {
  const absl::CivilMonth month = asked.facts.billed.calendar.month;
  const auto amounts = ByProgramme(plans);
  if (amounts.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const PackSchemes schemes, AskSchemes(caller));
  for (const FundingPlan* plan : plans) {
    ASSIGN_OR_RETURN(const DecidingSchemes deciding, AskDeciding(caller, *plan, month));
    RETURN_IF_ERROR(CheckAmounts(schemes, deciding, *plan));
  }
  for (const auto& [programme, named] : amounts) {
    eligibility::v1::ListMonthWorthsRequest request;
    request.set_parent(programme);
    request.set_month(FormatMonth(month));
    request.set_page_size(kPageSize);
    const std::set<std::string>& names = named;
    RETURN_IF_ERROR((eligibility_.ForEachPage<eligibility::v1::ListMonthWorthsRequest,
                                              eligibility::v1::ListMonthWorthsResponse>(
        &Eligibility::Stub::ListMonthWorths, request, caller,
        [&](const eligibility::v1::ListMonthWorthsResponse& page) -> absl::Status {
          asked.positions.worths = std::min(asked.positions.worths, page.log_position());
          for (const auto& each : page.worths()) {
            if (names.count(each.amount()) == 0) continue;
            const SchemeAmount amount = {request.parent(), each.amount()};
            asked.facts.worths[amount][each.case_number()] = FromProto(each);
          }
          return after_page();
        })));
  }
  return absl::OkStatus();
}

absl::StatusOr<DecidedAmounts> Peers::AskDecided(const rpc::Caller& caller, const FundingPlan& plan,
                                                 absl::CivilMonth month,
                                                 const InventedChild& child) const {
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  DecidedAmounts decided;
  std::map<std::string, eligibility::v1::CheckFamilyResponse> answers;
  for (const SchemeAmount& each : plan.SchemeAmounts()) {
    const auto [answer, first] = answers.try_emplace(each.decided_by);
    if (first) {
      eligibility::v1::CheckFamilyRequest request;
      request.set_programme(each.decided_by);
      request.set_birth_date(FormatDay(child.birth_date));
      request.set_on_date(FormatDay(last));
      request.set_until_date(FormatDay(last + 1));
      request.set_needs_level(static_cast<int32_t>(child.needs_level));
      request.set_guardians_employed(child.employed ? 1 : 0);
      ASSIGN_OR_RETURN(answer->second,
                       eligibility_.Call(&Eligibility::Stub::CheckFamily, request, caller));
    }
    const std::optional<SchemeWorth> worth = WorthFromProto(answer->second, each.amount);
    if (!worth.has_value()) continue;
    if (worth->missing.empty()) {
      decided.amounts[each] = worth->minor;
    } else {
      decided.not_counted.push_back({each, worth->missing});
    }
  }
  return decided;
}

}  // namespace tuoqiao::billing
