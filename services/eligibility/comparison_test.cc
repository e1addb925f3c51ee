#include "services/eligibility/comparison.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/rules/testing_random.h"
#include "services/eligibility/comparison_text.h"

namespace tuoqiao::eligibility {
namespace {

using rules::Payer;
using Kind = WhyNot::Kind;

const absl::CivilDay kFirst(2026, 1, 1);
const Period kQuarter = {kFirst, absl::CivilDay(2026, 4, 1)};

const rules::FactCatalogue& SmallCatalogue() {
  static const auto* const kCatalogue = new rules::FactCatalogue({{"days",
                                                                   rules::FactType::kNumber,
                                                                   rules::Unit::kCount,
                                                                   rules::Subject::kChild,
                                                                   rules::Origin::kRecorded,
                                                                   {},
                                                                   "Days.",
                                                                   "天数。"}});
  return *kCatalogue;
}

// An amount by the month; of an unknown fact where `unknown`.
struct Part {
  Payer payer = Payer::kAuthority;
  int64_t minor = 0;
  bool unknown = false;
  rules::Unit currency = rules::Unit::kCnyMinor;
};

struct Pack {
  std::string name;
  rules::Validity validity = {kFirst, std::nullopt};
  std::vector<Part> parts;
  std::vector<rules::Exclusion> exclusions;
};

// Without a condition: whoever asks is eligible.
rules::Scheme SchemeOf(const Pack& pack) {
  std::vector<rules::Parameter> parameters;
  for (size_t i = 0; i < pack.parts.size(); ++i) {
    parameters.push_back({absl::StrCat("number_", i),
                          pack.parts[i].currency,
                          rules::Counting::kMonth,
                          {{{kFirst, std::nullopt}, pack.parts[i].minor, {"Text", ""}}}});
  }
  rules::Scheme scheme(SmallCatalogue(), std::move(parameters), {});
  scheme.name = pack.name;
  scheme.validity = pack.validity;
  scheme.exclusions = pack.exclusions;
  for (size_t i = 0; i < pack.parts.size(); ++i) {
    rules::Amount amount;
    amount.name = absl::StrCat("amount_", i);
    amount.payer = pack.parts[i].payer;
    amount.parameter = i;
    if (pack.parts[i].unknown) {
      amount.function = rules::Amount::Function::kPerUnit;
      amount.fact = 0;
    }
    scheme.amounts.push_back(std::move(amount));
  }
  scheme.Compile();
  return scheme;
}

// Programmes of packs, in their order.
class Park {
 public:
  const rules::Scheme& Add(const Pack& pack) {
    schemes_.push_back(SchemeOf(pack));
    Offer(&schemes_.back(), pack.name);
    return schemes_.back();
  }
  void Offer(const rules::Scheme* scheme, const std::string& name,
             absl::CivilDay from_date = kFirst) {
    Programme programme;
    programme.id = absl::StrCat("programme-", candidates.size());
    programme.display_name = name;
    programme.from_date = from_date;
    candidates.push_back({std::move(programme), scheme});
  }
  Comparison Compare() const {
    return eligibility::Compare(candidates, rules::Facts(SmallCatalogue()), kQuarter);
  }

  std::vector<Candidate> candidates;

