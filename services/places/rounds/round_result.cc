#include "services/places/rounds/round_result.h"

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"

namespace tuoqiao::places {
namespace {

// `{centre}/{group}` of `{centre}/{group}/{number}`.
std::string GroupOf(const std::string& unit) { return unit.substr(0, unit.rfind('/')); }

std::string ReasonOf(const RoundResult& result, const allocation::Drawn& drawn,
                     const allocation::Seats& before) {
  if (drawn.seats.count(result.applicant) == 1) return "SEAT";
  if (!result.grounds.barred.empty()) return result.grounds.barred;
  if (drawn.changes.gone.count(result.applicant) == 1) return "GONE";
  return before.count(result.applicant) == 1 ? "SEAT_TAKEN_MEANWHILE" : "NO_SEAT_LEFT";
}

}  // namespace

std::string WriteGrounds(const Grounds& grounds) {
  std::string text = absl::StrCat(grounds.barred, "\n", absl::StrJoin(grounds.closed, ";"));
  for (const allocation::Award& each : grounds.awards) {
    absl::StrAppend(&text, "\n", allocation::NameOf(each.kind), ";", each.centre, ";", each.points);
  }
  return text;
}

Grounds ReadGrounds(const std::string& text) {
  const std::vector<std::string> lines = absl::StrSplit(text, '\n');
  CHECK(lines.size() >= 2);
  Grounds grounds;
  grounds.barred = lines[0];
  grounds.closed = absl::StrSplit(lines[1], ';');
  for (size_t i = 2; i < lines.size(); ++i) {
    const std::vector<std::string> cells = absl::StrSplit(lines[i], ';');
    CHECK(cells.size() == 3);
    const auto kind = allocation::CriterionKindOf(cells[0]);
    allocation::Award award;
    CHECK(kind.has_value() && absl::SimpleAtoi(cells[2], &award.points));
    award.kind = *kind;
    award.centre = cells[1];
    grounds.awards.push_back(std::move(award));
  }
  return grounds;
}

void Conclude(std::vector<RoundResult>& results, const allocation::Log& log,
              const allocation::Seats& before) {
  const allocation::Drawn& drawn = *log.drawn;
  const auto explained =
      allocation::Explain(allocation::After(log.market, drawn.changes), drawn.draw, drawn.seats);
  std::map<std::string, std::string> draws_as;
  for (const auto& each : log.market.applicants) draws_as[each.id] = each.draws_as;
  for (RoundResult& result : results) {
    result.reason = ReasonOf(result, drawn, before);
    const auto seat = drawn.seats.find(result.applicant);
    result.group = seat == drawn.seats.end() ? "" : GroupOf(seat->second);
    const auto outcomes = explained.find(result.applicant);
    result.outcomes.clear();
    if (outcomes != explained.end()) result.outcomes = outcomes->second;
    result.lottery_number = absl::BytesToHexString(
        allocation::LotteryNumber(drawn.draw, log.market.round, draws_as.at(result.applicant)));
  }
}

}  // namespace tuoqiao::places
