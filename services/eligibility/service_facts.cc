// What people say of a child, and what is impossible of what directory says.
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/rpc/access_trail.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/eligibility/attested.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/convert_case.h"
#include "services/eligibility/recorded_fact_store.h"
#include "services/eligibility/service.h"

namespace tuoqiao::eligibility {
namespace {

constexpr rpc::PageLimits kPages = {1000, 1000};

Speaker SpeakerOf(const rpc::Caller& caller) {
  return caller.identity.role == "PARENT" ? Speaker::kParent : Speaker::kPark;
}

}  // namespace

grpc::Status EligibilityService::RecordFacts(grpc::ServerContext* context,
                                             const v1::RecordFactsRequest* request,
                                             v1::RecordFactsResponse* response) {
  return front_.Answer(
      context, "RecordFacts", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::vector<RecordedFact> said, FromProto(*request));
        return rpc::Mutate(
            mutation_, caller, *request, response,
            [&] { return AskFacts(caller, request->child()); },
            [&](rpc::Change& change, const CaseFacts& facts) -> absl::Status {
              std::vector<RecordedFact> recorded = said;
              for (size_t i = 0; i < recorded.size(); ++i) {
                const std::string field = absl::StrCat("facts[", i, "]");
                RETURN_IF_ERROR(CheckFact(field, recorded[i], facts.park.today));
                RETURN_IF_ERROR(Attest(field, SpeakerOf(caller), &recorded[i]));
              }
              const Child& child = facts.page.children[0];
              ASSIGN_OR_RETURN(const auto programmes, LockProgrammes(change.txn));
              ASSIGN_OR_RETURN(const auto before, LoadRecorded(change.txn, keys_, child.name));
              ASSIGN_OR_RETURN(const auto taken, LoadTakenEvents(change.txn, before, recorded));
              ASSIGN_OR_RETURN(const Heard heard, Hear(before, recorded, taken));
              for (const RecordedFact& each : heard.told) {
                *response->add_facts() = ToProto(child.name, each);
              }
              if (heard.fresh.empty()) return absl::OkStatus();
              RETURN_IF_ERROR(InsertRecorded(change.txn, keys_, child, heard.fresh));
              const int64_t revision = heard.fresh.back().revision;
              v1::FactsRecorded event;
              event.set_child(child.name);
              event.set_case_number(child.case_number);
              event.set_facts(static_cast<int32_t>(heard.fresh.size()));
              event.set_revision(revision);
              change.Publish("FactsRecorded", child.name, revision, event);
              ASSIGN_OR_RETURN(const auto made,
                               DecideAgain(change, again(facts), programmes, facts.page));
              *response->mutable_decisions() = {made.begin(), made.end()};
              return absl::OkStatus();
            });
      });
}

grpc::Status EligibilityService::ListRecordedFacts(grpc::ServerContext* context,
                                                   const v1::ListRecordedFactsRequest* request,
                                                   v1::ListRecordedFactsResponse* response) {
  return front_.Answer(
      context, "ListRecordedFacts", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string list = absl::StrCat(request->parent(), "/recordedFacts");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        int64_t after = 0;
        if (!page.after.empty() && !absl::SimpleAtoi(page.after, &after)) {
          return rpc::PageTokenInvalid();
        }
        std::vector<RecordedFact> facts;
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(facts, LoadRecorded(txn, keys_, request->parent()));
          return absl::OkStatus();
        }));
        RETURN_IF_ERROR(rpc::RecordAccess(mutation_, caller, request->parent()));
        for (const RecordedFact& each : facts) {
          if (each.revision <= after) continue;
          if (response->facts_size() == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, absl::StrCat(after)));
            break;
          }
          *response->add_facts() = ToProto(request->parent(), each);
          after = each.revision;
        }
        return absl::OkStatus();
      });
}

grpc::Status EligibilityService::ListDecisionFaults(grpc::ServerContext* context,
                                                    const v1::ListDecisionFaultsRequest* request,
                                                    v1::ListDecisionFaultsResponse* response) {
  return front_.Answer(
      context, "ListDecisionFaults", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id,
                         ProgrammeOf(caller.park, "parent", request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/decisionFaults");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto faults, LoadFaults(txn, id, page.after, page.size));
          for (const FaultRow& each : faults) *response->add_faults() = ToProto(caller.park, each);
          if (static_cast<int64_t>(faults.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, faults.back().case_number));
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::eligibility
