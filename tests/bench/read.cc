#include "tests/bench/read.h"

#include <grpc/grpc.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/cli/intake.h"
#include "services/common/rpc/status.h"
#include "services/common/status_macros.h"
#include "services/common/token.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"

namespace tuoqiao::bench {
namespace {

using Directory = directory::v1::Directory;

constexpr size_t kNamesMax = 2000;
constexpr int kNamesOfAFirm = 10;
constexpr absl::Duration kWarmUp = absl::Seconds(1);

// What one client saw while it counted.
struct Seen {
  int64_t calls = 0, request_bytes = 0, reply_bytes = 0;
  std::vector<std::string> replies;
};

// A connection of its own, which stands: gRPC would let all channels to one address share one.
absl::StatusOr<std::unique_ptr<Directory::Stub>> Connect(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  const auto channel =
      grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
  if (!channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(20))) {
    return absl::UnavailableError(absl::StrCat("nobody answers on ", address));
  }
  return Directory::NewStub(channel);
}

class Reader {
 public:
  Reader(std::unique_ptr<Directory::Stub> stub, const ReadOptions& options, const TokenKey& tokens,
         int number)
      : stub_(std::move(stub)),
        token_("Bearer " + tokens.Sign({absl::StrCat("bench-", number),
                                        "FIRM_HR",
                                        {options.park},
                                        "",
                                        absl::Now() + absl::Minutes(30)})) {}

  absl::Status Read(const std::string& name, Seen* seen) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", token_);
    directory::v1::GetEmployeeRequest request;
    request.set_name(name);
    directory::v1::Employee reply;
    const grpc::Status status = stub_->GetEmployee(&context, request, &reply);
    if (!status.ok()) return rpc::FromGrpc(status);
    if (reply.name() != name || reply.display_name().empty()) {
      return absl::InternalError("the reply is not of the employee who was asked for");
    }
    ++seen->calls;
    seen->request_bytes += static_cast<int64_t>(request.ByteSizeLong());
    seen->reply_bytes += static_cast<int64_t>(reply.ByteSizeLong());
    if (seen->replies.size() < 100) seen->replies.push_back(reply.SerializeAsString());
    return absl::OkStatus();
  }

 private:
  const std::unique_ptr<Directory::Stub> stub_;
  const std::string token_;
};

std::string TypicalOf(const std::vector<std::string>& replies, int64_t mean) {
  const auto distance = [mean](const std::string& reply) {
    return std::abs(static_cast<int64_t>(reply.size()) - mean);
  };
  return *std::min_element(replies.begin(), replies.end(),
                           [&](const std::string& one, const std::string& other) {
                             return distance(one) < distance(other);
                           });
}

}  // namespace

absl::StatusOr<std::vector<std::string>> EmployeeNames(cli::Client& client,
                                                       const std::string& park) {
  std::vector<std::string> firms, names;
  directory::v1::ListFirmsRequest list;
  list.set_parent(park);
  RETURN_IF_ERROR((client.ForEachPage<Directory::Stub, directory::v1::ListFirmsRequest,
                                      directory::v1::ListFirmsResponse>(
      &Directory::Stub::ListFirms, list, cli::ParkAdmin(park),
      [&](const directory::v1::ListFirmsResponse& page) {
        for (const auto& firm : page.firms()) firms.push_back(firm.name());
      })));
  for (const std::string& firm : firms) {
    if (names.size() >= kNamesMax) break;
    directory::v1::ListEmployeesRequest request;
    request.set_parent(firm);
    request.set_page_size(kNamesOfAFirm);
    ASSIGN_OR_RETURN(const auto page,
                     client.Call(&Directory::Stub::ListEmployees, request, cli::FirmHr(firm)));
    for (const auto& employee : page.employees()) names.push_back(employee.name());
  }
  if (names.empty()) return absl::FailedPreconditionError("there are no employees");
  return names;
}

absl::StatusOr<Reads> ReadEmployees(const ReadOptions& options,
                                    const std::vector<std::string>& names) {
  ASSIGN_OR_RETURN(const auto tokens, TokenKey::FromFile(options.token_key_file, false));
  std::atomic<bool> counting{false}, stopping{false};
  std::vector<Seen> seen(options.clients);
  std::vector<absl::Status> failures(options.clients);
  std::vector<std::unique_ptr<Reader>> readers;
  for (int i = 0; i < options.clients; ++i) {
    ASSIGN_OR_RETURN(auto stub, Connect(options.address));
    readers.push_back(std::make_unique<Reader>(std::move(stub), options, *tokens, i));
  }
  std::vector<std::thread> threads;
  for (int i = 0; i < options.clients; ++i) {
    threads.emplace_back([&, i] {
      Seen warm_up;
      for (size_t next = i; !stopping && failures[i].ok(); next += options.clients) {
        failures[i] = readers[i]->Read(names[next % names.size()], counting ? &seen[i] : &warm_up);
      }
    });
  }
  absl::SleepFor(kWarmUp);
  const absl::Time start = absl::Now();
  counting = true;
  absl::SleepFor(options.duration);
  stopping = true;
  Reads reads;
  reads.taken = absl::Now() - start;
  for (std::thread& thread : threads) thread.join();
  std::vector<std::string> replies;
  for (int i = 0; i < options.clients; ++i) {
    RETURN_IF_ERROR(failures[i]);
    reads.calls += seen[i].calls;
    reads.request_bytes += seen[i].request_bytes;
    reads.reply_bytes += seen[i].reply_bytes;
    replies.insert(replies.end(), seen[i].replies.begin(), seen[i].replies.end());
  }
  if (reads.calls == 0) return absl::UnavailableError("nobody was answered");
  reads.typical_reply = TypicalOf(replies, reads.reply_bytes / reads.calls);
  return reads;
}

}  // namespace tuoqiao::bench
