#include "services/cli/what_if.h"

#include <iostream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/cli/comparison_text.h"
#include "services/cli/intake.h"
#include "services/cli/verbs.h"
#include "services/common/status_macros.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/eligibility/v1/eligibility.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

using BillingStub = billing::v1::Billing::Stub;

absl::StatusOr<std::string> ProgrammeBy(const Arguments& arguments, const std::string& park) {
  ASSIGN_OR_RETURN(const std::string programme, arguments.Need("programme"));
  return absl::StrCat(park, "/programmes/", programme);
}

absl::Status NoWords(const Arguments& arguments) {
  if (arguments.words().empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("\"", arguments.words()[0], "\" stands without a flag"));
}

template <typename Estimate>
void PrintNotCounted(const Estimate& estimate) {
  for (const auto& each : estimate.not_counted()) {
    std::cout << absl::StrFormat("Not counted: %s of %s, without %s\n", each.amount(),
                                 each.decided_by(), absl::StrJoin(each.missing(), ", "));
  }
}

// ---- A family.

absl::StatusOr<billing::v1::EstimateFamilyRequest> FamilyBy(const Arguments& arguments) {
  billing::v1::EstimateFamilyRequest request;
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  request.set_parent(park);
  ASSIGN_OR_RETURN(*request.mutable_programme(), ProgrammeBy(arguments, park));
  ASSIGN_OR_RETURN(*request.mutable_birth_date(), arguments.Need("birth-date"));
  ASSIGN_OR_RETURN(*request.mutable_start_month(), arguments.Need("month"));
  ASSIGN_OR_RETURN(const std::string centre, arguments.Need("centre"));
  request.set_centre(CentreName(park, centre));
  if (arguments.Has("firm")) request.set_firm(FirmName(park, arguments.Get("firm")));
  request.set_firm_plan(arguments.Get("firm-plan"));
  ASSIGN_OR_RETURN(const int32_t needs_level, CountBy(arguments, "needs"));
  request.set_needs_level(needs_level);
  request.set_older_sibling_enrolled(arguments.Has("older-sibling"));
  return request;
}

// The family over a year from the first of the month on, asked about all programmes.
absl::StatusOr<eligibility::v1::CompareProgrammesRequest> ComparisonBy(const Arguments& arguments) {
  for (const char* flag : {"centre", "older-sibling"}) {
    if (!arguments.Has(flag)) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("--", flag, " goes with --programme: it is about what one place costs"));
  }
  eligibility::v1::CompareProgrammesRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), ParkBy(arguments));
  ASSIGN_OR_RETURN(*request.mutable_birth_date(), arguments.Need("birth-date"));
  ASSIGN_OR_RETURN(const std::string month, arguments.Need("month"));
  request.set_on_date(absl::StrCat(month, "-01"));
  ASSIGN_OR_RETURN(const int32_t needs_level, CountBy(arguments, "needs"));
  request.set_needs_level(needs_level);
  request.set_guardians_employed(arguments.Has("firm") || arguments.Has("firm-plan") ? 1 : 0);
  RETURN_IF_ERROR(AddFacts(arguments, &request));
  return request;
}

absl::Status WhatIfProgrammes(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const auto request, ComparisonBy(arguments));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  ASSIGN_OR_RETURN(const auto comparison,
                   client->Call(&eligibility::v1::Eligibility::Stub::CompareProgrammes, request,
                                ParkAdmin(request.parent())));
  if (arguments.Has("json")) {
    PrintJson(comparison);
  } else {
    std::cout << ComparisonText(comparison, Language::kBoth);
  }
  return absl::OkStatus();
}

// The same family, asked of the rules: whether it would be given a place on the first of the month.
absl::StatusOr<eligibility::v1::CheckFamilyRequest> CheckBy(
    const Arguments& arguments, const billing::v1::EstimateFamilyRequest& family) {
  eligibility::v1::CheckFamilyRequest request;
  request.set_programme(family.programme());
  request.set_birth_date(family.birth_date());
  request.set_on_date(absl::StrCat(family.start_month(), "-01"));
  request.set_needs_level(family.needs_level());
  const bool employed = !family.firm().empty() || !family.firm_plan().empty();
  request.set_guardians_employed(employed ? 1 : 0);
  RETURN_IF_ERROR(AddFacts(arguments, &request));
  return request;
}

