#include "services/common/db/conninfo.h"

#include <gtest/gtest.h>

namespace tuoqiao::db {
namespace {

TEST(SplitPassword, TakesThePasswordOutOfEitherForm) {
  for (const char* conninfo : {"host=/run/pg user=li password='it\\'s' dbname=main",
                               "postgresql://li:it%27s@/main?host=/run/pg"}) {
    const auto split = SplitPassword(conninfo);
    ASSERT_TRUE(split.ok()) << conninfo;
    EXPECT_EQ(split->second, "it's");
    EXPECT_EQ(split->first.find("it's"), std::string::npos);
  }
  const auto plain = SplitPassword("host=/run/pg user='o\\'li' password=secret dbname=main");
  ASSERT_TRUE(plain.ok());
  EXPECT_EQ(plain->second, "secret");
  EXPECT_EQ(SplitPassword(plain->first)->first, plain->first);
  EXPECT_NE(plain->first.find("user='o\\'li'"), std::string::npos);
}

TEST(SplitPassword, DoesNotRepeatWhatItCannotRead) {
  const auto wrong = SplitPassword("hunter2");
  EXPECT_EQ(wrong.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(wrong.status().ToString().find("hunter2"), std::string::npos);
}

}  // namespace
}  // namespace tuoqiao::db
