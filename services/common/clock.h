// Two clocks. Clock is the system's: leases, retries, tokens, certificates, heads. What a person
// would date goes by the park's own date, which directory owns and a sandbox may move.
#ifndef TUOQIAO_SERVICES_COMMON_CLOCK_H_
#define TUOQIAO_SERVICES_COMMON_CLOCK_H_

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace tuoqiao {

// Thread safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() = 0;
};

class SystemClock : public Clock {
 public:
  absl::Time Now() override { return absl::Now(); }
};

// Stands still until told; for tests.
class FakeClock : public Clock {
 public:
  explicit FakeClock(absl::Time now) : now_(now) {}
  absl::Time Now() override { return now_; }
  void Advance(absl::Duration duration) { now_ += duration; }

 private:
  absl::Time now_;
};

}  // namespace tuoqiao

#endif  // TUOQIAO_SERVICES_COMMON_CLOCK_H_
