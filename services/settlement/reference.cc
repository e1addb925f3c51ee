#include "services/settlement/reference.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/hash.h"

namespace tuoqiao::settlement {
namespace {

constexpr absl::string_view kLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ";
constexpr size_t kLetterCount = 4, kDigitCount = 5, kCheckCount = 3;
constexpr size_t kBodyCount = kLetterCount + kDigitCount;
constexpr size_t kLength = kBodyCount + kCheckCount;
// The greatest prime below 24³, and a base above every character's value: so neither one wrong
// character nor two that changed places leave the remainder as it was.
constexpr int64_t kModulus = 13807;
constexpr int64_t kBase = 36;

int64_t ValueOf(char c) { return absl::ascii_isdigit(c) ? c - '0' : c - 'A' + 10; }

std::string CheckLetters(absl::string_view body) {
  int64_t remainder = 0;
  for (char c : body) remainder = (remainder * kBase + ValueOf(c)) % kModulus;
  std::string letters(kCheckCount, ' ');
  for (size_t i = kCheckCount; i-- > 0;) {
    letters[i] = kLetters[remainder % kLetters.size()];
    remainder /= static_cast<int64_t>(kLetters.size());
  }
  return letters;
}

// Letters and digits alone, in capitals.
std::string Plain(absl::string_view text) {
  std::string plain;
  for (char c : text) {
    if (absl::ascii_isalnum(c)) plain.push_back(absl::ascii_toupper(c));
  }
  return plain;
}

}  // namespace

std::string MakeReference(absl::string_view park, absl::string_view subject, int64_t attempt) {
  const std::string digest = Sha256OfParts({"reference", park, subject, absl::StrCat(attempt)});
  const auto number = [&](size_t first) {
    uint64_t value = 0;
    for (size_t i = first; i < first + 8; ++i) {
      value = (value << 8) | static_cast<unsigned char>(digest[i]);
    }
    return value;
  };
  std::string body;
  uint64_t letters = number(0), digits = number(8);
  for (size_t i = 0; i < kLetterCount; ++i) {
    body.push_back(kLetters[letters % kLetters.size()]);
    letters /= kLetters.size();
  }
  for (size_t i = 0; i < kDigitCount; ++i) {
    body.push_back(static_cast<char>('0' + digits % 10));
    digits /= 10;
  }
  return body + CheckLetters(body);
}

bool ValidReference(absl::string_view reference) {
  if (reference.size() != kLength) return false;
  for (size_t i = 0; i < kLength; ++i) {
    const bool digit = i >= kLetterCount && i < kBodyCount;
    if (digit ? !absl::ascii_isdigit(reference[i])
              : kLetters.find(reference[i]) == absl::string_view::npos) {
      return false;
    }
  }
  return CheckLetters(reference.substr(0, kBodyCount)) == reference.substr(kBodyCount);
}

std::vector<std::string> FindReferences(absl::string_view text) {
  const std::string plain = Plain(text);
  std::vector<std::string> found;
  for (size_t i = 0; i + kLength <= plain.size(); ++i) {
    const std::string candidate = plain.substr(i, kLength);
    if (ValidReference(candidate) &&
        std::find(found.begin(), found.end(), candidate) == found.end()) {
      found.push_back(candidate);
    }
  }
  return found;
}

bool HoldsNearReference(absl::string_view text, absl::string_view reference) {
  const std::string plain = Plain(text);
  for (size_t i = 0; i + reference.size() <= plain.size(); ++i) {
    const int64_t wrong = std::inner_product(reference.begin(), reference.end(),
                                             plain.begin() + static_cast<int64_t>(i), int64_t{0},
                                             std::plus<>(), std::not_equal_to<>());
    if (wrong == 1) return true;
  }
  return false;
}

}  // namespace tuoqiao::settlement
