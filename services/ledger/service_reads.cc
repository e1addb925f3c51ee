// The statement of an account, and what nothing explains.
#include "absl/strings/str_cat.h"
#include "services/common/period.h"
#include "services/common/rpc/paging.h"
#include "services/common/status_macros.h"
#include "services/ledger/convert.h"
#include "services/ledger/convert_reads.h"
#include "services/ledger/entry_store.h"
#include "services/ledger/pinned.h"
#include "services/ledger/service.h"
#include "services/ledger/unpaired_store.h"

namespace tuoqiao::ledger {
namespace {

constexpr rpc::PageLimits kLines = {1000, 1000};
constexpr int64_t kUnpairedMax = 500;

}  // namespace

grpc::Status LedgerService::GetAccountStatement(grpc::ServerContext* context,
                                                const v1::GetAccountStatementRequest* request,
                                                v1::AccountStatement* response) {
  return front_.Answer(
      context, "GetAccountStatement", *request, [&](const rpc::Caller& caller) -> absl::Status {
        ASSIGN_OR_RETURN(AccountDays of, FromProto(*request));
        ASSIGN_OR_RETURN(const Asked asked, AskedOf("", request->known_by()));
        const std::string list = absl::StrCat(request->name(), "/statement?", request->from_date(),
                                              "&", request->until_date(), "&", request->known_by());
        ASSIGN_OR_RETURN(const rpc::Page page,
                         rpc::ReadPage(request->page_size(), request->page_token(), list, kLines));
        ASSIGN_OR_RETURN(const Pinned pinned, PinnedOf(page.after));
        ASSIGN_OR_RETURN(const LinePlace after, PlaceOf(pinned.after));
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(of.known_position, LoadPinnedPosition(txn, pinned, asked.known));
          ASSIGN_OR_RETURN(const AccountSums sums, LoadAccountSums(txn, of));
          *response = ToProto(caller.park, of, sums);
          ASSIGN_OR_RETURN(int64_t balance_minor, LoadSumUpTo(txn, of, after));
          balance_minor += sums.opening_minor;
          ASSIGN_OR_RETURN(const auto lines, LoadAccountLines(txn, of, after, page.size));
          for (const AccountLine& each : lines) {
            balance_minor += each.amount_minor;
            v1::StatementLine* line = response->add_lines();
            *line = ToProto(caller.park, each);
            line->set_balance_minor(balance_minor);
          }
          if (static_cast<int64_t>(lines.size()) == page.size) {
            response->set_next_page_token(rpc::NextPageToken(
                list, PinnedText({of.known_position, PlaceText(lines.back().place)})));
          }
          return absl::OkStatus();
        });
      });
}

grpc::Status LedgerService::ListUnexplained(grpc::ServerContext* context,
                                            const v1::ListUnexplainedRequest* request,
                                            v1::ListUnexplainedResponse* response) {
  return front_.Answer(
      context, "ListUnexplained", *request, [&](const rpc::Caller& caller) -> absl::Status {
        const std::string account = AccountOf(request->account());
        return db_.ReadIn(caller.park, [&](db::Read& txn) -> absl::Status {
          ASSIGN_OR_RETURN(const Trial trial, LoadTrial(txn));
          const std::vector<Unexplained> unexplained = FindUnexplained(trial.proof);
          response->set_unexplained_minor(UnexplainedTotal(unexplained));
          if (unexplained.empty()) return absl::OkStatus();
          ASSIGN_OR_RETURN(const auto unpaired, LoadUnpaired(txn, kUnpairedMax));
          for (const Unpaired& each : unpaired) {
            if (response->unexplained_size() == kUnpairedMax) break;
            // What is torn may be any account's.
            if (account.empty() || each.account.empty() || each.account == account) {
              *response->add_unexplained() = ToProto(caller.park, each);
            }
          }
          return absl::OkStatus();
        });
      });
}

}  // namespace tuoqiao::ledger
