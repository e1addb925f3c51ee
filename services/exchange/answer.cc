#include "services/exchange/answer.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace tuoqiao::exchange {
namespace {

constexpr char kInDoubt[] = " in doubt";

}  // namespace

absl::string_view AnswerName(Answer answer) {
  switch (answer) {
    case Answer::kTaken:
      return "TAKEN";
    case Answer::kRefused:
      return "REFUSED";
    case Answer::kAway:
      return "AWAY";
    case Answer::kUnsure:
      return "UNSURE";
  }
  return "";
}

Answer AnswerOf(const absl::StatusOr<int>& http_status) {
  if (!http_status.ok()) {
    return absl::IsUnavailable(http_status.status()) ? Answer::kAway : Answer::kUnsure;
  }
  switch (*http_status) {
    case 408:  // It did not get the whole request.
    case 425:  // It did not look at it.
    case 429:
      return Answer::kAway;
  }
  if (*http_status >= 200 && *http_status < 300) return Answer::kTaken;
  if (*http_status >= 300 && *http_status < 500) return Answer::kRefused;
  return Answer::kUnsure;
}

std::string Attempts::ToText() const { return absl::StrCat(made, in_doubt ? kInDoubt : ""); }

Attempts Attempts::Of(absl::string_view text) {
  Attempts attempts;
  attempts.in_doubt = absl::ConsumeSuffix(&text, kInDoubt);
  if (!absl::SimpleAtoi(text, &attempts.made)) attempts.made = 0;
  return attempts;
}

Verdict Judge(Answer answer, Attempts& attempts) {
  ++attempts.made;
  if (answer == Answer::kTaken) return Verdict::kAccepted;
  attempts.in_doubt = attempts.in_doubt || answer == Answer::kUnsure;
  const bool last = attempts.made >= kAttemptsMax || answer == Answer::kRefused;
  if (!last) return Verdict::kAgain;
  return attempts.in_doubt ? Verdict::kAskAPerson : Verdict::kInstead;
}

}  // namespace tuoqiao::exchange
