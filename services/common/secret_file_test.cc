#include "services/common/secret_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace tuoqiao {
namespace {

class SecretFile : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = absl::StrCat(::testing::TempDir(), "secret.XXXXXX");
    ASSERT_NE(mkdtemp(&name[0]), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Path() const { return absl::StrCat(folder_, "/key"); }
  void Write(const std::string& content, mode_t mode) const {
    std::ofstream(Path()) << content;
    ASSERT_EQ(chmod(Path().c_str(), mode), 0);
  }
  mode_t Mode() const {
    struct stat facts = {};
    EXPECT_EQ(stat(Path().c_str(), &facts), 0);
    return facts.st_mode & 0777;
  }

  std::string folder_;
};

TEST_F(SecretFile, IsMadeForItsOwnerOnlyAndThenKept) {
  const auto made = ReadOrMakeSecretFile(Path(), [] { return std::string("first"); });
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(*made, "first");
  EXPECT_EQ(Mode(), 0600u);
  EXPECT_EQ(*ReadOrMakeSecretFile(Path(), [] { return std::string("second"); }), "first");
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder_))
    files += !entry.path().empty();
  EXPECT_EQ(files, 1) << "a half-made file was left behind";
}

TEST_F(SecretFile, IsRefusedWithAnyRightOfGroupOrOthers) {
  for (mode_t mode : {0640, 0604, 0620, 0602, 0610, 0601, 0644, 0666}) {
    Write("secret", mode);
    EXPECT_EQ(ReadSecretFile(Path()).status().code(), absl::StatusCode::kFailedPrecondition)
        << mode;
  }
  for (mode_t mode : {0600, 0400}) {
    Write("secret", 0600);
    ASSERT_EQ(chmod(Path().c_str(), mode), 0);
    EXPECT_EQ(*ReadSecretFile(Path()), "secret") << mode;
  }
}

TEST_F(SecretFile, IsRefusedWhereItIsNoPlainFileOrNoKeyBySize) {
  EXPECT_EQ(ReadSecretFile(Path()).status().code(), absl::StatusCode::kNotFound);
  ASSERT_EQ(mkfifo(Path().c_str(), 0600), 0);
  EXPECT_EQ(ReadSecretFile(Path()).status().code(), absl::StatusCode::kFailedPrecondition);
  ASSERT_EQ(unlink(Path().c_str()), 0);
  Write(std::string(16 * 1024 + 1, 'x'), 0600);
  EXPECT_EQ(ReadSecretFile(Path()).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(SecretFile, IsTheSameForAllWhoMakeItAtOnce) {
  std::atomic<int> next{0};
  std::vector<std::string> seen(16);
  std::vector<std::thread> makers;
  for (std::string& mine : seen) {
    makers.emplace_back([&] {
      mine = *ReadOrMakeSecretFile(Path(), [&] { return absl::StrCat("secret ", next++); });
    });
  }
  for (std::thread& maker : makers) maker.join();
  EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), 1u);
}

TEST_F(SecretFile, IsNotMadeWhereTheFolderIsMissing) {
  const auto made =
      ReadOrMakeSecretFile(folder_ + "/missing/key", [] { return std::string("secret"); });
  EXPECT_EQ(made.status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace tuoqiao
