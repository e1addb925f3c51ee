#include "services/cli/scheme_shadow.h"

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/cli/intake.h"
#include "services/cli/scheme_shadow_text.h"
#include "services/cli/verbs.h"
#include "services/common/errors.h"
#include "services/common/status_macros.h"
#include "tuoqiao/eligibility/v1/eligibility.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

namespace v1 = eligibility::v1;
using Stub = v1::Eligibility::Stub;

// Compared, and yet somebody has to look.
absl::Status ThresholdsExceeded() {
  return Failure(absl::StatusCode::kDataLoss, "THRESHOLDS_EXCEEDED")
      .Say(
          "The scheme changes more than the thresholds allow, and cannot be adopted by this "
          "shadow.",
          "方案的变化超出阈值,不能据此影子试算采用。")
      .Next("Correct the rule file, or start a shadow with other thresholds.",
            "请更正规则文件,或以新的阈值重新发起影子试算。");
}

// So many at most; 0 is all.
absl::StatusOr<std::vector<v1::ShadowDifference>> Differences(Client& client,
                                                              const std::string& park,
                                                              const std::string& shadow,
                                                              int32_t most) {
  v1::ListShadowDifferencesRequest request;
  request.set_parent(shadow);
  std::vector<v1::ShadowDifference> differences;
  do {
    const int32_t left = most - static_cast<int32_t>(differences.size());
    if (most != 0 && left <= 0) break;
    request.set_page_size(most == 0 ? 1000 : std::min(left, 1000));
    ASSIGN_OR_RETURN(const auto page,
                     client.Call(&Stub::ListShadowDifferences, request, ParkAdmin(park)));
    differences.insert(differences.end(), page.differences().begin(), page.differences().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return differences;
}

absl::Status PrintShadow(const Arguments& arguments, Client& client, const std::string& park,
                         const v1::Shadow& shadow) {
  ASSIGN_OR_RETURN(const int32_t most, CountBy(arguments, "most"));
  ASSIGN_OR_RETURN(const auto differences, Differences(client, park, shadow.name(), most));
  if (arguments.Has("json")) {
    using Json = nlohmann::ordered_json;
    Json json = {{"shadow", Json::parse(JsonOf(shadow))}, {"differences", Json::array()}};
    for (const auto& each : differences) json["differences"].push_back(Json::parse(JsonOf(each)));
    std::cout << json.dump(1) << "\n";
  } else {
    std::cout << FiguresText(shadow);
    for (const auto& each : differences) std::cout << DifferenceText(each);
    std::cout << VerdictText(shadow);
  }
  const bool open = shadow.state() == v1::Shadow::COMPARED || shadow.state() == v1::Shadow::SIGNED;
  return open && !shadow.excesses().empty() ? ThresholdsExceeded() : absl::OkStatus();
}

absl::StatusOr<v1::ShadowThresholds> ThresholdsBy(const Arguments& arguments) {
  v1::ShadowThresholds thresholds;
  ASSIGN_OR_RETURN(const int32_t changed, CountBy(arguments, "children-max"));
  ASSIGN_OR_RETURN(const int32_t losing, CountBy(arguments, "losing-max"));
  ASSIGN_OR_RETURN(const int64_t payer, FenBy(arguments, "payer-max"));
  ASSIGN_OR_RETURN(const int64_t child, FenBy(arguments, "child-max"));
  thresholds.set_changed_children_bp(changed);
  thresholds.set_losing_children(losing);
  thresholds.set_payer_rise_minor(payer);
  thresholds.set_child_difference_minor(child);
  return thresholds;
}

absl::Status Start(const Arguments& arguments) {
  if (!arguments.words().empty()) {
    return absl::InvalidArgumentError("the scheme goes behind --scheme");
  }
  v1::StartShadowRequest request;
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(const std::string programme, arguments.Need("programme"));
  request.set_parent(absl::StrCat(park, "/programmes/", programme));
  ASSIGN_OR_RETURN(*request.mutable_scheme(), arguments.Need("scheme"));
  ASSIGN_OR_RETURN(*request.mutable_from_date(), arguments.Need("from"));
  ASSIGN_OR_RETURN(*request.mutable_until_date(), arguments.Need("until"));
  ASSIGN_OR_RETURN(*request.mutable_thresholds(), ThresholdsBy(arguments));
  for (const auto& each : absl::StrSplit(arguments.Get("adopt"), ',', absl::SkipEmpty())) {
    request.add_adopted_values(std::string(each));
  }
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  request.set_request_id(client->RequestId({"rules-shadow", request.SerializeAsString()}));
  ASSIGN_OR_RETURN(const auto started, client->Call(&Stub::StartShadow, request, ParkAdmin(park)));
  ASSIGN_OR_RETURN(const auto done, WaitFor(*client, started, "children", ParkAdmin(park)));
  v1::Shadow shadow;
  if (!done.response().UnpackTo(&shadow)) return absl::InternalError("the answer is no shadow");
  return PrintShadow(arguments, *client, park, shadow);
}

absl::Status Show(const Arguments& arguments) {
  v1::GetShadowRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), OneWord(arguments, "shadow"));
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  ASSIGN_OR_RETURN(const v1::Shadow shadow,
                   client->Call(&Stub::GetShadow, request, ParkAdmin(park)));
  return PrintShadow(arguments, *client, park, shadow);
}

