// What comes in batches, item by item.
#include <gtest/gtest.h>

#include <functional>

#include "absl/strings/str_cat.h"
#include "services/common/resource_name.h"
#include "services/payroll/testing_service.h"

namespace tuoqiao::payroll {
namespace {

using Stub = v1::Payroll::Stub;

using RecordingTest = PayrollServiceTest;
using Expected = std::vector<std::string>;

// ---- Results.

TEST_F(RecordingTest, RefusesALineForTheFirstReasonThatApplies) {
  AllowAll();
  CloseDeduct("C1", "E1", "400.00");
  CloseDeduct("C2", "E2", "400.00");
  CloseDeduct("C3", "E3", "400.00");
  CloseMonth();
  ASSERT_TRUE(Plan().ok());
  ASSERT_TRUE(Release().ok());
  const v1::Instruction first = InstructionOf("E1");
  const v1::PayResult good = ResultOf(first, 40000);
  const auto change = [](v1::PayResult line, const std::function<void(v1::PayResult&)>& by) {
    by(line);
    return line;
  };
  EXPECT_EQ(
      Outcomes({
          change(good, [](auto& line) { line.set_employee_no(""); }),
          change(good, [](auto& line) { line.set_period("2026-13"); }),
          change(good, [](auto& line) { line.set_kind("BONUS"); }),
          change(good, [](auto& line) { line.set_amount_minor(-1); }),
          change(good, [](auto& line) { line.set_employee_no("E1\n"); }),
          good,
          good,
          change(good, [](auto& line) { line.set_employee_no("NOBODY"); }),
          change(good, [](auto& line) { line.set_employee_no("E9"); }),  // Nothing was sent.
          change(good, [](auto& line) { line.set_employee_no("E2"); }),  // Another's name.
          change(good, [](auto& line) { line.set_kind("ALLOW"); }),
          change(ResultOf(InstructionOf("E3"), 1), [](auto& line) { line.set_period("2026-09"); }),
      }),
      (Expected{"FIELD_INVALID", "FIELD_INVALID", "FIELD_INVALID", "RESULT_NEGATIVE",
                "FIELD_INVALID", "CREATED", "UNCHANGED", "UNKNOWN_EMPLOYEE", "UNKNOWN_INSTRUCTION",
                "UNKNOWN_INSTRUCTION", "UNKNOWN_INSTRUCTION", "WRONG_PERIOD"}));
  v1::PayResult other = good;
  other.set_amount_minor(39999);
  EXPECT_EQ(Outcomes({other}), (Expected{"RESULT_DIFFERS"}));
  EXPECT_EQ(Outcomes({good}), (Expected{"UNCHANGED"}));
  EXPECT_EQ(Outcomes({other}), (Expected{"UNCHANGED"}));
  EXPECT_EQ(Get()->seen_minor(), 39999);  // The lowest, until it is settled.
  EXPECT_EQ(Events("PayResultsRead").size(), 2u);
  // The last part of the name is enough, and the result names the instruction.
  v1::PayResult by_id = ResultOf(InstructionOf("E2"), 40000);
  by_id.set_instruction(LastPart(by_id.instruction()));
  const auto response = SendResults({by_id});
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->results(0).resource(), InstructionOf("E2").name());
  // A batch is 1 to 500 lines.
  EXPECT_EQ(ReasonOf(SendResults({}).status()), "FIELD_REQUIRED");
  EXPECT_EQ(ReasonOf(SendResults(std::vector<v1::PayResult>(501, good)).status()), "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(SendResults({good}, "parks/yunqi/firms/91a/payRuns/2026-09").status()),
            "PAY_RUN_NOT_FOUND");
  EXPECT_EQ(ReasonOf(SendResults({good}, "parks/yunqi/firms/91a/payRuns/x").status()),
            "PAY_RUN_NOT_FOUND");
}

TEST_F(RecordingTest, AsksForTheRosterOnlyWhereALineNamesAStranger) {
  AllowAll();
  CloseDeduct("C1", "E1", "400.00");
  CloseMonth();
  ASSERT_TRUE(Plan().ok());
  ASSERT_TRUE(Release().ok());
  const int before = directory_.rosters_asked();
  EXPECT_EQ(Outcomes({ResultOf(InstructionOf("E1"), 40000)}), (Expected{"CREATED"}));
  EXPECT_EQ(directory_.rosters_asked(), before);
  v1::PayResult stranger = ResultOf(InstructionOf("E1"), 1);
  stranger.set_employee_no("NOBODY");
  EXPECT_EQ(Outcomes({stranger}), (Expected{"UNKNOWN_EMPLOYEE"}));
  EXPECT_GT(directory_.rosters_asked(), before);
}

// ---- What allows a deduction.

TEST_F(RecordingTest, RecordsALegalBasisOnce) {
  const auto basis = RecordBasis();
  ASSERT_TRUE(basis.ok()) << basis.status();
  EXPECT_EQ(basis->name(), "parks/yunqi/firms/91a/legalBases/2026-01-01");
  ASSERT_TRUE(RecordBasis().ok());
  EXPECT_EQ(Events("LegalBasisRecorded").size(), 1u);
  ASSERT_TRUE(RecordBasis(kFirmA, "2026-02-01").ok());
  EXPECT_EQ(Events("LegalBasisRecorded").size(), 2u);
  EXPECT_EQ(ReasonOf(RecordBasis("parks/yunqi/firms/nobody").status()), "FIRM_NOT_FOUND");
  EXPECT_EQ(ReasonOf(RecordBasis(kFirmA, "").status()), "FIELD_REQUIRED");
  EXPECT_EQ(ReasonOf(RecordBasis(kFirmA, "soon").status()), "FIELD_INVALID");
}

TEST_F(RecordingTest, ALegalBasisIsOfAGroundThatThePackAllows) {
  v1::RecordLegalBasisRequest request;
  request.set_parent(kFirmA);
  v1::LegalBasis& basis = *request.mutable_legal_basis();
  basis.set_basis("浦东新区人民法院裁定");
  basis.set_from_date("2026-01-01");
  const auto reason = [&] {
    request.set_request_id(NextId());
    return ReasonOf(Call(&Stub::RecordLegalBasis, request).status());
  };
  basis.set_ground(v1::LegalBasis::COLLECTIVE_AGREEMENT);
  EXPECT_EQ(reason(), "LEGAL_GROUND_NOT_ALLOWED");
  basis.set_ground(v1::LegalBasis::EMPLOYMENT_CONTRACT);
  EXPECT_EQ(reason(), "LEGAL_GROUND_NOT_ALLOWED");
  basis.set_ground(v1::LegalBasis::COURT_ORDER);
  basis.set_until_date("2025-12-31");
  EXPECT_EQ(reason(), "DATE_ORDER");
  basis.set_until_date("2026-06-01");
  EXPECT_EQ(reason(), "");
  basis.set_from_date("1994-12-31");  // Before the rules.
  EXPECT_EQ(reason(), "LEGAL_GROUND_NOT_ALLOWED");
  basis.set_ground(v1::LegalBasis::LAW);
  basis.set_from_date("2026-09-01");
  basis.set_until_date("");
  EXPECT_EQ(reason(), "");
  v1::ListLegalBasesRequest list;
  list.set_parent(kFirmA);
  const auto bases = Call(&Stub::ListLegalBases, list);
  ASSERT_TRUE(bases.ok()) << bases.status();
  ASSERT_EQ(bases->legal_bases_size(), 2);
  EXPECT_EQ(bases->legal_bases(0).until_date(), "2026-06-01");
  EXPECT_EQ(bases->legal_bases(1).ground(), v1::LegalBasis::LAW);
}

TEST_F(RecordingTest, SaysWhyNothingIsDeductedAndWhatIsOpenInstead) {
  v1::ExplainDeductionRequest request;
  request.set_parent(kFirmA);
  const auto explain = [&] { return Call(&Stub::ExplainDeduction, request); };
  EXPECT_EQ(ReasonOf(explain().status()), "FIELD_REQUIRED");
  request.set_employee_no("E1");
  const auto without = explain();
  ASSERT_TRUE(without.ok()) << without.status();
  EXPECT_FALSE(without->allowed());
  EXPECT_EQ(without->reason(), "LEGAL_BASIS_MISSING");
  EXPECT_NE(without->citation().find("第十五条"), std::string::npos);
  EXPECT_NE(without->text_en().find("第十五条"), std::string::npos);
  EXPECT_NE(without->next_en().find("family pays the centre"), std::string::npos);
  ASSERT_TRUE(RecordBasis().ok());
  EXPECT_EQ(explain()->reason(), "AUTHORISATION_MISSING");
  ASSERT_TRUE(SendAuthorisations({AuthorisationOf("E1")}).ok());
  const auto allowed = explain();
  EXPECT_TRUE(allowed->allowed());
  EXPECT_EQ(allowed->reason(), "");
  EXPECT_EQ(allowed->authorisation().employee_no(), "E1");
  request.set_date("2027-01-01");
  EXPECT_EQ(explain()->reason(), "AUTHORISATION_MISSING");
  request.set_date("soon");
  EXPECT_EQ(ReasonOf(explain().status()), "FIELD_INVALID");
  request.set_date("");
  request.set_parent("parks/yunqi/firms/nobody");
  EXPECT_EQ(ReasonOf(explain().status()), "FIRM_NOT_FOUND");
}

TEST_F(RecordingTest, AnAuthorisationSaysHowMuch) {
  std::vector<v1::Authorisation> items(6, AuthorisationOf("E1"));
  items[0].set_text_version("2026-03");
  items[1].set_text_version("2026\n03");
  items[2].set_share_bp(5000);
  items[3].set_formula(v1::Authorisation::PERCENT_OF_SHARE);
  items[4].set_formula(v1::Authorisation::PERCENT_OF_SHARE);
  items[4].set_share_bp(10001);
  items[5].set_formula(v1::Authorisation::PERCENT_OF_SHARE);
  items[5].set_share_bp(5000);
  items[5].set_maximum_minor(0);
  const auto sent = SendAuthorisations(items);
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(OutcomesOf(*sent), (Expected{"CREATED", "FIELD_INVALID", "FIELD_INVALID",
                                         "FIELD_INVALID", "FIELD_INVALID", "UPDATED"}));
  v1::GetAuthorisationRequest get;
  get.set_name(sent->results(0).resource());
  const auto found = Call(&Stub::GetAuthorisation, get);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->share_bp(), 5000);
  EXPECT_EQ(found->formula(), v1::Authorisation::PERCENT_OF_SHARE);
  EXPECT_EQ(found->state(), v1::Authorisation::STANDING);
  get.set_name("parks/yunqi/firms/91a/authorisations/aut-1");
  EXPECT_EQ(ReasonOf(Call(&Stub::GetAuthorisation, get).status()), "AUTHORISATION_NOT_FOUND");
}

