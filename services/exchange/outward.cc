#include "services/exchange/outward.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "adapters/common/faults.h"
#include "adapters/common/money_text.h"
#include "adapters/common/table.h"
#include "adapters/registry.h"
#include "services/common/check.h"
#include "services/common/hash.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"
#include "services/exchange/errors.h"

namespace tuoqiao::exchange {
namespace {

// Whom a bank debits: the park, by the account that the connection's mapping fixes.
constexpr char kDebtorCode[] = "PARK";

const adapters::Adapter& AdapterOf(const Writing& writing) {
  const adapters::Adapter* adapter = adapters::FindAdapter(writing.adapter);
  CHECK(adapter != nullptr);  // SetConnection takes no other.
  return *adapter;
}

// What a writer refused, with its sentence.
absl::StatusOr<std::string> Written(absl::StatusOr<std::string> bytes) {
  if (bytes.ok()) return bytes;
  absl::string_view sentence = bytes.status().message();
  const absl::string_view reason = adapters::FileReason(bytes.status());
  if (reason.empty()) return bytes;
  sentence.remove_prefix(reason.size() + 1);
  return NotWritable(absl::StripAsciiWhitespace(sentence));
}

absl::StatusOr<adapters::Party> DebtorOf(const adapters::Mapping& mapping) {
  adapters::Party debtor;
  debtor.code = kDebtorCode;
  const std::pair<const char*, std::string*> fields[] = {{"debtor_name", &debtor.name},
                                                         {"debtor_account", &debtor.account_number},
                                                         {"debtor_bank", &debtor.bank_code}};
  for (const auto& [field, value] : fields) {
    *value = std::string(adapters::FixedValueOf(mapping, field));
    if (value->empty()) return NoDebtor(field);
  }
  return debtor;
}

// The same payouts are the same message.
std::string MessageId(const Writing& writing, const std::vector<adapters::Payment>& payments) {
  std::string ids = writing.subject;
  for (const adapters::Payment& each : payments) absl::StrAppend(&ids, "\n", each.end_to_end_id);
  return DeriveId("pay", {writing.park, ids}, 0);
}

// The list that no adapter writes: what is owed, for whoever sends it to the payers.
const adapters::Table& ReceivableTable() {
  static const auto* const kTable = new adapters::Table{
      {adapters::Text("reference"),
       adapters::Code("kind", {"INVOICE", "CLAIM", "REMITTANCE", "FLOAT", "FUND"}),
       adapters::Text("party"), adapters::Yuan("amount")},
      /*keys=*/{{"reference"}}};
  return *kTable;
}

}  // namespace

adapters::Mapping MappingOf(const std::string& bytes) {
  adapters::Mapping mapping;
  CHECK(mapping.ParseFromString(bytes));
  return mapping;
}

PayRoad PayRoadOf(const std::string& connection, const std::string& adapter,
                  const adapters::Mapping& mapping) {
  PayRoad road;
  road.connection = connection;
  road.adapter = adapters::FindAdapter(adapter);
  CHECK(road.adapter != nullptr && road.adapter->payroll != nullptr);
  const absl::string_view said = adapters::FixedValueOf(mapping, "kinds");
  const std::vector<std::string> left = absl::StrSplit(said, ';', absl::SkipEmpty());
  for (const absl::string_view kind : road.adapter->payroll->Kinds()) {
    const bool taken = left.empty() || std::find(left.begin(), left.end(), kind) != left.end();
    if (taken) road.kinds.emplace_back(kind);
  }
  return road;
}

std::string MissingKind(const PayRoad& road, const PayRunFacts& facts) {
  for (const adapters::PayInstruction& each : facts.instructions) {
    if (std::find(road.kinds.begin(), road.kinds.end(), each.kind) == road.kinds.end()) {
      return each.kind;
    }
  }
  return "";
}

const PayRoad* BestRoad(std::vector<PayRoad>& roads, const PayRunFacts& facts,
                        const std::string& behind, std::vector<std::string>* notes) {
  std::sort(roads.begin(), roads.end(), [](const PayRoad& a, const PayRoad& b) {
    return std::tie(a.adapter->road, a.connection) < std::tie(b.adapter->road, b.connection);
  });
  bool passed = behind.empty();
  for (const PayRoad& road : roads) {
    if (!passed) {
      passed = road.connection == behind;
      continue;
    }
    const std::string missing = MissingKind(road, facts);
    if (missing.empty()) return &road;
    notes->push_back(absl::StrCat(road.connection, " cannot carry ", missing));
  }
  return nullptr;
}

bool GoesByApi(absl::string_view adapter) {
  const adapters::Adapter* const found = adapters::FindAdapter(adapter);
  return found != nullptr && found->road == adapters::Road::kApi;
}

absl::StatusOr<OutwardFile> WriteInstructions(const Writing& writing, const PayRunFacts& facts) {
  if (!facts.released) return PayRunState(writing.subject);
  const PayRoad road = PayRoadOf("", writing.adapter, writing.mapping);
  if (const std::string missing = MissingKind(road, facts); !missing.empty()) {
    return NotWritable(absl::StrCat("the connection cannot carry ", missing));
  }
  OutwardFile file;
  ASSIGN_OR_RETURN(file.bytes,
                   Written(AdapterOf(writing).payroll->Write(facts.instructions, writing.mapping)));
  if (facts.instructions.empty()) return NothingToSend(writing.subject);
  for (const adapters::PayInstruction& each : facts.instructions) {
    if (each.kind == kAuthorisationEnd) file.ends.push_back(each.instruction);
  }
  const adapters::Road by = road.adapter->road;
  file.file_name =
      absl::StrCat(by == adapters::Road::kTaskList ? "tasks-" : "pay-", LastPart(writing.subject),
                   by == adapters::Road::kApi ? ".json" : ".csv");
  return file;
}

absl::StatusOr<OutwardFile> WritePayments(const Writing& writing, const PayoutFacts& facts,
                                          const std::set<std::string>& sent) {
  adapters::PaymentBatch batch;
  OutwardFile file;
  for (const ReleasedPayout& each : facts.payouts) {
    if (sent.count(each.name) > 0) continue;
    const auto payee = facts.payees.find(each.centre);
    if (payee == facts.payees.end() || !payee->second.verified) {
      return PayeeAccountUnverified(each.centre);
    }
    adapters::Payment& payment = batch.payments.emplace_back();
    payment.end_to_end_id = each.end_to_end_id;
    payment.creditor = {payee->second.code, payee->second.account_name,
                        payee->second.account_number, payee->second.bank_code};
    payment.amount_minor = each.amount_minor;
    payment.remittance = absl::StrCat("托育服务费 ", LastPart(writing.subject));
    file.payments.push_back({each.name, each.end_to_end_id});
  }
  ASSIGN_OR_RETURN(batch.debtor, DebtorOf(writing.mapping));
  if (batch.payments.empty()) return NothingToSend(writing.subject);
  file.message_id = MessageId(writing, batch.payments);
  batch.message_id = file.message_id;
  batch.creation_time = absl::StrCat(FormatDay(facts.today), "T00:00:00Z");
  batch.execution_date = facts.today;
  ASSIGN_OR_RETURN(file.bytes, Written(AdapterOf(writing).payment->Write(batch, writing.mapping)));
  file.file_name = absl::StrCat("payments-", LastPart(writing.subject), ".xml");
  return file;
}

absl::StatusOr<OutwardFile> WriteReceivables(const Writing& writing,
                                             const std::vector<IssuedReceivable>& receivables) {
  std::vector<std::vector<std::string>> rows;
  for (const IssuedReceivable& each : receivables) {
    rows.push_back(
        {each.reference, each.kind, each.party, adapters::YuanFromFen(each.amount_minor)});
  }
  if (rows.empty()) return NothingToSend(writing.subject);
  OutwardFile file;
  file.bytes = adapters::WriteRows(ReceivableTable(), rows, writing.mapping);
  file.file_name = absl::StrCat("receivables-", LastPart(writing.subject), ".csv");
  return file;
}

absl::StatusOr<OutwardFile> WriteAdvice(const Writing& writing,
                                        const std::vector<adapters::EnrolmentAdvice>& advice) {
  if (advice.empty()) return NothingToSend(writing.subject);
  OutwardFile file;
  ASSIGN_OR_RETURN(file.bytes,
                   Written(AdapterOf(writing).centre->WriteAdvice(advice, writing.mapping)));
  file.file_name = absl::StrCat("enrolments-", LastPart(writing.subject), ".csv");
  return file;
}

}  // namespace tuoqiao::exchange
