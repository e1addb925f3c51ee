#include "services/cli/comparison.h"

#include <iostream>

#include "services/cli/comparison_text.h"
#include "services/cli/intake.h"
#include "services/cli/verbs.h"
#include "services/common/status_macros.h"
#include "tuoqiao/eligibility/v1/eligibility.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

namespace v1 = eligibility::v1;
using Stub = v1::Eligibility::Stub;

absl::Status Compare(const Arguments& arguments) {
  v1::CompareChildProgrammesRequest request;
  ASSIGN_OR_RETURN(*request.mutable_child(), OneWord(arguments, "child"));
  request.set_on_date(arguments.Get("on"));
  request.set_until_date(arguments.Get("until"));
  ASSIGN_OR_RETURN(const Language language, LanguageBy(arguments));
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  ASSIGN_OR_RETURN(const auto comparison,
                   client->Call(&Stub::CompareChildProgrammes, request, ParkAdmin(park)));
  if (arguments.Has("json")) {
    PrintJson(comparison);
  } else {
    std::cout << ComparisonText(comparison, language);
  }
  return absl::OkStatus();
}

absl::Status ListRules(const Arguments& arguments) {
  v1::ListSchemesRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), ParkBy(arguments));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  v1::ListSchemesResponse all;
  RETURN_IF_ERROR((client->ForEachPage<Stub, v1::ListSchemesRequest, v1::ListSchemesResponse>(
      &Stub::ListSchemes, request, ParkAdmin(request.parent()),
      [&](const v1::ListSchemesResponse& page) {
        all.mutable_schemes()->MergeFrom(page.schemes());
      })));
  if (arguments.Has("json")) {
    PrintJson(all);
    return absl::OkStatus();
  }
  for (const v1::SchemeSummary& each : all.schemes()) std::cout << SchemeText(each);
  std::cout << all.schemes_size() << " schemes\n";
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> ComparisonCommands() {
  return {
      {"eligibility compare", "CHILD", "says which programmes a child may have together",
       "What each programme of the park is worth to the family, the best combination that the\n"
       "rules allow, why not the others, and what the next best would lose.",
       With({{"on", "YYYY-MM-DD", "", "the first day that is asked about; by default today"},
             {"until", "YYYY-MM-DD", "", "the first day that is not; by default a year later"},
             LanguageFlag()}),
       Compare},
      {"rules list", "", "lists the schemes of the packs",
       "What they are about, what they are worth and who pays, what they exclude, and which\n"
       "values a live park would have to adopt by name.",
       With({}), ListRules},
  };
}

}  // namespace tuoqiao::cli
