#include "services/cli/verbs.h"

#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "adapters/common/money_text.h"
#include "services/cli/commands.h"
#include "services/cli/rows.h"
#include "services/common/errors.h"
#include "services/common/status_macros.h"

namespace tuoqiao::cli {
namespace {

// Rows were rejected: done, and yet somebody has to look.
absl::Status RowsRejected(size_t rows) {
  return Failure(absl::StatusCode::kDataLoss, "ROWS_REJECTED")
      .Say(absl::StrCat(rows, " rows were rejected."), absl::StrCat(rows, " 行被拒绝。"))
      .Next("Correct the file of rejected rows and import it.", "请更正被拒绝的行后重新导入。");
}

}  // namespace

absl::StatusOr<std::unique_ptr<Client>> ConnectBy(const Arguments& arguments,
                                                  const std::string& session) {
  return Client::Connect(
      {arguments.Get("server"), arguments.Get("key"), arguments.Get("token"), session},
      absl::Seconds(10));
}

absl::StatusOr<std::string> ParkBy(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string park, arguments.Need("park"));
  return absl::StartsWith(park, "parks/") ? park : absl::StrCat("parks/", park);
}

absl::StatusOr<Desk> DeskBy(const Arguments& arguments, const std::string& subject) {
  Desk desk;
  ASSIGN_OR_RETURN(desk.park, ParkBy(arguments));
  ASSIGN_OR_RETURN(desk.client, ConnectBy(arguments));
  desk.who = {"PARK_ADMIN", desk.park, subject, ""};
  return desk;
}

absl::StatusOr<Desk> DeskAs(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string subject, arguments.Need("as"));
  return DeskBy(arguments, subject);
}

Flag As(const std::string& other) {
  return {"as", "SUBJECT", kFirstAdmin, absl::StrCat("who does it, e.g. ", other)};
}

absl::StatusOr<std::string> OneWord(const Arguments& arguments, absl::string_view what) {
  if (arguments.words().size() == 1) return arguments.words()[0];
  return absl::InvalidArgumentError(absl::StrCat("name one ", what));
}

std::string MonthName(const std::string& park, const std::string& month) {
  return absl::StrCat(park, "/months/", month);
}

absl::StatusOr<int64_t> FenBy(const Arguments& arguments, const std::string& flag) {
  const std::string& text = arguments.Get(flag);
  if (text.empty()) return 0;
  const std::optional<int64_t> fen = adapters::FenFromYuan(text);
  if (fen.has_value()) return *fen;
  return absl::InvalidArgumentError(
      absl::StrCat("--", flag, " is not an amount in yuan, e.g. 1200.00"));
}

absl::StatusOr<int32_t> CountBy(const Arguments& arguments, const std::string& flag) {
  const std::string& text = arguments.Get(flag);
  int32_t number = 0;
  if (text.empty() || absl::SimpleAtoi(text, &number)) return number;
  return absl::InvalidArgumentError(absl::StrCat("--", flag, " is not a number"));
}

absl::StatusOr<std::vector<std::pair<std::string, std::string>>> FactsBy(
    const Arguments& arguments) {
  std::vector<std::pair<std::string, std::string>> facts;
  for (const auto& each : absl::StrSplit(arguments.Get("facts"), ',', absl::SkipEmpty())) {
    facts.push_back(absl::StrSplit(each, absl::MaxSplits('=', 1)));
    if (facts.back().second.empty()) {
      return absl::InvalidArgumentError("--facts is NAME=VALUE,NAME=VALUE");
    }
  }
  return facts;
}

std::string YuanOf(int64_t minor) { return adapters::YuanFromFen(minor); }

absl::StatusOr<google::longrunning::Operation> WaitFor(
    Client& client, const google::longrunning::Operation& operation, const std::string& label,
    const Who& who) {
  Progress progress(label);
  return client.Wait(operation.name(), who, [&](const type::v1::Progress& each) {
    progress.Show(each.done(), each.total());
  });
}

std::vector<Flag> With(std::vector<Flag> more) {
  std::vector<Flag> flags = ClientFlags();
  flags.insert(flags.end(), more.begin(), more.end());
  return flags;
}

absl::Status PrintReport(const Arguments& arguments, const RowsReport& report) {
  if (arguments.Has("json")) {
    nlohmann::ordered_json json = {{"read", report.read},
                                   {"created", report.created},
                                   {"updated", report.updated},
                                   {"unchanged", report.unchanged},
                                   {"rejected", report.rejected.size()},
                                   {"rejected_by_reason", report.RejectedByReason()}};
    std::cout << json.dump(1) << "\n";
  } else {
    std::cout << absl::StrFormat("%d rows read: %d new, %d changed, %d unchanged, %d rejected\n",
                                 report.read, report.created, report.updated, report.unchanged,
                                 report.rejected.size());
    for (const RejectedRow& row : report.rejected) {
      std::cout << absl::StrFormat("  %s:%d %s %s: %s\n", row.file, row.line, row.reason, row.field,
                                   row.text);
    }
  }
  return report.rejected.empty() ? absl::OkStatus() : RowsRejected(report.rejected.size());
}

}  // namespace tuoqiao::cli
