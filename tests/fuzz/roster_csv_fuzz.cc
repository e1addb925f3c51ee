// A firm's staff as CSV, with children's columns refused and passed over.
// Seeds: adapters/roster/csv/testdata
#include "adapters/roster/csv/csv.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tuoqiao;
  const absl::string_view bytes = fuzz::Bytes(data, size);
  fuzz::Examine(adapters::roster::Csv().ReadStaff(bytes, {}));
  fuzz::Examine(adapters::roster::Csv().ReadStaff(bytes, fuzz::Fixed("guardian_consent", "Y")));
  return 0;
}
