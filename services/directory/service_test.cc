#include "services/directory/service.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/common/identity.h"
#include "services/common/resource_name.h"
#include "services/common/rpc/testing/harness.h"
#include "services/directory/module.h"

namespace tuoqiao::directory {
namespace {

using rpc::testing::Harness;
using type::v1::ItemResult;
using Stub = v1::Directory::Stub;

// A resident id that nobody holds: division 990000 does not exist.
std::string ResidentId(int serial) {
  const std::string first = absl::StrCat("99000019900101", absl::Dec(serial, absl::kZeroPad3));
  return first + *ResidentIdCheckDigit(first);
}

std::string UsccOf(int serial) {
  const std::string organisation = absl::StrCat("MA2", absl::Dec(serial, absl::kZeroPad5));
  const std::string first =
      absl::StrCat("91990000", organisation, std::string(1, *OrganisationCheckDigit(organisation)));
  return first + *UsccCheckDigit(first);
}

class DirectoryTest : public ::testing::Test {
 protected:
  DirectoryTest() {
    harness_.AddModule("directory", Schema(), MakeModule);
    stub_ = v1::Directory::NewStub(harness_.channel("directory"));
    v1::CreateParkRequest request;
    request.mutable_park()->set_name("parks/yunshui");
    request.mutable_park()->set_display_name("云水园区");
    request.mutable_park()->set_time_zone("Asia/Shanghai");
    request.mutable_park()->set_sandbox(true);
    request.mutable_park()->set_current_date("2026-09-20");
    request.set_request_id(NextId());
    EXPECT_TRUE(Call(&Stub::CreatePark, request, "OPS").ok());
  }

  std::string NextId() { return absl::StrCat("request-", ++requests_); }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request, const std::string& role,
                                const std::string& scope = "parks/yunshui") {
    return harness_.Call(*stub_, method, request, role, scope);
  }

  static v1::Firm FirmMessage(int serial) {
    v1::Firm firm;
    firm.set_uscc(UsccOf(serial));
    firm.set_display_name(absl::StrCat("公司", serial));
    v1::FirmSetUp* s = firm.mutable_set_up();
    s->set_plan("A");
    s->set_share_form("INVOICED");
    s->set_pay_day(10);
    s->set_cut_off_days(3);
    s->set_contact_email("hr@example.invalid");
    s->set_agreement_version("2026-1");
    s->set_agreement_date("2026-09-01");
    return firm;
  }

  v1::BatchCreateFirmsResponse CreateFirms(const std::vector<v1::Firm>& firms) {
    v1::BatchCreateFirmsRequest request;
    request.set_parent("parks/yunshui");
    for (const v1::Firm& firm : firms) *request.add_firms() = firm;
    request.set_request_id(NextId());
    const auto response = Call(&Stub::BatchCreateFirms, request, "PARK_ADMIN");
    EXPECT_TRUE(response.ok()) << response.status();
    return *response;
  }

  static v1::Employee EmployeeMessage(int serial) {
    v1::Employee employee;
    employee.set_employee_no(absl::StrCat("E", absl::Dec(serial, absl::kZeroPad4)));
    employee.set_display_name(absl::StrCat("员工", serial));
    employee.set_id_type("RESIDENT_ID");
    employee.set_id_number(ResidentId(serial));
    employee.set_hire_date("2024-03-01");
    employee.set_work_site("A 座");
    employee.set_weekly_hours(40);
    return employee;
  }

  v1::BatchApplyEmployeesResponse ApplyEmployees(const std::string& firm,
                                                 const std::vector<v1::Employee>& employees) {
    v1::BatchApplyEmployeesRequest request;
    request.set_parent(firm);
    for (const v1::Employee& employee : employees) *request.add_employees() = employee;
    request.set_request_id(NextId());
    const auto response = Call(&Stub::BatchApplyEmployees, request, "FIRM_HR", firm);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::BatchApplyEmployeesResponse();
  }

