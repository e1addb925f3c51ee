#include "services/billing/draft.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/hash.h"

namespace tuoqiao::billing {
namespace {

constexpr char kAmountMissing[] = "SCHEME_AMOUNT_MISSING";

// Older first: by birth date, then case number.
using Seniority = std::pair<absl::CivilDay, std::string>;

// The oldest child of each family that is enrolled on a day of one month.
using Oldest = absl::flat_hash_map<std::string, Seniority>;

Period DaysInside(const EnrolmentMonth& enrolment, absl::CivilMonth month) {
  return Intersect(enrolment.period, MonthPeriod(month));
}

Oldest OldestOf(const MonthSide& side, const MonthFacts& facts) {
  Oldest oldest;
  for (const EnrolmentMonth& each : side.enrolments) {
    const auto child = facts.children.find(each.case_number);
    if (child == facts.children.end() || DaysInside(each, side.calendar.month).Empty()) continue;
    const Seniority seniority(child->second.birth_date, each.case_number);
    const auto [found, first] = oldest.try_emplace(child->second.family, seniority);
    if (!first && seniority < found->second) found->second = seniority;
  }
  return oldest;
}

// The enrolments on which a month's supplement stands: of those of one child at one centre the
// first.
std::set<std::string> SupplementBearers(const MonthSide& side) {
  std::map<std::pair<std::string, std::string>, const EnrolmentMonth*> first;
  for (const EnrolmentMonth& each : side.enrolments) {
    if (DaysInside(each, side.calendar.month).Empty()) continue;
    const EnrolmentMonth*& bearer = first[{each.case_number, each.centre}];
    if (bearer == nullptr || std::tie(each.period.from, each.enrolment) <
                                 std::tie(bearer->period.from, bearer->enrolment)) {
      bearer = &each;
    }
  }
  std::set<std::string> bearers;
  for (const auto& [key, each] : first) bearers.insert(each->enrolment);
  return bearers;
}

// A day that is missing among others was refused when the file was read, and its row came back; a
// month without any was never sent.
bool NothingRecorded(const Side& attended) {
  return attended.presence.recorded == 0 &&
         attended.calendar->OpeningIn(attended.presence.stay) > 0;
}

// Whether the place rests on all of its days in the month.
bool RestsThroughout(const Stay& stay) {
  for (absl::CivilDay day = stay.days.from; day < stay.days.until; ++day) {
    if (stay.RestOn(day) == nullptr) return false;
  }
  return !stay.days.Empty();
}

bool HasPrices(const Side& side) {
  return side.presence.Empty() ||
         (side.tariff != nullptr && HasPrices(*side.tariff, side.presence.stay));
}

// Prices the enrolments of one month, one after the other.
class Drafter {
 public:
  Drafter(absl::string_view park, const FundingPlan& plan, const MonthFacts& facts)
      : park_(park),
        plan_(plan),
        facts_(facts),
        oldest_(OldestOf(facts.billed, facts)),
        oldest_before_(OldestOf(facts.before, facts)),
        supplement_bearers_(SupplementBearers(facts.billed)),
        amounts_(plan.SchemeAmounts()) {
    for (const EnrolmentMonth& each : facts.before.enrolments) before_[each.enrolment] = &each;
  }

  void Draft(const EnrolmentMonth& enrolment) {
    if (DaysInside(enrolment, facts_.billed.calendar.month).Empty()) return;
    HoldOutFor(TryDraft(enrolment), enrolment);
  }

  // What is left to bill of an enrolment of the month before that has no day in this one.
  void DraftRest(const EnrolmentMonth& enrolment) {
    const absl::CivilMonth before = facts_.before.calendar.month;
    if (DaysInside(enrolment, before).Empty()) return;
    if (!DaysInside(enrolment, facts_.billed.calendar.month).Empty()) return;
    HoldOutFor(TryDraftRest(enrolment), enrolment);
  }

  void DraftBooked(const MonthSide& side, const BookedMonth& booked) {
    if (const char* reason = TryDraftBooked(side, booked)) {
      hold_outs_.emplace(booked.case_number, reason);
    }
  }

