#include "adapters/roster/x12_834/interchange.h"

#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "adapters/common/faults.h"
#include "adapters/common/limits.h"
#include "services/common/status_macros.h"

namespace tuoqiao::adapters::roster {
namespace {

// A member takes some ten.
constexpr int64_t kSegmentsMax = 10 * kRecordsMax;

constexpr absl::string_view kMessage = "005010X220A1";

// The ISA is the one segment of fixed width: 105 characters and the terminator.
constexpr size_t kIsaSize = 105;
constexpr size_t kRepetitionAt = 82;
constexpr size_t kComponentAt = 104;
constexpr std::array<size_t, 16> kSeparatorsAt = {3,  6,  17, 20, 31, 34, 50,  53,
                                                  69, 76, 81, 83, 89, 99, 101, 103};

struct Delimiters {
  char element = '*';
  char segment = '~';
};

absl::StatusOr<Delimiters> DelimitersOf(absl::string_view text) {
  if (text.substr(0, 3) != "ISA")
    return FormatUnknown("the file is no interchange: it does not start with an ISA segment");
  if (text.size() <= kIsaSize) return FileTruncated("the file ends inside its ISA segment");
  const Delimiters delimiters{text[3], text[kIsaSize]};
  for (size_t at : kSeparatorsAt) {
    if (text[at] != delimiters.element) {
      return FormatUnknown("the ISA segment does not have its fixed width of 106 characters");
    }
  }
  // ISA11 separates repetitions, or is a letter where the sender repeats nothing.
  const char repetition = text[kRepetitionAt], component = text[kComponentAt];
  const auto usable = [](char c) {
    return !absl::ascii_isalnum(c) && c != ' ' && static_cast<unsigned char>(c) < 0x80;
  };
  const bool distinct = delimiters.element != delimiters.segment &&
                        delimiters.element != component && delimiters.segment != component &&
                        repetition != delimiters.element && repetition != delimiters.segment &&
                        repetition != component;
  if (!distinct || !usable(delimiters.element) || !usable(delimiters.segment) ||
      !usable(component)) {
    return FormatUnknown("the ISA segment does not name three different delimiters");
  }
  return delimiters;
}

bool SameNumber(absl::string_view text, int64_t count) {
  int64_t number = 0;
  return absl::SimpleAtoi(text, &number) && number == count;
}

class InterchangeReader {
 public:
  explicit InterchangeReader(absl::string_view text) : text_(text) {}

  absl::StatusOr<std::vector<TransactionSet>> Read() {
    SkipBlanks();
    do {
      RETURN_IF_ERROR(ReadInterchange());
      SkipBlanks();
    } while (at_ < text_.size());
    return std::move(sets_);
  }

 private:
  absl::Status ReadInterchange() {
    ASSIGN_OR_RETURN(delimiters_, DelimitersOf(text_.substr(at_)));
    RETURN_IF_ERROR(Next());
    const Segment isa = segment_;
    int64_t groups = 0;
    RETURN_IF_ERROR(Next());
    for (; segment_[0] == "GS"; ++groups) {
      RETURN_IF_ERROR(ReadGroup(isa));
      RETURN_IF_ERROR(Next());
    }
    if (segment_[0] != "IEA") return Unexpected("GS or IEA");
    if (!SameNumber(segment_[1], groups)) return Mismatch("IEA01 is not the number of groups");
    if (segment_[2] != isa[13]) return Mismatch("IEA02 is not the control number of the ISA");
    return absl::OkStatus();
  }

  absl::Status ReadGroup(const Segment& isa) {
    const Segment gs = segment_;
    if (gs[1] != "BE" || gs[8] != kMessage) {
      return FormatUnknown(
          absl::StrCat("segment ", gs.number, ": the group is not an 834 of ", kMessage));
    }
    int64_t sets = 0;
    RETURN_IF_ERROR(Next());
    for (; segment_[0] == "ST"; ++sets) {
      sets_.emplace_back();
      sets_.back().sender =
          absl::StrCat(absl::StripAsciiWhitespace(isa[6]), "/", absl::StripAsciiWhitespace(gs[2]));
      RETURN_IF_ERROR(ReadSet(sets_.back()));
      RETURN_IF_ERROR(Next());
    }
    if (segment_[0] != "GE") return Unexpected("ST or GE");
    if (!SameNumber(segment_[1], sets))
      return Mismatch("GE01 is not the number of transaction sets");
    if (segment_[2] != gs[6]) return Mismatch("GE02 is not the control number of the GS");
    return absl::OkStatus();
  }

  absl::Status ReadSet(TransactionSet& set) {
    const Segment st = segment_;
    if (st[1] != "834" || (!st[3].empty() && st[3] != kMessage)) {
      return FormatUnknown(
          absl::StrCat("segment ", st.number, ": the set is not an 834 of ", kMessage));
    }
    set.segments.push_back(st);
    while (segment_[0] != "SE") {
      RETURN_IF_ERROR(Next());
      const absl::string_view name = segment_[0];
      if (name == "ISA" || name == "GS" || name == "ST" || name == "GE" || name == "IEA") {
        return Unexpected("SE");
      }
      set.segments.push_back(segment_);
    }
    if (!SameNumber(segment_[1], static_cast<int64_t>(set.segments.size()))) {
      return Mismatch(
          absl::StrCat("SE01 is not the number of segments, which is ", set.segments.size()));
    }
    if (segment_[2] != st[2]) return Mismatch("SE02 is not the control number of the ST");
    return absl::OkStatus();
  }

  // Line ends and indentation may stand between segments.
  void SkipBlanks() {
    while (at_ < text_.size() && absl::ascii_isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }

  absl::Status Next() {
    SkipBlanks();
    const size_t end = text_.find(delimiters_.segment, at_);
    if (end == absl::string_view::npos)
      return FileTruncated("the file ends before its IEA segment");
    if (end - at_ > kRecordBytesMax) {
      return FileTooLarge(absl::StrCat("segment ", segment_.number + 1, " has more than ",
                                       kRecordBytesMax, " bytes"));
    }
    if (end == at_) {
      return FormatUnknown(absl::StrCat("segment ", segment_.number + 1, " is empty"));
    }
    if (segment_.number == kSegmentsMax) {
      return FileTooLarge(absl::StrCat("the file has more than ", kSegmentsMax, " segments"));
    }
    segment_ = {segment_.number + 1, text_.substr(at_, end - at_), delimiters_.element};
    at_ = end + 1;
    return absl::OkStatus();
  }

  absl::Status Unexpected(absl::string_view wanted) const {
    return FormatUnknown(absl::StrCat("segment ", segment_.number, " is '",
                                      Shown(segment_[0], false), "' where ", wanted, " was due"));
  }

  absl::Status Mismatch(absl::string_view what) const {
    return EnvelopeMismatch(absl::StrCat("segment ", segment_.number, ": ", what));
  }

  const absl::string_view text_;
  size_t at_ = 0;
  Delimiters delimiters_;
  Segment segment_;
  std::vector<TransactionSet> sets_;
};

}  // namespace

absl::string_view Segment::operator[](size_t i) const {
  size_t start = 0;
  for (; i > 0; --i) {
    const size_t end = text.find(separator, start);
    if (end == absl::string_view::npos) return "";
    start = end + 1;
  }
  return text.substr(start, text.find(separator, start) - start);
}

absl::StatusOr<std::vector<TransactionSet>> ReadInterchanges(absl::string_view text) {
  return InterchangeReader(text).Read();
}

}  // namespace tuoqiao::adapters::roster
