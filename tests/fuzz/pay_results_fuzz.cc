// What payroll took.
// Seeds: adapters/payroll/csv/testdata/results
#include "adapters/payroll/csv/csv.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tuoqiao;
  const auto file = adapters::payroll::Csv().ReadResults(fuzz::Bytes(data, size), {});
  fuzz::Examine(file);
  if (!file.ok()) return 0;
  for (const adapters::PayResult& result : file->records) CHECK(result.amount_minor >= 0);
  return 0;
}
