// A bank's pain.002.
// Seeds: adapters/settlement/pain001/testdata/status adapters/settlement/pain001/testdata
#include "adapters/settlement/pain001/pain001.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tuoqiao;
  const auto file = adapters::settlement::Pain001().ReadStatus(fuzz::Bytes(data, size), {});
  fuzz::Examine(file);
  if (!file.ok()) return 0;
  for (const adapters::PaymentStatus& status : file->records) {
    CHECK(!status.original_message_id.empty() && !status.status.empty());
  }
  return 0;
}
