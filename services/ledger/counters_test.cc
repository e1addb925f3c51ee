// Open items and counters behind the real handlers; the counters once more by another program,
// which reads the exported postings and nothing else.
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "services/common/errors.h"
#include "services/common/rpc/testing/harness.h"
#include "services/ledger/module.h"
#include "services/ledger/testing_peers.h"
#include "tuoqiao/billing/v1/billing.grpc.pb.h"
#include "tuoqiao/ledger/v1/ledger.grpc.pb.h"
#include "tuoqiao/payroll/v1/payroll.grpc.pb.h"
#include "tuoqiao/settlement/v1/settlement.grpc.pb.h"

namespace tuoqiao::ledger {
namespace {

using Stub = v1::Ledger::Stub;

class CountersTest : public ::testing::Test {
 protected:
  CountersTest() {
    harness_.AddPeer("directory", directory_);
    harness_.AddPeer("billing", billing_);
    harness_.AddPeer("payroll", payroll_);
    harness_.AddPeer("settlement", settlement_);
    harness_.AddModule("ledger", Schema(), MakeModule);
    stub_ = v1::Ledger::NewStub(harness_.channel("ledger"));
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request) {
    return harness_.Call(*stub_, method, request, "PARK_FINANCE", "parks/yunqi");
  }
  void WaitUntilHeard() {
    v1::ListCursorsRequest request;
    request.set_parent("parks/yunqi");
    const std::map<std::string, int64_t> heads = {{"billing", billing_.position()},
                                                  {"settlement", settlement_.position()}};
    for (bool heard = false; !heard; std::this_thread::sleep_for(std::chrono::milliseconds(5))) {
      heard = true;
      const auto cursors = Call(&Stub::ListCursors, request);
      for (const auto& each : cursors->cursors()) {
        const auto head = heads.find(each.source());
        heard = heard && (head == heads.end() || each.position() >= head->second);
      }
    }
  }
  void Close(const std::string& month, int number, const std::string& payer, int64_t minor) {
    billing::v1::StatementClosed closed;
    auto& proto = *closed.mutable_statement();
    proto.set_name(absl::StrCat("parks/yunqi/months/", month, "/statements/st-", number));
    proto.set_family("parks/yunqi/families/fam-1");
    proto.set_centre("parks/yunqi/centres/c01");
    auto* share = proto.add_shares();
    const bool firm = payer != "UNION" && payer != "PARK";
    share->set_payer(firm ? "FIRM" : payer);
    share->set_form(firm ? "INVOICED" : "COLLECTED");
    if (firm) share->set_firm("parks/yunqi/firms/" + payer);
    share->set_amount_minor(minor);
    billing_.Append("StatementClosed", closed);
  }
  void Move(const std::string& kind, const std::string& subject, bool inward, int64_t minor,
            const std::string& account, const std::string& date) {
    settlement::v1::MoneyMoved moved;
    moved.set_subject(subject);
    moved.set_inward(inward);
    moved.set_amount_minor(minor);
    moved.set_account(account);
    moved.set_date(date);
    settlement_.Append(kind, moved);
  }
  std::string OpenItems(bool overdue, int32_t page_size = 0) {
    v1::ListOpenItemsRequest request;
    request.set_parent("parks/yunqi");
    request.set_overdue(overdue);
    request.set_page_size(page_size);
    std::string text;
    do {
      const auto page = Call(&Stub::ListOpenItems, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return text;
      for (const auto& each : page->open_items()) {
        absl::StrAppend(&text, each.item(), " ", each.amount_minor(), " ", each.open_date(), " ",
                        each.age_days(), " days", each.overdue() ? " overdue" : "", "\n");
      }
      if (page->next_page_token().empty()) {
        absl::StrAppend(&text, "open ", page->open_minor(), " overdue ", page->overdue_minor());
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return text;
  }
  std::string SetWages(const std::string& firm, int64_t minor) {
    v1::SetFirmWagesRequest request;
    request.mutable_firm_wages()->set_name(absl::StrCat("parks/yunqi/firms/", firm, "/wages/2026"));
    request.mutable_firm_wages()->set_amount_minor(minor);
    request.set_request_id(absl::StrCat("wages-request-", ++requests_));
    return ReasonOf(Call(&Stub::SetFirmWages, request).status());
  }
  // As the other program says it.
  std::string Counters() {
    v1::ListCountersRequest request;
    request.set_parent("parks/yunqi");
    request.set_year("2026");
    const auto listed = Call(&Stub::ListCounters, request);
    EXPECT_TRUE(listed.ok()) << listed.status();
    std::string text;
    for (const auto& each : listed->counters()) {
      absl::StrAppend(&text, each.kind(), " ", each.party(), " ", each.amount_minor(), " ",
                      each.has_limit_minor() ? absl::StrCat(each.limit_minor()) : "-", " ",
                      each.has_left_minor() ? absl::StrCat(each.left_minor()) : "-", " ",
                      each.statements(), " ", each.months(), "\n");
    }
    return text;
  }
  // All entries, one JSON object a line.
  void Export(const std::string& path) {
    std::ofstream file(path);
    v1::ListEntriesRequest request;
    request.set_parent("parks/yunqi");
    do {
      const auto page = Call(&Stub::ListEntries, request);
      ASSERT_TRUE(page.ok()) << page.status();
      for (const auto& each : page->entries()) {
        std::string json;
        ASSERT_TRUE(google::protobuf::util::MessageToJsonString(each, &json).ok());
        file << json << "\n";
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
  }

  uint64_t Seed() {
    const char* given = std::getenv("TUOQIAO_SEED");
    seed_ = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device()();
    return seed_;
  }
  // What another program says of all entries.
  std::string OtherProgram(const std::string& program, const std::string& arguments) {
    const std::string path =
        std::filesystem::temp_directory_path() / absl::StrCat("tuoqiao-entries-", seed_, ".jsonl");
    Export(path);
    std::FILE* output = popen(
        absl::StrCat("python3 tests/oracle/", program, " ", path, " ", arguments).c_str(), "r");
    EXPECT_NE(output, nullptr);
    std::string text;
    for (int c; (c = std::fgetc(output)) != EOF;) text.push_back(static_cast<char>(c));
    EXPECT_EQ(pclose(output), 0);
    std::filesystem::remove(path);
    return text;
  }
  static std::vector<std::string> Sorted(const std::string& text) {
    std::vector<std::string> lines = absl::StrSplit(text, '\n');
    std::sort(lines.begin(), lines.end());
    return lines;
  }
  // As the other program says it.
  std::string Benefits(const std::string& firm, int32_t page_size) {
    v1::ListTaxableBenefitsRequest request;
    request.set_parent(firm);
    request.set_year("2026");
    request.set_page_size(page_size);
    std::string text;
    do {
      const auto page =
          harness_.Call(*stub_, &Stub::ListTaxableBenefits, request, "FIRM_PAYROLL", firm);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return text;
      EXPECT_EQ(page->unattributed_minor(), 0);
      for (const auto& each : page->benefits()) {
        absl::StrAppend(&text, each.month(), " ", each.employee().empty() ? "-" : each.employee(),
                        " ", each.form(), " ", v1::TaxableBenefit::Treatment_Name(each.treatment()),
                        " ", each.amount_minor(), " ", each.taxable_minor(), "\n");
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return text;
  }
  std::string Evidence(int32_t page_size) {
    v1::ListCareEvidenceRequest request;
    request.set_parent("parks/yunqi");
    request.set_year("2026");
    request.set_page_size(page_size);
    std::string text;
    do {
      const auto page = Call(&Stub::ListCareEvidence, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return text;
      for (const auto& each : page->evidence()) {
        absl::StrAppend(&text, each.month(), " ", each.firm(), " ");
        if (each.fewer_than_five()) {
          absl::StrAppend(&text, "<5 - -\n");
        } else {
          absl::StrAppend(&text, each.children(), " ", each.attended_days(), " ",
                          each.amount_minor(), "\n");
        }
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return text;
  }

  FakeDirectory directory_;
  FakeLog<billing::v1::Billing::Service> billing_;
  FakeLog<payroll::v1::Payroll::Service> payroll_;
  FakeLog<settlement::v1::Settlement::Service> settlement_;
  rpc::testing::Harness harness_;
  std::unique_ptr<Stub> stub_;
  int requests_ = 0;
  uint64_t seed_ = 0;
};

TEST_F(CountersTest, OpenItemsAreListedByAgeWithTheDayTheyAreDue) {
  Move("BankLineRecorded", "parks/yunqi/bankLines/b1", true, 500, "suspense-bank", "2026-11-01");
  Move("BankLineRecorded", "parks/yunqi/bankLines/b2", true, 700, "suspense-bank", "2026-11-19");
  Move("BankLineRecorded", "parks/yunqi/bankLines/b3", true, 900, "suspense-bank", "2026-11-01");
  Move("BankLineMatched", "parks/yunqi/bankLines/b3", true, 900, "receivable-park", "2026-11-02");
  Move("PayoutReleased", "parks/yunqi/centres/c01/payouts/2026-10", false, 300, "payable-c01",
       "2026-11-16");
  WaitUntilHeard();
  const std::string all =
      "parks/yunqi/bankLines/b1 -500 2026-11-01 19 days overdue\n"
      "parks/yunqi/centres/c01/payouts/2026-10 -300 2026-11-16 4 days\n"
      "parks/yunqi/bankLines/b2 -700 2026-11-19 1 days\n"
      "open 1500 overdue 500";
  EXPECT_EQ(OpenItems(false), all);
  EXPECT_EQ(OpenItems(false, 1), all);
  EXPECT_EQ(OpenItems(true),
            "parks/yunqi/bankLines/b1 -500 2026-11-01 19 days overdue\nopen 1500 overdue 500");
  // A match that is taken back opens the line again, as old as it was.
  Move("BankLineUnmatched", "parks/yunqi/bankLines/b3", true, 900, "receivable-park", "2026-11-20");
  WaitUntilHeard();
  EXPECT_EQ(OpenItems(true),
            "parks/yunqi/bankLines/b1 -500 2026-11-01 19 days overdue\n"
            "parks/yunqi/bankLines/b3 -900 2026-11-01 19 days overdue\nopen 2400 overdue 1400");
}

TEST_F(CountersTest, ALimitNeedsTheWagesOfTheFirm) {
  Close("2026-10", 1, "91a", 150000);
  Close("2027-01", 2, "91a", 7);
  WaitUntilHeard();
  EXPECT_EQ(Counters(), "WELFARE 91a 150000 - - 1 1\n");
  EXPECT_EQ(SetWages("91a", -1), "FIELD_INVALID");
  EXPECT_EQ(SetWages("91a", 1000000), "");
  EXPECT_EQ(Counters(), "WELFARE 91a 150000 140000 -10000 1 1\n");
  EXPECT_EQ(SetWages("91a", 2000000), "");
  EXPECT_EQ(Counters(), "WELFARE 91a 150000 280000 130000 1 1\n");
  v1::ListCountersRequest request;
  request.set_parent("parks/yunqi");
  request.set_year("26");
  EXPECT_EQ(ReasonOf(Call(&Stub::ListCounters, request).status()), "FIELD_INVALID");
  request.set_year("2007");  // The law is of 2008.
  EXPECT_EQ(ReasonOf(Call(&Stub::ListCounters, request).status()), "RULE_NOT_IN_FORCE");
}

TEST_F(CountersTest, AnotherProgramComesToTheSameFromThePostings) {
  std::mt19937_64 random(Seed());
  SCOPED_TRACE(absl::StrCat("TUOQIAO_SEED=", seed_));
  const std::string payers[] = {"91a", "91b", "91c-2", "UNION", "PARK"};
  for (int number = 0; number < 400; ++number) {
    // Now and then a correction below zero, and months of other years.
    const std::string month = absl::StrCat(2025 + random() % 3, random() % 2 == 0 ? "-03" : "-12");
    Close(month, number, payers[random() % 5], static_cast<int64_t>(random() % 90001) - 10000);
  }
  WaitUntilHeard();
  EXPECT_EQ(SetWages("91a", 31234567), "");
  EXPECT_EQ(SetWages("91c-2", 999), "");
  const std::string other =
      OtherProgram("counters.py", "--year 2026 --rate 1400 --wages 91a=31234567 --wages 91c-2=999");
  EXPECT_FALSE(other.empty());
  EXPECT_EQ(Counters(), other);
}

TEST_F(CountersTest, AnotherProgramComesToTheSameBenefitsAndEvidence) {
  std::mt19937_64 random(Seed());
  SCOPED_TRACE(absl::StrCat("TUOQIAO_SEED=", seed_));
  const auto roll = [&](int64_t sides) { return static_cast<int64_t>(random() % sides); };
  const char* kForms[] = {"INVOICED", "INVOICED", "ALLOWANCE", "COLLECTIVE"};
  directory_.SetAdvised("parks/yunqi/firms/91a", "2026-06-30");
  for (int number = 0; number < 400; ++number) {
    billing::v1::StatementClosed closed;
    auto& proto = *closed.mutable_statement();
    // November has six children, and December too few of them to be counted.
    const bool sure = number < 6;
    const int month = sure ? 11 : 1 + static_cast<int>(roll(12));
    const int64_t children = month == 12 ? 3 : month == 11 ? 6 : 9;
    proto.set_name(absl::StrFormat("parks/yunqi/months/2026-%02d/statements/st-%d", month, number));
    // Corrections are of the month before.
    if (!sure && month > 1 && roll(4) == 0)
      proto.set_billed_month(absl::StrFormat("2026-%02d", month - 1));
    proto.set_child(
        absl::StrCat("parks/yunqi/families/fam-1/children/", sure ? number : roll(children)));
    proto.set_family("parks/yunqi/families/fam-1");
    proto.set_centre("parks/yunqi/centres/c01");
    proto.set_attended_days(static_cast<int32_t>(roll(23)) - 3);
    for (const char* firm : {"parks/yunqi/firms/91a", "parks/yunqi/firms/91b"}) {
      if (!sure && roll(3) == 0) continue;
      auto* share = proto.add_shares();
      share->set_payer("FIRM");
      share->set_firm(firm);
      share->set_form(kForms[roll(4)]);
      share->set_employee(absl::StrCat(firm, "/employees/e", roll(3)));
      share->set_amount_minor(roll(90001) - 10000);
    }
    billing_.Append("StatementClosed", closed);
  }
  WaitUntilHeard();
  for (const char* firm : {"parks/yunqi/firms/91a", "parks/yunqi/firms/91b"}) {
    const bool advised = absl::EndsWith(firm, "91a");
    const std::string other = OtherProgram(
        "borne.py",
        absl::StrCat("benefits --year 2026 --firm ", firm, " --advised ",
                     advised ? "2026-06 2026-07 2026-08 2026-09 2026-10 2026-11 2026-12" : ""));
    EXPECT_FALSE(other.empty());
    EXPECT_EQ(Sorted(Benefits(firm, 7)), Sorted(other));
    EXPECT_EQ(Benefits(firm, 7), Benefits(firm, 1000));
  }
  const std::string other = OtherProgram("borne.py", "evidence --year 2026");
  EXPECT_NE(other.find("<5"), std::string::npos);
  EXPECT_NE(other.find(" 6 "), std::string::npos);
  EXPECT_EQ(Evidence(2), other);
  EXPECT_EQ(Evidence(1000), other);
}

TEST_F(CountersTest, BenefitsAreAskedForByYearOrMonth) {
  v1::ListTaxableBenefitsRequest request;
  const auto reason = [&] {
    return ReasonOf(
        harness_.Call(*stub_, &Stub::ListTaxableBenefits, request, "FIRM_PAYROLL", request.parent())
            .status());
  };
  request.set_parent("parks/yunqi/firms/91a");
  EXPECT_EQ(reason(), "FIELD_REQUIRED");
  request.set_year("26");
  EXPECT_EQ(reason(), "FIELD_INVALID");
  request.set_year("2026");
  EXPECT_EQ(reason(), "");
  request.set_month("2027-01");
  EXPECT_EQ(reason(), "FIELD_INVALID");
  request.set_month("2026-1");
  EXPECT_EQ(reason(), "FIELD_INVALID");
  request.set_month("2026-01");
  EXPECT_EQ(reason(), "");
  request.set_page_token("x");
  EXPECT_EQ(reason(), "PAGE_TOKEN_INVALID");
}

TEST_F(CountersTest, AMonthBeforeTheTreatmentWasKnownIsRefused) {
  Close("2018-12", 1, "91a", 100);
  WaitUntilHeard();
  v1::ListTaxableBenefitsRequest request;
  request.set_parent("parks/yunqi/firms/91a");
  request.set_year("2018");
  EXPECT_EQ(ReasonOf(harness_
                         .Call(*stub_, &Stub::ListTaxableBenefits, request, "FIRM_PAYROLL",
                               request.parent())
                         .status()),
            "RULE_NOT_IN_FORCE");
}

}  // namespace
}  // namespace tuoqiao::ledger