absl::Status WhatIfFamily(const Arguments& arguments) {
  RETURN_IF_ERROR(NoWords(arguments));
  if (!arguments.Has("programme")) return WhatIfProgrammes(arguments);
  ASSIGN_OR_RETURN(const auto request, FamilyBy(arguments));
  ASSIGN_OR_RETURN(const auto check, CheckBy(arguments, request));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  const Who who = ParkAdmin(request.parent());
  ASSIGN_OR_RETURN(const auto said,
                   client->Call(&eligibility::v1::Eligibility::Stub::CheckFamily, check, who));
  ASSIGN_OR_RETURN(const auto estimate, client->Call(&BillingStub::EstimateFamily, request, who));
  if (arguments.Has("json")) {
    std::cout << "{\"eligibility\": " << JsonOf(said) << ",\n\"estimate\": " << JsonOf(estimate)
              << "}\n";
    return absl::OkStatus();
  }
  for (const std::string& sentence : said.sentences_en()) std::cout << sentence << "\n";
  for (const std::string& sentence : said.sentences_zh()) std::cout << sentence << "\n";
  std::cout << absl::StrFormat("A full month in a %s group, %s: %s yuan\n", estimate.group_kind(),
                               estimate.month(), YuanOf(estimate.total_minor()));
  for (const auto& line : estimate.lines()) {
    std::cout << absl::StrFormat("  %-12s %10s  %s\n", line.kind(), YuanOf(line.amount_minor()),
                                 line.reason());
  }
  std::cout << "Borne by\n";
  for (const auto& share : estimate.shares()) {
    std::cout << absl::StrFormat("  %-12s %10s  %s\n", share.payer(), YuanOf(share.amount_minor()),
                                 share.reason());
  }
  PrintNotCounted(estimate);
  return absl::OkStatus();
}

// ---- A firm.

// `SMALL=3,LARGE=2`.
absl::Status AddGroups(const Arguments& arguments, billing::v1::EstimateFirmRequest& request) {
  ASSIGN_OR_RETURN(const std::string text, arguments.Need("children"));
  for (absl::string_view each : absl::StrSplit(text, ',')) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(each, absl::MaxSplits('=', 1));
    int32_t children = 0;
    if (!absl::SimpleAtoi(parts.second, &children)) {
      return absl::InvalidArgumentError("--children is not like SMALL=3,LARGE=2");
    }
    auto* group = request.add_groups();
    group->set_group_kind(parts.first);
    group->set_children(children);
  }
  return absl::OkStatus();
}

absl::StatusOr<billing::v1::EstimateFirmRequest> FirmBy(const Arguments& arguments) {
  billing::v1::EstimateFirmRequest request;
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(const std::string uscc, arguments.Need("firm"));
  request.set_parent(FirmName(park, uscc));
  ASSIGN_OR_RETURN(*request.mutable_programme(), ProgrammeBy(arguments, park));
  ASSIGN_OR_RETURN(*request.mutable_month(), arguments.Need("month"));
  RETURN_IF_ERROR(AddGroups(arguments, request));
  if (arguments.Has("centre")) request.set_centre(CentreName(park, arguments.Get("centre")));
  request.set_firm_plan(arguments.Get("firm-plan"));
  if (arguments.Has("kind")) {
    billing::v1::FirmPlan* terms = request.mutable_terms();
    terms->set_kind(arguments.Get("kind"));
    ASSIGN_OR_RETURN(const int64_t amount, FenBy(arguments, "amount"));
    ASSIGN_OR_RETURN(const int32_t share, CountBy(arguments, "share"));
    ASSIGN_OR_RETURN(const int64_t cap, FenBy(arguments, "cap"));
    terms->set_amount_minor(amount);
    terms->set_share_bp(share);
    terms->set_cap_minor(cap);
  }
  return request;
}

