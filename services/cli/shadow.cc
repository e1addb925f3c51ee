#include "services/cli/shadow.h"

#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/cli/files.h"
#include "services/cli/intake.h"
#include "services/cli/verbs.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

using BillingStub = billing::v1::Billing::Stub;
using billing::v1::FundingPlan;
using billing::v1::Shadow;

// Compared, and yet somebody has to look.
absl::Status ThresholdsExceeded() {
  return Failure(absl::StatusCode::kDataLoss, "THRESHOLDS_EXCEEDED")
      .Say("The plan changes more than the thresholds allow, and cannot be adopted by this shadow.",
           "方案的变化超出阈值,不能据此影子试算采用。")
      .Next("Correct the plan, or start a shadow with other thresholds.",
            "请更正方案,或以新的阈值重新发起影子试算。");
}

// ---- The plan that is tried.

// As the server keeps it, so that two plans of one content are equal.
FundingPlan Content(FundingPlan plan) {
  plan.clear_name();
  return plan;
}

// Makes the plan of a file, under the file's name; a plan that is there already and says the same
// stays.
absl::StatusOr<std::string> CreateFrom(Client& client, const std::string& park,
                                       const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  billing::v1::CreateFundingPlanRequest request;
  if (!google::protobuf::TextFormat::ParseFromString(text, request.mutable_funding_plan())) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " is not a text proto of tuoqiao.billing.v1.FundingPlan"));
  }
  request.set_parent(park);
  request.set_funding_plan_id(StemOf(path));
  request.set_request_id(client.RequestId({"plan", request.funding_plan_id(), text}));
  const auto made = client.Call(&BillingStub::CreateFundingPlan, request, ParkAdmin(park));
  if (made.ok()) return made->name();
  if (ReasonOf(made.status()) != "FUNDING_PLAN_EXISTS") return made.status();
  billing::v1::GetFundingPlanRequest get;
  get.set_name(absl::StrCat(park, "/fundingPlans/", request.funding_plan_id()));
  ASSIGN_OR_RETURN(const FundingPlan there,
                   client.Call(&BillingStub::GetFundingPlan, get, ParkAdmin(park)));
  const bool same = google::protobuf::util::MessageDifferencer::Equivalent(
      Content(there), Content(request.funding_plan()));
  return same ? absl::StatusOr<std::string>(there.name()) : made.status();
}

absl::StatusOr<std::string> PlanBy(const Arguments& arguments, Client& client,
                                   const std::string& park) {
  ASSIGN_OR_RETURN(const std::string plan, arguments.Need("plan"));
  if (absl::EndsWith(plan, ".textproto")) return CreateFrom(client, park, plan);
  return absl::StartsWith(plan, "parks/") ? plan : absl::StrCat(park, "/fundingPlans/", plan);
}

// ---- What a shadow says.

nlohmann::ordered_json JsonOf(const google::protobuf::Message& message) {
  std::string text;
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  google::protobuf::util::MessageToJsonString(message, &text, options);
  return nlohmann::ordered_json::parse(text);
}

