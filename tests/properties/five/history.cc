#include "tests/properties/five/history.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "tests/properties/house/seats.h"

namespace tuoqiao::five {

using house::Billing;
using house::LayerOf;
using house::Ledger;
using house::Sums;

History::History(house::House& house, const Options& options)
    : People(house, options),
      facts_(world_, random_),
      figures_(house, world_),
      words_(Words(facts_)) {}

std::vector<Word> History::Words(Facts& facts) {
  const Draw draw = {
      options_.first, options_.months - 1,
      [this](const std::string& centre, absl::CivilDay from) { return NewTariff(centre, from); }};
  return DrawWords(draw, facts, random_);
}

billing::v1::FundingPlan History::Plan() {
  const std::vector<std::string> care = house::CareLines();
  billing::v1::FundingPlan plan;
  billing::v1::Layer grant = LayerOf("AUTHORITY", "SCHEME_AMOUNT", 0, 0, 0, care);
  grant.set_decided_by(world_.ParkName() + "/programmes/grants");
  grant.set_amount("grant");
  grant.set_programme("grants");
  *plan.add_layers() = grant;
  *plan.add_layers() = LayerOf("AUTHORITY", "FIXED", 30000, 0, 0, care);
  plan.mutable_layers(1)->set_condition("ATTENDED_HALF");
  plan.mutable_layers(1)->set_bearer_if_lost("FAMILY");
  *plan.add_layers() = LayerOf("PARK", "PERCENT", 0, 1000, 10000, care);
  *plan.add_layers() = LayerOf("FIRM", "SEAT_CONTRACT", 0, 0, 0, {"CARE"});
  *plan.add_layers() = LayerOf("FIRM", "FIRM_PLAN", 0, 0, 0, care);
  *plan.add_layers() = LayerOf("UNION", "FIXED", 5000, 0, 0, {"MEALS"});
  *plan.add_layers() = LayerOf("PARK", "PERCENT", 0, 3333, 0, {"HOURLY", "BACK_UP"});
  *plan.add_layers() = LayerOf("FAMILY", "REST", 0, 0, 0, {});
  house::AddFirmPlans(plan);
  if (options_.budgets) {
    billing::v1::Budget* budget = plan.add_budgets();
    budget->set_payer("AUTHORITY");
    budget->set_year(options_.first.year());
    budget->set_amount_minor(random_.Between(100000, 500000));
    billing::v1::Cap* cap = plan.mutable_layers(2)->add_caps();
    cap->set_scope("FAMILY_YEAR");
    cap->set_amount_minor(random_.Between(5000, 40000));
    cap->set_account("park-year");
  }
  return plan;
}

absl::Status History::Hear(const Word& word) {
  facts_.Hear(word.number, word.fact, word.write);
  if (word.tariff.has_value()) RETURN_IF_ERROR(CreateTariff(*word.tariff));
  return absl::OkStatus();
}

// Something is heard while the month is being signed.
absl::Status History::ChangeTheWorld(absl::CivilMonth) {
  if (heard_ == words_.size()) return absl::OkStatus();
  return Hear(words_[heard_++]);
}

absl::Status History::AfterStep() {
  RETURN_IF_ERROR(People::Hear());
  RETURN_IF_ERROR(watch_.AfterStep());
  return figures_.Compare();
}

// Of a month that is not closed the lines and shares of each draft sum to its total.
absl::Status History::CheckDraft(absl::CivilMonth month) {
  RETURN_IF_ERROR(Preview(month).status());
  return record_.ReadMonth(month);
}

absl::Status History::LiveMonth(int number) {
  const absl::CivilMonth month = options_.first + number;
  const std::string text = FormatMonth(month);
  world_.today = absl::CivilDay(month + 1);
  while (heard_ < words_.size() && words_[heard_].known <= number) {
    const Word& word = words_[heard_++];
    RETURN_IF_ERROR(Step(word.fact, [&]() -> absl::Status {
      RETURN_IF_ERROR(Hear(word));
      return random_.InHundred(25) ? CheckDraft(month) : absl::OkStatus();
    }));
  }
  RETURN_IF_ERROR(SignAuthorisations());
  RETURN_IF_ERROR(Step("the signing of " + text, [&] { return Sign(month); }));
  RETURN_IF_ERROR(Step("the close of " + text, [&]() -> absl::Status {
    RETURN_IF_ERROR(Close(month));
    RETURN_IF_ERROR(figures_.ReadClose(month, record_.closed().at(month)));
    RETURN_IF_ERROR(figures_.CompareDays());
    return record_.CheckFirmShares(month);
  }));
  RETURN_IF_ERROR(Step("late pay results in " + text, [&] { return ReadLateResults(); }));
  RETURN_IF_ERROR(Step("the pay runs of " + text, [&] { return RunPayroll(month); }));
  RETURN_IF_ERROR(Step("the ends of arrears after " + text, [&] { return EndArrears(); }));
  world_.today += 20;
  return Step("what is asked for of " + text, [&]() -> absl::Status {
    RETURN_IF_ERROR(Ask(month));
    RETURN_IF_ERROR(figures_.CompareAsked());
    RETURN_IF_ERROR(People::Hear());
    return record_.CheckBooks();
  });
}

absl::Status History::Live() {
  RETURN_IF_ERROR(Step("set-up", [&] { return SetUp(); }));
  for (int number = 0; number < options_.months; ++number) RETURN_IF_ERROR(LiveMonth(number));
  ASSIGN_OR_RETURN(lived_.state, house::StateOf(house_, world_));
  return absl::OkStatus();
}

absl::Status History::LiveInAnotherOrder(uint64_t order) {
  RETURN_IF_ERROR(SetUp());
  Random shuffled(order);
  shuffled.Shuffle(words_);
  for (Word& word : words_) word.known = shuffled.Below(options_.months);
  std::stable_sort(words_.begin(), words_.end(),
                   [](const Word& a, const Word& b) { return a.known < b.known; });
  for (int number = 0; number < options_.months; ++number) {
    const absl::CivilMonth month = options_.first + number;
    world_.today = absl::CivilDay(month + 1);
    while (heard_ < words_.size() && words_[heard_].known <= number) {
      RETURN_IF_ERROR(Hear(words_[heard_++]));
    }
    RETURN_IF_ERROR(CloseAtOnce(month));
  }
  return People::Hear();
}

absl::Status History::CheckPoolFromWords() {
  Random random(options_.seed);
  World world(options_.park, options_.size, random);
  Facts facts(world, random);
  std::vector<Word> words = words_;
  random.Shuffle(words);
  for (const Word& word : words) facts.Hear(word.number, word.fact, word.write);
  for (int number = 0; number < options_.months; ++number) {
    const absl::CivilMonth month = options_.first + number;
    if (house::SeatDaysByFirm(world, month) != house::SeatDaysByFirm(world_, month)) {
      return absl::InternalError("the pool's use by the words is another in " + FormatMonth(month));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Sums> History::Balances() {
  Sums sums = record_.Stands();
  std::set<std::string> otherwise;  // Firms' accounts whose form became another.
  for (const Word& word : words_) {
    absl::string_view firm = word.fact;
    if (absl::ConsumePrefix(&firm, kFirmForm))
      otherwise.insert(absl::StrCat("receivable-firm-", firm));
  }
  ledger::v1::ListBalancesRequest request;
  request.set_parent(world_.ParkName());
  RETURN_IF_ERROR(EachPage(
      house_, &Ledger::ListBalances, request, Finance(),
      [&](const ledger::v1::ListBalancesResponse& page) {
        for (const auto& each : page.balances()) {
          const std::string account = LastPart(each.name());
          // What comes to a centre straight and what we collect for it are one; so are the ways of
          // a family, of whom payroll has taken something by then. A firm's form says how its
          // money goes from the next close on and corrects nothing, so what is on its account
          // hangs on when it was heard.
          if (absl::StartsWith(account, "payable-") || absl::StartsWith(account, "direct-due-")) {
            sums["centre " + account.substr(account.rfind('-') + 1)] += each.balance_minor();
          } else if (absl::StartsWith(account, "receivable-") &&
                     !absl::StartsWith(account, "receivable-family-") &&
                     otherwise.count(account) == 0) {
            sums[account] += each.balance_minor();
          }
        }
      }));
  return house::WithoutZeros(std::move(sums));
}

}  // namespace tuoqiao::five