  static v1::FamilyRecord FamilyMessage(int serial, int guardian) {
    v1::FamilyRecord record;
    record.set_family_no(absl::StrCat("F", serial));
    record.set_arrears_mode("TAKE_WHAT_FITS");
    v1::Child* child = record.mutable_child();
    child->set_case_number(absl::StrCat("C", serial));
    child->set_display_name(absl::StrCat("小满", serial));
    child->set_id_type("BIRTH_CERTIFICATE");
    child->set_id_number(absl::StrCat("Z", 990000000 + serial));
    child->set_birth_date("2025-02-03");
    for (const char* purpose : {"PROGRAMME", "CENTRE"}) {
      v1::Consent* consent = child->add_consents();
      consent->set_purpose(purpose);
      consent->set_version("2026-1");
      consent->set_grant_date("2026-09-01");
    }
    v1::Guardian* first = record.add_guardians();
    first->set_display_name("家长");
    first->set_id_type("RESIDENT_ID");
    first->set_id_number(ResidentId(guardian));
    return record;
  }

  v1::BatchApplyFamiliesResponse ApplyFamilies(const std::vector<v1::FamilyRecord>& records) {
    v1::BatchApplyFamiliesRequest request;
    request.set_parent("parks/yunshui");
    for (const v1::FamilyRecord& record : records) *request.add_records() = record;
    request.set_request_id(NextId());
    const auto response = Call(&Stub::BatchApplyFamilies, request, "PARK_ADMIN");
    EXPECT_TRUE(response.ok()) << response.status();
    return *response;
  }

  v1::ChildFacts Facts(const std::string& case_number, const std::string& service = "eligibility") {
    v1::ListChildFactsRequest request;
    request.set_parent("parks/yunshui");
    const auto response = harness_.Call(*stub_, &Stub::ListChildFacts, request, "SERVICE", service);
    EXPECT_TRUE(response.ok()) << response.status();
    for (const v1::ChildFacts& facts : response->children()) {
      if (facts.case_number() == case_number) return facts;
    }
    return {};
  }

  int64_t RowsWritten() { return *harness_.db("directory").RowsWritten(); }

