#include "services/cli/move/errors.h"

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"

namespace tuoqiao::cli {
namespace {

using absl::StatusCode;

constexpr char kExportAgain[] = "Have it exported again where it comes from; nothing was changed.";
constexpr char kExportAgainZh[] = "请由来源系统重新导出;本次未作任何更改。";

std::string At(const RowPlace& place) { return absl::StrCat(place.file, ":", place.line); }

Failure OfRow(absl::string_view reason, const RowPlace& place) {
  Failure failure(StatusCode::kInvalidArgument, reason);
  failure.At(absl::StrCat(At(place), " ", place.field))
      .With("file", place.file)
      .With("line", absl::StrCat(place.line));
  return failure;
}

}  // namespace

absl::Status FolderNotEmpty(absl::string_view folder) {
  return Failure(StatusCode::kAlreadyExists, "FOLDER_NOT_EMPTY")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .Say(absl::StrCat(folder, " holds files already."), absl::StrCat(folder, " 中已有文件。"))
      .Next("Name a folder that is not there yet.", "请指定一个尚不存在的文件夹。");
}

absl::Status ManifestMissing(absl::string_view folder) {
  return Failure(StatusCode::kNotFound, "MANIFEST_MISSING")
      .Say(absl::StrCat(folder, " has no manifest.json."),
           absl::StrCat(folder, " 中没有 manifest.json。"))
      .Next("Name the folder that was exported, whole.", "请指定完整的导出文件夹。");
}

absl::Status ManifestInvalid(absl::string_view what) {
  return Failure(StatusCode::kInvalidArgument, "MANIFEST_INVALID")
      .At("manifest.json")
      .Say(absl::StrCat("The manifest cannot be used: ", what, "."),
           absl::StrCat("清单无法使用:", what, "。"))
      .Next(kExportAgain, kExportAgainZh);
}

absl::Status MoveVersionUnknown(absl::string_view format, int64_t version) {
  return Failure(StatusCode::kInvalidArgument, "MOVE_VERSION_UNKNOWN")
      .At("manifest.json version")
      .Say(absl::StrCat("It is ", format, " ", version, ", and this release reads tuoqiao-move 1."),
           absl::StrCat("文件为 ", format, " ", version, ",本版本只读取 tuoqiao-move 1。"))
      .Next("Import it with the release that wrote it, or a newer one.",
            "请使用导出时的版本或更新版本导入。");
}

absl::Status FileMissing(absl::string_view file) {
  return Failure(StatusCode::kNotFound, "FILE_MISSING")
      .At(file)
      .Say(absl::StrCat("The manifest names ", file, ", and it is not there."),
           absl::StrCat("清单中的 ", file, " 缺失。"))
      .Next("Fetch the whole folder again; nothing was changed.",
            "请重新获取完整文件夹;本次未作任何更改。")
      .With("file", file);
}

absl::Status FileChanged(absl::string_view file) {
  return Failure(StatusCode::kInvalidArgument, "FILE_CHANGED")
      .At(file)
      .Say(absl::StrCat(file, " is not the file that the manifest says."),
           absl::StrCat(file, " 与清单记录的内容不符。"))
      .Next("Fetch the folder again; whoever has to change something exports anew.",
            "请重新获取文件夹;如需修改,请重新导出。")
      .With("file", file);
}

absl::Status FileRowsWrong(absl::string_view file, int64_t said, int64_t found) {
  return Failure(StatusCode::kInvalidArgument, "FILE_ROWS_WRONG")
      .At(file)
      .Say(absl::StrCat(file, " has ", found, " rows, and the manifest says ", said, "."),
           absl::StrCat(file, " 有 ", found, " 行,清单记录为 ", said, " 行。"))
      .Next(kExportAgain, kExportAgainZh)
      .With("file", file);
}

absl::Status FileRowInvalid(const RowPlace& place, absl::string_view reason, absl::string_view en,
                            absl::string_view zh) {
  return OfRow("FILE_ROW_INVALID", place)
      .Say(absl::StrCat(At(place), ": ", reason, ". ", en),
           absl::StrCat(At(place), ":", reason, "。", zh))
      .Next(kExportAgain, kExportAgainZh)
      .With("row_reason", reason);
}

absl::Status RowOfAnotherFirm(const RowPlace& place) {
  return OfRow("OTHER_FIRM", place)
      .Say(absl::StrCat(At(place), " is of another firm than the manifest's."),
           absl::StrCat(At(place), " 属于其他用人单位。"))
      .Next(kExportAgain, kExportAgainZh);
}

absl::Status RowOfNobody(const RowPlace& place) {
  return OfRow("UNKNOWN_PERSON", place)
      .Say(absl::StrCat(At(place), " is of somebody whom the move does not name."),
           absl::StrCat(At(place), " 所涉人员不在迁移名单内。"))
      .Next(kExportAgain, kExportAgainZh);
}

absl::Status MonthNotClosedThere(const RowPlace& place) {
  return OfRow("MONTH_NOT_CLOSED", place)
      .Say(absl::StrCat(At(place), " is of a month that is not closed where it comes from."),
           absl::StrCat(At(place), " 的月份在来源系统尚未关账。"))
      .Next(kExportAgain, kExportAgainZh);
}

absl::Status ControlTotalWrong(absl::string_view what, int64_t said, int64_t found) {
  return Failure(StatusCode::kInvalidArgument, "CONTROL_TOTAL_WRONG")
      .At(absl::StrCat("manifest.json control.", what))
      .Say(absl::StrCat("The control total ", what, " is ", said, ", and the rows come to ", found,
                        "."),
           absl::StrCat("控制总额 ", what, " 为 ", said, ",而明细合计为 ", found, "。"))
      .Next(kExportAgain, kExportAgainZh)
      .With("said", absl::StrCat(said))
      .With("found", absl::StrCat(found));
}

absl::Status MoveNotBalanced(int64_t difference_minor) {
  return Failure(StatusCode::kInvalidArgument, "MOVE_NOT_BALANCED")
      .At("balances.csv amount")
      .Say(absl::StrCat("The balances do not sum to zero: ", difference_minor, " fen too much."),
           absl::StrCat("余额合计不为零,多出 ", difference_minor, " 分。"))
      .Next(kExportAgain, kExportAgainZh)
      .With("difference_minor", absl::StrCat(difference_minor));
}

absl::Status BalanceUnexplained(absl::string_view account, int64_t said_minor,
                                int64_t explained_minor) {
  return Failure(StatusCode::kInvalidArgument, "BALANCE_UNEXPLAINED")
      .At("balances.csv amount")
      .Say(absl::StrCat(account, " is said to hold ", said_minor, " fen, and its rows come to ",
                        explained_minor, "."),
           absl::StrCat("账户 ", account, " 余额为 ", said_minor, " 分,而明细合计为 ",
                        explained_minor, " 分。"))
      .Next(kExportAgain, kExportAgainZh)
      .With("account", account);
}

absl::Status RunInFlight(absl::string_view pay_run) {
  return Failure(StatusCode::kFailedPrecondition, "PAY_RUN_IN_FLIGHT")
      .Whose(type::v1::Failure::YOUR_SETUP)
      .At(pay_run)
      .Say(absl::StrCat("The pay run ", pay_run, " went out and is not reconciled."),
           absl::StrCat("发薪批次 ", pay_run, " 已发出但尚未对账。"))
      .Next("Read its results and reconcile it first: nobody can take over what is on its way.",
            "请先回读结果并对账;在途批次无法移交。")
      .With("pay_run", pay_run);
}

}  // namespace tuoqiao::cli
