// Statements that another system closed: brought, and read.
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/billing/convert_imported.h"
#include "services/billing/errors.h"
#include "services/billing/month_store.h"
#include "services/billing/service.h"
#include "services/billing/year_store.h"
#include "services/common/errors.h"
#include "services/common/period.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

using type::v1::ItemResult;

constexpr int kItemsMax = 500;

// False where it came before. MONTH_CLOSED, STATEMENT_DIFFERS.
absl::StatusOr<bool> Bring(rpc::Change& change, const ImportedStatement& statement) {
  const v1::ImportedStatement message = ToProto(statement);
  ASSIGN_OR_RETURN(const auto before, FindImported(change.txn, statement.centre, statement.id));
  if (before.has_value()) {
    if (ToProto(*before).SerializeAsString() == message.SerializeAsString()) return false;
    return StatementDiffers(message.name());
  }
  ASSIGN_OR_RETURN(const auto month, FindMonth(change.txn, statement.month));
  if (month.has_value() && month->state == MonthState::kClosed) {
    return MonthClosed(statement.month);
  }
  RETURN_IF_ERROR(InsertImported(change.txn, statement));
  v1::ImportedStatement payload = message;
  payload.clear_draws();
  change.Publish("StatementImported", message.name(), 1, payload);
  return true;
}

}  // namespace

grpc::Status BillingService::BatchImportStatements(grpc::ServerContext* context,
                                                   const v1::BatchImportStatementsRequest* request,
                                                   v1::BatchImportStatementsResponse* response) {
  return front_.Answer(
      context, "BatchImportStatements", *request, [&](const rpc::Caller& caller) -> absl::Status {
        if (request->statements().empty()) return FieldRequired("statements");
        if (request->statements_size() > kItemsMax) {
          return FieldInvalid("statements", "are more than 500", "超过 500 条");
        }
        return rpc::Mutate(
            mutation_, caller, *request, response, [&](rpc::Change& change) -> absl::Status {
              // Whoever previews a month counts what closed ones drew.
              RETURN_IF_ERROR(LockOthers(change.txn, absl::CivilMonth()).status());
              for (const v1::ImportedStatement& each : request->statements()) {
                ItemResult* const result = response->add_results();
                result->set_index(response->results_size() - 1);
                const auto statement = FromProto(request->parent(), each);
                const absl::StatusOr<bool> made = statement.ok()
                                                      ? Bring(change, *statement)
                                                      : absl::StatusOr<bool>(statement.status());
                if (!made.ok() && ReasonOf(made.status()).empty()) return made.status();
                if (!made.ok()) {
                  Reject(made.status(), result);
                  continue;
                }
                result->set_outcome(*made ? ItemResult::CREATED : ItemResult::UNCHANGED);
                result->set_resource(each.name());
              }
              return absl::OkStatus();
            });
      });
}

grpc::Status BillingService::ListImportedStatements(
    grpc::ServerContext* context, const v1::ListImportedStatementsRequest* request,
    v1::ListImportedStatementsResponse* response) {
  return front_.Answer(
      context, "ListImportedStatements", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string list = absl::StrCat(request->parent(), "/importedStatements");
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list));
        const std::pair<std::string, std::string> after =
            absl::StrSplit(page.after, absl::MaxSplits('/', 1));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(
              const auto statements,
              LoadImported(txn, {request->parent(), after.first, after.second}, page.size));
          for (const ImportedStatement& each : statements) {
            v1::ImportedStatement* message = response->add_statements();
            *message = ToProto(each);
            // Who bears what of it is not the centre's business.
            if (caller.identity.role == "CENTRE_MANAGER") message->clear_draws();
          }
          if (static_cast<int64_t>(statements.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(
                list,
                absl::StrCat(FormatMonth(statements.back().month), "/", statements.back().id)));
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::billing
