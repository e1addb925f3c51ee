// Firms and their employees.
#include <google/protobuf/empty.pb.h>

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/directory/convert.h"
#include "services/directory/employee_store.h"
#include "services/directory/errors.h"
#include "services/directory/service.h"
#include "services/directory/store.h"
#include "services/directory/terms_store.h"

namespace tuoqiao::directory {
namespace {

using type::v1::ItemResult;

// Puts one firm over the one that is there; CREATED, UPDATED or UNCHANGED.
absl::StatusOr<ItemResult::Outcome> ApplyFirm(rpc::Change& change, const KeyRing& keys,
                                              const Firm& described, const Move& move) {
  RETURN_IF_ERROR(change.txn.LockRoot("firm", "id", described.id));
  const std::string fingerprint =
      keys.Fingerprint(change.txn.park(), "firm", CanonicalFirm(described));
  ASSIGN_OR_RETURN(const std::string known, FirmFingerprint(change.txn, described.id));
  if (known == fingerprint) return ItemResult::UNCHANGED;
  std::optional<Firm> before;
  if (!known.empty()) {
    ASSIGN_OR_RETURN(before, LoadFirm(change.txn, keys, described.id));
  }
  ASSIGN_OR_RETURN(const Firm firm, Onboard(before, described, move));
  RETURN_IF_ERROR(SaveFirm(change.txn, keys, firm, fingerprint));
  change.Publish(before ? "FirmChanged" : "FirmInvited", FirmName(change.txn.park(), firm.id),
                 firm.revision, google::protobuf::Empty());
  return before ? ItemResult::UPDATED : ItemResult::CREATED;
}

// The name in a request of something below a firm, as the firm's id. FIRM_NOT_FOUND.
absl::StatusOr<std::string> FirmIdOf(const std::string& name) {
  const std::string firm = FirmOf(name);
  if (firm.empty()) return FirmNotFound(name);
  return firm;
}

}  // namespace

grpc::Status DirectoryService::BatchCreateFirms(grpc::ServerContext* context,
                                                const v1::BatchCreateFirmsRequest* request,
                                                v1::BatchCreateFirmsResponse* response) {
  return front_.Answer(context, "BatchCreateFirms", *request, [&](const rpc::Caller& caller) {
    return rpc::Mutate(mutation_, caller, *request, response,
                       [&](rpc::Change& change) -> absl::Status {
                         RETURN_IF_ERROR(CheckItems("firms", request->firms_size()));
                         ASSIGN_OR_RETURN(const Park park, LoadPark(change.txn));
                         const Move move = {Today(park, clock_.Now()), caller.Label()};
                         std::set<std::string> seen;
                         for (int i = 0; i < request->firms_size(); ++i) {
                           ItemResult* result = response->add_results();
                           result->set_index(i);
                           const absl::StatusOr<Firm> described = FromProto(request->firms(i));
                           if (!described.ok()) {
                             Reject(described.status(), result);
                             continue;
                           }
                           if (!seen.insert(described->id).second) {
                             Reject(DuplicateInRequest("uscc"), result);
                             continue;
                           }
                           const absl::StatusOr<ItemResult::Outcome> outcome =
                               ApplyFirm(change, keys_, *described, move);
                           if (outcome.ok()) {
                             result->set_outcome(*outcome);
                             result->set_resource(FirmName(park.id, described->id));
                           } else if (ReasonOf(outcome.status()).empty()) {
                             return outcome.status();
                           } else {
                             Reject(outcome.status(), result);
                           }
                         }
                         return absl::OkStatus();
                       });
  });
}

grpc::Status DirectoryService::GetFirm(grpc::ServerContext* context,
                                       const v1::GetFirmRequest* request, v1::Firm* response) {
  return front_.Answer(context, "GetFirm", *request,
                       [&](const rpc::Caller& caller) -> absl::Status {
                         ASSIGN_OR_RETURN(const std::optional<absl::CivilDay> as_of,
                                          AsOfDateOf(request->as_of_date()));
                         return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
                           ASSIGN_OR_RETURN(const std::string id, FirmIdOf(request->name()));
                           ASSIGN_OR_RETURN(Firm firm, LoadFirm(txn, keys_, id));
                           std::vector<Firm> firms = {std::move(firm)};
                           if (as_of.has_value()) RETURN_IF_ERROR(PutTermsOf(txn, *as_of, firms));
                           *response = ToProto(txn.park(), firms.front());
                           return absl::OkStatus();
                         });
                       });
}

