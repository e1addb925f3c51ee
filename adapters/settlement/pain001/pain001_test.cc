#include "adapters/settlement/pain001/pain001.h"

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include <cstdlib>
#include <filesystem>
#include <memory>

#include "absl/strings/str_cat.h"
#include "adapters/common/adapter_suite.h"
#include "adapters/common/money_text.h"
#include "adapters/common/xml.h"

namespace tuoqiao::adapters::settlement {
namespace {

std::string ShowStatus(const PaymentStatus& status) {
  return suite::Show({{"message", status.original_message_id},
                      {"payment", status.end_to_end_id},
                      {"status", status.status},
                      {"reason", status.reason}});
}

std::string ShowLine(const BankLine& line) {
  return suite::Show({{"id", line.line_id},
                      {"value", FormatDay(line.value_date)},
                      {"direction", line.inward ? "in" : "out"},
                      {"fen", absl::StrCat(line.amount_minor)},
                      {"reference", line.reference},
                      {"counterparty", line.counterparty},
                      {"memo", line.memo}});
}

PaymentBatch Batch() {
  PaymentBatch batch;
  batch.message_id = "PO-2026-11-0001";
  batch.creation_time = "2026-11-12T02:00:00Z";
  batch.execution_date = absl::CivilDay(2026, 11, 13);
  batch.debtor = {"PARK", "示例园区服务有限公司", "6222000000000001", "103100000026"};
  batch.payments = {
      {"PO-2026-11-0001-1",
       {"C01", "甲托育中心 <一> & Co", "6222000000000102", "102290000028"},
       1234567,
       "托育服务费 2026-10"},
      {"PO-2026-11-0001-2", {"C02", "乙托育中心", "6222000000000203", "105584000021"}, 1, ""},
      {"PO-2026-11-0001-3",
       {"C03", "丙托育中心", "6222000000000305", "103100000026"},
       9900,
       "托育服务费 2026-10"}};
  return batch;
}

TEST(Pain001, PassesTheSuiteWithStatusReports) {
  suite::Run({"adapters/settlement/pain001/testdata/status",
              [](absl::string_view bytes, const Mapping& mapping) {
                return suite::Observe(Pain001().ReadStatus(bytes, mapping), ShowStatus);
              }});
}

TEST(Pain001, PassesTheSuiteWithBankLines) {
  suite::Run({"adapters/settlement/pain001/testdata/lines",
              [](absl::string_view bytes, const Mapping& mapping) {
                return suite::Observe(Pain001().ReadLines(bytes, mapping), ShowLine);
              }});
}

TEST(Pain001, PassesTheSuiteWithAccountStatements) {
  suite::Run({"adapters/settlement/pain001/testdata/statement",
              [](absl::string_view bytes, const Mapping& mapping) {
                return suite::Observe(Pain001().ReadLines(bytes, mapping), ShowLine);
              }});
}

TEST(Pain001, WritesTheSameBytesForTheSameBatch) {
  const auto first = Pain001().Write(Batch(), Mapping());
  const auto second = Pain001().Write(Batch(), Mapping());
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(*first, *second);
  suite::ExpectFile("adapters/settlement/pain001/testdata/batch.xml", *first);
}

TEST(Pain001, WritesWhatReadsBackAsTheSameBatch) {
  const PaymentBatch batch = Batch();
  const auto bytes = Pain001().Write(batch, Mapping());
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  const auto document = XmlDocument::Read(*bytes);
  ASSERT_TRUE(document.ok()) << document.status();
  const XmlElement message = document->Root().Child("CstmrCdtTrfInitn");
  const XmlElement block = message.Child("PmtInf");
  const auto expect_party = [](const Party& party, XmlElement owner, absl::string_view prefix) {
    const auto child = [&](absl::string_view suffix) {
      return owner.Child(absl::StrCat(prefix, suffix));
    };
    EXPECT_EQ(child("").Child("Nm").Text(), party.name);
    EXPECT_EQ(child("").Child("Id").Child("OrgId").Child("Othr").Child("Id").Text(), party.code);
    EXPECT_EQ(child("Acct").Child("Id").Child("Othr").Child("Id").Text(), party.account_number);
    const XmlElement member = child("Agt").Child("FinInstnId").Child("ClrSysMmbId");
    EXPECT_EQ(member.Child("ClrSysId").Child("Cd").Text(), "CNAPS");
    EXPECT_EQ(member.Child("MmbId").Text(), party.bank_code);
  };
  for (const XmlElement totals : {message.Child("GrpHdr"), block}) {
    EXPECT_EQ(totals.Child("NbOfTxs").Text(), "3");
    EXPECT_EQ(totals.Child("CtrlSum").Text(), "12444.68");
  }
  EXPECT_EQ(message.Child("GrpHdr").Child("MsgId").Text(), batch.message_id);
  EXPECT_EQ(message.Child("GrpHdr").Child("CreDtTm").Text(), batch.creation_time);
  EXPECT_EQ(block.Child("ReqdExctnDt").Child("Dt").Text(), "2026-11-13");
  expect_party(batch.debtor, block, "Dbtr");
  const std::vector<XmlElement> payments = block.Children("CdtTrfTxInf");
  ASSERT_EQ(payments.size(), batch.payments.size());
  for (size_t i = 0; i < payments.size(); ++i) {
    EXPECT_EQ(payments[i].Child("PmtId").Child("EndToEndId").Text(),
              batch.payments[i].end_to_end_id);
    EXPECT_EQ(FenFromYuan(payments[i].Child("Amt").Child("InstdAmt").Text()),
              batch.payments[i].amount_minor);
    EXPECT_EQ(payments[i].Child("RmtInf").Child("Ustrd").Text(), batch.payments[i].remittance);
    expect_party(batch.payments[i].creditor, payments[i], "Cdtr");
  }
}

TEST(Pain001, WritesNothingThatTheMessageCannotCarry) {
  const std::vector<std::pair<std::string, std::function<void(PaymentBatch&)>>> cases = {
      {"no payment", [](PaymentBatch& batch) { batch.payments.clear(); }},
      {"long message id", [](PaymentBatch& batch) { batch.message_id = std::string(36, 'A'); }},
      {"id with a slash", [](PaymentBatch& batch) { batch.payments[0].end_to_end_id = "A/B"; }},
      {"empty id", [](PaymentBatch& batch) { batch.payments[0].end_to_end_id = ""; }},
      {"id twice",
       [](PaymentBatch& batch) {
         batch.payments[1].end_to_end_id = batch.payments[0].end_to_end_id;
       }},
      {"zero", [](PaymentBatch& batch) { batch.payments[0].amount_minor = 0; }},
      {"negative", [](PaymentBatch& batch) { batch.payments[0].amount_minor = -5; }},
      {"sum beyond the schema",
       [](PaymentBatch& batch) {
         for (Payment& payment : batch.payments) payment.amount_minor = 600'000'000'000'000'000;
       }},
      {"no time", [](PaymentBatch& batch) { batch.creation_time = "12 November"; }},
      {"control character", [](PaymentBatch& batch) { batch.debtor.name = "a\x01z"; }},
      {"not UTF-8", [](PaymentBatch& batch) { batch.payments[0].creditor.name = "\xB9\xAB"; }},
      {"long name",
       [](PaymentBatch& batch) { batch.payments[0].creditor.name = std::string(141, 'n'); }},
      {"long remittance",
       [](PaymentBatch& batch) { batch.payments[0].remittance = std::string(141, 'r'); }},
      {"long account",
       [](PaymentBatch& batch) {
         batch.payments[0].creditor.account_number = std::string(35, '1');
       }},
      {"bank code of 11",
       [](PaymentBatch& batch) { batch.payments[0].creditor.bank_code = "10229000002"; }},
      {"bank code with a letter",
       [](PaymentBatch& batch) { batch.debtor.bank_code = "10229000002A"; }},
  };
  for (const auto& [name, spoil] : cases) {
    PaymentBatch batch = Batch();
    spoil(batch);
    EXPECT_EQ(FileReason(Pain001().Write(batch, Mapping()).status()), "NOT_WRITABLE") << name;
  }
}

TEST(Pain001, CountsCharactersAndNotBytes) {
  PaymentBatch batch = Batch();
  batch.payments[0].creditor.name.clear();
  for (int i = 0; i < 140; ++i) batch.payments[0].creditor.name += "园";
  EXPECT_TRUE(Pain001().Write(batch, Mapping()).ok());
  batch.payments[0].creditor.name += "园";
  EXPECT_FALSE(Pain001().Write(batch, Mapping()).ok());
}

TEST(Pain001, IsValidAgainstTheSchemaOfIso) {
  const char* folder = std::getenv("TUOQIAO_SHARED_DATA");
  const std::string schema =
      absl::StrCat(folder != nullptr ? folder : "../shared/data", "/iso20022/pain.001.001.09.xsd");
  if (!std::filesystem::exists(schema)) {
    GTEST_SKIP()
        << "left out: no iso20022/pain.001.001.09.xsd in TUOQIAO_SHARED_DATA or ../shared/data";
  }
  const std::unique_ptr<xmlSchemaParserCtxt, void (*)(xmlSchemaParserCtxt*)> parser(
      xmlSchemaNewParserCtxt(schema.c_str()), xmlSchemaFreeParserCtxt);
  const std::unique_ptr<xmlSchema, void (*)(xmlSchema*)> rules(xmlSchemaParse(parser.get()),
                                                               xmlSchemaFree);
  ASSERT_NE(rules, nullptr);
  const auto errors = [&](const std::string& bytes) {
    const std::unique_ptr<xmlSchemaValidCtxt, void (*)(xmlSchemaValidCtxt*)> context(
        xmlSchemaNewValidCtxt(rules.get()), xmlSchemaFreeValidCtxt);
    const std::unique_ptr<xmlDoc, void (*)(xmlDoc*)> document(
        xmlReadMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr,
                      XML_PARSE_NONET),
        xmlFreeDoc);
    return xmlSchemaValidateDoc(context.get(), document.get());
  };
  PaymentBatch large = Batch();
  for (int i = 4; i < 500; ++i) {
    large.payments.push_back(large.payments[i % 2]);
    large.payments.back().end_to_end_id = absl::StrCat("PO-2026-11-0001-", i);
    large.payments.back().amount_minor = i * 7919;
  }
  large.payments[7].amount_minor = 99'999'999'999'999'999;
  for (const PaymentBatch& batch : {Batch(), large}) {
    const auto bytes = Pain001().Write(batch, Mapping());
    ASSERT_TRUE(bytes.ok()) << bytes.status();
    EXPECT_EQ(errors(*bytes), 0);
  }
  // The schema does refuse: the same document without its message id.
  EXPECT_NE(errors(absl::StrReplaceAll(*Pain001().Write(Batch(), Mapping()),
                                       {{"<MsgId>PO-2026-11-0001</MsgId>", ""}})),
            0);
}

}  // namespace
}  // namespace tuoqiao::adapters::settlement
