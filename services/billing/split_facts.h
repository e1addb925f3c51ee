// Who may pay for a child, and what its month says of it.
#ifndef TUOQIAO_SERVICES_BILLING_SPLIT_FACTS_H_
#define TUOQIAO_SERVICES_BILLING_SPLIT_FACTS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/billing/plan.h"

namespace tuoqiao::billing {

// COLLECTED for authority, park and union; the firm's own; DIRECT or DEDUCT for the family.
enum class ShareForm { kCollected, kInvoiced, kAllowance, kCollective, kDirect, kDeduct };
// Whether the family pays it to the centre itself, as it does what it has got as a wage.
bool IsPaidStraight(ShareForm form);

// A firm that employs a linked and confirmed guardian on the child's first day in the month. Who
// works there is the first guardian of that firm.
struct PayingFirm {
  std::string firm;  // Resource name.
  std::string uscc;
  std::string plan;
  ShareForm form = ShareForm::kInvoiced;
  bool union_member = false;
  std::string employee;  // Resource name.
  std::string employee_no;
};

// From whose wage the family's share is to be deducted.
struct Deduction {
  std::string employee;  // Resource name.
  std::string employee_no;
  std::string arrears_mode;
};

struct SplitFacts {
  std::vector<PayingFirm> firms;  // By uscc, each once.
  std::optional<Deduction> deduction;
  // Of the month of attendance: whether the child has a day in it, how many it was there, and how
  // many opening days were its own.
  bool has_attended_month = false;
  int64_t present = 0;
  int64_t opening_days = 0;
  // Of the month that is billed.
  int64_t needs_level = 0;
  int64_t age_months = 0;
  bool has_older = false;
  // By the contract of the child's seat: how much of its cost is borne, and by which firm; empty:
  // by the park.
  int64_t seat_share_bp = 0;
  std::string seat_firm;
  // What packs decide for the child; an amount that is not there is none.
  std::map<SchemeAmount, int64_t> decided;

  bool OfUnion() const;
  // What the firm bears by the seat's contract; empty: the park.
  int64_t SeatShareOf(const std::string& firm) const;
  // Whether somebody who pays for the child bears a share of its seat.
  bool HasSeatShare() const;
  int64_t DecidedMinor(const SchemeAmount& amount) const;
};

// `base_minor` is what the asking layer may still take from.
int64_t FactOf(MonthFact fact, const SplitFacts& facts, int64_t base_minor);

const char* ShareFormName(ShareForm form);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_SPLIT_FACTS_H_
