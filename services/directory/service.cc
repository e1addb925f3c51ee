#include "services/directory/service.h"

#include <google/protobuf/empty.pb.h>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/rpc/events.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/directory/convert.h"
#include "services/directory/convert_deduction.h"
#include "services/directory/convert_duplicate.h"
#include "services/directory/deduction_store.h"
#include "services/directory/duplicate_store.h"
#include "services/directory/employee_store.h"
#include "services/directory/errors.h"
#include "services/directory/family_store.h"
#include "services/directory/store.h"

namespace tuoqiao::directory {
namespace {

// One kind of resource for ListResources: adds what follows `after` and returns the key of the last
// that it added; empty where nothing follows.
using AddAfter = std::function<absl::StatusOr<std::string>(
    db::Read&, const std::string& after, int64_t rows_max, type::v1::ListResourcesResponse*)>;

absl::StatusOr<std::string> AddFirms(db::Read& txn, const KeyRing& keys, const std::string& after,
                                     int64_t rows_max, type::v1::ListResourcesResponse* response) {
  ASSIGN_OR_RETURN(const auto firms, LoadFirms(txn, keys, {after, rows_max, false}));
  for (const Firm& firm : firms) {
    rpc::AddResource(FirmName(txn.park(), firm.id), ToProto(txn.park(), firm), response);
  }
  return firms.empty() ? "" : firms.back().id;
}

// The key of an employee is `{firm}/{employee_no}`: firm after firm.
absl::StatusOr<std::string> AddEmployees(db::Read& txn, const KeyRing& keys,
                                         const std::string& after, int64_t rows_max,
                                         type::v1::ListResourcesResponse* response) {
  const std::pair<std::string, std::string> place = absl::StrSplit(after, absl::MaxSplits('/', 1));
  std::string firm = place.first;
  ASSIGN_OR_RETURN(auto employees, LoadEmployees(txn, keys, firm, place.second, rows_max));
  while (employees.empty()) {
    ASSIGN_OR_RETURN(const auto next, LoadFirms(txn, keys, {firm, 1, false}));
    if (next.empty()) return "";
    firm = next[0].id;
    ASSIGN_OR_RETURN(employees, LoadEmployees(txn, keys, firm, "", rows_max));
  }
  for (const Employee& employee : employees) {
    rpc::AddResource(EmployeeName(txn.park(), employee), ToProto(txn.park(), employee), response);
  }
  return absl::StrCat(firm, "/", employees.back().employee_no);
}

absl::StatusOr<std::string> AddFamilies(db::Read& txn, const KeyRing& keys,
                                        const std::string& after, int64_t rows_max,
                                        type::v1::ListResourcesResponse* response) {
  ASSIGN_OR_RETURN(const auto families, LoadFamilies(txn, keys, after, rows_max));
  for (const Family& family : families) {
    rpc::AddResource(FamilyName(txn.park(), family.id), ToProto(txn.park(), family), response);
  }
  return families.empty() ? "" : families.back().id;
}

absl::StatusOr<std::string> AddDuplicates(db::Read& txn, const std::string& after, int64_t rows_max,
                                          type::v1::ListResourcesResponse* response) {
  ASSIGN_OR_RETURN(const auto pairs, LoadDuplicates(txn, {after, rows_max, false}));
  for (const ChildDuplicate& pair : pairs) {
    rpc::AddResource(DuplicateName(txn.park(), pair.id), ToProto(txn.park(), pair), response);
  }
  return pairs.empty() ? "" : pairs.back().id;
}

absl::StatusOr<std::string> AddSplits(db::Read& txn, const std::string& after, int64_t rows_max,
                                      type::v1::ListResourcesResponse* response) {
  const std::pair<std::string, std::string> place = absl::StrSplit(after, absl::MaxSplits('/', 1));
  ASSIGN_OR_RETURN(const auto splits, LoadSplits(txn, place.first, place.second, rows_max));
  for (const SplitOfFamily& each : splits) {
    const v1::DeductionSplit message = ToProto(txn.park(), each.family, each.split);
    rpc::AddResource(message.name(), message, response);
  }
  return splits.empty() ? ""
                        : absl::StrCat(splits.back().split.child, "/", splits.back().split.year);
}

}  // namespace

DirectoryService::DirectoryService(const rpc::Ground& ground, const rpc::Front& front,
                                   rules::ParameterFile deduction)
    : db_(ground.db),
      clock_(ground.clock),
      keys_(ground.keys),
      front_(front),
      mutation_(ground.mutation()),
      deduction_(std::move(deduction)) {}

grpc::Status DirectoryService::CreatePark(grpc::ServerContext* context,
                                          const v1::CreateParkRequest* request,
                                          v1::Park* response) {
  return front_.Answer(context, "CreatePark", *request, [&](const rpc::Caller& caller) {
    return rpc::Mutate(mutation_, caller, *request, response,
                       [&](rpc::Change& change) -> absl::Status {
                         ASSIGN_OR_RETURN(const Park park, FromProto(request->park()));
                         if (LoadPark(change.txn).ok()) return ParkExists(park.id);
                         RETURN_IF_ERROR(SavePark(change.txn, park));
                         change.Publish("ParkCreated", ParkName(park.id), park.revision,
                                        google::protobuf::Empty());
                         *response = ToProto(park, Today(park, clock_.Now()));
                         return absl::OkStatus();
                       });
  });
}

grpc::Status DirectoryService::GetPark(grpc::ServerContext* context,
                                       const v1::GetParkRequest* request, v1::Park* response) {
  return front_.Answer(context, "GetPark", *request, [&](const rpc::Caller& caller) {
    return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(const Park park, LoadPark(txn));
      *response = ToProto(park, Today(park, clock_.Now()));
      return absl::OkStatus();
    });
  });
}

