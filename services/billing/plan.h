// A funding plan: who bears what of a statement, layer by layer, and what contradicts the rest of
// it. How it is worked out stands in `rule`, `shares`, `choice` and `funding`.
#ifndef TUOQIAO_SERVICES_BILLING_PLAN_H_
#define TUOQIAO_SERVICES_BILLING_PLAN_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "services/billing/statement.h"

namespace tuoqiao::billing {

enum class Payer { kAuthority, kPark, kFirm, kUnion, kFamily };
inline constexpr Payer kPayers[] = {Payer::kAuthority, Payer::kPark, Payer::kFirm, Payer::kUnion,
                                    Payer::kFamily};
// Whose shares we collect: they alone have budgets.
inline constexpr Payer kCollectedPayers[] = {Payer::kAuthority, Payer::kPark, Payer::kUnion};
bool IsCollected(Payer payer);

enum class RuleKind {
  kFixed,
  kPercent,
  kUpTo,
  kStatutory,
  kFirmPlan,
  kMatch,
  kBand,
  kParts,
  kSchemeAmount,
  kSeatContract,
  kRest,
};
inline constexpr RuleKind kRuleKinds[] = {
    RuleKind::kFixed,        RuleKind::kPercent,      RuleKind::kUpTo, RuleKind::kStatutory,
    RuleKind::kFirmPlan,     RuleKind::kMatch,        RuleKind::kBand, RuleKind::kParts,
    RuleKind::kSchemeAmount, RuleKind::kSeatContract, RuleKind::kRest};

// What billing knows of a child's month. A child without a day in the month of attendance could
// not attend: it counts as one that was always there.
enum class MonthFact {
  kAttendedDays,
  kAttendedShareBp,  // Of its opening days, rounded down; 10000 where there was none.
  kNeedsLevel,
  kAgeMonths,      // Completed on the first of the month that is billed.
  kOlderEnrolled,  // 1 where an older child of the family is enrolled in that month.
  kBaseMinor,      // What the layer may still take from.
};
inline constexpr MonthFact kMonthFacts[] = {MonthFact::kAttendedDays,  MonthFact::kAttendedShareBp,
                                            MonthFact::kNeedsLevel,    MonthFact::kAgeMonths,
                                            MonthFact::kOlderEnrolled, MonthFact::kBaseMinor};

// A share for each value of a fact: the first band that the value is below, else the last, which
// has no bound.
struct Band {
  int64_t below = 0;  // Not of the last.
  int64_t share_bp = 0;
};
struct BandTable {
  MonthFact fact = MonthFact::kAttendedDays;
  std::vector<Band> bands;

  int64_t ShareFor(int64_t value) const;
};

struct Part {
  Payer payer = Payer::kFamily;
  int64_t weight = 0;
};

// An amount of a rule pack, which eligibility works out for each child and month.
struct SchemeAmount {
  std::string decided_by;  // The programme's resource name.
  std::string amount;      // Its name in the pack.

  bool operator<(const SchemeAmount& other) const {
    return std::tie(decided_by, amount) < std::tie(other.decided_by, other.amount);
  }
  std::string programme_id() const;
};

enum class CopayOrder { kCapFirst, kCopayFirst };

// How much of a base a payer takes; `rule.h` has the arithmetic.
struct Rule {
  RuleKind kind = RuleKind::kFixed;
  int64_t amount_minor = 0;
  int64_t share_bp = 0;
  int64_t cap_minor = 0;                           // 0: no cap. Of STATUTORY the rate.
  CopayOrder copay_order = CopayOrder::kCapFirst;  // Of STATUTORY.
  std::optional<Payer> matches;                    // Of MATCH.
  std::optional<BandTable> bands;                  // Of BAND and, instead of its share, MATCH.
  std::vector<Part> parts;                         // Of PARTS.
  std::optional<SchemeAmount> decided;             // Of SCHEME_AMOUNT.
  // By needs level, basis points; 0: none.
  int64_t coefficient_1_bp = 0;
  int64_t coefficient_2_bp = 0;

