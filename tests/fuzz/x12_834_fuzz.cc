// Benefit enrolment in X12, as everybody and as changes under a sponsor's profile.
// Seeds: adapters/roster/x12_834/testdata
#include "adapters/roster/x12_834/x12_834.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tuoqiao;
  const absl::string_view bytes = fuzz::Bytes(data, size);
  adapters::Mapping everybody;
  everybody.set_kind(adapters::Mapping::FULL);
  everybody.set_absent(adapters::Mapping::LEAVES);
  fuzz::Examine(adapters::roster::X12Enrolment().ReadStaff(bytes, everybody));
  adapters::Mapping changes;
  changes.set_kind(adapters::Mapping::CHANGES);
  changes.mutable_x12()->set_employee_no_qualifier("23");
  changes.mutable_x12()->add_identity_qualifiers("ZZ");
  changes.mutable_x12()->add_childcare_plans("FAC");
  fuzz::Examine(adapters::roster::X12Enrolment().ReadStaff(bytes, changes));
  return 0;
}
