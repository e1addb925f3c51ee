// One child in two cases, behind the real handlers on both engines.
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/db/testing/postgres_server.h"
#include "services/common/errors.h"
#include "services/common/rpc/testing/harness.h"
#include "services/directory/identifying.h"
#include "services/directory/module.h"
#include "tuoqiao/directory/v1/directory.grpc.pb.h"

namespace tuoqiao::directory {
namespace {

using type::v1::ItemResult;
using Stub = v1::Directory::Stub;

constexpr char kPark[] = "parks/yunshui";

std::unique_ptr<db::Database> Open(const std::string& engine) {
  if (engine == "sqlite") return *db::OpenSqlite(":memory:");
  static int schemas = 0;
  return *db::OpenPostgres(
      {testing::SharedPostgresServer().conninfo(), absl::StrCat("duplicates_", ++schemas), 4});
}

class ChildDuplicatesTest : public ::testing::TestWithParam<const char*> {
 protected:
  ChildDuplicatesTest() {
    harness_.AddModule(
        "directory", Schema(),
        [&](const rpc::Ground& ground) {
          identifying_ = std::make_unique<Identifying>(ground);
          return MakeModule(ground);
        },
        Open(GetParam()));
    stub_ = v1::Directory::NewStub(harness_.channel("directory"));
    AddPark(kPark, true);
  }

  void AddPark(const std::string& name, bool sandbox) {
    v1::CreateParkRequest request;
    request.mutable_park()->set_name(name);
    request.mutable_park()->set_display_name("云水园区");
    request.mutable_park()->set_time_zone("Asia/Shanghai");
    request.mutable_park()->set_sandbox(sandbox);
    if (sandbox) request.mutable_park()->set_current_date("2026-10-08");
    request.set_request_id(NextId());
    ASSERT_TRUE(Call(&Stub::CreatePark, request, "OPS", name).ok());
  }

  std::string NextId() { return absl::StrCat("request-", ++requests_); }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request, const std::string& role = "PARK_ADMIN",
                                const std::string& scope = kPark,
                                const std::string& subject = "li") {
    return harness_.Call(*stub_, method, request, role, scope, subject);
  }

  // A child of the family of that number, with a document of its own.
  static v1::FamilyRecord Record(int family, const std::string& case_number,
                                 const std::string& name,
                                 const std::string& birth_date = "2025-02-03") {
    static int documents = 0;
    v1::FamilyRecord record;
    record.set_family_no(absl::StrCat("F", family));
    record.set_arrears_mode("TAKE_WHAT_FITS");
    v1::Child* child = record.mutable_child();
    child->set_case_number(case_number);
    child->set_display_name(name);
    child->set_id_type("BIRTH_CERTIFICATE");
    child->set_id_number(absl::StrCat("Z", 990000000 + ++documents));
    child->set_birth_date(birth_date);
    v1::Consent* consent = child->add_consents();
    consent->set_purpose("PROGRAMME");
    consent->set_version("2026-1");
    consent->set_grant_date("2026-09-01");
    v1::Guardian* guardian = record.add_guardians();
    guardian->set_display_name("家长");
    guardian->set_id_type("PASSPORT");
    guardian->set_id_number(absl::StrCat("E", 90000000 + family));
    return record;
  }
  ItemResult Apply(const v1::FamilyRecord& record, const std::string& park = kPark) {
    v1::BatchApplyFamiliesRequest request;
    request.set_parent(park);
    *request.add_records() = record;
    request.set_request_id(NextId());
    const auto response = Call(&Stub::BatchApplyFamilies, request, "PARK_ADMIN", park);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->results(0) : ItemResult();
  }

  std::vector<v1::ChildDuplicate> Pairs(bool unreviewed = false) {
    v1::ListChildDuplicatesRequest request;
    request.set_parent(kPark);
    request.set_unreviewed(unreviewed);
    request.set_page_size(1);
    std::vector<v1::ChildDuplicate> pairs;
    do {
      const auto page = Call(&Stub::ListChildDuplicates, request);
      EXPECT_TRUE(page.ok()) << page.status();
      for (const auto& each : page->child_duplicates()) pairs.push_back(each);
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    std::sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) {
      return std::pair(a.case_number(), a.earlier_case_number()) <
             std::pair(b.case_number(), b.earlier_case_number());
    });
    return pairs;
  }
  v1::ReviewChildDuplicateRequest ReviewRequest(const v1::ChildDuplicate& pair,
                                                v1::ChildDuplicate::Verdict verdict,
                                                const std::string& kept = "") {
    v1::ReviewChildDuplicateRequest request;
    request.set_name(pair.name());
    request.set_verdict(verdict);
    request.set_kept_case_number(kept);
    request.set_request_id(NextId());
    return request;
  }
  // Two people say the same.
  void Review(const v1::ChildDuplicate& pair, v1::ChildDuplicate::Verdict verdict,
              const std::string& kept = "") {
    for (const char* subject : {"li", "wang"}) {
      const auto said = Call(&Stub::ReviewChildDuplicate, ReviewRequest(pair, verdict, kept),
                             "PARK_ADMIN", kPark, subject);
      ASSERT_TRUE(said.ok()) << said.status();
    }
  }

