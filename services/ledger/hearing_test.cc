// Events heard in any order and more than once, against a small model of the books.
#include "services/ledger/hearing.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <random>

#include "absl/strings/str_cat.h"
#include "services/common/db/db.h"
#include "services/common/db/schema.h"
#include "services/common/resource_name.h"
#include "services/ledger/module.h"
#include "services/ledger/store.h"
#include "services/ledger/testing_peers.h"
#include "services/ledger/unpaired_store.h"
#include "tuoqiao/billing/v1/billing.pb.h"
#include "tuoqiao/payroll/v1/payroll.pb.h"
#include "tuoqiao/settlement/v1/settlement.pb.h"

namespace tuoqiao::ledger {
namespace {

using type::v1::Event;

constexpr char kPark[] = "parks/yunqi";

Event MakeEvent(const std::string& id, const std::string& kind,
                const google::protobuf::Message& payload) {
  Event event;
  event.set_id(id);
  event.set_kind(kind);
  event.mutable_payload()->PackFrom(payload);
  return event;
}

// The books as somebody would keep them on one sheet of paper.
class Model {
 public:
  void Move(const std::string& debit, const std::string& credit, int64_t minor) {
    balances_[debit] += minor;
    balances_[credit] -= minor;
  }
  std::map<std::string, int64_t> balances() const {
    std::map<std::string, int64_t> found;
    for (const auto& [account, minor] : balances_) {
      if (minor != 0) found[account] = minor;
    }
    return found;
  }

 private:
  std::map<std::string, int64_t> balances_;
};

// Makes a random month, event by event, and keeps the model in step.
class Story {
 public:
  explicit Story(uint64_t seed) : dice_(seed) {}

  void Tell(int steps) {
    for (int i = 0; i < steps; ++i) {
      switch (Roll(6)) {
        case 0:
        case 1:
          CloseStatement();
          break;
        case 2:
          ReadPayRun();
          break;
        case 3:
          BankLine();
          break;
        default:
          Payout();
      }
    }
  }

  std::vector<Event>& events() { return events_; }
  std::map<std::string, int64_t> balances() const { return model_.balances(); }
  int64_t statements_minor() const { return statements_minor_; }
  int64_t statements() const { return statements_; }
  uint64_t Roll(uint64_t sides) { return dice_() % sides; }

 private:
  std::string NewId(const char* prefix) { return absl::StrCat(prefix, ++last_); }
  std::string Pick(const char* prefix, uint64_t sides) { return absl::StrCat(prefix, Roll(sides)); }
  void Add(const std::string& kind, const google::protobuf::Message& payload) {
    events_.push_back(MakeEvent(NewId("evt-"), kind, payload));
  }

  void CloseStatement() {
    billing::v1::StatementClosed closed;
    auto& statement = *closed.mutable_statement();
    const std::string family = Pick("fam-", 5), centre = Pick("c", 3), firm = Pick("91", 4);
    statement.set_name(absl::StrCat(kPark, "/months/2026-10/statements/", NewId("st-")));
    statement.set_family(absl::StrCat(kPark, "/families/", family));
    statement.set_centre(absl::StrCat(kPark, "/centres/", centre));
    const auto share = [&](const char* payer, const char* form, const std::string& debit,
                           const std::string& credit) {
      const int64_t minor = static_cast<int64_t>(Roll(200000));
      auto* added = statement.add_shares();
      added->set_payer(payer);
      added->set_form(form);
      added->set_amount_minor(minor);
      if (std::string(payer) == "FIRM") added->set_firm(absl::StrCat(kPark, "/firms/", firm));
      model_.Move(debit, credit, minor);
      statements_minor_ += minor;
    };
    const std::string payable = "payable-" + centre, due = "direct-due-" + centre;
    share("AUTHORITY", "COLLECTED", "receivable-authority", payable);
    share("PARK", "COLLECTED", "receivable-park", payable);
    switch (Roll(3)) {
      case 0:
        share("FIRM", "INVOICED", "receivable-firm-" + firm, payable);
        break;
      case 1:
        share("FIRM", "ALLOWANCE", "direct-family-" + family, due);
        break;
      default:
        share("FIRM", "COLLECTIVE", "receivable-firm-" + firm, payable);
    }
    if (Roll(2) == 0) {
      share("FAMILY", "DIRECT", "direct-family-" + family, due);
    } else {
      share("FAMILY", "DEDUCT", "receivable-family-" + family, payable);
      if (Roll(4) == 0) MakeDirect(statement);
    }
    ++statements_;
    Add("StatementClosed", closed);
  }

