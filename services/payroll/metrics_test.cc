// What payroll shows to whoever watches.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "services/common/rpc/module.h"
#include "services/payroll/module.h"
#include "services/payroll/pay_run_store.h"
#include "services/payroll/testing_peers.h"
#include "services/payroll/testing_tables.h"

namespace tuoqiao::payroll {
namespace {

class MetricsTest : public ::testing::Test {
 protected:
  MetricsTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&directory_);
    server_ = builder.BuildAndStart();
    EXPECT_TRUE(db::Migrate(*db_, Schema()).ok());
    auto module = MakeModule({*db_, clock_, *tokens_, *keys_, metrics_, badge_,
                              [this](const std::string&) {
                                return rpc::Link([this] { return server_->InProcessChannel({}); });
                              },
                              "services/rules"});
    EXPECT_TRUE(module.ok());
    module_ = *std::move(module);
    Write([](db::Write& txn) {
      return txn
          .Execute("INSERT INTO cursor (park_id, source, position) VALUES (:park, 'billing', 1)",
                   {})
          .status();
    });
  }
  void Write(const std::function<absl::Status(db::Write&)>& body) {
    const absl::Status status = db_->WriteIn("yunqi", body);
    ASSERT_TRUE(status.ok()) << status;
  }
  void Save(const std::string& firm, PayRunState state, int64_t instructions) {
    PayRun run =
        NewPayRun(firm, absl::CivilMonth(2026, 10), {10, 3, false});  // Cut off on the 7th.
    run.state = state;
    run.instructions = instructions;
    Write([&](db::Write& txn) { return SavePayRun(txn, run); });
  }
  bool Shows(const std::string& line) {
    return metrics_.Scrape().find(line + "\n") != std::string::npos;
  }

  FakeDirectory directory_;
  std::unique_ptr<grpc::Server> server_;
  const std::unique_ptr<db::Database> db_ = *db::OpenSqlite(":memory:");
  FakeClock clock_{absl::FromCivil(absl::CivilDay(2026, 11, 1), absl::UTCTimeZone())};
  const std::unique_ptr<TokenKey> tokens_ = TokenKey::Generate();
  const std::unique_ptr<KeyRing> keys_ = KeyRing::FromBytes(std::string(32, 'k'));
  Metrics metrics_;
  const rpc::Badge badge_{"payroll", *tokens_, clock_};
  std::unique_ptr<rpc::Module> module_;
};

TEST_F(MetricsTest, ARunIsAtRiskFromTwoDaysBeforeItsCutOffUntilItHasPassed) {
  Save("91a", PayRunState::kPreflighted, 4);
  Save("91b", PayRunState::kPreflighted, 0);  // Nothing to send.
  Save("91c", PayRunState::kReleased, 4);
  constexpr char kCases[] = R"(
# today      | at risk
  2026-11-04 | 0
  2026-11-05 | 1
  2026-11-07 | 1
  2026-11-08 | 0
)";
  for (const auto& c : ReadCases(kCases)) {
    directory_.SetToday(c[0]);
    EXPECT_TRUE(Shows("tuoqiao_cut_off_at_risk " + c[1])) << c[0];
  }
  directory_.SetToday("2026-11-06");
  Save("91d", PayRunState::kPreflighted, 1);
  EXPECT_TRUE(Shows("tuoqiao_cut_off_at_risk 2"));
  Save("91a", PayRunState::kReleased, 4);
  EXPECT_TRUE(Shows("tuoqiao_cut_off_at_risk 1"));
}

}  // namespace
}  // namespace tuoqiao::payroll