TEST_F(RecordingTest, AnEndIsTrackedUntilPayrollTookIt) {
  AllowAll();
  CloseDeduct("C1", "E1", "400.00");
  CloseMonth();
  ASSERT_TRUE(Plan().ok());
  ASSERT_TRUE(Release().ok());
  const std::string name = SendAuthorisations({AuthorisationOf("E1")})->results(0).resource();
  const std::string delivery = absl::StrCat(kFirmA, "/deliveries/dlv-1");
  v1::ReportAuthorisationsToldRequest report;
  report.set_parent(kFirmA);
  report.add_authorisations(name);
  report.set_subject(kRunA);
  const auto tell = [&] {
    report.set_request_id(NextId());
    return Call(&Stub::ReportAuthorisationsTold, report, "SERVICE", "exchange");
  };
  EXPECT_EQ(ReasonOf(tell().status()), "FIELD_REQUIRED");
  report.set_delivery(delivery);
  EXPECT_EQ(ReasonOf(tell().status()), "AUTHORISATION_STANDS");
  v1::PayResult end;
  end.set_instruction(name);
  end.set_kind("AUTHORISATION_END");
  EXPECT_EQ(Outcomes({end}), (Expected{"AUTHORISATION_STANDS"}));

  v1::RevokeAuthorisationRequest revoke;
  revoke.set_name(name);
  revoke.set_request_id(NextId());
  EXPECT_EQ(Call(&Stub::RevokeAuthorisation, revoke)->state(), v1::Authorisation::REVOKED);
  v1::ListAuthorisationsRequest list;
  list.set_parent(kFirmA);
  list.set_revoked_only(true);
  const auto revoked = Call(&Stub::ListAuthorisations, list, "SERVICE", "exchange");
  ASSERT_TRUE(revoked.ok()) << revoked.status();
  ASSERT_EQ(revoked->authorisations_size(), 1);
  EXPECT_EQ(revoked->authorisations(0).name(), name);
  const auto told = tell();
  ASSERT_TRUE(told.ok()) << told.status();
  EXPECT_EQ(told->authorisations(0).state(), v1::Authorisation::TOLD);
  EXPECT_EQ(told->authorisations(0).told_delivery(), delivery);
  EXPECT_EQ(told->authorisations(0).told_subject(), kRunA);
  report.set_delivery(absl::StrCat(kFirmA, "/deliveries/dlv-2"));
  EXPECT_EQ(tell()->authorisations(0).told_delivery(), delivery);

  EXPECT_EQ(Outcomes({end, end}), (Expected{"UPDATED", "UNCHANGED"}));
  v1::GetAuthorisationRequest get;
  get.set_name(name);
  EXPECT_EQ(Call(&Stub::GetAuthorisation, get)->state(), v1::Authorisation::CONFIRMED);
  EXPECT_EQ(Call(&Stub::GetAuthorisation, get)->confirm_delivery(), kRunA);
  EXPECT_EQ(Events("AuthorisationEndTold").size(), 1u);
  EXPECT_EQ(Events("AuthorisationEndConfirmed").size(), 1u);
  end.set_instruction(absl::StrCat(kFirmA, "/authorisations/aut-1"));
  EXPECT_EQ(Outcomes({end}), (Expected{"AUTHORISATION_NOT_FOUND"}));
}

