#include "services/common/http/client.h"

#include <curl/curl.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/check.h"

namespace tuoqiao::http {
namespace {

void StartCurl() {
  static const CURLcode kStarted = curl_global_init(CURL_GLOBAL_DEFAULT);
  CHECK(kStarted == CURLE_OK);
}

// A name may begin like an address, so that only one of digits is one.
bool IsLoopback(absl::string_view host) {
  if (absl::StartsWith(host, "[::1]")) return true;
  const absl::string_view name = host.substr(0, host.find(':'));
  return name == "localhost" || (absl::StartsWith(name, "127.") &&
                                 name.find_first_not_of(".0123456789") == absl::string_view::npos);
}

}  // namespace

class Client::Handle {
 public:
  Handle() {
    StartCurl();
    curl_ = curl_easy_init();
    CHECK(curl_ != nullptr);
  }
  ~Handle() { curl_easy_cleanup(curl_); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  absl::StatusOr<Reply> Send(const Request& request) {
    curl_slist* headers = nullptr;
    for (const std::string& each : request.headers) {
      headers = curl_slist_append(headers, each.c_str());
    }
    Reply reply;
    Taking taking = {&reply.body, request.reply_bytes_max};
    SetUp(request, headers, &taking);
    const CURLcode done = curl_easy_perform(curl_);
    curl_slist_free_all(headers);
    if (done != CURLE_OK) {
      long sent = 0;
      curl_easy_getinfo(curl_, CURLINFO_REQUEST_SIZE, &sent);
      const char* const text = curl_easy_strerror(done);
      return sent == 0 ? absl::UnavailableError(text) : absl::UnknownError(text);
    }
    long status = 0;
    curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &status);
    reply.status = static_cast<int>(status);
    return reply;
  }

 private:
  struct Taking {
    std::string* body;
    size_t bytes_max;
  };

  void SetUp(const Request& request, curl_slist* headers, Taking* taking) {
    curl_easy_reset(curl_);  // Keeps the connection.
    curl_easy_setopt(curl_, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(curl_, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl_, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl_, CURLOPT_NOSIGNAL, 1L);  // There are other threads.
    curl_easy_setopt(curl_, CURLOPT_TIMEOUT_MS,
                     static_cast<long>(absl::ToInt64Milliseconds(request.timeout)));
    curl_easy_setopt(curl_, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl_, CURLOPT_WRITEFUNCTION, &Handle::Take);
    curl_easy_setopt(curl_, CURLOPT_WRITEDATA, taking);
    if (!request.ca_file.empty()) {
      curl_easy_setopt(curl_, CURLOPT_CAINFO, request.ca_file.c_str());
    }
    if (!request.body.empty()) {
      curl_easy_setopt(curl_, CURLOPT_POSTFIELDSIZE_LARGE,
                       static_cast<curl_off_t>(request.body.size()));
      curl_easy_setopt(curl_, CURLOPT_POSTFIELDS, request.body.data());
    }
  }

  static size_t Take(const char* bytes, size_t size, size_t count, void* into) {
    const Taking& taking = *static_cast<Taking*>(into);
    if (taking.body->size() + size * count > taking.bytes_max) return 0;
    taking.body->append(bytes, size * count);
    return size * count;
  }

  CURL* curl_ = nullptr;
};

Client::Client() : handle_(std::make_unique<Handle>()) {}

Client::~Client() = default;

absl::StatusOr<Reply> Client::Send(const Request& request) { return handle_->Send(request); }

absl::Status CheckUrl(absl::string_view url, Plain plain) {
  absl::string_view rest = url;
  const bool secure = absl::ConsumePrefix(&rest, "https://");
  if (!secure && !absl::ConsumePrefix(&rest, "http://")) {
    return absl::InvalidArgumentError(absl::StrCat(url, " is no http:// address"));
  }
  const absl::string_view host = rest.substr(0, rest.find_first_of("/?#"));
  // With a name in front of it, a host is another than it looks.
  if (host.empty() || absl::StrContains(host, '@')) {
    return absl::InvalidArgumentError(absl::StrCat(url, " is no http:// address"));
  }
  if (secure || plain == Plain::kAnywhere || IsLoopback(host)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(url, " is plain http:// to another machine; use https://"));
}

}  // namespace tuoqiao::http