  Harness harness_;
  std::unique_ptr<Stub> stub_;
  int requests_ = 0;
};

TEST_F(DirectoryTest, OneBadFirmBlocksNoOther) {
  v1::Firm wrong = FirmMessage(2);
  wrong.set_uscc("91990000MA2000020X");
  v1::Firm unnamed = FirmMessage(3);
  unnamed.clear_display_name();
  const auto response =
      CreateFirms({FirmMessage(1), wrong, unnamed, FirmMessage(1), FirmMessage(4)});
  ASSERT_EQ(response.results_size(), 5);
  EXPECT_EQ(response.results(0).outcome(), ItemResult::CREATED);
  EXPECT_EQ(response.results(1).reason(), "USCC_INVALID");
  EXPECT_EQ(response.results(2).reason(), "FIELD_REQUIRED");
  EXPECT_EQ(response.results(2).field(), "display_name");
  EXPECT_EQ(response.results(3).reason(), "DUPLICATE_IN_REQUEST");
  EXPECT_EQ(response.results(4).outcome(), ItemResult::CREATED);
  v1::GetFirmRequest get;
  get.set_name(response.results(4).resource());
  const auto firm = Call(&Stub::GetFirm, get, "PARK_ADMIN");
  ASSERT_TRUE(firm.ok());
  EXPECT_EQ(firm->state(), v1::Firm::REGISTERED);
  EXPECT_EQ(firm->blocker(), "ROSTER_MISSING");
  EXPECT_EQ(firm->set_up().contact_email(), "hr@example.invalid");
  EXPECT_EQ(firm->history_size(), 2);
}

TEST_F(DirectoryTest, AFirmIsReadWithTheTermsOfADay) {
  v1::Firm firm = FirmMessage(1);
  v1::GetFirmRequest get;
  get.set_name(CreateFirms({firm}).results(0).resource());
  firm.mutable_set_up()->set_agreement_date("2026-09-10");
  firm.mutable_set_up()->set_tax_advice(true);
  CreateFirms({firm});
  const auto advised = [&](const std::string& day) {
    get.set_as_of_date(day);
    const auto found = Call(&Stub::GetFirm, get, "PARK_ADMIN");
    EXPECT_TRUE(found.ok()) << found.status();
    return found->set_up().tax_advice();
  };
  EXPECT_FALSE(advised("2026-08-31"));  // Before the first agreement it is the first one's.
  EXPECT_FALSE(advised("2026-09-09"));
  EXPECT_TRUE(advised("2026-09-10"));
  EXPECT_TRUE(advised(""));
  get.set_as_of_date("2026-9-1");
  EXPECT_EQ(ReasonOf(Call(&Stub::GetFirm, get, "PARK_ADMIN").status()), "FIELD_INVALID");
}

TEST_F(DirectoryTest, UnchangedFirmsAndEmployeesWriteOnlyTheStoredReply) {
  const std::string firm = CreateFirms({FirmMessage(1)}).results(0).resource();
  ApplyEmployees(firm, {EmployeeMessage(1), EmployeeMessage(2)});
  int64_t before = RowsWritten();
  EXPECT_EQ(CreateFirms({FirmMessage(1)}).results(0).outcome(), ItemResult::UNCHANGED);
  EXPECT_EQ(RowsWritten() - before, 1);
  before = RowsWritten();
  const auto again = ApplyEmployees(firm, {EmployeeMessage(2), EmployeeMessage(1)});
  EXPECT_EQ(again.results(0).outcome(), ItemResult::UNCHANGED);
  EXPECT_EQ(again.results(1).outcome(), ItemResult::UNCHANGED);
  EXPECT_EQ(RowsWritten() - before, 1);
}

TEST_F(DirectoryTest, TakesAWorkSiteOfSeveralLinesAndNothingElse) {
  const std::string firm = CreateFirms({FirmMessage(1)}).results(0).resource();
  v1::Employee site = EmployeeMessage(1), name = EmployeeMessage(2), bell = EmployeeMessage(3);
  site.set_work_site("3号楼\r\n二层");
  name.set_display_name("员工\n二");
  bell.set_work_site("3号楼\a");
  const auto response = ApplyEmployees(firm, {site, name, bell});
  EXPECT_EQ(response.results(0).outcome(), ItemResult::CREATED);
  EXPECT_EQ(response.results(1).reason(), "FIELD_INVALID");
  EXPECT_EQ(response.results(1).field(), "display_name");
  EXPECT_EQ(response.results(2).reason(), "FIELD_INVALID");
  EXPECT_EQ(response.results(2).field(), "work_site");
  v1::ListEmployeesRequest list;
  list.set_parent(firm);
  const auto employees = Call(&Stub::ListEmployees, list, "FIRM_HR", firm);
  ASSERT_TRUE(employees.ok());
  ASSERT_EQ(employees->employees_size(), 1);
  EXPECT_EQ(employees->employees(0).work_site(), "3号楼\r\n二层");
}

TEST_F(DirectoryTest, TellsWhoJoinedChangedAndLeft) {
  const std::string firm = CreateFirms({FirmMessage(1)}).results(0).resource();
  ApplyEmployees(firm, {EmployeeMessage(1), EmployeeMessage(2)});
  v1::Employee moved = EmployeeMessage(1), left = EmployeeMessage(2), wrong = EmployeeMessage(3);
  moved.set_work_site("B 座");
  left.set_leave_date("2026-09-15");
  wrong.set_leave_date("2024-02-01");
  const auto response = ApplyEmployees(firm, {moved, left, wrong, EmployeeMessage(4)});
  EXPECT_EQ(response.results(0).outcome(), ItemResult::UPDATED);
  EXPECT_EQ(response.results(1).outcome(), ItemResult::UPDATED);
  EXPECT_EQ(response.results(2).reason(), "DATE_ORDER");
  EXPECT_EQ(response.results(3).outcome(), ItemResult::CREATED);
  type::v1::ListEventsRequest list;
  list.set_parent("parks/yunshui");
  const auto events = Call(&Stub::ListEvents, list, "PARK_ADMIN");
  ASSERT_TRUE(events.ok());
  std::vector<std::string> kinds;
  for (const auto& event : events->events()) kinds.push_back(event.kind());
  EXPECT_EQ(kinds, (std::vector<std::string>{"ParkCreated", "FirmInvited", "EmployeeJoined",
                                             "EmployeeJoined", "EmployeeChanged", "EmployeeLeft",
                                             "EmployeeJoined"}));
}

TEST_F(DirectoryTest, ManyLeaversWaitForAPerson) {
  const std::string firm = CreateFirms({FirmMessage(1)}).results(0).resource();
  std::vector<v1::Employee> employees;
  v1::EndAbsentEmployeesRequest request;
  for (int i = 1; i <= 30; ++i) {
    employees.push_back(EmployeeMessage(i));
    if (i > 4) request.add_present_employee_nos(employees.back().employee_no());
  }
  ApplyEmployees(firm, employees);
  request.set_parent(firm);
  request.set_request_id(NextId());
  auto response = Call(&Stub::EndAbsentEmployees, request, "FIRM_HR", firm);
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->absent(), 4);
  EXPECT_FALSE(response->ended());
  request.set_confirmed(true);
  request.set_request_id(NextId());
  response = Call(&Stub::EndAbsentEmployees, request, "FIRM_HR", firm);
  ASSERT_TRUE(response.ok());
  EXPECT_TRUE(response->ended());
  v1::ListEmployeesRequest list;
  list.set_parent(firm);
  list.set_page_size(1000);
  const auto listed = Call(&Stub::ListEmployees, list, "FIRM_HR", firm);
  ASSERT_EQ(listed->employees_size(), 30);
  EXPECT_EQ(listed->employees(3).leave_date(), "2026-09-20");
  EXPECT_EQ(listed->employees(4).leave_date(), "");
  // Who comes back in a later roster is employed again.
  EXPECT_EQ(ApplyEmployees(firm, {EmployeeMessage(1)}).results(0).outcome(), ItemResult::UPDATED);
}

