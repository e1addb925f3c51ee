// What a target's API said of a document that was posted to it, and what becomes of the delivery:
// pure.
#ifndef TUOQIAO_SERVICES_EXCHANGE_ANSWER_H_
#define TUOQIAO_SERVICES_EXCHANGE_ANSWER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tuoqiao::exchange {

// kTaken: the target has it. kRefused: it will not have it. kAway: it certainly has nothing of it,
// and may take it another time. kUnsure: nobody knows.
enum class Answer { kTaken, kRefused, kAway, kUnsure };
absl::string_view AnswerName(Answer answer);

// Of the HTTP status, or of why there is none: UNAVAILABLE where nothing was sent. A redirect is a
// refusal: what is sent goes where the config says. A server's own error (5xx) tells nothing of
// what it has kept.
Answer AnswerOf(const absl::StatusOr<int>& http_status);

// How far the posting of a delivery is, kept between the attempts.
struct Attempts {
  int64_t made = 0;
  // After an attempt of which nobody knows whether the target has it: no later answer but that it
  // has it is certain then.
  bool in_doubt = false;

  std::string ToText() const;
  static Attempts Of(absl::string_view text);  // Of ToText; none where it is empty.
};

// After so many attempts it is given up, some five minutes after the first.
inline constexpr int64_t kAttemptsMax = 10;

// What is done after an attempt. kAgain: later, once more. kInstead: the target has nothing of it,
// so that it may go by another road. kAskAPerson: it may have it, and whoever sent it by another
// road could have it done twice.
enum class Verdict { kAccepted, kAgain, kInstead, kAskAPerson };
// Counts the answer in.
Verdict Judge(Answer answer, Attempts& attempts);

}  // namespace tuoqiao::exchange

#endif  // TUOQIAO_SERVICES_EXCHANGE_ANSWER_H_
