// What settlement shows to whoever watches.
#include <gtest/gtest.h>

#include "services/common/rpc/module.h"
#include "services/settlement/hearing.h"
#include "services/settlement/module.h"
#include "services/settlement/store.h"
#include "tuoqiao/ledger/v1/ledger.pb.h"

namespace tuoqiao::settlement {
namespace {

constexpr absl::CivilMonth kOctober(2026, 10);

class MetricsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(db::Migrate(*db_, Schema()).ok());
    auto module = MakeModule({*db_, clock_, *tokens_, *keys_, metrics_, badge_,
                              [](const std::string&) { return rpc::Link(); }, "services/rules"});
    ASSERT_TRUE(module.ok());
    module_ = *std::move(module);
    Write([](db::Write& txn) {
      return txn
          .Execute("INSERT INTO cursor (park_id, source, position) VALUES (:park, 'ledger', 1)", {})
          .status();
    });
  }
  void Write(const std::function<absl::Status(db::Write&)>& body) {
    const absl::Status status = db_->WriteIn("yunqi", body);
    ASSERT_TRUE(status.ok()) << status;
  }
  bool Shows(const std::string& line) {
    return metrics_.Scrape().find(line + "\n") != std::string::npos;
  }
  void Save(PayoutState state, int64_t ordinal = 1) {
    Payout payout;
    payout.centre = "c01";
    payout.month = kOctober;
    payout.ordinal = ordinal;
    payout.state = state;
    payout.due_date = absl::CivilDay(2026, 11, 1);
    Write([&](db::Write& txn) { return SavePayouts(txn, {payout}); });
  }

  std::unique_ptr<db::Database> db_ = *db::OpenSqlite(":memory:");
  FakeClock clock_{absl::FromCivil(absl::CivilDay(2026, 11, 1), absl::UTCTimeZone())};
  const std::unique_ptr<TokenKey> tokens_ = TokenKey::Generate();
  const std::unique_ptr<KeyRing> keys_ = KeyRing::FromBytes(std::string(32, 'k'));
  Metrics metrics_;
  const rpc::Badge badge_{"settlement", *tokens_, clock_};
  std::unique_ptr<rpc::Module> module_;
};

TEST_F(MetricsTest, DaysToPayRunFromTheBookingUntilEveryCentreIsPaid) {
  EXPECT_TRUE(Shows("tuoqiao_days_to_pay_days 0"));
  type::v1::Event booked;
  booked.set_kind("MonthBooked");
  booked.set_subject("parks/yunqi/months/2026-10");
  booked.mutable_write_time()->set_seconds(absl::ToUnixSeconds(clock_.Now()));
  ledger::v1::MonthBooked said;
  said.set_close_date("2026-11-05");
  booked.mutable_payload()->PackFrom(said);
  const rpc::Caller caller = badge_.AsCaller("yunqi");
  ASSERT_TRUE(rpc::Write({*db_, clock_}, caller, "hear-1", [&](rpc::Change& change) {
                return HearBooked(change, {booked});
              }).ok());
  clock_.Advance(absl::Hours(24 * 11));
  EXPECT_TRUE(Shows("tuoqiao_days_to_pay_days 11"));  // Not even prepared.
  Write([](db::Write& txn) { return SavePrepared(txn, kOctober, absl::CivilDay(2026, 11, 5)); });
  Save(PayoutState::kReleased);
  EXPECT_TRUE(Shows("tuoqiao_days_to_pay_days 11"));
  Save(PayoutState::kConfirmed);
  EXPECT_TRUE(Shows("tuoqiao_days_to_pay_days 0"));
  Save(PayoutState::kReturned);
  EXPECT_TRUE(Shows("tuoqiao_days_to_pay_days 11"));
  Save(PayoutState::kConfirmed, 2);
  EXPECT_TRUE(Shows("tuoqiao_days_to_pay_days 0"));
}

TEST_F(MetricsTest, AMatchedLineThatIsRemovedShowsItsAmount) {
  Receivable invoice;
  invoice.id = "2026-10-invoice-park";
  invoice.month = kOctober;
  invoice.amount_minor = 900;
  invoice.paid_minor = 777;
  BankLine known, lost;
  known.id = "line-1";
  known.inward = true;
  known.amount_minor = 777;
  lost.id = "line-2";
  lost.amount_minor = 5;
  Write([&](db::Write& txn) -> absl::Status {
    RETURN_IF_ERROR(SaveReceivables(txn, {invoice}));
    RETURN_IF_ERROR(SaveBankLines(txn, *keys_, {known, lost}));
    Part part;
    part.subject = known.matched = "receivables/2026-10-invoice-park";
    part.amount_minor = 777;
    part.revision = known.revision = 2;
    known.parts = {part};
    return SaveMatch(txn, known, {absl::CivilDay(2026, 11, 20), "", ""});
  });
  EXPECT_TRUE(Shows("tuoqiao_unmatched_bank_lines 1"));
  EXPECT_TRUE(Shows("tuoqiao_unexplained_money_minor{service=\"settlement\"} 0"));
  Write([](db::Write& txn) {
    return txn.Execute("DELETE FROM bank_line WHERE park_id = :park AND id = 'line-1'", {})
        .status();
  });
  EXPECT_TRUE(Shows("tuoqiao_unexplained_money_minor{service=\"settlement\"} 777"));
}

}  // namespace
}  // namespace tuoqiao::settlement
