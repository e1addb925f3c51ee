// Files that come in: what becomes of each record, of the whole file, and of the same file again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/common/hash.h"
#include "services/exchange/testing_service.h"

namespace tuoqiao::exchange {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class ReceivingTest : public ExchangeTest {
 protected:
  void SetUp() override { ASSERT_TRUE(Set(Roster(), kHr).ok()); }
};

TEST_F(ReceivingTest, AppliesGoodRowsAndReportsTheOthers) {
  const v1::Delivery delivery = ReceiveRoster(
      StaffRow("E1") + "E2,柳青,PASSPORT,EB7,bad,,一号楼,40\n" + StaffRow("E3") + "E4\n");
  EXPECT_EQ(delivery.state(), v1::Delivery::PARTLY);
  EXPECT_EQ(delivery.records_read(), 4);
  EXPECT_EQ(delivery.created(), 2);
  EXPECT_EQ(delivery.rejected(), 2);
  EXPECT_EQ(delivery.reason(), "");
  EXPECT_THAT(directory_.Employed(), ElementsAre("E1", "E3"));
  EXPECT_THAT(Results(delivery.name(), kHr), ElementsAre("2 CREATED", "3 REJECTED DATE_INVALID",
                                                         "4 CREATED", "5 REJECTED COLUMN_COUNT"));
  EXPECT_THAT(Results(delivery.name(), kHr, /*rejected_only=*/true, /*page_size=*/1),
              ElementsAre("3 REJECTED DATE_INVALID", "5 REJECTED COLUMN_COUNT"));
  ASSERT_EQ(directory_.reports.size(), 1u);
  EXPECT_EQ(directory_.reports[0].accepted(), 2);
  EXPECT_EQ(directory_.reports[0].rejected(), 2);
}

TEST_F(ReceivingTest, ACellOfTwoLinesIsOneRecord) {
  const v1::Delivery delivery = ReceiveRoster(
      "E1,梅长安,PASSPORT,EB1234567,2020-03-01,,\"8号楼\r\n东门\",40\n" + StaffRow("E2"));
  EXPECT_THAT(Results(delivery.name(), kHr), ElementsAre("2 CREATED", "4 CREATED"));
}

TEST_F(ReceivingTest, HandsRejectedRowsBackAsAFileThatUploadsAsItIs) {
  const v1::Delivery delivery =
      ReceiveRoster(StaffRow("E1") + "E2,\"柳,青\",PASSPORT,EB1234567,bad,,一号楼,40\n");
  const auto rejected = Download(delivery.name(), true, kHr);
  ASSERT_TRUE(rejected.ok()) << rejected.status();
  EXPECT_EQ(
      *rejected,
      absl::StrCat("\xEF\xBB\xBF", absl::StripSuffix(kRosterHeader, "\n"),
                   ",reason\r\nE2,\"柳,青\",PASSPORT,EB1234567,bad,,一号楼,40,DATE_INVALID\r\n"));
  EXPECT_TRUE(Download(delivery.name(), false, kHr).value() ==
              absl::StrCat(kRosterHeader, StaffRow("E1"),
                           "E2,\"柳,青\",PASSPORT,EB1234567,bad,,一号楼,40\n"));

  // Mended, it is a part of a file: nobody leaves who is not in it.
  const v1::Delivery mended =
      Receive(Roster(), absl::StrReplaceAll(*rejected, {{",bad,", ",2021-01-04,"}}), kHr);
  EXPECT_EQ(mended.state(), v1::Delivery::ACCEPTED);
  EXPECT_EQ(mended.absent(), 0);
  EXPECT_THAT(directory_.Employed(), ElementsAre("E1", "E2"));
  EXPECT_EQ(Download(mended.name(), true, kHr).value(), "");

  // Not mended, it comes back once more and with one reason.
  const v1::Delivery again =
      Receive(Roster(), absl::StrReplaceAll(*rejected, {{",bad,", ",2021-02-30,"}}), kHr);
  EXPECT_EQ(again.state(), v1::Delivery::REJECTED);
  EXPECT_EQ(Download(again.name(), true, kHr).value(),
            absl::StrReplaceAll(*rejected, {{",bad,", ",2021-02-30,"}}));
}

TEST_F(ReceivingTest, GivesATableOfWhatIsNoRow) {
  v1::Connection connection = Roster();
  connection.set_adapter("roster/x12_834");
  ASSERT_TRUE(Set(connection, kHr).ok());
  const std::string x12 =
      "ISA*00*          *00*          *ZZ*PARKHR         *ZZ*TUOQIAO        "
      "*260916*0900*^*00501*000000905*0*P*:~"
      "GS*BE*PARKHR*TUOQIAO*20260916*0900*1*X*005010X220A1~ST*834*0001*005010X220A1~"
      "BGN*00*R-0916*20260916*0900****4~INS*Y*18*030**A***FT~REF*0F*A001~"
      "DTP*336*D8*20200301~NM1*IL*1*梅*长安~INS*Y*18*030**A***FT~REF*0F*A002~"
      "DTP*336*D8*20200230~NM1*IL*1*柳*青~SE*11*0001~GE*1*1~IEA*1*000000905~";
  const v1::Delivery delivery = Receive(connection, x12, kHr);
  EXPECT_EQ(delivery.created(), 1) << delivery.ShortDebugString();
  EXPECT_THAT(Results(delivery.name(), kHr), ElementsAre("5 CREATED", "9 REJECTED DATE_INVALID"));
  const std::string table = Download(delivery.name(), true, kHr).value();
  EXPECT_TRUE(absl::StartsWith(table, "\xEF\xBB\xBFline,reason,record\r\n9,DATE_INVALID,"));
  EXPECT_TRUE(absl::StrContains(table, "A002"));
}

TEST_F(ReceivingTest, RefusesAWholeFileWithReasonAndSentences) {
  const struct {
    const char* bytes;
    const char* reason;
  } kCases[] = {{"", "FILE_EMPTY"},
                {"employee_no,name\nE1,x\n", "HEADER_MISSING"},
                {"PK\x03\x04 a workbook", "FORMAT_UNKNOWN"}};
  for (const auto& each : kCases) {
    SCOPED_TRACE(each.reason);
    const v1::Delivery delivery = Receive(Roster(), each.bytes, kHr);
    EXPECT_EQ(delivery.state(), v1::Delivery::REJECTED);
    EXPECT_EQ(delivery.reason(), each.reason);
    EXPECT_FALSE(delivery.text_en().empty() || delivery.text_zh().empty());
    EXPECT_THAT(Results(delivery.name(), kHr), IsEmpty());
    EXPECT_EQ(directory_.reports.back().accepted(), 0);
    EXPECT_EQ(directory_.reports.back().rejected(), 1);
  }
}

TEST_F(ReceivingTest, TakesADuplicateWhoseForerunnerItsOwnerRefused) {
  const std::string nowhere = "E1,梅长安,PASSPORT,EB1234567,2020-03-01,,nowhere,40\n";
  const v1::Delivery delivery =
      ReceiveRoster(nowhere + nowhere + StaffRow("E1") + StaffRow("E1", "梅二"));
  EXPECT_THAT(Results(delivery.name(), kHr),
              ElementsAre("2 REJECTED FIELD_INVALID", "3 REJECTED FIELD_INVALID", "4 CREATED",
                          "5 REJECTED DUPLICATE_IN_FILE"));
}

TEST_F(ReceivingTest, RejectsEveryRowOfAFirmThatTheParkDoesNotKnowUntilItDoes) {
  directory_.firms.clear();
  const v1::Delivery delivery = ReceiveRoster(StaffRow("E1") + "E2\n");
  EXPECT_EQ(delivery.state(), v1::Delivery::REJECTED);
  EXPECT_THAT(Results(delivery.name(), kHr),
              ElementsAre("2 REJECTED UNKNOWN_FIRM", "3 REJECTED COLUMN_COUNT"));
  directory_.firms.insert(kFirm);
  const v1::Delivery again = ReceiveRoster(StaffRow("E1") + "E2\n");
  EXPECT_EQ(again.name(), delivery.name());
  EXPECT_THAT(Results(again.name(), kHr), ElementsAre("2 CREATED", "3 REJECTED COLUMN_COUNT"));
}

TEST_F(ReceivingTest, TheSameFileAgainIsTheSameDelivery) {
  const std::string rows = StaffRow("E1") + StaffRow("E2");
  const v1::Delivery first = ReceiveRoster(rows);
  const size_t calls = directory_.RequestIds().size();
  const int64_t written = harness_.db("exchange").RowsWritten().value();
  const v1::Delivery again = ReceiveRoster(rows);
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(directory_.RequestIds().size(), calls) << "Nobody was asked anything.";
  EXPECT_EQ(harness_.db("exchange").RowsWritten().value(), written + 1)
      << "Only the reply to the new request_id.";
  // Another person of the firm gets the same from an operation of its own.
  const auto other = Receive(First(Roster().name()), absl::StrCat(kRosterHeader, rows),
                             {"FIRM_HR", kFirm, "wang"});
  ASSERT_TRUE(other.ok()) << other.status();
  EXPECT_EQ(other->SerializeAsString(), first.SerializeAsString());
}

TEST_F(ReceivingTest, AnOlderFileIsAppliedAgainAfterANewerOne) {
  const v1::Delivery first = ReceiveRoster(StaffRow("E1"));
  ReceiveRoster(StaffRow("E1", "梅二"));
  const v1::Delivery again = ReceiveRoster(StaffRow("E1"));
  EXPECT_EQ(again.name(), first.name());
  EXPECT_EQ(again.updated(), 1);
  EXPECT_THAT(Results(again.name(), kHr), ElementsAre("2 UPDATED"));
}

TEST_F(ReceivingTest, AMendedMappingReadsTheKeptFileAnew) {
  const std::string file =
      absl::StrReplaceAll(absl::StrCat(kRosterHeader, StaffRow("E1")), {{"PASSPORT", "通行证"}});
  EXPECT_EQ(Receive(Roster(), file, kHr).rejected(), 1);
  v1::Connection mended = Roster();
  auto* alias = mended.mutable_mapping()->add_code_aliases();
  alias->set_field("id_type");
  alias->set_from("通行证");
  alias->set_to("PASSPORT");
  ASSERT_TRUE(Set(mended, kHr).ok());
  EXPECT_EQ(Receive(mended, file, kHr).created(), 1);
}

TEST_F(ReceivingTest, ARequestIsAnsweredAsBeforeAndNeverForAnotherFile) {
  const v1::ReceiveDeliveryRequest first = First(Roster().name());
  const std::string bytes = absl::StrCat(kRosterHeader, StaffRow("E1"));
  const auto operation = Upload(first, {bytes}, kHr);
  ASSERT_TRUE(operation.ok()) << operation.status();
  EXPECT_EQ(Upload(first, {bytes.substr(0, 9), bytes.substr(9)}, kHr).value(), *operation);
  EXPECT_EQ(ReasonOf(Upload(first, {bytes + "E2\n"}, kHr).status()), "REQUEST_ID_REUSED");
}

TEST_F(ReceivingTest, ADryRunReportsEverythingAndAppliesNothing) {
  ReceiveRoster(StaffRow("E1"));
  const size_t reports = directory_.reports.size();
  v1::ReceiveDeliveryRequest first = First(Roster().name());
  first.set_validate_only(true);
  const std::string bytes =
      absl::StrCat(kRosterHeader, StaffRow("E2"), "E3,x,PASSPORT,EB1234567,bad,,y,40\n");
  const auto dry_run = Receive(first, bytes, kHr);
  ASSERT_TRUE(dry_run.ok()) << dry_run.status();
  EXPECT_TRUE(dry_run->validate_only());
  EXPECT_EQ(dry_run->created(), 1);
  EXPECT_EQ(dry_run->rejected(), 1);
  EXPECT_EQ(dry_run->absent(), 1) << "It says who would leave.";
  EXPECT_THAT(Results(dry_run->name(), kHr), ElementsAre("2 CREATED", "3 REJECTED DATE_INVALID"));
  EXPECT_THAT(directory_.Employed(), ElementsAre("E1"));
  EXPECT_EQ(directory_.reports.size(), reports);

  // The same request in earnest, under the same id.
  first.set_validate_only(false);
  const auto earnest = Receive(first, bytes, kHr);
  ASSERT_TRUE(earnest.ok()) << earnest.status();
  EXPECT_NE(earnest->name(), dry_run->name());
  EXPECT_THAT(directory_.Employed(), ElementsAre("E2"));
}

TEST_F(ReceivingTest, EndsWhomAFullRosterNoLongerNames) {
  ReceiveRoster(StaffRow("E1") + StaffRow("E2") + StaffRow("E3"));
  // Named in a rejected row is named.
  const v1::Delivery delivery =
      ReceiveRoster(StaffRow("E1") + "E2,x,PASSPORT,EB1234567,bad,,y,40\n");
  EXPECT_EQ(delivery.absent(), 1);
  EXPECT_FALSE(delivery.leavers_wait());
  EXPECT_THAT(directory_.Employed(), ElementsAre("E1", "E2"));
}

TEST_F(ReceivingTest, ManyLeaversWaitForAPerson) {
  std::string rows;
  for (int i = 1; i <= 9; ++i) rows += StaffRow(absl::StrCat("E", i));
  ReceiveRoster(rows);
  const std::string few = absl::StrCat(kRosterHeader, StaffRow("E1"));
  const v1::Delivery waiting = Receive(Roster(), few, kHr);
  EXPECT_TRUE(waiting.leavers_wait());
  EXPECT_EQ(waiting.absent(), 8);
  EXPECT_TRUE(directory_.reports.back().leavers_wait());
  EXPECT_EQ(directory_.Employed().size(), 9u);

  EXPECT_TRUE(Receive(Roster(), few, kHr).leavers_wait()) << "Asking again confirms nothing.";
  v1::ReceiveDeliveryRequest confirmed = First(Roster().name());
  confirmed.set_leavers_confirmed(true);
  const auto delivery = Receive(confirmed, few, kHr);
  ASSERT_TRUE(delivery.ok()) << delivery.status();
  EXPECT_EQ(delivery->name(), waiting.name());
  EXPECT_FALSE(delivery->leavers_wait());
  EXPECT_EQ(delivery->absent(), 8);
  EXPECT_THAT(directory_.Employed(), ElementsAre("E1"));
}

TEST_F(ReceivingTest, NobodyLeavesUnseenWhereARowMayBeAnybodys) {
  ReceiveRoster(StaffRow("E1") + StaffRow("E2"));
  const v1::Delivery nameless = ReceiveRoster(StaffRow("E1") + StaffRow(""));
  EXPECT_TRUE(nameless.leavers_wait());
  EXPECT_EQ(nameless.absent(), 1);
  EXPECT_TRUE(ReceiveRoster("").leavers_wait()) << "An empty file names nobody.";
  EXPECT_THAT(directory_.Employed(), ElementsAre("E1", "E2"));

  // A file of changes says nothing of those whom it does not name.
  v1::Connection changes = Roster();
  changes.mutable_mapping()->set_kind(type::v1::Mapping::CHANGES);
  ASSERT_TRUE(Set(changes, kHr).ok());
  EXPECT_EQ(Receive(changes, absl::StrCat(kRosterHeader, StaffRow("E3")), kHr).absent(), 0);
  EXPECT_THAT(directory_.Employed(), ElementsAre("E1", "E2", "E3"));
}

TEST_F(ReceivingTest, RefusesAnUploadInTheOrderOfTheContract) {
  const auto reason = [&](const v1::ReceiveDeliveryRequest& first, const Speaker& who,
                          const std::vector<std::string>& pieces = {"x"}) {
    return ReasonOf(Upload(first, pieces, who).status());
  };
  EXPECT_EQ(reason(v1::ReceiveDeliveryRequest(), kHr), "PERMISSION_DENIED");
  v1::ReceiveDeliveryRequest first = First(Roster().name());
  first.clear_connection();
  EXPECT_EQ(reason(first, kHr), "FIELD_REQUIRED");
  first = First("parks/yunqi/connections/elsewhere");
  first.set_parent(kFirm);
  EXPECT_EQ(reason(first, kHr), "FIELD_INVALID");
  first = First(Roster().name());
  first.set_file_name("a\nb");
  EXPECT_EQ(reason(first, kHr), "FIELD_INVALID");
  first = First(Roster().name());
  first.set_month("2026-10");
  EXPECT_EQ(reason(first, kHr), "FIELD_INVALID");
  first.set_month("October");
  EXPECT_EQ(reason(first, kHr), "FIELD_INVALID");
  first = First(Roster().name());
  first.set_request_id("short");
  EXPECT_EQ(reason(first, kHr), "REQUEST_ID_INVALID");

  EXPECT_EQ(reason(First(absl::StrCat(kFirm, "/connections/none")), kHr), "CONNECTION_NOT_FOUND");
  EXPECT_EQ(reason(First(Roster().name()), kPayroll), "PERMISSION_DENIED");
  const std::string out = absl::StrCat(kFirm, "/connections/out");
  ASSERT_TRUE(Set(Connection(out, "payroll/csv", "PAY_INSTRUCTIONS"), kPayroll).ok());
  EXPECT_EQ(reason(First(out), kHr), "PERMISSION_DENIED");
  EXPECT_EQ(reason(First(out), kPayroll), "CONTENT_OUTWARD");
  EXPECT_EQ(reason(First(Roster().name()), kHr, {std::string((1 << 20) + 1, 'x')}),
            "CONTENT_TOO_LARGE");
  first = First(Roster().name());
  first.set_content_hash(absl::BytesToHexString(Sha256("y")));
  EXPECT_EQ(reason(first, kHr), "CONTENT_HASH_WRONG");
  first.set_content_hash(absl::AsciiStrToUpper(absl::BytesToHexString(Sha256("x"))));
  EXPECT_EQ(reason(first, kHr), "");
}

TEST_F(ReceivingTest, RefusesMoreThanAFileMayHold) {
  const std::vector<std::string> pieces(257, std::string(1 << 20, 'x'));
  EXPECT_EQ(ReasonOf(Upload(First(Roster().name()), pieces, kHr).status()), "CONTENT_TOO_LARGE");
}

TEST_F(ReceivingTest, KeepsAFileOfManyPieces) {
  std::string rows(kRosterHeader);
  while (rows.size() < (5u << 19)) rows += StaffRow("E1", std::string(3000, 'x'));
  v1::ReceiveDeliveryRequest first = First(Roster().name());
  std::vector<std::string> pieces;
  for (size_t at = 0; at < rows.size(); at += 1 << 20) pieces.push_back(rows.substr(at, 1 << 20));
  first.set_content(pieces[0]);
  const auto operation = Upload(first, {pieces.begin() + 1, pieces.end()}, kHr);
  ASSERT_TRUE(operation.ok()) << operation.status();
  const auto delivery = Wait(*operation);
  ASSERT_TRUE(delivery.ok()) << delivery.status();
  EXPECT_EQ(delivery->content_bytes(), static_cast<int64_t>(rows.size()));
  EXPECT_EQ(delivery->content_hash(), absl::BytesToHexString(Sha256(rows)));
  EXPECT_TRUE(Download(delivery->name(), false, kHr).value() == rows);
  EXPECT_GT(Download(delivery->name(), true, kHr).value().size(), size_t{2} << 20);
}

// ---- The other contents.

class ContentsTest : public ExchangeTest {};

constexpr char kFamilyHeader[] =
    "family_no,case_number,child_name,child_id_type,child_id_number,birth_date,needs_level,"
    "guardian1_name,guardian1_id_type,guardian1_id_number,guardian2_name,guardian2_id_type,"
    "guardian2_id_number,guardian2_confirmed,consent_programme,consent_centre,consent_version,"
    "consent_date,deduct_from,arrears_mode\n";

std::string FamilyRow(const std::string& family, const std::string& child,
                      const std::string& birth) {
  return absl::StrCat(family, ",", child, ",梅小雨,BIRTH_CERTIFICATE,T123456789,", birth,
                      ",1,梅长安,PASSPORT,EB1234567,,,,,Y,N,2026-1,2026-09-01,1,TAKE_ALL\n");
}

TEST_F(ContentsTest, FamiliesAreHeldAgainstTheParksDate) {
  const v1::Connection connection =
      Connection("parks/yunqi/connections/families", "roster/family_csv", "FAMILIES");
  ASSERT_TRUE(Set(connection, kAdmin).ok());
  const v1::Delivery delivery =
      Receive(connection,
              absl::StrCat(kFamilyHeader, FamilyRow("F1", "C1", "2025-01-01"),
                           FamilyRow("F2", "C2", "2026-10-02")),
              kAdmin);
  EXPECT_THAT(Results(delivery.name(), kAdmin), ElementsAre("2 CREATED", "3 REJECTED DATE_ORDER"));
  EXPECT_EQ(directory_.families.Rows(), 1u);
}

TEST_F(ContentsTest, PayFiguresOfUnknownEmployeesAreRejectedByTheirOwner) {
  const v1::Connection connection =
      Connection(absl::StrCat(kFirm, "/connections/figures"), "payroll/csv", "PAY_FIGURES");
  ASSERT_TRUE(Set(connection, kPayroll).ok());
  const std::string file =
      "employee_no,period,gross,net\nE1,2026-10,9000.00,7000.00\nE9,2026-10,1,1\n";
  const v1::Delivery delivery = Receive(connection, file, kPayroll);
  EXPECT_THAT(Results(delivery.name(), kPayroll),
              ElementsAre("2 CREATED", "3 REJECTED UNKNOWN_EMPLOYEE"));
  payroll_.employees.insert("E9");
  const v1::Delivery again = Receive(connection, file, kPayroll);
  EXPECT_THAT(Results(again.name(), kPayroll), ElementsAre("2 UNCHANGED", "3 CREATED"));
}

TEST_F(ContentsTest, PayResultsGoToTheRunOfTheirMonth) {
  const v1::Connection connection =
      Connection(absl::StrCat(kFirm, "/connections/results"), "payroll/csv", "PAY_RESULTS");
  ASSERT_TRUE(Set(connection, kPayroll).ok());
  const std::string file =
      absl::StrCat("instruction,employer_uscc,employee_no,period,pay_date,kind,amount,status\n",
                   "i1,", kUscc, ",E1,2026-10,2026-11-10,DEDUCT,1200.50,TAKEN\n", ",", kUscc,
                   ",E2,2026-10,2026-11-10,DEDUCT,500.00,REFUSED\n",
                   ",91110000600037341L,E1,2026-10,2026-11-10,DEDUCT,5.00,TAKEN\n");
  v1::ReceiveDeliveryRequest first = First(connection.name());
  EXPECT_EQ(ReasonOf(Upload(first, {file}, kPayroll).status()), "FIELD_REQUIRED") << "The month.";
  first = First(connection.name());
  first.set_month("2026-10");
  payroll_.run_there = false;
  for (const char* run : {"2026-13", "2026-10-", "2026-10-02", "2026-10-x", "2026-10-y1", "2026"}) {
    v1::ReceiveDeliveryRequest wrong = First(connection.name());
    wrong.set_month(run);
    EXPECT_EQ(ReasonOf(Upload(wrong, {file}, kPayroll).status()), "FIELD_INVALID") << run;
  }
  const auto early = Receive(first, file, kPayroll);
  ASSERT_TRUE(early.ok()) << early.status();
  EXPECT_EQ(early->state(), v1::Delivery::REJECTED);
  EXPECT_EQ(early->reason(), "PAY_RUN_NOT_FOUND");
  payroll_.run_there = true;
  first.set_request_id(NewRequestId());
  const auto delivery = Receive(first, file, kPayroll);
  ASSERT_TRUE(delivery.ok()) << delivery.status();
  EXPECT_EQ(delivery->name(), early->name());
  const auto results = Results(delivery->name(), kPayroll);
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[0], "2 CREATED");
  EXPECT_EQ(results[1], "3 CREATED");
  EXPECT_EQ(results[2],
            "4 UPDATED");  // Whose line it is, payroll judges by the firm that it names.
  ASSERT_EQ(payroll_.results.size(), 1u);
  EXPECT_EQ(payroll_.results[0].results(0).employer(), kUscc);
  EXPECT_EQ(payroll_.results[0].results(2).employer(), "91110000600037341L");
  EXPECT_EQ(payroll_.results[0].file_name(), "file.csv");
  EXPECT_EQ(payroll_.results[0].content_hash(), delivery->content_hash());
  EXPECT_EQ(payroll_.results[0].delivery(), delivery->name());
  EXPECT_EQ(payroll_.results[0].parent(), absl::StrCat(kFirm, "/payRuns/2026-10"));
  EXPECT_EQ(payroll_.results[0].results(0).amount_minor(), 120050);
  EXPECT_EQ(payroll_.results[0].results(1).amount_minor(), 0) << "Refused is nothing taken.";

