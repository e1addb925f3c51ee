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
#include "adapters/registry.h"

namespace tuoqiao::exchange {

// The kind of a row that ends an authorisation.
inline constexpr char kAuthorisationEnd[] = "AUTHORISATION_END";

struct PayRunFacts {
  bool released = false;
  // Of those that went out, by name; behind them the ends of revoked authorisations that no file
  // carried, or that the file about this run did.
  std::vector<adapters::PayInstruction> instructions;
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
  // Of instructions: the authorisations whose ends it carries.
  std::vector<std::string> ends;
};

// A mapping as connections and deliveries keep it.
adapters::Mapping MappingOf(const std::string& bytes);

// How a file is written: through which adapter, with which mapping, and about what.
struct Writing {
  std::string adapter;
  const adapters::Mapping& mapping;
  std::string park;
  std::string subject;
};

// A way to a payroll target: a connection's adapter, with the kinds that its mapping leaves it
// (`kinds`, separated by semicolons; none: all that the adapter takes).
struct PayRoad {
  std::string connection;
  const adapters::Adapter* adapter = nullptr;
  std::vector<std::string> kinds;
};
PayRoad PayRoadOf(const std::string& connection, const std::string& adapter,
                  const adapters::Mapping& mapping);
// The first kind of the instructions that cannot go by it; empty where all can.
std::string MissingKind(const PayRoad& road, const PayRunFacts& facts);
// The best that carries all: API, then FILE, then TASK_LIST, of one kind the lower name; of those
// after the connection `behind`, where one is named. Null where there is none. `notes` says why a
// better one was passed over.
const PayRoad* BestRoad(std::vector<PayRoad>& roads, const PayRunFacts& facts,
                        const std::string& behind, std::vector<std::string>* notes);
// Whether what an adapter writes is posted to a target, rather than left to be fetched.
bool GoesByApi(absl::string_view adapter);
// Where a mapping says that it is posted; the name of one of the config's targets.
inline constexpr char kTarget[] = "target";

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
