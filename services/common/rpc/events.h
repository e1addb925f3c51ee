// What every service has for the outside of its log: `ListEvents`, and a listener that hears
// another's.
#ifndef TUOQIAO_SERVICES_COMMON_RPC_EVENTS_H_
#define TUOQIAO_SERVICES_COMMON_RPC_EVENTS_H_

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/metrics.h"
#include "services/common/rpc/caller.h"
#include "services/common/rpc/mutate.h"
#include "services/common/rpc/peer.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/type/v1/event.pb.h"

namespace tuoqiao::rpc {

// The body of ListEvents.
absl::Status ListEvents(db::Database& db, const Caller& caller,
                        const type::v1::ListEventsRequest& request,
                        type::v1::ListEventsResponse* response);

// The message's canonical JSON for `tuoqiao state`: system fields left out, personal ones open,
// fields without a value left out, in the order of the field numbers.
std::string StateJson(const google::protobuf::Message& resource);
// Adds one resource to a page.
void AddResource(const std::string& name, const google::protobuf::Message& resource,
                 type::v1::ListResourcesResponse* response);

// Hears one source's log for every park and applies each event once: what it does and how far it
// heard commit together. A failure is logged and tried again, later each time. Thread safe.
class Listener {
 public:
  // Fetches the events after a position, from the source's stub.
  using Fetch = std::function<absl::StatusOr<type::v1::ListEventsResponse>(
      const type::v1::ListEventsRequest&, const Caller&)>;
  // Applies events in order inside one transaction, whose request_id is derived from the position.
  using Apply = std::function<absl::Status(Change&, const std::vector<type::v1::Event>&)>;
  // For what rests on facts of other services: asks outside the transaction and returns what then
  // applies the events in it. May write what is harmless where the events are heard once more.
  using Prepare =
      std::function<absl::StatusOr<Apply>(const Caller&, const std::vector<type::v1::Event>&)>;
  using Parks = std::function<absl::StatusOr<std::vector<std::string>>()>;

  struct Options {
    std::string listener, source;
    MutationOptions mutation;
    const Badge& badge;
    Metrics& metrics;
    Parks parks;
    // Events applied in one transaction.
    int32_t batch_max = 500;
  };
  Listener(Options options, Fetch fetch, Apply apply);
  Listener(Options options, Fetch fetch, Prepare prepare);
  ~Listener();

  void Start();
  void Stop();

 private:
  // Returns how many events it heard.
  absl::StatusOr<int64_t> HearBatch(const std::string& park);
  // A batch of each park; whether there was any.
  absl::StatusOr<bool> HearAll();
  void Run();

  const Options options_;
  const Fetch fetch_;
  const Prepare prepare_;
  std::map<std::string, int64_t> lag_;  // By park: what was left when it last looked.
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

// A fetch from a peer whose stub has ListEvents.
template <typename Service>
Listener::Fetch FetchFrom(const Peer<Service>& peer) {
  return [&peer](const type::v1::ListEventsRequest& request, const Caller& caller) {
    return peer.Call(&Service::Stub::ListEvents, request, caller);
  };
}

// All parks, asked of directory.
Listener::Parks ParksFrom(const Peer<directory::v1::Directory>& directory, const Badge& badge);

}  // namespace tuoqiao::rpc

#endif  // TUOQIAO_SERVICES_COMMON_RPC_EVENTS_H_
