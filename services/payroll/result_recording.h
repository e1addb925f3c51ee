// Results of one pay run between the database and the book that reads them.
#ifndef TUOQIAO_SERVICES_PAYROLL_RESULT_RECORDING_H_
#define TUOQIAO_SERVICES_PAYROLL_RESULT_RECORDING_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/rpc/mutate.h"
#include "services/common/rules/parameter_file.h"
#include "services/payroll/pay_line_store.h"
#include "services/payroll/pay_run.h"
#include "services/payroll/result_book.h"
#include "services/payroll/store.h"
#include "tuoqiao/payroll/v1/payroll.pb.h"

namespace tuoqiao::payroll {

// The run with what is known of employees whose numbers lie in the span.
absl::StatusOr<ResultPages> LoadPages(db::Read& txn, const PayRun& run, const Span& numbers);

// Saves what changed, with its events. Of a run that is reconciled, the difference of each
// deduction is published (`PayResultCorrected`) and its arrears follow.
absl::Status SaveBook(rpc::Change& change, const ResultBook& book);

// Saves an exception that was changed by hand.
absl::Status SaveAndPublishException(rpc::Change& change, const ExceptionAt& at);

// Reads a request's lines into a run that is locked, each with a result. A file whose name had
// other content is read only if a person accepted it. PAY_RUN_STATE.
absl::Status RecordResults(rpc::Change& change, const PayRun& run, const Staff& staff,
                           const rules::ParameterFile& pack,
                           const v1::BatchRecordResultsRequest& request,
                           google::protobuf::RepeatedPtrField<type::v1::ItemResult>* results);

// Opens what is MISSING of a run that was just reconciled.
absl::Status RecordMissing(rpc::Change& change, const PayRun& run,
                           const std::vector<Instruction>& instructions);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_RESULT_RECORDING_H_
