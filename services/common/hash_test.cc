#include "services/common/hash.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace tuoqiao {
namespace {

TEST(DeriveId, IsTheSameForTheSameRequestAndOtherwiseAnother) {
  const std::string id = DeriveId("op", {"yunshui", "request-1"}, 0);
  EXPECT_EQ(id, DeriveId("op", {"yunshui", "request-1"}, 0));
  EXPECT_EQ(id.size(), 23u);
  EXPECT_EQ(id.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz", 3), std::string::npos);
  EXPECT_NE(id, DeriveId("op", {"yunshui", "request-2"}, 0));
  EXPECT_NE(id, DeriveId("op", {"other", "request-1"}, 0));
  EXPECT_NE(id.substr(3), DeriveId("evt", {"yunshui", "request-1"}, 0).substr(4));
}

TEST(DeriveId, KeepsTheOrdinalsOfARequestApartAndTogether) {
  std::set<std::string> ids, heads;
  for (int64_t ordinal = 0; ordinal < 50000; ++ordinal) {
    const std::string id = DeriveId("evt", {"yunshui", "request-1"}, ordinal);
    ids.insert(id);
    heads.insert(id.substr(0, id.size() - 4));
  }
  EXPECT_EQ(ids.size(), 50000u);
  EXPECT_EQ(heads.size(), 1u);
  // Beyond 20 bits another head takes over.
  EXPECT_NE(DeriveId("evt", {"yunshui", "request-1"}, int64_t{1} << 20), *ids.begin());
  EXPECT_NE(DeriveId("evt", {"yunshui", "request-1"}, int64_t{1} << 20),
            DeriveId("evt", {"yunshui", "request-1"}, 0));
}

TEST(DeriveIdWithin, BeginsAlikeInAGroup) {
  const std::string one = DeriveIdWithin("emp", "yunshui", "firm-1", "E1");
  const std::string two = DeriveIdWithin("emp", "yunshui", "firm-1", "E2");
  const std::string other = DeriveIdWithin("emp", "yunshui", "firm-2", "E1");
  EXPECT_EQ(one.size(), 24u);
  EXPECT_EQ(one.substr(0, 12), two.substr(0, 12));
  EXPECT_NE(one.substr(12), two.substr(12));
  EXPECT_NE(one.substr(0, 12), other.substr(0, 12));
  EXPECT_NE(one.substr(12), other.substr(12));
}

}  // namespace
}  // namespace tuoqiao
