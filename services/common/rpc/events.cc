#include "services/common/rpc/events.h"

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/db/outbox.h"
#include "services/common/log.h"
#include "services/common/period.h"

namespace tuoqiao::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int32_t kEventsMax = 1000;
constexpr int64_t kNumberedMax = 5000;
// A listener that hears nothing asks less and less often.
constexpr auto kPauseMin = std::chrono::milliseconds(50);
constexpr auto kIdlePauseMax = std::chrono::milliseconds(200);
// How long a new park may wait to be heard of.
constexpr auto kParksKept = std::chrono::seconds(1);
constexpr auto kFailurePauseMax = std::chrono::seconds(30);

void ClearSystem(Message* message) {
  std::vector<const FieldDescriptor*> fields;
  message->GetReflection()->ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->options().GetExtension(type::v1::system)) {
      message->GetReflection()->ClearField(message, field);
    } else if (field->is_map() || field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      continue;
    } else if (field->is_repeated()) {
      for (int i = 0; i < message->GetReflection()->FieldSize(*message, field); ++i) {
        ClearSystem(message->GetReflection()->MutableRepeatedMessage(message, field, i));
      }
    } else {
      ClearSystem(message->GetReflection()->MutableMessage(message, field));
    }
  }
}

// Gives a position to what is committed and has none: whoever asks what happened hears of all that
// was answered before it asked, and does not wait for the numberer. Nothing to do where rows are
// numbered as they are written.
absl::Status NumberWaiting(db::Database& db, const std::string& park) {
  bool waiting = false;
  RETURN_IF_ERROR(db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(waiting, db::LogWaits(txn));
    return absl::OkStatus();
  }));
  while (waiting) {
    const absl::Status status = db.WriteIn(park, [&](db::Write& txn) -> absl::Status {
      ASSIGN_OR_RETURN(const int64_t numbered, db::NumberLog(txn, kNumberedMax));
      waiting = numbered == kNumberedMax;
      return absl::OkStatus();
    });
    // The numberer was in the way, which does the same.
    if (!status.ok() && status.code() != absl::StatusCode::kAborted) return status;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ListEvents(db::Database& db, const Caller& caller,
                        const type::v1::ListEventsRequest& request,
                        type::v1::ListEventsResponse* response) {
  if (request.page_size() < 0) return FieldInvalid("page_size", "is negative", "为负数");
  const int64_t size =
      request.page_size() == 0 ? kEventsMax : std::min(request.page_size(), kEventsMax);
  RETURN_IF_ERROR(NumberWaiting(db, caller.park));
  return db.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(const int64_t head, db::LogPosition(txn));
    response->set_head(head);
    return db::ReadLog(txn, request.after(), size, [&](const LogRow& row) -> absl::Status {
      type::v1::Event* event = response->add_events();
      event->set_position(row.position);
      event->set_id(row.leaf.id);
      event->set_kind(row.leaf.kind);
      event->set_subject(row.leaf.subject);
      event->set_revision(row.leaf.revision);
      CHECK(event->mutable_payload()->ParseFromString(row.leaf.payload));
      google::protobuf::util::TimeUtil::FromString(row.leaf.write_time,
                                                   event->mutable_write_time());
      return absl::OkStatus();
    });
  });
}

std::string StateJson(const Message& resource) {
  std::unique_ptr<Message> copy(resource.New());
  copy->CopyFrom(resource);
  ClearSystem(copy.get());
  std::string json;
  CHECK(google::protobuf::util::MessageToJsonString(*copy, &json).ok());
  return json;
}

void AddResource(const std::string& name, const Message& resource,
                 type::v1::ListResourcesResponse* response) {
  type::v1::Resource* added = response->add_resources();
  added->set_name(name);
  added->set_type(resource.GetDescriptor()->name());
  added->set_json(StateJson(resource));
}

Listener::Listener(Options options, Fetch fetch, Apply apply)
    : Listener(
          std::move(options), std::move(fetch),
          Prepare([apply = std::move(apply)](const Caller&, const std::vector<type::v1::Event>&)
                      -> absl::StatusOr<Apply> { return apply; })) {}

Listener::Listener(Options options, Fetch fetch, Prepare prepare)
    : options_(std::move(options)), fetch_(std::move(fetch)), prepare_(std::move(prepare)) {}

Listener::~Listener() { Stop(); }

void Listener::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Listener::Stop() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

