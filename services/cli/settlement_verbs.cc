#include "services/cli/settlement_verbs.h"

#include <iostream>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/cli/intake.h"
#include "services/cli/settlement_text.h"
#include "services/cli/verbs.h"
#include "services/common/status_macros.h"
#include "tuoqiao/settlement/v1/settlement.grpc.pb.h"

namespace tuoqiao::cli {
namespace {

namespace v1 = settlement::v1;
using Stub = v1::Settlement::Stub;

// Where the park's finance office stands.
struct Office {
  std::unique_ptr<Client> client;
  std::string park;
  Who who;

  std::string Name(const std::string& word) const {
    return absl::StartsWith(word, "parks/") ? word : absl::StrCat(park, "/", word);
  }
};
absl::StatusOr<Office> OfficeBy(const Arguments& arguments) {
  Office office;
  ASSIGN_OR_RETURN(office.park, ParkBy(arguments));
  ASSIGN_OR_RETURN(office.client, ConnectBy(arguments));
  office.who = Finance(office.park);
  return office;
}

template <typename Message>
void Print(const Arguments& arguments, const Message& message) {
  if (arguments.Has("json")) {
    PrintJson(message);
  } else {
    std::cout << TextOf(message);
  }
}

// ---- Bank lines.

absl::Status BankLines(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const Office office, OfficeBy(arguments));
  v1::ListBankLinesRequest request;
  request.set_parent(office.park);
  request.set_unmatched(arguments.Has("unmatched"));
  return office.client->ForEachPage<Stub, v1::ListBankLinesRequest, v1::ListBankLinesResponse>(
      &Stub::ListBankLines, request, office.who, [&](const v1::ListBankLinesResponse& page) {
        for (const v1::BankLine& each : page.lines()) Print(arguments, each);
      });
}

absl::Status MatchBankLine(const Arguments& arguments) {
  if (arguments.words().size() < 2) {
    return absl::InvalidArgumentError("name a bank line and what it is matched with");
  }
  ASSIGN_OR_RETURN(const Office office, OfficeBy(arguments));
  v1::MatchBankLineRequest request;
  request.set_name(absl::StrCat(office.park, "/bankLines/", arguments.words()[0]));
  for (size_t i = 1; i < arguments.words().size(); ++i) {
    ASSIGN_OR_RETURN(*request.add_matches(), ParseMatch(office.park, arguments.words()[i]));
  }
  ASSIGN_OR_RETURN(*request.mutable_reason(), arguments.Need("reason"));
  request.set_request_id(office.client->RequestId({"match", request.SerializeAsString()}));
  ASSIGN_OR_RETURN(const v1::BankLine line,
                   office.client->Call(&Stub::MatchBankLine, request, office.who));
  Print(arguments, line);
  return absl::OkStatus();
}

absl::Status UnmatchBankLine(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string id, OneWord(arguments, "bank line"));
  ASSIGN_OR_RETURN(const Office office, OfficeBy(arguments));
  v1::UnmatchBankLineRequest request;
  request.set_name(absl::StrCat(office.park, "/bankLines/", id));
  ASSIGN_OR_RETURN(*request.mutable_reason(), arguments.Need("reason"));
  request.set_request_id(office.client->RequestId({"unmatch", request.SerializeAsString()}));
  ASSIGN_OR_RETURN(const v1::BankLine line,
                   office.client->Call(&Stub::UnmatchBankLine, request, office.who));
  Print(arguments, line);
  return absl::OkStatus();
}

// ---- What is asked, and what is paid.

absl::Status ReceivableLines(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string id, OneWord(arguments, "receivable"));
  ASSIGN_OR_RETURN(const Office office, OfficeBy(arguments));
  v1::ListReceivableLinesRequest request;
  request.set_parent(absl::StrCat(office.park, "/receivables/", id));
  return office.client
      ->ForEachPage<Stub, v1::ListReceivableLinesRequest, v1::ListReceivableLinesResponse>(
          &Stub::ListReceivableLines, request, office.who,
          [&](const v1::ListReceivableLinesResponse& page) {
            for (const v1::ReceivableLine& each : page.lines()) Print(arguments, each);
          });
}

