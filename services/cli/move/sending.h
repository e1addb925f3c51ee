// The rows of a move on their way into a system: what both kinds of moves share.
#ifndef TUOQIAO_SERVICES_CLI_MOVE_SENDING_H_
#define TUOQIAO_SERVICES_CLI_MOVE_SENDING_H_

#include <functional>
#include <string>
#include <vector>

#include "services/cli/move/in.h"

namespace tuoqiao::cli {

// Not thread safe.
class MoveSending {
 public:
  MoveSending(Client& client, const Move& move, const MoveTarget& target)
      : client_(client), move_(move), target_(target) {}

  Client& client() { return client_; }
  const Move& move() const { return move_; }
  const MoveTarget& target() const { return target_; }
  MoveReport& report() { return report_; }

  // Sends the rows of a file in batches and counts what became of them.
  absl::Status Send(const std::string& file, size_t batch_max, const SendRows& send);
  // The same where each row is one call; a refusal is the row's.
  absl::Status SendEach(const std::string& file,
                        const std::function<absl::Status(const adapters::Row& row)>& send);
  // Counts all rows of a file as new: where nothing is there, a dry run has nobody to ask.
  void CountAsNew(const std::string& file);

  // Calls with a request id of what the request says; in a dry run nothing is written.
  template <typename Service, typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Service::*method)(grpc::ClientContext*,
                                                                const Request&, Response*),
                                Request request, const Who& who) {
    request.set_validate_only(target_.dry);
    request.set_request_id(client_.RequestId({"move", who.subject, request.SerializeAsString()}));
    return client_.Call(method, request, who);
  }

 private:
  Client& client_;
  const Move& move_;
  const MoveTarget& target_;
  MoveReport report_;
};

// `firm-91…-2026-11-10`: the name of a move in the books and in payroll, one for each day on which
// a firm or centre leaves.
std::string MoveId(const Move& move);
// Proposes the balances.
absl::Status SendOpening(MoveSending& sending);

absl::Status SendFirm(MoveSending& sending);
absl::Status SendCentre(MoveSending& sending);

// Months, codes and the like as requests have them.
template <typename Response>
std::vector<type::v1::ItemResult> ResultsOf(const Response& response) {
  return {response.results().begin(), response.results().end()};
}

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_MOVE_SENDING_H_
