// What is open of a firm that leaves, and what one that comes brings along.
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/payroll/convert.h"
#include "services/payroll/convert_import.h"
#include "services/payroll/importing.h"
#include "services/payroll/pay_import_store.h"
#include "services/payroll/service.h"

namespace tuoqiao::payroll {
namespace {

constexpr int kRunsMax = 20, kInstructionsMax = 2000;

std::set<std::string> NumbersOf(const v1::BatchImportPayItemsRequest& request) {
  std::set<std::string> numbers;
  for (const v1::PayItem& each : request.pay_items()) numbers.insert(each.employee_no());
  numbers.erase("");
  return numbers;
}

std::set<std::string> NumbersOf(const v1::BatchImportPayRunsRequest& request) {
  std::set<std::string> numbers;
  for (const v1::PayRunHistory& run : request.pay_runs()) {
    for (const v1::Instruction& each : run.instructions()) numbers.insert(each.employee_no());
  }
  numbers.erase("");
  return numbers;
}

absl::Status CheckRuns(const v1::BatchImportPayRunsRequest& request) {
  int instructions = 0;
  for (const v1::PayRunHistory& each : request.pay_runs()) {
    instructions += each.instructions_size();
  }
  if (request.pay_runs_size() > 0 && request.pay_runs_size() <= kRunsMax &&
      instructions <= kInstructionsMax) {
    return absl::OkStatus();
  }
  return FieldInvalid("pay_runs", "are not 1 to 20 with at most 2000 instructions",
                      " 应为 1 至 20 个批次,指令合计至多 2000 条");
}

}  // namespace

grpc::Status PayrollService::ListPayRuns(grpc::ServerContext* context,
                                         const v1::ListPayRunsRequest* request,
                                         v1::ListPayRunsResponse* response) {
  return front_.Answer(
      context, "ListPayRuns", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string firm, FirmOf(request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/payRuns");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto runs, LoadPayRunPage(txn, {firm, page.after, page.size}));
          for (const PayRun& each : runs) *response->add_pay_runs() = ToProto(caller.park, each);
          if (static_cast<int64_t>(runs.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, runs.back().Key().Text()));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status PayrollService::ListPayItems(grpc::ServerContext* context,
                                          const v1::ListPayItemsRequest* request,
                                          v1::ListPayItemsResponse* response) {
  return front_.Answer(
      context, "ListPayItems", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string firm, FirmOf(request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/payItems");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        // Of whom no run was planned yet, only directory knows the number.
        ASSIGN_OR_RETURN(const PlanTerms terms, peers_.AskTerms(caller, firm, kEver));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(auto items,
                           LoadOpenItems(txn, firm, PlaceOfText(page.after), page.size));
          for (PayItem& each : items) {
            each.employee_no = terms.staff.NumberOf(each.share.employee);
            *response->add_pay_items() = ToProto(caller.park, firm, each);
          }
          if (static_cast<int64_t>(items.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, PlaceText(items.back())));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status PayrollService::BatchImportPayItems(grpc::ServerContext* context,
                                                 const v1::BatchImportPayItemsRequest* request,
                                                 v1::BatchImportPayItemsResponse* response) {
  return front_.Answer(
      context, "BatchImportPayItems", *request, [&](const rpc::Caller& caller) -> absl::Status {
        RETURN_IF_ERROR(CheckItems("pay_items", request->pay_items_size()));
        ASSIGN_OR_RETURN(const std::string firm, FirmOf(request->parent()));
        ASSIGN_OR_RETURN(const PayImport said,
                         FromProto(request->pay_import(), Owner{caller.park, firm}));
        return rpc::Mutate(
            mutation_, caller, *request, response,
            [&] { return peers_.AskStaff(caller, firm, NumbersOf(*request)); },
            [&](rpc::Change& change, const Staff& staff) -> absl::Status {
              RETURN_IF_ERROR(LockFirm(change.txn, firm));
              return ImportItems(change, said, staff, *request, response);
            });
      });
}

grpc::Status PayrollService::BatchImportPayRuns(grpc::ServerContext* context,
                                                const v1::BatchImportPayRunsRequest* request,
                                                v1::BatchImportPayRunsResponse* response) {
  return front_.Answer(context, "BatchImportPayRuns", *request,
                       [&](const rpc::Caller& caller) -> absl::Status {
                         RETURN_IF_ERROR(CheckRuns(*request));
                         ASSIGN_OR_RETURN(const std::string firm, FirmOf(request->parent()));
                         return rpc::Mutate(
                             mutation_, caller, *request, response,
                             [&] { return peers_.AskStaff(caller, firm, NumbersOf(*request)); },
                             [&](rpc::Change& change, const Staff& staff) -> absl::Status {
                               RETURN_IF_ERROR(LockFirm(change.txn, firm));
                               RETURN_IF_ERROR(SaveStaff(change.txn, firm, staff));
                               return ImportRuns(change, firm, staff, *request, response);
                             });
                       });
}

grpc::Status PayrollService::ConfirmPayImport(grpc::ServerContext* context,
                                              const v1::ConfirmPayImportRequest* request,
                                              v1::PayImport* response) {
  return front_.Answer(
      context, "ConfirmPayImport", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const PayImportKey key, PayImportOf(request->name()));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
              ASSIGN_OR_RETURN(
                  const PayImport import,
                  ConfirmItems(change, key,
                               {request->items(), request->open_minor(), caller.identity.subject}));
              *response = ToProto(caller.park, import);
              return absl::OkStatus();
            });
      });
}

grpc::Status PayrollService::UndoPayImport(grpc::ServerContext* context,
                                           const v1::UndoPayImportRequest* request,
                                           v1::PayImport* response) {
  return front_.Answer(
      context, "UndoPayImport", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const PayImportKey key, PayImportOf(request->name()));
        return rpc::Mutate(mutation_, caller, *request, response,
                           [&](rpc::Change& change) -> absl::Status {
                             ASSIGN_OR_RETURN(const PayImport import, UndoItems(change, key));
                             *response = ToProto(caller.park, import);
                             return absl::OkStatus();
                           });
      });
}

}  // namespace tuoqiao::payroll
