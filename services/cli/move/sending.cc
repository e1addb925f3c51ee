#include "services/cli/move/sending.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/cli/intake.h"
#include "services/common/errors.h"
#include "services/common/status_macros.h"
#include "tuoqiao/ledger/v1/ledger.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

using adapters::Row;
using type::v1::ItemResult;

void Count(const ItemResult& result, const std::string& file, const Row& row, RowsReport* report) {
  switch (result.outcome()) {
    case ItemResult::CREATED:
      ++report->created;
      break;
    case ItemResult::UPDATED:
      ++report->updated;
      break;
    case ItemResult::UNCHANGED:
      ++report->unchanged;
      break;
    default:
      report->rejected.push_back(
          {file, row.line, result.field(), result.reason(), result.text_en()});
  }
}

}  // namespace

absl::Status MoveSending::Send(const std::string& file, size_t batch_max, const SendRows& send) {
  const std::vector<Row>& rows = move_.rows(file);
  RowsReport& report = report_.files[file];
  for (size_t at = 0; at < rows.size(); at += batch_max) {
    std::vector<const Row*> batch;
    for (size_t i = at; i < std::min(rows.size(), at + batch_max); ++i) batch.push_back(&rows[i]);
    ASSIGN_OR_RETURN(const auto results, send(batch));
    report.read += static_cast<int64_t>(batch.size());
    for (size_t i = 0; i < batch.size(); ++i) Count(results[i], file, *batch[i], &report);
  }
  return absl::OkStatus();
}

absl::Status MoveSending::SendEach(const std::string& file,
                                   const std::function<absl::Status(const Row& row)>& send) {
  return Send(file, 1,
              [&](const std::vector<const Row*>& rows) -> absl::StatusOr<std::vector<ItemResult>> {
                std::vector<ItemResult> results(1);
                results[0].set_outcome(ItemResult::UPDATED);
                const absl::Status status = send(*rows[0]);
                if (status.ok()) return results;
                if (status.code() == absl::StatusCode::kUnavailable || ReasonOf(status).empty())
                  return status;
                Reject(status, &results[0]);
                return results;
              });
}

void MoveSending::CountAsNew(const std::string& file) {
  RowsReport& report = report_.files[file];
  report.read = report.created = static_cast<int64_t>(move_.rows(file).size());
}

std::string MoveId(const Move& move) {
  const MoveManifest& manifest = move.manifest;
  return absl::AsciiStrToLower(
      absl::StrCat(manifest.kind, "-", manifest.subject, "-", manifest.as_of_date));
}

absl::Status SendOpening(MoveSending& sending) {
  const Move& move = sending.move();
  if (move.rows("balances.csv").empty()) return absl::OkStatus();
  ledger::v1::ProposeOpeningRequest request;
  request.set_parent(sending.target().park);
  ledger::v1::Opening* opening = request.mutable_opening();
  opening->set_name(absl::StrCat(sending.target().park, "/openings/", MoveId(move)));
  opening->set_source(move.manifest.source);
  opening->set_as_of_date(sending.target().day.empty() ? move.manifest.as_of_date
                                                       : sending.target().day);
  opening->set_content_hash(move.content_hash);
  for (const Row& row : move.rows("balances.csv")) {
    ledger::v1::OpeningBalance* balance = opening->add_balances();
    balance->set_account(row.text("account"));
    balance->set_item(row.text("item"));
    balance->set_open_date(row.text("open_date"));
    balance->set_amount_minor(row["amount"].number);
  }
  if (move.manifest.kind == "firm") {
    for (const Row& row : move.rows("counters.csv")) {
      ledger::v1::OpeningCounter* counter = opening->add_counters();
      counter->set_kind(row.text("kind"));
      counter->set_party(absl::AsciiStrToLower(move.manifest.subject));
      counter->set_year(row.text("year"));
      counter->set_amount_minor(row["amount"].number);
      counter->set_statements(static_cast<int32_t>(row["statements"].number));
      counter->set_months(static_cast<int32_t>(row["months"].number));
    }
  }
  opening->set_debit_minor(move.manifest.control.debit_minor);
  opening->set_credit_minor(move.manifest.control.credit_minor);
  RETURN_IF_ERROR(
      sending
          .Call(&ledger::v1::Ledger::Stub::ProposeOpening, request, Finance(sending.target().park))
          .status());
  sending.CountAsNew("balances.csv");
  return absl::OkStatus();
}

}  // namespace tuoqiao::cli
