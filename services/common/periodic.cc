#include "services/common/periodic.h"

#include <utility>

namespace tuoqiao {

Periodic::Periodic(Work work) : work_(std::move(work)), thread_([this] { Run(); }) {}

Periodic::~Periodic() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Periodic::Run() {
  while (true) {
    const std::chrono::milliseconds pause = work_();
    std::unique_lock<std::mutex> lock(mutex_);
    if (wake_.wait_for(lock, pause, [this] { return stopping_; })) return;
  }
}

}  // namespace tuoqiao
