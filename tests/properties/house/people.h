// What people do in a park by their requests: they set it up, preview, sign and close months, run
// pay and read it back, ask for money, pay and are paid; by chance late, twice, too little or too
// much. A story is made of these: it says in which order, and what becomes of the world meanwhile.
#ifndef TUOQIAO_TESTS_PROPERTIES_HOUSE_PEOPLE_H_
#define TUOQIAO_TESTS_PROPERTIES_HOUSE_PEOPLE_H_

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/status_macros.h"
#include "tests/properties/house/house.h"
#include "tests/properties/house/random.h"
#include "tests/properties/house/record.h"
#include "tests/properties/house/watch.h"
#include "tests/properties/house/world.h"

namespace tuoqiao::house {

// What came of it, for whoever reads the test's output.
struct Lived {
  std::string state;
  int64_t steps = 0, statements = 0, corrections = 0, pay_runs = 0, bank_lines = 0, payouts = 0;
  int64_t refusals = 0, repeats = 0;
};

billing::v1::Layer LayerOf(const char* payer, const char* kind, int64_t amount_minor,
                           int32_t share_bp, int64_t cap_minor,
                           const std::vector<std::string>& lines);
// The lines of a month of care.
std::vector<std::string> CareLines();

// Items of a batch that have to be well: nothing here is wrong with them.
template <typename Response>
absl::Status AllTaken(const absl::StatusOr<Response>& response) {
  RETURN_IF_ERROR(response.status());
  for (const type::v1::ItemResult& each : response->results()) {
    if (each.outcome() == type::v1::ItemResult::REJECTED) return absl::InternalError(each.reason());
  }
  return absl::OkStatus();
}

// The three codes that firms have: `A`, `B`, `C`.
void AddFirmPlans(billing::v1::FundingPlan& plan);

class People {
 public:
  struct Options {
    uint64_t seed = 0;
    std::string park;
    World::Size size;
    std::string programme;       // That months are previewed for; empty: none.
    bool budgets = false;        // Of the plan; without any, order does not matter.
    bool by_themselves = false;  // The house's services hear of their own accord.
    absl::CivilMonth first = absl::CivilMonth(2026, 1);
    int months = 12;
  };
  People(House& house, const Options& options);
  virtual ~People() = default;

  const Record& record() const { return record_; }
  const World& world() const { return world_; }
  const Lived& lived() const { return lived_; }

 protected:
  // ---- What a story says.

  virtual billing::v1::FundingPlan Plan() = 0;
  // Something turns out otherwise while a month is signed.
  virtual absl::Status ChangeTheWorld(absl::CivilMonth month) = 0;
  // What has to hold after each step.
  virtual absl::Status AfterStep() { return watch_.AfterStep(); }

  // ---- How it is told.

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

  // A failure names the step.
  absl::Status Step(const std::string& what, const std::function<absl::Status()>& body);
  absl::Status Hear();

  // ---- Setting up.

  absl::Status SetUp();
  absl::Status CreatePlan(const billing::v1::FundingPlan& plan);
  // Its prices are by chance; also those of half days, rests and booked care.
  billing::v1::CreateTariffRequest NewTariff(const std::string& centre, absl::CivilDay from);
  absl::Status CreateTariff(const billing::v1::CreateTariffRequest& request);
  absl::Status VerifyPayee(const std::string& centre);
  // Who is new signs, or does not; and has a last pay, or has none.
  absl::Status SignAuthorisations();

  // ---- Months.

  absl::StatusOr<billing::v1::Month> Preview(absl::CivilMonth month);
  absl::StatusOr<billing::v1::Month> Approve(absl::CivilMonth month, const std::string& digest,
                                             const std::string& subject);
  // Two people sign, after somebody has signed twice, signed what is no longer so, or taken it
  // back.
  absl::Status Sign(absl::CivilMonth month);
  absl::Status Close(absl::CivilMonth month);
  // Previewed, signed and closed, and nothing else.
  absl::Status CloseAtOnce(absl::CivilMonth month);

  // ---- Pay runs.

  // Firms with something to deduct run their pay, and a few of the others; one in twelve forgets.
  absl::Status RunPayroll(absl::CivilMonth month);
  absl::Status RunPay(const std::string& firm, absl::CivilMonth month);
  // What the payroll system did: as told, less, more, or nothing; in any order, in parts, twice.
  absl::Status ReadPayBack(const payroll::v1::PayRun& run);
  absl::Status Reconcile(const std::string& run);
  // The results that nobody sent in time.
  absl::Status ReadLateResults();
  // Some of what pay runs left is paid at the centre, and some is written off by two people.
  absl::Status EndArrears();

  // ---- Money.

  absl::Status Ask(absl::CivilMonth month);
  // Who was asked pays: in full, late, short, too much, or with a reference that nobody knows.
  absl::Status PayReceivables(absl::CivilMonth month);
  absl::Status PayOut(absl::CivilMonth month);
  absl::Status ShowPayouts(const std::vector<settlement::v1::Payout>& payouts);
  absl::Status Show(std::vector<settlement::v1::BankLine> lines);
  settlement::v1::BankLine LineOf(bool inward, int64_t amount_minor, const std::string& reference);

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

}  // namespace tuoqiao::house

#endif  // TUOQIAO_TESTS_PROPERTIES_HOUSE_PEOPLE_H_
