// Another scheme beside a programme's own, and how it takes its place.
#include <google/protobuf/empty.pb.h>

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/errors.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/convert_case.h"
#include "services/eligibility/convert_shadow.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/service.h"
#include "services/eligibility/shadow_store.h"
#include "services/eligibility/shadowing.h"
#include "services/eligibility/store.h"

namespace tuoqiao::eligibility {
namespace {

constexpr rpc::PageLimits kPages = {1000, 1000};

// A key of a page is `{ordinal} {case number}`.
absl::StatusOr<DifferencePlace> PlaceOf(const CaseKey& shadow, const std::string& after) {
  DifferencePlace place = {shadow, "", -1};
  if (after.empty()) return place;
  const std::pair<std::string, std::string> parts = absl::StrSplit(after, absl::MaxSplits(' ', 1));
  if (!absl::SimpleAtoi(parts.first, &place.ordinal)) return rpc::PageTokenInvalid();
  place.case_number = parts.second;
  return place;
}

// From the shadow's first day on the programme has its scheme; the next decisions are made by it.
absl::Status AdoptScheme(rpc::Change& change, const Shadow& shadow, const rules::Schemes& schemes,
                         Programme programme) {
  SchemeVersion version = {shadow.scheme, shadow.period.from, shadow.adopted_values, shadow.id};
  RETURN_IF_ERROR(InsertVersion(change.txn, programme, version));
  Adopt(std::move(version), &programme);
  const std::string& park = change.txn.park();
  // The programme was made with revision 1.
  change.Publish("SchemeAdopted", ProgrammeName(park, programme.id), programme.adoptions + 1,
                 ToProto(park, programme, schemes));
  return absl::OkStatus();
}

}  // namespace

grpc::Status EligibilityService::StartShadow(grpc::ServerContext* context,
                                             const v1::StartShadowRequest* request,
                                             google::longrunning::Operation* response) {
  return front_.Answer(
      context, kStartShadow, *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const Shadow asked, FromProto(caller.park, *request));
        RETURN_IF_ERROR(rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskPark(caller); },
            [&](rpc::Change& change, const ParkFacts& park) -> absl::Status {
              Shadow shadow = asked;
              RETURN_IF_ERROR(change.txn.LockRoot("programme", "id", shadow.programme));
              ASSIGN_OR_RETURN(const Programme programme,
                               LoadProgramme(change.txn, shadow.programme));
              RETURN_IF_ERROR(CheckShadowDays(programme, shadow.period, park.today));
              const Versions live = VersionsOf(programme), tried = VersionsOf(shadow.scheme);
              const rules::Scheme* scheme = tried.On(shadow.period.from);
              if (scheme == nullptr) return SchemeUnknown("scheme", shadow.scheme);
              RETURN_IF_ERROR(live.CheckInForce(shadow.period, "parent"));
              RETURN_IF_ERROR(tried.CheckInForce(shadow.period, "scheme"));
              RETURN_IF_ERROR(
                  CheckValues({shadow.scheme, shadow.period.from, shadow.adopted_values, ""},
                              *scheme, park.sandbox, "adopted_values"));
              shadow.id = change.NewId("sh");
              shadow.base = BaseOf(programme, live, tried, shadow.period);
              RETURN_IF_ERROR(InsertShadow(change.txn, shadow));
              v1::Shadow argument;
              argument.set_name(ShadowName(caller.park, shadow.programme, shadow.id));
              change.Publish("ShadowStarted", argument.name(), shadow.revision,
                             google::protobuf::Empty());
              return operations_.Enqueue(change, kStartShadow, argument, response);
            }));
        if (!request->validate_only()) operations_.Wake();
        return absl::OkStatus();
      });
}

grpc::Status EligibilityService::GetShadow(grpc::ServerContext* context,
                                           const v1::GetShadowRequest* request,
                                           v1::Shadow* response) {
  return front_.Answer(
      context, "GetShadow", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const CaseKey key,
                         CaseKeyOf(caller.park, "name", "shadows", request->name()));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const Shadow shadow, LoadShadow(txn, key));
          *response = ToProto(caller.park, shadow);
          return absl::OkStatus();
        });
      });
}

grpc::Status EligibilityService::ListShadowDifferences(
    grpc::ServerContext* context, const v1::ListShadowDifferencesRequest* request,
    v1::ListShadowDifferencesResponse* response) {
  return front_.Answer(
      context, "ListShadowDifferences", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const CaseKey key,
                         CaseKeyOf(caller.park, "parent", "shadows", request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/differences");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kPages));
        ASSIGN_OR_RETURN(const DifferencePlace after, PlaceOf(key, page.after));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const Shadow shadow, LoadShadow(txn, key));
          // What was kept of some children is no answer yet.
          if (shadow.state == ShadowState::kRunning) return absl::OkStatus();
          ASSIGN_OR_RETURN(const auto kept, LoadDifferences(txn, keys_, after, page.size));
          for (const KeptDifference& each : kept) *response->add_differences() = ToProto(each);
          if (static_cast<int64_t>(kept.size()) == page.size) {
            const DifferencePlace& last = kept.back().place;
            response->set_next_page_token(
                rpc::NextPageToken(list, absl::StrCat(last.ordinal, " ", last.case_number)));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status EligibilityService::ApproveShadow(grpc::ServerContext* context,
                                               const v1::ApproveShadowRequest* request,
                                               v1::Shadow* response) {
  return front_.Answer(
      context, "ApproveShadow", *request, [&](const rpc::Caller& caller) -> absl::Status {
        if (request->digest().empty()) return FieldRequired("digest");
        ASSIGN_OR_RETURN(const CaseKey key,
                         CaseKeyOf(caller.park, "name", "shadows", request->name()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&] { return peers_.AskPark(caller); },
            [&](rpc::Change& change, const ParkFacts& park) -> absl::Status {
              RETURN_IF_ERROR(change.txn.LockRoot("programme", "id", key.programme));
              ASSIGN_OR_RETURN(Shadow shadow, LoadShadow(change.txn, key));
              RETURN_IF_ERROR(CheckMaySign(shadow, request->digest(), park.today));
              ASSIGN_OR_RETURN(Programme programme, LoadProgramme(change.txn, key.programme));
              RETURN_IF_ERROR(CheckBase(shadow, BaseOf(programme, VersionsOf(programme),
                                                       VersionsOf(shadow.scheme), shadow.period)));
              RETURN_IF_ERROR(Sign(shadow, caller.identity.subject));
              RETURN_IF_ERROR(SaveShadow(change.txn, shadow));
              const bool adopted = shadow.state == ShadowState::kAdopted;
              change.Publish(adopted ? "ShadowAdopted" : "ShadowSigned", request->name(),
                             shadow.revision, google::protobuf::Empty());
              *response = ToProto(caller.park, shadow);
              return adopted ? AdoptScheme(change, shadow, schemes_, std::move(programme))
                             : absl::OkStatus();
            });
      });
}

}  // namespace tuoqiao::eligibility
