// The files that Tuoqiao's adapters write and read are kept beside those adapters: what their tests
// write is answered here, and what is answered here their tests read.
#include "services/cli/sample/world.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "services/cli/sample/csv.h"

namespace tuoqiao::cli {
namespace {

constexpr char kPayrollFolder[] = "adapters/payroll/csv/testdata/";
constexpr char kBankFolder[] = "adapters/settlement/pain001/testdata/";
constexpr absl::CivilDay kPaid(2026, 11, 13);

constexpr char kInstructionHeader[] =
    "instruction,employer_uscc,employee_no,period,pay_date,kind,amount,currency,reason\n";
constexpr char kResultHeader[] =
    "instruction,employer_uscc,employee_no,period,pay_date,kind,amount,status\n";
constexpr char kPayrollHeader[] = "uscc,employee_no,behaviour,amount\n";
constexpr char kReceivableHeader[] = "reference,kind,party,amount\n";
constexpr char kBankHeader[] = "kind,party,behaviour,amount\n";

std::string FileAt(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in.good()) << path;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// Compares with a file, or writes it where expectations are made anew.
void ExpectFile(const std::string& path, const std::string& text) {
  if (std::getenv("TUOQIAO_UPDATE_TESTDATA") != nullptr) {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  EXPECT_EQ(text, FileAt(path)) << path;
}

// ---- payroll

std::string Instruction(const std::string& employee, const std::string& kind,
                        const std::string& amount, const std::string& uscc = "U1") {
  return absl::StrCat("i-", uscc, "-", employee, "-", kind, ",", uscc, ",", employee,
                      ",2026-10,2026-11-10,", kind, ",", amount, ",CNY,childcare\n");
}

std::string Result(const std::string& employee, const std::string& kind, const std::string& amount,
                   const std::string& uscc = "U1") {
  return absl::StrCat("i-", uscc, "-", employee, "-", kind, ",", uscc, ",", employee,
                      ",2026-10,2026-11-10,", kind, ",", amount, ",TAKEN\n");
}

TEST(PayrollSystem, DoesToEachDeductionWhatItsWorldSays) {
  struct Case {
    const char* behaviour;  // And its amount.
    const char* sent;
    const char* seen;  // Nothing where no line comes back.
  };
  const std::vector<Case> cases = {
      {"FULL,", "812.35", "812.35"},       {"SHORT,120.00", "812.35", "692.35"},
      {"SHORT,0.01", "812.35", "812.34"},  {"SHORT,812.35", "812.35", "0.00"},
      {"SHORT,9999.00", "812.35", "0.00"}, {"OVER,35.50", "812.35", "847.85"},
      {"OVER,0.65", "999.35", "1000.00"},  {"MISSING,", "812.35", nullptr}};
  for (const Case& each : cases) {
    const auto answer =
        RespondPayroll(absl::StrCat(kInstructionHeader, Instruction("E1", "DEDUCT", each.sent)),
                       absl::StrCat(kPayrollHeader, "U1,E1,", each.behaviour, "\n"));
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(*answer, absl::StrCat(kResultHeader,
                                    each.seen == nullptr ? "" : Result("E1", "DEDUCT", each.seen)))
        << each.behaviour;
  }
}

TEST(PayrollSystem, TakesInFullWhatNoWorldNamesAndWhatIsNoDeduction) {
  const auto answer = RespondPayroll(
      absl::StrCat(kInstructionHeader, Instruction("E1", "ALLOW", "500.00"),
                   Instruction("E1", "TAXABLE_BENEFIT", "0.01"),
                   Instruction("E2", "DEDUCT", "3.00"), Instruction("E1", "DEDUCT", "4.00", "U2")),
      absl::StrCat(kPayrollHeader, "U1,E1,MISSING,\n"));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(*answer,
            absl::StrCat(kResultHeader, Result("E1", "ALLOW", "500.00"),
                         Result("E1", "TAXABLE_BENEFIT", "0.01"), Result("E2", "DEDUCT", "3.00"),
                         Result("E1", "DEDUCT", "4.00", "U2")));
}

TEST(PayrollSystem, AddsOneLineOfAnUnknownEmployeeForAFirmThatHasOne) {
  const auto answer = RespondPayroll(
      absl::StrCat(kInstructionHeader, Instruction("E1", "DEDUCT", "1.00", "U2"),
                   Instruction("E2", "DEDUCT", "2.00", "U2"),
                   Instruction("E3", "DEDUCT", "3.00", "U1")),
      absl::StrCat(kPayrollHeader, "U2,X99999,UNKNOWN_LINE,88.88\nU3,X99999,UNKNOWN_LINE,88.88\n"));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(*answer,
            absl::StrCat(kResultHeader, Result("E1", "DEDUCT", "1.00", "U2"),
                         Result("E2", "DEDUCT", "2.00", "U2"), Result("E3", "DEDUCT", "3.00", "U1"),
                         ",U2,X99999,2026-10,2026-11-10,DEDUCT,88.88,TAKEN\n"));
}

TEST(PayrollSystem, RefusesWhatItDoesNotUnderstand) {
  const std::string good = absl::StrCat(kInstructionHeader, Instruction("E1", "DEDUCT", "1.00"));
  ASSERT_TRUE(RespondPayroll(good, kPayrollHeader).ok());
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", kPayrollHeader},
      {"employee,amount\n", kPayrollHeader},
      {absl::StrCat(good, "i2,U1,E2\n"), kPayrollHeader},
      {absl::StrCat(kInstructionHeader, Instruction("E1", "DEDUCT", "1")), kPayrollHeader},
      {absl::StrCat(kInstructionHeader, Instruction("E1", "DEDUCT", "-1.00")), kPayrollHeader},
      {good, ""},
      {good, absl::StrCat(kPayrollHeader, "U1,E1,LATE,\n")},
      {good, absl::StrCat(kPayrollHeader, "U1,E1,SHORT,twelve\n")}};
  for (const auto& [instructions, world] : cases) {
    EXPECT_EQ(RespondPayroll(instructions, world).status().code(),
              absl::StatusCode::kInvalidArgument)
        << instructions << world;
  }
}

TEST(PayrollSystem, ReadsTheFileThatIsSentToItAndAnswersAsItIsRead) {
  const std::string uscc = "91110108MA01234X2W";
  const auto answer = RespondPayroll(FileAt(absl::StrCat(kPayrollFolder, "instructions.csv")),
                                     absl::StrCat(kPayrollHeader, uscc, ",A-001,SHORT,200.25\n",
                                                  uscc, ",X99999,UNKNOWN_LINE,88.88\n"));
  ASSERT_TRUE(answer.ok()) << answer.status();
  ExpectFile(absl::StrCat(kPayrollFolder, "results/valid-responded.in"), *answer);
}

// ---- bank

// The lines without their ids, which are hashes.
std::vector<std::vector<std::string>> LinesOf(const std::string& csv) {
  std::vector<std::vector<std::string>> lines;
  const std::vector<Record> records = *ReadRecords(csv);
  for (const Record& record : records) {
    EXPECT_EQ(record.cells.size(), 8u);
    lines.emplace_back(record.cells.begin() + 1, record.cells.end());
  }
  EXPECT_EQ(lines.front(),
            (std::vector<std::string>{"value_date", "direction", "amount", "currency", "reference",
                                      "counterparty", "memo"}));
  lines.erase(lines.begin());
  return lines;
}

TEST(Bank, PaysEachReceivableAsItsPayerDoes) {
  struct Case {
    const char* kind;
    const char* behaviour;  // And its amount.
    const char* paid;       // Nothing where no money comes.
  };
  const std::vector<Case> cases = {
      {"INVOICE", "FULL,", "1200.50"},          {"INVOICE", "UNPAID,", nullptr},
      {"CLAIM", "SHORT,600.00", "600.50"},      {"REMITTANCE", "SHORT,1200.49", "0.01"},
      {"REMITTANCE", "SHORT,1200.50", nullptr}, {"INVOICE", "SHORT,5000.00", nullptr},
      {"FLOAT", "UNPAID,", "1200.50"}};
  for (const Case& each : cases) {
    const auto lines =
        RespondBank(absl::StrCat(kReceivableHeader, "R-1,", each.kind, ",U1,1200.50\n"),
                    absl::StrCat(kBankHeader, each.kind, ",U1,", each.behaviour, "\n"), kPaid);
    ASSERT_TRUE(lines.ok()) << lines.status();
    std::vector<std::vector<std::string>> expected;
    if (each.paid != nullptr) {
      expected = {{"2026-11-13", "IN", each.paid, "CNY", "R-1", "U1", "payment"}};
    }
    EXPECT_EQ(LinesOf(*lines), expected) << each.kind << " " << each.behaviour;
  }
}

TEST(Bank, TellsAPartysKindsOfReceivablesApart) {
  const auto lines =
      RespondBank(absl::StrCat(kReceivableHeader, "R-1,INVOICE,U1,10.00\nR-2,REMITTANCE,U1,20.00\n",
                               "R-3,INVOICE,U2,30.00\n"),
                  absl::StrCat(kBankHeader, "INVOICE,U1,UNPAID,\n"), kPaid);
  ASSERT_TRUE(lines.ok()) << lines.status();
  EXPECT_EQ(LinesOf(*lines), (std::vector<std::vector<std::string>>{
                                 {"2026-11-13", "IN", "20.00", "CNY", "R-2", "U1", "payment"},
                                 {"2026-11-13", "IN", "30.00", "CNY", "R-3", "U2", "payment"}}));
}

TEST(Bank, PaysInFullUnderAReferenceThatNobodyKnows) {
  const std::string receivables =
      absl::StrCat(kReceivableHeader, "R-1,INVOICE,U1,10.00\nR-2,INVOICE,U2,10.00\n");
  const std::string world =
      absl::StrCat(kBankHeader, "INVOICE,U1,WRONG_REFERENCE,\nINVOICE,U2,WRONG_REFERENCE,\n");
  const auto answer = RespondBank(receivables, world, kPaid);
  ASSERT_TRUE(answer.ok()) << answer.status();
  const auto lines = LinesOf(*answer);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0][2], "10.00");
  EXPECT_TRUE(absl::StartsWith(lines[0][4], "ZZ-"));
  EXPECT_NE(lines[0][4], lines[1][4]);
}

