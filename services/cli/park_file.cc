#include "services/cli/park_file.h"

#include <google/protobuf/util/json_util.h>

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "tuoqiao/billing/v1/billing.pb.h"

namespace tuoqiao::cli {
namespace {

using Json = nlohmann::json;

absl::Status Wrong(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("park.json: ", what));
}

absl::StatusOr<std::string> Text(const Json& json, const char* member) {
  const auto found = json.find(member);
  if (found == json.end() || !found->is_string()) {
    return Wrong(absl::StrCat(member, " is missing or no text"));
  }
  return found->get<std::string>();
}

absl::StatusOr<int64_t> Number(const Json& json, const char* member) {
  const auto found = json.find(member);
  if (found == json.end() || !found->is_number_integer()) {
    return Wrong(absl::StrCat(member, " is missing or no whole number"));
  }
  return found->get<int64_t>();
}

absl::StatusOr<std::vector<std::string>> Texts(const Json& json, const char* member) {
  std::vector<std::string> texts;
  const auto found = json.find(member);
  if (found == json.end() || !found->is_array()) {
    return Wrong(absl::StrCat(member, " is missing or no list"));
  }
  for (const Json& item : *found) {
    if (!item.is_string()) return Wrong(absl::StrCat(member, " holds something that is no text"));
    texts.push_back(item.get<std::string>());
  }
  return texts;
}

// The members of park.json bear the names of the contract's fields.
template <typename Message>
absl::Status FromJson(const Json& json, Message* message) {
  const auto status = google::protobuf::util::JsonStringToMessage(json.dump(), message);
  if (status.ok()) return absl::OkStatus();
  return Wrong(std::string(status.message().data(), status.message().size()));
}

absl::Status ReadPlan(const Json& json, ParkFile* park) {
  const auto plan = json.find("funding_plan");
  const auto codes = json.find("plans");
  if (plan == json.end() || !plan->is_object() || !plan->contains("layers")) {
    return Wrong("funding_plan is missing or has no layers");
  }
  if (codes == json.end() || !codes->is_object()) return Wrong("plans is missing");
  ASSIGN_OR_RETURN(park->funding_plan_id, Text(*plan, "id"));
  for (const Json& layer : (*plan)["layers"]) {
    RETURN_IF_ERROR(FromJson(layer, park->funding_plan.add_layers()));
  }
  for (const auto& [code, terms] : codes->items()) {
    billing::v1::FirmPlan* firm_plan = park->funding_plan.add_firm_plans();
    RETURN_IF_ERROR(FromJson(terms, firm_plan));
    firm_plan->set_code(code);
    park->plan_codes.push_back(code);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ParkFile> ParseParkFile(const std::string& text) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return Wrong("is no JSON object");
  ParkFile park;
  ASSIGN_OR_RETURN(park.id, Text(json, "park"));
  ASSIGN_OR_RETURN(park.display_name, Text(json, "display_name"));
  ASSIGN_OR_RETURN(park.time_zone, Text(json, "time_zone"));
  ASSIGN_OR_RETURN(const std::string month, Text(json, "month"));
  ASSIGN_OR_RETURN(park.month, ParseMonth(month));
  ASSIGN_OR_RETURN(const std::string today, Text(json, "today"));
  ASSIGN_OR_RETURN(park.today, ParseDay(today));
  ASSIGN_OR_RETURN(park.programme, Text(json, "programme"));
  ASSIGN_OR_RETURN(park.scheme, Text(json, "scheme"));
  RETURN_IF_ERROR(ReadPlan(json, &park));
  ASSIGN_OR_RETURN(park.protected_pay_minor, Number(json, "protected_pay_minor"));
  ASSIGN_OR_RETURN(const int64_t cap, Number(json, "deduction_cap_bp"));
  park.deduction_cap_bp = static_cast<int32_t>(cap);
  ASSIGN_OR_RETURN(park.closed_dates, Texts(json, "closed_dates"));
  ASSIGN_OR_RETURN(park.working_weekends, Texts(json, "working_weekends"));
  return park;
}

}  // namespace tuoqiao::cli