  // `C2: of C1 since 2026-10-08; …` for whoever is told to be a repetition.
  std::string Told() {
    v1::ListChildFactsRequest request;
    request.set_parent(kPark);
    const auto response =
        harness_.Call(*stub_, &Stub::ListChildFacts, request, "SERVICE", "eligibility");
    EXPECT_TRUE(response.ok()) << response.status();
    std::string told;
    for (const v1::ChildFacts& each : response->children()) {
      if (each.duplicate_of_case_number().empty()) continue;
      absl::StrAppend(&told, told.empty() ? "" : "; ", each.case_number(), ": of ",
                      each.duplicate_of_case_number());
      if (!each.duplicate_from_date().empty()) {
        absl::StrAppend(&told, " from ", each.duplicate_from_date());
      }
    }
    return told;
  }
  v1::ChildFacts Facts(const std::string& case_number, const std::string& park = kPark) {
    v1::ListChildFactsRequest request;
    request.set_parent(park);
    const auto response =
        harness_.Call(*stub_, &Stub::ListChildFacts, request, "SERVICE", "eligibility");
    for (const v1::ChildFacts& each : response->children()) {
      if (each.case_number() == case_number) return each;
    }
    return {};
  }

  rpc::testing::Harness harness_;
  std::unique_ptr<Stub> stub_;
  std::unique_ptr<Identifying> identifying_;
  int requests_ = 0;
};

TEST_P(ChildDuplicatesTest, ASecondCaseIsTakenInListedAndToldToWhoDecides) {
  EXPECT_EQ(Apply(Record(1, "C1", "小满")).outcome(), ItemResult::CREATED);
  EXPECT_EQ(Apply(Record(2, "C2", "小 满")).outcome(), ItemResult::CREATED);
  const auto pairs = Pairs();
  ASSERT_EQ(pairs.size(), 1u);
  EXPECT_EQ(pairs[0].case_number(), "C2");
  EXPECT_EQ(pairs[0].earlier_case_number(), "C1");
  EXPECT_EQ(pairs[0].child(), Facts("C2").child());
  EXPECT_TRUE(pairs[0].same_name_and_birth_date());
  EXPECT_FALSE(pairs[0].same_document());
  EXPECT_EQ(pairs[0].find_date(), "2026-10-08");
  EXPECT_EQ(Told(), "C2: of C1");
  v1::ListChildFactsRequest one;
  one.set_parent(kPark);
  one.set_child(pairs[0].child());
  const auto alone = harness_.Call(*stub_, &Stub::ListChildFacts, one, "SERVICE", "eligibility");
  EXPECT_EQ(alone->children(0).duplicate_of_case_number(), "C1");
}

TEST_P(ChildDuplicatesTest, TwinsAreTwoAndOneDocumentIsOne) {
  Apply(Record(1, "C1", "小满"));
  EXPECT_EQ(Apply(Record(1, "C2", "小寒")).outcome(), ItemResult::CREATED);
  EXPECT_EQ(Pairs().size(), 0u);
  v1::FamilyRecord first = Record(2, "C3", "立春"), second = Record(3, "C4", "春立", "2025-02-04");
  second.mutable_child()->set_id_number(first.child().id_number());
  Apply(first);
  Apply(second);
  ASSERT_EQ(Pairs().size(), 1u);
  EXPECT_TRUE(Pairs()[0].same_document());
  EXPECT_FALSE(Pairs()[0].same_name_and_birth_date());
  EXPECT_EQ(Told(), "C4: of C3");
}

