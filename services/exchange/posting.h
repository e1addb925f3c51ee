// The long work behind a pay run that goes over an API: posts a document to its target until it is
// certain what became of it, or a person has to look.
#ifndef TUOQIAO_SERVICES_EXCHANGE_POSTING_H_
#define TUOQIAO_SERVICES_EXCHANGE_POSTING_H_

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/metrics.h"
#include "services/common/rpc/operations.h"
#include "services/common/seal.h"
#include "services/exchange/answer.h"
#include "services/exchange/sending.h"

namespace tuoqiao::exchange {

// A document goes under the delivery's id as Idempotency-Key, however often: a run that dies
// anywhere is taken up, and posts it again. What the target certainly has nothing of goes by the
// firm's next best road, in the transaction that says so. Thread safe.
class Posting {
 public:
  Posting(const rpc::Ground& ground, const Sending& sending)
      : mutation_(ground.mutation()),
        keys_(ground.keys),
        targets_(ground.payroll_targets),
        metrics_(ground.metrics),
        sending_(sending) {}

  // The job's argument is a GetDeliveryRequest; the result is the Delivery.
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Run(rpc::JobRun& run) const;

 private:
  // What a target said, in words for the people who wait for it.
  struct Heard {
    Answer answer = Answer::kUnsure;
    std::string said;
  };

  // A target that gave no answer is left alone for a moment, so that the many firms behind it do
  // not hold every worker.
  bool Rests(const std::string& target) const;
  void Answered(const std::string& target, bool answered) const;

  // One attempt, and what comes of it. UNAVAILABLE where there will be another.
  absl::Status PostOnce(rpc::JobRun& run, const Delivery& delivery) const;
  absl::StatusOr<Heard> Post(const std::string& park, const Delivery& delivery) const;
  absl::Status Finish(rpc::JobRun& run, const Delivery& delivery, Verdict verdict,
                      const Heard& heard) const;
  // The delivery by the next best road, in the change; empty where there is none.
  absl::StatusOr<std::string> SendInstead(rpc::Change& change,
                                          const v1::SendDeliveryRequest& request,
                                          const absl::StatusOr<Asked>& asked) const;

  const rpc::MutationOptions mutation_;
  const KeyRing& keys_;
  const std::map<std::string, rpc::PayrollTarget> targets_;
  Metrics& metrics_;
  const Sending& sending_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, absl::Time> silent_since_;  // By target; guarded by `mutex_`.
};

}  // namespace tuoqiao::exchange

#endif  // TUOQIAO_SERVICES_EXCHANGE_POSTING_H_