  int64_t CoefficientFor(int64_t needs_level) const;
};

// A set of kinds of line.
class LineSet {
 public:
  void Add(LineKind kind) { bits_ |= Bit(kind); }
  bool Has(LineKind kind) const { return (bits_ & Bit(kind)) != 0; }
  bool Empty() const { return bits_ == 0; }
  bool operator==(const LineSet& other) const { return bits_ == other.bits_; }
  bool Meets(const LineSet& other) const { return (bits_ & other.bits_) != 0; }

 private:
  static uint32_t Bit(LineKind kind) { return 1u << static_cast<unsigned>(kind); }
  uint32_t bits_ = 0;
};

enum class Condition { kNone, kAttendedHalf, kAtLeast };

struct AtLeast {
  MonthFact fact = MonthFact::kAttendedDays;
  int64_t value = 0;
};

// What a cap counts: all that one payer of the layer, or one firm, takes for one child or for all
// children of a family, in a month or in a calendar year.
enum class CapScope { kChildMonth, kFamilyMonth, kChildYear, kFamilyYear };
inline constexpr CapScope kCapScopes[] = {CapScope::kChildMonth, CapScope::kFamilyMonth,
                                          CapScope::kChildYear, CapScope::kFamilyYear};
inline bool IsYearly(CapScope scope) {
  return scope == CapScope::kChildYear || scope == CapScope::kFamilyYear;
}
inline bool IsOfFamily(CapScope scope) {
  return scope == CapScope::kFamilyMonth || scope == CapScope::kFamilyYear;
}

struct Cap {
  CapScope scope = CapScope::kChildMonth;
  int64_t amount_minor = 0;
  // By which a yearly cap is known to the months, and to later versions of the plan.
  std::string account;
};

struct Layer {
  Payer payer = Payer::kFamily;  // Of PARTS the first that is not the family.
  Rule rule;
  LineSet lines;
  Condition condition = Condition::kNone;
  // Who bears the layer when its condition fails.
  std::optional<Payer> bearer_if_lost;
  std::optional<AtLeast> at_least;
  std::vector<Cap> caps;
  // Who bears what the payer's budget cannot; nothing said: the family.
  std::optional<Payer> bearer_if_over;
  std::string programme;  // Whose money it is; empty: the layer always holds.

  bool HasPayer(Payer one) const;
};

// What a payer may bear in a calendar year.
struct Budget {
  Payer payer = Payer::kAuthority;
  int64_t year = 0;
  int64_t amount_minor = 0;
};

// Two programmes that may not both pay, and who says so.
struct Exclusion {
  std::string first, second, source;
};
// A programme that may pay only where another pays nothing, and who says so.
struct Yield {
  std::string programme, to, source;
};

// What a programme of the plan is in the packs.
struct PlanScheme {
  std::string programme, scheme;
};

inline constexpr size_t kProgrammesMax = 16;

struct FundingPlan {
  std::string id;
  std::vector<Layer> layers;
  std::map<std::string, Rule> firm_plans;  // What a firm's plan code means.
  std::vector<Budget> budgets;
  std::vector<Exclusion> exclusions;
  std::vector<Yield> yields;
  std::vector<PlanScheme> schemes;

  // In the order of their first layers.
  std::vector<std::string> Programmes() const;
  // In the order of the layers, each once.
  std::vector<SchemeAmount> SchemeAmounts() const;
  // Whether a layer of the payer reads the seat's contract.
  bool ReadsSeats(Payer payer) const;
  bool HasBudget(Payer payer) const;
  // Whether it counts anything from month to month.
  bool CountsYears() const;
};

// LAYER_INVALID with the field that contradicts the rest.
absl::Status CheckPlan(const FundingPlan& plan);
// BUDGET_MISSING where a payer that has a budget in some year has none in this one.
absl::Status CheckBudgets(const FundingPlan& plan, int64_t year);

const char* PayerName(Payer payer);
const char* RuleKindName(RuleKind kind);
const char* MonthFactName(MonthFact fact);
const char* CapScopeName(CapScope scope);
const char* CopayOrderName(CopayOrder order);
const char* ConditionName(Condition condition);  // Empty: none.

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_PLAN_H_
