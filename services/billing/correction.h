// What closed months come to by now, against what stands for them. The differences are statements
// of the month in which they are found: money that was billed is never billed again, and nothing
// that was closed is changed.
#ifndef TUOQIAO_SERVICES_BILLING_CORRECTION_H_
#define TUOQIAO_SERVICES_BILLING_CORRECTION_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/billing/caps.h"
#include "services/billing/draft.h"
#include "services/billing/plan.h"

namespace tuoqiao::billing {

// A closed statement and the month in whose copy it stands.
struct Booked {
  absl::CivilMonth month;
  Statement statement;
};

struct ClosedMonth {
  absl::CivilMonth month;
  FundingPlan plan;  // By which it was split.
  MonthFacts facts;  // As they are known now; `drawn` is not read.
  // All that stands for it: its own statements, late ones, and the corrections so far.
  std::vector<Booked> booked;
  std::set<std::string> held_out;  // Case numbers of those whom its close left out.
};

// What closed months of a calendar year drew, corrections included.
struct YearDrawn {
  std::vector<Draw> draws;
  // By budget's account and family: what corrections alone have added to it; below zero is what
  // they gave back.
  std::map<std::string, std::map<std::string, int64_t>> corrected;
};

struct Corrections {
  std::vector<Statement> statements;  // By id.
  // By calendar year: what they add to what closed months drew of caps and budgets.
  std::map<int64_t, std::vector<Draw>> draws;
};

// Works closed months out again, in their order, and says what is different, one statement for each
// enrolment and closed month at most:
//   LATE        nothing stands for it;
//   CORRECTION  something else stands for it: lines and shares are differences, each with the
//               amount of before;
//   REFUND      it should not have been billed: everything is given back.
// Only amounts count: a reason that reads otherwise corrects nothing. A child that would be held
// out keeps what stands. Each line and share says its cause where it can be told.
//
// Each family is split for itself. Of its caps of the year count its earlier months, as they are
// corrected here; of a budget everything that all others have drawn, in whatever month, and the
// family's earlier months. So what a correction gives to a family it takes from no other one.
// Nor does a correction reopen another family: what of a budget others gave back is there for the
// payer's later months only, and a closed month that the budget cut short stays so. What nobody
// ever drew is there for whoever is corrected.
// `drawn` is by calendar year.
Corrections Correct(absl::string_view park, absl::CivilMonth month,
                    const std::vector<ClosedMonth>& closed,
                    const std::map<int64_t, YearDrawn>& drawn);

// Lets the family's part of each go the way that its part goes in the month itself: by the wage
// from which that is deducted, or straight to the centre. `drafts` are the month's own statements.
void TakeTheWayOf(const std::vector<Statement>& drafts, std::vector<Statement>& corrections);

}  // namespace tuoqiao::billing

#endif  // TUOQIAO_SERVICES_BILLING_CORRECTION_H_
