// What a programme's amounts come to in a month, for whoever bills it.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/db/outbox.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/eligibility/carried.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/convert_worths.h"
#include "services/eligibility/decision_store.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/month_worth.h"
#include "services/eligibility/recorded_fact_store.h"
#include "services/eligibility/service.h"
#include "services/eligibility/store.h"

namespace tuoqiao::eligibility {
namespace {

constexpr rpc::PageLimits kChildrenAPage = {1000, 1000};

// What is kept of the children of a page, as our log stood at `position`.
struct KeptCases {
  std::vector<Decision> decisions;  // In force, by case number.
  std::map<std::string, std::vector<RecordedFact>> recorded;
  int64_t position = 0;
};

absl::Status Load(db::Read& txn, const KeyRing& keys, const std::string& programme,
                  const ChildPage& page, KeptCases* kept) {
  ASSIGN_OR_RETURN(kept->position, db::LogPosition(txn));
  if (page.children.empty()) return absl::OkStatus();
  const CaseStretch cases = {page.children.front().case_number, page.children.back().case_number};
  ASSIGN_OR_RETURN(kept->decisions, LoadDecisionsOf(txn, keys, programme, cases));
  ASSIGN_OR_RETURN(kept->recorded, LoadRecorded(txn, keys, cases));
  return absl::OkStatus();
}

}  // namespace

// Pages are directory's: its token is ours, so that each child's facts are asked for once.
grpc::Status EligibilityService::ListMonthWorths(grpc::ServerContext* context,
                                                 const v1::ListMonthWorthsRequest* request,
                                                 v1::ListMonthWorthsResponse* response) {
  return front_.Answer(
      context, "ListMonthWorths", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string id,
                         ProgrammeOf(caller.park, "parent", request->parent()));
        ASSIGN_OR_RETURN(const absl::CivilMonth month, MonthOf("month", request->month()));
        const std::string list = absl::StrCat(request->parent(), "/monthWorths/", request->month());
        ASSIGN_OR_RETURN(
            const rpc::Page page,
            rpc::ReadPage(request->page_size(), request->page_token(), list, kChildrenAPage));
        Programme programme;
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(programme, LoadProgramme(txn, id));
          return absl::OkStatus();
        }));
        const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
        const Versions versions = VersionsOf(programme);
        RETURN_IF_ERROR(versions.CheckInForce({last, last + 1}, "parent"));
        const rules::Scheme& scheme = *versions.On(last);
        ASSIGN_OR_RETURN(const ChildPage children,
                         peers_.AskChildren(caller, static_cast<int32_t>(page.size), page.after));
        KeptCases kept;
        RETURN_IF_ERROR(db_.ReadIn(
            caller.park, [&](db::Read& txn) { return Load(txn, keys_, id, children, &kept); }));
        response->set_log_position(kept.position);
        auto decision = kept.decisions.begin();
        for (const Child& child : children.children) {
          while (decision != kept.decisions.end() && decision->case_number < child.case_number) {
            ++decision;
          }
          if (decision == kept.decisions.end()) break;
          if (decision->case_number != child.case_number) continue;
          rules::Facts facts = FactsOf(child);
          if (const auto said = kept.recorded.find(child.name); said != kept.recorded.end()) {
            AddRecorded(said->second, &facts);
          }
          if (NamesEntitled(versions, decision->period)) AddEntitled(*decision, &facts);
          for (const MonthWorth& each : WorthsOn(scheme, decision->slices, facts, last)) {
            *response->add_worths() = ToProto(caller.park, *decision, each);
          }
        }
        if (!children.next_token.empty()) {
          response->set_next_page_token(rpc::NextPageToken(list, children.next_token));
        }
        return absl::OkStatus();
      });
}

}  // namespace tuoqiao::eligibility