  PricedMonth Finish() && {
    std::sort(priced_.begin(), priced_.end(),
              [](const PricedStatement& a, const PricedStatement& b) {
                return a.statement.id < b.statement.id;
              });
    PricedMonth priced;
    const absl::CivilMonth month = facts_.billed.calendar.month;
    if (!priced_.empty()) priced.over_from = absl::CivilDay(in_arrears_ ? month + 1 : month);
    priced.statements = std::move(priced_);
    for (const auto& [case_number, reason] : hold_outs_) {
      priced.hold_outs.push_back({case_number, reason, {}});
      if (reason == kAmountMissing) priced.hold_outs.back().missing = MissingOf(case_number);
    }
    return priced;
  }

 private:
  const SchemeWorth* WorthOf(const SchemeAmount& amount, const std::string& case_number) const {
    const auto children = facts_.worths.find(amount);
    if (children == facts_.worths.end()) return nullptr;
    const auto found = children->second.find(case_number);
    return found == children->second.end() ? nullptr : &found->second;
  }

  // Facts that the plan's amounts lack, in the order of its layers, each once.
  std::vector<std::string> MissingOf(const std::string& case_number) const {
    std::vector<std::string> missing;
    for (const SchemeAmount& amount : amounts_) {
      const SchemeWorth* worth = WorthOf(amount, case_number);
      if (worth == nullptr) continue;
      for (const std::string& fact : worth->missing) {
        std::string text = absl::StrCat(amount.programme_id(), ": ", fact);
        if (std::find(missing.begin(), missing.end(), text) == missing.end()) {
          missing.push_back(std::move(text));
        }
      }
    }
    return missing;
  }

  std::map<SchemeAmount, int64_t> DecidedFor(const std::string& case_number) const {
    std::map<SchemeAmount, int64_t> decided;
    for (const SchemeAmount& amount : amounts_) {
      const SchemeWorth* worth = WorthOf(amount, case_number);
      if (worth != nullptr) decided[amount] = worth->minor;
    }
    return decided;
  }

  void HoldOutFor(const char* reason, const EnrolmentMonth& enrolment) {
    if (reason != nullptr) hold_outs_.emplace(enrolment.case_number, reason);
  }

  const Child* ChildOf(const std::string& case_number) const {
    const auto child = facts_.children.find(case_number);
    return child == facts_.children.end() ? nullptr : &child->second;
  }

  // Why the child is held out; nullptr where it is not.
  const char* TryDraft(const EnrolmentMonth& enrolment) {
    const Child* child = ChildOf(enrolment.case_number);
    if (child == nullptr) return "CHILD_MISSING";
    const Side billed = SideOf(facts_.billed, oldest_, enrolment, *child);
    if (!HasPrices(billed)) return "TARIFF_MISSING";
    const Side attended =
        billed.tariff->billing == BillingMode::kInArrears ? billed : SideBefore(enrolment, *child);
    return TryBill(enrolment, *child, billed, attended);
  }

  const char* TryDraftRest(const EnrolmentMonth& enrolment) {
    const Child* child = ChildOf(enrolment.case_number);
    if (child == nullptr) return "CHILD_MISSING";
    const Side attended = SideOf(facts_.before, oldest_before_, enrolment, *child);
    // In arrears, it was on the statement of that month.
    if (attended.tariff != nullptr && attended.tariff->billing == BillingMode::kInArrears) {
      return nullptr;
    }
    Side billed;
    billed.calendar = &facts_.billed.calendar;
    billed.tariff = attended.tariff;
    billed.presence.stay.half_day = enrolment.half_day;
    return TryBill(enrolment, *child, billed, attended);
  }