absl::StatusOr<std::vector<billing::v1::ShadowDifference>> Differences(const Arguments& arguments,
                                                                       Client& client,
                                                                       const std::string& park,
                                                                       const std::string& shadow) {
  ASSIGN_OR_RETURN(const int32_t most, CountBy(arguments, "most"));
  billing::v1::ListShadowDifferencesRequest request;
  request.set_parent(shadow);
  request.set_payer(arguments.Get("payer"));
  request.set_largest_first(!arguments.Has("by-case-number"));
  std::vector<billing::v1::ShadowDifference> differences;
  do {
    const int32_t left = most - static_cast<int32_t>(differences.size());
    if (most != 0 && left <= 0) break;
    request.set_page_size(most == 0 ? 1000 : std::min(left, 1000));
    ASSIGN_OR_RETURN(const auto page,
                     client.Call(&BillingStub::ListShadowDifferences, request, Finance(park)));
    differences.insert(differences.end(), page.differences().begin(), page.differences().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return differences;
}

std::string FigureText(const billing::v1::Excess& excess, int64_t value) {
  return absl::EndsWith(excess.figure(), "_minor") ? YuanOf(value) : absl::StrCat(value);
}

void PrintFigures(const Shadow& shadow) {
  std::cout << absl::StrFormat("%s of %s is %s: %s beside %s\n", LastPart(shadow.name()),
                               shadow.name().substr(0, shadow.name().find("/shadows/")),
                               Shadow::State_Name(shadow.state()), LastPart(shadow.funding_plan()),
                               LastPart(shadow.live_funding_plan()));
  if (!shadow.refusal().empty()) {
    std::cout << absl::StrFormat("  %s: %d children, among them", shadow.refusal(),
                                 shadow.refused_children());
    for (const std::string& each : shadow.refused_case_numbers()) std::cout << " " << each;
    std::cout << "\n";
  }
  if (shadow.digest().empty()) return;
  std::cout << absl::StrFormat("  %d of %d children change, %d differences, the largest %s\n",
                               shadow.changed_children(), shadow.children(), shadow.differences(),
                               YuanOf(shadow.largest_difference_minor()));
  std::cout << absl::StrFormat("  %-10s %14s %14s %14s\n", "", "before", "after", "difference");
  for (const auto& each : shadow.payer_changes()) {
    std::cout << absl::StrFormat("  %-10s %14s %14s %14s\n", each.payer(),
                                 YuanOf(each.before_minor()), YuanOf(each.after_minor()),
                                 YuanOf(each.after_minor() - each.before_minor()));
  }
}

void PrintDifferences(const std::vector<billing::v1::ShadowDifference>& differences) {
  for (const auto& each : differences) {
    std::cout << absl::StrFormat("  %s %-9s %10s -> %10s  %s  %s\n", each.case_number(),
                                 each.payer(), YuanOf(each.before_minor()),
                                 YuanOf(each.after_minor()), LastPart(each.firm()), each.cause());
  }
}

void PrintVerdict(const Shadow& shadow) {
  for (const auto& each : shadow.excesses()) {
    std::cout << absl::StrFormat("  over: %s%s %s, at most %s\n", each.figure(),
                                 each.payer().empty() ? "" : " of " + each.payer(),
                                 FigureText(each, each.found()), FigureText(each, each.allowed()));
  }
  for (const std::string& each : shadow.approvers()) std::cout << "  signed by " << each << "\n";
  if (shadow.digest().empty()) return;
  std::cout << "  digest " << shadow.digest() << "\n";
  if (shadow.state() == Shadow::ADOPTED) {
    std::cout << absl::StrFormat("  adopted for %s from %s on\n", LastPart(shadow.programme()),
                                 shadow.first_month());
  } else if (shadow.excesses().empty()) {
    std::cout << absl::StrFormat(
        "  to adopt it from %s on, two people run\n"
        "    tuoqiao shadow approve %s --digest %s --as SUBJECT\n",
        shadow.first_month(), shadow.name(), shadow.digest());
  }
}

absl::Status PrintShadow(const Arguments& arguments, Client& client, const std::string& park,
                         const Shadow& shadow) {
  ASSIGN_OR_RETURN(const auto differences, Differences(arguments, client, park, shadow.name()));
  if (arguments.Has("json")) {
    nlohmann::ordered_json json = {{"shadow", JsonOf(shadow)},
                                   {"differences", nlohmann::ordered_json::array()}};
    for (const auto& each : differences) json["differences"].push_back(JsonOf(each));
    std::cout << json.dump(1) << "\n";
  } else {
    PrintFigures(shadow);
    PrintDifferences(differences);
    PrintVerdict(shadow);
  }
  const bool open = shadow.state() == Shadow::COMPARED || shadow.state() == Shadow::SIGNED;
  return open && !shadow.excesses().empty() ? ThresholdsExceeded() : absl::OkStatus();
}

// ---- The verbs.

absl::StatusOr<billing::v1::ShadowThresholds> ThresholdsBy(const Arguments& arguments) {
  billing::v1::ShadowThresholds thresholds;
  ASSIGN_OR_RETURN(const int32_t changed, CountBy(arguments, "children-max"));
  ASSIGN_OR_RETURN(const int64_t child, FenBy(arguments, "child-max"));
  ASSIGN_OR_RETURN(const int64_t family, FenBy(arguments, "family-max"));
  ASSIGN_OR_RETURN(const int64_t payer, FenBy(arguments, "payer-max"));
  thresholds.set_changed_children_max_bp(changed);
  thresholds.set_child_difference_max_minor(child);
  thresholds.set_family_rise_max_minor(family);
  thresholds.set_payer_rise_max_minor(payer);
  return thresholds;
}

absl::StatusOr<std::string> FirstMonthBy(const Arguments& arguments, const std::string& month) {
  if (!arguments.Get("first-month").empty()) return arguments.Get("first-month");
  const auto parsed = ParseMonth(month);
  if (!parsed.ok()) return absl::InvalidArgumentError("--month is not YYYY-MM");
  return FormatMonth(*parsed + 1);
}

absl::Status ShadowPlan(const Arguments& arguments) {
  if (!arguments.words().empty()) return absl::InvalidArgumentError("the plan goes behind --plan");
  ASSIGN_OR_RETURN(const std::string month, arguments.Need("month"));
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(const std::string programme, arguments.Need("programme"));
  billing::v1::StartShadowRequest request;
  ASSIGN_OR_RETURN(*request.mutable_thresholds(), ThresholdsBy(arguments));
  ASSIGN_OR_RETURN(*request.mutable_first_month(), FirstMonthBy(arguments, month));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  ASSIGN_OR_RETURN(*request.mutable_funding_plan(), PlanBy(arguments, *client, park));
  request.set_parent(MonthName(park, month));
  request.set_programme(absl::StrCat(park, "/programmes/", programme));
  request.set_request_id(client->RequestId({"shadow", request.SerializeAsString()}));
  ASSIGN_OR_RETURN(const auto started,
                   client->Call(&BillingStub::StartShadow, request, Finance(park)));
  ASSIGN_OR_RETURN(const auto done, WaitFor(*client, started, "differences", Finance(park)));
  Shadow shadow;
  if (!done.response().UnpackTo(&shadow)) return absl::InternalError("the answer is no shadow");
  return PrintShadow(arguments, *client, park, shadow);
}

absl::Status ShadowShow(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string name, OneWord(arguments, "shadow"));
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  billing::v1::GetShadowRequest request;
  request.set_name(name);
  ASSIGN_OR_RETURN(const Shadow shadow,
                   client->Call(&BillingStub::GetShadow, request, Finance(park)));
  return PrintShadow(arguments, *client, park, shadow);
}

absl::Status ShadowApprove(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string name, OneWord(arguments, "shadow"));
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(const std::string digest, arguments.Need("digest"));
  ASSIGN_OR_RETURN(const std::string subject, arguments.Need("as"));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  billing::v1::ApproveShadowRequest request;
  request.set_name(name);
  request.set_digest(digest);
  request.set_request_id(client->RequestId({"approve", name, subject}));
  ASSIGN_OR_RETURN(const Shadow shadow, client->Call(&BillingStub::ApproveShadow, request,
                                                     {"PARK_FINANCE", park, subject}));
  if (arguments.Has("json")) {
    PrintJson(shadow);
    return absl::OkStatus();
  }
  PrintFigures(shadow);
  PrintVerdict(shadow);
  return absl::OkStatus();
}

