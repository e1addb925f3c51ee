// Files through exchange: connections, uploads with progress, downloads.
#ifndef TUOQIAO_SERVICES_CLI_DELIVERIES_H_
#define TUOQIAO_SERVICES_CLI_DELIVERIES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/client.h"
#include "services/cli/rows.h"
#include "tuoqiao/exchange/v1/exchange.pb.h"

namespace tuoqiao::cli {

// One way in or out: whose it is, in which format, and who speaks for them.
struct Link {
  std::string parent;
  std::string id;       // Of the connection, e.g. "roster".
  std::string adapter;  // "roster/csv"; empty for what exchange writes itself.
  std::string content;  // "ROSTER"; empty: the connection is used as somebody has set it.
  type::v1::Mapping mapping;
  Who who;

  std::string name() const { return parent + "/connections/" + id; }
};

absl::Status SetConnection(Client& client, const Link& link);

struct Upload {
  Link link;
  std::string file;  // As it is reported, e.g. "rosters/91….csv".
  std::string bytes;
  std::string month;  // For pay results: YYYY-MM.
  bool leavers_confirmed = false;
  bool dry_run = false;
};

// Sets the connections, sends all files and waits until each was read; progress counts files. A
// file that was refused whole is a rejected row of line 0.
absl::StatusOr<RowsReport> Deliver(Client& client, const std::string& label,
                                   const std::vector<Upload>& uploads,
                                   std::vector<exchange::v1::Delivery>* deliveries = nullptr);

// Has exchange write a file for `subject` and returns its bytes; empty where there is nothing to
// send. On another `occasion` it is asked anew: what is owed of a month grows.
absl::StatusOr<std::string> Fetch(Client& client, const Link& link, const std::string& subject,
                                  const std::string& occasion = "");

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_DELIVERIES_H_
