// Referrals and their sessions behind the real handlers, on both engines.
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "services/common/db/keys.h"
#include "services/common/db/testing/postgres_server.h"
#include "services/places/testing_places.h"

namespace tuoqiao::places {
namespace {

using Stub = v1::Places::Stub;

constexpr char kHospital[] = "parks/yunqi/partners/hospital";
constexpr char kFamily[] = "parks/yunqi/families/fam-a1";
constexpr char kChild[] = "parks/yunqi/families/fam-a1/children/child-a1";
constexpr char kCentre[] = "parks/yunqi/centres/c001";
// What nobody but family, coordinator and partner may read; the last is not even the partner's.
constexpr char kNeeds[] = "CANARY-NEEDS", kGoals[] = "CANARY-GOALS", kNotes[] = "CANARY-NOTES";

class ReferralCase : protected PlacesFixture {
 protected:
  explicit ReferralCase(std::unique_ptr<db::Database> db = nullptr)
      : PlacesFixture(std::move(db)) {}

  void Open() {
    OpenCentre("C001", {{"L01", v1::Group::LARGE, 5}});
    Enrol("A1", {"C001"});
    ASSERT_TRUE(SetHospital().ok());
  }

  absl::StatusOr<v1::Partner> SetHospital() {
    v1::SetPartnerRequest request;
    v1::Partner* partner = request.mutable_partner();
    partner->set_name(kHospital);
    partner->set_display_name("儿童发育中心");
    partner->set_kind(v1::Partner::MEDICAL);
    partner->set_contact("CANARY-CONTACT");
    partner->add_purposes(v1::Referral::EARLY_INTERVENTION);
    partner->add_purposes(v1::Referral::REHABILITATION);
    return Send(&Stub::SetPartner, request);
  }
  absl::StatusOr<v1::Referral> Propose(
      const std::function<void(v1::ProposeReferralRequest&)>& change = {}) {
    v1::ProposeReferralRequest request;
    request.set_parent(kFamily);
    v1::Referral* referral = request.mutable_referral();
    referral->set_child(kChild);
    referral->set_partner(kHospital);
    referral->set_purpose(v1::Referral::EARLY_INTERVENTION);
    referral->set_needs(kNeeds);
    referral->set_goals(kGoals);
    referral->set_notes(kNotes);
    if (change) change(request);
    return Send(&Stub::ProposeReferral, request);
  }
  template <typename Request>
  absl::StatusOr<v1::Referral> Step(grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                 const Request&, v1::Referral*),
                                    const std::string& name, const std::string& reason = "") {
    Request request;
    request.set_name(name);
    const auto* field = Request::descriptor()->FindFieldByName("reason");
    if (field != nullptr) request.GetReflection()->SetString(&request, field, reason);
    return Send(method, request);
  }
  // Mondays and Wednesdays at ten, from 12 October on; at the partner's where no centre is named.
  absl::StatusOr<v1::Referral> PlanMondays(const std::string& name, const std::string& centre,
                                           const std::string& from = "2026-10-12") {
    v1::PlanSessionsRequest request;
    request.set_name(name);
    v1::SessionPlan* plan = request.mutable_session_plan();
    plan->set_from_date(from);
    plan->set_until_date("2026-12-01");
    plan->add_weekdays(1);
    plan->add_weekdays(3);
    plan->set_start_minute(600);
    plan->set_minutes(45);
    plan->set_centre(centre);
    return Send(&Stub::PlanSessions, request);
  }
  void Consent() { directory_.Consent(kChild, "hospital", "EARLY_INTERVENTION"); }
  std::string Active(const std::string& centre = "") {
    Consent();
    const auto referral = Propose();
    EXPECT_TRUE(referral.ok()) << referral.status();
    EXPECT_TRUE(Step(&Stub::AcceptReferral, referral->name()).ok());
    const auto planned = PlanMondays(referral->name(), centre);
    EXPECT_TRUE(planned.ok()) << planned.status();
    return referral->name();
  }

