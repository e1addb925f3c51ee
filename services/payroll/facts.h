// What payroll asks of directory and billing before it decides.
#ifndef TUOQIAO_SERVICES_PAYROLL_FACTS_H_
#define TUOQIAO_SERVICES_PAYROLL_FACTS_H_

#include <map>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/common/db/db.h"
#include "services/common/rpc/caller.h"
#include "services/common/rpc/module.h"
#include "services/common/rpc/peer.h"
#include "services/payroll/pay_run.h"
#include "services/payroll/store.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"

namespace tuoqiao::payroll {

// What a plan rests on besides our own rows.
struct PlanTerms {
  FirmTerms firm;
  Staff staff;                                        // Of what is open up to the month.
  std::map<std::string, absl::CivilDay> leave_dates;  // Of those, by employee id.
  absl::CivilDay today;
};

// Thread safe.
class Peers {
 public:
  explicit Peers(const rpc::Ground& ground);

  // The park's date.
  absl::StatusOr<absl::CivilDay> AskToday(const rpc::Caller& caller) const;
  // A firm's pay day and cut-off. FIRM_NOT_FOUND.
  absl::StatusOr<FirmTerms> AskFirm(const rpc::Caller& caller, const std::string& firm) const;
  // FIRM_NOT_FOUND. Of a firm that was asked for before, nobody is asked again: none ever goes.
  absl::Status CheckFirm(const rpc::Caller& caller, const std::string& firm) const;
  // Those of the firm's employees who have one of these numbers, whether they left or not.
  // FIRM_NOT_FOUND.
  absl::StatusOr<Staff> AskStaff(const rpc::Caller& caller, const std::string& firm,
                                 const std::set<std::string>& numbers) const;

  // For a first plan, or a new one: FIRM_NOT_FOUND, MONTH_NOT_CLOSED, MONTH_NOT_HEARD.
  absl::StatusOr<PlanTerms> AskPlan(const rpc::Caller& caller, const std::string& firm,
                                    absl::CivilMonth month) const;
  // For a run that was planned: PAY_RUN_NOT_FOUND.
  absl::StatusOr<PlanTerms> AskRelease(const rpc::Caller& caller, const PayRunKey& key) const;
  // For a look at a firm's months, whatever is closed of them. FIRM_NOT_FOUND.
  absl::StatusOr<PlanTerms> AskTerms(const rpc::Caller& caller, const std::string& firm,
                                     absl::CivilMonth until) const;

  // The date of each park.
  absl::StatusOr<std::map<std::string, absl::CivilDay>> AskDates() const;

  const rpc::Peer<directory::v1::Directory>& directory() const { return directory_; }
  const rpc::Peer<billing::v1::Billing>& billing() const { return billing_; }

 private:
  // Goes through the firm's employees.
  using Visit = std::function<absl::Status(const directory::v1::Employee& employee)>;
  absl::Status AskEmployees(const rpc::Caller& caller, const std::string& firm,
                            const Visit& visit) const;
  // Who has something open up to the month, and when those left who did. EMPLOYEE_NOT_FOUND.
  absl::Status AskStaffOfOpen(const rpc::Caller& caller, const std::string& firm,
                              absl::CivilMonth until, PlanTerms* terms) const;
  // A month is also closed where an import says so of the firm.
  absl::Status CheckHeard(const rpc::Caller& caller, const std::string& firm,
                          absl::CivilMonth month) const;

  db::Database& db_;
  const rpc::Badge& badge_;
  const rpc::Peer<directory::v1::Directory> directory_;
  const rpc::Peer<billing::v1::Billing> billing_;
};

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_FACTS_H_