  payroll_.results.clear();
  first = First(connection.name());
  first.set_month("2026-10-x1");
  const auto beside = Receive(first, file, kPayroll);
  ASSERT_TRUE(beside.ok()) << beside.status();
  ASSERT_EQ(payroll_.results.size(), 1u);
  EXPECT_EQ(payroll_.results[0].parent(), absl::StrCat(kFirm, "/payRuns/2026-10-x1"));
}

TEST_F(ContentsTest, AttendanceIsPlacesToJudge) {
  const v1::Connection connection = Connection(absl::StrCat(kCentre, "/connections/attendance"),
                                               "centre/attendance_csv", "ATTENDANCE");
  ASSERT_TRUE(Set(connection, kManager).ok());
  const std::string file =
      "case_number,date,status,reason\nC1,2026-10-08,PRESENT,\nC9,2026-10-08,ABSENT,SICK\n";
  places_.centre_known = false;
  const v1::Delivery early = Receive(connection, file, kManager);
  EXPECT_EQ(early.reason(), "CENTRE_NOT_FOUND");
  places_.centre_known = true;
  const v1::Delivery delivery = Receive(connection, file, kManager);
  EXPECT_THAT(Results(delivery.name(), kManager),
              ElementsAre("2 CREATED", "3 REJECTED UNKNOWN_CHILD"));
}

