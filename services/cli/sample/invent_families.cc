// Families: who the guardians are, what happens to the children, and where they apply.

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "services/cli/sample/invent.h"
#include "services/cli/sample/names.h"
#include "services/cli/sample/seats.h"
#include "services/common/check.h"
#include "services/common/period.h"

namespace tuoqiao::cli {
namespace {

// What a family is in the sample for.
enum class Story {
  kPlain,
  kSiblings,
  kTwins,
  kOlderTooOld,     // The older sibling is refused, so the younger one gets no reduction.
  kSharesOverBase,  // Two firms, plans B and C, a short month: together they would pay too much.
  kGuardianLeaves,  // During October, with the child enrolled.
  kGuardianJoins,   // During October, before the child starts.
  kTurnsThree,      // During October.
  kJustSixMonths,   // On the day of starting.
  kMidMonth,
  kSecondChoice,
  kWaiting,
  kNoCentreConsent,
  kNoApplication,
  kNoProgrammeConsent,
  kTooOld,
  kTooYoung,
  kNobodyLinked,
  kGuardianLeft,
  kUnconfirmed,       // The only employed guardian is the second, who has not confirmed.
  kGuardianJoinsLate  // After the child would have started.
};

struct Quota {
  Story story;
  int per_mille;  // Families for each thousand children, one at least.
  int children;
};
constexpr std::array<Quota, 20> kQuotas = {{
    {Story::kSiblings, 70, 2},       {Story::kTwins, 12, 2},
    {Story::kOlderTooOld, 8, 2},     {Story::kSharesOverBase, 25, 1},
    {Story::kGuardianLeaves, 25, 1}, {Story::kGuardianJoins, 15, 1},
    {Story::kTurnsThree, 25, 1},     {Story::kJustSixMonths, 8, 1},
    {Story::kMidMonth, 50, 1},       {Story::kSecondChoice, 40, 1},
    {Story::kWaiting, 50, 1},        {Story::kNoCentreConsent, 8, 1},
    {Story::kNoApplication, 8, 1},   {Story::kNoProgrammeConsent, 30, 1},
    {Story::kTooOld, 10, 1},         {Story::kTooYoung, 10, 1},
    {Story::kNobodyLinked, 10, 1},   {Story::kGuardianLeft, 8, 1},
    {Story::kUnconfirmed, 8, 1},     {Story::kGuardianJoinsLate, 6, 1},
}};

std::vector<Story> DealStories(int children, Dice& dice) {
  std::vector<Story> stories;
  for (const Quota& quota : kQuotas) {
    const int families = std::max(1, children * quota.per_mille / 1000);
    stories.insert(stories.end(), families, quota.story);
    children -= families * quota.children;
  }
  stories.insert(stories.end(), children, Story::kPlain);
  dice.Shuffle(stories);
  return stories;
}

// Born so as to be `months` and up to 25 days old on the day.
absl::CivilDay BornBefore(absl::CivilDay day, int64_t months, Dice& dice) {
  const absl::CivilMonth month = absl::CivilMonth(day) - months;
  return absl::CivilDay(month) + (std::min(day.day(), 28) - 1) - dice.Between(0, 25);
}

int64_t AgeForKind(GroupKind kind, Dice& dice) {
  return dice.Between(RuleOf(kind).age_from, RuleOf(kind).age_to - 2);
}

GroupKind PickKind(Dice& dice) {
  const int64_t roll = dice.Below(100);
  if (roll < 15) return GroupKind::kInfant;
  return roll < 55 ? GroupKind::kSmall : GroupKind::kLarge;
}

// Tells the stories one by one into the park.
class Storyteller {
 public:
  Storyteller(Park& park, Papers& papers, Dice& dice)
      : park_(park), papers_(papers), dice_(dice), taken_(park.employees.size(), false) {
    for (size_t i = 0; i < park.centres.size(); ++i) {
      const Centre& centre = park.centres[i];
      std::vector<int>& list = centre.provider_type == "HOME" ? homes_
                               : centre.tight                 ? tight_
                                                              : roomy_;
      list.push_back(static_cast<int>(i));
    }
    children_at_home_.resize(homes_.size());
  }