TEST_F(RecordingTest, RecordsAuthorisationsItemByItem) {
  std::vector<v1::Authorisation> items(8, AuthorisationOf("E1"));
  items[1].set_employee_no("NOBODY");
  items[2].set_employee_no("");
  items[3].set_until_date("2025-12-31");
  items[4].set_maximum_minor(-1);
  items[5].set_from_date("1 January");
  items[6].set_signature_reference("");
  const auto first = SendAuthorisations(items);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(OutcomesOf(*first),
            (Expected{"CREATED", "UNKNOWN_EMPLOYEE", "FIELD_INVALID", "DATE_ORDER", "FIELD_INVALID",
                      "FIELD_INVALID", "FIELD_INVALID", "UNCHANGED"}));
  const std::string name = first->results(0).resource();
  EXPECT_EQ(name.rfind("parks/yunqi/firms/91a/authorisations/", 0), 0u);

  v1::RevokeAuthorisationRequest revoke;
  revoke.set_name(name);
  revoke.set_revoke_date("2026-10-20");
  revoke.set_request_id(NextId());
  EXPECT_EQ(Call(&Stub::RevokeAuthorisation, revoke)->revoke_date(), "2026-10-20");
  revoke.set_revoke_date("2026-10-25");  // Later than it was taken back already.
  revoke.set_request_id(NextId());
  EXPECT_EQ(Call(&Stub::RevokeAuthorisation, revoke)->revoke_date(), "2026-10-20");
  EXPECT_EQ(Events("AuthorisationRevoked").size(), 1u);
  revoke.set_revoke_date("20 October");
  EXPECT_EQ(ReasonOf(Call(&Stub::RevokeAuthorisation, revoke).status()), "FIELD_INVALID");
  revoke.set_revoke_date("");
  for (const auto& [unknown, reason] : std::map<std::string, std::string>{
           {"parks/yunqi/firms/91a/authorisations/aut-1", "AUTHORISATION_NOT_FOUND"},
           {"parks/yunqi/firms/91a/payRuns/2026-10", "NAME_INVALID"}}) {
    revoke.set_name(unknown);
    revoke.set_request_id(NextId());
    EXPECT_EQ(ReasonOf(Call(&Stub::RevokeAuthorisation, revoke).status()), reason);
  }

  // The same file again neither changes it nor brings it back.
  EXPECT_EQ(OutcomesOf(*SendAuthorisations({AuthorisationOf("E1")})), (Expected{"UNCHANGED"}));
  EXPECT_EQ(OutcomesOf(*SendAuthorisations({AuthorisationOf("E1", "900.00")})),
            (Expected{"UPDATED"}));
  revoke.set_name(name);
  revoke.set_revoke_date("2026-12-01");
  revoke.set_request_id(NextId());
  EXPECT_EQ(Call(&Stub::RevokeAuthorisation, revoke)->revoke_date(), "2026-10-20");
  EXPECT_EQ(ReasonOf(SendAuthorisations({AuthorisationOf("E1")}, "parks/yunqi/firms/no").status()),
            "FIRM_NOT_FOUND");
  EXPECT_EQ(ReasonOf(SendAuthorisations({}).status()), "FIELD_REQUIRED");
}

