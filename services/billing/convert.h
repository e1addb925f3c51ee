// Between the contract's messages and the core: names, and all checks of syntax.
#ifndef TUOQIAO_SERVICES_BILLING_CONVERT_H_
#define TUOQIAO_SERVICES_BILLING_CONVERT_H_

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/billing/budget_draw.h"
#include "services/billing/draft.h"
#include "services/billing/month.h"
#include "services/billing/shares.h"
#include "services/billing/statement_store.h"
#include "services/billing/tariff.h"
#include "tuoqiao/billing/v1/billing.pb.h"
#include "tuoqiao/directory/v1/directory.pb.h"
#include "tuoqiao/places/v1/places.pb.h"

namespace tuoqiao::billing {

std::string MonthName(absl::string_view park, absl::CivilMonth month);
std::string FundingPlanName(absl::string_view park, absl::string_view plan);
std::string StatementName(absl::string_view park, absl::CivilMonth month, absl::string_view id);

// The parts of names of ours, which are of the caller's park. FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<absl::CivilMonth> MonthOf(absl::string_view field, absl::string_view name);
absl::StatusOr<std::string> FundingPlanOf(absl::string_view field, absl::string_view name);
struct StatementKey {
  absl::CivilMonth month;
  std::string id;
};
absl::StatusOr<StatementKey> StatementOf(absl::string_view field, absl::string_view name);

// `parent` is the centre. FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<Tariff> FromProto(const std::string& parent, const v1::Tariff& tariff);
// FIELD_REQUIRED, FIELD_INVALID.
absl::Status CheckFundingPlanId(const std::string& id);
// LAYER_INVALID: a code that is none, a number out of its range, a line or a plan code twice. What
// contradicts the rest of the plan is `CheckPlan`'s to find.
absl::StatusOr<FundingPlan> FromProto(const std::string& id, const v1::FundingPlan& plan);

// What peers say. INTERNAL where it is not what their contracts promise.
absl::StatusOr<EnrolmentMonth> FromProto(const places::v1::EnrolmentMonth& enrolment,
                                         absl::CivilMonth month);
// Adds a booking that stands to what its child has booked at the centre in groups of its kind.
using BookedMonths = std::map<std::tuple<std::string, std::string, GroupKind>, BookedMonth>;
absl::Status AddBooking(const places::v1::Booking& booking, BookedMonths& booked);
absl::StatusOr<std::vector<absl::CivilDay>> OpeningFromProto(
    const places::v1::ListEnrolmentMonthsResponse& page);
absl::StatusOr<Child> FromProto(const directory::v1::ChildFacts& facts);
absl::StatusOr<Firm> FromProto(const directory::v1::Firm& firm);

v1::Tariff ToProto(const Tariff& tariff);
v1::FundingPlan ToProto(absl::string_view park, const FundingPlan& plan);
v1::Month ToProto(absl::string_view park, const Month& month,
                  const std::vector<HoldOut>& hold_outs);
// What is told of a month that two people signed, of one whose signatures were taken back, and of a
// closed one.
v1::MonthApproved ToApproved(absl::string_view park, const Month& month,
                             const std::vector<BudgetDraw>& draws);
v1::MonthApprovalWithdrawn ToWithdrawn(const Month& month, const std::vector<BudgetDraw>& draws);
v1::MonthClosed ToClosed(absl::string_view park, const Month& month,
                         const std::vector<BudgetDraw>& draws);
v1::Statement ToProto(absl::string_view park, const KeptStatement& kept);
v1::CentreStatement ToCentre(absl::string_view park, const KeptStatement& kept);
v1::PayerShare ToProto(absl::string_view park, absl::CivilMonth month, const PayerShareRow& row);
v1::FirmShare ToProto(absl::CivilMonth month, const FirmShareSum& sum);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_CONVERT_H_
