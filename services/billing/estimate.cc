#include "services/billing/estimate.h"

#include <algorithm>

#include "services/billing/errors.h"
#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

// In completed months: from, to below.
struct AgeBand {
  GroupKind kind;
  int64_t from, until;
};
constexpr AgeBand kBands[] = {{GroupKind::kInfant, 6, 12},
                              {GroupKind::kSmall, 12, 24},
                              {GroupKind::kLarge, 24, 36},
                              {GroupKind::kMixed, 18, 36}};

const Tariff* InForce(const EstimateGround& ground, const std::string& centre, GroupKind kind) {
  const auto found = ground.tariffs.find({centre, kind});
  return found == ground.tariffs.end() ? nullptr : TariffOn(found->second, ground.month.month);
}

constexpr char kChild[] = "child", kOlder[] = "older", kFamily[] = "family";
// Older by more than any band is wide.
constexpr int kOlderDays = 2000;

// The same calendar a month earlier: so many opening days, of which only the number counts.
Calendar LikeBefore(const Calendar& month) {
  Calendar before;
  before.month = month.month - 1;
  const Period days = MonthPeriod(before.month);
  for (absl::CivilDay day = days.from;
       day < days.until && before.opening.size() < month.opening.size(); ++day) {
    before.opening.push_back(day);
  }
  return before;
}

EnrolmentMonth EnrolmentOf(const ChildQuestion& question, const Calendar& calendar,
                           absl::CivilMonth billed) {
  EnrolmentMonth enrolment;
  enrolment.enrolment = kChild;
  enrolment.child = kChild;
  enrolment.case_number = kChild;
  enrolment.centre = question.centre;
  enrolment.group_kind = question.group_kind;
  enrolment.half_day = question.half_day;
  enrolment.period = {MonthPeriod(billed - 1).from, MonthPeriod(billed).until};
  enrolment.recorded = enrolment.present = static_cast<int64_t>(calendar.opening.size());
  return enrolment;
}

void AddSide(const ChildQuestion& question, const Calendar& calendar, absl::CivilMonth billed,
             MonthSide& side) {
  side.calendar = calendar;
  side.enrolments.push_back(EnrolmentOf(question, calendar, billed));
  if (!question.older_sibling_enrolled) return;
  // At a centre without tariffs, so that the month has no statement of it.
  EnrolmentMonth older = side.enrolments.back();
  older.enrolment = older.child = older.case_number = older.centre = kOlder;
  side.enrolments.push_back(std::move(older));
}

MonthFacts FactsOf(const ChildQuestion& question, const Tariff& tariff,
                   const EstimateGround& ground) {
  const absl::CivilMonth month = ground.month.month;
  MonthFacts facts;
  AddSide(question, ground.month, month, facts.billed);
  AddSide(question, LikeBefore(ground.month), month, facts.before);
  Child child;
  child.family = kFamily;
  child.birth_date = question.birth_date;
  child.needs_level = question.needs_level;
  if (question.firm.has_value()) {
    facts.firms[question.firm->name] = *question.firm;
    child.employments.push_back(
        {1, "", "", question.firm->name, MonthPeriod(month - 1).from, std::nullopt});
  }
  facts.children[kChild] = child;
  child.birth_date = question.birth_date - kOlderDays;
  if (question.older_sibling_enrolled) facts.children[kOlder] = child;
  for (const auto& [amount, minor] : question.decided) facts.worths[amount][kChild] = {minor, {}};
  // As if it had been in force in the month before as well.
  Tariff steady = tariff;
  steady.from_date = MonthPeriod(month - 1).from;
  facts.tariffs[{question.centre, question.group_kind}] = {std::move(steady)};
  return facts;
}

absl::Status HeldOut(const ChildQuestion& question, const Drafts& drafts) {
  for (const HoldOut& each : drafts.hold_outs) {
    if (each.case_number != kChild) continue;
    if (each.reason == "FIRM_PLAN_MISSING") return FirmPlanMissing(question.firm->plan);
    return TariffMissing(question.centre, GroupKindName(question.group_kind));
  }
  CHECK(false);
}

absl::CivilDay BirthDateWithin(GroupKind kind, absl::CivilMonth month) {
  for (const AgeBand& band : kBands) {
    if (band.kind == kind) return absl::CivilDay(month - (band.from + band.until) / 2);
  }
  CHECK(false);
}

}  // namespace

absl::StatusOr<GroupKind> GroupKindFor(absl::CivilDay birth_date, const std::string& centre,
                                       const EstimateGround& ground) {
  const absl::CivilDay first(ground.month.month);
  const int64_t age = birth_date > first ? -1 : AgeInMonths(birth_date, first);
  std::optional<GroupKind> own;
  for (const AgeBand& band : kBands) {
    if (age < band.from || age >= band.until) continue;
    if (InForce(ground, centre, band.kind) != nullptr) return band.kind;
    if (!own.has_value()) own = band.kind;
  }
  if (own.has_value()) return TariffMissing(centre, GroupKindName(*own));
  return AgeOutsideGroups(kBands[0].from, kBands[2].until);
}

absl::StatusOr<Statement> EstimateChild(const ChildQuestion& question,
                                        const EstimateGround& ground) {
  const Tariff* tariff = InForce(ground, question.centre, question.group_kind);
  if (tariff == nullptr) {
    return TariffMissing(question.centre, GroupKindName(question.group_kind));
  }
  Drafts drafts = DraftMonth("", ground.plan, FactsOf(question, *tariff, ground));
  for (Statement& each : drafts.statements) {
    if (each.case_number == kChild) return std::move(each);
  }
  return HeldOut(question, drafts);
}

InventedChild GroupQuestion::Invented(absl::CivilMonth month) const {
  return {BirthDateWithin(group_kind, month), 0, true};
}

absl::StatusOr<GroupEstimate> EstimateGroup(const GroupQuestion& question, const Firm& firm,
                                            const std::string& centre,
                                            const EstimateGround& ground) {
  GroupEstimate estimate;
  estimate.question = question;
  ChildQuestion child;
  child.birth_date = question.Invented(ground.month.month).birth_date;
  child.decided = question.decided;
  child.group_kind = question.group_kind;
  child.firm = firm;
  for (const auto& [key, tariffs] : ground.tariffs) {
    if (key.second != question.group_kind) continue;
    if (!centre.empty() && key.first != centre) continue;
    if (TariffOn(tariffs, ground.month.month) == nullptr) continue;
    child.centre = key.first;
    ASSIGN_OR_RETURN(const Statement statement, EstimateChild(child, ground));
    int64_t firm_minor = 0;
    for (const Share& share : statement.shares) {
      if (share.payer == Payer::kFirm) firm_minor += share.amount_minor;
    }
    estimate.child_least_minor =
        estimate.tariffs == 0 ? firm_minor : std::min(estimate.child_least_minor, firm_minor);
    estimate.child_most_minor = std::max(estimate.child_most_minor, firm_minor);
    ++estimate.tariffs;
  }
  if (estimate.tariffs == 0) return TariffMissing(centre, GroupKindName(question.group_kind));
  return estimate;
}

}  // namespace tuoqiao::billing
