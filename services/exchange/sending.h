// What goes out: asked first, then written in one change.
#ifndef TUOQIAO_SERVICES_EXCHANGE_SENDING_H_
#define TUOQIAO_SERVICES_EXCHANGE_SENDING_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/rpc/module.h"
#include "services/exchange/delivery.h"
#include "services/exchange/facts.h"
#include "services/exchange/outward.h"
#include "tuoqiao/exchange/v1/exchange.pb.h"

namespace tuoqiao::exchange {

// The kind of the jobs that post what goes over an API.
inline constexpr char kPostDelivery[] = "PostDelivery";

// What was asked before something goes out.
struct Asked {
  Connection connection;
  SendFacts facts;
  std::vector<std::string> notes;  // Why a better road was passed over.
};

// Thread safe.
class Sending {
 public:
  Sending(const rpc::Ground& ground, const Peers& peers, rpc::Operations& operations)
      : db_(ground.db),
        clock_(ground.clock),
        keys_(ground.keys),
        peers_(peers),
        operations_(operations) {}

  // CONNECTION_NOT_FOUND, and PERMISSION_DENIED where the content is another role's.
  absl::StatusOr<Connection> LoadConnection(const rpc::Caller& caller,
                                            const std::string& name) const;

  // `behind` is a connection that did not take the pay run: the next best one after it is chosen,
  // where the request names none.
  absl::StatusOr<Asked> AskFor(const rpc::Caller& caller, const v1::SendDeliveryRequest& request,
                               const std::string& behind = "") const;
  // The delivery that went out, or waits for its job to post it; one that is there where it is the
  // same bytes. One that its target did not take is posted again where the request names its
  // connection; SENT_INSTEAD where it went by another road.
  absl::StatusOr<Delivery> Send(rpc::Change& change, const v1::SendDeliveryRequest& request,
                                const Asked& asked) const;
  // Tells payroll which ends of authorisations went out, where the delivery did; again where that
  // was not heard.
  absl::Status ReportEnds(const rpc::Caller& caller, const std::string& delivery) const;

 private:
  // The firm's connection by which a pay run goes where the request names none: one by which it
  // went before, so that nobody gets it twice, else the best. CONNECTION_NOT_FOUND,
  // PERMISSION_DENIED, NOT_WRITABLE (there are some, and none carries it).
  absl::StatusOr<Connection> ChooseConnection(const rpc::Caller& caller,
                                              const v1::SendDeliveryRequest& request,
                                              const std::string& behind, const PayRunFacts& facts,
                                              std::vector<std::string>* notes) const;
  // Whether something that is there, with the same bytes, is posted once more.
  absl::StatusOr<bool> IsPostedAgain(db::Read& txn, const Delivery& before, bool named) const;
  // Has a job post it, once it is saved.
  absl::Status Queue(rpc::Change& change, Delivery& delivery) const;

  db::Database& db_;
  Clock& clock_;
  const KeyRing& keys_;
  const Peers& peers_;
  rpc::Operations& operations_;
};

}  // namespace tuoqiao::exchange

#endif  // TUOQIAO_SERVICES_EXCHANGE_SENDING_H_
