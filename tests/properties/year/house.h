// The services that hold money, in one process: their real handlers, stores and schemas, each on an
// SQLite in memory of its own, behind a park that the test lives in. Nobody hears by itself: the
// year says who hears how much of whom and when, so that a seed is the same year each time. A house
// holds the parks of several years side by side.
#ifndef TUOQIAO_TESTS_PROPERTIES_YEAR_HOUSE_H_
#define TUOQIAO_TESTS_PROPERTIES_YEAR_HOUSE_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/audit.h"
#include "services/common/db/schema.h"
#include "services/common/rpc/module.h"
#include "services/common/rpc/status.h"
#include "tests/properties/year/random.h"
#include "tests/properties/year/world.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/ledger/v1/ledger.grpc.pb.h"
#include "tuoqiao/payroll/v1/payroll.grpc.pb.h"
#include "tuoqiao/settlement/v1/settlement.grpc.pb.h"

namespace tuoqiao::year {

using Billing = billing::v1::Billing;
using Payroll = payroll::v1::Payroll;
using Ledger = ledger::v1::Ledger;
using Settlement = settlement::v1::Settlement;

// Who calls, in which scope.
struct Person {
  std::string role, scope, subject;
};

class House {
 public:
  // By themselves the services hear in their own time, and of the first world alone.
  enum class Hearing { kByTurns, kByThemselves };
  explicit House(Hearing hearing = Hearing::kByTurns);
  ~House();

  // From now on it is this world that peers are asked about.
  void LookAt(const World& world);

  template <typename Service, typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Service::*method)(grpc::ClientContext*,
                                                                const Request&, Response*),
                                const Request& request, const Person& person) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", TokenOf(person));
    Response response;
    const grpc::Status status = (StubOf<Service>().*method)(&context, request, &response);
    ++calls_;
    if (!status.ok()) return rpc::FromGrpc(status);
    return response;
  }
  // Waits for an operation of a service and returns its end.
  google::longrunning::Operation Wait(const std::string& service, const std::string& operation);

  // Everybody hears something of somebody, in any order, as far as chance has it.
  absl::Status HearSome(const std::string& park, Random& random);
  // Until nothing is left to hear.
  absl::Status HearAll(const std::string& park);
  // The same of services that hear by themselves.
  void WaitUntilHeard(const std::string& park);

  // The rows of a service's log after a position.
  absl::StatusOr<std::vector<LogRow>> LogAfter(const std::string& service, const std::string& park,
                                               int64_t position);
  static const std::vector<std::string>& Services();

  db::Database& db(const std::string& service) { return *hosted_.at(service)->db; }
  Clock& clock() { return clock_; }
  int64_t calls() const { return calls_; }

 private:
  struct Hosted {
    std::unique_ptr<db::Database> db;
    std::unique_ptr<rpc::Badge> badge;
    std::unique_ptr<rpc::Module> module;
    std::unique_ptr<grpc::Server> server;
  };
  using Make = absl::StatusOr<std::unique_ptr<rpc::Module>> (*)(const rpc::Ground&);

  void AddService(const std::string& name, const std::vector<db::SchemaFile>& schema, Make make);
  void AddPeer(const std::string& name, grpc::Service& service);
  void Start();
  const std::string& TokenOf(const Person& person);
  // One batch of a listener; returns how many events it was.
  absl::StatusOr<int64_t> Hear(size_t ear, const std::string& park, int64_t events_max);

  template <typename Stub>
  Stub& StubOf();

  const Hearing hearing_;
  bool started_ = false;
  FakeClock clock_;
  const std::unique_ptr<TokenKey> tokens_;
  const std::unique_ptr<KeyRing> keys_;
  Metrics metrics_;
  WorldDirectory directory_;
  WorldPlaces places_;
  std::map<std::string, std::unique_ptr<Hosted>> hosted_;
  std::vector<std::unique_ptr<grpc::Server>> peers_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
  std::map<std::string, std::string> signed_tokens_;
  std::unique_ptr<Billing::Stub> billing_;
  std::unique_ptr<Payroll::Stub> payroll_;
  std::unique_ptr<Ledger::Stub> ledger_;
  std::unique_ptr<Settlement::Stub> settlement_;
  int64_t calls_ = 0;
};

template <>
inline Billing::Stub& House::StubOf<Billing::Stub>() {
  return *billing_;
}
template <>
inline Payroll::Stub& House::StubOf<Payroll::Stub>() {
  return *payroll_;
}
template <>
inline Ledger::Stub& House::StubOf<Ledger::Stub>() {
  return *ledger_;
}
template <>
inline Settlement::Stub& House::StubOf<Settlement::Stub>() {
  return *settlement_;
}

// All pages of a list, as `add` takes them.
template <typename Service, typename Request, typename Response, typename Add>
absl::Status EachPage(House& house,
                      grpc::Status (Service::*method)(grpc::ClientContext*, const Request&,
                                                      Response*),
                      Request request, const Person& person, const Add& add) {
  do {
    const absl::StatusOr<Response> page = house.Call(method, request, person);
    if (!page.ok()) return page.status();
    add(*page);
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

}  // namespace tuoqiao::year

#endif  // TUOQIAO_TESTS_PROPERTIES_YEAR_HOUSE_H_
