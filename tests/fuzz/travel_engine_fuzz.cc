// What OSRM and Valhalla answer.
// Seeds: services/places/search/testdata/engine
#include "services/common/check.h"
#include "services/places/search/engine.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tuoqiao;
  using places::search::Engine;
  for (const Engine engine : {Engine::kOsrm, Engine::kValhalla}) {
    const auto table = places::search::ReadTable(engine, {200, fuzz::Bytes(data, size)}, 1, 2);
    if (!table.ok()) {
      CHECK(table.status().code() == absl::StatusCode::kUnavailable);
      continue;
    }
    CHECK(table->columns == 2 && table->seconds.size() == 2);
    for (const int64_t seconds : table->seconds) {
      CHECK(seconds == places::search::kNoWay || seconds >= 0);
    }
  }
  return 0;
}
