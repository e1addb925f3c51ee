#include "services/common/rpc/mutate.h"

#include <google/protobuf/any.pb.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>
#include <thread>

#include "absl/random/random.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/db/outbox.h"
#include "services/common/period.h"
#include "services/common/rpc/front.h"

namespace tuoqiao::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int kTriesMax = 8;
constexpr size_t kRequestIdMin = 8, kRequestIdMax = 64;

std::string RequestId(const Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("request_id");
  CHECK(field != nullptr);
  return request.GetReflection()->GetString(request, field);
}

bool ValidateOnly(const Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("validate_only");
  CHECK(field != nullptr);
  return request.GetReflection()->GetBool(request, field);
}

absl::Status CheckRequestId(const std::string& id) {
  const bool valid =
      id.size() >= kRequestIdMin && id.size() <= kRequestIdMax &&
      std::all_of(id.begin(), id.end(), [](char c) { return absl::ascii_isalnum(c) || c == '-'; });
  if (valid) return absl::OkStatus();
  return Failure(absl::StatusCode::kInvalidArgument, "REQUEST_ID_INVALID")
      .At("request_id")
      .Say("The request_id has to be 8 to 64 letters, digits and hyphens.",
           "request_id 须为 8 至 64 位字母、数字或连字符。")
      .Next("Make a new UUID for each new request, and repeat it when you repeat the request.",
            "每个新请求使用新的 UUID;重试时沿用原值。");
}

absl::Status RequestIdReused(const std::string& id) {
  return Failure(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED")
      .At("request_id")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say("This request_id was used before with other content.", "该 request_id 已用于其他内容。")
      .Next("Use a new request_id for a new request.", "新请求请使用新的 request_id。")
      .With("request_id", id);
}

// The hash of what is asked: method and content, without the id itself and the wish for a dry run.
std::string ContentHash(const Message& request) {
  std::unique_ptr<Message> content(request.New());
  content->CopyFrom(request);
  const auto* reflection = content->GetReflection();
  reflection->ClearField(content.get(), request.GetDescriptor()->FindFieldByName("request_id"));
  reflection->ClearField(content.get(), request.GetDescriptor()->FindFieldByName("validate_only"));
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    content->SerializeToCodedStream(&coded);
  }
  return Sha256OfParts({request.GetDescriptor()->full_name(), bytes});
}

struct Stored {
  std::string hash, reply;
};

constexpr absl::string_view kStored =
    "SELECT hash, reply FROM request WHERE park_id = :park AND request_id = :id";

Stored StoredIn(const db::Row& row) { return {row.Bytes(0), row.Bytes(1)}; }

absl::StatusOr<bool> LoadStored(db::Read& txn, const std::string& id, Stored* stored) {
  return txn.QueryOne(kStored, {{"id", id}}, [&](const db::Row& row) { *stored = StoredIn(row); });
}

absl::Status AnswerFrom(const Stored& stored, const std::string& hash, const std::string& id,
                        Message* response) {
  if (stored.hash != hash) return RequestIdReused(id);
  CHECK(response->ParseFromString(stored.reply));
  return absl::OkStatus();
}

absl::Status SaveReply(db::Write& txn, const Message& request, const std::string& id,
                       const std::string& hash, const Message& response, const std::string& time) {
  std::unique_ptr<Message> reply(response.New());
  reply->CopyFrom(response);
  ClearPersonal(reply.get());
  return txn
      .Execute(
          "INSERT INTO request (park_id, request_id, method, hash, reply, create_time) "
          "VALUES (:park, :id, :method, :hash, :reply, :time)",
          {{"id", id},
           {"method", request.GetDescriptor()->full_name()},
           {"hash", db::Blob{hash}},
           {"reply", db::Blob{reply->SerializeAsString()}},
           {"time", time}})
      .status();
}

// Runs the write until it is not in another's way; waits a little longer each time. A key that
// another transaction had made meanwhile, and that no body names, is such a way too: the next try
// sees its row (the same request's reply, a data key, a resource).
absl::Status Retry(const std::function<absl::Status()>& write) {
  absl::BitGen random;
  absl::Status status;
  for (int tries = 0; tries < kTriesMax; ++tries) {
    status = write();
    const bool in_the_way = status.code() == absl::StatusCode::kAborted ||
                            status.code() == absl::StatusCode::kAlreadyExists;
    if (!in_the_way || FailureOf(status).has_value()) return status;
    std::this_thread::sleep_for(
        std::chrono::microseconds(absl::Uniform(random, 0, 2000 << std::min(tries, 6))));
  }
  return status;
}

}  // namespace

