// What the park's finance office asks for and pays out, and what the bank shows.
#include <algorithm>
#include <utility>

#include "services/common/status_macros.h"
#include "tests/properties/house/people.h"

namespace tuoqiao::house {

using settlement::v1::BankLine;
using settlement::v1::Payout;

absl::Status People::Ask(absl::CivilMonth month) {
  RETURN_IF_ERROR(Hear());
  settlement::v1::IssueReceivablesRequest request;
  request.set_name(MonthName(month));
  const auto issue = [&] {
    return Do("settlement", &Settlement::IssueReceivables, request, Finance()).status();
  };
  RETURN_IF_ERROR(issue());
  return random_.InHundred(10) ? WritesNothing("settlement", issue) : absl::OkStatus();
}

BankLine People::LineOf(bool inward, int64_t amount_minor, const std::string& reference) {
  BankLine line;
  line.set_line_id(absl::StrCat("b", ++lines_));
  line.set_value_date(FormatDay(world_.today));
  line.set_inward(inward);
  line.set_amount_minor(amount_minor);
  line.set_reference(reference);
  return line;
}

// The bank's lines in any order; some of them it had shown before, and shows again.
absl::Status People::Show(std::vector<BankLine> lines) {
  if (lines.empty()) return absl::OkStatus();
  lived_.bank_lines += static_cast<int64_t>(lines.size());
  if (random_.InHundred(10)) shown_lines_.push_back(lines[0]);
  if (!shown_lines_.empty() && random_.InHundred(20)) {
    const BankLine& again = random_.Pick(shown_lines_);
    const bool among = std::any_of(lines.begin(), lines.end(), [&](const BankLine& each) {
      return each.line_id() == again.line_id();
    });
    if (!among) lines.push_back(again);
  }
  random_.Shuffle(lines);
  settlement::v1::BatchRecordBankLinesRequest request;
  request.set_parent(world_.ParkName());
  for (const BankLine& each : lines) *request.add_lines() = each;
  const auto show = [&] {
    return AllTaken(Do("settlement", &Settlement::BatchRecordBankLines, request, Finance()));
  };
  RETURN_IF_ERROR(show());
  if (random_.InHundred(10)) RETURN_IF_ERROR(WritesNothing("settlement", show));
  if (random_.InHundred(5)) {
    // The bank says something else of a line that it had shown.
    request.mutable_lines(0)->set_amount_minor(request.lines(0).amount_minor() + 1);
    const auto differs = Do("settlement", &Settlement::BatchRecordBankLines, request, Finance());
    RETURN_IF_ERROR(differs.status());
    if (differs->results(0).reason() != "LINE_DIFFERS") {
      return absl::InternalError("a line that differs was taken");
    }
    ++lived_.refusals;
  }
  return absl::OkStatus();
}

absl::Status People::PayReceivables(absl::CivilMonth month) {
  std::vector<BankLine> lines;
  settlement::v1::ListReceivablesRequest list;
  list.set_parent(world_.ParkName());
  list.set_page_size(1000);
  RETURN_IF_ERROR(
      EachPage(house_, &Settlement::ListReceivables, list, Finance(),
               [&](const settlement::v1::ListReceivablesResponse& page) {
                 for (const auto& each : page.receivables()) {
                   const int64_t due_minor = each.amount_minor() - each.paid_minor();
                   if (due_minor <= 0 || random_.InHundred(15)) continue;
                   const int behaviour = random_.Below(25);
                   const int64_t little_minor = random_.Between(1, 5000);
                   if (behaviour == 0) {
                     lines.push_back(LineOf(true, std::max<int64_t>(1, due_minor - little_minor),
                                            each.reference()));
                   } else if (behaviour == 1) {
                     lines.push_back(LineOf(true, due_minor + little_minor, each.reference()));
                   } else if (behaviour == 2) {
                     lines.push_back(LineOf(true, due_minor, "ZZ-0a1b2c3d4e5f6071"));
                   } else {
                     lines.push_back(LineOf(true, due_minor, each.reference()));
                   }
                 }
               }));
  return Show(std::move(lines));
}

absl::Status People::PayOut(absl::CivilMonth month) {
  RETURN_IF_ERROR(Hear());
  settlement::v1::PreparePayoutsRequest prepare;
  prepare.set_name(MonthName(month));
  ASSIGN_OR_RETURN(const auto prepared,
                   Do("settlement", &Settlement::PreparePayouts, prepare, Finance()));
  // The park advances what the bank lacks, or does not.
  if (prepared.float_missing_minor() > 0) {
    if (random_.InHundred(20)) return absl::OkStatus();
    RETURN_IF_ERROR(PayReceivables(month));
    RETURN_IF_ERROR(Hear());
  }
  settlement::v1::ReleasePayoutsRequest release;
  release.set_name(MonthName(month));
  const auto released = Do("settlement", &Settlement::ReleasePayouts, release, Finance());
  if (ReasonOf(released.status()) == "FLOAT_MISSING") {
    ++lived_.refusals;
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(released.status());
  lived_.payouts += released->payouts_size();
  return ShowPayouts({released->payouts().begin(), released->payouts().end()});
}

// The bank took it, refused it, said nothing yet, showed the line, or brought it back.
absl::Status People::ShowPayouts(const std::vector<Payout>& payouts) {
  std::vector<BankLine> lines, back;
  settlement::v1::BatchRecordPaymentStatusesRequest statuses;
  statuses.set_parent(world_.ParkName());
  const auto say = [&](const Payout& payout, const char* status) {
    auto* added = statuses.add_statuses();
    added->set_end_to_end_id(payout.end_to_end_id());
    added->set_status(status);
    if (std::string(status) == "RJCT") added->set_reason("AC01");
  };
  for (const Payout& each : payouts) {
    const int behaviour = random_.Below(12);
    if (behaviour == 0) {
      say(each, "RJCT");
      continue;
    }
    if (behaviour < 4) say(each, behaviour == 1 ? "ACCP" : "ACSC");
    if (behaviour == 2) continue;  // The line comes another day, or never.
    lines.push_back(LineOf(false, each.amount_minor(), each.end_to_end_id()));
    if (behaviour == 5) back.push_back(LineOf(true, each.amount_minor(), each.end_to_end_id()));
  }
  if (statuses.statuses_size() > 0) {
    RETURN_IF_ERROR(
        AllTaken(Do("settlement", &Settlement::BatchRecordPaymentStatuses, statuses, Finance())));
  }
  RETURN_IF_ERROR(Show(std::move(lines)));
  return Show(std::move(back));
}

}  // namespace tuoqiao::house