absl::Status PayoutLines(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string name, OneWord(arguments, "payout (centres/…/payouts/…)"));
  ASSIGN_OR_RETURN(const Office office, OfficeBy(arguments));
  v1::ListPayoutLinesRequest request;
  request.set_parent(office.Name(name));
  return office.client->ForEachPage<Stub, v1::ListPayoutLinesRequest, v1::ListPayoutLinesResponse>(
      &Stub::ListPayoutLines, request, office.who, [&](const v1::ListPayoutLinesResponse& page) {
        for (const v1::PayoutLine& each : page.lines()) Print(arguments, each);
      });
}

absl::Status PaymentAdvice(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string name, OneWord(arguments, "payout (centres/…/payouts/…)"));
  ASSIGN_OR_RETURN(const Office office, OfficeBy(arguments));
  v1::GetPaymentAdviceRequest request;
  request.set_name(absl::StrCat(office.Name(name), "/advice"));
  ASSIGN_OR_RETURN(const v1::PaymentAdvice advice,
                   office.client->Call(&Stub::GetPaymentAdvice, request, office.who));
  Print(arguments, advice);
  return absl::OkStatus();
}

// ---- The fund, and the promise.

absl::Status SetFund(const Arguments& arguments) {
  RETURN_IF_ERROR(arguments.Need("yuan").status());
  ASSIGN_OR_RETURN(const int64_t minor, FenBy(arguments, "yuan"));
  ASSIGN_OR_RETURN(const Office office, OfficeBy(arguments));
  v1::SetGuaranteeFundRequest request;
  request.mutable_guarantee_fund()->set_name(absl::StrCat(office.park, "/guaranteeFund"));
  request.mutable_guarantee_fund()->set_amount_minor(minor);
  request.set_request_id(office.client->RequestId({"fund", request.SerializeAsString()}));
  ASSIGN_OR_RETURN(const v1::GuaranteeFund fund,
                   office.client->Call(&Stub::SetGuaranteeFund, request, office.who));
  if (arguments.Has("json")) {
    PrintJson(fund);
    return absl::OkStatus();
  }
  std::cout << "fund " << YuanOf(fund.amount_minor()) << ", deposited "
            << YuanOf(fund.deposited_minor()) << ", by reference " << fund.reference() << "\n";
  return absl::OkStatus();
}

absl::Status ShowPromise(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const Office office, OfficeBy(arguments));
  v1::GetSettlementPromiseRequest request;
  request.set_name(absl::StrCat(office.park, "/settlementPromise"));
  request.set_from_date(arguments.Get("from"));
  ASSIGN_OR_RETURN(const v1::SettlementPromise promise,
                   office.client->Call(&Stub::GetSettlementPromise, request, office.who));
  Print(arguments, promise);
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> SettlementCommands() {
  const Flag reason = {"reason", "TEXT", "", "why, for the auditor; no names of people"};
  return {
      {"bank lines", "", "shows the park's bank lines and where their parts went", "",
       With({{"unmatched", "", "", "only those that wait for a match"}}), BankLines},
      {"bank match", "LINE WHAT=YUAN...", "matches a bank line by hand",
       "WHAT is a receivable (receivables/ID), or an account for money of a payer or the park\n"
       "  (unapplied-…, float-park, fund-park). The parts have to come to the whole line.",
       With({reason}), MatchBankLine},
      {"bank unmatch", "LINE", "takes the matches of a bank line back",
       "The line is an open item again, and only a person matches it from then on.", With({reason}),
       UnmatchBankLine},
      {"receivable lines", "RECEIVABLE", "shows what a receivable is made of", "", With({}),
       ReceivableLines},
      {"payout lines", "PAYOUT", "shows what a payout is made of, by child and payer",
       "PAYOUT is centres/CENTRE/payouts/ID.", With({}), PayoutLines},
      {"payout advice", "PAYOUT", "shows what a centre is told of a payout",
       "PAYOUT is centres/CENTRE/payouts/ID.", With({}), PaymentAdvice},
      {"fund set", "", "sets how much the park leaves with us",
       "The park is asked for what is missing by a receivable with a reference of its own.",
       With({{"yuan", "YUAN", "", "the amount"}}), SetFund},
      {"settlement promise", "", "shows how soon centres are paid, against what is promised",
       "Days count from the park's day on which a month was closed.",
       With({{"from", "YYYY-MM-DD", "", "only months that were closed on that day or later"}}),
       ShowPromise},
  };
}

}  // namespace tuoqiao::cli
