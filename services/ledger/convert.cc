#include "services/ledger/convert.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/ledger/account.h"
#include "services/ledger/errors.h"
#include "tuoqiao/billing/v1/billing.pb.h"
#include "tuoqiao/payroll/v1/payroll.pb.h"
#include "tuoqiao/settlement/v1/settlement.pb.h"

namespace tuoqiao::ledger {
namespace {

using type::v1::Event;

absl::StatusOr<std::string> PartyOf(const Event& event, absl::string_view name,
                                    absl::string_view collection) {
  std::string party = PartOf(name, collection);
  if (party.empty()) return EventInvalid(event.id(), absl::StrCat("no ", collection, " is named"));
  return party;
}

absl::StatusOr<absl::CivilMonth> EventMonth(const Event& event, absl::string_view text) {
  const auto month = ParseMonth(text);
  if (!month.ok()) return EventInvalid(event.id(), "its month is none");
  return *month;
}

template <typename Payload>
absl::StatusOr<Payload> PayloadOf(const Event& event) {
  Payload payload;
  if (!event.payload().UnpackTo(&payload)) {
    return EventInvalid(event.id(),
                        absl::StrCat("its payload is not ", payload.GetDescriptor()->name()));
  }
  return payload;
}

absl::StatusOr<Payer> PayerOf(const Event& event, const std::string& text) {
  if (text == "AUTHORITY") return Payer::kAuthority;
  if (text == "PARK") return Payer::kPark;
  if (text == "FIRM") return Payer::kFirm;
  if (text == "UNION") return Payer::kUnion;
  if (text == "FAMILY") return Payer::kFamily;
  return EventInvalid(event.id(), absl::StrCat("nobody is called ", text));
}

// Each payer has forms of its own; another one is nobody's money to guess about.
absl::StatusOr<bool> CollectedOf(const Event& event, Payer payer, const std::string& form) {
  if (payer == Payer::kFamily) {
    if (form == "DEDUCT") return true;
    if (form == "DIRECT") return false;
  } else if (payer == Payer::kFirm) {
    if (form == "INVOICED" || form == "COLLECTIVE") return true;
    if (form == "ALLOWANCE") return false;
  } else if (form == "COLLECTED") {
    return true;
  }
  return EventInvalid(event.id(), absl::StrCat("the form of a share is ", form));
}

// A statement that names no other month is about its own.
absl::StatusOr<Care> CareOf(const Event& event, const billing::v1::Statement& statement,
                            absl::CivilMonth month) {
  Care care = {statement.child(), month, statement.attended_days()};
  if (!statement.billed_month().empty()) {
    ASSIGN_OR_RETURN(care.service_month, EventMonth(event, statement.billed_month()));
  }
  return care;
}

absl::StatusOr<Entry> FromClosed(const Event& event) {
  ASSIGN_OR_RETURN(const auto payload, PayloadOf<billing::v1::StatementClosed>(event));
  const billing::v1::Statement& statement = payload.statement();
  ClosedStatement closed;
  ASSIGN_OR_RETURN(closed.family, PartyOf(event, statement.family(), "families"));
  ASSIGN_OR_RETURN(closed.centre, PartyOf(event, statement.centre(), "centres"));
  ASSIGN_OR_RETURN(closed.month, EventMonth(event, PartOf(statement.name(), "months")));
  ASSIGN_OR_RETURN(closed.care, CareOf(event, statement, closed.month));
  for (const billing::v1::Share& each : statement.shares()) {
    Share share;
    ASSIGN_OR_RETURN(share.payer, PayerOf(event, each.payer()));
    ASSIGN_OR_RETURN(share.collected, CollectedOf(event, share.payer, each.form()));
    if (share.payer == Payer::kFirm) {
      ASSIGN_OR_RETURN(share.firm, PartyOf(event, each.firm(), "firms"));
      share.firm_name = each.firm();
      share.employee = each.employee();
      share.form = each.form();
    }
    share.amount_minor = each.amount_minor();
    closed.shares.push_back(std::move(share));
  }
  Entry entry = BookStatement({event.id(), statement.name()}, closed);
  entry.rule_hash = payload.rule_hash();
  return entry;
}

// What all three steps of a month say.
template <typename Payload>
absl::StatusOr<MonthDraws> DrawsOf(const Event& event, const Payload& payload) {
  MonthDraws heard;
  heard.revision = event.revision();
  // The month is named whole or by its own part.
  const std::string named = PartOf(payload.month(), "months");
  ASSIGN_OR_RETURN(heard.month, EventMonth(event, named.empty() ? payload.month() : named));
  for (const billing::v1::BudgetDraw& each : payload.budget_draws()) {
    BudgetDraw draw;
    const auto payer = BudgetPayerOf(each.payer());
    if (!payer.has_value()) {
      return EventInvalid(event.id(), absl::StrCat("there is no budget of ", each.payer()));
    }
    draw.payer = *payer;
    draw.year = each.year();
    draw.amount_minor = each.amount_minor();
    if (each.has_budget_minor()) draw.budget_minor = each.budget_minor();
    heard.draws.push_back(std::move(draw));
  }
  return heard;
}

absl::Status HearMonthClosed(const Event& event, Heard* heard) {
  ASSIGN_OR_RETURN(const auto payload, PayloadOf<billing::v1::MonthClosed>(event));
  ASSIGN_OR_RETURN(MonthDraws draws, DrawsOf(event, payload));
  heard->closed = Heard::Closed{draws.month, {payload.statements(), payload.total_minor()}, {}};
  if (!payload.close_date().empty()) {
    const auto day = ParseDay(payload.close_date());
    if (!day.ok()) return EventInvalid(event.id(), "its day is none");
    heard->closed->close_date = *day;
  }
  if (draws.draws.empty()) return absl::OkStatus();
  if (!heard->closed->close_date.has_value()) {
    return EventInvalid(event.id(), "it draws on budgets and says no day");
  }
  heard->entry = BookDraws({event.id(), event.subject()}, draws.draws, *heard->closed->close_date);
  draws.step = MonthDraws::Step::kClosed;
  draws.funding_plan = payload.funding_plan();
  draws.entry = event.id();
  heard->draws = std::move(draws);
  return absl::OkStatus();
}

// Before approvals said what they draw, their payload was empty.
absl::Status HearApproved(const Event& event, Heard* heard) {
  if (!event.payload().Is<billing::v1::MonthApproved>()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto payload, PayloadOf<billing::v1::MonthApproved>(event));
  ASSIGN_OR_RETURN(heard->draws, DrawsOf(event, payload));
  heard->draws->funding_plan = payload.funding_plan();
  return absl::OkStatus();
}

absl::Status HearWithdrawn(const Event& event, Heard* heard) {
  if (!event.payload().Is<billing::v1::MonthApprovalWithdrawn>()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto payload, PayloadOf<billing::v1::MonthApprovalWithdrawn>(event));
  ASSIGN_OR_RETURN(heard->draws, DrawsOf(event, payload));
  heard->draws->step = MonthDraws::Step::kWithdrawn;
  return absl::OkStatus();
}

absl::StatusOr<Entry> FromMadeDirect(const Event& event) {
  ASSIGN_OR_RETURN(const auto payload, PayloadOf<payroll::v1::ShareMadeDirect>(event));
  DirectShare share;
  ASSIGN_OR_RETURN(share.family, PartyOf(event, payload.family(), "families"));
  ASSIGN_OR_RETURN(share.centre, PartyOf(event, payload.centre(), "centres"));
  ASSIGN_OR_RETURN(share.month, EventMonth(event, PartOf(payload.statement(), "months")));
  share.amount_minor = payload.amount_minor();
  return BookMadeDirect({event.id(), payload.statement()}, share);
}

absl::StatusOr<Entry> FromPayRun(const Event& event) {
  ASSIGN_OR_RETURN(const auto payload, PayloadOf<payroll::v1::PayRunReconciled>(event));
  ReadPayRun pay_run;
  ASSIGN_OR_RETURN(pay_run.firm, PartyOf(event, payload.firm(), "firms"));
  const std::string named = PartOf(payload.month(), "months");
  ASSIGN_OR_RETURN(pay_run.month, EventMonth(event, named.empty() ? payload.month() : named));
  for (const payroll::v1::SeenDeduction& each : payload.deductions()) {
    if (each.amount_minor() < 0 || each.seen_minor() < 0) {
      return EventInvalid(event.id(), "a deduction is below zero");
    }
    ASSIGN_OR_RETURN(std::string family, PartyOf(event, each.family(), "families"));
    pay_run.deductions.push_back({std::move(family), each.amount_minor(), each.seen_minor()});
  }
  for (const payroll::v1::SeenDeduction& each : payload.reversals()) {
    if (each.amount_minor() < 0 || each.seen_minor() < 0) {
      return EventInvalid(event.id(), "a reversal is below zero");
    }
    ASSIGN_OR_RETURN(std::string family, PartyOf(event, each.family(), "families"));
    pay_run.deductions.push_back({std::move(family), -each.amount_minor(), -each.seen_minor()});
  }
  return BookPayRun({event.id(), payload.pay_run()}, pay_run);
}

absl::StatusOr<Entry> FromWrittenOff(const Event& event) {
  ASSIGN_OR_RETURN(const auto payload, PayloadOf<payroll::v1::ArrearsWrittenOff>(event));
  WrittenOff off;
  ASSIGN_OR_RETURN(off.family, PartyOf(event, payload.family(), "families"));
  ASSIGN_OR_RETURN(off.centre, PartyOf(event, payload.centre(), "centres"));
  ASSIGN_OR_RETURN(off.month, EventMonth(event, PartOf(payload.statement(), "months")));
  off.amount_minor = payload.amount_minor();
  off.by_centre = payload.bearer() == "CENTRE";
  if (off.amount_minor <= 0) return EventInvalid(event.id(), "it writes nothing off");
  if (!off.by_centre && payload.bearer() != "PARK") {
    return EventInvalid(event.id(), absl::StrCat("nobody is called ", payload.bearer()));
  }
  return BookWriteOff({event.id(), payload.arrears()}, off);
}

absl::StatusOr<Entry> FromCorrectedPayRun(const Event& event) {
  ASSIGN_OR_RETURN(const auto payload, PayloadOf<payroll::v1::PayResultCorrected>(event));
  CorrectedPayRun pay_run;
  ASSIGN_OR_RETURN(pay_run.firm, PartyOf(event, payload.firm(), "firms"));
  ASSIGN_OR_RETURN(pay_run.month, EventMonth(event, payload.month()));
  for (const payroll::v1::CorrectedDeduction& each : payload.deductions()) {
    // Below zero is what was to be paid back.
    const auto against = [&](int64_t minor) {
      return each.amount_minor() < 0 ? minor > 0 : minor < 0;
    };
    if (against(each.seen_before_minor()) || against(each.seen_minor())) {
      return EventInvalid(event.id(), "a deduction is seen the other way round");
    }
    ASSIGN_OR_RETURN(std::string family, PartyOf(event, each.family(), "families"));
    pay_run.deductions.push_back(
        {std::move(family), each.amount_minor(), each.seen_before_minor(), each.seen_minor()});
  }
  return BookCorrectedPayRun({event.id(), payload.pay_run()}, pay_run);
}

absl::StatusOr<Entry> FromMoneyMoved(const Event& event) {
  ASSIGN_OR_RETURN(const auto payload, PayloadOf<settlement::v1::MoneyMoved>(event));
  const auto date = ParseDay(payload.date());
  if (!date.ok()) return EventInvalid(event.id(), "its date is none");
  const Movement movement = {payload.amount_minor(),      payload.inward(),
                             payload.account(),           payload.surplus_minor(),
                             payload.unapplied_account(), payload.drift_minor(),
                             payload.matched(),           *date};
  if (movement.amount_minor <= 0 || movement.surplus_minor < 0 ||
      movement.surplus_minor + std::max<int64_t>(0, movement.drift_minor) > movement.amount_minor) {
    return EventInvalid(event.id(), "its amounts contradict each other");
  }
  if (!ParseAccount(movement.account).has_value()) {
    return EventInvalid(event.id(), absl::StrCat("there is no account ", movement.account));
  }
  if (movement.surplus_minor > 0 && !ParseAccount(movement.unapplied_account).has_value()) {
    return EventInvalid(event.id(), "its surplus has no account");
  }
  const Cause cause = {event.id(), payload.subject()};
  if (event.kind() == "BankLineRecorded") return BookBankLine(cause, movement);
  if (event.kind() == "BankLineMatched") return BookMatch(cause, movement);
  if (event.kind() == "BankLineUnmatched") return BookUnmatch(cause, movement);
  if (event.kind() == "PayoutReleased") return BookRelease(cause, movement);
  if (event.kind() == "PayoutConfirmed") return BookConfirmation(cause, movement);
  return BookRejection(cause, movement);
}

}  // namespace

std::string AccountResource(absl::string_view park, absl::string_view account) {
  return account.empty() ? "" : absl::StrCat("parks/", park, "/accounts/", account);
}

std::string EntryResource(absl::string_view park, absl::string_view entry) {
  return entry.empty() ? "" : absl::StrCat("parks/", park, "/entries/", entry);
}

std::string OpeningResource(absl::string_view park, absl::string_view opening) {
  return absl::StrCat("parks/", park, "/openings/", opening);
}

std::string PartOf(absl::string_view name, absl::string_view collection) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  for (size_t i = 0; i + 1 < parts.size(); i += 2) {
    if (parts[i] == collection) return std::string(parts[i + 1]);
  }
  return "";
}