  const char* TryBill(const EnrolmentMonth& enrolment, const Child& child, const Side& billed,
                      const Side& attended) {
    if (Undecided(enrolment.case_number)) return "DECISION_MISSING";
    if (!HasPrices(attended)) return "TARIFF_MISSING";
    if (NothingRecorded(attended)) return "ATTENDANCE_MISSING";

    const bool rest = billed.presence.Empty();
    const absl::CivilDay first_day =
        rest ? attended.presence.stay.days.from : billed.presence.stay.days.from;
    SplitFacts split;
    if (const char* reason = FillSplit(enrolment.case_number, child, first_day, split)) {
      return reason;
    }
    BearSeat(enrolment, first_day, split);
    split.has_older = rest ? attended.has_older : billed.has_older;
    split.has_attended_month = !attended.presence.Empty();
    if (split.has_attended_month) {
      split.present = attended.presence.present;
      split.opening_days = attended.calendar->OpeningIn(attended.presence.stay);
    }

    PriceFacts price;
    price.needs_level = child.needs_level;
    price.billed = billed;
    price.attended = attended;
    price.supplement_due = supplement_bearers_.count(enrolment.enrolment) == 1 &&
                           !RestsThroughout(billed.presence.stay);

    Statement statement;
    statement.child = enrolment.child;
    statement.case_number = enrolment.case_number;
    statement.centre = enrolment.centre;
    statement.enrolment = enrolment.enrolment;
    statement.tariff = billed.tariff->name;
    statement.lines = Price(price);
    if (rest && statement.lines.empty()) return nullptr;
    statement.attended_days = split.present;
    in_arrears_ = in_arrears_ || billed.tariff->billing == BillingMode::kInArrears;
    Keep(std::move(statement), child, std::move(split));
    return nullptr;
  }

  // Booked care is billed with attendance: in arrears with its own month, in advance with the next.
  const char* TryDraftBooked(const MonthSide& side, const BookedMonth& booked) {
    const Child* child = ChildOf(booked.case_number);
    if (child == nullptr) return "CHILD_MISSING";
    const bool in_month = &side == &facts_.billed;
    const Tariff* tariff = TariffIn(side, booked.centre, booked.group_kind);
    if (tariff == nullptr) return in_month ? "TARIFF_MISSING" : nullptr;
    if ((tariff->billing == BillingMode::kInArrears) != in_month) return nullptr;
    if (!HasPrices(*tariff, booked.care)) return "TARIFF_MISSING";
    if (Undecided(booked.case_number)) return "DECISION_MISSING";

    SplitFacts split;
    if (const char* reason = FillSplit(booked.case_number, *child, booked.first_day, split)) {
      return reason;
    }
    split.has_older = HasOlder(in_month ? oldest_ : oldest_before_, *child, booked.case_number);
    Statement statement;
    statement.child = booked.child;
    statement.case_number = booked.case_number;
    statement.centre = booked.centre;
    statement.booked_kind = GroupKindName(booked.group_kind);
    statement.tariff = tariff->name;
    statement.lines = PriceBooked(*tariff, side.calendar.month, booked.care);
    if (statement.lines.empty()) return nullptr;
    in_arrears_ = in_arrears_ || in_month;
    Keep(std::move(statement), *child, std::move(split));
    return nullptr;
  }

  bool Undecided(const std::string& case_number) const {
    return facts_.decided.has_value() && !facts_.decided->contains(case_number);
  }

  // Whoever may pay, as of the child's first day. Why the child is held out; nullptr where it is
  // not.
  const char* FillSplit(const std::string& case_number, const Child& child,
                        absl::CivilDay first_day, SplitFacts& split) const {
    split.firms = PayingFirms(child, first_day);
    if (FirmWithoutPlan(plan_, split.firms) != nullptr) return "FIRM_PLAN_MISSING";
    if (!MissingOf(case_number).empty()) return kAmountMissing;
    split.decided = DecidedFor(case_number);
    split.deduction = DeductionOf(child);
    split.needs_level = child.needs_level;
    split.age_months = AgeInMonths(child.birth_date, absl::CivilDay(facts_.billed.calendar.month));
    return nullptr;
  }

  // The contract of the seat that the child has on its first day in the month.
  static void BearSeat(const EnrolmentMonth& enrolment, absl::CivilDay first_day,
                       SplitFacts& split) {
    for (const SeatTerm& term : enrolment.seat_terms) {
      if (!term.days.Contains(first_day)) continue;
      split.seat_share_bp = term.cost_share_bp;
      split.seat_firm = term.firm;
    }
  }

