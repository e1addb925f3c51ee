// What comes in batches, item by item.
#include <gtest/gtest.h>

#include <functional>

#include "absl/strings/str_cat.h"
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
      (Expected{"FIELD_INVALID", "FIELD_INVALID", "FIELD_INVALID", "FIELD_INVALID", "FIELD_INVALID",
                "CREATED", "DUPLICATE_IN_REQUEST", "UNKNOWN_EMPLOYEE", "UNKNOWN_INSTRUCTION",
                "UNKNOWN_INSTRUCTION", "UNKNOWN_INSTRUCTION", "WRONG_PERIOD"}));
  v1::PayResult other = good;
  other.set_amount_minor(39999);
  EXPECT_EQ(Outcomes({other}), (Expected{"RESULT_DIFFERS"}));
  EXPECT_EQ(Outcomes({good}), (Expected{"UNCHANGED"}));
  EXPECT_EQ(Get()->seen_minor(), 40000);
  EXPECT_EQ(Events("PayResultsRead").size(), 1u);
  // The last part of the name is enough, and the result names the instruction.
  v1::PayResult by_id = ResultOf(InstructionOf("E2"), 40000);
  by_id.set_instruction(by_id.instruction().substr(by_id.instruction().rfind('/') + 1));
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
  EXPECT_EQ(basis->name(), "parks/yunqi/firms/91a/legalBasis");
  ASSERT_TRUE(RecordBasis().ok());
  EXPECT_EQ(Events("LegalBasisRecorded").size(), 1u);
  ASSERT_TRUE(RecordBasis(kFirmA, "2026-02-01").ok());
  EXPECT_EQ(Events("LegalBasisRecorded").size(), 2u);
  EXPECT_EQ(ReasonOf(RecordBasis("parks/yunqi/firms/nobody").status()), "FIRM_NOT_FOUND");
  EXPECT_EQ(ReasonOf(RecordBasis(kFirmA, "").status()), "FIELD_REQUIRED");
  EXPECT_EQ(ReasonOf(RecordBasis(kFirmA, "soon").status()), "FIELD_INVALID");
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