const Flag kMost = {"most", "N", "10", "so many differences at most, 0 for all"};
const Flag kPayer = {"payer", "PAYER", "", "only differences of AUTHORITY, PARK, FIRM, ..."};
const Flag kByCaseNumber = {"by-case-number", "", "", "in the order of children, not of size"};

}  // namespace

std::vector<Command> ShadowCommands() {
  return {
      {"shadow plan", "", "tries a funding plan beside a month's own",
       "Splits a month that was previewed, approved or closed once more by another plan, and "
       "shows\n"
       "  who would bear what otherwise. Nothing of the month changes and no money moves.\n"
       "  Without thresholds nothing may change at all: say how much is meant, e.g.\n"
       "    tuoqiao shadow plan --park qilan --month 2026-10 --plan plan-2027.textproto \\\n"
       "      --programme qilan-childcare-2026 --children-max 5000 --child-max 200 --payer-max "
       "8000\n"
       "  A plan whose figures are over a threshold ends with exit code 3 and is never adopted.",
       With({{"month", "YYYY-MM", "", "the month to split again"},
             {"plan", "FILE|ID", "",
              "the plan: a .textproto of billing.v1.FundingPlan, made under its file's name, or an "
              "id"},
             {"programme", "ID", "", "whose plan it would become"},
             {"first-month", "YYYY-MM", "", "from which month; by default the one after --month"},
             {"children-max", "BP", "", "so many of all children may change, in basis points"},
             {"child-max", "YUAN", "", "so much a row may differ, up or down"},
             {"family-max", "YUAN", "", "so much all families together may pay more"},
             {"payer-max", "YUAN", "", "so much every other payer may pay more"},
             kPayer,
             kByCaseNumber,
             kMost}),
       ShadowPlan},
      {"shadow show", "NAME", "shows what a plan would change",
       "The sums by payer, the largest differences, what is over its threshold, who signed.",
       With({kPayer, kByCaseNumber, kMost}), ShadowShow},
      {"shadow approve", "NAME", "signs the differences of a plan",
       "Two people sign the same digest; then the plan is adopted from its first month on, and\n"
       "  `month preview` takes it by itself.",
       With({{"digest", "SHA256", "", "what was looked at"},
             {"as", "SUBJECT", "", "who signs, e.g. park-finance-1"}}),
       ShadowApprove},
  };
}

}  // namespace tuoqiao::cli
