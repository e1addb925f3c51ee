// Results of pay runs: read, listed, worked off.
#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/payroll/convert.h"
#include "services/payroll/convert_results.h"
#include "services/payroll/errors.h"
#include "services/payroll/pay_import_store.h"
#include "services/payroll/pay_line_store.h"
#include "services/payroll/pay_run_store.h"
#include "services/payroll/recording.h"
#include "services/payroll/result_numbers.h"
#include "services/payroll/result_recording.h"
#include "services/payroll/service.h"

namespace tuoqiao::payroll {
namespace {

// PAY_RUN_NOT_FOUND.
absl::StatusOr<PayRun> LoadPayRun(db::Read& txn, const PayRunKey& key) {
  ASSIGN_OR_RETURN(auto run, FindPayRun(txn, key));
  if (!run.has_value()) return PayRunNotFound(PayRunName(txn.park(), key));
  return *std::move(run);
}

// The run of an exception, which is there as long as the exception is.
absl::StatusOr<PayRun> LoadRunOf(db::Read& txn, const RunKey& run) {
  ASSIGN_OR_RETURN(const PayRunKey key,
                   PayRunOf(absl::StrCat(FirmName(txn.park(), run.firm), "/payRuns/", run.run)));
  return LoadPayRun(txn, key);
}

// The same word again changes nothing.
bool SaidBefore(const PayException& exception, const ResultBook::Word& word) {
  return exception.state == ExceptionState::kResolved && exception.resolution == word.road &&
         exception.resolve_reason == word.why;
}

// A changed file is accepted by its name and content, and then sent again.
absl::Status ResolveFile(rpc::Change& change, ExceptionAt& at, const ResultBook::Word& word) {
  RETURN_IF_ERROR(CheckRoad(at.exception, word.road));
  const Finding& file = at.exception.finding;
  if (word.road == Road::kAccept) {
    RETURN_IF_ERROR(SaveFileContent(change.txn, at.run, {file.file_name, file.content_hash, true}));
  }
  Resolve(word.road, word.why, at.exception);
  return SaveAndPublishException(change, at);
}

absl::Status ResolveInBook(rpc::Change& change, ExceptionAt& at, const ResultBook::Word& word,
                           const rules::ParameterFile& pack) {
  ASSIGN_OR_RETURN(const PayRun run, LoadRunOf(change.txn, at.run));
  ASSIGN_OR_RETURN(auto instructions, LoadInstructions(change.txn, run));
  // Those whom the exception is about, and those whom it is assigned to.
  std::set<std::string> numbers = {at.exception.finding.employee_no};
  for (const Instruction& each : instructions) {
    if (each.id == word.instruction) numbers.insert(each.employee_no);
  }
  ASSIGN_OR_RETURN(ResultPages pages, LoadPages(change.txn, run, SpanOf(numbers)));
  ResultBook book(change.txn.park(), std::move(pages), ToleranceOn(pack, run.pay_date));
  RETURN_IF_ERROR(book.Resolve(word));
  at.exception = book.exception(word.exception);
  return SaveBook(change, book);
}

// How each line of a page stands among the run's lines of its employee.
absl::Status AddStates(db::Read& txn, const PayRun& run, const rules::ParameterFile& pack,
                       const std::vector<PayLine>& page, v1::ListPayResultsResponse* response) {
  std::set<std::string> numbers;
  for (const PayLine& each : page) numbers.insert(each.said.employee_no);
  ASSIGN_OR_RETURN(const ResultPages pages, LoadPages(txn, run, SpanOf(numbers)));
  std::map<std::string, std::vector<const PayLine*>> matched;
  for (const PayLine& each : pages.lines) {
    if (each.matched_by != MatchedBy::kNone) matched[each.instruction].push_back(&each);
  }
  std::map<std::string, const Instruction*> instructions;
  for (const Instruction& each : pages.instructions) instructions[each.id] = &each;
  const int64_t tolerance_minor = ToleranceOn(pack, run.pay_date);
  for (size_t i = 0; i < page.size(); ++i) {
    const auto instruction = instructions.find(page[i].instruction);
    const bool found = instruction != instructions.end();
    response->mutable_results(static_cast<int>(i))
        ->set_state(ToProto(StateOf(page[i], StandingOf(matched[page[i].instruction]),
                                    found ? instruction->second : nullptr, tolerance_minor)));
  }
  return absl::OkStatus();
}

}  // namespace

grpc::Status PayrollService::BatchRecordResults(grpc::ServerContext* context,
                                                const v1::BatchRecordResultsRequest* request,
                                                v1::BatchRecordResultsResponse* response) {
  return front_.Answer(
      context, "BatchRecordResults", *request, [&](const rpc::Caller& caller) -> absl::Status {
        RETURN_IF_ERROR(CheckItems("results", request->results_size()));
        RETURN_IF_ERROR(CheckFile(*request));
        ASSIGN_OR_RETURN(const PayRunKey key, PayRunOf(request->parent()));
        const auto ask = [&]() -> absl::StatusOr<Staff> {
          std::set<std::string> strangers = NumbersOf(request->results());
          RETURN_IF_ERROR(db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
            ASSIGN_OR_RETURN(const PayRun run, LoadPayRun(txn, key));
            ASSIGN_OR_RETURN(const auto instructions, LoadInstructions(txn, run));
            for (const Instruction& each : instructions) strangers.erase(each.employee_no);
            return absl::OkStatus();
          }));
          return peers_.AskStaff(caller, key.firm, strangers);
        };
        return rpc::Mutate(mutation_, caller, *request, response, ask,
                           [&](rpc::Change& change, const Staff& staff) -> absl::Status {
                             RETURN_IF_ERROR(change.txn.LockRoot("firm", "id", key.firm));
                             ASSIGN_OR_RETURN(const PayRun run, LoadPayRun(change.txn, key));
                             ASSIGN_OR_RETURN(const bool imported, IsImportedRun(change.txn, key));
                             // Its lines were read, and its money posted, elsewhere.
                             if (imported) return WrongPayRunState("IMPORTED");
                             return RecordResults(change, run, staff, packs_.results, *request,
                                                  response->mutable_results());
                           });
      });
}

