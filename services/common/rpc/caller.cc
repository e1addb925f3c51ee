#include "services/common/rpc/caller.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/common/errors.h"

namespace tuoqiao::rpc {
namespace {

absl::Status Denied() {
  return Failure(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say("The caller may not do this here, or there is no such resource.",
           "调用者无权在此执行该操作,或该资源不存在。")
      .Next("Check the resource name, and ask whoever issued the token for the role and scope.",
            "请检查资源名称,并向令牌签发者申请相应角色与范围。");
}

template <typename List, typename Item>
bool Contains(const List& list, const Item& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

}  // namespace

std::string Caller::Label() const { return absl::StrCat(identity.role, ":", identity.subject); }

bool Caller::Sees(absl::string_view resource) const {
  if (!service.empty()) return true;
  return std::any_of(identity.scopes.begin(), identity.scopes.end(),
                     [&](const std::string& scope) { return ScopeCovers(scope, resource); });
}

bool Caller::LivesIn(absl::string_view park) const {
  return !park.empty() &&
         std::any_of(identity.scopes.begin(), identity.scopes.end(),
                     [&](const std::string& scope) { return ParkOf(scope) == park; });
}

bool ScopeCovers(absl::string_view scope, absl::string_view resource) {
  return absl::ConsumePrefix(&resource, scope) && (resource.empty() || resource[0] == '/');
}

absl::Status CheckAccess(const type::v1::Access& access, const Caller& caller,
                         absl::string_view resource) {
  if (!caller.service.empty()) {
    if (!Contains(access.services(), caller.service)) return Denied();
    // Whoever asked the service stays inside the own park; a service asks of its own accord
    // anywhere.
    const bool at_home = caller.identity.role == "SERVICE" || access.across_parks() ||
                         caller.LivesIn(ParkOf(resource));
    return at_home ? absl::OkStatus() : Denied();
  }
  type::v1::Role role;
  if (!type::v1::Role_Parse(caller.identity.role, &role)) return Denied();
  if (!Contains(access.roles(), static_cast<int>(role))) return Denied();
  // Break-glass says what for.
  if (role == type::v1::OPS && caller.identity.purpose.empty()) return Denied();
  if (access.across_parks()) return absl::OkStatus();
  if (access.park_wide() && caller.LivesIn(ParkOf(resource))) return absl::OkStatus();
  return caller.Sees(resource) ? absl::OkStatus() : Denied();
}

std::string ParkOf(absl::string_view resource) {
  const std::vector<absl::string_view> parts = absl::StrSplit(resource, '/');
  return parts.size() >= 2 && parts[0] == "parks" ? std::string(parts[1]) : "";
}

}  // namespace tuoqiao::rpc