  absl::StatusOr<v1::Referral> Get(const std::string& name, const std::string& role = "PARK_ADMIN",
                                   const std::string& scope = kYunqi) {
    v1::GetReferralRequest request;
    request.set_name(name);
    return Call(&Stub::GetReferral, request, role, scope);
  }
  v1::ListPartnerReferralsResponse PartnerView(int page_size = 0, const std::string& token = "") {
    v1::ListPartnerReferralsRequest request;
    request.set_parent(kHospital);
    request.set_page_size(page_size);
    request.set_page_token(token);
    const auto response = Call(&Stub::ListPartnerReferrals, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::ListPartnerReferralsResponse();
  }

  struct Said {
    std::string date;
    // Empty: it was attended.
    std::string missed;
  };
  // "CREATED", or the reason.
  std::vector<std::string> Record(const std::string& name, const std::vector<Said>& days,
                                  const std::string& parent = kYunqi) {
    v1::BatchRecordSessionsRequest request;
    request.set_parent(parent);
    for (const Said& each : days) {
      v1::ReferralSession* session = request.add_sessions();
      session->set_referral(name);
      session->set_date(each.date);
      session->set_status(each.missed.empty() ? v1::ReferralSession::ATTENDED
                                              : v1::ReferralSession::MISSED);
      session->set_reason(each.missed);
    }
    const bool centre = parent != kYunqi;
    const auto response =
        Send(&Stub::BatchRecordSessions, request, centre ? "CENTRE_MANAGER" : "PARK_ADMIN", parent);
    EXPECT_TRUE(response.ok()) << response.status();
    std::vector<std::string> outcomes;
    for (const auto& each : response->results()) {
      outcomes.push_back(each.outcome() == type::v1::ItemResult::REJECTED
                             ? each.reason()
                             : type::v1::ItemResult::Outcome_Name(each.outcome()));
    }
    return outcomes;
  }
  absl::StatusOr<v1::SessionMonth> Month(const std::string& name, const std::string& month) {
    v1::GetSessionMonthRequest request;
    request.set_name(absl::StrCat(name, "/sessionMonths/", month));
    return Call(&Stub::GetSessionMonth, request);
  }
  v1::ListCentreSessionsResponse AtCentre(const std::string& month) {
    v1::ListCentreSessionsRequest request;
    request.set_parent(kCentre);
    request.set_month(month);
    const auto response = Call(&Stub::ListCentreSessions, request, "CENTRE_MANAGER", kCentre);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::ListCentreSessionsResponse();
  }
  std::string CareMonth() {
    v1::ListEnrolmentMonthsRequest request;
    request.set_parent(kYunqi);
    request.set_month("2026-10");
    auto months = Call(&Stub::ListEnrolmentMonths, request, "SERVICE", "billing");
    EXPECT_TRUE(months.ok()) << months.status();
    months->clear_log_position();
    return months->SerializeAsString();
  }

  std::vector<std::string> Texts(const std::string& sql) {
    std::vector<std::string> texts;
    EXPECT_TRUE(harness_.db("places")
                    .ReadIn("yunqi",
                            [&](db::Read& txn) {
                              return txn.Query(sql, {}, [&](const db::Row& row) {
                                texts.push_back(row.Text(0));
                                return absl::OkStatus();
                              });
                            })
                    .ok());
    return texts;
  }
  std::vector<std::string> Accessed() {
    return Texts("SELECT subject FROM access_record WHERE park_id = :park ORDER BY access_time");
  }
  std::string Log() {
    type::v1::ListEventsRequest request;
    request.set_parent(kYunqi);
    request.set_page_size(1000);
    return Call(&Stub::ListEvents, request)->DebugString();
  }
  std::string State() {
    std::string all;
    type::v1::ListResourcesRequest request;
    request.set_parent(kYunqi);
    do {
      const auto page = harness_.Call(*stub_, &Stub::ListResources, request, "OPS", kYunqi);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return all;
      for (const auto& each : page->resources()) {
        if (absl::StrContains(each.type(), "Referral") || each.type() == "Partner") {
          absl::StrAppend(&all, each.name(), " ", each.json(), "\n");
        }
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return all;
  }
};

class ReferralServiceTest : public ::testing::Test, protected ReferralCase {
 protected:
  void SetUp() override { Open(); }
};

TEST_F(ReferralServiceTest, NothingReachesThePartnersViewBeforeTheGuardianConsents) {
  const auto referral = Propose();
  ASSERT_TRUE(referral.ok()) << referral.status();
  EXPECT_EQ(referral->state(), v1::Referral::PROPOSED);
  EXPECT_EQ(PartnerView().ByteSizeLong(), 0u);
  EXPECT_EQ(ReasonOf(Step(&Stub::AcceptReferral, referral->name()).status()),
            "REFERRAL_NOT_CONSENTED");
  // Another purpose and another partner are other consents.
  directory_.Consent(kChild, "hospital", "REHABILITATION");
  directory_.Consent(kChild, "school", "EARLY_INTERVENTION");
  EXPECT_EQ(PartnerView().ByteSizeLong(), 0u);
  EXPECT_TRUE(Accessed().empty());

  Consent();
  const auto view = PartnerView();
  ASSERT_EQ(view.referrals_size(), 1);
  EXPECT_EQ(view.referrals(0).state(), v1::Referral::CONSENTED);
  EXPECT_EQ(view.referrals(0).needs(), kNeeds);
  EXPECT_EQ(view.referrals(0).goals(), kGoals);
  EXPECT_FALSE(absl::StrContains(view.DebugString(), kNotes));
  EXPECT_EQ(Accessed(), (std::vector<std::string>{referral->name()}));
}

TEST_F(ReferralServiceTest, AWithdrawalStopsEverythingOnThatDay) {
  const std::string name = Active("");
  directory_.SetToday("2026-10-14");
  EXPECT_EQ(Record(name, {{"2026-10-12", ""}}), (std::vector<std::string>{"CREATED"}));
  ASSERT_EQ(PartnerView().referrals_size(), 1);

  directory_.WithdrawConsents(kChild);
  EXPECT_EQ(PartnerView().ByteSizeLong(), 0u);
  EXPECT_EQ(Record(name, {{"2026-10-14", ""}}),
            (std::vector<std::string>{"REFERRAL_CONSENT_WITHDRAWN"}));
  EXPECT_EQ(ReasonOf(PlanMondays(name, "", "2026-10-20").status()), "REFERRAL_CONSENT_WITHDRAWN");
  const auto referral = Get(name);
  ASSERT_TRUE(referral.ok());
  EXPECT_EQ(referral->state(), v1::Referral::WITHDRAWN);
  EXPECT_EQ(referral->session_plans(0).until_date(), "2026-10-14");
  const auto& last = *referral->history().rbegin();
  EXPECT_EQ(absl::StrJoin({last.from(), last.to(), last.date(), last.by(), last.why()}, " "),
            "ACTIVE WITHDRAWN 2026-10-14 GUARDIAN CONSENT_WITHDRAWN");

  // Given again, it is another consent: it carries a new referral and not the old one.
  Consent();
  EXPECT_EQ(PartnerView().ByteSizeLong(), 0u);
  EXPECT_EQ(Get(name)->state(), v1::Referral::WITHDRAWN);
  ASSERT_TRUE(Propose().ok());
  EXPECT_EQ(PartnerView().referrals_size(), 1);
}

TEST_F(ReferralServiceTest, HiddenReferralsTakeNoRoomOnThePartnersPages) {
  std::set<std::string> shown;
  for (int i = 2; i < 9; ++i) {
    const auto facts = AddChild(absl::StrCat("A", i));
    if (i % 2 == 0) directory_.Consent(facts.child(), "hospital", "EARLY_INTERVENTION");
    const auto referral = Propose([&](auto& request) {
      request.set_parent(facts.family());
      request.mutable_referral()->set_child(facts.child());
    });
    ASSERT_TRUE(referral.ok()) << referral.status();
    if (i % 2 == 0) shown.insert(referral->name());
  }
  std::set<std::string> seen;
  std::string token;
  do {
    const auto page = PartnerView(2, token);
    EXPECT_TRUE(page.referrals_size() == 2 || page.next_page_token().empty());
    for (const auto& each : page.referrals()) seen.insert(each.referral());
    token = page.next_page_token();
  } while (!token.empty());
  EXPECT_EQ(seen, shown);
}

TEST_F(ReferralServiceTest, WhoeverChangesAReferralDoesNotReadIt) {
  Consent();
  const auto referral = Propose();
  ASSERT_TRUE(referral.ok());
  const auto accepted = Step(&Stub::AcceptReferral, referral->name());
  v1::ListReferralsRequest list;
  list.set_parent(kYunqi);
  const auto listed = Call(&Stub::ListReferrals, list);
  for (const std::string& text :
       {referral->DebugString(), accepted->DebugString(), listed->DebugString()}) {
    EXPECT_FALSE(absl::StrContains(text, "CANARY")) << text;
  }
  EXPECT_TRUE(Accessed().empty());
  EXPECT_EQ(Get(referral->name())->notes(), kNotes);
  EXPECT_EQ(Accessed().size(), 1u);
  EXPECT_EQ(Get(referral->name(), "PARENT", kFamily)->notes(), kNotes);
  EXPECT_EQ(Accessed().size(), 1u) << "the family reads its own";
}

TEST_F(ReferralServiceTest, OnlyTheFamilyAndTheCoordinatorMayReadIt) {
  const std::string name = Active();
  for (const auto& [role, scope] : std::vector<std::pair<std::string, std::string>>{
           {"PARK_FINANCE", kYunqi},
           {"FIRM_HR", "parks/yunqi/firms/91a"},
           {"FIRM_PAYROLL", "parks/yunqi/firms/91a"},
           {"CENTRE_MANAGER", kCentre},
           {"GOV_AUDITOR", kYunqi},
           {"PARENT", "parks/yunqi/families/fam-a2"}}) {
    EXPECT_EQ(ReasonOf(Get(name, role, scope).status()), "PERMISSION_DENIED") << role;
  }
  const std::string other =
      absl::StrCat("parks/yunqi/families/fam-a2/referrals", name.substr(name.rfind('/')));
  EXPECT_EQ(ReasonOf(Get(other, "PARENT", "parks/yunqi/families/fam-a2").status()),
            "REFERRAL_NOT_FOUND");
}

TEST_F(ReferralServiceTest, EachRefusalIsNamedAndChangesNothing) {
  struct Row {
    const char* reason;
    std::function<void(v1::ProposeReferralRequest&)> change;
  };
  using R = v1::ProposeReferralRequest;
  ASSERT_TRUE(Propose().ok());
  const std::string before = State();
  for (const Row& row : std::vector<Row>{
           {"FIELD_REQUIRED", [](R& r) { r.mutable_referral()->clear_needs(); }},
           {"FIELD_REQUIRED", [](R& r) { r.mutable_referral()->clear_purpose(); }},
           {"FIELD_INVALID", [](R& r) { r.mutable_referral()->set_needs(std::string(4001, 'x')); }},
           {"FIELD_INVALID",
            [](R& r) {
              r.mutable_referral()->set_child("parks/yunqi/families/fam-a2/children/child-a1");
            }},
           {"CHILD_NOT_FOUND",
            [](R& r) {
              r.mutable_referral()->set_child("parks/yunqi/families/fam-a1/children/child-zz");
            }},
           {"PARTNER_NOT_FOUND",
            [](R& r) { r.mutable_referral()->set_partner("parks/yunqi/partners/nobody"); }},
           {"PURPOSE_NOT_OFFERED",
            [](R& r) { r.mutable_referral()->set_purpose(v1::Referral::INCLUSIVE_EDUCATION); }},
           {"REFERRAL_EXISTS", [](R&) {}}}) {
    EXPECT_EQ(ReasonOf(Propose(row.change).status()), row.reason);
  }
  EXPECT_EQ(State(), before);
}

TEST_F(ReferralServiceTest, ASessionOnACareDayIsNoAbsenceFromCare) {
  const std::string name = Active(kCentre);
  directory_.SetToday("2026-10-30");
  v1::BatchRecordAttendanceRequest attendance;
  attendance.set_parent(kCentre);
  v1::AttendanceDay* day = attendance.add_days();
  day->set_case_number("A1");
  day->set_date("2026-10-12");
  day->set_status(v1::AttendanceDay::PRESENT);
  ASSERT_TRUE(Send(&Stub::BatchRecordAttendance, attendance, "CENTRE_MANAGER", kCentre).ok());
  const std::string before = CareMonth();
  EXPECT_EQ(Record(name,
                   {{"2026-10-12", ""},
                    {"2026-10-14", "SICK"},
                    {"2026-10-19", ""},
                    {"2026-10-20", ""},
                    {"2026-10-12", ""}},
                   kCentre),
            (std::vector<std::string>{"CREATED", "CREATED", "CREATED", "SESSION_NOT_PLANNED",
                                      "DUPLICATE_IN_REQUEST"}));
  EXPECT_EQ(CareMonth(), before);
}

TEST_F(ReferralServiceTest, AMonthIsSummedUpAndCorrectionsKeepWhatWasSaid) {
  const std::string name = Active(kCentre);
  directory_.SetToday("2026-10-27");
  Record(name, {{"2026-10-12", ""}, {"2026-10-14", "SICK"}, {"2026-10-19", ""}});
  EXPECT_EQ(Record(name, {{"2026-10-14", "FAMILY"}, {"2026-10-12", ""}}),
            (std::vector<std::string>{"UPDATED", "UNCHANGED"}));
  const auto month = Month(name, "2026-10");
  ASSERT_TRUE(month.ok()) << month.status();
  // 12, 14, 19, 21, 26, 28: of them 21 and 26 have passed unsaid.
  EXPECT_EQ(month->planned(), 6);
  EXPECT_EQ(month->attended(), 2);
  EXPECT_EQ(month->missed(), 1);
  EXPECT_EQ(month->unrecorded(), 2);
  EXPECT_EQ(month->planned_minutes(), 270);
  EXPECT_EQ(month->attended_minutes(), 90);
  EXPECT_EQ(month->sessions(1).reason(), "FAMILY");
  EXPECT_EQ(Texts("SELECT status FROM referral_session_former WHERE park_id = :park"),
            (std::vector<std::string>{"MISSED"}));
  EXPECT_EQ(Accessed().size(), 1u);

  const auto centre = AtCentre("2026-10");
  ASSERT_EQ(centre.sessions_size(), 6);
  EXPECT_EQ(centre.sessions(1).status(), v1::ReferralSession::MISSED);
  EXPECT_FALSE(absl::StrContains(centre.DebugString(), "FAMILY"));
  EXPECT_FALSE(absl::StrContains(centre.DebugString(), "CANARY"));
}

TEST_F(ReferralServiceTest, ACentreSeesNothingOfSessionsElsewhere) {
  const std::string name = Active("");
  directory_.SetToday("2026-10-30");
  EXPECT_EQ(AtCentre("2026-10").sessions_size(), 0);
  EXPECT_EQ(Record(name, {{"2026-10-12", ""}}, kCentre),
            (std::vector<std::string>{"REFERRAL_NOT_FOUND"}));
}

TEST_F(ReferralServiceTest, WhereThePlaceEndsTheSessionsThereEnd) {
  const std::string name = Active(kCentre);
  directory_.SetToday("2026-10-15");
  ASSERT_TRUE(End(Enrolments()[0].name(), "2026-10-19").ok());
  EXPECT_EQ(AtCentre("2026-10").sessions_size(), 2);
  EXPECT_EQ(ReasonOf(PlanMondays(name, kCentre, "2026-10-19").status()),
            "SESSION_OUTSIDE_ENROLMENT");
  EXPECT_TRUE(PlanMondays(name, "", "2026-10-19").ok());
}

TEST_F(ReferralServiceTest, IsSealedAtRestAndStaysOutOfTheLogAndIsGoneOnceErased) {
  const std::string name = Active();
  directory_.SetToday("2026-10-30");
  Record(name, {{"2026-10-12", "SICK"}});
  for (const char* column : {"needs", "goals", "notes"}) {
    std::string stored;
    ASSERT_TRUE(harness_.db("places")
                    .ReadIn("yunqi",
                            [&](db::Read& txn) {
                              return txn
                                  .QueryOne(absl::StrCat("SELECT ", column,
                                                         " FROM referral WHERE park_id = :park"),
                                            {}, [&](const db::Row& row) { stored = row.Bytes(0); })
                                  .status();
                            })
                    .ok());
    EXPECT_FALSE(absl::StrContains(stored, "CANARY")) << column;
  }
  for (const char* word : {"CANARY", "SICK", "EARLY_INTERVENTION"}) {
    EXPECT_FALSE(absl::StrContains(Log(), word)) << word;
  }
  EXPECT_TRUE(absl::StrContains(State(), kNotes)) << "the state of an operator is open";
  ASSERT_TRUE(
      harness_.db("places")
          .WriteIn("yunqi", [](db::Write& txn) { return db::EraseKey(txn, "child:child-a1"); })
          .ok());
  EXPECT_EQ(Get(name)->needs(), "");
  EXPECT_EQ(Month(name, "2026-10")->sessions(0).reason(), "");
  EXPECT_FALSE(absl::StrContains(State(), kNeeds));
}

TEST_F(ReferralServiceTest, TheSamePartnerAgainWritesNothingButItsReply) {
  const int64_t before = RowsWritten();
  const auto same = SetHospital();
  ASSERT_TRUE(same.ok());
  EXPECT_EQ(same->revision(), 1);
  EXPECT_EQ(RowsWritten() - before, 1);
}

// One life of a referral; returns what an operator sees of it in the end.
class ReferralLife : protected ReferralCase {
 public:
  explicit ReferralLife(std::unique_ptr<db::Database> db) : ReferralCase(std::move(db)) {}
  std::string Live() {
    Open();
    const std::string name = Active(kCentre);
    directory_.SetToday("2026-10-27");
    Record(name, {{"2026-10-12", ""}, {"2026-10-14", "SICK"}}, kCentre);
    Record(name, {{"2026-10-14", "OTHER"}});
    EXPECT_TRUE(PlanMondays(name, "", "2026-11-02").ok());
    EXPECT_TRUE(Step(&Stub::EndReferral, name, "GOALS_MET").ok());
    EXPECT_TRUE(Propose([](auto& r) {
                  r.mutable_referral()->set_purpose(v1::Referral::REHABILITATION);
                }).ok());
    return State();
  }
};

TEST(ReferralStoresTest, ComeToTheSameOnBothEngines) {
  const std::string sqlite = ReferralLife(nullptr).Live();
  EXPECT_TRUE(absl::StrContains(sqlite, "GOALS_MET"));
  auto postgres = db::OpenPostgres({testing::SharedPostgresServer().conninfo(), "referral", 8});
  ASSERT_TRUE(postgres.ok()) << postgres.status();
  EXPECT_EQ(ReferralLife(*std::move(postgres)).Live(), sqlite);
}

}  // namespace
}  // namespace tuoqiao::places
