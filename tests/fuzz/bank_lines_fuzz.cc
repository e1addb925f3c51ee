// The lines of a bank account.
// Seeds: adapters/settlement/pain001/testdata/lines
#include "adapters/settlement/pain001/pain001.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tuoqiao;
  const auto file = adapters::settlement::Pain001().ReadLines(fuzz::Bytes(data, size), {});
  fuzz::Examine(file);
  if (!file.ok()) return 0;
  for (const adapters::BankLine& line : file->records) CHECK(line.amount_minor >= 0);
  return 0;
}