absl::StatusOr<int64_t> Listener::HearBatch(const std::string& park) {
  int64_t heard = 0;
  RETURN_IF_ERROR(options_.mutation.db.ReadIn(park, [&](db::Read& txn) -> absl::Status {
    ASSIGN_OR_RETURN(heard, db::LoadCursor(txn, options_.source));
    return absl::OkStatus();
  }));
  const Caller caller = options_.badge.AsCaller(park);
  type::v1::ListEventsRequest request;
  request.set_parent(absl::StrCat("parks/", park));
  request.set_after(heard);
  request.set_page_size(options_.batch_max);
  ASSIGN_OR_RETURN(const type::v1::ListEventsResponse page, fetch_(request, caller));
  // Stays as it is where what follows fails.
  lag_[park] = page.head() - heard;
  if (page.events().empty()) return 0;
  const std::vector<type::v1::Event> events(page.events().begin(), page.events().end());
  ASSIGN_OR_RETURN(const Apply apply, prepare_(caller, events));
  const std::string id = absl::StrCat("hear-", options_.source, "-", heard);
  RETURN_IF_ERROR(Write(options_.mutation, caller, id, [&](Change& change) -> absl::Status {
    // Another replica may have heard these meanwhile; then there is nothing left to do.
    RETURN_IF_ERROR(db::LockCursor(change.txn, options_.source));
    ASSIGN_OR_RETURN(const int64_t now, db::LoadCursor(change.txn, options_.source));
    if (now != heard) return absl::OkStatus();
    RETURN_IF_ERROR(apply(change, events));
    return db::SaveCursor(change.txn, options_.source, events.back().position());
  }));
  lag_[park] = page.head() - events.back().position();
  return static_cast<int64_t>(events.size());
}

absl::StatusOr<bool> Listener::HearAll() {
  bool any = false;
  absl::Status status;
  ASSIGN_OR_RETURN(const std::vector<std::string> parks, options_.parks());
  for (const std::string& park : parks) {
    const absl::StatusOr<int64_t> heard = HearBatch(park);
    status.Update(heard.status());
    any = any || (heard.ok() && *heard > 0);
  }
  RETURN_IF_ERROR(status);
  return any;
}

void Listener::Run() {
  auto& lag = options_.metrics.Gauges(kLogLag).Add(
      {{"listener", options_.listener}, {"source", options_.source}});
  std::chrono::milliseconds pause = kPauseMin;
  while (true) {
    const absl::StatusOr<bool> heard = HearAll();
    int64_t behind = 0;
    for (const auto& [park, left] : lag_) behind += left;
    lag.Set(static_cast<double>(behind));
    if (!heard.ok()) {
      Log(Severity::kWarning, "listener.failed",
          {{"listener", options_.listener},
           {"source", options_.source},
           {"reason", std::string(heard.status().message())}});
      pause = std::min<std::chrono::milliseconds>(pause * 2, kFailurePauseMax);
    } else if (*heard) {
      pause = kPauseMin;
    } else {
      pause = std::clamp<std::chrono::milliseconds>(pause * 5 / 4, kPauseMin, kIdlePauseMax);
    }
    std::unique_lock<std::mutex> lock(mutex_);
    if (heard.ok() && *heard && !stopping_) continue;
    if (wake_.wait_for(lock, pause, [this] { return stopping_; })) return;
  }
}

Listener::Parks ParksFrom(const Peer<directory::v1::Directory>& directory, const Badge& badge) {
  using std::chrono::steady_clock;
  struct Known {
    std::vector<std::string> parks;
    std::optional<steady_clock::time_point> asked;
  };
  // A listener asks for them on its own thread only.
  return [&directory, &badge,
          known = std::make_shared<Known>()]() -> absl::StatusOr<std::vector<std::string>> {
    if (known->asked && steady_clock::now() - *known->asked < kParksKept) return known->parks;
    std::vector<std::string> parks;
    directory::v1::ListParksRequest request;
    request.set_page_size(1000);
    RETURN_IF_ERROR(
        directory.ForEachPage<directory::v1::ListParksRequest, directory::v1::ListParksResponse>(
            &directory::v1::Directory::Stub::ListParks, request, badge.AsCaller(""),
            [&](const directory::v1::ListParksResponse& page) {
              for (const auto& park : page.parks()) parks.push_back(ParkOf(park.name()));
              return absl::OkStatus();
            }));
    *known = {parks, steady_clock::now()};
    return parks;
  };
}

}  // namespace tuoqiao::rpc