  void Keep(Statement statement, const Child& child, SplitFacts split) {
    statement.family = child.family;
    statement.billed_month = facts_.billed.calendar.month;
    statement.id = StatementId(park_, statement.billed_month, statement.Key());
    priced_.push_back({std::move(statement), std::move(split)});
  }

  const Tariff* TariffIn(const MonthSide& month, const std::string& centre, GroupKind kind) const {
    const auto tariffs = facts_.tariffs.find({centre, kind});
    if (tariffs == facts_.tariffs.end()) return nullptr;
    return TariffOn(tariffs->second, month.calendar.month);
  }

  static bool HasOlder(const Oldest& oldest, const Child& child, const std::string& case_number) {
    const auto found = oldest.find(child.family);
    return found != oldest.end() && found->second < Seniority(child.birth_date, case_number);
  }

  Side SideOf(const MonthSide& month, const Oldest& oldest, const EnrolmentMonth& enrolment,
              const Child& child) const {
    Side side;
    side.calendar = &month.calendar;
    side.presence = {
        {DaysInside(enrolment, month.calendar.month), enrolment.half_day, enrolment.rests},
        enrolment.recorded,
        enrolment.present,
        enrolment.refundable};
    side.tariff = TariffIn(month, enrolment.centre, enrolment.group_kind);
    side.has_older = HasOlder(oldest, child, enrolment.case_number);
    return side;
  }

  // Without a day where the enrolment had none.
  Side SideBefore(const EnrolmentMonth& enrolment, const Child& child) const {
    const auto found = before_.find(enrolment.enrolment);
    if (found != before_.end()) return SideOf(facts_.before, oldest_before_, *found->second, child);
    Side side;
    side.calendar = &facts_.before.calendar;
    return side;
  }

  // By uscc; the employee is the first guardian's who works there, by employee number.
  std::vector<PayingFirm> PayingFirms(const Child& child, absl::CivilDay first_day) const {
    std::vector<const Employment*> holding;
    for (const Employment& each : child.employments) {
      if (each.HoldsOn(first_day)) holding.push_back(&each);
    }
    std::sort(holding.begin(), holding.end(), [](const Employment* a, const Employment* b) {
      return std::tie(a->guardian, a->employee_no, a->employee) <
             std::tie(b->guardian, b->employee_no, b->employee);
    });
    std::map<std::string, PayingFirm> firms;
    for (const Employment* each : holding) {
      const Firm& firm = facts_.firms.at(each->firm);
      firms.try_emplace(firm.uscc,
                        PayingFirm{firm.name, firm.uscc, firm.plan, firm.form, firm.union_member,
                                   each->employee, each->employee_no});
    }
    std::vector<PayingFirm> paying;
    for (auto& [uscc, firm] : firms) paying.push_back(std::move(firm));
    return paying;
  }

  // The employment of the guardian whom `deduct_from` names, on the pay date of its firm in the
  // month after the billed one; of several the first by uscc and employee number.
  std::optional<Deduction> DeductionOf(const Child& child) const {
    const Employment* first = nullptr;
    const auto key = [&](const Employment& each) {
      return std::tie(facts_.firms.at(each.firm).uscc, each.employee_no, each.employee);
    };
    for (const Employment& each : child.employments) {
      if (child.deduct_from == 0 || each.guardian != child.deduct_from) continue;
      const absl::CivilMonth pay_month = facts_.billed.calendar.month + 1;
      // Pay days are from 1 to 28, so every month has them.
      const absl::CivilDay pay_date =
          absl::CivilDay(pay_month) + (facts_.firms.at(each.firm).pay_day - 1);
      if (each.HoldsOn(pay_date) && (first == nullptr || key(each) < key(*first))) first = &each;
    }
    if (first == nullptr) return std::nullopt;
    return Deduction{first->employee, first->employee_no, child.arrears_mode};
  }