  void MakeDirect(const billing::v1::Statement& statement) {
    payroll::v1::ShareMadeDirect direct;
    direct.set_statement(statement.name());
    direct.set_family(statement.family());
    direct.set_centre(statement.centre());
    direct.set_amount_minor(statement.shares().rbegin()->amount_minor());
    model_.Move("payable-" + LastPart(statement.centre()),
                "receivable-family-" + LastPart(statement.family()), direct.amount_minor());
    model_.Move("direct-family-" + LastPart(statement.family()),
                "direct-due-" + LastPart(statement.centre()), direct.amount_minor());
    Add("ShareMadeDirect", direct);
  }

  // Each pay run is remitted, in full, in part, or not at all.
  void ReadPayRun() {
    const std::string firm = Pick("91", 4);
    payroll::v1::PayRunReconciled read;
    read.set_firm(absl::StrCat(kPark, "/firms/", firm));
    read.set_month("2026-10");
    read.set_pay_run(absl::StrCat(read.firm(), "/payRuns/", NewId("run-")));
    int64_t seen_minor = 0;
    for (uint64_t i = 0, n = 1 + Roll(4); i < n; ++i) {
      auto* deduction = read.add_deductions();
      const std::string family = Pick("fam-", 5);
      const int64_t sent = static_cast<int64_t>(Roll(100000));
      const int64_t seen = Roll(3) == 0 ? static_cast<int64_t>(Roll(120000)) : sent;
      deduction->set_family(absl::StrCat(kPark, "/families/", family));
      deduction->set_amount_minor(sent);
      deduction->set_seen_minor(seen);
      model_.Move("clearing-payroll-" + firm, "receivable-family-" + family, std::min(sent, seen));
      model_.Move("clearing-payroll-" + firm, "unapplied-family-" + family,
                  std::max<int64_t>(0, seen - sent));
      seen_minor += seen;
    }
    Add("PayRunReconciled", read);
    if (Roll(3) == 0) seen_minor += CorrectPayRun(read);
    if (seen_minor > 0 && Roll(2) == 0) {
      MatchedLine("clearing-payroll-" + firm, 1 + static_cast<int64_t>(Roll(seen_minor)), 0);
    }
  }

  // Lines that came late: each deduction is seen otherwise. Returns how much more was seen.
  int64_t CorrectPayRun(const payroll::v1::PayRunReconciled& read) {
    payroll::v1::PayResultCorrected corrected;
    corrected.set_pay_run(read.pay_run());
    corrected.set_firm(read.firm());
    corrected.set_month(read.month());
    const std::string clearing = "clearing-payroll-" + LastPart(read.firm());
    int64_t more_minor = 0;
    for (const auto& each : read.deductions()) {
      auto* deduction = corrected.add_deductions();
      const int64_t sent = each.amount_minor(), before = each.seen_minor();
      const int64_t now = static_cast<int64_t>(Roll(120000));
      deduction->set_family(each.family());
      deduction->set_amount_minor(sent);
      deduction->set_seen_before_minor(before);
      deduction->set_seen_minor(now);
      const std::string family = LastPart(each.family());
      model_.Move(clearing, "receivable-family-" + family,
                  std::min(sent, now) - std::min(sent, before));
      model_.Move(clearing, "unapplied-family-" + family,
                  std::max<int64_t>(0, now - sent) - std::max<int64_t>(0, before - sent));
      more_minor += now - before;
    }
    Add("PayResultCorrected", corrected);
    return more_minor;
  }

  settlement::v1::MoneyMoved Moved(const std::string& subject, int64_t minor) {
    settlement::v1::MoneyMoved moved;
    moved.set_subject(subject);
    moved.set_amount_minor(minor);
    moved.set_date("2026-11-20");
    return moved;
  }

