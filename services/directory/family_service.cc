// Families, guardians and consents, and the facts that other services decide on.
#include <google/protobuf/empty.pb.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "services/common/db/outbox.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/rpc/access_trail.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/directory/across_parks.h"
#include "services/directory/convert.h"
#include "services/directory/duplicate_store.h"
#include "services/directory/errors.h"
#include "services/directory/family_store.h"
#include "services/directory/pairing.h"
#include "services/directory/sandbox_child.h"
#include "services/directory/service.h"
#include "services/directory/store.h"

namespace tuoqiao::directory {

using type::v1::ItemResult;

struct DirectoryService::FamilyBatch {
  absl::CivilDay today;
  bool sandbox = false;
  // What the first record of each family in this request said of it.
  std::map<std::string, std::string> families;
  std::set<std::string> case_numbers;
  // Families that changed, with the revision that they get: one rise and one event a request.
  std::map<std::string, int64_t> changed;
};

absl::Status DirectoryService::ApplyFamily(rpc::Change& change, Family record, FamilyBatch& batch,
                                           ItemResult* result) {
  const std::string& park = change.txn.park();
  Child& child = record.children[0];
  if (batch.case_numbers.count(child.case_number) == 1) {
    return DuplicateInRequest("child.case_number");
  }
  const std::string said = CanonicalFamily(record);
  const auto [first, is_first] = batch.families.emplace(record.id, said);
  if (!is_first && first->second != said) return GuardiansDiffer();
  ASSIGN_OR_RETURN(const auto known_child, LoadKnownChild(change.txn, child.id));
  if (known_child && known_child->family != record.id) return ChildInOtherFamily();
  batch.case_numbers.insert(child.case_number);

  const std::string family_print = keys_.Fingerprint(park, "family", said);
  const std::string child_print = keys_.Fingerprint(park, "child", CanonicalChild(child));
  // What is compared is the record as it came, so that one that comes again on a later day is the
  // same.
  if (batch.sandbox) RETURN_IF_ERROR(Pose(batch.today, child));
  RETURN_IF_ERROR(change.txn.LockRoot("family", "id", record.id));
  ASSIGN_OR_RETURN(const auto known, LoadKnownFamily(change.txn, record.id));
  const bool agrees_now = record.guardians.size() == 2 && record.guardians[1].confirmed;
  const bool family_same =
      known && known->fingerprint == family_print && (known->second_confirmed || !agrees_now);
  const bool child_same = known_child && known_child->fingerprint == child_print;
  result->set_resource(ChildName(park, record.id, child.id));
  result->set_outcome(!known_child                ? ItemResult::CREATED
                      : family_same && child_same ? ItemResult::UNCHANGED
                                                  : ItemResult::UPDATED);
  if (family_same && child_same) return absl::OkStatus();

  const int64_t before = known ? known->revision : 0;
  const int64_t revision = batch.changed.emplace(record.id, before + 1).first->second;
  record.revision = revision;
  if (!family_same) {
    // Who agreed elsewhere has agreed, as long as it is the same person.
    if (known && known->fingerprint == family_print && known->second_confirmed) {
      record.guardians[1].confirmed = true;
    }
    RETURN_IF_ERROR(SaveFamily(change.txn, keys_, record, family_print));
  } else if (before != revision) {
    RETURN_IF_ERROR(SaveFamilyRevision(change.txn, record.id, revision));
  }
  if (child_same) return absl::OkStatus();
  if (known_child) {
    ASSIGN_OR_RETURN(const Child before, LoadPersonal(change.txn, keys_, child.id));
    KeepNeeds(before, batch.today, child);
  }
  ASSIGN_OR_RETURN(std::vector<Consent> consents, LoadConsents(change.txn, child.id));
  Grant(consents, child.consents);
  child.consents = std::move(consents);
  RETURN_IF_ERROR(SaveChild(change.txn, keys_, record.id, child, child_print));
  RETURN_IF_ERROR(
      SaveIdentity(change.txn, keys_, child, known_child ? Arrival::kBefore : Arrival::kNow));
  return PairUp(change, child.id,
                known_child ? Against::kNextEarlierAndLater : Against::kNextEarlier, batch.today);
}

grpc::Status DirectoryService::BatchApplyFamilies(grpc::ServerContext* context,
                                                  const v1::BatchApplyFamiliesRequest* request,
                                                  v1::BatchApplyFamiliesResponse* response) {
  return front_.Answer(context, "BatchApplyFamilies", *request, [&](const rpc::Caller& caller) {
    return rpc::Mutate(
        mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
          RETURN_IF_ERROR(CheckItems("records", request->records_size()));
          RETURN_IF_ERROR(change.txn.LockRoot("park", "park_id", change.txn.park()));
          ASSIGN_OR_RETURN(const Park park, LoadPark(change.txn));
          const absl::CivilDay today = Today(park, clock_.Now());
          FamilyBatch batch;
          batch.today = today;
          batch.sandbox = park.sandbox;
          for (int i = 0; i < request->records_size(); ++i) {
            ItemResult* result = response->add_results();
            result->set_index(i);
            absl::StatusOr<Family> record = FromProto(park.id, request->records(i), today);
            absl::Status status = record.status();
            if (status.ok()) status = ApplyFamily(change, *std::move(record), batch, result);
            if (status.ok()) continue;
            if (ReasonOf(status).empty()) return status;
            Reject(status, result);
          }
          for (const auto& [family, revision] : batch.changed) {
            change.Publish(revision == 1 ? "FamilyCreated" : "FamilyChanged",
                           FamilyName(park.id, family), revision, google::protobuf::Empty());
          }
          return absl::OkStatus();
        });
  });
}