grpc::Status DirectoryService::ListParks(grpc::ServerContext* context,
                                         const v1::ListParksRequest* request,
                                         v1::ListParksResponse* response) {
  return front_.Answer(context, "ListParks", *request, [&](const rpc::Caller&) -> absl::Status {
    ASSIGN_OR_RETURN(const rpc::Page page,
                     rpc::ReadPage(request->page_size(), request->page_token(), "parks"));
    return db_.ReadIn(db::kAcrossParks, [&](db::Read& txn) -> absl::Status {
      ASSIGN_OR_RETURN(const auto parks, LoadParks(txn, page.after, page.size));
      for (const Park& park : parks) {
        *response->add_parks() = ToProto(park, Today(park, clock_.Now()));
      }
      if (static_cast<int64_t>(parks.size()) == page.size) {
        response->set_next_page_token(rpc::NextPageToken("parks", parks.back().id));
      }
      return absl::OkStatus();
    });
  });
}

grpc::Status DirectoryService::AdvanceClock(grpc::ServerContext* context,
                                            const v1::AdvanceClockRequest* request,
                                            v1::Park* response) {
  return front_.Answer(context, "AdvanceClock", *request, [&](const rpc::Caller& caller) {
    return rpc::Mutate(mutation_, caller, *request, response,
                       [&](rpc::Change& change) -> absl::Status {
                         ASSIGN_OR_RETURN(const absl::CivilDay day,
                                          DayOf("current_date", request->current_date()));
                         RETURN_IF_ERROR(change.txn.LockRoot("park", "park_id", change.txn.park()));
                         ASSIGN_OR_RETURN(Park park, LoadPark(change.txn));
                         RETURN_IF_ERROR(Advance(park, day));
                         RETURN_IF_ERROR(SavePark(change.txn, park));
                         change.Publish("ClockAdvanced", ParkName(park.id), park.revision,
                                        google::protobuf::Empty());
                         *response = ToProto(park, day);
                         return absl::OkStatus();
                       });
  });
}

grpc::Status DirectoryService::ListEvents(grpc::ServerContext* context,
                                          const type::v1::ListEventsRequest* request,
                                          type::v1::ListEventsResponse* response) {
  return front_.Answer(context, "ListEvents", *request, [&](const rpc::Caller& caller) {
    return rpc::ListEvents(db_, caller, *request, response);
  });
}

grpc::Status DirectoryService::ListResources(grpc::ServerContext* context,
                                             const type::v1::ListResourcesRequest* request,
                                             type::v1::ListResourcesResponse* response) {
  return front_.Answer(
      context, "ListResources", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), "resources"));
        const std::vector<AddAfter> kinds = {
            [&](db::Read& txn, const std::string& after, int64_t,
                type::v1::ListResourcesResponse* out) -> absl::StatusOr<std::string> {
              if (!after.empty()) return "";
              ASSIGN_OR_RETURN(const Park park, LoadPark(txn));
              rpc::AddResource(ParkName(park.id), ToProto(park, Today(park, clock_.Now())), out);
              return park.id;
            },
            [&](db::Read& txn, const std::string& after, int64_t most, auto* out) {
              return AddFirms(txn, keys_, after, most, out);
            },
            [&](db::Read& txn, const std::string& after, int64_t most, auto* out) {
              return AddEmployees(txn, keys_, after, most, out);
            },
            [&](db::Read& txn, const std::string& after, int64_t most, auto* out) {
              return AddFamilies(txn, keys_, after, most, out);
            },
            [&](db::Read& txn, const std::string& after, int64_t most, auto* out) {
              return AddDuplicates(txn, after, most, out);
            },
            [&](db::Read& txn, const std::string& after, int64_t most, auto* out) {
              return AddSplits(txn, after, most, out);
            },
        };
        // The token is `{kind}/{key of the last}`.
        const std::pair<std::string, std::string> place =
            absl::StrSplit(page.after, absl::MaxSplits('/', 1));
        size_t kind = 0;
        if (!page.after.empty() && !absl::SimpleAtoi(place.first, &kind)) kind = kinds.size();
        std::string after = place.second;
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          while (kind < kinds.size() && response->resources_size() < page.size) {
            ASSIGN_OR_RETURN(
                after, kinds[kind](txn, after, page.size - response->resources_size(), response));
            if (after.empty()) ++kind;
          }
          if (kind < kinds.size()) {
            response->set_next_page_token(
                rpc::NextPageToken("resources", absl::StrCat(kind, "/", after)));
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::directory
