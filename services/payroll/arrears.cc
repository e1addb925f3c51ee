#include "services/payroll/arrears.h"

#include "services/common/check.h"
#include "services/payroll/errors.h"

namespace tuoqiao::payroll {

absl::string_view ArrearsOriginName(ArrearsOrigin origin) {
  switch (origin) {
    case ArrearsOrigin::kCarried:
      return "CARRIED";
    case ArrearsOrigin::kShort:
      return "SHORT";
    case ArrearsOrigin::kMissing:
      return "MISSING";
    case ArrearsOrigin::kLate:
      return "LATE";
  }
  return "";
}

ArrearsOrigin ArrearsOriginOf(absl::string_view name) {
  for (const ArrearsOrigin origin : {ArrearsOrigin::kCarried, ArrearsOrigin::kShort,
                                     ArrearsOrigin::kMissing, ArrearsOrigin::kLate}) {
    if (name == ArrearsOriginName(origin)) return origin;
  }
  CHECK(false);
}

absl::string_view ArrearsStateName(ArrearsState state) {
  switch (state) {
    case ArrearsState::kOpen:
      return "OPEN";
    case ArrearsState::kInRun:
      return "IN_RUN";
    case ArrearsState::kDirect:
      return "DIRECT";
    case ArrearsState::kWriteOffProposed:
      return "WRITE_OFF_PROPOSED";
    case ArrearsState::kWrittenOff:
      return "WRITTEN_OFF";
  }
  return "";
}

ArrearsState ArrearsStateOf(absl::string_view name) {
  for (const ArrearsState state : {ArrearsState::kOpen, ArrearsState::kInRun, ArrearsState::kDirect,
                                   ArrearsState::kWriteOffProposed, ArrearsState::kWrittenOff}) {
    if (name == ArrearsStateName(state)) return state;
  }
  CHECK(false);
}

WageShare ShareOf(const Arrears& arrears) {
  WageShare share = arrears.share;
  share.form = WageForm::kDeduct;
  share.arrears = arrears.id;
  share.month = arrears.month;
  share.amount_minor = arrears.amount_minor;
  share.rest_minor = share.owed_minor = share.asked_minor = 0;
  return share;
}

absl::Status MakeDirect(Arrears& arrears) {
  if (arrears.state != ArrearsState::kOpen && arrears.state != ArrearsState::kWriteOffProposed) {
    return WrongArrearsState(ArrearsStateName(arrears.state));
  }
  arrears.state = ArrearsState::kDirect;
  ++arrears.revision;
  return absl::OkStatus();
}

absl::StatusOr<bool> ProposeWriteOff(const WriteOff& said, Arrears& arrears) {
  const bool proposed = arrears.state == ArrearsState::kWriteOffProposed;
  if (!proposed && (arrears.state != ArrearsState::kOpen || arrears.amount_minor < 0)) {
    return WrongArrearsState(ArrearsStateName(arrears.state));
  }
  if (proposed && arrears.bearer == said.bearer && arrears.why == said.why) return false;
  arrears.state = ArrearsState::kWriteOffProposed;
  arrears.bearer = said.bearer;
  arrears.why = said.why;
  arrears.by = said.by;
  ++arrears.revision;
  return true;
}

absl::StatusOr<bool> ConfirmWriteOff(const WriteOffWord& word, Arrears& arrears) {
  if (arrears.state == ArrearsState::kWrittenOff) return false;
  if (arrears.state != ArrearsState::kWriteOffProposed) {
    return WrongArrearsState(ArrearsStateName(arrears.state));
  }
  if (word.revision != arrears.revision) return WriteOffChanged();
  if (word.by == arrears.by) return ConfirmedBySamePerson();
  arrears.state = ArrearsState::kWrittenOff;
  ++arrears.revision;
  return true;
}

}  // namespace tuoqiao::payroll