  void Tell(Story story) {
    Family family;
    family.number = absl::StrFormat("F%05d", park_.families.size() + 1);
    family.arrears_mode = static_cast<ArrearsMode>(park_.families.size() % 3);
    family.consents_programme = story != Story::kNoProgrammeConsent;
    family.consents_centre = story != Story::kNoCentreConsent;
    const size_t first_child = park_.children.size();
    AddChildren(story);
    absl::CivilDay start = park_.children[first_child].start_date;
    for (size_t i = first_child; i < park_.children.size(); ++i) {
      park_.children[i].family = static_cast<int>(park_.families.size());
      start = std::min(start, park_.children[i].start_date);
    }
    AddGuardians(story, start, family);
    const int64_t roll = dice_.Below(100);
    family.deduct_from = roll < 40 ? 0 : roll < 88 || !family.second.has_value() ? 1 : 2;
    park_.families.push_back(std::move(family));
  }

 private:
  // ---- children

  Child& AddChild(Role role, absl::CivilDay birth_date, absl::CivilDay start_date,
                  std::vector<int> choices) {
    Child child;
    child.role = role;
    child.birth_date = birth_date;
    child.start_date = start_date;
    child.choices = std::move(choices);
    const size_t ordinal = park_.children.size();
    child.needs_level = ordinal % 20 == 5 ? 1 : ordinal % 40 == 11 ? 2 : 0;
    // Two children of one name and birth date would be asked about; that is no story of this month.
    do {
      child.person.name = InventPersonName(dice_);
    } while (!named_.emplace(child.person.name, birth_date).second);
    const int64_t roll = dice_.Below(100);
    if (roll < 60) {
      child.person.id_number = papers_.ResidentId(birth_date);
    } else if (roll < 95) {
      child.person.id_type = IdType::kBirthCertificate;
      child.person.id_number = papers_.BirthCertificate();
    } else {
      child.person.id_type = IdType::kPassport;
      child.person.id_number = papers_.Passport();
    }
    park_.children.push_back(std::move(child));
    return park_.children.back();
  }

  // Centres in order of preference: the first has room, so that the others never matter.
  std::vector<int> AnyChoices() {
    std::vector<int> choices = {dice_.Percent(100 * static_cast<int>(tight_.size()) /
                                              static_cast<int>(tight_.size() + roomy_.size()))
                                    ? dice_.Pick(tight_)
                                    : dice_.Pick(roomy_)};
    const int64_t others = dice_.Below(3);
    for (int64_t i = 0; i < others; ++i) {
      const int other = dice_.Pick(roomy_);
      if (std::find(choices.begin(), choices.end(), other) == choices.end())
        choices.push_back(other);
    }
    return choices;
  }

  // About half of those at a centre that bills in advance have been there since September.
  absl::CivilDay UsualStart(int centre) {
    return park_.centres[centre].in_advance && dice_.Percent(50) ? kSeptember : kToday;
  }

  // A plain child goes to a home-based point while one of them has a place, else anywhere.
  void AddPlainChild() {
    for (size_t i = 0; i < homes_.size(); ++i) {
      if (children_at_home_[i] == kHomeSeats - 1) continue;
      ++children_at_home_[i];
      const int64_t age = dice_.Between(18, 34);
      AddChild(Role::kFirstChoice, BornBefore(kToday, age, dice_), kToday, {homes_[i]});
      return;
    }
    AddUsualChild(PickKind(dice_));
  }

  Child& AddUsualChild(GroupKind kind) {
    std::vector<int> choices = AnyChoices();
    const absl::CivilDay start = UsualStart(choices[0]);
    const int64_t age = AgeForKind(kind, dice_);
    const absl::CivilDay birth_date = BornBefore(start, age, dice_);
    return AddChild(Role::kFirstChoice, birth_date, start, std::move(choices));
  }

  void AddTwins() {
    const Child first = AddUsualChild(PickKind(dice_));
    AddChild(Role::kFirstChoice, first.birth_date, first.start_date, first.choices);
  }

  void AddTooOldAndYounger() {
    // The first such sibling is three on the very day of starting.
    const absl::CivilDay birth_date = absl::CivilDay(2023, 10, 1) - dice_.Between(0, 300);
    AddChild(Role::kRefused, birth_date, kToday, AnyChoices());
    AddUsualChild(GroupKind::kInfant);
  }

  void AddTooOld() {
    const int64_t days = too_old_++ == 0 ? 0 : dice_.Between(1, 400);
    AddChild(Role::kRefused, absl::CivilDay(2023, 10, 1) - days, kToday, AnyChoices());
  }

