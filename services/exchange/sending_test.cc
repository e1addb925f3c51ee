// Files that go out, and what a bank says of the payments in them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/exchange/testing_service.h"

namespace tuoqiao::exchange {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

constexpr char kOctober[] = "parks/yunqi/months/2026-10";

class SendingTest : public ExchangeTest {
 protected:
  SendingTest() {
    payments_ = Connection("parks/yunqi/connections/payments", "settlement/pain001", "PAYMENTS");
    Fix(&payments_, "debtor_name", "云栖园区");
    Fix(&payments_, "debtor_account", "9900000000000000001");
    Fix(&payments_, "debtor_bank", "103100000026");
    directory_.today = "2026-11-30";
    AddPayout("c01", "PO-1", "2026-10");
    AddPayout("c02", "PO-2", "2026-10");
    AddPayout("c02", "PO-0", "2026-09");
  }

  void AddPayout(const std::string& centre, const std::string& id, const std::string& month) {
    settlement::v1::Payout& payout = settlement_.payouts.emplace_back();
    payout.set_name(absl::StrCat("parks/yunqi/centres/", centre, "/payouts/", month, "-", id));
    payout.set_centre(absl::StrCat("parks/yunqi/centres/", centre));
    payout.set_month(month);
    payout.set_amount_minor(10001);
    payout.set_state(settlement::v1::Payout::RELEASED);
    payout.set_end_to_end_id(id);
  }
  absl::StatusOr<v1::Delivery> Send(const std::string& connection, const std::string& subject,
                                    const Speaker& who, bool validate_only = false) {
    v1::SendDeliveryRequest request;
    request.set_parent(connection.substr(0, connection.find("/connections/")));
    request.set_connection(connection);
    request.set_subject(subject);
    request.set_request_id(NewRequestId());
    request.set_validate_only(validate_only);
    return Call(&Stub::SendDelivery, request, who);
  }
  absl::StatusOr<v1::Delivery> SendPayments(bool validate_only = false) {
    return Send(payments_.name(), kOctober, kFinance, validate_only);
  }
  std::string Bytes(const v1::Delivery& delivery, const Speaker& who) {
    const auto bytes = Download(delivery.name(), false, who);
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    return bytes.value_or("");
  }

  v1::Connection payments_;
};

TEST_F(SendingTest, APayoutGoesOutInOneFileOnly) {
  ASSERT_TRUE(Set(payments_, kFinance).ok());
  const auto dry_run = SendPayments(/*validate_only=*/true);
  ASSERT_TRUE(dry_run.ok()) << dry_run.status();
  const auto first = SendPayments();
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->SerializeAsString(), dry_run->SerializeAsString());
  EXPECT_EQ(first->state(), v1::Delivery::SENT);
  EXPECT_TRUE(first->outward());
  EXPECT_EQ(first->subject(), kOctober);
  const std::string bytes = Bytes(*first, kFinance);
  EXPECT_TRUE(absl::StrContains(bytes, "PO-1") && absl::StrContains(bytes, "PO-2"));
  EXPECT_FALSE(absl::StrContains(bytes, "PO-0")) << "Another month's.";
  EXPECT_TRUE(absl::StrContains(bytes, "<Id>C01</Id>")) << "The centre's own code.";

  directory_.today = "2026-12-01";
  EXPECT_EQ(SendPayments()->name(), first->name()) << "The same subject is the same file.";

  // A payout that is issued again goes out alone; what no bank has answered yet does not.
  AddPayout("c01", "PO-3", "2026-10");
  const auto second = SendPayments();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_NE(second->name(), first->name());
  const std::string later = Bytes(*second, kFinance);
  EXPECT_TRUE(absl::StrContains(later, "PO-3"));
  EXPECT_FALSE(absl::StrContains(later, "PO-1"));
  EXPECT_EQ(SendPayments()->name(), second->name());