  void MatchedLine(const std::string& account, int64_t minor, int64_t surplus_minor) {
    settlement::v1::MoneyMoved moved = Moved(NewId("line-"), minor);
    moved.set_inward(true);
    moved.set_account("suspense-bank");
    Add("BankLineRecorded", moved);
    model_.Move("bank", "suspense-bank", minor);
    if (account.empty()) return;
    moved.set_account(account);
    moved.set_surplus_minor(surplus_minor);
    if (surplus_minor > 0) moved.set_unapplied_account("unapplied-park");
    Add("BankLineMatched", moved);
    model_.Move("suspense-bank", account, minor - surplus_minor);
    model_.Move("suspense-bank", "unapplied-park", surplus_minor);
  }

  void BankLine() {
    static const char* const kAccounts[] = {"receivable-park", "receivable-firm-910", "float-park",
                                            ""};
    const int64_t minor = 2 + static_cast<int64_t>(Roll(300000));
    MatchedLine(kAccounts[Roll(4)], minor, Roll(3) == 0 ? minor / 2 : 0);
  }

  // Released, and then: nothing yet, ACSC, refused, a line out alone, or ACSC and then a line.
  void Payout() {
    const std::string payable = Pick("payable-c", 3);
    const int64_t minor = 1 + static_cast<int64_t>(Roll(500000));
    settlement::v1::MoneyMoved moved = Moved(NewId("po-"), minor);
    moved.set_account(payable);
    Add("PayoutReleased", moved);
    model_.Move(payable, "clearing-payout", minor);
    const uint64_t fate = Roll(5);
    if (fate == 0) return;
    if (fate == 1) {
      Add("PayoutRejected", moved);
      model_.Move("clearing-payout", payable, minor);
      return;
    }
    const bool confirmed = fate != 2, line = fate != 3;
    model_.Move("clearing-payout", "bank", minor);
    moved.set_account(confirmed ? "bank" : "clearing-payout");
    Add("PayoutConfirmed", moved);
    if (!line) return;
    settlement::v1::MoneyMoved out = Moved(NewId("line-"), minor);
    out.set_account("suspense-bank");
    Add("BankLineRecorded", out);
    out.set_account(confirmed ? "bank" : "clearing-payout");
    out.set_matched(moved.subject());
    Add("BankLineMatched", out);
  }

  std::mt19937_64 dice_;
  Model model_;
  std::vector<Event> events_;
  int64_t statements_minor_ = 0, statements_ = 0;
  int last_ = 0;
};

class Books {
 public:
  Books() : db_(*db::OpenSqlite(":memory:")) {
    EXPECT_TRUE(db::Migrate(*db_, Schema()).ok());
    caller_.park = "yunqi";
    caller_.identity.subject = "ledger";
    caller_.identity.role = "SERVICE";
  }

  absl::Status Hear(const std::vector<Event>& events) {
    return rpc::Write({*db_, clock_}, caller_, absl::StrCat("hear-", ++heard_),
                      [&](rpc::Change& change) { return ledger::Hear(change, events); });
  }

  std::map<std::string, int64_t> Balances() {
    std::map<std::string, int64_t> found;
    EXPECT_TRUE(db_->ReadIn("yunqi",
                            [&](db::Read& txn) -> absl::Status {
                              BalanceFilter filter;
                              filter.rows_max = 10000;
                              ASSIGN_OR_RETURN(const auto balances, LoadBalances(txn, filter));
                              for (const Balance& each : balances) {
                                if (each.debit_minor != each.credit_minor) {
                                  found[each.account] = each.debit_minor - each.credit_minor;
                                }
                              }
                              return absl::OkStatus();
                            })
                    .ok());
    return found;
  }
  Trial GetTrial() {
    Trial trial;
    EXPECT_TRUE(db_->ReadIn("yunqi",
                            [&](db::Read& txn) -> absl::Status {
                              ASSIGN_OR_RETURN(trial, LoadTrial(txn));
                              return absl::OkStatus();
                            })
                    .ok());
    return trial;
  }
  int64_t UnexplainedMinor() { return UnexplainedTotal(FindUnexplained(GetTrial().proof)); }
  MonthBooking October() {
    MonthBooking booking;
    EXPECT_TRUE(db_->ReadIn("yunqi",
                            [&](db::Read& txn) -> absl::Status {
                              ASSIGN_OR_RETURN(booking,
                                               LoadBooking(txn, absl::CivilMonth(2026, 10)));
                              return absl::OkStatus();
                            })
                    .ok());
    return booking;
  }
  std::vector<Unpaired> GetUnpaired() {
    std::vector<Unpaired> unpaired;
    EXPECT_TRUE(db_->ReadIn("yunqi",
                            [&](db::Read& txn) -> absl::Status {
                              ASSIGN_OR_RETURN(unpaired, LoadUnpaired(txn, 100));
                              return absl::OkStatus();
                            })
                    .ok());
    return unpaired;
  }
  // What a hand in the database would do. Returns the rows that it touched.
  int64_t Tamper(const std::string& sql, const db::Args& args) {
    int64_t rows = 0;
    EXPECT_TRUE(db_->WriteIn("yunqi",
                             [&](db::Write& txn) -> absl::Status {
                               RETURN_IF_ERROR(TakeGuardsAway(txn));
                               ASSIGN_OR_RETURN(rows, txn.Execute(sql, args));
                               return absl::OkStatus();
                             })
                    .ok());
    return rows;
  }

