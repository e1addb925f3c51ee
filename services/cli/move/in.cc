#include "services/cli/move/in.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/cli/intake.h"
#include "services/cli/move/out.h"
#include "services/cli/move/sending.h"
#include "services/common/errors.h"
#include "services/common/status_macros.h"
#include "tuoqiao/ledger/v1/ledger.grpc.pb.h"
#include "tuoqiao/payroll/v1/payroll.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

using LedgerStub = ledger::v1::Ledger::Stub;
using PayrollStub = payroll::v1::Payroll::Stub;

std::string OpeningName(const Move& move, const MoveTarget& target) {
  return absl::StrCat(target.park, "/openings/", MoveId(move));
}

std::string PayImportName(const Move& move, const MoveTarget& target) {
  return absl::StrCat(FirmName(target.park, move.manifest.subject), "/payImports/", MoveId(move));
}

bool HasPayItems(const Move& move) {
  return move.manifest.kind == "firm" && !move.rows("pay_items.csv").empty();
}

absl::StatusOr<ledger::v1::Opening> AskOpening(Client& client, const Move& move,
                                               const MoveTarget& target) {
  ledger::v1::GetOpeningRequest request;
  request.set_name(OpeningName(move, target));
  return client.Call(&LedgerStub::GetOpening, request, SecondFinance(target.park));
}

}  // namespace

bool MoveReport::Refused() const {
  for (const auto& [file, report] : files) {
    if (!report.rejected.empty()) return true;
  }
  return false;
}

bool MoveProof::Equal() const {
  for (const MovedAccount& each : accounts) {
    if (each.there_minor != each.here_minor) return false;
  }
  return opening_minor == 0 && difference_minor == 0 && unexplained_minor == 0;
}

absl::StatusOr<MoveReport> TakeMoveIn(Client& client, const Move& move, const MoveTarget& target) {
  MoveSending sending(client, move, target);
  RETURN_IF_ERROR(move.manifest.kind == "firm" ? SendFirm(sending) : SendCentre(sending));
  return std::move(sending.report());
}

absl::Status ConfirmMove(Client& client, const Move& move, const MoveTarget& target) {
  MoveSending sending(client, move, target);
  const Who second = SecondFinance(target.park);
  ledger::v1::Opening opening;
  const bool balances = !move.rows("balances.csv").empty();
  if (balances) {
    ASSIGN_OR_RETURN(opening, AskOpening(client, move, target));
  }
  const bool reverses = opening.state() == ledger::v1::Opening::REVERSAL_PROPOSED;
  if (HasPayItems(move) && !reverses) {
    payroll::v1::ConfirmPayImportRequest items;
    items.set_name(PayImportName(move, target));
    items.set_items(static_cast<int32_t>(move.manifest.control.pay_items));
    items.set_open_minor(move.manifest.control.pay_items_open_minor);
    RETURN_IF_ERROR(sending.Call(&PayrollStub::ConfirmPayImport, items, second).status());
  }
  if (!balances || opening.state() == ledger::v1::Opening::CONFIRMED ||
      opening.state() == ledger::v1::Opening::REVERSED) {
    return absl::OkStatus();
  }
  ledger::v1::ConfirmOpeningRequest confirm;
  confirm.set_name(opening.name());
  confirm.set_revision(opening.revision());
  return sending.Call(&LedgerStub::ConfirmOpening, confirm, second).status();
}

absl::Status UndoMove(Client& client, const Move& move, const MoveTarget& target,
                      const std::string& reason) {
  MoveSending sending(client, move, target);
  // First what may refuse without a change: nobody has built on the balances.
  if (!move.rows("balances.csv").empty()) {
    ledger::v1::ReverseOpeningRequest reverse;
    reverse.set_name(OpeningName(move, target));
    reverse.set_reason(reason);
    RETURN_IF_ERROR(
        sending.Call(&LedgerStub::ReverseOpening, reverse, Finance(target.park)).status());
  }
  if (!HasPayItems(move)) return absl::OkStatus();
  payroll::v1::UndoPayImportRequest undo;
  undo.set_name(PayImportName(move, target));
  return sending.Call(&PayrollStub::UndoPayImport, undo, Finance(target.park)).status();
}

absl::StatusOr<MoveProof> ProveMove(Client& client, const Move& move, const MoveTarget& target) {
  MoveProof proof;
  ASSIGN_OR_RETURN(BooksOut books, BooksOut::Open(client, target.park));
  std::map<std::string, int64_t> there;
  for (const adapters::Row& row : move.rows("balances.csv")) {
    there[row.text("account")] += row["amount"].number;
  }
  for (const auto& [account, minor] : there) {
    ASSIGN_OR_RETURN(const int64_t here_minor, books.Balance(account));
    proof.accounts.push_back({account, minor, here_minor});
  }
  ASSIGN_OR_RETURN(proof.opening_minor, books.Balance(absl::StrCat("opening-", MoveId(move))));
  ledger::v1::GetTrialBalanceRequest request;
  request.set_name(target.park);
  ASSIGN_OR_RETURN(const auto trial,
                   client.Call(&LedgerStub::GetTrialBalance, request, Finance(target.park)));
  proof.difference_minor = trial.difference_minor();
  proof.unexplained_minor = trial.unexplained_minor();
  return proof;
}

}  // namespace tuoqiao::cli