absl::StatusOr<Heard> FromEvent(const Event& event) {
  Heard heard;
  const std::string& kind = event.kind();
  if (kind == "StatementClosed") {
    ASSIGN_OR_RETURN(heard.entry, FromClosed(event));
  } else if (kind == "MonthClosed") {
    RETURN_IF_ERROR(HearMonthClosed(event, &heard));
  } else if (kind == "MonthApproved") {
    RETURN_IF_ERROR(HearApproved(event, &heard));
  } else if (kind == "MonthApprovalWithdrawn") {
    RETURN_IF_ERROR(HearWithdrawn(event, &heard));
  } else if (kind == "ShareMadeDirect") {
    ASSIGN_OR_RETURN(heard.entry, FromMadeDirect(event));
  } else if (kind == "PayRunReconciled") {
    ASSIGN_OR_RETURN(heard.entry, FromPayRun(event));
  } else if (kind == "ArrearsWrittenOff") {
    ASSIGN_OR_RETURN(heard.entry, FromWrittenOff(event));
  } else if (kind == "PayResultCorrected") {
    ASSIGN_OR_RETURN(heard.entry, FromCorrectedPayRun(event));
  } else if (kind == "BankLineRecorded" || kind == "BankLineMatched" ||
             kind == "BankLineUnmatched" || kind == "PayoutReleased" || kind == "PayoutConfirmed" ||
             kind == "PayoutRejected") {
    ASSIGN_OR_RETURN(heard.entry, FromMoneyMoved(event));
  }
  return heard;
}

