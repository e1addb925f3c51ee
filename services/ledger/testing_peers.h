// For the tests of this room: the peers that the ledger hears and asks, and a hand in the database.
#ifndef TUOQIAO_SERVICES_LEDGER_TESTING_PEERS_H_
#define TUOQIAO_SERVICES_LEDGER_TESTING_PEERS_H_

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/db/db.h"
#include "services/common/status_macros.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"
#include "tuoqiao/type/v1/event.pb.h"

namespace tuoqiao::ledger {

// Whoever alters the books of SQLite has to take the guards of the tables away first.
inline absl::Status TakeGuardsAway(db::Write& txn) {
  std::vector<std::string> guards;
  RETURN_IF_ERROR(txn.Query("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
                            {}, [&](const db::Row& row) {
                              guards.push_back(row.Text(0));
                              return absl::OkStatus();
                            }));
  for (const std::string& guard : guards) {
    RETURN_IF_ERROR(txn.Execute(absl::StrCat("DROP TRIGGER ", guard), {}).status());
  }
  return absl::OkStatus();
}

// A peer that has a log and nothing else. Thread safe.
template <typename Service>
class FakeLog final : public Service {
 public:
  void Append(const std::string& kind, const google::protobuf::Message& payload) {
    std::lock_guard<std::mutex> lock(mutex_);
    type::v1::Event event;
    event.set_position(static_cast<int64_t>(events_.size()) + 1);
    event.set_id(absl::StrCat(kind, "-", event.position()));
    event.set_kind(kind);
    event.mutable_payload()->PackFrom(payload);
    events_.push_back(event);
  }
  int64_t position() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return static_cast<int64_t>(events_.size());
  }

  grpc::Status ListEvents(grpc::ServerContext*, const type::v1::ListEventsRequest* request,
                          type::v1::ListEventsResponse* response) override {
    std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& event : events_) {
      if (event.position() > request->after() && response->events_size() < request->page_size()) {
        *response->add_events() = event;
      }
    }
    return grpc::Status::OK;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<type::v1::Event> events_;
};

// One park, whose date the test sets. Thread safe.
class FakeDirectory final : public directory::v1::Directory::Service {
 public:
  grpc::Status ListParks(grpc::ServerContext*, const directory::v1::ListParksRequest*,
                         directory::v1::ListParksResponse* response) override {
    response->add_parks()->set_name("parks/yunqi");
    return grpc::Status::OK;
  }
  grpc::Status GetPark(grpc::ServerContext*, const directory::v1::GetParkRequest* request,
                       directory::v1::Park* response) override {
    std::lock_guard<std::mutex> lock(mutex_);
    response->set_name(request->name());
    response->set_current_date(today_);
    return grpc::Status::OK;
  }
  // The advice that held on the day that is asked for.
  grpc::Status GetFirm(grpc::ServerContext*, const directory::v1::GetFirmRequest* request,
                       directory::v1::Firm* response) override {
    std::lock_guard<std::mutex> lock(mutex_);
    response->set_name(request->name());
    const auto advised = advised_since_.find(request->name());
    response->mutable_set_up()->set_tax_advice(advised != advised_since_.end() &&
                                               advised->second <= request->as_of_date());
    return grpc::Status::OK;
  }
  void SetAdvised(const std::string& firm, const std::string& since) {
    std::lock_guard<std::mutex> lock(mutex_);
    advised_since_[firm] = since;
  }
  void SetToday(const std::string& today) {
    std::lock_guard<std::mutex> lock(mutex_);
    today_ = today;
  }

 private:
  std::mutex mutex_;
  std::string today_ = "2026-11-20";
  std::map<std::string, std::string> advised_since_;  // By firm.
};

}  // namespace tuoqiao::ledger

#endif  // TUOQIAO_SERVICES_LEDGER_TESTING_PEERS_H_
