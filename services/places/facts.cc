#include "services/places/facts.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/convert.h"

namespace tuoqiao::places {
namespace {

using directory::v1::Directory;
using eligibility::v1::Eligibility;

constexpr int32_t kPageSize = 1000;

template <typename Said>
bool NamesAll(const Said& said, const std::set<std::string>& expected) {
  return std::all_of(expected.begin(), expected.end(),
                     [&](const std::string& each) { return said.count(each) == 1; });
}

std::string ProgrammeName(const rpc::Caller& caller, const std::string& programme) {
  return absl::StrCat(ParkName(caller.park), "/programmes/", programme);
}

}  // namespace

Peers::Peers(const rpc::Ground& ground)
    : directory_(ground.channel("directory"), ground.badge),
      eligibility_(ground.channel("eligibility"), ground.badge),
      billing_(ground.channel("billing"), ground.badge) {}

absl::StatusOr<Peers::ParkDay> Peers::AskParkDay(const rpc::Caller& caller) const {
  directory::v1::GetParkRequest request;
  request.set_name(ParkName(caller.park));
  ASSIGN_OR_RETURN(const directory::v1::Park park,
                   directory_.Call(&Directory::Stub::GetPark, request, caller));
  ParkDay day;
  ASSIGN_OR_RETURN(day.today, ParseDay(park.current_date()));
  if (!absl::LoadTimeZone(park.time_zone(), &day.zone)) {
    return absl::InternalError("directory names a time zone that is not known here");
  }
  return day;
}

absl::StatusOr<absl::CivilDay> Peers::AskToday(const rpc::Caller& caller) const {
  directory::v1::GetParkRequest request;
  request.set_name(ParkName(caller.park));
  ASSIGN_OR_RETURN(const directory::v1::Park park,
                   directory_.Call(&Directory::Stub::GetPark, request, caller));
  return ParseDay(park.current_date());
}

absl::StatusOr<std::shared_ptr<const Children>> Peers::AskChildren(
    const rpc::Caller& caller, const std::set<std::string>& expected) const {
  directory::v1::ListChildFactsRequest request;
  request.set_parent(ParkName(caller.park));
  request.set_page_size(1);
  ASSIGN_OR_RETURN(const auto head,
                   directory_.Call(&Directory::Stub::ListChildFacts, request, caller));
  auto kept = children_.Find(caller.park, head.log_position());
  if (kept != nullptr && NamesAll(*kept, expected)) return kept;

  auto asked = std::make_shared<Children>();
  request.set_page_size(kPageSize);
  RETURN_IF_ERROR((directory_.ForEachPage<directory::v1::ListChildFactsRequest,
                                          directory::v1::ListChildFactsResponse>(
      &Directory::Stub::ListChildFacts, request, caller,
      [&](const directory::v1::ListChildFactsResponse& page) -> absl::Status {
        for (const directory::v1::ChildFacts& each : page.children()) {
          ASSIGN_OR_RETURN(Child child, FromProto(each));
          (*asked)[each.case_number()] = std::move(child);
        }
        return absl::OkStatus();
      })));
  // What changed while the pages came has a later position than the head, and is asked then.
  children_.Keep(caller.park, head.log_position(), asked);
  return std::shared_ptr<const Children>(asked);
}

absl::StatusOr<std::shared_ptr<const Decisions>> Peers::AskDecisions(
    const rpc::Caller& caller, const std::string& programme,
    const std::set<std::string>& expected) const {
  eligibility::v1::ListDecisionsRequest request;
  request.set_parent(ProgrammeName(caller, programme));
  request.set_page_size(1);
  ASSIGN_OR_RETURN(const auto head,
                   eligibility_.Call(&Eligibility::Stub::ListDecisions, request, caller));
  auto kept = decisions_.Find(request.parent(), head.log_position());
  if (kept != nullptr && NamesAll(*kept, expected)) return kept;

  auto asked = std::make_shared<Decisions>();
  request.set_page_size(kPageSize);
  RETURN_IF_ERROR((eligibility_.ForEachPage<eligibility::v1::ListDecisionsRequest,
                                            eligibility::v1::ListDecisionsResponse>(
      &Eligibility::Stub::ListDecisions, request, caller,
      [&](const eligibility::v1::ListDecisionsResponse& page) -> absl::Status {
        for (const eligibility::v1::Decision& each : page.decisions()) {
          ASSIGN_OR_RETURN(Decision decision, FromProto(each));
          (*asked)[each.case_number()] = std::move(decision);
        }
        return absl::OkStatus();
      })));
  decisions_.Keep(request.parent(), head.log_position(), asked);
  return std::shared_ptr<const Decisions>(asked);
}

absl::Status Peers::CheckProgramme(const rpc::Caller& caller, const std::string& programme) const {
  eligibility::v1::GetProgrammeRequest request;
  request.set_name(ProgrammeName(caller, programme));
  return eligibility_.Call(&Eligibility::Stub::GetProgramme, request, caller).status();
}

}  // namespace tuoqiao::places