 private:
  std::deque<rules::Scheme> schemes_;
};

Pack Paying(const std::string& name, int64_t minor, std::vector<rules::Exclusion> exclusions = {}) {
  return {name, {kFirst, std::nullopt}, {{Payer::kAuthority, minor}}, std::move(exclusions)};
}

std::vector<std::string> Sentences(const Park& park, const Comparison& comparison) {
  std::vector<std::string> sentences;
  for (const rules::Words& each : Explain(park.candidates, comparison, kQuarter)) {
    EXPECT_FALSE(each.zh.empty());
    sentences.push_back(each.en);
  }
  return sentences;
}

TEST(ComparisonTest, TheBestIsNamedWithWhyNotTheOthersAndWhatTheNextBestLoses) {
  Park park;
  park.Add(Paying("city", 60000));
  park.Add(Paying("county", 50000, {{"city", false, {"notice 7", ""}}}));
  park.Add({"fee", {kFirst, std::nullopt}, {{Payer::kFamily, 80000}}, {}});
  park.Add(Paying("fund", 8000));
  park.Add(Paying("grant", 10000, {{"fund", true, {"statutes", ""}}}));
  park.Add({"tax", {kFirst, std::nullopt}, {{Payer::kTaxBase, 200000}}, {}});
  const Comparison comparison = park.Compare();
  EXPECT_EQ(comparison.best.programmes, (std::vector<size_t>{0, 3}));
  EXPECT_EQ(comparison.best.family_worth_minor, 3 * (60000 + 8000));
  EXPECT_EQ(comparison.programmes[2].family_worth_minor, -3 * 80000);
  EXPECT_EQ(comparison.programmes[5].family_worth_minor, 0);
  EXPECT_EQ(comparison.programmes[5].worths[0].minor, 600000);
  EXPECT_EQ(
      Sentences(park, comparison),
      (std::vector<std::string>{
          "From 2026-01-01 to 2026-03-31 the best that may be had together is city + fund: worth "
          "CNY 2040.00 to the family.",
          "Without county: not together with city (notice 7).",
          "Without fee: it is worth nothing to the family on these days.",
          "Without grant: only where fund pays nothing (statutes).",
          "Without tax: it is worth nothing to the family on these days.",
          "The next best, city, would be worth CNY 240.00 less."}));
  EXPECT_EQ(Explain(park.candidates, comparison, kQuarter)[0].zh,
            "自 2026-01-01 至 2026-03-31,可同时享受的最优组合为 city + fund:该家庭共得 人民币 "
            "2040.00 元。");
  EXPECT_EQ(WhyNotWords(park.candidates, comparison, 1).zh, "不得与city同时享受(notice 7)");
}

TEST(ComparisonTest, OneRightIsNotHadTwiceAndTheFirstOfEqualOnesIsTaken) {
  Park park;
  const rules::Scheme& scheme = park.Add(Paying("first", 30000));
  park.Offer(&scheme, "again");
  const Comparison comparison = park.Compare();
  EXPECT_EQ(comparison.best.programmes, std::vector<size_t>{0});
  EXPECT_EQ(comparison.next->programmes, std::vector<size_t>{1});
  EXPECT_EQ(comparison.loss_minor(), 0);
  EXPECT_EQ(WhyNotWords(park.candidates, comparison, 1).en,
            "it is the same right as first, which is not had twice");
}

TEST(ComparisonTest, WhoYieldsMayPayWhereAThirdKeepsTheOtherOut) {
  Park park;
  park.Add(Paying("city", 60000, {{"fund", false, {"notice 8", ""}}}));
  park.Add(Paying("fund", 8000));
  park.Add(Paying("grant", 10000, {{"fund", true, {"statutes", ""}}}));
  EXPECT_EQ(park.Compare().best.programmes, (std::vector<size_t>{0, 2}));
}

TEST(ComparisonTest, WhatIsNotKnownCountsAsNothingAndIsNamed) {
  Park park;
  park.Add(
      {"half", {kFirst, std::nullopt}, {{Payer::kPark, 1000}, {Payer::kAuthority, 500, true}}, {}});
  park.Add({"none", {kFirst, std::nullopt}, {{Payer::kAuthority, 500, true}}, {}});
  const Comparison comparison = park.Compare();
  EXPECT_EQ(comparison.best.programmes, std::vector<size_t>{0});
  EXPECT_EQ(comparison.best.family_worth_minor, 3000);
  EXPECT_EQ(Sentences(park, comparison)[1], "half counts with what is known; missing: days.");
  EXPECT_EQ(Sentences(park, comparison)[2], "Without none: it is not known without days.");
}

TEST(ComparisonTest, OnlyTheDaysOnWhichAProgrammeIsOfferedAreDecided) {
  Park park;
  const rules::Scheme& ending = park.Add({"ending",
                                          {kFirst, absl::CivilDay(2026, 2, 1)},
                                          {{Payer::kAuthority, 100}},
                                          {{"later", false, {"notice", ""}}}});
  park.Add({"later", {absl::CivilDay(2026, 3, 1), std::nullopt}, {{Payer::kAuthority, 70}}, {}});
  park.Offer(&ending, "unbegun", absl::CivilDay(2026, 4, 1));
  park.Offer(&ending, "over", absl::CivilDay(2026, 2, 1));
  park.Offer(nullptr, "lost");
  const Comparison comparison = park.Compare();
  // They are eligible on no day in common.
  EXPECT_EQ(comparison.best.programmes, (std::vector<size_t>{0, 1}));
  EXPECT_EQ(comparison.best.family_worth_minor, 170);
  EXPECT_EQ(comparison.programmes[0].period, (Period{kFirst, absl::CivilDay(2026, 2, 1)}));
  EXPECT_EQ(comparison.programmes[2].reason, "PROGRAMME_NOT_BEGUN");
  EXPECT_EQ(comparison.programmes[3].reason, "RULE_NOT_IN_FORCE");
  EXPECT_EQ(comparison.programmes[4].reason, "SCHEME_UNKNOWN");
}

TEST(ComparisonTest, AnotherCurrencyIsNotAddedUp) {
  Park park;
  park.Add(
      {"tri", {kFirst, std::nullopt}, {{Payer::kFirm, 100, false, rules::Unit::kUsdMinor}}, {}});
  park.Add(Paying("city", 60000));
  const Comparison comparison = park.Compare();
  EXPECT_EQ(comparison.best.family_worth_minor, 300);
  EXPECT_EQ(comparison.programmes[1].reason, "CURRENCY_DIFFERS");
  EXPECT_EQ(Sentences(park, comparison)[1], "Without city: its amounts are in another currency.");
  EXPECT_EQ(Sentences(park, comparison)[2],
            "The next best, none of them, would be worth USD 3.00 less.");
}

TEST(ComparisonTest, WithoutAProgrammeNothingIsBest) {
  const Park park;
  const Comparison comparison = park.Compare();
  EXPECT_TRUE(comparison.best.programmes.empty());
  EXPECT_FALSE(comparison.next.has_value());
  EXPECT_EQ(Sentences(park, comparison),
            (std::vector<std::string>{"From 2026-01-01 to 2026-03-31 no programme is worth "
                                      "anything to the family, by what is known.",
                                      "No other combination is legal."}));
}

// ---- Small cases at random, against a walk over every set that knows nothing of the search.

class Trial {
 public:
  explicit Trial(std::mt19937_64& random) : random_(random) {
    const size_t programmes = 1 + Pick(6);
    for (size_t i = 0; i < programmes; ++i) {
      if (!packs_.empty() && Pick(8) == 0) {
        of_.push_back(Pick(packs_.size()));
      } else {
        of_.push_back(packs_.size());
        packs_.push_back(RandomPack(packs_.size()));
      }
      from_.push_back(absl::CivilDay(2026, Pick(6) == 0 ? 2 : 1, 1));
    }
    for (size_t i = 0; i < packs_.size(); ++i) AddExclusions(i);
    for (const Pack& each : packs_) schemes_.push_back(SchemeOf(each));
    for (size_t i = 0; i < programmes; ++i) {
      park_.Offer(&schemes_[of_[i]], absl::StrCat("p", i), from_[i]);
    }
  }