std::string RangeText(int64_t least_minor, int64_t most_minor) {
  return least_minor == most_minor ? YuanOf(least_minor)
                                   : absl::StrCat(YuanOf(least_minor), " to ", YuanOf(most_minor));
}

absl::Status WhatIfFirm(const Arguments& arguments) {
  RETURN_IF_ERROR(NoWords(arguments));
  ASSIGN_OR_RETURN(const auto request, FirmBy(arguments));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  ASSIGN_OR_RETURN(const auto estimate,
                   client->Call(&BillingStub::EstimateFirm, request, FirmHr(request.parent())));
  if (arguments.Has("json")) {
    PrintJson(estimate);
    return absl::OkStatus();
  }
  for (const auto& each : estimate.groups()) {
    std::cout << absl::StrFormat(
        "  %-8s %4d children, %s a child: %s a month (%d tariffs)\n", each.group_kind(),
        each.places(), RangeText(each.place_least_minor(), each.place_most_minor()),
        RangeText(each.month_least_minor(), each.month_most_minor()), each.tariffs());
  }
  std::cout << absl::StrFormat("The firm would bear %s yuan a month, %s a year.\n",
                               RangeText(estimate.month_least_minor(), estimate.month_most_minor()),
                               RangeText(estimate.year_least_minor(), estimate.year_most_minor()));
  PrintNotCounted(estimate);
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> WhatIfCommands() {
  return {
      {"what-if family", "",
       "whether a family would be given a place, what it would cost, and who else would pay",
       "For a family that need not be known: nothing is stored. What the rules say, and a "
       "full\n"
       "  month by the tariff and the plan in force, e.g.\n"
       "    tuoqiao what-if family --park qilan --programme qilan-childcare-2026 \\\n"
       "      --birth-date 2025-03-05 --month 2026-12 --centre C001 --firm 91... --older-sibling\n"
       "  Without a programme all of the park are compared over a year: what each is worth to the\n"
       "  family, which may be had together, and what the next best would lose.",
       With({{"programme", "ID", "", "the programme; without one all are compared"},
             {"birth-date", "DATE", "", "of the child, YYYY-MM-DD; the group follows from it"},
             {"month", "YYYY-MM", "", "the first month"},
             {"centre", "CODE", "", "the centre"},
             {"firm", "USCC", "", "a guardian's firm"},
             {"firm-plan", "CODE", "", "or one of the plan's firm plans"},
             {"needs", "0|1|2", "", "the child's needs level"},
             {"older-sibling", "", "", "an older child of the family is enrolled"},
             {"facts", "NAME=VALUE,..", "", "what else the rules ask for"}}),
       WhatIfFamily},
      {"what-if firm", "", "what a firm plan would cost a firm",
       "From the park's tariffs: the least and the most, and exact where a centre is named.\n"
       "  Nothing is stored, and nobody's statement is looked at. E.g.\n"
       "    tuoqiao what-if firm --park qilan --programme qilan-childcare-2026 --month 2026-12 \\\n"
       "      --firm 91... --children SMALL=3,LARGE=2 --kind PERCENT --share 5000 --cap 800",
       With({{"firm", "USCC", "", "the firm; without other terms its present plan counts"},
             {"programme", "ID", "", "the programme"},
             {"month", "YYYY-MM", "", "whose tariffs count"},
             {"children", "KIND=N,...", "", "children by INFANT, SMALL, LARGE, MIXED"},
             {"centre", "CODE", "", "the centre"},
             {"firm-plan", "CODE", "", "one of the plan's firm plans"},
             {"kind", "KIND", "", "or terms of its own: FIXED, PERCENT, UP_TO"},
             {"amount", "YUAN", "", "of FIXED and UP_TO"},
             {"share", "BP", "", "of PERCENT, in basis points"},
             {"cap", "YUAN", "", "of PERCENT, at most so much a child"}}),
       WhatIfFirm},
  };
}

}  // namespace tuoqiao::cli
