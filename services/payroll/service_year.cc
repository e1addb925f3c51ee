// What employees' wages bore of childcare in a year, here and before they came.
#include <google/protobuf/empty.pb.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/payroll/convert.h"
#include "services/payroll/errors.h"
#include "services/payroll/service.h"
#include "services/payroll/year_to_date.h"

namespace tuoqiao::payroll {
namespace {

// So that the sums of many stay numbers.
constexpr int64_t kBroughtMax = 1'000'000'000'000;

absl::StatusOr<std::string> YearOf(const std::string& year) {
  if (year.empty()) return FieldRequired("year");
  const bool valid = year.size() == 4 && year >= "1970" &&
                     std::all_of(year.begin(), year.end(), absl::ascii_isdigit);
  if (!valid) return FieldInvalid("year", "is not YYYY", " 应为 YYYY");
  return year;
}

absl::Status CheckBrought(absl::string_view field, int64_t minor) {
  if (minor >= 0 && minor <= kBroughtMax) return absl::OkStatus();
  return FieldInvalid(absl::StrCat("brought.", field), "is not between 0 and 10^12",
                      " 应在 0 与 10^12 之间");
}

absl::StatusOr<YearAmounts> FromProto(const v1::SetBroughtForwardRequest& request) {
  if (!request.has_brought()) return FieldRequired("brought");
  const v1::YearAmounts& brought = request.brought();
  RETURN_IF_ERROR(CheckBrought("deduct_minor", brought.deduct_minor()));
  RETURN_IF_ERROR(CheckBrought("allow_minor", brought.allow_minor()));
  RETURN_IF_ERROR(CheckBrought("taxable_benefit_minor", brought.taxable_benefit_minor()));
  return YearAmounts{brought.deduct_minor(), brought.allow_minor(),
                     brought.taxable_benefit_minor()};
}

void ToProto(const YearAmounts& amounts, v1::YearAmounts* message) {
  message->set_deduct_minor(amounts.deduct_minor);
  message->set_allow_minor(amounts.allow_minor);
  message->set_taxable_benefit_minor(amounts.taxable_benefit_minor);
}

}  // namespace

v1::YearToDate ToProto(absl::string_view park, absl::string_view firm, const YearToDate& year) {
  v1::YearToDate message;
  message.set_name(absl::StrCat(FirmName(park, firm), "/yearToDate/", YearKey(year)));
  message.set_employee(EmployeeName(park, firm, year.employee));
  message.set_employee_no(year.employee_no);
  message.set_year(year.year);
  ToProto(year.here, message.mutable_here());
  if (year.brought.has_value()) ToProto(*year.brought, message.mutable_brought());
  message.set_revision(year.revision);
  return message;
}

grpc::Status PayrollService::SetBroughtForward(grpc::ServerContext* context,
                                               const v1::SetBroughtForwardRequest* request,
                                               v1::YearToDate* response) {
  return front_.Answer(
      context, "SetBroughtForward", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string firm, FirmOf(request->parent()));
        ASSIGN_OR_RETURN(const std::string year, YearOf(request->year()));
        if (request->employee_no().empty()) return FieldRequired("employee_no");
        RETURN_IF_ERROR(CheckText("employee_no", request->employee_no()));
        ASSIGN_OR_RETURN(const YearAmounts brought, FromProto(*request));
        return rpc::Mutate(
            mutation_, caller, *request, response,
            [&] { return peers_.AskStaff(caller, firm, {request->employee_no()}); },
            [&](rpc::Change& change, const Staff& staff) -> absl::Status {
              const std::string employee = staff.IdOf(request->employee_no());
              if (employee.empty()) return EmployeeNotFound(request->employee_no());
              RETURN_IF_ERROR(LockFirm(change.txn, firm));
              ASSIGN_OR_RETURN(YearToDate of_year,
                               LoadYearOf(change.txn, keys_, firm, year, employee));
              of_year.employee_no = request->employee_no();
              if (of_year.brought.has_value() && *of_year.brought == brought) {
                *response = ToProto(caller.park, firm, of_year);
                return absl::OkStatus();
              }
              of_year.brought = brought;
              ++of_year.revision;
              *response = ToProto(caller.park, firm, of_year);
              // Wages stay out of the log.
              change.Publish("BroughtForwardSet", response->name(), of_year.revision,
                             google::protobuf::Empty());
              return SaveBrought(change.txn, keys_, firm, of_year);
            });
      });
}

grpc::Status PayrollService::ListYearToDate(grpc::ServerContext* context,
                                            const v1::ListYearToDateRequest* request,
                                            v1::ListYearToDateResponse* response) {
  return front_.Answer(
      context, "ListYearToDate", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string firm, FirmOf(request->parent()));
        ASSIGN_OR_RETURN(const std::string year, YearOf(request->year()));
        const std::string list = absl::StrCat(request->parent(), "/yearToDate/", year);
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const auto years,
                           LoadYearToDate(txn, keys_, {firm, year, page.after, page.size}));
          for (const YearToDate& each : years) {
            *response->add_years() = ToProto(caller.park, firm, each);
          }
          if (static_cast<int64_t>(years.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, years.back().employee));
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::payroll
