#include "services/cli/client.h"

#include <algorithm>
#include <thread>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/longrunning/operations.grpc.pb.h"
#include "services/common/errors.h"
#include "services/common/hash.h"
#include "services/common/secret_file.h"
#include "services/common/status_macros.h"
#include "tuoqiao/exchange/v1/exchange.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

constexpr size_t kPieceBytes = 1 << 20;
constexpr absl::Duration kTokenLife = absl::Minutes(30);
constexpr int kMessageBytesMax = 16 << 20;

std::string NewSession() {
  // Unique enough to tell runs of people apart; request ids of machines come from their files.
  return absl::StrCat("run-", absl::ToUnixNanos(absl::Now()));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Client>> Client::Connect(const Options& options,
                                                        absl::Duration patience) {
  std::unique_ptr<TokenKey> tokens;
  std::string token;
  if (options.token_file.empty()) {
    ASSIGN_OR_RETURN(tokens, TokenKey::FromFile(options.token_key_file, false));
  } else {
    ASSIGN_OR_RETURN(const std::string text, ReadSecretFile(options.token_file));
    token = std::string(absl::StripAsciiWhitespace(text));
  }
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMessageBytesMax);
  auto channel =
      grpc::CreateCustomChannel(options.address, grpc::InsecureChannelCredentials(), arguments);
  if (!channel->WaitForConnected(std::chrono::system_clock::now() +
                                 absl::ToChronoMilliseconds(patience))) {
    return absl::UnavailableError(absl::StrCat("nobody answers on ", options.address,
                                               "; start `tuoqiao serve`, or name it by --server"));
  }
  return std::unique_ptr<Client>(
      new Client(std::move(channel), std::move(tokens), std::move(token),
                 options.session.empty() ? NewSession() : options.session));
}

Client::Client(std::shared_ptr<grpc::Channel> channel, std::unique_ptr<TokenKey> tokens,
               std::string token, std::string session)
    : channel_(std::move(channel)),
      tokens_(std::move(tokens)),
      token_(std::move(token)),
      session_(std::move(session)) {}

void Client::Sign(grpc::ClientContext& context, const Who& who) {
  if (tokens_ == nullptr) {
    context.AddMetadata("authorization", "Bearer " + token_);
    return;
  }
  const std::string key = absl::StrCat(who.role, "\n", who.scope, "\n", who.subject);
  const absl::Time now = absl::Now();
  std::lock_guard<std::mutex> lock(tokens_mutex_);
  auto& [token, until] = signed_[key];
  if (until < now + kTokenLife / 2) {
    until = now + kTokenLife;
    token = tokens_->Sign({who.subject, who.role, {who.scope}, who.purpose, until});
  }
  context.AddMetadata("authorization", "Bearer " + token);
}

absl::StatusOr<google::longrunning::Operation> Client::Wait(const std::string& operation,
                                                            const Who& who,
                                                            const OnProgress& on_progress) {
  google::longrunning::GetOperationRequest request;
  request.set_name(operation);
  absl::Duration pause = absl::Milliseconds(2);
  while (true) {
    ASSIGN_OR_RETURN(const auto found,
                     Call(&google::longrunning::Operations::Stub::GetOperation, request, who));
    type::v1::Progress progress;
    if (on_progress && found.metadata().UnpackTo(&progress)) on_progress(progress);
    if (found.done()) {
      if (found.has_error()) return rpc::FromRpc(found.error());
      return found;
    }
    absl::SleepFor(pause);
    pause = std::min(pause * 2, absl::Milliseconds(100));
  }
}

absl::StatusOr<std::string> Client::Upload(exchange::v1::ReceiveDeliveryRequest first,
                                           const std::string& bytes, const Who& who) {
  grpc::ClientContext context;
  Sign(context, who);
  google::longrunning::Operation operation;
  auto writer = Stub<exchange::v1::Exchange::Stub>()->ReceiveDelivery(&context, &operation);
  bool open = writer->Write(first);
  exchange::v1::ReceiveDeliveryRequest piece;
  for (size_t at = 0; open && at < bytes.size(); at += kPieceBytes) {
    piece.set_content(bytes.substr(at, kPieceBytes));
    open = writer->Write(piece);
  }
  writer->WritesDone();
  const grpc::Status status = writer->Finish();
  if (!status.ok()) return rpc::FromGrpc(status);
  return operation.name();
}

absl::StatusOr<std::string> Client::Download(const std::string& delivery, bool rejected_only,
                                             const Who& who) {
  grpc::ClientContext context;
  Sign(context, who);
  exchange::v1::DownloadDeliveryRequest request;
  request.set_name(delivery);
  request.set_rejected_only(rejected_only);
  auto reader = Stub<exchange::v1::Exchange::Stub>()->DownloadDelivery(&context, request);
  std::string bytes;
  exchange::v1::DownloadDeliveryResponse piece;
  while (reader->Read(&piece)) bytes += piece.content();
  const grpc::Status status = reader->Finish();
  if (!status.ok()) return rpc::FromGrpc(status);
  return bytes;
}

std::string Client::RequestId(std::initializer_list<absl::string_view> parts) const {
  std::string text = session_;
  for (absl::string_view part : parts) absl::StrAppend(&text, "\n", part);
  return absl::StrCat("cli-", absl::BytesToHexString(Sha256(text).substr(0, 16)));
}

std::string Describe(const absl::Status& status, bool chinese) {
  const std::optional<type::v1::Failure> failure = FailureOf(status);
  if (!failure.has_value()) return std::string(status.message());
  std::string text = chinese ? failure->text_zh() : failure->text_en();
  const std::string& next = chinese ? failure->next_zh() : failure->next_en();
  if (!next.empty()) absl::StrAppend(&text, " ", next);
  if (!failure->field().empty()) absl::StrAppend(&text, " [", failure->field(), "]");
  return absl::StrCat(text, " (", failure->reason(), ")");
}

}  // namespace tuoqiao::cli
