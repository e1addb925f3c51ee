// Several programmes for one child: what each is worth, and which of them may be had together.
#ifndef TUOQIAO_SERVICES_ELIGIBILITY_COMPARISON_H_
#define TUOQIAO_SERVICES_ELIGIBILITY_COMPARISON_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/common/period.h"
#include "services/common/rules/scheme.h"
#include "services/eligibility/decision.h"
#include "services/eligibility/due.h"
#include "services/eligibility/programme.h"
#include "services/eligibility/versions.h"

namespace tuoqiao::eligibility {

inline constexpr size_t kComparedMax = 16;

struct Candidate {
  Programme programme;
  Versions versions;  // Its own.
};

// Why a programme is not in the best combination.
struct WhyNot {
  enum class Kind {
    kNone,          // It is in it.
    kLeftOut,       // Nothing was decided, or in another currency: `Compared::reason`.
    kMissing,       // Whether it is had, or what it is worth, is not known.
    kIneligible,    // On all days.
    kWorthNothing,  // Nobody pays anything, or no more than the family pays itself.
    kSameScheme,    // As `other`: the same right is not had twice.
    kNotWith,       // Excluded by `other`, or excluding it.
    kYields,        // It is paid only where `other` is not.
  };
  Kind kind = Kind::kNone;
  size_t other = 0;    // Its place.
  std::string source;  // Of kNotWith and kYields.
};

// What the rules say of one of the programmes.
struct Compared {
  // SCHEME_UNKNOWN, PROGRAMME_NOT_BEGUN, RULE_NOT_IN_FORCE: nothing was decided. CURRENCY_DIFFERS:
  // from the other programmes'.
  std::string reason;
  // Of the days asked about those on which it is offered and its schemes are in force.
  Period period;
  std::vector<Slice> slices;
  std::vector<Due> worths;
  std::vector<std::string> missing;  // For an outcome, as a slice has them; for an amount, facts.
  // What authority, park, firm and union pay, and the same less what the family pays itself. What
  // lessens taxed income is in neither.
  int64_t paid_minor = 0;
  int64_t family_worth_minor = 0;
  WhyNot why_not;
};

// Programmes that may be had together, by their places.
struct Choice {
  std::vector<size_t> programmes;
  int64_t family_worth_minor = 0;
};

struct Comparison {
  std::vector<Compared> programmes;  // In the order of the candidates.
  // That of the first programme that pays or costs anything.
  rules::Unit currency = rules::Unit::kCnyMinor;
  Choice best;
  std::optional<Choice> next;  // Nothing where no other one is legal.

  int64_t loss_minor() const {
    return next.has_value() ? best.family_worth_minor - next->family_worth_minor : 0;
  }
};

// Each candidate over its days of the period, which has one; at most kComparedMax, by id.
//
// A combination is had for the whole period. It holds programmes that are each worth something to
// the family; none excludes another, no two are of one scheme on any day, and whoever yields is in
// it only where the other one pays nothing: nothing at all, or because a third one in it excludes
// it. Programmes that are eligible on no day in common neither exclude each other nor yield. The
// best is worth the most to the family; of equal ones it has the first programme that they do not
// share. What is not known counts as nothing.
Comparison Compare(const std::vector<Candidate>& candidates, const rules::Facts& facts,
                   const Period& period);

}  // namespace tuoqiao::eligibility

#endif  // TUOQIAO_SERVICES_ELIGIBILITY_COMPARISON_H_