  // Nor through another connection.
  v1::Connection other = payments_;
  other.set_name("parks/yunqi/connections/other-bank");
  ASSERT_TRUE(Set(other, kFinance).ok());
  EXPECT_EQ(ReasonOf(Send(other.name(), kOctober, kFinance).status()), "NOTHING_TO_SEND");
}

TEST_F(SendingTest, ARequestIsAnsweredAsBefore) {
  ASSERT_TRUE(Set(payments_, kFinance).ok());
  v1::SendDeliveryRequest request;
  request.set_parent("parks/yunqi");
  request.set_connection(payments_.name());
  request.set_subject(kOctober);
  request.set_request_id(NewRequestId());
  const auto first = Call(&Stub::SendDelivery, request, kFinance);
  ASSERT_TRUE(first.ok()) << first.status();
  AddPayout("c01", "PO-3", "2026-10");
  EXPECT_EQ(Call(&Stub::SendDelivery, request, kFinance)->name(), first->name());
  request.set_subject("parks/yunqi/months/2026-09");
  EXPECT_EQ(ReasonOf(Call(&Stub::SendDelivery, request, kFinance).status()), "REQUEST_ID_REUSED");
}

TEST_F(SendingTest, IsRefusedInTheOrderOfTheContract) {
  const std::string out = absl::StrCat(kFirm, "/connections/out");
  const std::string run = absl::StrCat(kFirm, "/payRuns/2026-10");
  EXPECT_EQ(ReasonOf(Send("parks/yunqi/connections/x y", kOctober, kFinance).status()),
            "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(Send(payments_.name(), "", kFinance).status()), "FIELD_REQUIRED");
  EXPECT_EQ(ReasonOf(SendPayments().status()), "CONNECTION_NOT_FOUND");
  ASSERT_TRUE(Set(payments_, kFinance).ok());
  EXPECT_EQ(ReasonOf(Send(payments_.name(), kOctober, kAdmin).status()), "PERMISSION_DENIED");
  const std::string bank = "parks/yunqi/connections/bank";
  ASSERT_TRUE(Set(Connection(bank, "settlement/pain001", "BANK_LINES"), kFinance).ok());
  EXPECT_EQ(ReasonOf(Send(bank, kOctober, kFinance).status()), "CONTENT_INWARD");
  for (const char* subject : {"parks/xixi/months/2026-10", "parks/yunqi/months/2026-13", "x"}) {
    EXPECT_EQ(ReasonOf(Send(payments_.name(), subject, kFinance).status()), "FIELD_INVALID");
  }
  ASSERT_TRUE(Set(Connection(out, "payroll/csv", "PAY_INSTRUCTIONS"), kPayroll).ok());
  EXPECT_EQ(ReasonOf(Send(out, kOctober, kPayroll).status()), "FIELD_INVALID");
  payroll_.run_there = false;
  EXPECT_EQ(ReasonOf(Send(out, run, kPayroll).status()), "PAY_RUN_NOT_FOUND");
  payroll_.run_there = true;
  payroll_.state = payroll::v1::PayRun::PREFLIGHTED;
  EXPECT_EQ(ReasonOf(Send(out, run, kPayroll).status()), "PAY_RUN_STATE");
  payroll_.state = payroll::v1::PayRun::RELEASED;
  EXPECT_EQ(ReasonOf(Send(out, run, kPayroll).status()), "NOTHING_TO_SEND");

  settlement_.accounts["c02"] = "PROPOSED";
  EXPECT_EQ(ReasonOf(SendPayments().status()), "PAYEE_ACCOUNT_UNVERIFIED");
  settlement_.accounts["c02"] = "VERIFIED";
  v1::Connection nobody = payments_;
  nobody.clear_mapping();
  ASSERT_TRUE(Set(nobody, kFinance).ok());
  EXPECT_EQ(ReasonOf(SendPayments().status()), "MAPPING_INVALID");
  v1::Connection wrong = payments_;
  wrong.mutable_mapping()->mutable_fixed_values(2)->set_value("12");
  ASSERT_TRUE(Set(wrong, kFinance).ok());
  EXPECT_EQ(ReasonOf(SendPayments().status()), "NOT_WRITABLE");
  ASSERT_TRUE(Set(payments_, kFinance).ok());
  settlement_.payouts.clear();
  EXPECT_EQ(ReasonOf(SendPayments().status()), "NOTHING_TO_SEND");
}

TEST_F(SendingTest, TheNextFileCarriesTheEndOfARevokedAuthorisationAndPayrollHearsOfIt) {
  const std::string out = absl::StrCat(kFirm, "/connections/out");
  const std::string run = absl::StrCat(kFirm, "/payRuns/2026-10");
  ASSERT_TRUE(Set(Connection(out, "payroll/csv", "PAY_INSTRUCTIONS"), kPayroll).ok());
  payroll::v1::Authorisation& revoked = payroll_.revoked.emplace_back();
  revoked.set_name(absl::StrCat(kFirm, "/authorisations/aut-1"));
  revoked.set_employee_no("E1");
  revoked.set_revoke_date("2026-10-20");
  revoked.set_state(payroll::v1::Authorisation::REVOKED);
  ASSERT_TRUE(Send(out, run, kPayroll, /*validate_only=*/true).ok());
  EXPECT_TRUE(payroll_.told.empty()) << "Nothing went out.";

  // Where payroll could not be told, the same request is sent again, and then it hears of it.
  payroll_.hears_ends = false;
  v1::SendDeliveryRequest request;
  request.set_parent(kFirm);
  request.set_connection(out);
  request.set_subject(run);
  request.set_request_id(NewRequestId());
  EXPECT_FALSE(Call(&Stub::SendDelivery, request, kPayroll).ok());
  payroll_.hears_ends = true;
  const auto sent = Call(&Stub::SendDelivery, request, kPayroll);
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(Bytes(*sent, kPayroll),
            absl::StrCat("instruction,employer_uscc,employee_no,period,pay_date,kind,amount,"
                         "currency,reason\r\n",
                         revoked.name(), ",", kUscc,
                         ",E1,2026-10,2026-10-20,AUTHORISATION_END,0.00,CNY,代扣授权终止\r\n"));
  ASSERT_EQ(payroll_.told.size(), 1u);
  EXPECT_EQ(payroll_.told[0].authorisations(0), revoked.name());
  EXPECT_EQ(payroll_.told[0].delivery(), sent->name());
  EXPECT_EQ(payroll_.told[0].subject(), run);

  // Told, it stays in the file about this run, and is in no other.
  EXPECT_EQ(Send(out, run, kPayroll)->name(), sent->name());
  EXPECT_EQ(ReasonOf(Send(out, absl::StrCat(kFirm, "/payRuns/2026-11"), kPayroll).status()),
            "NOTHING_TO_SEND");
}

TEST_F(SendingTest, APayRunFindsTheBestRoadAndSaysWhyNotABetterOne) {
  const std::string run = absl::StrCat(kFirm, "/payRuns/2026-10");
  const auto send = [&] {
    v1::SendDeliveryRequest request;
    request.set_parent(kFirm);
    request.set_subject(run);
    request.set_request_id(NewRequestId());
    return Call(&Stub::SendDelivery, request, kPayroll);
  };
  payroll::v1::Instruction& each = payroll_.instructions.emplace_back();
  each.set_name(absl::StrCat(run, "/instructions/i1"));
  each.set_employee_no("E1");
  each.set_kind("DEDUCT");
  each.set_amount_minor(120050);
  each.set_state(payroll::v1::Instruction::SENT);
  EXPECT_EQ(ReasonOf(send().status()), "CONNECTION_NOT_FOUND");
  v1::Connection file =
      Connection(absl::StrCat(kFirm, "/connections/file"), "payroll/csv", "PAY_INSTRUCTIONS");
  Fix(&file, "kinds", "DEDUCT");
  ASSERT_TRUE(Set(file, kPayroll).ok());
  const std::string tasks = absl::StrCat(kFirm, "/connections/tasks");
  ASSERT_TRUE(Set(Connection(tasks, "payroll/task_list", "PAY_INSTRUCTIONS"), kPayroll).ok());
  const auto by_file = send();
  ASSERT_TRUE(by_file.ok()) << by_file.status();
  EXPECT_EQ(by_file->connection(), file.name());
  EXPECT_EQ(by_file->road(), "FILE");
  EXPECT_EQ(by_file->notes_size(), 0);

  payroll::v1::Authorisation& revoked = payroll_.revoked.emplace_back();
  revoked.set_name(absl::StrCat(kFirm, "/authorisations/aut-1"));
  revoked.set_employee_no("E2");
  revoked.set_revoke_date("2026-10-20");
  revoked.set_state(payroll::v1::Authorisation::REVOKED);
  const auto by_person = send();
  ASSERT_TRUE(by_person.ok()) << by_person.status();
  EXPECT_EQ(by_person->connection(), tasks);
  EXPECT_EQ(by_person->road(), "TASK_LIST");
  EXPECT_THAT(by_person->notes(),
              ElementsAre(absl::StrCat(file.name(), " cannot carry AUTHORISATION_END")));
  EXPECT_EQ(by_person->file_name(), "tasks-2026-10.csv");
  const std::string list = Bytes(*by_person, kPayroll);
  EXPECT_TRUE(absl::StrContains(list, "E1,代扣,1200.50")) << list;
  EXPECT_TRUE(absl::StrContains(list, "E2,终止授权,0.00")) << list;
}

TEST_F(SendingTest, AReleasedPayRunIsTheSameFileUntilAndAfterItIsReadBack) {
  const std::string out = absl::StrCat(kFirm, "/connections/out");
  ASSERT_TRUE(Set(Connection(out, "payroll/csv", "PAY_INSTRUCTIONS"), kPayroll).ok());
  const auto add = [&](const std::string& number, int64_t minor,
                       payroll::v1::Instruction::State state) {
    payroll::v1::Instruction& each = payroll_.instructions.emplace_back();
    each.set_name(absl::StrCat(kFirm, "/payRuns/2026-10/instructions/", number));
    each.set_employee_no(number);
    each.set_kind("DEDUCT");
    each.set_amount_minor(minor);
    each.set_state(state);
  };
  add("E1", 120050, payroll::v1::Instruction::SENT);
  add("E2", 0, payroll::v1::Instruction::SENT);
  add("E3", 500, payroll::v1::Instruction::DIRECT);
  const std::string run = absl::StrCat(kFirm, "/payRuns/2026-10");
  const auto first = Send(out, run, kPayroll);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(Bytes(*first, kPayroll),
            absl::StrCat("instruction,employer_uscc,employee_no,period,pay_date,kind,amount,"
                         "currency,reason\r\n",
                         kFirm, "/payRuns/2026-10/instructions/E1,", kUscc,
                         ",E1,2026-10,2026-11-10,DEDUCT,1200.50,CNY,托育费代扣\r\n"));
  payroll_.state = payroll::v1::PayRun::RECONCILED;
  payroll_.instructions[0].set_state(payroll::v1::Instruction::SHORT);
  payroll_.instructions[0].set_seen_minor(100000);
  EXPECT_EQ(Send(out, run, kPayroll)->name(), first->name());
}

TEST_F(SendingTest, ReceivablesOfAMonthGrow) {
  const std::string name = "parks/yunqi/connections/receivables";
  ASSERT_TRUE(Set(Connection(name, "", "RECEIVABLES"), kFinance).ok());
  EXPECT_EQ(ReasonOf(Send(name, kOctober, kFinance).status()), "NOTHING_TO_SEND");
  const auto add = [&](const char* reference, const char* kind, const char* month) {
    settlement::v1::Receivable& each = settlement_.receivables.emplace_back();
    each.set_reference(reference);
    each.set_kind(kind);
    each.set_party("PARK");
    each.set_month(month);
    each.set_amount_minor(100);
    each.set_paid_minor(100);
  };
  add("R1", "INVOICE", "2026-10");
  add("R0", "INVOICE", "2026-09");
  EXPECT_EQ(Bytes(*Send(name, kOctober, kFinance), kFinance),
            "reference,kind,party,amount\r\nR1,INVOICE,PARK,1.00\r\n");
  add("R2", "FLOAT", "2026-10");
  EXPECT_EQ(Bytes(*Send(name, kOctober, kFinance), kFinance),
            "reference,kind,party,amount\r\nR1,INVOICE,PARK,1.00\r\nR2,FLOAT,PARK,1.00\r\n");
}

TEST_F(SendingTest, ACentreIsToldWhatItsPayoutIsMadeOf) {
  const std::string name = absl::StrCat(kCentre, "/connections/payment-advice");
  ASSERT_TRUE(Set(Connection(name, "", "PAYMENT_ADVICE"), kManager).ok());
  EXPECT_EQ(ReasonOf(Send(name, kOctober, kManager).status()), "NOTHING_TO_SEND");
  settlement::v1::Payout& payout = settlement_.payouts.emplace_back();
  payout.set_name(absl::StrCat(kCentre, "/payouts/2026-10"));
  payout.set_month("2026-10");
  payout.set_end_to_end_id("PO-1");
  payout.set_state(settlement::v1::Payout::CONFIRMED);
  const auto add = [&](const char* kind, const char* child, const char* payer, int64_t minor,
                       const char* carried) {
    auto& line = settlement_.payout_lines[payout.name()].emplace_back();
    line.set_kind(kind);
    line.set_case_number(child);
    line.set_payer(payer);
    line.set_billed_month("2026-10");
    line.set_attended_days(18);
    line.set_carried_month(carried);
    line.set_amount_minor(minor);
  };
  add("PAID", "C1", "FIRM", 50001, "");
  add("OFFSET", "C2", "PARK", -700, "2026-09");
  add("OTHER", "", "", -1, "");
  const auto delivery = Send(name, kOctober, kManager);
  ASSERT_TRUE(delivery.ok()) << delivery.status();
  EXPECT_EQ(Bytes(*delivery, kManager),
            "payout,payment_reference,state,kind,case_number,payer,billed_month,attended_days,"
            "carried_from,amount\r\n"
            "2026-10,PO-1,CONFIRMED,PAID,C1,FIRM,2026-10,18,,500.01\r\n"
            "2026-10,PO-1,CONFIRMED,OFFSET,C2,PARK,2026-10,18,2026-09,-7.00\r\n"
            "2026-10,PO-1,CONFIRMED,OTHER,,,2026-10,,,-0.01\r\n");
}

TEST_F(SendingTest, APayerIsShownWhatItIsAskedFor) {
  const std::string name = "parks/yunqi/connections/receivable-lines";
  ASSERT_TRUE(Set(Connection(name, "", "RECEIVABLE_LINES"), kFinance).ok());
  settlement::v1::Receivable& claim = settlement_.receivables.emplace_back();
  claim.set_name("parks/yunqi/receivables/2026-10-claim-authority");
  claim.set_reference("R1");
  claim.set_kind("CLAIM");
  claim.set_party("AUTHORITY");
  claim.set_month("2026-10");
  claim.set_amount_minor(40000);
  auto& line = settlement_.receivable_lines[claim.name()].emplace_back();
  line.set_kind("ORIGINAL");
  line.set_month("2026-10");
  line.set_case_number("C1");
  line.set_centre(kCentre);
  line.set_attended_days(15);
  line.set_amount_minor(40000);
  EXPECT_EQ(Bytes(*Send(name, kOctober, kFinance), kFinance),
            absl::StrCat("reference,receivable_kind,party,kind,month,employee,case_number,centre,"
                         "attended_days,amount\r\nR1,CLAIM,AUTHORITY,ORIGINAL,2026-10,,C1,",
                         std::string(kCentre).substr(std::string(kCentre).rfind('/') + 1),
                         ",15,400.00\r\n"));
}

TEST_F(SendingTest, ACentreIsToldWhomToExpect) {
  const std::string name = absl::StrCat(kCentre, "/connections/advice");
  ASSERT_TRUE(Set(Connection(name, "centre/attendance_csv", "ENROLMENT_ADVICE"), kManager).ok());
  const auto add = [&](const char* child, const char* start, const char* end,
                       places::v1::Enrolment::State state) {
    places::v1::Enrolment& each = places_.enrolments.emplace_back();
    each.set_case_number(child);
    each.set_group(absl::StrCat(kCentre, "/groups/g1"));
    each.set_start_date(start);
    each.set_end_date(end);
    each.set_state(state);
  };
  add("C1", "2026-10-31", "2027-05-01", places::v1::Enrolment::PLANNED);
  add("C2", "2026-11-01", "2027-05-01", places::v1::Enrolment::PLANNED);
  add("C3", "2026-10-08", "2027-05-01", places::v1::Enrolment::CANCELLED);
  const auto delivery = Send(name, kOctober, kManager);
  ASSERT_TRUE(delivery.ok()) << delivery.status();
  EXPECT_EQ(Bytes(*delivery, kManager),
            "case_number,group,start_date,end_date\r\nC1,G1,2026-10-31,2027-05-01\r\n");
}

// ---- pain.002

std::string Report(const std::string& message, const std::string& group,
                   const std::string& payments) {
  return absl::StrCat(
      "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.11\"><CstmrPmtStsRpt>\n",
      "<OrgnlGrpInfAndSts><OrgnlMsgId>", message, "</OrgnlMsgId><GrpSts>", group,
      "</GrpSts></OrgnlGrpInfAndSts>\n<OrgnlPmtInfAndSts><OrgnlPmtInfId>b</OrgnlPmtInfId>",
      payments, "</OrgnlPmtInfAndSts>\n</CstmrPmtStsRpt></Document>");
}
std::string Status(const std::string& id, const std::string& status) {
  return absl::StrCat("\n<TxInfAndSts><OrgnlEndToEndId>", id, "</OrgnlEndToEndId><TxSts>", status,
                      "</TxSts></TxInfAndSts>");
}

TEST_F(SendingTest, AStatusOfAWholeMessageHoldsForPaymentsWithoutTheirOwn) {
  ASSERT_TRUE(Set(payments_, kFinance).ok());
  const std::string bytes = Bytes(*SendPayments(), kFinance);
  const size_t at = bytes.find("<MsgId>") + 7;
  const std::string message = bytes.substr(at, bytes.find("</MsgId>") - at);
  const v1::Connection connection =
      Connection("parks/yunqi/connections/status", "settlement/pain001", "PAYMENT_STATUS");
  ASSERT_TRUE(Set(connection, kFinance).ok());

  const v1::Delivery part =
      Receive(connection, Report(message, "PART", Status("PO-1", "RJCT")), kFinance);
  EXPECT_THAT(Results(part.name(), kFinance), ElementsAre("2 UNCHANGED", "4 CREATED"));
  EXPECT_THAT(settlement_.statuses, ElementsAre(Pair("PO-1", "RJCT")));

  const v1::Delivery whole =
      Receive(connection, Report(message, "ACSC", Status("PO-1", "RJCT")), kFinance);
  EXPECT_THAT(Results(whole.name(), kFinance), ElementsAre("2 CREATED", "4 UNCHANGED"));
  EXPECT_THAT(settlement_.statuses, ElementsAre(Pair("PO-1", "RJCT"), Pair("PO-2", "ACSC")));

  const v1::Delivery unknown =
      Receive(connection, Report("not-ours", "ACSC", Status("X-1", "ACSC")), kFinance);
  EXPECT_THAT(Results(unknown.name(), kFinance),
              ElementsAre("2 REJECTED PAYOUT_NOT_FOUND", "4 REJECTED PAYOUT_NOT_FOUND"));
}

}  // namespace
}  // namespace tuoqiao::exchange
