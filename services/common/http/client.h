// HTTP to a system outside: one connection, kept open between requests. Redirects are not followed
// and no proxy is asked, so that what is sent goes where the config says and nowhere else.
#ifndef TUOQIAO_SERVICES_COMMON_HTTP_CLIENT_H_
#define TUOQIAO_SERVICES_COMMON_HTTP_CLIENT_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace tuoqiao::http {

struct Request {
  std::string url;
  std::string body;                  // Empty: GET; else POST.
  std::vector<std::string> headers;  // "Name: value".
  std::string ca_file;               // Certificates that are trusted, PEM; empty: the system's.
  absl::Duration timeout;            // Above zero; for all of it.
  size_t reply_bytes_max = size_t{1} << 20;
};

struct Reply {
  int status = 0;  // 200, 404 and their like.
  std::string body;
};

// Not thread safe.
class Client {
 public:
  Client();
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // UNAVAILABLE where the other side certainly has nothing of the request, UNKNOWN where it may
  // have. The text says neither where it went nor what was in it.
  absl::StatusOr<Reply> Send(const Request& request);

 private:
  class Handle;
  const std::unique_ptr<Handle> handle_;
};

// OK for `https://`, and for `http://` where `plain` allows that. INVALID_ARGUMENT.
enum class Plain { kAnywhere, kLoopbackOnly };
absl::Status CheckUrl(absl::string_view url, Plain plain);

}  // namespace tuoqiao::http

#endif  // TUOQIAO_SERVICES_COMMON_HTTP_CLIENT_H_
