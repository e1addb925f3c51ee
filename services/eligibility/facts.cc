#include "services/eligibility/facts.h"

#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/errors.h"

namespace tuoqiao::eligibility {

using directory::v1::Directory;

Peers::Peers(const rpc::Ground& ground) : directory_(ground.channel("directory"), ground.badge) {}

absl::StatusOr<ParkFacts> Peers::AskPark(const rpc::Caller& caller) const {
  directory::v1::GetParkRequest request;
  request.set_name(absl::StrCat("parks/", caller.park));
  ASSIGN_OR_RETURN(const directory::v1::Park park,
                   directory_.Call(&Directory::Stub::GetPark, request, caller));
  ASSIGN_OR_RETURN(const absl::CivilDay today, ParseDay(park.current_date()));
  return ParkFacts{today, park.sandbox()};
}

absl::StatusOr<ChildPage> Peers::AskChildren(const rpc::Caller& caller, int32_t size,
                                             const std::string& token) const {
  directory::v1::ListChildFactsRequest request;
  request.set_parent(absl::StrCat("parks/", caller.park));
  request.set_page_size(size);
  request.set_page_token(token);
  return Ask(caller, request);
}

absl::StatusOr<ChildPage> Peers::AskConcerned(const rpc::Caller& caller, const Concerned& concerned,
                                              int32_t size, const std::string& token) const {
  directory::v1::ListChildFactsRequest request;
  request.set_parent(absl::StrCat("parks/", caller.park));
  request.set_page_size(size);
  request.set_page_token(token);
  for (const std::string& each : concerned.families) request.add_families(each);
  for (const std::string& each : concerned.employees) request.add_employees(each);
  ASSIGN_OR_RETURN(ChildPage page, Ask(caller, request));
  page.whole = false;
  return page;
}

absl::StatusOr<ChildPage> Peers::AskChild(const rpc::Caller& caller,
                                          const std::string& child) const {
  directory::v1::ListChildFactsRequest request;
  request.set_parent(absl::StrCat("parks/", caller.park));
  request.set_child(child);
  ASSIGN_OR_RETURN(ChildPage page, Ask(caller, request));
  if (page.children.empty()) return ChildNotFound(child);
  return page;
}

absl::StatusOr<ChildPage> Peers::Ask(const rpc::Caller& caller,
                                     const directory::v1::ListChildFactsRequest& request) const {
  ASSIGN_OR_RETURN(const directory::v1::ListChildFactsResponse response,
                   directory_.Call(&Directory::Stub::ListChildFacts, request, caller));
  ChildPage page;
  page.next_token = response.next_page_token();
  page.position = response.log_position();
  page.children.reserve(response.children_size());
  for (const directory::v1::ChildFacts& each : response.children()) {
    ASSIGN_OR_RETURN(Child child, FromProto(each));
    page.children.push_back(std::move(child));
  }
  return page;
}

}  // namespace tuoqiao::eligibility
