#include "services/common/rpc/paging.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"

namespace tuoqiao::rpc {
namespace {

TEST(Page, HasASizeWithACeiling) {
  EXPECT_EQ(ReadPage(0, "", "firms")->size, 100);
  EXPECT_EQ(ReadPage(7, "", "firms")->size, 7);
  EXPECT_EQ(ReadPage(5000, "", "firms")->size, 1000);
  EXPECT_EQ(ReadPage(0, "", "firms", {1000, 1000})->size, 1000);
  EXPECT_EQ(ReasonOf(ReadPage(-1, "", "firms").status()), "FIELD_INVALID");
}

TEST(Page, GoesOnBehindTheLastKeyOfItsOwnListOnly) {
  const std::string token = NextPageToken("firms", "91ABC");
  EXPECT_EQ(ReadPage(0, token, "firms")->after, "91ABC");
  EXPECT_EQ(ReasonOf(ReadPage(0, token, "employees").status()), "PAGE_TOKEN_INVALID");
  EXPECT_EQ(ReasonOf(ReadPage(0, "nonsense", "firms").status()), "PAGE_TOKEN_INVALID");
  EXPECT_EQ(ReasonOf(ReadPage(0, "A" + token, "firms").status()), "PAGE_TOKEN_INVALID");
}

}  // namespace
}  // namespace tuoqiao::rpc