 private:
  std::unique_ptr<db::Database> db_;
  FakeClock clock_{absl::UnixEpoch()};
  rpc::Caller caller_;
  int heard_ = 0;
};

billing::v1::MonthClosed MonthClosed(const Story& story) {
  billing::v1::MonthClosed closed;
  closed.set_month("2026-10");
  closed.set_statements(static_cast<int32_t>(story.statements()));
  closed.set_total_minor(story.statements_minor());
  return closed;
}

TEST(HearingTest, AnyOrderWithRepeatsGivesTheBalancesOfTheModel) {
  const char* const given = std::getenv("TUOQIAO_SEED");
  const uint64_t first = given != nullptr ? std::strtoull(given, nullptr, 10) : 20261001;
  for (uint64_t seed = first; seed < first + 30; ++seed) {
    SCOPED_TRACE(absl::StrCat("TUOQIAO_SEED=", seed));
    Story story(seed);
    story.Tell(60);
    const std::map<std::string, int64_t> expected = story.balances();
    std::vector<Event> events = story.events();
    events.push_back(MakeEvent("evt-closed", "MonthClosed", MonthClosed(story)));
    // Every third event comes twice, and all of them in any order and in batches of any size.
    for (size_t i = 0, n = events.size(); i < n; i += 3) events.push_back(events[i]);
    std::mt19937_64 dice(seed);
    std::shuffle(events.begin(), events.end(), dice);
    Books books;
    for (size_t i = 0; i < events.size();) {
      const size_t size = std::min<size_t>(1 + dice() % 20, events.size() - i);
      ASSERT_TRUE(books.Hear({events.begin() + i, events.begin() + i + size}).ok());
      i += size;
    }
    EXPECT_EQ(books.Balances(), expected);
    EXPECT_EQ(books.UnexplainedMinor(), 0);
    EXPECT_TRUE(books.GetUnpaired().empty());
    const Trial trial = books.GetTrial();
    EXPECT_EQ(trial.debit_minor, trial.credit_minor);
    const MonthBooking october = books.October();
    EXPECT_TRUE(october.Booked());
    EXPECT_EQ(october.posted.total_minor, story.statements_minor());
  }
}

class TamperTest : public ::testing::Test {
 protected:
  // A month with 900.00 from a firm, 500.00 remitted by another, one payout and one unmatched line.
  void SetUp() override {
    Add("BankLineRecorded", "line-firm", 90000, true, "suspense-bank");
    Add("BankLineMatched", "line-firm", 90000, true, "receivable-firm-91a");
    payroll::v1::PayRunReconciled read;
    read.set_firm("parks/yunqi/firms/91b");
    read.set_month("2026-10");
    auto* deduction = read.add_deductions();
    deduction->set_family("parks/yunqi/families/fam-1");
    deduction->set_amount_minor(50000);
    deduction->set_seen_minor(50000);
    events_.push_back(MakeEvent("pay-run", "PayRunReconciled", read));
    Add("BankLineRecorded", "line-wages", 50000, true, "suspense-bank");
    Add("BankLineMatched", "line-wages", 50000, true, "clearing-payroll-91b");
    Add("BankLineRecorded", "line-lost", 777, true, "suspense-bank");
    Add("PayoutReleased", "po-1", 60000, false, "payable-c01");
    ASSERT_TRUE(books_.Hear(events_).ok());
    ASSERT_EQ(books_.UnexplainedMinor(), 0);
  }