  // Counts in `met` why programmes are not in the best.
  void Check(std::map<Kind, int>* met) const {
    const Comparison said = park_.Compare();
    const std::vector<Choice> legal = LegalSets();
    ASSERT_EQ(said.best.programmes, legal[0].programmes);
    ASSERT_EQ(said.best.family_worth_minor, legal[0].family_worth_minor);
    ASSERT_EQ(said.next.has_value(), legal.size() > 1);
    if (legal.size() > 1) {
      ASSERT_EQ(said.next->programmes, legal[1].programmes);
      ASSERT_EQ(said.loss_minor(), legal[0].family_worth_minor - legal[1].family_worth_minor);
    }
    for (size_t i = 0; i < of_.size(); ++i) {
      CheckWhy(said, i);
      ++(*met)[said.programmes[i].why_not.kind];
    }
  }

 private:
  size_t Pick(size_t below) { return random_() % below; }

  Pack RandomPack(size_t number) {
    Pack pack;
    pack.name = absl::StrCat("scheme-", number);
    const int first = 1 + static_cast<int>(Pick(4) == 0 ? Pick(3) : 0);
    pack.validity.from = absl::CivilDay(2026, first, 1);
    if (Pick(4) == 0) {
      pack.validity.until = absl::CivilDay(2026, first + 1 + static_cast<int>(Pick(2)), 1);
    }
    for (size_t parts = Pick(3) + (Pick(3) == 0 ? 0 : 1); parts > 0; --parts) {
      pack.parts.push_back(
          {static_cast<Payer>(Pick(6)), static_cast<int64_t>(Pick(5)) * 100, Pick(8) == 0});
    }
    return pack;
  }

