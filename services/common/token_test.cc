#include "services/common/token.h"

#include <cstdlib>
#include <filesystem>
#include <random>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/errors.h"
#include "services/common/hash.h"
#include "services/common/signing_key.h"

namespace tuoqiao {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;

const absl::Time kNow = absl::FromUnixSeconds(1'790'000'000);
constexpr absl::string_view kHeader = R"({"alg":"EdDSA","typ":"at+jwt"})";

Identity Someone() {
  return {"user-7", "FIRM_HR", {"parks/yunqi/firms/91330100MA0000000X"}, "", kNow + absl::Hours(1)};
}

void ExpectRefused(const absl::StatusOr<Identity>& identity, const std::string& reason) {
  EXPECT_EQ(identity.status().code(), absl::StatusCode::kUnauthenticated);
  EXPECT_THAT(std::string(identity.status().message()), StartsWith(reason + ": "));
  // A failure without a name would reach the caller as INTERNAL.
  EXPECT_EQ(ReasonOf(identity.status()), reason);
}

// A token key and, from the same file, the bare key: to sign what TokenKey itself never would.
class Token : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = absl::StrCat(::testing::TempDir(), "token.XXXXXX");
    ASSERT_NE(mkdtemp(&name[0]), nullptr);
    folder_ = name;
    key_ = *TokenKey::FromFile(folder_ + "/key.pem", true);
    bare_ = std::make_unique<SigningKey>(*SigningKey::FromFile(folder_ + "/key.pem", false));
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Signed(absl::string_view header, absl::string_view claims) const {
    const std::string body =
        absl::StrCat(absl::WebSafeBase64Escape(header), ".", absl::WebSafeBase64Escape(claims));
    return absl::StrCat(body, ".", absl::WebSafeBase64Escape(bare_->Sign(body)));
  }
  // Claims that are in order, for tests to spoil.
  std::string Claims() const {
    const int64_t now = absl::ToUnixSeconds(kNow);
    return absl::StrCat(
        R"({"nbf":)", now, R"(,"exp":)", now + 3600,
        R"(,"sub":"user-7","role":"FIRM_HR","purpose":"","scopes":["parks/yunqi"]})");
  }

  std::string folder_;
  std::unique_ptr<TokenKey> key_;
  std::unique_ptr<SigningKey> bare_;
};

TEST_F(Token, SaysWhoSignedItIn) {
  Identity identity = Someone();
  identity.scopes = {"parks/yunqi", "parks/云栖/firms/\"quoted\\"};
  identity.purpose = "事故 42\nsecond line";
  const std::string token = key_->Sign(identity);
  for (int time = 0; time < 2; ++time) {  // The second time from memory.
    const auto read = key_->Verify(token, kNow);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->subject, "user-7");
    EXPECT_EQ(read->role, "FIRM_HR");
    EXPECT_THAT(read->scopes, ElementsAre("parks/yunqi", "parks/云栖/firms/\"quoted\\"));
    EXPECT_EQ(read->purpose, identity.purpose);
    EXPECT_EQ(read->expire_time, identity.expire_time);
  }
}

TEST_F(Token, IsAJwtThatOthersCanTakeApart) {
  const std::string token = key_->Sign(Someone());
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  ASSERT_EQ(parts.size(), 3u);
  std::string header, signature;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(parts[0], &header));
  EXPECT_EQ(header, kHeader);
  ASSERT_TRUE(absl::WebSafeBase64Unescape(parts[2], &signature));
  EXPECT_TRUE(bare_->Verify(absl::StrCat(parts[0], ".", parts[1]), signature));
  EXPECT_FALSE(absl::StrContains(token, "="));
}

TEST_F(Token, IsReadByAnotherCopyOfTheSameKeyOnly) {
  const std::string token = key_->Sign(Someone());
  EXPECT_TRUE((*TokenKey::FromFile(folder_ + "/key.pem", false))->Verify(token, kNow).ok());
  ExpectRefused(TokenKey::Generate()->Verify(token, kNow), "TOKEN_INVALID");
}

