// What rules look at: facts that a service declares, and what is known of one subject over time.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_FACT_H_
#define TUOQIAO_SERVICES_COMMON_RULES_FACT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"

namespace tuoqiao::rules {

enum class FactType { kTruth, kNumber, kText, kDate };
// What is counted; kNone for what is no number.
enum class Unit {
  kNone,
  kMonths,
  kDays,
  kPersons,
  kLevel,
  kCnyMinor,
  kBasisPoints,
  kUsdMinor,
  kCount,
  kMetres,
  kSeconds,
  kMetresPerHour
};
// Whom a fact is about.
enum class Subject { kChild, kFirm, kCentre };
// Where a fact comes from: kOwned is what a service of ours says, kRecorded what somebody answered,
// kDecided what was decided before by the same rules.
enum class Origin { kOwned, kRecorded, kDecided };

// A fact that a service can say of a subject. A service declares its facts once, in a table; a pack
// may name no others.
struct FactDeclaration {
  std::string name;
  FactType type = FactType::kTruth;
  Unit unit = Unit::kNone;  // Of a number.
  Subject subject = Subject::kChild;
  Origin origin = Origin::kOwned;
  std::vector<std::string> codes;  // Of a text, where it may be no other.
  std::string en, zh;              // What it is, for whoever writes a pack or is asked for it.

  bool Allows(const std::string& text) const;
};

class FactCatalogue {
 public:
  explicit FactCatalogue(std::vector<FactDeclaration> facts) : facts_(std::move(facts)) {}

  size_t size() const { return facts_.size(); }
  const FactDeclaration& at(size_t index) const { return facts_.at(index); }
  std::optional<size_t> Find(absl::string_view name) const;

 private:
  std::vector<FactDeclaration> facts_;
};

// Nothing where it is unknown.
using FactValue = std::variant<std::monostate, bool, int64_t, std::string, absl::CivilDay>;

inline bool Known(const FactValue& value) { return value.index() != 0; }
// `true`, `17`, `RESIDENT_ID`, `2026-10-01`; empty where it is unknown.
std::string ValueText(const FactValue& value);

// A value from a day on, until the next step of that fact.
struct FactStep {
  absl::CivilDay from;
  FactValue value;
  size_t fact = 0;  // Its place in the catalogue.
};

// What is known of one subject: each declared fact over time. Unknown until it is set. All steps
// lie side by side, as a park's worth of them is read in one pass.
class Facts {
 public:
  explicit Facts(const FactCatalogue& catalogue) : facts_(catalogue.size()) {}

  // The same on every day.
  void Set(size_t fact, FactValue value);
  // Steps in ascending order of days; before the first it is unknown. A step that changes nothing
  // is dropped.
  void SetSteps(size_t fact, const std::vector<FactStep>& steps);

  const FactValue& On(size_t fact, absl::CivilDay day) const;
  absl::Span<const FactStep> steps(size_t fact) const;
  // Of all facts, in their order.
  const std::vector<FactStep>& steps() const { return steps_; }

 private:
  size_t facts_;
  std::vector<FactStep> steps_;  // By fact, then by day.
};

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_FACT_H_
