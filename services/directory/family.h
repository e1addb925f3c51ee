// A family: children, who answers for them, and what they consented to.
#ifndef TUOQIAO_SERVICES_DIRECTORY_FAMILY_H_
#define TUOQIAO_SERVICES_DIRECTORY_FAMILY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tuoqiao::directory {

struct Guardian {
  std::string display_name;
  std::string id_type;
  std::string id_number;
  bool confirmed = false;  // The first by applying, the second by agreeing.
};

// A guardian's consent for one recipient and purpose (个人信息保护法, arts. 28, 29, 31: sensitive
// data and children under 14).
struct Consent {
  std::string purpose;  // PROGRAMME or CENTRE.
  std::string version;
  absl::CivilDay grant_date;
  std::optional<absl::CivilDay> withdraw_date;

  bool Stands() const { return !withdraw_date.has_value(); }
};

// A consent that names who may know, by its resource name: one of the park's partners, or a firm.
struct RecipientConsent {
  std::string recipient;
  int64_t number = 0;  // Of that recipient and purpose, from 1; each after a withdrawal is another.
  Consent consent;
};

// A level of needs and the day from which the child has it.
struct NeedsSince {
  absl::CivilDay from;
  int64_t level = 0;
};

struct Child {
  std::string id;
  std::string case_number;
  std::string display_name;
  std::string id_type;
  std::string id_number;
  absl::CivilDay birth_date;
  int64_t needs_level = 0;                   // At present.
  std::optional<absl::CivilDay> needs_from;  // Of a record that says since when.
  std::vector<NeedsSince> needs;  // By day, the first from birth; none: the level never changed.
  std::vector<Consent> consents;
  std::vector<RecipientConsent> recipient_consents;
};

struct Family {
  std::string id;
  std::string family_no;
  std::vector<Guardian> guardians;  // One or two.
  std::vector<Child> children;
  int64_t deduct_from = 0;  // 1 or 2; 0: the family pays the centre.
  std::string arrears_mode;
  int64_t revision = 0;
};

std::string FamilyId(absl::string_view park, absl::string_view family_no);
std::string ChildId(absl::string_view park, absl::string_view case_number);

// What one record of the intake desk says of the family, and of the child; compared with the last.
// Whether the second guardian agreed is left out: that is also said elsewhere, and stays said.
std::string CanonicalFamily(const Family& family);
std::string CanonicalChild(const Child& child);

// The level on a day.
int64_t NeedsOn(const Child& child, absl::CivilDay day);
// Puts the level that a record says over what was known: from the day that it names on, else from
// today where the level is another one. What was known of earlier days stays.
void KeepNeeds(const Child& before, absl::CivilDay today, Child& child);

// What a guardian says now holds.
void GiveConsent(std::vector<Consent>& consents, const Consent& given);
// Puts what a record says over the consents that are there. A record grants; it never withdraws,
// and it does not bring back what was withdrawn on its day or later.
void Grant(std::vector<Consent>& consents, const std::vector<Consent>& granted);
// CONSENT_NOT_GIVEN.
absl::Status WithdrawConsent(Child& child, absl::string_view purpose, absl::CivilDay day);

}  // namespace tuoqiao::directory

#endif  // TUOQIAO_SERVICES_DIRECTORY_FAMILY_H_
