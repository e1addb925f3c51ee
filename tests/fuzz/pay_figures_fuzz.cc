// What people earn.
// Seeds: adapters/payroll/csv/testdata/figures
#include "adapters/payroll/csv/csv.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tuoqiao;
  const auto file = adapters::payroll::Csv().ReadFigures(fuzz::Bytes(data, size), {});
  fuzz::Examine(file);
  if (!file.ok()) return 0;
  for (const adapters::PayFigure& figure : file->records) {
    CHECK(figure.gross_minor >= 0 && figure.net_minor >= 0);
  }
  return 0;
}
