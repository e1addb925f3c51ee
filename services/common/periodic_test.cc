#include "services/common/periodic.h"

#include <gtest/gtest.h>

#include <atomic>

namespace tuoqiao {
namespace {

TEST(Periodic, DoesItsWorkAgainAndAgainUntilItEnds) {
  std::atomic<int> done{0};
  {
    const Periodic periodic([&] {
      ++done;
      return std::chrono::milliseconds(0);
    });
    while (done < 3) std::this_thread::yield();
  }
  const int at_the_end = done;
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_EQ(done, at_the_end);
}

TEST(Periodic, DoesNotWaitOutItsPauseToEnd) {
  std::atomic<int> done{0};
  {
    const Periodic periodic([&] {
      ++done;
      return std::chrono::hours(1);
    });
    while (done == 0) std::this_thread::yield();
  }
  EXPECT_EQ(done, 1);
}

}  // namespace
}  // namespace tuoqiao
