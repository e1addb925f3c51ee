#include "services/eligibility/deciding.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/status_macros.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/decision_store.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/store.h"

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
                      " ", t.changed);
}

Checkpoint ReadCheckpoint(const std::string& text) {
  Checkpoint checkpoint;
  if (text.empty()) return checkpoint;
  const std::vector<std::string> parts = absl::StrSplit(text, ' ');
  CHECK(parts.size() == 8);
  checkpoint.done = parts[0] == "done";
  checkpoint.token = parts[1];
  Tally& t = checkpoint.tally;
  int64_t* const counts[] = {&t.children, &t.eligible,   &t.eligible_later,
                             &t.pending,  &t.ineligible, &t.changed};
  for (size_t i = 0; i < std::size(counts); ++i) CHECK(absl::SimpleAtoi(parts[i + 2], counts[i]));
  return checkpoint;
}

// A child's decision before it is known whether it says something new.
struct Drafted {
  Decision decision;
  std::string fingerprint;
  int64_t facts_revision = 0;
};

class Deciding {
 public:
  Deciding(rpc::JobRun& run, const DecidingGround& ground) : run_(run), ground_(ground) {}

  absl::Status Begin(const v1::DecideChildrenRequest& request) {
    ASSIGN_OR_RETURN(const std::string id, ProgrammeOf(run_.park(), "name", request.name()));
    ASSIGN_OR_RETURN(period_, FromProto(request));
    RETURN_IF_ERROR(ground_.db.ReadIn(run_.park(), [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(programme_, LoadProgramme(txn, id));
      return absl::OkStatus();
    }));
    const auto found = ground_.schemes.find(programme_.scheme);
    if (found == ground_.schemes.end()) return SchemeUnknown("name", programme_.scheme);
    scheme_ = &found->second;
    return CheckPeriod(programme_, *scheme_, period_);
  }

  absl::StatusOr<Tally> Run() {
    Checkpoint at = ReadCheckpoint(run_.checkpoint());
    while (!at.done) {
      ASSIGN_OR_RETURN(const ChildPage page,
                       ground_.peers.AskChildren(run_.caller(), kChildrenPerTransaction, at.token));
      RETURN_IF_ERROR(DecidePage(page, &at.tally));
      at.token = page.next_token;
      at.done = page.next_token.empty();
      const int64_t children = at.tally.children;
      RETURN_IF_ERROR(run_.Progress(children, at.done ? children : 0, WriteCheckpoint(at)));
    }
    return at.tally;
  }

 private:
  Drafted Draft(const Child& child) const {
    Drafted drafted;
    drafted.decision.programme = programme_.id;
    drafted.decision.child = child.name;
    drafted.decision.case_number = child.case_number;
    drafted.decision.period = period_;
    drafted.decision.slices = Decide(*scheme_, FactsOf(child), period_);
    drafted.decision.rule_hash = scheme_->hash;
    drafted.fingerprint = FingerprintOf(run_.park(), ground_.keys, drafted.decision.slices);
    drafted.facts_revision = child.revision;
    return drafted;
  }

  absl::Status DecidePage(const ChildPage& page, Tally* tally) {
    if (page.children.empty()) return absl::OkStatus();
    std::vector<Drafted> drafts;
    for (const Child& child : page.children) {
      drafts.push_back(Draft(child));
      tally->Add(drafts.back().decision.slices[0].outcome);
    }
    int64_t changed = 0;
    // A page that is written again after its facts have changed writes other log rows.
    const std::string step = absl::StrCat(drafts[0].decision.case_number, "-", page.position);
    RETURN_IF_ERROR(run_.Write(step, [&](rpc::Change& change) -> absl::Status {
      ASSIGN_OR_RETURN(changed, SavePage(change, drafts, page.position));
      return absl::OkStatus();
    }));
    tally->changed += changed;
    return absl::OkStatus();
  }

  // Returns how many of the page's decisions are this run's.
  absl::StatusOr<int64_t> SavePage(rpc::Change& change, const std::vector<Drafted>& drafts,
                                   int64_t position) {
    RETURN_IF_ERROR(change.txn.LockRoot("programme", "id", programme_.id));
    ASSIGN_OR_RETURN(const auto in_force, LoadInForce(change.txn, programme_.id,
                                                      {drafts.front().decision.case_number,
                                                       drafts.back().decision.case_number}));
    int64_t ours = 0;
    std::vector<NewDecision> made;
    for (const Drafted& each : drafts) {
      const auto before = in_force.find(each.decision.case_number);
      const bool known = before != in_force.end();
      if (known && before->second.facts_position > position) {
        return rpc::FactsStale("the facts of the children");
      }
      const bool same = known && before->second.fingerprint == each.fingerprint;
      if (!same) made.push_back(Make(each, known ? before->second : InForce(), position));
      if (!same || before->second.operation == run_.id()) ++ours;
    }
    Publish(change, made);
    RETURN_IF_ERROR(SaveDecisions(change.txn, ground_.keys, std::move(made)));
    return ours;
  }

  NewDecision Make(const Drafted& drafted, const InForce& before, int64_t position) const {
    NewDecision made = {
        drafted.decision, drafted.fingerprint,    before.decision, before.wrapped_key,
        position,         drafted.facts_revision, run_.id()};
    made.decision.revision = before.revision + 1;
    made.decision.id = DecisionId(run_.park(), made.decision);
    return made;
  }

  void Publish(rpc::Change& change, const std::vector<NewDecision>& made) const {
    for (const NewDecision& each : made) {
      // Each decision is a resource of its own, which never changes again.
      change.Publish("DecisionMade", DecisionName(run_.park(), programme_.id, each.decision.id), 1,
                     ToEvent(run_.park(), each.decision, each.superseded));
    }
  }

  rpc::JobRun& run_;
  const DecidingGround& ground_;
  Programme programme_;
  Period period_;
  const rules::Scheme* scheme_ = nullptr;
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
