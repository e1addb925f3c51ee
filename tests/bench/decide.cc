#include "tests/bench/decide.h"

#include <nlohmann/json.hpp>
#include <random>

#include "absl/strings/str_cat.h"
#include "services/cli/files.h"
#include "services/common/check.h"
#include "services/common/rules/load.h"
#include "services/common/status_macros.h"
#include "services/eligibility/catalogue.h"
#include "services/eligibility/decision.h"

namespace tuoqiao::bench {
namespace {

using Json = nlohmann::ordered_json;
using rules::Predicate;

constexpr absl::CivilDay kToday(2026, 10, 15);
constexpr int kRounds = 5;

// Mostly inside the limits, so that no evaluator may stop early at the first condition; one fact in
// fifty is unknown.
class Children {
 public:
  explicit Children(uint64_t seed) : random_(seed) {}

  rules::Facts Next() {
    rules::Facts facts(eligibility::Catalogue());
    const auto set = [&](const char* name, rules::FactValue value) {
      if (Between(1, 50) == 1) return;
      facts.Set(*eligibility::Catalogue().Find(name), std::move(value));
    };
    set("birth_date", kToday - Between(100, 1200));
    set("guardians_employed", Between(1, 10) == 1 ? 0 : Between(1, 2));
    set("needs_level", Between(1, 20) == 1 ? 3 : Between(0, 2));
    set("residence_division", std::string(kPlaces[Between(0, 3)]));
    set("nationality_cn", Between(1, 20) != 1);
    set("birth_order", Between(1, 4));
    set("household_income_minor", Between(5000000, 60000000));
    set("monthly_fee_minor", Between(100000, 380000));
    set("care_kind", std::string(kKinds[Between(0, 3)]));
    set("attended_days", Between(3, 22));
    return facts;
  }

 private:
  static constexpr const char* kPlaces[] = {"320105", "320104", "320106", "320111"};
  static constexpr const char* kKinds[] = {"FULL_DAY", "HALF_DAY", "FULL_DAY", "HOURLY"};

  int64_t Between(int64_t least, int64_t most) {
    return std::uniform_int_distribution<int64_t>(least, most)(random_);
  }

  std::mt19937_64 random_;
};

Json ToJson(const rules::FactValue& value) {
  if (const bool* truth = std::get_if<bool>(&value)) return *truth;
  if (const int64_t* number = std::get_if<int64_t>(&value)) return *number;
  return rules::ValueText(value);
}

// The peer has no dates, so it gets the age as a number.
std::string PeerFact(const Predicate& leaf) {
  return rules::LeafFact(leaf, eligibility::Catalogue());
}

Json PeerRule(const rules::Scheme& scheme) {
  Json all = Json::array();
  for (const rules::Condition& condition : scheme.conditions) {
    const Predicate& leaf = condition.predicate;
    Json each = {{"fact", PeerFact(leaf)}};
    if (leaf.kind == Predicate::Kind::kIn) {
      each["operator"] = leaf.values.size() == 1 ? "equal" : "in";
      Json values = Json::array();
      for (const rules::FactValue& value : leaf.values) values.push_back(ToJson(value));
      each["value"] = leaf.values.size() == 1 ? values[0] : values;
    } else {
      each["operator"] = leaf.kind == Predicate::Kind::kAtLeast ? "greaterThanInclusive"
                         : leaf.kind == Predicate::Kind::kBelow ? "lessThan"
                                                                : "lessThanInclusive";
      each["value"] = scheme.parameters[leaf.parameter].Find(kToday)->value;
    }
    all.push_back(std::move(each));
  }
  return {{"conditions", {{"all", std::move(all)}}}, {"event", {{"type", "eligible"}}}};
}

Json PeerChild(const rules::Scheme& scheme, const rules::Facts& facts) {
  Json child = Json::object();
  for (const rules::Condition& condition : scheme.conditions) {
    const Predicate& leaf = condition.predicate;
    const rules::FactValue value = facts.On(leaf.fact, kToday);
    if (!rules::Known(value)) continue;
    child[PeerFact(leaf)] = leaf.measure == Predicate::Measure::kValue
                                ? ToJson(value)
                                : Json(AgeInMonths(std::get<absl::CivilDay>(value), kToday));
  }
  return child;
}

// The best of several rounds.
template <typename Work>
absl::Duration Time(Work work) {
  absl::Duration best = absl::InfiniteDuration();
  for (int round = 0; round < kRounds; ++round) {
    const absl::Time begin = absl::Now();
    work();
    best = std::min(best, absl::Now() - begin);
  }
  return best;
}

}  // namespace

absl::StatusOr<Decided> DecideMany(const std::string& pack, int64_t children, uint64_t seed,
                                   const std::string& folder) {
  ASSIGN_OR_RETURN(const std::string text, cli::ReadFile(pack));
  ASSIGN_OR_RETURN(
      const rules::Schemes schemes,
      rules::LoadSchemes(std::vector<rules::RuleText>{{pack, text}}, eligibility::Catalogue()));
  const rules::Scheme& scheme = schemes.begin()->second;
  Children random(seed);
  std::vector<rules::Facts> facts;
  std::vector<const rules::Facts*> subjects;
  for (int64_t i = 0; i < children; ++i) facts.push_back(random.Next());
  for (const rules::Facts& each : facts) subjects.push_back(&each);

  Decided decided;
  decided.children = children;
  std::vector<rules::Verdict> verdicts;
  decided.untraced = Time([&] { verdicts = scheme.Verdicts(subjects, kToday); });
  std::vector<std::vector<eligibility::Slice>> slices;
  decided.traced = Time([&] {
    slices = eligibility::Decide(scheme, subjects, {kToday, kToday + 1});
  });
  decided.by_two = Time([&] {
    slices = eligibility::Decide(scheme, subjects, {kToday, kToday + 1}, /*threads=*/2);
  });
  for (size_t i = 0; i < facts.size(); ++i) {
    const bool eligible = verdicts[i] == rules::Verdict::kHolds;
    CHECK(eligible == (slices[i][0].outcome == eligibility::Outcome::kEligible));
    decided.eligible += eligible ? 1 : 0;
  }

  Json all = Json::array();
  for (const rules::Facts& each : facts) all.push_back(PeerChild(scheme, each));
  RETURN_IF_ERROR(cli::WriteFile(absl::StrCat(folder, "/rule.json"), PeerRule(scheme).dump()));
  RETURN_IF_ERROR(cli::WriteFile(absl::StrCat(folder, "/children.json"), all.dump()));
  return decided;
}

}  // namespace tuoqiao::bench
