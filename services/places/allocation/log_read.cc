// A log as it is read back, line by line.
#include <functional>
#include <map>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/allocation/errors.h"
#include "services/places/allocation/log.h"

namespace tuoqiao::allocation {
namespace {

constexpr int64_t kNumberMax = 1'000'000;

using Cells = std::vector<std::string>;

bool Hex(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// One pass over the lines. What is out of order or said twice is found at the end, when the log is
// written again and compared.
class Reader {
 public:
  absl::StatusOr<Log> Read(absl::string_view text) {
    for (const absl::string_view line : absl::StrSplit(text, '\n')) {
      ++line_;
      if (line.empty()) continue;
      const Cells cells = absl::StrSplit(line, '\t');
      const auto form = Forms().find(cells[0]);
      if (form == Forms().end() || form->second.cells != cells.size()) {
        return Wrong("has no form of this log", "的格式不属于此日志");
      }
      RETURN_IF_ERROR(form->second.read(*this, cells));
    }
    RETURN_IF_ERROR(CheckUnits());
    return Compared(text);
  }

 private:
  struct Form {
    size_t cells;
    std::function<absl::Status(Reader&, const Cells&)> read;
  };
  static const std::map<std::string, Form>& Forms();

  absl::Status Wrong(absl::string_view en, absl::string_view zh) const {
    return LogInvalid(line_, en, zh);
  }
  absl::Status NotOneOf(absl::string_view cell) const {
    return Wrong(absl::StrCat("has no valid ", cell), absl::StrCat("的 ", cell, " 无效"));
  }
  absl::Status Number(const std::string& cell, int64_t* number) const {
    if (absl::SimpleAtoi(cell, number) && 0 <= *number && *number <= kNumberMax) {
      return absl::OkStatus();
    }
    return NotOneOf("number");
  }
  absl::Status Day(const std::string& cell, absl::CivilDay* day) const {
    const auto parsed = ParseDay(cell);
    if (!parsed.ok()) return NotOneOf("date");
    *day = *parsed;
    return absl::OkStatus();
  }
  absl::Status Digest(const std::string& cell, std::string* digest) const {
    *digest = cell;
    return Hex(cell) ? absl::OkStatus() : NotOneOf("hash");
  }
  static absl::Status Keep(const std::string& cell, std::string* text) {
    *text = cell;
    return absl::OkStatus();
  }

  absl::Status ReadPolicy(const Cells& cells) {
    const auto policy = PolicyOf(cells[1]);
    if (!policy.has_value()) return NotOneOf("policy");
    market().policy = *policy;
    return absl::OkStatus();
  }
  absl::Status ReadTies(const Cells& cells) {
    const auto ties = TiesOf(cells[1]);
    if (!ties.has_value()) return NotOneOf("ties");
    market().ties = *ties;
    return absl::OkStatus();
  }
  absl::Status ReadPointsPolicy(const Cells& cells) {
    PointsPolicy& policy = market().points_policy;
    RETURN_IF_ERROR(Day(cells[1], &policy.from));
    if (!cells[2].empty()) {
      absl::CivilDay until;
      RETURN_IF_ERROR(Day(cells[2], &until));
      policy.until = until;
    }
    policy.display_name = cells[3];
    policy.source = cells[4];
    return absl::OkStatus();
  }
  absl::Status ReadCriterion(const Cells& cells) {
    const auto kind = CriterionKindOf(cells[1]);
    if (!kind.has_value()) return NotOneOf("criterion");
    Criterion criterion;
    criterion.kind = *kind;
    RETURN_IF_ERROR(Number(cells[2], &criterion.points));
    RETURN_IF_ERROR(Number(cells[3], &criterion.days));
    RETURN_IF_ERROR(Number(cells[4], &criterion.points_max));
    criterion.reason = cells[5];
    market().points_policy.criteria.push_back(std::move(criterion));
    return absl::OkStatus();
  }
  absl::Status ReadUnit(const Cells& cells) {
    SeatUnit unit{cells[1], 0};
    RETURN_IF_ERROR(Number(cells[2], &unit.seats));
    if (!market().units.empty() && cells[1] <= market().units.back().id) {
      return Wrong("is out of order", "的次序不对");
    }
    market().units.push_back(std::move(unit));
    return absl::OkStatus();
  }
  absl::Status ReadApplicant(const Cells& cells) {
    Applicant applicant;
    applicant.id = cells[1];
    applicant.draws_as = cells[2];
    if (!absl::ParseTime(absl::RFC3339_full, cells[3], &applicant.submitted, nullptr)) {
      return NotOneOf("time");
    }
    if (!market().applicants.empty() && cells[1] <= market().applicants.back().id) {
      return Wrong("is out of order", "的次序不对");
    }
    RETURN_IF_ERROR(CheckApplicant());
    market().applicants.push_back(std::move(applicant));
    return absl::OkStatus();
  }
  absl::Status ReadChoice(const Cells& cells) {
    if (market().applicants.empty()) return Wrong("is out of order", "的次序不对");
    Choice choice;
    choice.centre = cells[1];
    RETURN_IF_ERROR(Number(cells[2], &choice.points));
    choice.units = absl::StrSplit(cells[3], ',', absl::SkipEmpty());
    market().applicants.back().choices.push_back(std::move(choice));
    return absl::OkStatus();
  }
  // The applicant that was read last has at least one choice.
  absl::Status CheckApplicant() const {
    const auto& applicants = log_.market.applicants;
    if (applicants.empty() || !applicants.back().choices.empty()) return absl::OkStatus();
    return Wrong("comes behind an applicant without a choice", "之前的申请没有任何志愿");
  }

  absl::Status ReadSeed(const Cells& cells) {
    if (!Hex(cells[1])) return NotOneOf("seed");
    drawn().draw.seed = absl::HexStringToBytes(cells[1]);
    return absl::OkStatus();
  }
  absl::Status ReadLeft(const Cells& cells) {
    return Number(cells[2], &drawn().changes.seats[cells[1]]);
  }
  absl::Status ReadResult(const Cells& cells) {
    if (cells[2] != "-") drawn().seats[cells[1]] = cells[2];
    return absl::OkStatus();
  }

  absl::Status CheckUnits() const {
    RETURN_IF_ERROR(CheckApplicant());
    std::set<std::string> known;
    for (const SeatUnit& each : log_.market.units) known.insert(each.id);
    for (const Applicant& applicant : log_.market.applicants) {
      for (const Choice& choice : applicant.choices) {
        for (const std::string& unit : choice.units) {
          if (known.count(unit) == 0) {
            return Wrong(absl::StrCat("is the last, and ", unit, " is no unit"),
                         absl::StrCat("为末行,而 ", unit, " 不在名额之列"));
          }
        }
      }
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Log> Compared(absl::string_view text) const {
    const std::string again = WriteLog(log_);
    if (again == text) return log_;
    const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n'),
                                         expected = absl::StrSplit(again, '\n');
    size_t line = 0;
    while (line < lines.size() && line < expected.size() && lines[line] == expected[line]) ++line;
    return LogInvalid(line + 1, "is missing, out of order or not written as this log is",
                      "缺失、次序不对或写法不符");
  }

  Market& market() { return log_.market; }
  Drawn& drawn() {
    if (!log_.drawn.has_value()) log_.drawn.emplace();
    return *log_.drawn;
  }

  Log log_;
  size_t line_ = 0;
};

const std::map<std::string, Reader::Form>& Reader::Forms() {
  static const auto* const kForms = new std::map<std::string, Form>{
      {"tuoqiao-allocation-log", {2, [](Reader&, const Cells&) { return absl::OkStatus(); }}},
      {"round", {2, [](Reader& r, const Cells& c) { return Keep(c[1], &r.market().round); }}},
      {"policy", {2, [](Reader& r, const Cells& c) { return r.ReadPolicy(c); }}},
      {"ties", {2, [](Reader& r, const Cells& c) { return r.ReadTies(c); }}},
      {"start", {2, [](Reader& r, const Cells& c) { return r.Day(c[1], &r.market().start); }}},
      {"seed-hash",
       {2, [](Reader& r, const Cells& c) { return r.Digest(c[1], &r.market().seed_hash); }}},
      {"entropy-source",
       {2, [](Reader& r, const Cells& c) { return Keep(c[1], &r.market().entropy_source); }}},
      {"points-policy", {5, [](Reader& r, const Cells& c) { return r.ReadPointsPolicy(c); }}},
      {"criterion", {6, [](Reader& r, const Cells& c) { return r.ReadCriterion(c); }}},
      {"half-days",
       {3, [](Reader& r, const Cells& c) { return r.Number(c[2], &r.market().half_seats[c[1]]); }}},
      {"unit", {3, [](Reader& r, const Cells& c) { return r.ReadUnit(c); }}},
      {"applicant", {4, [](Reader& r, const Cells& c) { return r.ReadApplicant(c); }}},
      {"choice", {4, [](Reader& r, const Cells& c) { return r.ReadChoice(c); }}},
      {"market-digest",
       {2, [](Reader& r, const Cells& c) { return r.Digest(c[1], &r.log_.market_digest); }}},
      {"seed", {2, [](Reader& r, const Cells& c) { return r.ReadSeed(c); }}},
      {"public-entropy",
       {2, [](Reader& r, const Cells& c) { return Keep(c[1], &r.drawn().draw.public_entropy); }}},
      {"gone",
       {2,
        [](Reader& r, const Cells& c) {
          r.drawn().changes.gone.insert(c[1]);
          return absl::OkStatus();
        }}},
      {"left", {3, [](Reader& r, const Cells& c) { return r.ReadLeft(c); }}},
      {"result", {3, [](Reader& r, const Cells& c) { return r.ReadResult(c); }}},
      {"result-digest",
       {2, [](Reader& r, const Cells& c) { return r.Digest(c[1], &r.drawn().result_digest); }}},
  };
  return *kForms;
}

}  // namespace

absl::StatusOr<Log> ReadLog(absl::string_view text) { return Reader().Read(text); }

}  // namespace tuoqiao::allocation
