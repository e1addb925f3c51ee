// What a year has closed, paid and taken, as the services' own lists tell it; and what their five
// projections of it have to come to.
#ifndef TUOQIAO_TESTS_PROPERTIES_HOUSE_RECORD_H_
#define TUOQIAO_TESTS_PROPERTIES_HOUSE_RECORD_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "tests/properties/house/house.h"

namespace tuoqiao::house {

using Sums = std::map<std::string, int64_t>;

// Entries of zero say nothing.
Sums WithoutZeros(Sums sums);
// OK where both say the same, else the first difference.
absl::Status Same(const std::string& what, const Sums& ours, const Sums& theirs);

// The part of a resource name behind a collection.
std::string PartAfter(const std::string& name, const std::string& collection);

class Record {
 public:
  Record(House& house, const World& world) : house_(house), world_(world) {}

  // Reads what the month has closed. Each statement's lines and shares sum to its total, and
  // nobody but the family of an original has a share below zero.
  absl::Status ReadMonth(absl::CivilMonth month);
  const std::map<absl::CivilMonth, std::vector<billing::v1::Statement>>& closed() const {
    return closed_;
  }
  // A pay run that went out, or of which something was read.
  void AddRun(const std::string& run) { runs_[run] = {}; }
  // Open arrears that left payroll: nobody asks their family for them any more.
  void AddEnded(const payroll::v1::Arrears& arrears) { ended_.push_back(arrears); }
  // Reads every run again, whatever was known of it.
  void ForgetRuns();

  // The firm share, the family statement, what payroll was told, what centres are owed, what payers
  // are asked for: each from its own service, each equal to the statements.
  absl::Status CheckFirmShares(absl::CivilMonth month) const;
  absl::Status CheckFamilyStatements(const std::string& family) const;
  absl::Status CheckPoolUse() const;
  absl::Status CheckBooks();
  // What closed months drew of budgets is what the ledger has of them, and never more than there
  // is.
  absl::Status CheckBudgets() const;

  // Month, case number and payer, or firm: what stands.
  Sums Stands() const;

 private:
  struct Run {
    payroll::v1::PayRun run;
    std::vector<payroll::v1::Instruction> instructions;
  };
  absl::Status ReadRuns();
  absl::Status CheckInstructions(const Run& run) const;
  absl::StatusOr<Sums> Balances(const std::string& prefix, absl::CivilMonth month) const;
  absl::StatusOr<Sums> AllBalances(const std::string& prefix) const;

  House& house_;
  const World& world_;
  std::map<absl::CivilMonth, std::vector<billing::v1::Statement>> closed_;
  std::vector<payroll::v1::Arrears> ended_;
  std::map<std::string, std::optional<Run>> runs_;  // By name; nothing of those to be read.
};

}  // namespace tuoqiao::house

#endif  // TUOQIAO_TESTS_PROPERTIES_HOUSE_RECORD_H_