TEST(Bank, GivesEachLineAnIdThatStaysWhenItIsAskedAgain) {
  const std::string all =
      absl::StrCat(kReceivableHeader, "R-1,INVOICE,U1,10.00\nR-2,CLAIM,AUTHORITY,20.00\n");
  const std::string one = absl::StrCat(kReceivableHeader, "R-2,CLAIM,AUTHORITY,20.00\n");
  const auto ids = [](const std::string& receivables) {
    const auto lines = RespondBank(receivables, kBankHeader, kPaid);
    EXPECT_TRUE(lines.ok()) << lines.status();
    const std::vector<Record> records = *ReadRecords(*lines);
    std::vector<std::string> ids;
    for (const Record& record : records) ids.push_back(record.cells[0]);
    return ids;
  };
  const std::vector<std::string> first = ids(all);
  ASSERT_EQ(first.size(), 3u);
  EXPECT_NE(first[1], first[2]);
  EXPECT_EQ(ids(all), first);
  EXPECT_EQ(ids(one)[1], first[2]);
}

TEST(Bank, RefusesWhatItDoesNotUnderstand) {
  const std::string good = absl::StrCat(kReceivableHeader, "R-1,INVOICE,U1,10.00\n");
  ASSERT_TRUE(RespondBank(good, kBankHeader, kPaid).ok());
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", kBankHeader},
      {absl::StrCat(good, "R-2,GIFT,U1,10.00\n"), kBankHeader},
      {absl::StrCat(good, "R-1,CLAIM,U1,10.00\n"), kBankHeader},
      {absl::StrCat(good, "R-2,CLAIM,U1,ten\n"), kBankHeader},
      {good, absl::StrCat(kBankHeader, "INVOICE,U1,LATE,\n")}};
  for (const auto& [receivables, world] : cases) {
    EXPECT_EQ(RespondBank(receivables, world, kPaid).status().code(),
              absl::StatusCode::kInvalidArgument)
        << receivables << world;
  }
}