grpc::Status PayrollService::ResolvePayException(grpc::ServerContext* context,
                                                 const v1::ResolvePayExceptionRequest* request,
                                                 v1::PayException* response) {
  return front_.Answer(
      context, "ResolvePayException", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const Resolution resolution, FromProto(*request));
        return rpc::Mutate(
            mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
              RETURN_IF_ERROR(change.txn.LockRoot("firm", "id", resolution.firm));
              ASSIGN_OR_RETURN(
                  auto at, FindException(change.txn, resolution.firm, resolution.word.exception));
              if (!at.has_value()) return PayExceptionNotFound(request->name());
              if (SaidBefore(at->exception, resolution.word)) {
                *response = ToProto(caller.park, *at);
                return absl::OkStatus();
              }
              if (at->exception.finding.file_name.empty()) {
                RETURN_IF_ERROR(ResolveInBook(change, *at, resolution.word, packs_.results));
              } else {
                RETURN_IF_ERROR(ResolveFile(change, *at, resolution.word));
              }
              *response = ToProto(caller.park, *at);
              return absl::OkStatus();
            });
      });
}

grpc::Status PayrollService::ListPayExceptions(grpc::ServerContext* context,
                                               const v1::ListPayExceptionsRequest* request,
                                               v1::ListPayExceptionsResponse* response) {
  return front_.Answer(
      context, "ListPayExceptions", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const std::string firm, FirmOf(request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/payExceptions/",
                                              request->closed_too() ? "all" : "open");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(
              const auto exceptions,
              LoadExceptionPage(txn, {firm, page.after, page.size}, request->closed_too()));
          for (const ExceptionAt& each : exceptions) {
            *response->add_exceptions() = ToProto(caller.park, each);
          }
          if (static_cast<int64_t>(exceptions.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, exceptions.back().exception.id));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status PayrollService::ListPayResults(grpc::ServerContext* context,
                                            const v1::ListPayResultsRequest* request,
                                            v1::ListPayResultsResponse* response) {
  return front_.Answer(
      context, "ListPayResults", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(const PayRunKey key, PayRunOf(request->parent()));
        const std::string list = absl::StrCat(request->parent(), "/results");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const PayRun run, LoadPayRun(txn, key));
          ASSIGN_OR_RETURN(const auto lines, LoadLinePage(txn, KeyOf(run), page.after, page.size));
          for (const PayLine& each : lines) {
            *response->add_results() = ToProto(caller.park, KeyOf(run), each);
          }
          if (static_cast<int64_t>(lines.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(list, lines.back().id));
          }
          return AddStates(txn, run, packs_.results, lines, response);
        });
      });
}

}  // namespace tuoqiao::payroll
