// Results through the service: late, corrected, contradicted, wrong, and worked off.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/db/testing/postgres_server.h"
#include "services/common/resource_name.h"
#include "services/payroll/testing_service.h"

namespace tuoqiao::payroll {
namespace {

using Stub = v1::Payroll::Stub;
using Expected = std::vector<std::string>;

std::unique_ptr<db::Database> OpenDatabase(const std::string& engine) {
  if (engine == "sqlite") return nullptr;
  static int schemas = 0;
  return *db::OpenPostgres({testing::SharedPostgresServer().conninfo(),
                            absl::StrCat("results_", ++schemas), /*connections_max=*/4});
}

class ResultServiceTest : public PayrollServiceTest,
                          public ::testing::WithParamInterface<std::string> {
 protected:
  ResultServiceTest() : PayrollServiceTest(OpenDatabase(GetParam())) {}

  // E1 to E3 were sent 400.00 each.
  void ReleaseThree() {
    AllowAll();
    for (const char* number : {"E1", "E2", "E3"}) {
      CloseDeduct(absl::StrCat("C", number), number, "400.00");
    }
    CloseMonth();
    ASSERT_TRUE(Plan().ok());
    ASSERT_TRUE(Release().ok());
  }
  v1::PayResult Line(const std::string& number, const std::string& amount, int32_t sequence = 0) {
    v1::PayResult line = ResultOf(InstructionOf(number), Fen(amount));
    line.set_sequence(sequence);
    return line;
  }
  Expected SendFile(const std::string& file_name, const std::string& hash,
                    const std::vector<v1::PayResult>& lines) {
    v1::BatchRecordResultsRequest request;
    request.set_parent(kRunA);
    for (const auto& each : lines) *request.add_results() = each;
    request.set_file_name(file_name);
    request.set_content_hash(hash);
    request.set_request_id(NextId());
    const auto response = Call(&Stub::BatchRecordResults, request, "SERVICE", "exchange");
    if (!response.ok()) return {ReasonOf(response.status())};
    return OutcomesOf(*response);
  }
  std::vector<v1::PayException> Exceptions(bool closed_too = false) {
    std::vector<v1::PayException> exceptions;
    v1::ListPayExceptionsRequest request;
    request.set_parent(kFirmA);
    request.set_closed_too(closed_too);
    request.set_page_size(2);
    do {
      const auto page = Call(&Stub::ListPayExceptions, request);
      EXPECT_TRUE(page.ok()) << page.status();
      for (const auto& each : page->exceptions()) exceptions.push_back(each);
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return exceptions;
  }
  // "RESULT_SHORT E1 38000", sorted.
  Expected Open() {
    Expected open;
    for (const auto& each : Exceptions()) {
      EXPECT_EQ(each.state(), v1::PayException::OPEN);
      EXPECT_FALSE(each.text_en().empty() || each.text_zh().empty() || each.next_en().empty());
      open.push_back(absl::StrCat(each.reason(), " ", each.employee_no(), " ", each.seen_minor()));
    }
    std::sort(open.begin(), open.end());
    return open;
  }
  std::string IdOf(const std::string& reason) {
    for (const auto& each : Exceptions()) {
      if (each.reason() == reason) return each.name();
    }
    return "";
  }
  absl::StatusOr<v1::PayException> Resolve(const std::string& name, v1::PayException::Action action,
                                           int64_t amount_minor = 0,
                                           const std::string& instruction = "") {
    v1::ResolvePayExceptionRequest request;
    request.set_name(name);
    request.set_action(action);
    request.set_reason("薪酬系统已核实");
    request.set_amount_minor(amount_minor);
    request.set_instruction(instruction);
    request.set_request_id(NextId());
    return Call(&Stub::ResolvePayException, request);
  }
  // Every change has a leaf.
  int64_t CountLeaves() {
    int64_t leaves = 0;
    EXPECT_TRUE(
        harness_.db("payroll")
            .ReadIn("yunqi",
                    [&](db::Read& txn) -> absl::Status {
                      ASSIGN_OR_RETURN(
                          leaves,
                          txn.QueryInt("SELECT COUNT(*) FROM log WHERE park_id = :park", {}));
                      return absl::OkStatus();
                    })
            .ok());
    return leaves;
  }
  // "fam-E1 40000 0>40000" of each correction that the ledger hears, sorted.
  Expected Corrected() {
    Expected lines;
    for (const auto& event : Events("PayResultCorrected")) {
      v1::PayResultCorrected payload;
      EXPECT_TRUE(event.payload().UnpackTo(&payload));
      EXPECT_EQ(payload.month(), "2026-10");
      EXPECT_EQ(payload.firm(), kFirmA);
      for (const auto& each : payload.deductions()) {
        lines.push_back(absl::StrCat(LastPart(each.family()), " ", each.amount_minor(), " ",
                                     each.seen_before_minor(), ">", each.seen_minor()));
      }
    }
    std::sort(lines.begin(), lines.end());
    return lines;
  }
};

TEST_P(ResultServiceTest, LinesThatComeLateArePostedAsDifferences) {
  ReleaseThree();
  EXPECT_EQ(Outcomes({Line("E1", "400.00"), Line("E2", "100.00")}),
            (Expected{"CREATED", "CREATED"}));
  EXPECT_EQ(Reconcile()->arrears_minor(), Fen("700.00"));
  EXPECT_EQ(Arrears(), (Expected{"E2 SHORT 30000", "E3 MISSING 40000"}));
  EXPECT_EQ(Open(), (Expected{"RESULT_MISSING E3 0", "RESULT_SHORT E2 10000"}));

  // Months later: the rest, less than was seen, and the missing one.
  directory_.SetToday("2027-02-01");
  EXPECT_EQ(Outcomes({Line("E2", "400.00", 1), Line("E1", "350.00", 1), Line("E3", "390.00")}),
            (Expected{"CREATED", "CREATED", "CREATED"}));
  EXPECT_EQ(Corrected(), (Expected{"fam-E1 40000 40000>35000", "fam-E2 40000 10000>40000",
                                   "fam-E3 40000 0>39000"}));
  EXPECT_EQ(Arrears(), (Expected{"E1 LATE 5000", "E2 LATE -30000", "E2 SHORT 30000",
                                 "E3 LATE -39000", "E3 MISSING 40000"}));
  EXPECT_EQ(Open(), (Expected{"RESULT_SHORT E1 35000", "RESULT_SHORT E3 39000"}));
  const auto run = Get();
  EXPECT_EQ(run->state(), v1::PayRun::RECONCILED);
  EXPECT_EQ(run->seen_minor(), Fen("1140.00"));
  EXPECT_EQ(run->arrears_minor(), Fen("60.00"));

  // The same again changes nothing.
  const size_t events = Events().size();
  EXPECT_EQ(Outcomes({Line("E2", "400.00", 1), Line("E2", "100.00"), Line("E3", "390.00")}),
            (Expected{"UNCHANGED", "UNCHANGED", "UNCHANGED"}));
  EXPECT_EQ(Events().size(), events);
}

TEST_P(ResultServiceTest, EachWrongLineHasAReasonAndWaitsForAPerson) {
  ReleaseThree();
  const auto wrong = [&](const std::function<void(v1::PayResult&)>& by) {
    v1::PayResult line = Line("E1", "400.00");
    by(line);
    return line;
  };
  const std::vector<v1::PayResult> lines = {
      wrong([](auto& line) { line.set_employer("91B"); }),
      wrong([](auto& line) { line.set_currency_code("USD"); }),
      wrong([](auto& line) { line.set_period("2026-07"); }),
      wrong([](auto& line) { line.set_amount_minor(-5); }),
      wrong([](auto& line) { line.set_employee_no("NOBODY"); }),
      wrong([](auto& line) { line.set_instruction("ins-none"); }),
      wrong([](auto& line) { line.set_amount_minor(45000); })};
  const Expected reasons = {"OTHER_FIRM",      "CURRENCY_WRONG",   "WRONG_PERIOD",
                            "RESULT_NEGATIVE", "UNKNOWN_EMPLOYEE", "UNKNOWN_INSTRUCTION",
                            "CREATED"};
  EXPECT_EQ(Outcomes(lines), reasons);
  EXPECT_EQ(Get()->seen_minor(), 45000);
  EXPECT_EQ(Get()->unapplied_minor(), 5000);
  const Expected open = {"CURRENCY_WRONG E1 40000",       "OTHER_FIRM E1 40000",
                         "RESULT_NEGATIVE E1 -5",         "RESULT_OVER E1 45000",
                         "UNKNOWN_EMPLOYEE NOBODY 40000", "UNKNOWN_INSTRUCTION E1 40000",
                         "WRONG_PERIOD E1 40000"};
  EXPECT_EQ(Open(), open);
  const size_t events = Events().size();
  Expected again = reasons;
  again.back() = "UNCHANGED";
  EXPECT_EQ(Outcomes(lines), again);
  EXPECT_EQ(Events().size(), events);
  EXPECT_EQ(Open(), open);

  // Each line is listed with what became of it.
  v1::ListPayResultsRequest list;
  list.set_parent(kRunA);
  const auto listed = Call(&Stub::ListPayResults, list);
  ASSERT_TRUE(listed.ok()) << listed.status();
  ASSERT_EQ(listed->results_size(), 7);
  int unknown = 0;
  for (const auto& each : listed->results()) {
    const bool matched = each.match() == v1::PayResultLine::KEY;
    EXPECT_EQ(each.state(), matched ? v1::PayResultLine::OVER : v1::PayResultLine::UNKNOWN);
    EXPECT_EQ(each.reason().empty(), matched);
    unknown += matched ? 0 : 1;
  }
  EXPECT_EQ(unknown, 6);
}

TEST_P(ResultServiceTest, AChangedFileOfTheSameNameIsReadOnlyWhenAPersonAcceptedIt) {
  ReleaseThree();
  EXPECT_EQ(SendFile("results.csv", "", {Line("E1", "400.00")}), (Expected{"FIELD_REQUIRED"}));
  EXPECT_EQ(SendFile("results.csv", "aaaa", {Line("E1", "400.00")}), (Expected{"CREATED"}));
  EXPECT_EQ(SendFile("results.csv", "aaaa", {Line("E1", "400.00")}), (Expected{"UNCHANGED"}));
  const std::vector<v1::PayResult> changed = {Line("E1", "380.00"), Line("E2", "400.00")};
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(SendFile("results.csv", "bbbb", changed),
              (Expected{"RESULT_FILE_CHANGED", "RESULT_FILE_CHANGED"}));
  }
  EXPECT_EQ(Get()->seen_minor(), 40000);  // Nothing is half read.
  EXPECT_EQ(Open(), (Expected{"RESULT_FILE_CHANGED  0"}));
  const std::string file = IdOf("RESULT_FILE_CHANGED");
  EXPECT_EQ(ReasonOf(Resolve(file, v1::PayException::ASSIGN).status()), "PAY_EXCEPTION_ACTION");
  const auto accepted = Resolve(file, v1::PayException::ACCEPT);
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->file_name(), "results.csv");
  EXPECT_EQ(accepted->state(), v1::PayException::RESOLVED);
  EXPECT_EQ(Resolve(file, v1::PayException::ACCEPT)->revision(), accepted->revision());
  EXPECT_EQ(ReasonOf(Resolve(file, v1::PayException::DISMISS).status()), "PAY_EXCEPTION_STATE");
  EXPECT_EQ(SendFile("results.csv", "bbbb", changed), (Expected{"RESULT_DIFFERS", "CREATED"}));
  EXPECT_EQ(SendFile("results.csv", "cccc", changed),
            (Expected{"RESULT_FILE_CHANGED", "RESULT_FILE_CHANGED"}));
  EXPECT_EQ(SendFile("more.csv", "cccc", changed), (Expected{"UNCHANGED", "UNCHANGED"}));
}

TEST_P(ResultServiceTest, APersonWorksThemOff) {
  ReleaseThree();
  v1::PayResult stranger = Line("E1", "400.00");
  stranger.set_employee_no("NOBODY");
  Outcomes({stranger, Line("E2", "380.00"), Line("E3", "390.00"), Line("E3", "400.00")});
  ASSERT_TRUE(Reconcile().ok());
  EXPECT_EQ(Open(), (Expected{"RESULT_DIFFERS E3 39000", "RESULT_MISSING E1 0",
                              "RESULT_SHORT E2 38000", "UNKNOWN_EMPLOYEE NOBODY 40000"}));
  // The stranger's line was E1's: the missing one is explained.
  const auto assigned = Resolve(IdOf("UNKNOWN_EMPLOYEE"), v1::PayException::ASSIGN, 40000,
                                InstructionOf("E1").name());
  ASSERT_TRUE(assigned.ok()) << assigned.status();
  EXPECT_EQ(assigned->resolution(), v1::PayException::ASSIGN);
  EXPECT_EQ(assigned->resolve_reason(), "薪酬系统已核实");
  EXPECT_EQ(Open(), (Expected{"RESULT_DIFFERS E3 39000", "RESULT_SHORT E2 38000"}));
  ASSERT_TRUE(Resolve(IdOf("RESULT_SHORT"), v1::PayException::ACCEPT).ok());
  ASSERT_TRUE(Resolve(IdOf("RESULT_DIFFERS"), v1::PayException::ASSIGN, 40000).ok());
  EXPECT_TRUE(Open().empty());
  EXPECT_EQ(Corrected(), (Expected{"fam-E1 40000 0>40000", "fam-E3 40000 39000>40000"}));
  EXPECT_EQ(Arrears(), (Expected{"E1 LATE -40000", "E1 MISSING 40000", "E2 SHORT 2000",
                                 "E3 LATE -1000", "E3 SHORT 1000"}));
  EXPECT_EQ(Exceptions(/*closed_too=*/true).size(), 4u);
  // The files again: nothing opens, nothing moves.
  const size_t events = Events().size();
  EXPECT_EQ(Outcomes({stranger, Line("E2", "380.00"), Line("E3", "390.00")}),
            (Expected{"UNKNOWN_EMPLOYEE", "UNCHANGED", "UNCHANGED"}));
  EXPECT_EQ(Events().size(), events);

  v1::ResolvePayExceptionRequest request;
  request.set_name(absl::StrCat(kFirmA, "/payExceptions/pex-1"));
  const auto reason = [&] {
    request.set_request_id(NextId());
    return ReasonOf(Call(&Stub::ResolvePayException, request).status());
  };
  EXPECT_EQ(reason(), "FIELD_REQUIRED");
  request.set_action(v1::PayException::ACCEPT);
  EXPECT_EQ(reason(), "FIELD_REQUIRED");
  request.set_reason("因");
  EXPECT_EQ(reason(), "PAY_EXCEPTION_NOT_FOUND");
  request.set_name(absl::StrCat(kFirmA, "/arrears/pex-1"));
  EXPECT_NE(reason(), "");
}

INSTANTIATE_TEST_SUITE_P(Engines, ResultServiceTest, ::testing::Values("sqlite", "postgres"));

// ---- Random schedules, as in tests/properties, through handlers and database.

TEST_P(ResultServiceTest, RandomSchedulesEndInTheSameBooks) {
  const int kFirms = GetParam() == "sqlite" ? 300 : 30;
  std::mt19937_64 random(20261126);
  const auto roll = [&](int sides) {
    return static_cast<int>(std::uniform_int_distribution<int>(0, sides - 1)(random));
  };
  ASSERT_TRUE(SetFloor().ok());
  std::vector<std::string> firms;
  for (int i = 0; i < kFirms; ++i) {
    const std::string id = absl::StrCat("9", 1000 + i);
    firms.push_back(absl::StrCat(kPark, "/firms/", id));
    directory_.SetFirm(firms.back(), 10, 3);
    std::vector<v1::Authorisation> authorisations;
    std::vector<v1::PayFigure> figures;
    for (const char* number : {"E1", "E2"}) {
      directory_.AddEmployee(firms.back(), number);
      authorisations.push_back(AuthorisationOf(number));
      figures.push_back(FigureOf(number));
      auto statement = StatementMessage(absl::StrCat(id, number), absl::StrCat("fam-", id, number));
      AddShare(statement, "FAMILY", "DEDUCT", 20000 + roll(50000), absl::StrCat(id, "/", number),
               "TAKE_WHAT_FITS");
      Close(statement);
    }
    ASSERT_TRUE(RecordBasis(firms.back()).ok());
    ASSERT_TRUE(SendAuthorisations(authorisations, firms.back()).ok());
    ASSERT_TRUE(SendFigures(figures, firms.back()).ok());
  }
  CloseMonth();
  std::map<std::string, int64_t> expected, books;  // Seen by family; over it with "+".
  int files = 0;
  for (const std::string& firm : firms) {
    const auto planned = Plan(firm);
    ASSERT_TRUE(planned.ok()) << planned.status();
    const std::string run = planned->name();
    ASSERT_TRUE(Release("", run).ok());
    std::vector<v1::PayResult> lines;
    for (const auto& each : Instructions(run)) {
      if (roll(6) == 0) continue;
      int64_t seen_minor = 0;
      const int corrections = roll(3);
      for (int sequence = 0; sequence <= corrections; ++sequence) {
        seen_minor = std::max<int64_t>(0, each.amount_minor() - 10000 + roll(15000));
        lines.push_back(ResultOf(each, seen_minor));
        lines.back().set_sequence(sequence);
        if (roll(3) == 0) lines.back().clear_instruction();
        if (roll(4) > 0) continue;
        lines.push_back(lines.back());
        lines.back().set_amount_minor(seen_minor + 1 + roll(500));
      }
      expected[each.employee_no() + firm] = seen_minor;
    }
    if (lines.empty()) lines.push_back(ResultOf(v1::Instruction(), 1));
    std::vector<std::vector<v1::PayResult>> split(static_cast<size_t>(1 + roll(3)));
    for (const auto& line : lines)
      split[static_cast<size_t>(roll(static_cast<int>(split.size())))].push_back(line);
    std::vector<size_t> order;
    for (size_t i = 0; i < split.size(); ++i) {
      for (int times = 1 + roll(2); times > 0; --times) order.push_back(i);
    }
    std::shuffle(order.begin(), order.end(), random);
    const size_t end_of_reading = static_cast<size_t>(roll(static_cast<int>(order.size()) + 1));
    for (size_t i = 0; i <= order.size(); ++i) {
      if (i == end_of_reading) {
        ASSERT_TRUE(Reconcile(run).ok());
      }
      if (i == order.size() || split[order[i]].empty()) continue;
      std::shuffle(split[order[i]].begin(), split[order[i]].end(), random);
      ASSERT_TRUE(SendResults(split[order[i]], run).ok());
      ++files;
    }
    const int64_t before = CountLeaves();
    for (const auto& file : split) {
      if (!file.empty()) {
        ASSERT_TRUE(SendResults(file, run).ok());
      }
    }
    EXPECT_EQ(CountLeaves(), before) << run;
  }
  // What the ledger would post: a reconciled run, then differences.
  v1::PayRunReconciled reconciled;
  v1::PayResultCorrected corrected;
  std::map<std::string, int64_t> by_family;
  type::v1::ListEventsRequest request;
  request.set_parent(kPark);
  for (int64_t after = 0;;) {
    request.set_after(after);
    const auto page = Call(&Stub::ListEvents, request, "SERVICE", "ledger");
    ASSERT_TRUE(page.ok());
    if (page->events().empty()) break;
    for (const auto& event : page->events()) {
      after = event.position();
      if (event.payload().UnpackTo(&reconciled)) {
        for (const auto& each : reconciled.deductions()) {
          by_family[each.family()] += each.seen_minor();
        }
      } else if (event.payload().UnpackTo(&corrected)) {
        for (const auto& each : corrected.deductions()) {
          EXPECT_EQ(by_family[each.family()], each.seen_before_minor());
          by_family[each.family()] += each.seen_minor() - each.seen_before_minor();
        }
      }
    }
  }
  for (const auto& [family, seen_minor] : by_family) {
    const std::string id = family.substr(family.rfind('-') + 1);  // Firm and employee.
    const std::string key = id.substr(5) + absl::StrCat(kPark, "/firms/", id.substr(0, 5));
    EXPECT_EQ(seen_minor, expected.count(key) > 0 ? expected[key] : 0) << family;
  }
  EXPECT_EQ(by_family.size(), 2u * kFirms);
  std::cout << kFirms << " schedules, " << files << " files\n";
}

}  // namespace
}  // namespace tuoqiao::payroll
