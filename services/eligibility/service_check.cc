// What the rules say of a family that nobody knows.

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

// The asked period; without an end it is a year, or less where a scheme ends before.
Period PeriodOf(const FamilyQuestion& question, const Versions& versions) {
  const Period period = question.period();
  if (question.until.has_value()) return period;
  for (const SchemeSpan& each : versions.Over(period)) {
    if (each.scheme == nullptr) continue;
    const absl::CivilDay end = each.scheme->validity.until.value_or(each.period.until);
    if (end < each.period.until) return {period.from, end};
  }
  return period;
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
        RETURN_IF_ERROR(CheckAnswers(question));
        const rules::Facts facts = FactsOf(question);
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
