#include "services/cli/sample/seats.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <tuple>

#include "absl/strings/str_format.h"
#include "services/common/period.h"

namespace tuoqiao::cli {
namespace {

using KindCounts = std::array<int, kGroupKinds.size()>;

size_t IndexOf(GroupKind kind) { return static_cast<size_t>(kind); }

bool WorksHere(const Park& park, const Guardian& guardian, absl::CivilDay day) {
  return guardian.employee.has_value() && park.employees[*guardian.employee].EmployedOn(day);
}

GroupKind KindOnStart(const Child& child) {
  return KindForAge(AgeInMonths(child.birth_date, child.start_date));
}

// How many children of each kind mean to sit at each centre.
std::vector<KindCounts> CountDemand(const Park& park) {
  std::vector<KindCounts> demand(park.centres.size(), KindCounts{});
  for (const Child& child : park.children) {
    if (child.role != Role::kFirstChoice && child.role != Role::kSecondChoice) continue;
    const size_t choice = child.role == Role::kFirstChoice ? 0 : 1;
    ++demand[child.choices[choice]][IndexOf(KindOnStart(child))];
  }
  return demand;
}

void AddGroups(Centre& centre, GroupKind kind, int seats) {
  const KindRule& rule = RuleOf(kind);
  const int groups = (seats + rule.children_max - 1) / rule.children_max;
  for (int i = 0; i < groups; ++i) {
    const int capacity = seats / groups + (i < seats % groups ? 1 : 0);
    centre.groups.push_back({absl::StrFormat("%c%02d", rule.name[0], i + 1), kind, capacity});
  }
}

void OpenCentreGroups(Centre& centre, KindCounts seats, Dice& dice) {
  if (!centre.tight) {
    for (GroupKind kind : {GroupKind::kInfant, GroupKind::kSmall, GroupKind::kLarge}) {
      seats[IndexOf(kind)] += static_cast<int>(dice.Between(0, 3));
    }
  }
  if (centre.has_mixed_group) {
    const int moved = std::min(seats[IndexOf(GroupKind::kLarge)] / 3, 16);
    seats[IndexOf(GroupKind::kLarge)] -= moved;
    seats[IndexOf(GroupKind::kMixed)] = moved + 2;
  }
  for (GroupKind kind : kGroupKinds) AddGroups(centre, kind, seats[IndexOf(kind)]);
}

// Seats still free, one number for each group of each centre.
using FreeSeats = std::vector<std::vector<int>>;

// The first group with a free seat that the child fits, or -1. Groups stand by kind, then by code.
int FindGroup(const Centre& centre, const std::vector<int>& free, int64_t age) {
  for (size_t i = 0; i < centre.groups.size(); ++i) {
    const KindRule& rule = RuleOf(centre.groups[i].kind);
    if (rule.age_from <= age && age < rule.age_to && free[i] > 0) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace

bool Eligible(const Park& park, const Child& child, absl::CivilDay day) {
  const Family& family = park.families[child.family];
  const int64_t age = AgeInMonths(child.birth_date, day);
  return age >= 6 && age < 36 && family.consents_programme &&
         !PayingFirms(park, child, day).empty();
}

std::vector<int> PayingFirms(const Park& park, const Child& child, absl::CivilDay day) {
  const Family& family = park.families[child.family];
  std::vector<int> firms;
  const auto add = [&](const Guardian& guardian) {
    if (!WorksHere(park, guardian, day)) return;
    const int firm = park.employees[*guardian.employee].firm;
    if (std::find(firms.begin(), firms.end(), firm) == firms.end()) firms.push_back(firm);
  };
  add(family.first);
  if (family.second.has_value() && family.second_confirmed) add(*family.second);
  return firms;
}

GroupKind KindForAge(int64_t age_months) {
  if (age_months < 12) return GroupKind::kInfant;
  return age_months < 24 ? GroupKind::kSmall : GroupKind::kLarge;
}

void OpenGroups(Park& park, Dice dice) {
  const std::vector<KindCounts> demand = CountDemand(park);
  for (size_t i = 0; i < park.centres.size(); ++i) {
    Centre& centre = park.centres[i];
    if (centre.provider_type == "HOME") {
      AddGroups(centre, GroupKind::kMixed, kHomeSeats);
    } else {
      OpenCentreGroups(centre, demand[i], dice);
    }
  }
}

std::vector<Enrolment> FirstComeFirstServed(const Park& park) {
  std::vector<int> queue;
  for (size_t i = 0; i < park.children.size(); ++i) {
    const Child& child = park.children[i];
    const Family& family = park.families[child.family];
    if (child.role != Role::kNoApplication && family.consents_centre &&
        Eligible(park, child, child.start_date)) {
      queue.push_back(static_cast<int>(i));
    }
  }
  std::sort(queue.begin(), queue.end(), [&](int a, int b) {
    const Child& left = park.children[a];
    const Child& right = park.children[b];
    return std::tie(left.submitted, left.case_number) <
           std::tie(right.submitted, right.case_number);
  });

  FreeSeats free;
  for (const Centre& centre : park.centres) {
    std::vector<int>& seats = free.emplace_back();
    for (const Group& group : centre.groups) seats.push_back(group.capacity);
  }
  std::vector<Enrolment> enrolments;
  for (const int index : queue) {
    const Child& child = park.children[index];
    const int64_t age = AgeInMonths(child.birth_date, child.start_date);
    for (const int choice : child.choices) {
      const int group = FindGroup(park.centres[choice], free[choice], age);
      if (group < 0) continue;
      --free[choice][group];
      enrolments.push_back(
          {index, choice, group, child.start_date, DayOfCompletingMonths(child.birth_date, 36)});
      break;
    }
  }
  return enrolments;
}

}  // namespace tuoqiao::cli
