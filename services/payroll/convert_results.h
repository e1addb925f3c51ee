// Between the contract's messages of results and the core.
#ifndef TUOQIAO_SERVICES_PAYROLL_CONVERT_RESULTS_H_
#define TUOQIAO_SERVICES_PAYROLL_CONVERT_RESULTS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/payroll/pay_line_store.h"
#include "services/payroll/result_book.h"
#include "tuoqiao/payroll/v1/payroll.pb.h"

namespace tuoqiao::payroll {

std::string PayExceptionName(absl::string_view park, absl::string_view firm, absl::string_view id);
std::string PayLineName(absl::string_view park, const RunKey& run, absl::string_view id);

// The file that a batch names: its content goes with it. FIELD_INVALID, FIELD_REQUIRED.
absl::Status CheckFile(const v1::BatchRecordResultsRequest& request);

// PAY_EXCEPTION_NOT_FOUND, FIELD_REQUIRED, FIELD_INVALID.
struct Resolution {
  std::string firm;
  ResultBook::Word word;
};
absl::StatusOr<Resolution> FromProto(const v1::ResolvePayExceptionRequest& request);

v1::PayResultCorrected ToProto(absl::string_view park, const PayRun& run,
                               const std::vector<CorrectedDeduction>& deductions);
v1::PayException ToProto(absl::string_view park, const ExceptionAt& at);
// Without what only its run knows: `state` is left out.
v1::PayResultLine ToProto(absl::string_view park, const RunKey& run, const PayLine& line);
v1::PayResultLine::State ToProto(PayLineState state);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_CONVERT_RESULTS_H_