absl::Status List(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string name, OneWord(arguments, "shadow"));
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  ASSIGN_OR_RETURN(const auto differences, Differences(*client, park, name, 0));
  if (arguments.Has("json")) {
    v1::ListShadowDifferencesResponse all;
    for (const auto& each : differences) *all.add_differences() = each;
    PrintJson(all);
    return absl::OkStatus();
  }
  for (const auto& each : differences) std::cout << DifferenceText(each);
  std::cout << differences.size() << " differences\n";
  return absl::OkStatus();
}

absl::Status Approve(const Arguments& arguments) {
  v1::ApproveShadowRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), OneWord(arguments, "shadow"));
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(*request.mutable_digest(), arguments.Need("digest"));
  ASSIGN_OR_RETURN(const std::string subject, arguments.Need("as"));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  request.set_request_id(client->RequestId({"rules-approve", request.name(), subject}));
  ASSIGN_OR_RETURN(const v1::Shadow shadow,
                   client->Call(&Stub::ApproveShadow, request, {"PARK_ADMIN", park, subject}));
  if (arguments.Has("json")) {
    PrintJson(shadow);
    return absl::OkStatus();
  }
  std::cout << FiguresText(shadow) << VerdictText(shadow);
  return absl::OkStatus();
}

const Flag kMost = {"most", "N", "10", "so many differences at most, 0 for all"};

}  // namespace

std::vector<Command> SchemeShadowCommands() {
  return {
      {"rules shadow start", "", "tries a scheme beside a programme's own",
       "Decides every child of the park by the scheme that the programme has and by another, on\n"
       "  the same facts, and shows who would be eligible on other days, and which amounts would\n"
       "  be others. No decision changes and no money moves.\n"
       "  Without thresholds nothing may change at all: say how much is meant, e.g.\n"
       "    tuoqiao rules shadow start --park qilan --programme qilan-childcare-2026 \\\n"
       "      --scheme cn.sample_city.childcare_2027 --from 2027-01-01 --until 2028-01-01 \\\n"
       "      --children-max 2000 --losing-max 0 --payer-max 50000 --child-max 3600\n"
       "  A scheme whose figures are over a threshold ends with exit code 3 and is never adopted.",
       With({{"programme", "ID", "", "whose scheme it would become"},
             {"scheme", "NAME", "", "the scheme of a pack in the rules folder"},
             {"from", "YYYY-MM-DD", "", "its first day; it lies ahead"},
             {"until", "YYYY-MM-DD", "", "the first day that is not compared any more"},
             {"children-max", "BP", "", "so many of all children may change, in basis points"},
             {"losing-max", "N", "", "so many children may lose an eligible day"},
             {"payer-max", "YUAN", "", "so much every payer but the family may pay more"},
             {"child-max", "YUAN", "", "so much a child's amounts may change, up or down"},
             {"adopt", "NAME,..", "", "values that are not official and that a live park adopts"},
             kMost}),
       Start},
      {"rules shadow show", "NAME", "shows what a scheme would change",
       "The children, the sums by payer, the first differences, what is over its threshold, who "
       "signed.",
       With({kMost}), Show},
      {"rules shadow differences", "NAME", "lists everything that a scheme would change",
       "A line a child and stretch of days, or a child and amount, by case number.", With({}),
       List},
      {"rules shadow approve", "NAME", "signs the differences of a scheme",
       "Two people sign the same digest; then the programme has the scheme from its first day on,\n"
       "  and the next decisions are made by it.",
       With({{"digest", "SHA256", "", "what was looked at"},
             {"as", "SUBJECT", "", "who signs, e.g. park-admin-1"}}),
       Approve},
  };
}

}  // namespace tuoqiao::cli