TEST_F(ContentsTest, KioskFilesThatOverlapAreRecordedOnce) {
  const v1::Connection connection = Connection(absl::StrCat(kCentre, "/connections/kiosk"),
                                               "centre/kiosk_csv", "PRESENCE_EVENTS");
  ASSERT_TRUE(Set(connection, kManager).ok());
  const std::string header = "event_id,device,case_number,event,time\n";
  const std::string in = "K1-1,K1,C1,IN,2026-10-08 08:00\n";
  const std::string out = "K1-2,K1,C1,OUT,2026-10-08T16:00:00+08:00\n";
  const v1::Delivery first =
      Receive(connection, header + out + "K1-3,K1,C9,IN,2026-10-08 08:00\n", kManager);
  EXPECT_THAT(Results(first.name(), kManager),
              ElementsAre("2 CREATED", "3 REJECTED UNKNOWN_CHILD"));
  const v1::Delivery late = Receive(connection, header + in + out, kManager);
  EXPECT_EQ(late.created(), 1);
  EXPECT_EQ(late.unchanged(), 1);
}

TEST_F(ContentsTest, BankLinesAreRecordedOnce) {
  const v1::Connection connection =
      Connection("parks/yunqi/connections/bank", "settlement/pain001", "BANK_LINES");
  ASSERT_TRUE(Set(connection, kFinance).ok());
  const std::string header =
      "line_id,value_date,direction,amount,currency,reference,counterparty,memo\n";
  const std::string one = "L1,2026-11-19,IN,12.00,CNY,ABCD12345EFG,某某公司,\n";
  EXPECT_EQ(Receive(connection, header + one, kFinance).created(), 1);
  const v1::Delivery more =
      Receive(connection, header + one + "L2,2026-11-19,OUT,1.00,CNY,,,\n", kFinance);
  EXPECT_EQ(more.created(), 1);
  EXPECT_EQ(more.unchanged(), 1);
  EXPECT_EQ(settlement_.Writes(), 2);
}

}  // namespace
}  // namespace tuoqiao::exchange
