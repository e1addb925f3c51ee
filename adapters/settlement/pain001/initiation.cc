#include "adapters/settlement/pain001/initiation.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "adapters/common/encoding.h"
#include "adapters/common/faults.h"
#include "adapters/common/money_text.h"
#include "adapters/common/xml.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::adapters::settlement {
namespace {

constexpr char kNamespace[] = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

// The schema's limits, in characters.
constexpr size_t kIdMax = 35;
constexpr size_t kAccountMax = 34;
constexpr size_t kNameMax = 140;
constexpr size_t kRemittanceMax = 140;
constexpr size_t kBankCodeSize = 12;
// The schema has 18 digits for an amount and for the control sum.
constexpr int64_t kSumMax = 999'999'999'999'999'999;

absl::Status CheckText(absl::string_view what, absl::string_view text, size_t max) {
  if (text.empty()) return NotWritable(absl::StrCat(what, " is empty"));
  if (!IsXmlText(text))
    return NotWritable(absl::StrCat(what, " holds a character that XML cannot"));
  if (CharacterCount(text) > max) {
    return NotWritable(absl::StrCat(what, " has more than ", max, " characters"));
  }
  return absl::OkStatus();
}

absl::Status CheckId(absl::string_view what, absl::string_view id) {
  RETURN_IF_ERROR(CheckText(what, id, kIdMax));
  const bool plain = std::all_of(
      id.begin(), id.end(), [](unsigned char c) { return absl::ascii_isalnum(c) || c == '-'; });
  return plain ? absl::OkStatus()
               : NotWritable(
                     absl::StrCat(what, " has other characters than letters, digits, hyphen"));
}

absl::Status CheckParty(absl::string_view what, const Party& party) {
  RETURN_IF_ERROR(CheckText(absl::StrCat(what, "'s code"), party.code, kIdMax));
  RETURN_IF_ERROR(CheckText(absl::StrCat(what, "'s name"), party.name, kNameMax));
  RETURN_IF_ERROR(CheckText(absl::StrCat(what, "'s account"), party.account_number, kAccountMax));
  const absl::string_view bank = party.bank_code;
  const bool digits =
      std::all_of(bank.begin(), bank.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
  if (bank.size() != kBankCodeSize || !digits) {
    return NotWritable(absl::StrCat(what, "'s bank code is not a CNAPS code of 12 digits"));
  }
  return absl::OkStatus();
}

absl::Status CheckBatch(const PaymentBatch& batch) {
  RETURN_IF_ERROR(CheckId("the message id", batch.message_id));
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, batch.creation_time, &time, &error)) {
    return NotWritable("the creation time is not ISO 8601");
  }
  RETURN_IF_ERROR(CheckParty("the debtor", batch.debtor));
  if (batch.payments.empty()) return NotWritable("the batch has no payment");
  absl::flat_hash_set<absl::string_view> ids;
  int64_t sum = 0;
  for (const Payment& payment : batch.payments) {
    RETURN_IF_ERROR(CheckId("an end-to-end id", payment.end_to_end_id));
    const std::string what = absl::StrCat("payment ", payment.end_to_end_id);
    if (!ids.insert(payment.end_to_end_id).second) {
      return NotWritable(absl::StrCat(what, " comes twice"));
    }
    RETURN_IF_ERROR(CheckParty(what, payment.creditor));
    if (!payment.remittance.empty()) {
      RETURN_IF_ERROR(
          CheckText(absl::StrCat(what, "'s remittance"), payment.remittance, kRemittanceMax));
    }
    if (payment.amount_minor <= 0 || payment.amount_minor > kSumMax - sum) {
      return NotWritable(absl::StrCat(what, "'s amount is not positive, or the sum is too large"));
    }
    sum += payment.amount_minor;
  }
  return absl::OkStatus();
}

void WriteParty(XmlWriter& xml, const char* name, const Party& party) {
  xml.Open(name).Leaf("Nm", party.name);
  xml.Open("Id").Open("OrgId").Open("Othr").Leaf("Id", party.code);
  xml.Close().Close().Close().Close();
}

void WriteAccount(XmlWriter& xml, const char* name, const Party& party) {
  xml.Open(name).Open("Id").Open("Othr").Leaf("Id", party.account_number);
  xml.Close().Close().Close();
}

void WriteAgent(XmlWriter& xml, const char* name, const Party& party) {
  xml.Open(name).Open("FinInstnId").Open("ClrSysMmbId");
  xml.Open("ClrSysId").Leaf("Cd", "CNAPS").Close().Leaf("MmbId", party.bank_code);
  xml.Close().Close().Close();
}

void WritePayment(XmlWriter& xml, const Payment& payment) {
  xml.Open("CdtTrfTxInf");
  xml.Open("PmtId");
  xml.Leaf("InstrId", payment.end_to_end_id).Leaf("EndToEndId", payment.end_to_end_id);
  xml.Close();
  xml.Open("Amt").Open("InstdAmt").Attribute("Ccy", "CNY").Text(YuanFromFen(payment.amount_minor));
  xml.Close().Close();
  WriteAgent(xml, "CdtrAgt", payment.creditor);
  WriteParty(xml, "Cdtr", payment.creditor);
  WriteAccount(xml, "CdtrAcct", payment.creditor);
  if (!payment.remittance.empty()) xml.Open("RmtInf").Leaf("Ustrd", payment.remittance).Close();
  xml.Close();
}

}  // namespace

absl::StatusOr<std::string> WriteInitiation(const PaymentBatch& batch) {
  RETURN_IF_ERROR(CheckBatch(batch));
  int64_t sum = 0;
  for (const Payment& payment : batch.payments) sum += payment.amount_minor;
  const std::string count = absl::StrCat(batch.payments.size());

  XmlWriter xml("Document", kNamespace);
  xml.Open("CstmrCdtTrfInitn");
  xml.Open("GrpHdr");
  xml.Leaf("MsgId", batch.message_id).Leaf("CreDtTm", batch.creation_time);
  xml.Leaf("NbOfTxs", count).Leaf("CtrlSum", YuanFromFen(sum));
  WriteParty(xml, "InitgPty", batch.debtor);
  xml.Close();
  xml.Open("PmtInf");
  xml.Leaf("PmtInfId", batch.message_id).Leaf("PmtMtd", "TRF");
  xml.Leaf("NbOfTxs", count).Leaf("CtrlSum", YuanFromFen(sum));
  xml.Open("ReqdExctnDt").Leaf("Dt", FormatDay(batch.execution_date)).Close();
  WriteParty(xml, "Dbtr", batch.debtor);
  WriteAccount(xml, "DbtrAcct", batch.debtor);
  WriteAgent(xml, "DbtrAgt", batch.debtor);
  for (const Payment& payment : batch.payments) WritePayment(xml, payment);
  return xml.Finish();
}

}  // namespace tuoqiao::adapters::settlement
