// What a place would cost, before anybody is enrolled: a full month as a statement would have it.
#ifndef TUOQIAO_SERVICES_BILLING_ESTIMATE_H_
#define TUOQIAO_SERVICES_BILLING_ESTIMATE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/billing/draft.h"

namespace tuoqiao::billing {

using Tariffs = std::map<std::pair<std::string, GroupKind>, std::vector<Tariff>>;

// By what a month is estimated: its plan, its tariffs, and the days on which centres are open.
struct EstimateGround {
  FundingPlan plan;
  Tariffs tariffs;  // By centre and kind.
  Calendar month;
};

// The kind of group that takes a child of this age on the first of the month: INFANT from 6 months,
// SMALL from 12, LARGE from 24 to below 36; MIXED, which takes from 18, where the centre has no
// tariff in force for the kind itself. AGE_OUTSIDE_GROUPS, TARIFF_MISSING.
absl::StatusOr<GroupKind> GroupKindFor(absl::CivilDay birth_date, const std::string& centre,
                                       const EstimateGround& ground);

// A child that nobody knows, as packs look at it.
struct InventedChild {
  absl::CivilDay birth_date;
  int64_t needs_level = 0;
  bool employed = false;  // Its guardian, by a firm of the park.
};
// An amount of which a fact is missing; the estimate is without it.
struct NotCounted {
  SchemeAmount amount;
  std::vector<std::string> missing;
};
struct DecidedAmounts {
  std::map<SchemeAmount, int64_t> amounts;
  std::vector<NotCounted> not_counted;
};

struct ChildQuestion {
  absl::CivilDay birth_date;
  std::string centre;
  GroupKind group_kind = GroupKind::kInfant;
  std::optional<Firm> firm;  // The only guardian's; nothing: nobody's.
  int64_t needs_level = 0;
  bool older_sibling_enrolled = false;
  bool half_day = false;
  std::map<SchemeAmount, int64_t> decided;  // By packs.

  InventedChild Invented() const { return {birth_date, needs_level, firm.has_value()}; }
};
// The child's statement, drafted as every statement is, of a month that is like the one before it:
// the child was there on every opening day of both, and the family pays the centre itself.
// TARIFF_MISSING, FIRM_PLAN_MISSING.
absl::StatusOr<Statement> EstimateChild(const ChildQuestion& question,
                                        const EstimateGround& ground);

// One group of a firm's question: so many children, each the firm's alone, without needs or older
// siblings, in the middle of the group's age.
struct GroupQuestion {
  GroupKind group_kind = GroupKind::kInfant;
  int64_t children = 0;
  std::map<SchemeAmount, int64_t> decided;  // By packs, for each of them.

  InventedChild Invented(absl::CivilMonth month) const;
};
// What the firm bears of one child, from the cheapest tariff to the dearest.
struct GroupEstimate {
  GroupQuestion question;
  int64_t child_least_minor = 0;
  int64_t child_most_minor = 0;
  int64_t tariffs = 0;  // How many there were.

  int64_t month_least_minor() const { return child_least_minor * question.children; }
  int64_t month_most_minor() const { return child_most_minor * question.children; }
};
// Over the tariffs in force for the kind, of one centre where it is named. TARIFF_MISSING,
// FIRM_PLAN_MISSING.
absl::StatusOr<GroupEstimate> EstimateGroup(const GroupQuestion& question, const Firm& firm,
                                            const std::string& centre,
                                            const EstimateGround& ground);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_ESTIMATE_H_
