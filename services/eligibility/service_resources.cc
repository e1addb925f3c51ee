// All resources of the service, for the state hash.
#include <array>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/rpc/events.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/eligibility/appeal_store.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/convert_case.h"
#include "services/eligibility/convert_shadow.h"
#include "services/eligibility/decision_store.h"
#include "services/eligibility/recorded_fact_store.h"
#include "services/eligibility/service.h"
#include "services/eligibility/shadow_store.h"
#include "services/eligibility/store.h"

namespace tuoqiao::eligibility {
namespace {

// A decision with its traces is long.
constexpr rpc::PageLimits kResourcePages = {500, 500};

// A page holds one kind; its token is `{kind}/{first}/{second}`, the key of its last row.
struct Place {
  size_t kind = 0;
  std::string first, second;
};

class Pages {
 public:
  Pages(db::Read& txn, const KeyRing& keys, int64_t rows_max,
        type::v1::ListResourcesResponse* response)
      : txn_(txn), keys_(keys), rows_max_(rows_max), response_(response) {}

  absl::Status Decisions(Place* at) {
    ASSIGN_OR_RETURN(const auto rows,
                     LoadAllDecisions(txn_, keys_, {at->first, at->second}, rows_max_));
    for (const Decision& each : rows) {
      Add(ToProto(txn_.park(), each), {at->kind, each.programme, each.id}, at);
    }
    return absl::OkStatus();
  }
  absl::Status RecordedFacts(Place* at) {
    int64_t revision = 0;
    if (!at->second.empty() && !absl::SimpleAtoi(at->second, &revision)) {
      return rpc::PageTokenInvalid();
    }
    ASSIGN_OR_RETURN(const auto rows,
                     LoadAllRecorded(txn_, keys_, {at->first, revision}, rows_max_));
    for (const RecordedRow& each : rows) {
      Add(ToProto(each.child, each.fact),
          {at->kind, each.key.child_id, absl::StrCat(each.key.revision)}, at);
    }
    return absl::OkStatus();
  }
  absl::Status Overrides(Place* at) {
    ASSIGN_OR_RETURN(const auto rows,
                     LoadOverrides(txn_, &keys_, {"", "", {at->first, at->second}, rows_max_}));
    for (const Override& each : rows) {
      Add(ToProto(txn_.park(), each), {at->kind, each.programme, each.id}, at);
    }
    return absl::OkStatus();
  }
  absl::Status Appeals(Place* at) {
    ASSIGN_OR_RETURN(const auto rows,
                     LoadAppeals(txn_, &keys_, {"", "", {at->first, at->second}, rows_max_}));
    for (const Appeal& each : rows) {
      Add(ToProto(txn_.park(), each), {at->kind, each.programme, each.id}, at);
    }
    return absl::OkStatus();
  }
  absl::Status Confirmations(Place* at) {
    Confirmation after;
    after.programme = at->first;
    after.child_id = at->second;
    ASSIGN_OR_RETURN(const auto rows, LoadAllConfirmations(txn_, after, rows_max_));
    for (const Confirmation& each : rows) {
      Add(ToProto(txn_.park(), each), {at->kind, each.programme, each.child_id}, at);
    }
    return absl::OkStatus();
  }
  absl::Status Faults(Place* at) {
    ASSIGN_OR_RETURN(const auto rows,
                     LoadAllFaults(txn_, {at->first, at->second, "", {}}, rows_max_));
    for (const FaultRow& each : rows) {
      Add(ToProto(txn_.park(), each), {at->kind, each.programme, each.case_number}, at);
    }
    return absl::OkStatus();
  }

  absl::Status Shadows(Place* at) {
    ASSIGN_OR_RETURN(const auto rows, LoadShadows(txn_, {at->first, at->second}, rows_max_));
    for (const Shadow& each : rows) {
      v1::Shadow message = ToProto(txn_.park(), each);
      message.clear_digest();  // By this installation's keys.
      Add(message, {at->kind, each.programme, each.id}, at);
    }
    return absl::OkStatus();
  }
  // The second key is `{shadow} {ordinal} {case number}`.
  absl::Status Differences(Place* at) {
    DifferencePlace after;
    after.shadow.programme = at->first;
    const std::vector<std::string> parts = absl::StrSplit(at->second, absl::MaxSplits(' ', 2));
    if (!at->second.empty()) {
      if (parts.size() != 3 || !absl::SimpleAtoi(parts[1], &after.ordinal)) {
        return rpc::PageTokenInvalid();
      }
      after.shadow.id = parts[0];
      after.case_number = parts[2];
    }
    ASSIGN_OR_RETURN(const auto rows, LoadAllDifferences(txn_, keys_, after, rows_max_));
    for (const KeptDifference& each : rows) {
      rpc::AddResource(DifferenceName(txn_.park(), each.place), ToProto(each), response_);
      *at = {
          at->kind, each.place.shadow.programme,
          absl::StrCat(each.place.shadow.id, " ", each.place.ordinal, " ", each.place.case_number)};
    }
    return absl::OkStatus();
  }

  template <typename Message>
  void Add(const Message& message, Place last, Place* at) {
    rpc::AddResource(message.name(), message, response_);
    *at = std::move(last);
  }

 private:
  db::Read& txn_;
  const KeyRing& keys_;
  const int64_t rows_max_;
  type::v1::ListResourcesResponse* const response_;
};

// In the order of the state. Programmes need the schemes and have no page of this form.
constexpr std::array kKinds = {&Pages::Decisions, &Pages::RecordedFacts, &Pages::Overrides,
                               &Pages::Appeals,   &Pages::Confirmations, &Pages::Faults,
                               &Pages::Shadows,   &Pages::Differences};
constexpr size_t kProgrammes = kKinds.size();

absl::StatusOr<Place> ReadPlace(const std::string& after) {
  Place place;
  if (after.empty()) return place;
  const std::vector<std::string> parts = absl::StrSplit(after, '/');
  uint64_t kind = 0;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &kind) || kind > kProgrammes) {
    return rpc::PageTokenInvalid();
  }
  return Place{static_cast<size_t>(kind), parts[1], parts[2]};
}

}  // namespace

grpc::Status EligibilityService::ListResources(grpc::ServerContext* context,
                                               const type::v1::ListResourcesRequest* request,
                                               type::v1::ListResourcesResponse* response) {
  return front_.Answer(
      context, "ListResources", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string list = absl::StrCat(request->parent(), "/resources");
        ASSIGN_OR_RETURN(
            const rpc::Page page,
            rpc::ReadPage(request->page_size(), request->page_token(), list, kResourcePages));
        ASSIGN_OR_RETURN(Place at, ReadPlace(page.after));
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          Pages pages(txn, keys_, page.size, response);
          if (at.kind < kProgrammes) return (pages.*kKinds[at.kind])(&at);
          ASSIGN_OR_RETURN(const auto programmes, LoadProgrammes(txn, at.first, page.size));
          for (const Programme& each : programmes) {
            pages.Add(ToProto(caller.park, each, schemes_), {kProgrammes, each.id, ""}, &at);
          }
          return absl::OkStatus();
        }));
        const bool full = response->resources_size() == page.size;
        if (!full) at = {at.kind + 1, "", ""};
        if (at.kind <= kProgrammes) {
          response->set_next_page_token(
              rpc::NextPageToken(list, absl::StrCat(at.kind, "/", at.first, "/", at.second)));
        }
        return absl::OkStatus();
      });
}

}  // namespace tuoqiao::eligibility
