#include "services/cli/arguments.h"

#include <gtest/gtest.h>

namespace tuoqiao::cli {
namespace {

const std::vector<Flag> kFlags = {{"park", "NAME", "parks/a", "the park"},
                                  {"json", "", "", "as JSON"}};

TEST(Arguments, KeepWordsFlagsAndFallbacksApart) {
  const Arguments parsed = *Arguments::Parse({"import", "--json", "firms.csv"}, kFlags);
  EXPECT_EQ(parsed.words(), (std::vector<std::string>{"import", "firms.csv"}));
  EXPECT_TRUE(parsed.Has("json"));
  EXPECT_FALSE(parsed.Has("park"));
  EXPECT_EQ(parsed.Get("park"), "parks/a");
}

TEST(Arguments, TakeAValueBehindASpaceOrAnEqualsSign) {
  EXPECT_EQ(Arguments::Parse({"--park", "parks/b"}, kFlags)->Get("park"), "parks/b");
  EXPECT_EQ(Arguments::Parse({"--park=parks/c"}, kFlags)->Get("park"), "parks/c");
}

TEST(Arguments, RefuseWhatTheyDoNotKnow) {
  EXPECT_EQ(Arguments::Parse({"--pork"}, kFlags).status().message(), "there is no flag --pork");
  EXPECT_EQ(Arguments::Parse({"--park"}, kFlags).status().message(), "--park lacks its NAME");
  EXPECT_FALSE(Arguments::Parse({"--park="}, kFlags)->Need("park").ok());
}

}  // namespace
}  // namespace tuoqiao::cli