TEST_F(RecordingTest, RecordsPayFiguresItemByItem) {
  std::vector<v1::PayFigure> items(7, FigureOf("E1"));
  items[1].set_employee_no("NOBODY");
  items[2].set_period("2026");
  items[3].set_gross_minor(-1);
  items[4].set_net_minor(-1);
  items[5].set_net_minor(1);
  const auto first = SendFigures(items);
  ASSERT_TRUE(first.ok()) << first.status();
  // The sixth says something else of the same month, the seventh what the first said.
  EXPECT_EQ(OutcomesOf(*first), (Expected{"CREATED", "UNKNOWN_EMPLOYEE", "FIELD_INVALID",
                                          "FIELD_INVALID", "FIELD_INVALID", "UPDATED", "UPDATED"}));
  EXPECT_EQ(OutcomesOf(*SendFigures({FigureOf("E1"), FigureOf("E2")})),
            (Expected{"UNCHANGED", "CREATED"}));
  EXPECT_EQ(Events("PayFigureRecorded").size(), 4u);
  EXPECT_EQ(ReasonOf(SendFigures({FigureOf("E1")}, "parks/yunqi/firms/nobody").status()),
            "FIRM_NOT_FOUND");
  EXPECT_EQ(ReasonOf(SendFigures({}).status()), "FIELD_REQUIRED");
}

