// What a delivery can hold: through which port, in which direction, of whom, and for whose eyes.
#ifndef TUOQIAO_SERVICES_EXCHANGE_CONTENT_H_
#define TUOQIAO_SERVICES_EXCHANGE_CONTENT_H_

#include <vector>

#include "absl/strings/string_view.h"

namespace tuoqiao::exchange {

// The adapters' ports; kOurs is a list that exchange writes itself.
enum class Port { kRoster, kPayroll, kPayment, kCentre, kOurs };

// Whose a connection is.
enum class Scope { kPark, kFirm, kCentre };

struct Content {
  absl::string_view name;
  Port port;
  bool outward;
  Scope scope;
  // Who may set, send, receive and read it; nobody else learns that it is there.
  std::vector<absl::string_view> roles;
};

// Every content there is.
const std::vector<Content>& Contents();

// Null where there is none of that name.
const Content* FindContent(absl::string_view name);

bool MayTouch(const Content& content, absl::string_view role);

}  // namespace tuoqiao::exchange

#endif  // TUOQIAO_SERVICES_EXCHANGE_CONTENT_H_