TEST(Bank, AnswersWhatItsLinesAreReadFrom) {
  const auto lines = RespondBank(
      absl::StrCat(kReceivableHeader, "INV-2026-10-1,INVOICE,91110108MA01234X2W,800.00\n",
                   "INV-2026-10-2,INVOICE,PARK,1234.56\n",
                   "CLM-2026-10-1,CLAIM,AUTHORITY,3000.00\n"),
      absl::StrCat(kBankHeader, "CLAIM,AUTHORITY,SHORT,600.00\n",
                   "INVOICE,PARK,WRONG_REFERENCE,\n"),
      kPaid);
  ASSERT_TRUE(lines.ok()) << lines.status();
  ExpectFile(absl::StrCat(kBankFolder, "lines/valid-responded.in"), *lines);
}

// ---- payments

std::string Batch() { return FileAt(absl::StrCat(kBankFolder, "batch.xml")); }

// The text of each element of that name, in order.
std::vector<std::string> Texts(const std::string& xml, const std::string& name) {
  std::vector<std::string> texts;
  const std::vector<std::string> parts = absl::StrSplit(xml, absl::StrCat("<", name, ">"));
  for (size_t i = 1; i < parts.size(); ++i) texts.push_back(parts[i].substr(0, parts[i].find('<')));
  return texts;
}

