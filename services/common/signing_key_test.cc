#include "services/common/signing_key.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace tuoqiao {
namespace {

class SigningKeyFile : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = absl::StrCat(::testing::TempDir(), "signing.XXXXXX");
    ASSERT_NE(mkdtemp(&name[0]), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Path() const { return absl::StrCat(folder_, "/key.pem"); }
  void Write(const std::string& content) const {
    std::ofstream(Path()) << content;
    ASSERT_EQ(chmod(Path().c_str(), 0600), 0);
  }

  std::string folder_;
};

TEST(SigningKey, ChecksWhatItSignedAndNothingElse) {
  const SigningKey key = SigningKey::Generate();
  const std::string signature = key.Sign("a month is closed");
  EXPECT_EQ(signature.size(), 64u);
  EXPECT_TRUE(key.Verify("a month is closed", signature));
  EXPECT_FALSE(key.Verify("a month is closed.", signature));
  EXPECT_FALSE(key.Verify("", signature));
  EXPECT_FALSE(SigningKey::Generate().Verify("a month is closed", signature));
  for (size_t i = 0; i < signature.size(); ++i) {
    std::string changed = signature;
    changed[i] ^= 1;
    EXPECT_FALSE(key.Verify("a month is closed", changed)) << i;
  }
  EXPECT_FALSE(key.Verify("a month is closed", signature.substr(1)));
  EXPECT_FALSE(key.Verify("a month is closed", signature + "x"));
}

TEST(SigningKey, ChecksWithThePublicHalfAlone) {
  const SigningKey key = SigningKey::Generate();
  const auto half = SigningKey::FromPublicPem(key.PublicPem());
  ASSERT_TRUE(half.ok()) << half.status();
  EXPECT_TRUE(half->Verify("text", key.Sign("text")));
  EXPECT_EQ(half->PublicPem(), key.PublicPem());
  EXPECT_DEATH(half->Sign("text"), "broken invariant");
}

TEST(SigningKey, AgreesWithRfc8032) {
  // RFC 8032, section 7.1, test 2: the public key behind the fixed SubjectPublicKeyInfo prefix.
  const std::string public_key = absl::HexStringToBytes(
      "302a300506032b6570032100"
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const auto key = SigningKey::FromPublicPem(absl::StrCat("-----BEGIN PUBLIC KEY-----\n",
                                                          absl::Base64Escape(public_key),
                                                          "\n-----END PUBLIC KEY-----\n"));
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_TRUE(key->Verify(
      "\x72", absl::HexStringToBytes("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb6"
                                     "9da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612"
                                     "bb0c00")));
}

TEST_F(SigningKeyFile, IsMadeOnceAndRead) {
  EXPECT_EQ(SigningKey::FromFile(Path(), false).status().code(), absl::StatusCode::kNotFound);
  const auto made = SigningKey::FromFile(Path(), true);
  ASSERT_TRUE(made.ok()) << made.status();
  const auto again = SigningKey::FromFile(Path(), true);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->PublicPem(), made->PublicPem());
  EXPECT_TRUE(again->Verify("text", made->Sign("text")));
}

TEST_F(SigningKeyFile, IsRefusedWhereItHoldsAnythingElse) {
  const std::string x25519 =
      "-----BEGIN PRIVATE KEY-----\n"
      "MC4CAQAwBQYDK2VuBCIEIHcHbQpzGKV9PBbBclGyZkXfTC+H68CZKrF3+6UduSwq\n"
      "-----END PRIVATE KEY-----\n";
  for (const std::string& content :
       {std::string(), std::string("not a key"), SigningKey::Generate().PublicPem(), x25519}) {
    Write(content);
    EXPECT_EQ(SigningKey::FromFile(Path(), true).status().code(),
              absl::StatusCode::kFailedPrecondition)
        << content;
  }
  EXPECT_FALSE(SigningKey::FromPublicPem(x25519).ok());
}

}  // namespace
}  // namespace tuoqiao
