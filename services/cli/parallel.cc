#include "services/cli/parallel.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace tuoqiao::cli {
namespace {

// As many senders as a park has at once; the server commits what they send together.
constexpr size_t kThreadsMax = 8;

}  // namespace

absl::Status InParallel(size_t count, const std::function<absl::Status(size_t)>& each) {
  std::atomic<size_t> next{0};
  std::atomic<bool> failed{false};
  std::mutex mutex;
  std::map<size_t, absl::Status> failures;
  const auto work = [&] {
    while (!failed) {
      const size_t i = next++;
      if (i >= count) return;
      const absl::Status status = each(i);
      if (status.ok()) continue;
      failed = true;
      const std::lock_guard<std::mutex> lock(mutex);
      failures[i] = status;
    }
  };
  std::vector<std::thread> threads;
  for (size_t i = 1; i < std::min(count, kThreadsMax); ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  return failures.empty() ? absl::OkStatus() : failures.begin()->second;
}

}  // namespace tuoqiao::cli
