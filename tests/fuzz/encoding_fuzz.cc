// Bytes as office programs save them become UTF-8; UTF-8 without a mark stays as it is.
// Seeds: adapters/roster/csv/testdata
#include "absl/strings/match.h"
#include "adapters/common/csv.h"
#include "adapters/common/encoding.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tuoqiao;
  const absl::string_view bytes = fuzz::Bytes(data, size);
  const auto text = adapters::ToUtf8(bytes);
  if (!text.ok()) {
    CHECK(!adapters::FileReason(text.status()).empty());
    return 0;
  }
  CHECK(adapters::IsUtf8(*text));
  const bool marked = absl::StartsWith(bytes, "\xEF\xBB\xBF") ||
                      absl::StartsWith(bytes, "\xFF\xFE") || absl::StartsWith(bytes, "\xFE\xFF");
  if (!marked && adapters::IsUtf8(bytes)) CHECK(*text == bytes);

  // A cell that is written is read back as it was.
  if (text->empty() || text->size() > 4096) return 0;
  const std::string row = adapters::CsvCell(*text) + ",x\n";
  adapters::CsvReader reader(row, ',');
  CHECK(reader.Next());
  CHECK(!reader.record().misquoted && reader.record().cells.size() == 2);
  CHECK(reader.record().cells[0] == *text && reader.record().cells[1] == "x");
  CHECK(!reader.Next() && reader.status().ok());
  return 0;
}