TEST(Bank, ConfirmsPaymentsThatNoWorldNames) {
  const auto answer = RespondPayments(Batch(), kBankHeader, kPaid);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(Texts(answer->status_report, "GrpSts"), std::vector<std::string>{"ACSC"});
  EXPECT_EQ(Texts(answer->status_report, "TxSts"), std::vector<std::string>(3, "ACSC"));
  EXPECT_TRUE(LinesOf(answer->later_lines).empty());
}

TEST(Bank, RejectsOneCentresPaymentAndConfirmsAnotherLater) {
  const auto answer = RespondPayments(
      Batch(), absl::StrCat(kBankHeader, "PAYOUT,C01,ACCP,\nPAYOUT,C02,RJCT,\n"), kPaid);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(Texts(answer->status_report, "OrgnlMsgId"),
            std::vector<std::string>{"PO-2026-11-0001"});
  EXPECT_EQ(Texts(answer->status_report, "GrpSts"), std::vector<std::string>{"PART"});
  EXPECT_EQ(
      Texts(answer->status_report, "OrgnlEndToEndId"),
      (std::vector<std::string>{"PO-2026-11-0001-1", "PO-2026-11-0001-2", "PO-2026-11-0001-3"}));
  EXPECT_EQ(Texts(answer->status_report, "TxSts"),
            (std::vector<std::string>{"ACCP", "RJCT", "ACSC"}));
  EXPECT_EQ(LinesOf(answer->later_lines),
            (std::vector<std::vector<std::string>>{
                {"2026-11-13", "OUT", "12345.67", "CNY", "PO-2026-11-0001-1", "C01", "payout"}}));
  ExpectFile(absl::StrCat(kBankFolder, "status/valid-responded.in"), answer->status_report);
  ExpectFile(absl::StrCat(kBankFolder, "lines/valid-responded-later.in"), answer->later_lines);
}

TEST(Bank, RefusesAPaymentOrderThatIsNone) {
  const std::string batch = Batch();
  const std::vector<std::string> cases = {
      "",
      "reference,kind\n",
      batch.substr(0, batch.size() / 2),
      absl::StrReplaceAll(batch, {{"pain.001.001.09", "pain.001.001.03"}}),
      absl::StrReplaceAll(batch, {{"<MsgId>PO-2026-11-0001</MsgId>", ""}}),
      absl::StrReplaceAll(batch, {{"<Id>C02</Id>", "<Id></Id>"}}),
      absl::StrReplaceAll(batch, {{"12345.67", "12345.6"}})};
  for (const std::string& payments : cases) {
    EXPECT_EQ(RespondPayments(payments, kBankHeader, kPaid).status().code(),
              absl::StatusCode::kInvalidArgument)
        << payments.substr(0, 100);
  }
}

}  // namespace
}  // namespace tuoqiao::cli
