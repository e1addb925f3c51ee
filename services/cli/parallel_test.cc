#include "services/cli/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace tuoqiao::cli {
namespace {

TEST(InParallel, CallsEachNumberOnce) {
  for (size_t count : {0, 1, 7, 100}) {
    std::vector<std::atomic<int>> called(count);
    ASSERT_TRUE(InParallel(count, [&](size_t i) {
                  ++called[i];
                  return absl::OkStatus();
                }).ok());
    for (const std::atomic<int>& times : called) EXPECT_EQ(times, 1);
  }
}

TEST(InParallel, BeginsNoneAfterAFailureAndReturnsTheFirst) {
  std::atomic<size_t> begun{0};
  const absl::Status status = InParallel(100000, [&](size_t i) -> absl::Status {
    ++begun;
    return i < 10 ? absl::OkStatus() : absl::AbortedError(absl::StrCat(i));
  });
  EXPECT_EQ(status.message(), "10");
  EXPECT_LT(begun, 100000u);
}

}  // namespace
}  // namespace tuoqiao::cli
