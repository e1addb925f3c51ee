// The handlers that only read.
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/db/outbox.h"
#include "services/common/period.h"
#include "services/common/rpc/access_trail.h"
#include "services/common/rpc/events.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/decision_store.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/explanation.h"
#include "services/eligibility/service.h"
#include "services/eligibility/store.h"

namespace tuoqiao::eligibility {
namespace {

constexpr rpc::PageLimits kPages = {1000, 1000};
// A decision with its traces is long.
constexpr rpc::PageLimits kResourcePages = {500, 500};

// The first kind of the state; programmes follow.
constexpr char kDecision[] = "Decision";
constexpr char kProgramme[] = "Programme";

}  // namespace

grpc::Status EligibilityService::GetProgramme(grpc::ServerContext* context,
                                              const v1::GetProgrammeRequest* request,
                                              v1::Programme* response) {
  return front_.Answer(
      context, "GetProgramme", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id, ProgrammeOf(caller.park, "name", request->name()));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const Programme programme, LoadProgramme(txn, id));
          *response = Reply(caller.park, programme);
          return absl::OkStatus();
        });
      });
}

grpc::Status EligibilityService::ListDecisions(grpc::ServerContext* context,
                                               const v1::ListDecisionsRequest* request,
                                               v1::ListDecisionsResponse* response) {
  return front_.Answer(
      context, "ListDecisions", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id,
                         ProgrammeOf(caller.park, "parent", request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/decisions");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const int64_t position, db::LogPosition(txn));
          response->set_log_position(position);
          ASSIGN_OR_RETURN(auto decisions, LoadDecisions(txn, keys_, {id, page.after, page.size}));
          for (Decision& each : decisions) {
            for (Slice& slice : each.slices) slice.trace.clear();
            *response->add_decisions() = ToProto(caller.park, each);
          }
          if (static_cast<int64_t>(decisions.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, decisions.back().case_number));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status EligibilityService::ExplainDecision(grpc::ServerContext* context,
                                                 const v1::ExplainDecisionRequest* request,
                                                 v1::Explanation* response) {
  return front_.Answer(
      context, "ExplainDecision", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id,
                         ProgrammeOf(caller.park, "programme", request->programme()));
        ASSIGN_OR_RETURN(const ParkFacts park, peers_.AskPark(caller));
        const std::string child_id = request->child().substr(request->child().rfind('/') + 1);
        std::optional<Decision> decision;
        const rules::Scheme* scheme = nullptr;
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(decision, LoadDecisionOf(txn, keys_, id, child_id));
          // Access was checked by the family in the name, so the name has to be the child's own.
          if (!decision.has_value() || decision->child != request->child()) {
            return DecisionNotFound(request->child());
          }
          ASSIGN_OR_RETURN(const Programme programme, LoadProgramme(txn, id));
          scheme = SchemeOf(programme);
          return absl::OkStatus();
        }));
        RETURN_IF_ERROR(rpc::RecordAccess(mutation_, caller, request->child()));
        *response->mutable_decision() = ToProto(caller.park, *decision);
        for (rules::Words& sentence : Explain(*decision, scheme, park.today)) {
          response->add_sentences_en(std::move(sentence.en));
          response->add_sentences_zh(std::move(sentence.zh));
        }
        return absl::OkStatus();
      });
}

grpc::Status EligibilityService::ListEvents(grpc::ServerContext* context,
                                            const type::v1::ListEventsRequest* request,
                                            type::v1::ListEventsResponse* response) {
  return front_.Answer(context, "ListEvents", *request, [&](const rpc::Caller& caller) {
    return rpc::ListEvents(db_, caller, *request, response);
  });
}

grpc::Status EligibilityService::ListResources(grpc::ServerContext* context,
                                               const type::v1::ListResourcesRequest* request,
                                               type::v1::ListResourcesResponse* response) {
  return front_.Answer(
      context, "ListResources", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string list = absl::StrCat(request->parent(), "/resources");
        ASSIGN_OR_RETURN(
            const rpc::Page page,
            rpc::ReadPage(request->page_size(), request->page_token(), list, kResourcePages));
        // A page holds one kind; its token is `{kind}/{programme}/{decision}`.
        std::vector<std::string> after = absl::StrSplit(page.after, '/');
        after.resize(3);
        std::string next;
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          if (after[0] == kProgramme) {
            ASSIGN_OR_RETURN(const auto programmes, LoadProgrammes(txn, after[1], page.size));
            for (const Programme& each : programmes) {
              const v1::Programme programme = Reply(caller.park, each);
              rpc::AddResource(programme.name(), programme, response);
            }
            const bool more = static_cast<int64_t>(programmes.size()) == page.size;
            if (more) next = absl::StrCat(kProgramme, "/", programmes.back().id, "/");
            return absl::OkStatus();
          }
          ASSIGN_OR_RETURN(const auto decisions,
                           LoadAllDecisions(txn, keys_, {after[1], after[2]}, page.size));
          for (const Decision& each : decisions) {
            const v1::Decision decision = ToProto(caller.park, each);
            rpc::AddResource(decision.name(), decision, response);
          }
          const bool more = static_cast<int64_t>(decisions.size()) == page.size;
          next = more ? absl::StrCat(kDecision, "/", decisions.back().programme, "/",
                                     decisions.back().id)
                      : absl::StrCat(kProgramme, "//");
          return absl::OkStatus();
        }));
        if (!next.empty()) response->set_next_page_token(rpc::NextPageToken(list, next));
        return absl::OkStatus();
      });
}

}  // namespace tuoqiao::eligibility
