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

std::string BarredKey(const rpc::Caller& caller, const std::string& programme,
                      absl::CivilDay today) {
  return absl::StrCat(ProgrammeName(caller, programme), " ", FormatDay(today));
}

// So many children are asked for one by one at a position of eligibility's log, or this part of
// all; then all are.
constexpr int64_t kSinglyLeast = 8, kSinglyPart = 8;

// Those in which a child may not start anywhere, whatever its slices say.
constexpr eligibility::v1::Entitlement::State kBarred[] = {eligibility::v1::Entitlement::GRACE,
                                                           eligibility::v1::Entitlement::LAPSED,
                                                           eligibility::v1::Entitlement::TOO_OLD};

}  // namespace

Peers::Peers(const rpc::Ground& ground)
    : directory_(ground.channel("directory"), ground.badge),
      eligibility_(ground.channel("eligibility"), ground.badge),
      billing_(ground.channel("billing"), ground.badge),
      days_(ground.clock) {}

std::optional<ParkDay> ParkDays::Find(const std::string& park) const {
  std::lock_guard<std::mutex> lock(mutex_);
  const auto found = days_.find(park);
  if (found == days_.end()) return std::nullopt;
  const ParkDay& kept = found->second;
  if (absl::ToCivilDay(clock_.Now(), kept.zone) != kept.today) return std::nullopt;
  return kept;
}

void ParkDays::Keep(const std::string& park, const ParkDay& day) {
  if (absl::ToCivilDay(clock_.Now(), day.zone) != day.today) return;
  std::lock_guard<std::mutex> lock(mutex_);
  days_[park] = day;
}

absl::StatusOr<ParkDay> Peers::AskParkDay(const rpc::Caller& caller) const {
  if (const auto kept = days_.Find(caller.park); kept.has_value()) return *kept;
  directory::v1::GetParkRequest request;
  request.set_name(ParkName(caller.park));
  ASSIGN_OR_RETURN(const directory::v1::Park park,
                   directory_.Call(&Directory::Stub::GetPark, request, caller));
  ParkDay day;
  ASSIGN_OR_RETURN(day.today, ParseDay(park.current_date()));
  if (!absl::LoadTimeZone(park.time_zone(), &day.zone)) {
    return absl::InternalError("directory named a time zone that this machine does not know");
  }
  if (!park.sandbox()) days_.Keep(caller.park, day);
  return day;
}

