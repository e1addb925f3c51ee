#include "services/billing/month.h"

#include <algorithm>
#include <utility>

#include "services/billing/errors.h"
#include "services/common/check.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {

int64_t LogPositions::OfEligibility() const {
  if (eligibility == 0 || worths == 0) return std::max(eligibility, worths);
  return std::min(eligibility, worths);
}

absl::Status CheckMayPreview(const Month& month) {
  if (month.state == MonthState::kClosed) return MonthClosed(month.month);
  if (month.state == MonthState::kApproved) return MonthApproved(month.month);
  return absl::OkStatus();
}

absl::Status Preview(Month& month, Frozen frozen) {
  RETURN_IF_ERROR(CheckMayPreview(month));
  month.state = MonthState::kPreviewed;
  month.funding_plan = std::move(frozen.funding_plan);
  month.digest = std::move(frozen.digest);
  month.approvers.clear();
  month.totals = std::move(frozen.totals);
  month.positions = frozen.positions;
  month.preview = frozen.preview;
  month.preview_job = std::move(frozen.job);
  month.year_drawn_minor = frozen.year_drawn_minor;
  month.programme = std::move(frozen.programme);
  month.corrections = frozen.corrections;
  month.corrections_minor = frozen.corrections_minor;
  month.closed_months = frozen.closed_months;
  month.over_from = frozen.over_from;
  ++month.revision;
  return absl::OkStatus();
}

absl::Status Approve(Month& month, absl::string_view digest, const std::string& subject) {
  if (month.state != MonthState::kPreviewed) {
    return MonthNotPreviewed(month.month, MonthStateName(month.state));
  }
  if (digest != month.digest) return DigestStale(month.digest);
  if (!month.approvers.empty() && month.approvers[0] == subject) {
    return ApprovedBySamePerson(month.month);
  }
  month.approvers.push_back(subject);
  if (month.approvers.size() == 2) month.state = MonthState::kApproved;
  ++month.revision;
  return absl::OkStatus();
}

absl::Status CheckYear(const Month& month, const YearState& year) {
  if (year.other_approved.has_value()) return OtherMonthApproved(*year.other_approved);
  if (year.drawn_minor != month.year_drawn_minor) return YearDrawnSince(month.month);
  return absl::OkStatus();
}

absl::Status CheckOthers(const Month& month, const OtherMonths& others) {
  if (month.corrections == 0) return absl::OkStatus();
  if (others.approved.has_value()) return OtherMonthApproved(*others.approved);
  if (others.closed != month.closed_months) return MonthClosedSince(month.month);
  return absl::OkStatus();
}

absl::Status CheckOver(const Month& month, absl::CivilDay today) {
  if (!month.over_from.has_value() || *month.over_from <= today) return absl::OkStatus();
  return MonthNotOver(month.month, *month.over_from);
}

absl::Status WithdrawApproval(Month& month) {
  if (month.state == MonthState::kClosed) return MonthClosed(month.month);
  if (month.state == MonthState::kOpen) {
    return MonthNotPreviewed(month.month, MonthStateName(month.state));
  }
  month.approvers.clear();
  month.state = MonthState::kPreviewed;
  month.close_date.reset();
  ++month.revision;
  return absl::OkStatus();
}

absl::Status CheckMayClose(const Month& month) {
  if (month.state == MonthState::kApproved || month.state == MonthState::kClosed) {
    return absl::OkStatus();
  }
  return MonthNotApproved(month.month, MonthStateName(month.state));
}

void AskClose(Month& month, absl::CivilDay today) {
  if (month.state == MonthState::kApproved && !month.close_date.has_value()) {
    month.close_date = today;
  }
}

void Close(Month& month) {
  CHECK(month.state == MonthState::kApproved);
  month.state = MonthState::kClosed;
  ++month.revision;
}

const char* MonthStateName(MonthState state) {
  switch (state) {
    case MonthState::kOpen:
      return "OPEN";
    case MonthState::kPreviewed:
      return "PREVIEWED";
    case MonthState::kApproved:
      return "APPROVED";
    case MonthState::kClosed:
      return "CLOSED";
  }
  CHECK(false);
}

}  // namespace tuoqiao::billing
