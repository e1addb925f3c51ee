// The services that hold money, in one process: their real handlers, stores and schemas, each on an
// SQLite in memory of its own, behind a park that the test lives in. Nobody hears by itself: the
// test says who hears how much of whom and when, so that a seed is the same story each time. A
// house holds several parks side by side.
#ifndef TUOQIAO_TESTS_PROPERTIES_HOUSE_HOUSE_H_
#define TUOQIAO_TESTS_PROPERTIES_HOUSE_HOUSE_H_

#include <grpcpp/grpcpp.h>
#include <grpcpp/test/server_context_test_spouse.h>

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
#include "tests/properties/house/peers.h"
#include "tests/properties/house/random.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/ledger/v1/ledger.grpc.pb.h"
#include "tuoqiao/payroll/v1/payroll.grpc.pb.h"
#include "tuoqiao/settlement/v1/settlement.grpc.pb.h"

namespace tuoqiao::house {

using Billing = billing::v1::Billing::Service;
using Payroll = payroll::v1::Payroll::Service;
using Ledger = ledger::v1::Ledger::Service;
using Settlement = settlement::v1::Settlement::Service;

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

  // Calls the handler itself: a story is thousands of calls, and a channel takes longer than most.
  // Services ask each other over channels.
  template <typename Service, typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Service::*method)(grpc::ServerContext*,
                                                                const Request*, Response*),
                                const Request& request, const Person& person) {
    grpc::ServerContext context;
    grpc::testing::ServerContextTestSpouse metadata(&context);
    metadata.AddClientMetadata("authorization", TokenOf(person));
    auto& service = static_cast<Service&>(hosted_.at(NameOf<Service>())->module->service());
    Response response;
    const grpc::Status status = (service.*method)(&context, &request, &response);
    if (!status.ok()) return rpc::FromGrpc(status);
    return response;
  }
  // Waits for an operation of a service and returns its end.
  google::longrunning::Operation Wait(const std::string& service, const std::string& operation);

  // Everybody hears something of somebody, in any order, as far as chance has it.
  absl::Status HearSome(const std::string& park, Random& random);
  // One listener, until nothing is left of one source.
  absl::Status HearAllOf(const std::string& listener, const std::string& source,
                         const std::string& park);
  // Until nothing is left to hear.
  absl::Status HearAll(const std::string& park);
  // Until nothing is left of services that hear by themselves.
  void WaitUntilHeard(const std::string& park);

  // These services hear another house's logs from their start, in any order.
  absl::Status HearAgain(House& other, const std::string& park,
                         const std::vector<std::string>& listeners, Random& random);

  // The rows of a service's log after a position.
  absl::StatusOr<std::vector<LogRow>> LogAfter(const std::string& service, const std::string& park,
                                               int64_t position);
  // All that it published.
  absl::StatusOr<std::vector<type::v1::Event>> EventsOf(const std::string& service,
                                                        const std::string& park);
  absl::StatusOr<int64_t> LogPosition(const std::string& service, const std::string& park);
  static const std::vector<std::string>& Services();

  db::Database& db(const std::string& service) { return *hosted_.at(service)->db; }

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
  // One batch of a listener, of what `source` logged; returns how many events it was.
  absl::StatusOr<int64_t> Hear(House& source, size_t ear, const std::string& park,
                               int64_t events_max);

  template <typename Service>
  static const char* NameOf();

  const Hearing hearing_;
  bool started_ = false;
  FakeClock clock_;
  const std::unique_ptr<TokenKey> tokens_;
  const std::unique_ptr<KeyRing> keys_;
  Metrics metrics_;
  WorldDirectory directory_;
  WorldPlaces places_;
  WorldEligibility eligibility_;
  std::map<std::string, std::unique_ptr<Hosted>> hosted_;
  std::vector<std::unique_ptr<grpc::Server>> peers_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
  std::map<std::string, std::string> signed_tokens_;
};

template <>
inline const char* House::NameOf<Billing>() {
  return "billing";
}
template <>
inline const char* House::NameOf<Payroll>() {
  return "payroll";
}
template <>
inline const char* House::NameOf<Ledger>() {
  return "ledger";
}
template <>
inline const char* House::NameOf<Settlement>() {
  return "settlement";
}

// All pages of a list, as `add` takes them.
template <typename Service, typename Request, typename Response, typename Add>
absl::Status EachPage(House& house,
                      grpc::Status (Service::*method)(grpc::ServerContext*, const Request*,
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

}  // namespace tuoqiao::house

#endif  // TUOQIAO_TESTS_PROPERTIES_HOUSE_HOUSE_H_
