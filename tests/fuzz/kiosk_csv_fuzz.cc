// Check-ins and check-outs of a centre's devices.
// Seeds: adapters/centre/kiosk_csv/testdata
#include "adapters/centre/kiosk_csv/kiosk_csv.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tuoqiao;
  const auto file = adapters::centre::KioskCsv().ReadEvents(fuzz::Bytes(data, size), {});
  fuzz::Examine(file);
  if (!file.ok()) return 0;
  for (const adapters::PresenceRecord& event : file->records) {
    CHECK(!event.event_id.empty() && !event.case_number.empty() && !event.kind.empty());
    CHECK(event.corrects.empty() || !event.made_time.empty());
  }
  return 0;
}