absl::StatusOr<absl::CivilMonth> MonthOf(absl::string_view field, const std::string& name) {
  const auto month = ParseMonth(PartOf(name, "months"));
  if (!month.ok()) {
    return FieldInvalid(field, "is not parks/{park}/months/{YYYY-MM}",
                        " 应为 parks/{park}/months/{YYYY-MM}");
  }
  return *month;
}

absl::StatusOr<BalanceFilter> FromProto(const v1::ListBalancesRequest& request) {
  BalanceFilter filter;
  filter.prefix = request.prefix();
  if (!request.month().empty()) {
    const auto month = ParseMonth(request.month());
    if (!month.ok()) return FieldInvalid("month", "is not YYYY-MM", " 应为 YYYY-MM");
    filter.month = *month;
  }
  return filter;
}

v1::Balance ToProto(absl::string_view park, const Balance& balance) {
  v1::Balance proto;
  proto.set_name(AccountResource(park, balance.account));
  if (const auto account = ParseAccount(balance.account); account.has_value()) {
    proto.set_kind(account->kind);
    proto.set_party(account->party);
  }
  proto.set_debit_minor(balance.debit_minor);
  proto.set_credit_minor(balance.credit_minor);
  proto.set_balance_minor(balance.debit_minor - balance.credit_minor);
  return proto;
}

