// Twelve months of a park, lived step by step: people join and leave, change jobs, record absences
// late; months are previewed, signed, closed and corrected; pay runs come back short, over,
// missing, twice and late; the bank shows lines late, wrong, again, and returns payouts. After each
// step the watch looks at everything that always holds; after each month the five projections are
// compared.
#ifndef TUOQIAO_TESTS_PROPERTIES_YEAR_YEAR_H_
#define TUOQIAO_TESTS_PROPERTIES_YEAR_YEAR_H_

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "tests/properties/year/house.h"
#include "tests/properties/year/random.h"
#include "tests/properties/year/record.h"
#include "tests/properties/year/watch.h"
#include "tests/properties/year/world.h"

namespace tuoqiao::year {

// What came of it, for whoever reads the test's output.
struct Lived {
  std::string state;
  int64_t steps = 0, statements = 0, corrections = 0, pay_runs = 0, bank_lines = 0, payouts = 0;
  int64_t refusals = 0, repeats = 0;
};

class Year {
 public:
  struct Options {
    uint64_t seed = 0;
    std::string park;
    bool budgets = false;        // Of the plan; without any, order does not matter.
    bool by_themselves = false;  // The house's services hear of their own accord.
    absl::CivilMonth first = absl::CivilMonth(2026, 1);
    int months = 12;
  };
  Year(House& house, const Options& options);

  // A failure names the step.
  absl::Status Live();
  // The months of another year, closed one after the other by what is known at its end, without a
  // pay run: what would have been billed, had nobody ever been late.
  absl::Status CloseAsKnown(const Year& other);

  const Record& record() const { return record_; }
  const World& world() const { return world_; }
  const Lived& lived() const { return lived_; }

 private:
  // Calls, and now and then once more with the same request: the answer is the same, and nothing
  // more is written.
  template <typename Service, typename Request, typename Response>
  absl::StatusOr<Response> Do(const std::string& service,
                              grpc::Status (Service::*method)(grpc::ServerContext*, const Request*,
                                                              Response*),
                              Request request, const Person& person) {
    request.set_request_id(absl::StrCat("request-", ++requests_));
    auto response = house_.Call(method, request, person);
    if (response.ok() && random_.InHundred(8)) {
      repeats_.push_back([this, service, method, request, person] {
        return WritesNothing(service,
                             [&] { return house_.Call(method, request, person).status(); });
      });
    }
    return response;
  }
  absl::Status WritesNothing(const std::string& service, const std::function<absl::Status()>& call);
  // OK where it was refused with that reason.
  absl::Status Refused(const absl::Status& status, const std::string& reason);

  absl::Status Step(const std::string& what, const std::function<absl::Status()>& body);
  absl::Status Hear();

  absl::Status SetUp();
  absl::Status CreatePlan();
  absl::Status CreateTariff(const std::string& centre, absl::CivilDay from);
  absl::Status VerifyPayee(const std::string& centre);
  absl::Status SignAuthorisations();
  absl::Status LiveMonth(absl::CivilMonth month);
  absl::Status ChangeTheWorld(absl::CivilMonth month);

  absl::StatusOr<billing::v1::Month> Preview(absl::CivilMonth month);
  absl::StatusOr<billing::v1::Month> Approve(absl::CivilMonth month, const std::string& digest,
                                             const std::string& subject);
  absl::Status Sign(absl::CivilMonth month);
  absl::Status Close(absl::CivilMonth month);

  absl::Status RunPayroll(absl::CivilMonth month);
  absl::Status RunPay(const std::string& firm, absl::CivilMonth month);
  absl::Status ReadPayBack(const payroll::v1::PayRun& run);
  absl::Status Reconcile(const std::string& run);

  absl::Status Ask(absl::CivilMonth month);
  absl::Status PayReceivables(absl::CivilMonth month);
  absl::Status PayOut(absl::CivilMonth month);
  absl::Status ShowPayouts(const std::vector<settlement::v1::Payout>& payouts);
  absl::Status Show(std::vector<settlement::v1::BankLine> lines);
  settlement::v1::BankLine LineOf(bool inward, int64_t amount_minor, const std::string& reference);
  absl::Status CheckMonth(absl::CivilMonth month);

  Person Finance(const std::string& subject = "li") const {
    return {"PARK_FINANCE", world_.ParkName(), subject};
  }
  Person Payroller(const std::string& firm) const {
    return {"FIRM_PAYROLL", world_.FirmName(firm), "zhao"};
  }
  std::string MonthName(absl::CivilMonth month) const;

  House& house_;
  const Options options_;
  // Who hears when is of a chance of its own, so that it may be left to the services.
  Random random_, hearing_;
  World world_;
  Watch watch_;
  Record record_;
  Lived lived_;
  int requests_ = 0, lines_ = 0;
  std::vector<std::function<absl::Status()>> repeats_;
  std::vector<billing::v1::CreateTariffRequest> tariffs_;
  std::set<std::string> signed_;                       // Employees who were asked to sign.
  std::vector<std::string> authorisations_;            // That stand.
  std::vector<std::string> waiting_;                   // Pay runs that nobody has reconciled yet.
  std::vector<settlement::v1::BankLine> shown_lines_;  // Some, to be shown again.
};

}  // namespace tuoqiao::year

#endif  // TUOQIAO_TESTS_PROPERTIES_YEAR_YEAR_H_
