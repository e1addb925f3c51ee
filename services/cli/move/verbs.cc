#include "services/cli/move/verbs.h"

#include <iostream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/cli/intake.h"
#include "services/cli/move/check.h"
#include "services/cli/move/in.h"
#include "services/cli/move/out.h"
#include "services/cli/verbs.h"
#include "services/common/errors.h"
#include "services/common/status_macros.h"

namespace tuoqiao::cli {
namespace {

absl::Status RowsRefused() {
  return Failure(absl::StatusCode::kDataLoss, "ROWS_REJECTED")
      .Say("Rows were refused, and nothing of money was proposed.",
           "有行被拒绝,未提交任何资金内容。")
      .Next("Put right what each of them says, and import again.", "请逐行处理后重新导入。");
}

absl::Status BalancesDiffer() {
  return Failure(absl::StatusCode::kDataLoss, "BALANCES_DIFFER")
      .Say("The moved accounts do not hold what they held.", "迁入账户余额与迁出时不一致。")
      .Next("Where a party was here before, compare its entries; else take the move back.",
            "若该方此前已在本系统,请核对其分录;否则请撤回迁移。");
}

absl::Status WriteOut(const Arguments& arguments, const absl::StatusOr<MoveOut>& out) {
  RETURN_IF_ERROR(out.status());
  ASSIGN_OR_RETURN(const std::string folder, arguments.Need("out"));
  RETURN_IF_ERROR(WriteMove(folder, out->manifest, out->rows));
  const ControlTotals& control = out->manifest.control;
  std::cout << absl::StrFormat("%s %s as of %s: %d balances, debits %s, credits %s\n",
                               out->manifest.kind, out->manifest.subject, out->manifest.as_of_date,
                               control.balances, YuanOf(control.debit_minor),
                               YuanOf(control.credit_minor));
  for (const auto& [file, rows] : out->rows) {
    std::cout << absl::StrFormat("  %-20s %d rows\n", file, rows.size());
  }
  for (const std::string& note : out->manifest.notes) std::cout << "  " << note << "\n";
  return absl::OkStatus();
}

absl::Status ExportFirm(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(const std::string uscc, OneWord(arguments, "firm by its USCC"));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  return WriteOut(arguments, MoveFirmOut(*client, FirmName(park, uscc), arguments.Get("names")));
}

absl::Status ExportCentre(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string park, ParkBy(arguments));
  ASSIGN_OR_RETURN(const std::string code, OneWord(arguments, "centre by its code"));
  ASSIGN_OR_RETURN(auto client, ConnectBy(arguments));
  return WriteOut(arguments,
                  MoveCentreOut(*client, CentreName(park, code), arguments.Get("names")));
}

struct Incoming {
  Move move;
  MoveTarget target;
  std::unique_ptr<Client> client;
};

absl::StatusOr<Incoming> OpenMove(const Arguments& arguments) {
  Incoming incoming;
  ASSIGN_OR_RETURN(const std::string folder, OneWord(arguments, "folder that was exported"));
  ASSIGN_OR_RETURN(incoming.move, ReadMove(folder));
  RETURN_IF_ERROR(CheckMove(incoming.move));
  ASSIGN_OR_RETURN(const std::string into, arguments.Need("into"));
  incoming.target.park = absl::StartsWith(into, "parks/") ? into : absl::StrCat("parks/", into);
  ASSIGN_OR_RETURN(incoming.client, ConnectBy(arguments));
  return incoming;
}

absl::Status TakeIn(const Arguments& arguments, bool dry) {
  ASSIGN_OR_RETURN(Incoming incoming, OpenMove(arguments));
  incoming.target.dry = dry;
  incoming.target.day = arguments.Get("day");
  ASSIGN_OR_RETURN(const MoveReport report,
                   TakeMoveIn(*incoming.client, incoming.move, incoming.target));
  for (const auto& [file, rows] : report.files) {
    std::cout << absl::StrFormat("  %-20s %d read: %d new, %d set, %d same, %d refused\n", file,
                                 rows.read, rows.created, rows.updated, rows.unchanged,
                                 rows.rejected.size());
    for (const RejectedRow& row : rows.rejected) {
      std::cout << absl::StrFormat("    %s:%d %s %s: %s\n", row.file, row.line, row.reason,
                                   row.field, row.text);
    }
  }
  if (report.Refused()) return RowsRefused();
  std::cout << (dry ? "nothing was written: `tuoqiao import apply` does\n"
                    : "proposed; a second person lets it in: `tuoqiao import confirm`\n");
  return absl::OkStatus();
}

absl::Status ImportCheck(const Arguments& arguments) { return TakeIn(arguments, true); }
absl::Status ImportApply(const Arguments& arguments) { return TakeIn(arguments, false); }

absl::Status PrintProof(Incoming& incoming) {
  ASSIGN_OR_RETURN(const MoveProof proof,
                   ProveMove(*incoming.client, incoming.move, incoming.target));
  for (const MovedAccount& each : proof.accounts) {
    std::cout << absl::StrFormat("  %-44s %14s there %14s here%s\n", each.account,
                                 YuanOf(each.there_minor), YuanOf(each.here_minor),
                                 each.there_minor == each.here_minor ? "" : "  differs");
  }
  std::cout << absl::StrFormat("  opening account %s, difference %s, unexplained %s\n",
                               YuanOf(proof.opening_minor), YuanOf(proof.difference_minor),
                               YuanOf(proof.unexplained_minor));
  return proof.Equal() ? absl::OkStatus() : BalancesDiffer();
}

absl::Status ImportConfirm(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Incoming incoming, OpenMove(arguments));
  RETURN_IF_ERROR(ConfirmMove(*incoming.client, incoming.move, incoming.target));
  return arguments.Has("undone") ? absl::OkStatus() : PrintProof(incoming);
}