v1::FirmLeg ToProto(absl::string_view park, const FirmLeg& leg) {
  v1::FirmLeg proto;
  proto.set_account(AccountResource(park, leg.account));
  proto.set_firm(leg.firm);
  proto.set_employee(leg.employee);
  proto.set_form(leg.form);
  proto.set_amount_minor(leg.amount_minor);
  return proto;
}

v1::Entry ToProto(absl::string_view park, const EntryAt& at) {
  const Entry& entry = at.entry;
  v1::Entry proto;
  proto.set_name(EntryResource(park, entry.id));
  proto.set_kind(entry.kind);
  proto.set_cause(entry.cause);
  proto.set_effective_date(FormatDay(entry.effective_date));
  for (const Posting& each : entry.postings) {
    v1::Posting* posting = proto.add_postings();
    posting->set_account(AccountResource(park, each.account));
    posting->set_amount_minor(each.amount_minor);
  }
  if (!EnteredHere(entry)) proto.set_event(entry.id);
  proto.set_source(SourceOf(entry));
  proto.set_rule_hash(entry.rule_hash);
  proto.set_reverses(EntryResource(park, entry.reverses));
  proto.set_reversed_by(EntryResource(park, at.reversed_by));
  proto.set_record_time(at.record_time);
  proto.set_position(at.position);
  proto.set_child(entry.care.child);
  if (entry.care.service_month.has_value()) {
    proto.set_service_month(FormatMonth(*entry.care.service_month));
  }
  proto.set_attended_days(static_cast<int32_t>(entry.care.attended_days));
  for (const FirmLeg& each : entry.firm_legs) *proto.add_firm_legs() = ToProto(park, each);
  return proto;
}

