// What rules look at: facts that a service declares, and what is known of one subject over time.
#ifndef TUOQIAO_SERVICES_COMMON_RULES_FACT_H_
#define TUOQIAO_SERVICES_COMMON_RULES_FACT_H_

#include <cstdint>
#include <limits>
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
std::string ValueText(FactValue value);

// A value from a day on, until the next step of that fact.
struct FactStep {
  absl::CivilDay from;
  FactValue value;
};

// A day as a number whose order is that of days: 32 × months + day of the month. The months
// completed from one day to another are then a difference: b has completed n months on d where
// d − b >= 32 n, and that many calendar months lie between where (d / 32) − (b / 32) = n. Of the
// years from 1 on.
int64_t PackDay(absl::CivilDay day);
absl::CivilDay UnpackDay(int64_t packed);

// What is unknown as a number. No fact has this number.
inline constexpr int64_t kUnknownNumber = std::numeric_limits<int64_t>::min();
// A value that is no text as a number.
int64_t PackValue(const FactValue& value);

// A step as it is kept and read, a park's worth of them in one pass: small, and nothing elsewhere.
struct PackedStep {
  enum class Kind : uint8_t { kUnknown, kTruth, kNumber, kText, kDate };  // As in a FactValue.

  int64_t number = kUnknownNumber;  // The value as a number; of a text where it is kept.
  int32_t from = 0;                 // A packed day.
  uint16_t fact = 0;                // Its place in the catalogue.
  Kind kind = Kind::kUnknown;
};
static_assert(sizeof(PackedStep) == 16);

// What is known of one subject: each declared fact over time. Unknown until it is set.
class Facts {
 public:
  explicit Facts(const FactCatalogue& catalogue) : facts_(catalogue.size()) {}

  // The same on every day.
  void Set(size_t fact, FactValue value);
  // Steps in ascending order of days; before the first it is unknown. A step that changes nothing
  // is dropped.
  void SetSteps(size_t fact, const std::vector<FactStep>& steps);

  FactValue On(size_t fact, absl::CivilDay day) const;
  absl::Span<const PackedStep> steps(size_t fact) const;
  // Of all facts, in their order.
  const std::vector<PackedStep>& steps() const { return steps_; }
  // Of a step whose value is a text.
  absl::string_view TextOf(const PackedStep& step) const;

 private:
  PackedStep Pack(size_t fact, const FactStep& step);

  size_t facts_;
  std::vector<PackedStep> steps_;  // By fact, then by day.
  std::string texts_;              // One after another; those of replaced steps stay.
};

// Many subjects, in an order.
using Subjects = absl::Span<const Facts* const>;

}  // namespace tuoqiao::rules

#endif  // TUOQIAO_SERVICES_COMMON_RULES_FACT_H_
