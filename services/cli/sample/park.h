// The sample park as plain values, before any of it is written into a file. Links between them are
// indices.
#ifndef TUOQIAO_SERVICES_CLI_SAMPLE_PARK_H_
#define TUOQIAO_SERVICES_CLI_SAMPLE_PARK_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/identity.h"

namespace tuoqiao::cli {

// The park's own clock stands on the first of the billed month.
inline constexpr absl::CivilDay kToday(2026, 10, 1);
inline constexpr absl::CivilMonth kMonth(2026, 10);
inline constexpr absl::CivilDay kSeptember(2026, 9, 1);

struct SampleSize {
  char name;
  int firms;
  int employees;
  int children;
  int centres;
};

enum class ShareForm { kInvoiced, kAllowance, kCollective };
enum class ArrearsMode { kTakeAll, kTakeWhatFits, kAllOrNothing };
enum class GroupKind { kInfant, kSmall, kLarge, kMixed };
enum class Spread { kCalendarDays, kOpeningDays, kHalfMonths };

inline constexpr std::array<GroupKind, 4> kGroupKinds = {GroupKind::kInfant, GroupKind::kSmall,
                                                         GroupKind::kLarge, GroupKind::kMixed};
struct KindRule {
  const char* name;
  int age_from;  // Months, [from, to).
  int age_to;
  int children_max;
  int children_per_caregiver;
};
// Sizes and ratios of the national setting standard; it names no ratio for mixed groups, so the
// sample takes that of the youngest child that a mixed group may hold.
const KindRule& RuleOf(GroupKind kind);

struct Person {
  std::string name;
  IdType id_type = IdType::kResidentId;
  std::string id_number;
};

struct Firm {
  std::string uscc;
  std::string name;
  int pay_day = 10;
  int cut_off_days = 3;
  char plan = 'A';
  ShareForm share_form = ShareForm::kInvoiced;
  bool has_legal_basis = false;
  bool has_tax_advice = false;
  bool has_union = false;
  bool sends_x12 = false;
  std::vector<int> centres;
  int first_employee = 0;
  int employees = 0;
};

struct Employee {
  int firm = 0;
  std::string number;
  Person person;
  absl::CivilDay birth_date;
  absl::CivilDay hire_date;
  std::optional<absl::CivilDay> leave_date;
  std::string work_site;
  int weekly_hours = 40;

  bool EmployedOn(absl::CivilDay day) const {
    return hire_date <= day && (!leave_date.has_value() || day <= *leave_date);
  }
};

struct Group {
  std::string code;
  GroupKind kind = GroupKind::kSmall;
  int capacity = 0;
};

struct Tariff {
  GroupKind kind = GroupKind::kSmall;
  absl::CivilDay from_date;
  int64_t monthly_fee_minor = 0;
  Spread spread = Spread::kCalendarDays;
  int64_t meal_fee_minor = 0;
  int64_t supplement_minor = 0;
  std::array<int, 2> coefficients_bp = {10000, 10000};
  int sibling_reduction_bp = 0;
  int refund_threshold_days = 5;
  int refund_share_bp = 10000;
};

struct Centre {
  std::string code;
  std::string name;
  std::string provider_type;
  std::string uscc;
  bool in_advance = false;
  // Its groups hold exactly those who applied first; whoever comes later finds it full.
  bool tight = false;
  bool has_mixed_group = false;
  std::string bank_account;
  std::string bank_code;
  std::vector<Group> groups;
  std::vector<Tariff> tariffs;
};

// What the sample means to happen to a child's application; seats_test.cc holds it to that.
enum class Role {
  kFirstChoice,
  kSecondChoice,
  kWaiting,
  kRefused,
  kNoCentreConsent,
  kNoApplication
};

struct Child {
  int family = 0;
  std::string case_number;
  Person person;
  absl::CivilDay birth_date;
  int needs_level = 0;
  Role role = Role::kFirstChoice;
  std::vector<int> choices;
  absl::CivilDay start_date = kToday;
  absl::CivilSecond submitted;  // UTC.
};

struct Guardian {
  Person person;
  std::optional<int> employee;  // On whose roster line the same number stands.
};

struct Family {
  std::string number;
  Guardian first;
  std::optional<Guardian> second;
  bool second_confirmed = false;
  bool consents_programme = true;
  bool consents_centre = true;
  int deduct_from = 0;  // 0 nobody, else the guardian.
  ArrearsMode arrears_mode = ArrearsMode::kTakeAll;
};

struct Enrolment {
  int child = 0;
  int centre = 0;
  int group = 0;
  absl::CivilDay from;
  absl::CivilDay until;
};

struct Authorisation {
  int employee = 0;
  absl::CivilDay from;
  absl::CivilDay until;
  int64_t maximum_minor = 0;
};

struct PayFigure {
  int employee = 0;
  int64_t gross_minor = 0;
  int64_t net_minor = 0;
};

struct Park {
  SampleSize size;
  uint64_t seed = 0;
  std::vector<Firm> firms;
  std::vector<Employee> employees;  // Firm by firm.
  std::vector<Centre> centres;
  std::vector<Family> families;
  std::vector<Child> children;  // Family by family.
  std::vector<Enrolment> enrolments;
  std::vector<Authorisation> authorisations;
  std::vector<PayFigure> pay_figures;  // Firm by firm.
};

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_SAMPLE_PARK_H_
