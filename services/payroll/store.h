// Firms, their employees' numbers, and what allows a deduction, in the database.
#ifndef TUOQIAO_SERVICES_PAYROLL_STORE_H_
#define TUOQIAO_SERVICES_PAYROLL_STORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/db/db.h"
#include "services/payroll/authorisation.h"
#include "services/payroll/pay_figure.h"

namespace tuoqiao::payroll {

// Locks the firm's row, which is made where there is none yet: whoever changes something of a firm
// does this first.
absl::Status LockFirm(db::Write& txn, const std::string& firm);
// Whether directory has confirmed the firm before; no firm ever goes.
absl::StatusOr<bool> FirmKnown(db::Read& txn, const std::string& firm);

// Numbers and ids of some of one firm's employees.
class Staff {
 public:
  void Add(const std::string& id, const std::string& employee_no);
  // Empty where the firm has nobody of that number, or of that id.
  std::string IdOf(const std::string& employee_no) const;
  std::string NumberOf(const std::string& id) const;
  const std::map<std::string, std::string>& numbers() const { return numbers_; }

 private:
  std::map<std::string, std::string> ids_;      // By number.
  std::map<std::string, std::string> numbers_;  // By id.
};

// Employees' numbers, or keys of a page of rows, from the lowest to the highest, both included.
struct Span {
  std::string lowest, highest;
};
Span SpanOf(const std::set<std::string>& keys);

// Those who were met before and whose numbers lie in the span.
absl::StatusOr<Staff> LoadStaff(db::Read& txn, const std::string& firm, const Span& numbers);
// Those of what is open up to the month who were met before.
absl::StatusOr<Staff> LoadStaffOfOpen(db::Read& txn, const std::string& firm,
                                      absl::CivilMonth until);
// Those who are known already stay as they are.
absl::Status SaveStaff(db::Write& txn, const std::string& firm, const Staff& staff);

// All of one firm, by day; and the one that holds on a day.
absl::StatusOr<std::vector<LegalBasis>> LoadLegalBasesOf(db::Read& txn, const std::string& firm);
absl::StatusOr<std::optional<LegalBasis>> LoadLegalBasis(db::Read& txn, const std::string& firm,
                                                         absl::CivilDay day);
absl::Status SaveLegalBasis(db::Write& txn, const std::string& firm, const LegalBasis& basis);

// One firm's authorisations of employees whose numbers lie in the span, by id.
absl::StatusOr<std::map<std::string, Authorisation>> LoadAuthorisations(db::Read& txn,
                                                                        const std::string& firm,
                                                                        const Span& numbers);
// Those that were signed for the day, revoked or not, by employee id.
absl::StatusOr<std::map<std::string, std::vector<Authorisation>>> LoadAuthorisationsOn(
    db::Read& txn, const std::string& firm, absl::CivilDay day);
absl::StatusOr<std::optional<Authorisation>> FindAuthorisation(db::Read& txn,
                                                               const std::string& firm,
                                                               const std::string& id);
absl::Status SaveAuthorisations(db::Write& txn, const std::string& firm,
                                const std::vector<Authorisation>& authorisations);

absl::StatusOr<std::optional<PayFloor>> LoadPayFloor(db::Read& txn);
absl::Status SavePayFloor(db::Write& txn, const PayFloor& floor);

// Something of a firm, for lists that go through a park's firms in order.
template <typename Thing>
struct OfFirm {
  std::string firm;
  Thing thing;
};
// What follows a key: rows of the firm behind `id`, then those of the firms behind it.
struct After {
  std::string firm, id;
  int64_t rows_max = 0;
};
// One firm's behind an id; those that were revoked, or all.
absl::StatusOr<std::vector<Authorisation>> LoadAuthorisationPage(db::Read& txn, const After& after,
                                                                 bool revoked_only);
// For the state; the id behind which legal bases follow is their day.
absl::StatusOr<std::vector<OfFirm<LegalBasis>>> LoadLegalBases(db::Read& txn, const After& after);
absl::StatusOr<std::vector<OfFirm<Authorisation>>> LoadAuthorisationsAfter(db::Read& txn,
                                                                           const After& after);

// The parks that were ever heard of or written to.
absl::StatusOr<std::vector<std::string>> LoadParks(db::Read& across_parks);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_STORE_H_
