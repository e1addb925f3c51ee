// A whole month priced and split in one pass: facts in, drafts, hold-outs and a digest out.
#ifndef TUOQIAO_SERVICES_BILLING_DRAFT_H_
#define TUOQIAO_SERVICES_BILLING_DRAFT_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/billing/month.h"
#include "services/billing/shares.h"
#include "services/billing/statement.h"
#include "services/billing/tariff.h"

namespace tuoqiao::billing {

// ---- What a month rests on. Names are resource names of their owners; they are kept, never read.

// By whose contract a place has its seat, and how much of its cost that payer bears.
struct SeatTerm {
  Period days;
  std::string firm;  // Empty: the park.
  int64_t cost_share_bp = 0;
};

// One enrolment in one month.
struct EnrolmentMonth {
  std::string enrolment, child, case_number, centre;
  GroupKind group_kind = GroupKind::kInfant;
  bool half_day = false;
  Period period;         // Of the enrolment, not cut to the month.
  int64_t recorded = 0;  // Days of the month of which the centre wrote anything down.
  int64_t present = 0;
  int64_t refundable = 0;
  std::vector<Rest> rests;
  std::vector<SeatTerm> seat_terms;  // Those with a cost share.
};

// What a child has booked in one month in groups of a kind at a centre.
struct BookedMonth {
  std::string child, case_number, centre;
  GroupKind group_kind = GroupKind::kInfant;
  absl::CivilDay first_day;
  BookedCare care;
};

// A confirmed guardian's employment by a firm of the park.
struct Employment {
  int64_t guardian = 0;  // 1 or 2.
  std::string employee, employee_no, firm;
  absl::CivilDay hire_date;
  std::optional<absl::CivilDay> leave_date;  // The last day of employment.

  bool HoldsOn(absl::CivilDay day) const;
};

struct Child {
  std::string family;
  absl::CivilDay birth_date;
  int64_t needs_level = 0;
  std::vector<Employment> employments;
  int64_t deduct_from = 0;  // The guardian's place; 0: the family pays the centre.
  std::string arrears_mode;
};

struct Firm {
  std::string name, uscc, plan;
  ShareForm form = ShareForm::kInvoiced;
  bool union_member = false;
  int64_t pay_day = 0;
};

// What a pack decides for a child in the month that is billed.
struct SchemeWorth {
  int64_t minor = 0;
  std::vector<std::string> missing;  // `household_income_minor: GUARDIAN`; then `minor` is 0.
};
// By amount, then by case number. A child that is not eligible has none.
using SchemeWorths = std::map<SchemeAmount, absl::flat_hash_map<std::string, SchemeWorth>>;

struct MonthSide {
  Calendar calendar;
  std::vector<EnrolmentMonth> enrolments;
  std::vector<BookedMonth> booked;
};

struct MonthFacts {
  MonthSide billed, before;                          // M and M − 1.
  absl::flat_hash_map<std::string, Child> children;  // By case number.
  absl::flat_hash_map<std::string, Firm> firms;      // By name.
  // Case numbers that the programme has decided on; nothing where the month names no programme.
  std::optional<absl::flat_hash_set<std::string>> decided;
  // Of each amount that the plan names.
  SchemeWorths worths;
  // What closed months of the year drew on its caps and budgets.
  std::vector<Draw> drawn;
  // By centre and kind.
  std::map<std::pair<std::string, GroupKind>, std::vector<Tariff>> tariffs;
};

// ---- What comes of it.

// What a statement is to the month that it is about; `correction.h` says when there are others than
// ORIGINAL.
enum class StatementKind { kOriginal, kLate, kCorrection, kRefund };
const char* StatementKindName(StatementKind kind);

struct Statement {
  std::string id;
  std::string child, case_number, family, centre, enrolment, tariff;
  std::string booked_kind;  // Of booked care, which has no enrolment: the kind of its groups.
  std::vector<Line> lines;
  std::vector<Share> shares;
  std::vector<Draw> draws;  // On yearly caps and budgets.
  int64_t attended_days = 0;

  StatementKind kind = StatementKind::kOriginal;
  absl::CivilMonth billed_month;  // That it is about.
  // Of a difference: the first statement of that enrolment and month, and which correction it is.
  std::string corrects;
  int64_t correction_number = 0;
  // Of all but ORIGINAL: the same for all of a family in one month.
  std::string correction;

