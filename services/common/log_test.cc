#include "services/common/log.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <random>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/json_text.h"

namespace tuoqiao {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

google::protobuf::Struct Parsed(const std::string& line) {
  google::protobuf::Struct parsed;
  const auto status = google::protobuf::util::JsonStringToMessage(line, &parsed);
  EXPECT_TRUE(status.ok()) << line << "\n" << status.ToString();
  return parsed;
}

std::string Text(const google::protobuf::Struct& line, const std::string& key) {
  return line.fields().at(key).string_value();
}

TEST(Log, WritesOneLineOfJsonWithTheFixedKeysFirst) {
  LogCapture capture;
  const absl::Time before = absl::Now();
  Log(Severity::kWarning, "rpc.answered",
      {{"method", "CloseMonth"}, {"code", "OK"}, {"taken_us", int64_t{-9007199254740993}}});
  ASSERT_THAT(capture.Lines(), SizeIs(1));
  const std::string line = capture.Lines()[0];
  EXPECT_THAT(line,
              ::testing::MatchesRegex(
                  "\\{\"time\":\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\."
                  "[0-9]{3}Z\",\"severity\":\"WARNING\",\"event\":\"rpc.answered\","
                  "\"method\":\"CloseMonth\",\"code\":\"OK\",\"taken_us\":-9007199254740993\\}"));
  absl::Time time;
  ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, Text(Parsed(line), "time"), &time, nullptr));
  EXPECT_LE(absl::AbsDuration(time - before), absl::Seconds(5));
}

TEST(Log, EscapesWhateverAValueHolds) {
  LogCapture capture;
  std::string all;
  for (int byte = 0; byte < 128; ++byte) all.push_back(static_cast<char>(byte));
  all += "云栖 é 😀";
  Log(Severity::kInfo, "a\"b", {{"key\n", all}});
  const std::string line = capture.Lines()[0];
  EXPECT_FALSE(absl::StrContains(line, "\n"));
  EXPECT_EQ(Text(Parsed(line), "event"), "a\"b");
  EXPECT_EQ(Text(Parsed(line), "key\n"), all);
}

TEST(Log, CannotBeMadeToWriteASecondLine) {
  LogCapture capture;
  Log(Severity::kInfo, "e", {{"v", "x\"}\n{\"event\":\"forged\""}});
  EXPECT_EQ(Text(Parsed(capture.Lines()[0]), "event"), "e");
  EXPECT_FALSE(absl::StrContains(capture.Lines()[0], "\n"));
}

TEST(Log, ReplacesBytesThatAreNoCharacters) {
  const std::pair<std::string, std::string> cases[] = {
      {"\xff", "\uFFFD"},
      {"a\x80z", "a\uFFFDz"},
      {"\xc3", "\uFFFD"},
      {"\xc3(", "\uFFFD("},
      {"\xc0\xaf", "\uFFFD\uFFFD"},                      // Overlong.
      {"\xe0\x80\xaf", "\uFFFD\uFFFD\uFFFD"},            // Overlong.
      {"\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD"},            // A surrogate.
      {"\xf0\x80\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},  // Overlong.
      {"\xf4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},  // Above U+10FFFF.
      {"\xf0\x9f\x98", "\uFFFD\uFFFD\uFFFD"},            // Cut short.
      {"\xe4\xba\x91", "云"},
      {"\xf0\x9f\x98\x80", "😀"},
      {"\xef\xbf\xbf", "\uFFFF"}};
  for (const auto& [in, out] : cases) {
    std::string json;
    AppendJsonText(in, &json);
    EXPECT_EQ(json, absl::StrCat("\"", out, "\""));
  }
}

TEST(Log, IsJsonForAnyBytes) {
  const uint64_t seed = 20261124;
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  LogCapture capture;
  for (int i = 0; i < 2000; ++i) {
    std::string bytes(random() % 64, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    Log(Severity::kInfo, "e", {{"bytes", bytes}});
  }
  for (const std::string& line : capture.Lines()) EXPECT_EQ(Parsed(line).fields_size(), 4);
}

TEST(Log, CutsALongValueBetweenCharacters) {
  LogCapture capture;
  std::string value = "x";
  while (value.size() < 5000) value += "云";
  Log(Severity::kInfo, "e", {{"v", value}});
  const std::string cut = Text(Parsed(capture.Lines()[0]), "v");
  EXPECT_LE(cut.size(), 2048u + 3u);
  EXPECT_TRUE(absl::EndsWith(cut, "云…"));
  EXPECT_TRUE(absl::StartsWith(value, cut.substr(0, cut.size() - 3)));
}

TEST(Log, DropsLinesBelowTheThreshold) {
  LogCapture capture;
  Log(Severity::kDebug, "quiet");
  EXPECT_THAT(capture.Lines(), IsEmpty());
  SetLogThreshold(Severity::kError);
  Log(Severity::kWarning, "quiet");
  Log(Severity::kError, "loud");
  SetLogThreshold(Severity::kDebug);
  Log(Severity::kDebug, "loud");
  SetLogThreshold(Severity::kInfo);
  ASSERT_THAT(capture.Lines(), SizeIs(2));
  for (const std::string& line : capture.Lines()) EXPECT_EQ(Text(Parsed(line), "event"), "loud");
}

TEST(Log, WritesWholeLinesToStandardErrorFromManyThreads) {
  ::testing::internal::CaptureStderr();
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([thread] {
      for (int i = 0; i < 250; ++i) {
        Log(Severity::kInfo, "e", {{"thread", int64_t{thread}}, {"v", std::string(1500, 'v')}});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::string written = ::testing::internal::GetCapturedStderr();
  std::vector<std::string> lines = absl::StrSplit(written, '\n');
  ASSERT_THAT(lines, SizeIs(2001));
  EXPECT_EQ(lines.back(), "");
  lines.pop_back();
  for (const std::string& line : lines) EXPECT_EQ(Text(Parsed(line), "v").size(), 1500u);
}

}  // namespace
}  // namespace tuoqiao
