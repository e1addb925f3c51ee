// Batches of one firm's payroll, item by item: authorisations and pay figures.
#ifndef TUOQIAO_SERVICES_PAYROLL_RECORDING_H_
#define TUOQIAO_SERVICES_PAYROLL_RECORDING_H_

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "services/common/rpc/mutate.h"
#include "services/common/seal.h"
#include "services/payroll/convert.h"
#include "services/payroll/pay_figure_store.h"
#include "services/payroll/store.h"
#include "tuoqiao/payroll/v1/payroll.pb.h"
#include "tuoqiao/type/v1/event.pb.h"

namespace tuoqiao::payroll {

// The employees' numbers that the valid items of a batch name.
template <typename Items>
std::set<std::string> NumbersOf(const Items& items) {
  std::set<std::string> numbers;
  for (const auto& each : items) {
    if (FromProto(each).ok()) numbers.insert(each.employee_no());
  }
  return numbers;
}

// A signature that comes again with the same content is UNCHANGED, also where it was revoked since.
absl::Status RecordAuthorisations(
    rpc::Change& change, const std::string& firm, const Staff& staff,
    const google::protobuf::RepeatedPtrField<v1::Authorisation>& items,
    google::protobuf::RepeatedPtrField<type::v1::ItemResult>* results);

// One figure for an employee and month: another one for the same replaces it.
absl::Status RecordFigures(rpc::Change& change, const KeyRing& keys, const std::string& firm,
                           const Staff& staff,
                           const google::protobuf::RepeatedPtrField<v1::PayFigure>& items,
                           google::protobuf::RepeatedPtrField<type::v1::ItemResult>* results);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_RECORDING_H_
