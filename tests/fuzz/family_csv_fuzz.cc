// The intake desk's file, with a day after which nobody is born and without.
// Seeds: adapters/roster/family_csv/testdata
#include "adapters/roster/family_csv/family_csv.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tuoqiao;
  const absl::string_view bytes = fuzz::Bytes(data, size);
  fuzz::Examine(adapters::roster::FamilyCsv().ReadFamilies(bytes, {}));
  fuzz::Examine(
      adapters::roster::FamilyCsv().ReadFamilies(bytes, fuzz::Fixed("today", "2026-10-01")));
  return 0;
}
