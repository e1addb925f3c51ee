// What all programmes together are worth to a family, and what the packs hold.
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/rpc/access_trail.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/eligibility/comparison.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/convert_compare.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/fault.h"
#include "services/eligibility/question.h"
#include "services/eligibility/recorded_fact_store.h"
#include "services/eligibility/service.h"
#include "services/eligibility/store.h"

namespace tuoqiao::eligibility {
namespace {

constexpr rpc::PageLimits kPages = {1000, 1000};

// Those of these ids, or all of the park. FIELD_INVALID, PROGRAMME_NOT_FOUND.
absl::StatusOr<std::vector<Programme>> LoadCompared(db::Read& txn,
                                                    const std::vector<std::string>& ids) {
  std::vector<Programme> programmes;
  for (const std::string& id : ids) {
    ASSIGN_OR_RETURN(Programme programme, LoadProgramme(txn, id));
    programmes.push_back(std::move(programme));
  }
  if (!ids.empty()) return programmes;
  ASSIGN_OR_RETURN(programmes, LoadProgrammes(txn, "", kComparedMax + 1));
  if (programmes.size() > kComparedMax) return TooManyProgrammes(kComparedMax);
  return programmes;
}

}  // namespace

std::vector<Candidate> EligibilityService::CandidatesOf(std::vector<Programme> programmes) const {
  std::vector<Candidate> candidates;
  for (Programme& each : programmes) {
    Versions versions = VersionsOf(each);
    candidates.push_back({std::move(each), std::move(versions)});
  }
  return candidates;
}

grpc::Status EligibilityService::CompareProgrammes(grpc::ServerContext* context,
                                                   const v1::CompareProgrammesRequest* request,
                                                   v1::CompareProgrammesResponse* response) {
  return front_.Answer(
      context, "CompareProgrammes", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const auto ids, ProgrammesOf(caller.park, request->programmes()));
        ASSIGN_OR_RETURN(const FamilyQuestion question, FromProto(*request));
        const Period period = question.period();
        RETURN_IF_ERROR(CheckDays(period));
        RETURN_IF_ERROR(CheckAnswers(question));
        std::vector<Programme> programmes;
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(programmes, LoadCompared(txn, ids));
          return absl::OkStatus();
        }));
        const auto candidates = CandidatesOf(std::move(programmes));
        const Comparison comparison = Compare(candidates, FactsOf(question), period);
        *response = ToProto(caller.park, candidates, comparison, period);
        return absl::OkStatus();
      });
}

grpc::Status EligibilityService::CompareChildProgrammes(
    grpc::ServerContext* context, const v1::CompareChildProgrammesRequest* request,
    v1::CompareProgrammesResponse* response) {
  return front_.Answer(
      context, "CompareChildProgrammes", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const auto ids, ProgrammesOf(caller.park, request->programmes()));
        ASSIGN_OR_RETURN(const ParkFacts park, peers_.AskPark(caller));
        ASSIGN_OR_RETURN(const Period period, PeriodOf(*request, park.today));
        ASSIGN_OR_RETURN(const ChildPage page, peers_.AskChild(caller, request->child()));
        const Child& child = page.children[0];
        RETURN_IF_ERROR(CheckDays(period));
        if (const auto fault = FaultOf(child, park.today); fault.has_value()) {
          return RecordImpossible(fault->field, FaultWords(fault->reason),
                                  FaultNextStep(fault->reason));
        }
        rules::Facts facts = FactsOf(child);
        std::vector<Programme> programmes;
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(programmes, LoadCompared(txn, ids));
          ASSIGN_OR_RETURN(const auto recorded, LoadRecorded(txn, keys_, child.name));
          AddRecorded(recorded, &facts);
          return absl::OkStatus();
        }));
        RETURN_IF_ERROR(rpc::RecordAccess(mutation_, caller, child.name));
        const auto candidates = CandidatesOf(std::move(programmes));
        *response = ToProto(caller.park, candidates, Compare(candidates, facts, period), period);
        return absl::OkStatus();
      });
}

grpc::Status EligibilityService::ListSchemes(grpc::ServerContext* context,
                                             const v1::ListSchemesRequest* request,
                                             v1::ListSchemesResponse* response) {
  return front_.Answer(
      context, "ListSchemes", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string list = absl::StrCat(request->parent(), "/schemes");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        ASSIGN_OR_RETURN(const ParkFacts park, peers_.AskPark(caller));
        for (auto each = schemes_.upper_bound(page.after); each != schemes_.end(); ++each) {
          if (response->schemes_size() == page.size) {
            response->set_next_page_token(
                rpc::NextPageToken(list, response->schemes(response->schemes_size() - 1).name()));
            break;
          }
          *response->add_schemes() = ToProto(each->second, park.today);
        }
        return absl::OkStatus();
      });
}

}  // namespace tuoqiao::eligibility
