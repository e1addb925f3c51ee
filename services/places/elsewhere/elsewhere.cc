#include "services/places/elsewhere/elsewhere.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/log.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "services/places/convert.h"
#include "services/places/elsewhere/convert_elsewhere.h"
#include "services/places/enrolment_store.h"
#include "services/places/errors.h"
#include "services/places/offers/convert_waiting.h"

namespace tuoqiao::places {
namespace {

constexpr auto kPause = std::chrono::seconds(3);
constexpr int64_t kChildrenAtOnce = 100;
constexpr int64_t kAll = std::numeric_limits<int64_t>::max();

MarkKey KeyOf(const KeyRing& keys, absl::string_view park, const Child& child) {
  if (child.mark.empty()) return {};
  const auto hash = [&](absl::string_view purpose, absl::string_view value) {
    return absl::BytesToHexString(keys.Fingerprint(park, purpose, value));
  };
  return {child.mark, hash("place_mark_holder", child.mark), hash("place_mark_place", child.id)};
}

std::string TextOf(const PlaceFound& found) {
  return absl::StrCat(found.enrolment, " ", FormatDay(found.from));
}

// Publishes what is found of the child now and was not before, and what is over.
absl::Status Look(rpc::Change& change, ChildMark& mark, absl::CivilDay today) {
  ASSIGN_OR_RETURN(const auto found,
                   LoadPlacesElsewhere(change.txn, {mark.child, today, "", kAll}));
  const std::string& park = change.txn.park();
  std::vector<std::string> now;
  for (const PlaceFound& each : found) now.push_back(TextOf(each));
  if (now == mark.found) return absl::OkStatus();
  const std::vector<std::string> before = std::exchange(mark.found, now);
  ++mark.revision;
  for (const PlaceFound& each : found) {
    if (std::count(before.begin(), before.end(), TextOf(each)) > 0) continue;
    const v1::PlaceElsewhere message = ToProto(park, each);
    change.Publish("PlaceElsewhereFound", message.name(), mark.revision, message);
  }
  for (const std::string& each : before) {
    const std::string enrolment = each.substr(0, each.find(' '));
    const bool there = std::any_of(found.begin(), found.end(), [&](const PlaceFound& one) {
      return one.enrolment == enrolment;
    });
    if (there) continue;
    v1::PlaceElsewhere message;
    message.set_name(PlaceElsewhereName(park, enrolment));
    change.Publish("PlaceElsewhereOver", message.name(), mark.revision, message);
  }
  return absl::OkStatus();
}

// What a child has, and who it is.
absl::Status SayOne(rpc::Change& change, const ToSay& to_say, const MarkKey& key,
                    absl::CivilDay today) {
  db::Write& txn = change.txn;
  ASSIGN_OR_RETURN(const auto enrolments, LoadEnrolmentsOfChild(txn, to_say.child));
  ASSIGN_OR_RETURN(auto known, LoadChildMark(txn, to_say.child));
  ChildMark mark = known.value_or(ChildMark());
  const MarkKey former = std::exchange(mark.key, key);
  const std::vector<PlaceMark> places = MarksOf(enrolments, today);
  mark.child = to_say.child;
  mark.family = to_say.family;
  mark.asked_changes = to_say.changes;
  mark.until.reset();
  for (const PlaceMark& each : places) {
    mark.until = std::max(mark.until.value_or(each.days.until), each.days.until);
  }
  RETURN_IF_ERROR(ReplaceMarks(txn, former, key, places));
  RETURN_IF_ERROR(SaveMarked(txn, enrolments));
  // The rows are there before they are looked at.
  RETURN_IF_ERROR(SaveChildMark(txn, mark));
  const int64_t revision = mark.revision;
  RETURN_IF_ERROR(Look(change, mark, today));
  return mark.revision == revision ? absl::OkStatus() : SaveChildMark(txn, mark);
}

absl::Status LookOnce(rpc::Change& change, const std::string& child, absl::CivilDay today) {
  ASSIGN_OR_RETURN(auto mark, LoadChildMark(change.txn, child));
  if (!mark.has_value()) return absl::OkStatus();
  RETURN_IF_ERROR(SaveLooked(change.txn, mark->key));
  const int64_t revision = mark->revision;
  RETURN_IF_ERROR(Look(change, *mark, today));
  return mark->revision == revision ? absl::OkStatus() : SaveChildMark(change.txn, *mark);
}

// Writes in a turn. The same children are said and looked at again and again, and what is published
// of them rests on what others have said by then: the turn tells one write's ids from another's.
absl::Status WriteInTurn(const MarkingGround& ground, const rpc::Caller& caller,
                         const std::string& step, const rpc::ChangeBody& body) {
  return rpc::Write(ground.mutation, caller, step, [&](rpc::Change& change) -> absl::Status {
    ASSIGN_OR_RETURN(const int64_t turn, TakeTurn(change.txn));
    rpc::Change in_turn(change.txn, caller, absl::StrCat(step, "-", turn), change.write_time());
    RETURN_IF_ERROR(body(in_turn));
    return in_turn.Flush();
  });
}

}  // namespace

absl::Status CheckNotElsewhere(db::Read& txn, const KeyRing& keys, const Child& child,
                               const PlaceMark& place) {
  if (child.mark.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto first, LoadFirstMeeting(txn, KeyOf(keys, txn.park(), child), place));
  return first.has_value() ? PlaceElsewhere(*first) : absl::OkStatus();
}

absl::Status SayPlaces(const MarkingGround& ground, const std::string& park) {
  // Whoever is over by tomorrow may be over where the park is; its own day decides.
  const absl::CivilDay tomorrow =
      absl::ToCivilDay(ground.mutation.clock.Now(), absl::UTCTimeZone()) + 1;
  while (true) {
    std::vector<ToSay> children;
    RETURN_IF_ERROR(ground.mutation.db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(children, LoadToSay(txn, tomorrow, kChildrenAtOnce));
      return absl::OkStatus();
    }));
    if (children.empty()) return absl::OkStatus();
    const rpc::Caller caller = ground.caller(park);
    ASSIGN_OR_RETURN(const absl::CivilDay today, ground.today(caller));
    children.erase(std::remove_if(children.begin(), children.end(),
                                  [&](const ToSay& each) {
                                    return each.over_on.has_value() && *each.over_on > today;
                                  }),
                   children.end());
    if (children.empty()) return absl::OkStatus();
    std::set<std::string> families;
    for (const ToSay& each : children) families.insert(FamilyName(park, each.family));
    ASSIGN_OR_RETURN(const Children facts, ground.children(caller, families));
    std::map<std::string, MarkKey> keys;  // By child.
    for (const auto& [case_number, each] : facts) keys[each.id] = KeyOf(ground.keys, park, each);
    RETURN_IF_ERROR(
        WriteInTurn(ground, caller, "say-places", [&](rpc::Change& change) -> absl::Status {
          for (const ToSay& each : children) {
            RETURN_IF_ERROR(SayOne(change, each, keys[each.child], today));
          }
          return absl::OkStatus();
        }));
    if (static_cast<int64_t>(children.size()) < kChildrenAtOnce) return absl::OkStatus();
  }
}

