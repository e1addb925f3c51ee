#include "services/eligibility/deciding.h"

#include <future>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/status_macros.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/deciding_page.h"
#include "services/eligibility/store.h"
#include "services/eligibility/versions.h"

namespace tuoqiao::eligibility {
namespace {

// How far a run is: the next page, and the counts so far.
struct Checkpoint {
  bool done = false;
  std::string token;  // Web-safe base 64; empty before the first page.
  Tally tally;
};

std::string WriteCheckpoint(const Checkpoint& checkpoint) {
  const Tally& t = checkpoint.tally;
  return absl::StrCat(checkpoint.done ? "done" : "more", " ", checkpoint.token, " ", t.children,
                      " ", t.eligible, " ", t.eligible_later, " ", t.pending, " ", t.ineligible,
                      " ", t.changed, " ", t.faults);
}

Checkpoint ReadCheckpoint(const std::string& text) {
  Checkpoint checkpoint;
  if (text.empty()) return checkpoint;
  const std::vector<std::string> parts = absl::StrSplit(text, ' ');
  // A checkpoint of before there were faults has one count less.
  CHECK(parts.size() == 8 || parts.size() == 9);
  checkpoint.done = parts[0] == "done";
  checkpoint.token = parts[1];
  Tally& t = checkpoint.tally;
  int64_t* const counts[] = {&t.children,   &t.eligible, &t.eligible_later, &t.pending,
                             &t.ineligible, &t.changed,  &t.faults};
  for (size_t i = 2; i < parts.size(); ++i) CHECK(absl::SimpleAtoi(parts[i], counts[i - 2]));
  return checkpoint;
}

class Deciding {
 public:
  Deciding(rpc::JobRun& run, const DecidingGround& ground) : run_(run), ground_(ground) {}

  absl::Status Begin(const v1::DecideChildrenRequest& request) {
    ASSIGN_OR_RETURN(const std::string id, ProgrammeOf(run_.park(), "name", request.name()));
    ASSIGN_OR_RETURN(period_, FromProto(request));
    ASSIGN_OR_RETURN(const ParkFacts park, ground_.peers.AskPark(run_.caller()));
    today_ = park.today;
    RETURN_IF_ERROR(ground_.db.ReadIn(run_.park(), [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(programme_, LoadProgramme(txn, id));
      return absl::OkStatus();
    }));
    versions_ = Versions(programme_, ground_.schemes);
    return CheckPeriod(programme_, versions_, period_);
  }

  // Directory is asked for the next page while this one is decided and written.
  absl::StatusOr<Tally> Run() {
    Checkpoint at = ReadCheckpoint(run_.checkpoint());
    std::future<absl::StatusOr<ChildPage>> next;
    if (!at.done) next = Ask(at.token);
    while (!at.done) {
      ASSIGN_OR_RETURN(const ChildPage page, next.get());
      if (!page.next_token.empty()) next = Ask(page.next_token);
      RETURN_IF_ERROR(DecidePage(page, &at.tally));
      at.token = page.next_token;
      at.done = page.next_token.empty();
      const int64_t children = at.tally.children;
      RETURN_IF_ERROR(run_.Progress(children, at.done ? children : 0, WriteCheckpoint(at)));
    }
    return at.tally;
  }

 private:
  std::future<absl::StatusOr<ChildPage>> Ask(const std::string& token) const {
    return std::async(std::launch::async, [this, token] {
      return ground_.peers.AskChildren(run_.caller(), kChildrenPerTransaction, token);
    });
  }

  absl::Status DecidePage(const ChildPage& page, Tally* tally) {
    if (page.children.empty()) return absl::OkStatus();
    Decided decided;
    // A page that is written again after its facts have changed writes other log rows.
    const std::string step = absl::StrCat(page.children[0].case_number, "-", page.position);
    RETURN_IF_ERROR(run_.Write(step, [&](rpc::Change& change) -> absl::Status {
      ASSIGN_OR_RETURN(
          decided,
          eligibility::DecidePage(
              change, {ground_.keys, programme_, versions_, period_, today_, run_.id()}, page));
      return absl::OkStatus();
    }));
    tally->Add(decided.tally);
    return absl::OkStatus();
  }

  rpc::JobRun& run_;
  const DecidingGround& ground_;
  Programme programme_;
  Period period_;
  absl::CivilDay today_;
  Versions versions_{nullptr};
};

}  // namespace

absl::StatusOr<std::unique_ptr<google::protobuf::Message>> DecideChildren(
    rpc::JobRun& run, const DecidingGround& ground) {
  v1::DecideChildrenRequest request;
  CHECK(request.ParseFromString(run.argument()));
  Deciding deciding(run, ground);
  RETURN_IF_ERROR(deciding.Begin(request));
  ASSIGN_OR_RETURN(const Tally tally, deciding.Run());
  auto result = std::make_unique<v1::DecideChildrenResult>(ToProto(tally));
  return std::unique_ptr<google::protobuf::Message>(std::move(result));
}

}  // namespace tuoqiao::eligibility