grpc::Status DirectoryService::ListFirms(grpc::ServerContext* context,
                                         const v1::ListFirmsRequest* request,
                                         v1::ListFirmsResponse* response) {
  return front_.Answer(
      context, "ListFirms", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string list = absl::StrCat("firms", request->stuck(), request->as_of_date());
        ASSIGN_OR_RETURN(const std::optional<absl::CivilDay> as_of,
                         AsOfDateOf(request->as_of_date()));
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(auto firms,
                           LoadFirms(txn, keys_, {page.after, page.size, request->stuck()}));
          if (as_of.has_value()) RETURN_IF_ERROR(PutTermsOf(txn, *as_of, firms));
          for (const Firm& firm : firms) *response->add_firms() = ToProto(txn.park(), firm);
          if (static_cast<int64_t>(firms.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, firms.back().id));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status DirectoryService::ReportRoster(grpc::ServerContext* context,
                                            const v1::ReportRosterRequest* request,
                                            v1::Firm* response) {
  return front_.Answer(context, "ReportRoster", *request, [&](const rpc::Caller& caller) {
    return rpc::Mutate(
        mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
          ASSIGN_OR_RETURN(const std::string id, FirmIdOf(request->name()));
          ASSIGN_OR_RETURN(const Firm before, LockFirm(change.txn, keys_, id));
          ASSIGN_OR_RETURN(const Park park, LoadPark(change.txn));
          const Firm firm = HearRoster(
              before, {request->accepted(), request->rejected(), request->leavers_wait()},
              {Today(park, clock_.Now()), caller.Label()});
          *response = ToProto(park.id, firm);
          if (firm.state == before.state && firm.blocker == before.blocker) {
            *response = ToProto(park.id, before);
            return absl::OkStatus();
          }
          RETURN_IF_ERROR(SaveFirmState(change.txn, firm));
          change.Publish("FirmMoved", FirmName(park.id, id), firm.revision,
                         google::protobuf::Empty());
          return absl::OkStatus();
        });
  });
}

grpc::Status DirectoryService::BatchApplyEmployees(grpc::ServerContext* context,
                                                   const v1::BatchApplyEmployeesRequest* request,
                                                   v1::BatchApplyEmployeesResponse* response) {
  return front_.Answer(context, "BatchApplyEmployees", *request, [&](const rpc::Caller& caller) {
    return rpc::Mutate(
        mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
          RETURN_IF_ERROR(CheckItems("employees", request->employees_size()));
          ASSIGN_OR_RETURN(const std::string firm, FirmIdOf(request->parent()));
          RETURN_IF_ERROR(change.txn.LockRoot("firm", "id", firm));
          ASSIGN_OR_RETURN(const bool exists, FirmExists(change.txn, firm));
          if (!exists) return FirmNotFound(request->parent());

          const std::string& park = change.txn.park();
          std::vector<std::pair<Employee, ItemResult*>> described;
          std::set<std::string> seen;
          for (int i = 0; i < request->employees_size(); ++i) {
            ItemResult* result = response->add_results();
            result->set_index(i);
            absl::StatusOr<Employee> employee = FromProto(park, firm, request->employees(i));
            if (!employee.ok()) {
              Reject(employee.status(), result);
            } else if (!seen.insert(employee->employee_no).second) {
              Reject(DuplicateInRequest("employee_no"), result);
            } else {
              described.emplace_back(*std::move(employee), result);
            }
          }
          if (described.empty()) return absl::OkStatus();

          ASSIGN_OR_RETURN(const auto known,
                           LoadKnown(change.txn, firm, *seen.begin(), *seen.rbegin()));
          std::vector<EmployeeToSave> changed;
          for (auto& [employee, result] : described) {
            result->set_resource(EmployeeName(park, employee));
            std::string fingerprint =
                keys_.Fingerprint(park, "employee", CanonicalEmployee(employee));
            const auto before = known.find(employee.employee_no);
            if (before != known.end() && before->second.fingerprint == fingerprint) {
              result->set_outcome(ItemResult::UNCHANGED);
              continue;
            }
            const bool joined = before == known.end();
            employee.revision = joined ? 1 : before->second.revision + 1;
            result->set_outcome(joined ? ItemResult::CREATED : ItemResult::UPDATED);
            const char* kind = joined                                        ? "EmployeeJoined"
                               : employee.leave_date && !before->second.left ? "EmployeeLeft"
                                                                             : "EmployeeChanged";
            change.Publish(kind, result->resource(), employee.revision, google::protobuf::Empty());
            changed.push_back({&employee, std::move(fingerprint)});
          }
          return SaveEmployees(change.txn, keys_, firm, changed);
        });
  });
}

