// What the rules say of a family that nobody knows.

#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/eligibility/changes.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/entitlement.h"
#include "services/eligibility/explanation.h"
#include "services/eligibility/service.h"
#include "services/eligibility/store.h"

namespace tuoqiao::eligibility {
namespace {

constexpr int64_t kCheckDays = 366;

// The asked period; without an end it is a year, or less where a scheme ends before.
Period PeriodOf(const FamilyQuestion& question, const Versions& versions) {
  const Period period = {question.from, question.until.value_or(question.from + kCheckDays)};
  if (question.until.has_value()) return period;
  for (const SchemeSpan& each : versions.Over(period)) {
    if (each.scheme == nullptr) continue;
    const absl::CivilDay end = each.scheme->validity.until.value_or(each.period.until);
    if (end < each.period.until) return {period.from, end};
  }
  return period;
}

absl::Status CheckFacts(const FamilyQuestion& question) {
  for (size_t i = 0; i < question.facts.size(); ++i) {
    // Said of the future as of the present: only what never can be is refused.
    RETURN_IF_ERROR(
        CheckFact(absl::StrCat("facts[", i, "]"), question.facts[i], absl::CivilDay::max()));
  }
  return absl::OkStatus();
}

}  // namespace

grpc::Status EligibilityService::CheckFamily(grpc::ServerContext* context,
                                             const v1::CheckFamilyRequest* request,
                                             v1::CheckFamilyResponse* response) {
  return front_.Answer(
      context, "CheckFamily", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id,
                         ProgrammeOf(caller.park, "programme", request->programme()));
        ASSIGN_OR_RETURN(const FamilyQuestion question, FromProto(*request));
        Programme programme;
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(programme, LoadProgramme(txn, id));
          return absl::OkStatus();
        }));
        const Versions versions = VersionsOf(programme);
        Decision decision;
        decision.period = PeriodOf(question, versions);
        RETURN_IF_ERROR(CheckPeriod(programme, versions, decision.period, "programme"));
        RETURN_IF_ERROR(CheckFacts(question));
        rules::Facts facts = FactsOf(question.child);
        AddRecorded(question.facts, &facts);
        decision.slices = eligibility::Decide(versions, facts, decision.period);
        AddTerms(versions, &decision.slices);
        const auto changes = SmallestChanges(*versions.On(question.from), facts, question.from);
        for (rules::Words& each : Explain(decision, versions, question.from, changes)) {
          response->add_sentences_en(std::move(each.en));
          response->add_sentences_zh(std::move(each.zh));
        }
        for (const Slice& each : decision.slices) *response->add_slices() = ToProto(each);
        for (const Change& each : changes) *response->add_changes() = ToProto(each);
        for (const Due& each : DueIn(versions, facts, decision.period)) {
          *response->add_worths() = ToProto(each);
        }
        response->set_eligible_from_date(response->slices(0).eligible_from_date());
        return absl::OkStatus();
      });
}

}  // namespace tuoqiao::eligibility