TEST_F(DirectoryTest, LinksAGuardianByNumberToEachEmployment) {
  const auto firms = CreateFirms({FirmMessage(1), FirmMessage(2)});
  ApplyEmployees(firms.results(0).resource(), {EmployeeMessage(7)});
  ApplyEmployees(firms.results(1).resource(), {EmployeeMessage(8)});
  v1::FamilyRecord record = FamilyMessage(1, 7);
  v1::Guardian* second = record.add_guardians();
  second->set_display_name("另一位家长");
  second->set_id_type("RESIDENT_ID");
  second->set_id_number(ResidentId(8));
  const auto response = ApplyFamilies({record, FamilyMessage(2, 9)});
  ASSERT_EQ(response.results(0).outcome(), ItemResult::CREATED) << response.DebugString();
  ASSERT_EQ(Facts("C1").employments_size(), 1) << "the second guardian has not agreed";
  EXPECT_EQ(Facts("C1").employments(0).plan(), "A");
  EXPECT_EQ(Facts("C2").employments_size(), 0) << "linked to nobody";
  v1::ListChildFactsRequest one;
  one.set_parent("parks/yunshui");
  one.set_child(Facts("C1").child());
  const auto alone = harness_.Call(*stub_, &Stub::ListChildFacts, one, "SERVICE", "eligibility");
  ASSERT_EQ(alone->children_size(), 1);
  EXPECT_EQ(alone->children(0).ShortDebugString(), Facts("C1").ShortDebugString());
  // Not under another family's name.
  one.set_child(Facts("C2").family() + "/children/" + LastPart(one.child()));
  EXPECT_EQ(
      harness_.Call(*stub_, &Stub::ListChildFacts, one, "SERVICE", "eligibility")->children_size(),
      0);
  v1::ConfirmGuardianRequest confirm;
  confirm.set_name(Facts("C1").family());
  confirm.set_guardian(2);
  confirm.set_request_id(NextId());
  ASSERT_TRUE(Call(&Stub::ConfirmGuardian, confirm, "PARENT", confirm.name()).ok());
  ASSERT_EQ(Facts("C1").employments_size(), 2);
  EXPECT_EQ(Facts("C1").employments(1).uscc(), UsccOf(2));
  // The desk's file still says N; what the guardian said stays said.
  EXPECT_EQ(ApplyFamilies({record}).results(0).outcome(), ItemResult::UNCHANGED);
  EXPECT_EQ(Facts("C1").employments_size(), 2);
}