  void AddTooYoung() {
    const int64_t days = too_young_++ == 0 ? 0 : dice_.Between(1, 120);
    AddChild(Role::kRefused, absl::CivilDay(2026, 4, 2) + days, kToday, AnyChoices());
  }

  void AddStarter(absl::CivilDay start) {
    const int64_t age = AgeForKind(PickKind(dice_), dice_);
    const absl::CivilDay birth_date = BornBefore(start, age, dice_);
    AddChild(Role::kFirstChoice, birth_date, start, AnyChoices());
  }

  // Applies where the seats are exactly used up by those who applied before.
  void AddLatecomer(Role role) {
    std::vector<int> choices = {dice_.Pick(tight_)};
    const int other = role == Role::kSecondChoice ? dice_.Pick(roomy_) : dice_.Pick(tight_);
    if (other != choices[0]) choices.push_back(other);
    const int64_t age = AgeForKind(PickKind(dice_), dice_);
    AddChild(role, BornBefore(kToday, age, dice_), kToday, std::move(choices));
  }

  void AddOne(Role role) {
    const int64_t age = AgeForKind(PickKind(dice_), dice_);
    AddChild(role, BornBefore(kToday, age, dice_), kToday, AnyChoices());
  }

  void AddChildren(Story story) {
    switch (story) {
      case Story::kPlain:
        return AddPlainChild();
      case Story::kSiblings:
        AddUsualChild(GroupKind::kLarge);
        AddUsualChild(GroupKind::kInfant);
        return;
      case Story::kTwins:
        return AddTwins();
      case Story::kOlderTooOld:
        return AddTooOldAndYounger();
      case Story::kSharesOverBase:
        return AddStarter(absl::CivilDay(2026, 10, 26));
      case Story::kGuardianJoins:
        return AddStarter(absl::CivilDay(2026, 10, 19));
      case Story::kMidMonth:
        return AddStarter(absl::CivilDay(2026, 10, 8) + dice_.Between(0, 15));
      case Story::kTurnsThree: {
        const int64_t day = dice_.Between(2, 31);
        AddChild(Role::kFirstChoice, absl::CivilDay(2023, 10, day), kToday, AnyChoices());
        return;
      }
      case Story::kJustSixMonths:
        // Half of them on the 31st, which September lacks: six months are over on 1 October.
        AddChild(Role::kFirstChoice,
                 dice_.Percent(50) ? absl::CivilDay(2026, 3, 31) : absl::CivilDay(2026, 4, 1),
                 kToday, AnyChoices());
        return;
      case Story::kGuardianLeaves:
        AddUsualChild(PickKind(dice_));
        return;
      case Story::kSecondChoice:
        return AddLatecomer(Role::kSecondChoice);
      case Story::kWaiting:
        return AddLatecomer(Role::kWaiting);
      case Story::kNoCentreConsent:
        return AddOne(Role::kNoCentreConsent);
      case Story::kNoApplication:
        return AddOne(Role::kNoApplication);
      case Story::kTooOld:
        return AddTooOld();
      case Story::kTooYoung:
        return AddTooYoung();
      case Story::kNoProgrammeConsent:
      case Story::kNobodyLinked:
      case Story::kGuardianLeft:
      case Story::kUnconfirmed:
      case Story::kGuardianJoinsLate:
        return AddOne(Role::kRefused);
    }
  }

  // ---- guardians

  // An employee of a firm with a roster of numbers, whom no other family has, and who suits.
  template <typename Suits>
  Guardian TakeEmployee(const Suits& suits) {
    constexpr int kTries = 1000000;
    for (int i = 0; i < kTries; ++i) {
      const int index = static_cast<int>(dice_.Below(static_cast<int64_t>(park_.employees.size())));
      const Employee& employee = park_.employees[index];
      if (taken_[index] || park_.firms[employee.firm].sends_x12 || !suits(employee)) continue;
      taken_[index] = true;
      return Guardian{employee.person, index};
    }
    CHECK(false && "a park of this size has an employee for every story");
    return {};
  }

  Guardian TakeWorker(absl::CivilDay start) {
    return TakeEmployee([&](const Employee& employee) {
      return employee.EmployedOn(start) && employee.EmployedOn(kToday);
    });
  }

  Guardian TakeWorkerWithPlan(char plan) {
    return TakeEmployee([&](const Employee& employee) {
      return park_.firms[employee.firm].plan == plan && !employee.leave_date.has_value() &&
             employee.EmployedOn(kToday);
    });
  }

