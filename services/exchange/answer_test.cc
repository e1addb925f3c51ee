#include "services/exchange/answer.h"

#include <gtest/gtest.h>

namespace tuoqiao::exchange {
namespace {

TEST(AnswerTest, IsWhatTheHttpStatusSays) {
  const struct {
    absl::StatusOr<int> said;
    Answer answer;
  } cases[] = {
      {200, Answer::kTaken},
      {202, Answer::kTaken},
      {204, Answer::kTaken},
      {301, Answer::kRefused},
      {400, Answer::kRefused},
      {401, Answer::kRefused},
      {409, Answer::kRefused},
      {422, Answer::kRefused},
      {408, Answer::kAway},
      {425, Answer::kAway},
      {429, Answer::kAway},
      {500, Answer::kUnsure},
      {502, Answer::kUnsure},
      {503, Answer::kUnsure},
      {102, Answer::kUnsure},
      {absl::UnavailableError("no route"), Answer::kAway},
      {absl::UnknownError("it hung up"), Answer::kUnsure},
  };
  for (const auto& each : cases) {
    EXPECT_EQ(AnswerOf(each.said), each.answer)
        << (each.said.ok() ? std::to_string(*each.said) : each.said.status().ToString());
  }
}

TEST(AnswerTest, WhatIsDoneAfterEachAttempt) {
  const struct {
    const char* before;
    Answer answer;
    Verdict verdict;
    const char* after;
  } cases[] = {
      {"", Answer::kTaken, Verdict::kAccepted, "1"},
      {"7 in doubt", Answer::kTaken, Verdict::kAccepted, "8 in doubt"},
      // It will not have it: at once, where it has nothing of it.
      {"", Answer::kRefused, Verdict::kInstead, "1"},
      {"3", Answer::kRefused, Verdict::kInstead, "4"},
      {"1 in doubt", Answer::kRefused, Verdict::kAskAPerson, "2 in doubt"},
      // It was not there: some minutes long.
      {"", Answer::kAway, Verdict::kAgain, "1"},
      {"8", Answer::kAway, Verdict::kAgain, "9"},
      {"9", Answer::kAway, Verdict::kInstead, "10"},
      // Once nobody knew, nothing but that it has it is certain.
      {"", Answer::kUnsure, Verdict::kAgain, "1 in doubt"},
      {"1 in doubt", Answer::kAway, Verdict::kAgain, "2 in doubt"},
      {"9 in doubt", Answer::kAway, Verdict::kAskAPerson, "10 in doubt"},
      {"9", Answer::kUnsure, Verdict::kAskAPerson, "10 in doubt"},
  };
  for (const auto& each : cases) {
    Attempts attempts = Attempts::Of(each.before);
    EXPECT_EQ(Judge(each.answer, attempts), each.verdict)
        << each.before << ", " << AnswerName(each.answer);
    EXPECT_EQ(attempts.ToText(), each.after);
  }
}

}  // namespace
}  // namespace tuoqiao::exchange