TEST_F(RecordingTest, WagesAreSealedAtRestAndInNoLogRow) {
  ASSERT_TRUE(SendFigures({FigureOf("E1", "98765.43", "87654.32")}).ok());
  std::string stored;
  ASSERT_TRUE(harness_.db("payroll")
                  .ReadIn("yunqi",
                          [&](db::Read& txn) -> absl::Status {
                            RETURN_IF_ERROR(
                                txn.QueryOne("SELECT sealed FROM pay_figure WHERE park_id = :park",
                                             {}, [&](const db::Row& row) { stored = row.Bytes(0); })
                                    .status());
                            return txn.Query(
                                "SELECT payload FROM log WHERE park_id = :park UNION ALL "
                                "SELECT reply FROM request WHERE park_id = :park",
                                {}, [&](const db::Row& row) {
                                  stored += row.Bytes(0);
                                  return absl::OkStatus();
                                });
                          })
                  .ok());
  EXPECT_FALSE(stored.empty());
  EXPECT_EQ(stored.find("9876543"), std::string::npos);
  EXPECT_EQ(stored.find("8765432"), std::string::npos);
}

TEST_F(RecordingTest, SetsThePayFloorOnce) {
  const auto floor = SetFloor();
  ASSERT_TRUE(floor.ok()) << floor.status();
  EXPECT_EQ(floor->name(), "parks/yunqi/payFloor");
  ASSERT_TRUE(SetFloor().ok());
  EXPECT_EQ(Events("PayFloorSet").size(), 1u);
  EXPECT_EQ(ReasonOf(SetFloor(-1).status()), "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(SetFloor(0, 10001).status()), "FIELD_INVALID");
  EXPECT_TRUE(SetFloor(0, 2000).ok());
  EXPECT_EQ(ReasonOf(SetFloor(0, 2001).status()), "PAY_FLOOR_BELOW_LAW");
}

}  // namespace
}  // namespace tuoqiao::payroll
