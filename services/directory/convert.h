// Between the contract's messages and the core: names, and all checks of syntax.
#ifndef TUOQIAO_SERVICES_DIRECTORY_CONVERT_H_
#define TUOQIAO_SERVICES_DIRECTORY_CONVERT_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/directory/employee.h"
#include "services/directory/family.h"
#include "services/directory/family_store.h"
#include "services/directory/firm.h"
#include "services/directory/park.h"
#include "services/directory/recipient_consent.h"
#include "tuoqiao/directory/v1/directory.pb.h"

namespace tuoqiao::directory {

// Texts are cut off nowhere: what is longer is refused.
inline constexpr size_t kTextBytesMax = 400;
inline constexpr int kItemsMax = 500;
inline constexpr int kConcernedMax = 1000;

std::string ParkName(absl::string_view park);
std::string FirmName(absl::string_view park, absl::string_view firm);
std::string EmployeeName(absl::string_view park, const Employee& employee);
std::string FamilyName(absl::string_view park, absl::string_view family);
std::string ChildName(absl::string_view park, absl::string_view family, absl::string_view child);

// The last part of a name, e.g. the firm of `parks/a/firms/b`.
std::string IdOf(absl::string_view name);
// The firm of `parks/{park}/firms/{firm}/…`; empty where the name is another's.
std::string FirmOf(absl::string_view name);

// Each gives FIELD_REQUIRED or FIELD_INVALID with the path inside the message, and what else is
// said.
absl::StatusOr<Park> FromProto(const v1::Park& park);
// USCC_INVALID.
absl::StatusOr<Firm> FromProto(const v1::Firm& firm);
// ID_NUMBER_INVALID, DATE_ORDER.
absl::StatusOr<Employee> FromProto(absl::string_view park, absl::string_view firm,
                                   const v1::Employee& employee);
// One child and its family. ID_NUMBER_INVALID, BIRTH_IN_FUTURE.
absl::StatusOr<Family> FromProto(absl::string_view park, const v1::FamilyRecord& record,
                                 absl::CivilDay today);
// Nothing where it is empty.
absl::StatusOr<std::optional<absl::CivilDay>> AsOfDateOf(const std::string& date);
// At most kConcernedMax families and employees.
absl::StatusOr<Concerned> FromProto(const v1::ListChildFactsRequest& request);
absl::StatusOr<std::string> PurposeOf(const std::string& purpose);
// Of SetConsent: a recipient of the park where the purpose has one, and none where it has not.
absl::StatusOr<ConsentKey> ConsentKeyOf(absl::string_view park,
                                        const v1::SetConsentRequest& request);
absl::StatusOr<absl::CivilDay> DayOf(absl::string_view field, const std::string& text);
// LIMIT: a batch of none or more than kItemsMax is FIELD_INVALID.
absl::Status CheckItems(absl::string_view field, int items);

v1::Park ToProto(const Park& park, absl::CivilDay today);
v1::Firm ToProto(absl::string_view park, const Firm& firm);
v1::Employee ToProto(absl::string_view park, const Employee& employee);
v1::Family ToProto(absl::string_view park, const Family& family);
// With the needs level of a day, or the present one.
v1::ChildFacts ToProto(absl::string_view park, const ChildFacts& facts,
                       std::optional<absl::CivilDay> as_of);
v1::Consent ToProto(const RecipientConsent& given);

}  // namespace tuoqiao::directory

#endif  // TUOQIAO_SERVICES_DIRECTORY_CONVERT_H_
