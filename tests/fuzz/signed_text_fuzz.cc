// Tokens and heads of the log that nobody here has signed, and logs that nobody has exported.
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "services/common/audit.h"
#include "services/common/log_text.h"
#include "services/common/signing_key.h"
#include "services/common/token.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tuoqiao;
  static const auto* const kTokens = TokenKey::Generate().release();
  static const auto* const kHeads = new SigningKey(SigningKey::Generate());
  const absl::string_view text = fuzz::Bytes(data, size);
  CHECK(!kTokens->Verify(text, absl::FromUnixSeconds(1790000000)).ok());
  CHECK(!ReadSignedHead(text, *kHeads).ok());
  (void)SigningKey::FromPublicPem(text);
  absl::string_view log = text;
  (void)ReadLogTitle(&log);
  if (const auto row = ReadLogLine("yunqi", text); row.ok()) {
    CHECK(LogLine(*ReadLogLine("yunqi", absl::StripSuffix(LogLine(*row), "\n"))) == LogLine(*row));
  }
  return 0;
}