TEST_P(ChildDuplicatesTest, DifferentFreesItAndTheNextOfThatNameIsAskedAbout) {
  for (int i = 1; i <= 3; ++i) Apply(Record(i, absl::StrCat("C", i), "小满"));
  ASSERT_EQ(Pairs().size(), 2u) << "each with the first";
  EXPECT_EQ(Told(), "C2: of C1; C3: of C1");
  Review(Pairs()[1], v1::ChildDuplicate::DIFFERENT);
  ASSERT_EQ(Pairs(true).size(), 2u);
  EXPECT_EQ(Told(), "C2: of C1; C3: of C2");
  Review(Pairs(true)[1], v1::ChildDuplicate::DIFFERENT);
  Review(Pairs(true)[0], v1::ChildDuplicate::DIFFERENT);
  EXPECT_EQ(Told(), "");
  EXPECT_EQ(Pairs(true).size(), 0u);
  EXPECT_EQ(Pairs().size(), 3u) << "what was decided stays to be read";
}

TEST_P(ChildDuplicatesTest, SameHoldsForGoodWhateverTheRecordSaysAfterwards) {
  Apply(Record(1, "C1", "小满"));
  Apply(Record(2, "C2", "小满"));
  Apply(Record(3, "C3", "小满"));
  // The later of the first two goes on, the earlier is its repetition.
  Review(Pairs()[0], v1::ChildDuplicate::SAME, "C2");
  EXPECT_EQ(Told(), "C1: of C2 from 2026-10-08; C3: of C1");
  Review(Pairs(true)[0], v1::ChildDuplicate::SAME, "C1");
  EXPECT_EQ(Told(), "C1: of C2 from 2026-10-08; C3: of C1 from 2026-10-08");
  EXPECT_EQ(Apply(Record(3, "C3", "大满")).outcome(), ItemResult::UPDATED);
  EXPECT_EQ(Told(), "C1: of C2 from 2026-10-08; C3: of C1 from 2026-10-08");
  EXPECT_EQ(Pairs().size(), 2u);
}

TEST_P(ChildDuplicatesTest, ACorrectionFindsWhatIsThereAndUndoesNoSuspicion) {
  Apply(Record(1, "C1", "小漫"));
  Apply(Record(2, "C2", "小满"));
  EXPECT_EQ(Told(), "");
  EXPECT_EQ(Apply(Record(1, "C1", "小满")).outcome(), ItemResult::UPDATED);
  EXPECT_EQ(Told(), "C2: of C1") << "the earlier one became like the later";
  Apply(Record(2, "C2", "小漫"));
  EXPECT_EQ(Told(), "C2: of C1");
}

TEST_P(ChildDuplicatesTest, AReviewIsRefusedWithItsReasonAndADryRunChangesNothing) {
  Apply(Record(1, "C1", "小满"));
  Apply(Record(2, "C2", "小满"));
  const v1::ChildDuplicate pair = Pairs()[0];
  const auto reason = [&](const v1::ReviewChildDuplicateRequest& request,
                          const std::string& subject = "li") {
    return ReasonOf(
        Call(&Stub::ReviewChildDuplicate, request, "PARK_ADMIN", kPark, subject).status());
  };
  EXPECT_EQ(reason(ReviewRequest(pair, {})), "FIELD_REQUIRED");
  EXPECT_EQ(reason(ReviewRequest(pair, v1::ChildDuplicate::SAME)), "FIELD_REQUIRED");
  EXPECT_EQ(reason(ReviewRequest(pair, v1::ChildDuplicate::DIFFERENT, "C1")), "FIELD_INVALID");
  EXPECT_EQ(reason(ReviewRequest(pair, v1::ChildDuplicate::SAME, "C9")), "KEPT_CASE_UNKNOWN");
  v1::ChildDuplicate none;
  none.set_name(std::string(kPark) + "/childDuplicates/dup-none");
  EXPECT_EQ(reason(ReviewRequest(none, v1::ChildDuplicate::DIFFERENT)),
            "CHILD_DUPLICATE_NOT_FOUND");
  v1::ReviewChildDuplicateRequest dry = ReviewRequest(pair, v1::ChildDuplicate::DIFFERENT);
  dry.set_validate_only(true);
  EXPECT_EQ(reason(dry), "");
  EXPECT_EQ(Pairs()[0].verdict(), v1::ChildDuplicate::VERDICT_UNSPECIFIED);
  const auto request = ReviewRequest(pair, v1::ChildDuplicate::DIFFERENT);
  EXPECT_EQ(reason(request), "");
  EXPECT_EQ(reason(request), "") << "answered as before";
  EXPECT_EQ(Pairs()[0].revision(), 2);
  EXPECT_EQ(reason(ReviewRequest(pair, v1::ChildDuplicate::DIFFERENT)), "APPROVED_BY_SAME_PERSON");
  EXPECT_EQ(reason(ReviewRequest(pair, v1::ChildDuplicate::DIFFERENT), "wang"), "");
  EXPECT_EQ(reason(ReviewRequest(pair, v1::ChildDuplicate::SAME, "C1"), "zhao"),
            "CHILD_DUPLICATE_REVIEWED");
}

