// Files that go out, from what other services said: values in, bytes out.
#ifndef TUOQIAO_SERVICES_EXCHANGE_OUTWARD_H_
#define TUOQIAO_SERVICES_EXCHANGE_OUTWARD_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "adapters/common/adapter.h"

namespace tuoqiao::exchange {

struct PayRunFacts {
  bool released = false;
  std::vector<adapters::PayInstruction> instructions;  // Of those that went out, by name.
};

// A payout of a month that left settlement's hands and that no bank has answered yet.
struct ReleasedPayout {
  std::string name;
  std::string centre;  // Its resource name.
  std::string end_to_end_id;
  int64_t amount_minor = 0;
};
struct PayeeFacts {
  std::string code;  // The centre's own.
  std::string account_name, account_number, bank_code;
  bool verified = false;
};
struct PayoutFacts {
  absl::CivilDay today;
  std::vector<ReleasedPayout> payouts;       // By name.
  std::map<std::string, PayeeFacts> payees;  // By the centre's resource name.
};

struct IssuedReceivable {
  std::string reference, kind, party;
  int64_t amount_minor = 0;
};

// A line of a payout, as its centre may read it.
struct AdvisedLine {
  std::string payout;  // Its own part of the name.
  std::string end_to_end_id, state;
  std::string kind, case_number, payer, billed_month, carried_month;
  int64_t attended_days = 0;
  int64_t amount_minor = 0;
};

// A line of what a payer is asked for; of a firm's invoice it names an employee and no child.
struct AskedLine {
  IssuedReceivable receivable;
  std::string kind, month, employee, case_number, centre;
  int64_t attended_days = 0;
  int64_t amount_minor = 0;
};

// What was asked for one delivery: of what it is about, and nothing of the others.
struct SendFacts {
  PayRunFacts pay_run;
  PayoutFacts payout;
  std::vector<IssuedReceivable> receivables;
  std::vector<adapters::EnrolmentAdvice> advice;
  std::vector<AdvisedLine> payout_lines;
  std::vector<AskedLine> receivable_lines;
};

struct SentPayment {
  std::string payout, end_to_end_id;
};
struct OutwardFile {
  std::string bytes;
  std::string file_name;
  // Of payments.
  std::string message_id;
  std::vector<SentPayment> payments;
};

// How a file is written: through which adapter, with which mapping, and about what.
struct Writing {
  std::string adapter;
  const adapters::Mapping& mapping;
  std::string park;
  std::string subject;
};

// Each gives NOTHING_TO_SEND where there is nothing, NOT_WRITABLE where it does not fit the format.

// PAY_RUN_STATE where it was not released.
absl::StatusOr<OutwardFile> WriteInstructions(const Writing& writing, const PayRunFacts& facts);
// Those of `facts` that are not in `sent`. PAYEE_ACCOUNT_UNVERIFIED, MAPPING_INVALID (no debtor).
// The message is made on the park's day, so that the same payouts on the same day are the same
// bytes.
absl::StatusOr<OutwardFile> WritePayments(const Writing& writing, const PayoutFacts& facts,
                                          const std::set<std::string>& sent);
absl::StatusOr<OutwardFile> WriteReceivables(const Writing& writing,
                                             const std::vector<IssuedReceivable>& receivables);
absl::StatusOr<OutwardFile> WriteAdvice(const Writing& writing,
                                        const std::vector<adapters::EnrolmentAdvice>& advice);

}  // namespace tuoqiao::exchange

#endif  // TUOQIAO_SERVICES_EXCHANGE_OUTWARD_H_
