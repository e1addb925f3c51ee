// The outside world of the sample month: pure functions, bytes in and bytes out, that answer as a
// payroll system and a bank would. How each party behaves stands in the sample's
// `world/payroll.csv` and `world/bank.csv`; whoever is not listed there does what was asked. Input
// that is not what these systems take is INVALID_ARGUMENT.
#ifndef TUOQIAO_SERVICES_CLI_SAMPLE_WORLD_H_
#define TUOQIAO_SERVICES_CLI_SAMPLE_WORLD_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::cli {

// In:  instruction, employer_uscc, employee_no, period, pay_date, kind, amount, currency, reason
// Out: instruction, employer_uscc, employee_no, period, pay_date, kind, amount, status
// A SHORT deduction that nothing is left of comes back as 0.00; a MISSING one does not come back.
// The line of an unknown employee stands at the end, for each firm of the file that has one.
absl::StatusOr<std::string> RespondPayroll(absl::string_view instructions,
                                           absl::string_view payroll_world);

// In:  reference, kind, party, amount; kind is INVOICE, CLAIM, REMITTANCE or FLOAT, which is always
// paid in full Out: line_id, value_date, direction, amount, currency, reference, counterparty, memo
// Where nothing is left to pay there is no line.
absl::StatusOr<std::string> RespondBank(absl::string_view receivables, absl::string_view bank_world,
                                        absl::CivilDay value_date);

// In:  a pain.001.001.09 whose creditors carry the centre's code in Id/OrgId/Othr/Id
// Out: a pain.002.001.11 with a status for each payment, and the bank lines with which those of
// status ACCP are
//      confirmed later.
struct PaymentAnswer {
  std::string status_report;
  std::string later_lines;
};
absl::StatusOr<PaymentAnswer> RespondPayments(absl::string_view payments,
                                              absl::string_view bank_world,
                                              absl::CivilDay value_date);

// ---- What the two banks' answers share.

// What `world/bank.csv` says of one kind and party; FULL (of a PAYOUT, ACSC) where it says nothing.
struct BankBehaviour {
  std::string name;
  int64_t amount_minor = 0;
};
class BankWorld {
 public:
  static absl::StatusOr<BankWorld> Read(absl::string_view csv);
  BankBehaviour Of(const std::string& kind, const std::string& party) const;

 private:
  std::map<std::pair<std::string, std::string>, BankBehaviour> behaviours_;
};

struct BankLine {
  std::string reference;  // What the line says.
  std::string about;      // The reference that the line's id is derived from.
  bool in = true;
  int64_t amount_minor = 0;
  std::string counterparty;
  std::string memo;
};
std::string WriteBankLines(const std::vector<BankLine>& lines, absl::CivilDay value_date);

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_SAMPLE_WORLD_H_
