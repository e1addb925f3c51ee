// Who bears what of statements: a funding plan's layers in order, and the family the rest.
//
// The order of arithmetic: for each child the programmes that pay are chosen (`choice.h`); the
// layers take of the lines in the plan's order, within their caps (`layers.h`); then budgets are
// drawn (`budgets.h`); the family bears the rest. Children stand in the order of their first
// statement's id, a child's statements and the drawing of budgets in the order of ids.
#ifndef TUOQIAO_SERVICES_BILLING_SHARES_H_
#define TUOQIAO_SERVICES_BILLING_SHARES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/billing/caps.h"
#include "services/billing/plan.h"
#include "services/billing/split_facts.h"
#include "services/billing/statement.h"

namespace tuoqiao::billing {

struct Share {
  Payer payer = Payer::kFamily;
  std::string firm;  // Of FIRM.
  // The guardian's record, for FIRM and for FAMILY by DEDUCT.
  std::string employee;
  std::string employee_no;
  int64_t amount_minor = 0;
  ShareForm form = ShareForm::kDirect;
  std::string reason;
  std::string arrears_mode;  // Of DEDUCT.
  int64_t former_minor = 0;  // Of a difference: what stood before.
  std::string cause;         // Of what is about a closed month.
};

// The first paying firm whose code the plan does not know, where the plan asks for it.
const PayingFirm* FirmWithoutPlan(const FundingPlan& plan, const std::vector<PayingFirm>& firms);

// A statement to split. `lines` and `facts` outlive it.
struct SplitItem {
  CapOwner owner;
  const std::vector<Line>* lines = nullptr;
  const SplitFacts* facts = nullptr;
};

struct SplitResult {
  // Other than zero, in the order of the layers, two firms by uscc, the family's last; a payer of
  // several layers has one share. They always sum to the lines' total, and only the family's may be
  // below zero: it is a credit then, which takes the same way as a debt would, so that what is
  // deducted of the family's other children is less.
  std::vector<Share> shares;
  std::vector<Draw> draws;             // Of yearly caps and budgets, other than zero.
  std::vector<Payer> short_of_budget;  // Whose budget did not bear all of its part.
};

// All statements of a month, in the order of their ids. `plan` was checked and knows each firm's
// code; `before` is what the closed months of the year drew.
std::vector<SplitResult> SplitMonth(const FundingPlan& plan, int64_t year,
                                    const std::vector<Draw>& before,
                                    const std::vector<SplitItem>& items);

// One statement as if it were alone in its year: full caps, and no budgets.
std::vector<Share> Split(const FundingPlan& plan, const std::vector<Line>& lines,
                         const SplitFacts& facts);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_SHARES_H_