  // Its amounts are what is added to what stood before.
  bool IsDifference() const {
    return kind == StatementKind::kCorrection || kind == StatementKind::kRefund;
  }
  int64_t total_minor() const { return TotalOf(lines); }
  // What it is about, by which it is known from month to month: the enrolment, or the child's
  // booked care at the centre.
  std::string Key() const;
};

struct HoldOut {
  std::string case_number, reason;
  // Of SCHEME_AMOUNT_MISSING: `income-subsidy: household_income_minor: GUARDIAN`.
  std::vector<std::string> missing;
};

// What a month says of itself beside its statements: an item of its checklist, why that is open,
// how many it concerns, and the first of their names.
struct CopyNote {
  std::string item, reason;
  int64_t concerned = 0;
  std::vector<std::string> names;

  void Add(const std::string& name);
};
inline constexpr size_t kNamesMax = 20;

struct Drafts {
  std::vector<Statement> statements;  // By id.
  std::vector<HoldOut> hold_outs;     // By case number and reason, each once.
  // SEAT_SHARES: children whose seat's contract says a share that the plan has no layer for.
  // BUDGETS: by payer, children of whom its budget did not bear all.
  std::vector<CopyNote> notes;
  // The first day on which all that is billed is over: what is billed in arrears with the month,
  // what is billed in advance with the one before. Nothing where nothing is billed.
  std::optional<absl::CivilDay> over_from;
};

// Follows from park, month and the statement's key, so that every run on every store makes the
// same.
std::string StatementId(absl::string_view park, absl::CivilMonth month, absl::string_view key);

// The same of a statement about a closed month that another month finds; of its family, too.
std::string CorrectionStatementId(absl::string_view park, absl::CivilMonth month,
                                  const Statement& statement);

// One statement for each enrolment that has a day in the month, and one with meals and refund for
// each that had its last in the month before where that was billed in advance; and one for what a
// child has booked at a centre in the month of attendance, which touches no other. A child that
// cannot be billed is held out by case number, with the first of these, and stops nobody else:
//   CHILD_MISSING       directory no longer knows the child;
//   DECISION_MISSING    the programme has no decision on the child, whatever it would say;
//   TARIFF_MISSING      no tariff of the centre and kind is in force in a month that counts, or it
//                       has no price for half days, for a rest or for what is booked;
//   ATTENDANCE_MISSING  the centre wrote nothing down for the month of attendance, in which it was
//                       open on a day of the child;
//   FIRM_PLAN_MISSING   a paying firm's plan code is not in the funding plan;
//   SCHEME_AMOUNT_MISSING  an amount that a pack decides lacks a fact of the child.
// What the shares of all of them draw on caps and budgets is worked out last, as `SplitMonth` says.
// A tariff that holds in the month says whether attendance is that of the month or of the one
// before. The month's supplement of a child with two enrolments at one centre stands on the first.
Drafts DraftMonth(absl::string_view park, const FundingPlan& plan, const MonthFacts& facts);

// The first half of it: statements without shares, and what is to be split of each.
struct PricedStatement {
  Statement statement;
  SplitFacts split;

  SplitItem Item() const {
    return {{statement.case_number, statement.family}, &statement.lines, &split};
  }
};
struct PricedMonth {
  std::vector<PricedStatement> statements;  // By id.
  std::vector<HoldOut> hold_outs;           // By case number and reason, each once.
  std::optional<absl::CivilDay> over_from;  // As of `Drafts`.
};
PricedMonth PriceMonth(absl::string_view park, const FundingPlan& plan, const MonthFacts& facts);

Totals TotalsOf(const std::vector<Statement>& statements);

// What approvers sign, in hexadecimal: SHA-256 over park, month, plan, the hash of each statement
// in the order of ids, and the hold-outs with what is missing. It depends on what the copy says and
// on nothing else.
class Digest {
 public:
  Digest(absl::string_view park, absl::CivilMonth month, absl::string_view plan);
  // In the order of ids.
  void Add(const Statement& statement);
  std::string Finish(const std::vector<HoldOut>& hold_outs) const;

 private:
  std::string text_;
};

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_DRAFT_H_