v1::MonthBooked ToProto(absl::string_view park, const MonthBooking& booking) {
  v1::MonthBooked proto;
  proto.set_name(absl::StrCat("parks/", park, "/months/", FormatMonth(booking.month)));
  proto.set_statements(static_cast<int32_t>(booking.posted.statements));
  proto.set_total_minor(booking.posted.total_minor);
  if (booking.close_date.has_value()) proto.set_close_date(FormatDay(*booking.close_date));
  return proto;
}

v1::PayerBudget ToProto(absl::string_view park, const PayerBudget& budget) {
  v1::PayerBudget proto;
  proto.set_name(AccountResource(park, budget.account));
  proto.set_payer(absl::AsciiStrToUpper(budget.payer));
  proto.set_year(static_cast<int32_t>(budget.year));
  const Standing& standing = budget.standing;
  proto.set_drawn_minor(standing.balance_minor);
  proto.set_reserved_minor(standing.reserved_debit_minor);
  if (const auto left = standing.DebitLeft(); left.has_value()) {
    proto.set_limit_minor(*standing.limit.ceiling_minor);
    proto.set_left_minor(*left);
    proto.set_funding_plan(standing.limit.funding_plan);
  }
  return proto;
}

v1::TrialBalance ToProto(absl::string_view park, const Trial& trial) {
  v1::TrialBalance proto;
  proto.set_name(absl::StrCat("parks/", park));
  proto.set_debit_minor(trial.debit_minor);
  proto.set_credit_minor(trial.credit_minor);
  proto.set_difference_minor(trial.debit_minor - trial.credit_minor);
  const std::vector<Unexplained> unexplained = FindUnexplained(trial.proof);
  proto.set_unexplained_minor(UnexplainedTotal(unexplained));
  for (const Unexplained& each : unexplained) {
    v1::Unexplained* added = proto.add_unexplained();
    added->set_account(AccountResource(park, each.account));
    added->set_balance_minor(each.posted_minor);
    added->set_open_items_minor(each.explained_minor);
  }
  return proto;
}

}  // namespace tuoqiao::ledger
