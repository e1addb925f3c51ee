// Things that cannot be, said of a child by the record that a decision would rest on.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_FAULT_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_FAULT_H_

#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "services/common/rules/scheme.h"
#include "services/eligibility/child.h"

namespace tuoqiao::eligibility {

struct Fault {
  std::string field;   // In directory's record.
  std::string reason;  // CHILD_DUPLICATE, BIRTH_DATE_IN_FUTURE, LEAVE_BEFORE_HIRE.
};

// The first impossible value; nothing is decided by such a record. Whether it is a child of its own
// comes before what it says.
std::optional<Fault> FaultOf(const Child& child, absl::CivilDay today);

// What is wrong, and what to do next, without the value.
rules::Words FaultWords(const std::string& reason);
rules::Words FaultNextStep(const std::string& reason);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_FAULT_H_