absl::Status LookAgain(const MarkingGround& ground, const std::string& park) {
  std::vector<std::string> children;
  RETURN_IF_ERROR(ground.mutation.db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(children, LoadDisturbed(txn, kChildrenAtOnce));
    return absl::OkStatus();
  }));
  if (children.empty()) return absl::OkStatus();
  const rpc::Caller caller = ground.caller(park);
  ASSIGN_OR_RETURN(const absl::CivilDay today, ground.today(caller));
  return WriteInTurn(ground, caller, "look-again", [&](rpc::Change& change) -> absl::Status {
    for (const std::string& each : children) {
      RETURN_IF_ERROR(LookOnce(change, each, today));
    }
    return absl::OkStatus();
  });
}

absl::Status HearFamilies(rpc::Change& change, const std::vector<type::v1::Event>& events) {
  std::set<std::string> families;
  for (const type::v1::Event& each : events) {
    if (each.kind() == "FamilyChanged") families.insert(LastPart(each.subject()));
  }
  if (families.empty()) return absl::OkStatus();
  return NoteFamiliesChanged(change.txn, {families.begin(), families.end()});
}

MarkingJob::MarkingJob(const rpc::Ground& ground, const Peers& peers)
    : ground_{ground.mutation(), ground.keys,
              [&badge = ground.badge](const std::string& park) { return badge.AsCaller(park); },
              [&peers](const rpc::Caller& caller) { return peers.AskToday(caller); },
              [&peers](const rpc::Caller& caller,
                       const std::set<std::string>& families) -> absl::StatusOr<Children> {
                ASSIGN_OR_RETURN(Peers::Some some, peers.AskSome(caller, families, {}));
                return std::move(some.children);
              }},
      parks_(rpc::ParksFrom(peers.directory(), ground.badge)) {}

absl::Status MarkingJob::Run() const {
  ASSIGN_OR_RETURN(const std::vector<std::string> parks, parks_());
  absl::Status status;
  for (const std::string& park : parks) status.Update(SayPlaces(ground_, park));
  for (const std::string& park : parks) status.Update(LookAgain(ground_, park));
  return status;
}

void MarkingJob::Start() {
  periodic_ = std::make_unique<Periodic>([this] {
    if (const absl::Status status = Run(); !status.ok()) {
      Log(Severity::kWarning, "places.marking_failed",
          {{"code", absl::StatusCodeToString(status.code())}, {"reason", ReasonOf(status)}});
    }
    return kPause;
  });
}

void MarkingJob::Stop() { periodic_.reset(); }

}  // namespace tuoqiao::places
