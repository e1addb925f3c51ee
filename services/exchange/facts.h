// What exchange asks of other services: whose records it brings, and what it is to send.
#ifndef TUOQIAO_SERVICES_EXCHANGE_FACTS_H_
#define TUOQIAO_SERVICES_EXCHANGE_FACTS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/rpc/caller.h"
#include "services/common/rpc/module.h"
#include "services/common/rpc/peer.h"
#include "services/exchange/delivery.h"
#include "services/exchange/outward.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/payroll/v1/payroll.grpc.pb.h"
#include "tuoqiao/places/v1/places.grpc.pb.h"
#include "tuoqiao/settlement/v1/settlement.grpc.pb.h"

namespace tuoqiao::exchange {

// Thread safe.
class Peers {
 public:
  explicit Peers(const rpc::Ground& ground);

  // The park's date. PARK_NOT_FOUND.
  absl::StatusOr<absl::CivilDay> AskToday(const rpc::Caller& caller) const;

  // What goes out about a subject. PAY_RUN_NOT_FOUND.
  absl::StatusOr<PayRunFacts> AskPayRun(const rpc::Caller& caller, const std::string& name) const;
  // `month` is `parks/{park}/months/{month}`.
  absl::StatusOr<PayoutFacts> AskPayouts(const rpc::Caller& caller, const std::string& month) const;
  absl::StatusOr<std::vector<IssuedReceivable>> AskReceivables(const rpc::Caller& caller,
                                                               const std::string& month) const;
  // What the month's receivables are made of, and what the centre's payouts of it are.
  absl::StatusOr<std::vector<AskedLine>> AskReceivableLines(const rpc::Caller& caller,
                                                            const std::string& month) const;
  absl::StatusOr<std::vector<AdvisedLine>> AskPayoutLines(const rpc::Caller& caller,
                                                          const std::string& centre,
                                                          const std::string& month) const;
  // The children who have a day at the centre in the month.
  absl::StatusOr<std::vector<adapters::EnrolmentAdvice>> AskAdvice(const rpc::Caller& caller,
                                                                   const std::string& centre,
                                                                   const std::string& month) const;

  // A file about a pay run went out with the ends of these authorisations.
  absl::Status ReportEnds(const rpc::Caller& caller, const Delivery& delivery,
                          const std::vector<std::string>& ends) const;

  const rpc::Peer<directory::v1::Directory>& directory() const { return directory_; }
  const rpc::Peer<places::v1::Places>& places() const { return places_; }
  const rpc::Peer<payroll::v1::Payroll>& payroll() const { return payroll_; }
  const rpc::Peer<settlement::v1::Settlement>& settlement() const { return settlement_; }

 private:
  // Those of the firm's revoked authorisations whose ends the run's file carries.
  absl::Status AskEnds(const rpc::Caller& caller, const std::string& run,
                       const adapters::PayInstruction& like, PayRunFacts* facts) const;
  absl::Status AskPayees(const rpc::Caller& caller, PayoutFacts* facts) const;

  const rpc::Peer<directory::v1::Directory> directory_;
  const rpc::Peer<places::v1::Places> places_;
  const rpc::Peer<payroll::v1::Payroll> payroll_;
  const rpc::Peer<settlement::v1::Settlement> settlement_;
};

}  // namespace tuoqiao::exchange

#endif  // TUOQIAO_SERVICES_EXCHANGE_FACTS_H_
