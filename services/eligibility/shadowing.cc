#include "services/eligibility/shadowing.h"

#include <google/protobuf/empty.pb.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/status_macros.h"
#include "services/eligibility/carried.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/convert_case.h"
#include "services/eligibility/convert_shadow.h"
#include "services/eligibility/page_cases.h"
#include "services/eligibility/shadow_store.h"
#include "services/eligibility/store.h"

namespace tuoqiao::eligibility {
namespace {

class Shadowing {
 public:
  Shadowing(rpc::JobRun& run, const DecidingGround& ground, CaseKey key)
      : run_(run), ground_(ground), key_(std::move(key)) {}

  absl::Status Begin() {
    ASSIGN_OR_RETURN(const ParkFacts park, ground_.peers.AskPark(run_.caller()));
    today_ = park.today;
    return ground_.db.ReadIn(run_.park(), [&](db::Read& txn) { return Load(txn); });
  }

  absl::StatusOr<Shadow> Run() {
    while (shadow_.state == ShadowState::kRunning) {
      ASSIGN_OR_RETURN(
          const ChildPage page,
          ground_.peers.AskChildren(run_.caller(), kChildrenPerTransaction, shadow_.page_token));
      const std::string token = shadow_.page_token;
      RETURN_IF_ERROR(
          run_.Write(absl::StrCat("page-", token), [&](rpc::Change& change) -> absl::Status {
            RETURN_IF_ERROR(change.txn.LockRoot("programme", "id", key_.programme));
            RETURN_IF_ERROR(Load(change.txn));
            // A run whose lease ran out may have written it.
            const bool written =
                shadow_.state != ShadowState::kRunning || shadow_.page_token != token;
            return written ? absl::OkStatus() : ComparePage(change, page);
          }));
      RETURN_IF_ERROR(run_.Progress(shadow_.figures.children, 0, ""));
    }
    return shadow_;
  }

 private:
  // The shadow as it is kept, and both sides as they were when it was started.
  absl::Status Load(db::Read& txn) {
    ASSIGN_OR_RETURN(shadow_, LoadShadow(txn, key_));
    if (shadow_.state != ShadowState::kRunning) return absl::OkStatus();
    ASSIGN_OR_RETURN(const Programme programme, LoadProgramme(txn, key_.programme));
    live_ = Versions(programme, ground_.schemes);
    const auto found = ground_.schemes.find(shadow_.scheme);
    tried_ = Versions(found == ground_.schemes.end() ? nullptr : &found->second);
    return CheckBase(shadow_, BaseOf(programme, live_, tried_, shadow_.period));
  }

  absl::Status ComparePage(rpc::Change& change, const ChildPage& page) {
    if (!page.children.empty()) RETURN_IF_ERROR(CompareCases(change, page));
    shadow_.page_token = page.next_token;
    if (page.next_token.empty()) {
      Finish(run_.park(), shadow_);
      change.Publish("ShadowCompared", ShadowName(run_.park(), key_.programme, key_.id),
                     shadow_.revision, google::protobuf::Empty());
    }
    return SaveShadow(change.txn, shadow_);
  }

  absl::Status CompareCases(rpc::Change& change, const ChildPage& page) {
    const bool looks_back = LooksBack(live_, shadow_.period) || LooksBack(tried_, shadow_.period);
    ASSIGN_OR_RETURN(
        const PageCases cases,
        LoadPageCases(change.txn, ground_.keys,
                      {key_.programme, today_, live_, shadow_.period, looks_back}, page));
    const std::vector<DecidedChild> before = DecidedBy(live_, cases.sound);
    const std::vector<DecidedChild> after = DecidedBy(tried_, cases.sound);
    std::vector<KeptDifference> kept;
    for (size_t i = 0; i < before.size(); ++i) {
      const Child& child = *cases.sound[i].child;
      const std::vector<Difference> differences = Compare(before[i], after[i]);
      shadow_.figures.Add(before[i], after[i], differences);
      int64_t ordinal = 0;
      for (const Difference& each : differences) {
        kept.push_back({{key_, child.case_number, ordinal++}, child.name, each});
      }
    }
    shadow_.figures.faults += static_cast<int64_t>(cases.faults.size());
    return InsertDifferences(change.txn, ground_.keys, kept, &shadow_.rows_digest);
  }

  std::vector<DecidedChild> DecidedBy(const Versions& versions,
                                      const std::vector<PageCase>& cases) const {
    std::vector<DecidedChild> decided;
    for (DecidedCase& each : DecideCases(run_.park(), cases, versions, shadow_.period)) {
      std::vector<Due> dues = DueIn(versions, each.facts, each.slices);
      decided.push_back({std::move(each.slices), std::move(dues)});
    }
    return decided;
  }

  rpc::JobRun& run_;
  const DecidingGround& ground_;
  const CaseKey key_;
  absl::CivilDay today_;
  Shadow shadow_;
  Versions live_{nullptr}, tried_{nullptr};
};

}  // namespace

absl::StatusOr<std::unique_ptr<google::protobuf::Message>> RunShadow(rpc::JobRun& run,
                                                                     const DecidingGround& ground) {
  v1::Shadow argument;
  CHECK(argument.ParseFromString(run.argument()));
  ASSIGN_OR_RETURN(CaseKey key, CaseKeyOf(run.park(), "name", "shadows", argument.name()));
  Shadowing shadowing(run, ground, std::move(key));
  RETURN_IF_ERROR(shadowing.Begin());
  ASSIGN_OR_RETURN(const Shadow shadow, shadowing.Run());
  auto result = std::make_unique<v1::Shadow>(ToProto(run.park(), shadow));
  return std::unique_ptr<google::protobuf::Message>(std::move(result));
}

}  // namespace tuoqiao::eligibility