TEST_P(ChildDuplicatesTest, ThoseWhoWereThereBeforeAreGivenTheirHashes) {
  Apply(Record(2, "C2", "小满"));
  Apply(Record(1, "C1", "小满"));
  ASSERT_TRUE(harness_.db("directory")
                  .WriteIn("yunshui",
                           [&](db::Write& txn) -> absl::Status {
                             for (const char* table : {"child_duplicate", "child_identity"}) {
                               const auto done = txn.Execute(
                                   absl::StrCat("DELETE FROM ", table, " WHERE park_id = :park"),
                                   {});
                               if (!done.ok()) return done.status();
                             }
                             return absl::OkStatus();
                           })
                  .ok());
  Apply(Record(3, "C0", "小满"));
  EXPECT_EQ(Told(), "");
  ASSERT_TRUE(identifying_->Run().ok());
  // By case number among themselves, and before whoever came since.
  EXPECT_EQ(Told(), "C0: of C1; C2: of C1");
  ASSERT_TRUE(identifying_->Run().ok());
  EXPECT_EQ(Pairs().size(), 3u) << "C0 became the later of both when they got their places";
}

TEST_P(ChildDuplicatesTest, NothingOfAChildIsInItsEventsAndEachPairIsAResource) {
  Apply(Record(1, "C1", "小满"));
  Apply(Record(2, "C2", "小满"));
  Review(Pairs()[0], v1::ChildDuplicate::SAME, "C1");
  type::v1::ListResourcesRequest request;
  request.set_parent(kPark);
  const auto resources = Call(&Stub::ListResources, request, "OPS");
  ASSERT_TRUE(resources.ok()) << resources.status();
  EXPECT_EQ(resources->resources(resources->resources_size() - 1).name(), Pairs()[0].name());
  if (std::string(GetParam()) != "sqlite") return;  // Positions come a moment later elsewhere.
  type::v1::ListEventsRequest list;
  list.set_parent(kPark);
  std::vector<std::string> kinds;
  const auto events = Call(&Stub::ListEvents, list);
  ASSERT_TRUE(events.ok()) << events.status();
  for (const auto& event : events->events()) {
    if (event.subject() == Pairs()[0].name()) kinds.push_back(event.kind());
  }
  EXPECT_EQ(kinds, (std::vector<std::string>{"ChildDuplicateFound", "ChildDuplicateProposed",
                                             "ChildDuplicateReviewed"}));
}

TEST_P(ChildDuplicatesTest, ASandboxChildIsAsItsCaseNumberSaysAndALiveOneIsNot) {
  v1::FamilyRecord record = Record(1, "HR-TEST-18M+2-NOCONSENT", "小满");
  EXPECT_EQ(Apply(record).outcome(), ItemResult::CREATED);
  EXPECT_EQ(Facts("HR-TEST-18M+2-NOCONSENT").birth_date(), "2025-04-10");
  EXPECT_FALSE(Facts("HR-TEST-18M+2-NOCONSENT").programme_consent());
  v1::AdvanceClockRequest clock;
  clock.set_name(kPark);
  clock.set_current_date("2026-11-01");
  clock.set_request_id(NextId());
  ASSERT_TRUE(Call(&Stub::AdvanceClock, clock).ok());
  EXPECT_EQ(Apply(record).outcome(), ItemResult::UNCHANGED) << "it grows older with the park";
  EXPECT_EQ(Apply(Record(2, "HR-TEST-1M+50", "立春")).reason(), "BIRTH_IN_FUTURE");
  AddPark("parks/live", false);
  EXPECT_EQ(Apply(record, "parks/live").outcome(), ItemResult::CREATED);
  EXPECT_EQ(Facts("HR-TEST-18M+2-NOCONSENT", "parks/live").birth_date(), "2025-02-03");
  EXPECT_TRUE(Facts("HR-TEST-18M+2-NOCONSENT", "parks/live").programme_consent());
}

INSTANTIATE_TEST_SUITE_P(Engines, ChildDuplicatesTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& engine) { return std::string(engine.param); });

}  // namespace
}  // namespace tuoqiao::directory