TEST_F(Token, ExpiresAlsoInMemory) {
  const std::string token = key_->Sign(Someone());
  EXPECT_TRUE(key_->Verify(token, kNow + absl::Minutes(59)).ok());
  ExpectRefused(key_->Verify(token, kNow + absl::Hours(1)), "TOKEN_EXPIRED");
  EXPECT_TRUE(key_->Verify(token, kNow).ok());
  ExpectRefused(TokenKey::Generate()->Verify(token, kNow + absl::Hours(1)), "TOKEN_INVALID");
}

TEST_F(Token, LivesNoLongerThanTwelveHoursWhateverItsMakerWanted) {
  Identity identity = Someone();
  identity.expire_time = kNow + TokenKey::kLifeMax;
  EXPECT_TRUE(key_->Verify(key_->Sign(identity), kNow).ok());
  identity.expire_time = kNow + absl::Hours(24 * 365);
  const std::string token = key_->Sign(identity);
  ExpectRefused(key_->Verify(token, kNow), "TOKEN_INVALID");
  EXPECT_TRUE(key_->Verify(token, identity.expire_time - absl::Hours(11)).ok());

  const int64_t now = absl::ToUnixSeconds(kNow);
  const std::string long_life = absl::StrReplaceAll(
      Claims(), {{absl::StrCat("\"exp\":", now + 3600), absl::StrCat("\"exp\":", now + 43'201)}});
  ExpectRefused(key_->Verify(Signed(kHeader, long_life), kNow), "TOKEN_INVALID");
}

TEST_F(Token, IsRefusedBeforeItsTimeButForASmallDifferenceOfClocks) {
  const std::string token = Signed(kHeader, Claims());
  EXPECT_TRUE(key_->Verify(token, kNow - absl::Seconds(30)).ok());
  ExpectRefused(key_->Verify(token, kNow - absl::Seconds(31)), "TOKEN_INVALID");
}

TEST_F(Token, IsRefusedUnderAnyOtherHeaderThoughSignedByTheRightKey) {
  ASSERT_TRUE(key_->Verify(Signed(kHeader, Claims()), kNow).ok());
  for (const char* header :
       {R"({"alg":"none","typ":"at+jwt"})", R"({"alg":"None","typ":"at+jwt"})",
        R"({"alg":"HS256","typ":"at+jwt"})", R"({"alg":"RS256","typ":"at+jwt"})",
        R"({"alg":"ES256","typ":"at+jwt"})", R"({"alg":"eddsa","typ":"at+jwt"})",
        R"({"alg":"EdDSA","typ":"JWT"})", R"({"alg":"EdDSA"})", R"({"typ":"at+jwt"})", R"({})", "",
        R"({"alg":"EdDSA","typ":"at+jwt","crit":["x"]})",
        R"({"alg":"EdDSA","typ":"at+jwt","jwk":{"kty":"OKP"}})",
        R"({"alg":"none","alg":"EdDSA","typ":"at+jwt"})"}) {
    ExpectRefused(key_->Verify(Signed(header, Claims()), kNow), "TOKEN_INVALID");
  }
}

TEST_F(Token, IsRefusedUnsignedOrSignedWithThePublicKeyAsASecret) {
  const std::string none = absl::WebSafeBase64Escape(R"({"alg":"none","typ":"at+jwt"})");
  const std::string claims = absl::WebSafeBase64Escape(Claims());
  ExpectRefused(key_->Verify(absl::StrCat(none, ".", claims, "."), kNow), "TOKEN_INVALID");
  ExpectRefused(key_->Verify(absl::StrCat(none, ".", claims), kNow), "TOKEN_INVALID");
  const std::string body =
      absl::StrCat(absl::WebSafeBase64Escape(R"({"alg":"HS256","typ":"at+jwt"})"), ".", claims);
  const std::string mac = absl::WebSafeBase64Escape(HmacSha256(bare_->PublicPem(), body));
  ExpectRefused(key_->Verify(absl::StrCat(body, ".", mac), kNow), "TOKEN_INVALID");
}

TEST_F(Token, IsRefusedWhereAClaimIsMissingOrOfTheWrongKind) {
  const std::vector<std::pair<std::string, std::string>> spoils = {
      {R"("sub":"user-7",)", ""},
      {R"("role":"FIRM_HR",)", ""},
      {R"("purpose":"",)", ""},
      {R"(,"scopes":["parks/yunqi"])", ""},
      {R"("nbf":)", R"("iat":)"},
      {R"("exp":)", R"("exp_":)"},
      {R"("sub":"user-7")", R"("sub":7)"},
      {R"("sub":"user-7")", R"("sub":null)"},
      {R"("role":"FIRM_HR")", R"("role":["FIRM_HR"])"},
      {R"(["parks/yunqi"])", R"("parks/yunqi")"},
      {R"(["parks/yunqi"])", R"([1])"},
      {R"("purpose":"")", R"("purpose":"","admin":true)"},
      {R"("nbf":)", R"("nbf":-)"},
      {R"("nbf":)", R"("nbf":0.5e-1)"},
      {R"({"nbf")", R"([{"nbf")"},
      {"]}", "]"},
      {"{", ""}};
  for (const auto& [from, to] : spoils) {
    const std::string spoiled = absl::StrReplaceAll(Claims(), {{from, to}});
    ASSERT_NE(spoiled, Claims());
    ExpectRefused(key_->Verify(Signed(kHeader, spoiled), kNow), "TOKEN_INVALID");
  }
  for (const char* claims : {"", "null", "[]", "{}", "7", "\"\"", "\xff\xfe"}) {
    ExpectRefused(key_->Verify(Signed(kHeader, claims), kNow), "TOKEN_INVALID");
  }
}

TEST_F(Token, IsRefusedWithAnyCharacterChangedAddedOrCut) {
  const std::string token = key_->Sign(Someone());
  for (size_t i = 0; i < token.size(); ++i) {
    for (char other : {'A', 'B', '.', '=', '+', '\n', '\0'}) {
      if (token[i] == other) continue;
      std::string changed = token;
      changed[i] = other;
      ExpectRefused(key_->Verify(changed, kNow), "TOKEN_INVALID");
    }
    ExpectRefused(key_->Verify(token.substr(0, i), kNow), "TOKEN_INVALID");
  }
  for (const char* tail : {"=", "==", ".", "A", " ", "\n"}) {
    ExpectRefused(key_->Verify(token + tail, kNow), "TOKEN_INVALID");
    ExpectRefused(key_->Verify(tail + token, kNow), "TOKEN_INVALID");
  }
}

TEST_F(Token, IsRefusedOverLengthAndAsNoise) {
  Identity identity = Someone();
  identity.scopes.assign(200, "parks/yunqi/firms/91330100MA0000000X");
  ExpectRefused(key_->Verify(key_->Sign(identity), kNow), "TOKEN_INVALID");
  const uint64_t seed = 20261124;
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  for (int i = 0; i < 2000; ++i) {
    std::string noise(random() % 300, '\0');
    for (char& byte : noise) byte = "eyJhbGciOi.-_=A\xff\0"[random() % 17];
    ExpectRefused(key_->Verify(noise, kNow), "TOKEN_INVALID");
  }
}

TEST_F(Token, IsCheckedRightByManyThreadsAndBeyondWhatIsRemembered) {
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([this, thread] {
      for (int i = 0; i < 3000; ++i) {
        Identity identity = Someone();
        identity.subject = absl::StrCat("user-", thread % 2, "-", i);
        const std::string token = key_->Sign(identity);
        EXPECT_EQ(key_->Verify(token, kNow)->subject, identity.subject);
        EXPECT_EQ(key_->Verify(token, kNow)->subject, identity.subject);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace tuoqiao