absl::Status ImportProof(const Arguments& arguments) {
  ASSIGN_OR_RETURN(Incoming incoming, OpenMove(arguments));
  return PrintProof(incoming);
}

absl::Status ImportUndo(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string reason, arguments.Need("reason"));
  ASSIGN_OR_RETURN(Incoming incoming, OpenMove(arguments));
  RETURN_IF_ERROR(UndoMove(*incoming.client, incoming.move, incoming.target, reason));
  std::cout << "proposed; a second person ends it: `tuoqiao import confirm --undone`\n";
  return absl::OkStatus();
}

const Flag kInto = {"into", "PARK", "", "the park that it comes into"};
const Flag kOut = {"out", "FOLDER", "", "a folder that is not there yet"};
const Flag kNames = {"names", "PURPOSE", "",
                     "with names and identity numbers, and what for; else without"};
const Flag kDay = {"day", "YYYY-MM-DD", "",
                   "posts the balances on this day, where the manifest's month is booked"};

}  // namespace

std::vector<Command> MoveCommands() {
  return {
      {"export firm", "USCC", "writes what a firm takes along when it leaves, with a proof",
       "Staff, terms, authorisations, pay, history, what is open, and what the books hold of it;\n"
       "  each balance is explained by rows, and all of them sum to zero.",
       With({kOut, kNames}), ExportFirm},
      {"export centre", "CODE", "writes what a centre takes along when it leaves, with a proof",
       "Groups, tariffs, places, statements, and what the books hold of it.", With({kOut, kNames}),
       ExportCentre},
      {"import check", "FOLDER", "says what would become of each row of a folder that was exported",
       "Nothing is written. Ends with exit code 3 where a row would be refused.",
       With({kInto, kDay}), ImportCheck},
      {"import apply", "FOLDER", "takes a folder in that was exported, and proposes its balances",
       "The same folder twice changes nothing. What is money waits for a second person.",
       With({kInto, kDay}), ImportApply},
      {"import confirm", "FOLDER", "the second person's word for what stands proposed",
       "Prints the proof: what each account held there and holds here.",
       With({kInto, {"undone", "", "", "what is confirmed is an undo"}}), ImportConfirm},
      {"import proof", "FOLDER", "shows what the moved accounts held there and hold here", "",
       With({kInto}), ImportProof},
      {"import undo", "FOLDER", "takes an import back while nothing was built upon it",
       "Open items at once; balances once a second person has confirmed it.",
       With({kInto, {"reason", "TEXT", "", "why, for the second person and the auditor"}}),
       ImportUndo},
  };
}

}  // namespace tuoqiao::cli
