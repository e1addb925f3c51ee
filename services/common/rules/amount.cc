#include "services/common/rules/amount.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/check.h"
#include "services/common/money.h"

namespace tuoqiao::rules {
namespace {

using Function = Amount::Function;

// Works one amount out, and keeps what it looks at.
class Working {
 public:
  Working(const Amount& amount, const AmountGround& ground, const Facts& facts, absl::CivilDay day)
      : amount_(amount), ground_(ground), facts_(facts), day_(day) {}

  std::optional<Worth> Work() {
    const std::optional<int64_t> fact = amount_.fact ? Ask(*amount_.fact) : std::nullopt;
    if (amount_.fact.has_value() && !fact.has_value()) return Finish(std::nullopt);
    switch (amount_.function) {
      case Function::kFixed: {
        const int64_t value = LookUp(*amount_.parameter);
        worth_.rule = absl::StrCat(value);
        return Finish(value);
      }
      case Function::kShareOf:
        return Finish(ShareOf(fact));
      case Function::kByBracket:
        return ByBracket(*fact);
      case Function::kPerUnit: {
        const int64_t each = LookUp(*amount_.parameter);
        worth_.rule = absl::StrCat(each, " × ", *fact);
        return Finish(MulDivFloor(each, *fact, 1));
      }
      case Function::kStatutory: {
        const int64_t max_rate = LookUp(*amount_.parameter), copay = LookUp(*amount_.copay);
        worth_.rule = absl::StrCat("at_most ", max_rate, " less ", copay);
        return Finish(std::max<int64_t>(std::min(*fact, max_rate) - copay, 0));
      }
      case Function::kPart:
        worth_.rule =
            absl::StrCat("part ", amount_.index + 1, " of ", absl::StrJoin(amount_.weights, ":"));
        return Finish(Allocate(*fact, amount_.weights)[amount_.index]);
    }
    CHECK(false);
  }

 private:
  std::optional<int64_t> Ask(size_t fact) {
    const FactValue value = facts_.On(fact, day_);
    worth_.fact = ground_.catalogue.at(fact).name;
    worth_.value = ValueText(value);
    if (Known(value)) return std::get<int64_t>(value);
    worth_.missing.push_back(worth_.fact);
    return std::nullopt;
  }

  template <typename Dated>
  const Dated& Look(const Dated* dated) {
    CHECK(dated != nullptr);
    worth_.since = std::max(worth_.since, dated->validity.from);
    if (std::find(sources_.begin(), sources_.end(), dated->source.title) == sources_.end()) {
      sources_.push_back(dated->source.title);
    }
    return *dated;
  }

  int64_t LookUp(size_t parameter) { return Look(ground_.parameters[parameter].Find(day_)).value; }

  int64_t ShareOf(const std::optional<int64_t>& fact) {
    const int64_t base = fact.has_value() ? *fact : LookUp(*amount_.parameter);
    const int64_t share_bp = LookUp(*amount_.share);
    worth_.rule = absl::StrCat(share_bp, " bp of ", base, amount_.half_up ? ", half up" : ", down");
    const int64_t part = amount_.half_up ? MulDivHalfUp(base, share_bp, kBasisPoints)
                                         : MulDivFloor(base, share_bp, kBasisPoints);
    if (!amount_.up_to.has_value()) return part;
    const int64_t most = LookUp(*amount_.up_to);
    absl::StrAppend(&worth_.rule, ", at_most ", most);
    return std::min(part, most);
  }

  std::optional<Worth> ByBracket(int64_t size) {
    const std::optional<int64_t> found = Look(ground_.tables[*amount_.table].Find(day_)).Find(size);
    if (!found.has_value()) return std::nullopt;
    worth_.rule = absl::StrCat(ground_.tables[*amount_.table].name, " has ", *found);
    return Finish(found);
  }

  Worth Finish(std::optional<int64_t> minor) {
    worth_.minor = minor;
    worth_.source = absl::StrJoin(sources_, "; ");
    return worth_;
  }

  const Amount& amount_;
  const AmountGround& ground_;
  const Facts& facts_;
  const absl::CivilDay day_;
  Worth worth_;
  std::vector<std::string> sources_;
};

}  // namespace

std::optional<Worth> WorthOn(const Amount& amount, const AmountGround& ground, const Facts& facts,
                             absl::CivilDay day) {
  return Working(amount, ground, facts, day).Work();
}

const char* PayerName(Payer payer) {
  static constexpr const char* kNames[] = {"AUTHORITY", "PARK",   "FIRM",
                                           "UNION",     "FAMILY", "TAX_BASE"};
  return kNames[static_cast<int>(payer)];
}

const char* CurrencyCode(Unit currency) { return currency == Unit::kUsdMinor ? "USD" : "CNY"; }

}  // namespace tuoqiao::rules