  void Add(const char* kind, const char* subject, int64_t minor, bool inward, const char* account) {
    settlement::v1::MoneyMoved moved;
    moved.set_subject(subject);
    moved.set_amount_minor(minor);
    moved.set_inward(inward);
    moved.set_account(account);
    moved.set_date("2026-11-20");
    events_.push_back(MakeEvent(absl::StrCat(kind, "-", subject), kind, moved));
  }
  int64_t AddPosting(const char* account, int64_t minor) {
    return books_.Tamper(
        "INSERT INTO posting (park_id, entry_id, ordinal, account, amount_minor) "
        "VALUES (:park, 'pay-run', 99, :account, :amount)",
        {{"account", account}, {"amount", minor}});
  }
  int64_t DropEntry(const char* id) {
    books_.Tamper("DELETE FROM entry WHERE park_id = :park AND id = :id", {{"id", id}});
    return books_.Tamper("DELETE FROM posting WHERE park_id = :park AND entry_id = :id",
                         {{"id", id}});
  }

  std::vector<Event> events_;
  Books books_;
};

TEST_F(TamperTest, AMatchOfAnInvoiceThatIsRemovedShowsItsAmount) {
  EXPECT_EQ(DropEntry("BankLineMatched-line-firm"), 2);
  EXPECT_EQ(books_.UnexplainedMinor(), 90000);
}

TEST_F(TamperTest, AMatchOfARemittanceThatIsRemovedShowsItsAmountAndIsNamed) {
  EXPECT_EQ(DropEntry("BankLineMatched-line-wages"), 2);
  EXPECT_EQ(books_.UnexplainedMinor(), 50000);
  const std::vector<Unpaired> unpaired = books_.GetUnpaired();
  ASSERT_EQ(unpaired.size(), 4u);  // Two items that lost their posting, two balances kept of it.
  EXPECT_EQ(unpaired[0].account, "clearing-payroll-91b");
  EXPECT_EQ(unpaired[0].reason, UnpairedReason::kEntryGone);
  EXPECT_EQ(unpaired[0].amount_minor, 50000);
  ASSERT_EQ(unpaired[0].causes.size(), 1u);
  EXPECT_EQ(unpaired[0].causes[0].entry, "BankLineMatched-line-wages");
  EXPECT_EQ(unpaired[1].reason, UnpairedReason::kBalanceAltered);
  EXPECT_EQ(unpaired[2].account, "suspense-bank");
  EXPECT_EQ(unpaired[2].reason, UnpairedReason::kEntryGone);
  EXPECT_EQ(unpaired[2].amount_minor, -50000);
}

TEST_F(TamperTest, AFenThatIsAddedLeadsToItsEntry) {
  ASSERT_EQ(AddPosting("payable-c01", 1), 1);
  const std::vector<Unpaired> unpaired = books_.GetUnpaired();
  ASSERT_EQ(unpaired.size(), 2u);
  EXPECT_EQ(unpaired[0].reason, UnpairedReason::kEntryTorn);
  ASSERT_EQ(unpaired[0].causes.size(), 1u);
  EXPECT_EQ(unpaired[0].causes[0].entry, "pay-run");
  EXPECT_EQ(unpaired[1].account, "payable-c01");
  EXPECT_EQ(unpaired[1].reason, UnpairedReason::kBalanceAltered);
  EXPECT_EQ(unpaired[1].amount_minor, 1);
}

TEST_F(TamperTest, AMatchedLineThatIsRemovedWholeShowsItsAmount) {
  DropEntry("BankLineRecorded-line-firm");
  DropEntry("BankLineMatched-line-firm");
  EXPECT_EQ(books_.UnexplainedMinor(), 90000);
}

TEST_F(TamperTest, AnOpenItemThatIsRemovedShowsItsAmount) {
  EXPECT_EQ(books_.Tamper("DELETE FROM open_item WHERE park_id = :park AND item = :item",
                          {{"item", "line-lost"}}),
            1);
  EXPECT_EQ(books_.UnexplainedMinor(), 777);
}

TEST_F(TamperTest, OneFenShowsAsOneFenOnAnyAccount) {
  for (const char* account : {"suspense-bank", "clearing-payout", "clearing-payroll-91b", "bank",
                              "payable-c01", "receivable-firm-91a"}) {
    ASSERT_EQ(AddPosting(account, 1), 1);
    EXPECT_EQ(books_.UnexplainedMinor(), 1) << account;
    EXPECT_EQ(books_.GetTrial().debit_minor - books_.GetTrial().credit_minor, 1) << account;
    books_.Tamper("DELETE FROM posting WHERE park_id = :park AND ordinal = :ordinal",
                  {{"ordinal", 99}});
  }
  EXPECT_EQ(books_.UnexplainedMinor(), 0);
}

TEST_F(TamperTest, APayoutThatIsConfirmedTwiceShowsItsAmount) {
  settlement::v1::MoneyMoved moved;
  moved.set_subject("po-1");
  moved.set_amount_minor(60000);
  moved.set_account("bank");
  moved.set_date("2026-11-21");
  ASSERT_TRUE(books_.Hear({MakeEvent("once", "PayoutConfirmed", moved)}).ok());
  EXPECT_EQ(books_.UnexplainedMinor(), 0);
  ASSERT_TRUE(books_.Hear({MakeEvent("twice", "PayoutConfirmed", moved)}).ok());
  EXPECT_EQ(books_.UnexplainedMinor(), 60000);
  const std::vector<Unpaired> unpaired = books_.GetUnpaired();
  ASSERT_EQ(unpaired.size(), 1u);
  EXPECT_EQ(unpaired[0].account, "clearing-payout");
  EXPECT_EQ(unpaired[0].reason, UnpairedReason::kItemClosedTwice);
  EXPECT_EQ(unpaired[0].item, "po-1");
  EXPECT_EQ(unpaired[0].amount_minor, 60000);
  ASSERT_EQ(unpaired[0].causes.size(), 3u);
  EXPECT_EQ(unpaired[0].causes[2].entry, "twice");
  EXPECT_EQ(unpaired[0].causes[2].kind, "confirm");
  EXPECT_EQ(unpaired[0].causes[2].cause, "po-1");
}

TEST_F(TamperTest, AnEntryThatDoesNotBalanceIsRefusedByTheTable) {
  // The constraint is the table's own, whatever the code would say.
  std::unique_ptr<db::Database> db = *db::OpenSqlite(":memory:");
  ASSERT_TRUE(db::Migrate(*db, Schema()).ok());
  const absl::Status status = db->WriteIn("yunqi", [&](db::Write& txn) {
    return txn
        .Execute(
            "INSERT INTO entry (park_id, id, position, kind, cause, month, effective_date, "
            "debit_minor, credit_minor) VALUES (:park, 'e', 1, 'close', 'c', '', "
            "'2026-10-31', 100, 99)",
            {})
        .status();
  });
  EXPECT_FALSE(status.ok());
}

TEST(HearingTest, AnEventThatCannotBePostedStopsTheListenerBeforeIt) {
  Books books;
  billing::v1::StatementClosed closed;
  auto& statement = *closed.mutable_statement();
  statement.set_name("parks/yunqi/months/2026-10/statements/st-1");
  statement.set_family("parks/yunqi/families/fam-1");
  statement.set_centre("parks/yunqi/centres/c01");
  auto* share = statement.add_shares();
  share->set_payer("FIRM");
  share->set_firm("parks/yunqi/firms/91a");
  share->set_form("BARTER");
  share->set_amount_minor(1);
  EXPECT_EQ(ReasonOf(books.Hear({MakeEvent("e1", "StatementClosed", closed)})), "EVENT_INVALID");
  EXPECT_TRUE(books.Balances().empty());
  share->set_form("INVOICED");
  EXPECT_TRUE(books.Hear({MakeEvent("e1", "StatementClosed", closed)}).ok());
  EXPECT_EQ(books.Balances().at("payable-c01"), -1);
}

TEST(HearingTest, OneFenLessThanBillingSaysIsNotBooked) {
  Books books;
  billing::v1::MonthClosed closed;
  closed.set_month("parks/yunqi/months/2026-10");
  closed.set_statements(0);
  closed.set_total_minor(1);
  ASSERT_TRUE(books.Hear({MakeEvent("e1", "MonthClosed", closed)}).ok());
  EXPECT_FALSE(books.October().Booked());
  closed.set_total_minor(0);
  ASSERT_TRUE(books.Hear({MakeEvent("e2", "MonthClosed", closed)}).ok());
  EXPECT_TRUE(books.October().Booked());
  EXPECT_EQ(books.October().revision, 1);
}

}  // namespace
}  // namespace tuoqiao::ledger