  // Yields go forward only, so that there is no circle.
  void AddExclusions(size_t of) {
    for (size_t other = 0; other < packs_.size(); ++other) {
      if (other == of) continue;
      const std::string& name = packs_[other].name;
      if (Pick(5) == 0) packs_[of].exclusions.push_back({name, false, {"either", ""}});
      if (of < other && Pick(4) == 0) packs_[of].exclusions.push_back({name, true, {"back", ""}});
    }
  }

  Period DaysOf(size_t i) const {
    const rules::Validity& validity = packs_[of_[i]].validity;
    return Intersect(kQuarter,
                     {std::max(validity.from, from_[i]), validity.until.value_or(kQuarter.until)});
  }
  int64_t SumOf(size_t i, const std::vector<Payer>& payers) const {
    const Period days = DaysOf(i);
    if (days.Empty()) return 0;
    const int64_t months = absl::CivilMonth(days.until) - absl::CivilMonth(days.from);
    int64_t sum = 0;
    for (const Part& each : packs_[of_[i]].parts) {
      const bool counts = std::find(payers.begin(), payers.end(), each.payer) != payers.end();
      if (counts && !each.unknown) sum += each.minor * months;
    }
    return sum;
  }
  int64_t PaidOf(size_t i) const {
    return SumOf(i, {Payer::kAuthority, Payer::kPark, Payer::kFirm, Payer::kUnion});
  }
  int64_t WorthOf(size_t i) const { return PaidOf(i) - SumOf(i, {Payer::kFamily}); }
  bool UnknownOf(size_t i) const {
    const auto& parts = packs_[of_[i]].parts;
    return std::any_of(parts.begin(), parts.end(), [](const Part& each) { return each.unknown; });
  }

  bool Together(size_t i, size_t j) const { return !Intersect(DaysOf(i), DaysOf(j)).Empty(); }
  bool Says(size_t i, size_t j, bool yields) const {
    for (const rules::Exclusion& each : packs_[of_[i]].exclusions) {
      if (each.yields == yields && each.scheme == packs_[of_[j]].name) return Together(i, j);
    }
    return false;
  }
  bool Excluded(size_t i, size_t j) const {
    return (of_[i] == of_[j] && Together(i, j)) || Says(i, j, false) || Says(j, i, false);
  }
  // Whether `i`, in a set, has to step back before `j`.
  bool StepsBack(size_t i, size_t j, const std::vector<size_t>& set) const {
    if (!Says(i, j, true)) return false;
    if (std::find(set.begin(), set.end(), j) != set.end()) return true;
    if (PaidOf(j) == 0) return false;
    return std::none_of(set.begin(), set.end(), [&](size_t k) { return k != i && Excluded(k, j); });
  }
  bool IsLegal(const std::vector<size_t>& set) const {
    for (const size_t i : set) {
      if (WorthOf(i) <= 0) return false;
      for (size_t j = 0; j < of_.size(); ++j) {
        const bool in = std::find(set.begin(), set.end(), j) != set.end();
        if (i != j && ((in && Excluded(i, j)) || StepsBack(i, j, set))) return false;
      }
    }
    return true;
  }

