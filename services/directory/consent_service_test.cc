// Consents that name a recipient, behind the real handlers on both engines.
#include <gtest/gtest.h>

#include "absl/strings/match.h"
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
constexpr char kHospital[] = "parks/yunshui/partners/hospital";
constexpr char kPurpose[] = "EARLY_INTERVENTION";

std::unique_ptr<db::Database> Open(const std::string& engine) {
  if (engine == "sqlite") return *db::OpenSqlite(":memory:");
  static int schemas = 0;
  return *db::OpenPostgres(
      {testing::SharedPostgresServer().conninfo(), absl::StrCat("consents_", ++schemas), 4});
}

class RecipientConsentServiceTest : public ::testing::TestWithParam<const char*> {
 protected:
  RecipientConsentServiceTest() {
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
    const auto applied = Apply({});
    ASSERT_TRUE(applied.ok()) << applied.status();
    child_ = applied->results(0).resource();
    family_ = child_.substr(0, child_.find("/children/"));
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Send(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                Request request, const std::string& role = "PARK_ADMIN",
                                const std::string& scope = kPark) {
    request.set_request_id(absl::StrCat("request-", ++requests_));
    return harness_.Call(*stub_, method, request, role, scope);
  }
  absl::StatusOr<v1::BatchApplyFamiliesResponse> Apply(const std::vector<v1::Consent>& consents) {
    v1::BatchApplyFamiliesRequest request;
    request.set_parent(kPark);
    v1::FamilyRecord* record = request.add_records();
    record->set_family_no("F1");
    record->set_arrears_mode("TAKE_WHAT_FITS");
    v1::Child* child = record->mutable_child();
    child->set_case_number("C1");
    child->set_display_name("小满");
    child->set_id_type("BIRTH_CERTIFICATE");
    child->set_id_number("Z990000001");
    child->set_birth_date("2025-02-03");
    for (const v1::Consent& each : consents) *child->add_consents() = each;
    v1::Guardian* guardian = record->add_guardians();
    guardian->set_display_name("家长");
    guardian->set_id_type("PASSPORT");
    guardian->set_id_number("E90000001");
    return Send(&Stub::BatchApplyFamilies, request);
  }
  absl::StatusOr<v1::Family> Set(const std::string& purpose, const std::string& recipient,
                                 bool granted = true) {
    v1::SetConsentRequest request;
    request.set_name(family_);
    request.set_child(child_);
    request.set_purpose(purpose);
    request.set_recipient(recipient);
    request.set_granted(granted);
    if (granted) request.set_version("2026-1");
    return Send(&Stub::SetConsent, request, "PARENT", family_);
  }
  v1::ListRecipientConsentsResponse Named(int page_size, const std::string& token,
                                          const std::string& child = "") {
    v1::ListRecipientConsentsRequest request;
    request.set_parent(kPark);
    request.set_page_size(page_size);
    request.set_page_token(token);
    if (!child.empty()) request.add_children(child);
    const auto response =
        harness_.Call(*stub_, &Stub::ListRecipientConsents, request, "SERVICE", "places");
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::ListRecipientConsentsResponse();
  }
  v1::ChildFacts Facts() {
    v1::ListChildFactsRequest request;
    request.set_parent(kPark);
    const auto response =
        harness_.Call(*stub_, &Stub::ListChildFacts, request, "SERVICE", "billing");
    v1::ChildFacts facts = response->children(0);
    facts.clear_revision();
    return facts;
  }

  rpc::testing::Harness harness_;
  std::unique_ptr<Stub> stub_;
  std::string family_, child_;
  int requests_ = 0;
};

TEST_P(RecipientConsentServiceTest, IsGivenWithdrawnAndGivenAgainUnderTheNextNumber) {
  ASSERT_TRUE(Set(kPurpose, kHospital).ok());
  ASSERT_TRUE(Set(kPurpose, kHospital, false).ok());
  const auto family = Set(kPurpose, kHospital);
  ASSERT_TRUE(family.ok()) << family.status();
  ASSERT_EQ(family->children(0).consents_size(), 2);
  const v1::Consent& first = family->children(0).consents(0);
  EXPECT_EQ(first.withdraw_date(), "2026-10-08");
  EXPECT_EQ(first.number(), 1);
  EXPECT_EQ(family->children(0).consents(1).number(), 2);
  EXPECT_EQ(family->children(0).consents(1).withdraw_date(), "");
  const auto of_child = Named(0, "", child_);
  ASSERT_EQ(of_child.consents_size(), 2);
  EXPECT_EQ(of_child.consents(1).child(), child_);
  EXPECT_EQ(of_child.consents(1).consent().recipient(), kHospital);
}

TEST_P(RecipientConsentServiceTest, PagesAddUp) {
  for (const char* purpose : {"REHABILITATION", kPurpose, "INCLUSIVE_EDUCATION"}) {
    ASSERT_TRUE(Set(purpose, kHospital).ok());
  }
  std::string seen, token;
  do {
    const auto page = Named(1, token);
    for (const auto& each : page.consents()) absl::StrAppend(&seen, each.consent().purpose(), " ");
    token = page.next_page_token();
  } while (!token.empty());
  EXPECT_EQ(seen, "EARLY_INTERVENTION INCLUSIVE_EDUCATION REHABILITATION ");
}

TEST_P(RecipientConsentServiceTest, OtherServicesReadNothingOfIt) {
  const std::string before = Facts().SerializeAsString();
  ASSERT_TRUE(Set(kPurpose, kHospital).ok());
  EXPECT_EQ(Facts().SerializeAsString(), before);
  for (const char* service : {"eligibility", "billing", "exchange"}) {
    v1::ListRecipientConsentsRequest request;
    request.set_parent(kPark);
    const auto denied =
        harness_.Call(*stub_, &Stub::ListRecipientConsents, request, "SERVICE", service);
    EXPECT_EQ(ReasonOf(denied.status()), "PERMISSION_DENIED") << service;
  }
  type::v1::ListEventsRequest events;
  events.set_parent(kPark);
  events.set_page_size(1000);
  const auto log = harness_.Call(*stub_, &Stub::ListEvents, events, "SERVICE", "eligibility");
  ASSERT_TRUE(log.ok());
  EXPECT_FALSE(absl::StrContains(log->DebugString(), "hospital"));
  for (const auto& each : log->events()) {
    EXPECT_NE(each.kind(), "ConsentGiven") << "whoever decides anew at that does not at this";
  }
}

TEST_P(RecipientConsentServiceTest, EachRefusalIsNamed) {
  EXPECT_EQ(ReasonOf(Set(kPurpose, "").status()), "FIELD_REQUIRED");
  EXPECT_EQ(ReasonOf(Set(kPurpose, "parks/other/partners/hospital").status()), "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(Set("CENTRE", kHospital).status()), "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(Set("ADVERTISING", kHospital).status()), "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(Set(kPurpose, kHospital, false).status()), "CONSENT_NOT_GIVEN");
  v1::Consent named;
  named.set_purpose("CENTRE");
  named.set_version("2026-1");
  named.set_grant_date("2026-09-01");
  named.set_recipient(kHospital);
  EXPECT_EQ(Apply({named})->results(0).reason(), "FIELD_INVALID") << "no record's to give";
}

INSTANTIATE_TEST_SUITE_P(Engines, RecipientConsentServiceTest,
                         ::testing::Values("sqlite", "postgres"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace tuoqiao::directory