  // Somebody who works elsewhere, or nowhere.
  Guardian Outsider() {
    Guardian guardian;
    guardian.person.name = InventPersonName(dice_);
    guardian.person.id_number =
        papers_.ResidentId(absl::CivilDay(1978, 1, 1) + dice_.Between(0, 7300));
    return guardian;
  }

  void AddSecondGuardian(absl::CivilDay start, Family& family) {
    const int64_t roll = dice_.Below(100);
    if (roll < 35) return;
    family.second_confirmed = roll < 55 || dice_.Percent(80);
    if (roll < 60) {
      family.second = Outsider();
    } else if (roll < 90) {
      family.second = TakeWorker(start);
    } else {
      const int firm = park_.employees[*family.first.employee].firm;
      const Firm& own = park_.firms[firm];
      const Employee& colleague = park_.employees[own.first_employee + dice_.Below(own.employees)];
      const int index = static_cast<int>(&colleague - park_.employees.data());
      if (taken_[index]) return;
      taken_[index] = true;
      family.second = Guardian{colleague.person, index};
    }
  }

  void AddGuardians(Story story, absl::CivilDay start, Family& family) {
    switch (story) {
      case Story::kSharesOverBase:
        family.first = TakeWorkerWithPlan('B');
        family.second = TakeWorkerWithPlan('C');
        family.second_confirmed = true;
        return;
      case Story::kGuardianLeaves:
        family.first = TakeEmployee([&](const Employee& employee) {
          return employee.EmployedOn(start) && employee.EmployedOn(kToday) &&
                 !employee.EmployedOn(absl::CivilDay(kMonth + 1));
        });
        return;
      case Story::kGuardianJoins:
      case Story::kGuardianJoinsLate:
        family.first =
            TakeEmployee([&](const Employee& employee) { return employee.hire_date > kToday; });
        return;
      case Story::kNobodyLinked:
        family.first = Outsider();
        return;
      case Story::kGuardianLeft:
        family.first = TakeEmployee([&](const Employee& employee) {
          return employee.leave_date.has_value() && *employee.leave_date < kToday;
        });
        return;
      case Story::kUnconfirmed:
        family.first = Outsider();
        family.second = TakeWorker(start);
        return;
      default:
        family.first = TakeWorker(start);
        return AddSecondGuardian(start, family);
    }
  }

  Park& park_;
  Papers& papers_;
  Dice& dice_;
  std::set<std::pair<std::string, absl::CivilDay>> named_;
  std::vector<bool> taken_;
  std::vector<int> homes_, tight_, roomy_;
  std::vector<int> children_at_home_;
  int too_old_ = 0;
  int too_young_ = 0;
};

// When the application came in. Latecomers came last; those who started in September came before
// they started.
absl::CivilSecond SubmissionTime(const Child& child, Dice& dice) {
  const bool late = child.role == Role::kSecondChoice || child.role == Role::kWaiting;
  const absl::CivilDay first = late ? absl::CivilDay(2026, 9, 26) : absl::CivilDay(2026, 8, 3);
  const int64_t days = late ? 4 : child.start_date == kSeptember ? 24 : 52;
  const absl::CivilDay day = first + dice.Between(0, days);
  return absl::CivilSecond(day) + 3600 + dice.Below(8 * 3600);
}

}  // namespace

void InventFamilies(Park& park, Papers& papers, Dice dice) {
  Storyteller storyteller(park, papers, dice);
  for (Story story : DealStories(park.size.children, dice)) storyteller.Tell(story);

  // Case numbers do not follow age: in every third family the younger child has the lower number.
  std::vector<int> numbers(park.children.size());
  for (size_t i = 0; i < numbers.size(); ++i) {
    numbers[i] = static_cast<int>(i);
    const bool siblings = i > 0 && park.children[i].family == park.children[i - 1].family;
    if (siblings && park.children[i].family % 3 == 0) std::swap(numbers[i - 1], numbers[i]);
  }
  for (size_t i = 0; i < numbers.size(); ++i) {
    Child& child = park.children[i];
    child.case_number = absl::StrFormat("QL26-%06d", numbers[i] + 1);
    child.submitted = SubmissionTime(child, dice);
    // Some families stood at two desks in the same second; the case number decides.
    const bool tie = i % 25 == 24 && child.role == park.children[i - 1].role &&
                     child.start_date == park.children[i - 1].start_date;
    if (tie) child.submitted = park.children[i - 1].submitted;
  }
}

}  // namespace tuoqiao::cli
