#include "services/exchange/outward.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "services/common/errors.h"

namespace tuoqiao::exchange {
namespace {

constexpr char kMonth[] = "parks/yunqi/months/2026-10";

adapters::Mapping Debtor() {
  adapters::Mapping mapping;
  for (const auto& [field, value] :
       {std::pair{"debtor_name", "云栖园区"}, std::pair{"debtor_account", "9900000000000000001"},
        std::pair{"debtor_bank", "103100000026"}}) {
    mapping.add_fixed_values()->set_field(field);
    mapping.mutable_fixed_values()->rbegin()->set_value(value);
  }
  return mapping;
}

PayoutFacts Payouts() {
  PayoutFacts facts;
  facts.today = absl::CivilDay(2026, 11, 30);
  facts.payouts = {
      {"parks/yunqi/centres/c01/payouts/2026-10", "parks/yunqi/centres/c01", "PO-1", 90001},
      {"parks/yunqi/centres/c02/payouts/2026-10", "parks/yunqi/centres/c02", "PO-2", 20000}};
  facts.payees["parks/yunqi/centres/c01"] = {"C01", "甲", "9901", "102100099996", true};
  facts.payees["parks/yunqi/centres/c02"] = {"C02", "乙", "9902", "102100099996", true};
  return facts;
}

TEST(Payments, SayWhoIsPaidWhatByWhom) {
  const adapters::Mapping debtor = Debtor();
  const Writing writing = {"settlement/pain001", debtor, "yunqi", kMonth};
  const auto file = WritePayments(writing, Payouts(), {});
  ASSERT_TRUE(file.ok()) << file.status();
  for (const char* part : {"<EndToEndId>PO-1</EndToEndId>", "<CtrlSum>1100.01</CtrlSum>",
                           "<Id>C02</Id>", "<Id>9902</Id>", "<Nm>云栖园区</Nm>",
                           "<CreDtTm>2026-11-30T00:00:00Z</CreDtTm>", "托育服务费 2026-10"}) {
    EXPECT_TRUE(absl::StrContains(file->bytes, part)) << part;
  }
  EXPECT_TRUE(absl::StrContains(file->bytes, "<MsgId>" + file->message_id + "</MsgId>"));
  EXPECT_EQ(file->file_name, "payments-2026-10.xml");
  EXPECT_EQ(file->payments.size(), 2u);
  EXPECT_EQ(WritePayments(writing, Payouts(), {})->bytes, file->bytes);
}

TEST(Payments, LeaveOutWhatWentOutBefore) {
  const adapters::Mapping debtor = Debtor();
  const Writing writing = {"settlement/pain001", debtor, "yunqi", kMonth};
  const PayoutFacts facts = Payouts();
  const auto all = WritePayments(writing, facts, {});
  const auto rest = WritePayments(writing, facts, {facts.payouts[0].name});
  ASSERT_TRUE(rest.ok());
  EXPECT_FALSE(absl::StrContains(rest->bytes, "PO-1"));
  EXPECT_NE(rest->message_id, all->message_id);
  EXPECT_EQ(
      ReasonOf(
          WritePayments(writing, facts, {facts.payouts[0].name, facts.payouts[1].name}).status()),
      "NOTHING_TO_SEND");
}

TEST(Payments, AreRefusedInTheOrderOfTheContract) {
  const adapters::Mapping debtor = Debtor(), nobody;
  PayoutFacts facts = Payouts();
  facts.payees["parks/yunqi/centres/c02"].verified = false;
  const auto reason = [&](const adapters::Mapping& mapping) {
    return ReasonOf(
        WritePayments({"settlement/pain001", mapping, "yunqi", kMonth}, facts, {}).status());
  };
  EXPECT_EQ(reason(nobody), "PAYEE_ACCOUNT_UNVERIFIED");
  facts.payees["parks/yunqi/centres/c02"].verified = true;
  facts.payees["parks/yunqi/centres/c02"].account_name = "";
  EXPECT_EQ(reason(nobody), "MAPPING_INVALID");
  EXPECT_EQ(reason(debtor), "NOT_WRITABLE");
  facts.payouts.clear();
  EXPECT_EQ(reason(debtor), "NOTHING_TO_SEND");
}

TEST(Instructions, GoOutOfAReleasedRunOnly) {
  const adapters::Mapping mapping;
  const Writing writing = {"payroll/csv", mapping, "yunqi", "parks/yunqi/firms/f/payRuns/2026-10"};
  PayRunFacts facts;
  EXPECT_EQ(ReasonOf(WriteInstructions(writing, facts).status()), "PAY_RUN_STATE");
  facts.released = true;
  EXPECT_EQ(ReasonOf(WriteInstructions(writing, facts).status()), "NOTHING_TO_SEND");
  facts.instructions = {{"i1", "91110108MA01234X2W", "E1", "2026-10", absl::CivilDay(2026, 11, 10),
                         "DEDUCT", 120050, "托育费代扣"}};
  const auto file = WriteInstructions(writing, facts);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->bytes,
            "instruction,employer_uscc,employee_no,period,pay_date,kind,amount,currency,reason\r\n"
            "i1,91110108MA01234X2W,E1,2026-10,2026-11-10,DEDUCT,1200.50,CNY,托育费代扣\r\n");
  EXPECT_EQ(file->file_name, "pay-2026-10.csv");
  facts.instructions[0].amount_minor = -1;
  EXPECT_EQ(ReasonOf(WriteInstructions(writing, facts).status()), "NOT_WRITABLE");
}

TEST(Instructions, GoByTheBestRoadThatCarriesThem) {
  adapters::Mapping no_ends;
  no_ends.add_fixed_values()->set_field("kinds");
  no_ends.mutable_fixed_values(0)->set_value("DEDUCT;ALLOW");
  const PayRoad file = PayRoadOf("b-file", "payroll/csv", no_ends);
  const PayRoad tasks = PayRoadOf("a-tasks", "payroll/task_list", adapters::Mapping());
  PayRunFacts facts;
  facts.instructions.resize(2);
  facts.instructions[0].kind = "DEDUCT";
  facts.instructions[1].kind = "ALLOW";
  std::vector<PayRoad> roads = {tasks, file};
  std::vector<std::string> notes;
  EXPECT_EQ(BestRoad(roads, facts, "", &notes)->connection, "b-file");
  EXPECT_TRUE(notes.empty());
  facts.instructions[1].kind = kAuthorisationEnd;
  EXPECT_EQ(BestRoad(roads, facts, "", &notes)->connection, "a-tasks");
  EXPECT_EQ(notes, (std::vector<std::string>{"b-file cannot carry AUTHORISATION_END"}));
  roads = {file};
  EXPECT_EQ(BestRoad(roads, facts, "", &notes), nullptr);
  // Where a better one did not take them, the next is one behind it.
  const PayRoad api = PayRoadOf("z-api", "payroll/json", adapters::Mapping());
  roads = {tasks, api, file};
  notes.clear();
  EXPECT_EQ(BestRoad(roads, facts, "", &notes)->connection, "z-api");
  EXPECT_EQ(BestRoad(roads, facts, "z-api", &notes)->connection, "a-tasks");
  EXPECT_EQ(notes, (std::vector<std::string>{"b-file cannot carry AUTHORISATION_END"}));
  EXPECT_EQ(BestRoad(roads, facts, "a-tasks", &notes), nullptr);
  EXPECT_EQ(BestRoad(roads, facts, "one that is no more", &notes), nullptr);
  // Nor by a connection that is named.
  facts.released = true;
  const Writing writing = {"payroll/csv", no_ends, "yunqi", "parks/yunqi/firms/f/payRuns/2026-10"};
  EXPECT_EQ(ReasonOf(WriteInstructions(writing, facts).status()), "NOT_WRITABLE");
}

TEST(Receivables, AreAListThatThePayersAreSent) {
  const adapters::Mapping mapping;
  const Writing writing = {"", mapping, "yunqi", kMonth};
  EXPECT_EQ(ReasonOf(WriteReceivables(writing, {}).status()), "NOTHING_TO_SEND");
  const auto file = WriteReceivables(
      writing,
      {{"ABCD12345EFG", "INVOICE", "91110108MA01234X2W", 50001}, {"X", "FLOAT", "PARK", 1}});
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->bytes,
            "reference,kind,party,amount\r\nABCD12345EFG,INVOICE,91110108MA01234X2W,500.01\r\n"
            "X,FLOAT,PARK,0.01\r\n");
}

TEST(Advice, NamesChildrenByCaseNumber) {
  const adapters::Mapping mapping;
  const Writing writing = {"centre/attendance_csv", mapping, "yunqi", kMonth};
  EXPECT_EQ(ReasonOf(WriteAdvice(writing, {}).status()), "NOTHING_TO_SEND");
  const auto file =
      WriteAdvice(writing, {{"C1", "G1", absl::CivilDay(2026, 10, 8), absl::CivilDay(2027, 5, 1)}});
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->bytes,
            "case_number,group,start_date,end_date\r\nC1,G1,2026-10-08,2027-05-01\r\n");
}

}  // namespace
}  // namespace tuoqiao::exchange
