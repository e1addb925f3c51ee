// Exchange behind its real handlers and with its real adapters, among peers with behaviour.
#ifndef TUOQIAO_SERVICES_EXCHANGE_TESTING_SERVICE_H_
#define TUOQIAO_SERVICES_EXCHANGE_TESTING_SERVICE_H_

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/rpc/testing/harness.h"
#include "services/exchange/module.h"
#include "services/exchange/testing_peers.h"
#include "tuoqiao/exchange/v1/exchange.grpc.pb.h"

namespace tuoqiao::exchange {

inline constexpr char kRosterHeader[] =
    "employee_no,name,id_type,id_number,hire_date,leave_date,work_site,weekly_hours\n";

// One good row of a roster.
inline std::string StaffRow(const std::string& number, const std::string& name = "梅长安") {
  return absl::StrCat(number, ",", name, ",PASSPORT,EB1234567,2020-03-01,,一号楼,40\n");
}

// Who speaks, and for whom.
struct Speaker {
  std::string role, scope;
  std::string subject = "li";
};
inline const Speaker kHr = {"FIRM_HR", kFirm};
inline const Speaker kPayroll = {"FIRM_PAYROLL", kFirm};
inline const Speaker kAdmin = {"PARK_ADMIN", "parks/yunqi"};
inline const Speaker kFinance = {"PARK_FINANCE", "parks/yunqi"};
inline constexpr char kCentre[] = "parks/yunqi/centres/c01";
inline const Speaker kManager = {"CENTRE_MANAGER", kCentre};

class ExchangeTest : public ::testing::Test {
 protected:
  using Stub = v1::Exchange::Stub;

  // With the payroll systems that take instructions over HTTP.
  explicit ExchangeTest(const std::map<std::string, rpc::PayrollTarget>& targets = {}) {
    harness_.AddPeer("directory", directory_);
    harness_.AddPeer("places", places_);
    harness_.AddPeer("payroll", payroll_);
    harness_.AddPeer("settlement", settlement_);
    harness_.AddModule("exchange", Schema(), [&](const rpc::Ground& ground) {
      rpc::Ground own = ground;
      own.payroll_targets = targets;
      return MakeModule(own);
    });
    stub_ = v1::Exchange::NewStub(harness_.channel("exchange"));
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request, const Speaker& who) {
    return harness_.Call(*stub_, method, request, who.role, who.scope, who.subject);
  }
  std::string NewRequestId() { return absl::StrCat("request-", ++requests_); }

  static v1::Connection Connection(const std::string& name, const std::string& adapter,
                                   const std::string& content) {
    v1::Connection connection;
    connection.set_name(name);
    connection.set_adapter(adapter);
    connection.set_content(content);
    return connection;
  }
  static v1::Connection Roster() {
    v1::Connection connection =
        Connection(absl::StrCat(kFirm, "/connections/roster"), "roster/csv", "ROSTER");
    connection.mutable_mapping()->set_kind(type::v1::Mapping::FULL);
    connection.mutable_mapping()->set_absent(type::v1::Mapping::LEAVES);
    return connection;
  }
  absl::Status Set(const v1::Connection& connection, const Speaker& who) {
    v1::SetConnectionRequest request;
    *request.mutable_connection() = connection;
    request.set_request_id(NewRequestId());
    return Call(&Stub::SetConnection, request, who).status();
  }
  static void Fix(v1::Connection* connection, const std::string& field, const std::string& value) {
    type::v1::FixedValue* fixed = connection->mutable_mapping()->add_fixed_values();
    fixed->set_field(field);
    fixed->set_value(value);
  }

  v1::ReceiveDeliveryRequest First(const std::string& connection) {
    v1::ReceiveDeliveryRequest first;
    first.set_parent(connection.substr(0, connection.find("/connections/")));
    first.set_connection(connection);
    first.set_file_name("file.csv");
    first.set_request_id(NewRequestId());
    return first;
  }
  // The operation's name.
  absl::StatusOr<std::string> Upload(const v1::ReceiveDeliveryRequest& first,
                                     const std::vector<std::string>& pieces, const Speaker& who) {
    auto context = harness_.As(who.role, who.scope, who.subject);
    google::longrunning::Operation operation;
    auto writer = stub_->ReceiveDelivery(context.get(), &operation);
    bool open = writer->Write(first);
    for (size_t i = 0; open && i < pieces.size(); ++i) {
      v1::ReceiveDeliveryRequest piece;
      piece.set_content(pieces[i]);
      open = writer->Write(piece);
    }
    writer->WritesDone();
    const grpc::Status status = writer->Finish();
    if (!status.ok()) return rpc::FromGrpc(status);
    return operation.name();
  }
  absl::StatusOr<v1::Delivery> Wait(const std::string& operation) {
    const auto done = harness_.Wait("exchange", operation);
    if (done.has_error()) return rpc::FromRpc(done.error());
    v1::Delivery delivery;
    EXPECT_TRUE(done.response().UnpackTo(&delivery));
    return delivery;
  }
  absl::StatusOr<v1::Delivery> Receive(const v1::ReceiveDeliveryRequest& first,
                                       const std::string& bytes, const Speaker& who) {
    const auto operation = Upload(first, {bytes}, who);
    if (!operation.ok()) return operation.status();
    return Wait(*operation);
  }
  v1::Delivery Receive(const v1::Connection& connection, const std::string& bytes,
                       const Speaker& who) {
    const auto delivery = Receive(First(connection.name()), bytes, who);
    EXPECT_TRUE(delivery.ok()) << delivery.status();
    return delivery.value_or(v1::Delivery());
  }
  v1::Delivery ReceiveRoster(const std::string& rows) {
    return Receive(Roster(), absl::StrCat(kRosterHeader, rows), kHr);
  }

  // "line OUTCOME reason" each.
  std::vector<std::string> Results(const std::string& delivery, const Speaker& who,
                                   bool rejected_only = false, int page_size = 0) {
    std::vector<std::string> results;
    v1::ListRecordResultsRequest request;
    request.set_parent(delivery);
    request.set_rejected_only(rejected_only);
    request.set_page_size(page_size);
    do {
      const auto page = Call(&Stub::ListRecordResults, request, who);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const v1::RecordResult& each : page->results()) {
        results.push_back(absl::StrCat(
            each.line(), " ", type::v1::ItemResult::Outcome_Name(each.result().outcome()),
            each.result().reason().empty() ? "" : " ", each.result().reason()));
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return results;
  }
  absl::StatusOr<std::string> Download(const std::string& delivery, bool rejected_only,
                                       const Speaker& who) {
    auto context = harness_.As(who.role, who.scope, who.subject);
    v1::DownloadDeliveryRequest request;
    request.set_name(delivery);
    request.set_rejected_only(rejected_only);
    auto reader = stub_->DownloadDelivery(context.get(), request);
    std::string bytes;
    v1::DownloadDeliveryResponse piece;
    while (reader->Read(&piece)) bytes += piece.content();
    const grpc::Status status = reader->Finish();
    if (!status.ok()) return rpc::FromGrpc(status);
    return bytes;
  }

  FakeDirectory directory_;
  FakePlaces places_;
  FakePayroll payroll_;
  FakeSettlement settlement_;
  rpc::testing::Harness harness_;
  std::unique_ptr<Stub> stub_;
  int requests_ = 0;
};

}  // namespace tuoqiao::exchange

#endif  // TUOQIAO_SERVICES_EXCHANGE_TESTING_SERVICE_H_