grpc::Status DirectoryService::GetFamily(grpc::ServerContext* context,
                                         const v1::GetFamilyRequest* request,
                                         v1::Family* response) {
  return front_.Answer(
      context, "GetFamily", *request, [&](const rpc::Caller& caller) -> absl::Status {
        RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const Family family, LoadFamily(txn, keys_, IdOf(request->name())));
          *response = ToProto(txn.park(), family);
          return absl::OkStatus();
        }));
        return rpc::RecordAccess(mutation_, caller, request->name());
      });
}

grpc::Status DirectoryService::ConfirmGuardian(grpc::ServerContext* context,
                                               const v1::ConfirmGuardianRequest* request,
                                               v1::Family* response) {
  return front_.Answer(context, "ConfirmGuardian", *request, [&](const rpc::Caller& caller) {
    return rpc::Mutate(mutation_, caller, *request, response,
                       [&](rpc::Change& change) -> absl::Status {
                         const std::string id = IdOf(request->name());
                         RETURN_IF_ERROR(change.txn.LockRoot("family", "id", id));
                         ASSIGN_OR_RETURN(Family family, LoadFamily(change.txn, keys_, id));
                         const int place = request->guardian();
                         if (place < 1 || place > static_cast<int>(family.guardians.size())) {
                           return GuardianNotFound(absl::StrCat(request->name(), "#", place));
                         }
                         Guardian& guardian = family.guardians[place - 1];
                         if (!guardian.confirmed) {
                           guardian.confirmed = true;
                           ++family.revision;
                           RETURN_IF_ERROR(SaveGuardianConfirmed(change.txn, id, place));
                           RETURN_IF_ERROR(SaveFamilyRevision(change.txn, id, family.revision));
                           change.Publish("GuardianConfirmed", request->name(), family.revision,
                                          google::protobuf::Empty());
                         }
                         *response = ToProto(change.txn.park(), family);
                         return absl::OkStatus();
                       });
  });
}

grpc::Status DirectoryService::ListChildFacts(grpc::ServerContext* context,
                                              const v1::ListChildFactsRequest* request,
                                              v1::ListChildFactsResponse* response) {
  return front_.Answer(
      context, "ListChildFacts", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), "child_facts",
                                       {1000, 1000}));
        ASSIGN_OR_RETURN(const Concerned concerned, FromProto(*request));
        ASSIGN_OR_RETURN(const std::optional<absl::CivilDay> as_of,
                         AsOfDateOf(request->as_of_date()));
        const bool all = concerned.families.empty() && concerned.employees.empty();
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          const auto say = [&](const ChildFacts& each) {
            v1::ChildFacts message = ToProto(txn.park(), each, as_of);
            // Nobody else compares children across parks.
            if (caller.service == "places") {
              message.set_across_parks_mark(MarkAcrossParks(keys_, each.child));
            }
            return message;
          };
          ASSIGN_OR_RETURN(const int64_t position, db::LogPosition(txn));
          response->set_log_position(position);
          if (!request->child().empty()) {
            const std::string id = LastPart(request->child());
            ASSIGN_OR_RETURN(const auto facts, LoadChildFactsOf(txn, keys_, id));
            for (const ChildFacts& each : facts) {
              v1::ChildFacts message = say(each);
              if (message.child() == request->child()) *response->add_children() = message;
            }
            return absl::OkStatus();
          }
          ASSIGN_OR_RETURN(const auto facts,
                           all ? LoadChildFacts(txn, keys_, page.after, page.size)
                               : LoadChildFacts(txn, keys_, concerned, page.after, page.size));
          for (const ChildFacts& each : facts) {
            *response->add_children() = say(each);
          }
          if (static_cast<int64_t>(facts.size()) == page.size) {
            response->set_next_page_token(
                rpc::NextPageToken("child_facts", facts.back().child.case_number));
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::directory
