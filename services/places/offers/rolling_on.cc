#include "services/places/offers/rolling_on.h"

#include <chrono>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/log.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/convert.h"
#include "services/places/offers/offering.h"
#include "services/places/offers/refusal_store.h"
#include "services/places/offers/waiting.h"
#include "services/places/row.h"
#include "services/places/store.h"
#include "tuoqiao/places/v1/places.pb.h"

namespace tuoqiao::places {
namespace {

constexpr auto kPause = std::chrono::seconds(5);

// How far a run has come, as it is kept between two steps.
struct Progress {
  int64_t made = 0, waiting = 0, closed = 0, returned = 0;
  QueuePlace after;
  bool done = false;
};

std::string TextOf(const Progress& progress) {
  return absl::StrJoin(
      {absl::StrCat(progress.made), absl::StrCat(progress.waiting), absl::StrCat(progress.closed),
       absl::StrCat(progress.returned), FormatMoment(progress.after.submitted),
       progress.after.case_number, progress.after.id},
      "\n");
}

Progress ProgressFrom(const std::string& text) {
  Progress progress;
  if (text.empty()) return progress;
  const std::vector<std::string> parts = absl::StrSplit(text, '\n');
  CHECK(parts.size() == 7 && absl::SimpleAtoi(parts[0], &progress.made) &&
        absl::SimpleAtoi(parts[1], &progress.waiting) &&
        absl::SimpleAtoi(parts[2], &progress.closed) &&
        absl::SimpleAtoi(parts[3], &progress.returned));
  progress.after = {MomentOf(parts[4]), parts[5], parts[6]};
  return progress;
}

absl::StatusOr<int64_t> CloseForgotten(rpc::Change& change, const OfferingFacts& facts) {
  RETURN_IF_ERROR(LockWaitingList(change.txn));
  ASSIGN_OR_RETURN(auto applications,
                   LoadForgotten(change.txn, facts.today - facts.numbers.reopen_days,
                                 std::numeric_limits<int64_t>::max()));
  std::vector<Application> closed;
  for (Application& each : applications) {
    if (!Forgotten(each, facts.numbers, facts.today)) continue;
    Close(each);
    change.Publish("ApplicationClosed", ApplicationName(change.txn.park(), each), each.revision,
                   ToProto(change.txn.park(), each, facts.today));
    closed.push_back(std::move(each));
  }
  RETURN_IF_ERROR(UpdateApplications(change.txn, closed));
  return static_cast<int64_t>(closed.size());
}

// One page of those who wait; before the first, what nobody confirmed is closed.
absl::Status Step(rpc::Change& change, const OfferingFacts& facts, Progress& progress) {
  const bool first = progress.after.id.empty();
  if (first) {
    ASSIGN_OR_RETURN(const int64_t closed, CloseForgotten(change, facts));
    progress.closed += closed;
  }
  ASSIGN_OR_RETURN(const Offered offered,
                   OfferSeats(change, facts, progress.after, kApplicationsMax));
  progress.made += static_cast<int64_t>(offered.offers.size());
  progress.waiting += offered.waiting;
  progress.returned += offered.returned;
  progress.after = offered.last;
  progress.done = offered.remaining == 0;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<google::protobuf::Message>> RunRollOn(
    rpc::JobRun& run, const Peers& peers, db::Database& db,
    const rules::ParameterFile& waiting_pack) {
  Progress progress = ProgressFrom(run.checkpoint());
  auto result = std::make_unique<v1::RollOnResult>();
  while (!progress.done) {
    ASSIGN_OR_RETURN(const OfferingFacts facts, AskOffering(peers, db, run.caller(), waiting_pack));
    const std::string step = absl::StrCat(FormatDay(facts.today), "-", progress.after.id);
    Progress next;
    RETURN_IF_ERROR(run.Write(step, [&](rpc::Change& change) {
      next = progress;
      return Step(change, facts, next);
    }));
    progress = next;
    RETURN_IF_ERROR(run.Progress(progress.made + progress.waiting, progress.made + progress.waiting,
                                 TextOf(progress)));
    result->set_date(FormatDay(facts.today));
  }
  result->set_offers_made(static_cast<int32_t>(progress.made));
  result->set_waiting(static_cast<int32_t>(progress.waiting));
  result->set_applications_closed(static_cast<int32_t>(progress.closed));
  result->set_seats_returned(static_cast<int32_t>(progress.returned));
  return std::unique_ptr<google::protobuf::Message>(std::move(result));
}

DailyRollOn::DailyRollOn(const rpc::Ground& ground, const Peers& peers, rpc::Operations& operations,
                         const rules::ParameterFile& waiting_pack)
    : mutation_(ground.mutation()),
      badge_(ground.badge),
      peers_(peers),
      operations_(operations),
      waiting_pack_(waiting_pack),
      parks_(rpc::ParksFrom(peers.directory(), ground.badge)) {}

absl::Status DailyRollOn::RunIn(const std::string& park) const {
  std::vector<OfferPolicy> policies;
  RETURN_IF_ERROR(mutation_.db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(policies, LoadOfferPolicies(txn));
    return absl::OkStatus();
  }));
  // Most parks set none, and need not be asked for their day.
  if (policies.empty()) return absl::OkStatus();
  const rpc::Caller caller = badge_.AsCaller(park);
  ASSIGN_OR_RETURN(const absl::CivilDay today, peers_.AskToday(caller));
  ASSIGN_OR_RETURN(const WaitingNumbers numbers, WaitingNumbersOn(waiting_pack_, today));
  if (TermsOn(numbers, policies, today).roll_on != RollOnMode::kDaily) return absl::OkStatus();
  v1::RollOnRequest request;
  request.set_parent(ParkName(park));
  request.set_request_id(absl::StrCat("roll-on-", FormatDay(today)));
  google::longrunning::Operation operation;
  return rpc::Mutate(mutation_, caller, request, &operation, [&](rpc::Change& change) {
    return operations_.Enqueue(change, kRollOn, request, &operation);
  });
}

absl::Status DailyRollOn::Run() const {
  ASSIGN_OR_RETURN(const std::vector<std::string> parks, parks_());
  absl::Status status;
  for (const std::string& park : parks) status.Update(RunIn(park));
  return status;
}

void DailyRollOn::Start() {
  periodic_ = std::make_unique<Periodic>([this] {
    if (const absl::Status status = Run(); !status.ok()) {
      Log(Severity::kWarning, "places.roll_on_failed",
          {{"code", absl::StatusCodeToString(status.code())}});
    }
    return kPause;
  });
}

void DailyRollOn::Stop() { periodic_.reset(); }

}  // namespace tuoqiao::places