void Change::Publish(absl::string_view kind, absl::string_view subject, int64_t revision,
                     const Message& payload) {
  // One type is asked for many times in a row; the answer of the last one is enough of a cache.
  thread_local const google::protobuf::Descriptor* checked = nullptr;
  if (payload.GetDescriptor() != checked) {
    CHECK(!HoldsPersonal(payload.GetDescriptor()));
    checked = payload.GetDescriptor();
  }
  google::protobuf::Any any;
  any.PackFrom(payload);
  LogLeaf leaf;
  leaf.park = txn.park();
  leaf.id = NewId("evt");
  leaf.kind = std::string(kind);
  leaf.subject = std::string(subject);
  leaf.revision = revision;
  leaf.payload = any.SerializeAsString();
  leaf.request_id = request_id;
  leaf.caller = caller.Label();
  leaf.write_time = write_time_;
  leaves_.push_back(std::move(leaf));
}

absl::Status Change::Flush() { return db::AppendLog(txn, leaves_); }

absl::StatusOr<bool> internal::AnsweredBefore(const MutationOptions& options, const Caller& caller,
                                              const Message& request, Message* response) {
  const std::string id = RequestId(request);
  RETURN_IF_ERROR(CheckRequestId(id));
  Stored stored;
  bool found = false;
  RETURN_IF_ERROR(options.db.QueryIn(caller.park, kStored, {{"id", id}}, [&](const db::Row& row) {
    found = true;
    stored = StoredIn(row);
    return absl::OkStatus();
  }));
  if (found) RETURN_IF_ERROR(AnswerFrom(stored, ContentHash(request), id, response));
  return found;
}

absl::Status internal::RunMutation(const MutationOptions& options, const Caller& caller,
                                   const Message& request, Message* response,
                                   const ChangeBody& body) {
  const std::string id = RequestId(request);
  RETURN_IF_ERROR(CheckRequestId(id));
  const std::string hash = ContentHash(request);
  const std::string time = FormatMoment(options.clock.Now());
  const bool dry_run = ValidateOnly(request);
  const absl::Status status = Retry([&] {
    response->Clear();
    return options.db.WriteIn(
        caller.park,
        [&](db::Write& txn) -> absl::Status {
          Stored stored;
          ASSIGN_OR_RETURN(const bool answered, LoadStored(txn, id, &stored));
          if (answered) return AnswerFrom(stored, hash, id, response);
          Change change(txn, caller, id, time);
          RETURN_IF_ERROR(body(change));
          RETURN_IF_ERROR(change.Flush());
          return SaveReply(txn, request, id, hash, *response, time);
        },
        dry_run ? db::Outcome::kDiscard : db::Outcome::kCommit);
  });
  if (status.ok() || status.code() == absl::StatusCode::kUnavailable) return status;
  // The body may have failed on what the same request, sent twice at once, had just done.
  const absl::StatusOr<bool> answered = AnsweredBefore(options, caller, request, response);
  if (answered.ok() && !*answered) return status;
  return answered.status();
}

absl::Status FactsStale(absl::string_view what) {
  return Failure(absl::StatusCode::kAborted, "FACTS_STALE")
      .Whose(type::v1::Failure::OURS)
      .Say(absl::StrCat("What this rests on has changed meanwhile: ", what, "."),
           absl::StrCat("所依据的事实已变化:", what, "。"))
      .Next("Send the same request again.", "请重新发送同一请求。")
      .With("what", what);
}

absl::Status Write(const MutationOptions& options, const Caller& caller, const std::string& id,
                   const ChangeBody& body) {
  const std::string time = FormatMoment(options.clock.Now());
  return Retry([&] {
    return options.db.WriteIn(caller.park, [&](db::Write& txn) -> absl::Status {
      Change change(txn, caller, id, time);
      RETURN_IF_ERROR(body(change));
      return change.Flush();
    });
  });
}

}  // namespace tuoqiao::rpc