absl::StatusOr<absl::CivilDay> Peers::AskToday(const rpc::Caller& caller) const {
  ASSIGN_OR_RETURN(const ParkDay day, AskParkDay(caller));
  return day.today;
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
  const auto asking = children_.Asking(caller.park);
  const std::lock_guard<std::mutex> lock(*asking);
  kept = children_.Find(caller.park, head.log_position());
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

absl::StatusOr<int64_t> Peers::AskDecisionsHead(const rpc::Caller& caller,
                                                const std::string& programme) const {
  eligibility::v1::ListDecisionsRequest request;
  request.set_parent(ProgrammeName(caller, programme));
  request.set_page_size(1);
  ASSIGN_OR_RETURN(const auto head,
                   eligibility_.Call(&Eligibility::Stub::ListDecisions, request, caller));
  return head.log_position();
}

absl::StatusOr<std::shared_ptr<const Decisions>> Peers::AskDecisionsAt(
    const rpc::Caller& caller, const std::string& programme, int64_t position,
    const std::set<std::string>& expected) const {
  eligibility::v1::ListDecisionsRequest request;
  request.set_parent(ProgrammeName(caller, programme));
  auto kept = decisions_.Find(request.parent(), position);
  if (kept != nullptr && NamesAll(*kept, expected)) return kept;
  const auto asking = decisions_.Asking(request.parent());
  const std::lock_guard<std::mutex> lock(*asking);
  kept = decisions_.Find(request.parent(), position);
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
  decisions_.Keep(request.parent(), position, asked);
  return std::shared_ptr<const Decisions>(asked);
}

absl::StatusOr<std::shared_ptr<const Decisions>> Peers::AskDecisions(
    const rpc::Caller& caller, const std::string& programme,
    const std::set<std::string>& expected) const {
  ASSIGN_OR_RETURN(const int64_t position, AskDecisionsHead(caller, programme));
  return AskDecisionsAt(caller, programme, position, expected);
}

absl::StatusOr<Peers::Some> Peers::AskSome(const rpc::Caller& caller,
                                           const std::set<std::string>& families,
                                           const std::set<std::string>& employees) const {
  directory::v1::ListChildFactsRequest request;
  request.set_parent(ParkName(caller.park));
  request.set_page_size(kPageSize);
  for (const std::string& each : families) request.add_families(each);
  for (const std::string& each : employees) request.add_employees(each);
  Some some;
  bool first = true;
  RETURN_IF_ERROR((directory_.ForEachPage<directory::v1::ListChildFactsRequest,
                                          directory::v1::ListChildFactsResponse>(
      &Directory::Stub::ListChildFacts, request, caller,
      [&](const directory::v1::ListChildFactsResponse& page) -> absl::Status {
        if (first) some.position = page.log_position();
        first = false;
        for (const directory::v1::ChildFacts& each : page.children()) {
          ASSIGN_OR_RETURN(Child child, FromProto(each));
          some.children[each.case_number()] = std::move(child);
        }
        return absl::OkStatus();
      })));
  return some;
}

absl::StatusOr<std::shared_ptr<const std::set<std::string>>> Peers::AskBarredAt(
    const rpc::Caller& caller, const std::string& programme, int64_t position,
    absl::CivilDay today) const {
  const std::string key = BarredKey(caller, programme, today);
  const auto asking = barred_.Asking(key);
  const std::lock_guard<std::mutex> lock(*asking);
  auto kept = barred_.Find(key, position);
  if (kept != nullptr) return kept;

  auto asked = std::make_shared<std::set<std::string>>();
  eligibility::v1::ListEntitlementsRequest request;
  request.set_parent(ProgrammeName(caller, programme));
  request.set_page_size(kPageSize);
  for (const auto state : kBarred) {
    request.set_state(state);
    RETURN_IF_ERROR((eligibility_.ForEachPage<eligibility::v1::ListEntitlementsRequest,
                                              eligibility::v1::ListEntitlementsResponse>(
        &Eligibility::Stub::ListEntitlements, request, caller,
        [&](const eligibility::v1::ListEntitlementsResponse& page) {
          for (const auto& each : page.entitlements()) asked->insert(each.case_number());
          return absl::OkStatus();
        })));
  }
  barred_.Keep(key, position, asked);
  return std::shared_ptr<const std::set<std::string>>(asked);
}

absl::StatusOr<std::shared_ptr<const std::set<std::string>>> Peers::AskBarred(
    const rpc::Caller& caller, const std::string& programme, absl::CivilDay today) const {
  ASSIGN_OR_RETURN(const int64_t position, AskDecisionsHead(caller, programme));
  return AskBarredAt(caller, programme, position, today);
}

absl::StatusOr<bool> Peers::AskIsBarred(const rpc::Caller& caller, const std::string& programme,
                                        const std::string& child) const {
  eligibility::v1::ListEntitlementsRequest request;
  request.set_parent(ProgrammeName(caller, programme));
  request.set_child(child);
  ASSIGN_OR_RETURN(const auto found,
                   eligibility_.Call(&Eligibility::Stub::ListEntitlements, request, caller));
  return std::any_of(
      found.entitlements().begin(), found.entitlements().end(), [](const auto& each) {
        return std::find(std::begin(kBarred), std::end(kBarred), each.state()) != std::end(kBarred);
      });
}

absl::StatusOr<bool> Peers::AskIsBarredAt(const rpc::Caller& caller, const ChildAsked& asked,
                                          int64_t position, size_t children) const {
  const std::string key = BarredKey(caller, asked.programme, asked.today);
  auto barred = barred_.Find(key, position);
  if (barred == nullptr) {
    const auto most = std::max<int64_t>(kSinglyLeast, static_cast<int64_t>(children) / kSinglyPart);
    if (!singly_.IsTime(ProgrammeName(caller, asked.programme), position, most)) {
      return AskIsBarred(caller, asked.programme, asked.child);
    }
    ASSIGN_OR_RETURN(barred, AskBarredAt(caller, asked.programme, position, asked.today));
  }
  if (barred->count(asked.case_number) == 0) return false;
  return AskIsBarred(caller, asked.programme, asked.child);
}

absl::StatusOr<Peers::OfChild> Peers::AskOfChild(const rpc::Caller& caller,
                                                 const ChildAsked& asked) const {
  OfChild said;
  ASSIGN_OR_RETURN(const int64_t position, AskDecisionsHead(caller, asked.programme));
  ASSIGN_OR_RETURN(const auto decisions, AskDecisionsAt(caller, asked.programme, position, {}));
  const auto decision = decisions->find(asked.case_number);
  if (decision != decisions->end()) said.decision = decision->second;
  ASSIGN_OR_RETURN(said.barred, AskIsBarredAt(caller, asked, position, decisions->size()));
  return said;
}

absl::Status Peers::CheckProgramme(const rpc::Caller& caller, const std::string& programme) const {
  eligibility::v1::GetProgrammeRequest request;
  request.set_name(ProgrammeName(caller, programme));
  return eligibility_.Call(&Eligibility::Stub::GetProgramme, request, caller).status();
}

absl::Status Peers::CheckFirm(const rpc::Caller& caller, const std::string& firm) const {
  directory::v1::GetFirmRequest request;
  request.set_name(firm);
  return directory_.Call(&Directory::Stub::GetFirm, request, caller).status();
}

}  // namespace tuoqiao::places
