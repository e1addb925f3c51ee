// The long work behind `ReceiveDelivery`: reads a file with its adapter, puts its records to the
// service that owns them, and writes what became of each.
#ifndef TUOQIAO_SERVICES_EXCHANGE_APPLYING_H_
#define TUOQIAO_SERVICES_EXCHANGE_APPLYING_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/common/metrics.h"
#include "services/common/rpc/operations.h"
#include "services/common/seal.h"
#include "services/exchange/facts.h"
#include "services/exchange/reading.h"

namespace tuoqiao::exchange {

// A run that dies anywhere is taken up from the start: the file is read in the same way, and what a
// batch did is answered from the owner's stored reply, so that each record is applied once. Thread
// safe.
class Applying {
 public:
  Applying(const rpc::Ground& ground, const Peers& peers)
      : mutation_(ground.mutation()), keys_(ground.keys), peers_(peers), metrics_(ground.metrics) {}

  // The job's argument is a GetDeliveryRequest; the result is the Delivery. Files that came through
  // the same connection before and still wait are applied first.
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Run(rpc::JobRun& run) const;

 private:
  // Nothing where it is not QUEUED. A failure that does not pass leaves it DEAD.
  absl::Status ApplyOne(rpc::JobRun& run, const std::string& id) const;
  // Fills the delivery with what became of it; OK too where the file was refused whole.
  absl::Status Bring(rpc::JobRun& run, Delivery& delivery, Reading& reading) const;
  absl::StatusOr<Reading> ReadFile(const std::string& park, const Delivery& delivery) const;
  // A refusal with a reason where the owner refused the file as a whole.
  absl::StatusOr<Refusal> PutRecords(rpc::JobRun& run, const Sender& sender,
                                     Reading& reading) const;
  absl::Status EndLeavers(const Sender& sender, const Reading& reading, Delivery& delivery) const;
  absl::Status Finish(rpc::JobRun& run, Delivery delivery, const Reading& reading) const;
  void CountRejected(const Reading& reading) const;

  const rpc::MutationOptions mutation_;
  const KeyRing& keys_;
  const Peers& peers_;
  Metrics& metrics_;
};

}  // namespace tuoqiao::exchange

#endif  // TUOQIAO_SERVICES_EXCHANGE_APPLYING_H_
