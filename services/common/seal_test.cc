#include "services/common/seal.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace tuoqiao {
namespace {

const SealPlace kPlace = {"yunqi", "child", "birth_date", "child-1"};

DataKey NewKey(const KeyRing& ring, absl::string_view park = "yunqi",
               absl::string_view subject = "child-1") {
  return *ring.Unwrap(park, subject, ring.NewWrappedKey(park, subject));
}

void ExpectLost(const absl::Status& status) {
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
}

TEST(Seal, OpensToWhatWasSealed) {
  const auto ring = KeyRing::FromBytes(std::string(32, 'm'));
  const DataKey key = NewKey(*ring);
  for (const std::string& text : {std::string(), std::string("2024-05-17"),
                                  std::string("\0x\xff", 3), std::string(1 << 20, 'z')}) {
    const std::string sealed = key.Seal(kPlace, text);
    const auto opened = key.Open(kPlace, sealed);
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(*opened, text);
    if (text.size() > 3) {
      EXPECT_FALSE(absl::StrContains(sealed, text));
    }
  }
}

TEST(Seal, DoesNotOpenInAnotherPlace) {
  const auto ring = KeyRing::FromBytes(std::string(32, 'm'));
  const DataKey key = NewKey(*ring);
  const std::string sealed = key.Seal(kPlace, "2024-05-17");
  const SealPlace others[] = {{"xixi", "child", "birth_date", "child-1"},
                              {"yunqi", "employee", "birth_date", "child-1"},
                              {"yunqi", "child", "name", "child-1"},
                              {"yunqi", "child", "birth_date", "child-2"},
                              {"yunq", "ichild", "birth_date", "child-1"},
                              {"yunqi", "child", "birth_datec", "hild-1"},
                              {"", "", "", ""}};
  for (const SealPlace& other : others) ExpectLost(key.Open(other, sealed).status());
  ExpectLost(NewKey(*ring).Open(kPlace, sealed).status());
}

TEST(Seal, DoesNotOpenWithAnyBitChangedOrAnyLengthCut) {
  const auto ring = KeyRing::FromBytes(std::string(32, 'm'));
  const DataKey key = NewKey(*ring);
  const std::string sealed = key.Seal(kPlace, "2024-05-17");
  for (size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string changed = sealed;
    changed[bit / 8] ^= static_cast<char>(1 << (bit % 8));
    ExpectLost(key.Open(kPlace, changed).status());
  }
  for (size_t size = 0; size < sealed.size(); ++size) {
    ExpectLost(key.Open(kPlace, sealed.substr(0, size)).status());
    ExpectLost(key.Open(kPlace, sealed.substr(sealed.size() - size)).status());
  }
  ExpectLost(key.Open(kPlace, sealed + "x").status());
}

TEST(Seal, RefusesTenThousandRandomSwaps) {
  const uint64_t seed = 20261124;
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  const auto ring = KeyRing::FromBytes(std::string(32, 'm'));
  struct Cell {
    std::string park, table, column, row;
    SealPlace place() const { return {park, table, column, row}; }
    std::string name() const { return absl::StrCat(park, "/", table, "/", column, "/", row); }
  };
  std::vector<Cell> cells;
  std::vector<DataKey> keys;
  std::vector<std::string> sealed;
  for (const char* park : {"yunqi", "xixi"}) {
    for (int subject = 0; subject < 4; ++subject) {
      const DataKey key = NewKey(*ring, park, absl::StrCat("subject-", subject));
      for (const char* table : {"child", "employee"}) {
        for (const char* column : {"name", "birth_date", "id_number"}) {
          for (int row = 0; row < 2; ++row) {
            cells.push_back({park, table, column, absl::StrCat("row-", subject, "-", row)});
            keys.push_back(key);
            sealed.push_back(key.Seal(cells.back().place(), cells.back().name()));
          }
        }
      }
    }
  }
  int swaps = 0;
  while (swaps < 10'000) {
    const size_t from = random() % cells.size();
    const size_t to = random() % cells.size();
    if (from == to) continue;
    ++swaps;
    // Both by the key of where the value now lies and by the key that sealed it.
    ASSERT_FALSE(keys[to].Open(cells[to].place(), sealed[from]).ok()) << from << " " << to;
    ASSERT_FALSE(keys[from].Open(cells[to].place(), sealed[from]).ok()) << from << " " << to;
  }
  for (size_t i = 0; i < cells.size(); ++i) {
    EXPECT_EQ(*keys[i].Open(cells[i].place(), sealed[i]), cells[i].name());
  }
}

TEST(Seal, NeverRepeatsANonce) {
  const auto ring = KeyRing::FromBytes(std::string(32, 'm'));
  const DataKey key = NewKey(*ring);
  std::set<std::string> nonces;
  for (int i = 0; i < 100'000; ++i) nonces.insert(key.Seal(kPlace, "").substr(1, 12));
  EXPECT_EQ(nonces.size(), 100'000u);
}

TEST(KeyRing, UnwrapsForItsParkAndSubjectOnly) {
  const auto ring = KeyRing::FromBytes(std::string(32, 'm'));
  const std::string wrapped = ring->NewWrappedKey("yunqi", "child-1");
  EXPECT_TRUE(ring->Unwrap("yunqi", "child-1", wrapped).ok());
  ExpectLost(ring->Unwrap("xixi", "child-1", wrapped).status());
  ExpectLost(ring->Unwrap("yunqi", "child-2", wrapped).status());
  ExpectLost(ring->Unwrap("yunqi", "child-1", wrapped.substr(1)).status());
  ExpectLost(ring->Unwrap("yunqi", "child-1", "").status());
  ExpectLost(
      KeyRing::FromBytes(std::string(32, 'n'))->Unwrap("yunqi", "child-1", wrapped).status());
}

TEST(KeyRing, MakesANewKeyEachTime) {
  const auto ring = KeyRing::FromBytes(std::string(32, 'm'));
  const DataKey first = NewKey(*ring);
  const DataKey second = NewKey(*ring);
  EXPECT_TRUE(first.Open(kPlace, first.Seal(kPlace, "x")).ok());
  ExpectLost(second.Open(kPlace, first.Seal(kPlace, "x")).status());
}

TEST(KeyRing, FingerprintsAreEqualForEqualValuesOfOneParkAndPurpose) {
  const auto ring = KeyRing::FromBytes(std::string(32, 'm'));
  const std::string print = ring->Fingerprint("yunqi", "id_number", "A1");
  EXPECT_EQ(print.size(), 16u);
  EXPECT_EQ(KeyRing::FromBytes(std::string(32, 'm'))->Fingerprint("yunqi", "id_number", "A1"),
            print);
  EXPECT_NE(ring->Fingerprint("yunqi", "id_number", "A2"), print);
  EXPECT_NE(ring->Fingerprint("yunqi", "roster_row", "A1"), print);
  EXPECT_NE(ring->Fingerprint("yunqi", "id_numberA", "1"), print);
  EXPECT_NE(ring->Fingerprint("xixi", "id_number", "A1"), print);
  EXPECT_NE(KeyRing::FromBytes(std::string(32, 'n'))->Fingerprint("yunqi", "id_number", "A1"),
            print);
}

class KeyFile : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = absl::StrCat(::testing::TempDir(), "master.XXXXXX");
    ASSERT_NE(mkdtemp(&name[0]), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string Path() const { return absl::StrCat(folder_, "/master.key"); }

  std::string folder_;
};

TEST_F(KeyFile, IsMadeForItsOwnerOnlyAndOpensWhatItSealedAfterARestart) {
  EXPECT_EQ(KeyRing::FromFile(Path(), false).status().code(), absl::StatusCode::kNotFound);
  const auto made = KeyRing::FromFile(Path(), true);
  ASSERT_TRUE(made.ok()) << made.status();
  struct stat facts = {};
  ASSERT_EQ(stat(Path().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  const std::string wrapped = (*made)->NewWrappedKey("yunqi", "child-1");
  const auto again = KeyRing::FromFile(Path(), true);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE((*again)->Unwrap("yunqi", "child-1", wrapped).ok());
}

TEST_F(KeyFile, IsRefusedWhereOthersMayReadIt) {
  ASSERT_TRUE(KeyRing::FromFile(Path(), true).ok());
  ASSERT_EQ(chmod(Path().c_str(), 0644), 0);
  for (bool create : {false, true}) {
    EXPECT_EQ(KeyRing::FromFile(Path(), create).status().code(),
              absl::StatusCode::kFailedPrecondition);
  }
}

TEST_F(KeyFile, IsRefusedWhereItIsNotThirtyTwoBytesInHexadecimal) {
  for (const std::string& content :
       {std::string(), std::string(63, 'a'), std::string(65, 'a'), std::string(64, 'g')}) {
    std::ofstream(Path()) << content;
    ASSERT_EQ(chmod(Path().c_str(), 0600), 0);
    EXPECT_EQ(KeyRing::FromFile(Path(), true).status().code(),
              absl::StatusCode::kFailedPrecondition)
        << content;
  }
  std::ofstream(Path()) << std::string(64, 'a');
  EXPECT_TRUE(KeyRing::FromFile(Path(), true).ok());
}

}  // namespace
}  // namespace tuoqiao
