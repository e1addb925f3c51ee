// Between the contract's messages and the core: what is open of a firm, and what comes in.
#ifndef TUOQIAO_SERVICES_PAYROLL_CONVERT_IMPORT_H_
#define TUOQIAO_SERVICES_PAYROLL_CONVERT_IMPORT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/payroll/convert.h"
#include "services/payroll/pay_import.h"
#include "services/payroll/pay_import_store.h"
#include "tuoqiao/payroll/v1/payroll.pb.h"

namespace tuoqiao::payroll {

std::string PayImportName(absl::string_view park, const PayImport& import);
struct PayImportKey {
  std::string firm, id;
};
// PAY_IMPORT_NOT_FOUND.
absl::StatusOr<PayImportKey> PayImportOf(const std::string& name);

// Whose items they are.
struct Owner {
  std::string park, firm;
};
// FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<PayImport> FromProto(const v1::PayImport& message, const Owner& owner);
// Of one item of a batch: FIELD_INVALID, OTHER_FIRM. The employee's id is left out.
absl::StatusOr<PayItem> FromProto(const v1::PayItem& message, const Owner& owner);
// Of one run of a batch: FIELD_INVALID, OTHER_FIRM, PAY_RUN_STATE. Employees' ids are left out.
struct RunHistory {
  PayRun run;
  std::vector<Instruction> instructions;
};
absl::StatusOr<RunHistory> FromProto(const v1::PayRunHistory& message, const Owner& owner);

v1::PayImport ToProto(absl::string_view park, const PayImport& import);
v1::PayItem ToProto(absl::string_view park, const std::string& firm, const PayItem& item);

// The place of an item in a list, as a page token holds it.
std::string PlaceText(const PayItem& item);
PayItemPlace PlaceOfText(const std::string& text);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_CONVERT_IMPORT_H_
