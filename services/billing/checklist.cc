#include "services/billing/checklist.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/billing/errors.h"
#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/period.h"

namespace tuoqiao::billing {
namespace {

constexpr char kCentreManager[] = "CENTRE_MANAGER", kParent[] = "PARENT",
               kParkAdmin[] = "PARK_ADMIN", kParkFinance[] = "PARK_FINANCE";
constexpr size_t kMoversMax = 10;

// Who can take which way out of what keeps a child, or part of a bill, from being billed.
struct WayOut {
  const char* reason;
  std::vector<std::string> taken_by;
  const char* next_step;
  const char* next_step_zh;
};

const std::vector<WayOut>& WaysOut() {
  static const auto* const kWays = new std::vector<WayOut>{
      {"CHILD_MISSING",
       {kParkAdmin},
       "Enter the family again, or end the child's place; the child is billed late.",
       "请重新登记该家庭,或终止该入托;该婴幼儿将在后续月份补记。"},
      {"DECISION_MISSING",
       {kParkAdmin},
       "Decide on the child under the programme, then preview again.",
       "请为该婴幼儿作出资格认定后重新试算。"},
      {"TARIFF_MISSING",
       {kCentreManager, kParkAdmin},
       "Set the centre's price for this kind of group and care from that month on.",
       "请设定该机构此类班级和照护方式自该月起的收费标准。"},
      {"ATTENDANCE_MISSING",
       {kCentreManager},
       "Send the month's attendance of these children; else they are billed late.",
       "请报送这些婴幼儿当月的出勤;否则将在后续月份补记。"},
      {"FIRM_PLAN_MISSING",
       {kParkAdmin},
       "Give the firm a plan code that the funding plan knows, or adopt a plan that knows its "
       "code.",
       "请为该用人单位设定分担方案中已有的代码,或采用含该代码的方案。"},
      {"SCHEME_AMOUNT_MISSING",
       {kParent, kParkAdmin},
       "Record the missing fact that the month names beside the child.",
       "请补录该月份在婴幼儿旁列明的缺失信息。"},
      {"NOBODY_BILLED",
       {kParkFinance},
       "Work off the hold-outs first: a month in which nobody is billed is seldom meant.",
       "请先处理被搁置的婴幼儿:无人计费的月份通常并非本意。"},
      {"EARLIER_MONTH_OPEN",
       {kParkFinance},
       "Close the earlier months first, or go on and close them later.",
       "请先为更早的月份结账,或先继续、以后再补结。"},
      {"SEAT_SHARE_UNREAD",
       {kParkAdmin},
       "Try and adopt a funding plan with a SEAT_CONTRACT layer, or leave these shares to the "
       "invoice of the contract.",
       "请试算并采用含 SEAT_CONTRACT 层的分担方案,或按合同另行开票。"},
      {"AUTHORITY",
       {kParkAdmin},
       "Adopt a plan with a larger budget, or let the bearer named by the plan bear it.",
       "请采用预算更高的方案,或由方案指定的承担方承担。"},
      {"PARK",
       {kParkAdmin},
       "Adopt a plan with a larger budget, or let the bearer named by the plan bear it.",
       "请采用预算更高的方案,或由方案指定的承担方承担。"},
      {"UNION",
       {kParkAdmin},
       "Adopt a plan with a larger budget, or let the bearer named by the plan bear it.",
       "请采用预算更高的方案,或由方案指定的承担方承担。"},
      {"LATE",
       {kParkFinance},
       "Read them with `tuoqiao month corrections`.",
       "请用 `tuoqiao month corrections` 查看。"},
      {"CORRECTION",
       {kParkFinance},
       "Read them with `tuoqiao month corrections`.",
       "请用 `tuoqiao month corrections` 查看。"},
      {"REFUND",
       {kParkFinance},
       "Read them with `tuoqiao month corrections`.",
       "请用 `tuoqiao month corrections` 查看。"},
      {"CHANGED",
       {kParkFinance},
       "Preview again to bill it now; else it is the next month's correction.",
       "如需计入本月请重新试算;否则将成为下月的更正。"},
  };
  return *kWays;
}

Blocker BlockerFor(const std::string& reason, int64_t count, std::vector<std::string> names) {
  for (const WayOut& way : WaysOut()) {
    if (reason != way.reason) continue;
    return {reason, count, std::move(names), way.taken_by, way.next_step, way.next_step_zh};
  }
  CHECK(false);
}

// The way out is the one that the failure of an approval would tell.
Blocker BlockerOf(const absl::Status& status, const std::string& name) {
  const auto failure = FailureOf(status);
  CHECK(failure.has_value());
  return {failure->reason(), 1, {name}, {kParkFinance}, failure->next_en(), failure->next_zh()};
}

ChecklistItem ItemOf(const char* code, ItemWeight weight, const ChecklistFacts& facts) {
  ChecklistItem item;
  item.code = code;
  item.weight = weight;
  const auto acknowledged = facts.acknowledged.find(code);
  if (acknowledged != facts.acknowledged.end()) item.acknowledged_by = acknowledged->second;
  return item;
}

ChecklistItem Previewed(const ChecklistFacts& facts) {
  ChecklistItem item = ItemOf("PREVIEWED", ItemWeight::kHard, facts);
  if (facts.month.state == MonthState::kOpen) {
    item.blockers.push_back(
        BlockerOf(MonthNotPreviewed(facts.month.month, MonthStateName(facts.month.state)),
                  FormatMonth(facts.month.month)));
  }
  return item;
}

ChecklistItem Over(const ChecklistFacts& facts) {
  ChecklistItem item = ItemOf("MONTH_OVER", ItemWeight::kHard, facts);
  if (const absl::Status over = CheckOver(facts.month, facts.today); !over.ok()) {
    item.blockers.push_back(BlockerOf(over, FormatDay(*facts.month.over_from)));
  }
  return item;
}

ChecklistItem Others(const ChecklistFacts& facts) {
  ChecklistItem item = ItemOf("OTHER_MONTHS", ItemWeight::kHard, facts);
  if (facts.month.state != MonthState::kPreviewed) return item;
  absl::Status others = facts.counts_years ? CheckYear(facts.month, facts.year) : absl::OkStatus();
  if (others.ok()) others = CheckOthers(facts.month, facts.others);
  if (!others.ok()) {
    const auto other =
        facts.year.other_approved.has_value() ? facts.year.other_approved : facts.others.approved;
    item.blockers.push_back(BlockerOf(others, FormatMonth(other.value_or(facts.month.month))));
  }
  return item;
}

ChecklistItem Earlier(const ChecklistFacts& facts) {
  ChecklistItem item =
      ItemOf("EARLIER_MONTHS", facts.counts_years ? ItemWeight::kHard : ItemWeight::kSoft, facts);
  if (facts.month.state == MonthState::kClosed || facts.earlier_open.empty()) return item;
  std::vector<std::string> names;
  for (const absl::CivilMonth each : facts.earlier_open) {
    if (names.size() < kNamesMax) names.push_back(FormatMonth(each));
  }
  item.blockers.push_back(BlockerFor(
      "EARLIER_MONTH_OPEN", static_cast<int64_t>(facts.earlier_open.size()), std::move(names)));
  return item;
}

ChecklistItem HeldOut(const ChecklistFacts& facts) {
  ChecklistItem item = ItemOf("HOLD_OUTS", ItemWeight::kSoft, facts);
  std::map<std::string, CopyNote> reasons;
  for (const HoldOut& each : facts.hold_outs) reasons[each.reason].Add(each.case_number);
  for (auto& [reason, note] : reasons) {
    item.blockers.push_back(BlockerFor(reason, note.concerned, std::move(note.names)));
  }
  return item;
}

ChecklistItem SomebodyBilled(const ChecklistFacts& facts) {
  ChecklistItem item = ItemOf("SOMEBODY_BILLED", ItemWeight::kSoft, facts);
  if (facts.month.totals.statements == 0 && !facts.hold_outs.empty()) {
    item.blockers.push_back(BlockerFor("NOBODY_BILLED",
                                       static_cast<int64_t>(facts.hold_outs.size()),
                                       {FormatMonth(facts.month.month)}));
  }
  return item;
}

// What the copy says of itself.
ChecklistItem Noted(const char* code, ItemWeight weight, const ChecklistFacts& facts) {
  ChecklistItem item = ItemOf(code, weight, facts);
  for (const CopyNote& note : facts.notes) {
    if (note.item == code) {
      item.blockers.push_back(BlockerFor(note.reason, note.concerned, note.names));
    }
  }
  return item;
}

// "HOLD_OUTS 3 (TARIFF_MISSING 1, ATTENDANCE_MISSING 2)".
std::string TextOf(const ChecklistItem& item) {
  std::vector<std::string> blockers;
  for (const Blocker& each : item.blockers) {
    blockers.push_back(absl::StrCat(each.reason, " ", each.count));
  }
  return absl::StrCat(item.code, " ", item.Count(), " (", absl::StrJoin(blockers, ", "), ")");
}

bool Names(const std::vector<std::string>& named, const std::string& code) {
  return std::find(named.begin(), named.end(), code) != named.end();
}

}  // namespace

int64_t ChecklistItem::Count() const {
  int64_t count = 0;
  for (const Blocker& each : blockers) count += each.count;
  return count;
}

std::vector<ChecklistItem> ChecklistOf(const ChecklistFacts& facts) {
  std::vector<ChecklistItem> items = {
      Previewed(facts),
      Over(facts),
      Others(facts),
      Earlier(facts),
      HeldOut(facts),
      SomebodyBilled(facts),
      Noted("SEAT_SHARES", ItemWeight::kSoft, facts),
      Noted("BUDGETS", ItemWeight::kSoft, facts),
      Noted("CORRECTIONS", ItemWeight::kNote, facts),
  };
  return items;
}

void AddLedgerBudgets(const absl::Status& said, std::vector<ChecklistItem>* items) {
  ChecklistItem item;
  item.code = "LEDGER_BUDGETS";
  item.weight = ItemWeight::kHard;
  if (!said.ok()) {
    const auto failure = FailureOf(said);
    CHECK(failure.has_value());
    const auto excesses = failure->metadata().find("excesses");
    item.blockers.push_back(
        BlockerOf(said, excesses == failure->metadata().end() ? "" : excesses->second));
  }
  const auto behind_hard = std::find_if(items->begin(), items->end(), [](const auto& each) {
    return each.weight != ItemWeight::kHard;
  });
  items->insert(behind_hard, std::move(item));
}

ChecklistItem ChangedSince(const LogPositions& copy, const LogPositions& now) {
  ChecklistItem item;
  item.code = "CHANGED_SINCE";
  item.weight = ItemWeight::kNote;
  const struct {
    const char* source;
    int64_t then, now;
  } sources[] = {{"directory", copy.directory, now.directory},
                 {"places", copy.places, now.places},
                 {"eligibility", copy.eligibility, now.eligibility}};
  for (const auto& each : sources) {
    if (each.now <= each.then) continue;
    item.blockers.push_back(BlockerFor("CHANGED", each.now - each.then, {each.source}));
  }
  return item;
}

absl::Status CheckHard(const Month& month, const std::vector<ChecklistItem>& items) {
  std::vector<std::string> open;
  for (const ChecklistItem& each : items) {
    if (each.weight == ItemWeight::kHard && each.Open()) open.push_back(TextOf(each));
  }
  if (open.empty()) return absl::OkStatus();
  return MonthBlocked(month.month, absl::StrJoin(open, "; "));
}

absl::Status CheckSoft(const Month& month, const std::vector<ChecklistItem>& items,
                       const std::vector<std::string>& named) {
  std::vector<std::string> open;
  for (const ChecklistItem& each : items) {
    if (each.weight == ItemWeight::kSoft && each.Open() && !Names(named, each.code)) {
      open.push_back(TextOf(each));
    }
  }
  if (open.empty()) return absl::OkStatus();
  return MonthNotAcknowledged(month.month, absl::StrJoin(open, "; "));
}

std::vector<std::string> Seen(const std::vector<ChecklistItem>& items,
                              const std::vector<std::string>& named) {
  std::vector<std::string> seen;
  for (const ChecklistItem& each : items) {
    if (each.Open() && Names(named, each.code)) seen.push_back(each.code);
  }
  return seen;
}

MonthDifference DifferenceOf(const MonthSums& before, const MonthSums& after) {
  MonthDifference difference;
  for (const auto& [case_number, minor] : after.children) {
    const auto then = before.children.find(case_number);
    if (then == before.children.end()) {
      difference.in.push_back(case_number);
    } else if (then->second != minor) {
      difference.largest.push_back({case_number, then->second, minor});
    }
  }
  for (const auto& [case_number, minor] : before.children) {
    if (after.children.count(case_number) == 0) difference.out.push_back(case_number);
  }
  const auto size = [](const ChildChange& each) {
    return std::abs(each.after_minor - each.before_minor);
  };
  std::stable_sort(difference.largest.begin(), difference.largest.end(),
                   [&](const ChildChange& a, const ChildChange& b) { return size(a) > size(b); });
  if (difference.largest.size() > kMoversMax) difference.largest.resize(kMoversMax);
  return difference;
}

}  // namespace tuoqiao::billing