TEST_F(DirectoryTest, WhomAChangeConcernsIsFoundByFamilyAndEmployee) {
  const auto firms = CreateFirms({FirmMessage(1)});
  const auto employees = ApplyEmployees(
      firms.results(0).resource(), {EmployeeMessage(7), EmployeeMessage(8), EmployeeMessage(9)});
  v1::FamilyRecord twin = FamilyMessage(1, 7);
  twin.mutable_child()->set_case_number("C1b");
  twin.mutable_child()->set_id_number("Z990000991");
  ApplyFamilies({FamilyMessage(1, 7), twin, FamilyMessage(2, 8), FamilyMessage(3, 12)});
  const auto concerned = [&](const std::vector<std::string>& families,
                             const std::vector<std::string>& of_employees, int32_t size = 0) {
    v1::ListChildFactsRequest request;
    request.set_parent("parks/yunshui");
    request.set_page_size(size);
    *request.mutable_families() = {families.begin(), families.end()};
    *request.mutable_employees() = {of_employees.begin(), of_employees.end()};
    std::string cases;
    do {
      const auto response =
          harness_.Call(*stub_, &Stub::ListChildFacts, request, "SERVICE", "eligibility");
      if (!response.ok()) return ReasonOf(response.status());
      for (const v1::ChildFacts& each : response->children()) {
        absl::StrAppend(&cases, each.case_number(), ":", each.employments_size(), " ");
      }
      request.set_page_token(response->next_page_token());
    } while (!request.page_token().empty());
    return cases;
  };
  const std::string seven = employees.results(0).resource(),
                    eight = employees.results(1).resource();
  EXPECT_EQ(concerned({}, {seven}), "C1:1 C1b:1 ");
  EXPECT_EQ(concerned({}, {seven, eight}, 1), "C1:1 C1b:1 C2:1 ");
  EXPECT_EQ(concerned({Facts("C3").family(), Facts("C1").family()}, {seven}), "C1:1 C1b:1 C3:0 ");
  // Nobody's guardian, and nobody.
  EXPECT_EQ(concerned({}, {employees.results(2).resource(), "parks/yunshui/firms/x/employees/y"}),
            "");
  EXPECT_EQ(concerned(std::vector<std::string>(1000, Facts("C2").family()), {}), "C2:1 ");
  EXPECT_EQ(concerned(std::vector<std::string>(1000, "f"), {seven}), "FIELD_INVALID");
}

TEST_F(DirectoryTest, RejectsFamiliesThatContradictThemselves) {
  v1::FamilyRecord sibling = FamilyMessage(1, 8);
  sibling.mutable_child()->set_case_number("C1b");
  v1::FamilyRecord stolen = FamilyMessage(2, 9);
  stolen.mutable_child()->set_case_number("C1");
  v1::FamilyRecord unborn = FamilyMessage(3, 9);
  unborn.mutable_child()->set_birth_date("2026-09-21");
  EXPECT_EQ(ApplyFamilies({FamilyMessage(1, 7), sibling}).results(1).reason(), "GUARDIANS_DIFFER");
  const auto response = ApplyFamilies({stolen, unborn, FamilyMessage(4, 9), FamilyMessage(4, 9)});
  EXPECT_EQ(response.results(0).reason(), "CHILD_IN_OTHER_FAMILY");
  EXPECT_EQ(response.results(1).reason(), "BIRTH_IN_FUTURE");
  EXPECT_EQ(response.results(2).outcome(), ItemResult::CREATED);
  EXPECT_EQ(response.results(3).reason(), "DUPLICATE_IN_REQUEST");
}

TEST_F(DirectoryTest, WithdrawnConsentIsSeenAtOnce) {
  ApplyFamilies({FamilyMessage(1, 7)});
  ASSERT_TRUE(Facts("C1").centre_consent());
  v1::SetConsentRequest request;
  request.set_name(Facts("C1").family());
  request.set_child(Facts("C1").child());
  request.set_purpose("CENTRE");
  request.set_request_id(NextId());
  ASSERT_TRUE(Call(&Stub::SetConsent, request, "PARENT", request.name()).ok());
  EXPECT_FALSE(Facts("C1").centre_consent());
  EXPECT_TRUE(Facts("C1").programme_consent());
  request.set_granted(true);
  request.set_version("2026-2");
  request.set_request_id(NextId());
  ASSERT_TRUE(Call(&Stub::SetConsent, request, "PARENT", request.name()).ok());
  EXPECT_TRUE(Facts("C1").centre_consent());
}

TEST_F(DirectoryTest, OnlyPlacesIsToldByWhatOtherParksKnowAChild) {
  ApplyFamilies({FamilyMessage(1, 1), FamilyMessage(2, 2)});
  const std::string mark = Facts("C1", "places").across_parks_mark();
  EXPECT_EQ(mark.size(), 32u);
  EXPECT_NE(Facts("C2", "places").across_parks_mark(), mark);
  EXPECT_EQ(Facts("C1", "eligibility").across_parks_mark(), "");
  EXPECT_EQ(Facts("C1", "billing").across_parks_mark(), "");
}