  // The best first; of equal ones that with the first programme that the others lack.
  std::vector<Choice> LegalSets() const {
    std::vector<Choice> legal;
    for (size_t bits = 0; bits < (size_t{1} << of_.size()); ++bits) {
      Choice choice;
      for (size_t i = 0; i < of_.size(); ++i) {
        if ((bits >> i & 1) == 0) continue;
        choice.programmes.push_back(i);
        choice.family_worth_minor += WorthOf(i);
      }
      if (IsLegal(choice.programmes)) legal.push_back(std::move(choice));
    }
    std::sort(legal.begin(), legal.end(), [&](const Choice& a, const Choice& b) {
      if (a.family_worth_minor != b.family_worth_minor) {
        return a.family_worth_minor > b.family_worth_minor;
      }
      for (size_t i = 0; i < of_.size(); ++i) {
        const bool in_a = std::count(a.programmes.begin(), a.programmes.end(), i) > 0;
        const bool in_b = std::count(b.programmes.begin(), b.programmes.end(), i) > 0;
        if (in_a != in_b) return in_a;
      }
      return false;
    });
    return legal;
  }

  void CheckWhy(const Comparison& said, size_t i) const {
    const std::vector<size_t>& best = said.best.programmes;
    const WhyNot& why = said.programmes[i].why_not;
    const auto in_best = [&](size_t j) { return std::count(best.begin(), best.end(), j) > 0; };
    switch (why.kind) {
      case Kind::kNone:
        ASSERT_TRUE(in_best(i));
        break;
      case Kind::kLeftOut:
        ASSERT_TRUE(DaysOf(i).Empty());
        break;
      case Kind::kMissing:
        ASSERT_TRUE(WorthOf(i) <= 0 && UnknownOf(i));
        break;
      case Kind::kIneligible:
        FAIL() << "everybody is eligible";
      case Kind::kWorthNothing:
        ASSERT_TRUE(WorthOf(i) <= 0 && !UnknownOf(i));
        break;
      case Kind::kSameScheme:
        ASSERT_TRUE(in_best(why.other) && of_[i] == of_[why.other]);
        break;
      case Kind::kNotWith:
        ASSERT_TRUE(in_best(why.other) && Excluded(i, why.other) && why.source == "either");
        break;
      case Kind::kYields:
        ASSERT_TRUE(StepsBack(i, why.other, best) && why.source == "back");
        break;
    }
  }

  std::mt19937_64& random_;
  std::vector<Pack> packs_;
  std::vector<size_t> of_;  // The pack of each programme.
  std::vector<absl::CivilDay> from_;
  std::deque<rules::Scheme> schemes_;
  Park park_;
};

TEST(ComparisonTest, IsTheBestOfAllLegalSetsInRandomCases) {
  std::mt19937_64 random(rules::TestSeed());
  std::map<Kind, int> met;
  for (int i = 0; i < 30000; ++i) {
    SCOPED_TRACE(i);
    Trial(random).Check(&met);
    if (HasFatalFailure()) return;
  }
  for (const Kind kind : {Kind::kNone, Kind::kLeftOut, Kind::kMissing, Kind::kWorthNothing,
                          Kind::kSameScheme, Kind::kNotWith, Kind::kYields}) {
    EXPECT_GT(met[kind], 500) << static_cast<int>(kind);
  }
}

}  // namespace
}  // namespace tuoqiao::eligibility