  const absl::string_view park_;
  const FundingPlan& plan_;
  const MonthFacts& facts_;
  const Oldest oldest_, oldest_before_;
  const std::set<std::string> supplement_bearers_;
  const std::vector<SchemeAmount> amounts_;
  absl::flat_hash_map<std::string, const EnrolmentMonth*> before_;
  std::vector<PricedStatement> priced_;
  bool in_arrears_ = false;  // Some of them.
  std::set<std::pair<std::string, std::string>> hold_outs_;
};

// The case numbers of statements that an item concerns, in order, each once.
void AddNote(const char* item, const char* reason, const std::set<std::string>& case_numbers,
             std::vector<CopyNote>& notes) {
  if (case_numbers.empty()) return;
  CopyNote note = {item, reason, 0, {}};
  for (const std::string& each : case_numbers) note.Add(each);
  notes.push_back(std::move(note));
}

std::vector<CopyNote> NotesOf(const FundingPlan& plan, const PricedMonth& priced,
                              const std::vector<SplitResult>& results) {
  std::set<std::string> unread;
  std::map<Payer, std::set<std::string>> over;
  for (size_t i = 0; i < results.size(); ++i) {
    const PricedStatement& each = priced.statements[i];
    const Payer payer = each.split.seat_firm.empty() ? Payer::kPark : Payer::kFirm;
    if (each.split.HasSeatShare() && !plan.ReadsSeats(payer)) {
      unread.insert(each.statement.case_number);
    }
    for (const Payer short_of : results[i].short_of_budget) {
      over[short_of].insert(each.statement.case_number);
    }
  }
  std::vector<CopyNote> notes;
  AddNote("SEAT_SHARES", "SEAT_SHARE_UNREAD", unread, notes);
  for (const auto& [payer, case_numbers] : over) {
    AddNote("BUDGETS", PayerName(payer), case_numbers, notes);
  }
  return notes;
}

// Each part led by its length, so that no two statements have one text.
void AppendPart(absl::string_view part, std::string* text) {
  absl::StrAppend(text, part.size(), ":", part);
}
void AppendPart(int64_t number, std::string* text) { AppendPart(absl::StrCat(number), text); }

std::string CanonicalText(const Statement& statement) {
  std::string text;
  for (const std::string* part :
       {&statement.id, &statement.child, &statement.case_number, &statement.family,
        &statement.centre, &statement.enrolment, &statement.tariff}) {
    AppendPart(*part, &text);
  }
  AppendPart(statement.attended_days, &text);
  AppendPart(static_cast<int64_t>(statement.lines.size()), &text);
  for (const Line& line : statement.lines) {
    AppendPart(LineKindName(line.kind), &text);
    AppendPart(line.amount_minor, &text);
    AppendPart(FormatMonth(line.service_month), &text);
    AppendPart(line.reason, &text);
  }
  AppendPart(static_cast<int64_t>(statement.shares.size()), &text);
  for (const Share& share : statement.shares) {
    AppendPart(PayerName(share.payer), &text);
    AppendPart(share.firm, &text);
    AppendPart(share.employee, &text);
    AppendPart(share.employee_no, &text);
    AppendPart(share.amount_minor, &text);
    AppendPart(ShareFormName(share.form), &text);
    AppendPart(share.reason, &text);
    AppendPart(share.arrears_mode, &text);
  }
  // A copy without draws has the text that it had before there were any, and so has an original
  // statement.
  const bool original = statement.kind == StatementKind::kOriginal;
  if (statement.draws.empty() && original) return text;
  AppendPart(static_cast<int64_t>(statement.draws.size()), &text);
  for (const Draw& draw : statement.draws) {
    AppendPart(draw.account, &text);
    AppendPart(draw.owner, &text);
    AppendPart(draw.party, &text);
    AppendPart(draw.amount_minor, &text);
  }
  if (original) return text;
  AppendPart(StatementKindName(statement.kind), &text);
  AppendPart(FormatMonth(statement.billed_month), &text);
  AppendPart(statement.corrects, &text);
  AppendPart(statement.correction_number, &text);
  AppendPart(statement.correction, &text);
  for (const Line& line : statement.lines) AppendPart(line.former_minor, &text);
  for (const Share& share : statement.shares) AppendPart(share.former_minor, &text);
  // As of what is older than causes.
  for (const Line& line : statement.lines) {
    if (!line.cause.empty()) AppendPart(line.cause, &text);
  }
  for (const Share& share : statement.shares) {
    if (!share.cause.empty()) AppendPart(share.cause, &text);
  }
  return text;
}

}  // namespace

bool Employment::HoldsOn(absl::CivilDay day) const {
  return hire_date <= day && (!leave_date.has_value() || day <= *leave_date);
}

std::string Statement::Key() const {
  if (!enrolment.empty()) return enrolment;
  return absl::StrCat(centre, "/booked/", booked_kind, "/", case_number);
}

std::string StatementId(absl::string_view park, absl::CivilMonth month, absl::string_view key) {
  return DeriveId("st", {park, absl::StrCat(FormatMonth(month), "/", key)}, 0);
}

std::string CorrectionStatementId(absl::string_view park, absl::CivilMonth month,
                                  const Statement& statement) {
  return DeriveId("st",
                  {park, absl::StrCat(FormatMonth(month), "/", FormatMonth(statement.billed_month),
                                      "/", statement.Key(), "/", statement.family)},
                  0);
}

PricedMonth PriceMonth(absl::string_view park, const FundingPlan& plan, const MonthFacts& facts) {
  Drafter drafter(park, plan, facts);
  for (const EnrolmentMonth& each : facts.billed.enrolments) drafter.Draft(each);
  for (const EnrolmentMonth& each : facts.before.enrolments) drafter.DraftRest(each);
  for (const MonthSide* side : {&facts.billed, &facts.before}) {
    for (const BookedMonth& each : side->booked) drafter.DraftBooked(*side, each);
  }
  return std::move(drafter).Finish();
}

void CopyNote::Add(const std::string& name) {
  ++concerned;
  if (names.size() < kNamesMax) names.push_back(name);
}

Drafts DraftMonth(absl::string_view park, const FundingPlan& plan, const MonthFacts& facts) {
  PricedMonth priced = PriceMonth(park, plan, facts);
  std::vector<SplitItem> items;
  for (const PricedStatement& each : priced.statements) items.push_back(each.Item());
  std::vector<SplitResult> results =
      SplitMonth(plan, facts.billed.calendar.month.year(), facts.drawn, items);
  Drafts drafts;
  drafts.over_from = priced.over_from;
  drafts.notes = NotesOf(plan, priced, results);
  for (size_t i = 0; i < results.size(); ++i) {
    Statement& statement = priced.statements[i].statement;
    statement.shares = std::move(results[i].shares);
    statement.draws = std::move(results[i].draws);
    drafts.statements.push_back(std::move(statement));
  }
  drafts.hold_outs = std::move(priced.hold_outs);
  return drafts;
}

const char* StatementKindName(StatementKind kind) {
  switch (kind) {
    case StatementKind::kOriginal:
      return "ORIGINAL";
    case StatementKind::kLate:
      return "LATE";
    case StatementKind::kCorrection:
      return "CORRECTION";
    case StatementKind::kRefund:
      return "REFUND";
  }
  CHECK(false);
}

Totals TotalsOf(const std::vector<Statement>& statements) {
  Totals totals;
  for (const Statement& statement : statements) {
    ++totals.statements;
    totals.total_minor += statement.total_minor();
    for (const Share& share : statement.shares) totals.by_payer[share.payer] += share.amount_minor;
  }
  return totals;
}

Digest::Digest(absl::string_view park, absl::CivilMonth month, absl::string_view plan) {
  AppendPart(park, &text_);
  AppendPart(FormatMonth(month), &text_);
  AppendPart(plan, &text_);
}

void Digest::Add(const Statement& statement) {
  AppendPart(Sha256(CanonicalText(statement)), &text_);
}

std::string Digest::Finish(const std::vector<HoldOut>& hold_outs) const {
  std::string text = text_;
  AppendPart("hold-outs", &text);
  for (const HoldOut& each : hold_outs) {
    AppendPart(each.case_number, &text);
    AppendPart(each.reason, &text);
    // Reasons without have the text that they had before there were any with.
    for (const std::string& missing : each.missing) AppendPart(missing, &text);
  }
  return absl::BytesToHexString(Sha256(text));
}

}  // namespace tuoqiao::billing
