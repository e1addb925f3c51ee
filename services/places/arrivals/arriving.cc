#include "services/places/arrivals/arriving.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/status_macros.h"
#include "services/places/convert.h"
#include "services/places/enrolment_store.h"
#include "services/places/errors.h"
#include "services/places/offers/accepting.h"
#include "services/places/offers/application_store.h"
#include "services/places/store.h"

namespace tuoqiao::places {
namespace {

absl::Status PoolNotFound(absl::string_view group) {
  return Failure(absl::StatusCode::kNotFound, "POOL_NOT_FOUND")
      .At("pool_kind")
      .Say(absl::StrCat("The group ", group, " has no such pool of seats."),
           absl::StrCat("班级 ", group, " 没有该类名额。"))
      .Next("Set the centre's pools as they were where it comes from, or say another pool.",
            "请按来源系统设置名额,或填写其他名额类别。")
      .With("group", group);
}

absl::Status PlaceDiffers(absl::string_view name) {
  return Failure(absl::StatusCode::kAlreadyExists, "PLACE_DIFFERS")
      .At("enrolment.name")
      .Say(absl::StrCat("The place ", name, " is here already, with other content."),
           absl::StrCat("入托 ", name, " 已存在且内容不同。"))
      .Next("Change it here, as any other place is changed.", "请按一般入托变更办理。")
      .With("enrolment", name);
}

// How it stands here, whatever became of it since.
absl::StatusOr<bool> CameBefore(db::Read& txn, const HeldPlace& place, absl::CivilDay today) {
  const auto found = LoadEnrolment(txn, place.enrolment.centre, place.enrolment.id);
  if (ReasonOf(found.status()) == "ENROLMENT_NOT_FOUND") return false;
  RETURN_IF_ERROR(found.status());
  ASSIGN_OR_RETURN(const Application application, LoadApplication(txn, found->application));
  v1::HeldPlace here = ToProto(txn.park(), {*found, application.programme}, today);
  v1::HeldPlace said = ToProto(txn.park(), place, today);
  for (v1::HeldPlace* each : {&here, &said}) {
    each->mutable_enrolment()->clear_child();
    each->mutable_enrolment()->clear_revision();
  }
  if (here.SerializeAsString() == said.SerializeAsString()) return true;
  return PlaceDiffers(said.enrolment().name());
}

// The seat of a place that goes on: GROUP_NOT_FOUND, POOL_NOT_FOUND, CHILD_ALREADY_ENROLLED,
// SEAT_TAKEN.
absl::Status TakeSeat(db::Write& txn, absl::CivilDay today, Enrolment& enrolment) {
  RETURN_IF_ERROR(LockChild(txn, enrolment.child));
  RETURN_IF_ERROR(LockGroup(txn, enrolment.group));
  ASSIGN_OR_RETURN(const auto group, LoadGroup(txn, enrolment.group));
  if (!group.has_value()) return GroupNotFound(GroupName(txn.park(), enrolment.group));
  const bool pool_there =
      !group->contracts.empty() ||
      std::any_of(group->pools.begin(), group->pools.end(),
                  [&](const SeatPool& each) { return each.Key() == enrolment.pool; });
  if (!pool_there) return PoolNotFound(enrolment.group);
  if (group->half_days_share) enrolment.part = enrolment.session;
  Offer seat;
  seat.child = enrolment.child;
  seat.seat = {enrolment.centre,
               enrolment.group,
               enrolment.kind,
               enrolment.pool,
               std::max(enrolment.period.from, today),
               enrolment.part};
  seat.end = enrolment.period.until;
  ASSIGN_OR_RETURN(const SeatFacts facts, LoadSeatFacts(txn, seat, today));
  if (facts.child_enrolled) return ChildAlreadyEnrolled();
  return facts.SeatIsFree() ? absl::OkStatus() : SeatTaken(enrolment.group);
}

// Every place has an application; of one that came along nobody waited here.
absl::StatusOr<Application> ApplicationOf(db::Read& txn, const HeldPlace& place, bool goes_on) {
  const Enrolment& enrolment = place.enrolment;
  ASSIGN_OR_RETURN(
      const auto last,
      LoadLastApplications(txn, {place.programme, enrolment.case_number, enrolment.case_number}));
  Application application;
  application.family = enrolment.family;
  application.child = enrolment.child;
  application.case_number = enrolment.case_number;
  application.programme = place.programme;
  if (const auto before = last.find(enrolment.case_number); before != last.end()) {
    if (goes_on && before->second.Standing()) return ChildAlreadyEnrolled();
    application.ordinal = before->second.ordinal + 1;
  }
  application.choices = {enrolment.centre};
  application.desired_start = enrolment.period.from;
  application.session = enrolment.session;
  application.submitted = absl::FromCivil(enrolment.period.from, absl::UTCTimeZone());
  application.state = goes_on ? ApplicationState::kPlaced : ApplicationState::kClosed;
  application.revision = 1;
  application.id = ApplicationId(txn.park(), application);
  return application;
}

}  // namespace

absl::StatusOr<bool> Arrive(rpc::Change& change, const ArrivalFacts& facts, HeldPlace place) {
  Enrolment& enrolment = place.enrolment;
  ASSIGN_OR_RETURN(const bool before, CameBefore(change.txn, place, facts.today));
  if (before) return false;
  const auto child = facts.children->find(enrolment.case_number);
  if (child == facts.children->end()) return UnknownChild();
  enrolment.child = child->second.id;
  enrolment.family = child->second.family;
  const bool goes_on = facts.today < enrolment.period.until;
  ASSIGN_OR_RETURN(const Application application, ApplicationOf(change.txn, place, goes_on));
  if (goes_on) RETURN_IF_ERROR(TakeSeat(change.txn, facts.today, enrolment));
  enrolment.application = application.id;
  RETURN_IF_ERROR(InsertApplications(change.txn, {application}));
  RETURN_IF_ERROR(InsertEnrolment(change.txn, enrolment));
  const v1::Enrolment message = ToProto(change.txn.park(), enrolment, facts.today);
  change.Publish(goes_on ? "EnrolmentStarted" : "EnrolmentImported", message.name(),
                 enrolment.revision, message);
  return true;
}

}  // namespace tuoqiao::places