grpc::Status DirectoryService::EndAbsentEmployees(grpc::ServerContext* context,
                                                  const v1::EndAbsentEmployeesRequest* request,
                                                  v1::EndAbsentEmployeesResponse* response) {
  return front_.Answer(context, "EndAbsentEmployees", *request, [&](const rpc::Caller& caller) {
    return rpc::Mutate(
        mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
          ASSIGN_OR_RETURN(const std::string firm, FirmIdOf(request->parent()));
          RETURN_IF_ERROR(change.txn.LockRoot("firm", "id", firm));
          ASSIGN_OR_RETURN(const bool exists, FirmExists(change.txn, firm));
          if (!exists) return FirmNotFound(request->parent());
          ASSIGN_OR_RETURN(const Park park, LoadPark(change.txn));
          absl::CivilDay leave_date = Today(park, clock_.Now());
          if (!request->leave_date().empty()) {
            ASSIGN_OR_RETURN(leave_date, DayOf("leave_date", request->leave_date()));
          }
          const std::set<std::string> present(request->present_employee_nos().begin(),
                                              request->present_employee_nos().end());
          ASSIGN_OR_RETURN(const auto employed, LoadEmployed(change.txn, firm));
          std::vector<Employed> absent;
          std::copy_if(employed.begin(), employed.end(), std::back_inserter(absent),
                       [&](const Employed& each) { return present.count(each.employee_no) == 0; });
          response->set_employed(static_cast<int32_t>(employed.size()));
          response->set_absent(static_cast<int32_t>(absent.size()));
          response->set_ended(request->confirmed() ||
                              !LeaversNeedAPerson(static_cast<int64_t>(employed.size()),
                                                  static_cast<int64_t>(absent.size())));
          if (!response->ended()) return absl::OkStatus();
          for (const Employed& each : absent) {
            Employee left;
            left.firm = firm;
            left.id = each.id;
            change.Publish("EmployeeLeft", EmployeeName(park.id, left), each.revision + 1,
                           google::protobuf::Empty());
          }
          return EndEmployments(change.txn, firm, absent, leave_date);
        });
  });
}

grpc::Status DirectoryService::GetEmployee(grpc::ServerContext* context,
                                           const v1::GetEmployeeRequest* request,
                                           v1::Employee* response) {
  return front_.Answer(
      context, "GetEmployee", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string firm = FirmOf(request->name());
        if (firm.empty()) return EmployeeNotFound(request->name());
        ASSIGN_OR_RETURN(const Employee employee,
                         LoadEmployee(db_, keys_, caller.park, firm, IdOf(request->name())));
        *response = ToProto(caller.park, employee);
        return absl::OkStatus();
      });
}

grpc::Status DirectoryService::ListEmployees(grpc::ServerContext* context,
                                             const v1::ListEmployeesRequest* request,
                                             v1::ListEmployeesResponse* response) {
  return front_.Answer(
      context, "ListEmployees", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string firm, FirmIdOf(request->parent()));
        const std::string list = absl::StrCat("employees/", firm);
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto employees,
                           LoadEmployees(txn, keys_, firm, page.after, page.size));
          for (const Employee& employee : employees) {
            *response->add_employees() = ToProto(txn.park(), employee);
          }
          if (static_cast<int64_t>(employees.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, employees.back().employee_no));
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::directory
