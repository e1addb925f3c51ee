// The tax deduction behind the real handlers on both engines: what a family says, what it is told,
// and what a firm is told.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/common/db/testing/postgres_server.h"
#include "services/common/errors.h"
#include "services/common/rpc/testing/harness.h"
#include "services/directory/module.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"

namespace tuoqiao::directory {
namespace {

using Stub = v1::Directory::Stub;

constexpr char kPark[] = "parks/yunshui";
constexpr char kFirm[] = "parks/yunshui/firms/91110000600037341l";
constexpr char kOtherFirm[] = "parks/yunshui/firms/91152201078377449p";

std::unique_ptr<db::Database> Open(const std::string& engine) {
  if (engine == "sqlite") return *db::OpenSqlite(":memory:");
  static int schemas = 0;
  return *db::OpenPostgres(
      {testing::SharedPostgresServer().conninfo(), absl::StrCat("deductions_", ++schemas), 4});
}

class DeductionServiceTest : public ::testing::TestWithParam<const char*> {
 protected:
  DeductionServiceTest() {
    harness_.AddModule(
        "directory", Schema(), [&](const rpc::Ground& ground) { return MakeModule(ground); },
        Open(GetParam()));
    stub_ = v1::Directory::NewStub(harness_.channel("directory"));
  }
  void SetUp() override {
    v1::CreateParkRequest park;
    park.mutable_park()->set_name(kPark);
    park.mutable_park()->set_display_name("云水园区");
    park.mutable_park()->set_time_zone("Asia/Shanghai");
    park.mutable_park()->set_sandbox(true);
    park.mutable_park()->set_current_date("2026-10-08");
    ASSERT_TRUE(Send(&Stub::CreatePark, park, "OPS", kPark).ok());
    for (const char* uscc : {"91110000600037341L", "91152201078377449P"}) Onboard(uscc);
    Employ(kFirm, "001", "E90000001", "2020-01-01");
    Employ(kOtherFirm, "777", "E90000002", "2026-03-15");
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Send(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                Request request, const std::string& role = "PARK_ADMIN",
                                const std::string& scope = kPark) {
    request.set_request_id(absl::StrCat("request-", ++requests_));
    return harness_.Call(*stub_, method, request, role, scope);
  }
  void Onboard(const std::string& uscc) {
    v1::BatchCreateFirmsRequest request;
    request.set_parent(kPark);
    v1::Firm* firm = request.add_firms();
    firm->set_uscc(uscc);
    firm->set_display_name("单位");
    v1::FirmSetUp* set_up = firm->mutable_set_up();
    set_up->set_plan("A");
    set_up->set_share_form("INVOICED");
    set_up->set_pay_day(10);
    set_up->set_cut_off_days(2);
    set_up->set_contact_email("hr@example.com");
    const auto applied = Send(&Stub::BatchCreateFirms, request);
    ASSERT_TRUE(applied.ok()) << applied.status();
    ASSERT_EQ(applied->results(0).reason(), "") << applied->DebugString();
  }
  void Employ(const std::string& firm, const std::string& number, const std::string& document,
              const std::string& hired, const std::string& left = "") {
    v1::BatchApplyEmployeesRequest request;
    request.set_parent(firm);
    v1::Employee* employee = request.add_employees();
    employee->set_employee_no(number);
    employee->set_display_name("职工");
    employee->set_id_type("PASSPORT");
    employee->set_id_number(document);
    employee->set_hire_date(hired);
    employee->set_leave_date(left);
    const auto applied = Send(&Stub::BatchApplyEmployees, request, "FIRM_HR", firm);
    ASSERT_TRUE(applied.ok()) << applied.status();
    ASSERT_EQ(applied->results(0).reason(), "") << applied->DebugString();
  }
  // A child of the family F1, whose second guardian has agreed or not. Its name.
  std::string Apply(const std::string& case_number, const std::string& born, bool consent = true,
                    bool agreed = true) {
    v1::BatchApplyFamiliesRequest request;
    request.set_parent(kPark);
    v1::FamilyRecord* record = request.add_records();
    record->set_family_no("F1");
    record->set_arrears_mode("TAKE_WHAT_FITS");
    v1::Child* child = record->mutable_child();
    child->set_case_number(case_number);
    child->set_display_name(absl::StrCat("小满", case_number));
    child->set_id_type("BIRTH_CERTIFICATE");
    child->set_id_number("Z99000000" + case_number.substr(case_number.size() - 1));
    child->set_birth_date(born);
    if (consent) {
      v1::Consent* given = child->add_consents();
      given->set_purpose("PROGRAMME");
      given->set_version("2026-1");
      given->set_grant_date("2026-01-01");
    }
    for (const char* document : {"E90000001", "E90000002"}) {
      v1::Guardian* guardian = record->add_guardians();
      guardian->set_display_name("家长");
      guardian->set_id_type("PASSPORT");
      guardian->set_id_number(document);
    }
    record->mutable_guardians(1)->set_confirmed(agreed);
    const auto applied = Send(&Stub::BatchApplyFamilies, request);
    EXPECT_TRUE(applied.ok()) << applied.status();
    EXPECT_EQ(applied->results(0).reason(), "") << applied->DebugString();
    const std::string name = applied->results(0).resource();
    family_ = name.substr(0, name.find("/children/"));
    return name;
  }
  // Its reason.
  std::string Say(const std::string& child, const std::string& year, int32_t share_bp) {
    v1::SetDeductionSplitRequest request;
    request.mutable_deduction_split()->set_name(absl::StrCat(child, "/deductionSplits/", year));
    request.mutable_deduction_split()->set_first_guardian_share_bp(share_bp);
    return ReasonOf(Send(&Stub::SetDeductionSplit, request, "PARENT", family_).status());
  }
  void Consent(const std::string& child, const std::string& firm, bool granted = true) {
    v1::SetConsentRequest request;
    request.set_name(family_);
    request.set_child(child);
    request.set_purpose("TAX_DEDUCTION");
    request.set_recipient(firm);
    request.set_granted(granted);
    if (granted) request.set_version("2026-1");
    const auto set = Send(&Stub::SetConsent, request, "PARENT", family_);
    ASSERT_TRUE(set.ok()) << set.status();
  }
  void SetDate(const std::string& date) {
    v1::AdvanceClockRequest request;
    request.set_name(kPark);
    request.set_current_date(date);
    ASSERT_TRUE(Send(&Stub::AdvanceClock, request).ok());
  }
  std::string Months(const std::string& year) {
    v1::ListDeductionMonthsRequest request;
    request.set_parent(family_);
    request.set_year(year);
    const auto listed =
        harness_.Call(*stub_, &Stub::ListDeductionMonths, request, "PARENT", family_);
    if (!listed.ok()) return ReasonOf(listed.status());
    std::string text;
    for (const auto& each : listed->deduction_months()) {
      absl::StrAppend(&text, each.case_number(), " ", each.guardian(), " ", each.first_month(), " ",
                      each.last_month(), " ", each.total_minor(), " ", each.missing(), "\n");
    }
    return text;
  }
  std::string FirmMonths(const std::string& firm, const std::string& year,
                         const std::string& month = "", int32_t page_size = 0) {
    v1::ListFirmDeductionsRequest request;
    request.set_parent(firm);
    request.set_year(year);
    request.set_month(month);
    request.set_page_size(page_size);
    std::string text;
    do {
      const auto page =
          harness_.Call(*stub_, &Stub::ListFirmDeductions, request, "FIRM_PAYROLL", firm);
      if (!page.ok()) return ReasonOf(page.status());
      for (const auto& each : page->deductions()) {
        absl::StrAppend(&text, each.employee_no(), " ", each.month(), " ", each.amount_minor(),
                        "\n");
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return text;
  }

  rpc::testing::Harness harness_;
  std::unique_ptr<Stub> stub_;
  std::string family_;
  int requests_ = 0;
};

TEST_P(DeductionServiceTest, AFamilyIsToldItsMonthsAndWhatIsMissing) {
  const std::string first = Apply("C1", "2024-02-29");
  Apply("C2", "2026-05-31");
  Apply("C3", "2023-10-01", /*consent=*/false);
  EXPECT_EQ(Months("2026"),
            "C1 0 2026-01 2026-12 2400000 SPLIT_NOT_SAID\n"
            "C2 0 2026-05 2026-12 1600000 SPLIT_NOT_SAID\n"
            "C3 0   0 CONSENT_MISSING\n");
  EXPECT_EQ(Say(first, "2026", 5000), "");
  EXPECT_EQ(Months("2026"),
            "C1 1 2026-01 2026-12 1200000 \n"
            "C1 2 2026-01 2026-12 1200000 \n"
            "C2 0 2026-05 2026-12 1600000 SPLIT_NOT_SAID\n"
            "C3 0   0 CONSENT_MISSING\n");
  EXPECT_EQ(Months("2021"), "RULE_NOT_IN_FORCE");
  EXPECT_EQ(Months("26"), "FIELD_INVALID");
}

TEST_P(DeductionServiceTest, AShareIsSaidOnceAYear) {
  const std::string child = Apply("C1", "2025-02-03");
  EXPECT_EQ(Say(child, "2026", 10000), "");
  EXPECT_EQ(Say(child, "2026", 10000), "");
  EXPECT_EQ(Say(child, "2026", 5000), "DEDUCTION_SPLIT_FIXED");
  // Of a year that has not begun it may be said otherwise.
  EXPECT_EQ(Say(child, "2027", 5000), "");
  EXPECT_EQ(Say(child, "2027", 0), "");
  EXPECT_EQ(Months("2027"), "C1 2 2027-01 2027-12 2400000 \n");
  SetDate("2027-01-01");
  EXPECT_EQ(Say(child, "2027", 10000), "DEDUCTION_SPLIT_FIXED");
  // A year that is over can still be said the first time: it is settled until June.
  EXPECT_EQ(Say(child, "2025", 10000), "");
}

TEST_P(DeductionServiceTest, WhatCannotBeSaidIsRefused) {
  const std::string child = Apply("C1", "2025-02-03", true, /*agreed=*/false);
  EXPECT_EQ(Say(child, "2026", 5000), "GUARDIAN_NOT_FOUND");
  EXPECT_EQ(Say(child, "2026", 0), "GUARDIAN_NOT_FOUND");
  EXPECT_EQ(Say(child, "2026", 4000), "FIELD_INVALID");
  EXPECT_EQ(Say(child, "26", 10000), "FIELD_INVALID");
  EXPECT_EQ(Say(family_ + "/children/nobody", "2026", 10000), "CHILD_NOT_FOUND");
  EXPECT_EQ(Say(child, "2026", 10000), "");
  EXPECT_EQ(Months("2026"), "C1 1 2026-01 2026-12 2400000 \n");
}

TEST_P(DeductionServiceTest, AFirmIsToldWhatIsHandedOverAndNothingElse) {
  const std::string one = Apply("C1", "2024-02-29"), two = Apply("C2", "2026-09-30");
  ASSERT_EQ(Say(one, "2026", 5000), "");
  ASSERT_EQ(Say(two, "2026", 10000), "");
  EXPECT_EQ(FirmMonths(kFirm, "2026"), "");
  Consent(one, kFirm);
  Consent(two, kFirm);
  EXPECT_EQ(FirmMonths(kFirm, "", "2026-08"), "001 2026-08 100000\n");
  EXPECT_EQ(FirmMonths(kFirm, "", "2026-10"), "001 2026-10 300000\n");
  EXPECT_EQ(FirmMonths(kFirm, "2026"), FirmMonths(kFirm, "2026", "", 5));
  EXPECT_EQ(FirmMonths(kOtherFirm, "2026"), "");
  // The second guardian's firm has the half from the month in which she came.
  Consent(one, kOtherFirm);
  EXPECT_EQ(FirmMonths(kOtherFirm, "", "2026-02"), "");
  EXPECT_EQ(FirmMonths(kOtherFirm, "", "2026-03"), "777 2026-03 100000\n");
  Employ(kOtherFirm, "777", "E90000002", "2026-03-15", "2026-06-01");
  EXPECT_EQ(FirmMonths(kOtherFirm, "", "2026-06"), "777 2026-06 100000\n");
  EXPECT_EQ(FirmMonths(kOtherFirm, "", "2026-07"), "");
  // What is withdrawn is told no more, of any month.
  Consent(one, kFirm, false);
  EXPECT_EQ(FirmMonths(kFirm, "", "2026-08"), "");
  EXPECT_EQ(FirmMonths(kFirm, "", "2026-10"), "001 2026-10 200000\n");
  EXPECT_EQ(FirmMonths(kFirm, "2025", "2026-10"), "FIELD_INVALID");
}

TEST_P(DeductionServiceTest, PartnersHearNothingOfWhatIsHandedToAFirm) {
  const std::string child = Apply("C1", "2024-02-29");
  Consent(child, kFirm);
  for (const bool named : {false, true}) {
    v1::ListRecipientConsentsRequest request;
    request.set_parent(kPark);
    if (named) request.add_children(child);
    const auto listed =
        harness_.Call(*stub_, &Stub::ListRecipientConsents, request, "SERVICE", "places");
    ASSERT_TRUE(listed.ok()) << listed.status();
    EXPECT_EQ(listed->consents_size(), 0);
  }
  // A firm is no partner, nor the other way round.
  v1::SetConsentRequest request;
  request.set_name(family_);
  request.set_child(child);
  request.set_granted(true);
  request.set_version("2026-1");
  request.set_purpose("TAX_DEDUCTION");
  request.set_recipient("parks/yunshui/partners/hospital");
  EXPECT_EQ(ReasonOf(Send(&Stub::SetConsent, request, "PARENT", family_).status()),
            "FIELD_INVALID");
  request.set_purpose("REHABILITATION");
  request.set_recipient(kFirm);
  EXPECT_EQ(ReasonOf(Send(&Stub::SetConsent, request, "PARENT", family_).status()),
            "FIELD_INVALID");
}

INSTANTIATE_TEST_SUITE_P(Engines, DeductionServiceTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace tuoqiao::directory
