// Between the contract's messages and the core: names, and all checks of syntax.
#ifndef TUOQIAO_SERVICES_PAYROLL_CONVERT_H_
#define TUOQIAO_SERVICES_PAYROLL_CONVERT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/payroll/authorisation.h"
#include "services/payroll/instruction.h"
#include "services/payroll/pay_figure.h"
#include "services/payroll/pay_line.h"
#include "services/payroll/pay_run.h"
#include "services/payroll/share_store.h"
#include "tuoqiao/payroll/v1/payroll.pb.h"
#include "tuoqiao/type/v1/event.pb.h"

namespace tuoqiao::payroll {

// Texts are cut off nowhere: what is longer is refused.
inline constexpr size_t kTextBytesMax = 400;
inline constexpr int kItemsMax = 500;

std::string FirmName(absl::string_view park, absl::string_view firm);
std::string EmployeeName(absl::string_view park, absl::string_view firm, absl::string_view id);
std::string LegalBasisName(absl::string_view park, absl::string_view firm,
                           absl::CivilDay from_date);
std::string AuthorisationName(absl::string_view park, absl::string_view firm, absl::string_view id);
std::string PayFigureName(absl::string_view park, absl::string_view firm, absl::string_view key);
std::string PayFloorName(absl::string_view park);
std::string PayRunName(absl::string_view park, const PayRunKey& run);
std::string InstructionName(absl::string_view park, const PayRunKey& run, absl::string_view id);
std::string ArrearsName(absl::string_view park, absl::string_view firm, absl::string_view id);

// The employee of `parks/{park}/firms/{firm}/employees/{employee}`; empty where it is none.
std::string EmployeeOf(const std::string& name);
// The firm of `parks/{park}/firms/{firm}`. FIRM_NOT_FOUND.
absl::StatusOr<std::string> FirmOf(const std::string& name);
// FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<absl::CivilMonth> MonthOf(absl::string_view field, const std::string& text);

// A pay run by its name. PAY_RUN_NOT_FOUND.
absl::StatusOr<PayRunKey> PayRunOf(const std::string& name);

// AUTHORISATION_NOT_FOUND, FIELD_INVALID. Without a day: the park's date.
struct Revocation {
  std::string firm, authorisation;
  std::optional<absl::CivilDay> day;
};
absl::StatusOr<Revocation> FromProto(const v1::RevokeAuthorisationRequest& request);
// The day of a question; none: the park's date. FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<std::optional<absl::CivilDay>> FromProto(const v1::ExplainDeductionRequest& request);

// AUTHORISATION_NOT_FOUND.
struct AuthorisationKey {
  std::string firm, authorisation;
};
absl::StatusOr<AuthorisationKey> AuthorisationOf(const std::string& name);

// FIELD_REQUIRED, FIELD_INVALID.
absl::StatusOr<LegalBasis> FromProto(const v1::LegalBasis& message);
absl::StatusOr<PayFloor> FromProto(const v1::PayFloor& message);
// Of one item of a batch: FIELD_INVALID. The employee's id and the item's own are left out.
absl::StatusOr<Authorisation> FromProto(const v1::Authorisation& message);
absl::StatusOr<PayFigure> FromProto(const v1::PayFigure& message);
// An instruction is named by its resource name or by the last part of it. An amount below zero can
// be read, and is refused by its own reason.
absl::StatusOr<PayResult> FromProto(const v1::PayResult& message);
// The kind of a line that says that the end of an authorisation was taken.
inline constexpr char kAuthorisationEnd[] = "AUTHORISATION_END";
// No text is longer than kTextBytesMax or holds a control character, so that lines and tabs keep
// texts apart. FIELD_INVALID.
absl::Status CheckText(absl::string_view field, const std::string& text);
// Fen, from nothing to more than any wage. FIELD_INVALID.
absl::Status CheckAmount(absl::string_view field, int64_t amount_minor);
// A batch of none or more than kItemsMax is FIELD_INVALID.
absl::Status CheckItems(absl::string_view field, int items);

v1::LegalBasis ToProto(absl::string_view park, absl::string_view firm, const LegalBasis& basis);
v1::Authorisation ToProto(absl::string_view park, absl::string_view firm,
                          const Authorisation& authorisation);
v1::PayFigure ToProto(const PayFigure& figure);
v1::PayFloor ToProto(absl::string_view park, const PayFloor& floor);
v1::PayRun ToProto(absl::string_view park, const PayRun& run);
v1::Instruction ToProto(absl::string_view park, const PayRunKey& run,
                        const Instruction& instruction);
v1::Arrears ToProto(absl::string_view park, absl::string_view firm, const Arrears& arrears);
v1::ShareMadeDirect ToProto(const WageShare& share, absl::string_view reason);
v1::PayRunReconciled ToProto(absl::string_view park, const PayRun& run,
                             const Reconciliation& reconciliation);

// What an event of billing says to us: a closed statement with its shares that concern wages, or
// how many statements a month closed with. Nothing for other kinds.
struct Heard {
  std::optional<HeardMonth> month;
  std::vector<ClosedShare> shares;
};
// EVENT_INVALID.
absl::StatusOr<Heard> FromEvent(const type::v1::Event& event);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_CONVERT_H_