TEST_F(DirectoryTest, KeepsNoPersonalFieldReadableAtRest) {
  const std::string firm = CreateFirms({FirmMessage(1)}).results(0).resource();
  ApplyEmployees(firm, {EmployeeMessage(7)});
  ApplyFamilies({FamilyMessage(1, 7)});
  const std::string path = ::testing::TempDir() + "/directory-at-rest.db";
  std::remove(path.c_str());
  ASSERT_TRUE(harness_.db("directory").BackUp(path).ok());
  FILE* file = std::fopen(path.c_str(), "rb");
  ASSERT_NE(file, nullptr);
  std::string bytes(1 << 22, '\0');
  bytes.resize(std::fread(&bytes[0], 1, bytes.size(), file));
  std::fclose(file);
  std::remove(path.c_str());
  EXPECT_NE(bytes.find("E0007"), std::string::npos) << "the copy does hold the rows";
  for (const std::string& canary :
       {std::string("员工7"), std::string("小满"), std::string("家长"), ResidentId(7),
        std::string("Z990000001"), std::string("2025-02-03"), std::string("hr@example.invalid")}) {
    EXPECT_EQ(bytes.find(canary), std::string::npos) << canary;
  }
}

TEST_F(DirectoryTest, ListsEveryResourceOnceWhateverThePageSize) {
  const auto firms = CreateFirms({FirmMessage(1), FirmMessage(2), FirmMessage(3)});
  ApplyEmployees(firms.results(0).resource(), {EmployeeMessage(1), EmployeeMessage(2)});
  ApplyEmployees(firms.results(2).resource(), {EmployeeMessage(3)});
  const auto families = ApplyFamilies({FamilyMessage(1, 1), FamilyMessage(2, 2)});
  for (const char* year : {"2026", "2027"}) {
    v1::SetDeductionSplitRequest split;
    split.mutable_deduction_split()->set_name(
        absl::StrCat(families.results(0).resource(), "/deductionSplits/", year));
    split.mutable_deduction_split()->set_first_guardian_share_bp(10000);
    split.set_request_id(NextId());
    ASSERT_TRUE(Call(&Stub::SetDeductionSplit, split, "PARK_ADMIN").ok());
  }
  for (int size : {1, 2, 3, 100}) {
    std::set<std::string> names;
    type::v1::ListResourcesRequest request;
    request.set_parent("parks/yunshui");
    request.set_page_size(size);
    int listed = 0;
    do {
      const auto page = Call(&Stub::ListResources, request, "OPS");
      ASSERT_TRUE(page.ok()) << page.status();
      for (const auto& resource : page->resources()) {
        ++listed;
        names.insert(resource.name());
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    EXPECT_EQ(listed, 11) << size;
    EXPECT_EQ(names.size(), 11u) << size;
  }
}

TEST_F(DirectoryTest, OnlyASandboxHasADateOfItsOwnAndItGoesForward) {
  v1::AdvanceClockRequest request;
  request.set_name("parks/yunshui");
  request.set_current_date("2026-10-01");
  request.set_request_id(NextId());
  EXPECT_EQ(Call(&Stub::AdvanceClock, request, "PARK_ADMIN")->current_date(), "2026-10-01");
  request.set_current_date("2026-09-30");
  request.set_request_id(NextId());
  EXPECT_EQ(ReasonOf(Call(&Stub::AdvanceClock, request, "PARK_ADMIN").status()), "CLOCK_BACKWARDS");
}

TEST_F(DirectoryTest, ADeniedAndAMissingFirmLookTheSame) {
  const auto firms = CreateFirms({FirmMessage(1), FirmMessage(2)});
  v1::GetFirmRequest other, missing;
  other.set_name(firms.results(1).resource());
  missing.set_name("parks/yunshui/firms/none");
  const std::string own = firms.results(0).resource();
  const absl::Status denied = Call(&Stub::GetFirm, other, "FIRM_HR", own).status();
  const absl::Status absent = Call(&Stub::GetFirm, missing, "FIRM_HR", own).status();
  EXPECT_EQ(denied.code(), absent.code());
  EXPECT_EQ(denied.message(), absent.message());
}

}  // namespace
}  // namespace tuoqiao::directory
