// A whole month on the public API: from the files of a sample to the payout, step by step. Each
// step may be repeated: what was done stays, what was not is done.
#ifndef TUOQIAO_SERVICES_CLI_STORY_H_
#define TUOQIAO_SERVICES_CLI_STORY_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/cli/client.h"
#include "services/cli/park_file.h"
#include "services/cli/rows.h"
#include "tuoqiao/payroll/v1/payroll.pb.h"

namespace tuoqiao::cli {

class Story {
 public:
  // `folder` holds a sample; what it sends is read from there. Sentences about each step go to
  // `say`.
  static absl::StatusOr<Story> Open(Client& client, const std::string& folder,
                                    std::function<void(const std::string&)> say);

  // The steps in order, each timed: roster, eligibility, places, billing, payroll, settlement.
  absl::Status Live();

  absl::Status Roster();
  absl::Status Eligibility();
  absl::Status Places();
  // The first part of Places: who waits for a place.
  absl::Status Apply();
  absl::Status Billing();
  absl::Status Payroll();
  absl::Status Settlement();

  const ParkFile& park() const { return park_; }
  const RowsReport& rows() const { return rows_; }
  const std::map<std::string, absl::Duration>& taken() const { return taken_; }

 private:
  Story(Client& client, std::string folder, ParkFile park,
        std::function<void(const std::string&)> say);

  absl::StatusOr<std::string> Read(const std::string& file) const;
  absl::Status AdvanceTo(absl::CivilDay day);
  absl::Status ImportRosters();
  absl::Status ImportFamilies();
  absl::Status AcceptOffers();
  absl::Status ImportAttendance();
  absl::StatusOr<std::vector<std::string>> FirmNames();
  absl::Status ImportPayFigures();
  // A firm's released run, and the file for its payroll system; empty where nobody is deducted.
  struct PaidRun {
    payroll::v1::PayRun run;
    std::string file;
  };
  absl::StatusOr<PaidRun> PlanAndRelease(const std::string& firm);
  absl::Status RunPay(const std::vector<std::string>& firms);
  absl::Status SendReceivables(bool float_only);
  absl::Status DeliverBankLines(const std::string& file, const std::string& bytes);
  absl::Status PayCentres();
  std::string month_name() const;

  Client& client_;
  const std::string folder_;
  const ParkFile park_;
  const std::function<void(const std::string&)> say_;
  RowsReport rows_;
  std::map<std::string, absl::Duration> taken_;
};

// Sums over a state, by the names that `--json` of quickstart has; amounts in fen.
absl::StatusOr<std::map<std::string, int64_t>> Sums(const std::vector<std::string>& state_lines);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_STORY_H_
