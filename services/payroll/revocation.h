// The end of an authorisation on its way: told to payroll in a file, taken by it.
#ifndef TUOQIAO_SERVICES_PAYROLL_REVOCATION_H_
#define TUOQIAO_SERVICES_PAYROLL_REVOCATION_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/common/rpc/mutate.h"
#include "services/payroll/authorisation.h"

namespace tuoqiao::payroll {

// An authorisation is named by its id or by its resource name; its firm is locked. Both give
// AUTHORISATION_NOT_FOUND and AUTHORISATION_STANDS.

// A file went out with its end.
absl::StatusOr<Authorisation> TellEnd(rpc::Change& change, const std::string& firm,
                                      const std::string& named, const std::string& delivery,
                                      const std::string& subject);

// A line says that its end was taken. A payroll system that was told otherwise than by a file of
// ours confirms too.
struct ConfirmedEnd {
  std::string name;
  bool news = false;
};
absl::StatusOr<ConfirmedEnd> ConfirmEnd(rpc::Change& change, const std::string& firm,
                                        const std::string& named, const std::string& delivery);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_REVOCATION_H_
