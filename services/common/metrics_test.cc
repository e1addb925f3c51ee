#include "services/common/metrics.h"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tuoqiao {
namespace {

using ::testing::HasSubstr;

constexpr MetricName kSharedNames[] = {kUnexplainedMoney, kLogLag,       kOldestWaitingJob,
                                       kRosterAge,        kCutOffAtRisk, kUnmatchedBankLines,
                                       kDaysToPay,        kRejectedRows};

std::string FileText(const std::string& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file.good()) << path;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

int Count(absl::string_view text, absl::string_view part) {
  return static_cast<int>(std::vector<absl::string_view>(absl::StrSplit(text, part)).size()) - 1;
}

TEST(Metrics, WritesTheTextFormat) {
  Metrics metrics;
  metrics.Counters(kRejectedRows).Add({{"reason", "BAD \"DATE\"\\\n"}}).Increment(3);
  metrics.Gauges(kUnexplainedMoney).Add({}).Set(12345678901);
  const std::string text = metrics.Scrape();
  EXPECT_THAT(text,
              HasSubstr(absl::StrCat("# HELP tuoqiao_rejected_rows_total ", kRejectedRows.help,
                                     "\n# TYPE tuoqiao_rejected_rows_total counter\n")));
  EXPECT_THAT(text,
              HasSubstr("tuoqiao_rejected_rows_total{reason=\"BAD \\\"DATE\\\"\\\\\\n\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE tuoqiao_unexplained_money_minor gauge\n"
                              "tuoqiao_unexplained_money_minor 12345678901\n"));
  EXPECT_TRUE(absl::EndsWith(text, "\n"));
}

TEST(Metrics, SharesAFamilyAmongThoseWhoDeclareIt) {
  Metrics metrics;
  metrics.Gauges(kLogLag).Add({{"listener", "ledger"}, {"source", "billing"}}).Set(2);
  metrics.Gauges(kLogLag).Add({{"listener", "settlement"}, {"source", "payroll"}}).Set(5);
  metrics.Gauges(kLogLag).Add({{"listener", "ledger"}, {"source", "billing"}}).Set(4);
  const std::string text = metrics.Scrape();
  EXPECT_EQ(Count(text, "# TYPE tuoqiao_log_lag_events gauge"), 1);
  EXPECT_EQ(Count(text, "\ntuoqiao_log_lag_events{"), 2);
  EXPECT_THAT(text, HasSubstr("{listener=\"ledger\",source=\"billing\"} 4\n"));
}

TEST(Metrics, AsksItsCollectorsAtEachScrape) {
  Metrics metrics;
  auto& age = metrics.Gauges(kRosterAge).Add({});
  int scrapes = 0;
  metrics.AddCollector([&] { age.Set(++scrapes * 10); });
  metrics.AddCollector([&] { metrics.Gauges(kDaysToPay).Add({}).Set(scrapes); });
  EXPECT_THAT(metrics.Scrape(), HasSubstr("tuoqiao_roster_age_seconds 10\n"));
  const std::string second = metrics.Scrape();
  EXPECT_THAT(second, HasSubstr("tuoqiao_roster_age_seconds 20\n"));
  EXPECT_THAT(second, HasSubstr("tuoqiao_days_to_pay_days 2\n"));
}

TEST(Metrics, CountsAndTimesCallsByMethodAndCode) {
  Metrics metrics;
  RpcSeries& close = metrics.Rpc("tuoqiao.billing.v1.Billing", "CloseMonth");
  EXPECT_EQ(&metrics.Rpc("tuoqiao.billing.v1.Billing", "CloseMonth"), &close);
  metrics.Rpc("tuoqiao.billing.v1.Billing", "GetMonth");
  const auto line = [](absl::string_view method, absl::string_view code, int count) {
    return absl::StrCat("grpc_server_handled_total{grpc_code=\"", code, "\",grpc_method=\"", method,
                        "\",grpc_service=\"tuoqiao.billing.v1.Billing\"} ", count, "\n");
  };
  // Every code is there before the first call.
  EXPECT_EQ(Count(metrics.Scrape(), "\ngrpc_server_handled_total{"), 2 * 17);
  EXPECT_THAT(metrics.Scrape(), HasSubstr(line("GetMonth", "Unauthenticated", 0)));
  close.Answered(absl::StatusCode::kOk, absl::Milliseconds(30));
  close.Answered(absl::StatusCode::kOk, absl::Milliseconds(2));
  close.Answered(absl::StatusCode::kFailedPrecondition, absl::Seconds(40));
  close.Answered(static_cast<absl::StatusCode>(99), absl::ZeroDuration());
  const std::string text = metrics.Scrape();
  EXPECT_THAT(text, HasSubstr(line("CloseMonth", "OK", 2)));
  EXPECT_THAT(text, HasSubstr(line("CloseMonth", "FailedPrecondition", 1)));
  EXPECT_THAT(text, HasSubstr(line("CloseMonth", "Unknown", 1)));
  EXPECT_THAT(text, HasSubstr(line("GetMonth", "OK", 0)));
  const std::string method =
      "{grpc_method=\"CloseMonth\",grpc_service=\"tuoqiao.billing.v1.Billing\"";
  EXPECT_THAT(text, HasSubstr(absl::StrCat("grpc_server_handling_seconds_count", method, "} 4\n")));
  EXPECT_THAT(text,
              HasSubstr(absl::StrCat("handling_seconds_bucket", method, ",le=\"0.0025\"} 2\n")));
  EXPECT_THAT(text,
              HasSubstr(absl::StrCat("handling_seconds_bucket", method, ",le=\"0.05\"} 3\n")));
  EXPECT_THAT(text, HasSubstr(absl::StrCat("handling_seconds_bucket", method, ",le=\"30\"} 3\n")));
  EXPECT_THAT(text,
              HasSubstr(absl::StrCat("handling_seconds_bucket", method, ",le=\"+Inf\"} 4\n")));
}

TEST(Metrics, LosesNoCallOfManyThreads) {
  Metrics metrics;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&metrics, thread] {
      for (int i = 0; i < 5000; ++i) {
        metrics.Rpc("s", absl::StrCat("m", i % 3))
            .Answered(absl::StatusCode::kOk, absl::Milliseconds(1));
        if (thread == 0 && i % 500 == 0) metrics.Scrape();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::string text = metrics.Scrape();
  EXPECT_THAT(text, HasSubstr("grpc_code=\"OK\",grpc_method=\"m0\",grpc_service=\"s\"} 6668\n"));
  EXPECT_THAT(text, HasSubstr("_count{grpc_method=\"m2\",grpc_service=\"s\"} 6664\n"));
}

TEST(MetricName, OfACounterEndsInTotal) {
  Metrics metrics;
  EXPECT_DEATH(metrics.Counters(kRosterAge), "broken invariant");
}

// ---- What is measured, what wakes somebody, and what they then read belong together.

// A metric of one service alone is declared where it is measured.
bool DeclaredByAService(const std::string& name) {
  for (const auto& each : std::filesystem::recursive_directory_iterator("services")) {
    if (each.path().extension() != ".cc" || absl::EndsWith(each.path().string(), "_test.cc")) {
      continue;
    }
    if (absl::StrContains(FileText(each.path()), absl::StrCat("\"", name, "\""))) return true;
  }
  return false;
}

TEST(Alerts, WatchEveryNameThatModulesShareAndNoneThatNobodyDeclares) {
  const std::string alerts = FileText("deploy/monitoring/alerts.yaml");
  std::string rest = alerts;
  for (const MetricName& metric : kSharedNames) {
    EXPECT_THAT(alerts, HasSubstr(metric.name));
    while (absl::StrContains(rest, metric.name))
      rest.erase(rest.find(metric.name), std::strlen(metric.name));
  }
  for (size_t at = rest.find("tuoqiao_"); at != std::string::npos; at = rest.find("tuoqiao_", at)) {
    const std::string name = rest.substr(at, rest.find_first_of(" )[{", at) - at);
    EXPECT_TRUE(DeclaredByAService(name)) << name << " is a metric that nobody declares";
    at += name.size();
  }
}

TEST(Alerts, NameARunbookThatExistsAndAreTested) {
  const std::string tests = FileText("deploy/monitoring/alerts_test.yaml");
  std::vector<std::string> anchors;
  for (const std::string& line :
       std::vector<std::string>(absl::StrSplit(FileText("deploy/runbooks/README.md"), '\n'))) {
    if (!absl::StartsWith(line, "## ")) continue;
    anchors.push_back(absl::StrReplaceAll(absl::AsciiStrToLower(line.substr(3)), {{" ", "-"}}));
  }
  const std::string alerts = FileText("deploy/monitoring/alerts.yaml");
  std::vector<std::string> rules = absl::StrSplit(alerts, "- alert: ");
  rules.erase(rules.begin());
  EXPECT_GE(rules.size(), 10u);
  for (const std::string& rule : rules) {
    const std::string name = rule.substr(0, rule.find('\n'));
    SCOPED_TRACE(name);
    const std::string lead = "runbook_url: deploy/runbooks/README.md#";
    ASSERT_THAT(rule, HasSubstr(lead));
    const std::string url = rule.substr(rule.find(lead) + lead.size());
    EXPECT_THAT(anchors, ::testing::Contains(url.substr(0, url.find('\n'))));
    for (const char* key : {"summary: ", "summary_zh: ", "severity: "}) {
      EXPECT_THAT(rule, HasSubstr(key));
    }
    // Once where it fires, once where it does not, once where it has resolved.
    EXPECT_GE(Count(tests, absl::StrCat("alertname: ", name, "\n")), 3);
  }
  EXPECT_EQ(anchors.size(), rules.size()) << "a runbook that no alert leads to";
}

}  // namespace
}  // namespace tuoqiao
