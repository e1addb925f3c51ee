#include "services/places/rounds/round_store.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/check.h"
#include "services/common/db/keys.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"
#include "services/places/child_keys.h"
#include "services/places/row.h"

namespace tuoqiao::places {
namespace {

constexpr char kColumns[] =
    "a.id, a.state, a.policy, a.ties, a.start_date, a.points_name, a.points_source, "
    "a.points_from, a.points_until, a.entropy_source, a.public_entropy, a.seed_hash, a.seed, "
    "a.market_digest, a.result_digest, a.applicants, a.seats, a.placed, a.opened_by, a.ended_by, "
    "a.cancel_reason, a.revision";

RoundState StateOf(const std::string& name) {
  for (const RoundState each : {RoundState::kOpen, RoundState::kFrozen, RoundState::kDrawn,
                                RoundState::kPublished, RoundState::kCancelled}) {
    if (name == StateName(each)) return each;
  }
  CHECK(false);
  return RoundState::kOpen;
}

Round ReadRound(const db::Row& row) {
  Round round;
  round.id = row.Text(0);
  round.state = StateOf(row.Text(1));
  const auto policy = allocation::PolicyOf(row.Text(2));
  const auto ties = allocation::TiesOf(row.Text(3));
  CHECK(policy.has_value() && ties.has_value());
  round.policy = *policy;
  round.ties = *ties;
  round.start = *ParseDay(row.Text(4));
  round.points.display_name = row.Text(5);
  round.points.source = row.Text(6);
  round.points.from = DayFrom(row.Text(7)).value_or(absl::CivilDay());
  round.points.until = DayFrom(row.Text(8));
  round.entropy_source = row.Text(9);
  round.public_entropy = row.Text(10);
  round.seed_hash = row.Text(11);
  round.seed = row.Text(12);
  round.market_digest = row.Text(13);
  round.result_digest = row.Text(14);
  round.applicants = row.Int(15);
  round.seats = row.Int(16);
  round.placed = row.Int(17);
  round.opened_by = row.Text(18);
  round.ended_by = row.Text(19);
  round.cancel_reason = row.Text(20);
  round.revision = row.Int(21);
  return round;
}

absl::Status AddGroups(db::Read& txn, Round& round) {
  return txn.Query(
      "SELECT group_id, half_seats FROM allocation_group "
      "WHERE park_id = :park AND allocation_id = :id "
      "ORDER BY group_id",
      {{"id", round.id}}, [&](const db::Row& row) {
        round.groups.push_back(row.Text(0));
        if (row.Int(1) > 0) round.half_seats[row.Text(0)] = row.Int(1);
        return absl::OkStatus();
      });
}

absl::Status AddCriteria(db::Read& txn, Round& round) {
  return txn.Query(
      "SELECT kind, points, days, points_max, reason FROM allocation_criterion "
      "WHERE park_id = :park AND allocation_id = :id ORDER BY ordinal",
      {{"id", round.id}}, [&](const db::Row& row) {
        const auto kind = allocation::CriterionKindOf(row.Text(0));
        CHECK(kind.has_value());
        round.points.criteria.push_back({*kind, row.Int(1), row.Int(2), row.Int(3), row.Text(4)});
        return absl::OkStatus();
      });
}

absl::StatusOr<std::vector<Round>> QueryRounds(db::Read& txn, absl::string_view condition,
                                               const db::Args& args) {
  std::vector<Round> rounds;
  RETURN_IF_ERROR(
      txn.Query(absl::StrCat("SELECT ", kColumns, " FROM allocation a WHERE a.park_id = :park AND ",
                             condition),
                args, [&](const db::Row& row) {
                  rounds.push_back(ReadRound(row));
                  return absl::OkStatus();
                }));
  for (Round& each : rounds) {
    RETURN_IF_ERROR(AddGroups(txn, each));
    RETURN_IF_ERROR(AddCriteria(txn, each));
  }
  return rounds;
}

// ---- The log.

std::string RoundSubject(const std::string& round) { return absl::StrCat("allocation:", round); }

SealPlace LogPlace(const std::string& park, const std::string& round) {
  return {park, "allocation", "log", round};
}

// ---- Grounds.

// One row in a place of its own: what is sealed in it opens nowhere else.
class GroundsPlace {
 public:
  GroundsPlace(const std::string& park, const RoundResult& result)
      : park_(park), row_(absl::StrCat(result.round, "/", result.applicant)) {}
  SealPlace get() const { return {park_, "allocation_result", "grounds", row_}; }

 private:
  const std::string park_, row_;
};

constexpr char kResultColumns[] =
    "r.allocation_id, r.applicant, r.application_id, r.family_id, r.child_id, r.choices, "
    "r.reason, r.group_id, r.outcomes, r.lottery_number, r.grounds, k.wrapped";
// With each child's key beside its row.
constexpr char kResultFrom[] =
    " FROM allocation_result r LEFT JOIN data_key k ON k.park_id = r.park_id "
    "AND k.subject = 'child:' || r.child_id WHERE r.park_id = :park AND ";

struct SealedResult {
  RoundResult result;
  std::string grounds, wrapped;  // `wrapped` is empty where the key was erased.
};

std::string OutcomesText(const std::vector<allocation::ChoiceOutcome>& outcomes) {
  std::vector<std::string> cells;
  for (const allocation::ChoiceOutcome& each : outcomes) {
    cells.push_back(
        absl::StrCat(allocation::NameOf(each.verdict), ":", each.quarter, ":", each.points_needed));
  }
  return absl::StrJoin(cells, ";");
}

std::vector<allocation::ChoiceOutcome> OutcomesOf(const std::string& text) {
  std::vector<allocation::ChoiceOutcome> outcomes;
  for (const std::string& cell : SplitList(text)) {
    const std::vector<std::string> parts = absl::StrSplit(cell, ':');
    const auto verdict = allocation::VerdictOf(parts[0]);
    allocation::ChoiceOutcome outcome;
    CHECK(parts.size() == 3 && verdict.has_value() &&
          absl::SimpleAtoi(parts[1], &outcome.quarter) &&
          absl::SimpleAtoi(parts[2], &outcome.points_needed));
    outcome.verdict = *verdict;
    outcomes.push_back(outcome);
  }
  return outcomes;
}

SealedResult ReadResult(const db::Row& row) {
  SealedResult sealed;
  RoundResult& result = sealed.result;
  result.round = row.Text(0);
  result.applicant = row.Text(1);
  result.application = row.Text(2);
  result.family = row.Text(3);
  result.child = row.Text(4);
  result.choices = SplitList(row.Text(5));
  result.reason = row.Text(6);
  result.group = row.Text(7);
  result.outcomes = OutcomesOf(row.Text(8));
  result.lottery_number = row.Text(9);
  sealed.grounds = row.Bytes(10);
  if (!row.Null(11)) sealed.wrapped = row.Bytes(11);
  return sealed;
}

absl::StatusOr<std::vector<RoundResult>> QueryResults(db::Read& txn, const KeyRing& keys,
                                                      absl::string_view condition,
                                                      const db::Args& args) {
  std::vector<RoundResult> results;
  RETURN_IF_ERROR(txn.Query(
      absl::StrCat("SELECT ", kResultColumns, kResultFrom, condition), args,
      [&](const db::Row& row) -> absl::Status {
        SealedResult sealed = ReadResult(row);
        RoundResult& result = sealed.result;
        result.grounds.closed.resize(result.choices.size());
        if (!sealed.wrapped.empty()) {
          ASSIGN_OR_RETURN(const DataKey key,
                           keys.Unwrap(txn.park(), ChildSubject(result.child), sealed.wrapped));
          ASSIGN_OR_RETURN(const std::string grounds,
                           key.Open(GroundsPlace(txn.park(), result).get(), sealed.grounds));
          result.grounds = ReadGrounds(grounds);
        }
        results.push_back(std::move(result));
        return absl::OkStatus();
      }));
  return results;
}

db::Args OutcomeArgs(const RoundResult& result) {
  return {{"round", result.round},
          {"applicant", result.applicant},
          {"reason", result.reason},
          {"group", result.group},
          {"outcomes", OutcomesText(result.outcomes)},
          {"number", result.lottery_number}};
}

}  // namespace

absl::StatusOr<std::optional<Round>> LoadRound(db::Read& txn, const std::string& id) {
  ASSIGN_OR_RETURN(auto rounds, QueryRounds(txn, "a.id = :id", {{"id", id}}));
  if (rounds.empty()) return std::optional<Round>();
  return std::optional<Round>(std::move(rounds[0]));
}

absl::StatusOr<std::vector<Round>> LoadRounds(db::Read& txn, const RoundRange& range) {
  return QueryRounds(txn, "a.id > :after ORDER BY a.id LIMIT :most",
                     {{"after", range.after}, {"most", range.rows_max}});
}

absl::Status InsertRound(db::Write& txn, const Round& round) {
  const bool by_points = round.ByPoints();
  RETURN_IF_ERROR(
      txn.Execute(
             "INSERT INTO allocation (park_id, id, state, policy, ties, start_date, points_name, "
             "points_source, points_from, points_until, entropy_source, public_entropy, seed_hash, "
             "seed, market_digest, result_digest, applicants, seats, placed, opened_by, ended_by, "
             "cancel_reason, revision) VALUES (:park, :id, :state, :policy, :ties, :start, :name, "
             ":source, :from, :until, :entropy_source, '', :seed_hash, '', '', '', 0, 0, 0, "
             ":opened_by, '', '', :revision)",
             {{"id", round.id},
              {"state", StateName(round.state)},
              {"policy", allocation::NameOf(round.policy)},
              {"ties", allocation::NameOf(round.ties)},
              {"start", FormatDay(round.start)},
              {"name", round.points.display_name},
              {"source", round.points.source},
              {"from", by_points ? FormatDay(round.points.from) : ""},
              {"until", DayOrEmpty(round.points.until)},
              {"entropy_source", round.entropy_source},
              {"seed_hash", round.seed_hash},
              {"opened_by", round.opened_by},
              {"revision", round.revision}})
          .status());
  std::vector<db::Args> groups, criteria;
  for (const std::string& each : round.groups) {
    const auto half = round.half_seats.find(each);
    groups.push_back({{"id", round.id},
                      {"group", each},
                      {"half_seats", half == round.half_seats.end() ? 0 : half->second}});
  }
  for (const allocation::Criterion& each : round.points.criteria) {
    criteria.push_back({{"id", round.id},
                        {"ordinal", static_cast<int64_t>(criteria.size())},
                        {"kind", allocation::NameOf(each.kind)},
                        {"points", each.points},
                        {"days", each.days},
                        {"points_max", each.points_max},
                        {"reason", each.reason}});
  }
  RETURN_IF_ERROR(txn.ExecuteMany("INSERT INTO allocation_group (park_id, allocation_id, group_id, "
                                  "half_seats, giving) VALUES (:park, :id, :group, :half_seats, 1)",
                                  groups)
                      .status());
  return txn
      .ExecuteMany(
          "INSERT INTO allocation_criterion (park_id, allocation_id, ordinal, kind, "
          "points, days, points_max, reason) VALUES (:park, :id, :ordinal, :kind, "
          ":points, :days, :points_max, :reason)",
          criteria)
      .status();
}

absl::Status UpdateRound(db::Write& txn, const Round& round) {
  RETURN_IF_ERROR(
      txn.Execute(
             "UPDATE allocation SET state = :state, public_entropy = :entropy, seed = :seed, "
             "market_digest = :market, result_digest = :result, applicants = :applicants, "
             "seats = :seats, placed = :placed, ended_by = :ended_by, cancel_reason = :reason, "
             "revision = :revision WHERE park_id = :park AND id = :id",
             {{"id", round.id},
              {"state", StateName(round.state)},
              {"entropy", round.public_entropy},
              {"seed", round.seed},
              {"market", round.market_digest},
              {"result", round.result_digest},
              {"applicants", round.applicants},
              {"seats", round.seats},
              {"placed", round.placed},
              {"ended_by", round.ended_by},
              {"reason", round.cancel_reason},
              {"revision", round.revision}})
          .status());
  if (!round.Ended()) return absl::OkStatus();
  return txn
      .Execute(
          "UPDATE allocation_group SET giving = 0 WHERE park_id = :park "
          "AND allocation_id = :id",
          {{"id", round.id}})
      .status();
}

absl::StatusOr<std::map<std::string, std::string>> LoadGroupsInRounds(db::Read& txn) {
  std::map<std::string, std::string> rounds;
  RETURN_IF_ERROR(txn.Query(
      "SELECT group_id, allocation_id FROM allocation_group WHERE park_id = :park AND giving = 1",
      {}, [&](const db::Row& row) {
        rounds[row.Text(0)] = row.Text(1);
        return absl::OkStatus();
      }));
  return rounds;
}

absl::Status InsertUnits(db::Write& txn, const std::string& round,
                         const std::vector<RoundUnit>& units) {
  std::vector<db::Args> rows;
  for (const RoundUnit& each : units) {
    rows.push_back({{"round", round},
                    {"unit", each.unit},
                    {"group", each.group},
                    {"pool", each.pool},
                    {"seats", each.seats},
                    {"part", SessionName(each.part)}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO allocation_unit (park_id, allocation_id, unit, group_id, pool, "
          "seats, part) VALUES (:park, :round, :unit, :group, :pool, :seats, :part)",
          rows)
      .status();
}

absl::StatusOr<std::vector<RoundUnit>> LoadUnits(db::Read& txn, const std::string& round) {
  std::vector<RoundUnit> units;
  RETURN_IF_ERROR(txn.Query(
      "SELECT unit, group_id, pool, seats, part FROM allocation_unit WHERE park_id = :park "
      "AND allocation_id = :round ORDER BY unit",
      {{"round", round}}, [&](const db::Row& row) {
        units.push_back(
            {row.Text(0), row.Text(1), row.Text(2), row.Int(3), SessionFrom(row.Text(4))});
        return absl::OkStatus();
      }));
  return units;
}

absl::Status SaveLog(db::Write& txn, const KeyRing& keys, const std::string& round,
                     const std::string& log) {
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForSealing(txn, keys, RoundSubject(round)));
  return txn
      .Execute("UPDATE allocation SET log = :log WHERE park_id = :park AND id = :id",
               {{"id", round}, {"log", db::Blob{key.Seal(LogPlace(txn.park(), round), log)}}})
      .status();
}

absl::StatusOr<std::string> LoadLog(db::Read& txn, const KeyRing& keys, const std::string& round) {
  std::string sealed;
  RETURN_IF_ERROR(txn.QueryOne("SELECT log FROM allocation WHERE park_id = :park AND id = :id",
                               {{"id", round}},
                               [&](const db::Row& row) {
                                 if (!row.Null(0)) sealed = row.Bytes(0);
                               })
                      .status());
  if (sealed.empty()) return absl::InternalError(absl::StrCat("no log of ", round));
  ASSIGN_OR_RETURN(const DataKey key, db::KeyForOpening(txn, keys, RoundSubject(round)));
  return key.Open(LogPlace(txn.park(), round), sealed);
}

absl::Status InsertResults(db::Write& txn, const KeyRing& keys,
                           const std::vector<RoundResult>& results) {
  ChildKeys child_keys(txn, keys);
  RETURN_IF_ERROR(child_keys.LoadAll());
  std::vector<db::Args> rows;
  for (const RoundResult& each : results) {
    ASSIGN_OR_RETURN(const DataKey key, child_keys.Of(each.child));
    rows.push_back({{"round", each.round},
                    {"applicant", each.applicant},
                    {"application", each.application},
                    {"family", each.family},
                    {"child", each.child},
                    {"choices", absl::StrJoin(each.choices, ";")},
                    {"grounds", db::Blob{key.Seal(GroundsPlace(txn.park(), each).get(),
                                                  WriteGrounds(each.grounds))}}});
  }
  RETURN_IF_ERROR(child_keys.SaveNew());
  return txn
      .ExecuteMany(
          "INSERT INTO allocation_result (park_id, allocation_id, applicant, application_id, "
          "family_id, child_id, choices, grounds, reason, group_id, outcomes, lottery_number) "
          "VALUES (:park, :round, :applicant, :application, :family, :child, :choices, :grounds, "
          "'', '', '', '')",
          rows)
      .status();
}

absl::Status UpdateResults(db::Write& txn, const std::vector<RoundResult>& results) {
  std::vector<db::Args> rows;
  for (const RoundResult& each : results) rows.push_back(OutcomeArgs(each));
  return txn
      .ExecuteMany(
          "UPDATE allocation_result SET reason = :reason, group_id = :group, "
          "outcomes = :outcomes, lottery_number = :number WHERE park_id = :park "
          "AND allocation_id = :round AND applicant = :applicant",
          rows)
      .status();
}

absl::StatusOr<std::vector<RoundResult>> LoadResults(db::Read& txn, const KeyRing& keys,
                                                     const ResultRange& range) {
  if (!range.family.empty()) {
    return QueryResults(
        txn, keys,
        "r.family_id = :family AND r.applicant > :after "
        "ORDER BY r.applicant LIMIT :most",
        {{"family", range.family}, {"after", range.after_applicant}, {"most", range.rows_max}});
  }
  if (!range.round.empty()) {
    return QueryResults(
        txn, keys,
        "r.allocation_id = :round AND r.applicant > :after ORDER BY r.applicant LIMIT :most",
        {{"round", range.round}, {"after", range.after_applicant}, {"most", range.rows_max}});
  }
  return QueryResults(
      txn, keys,
      "(r.allocation_id, r.applicant) > (:round, :after) "
      "ORDER BY r.allocation_id, r.applicant LIMIT :most",
      {{"round", range.after_round}, {"after", range.after_applicant}, {"most", range.rows_max}});
}

absl::StatusOr<std::optional<RoundResult>> LoadResult(db::Read& txn, const KeyRing& keys,
                                                      const ResultKey& key) {
  ASSIGN_OR_RETURN(auto results,
                   QueryResults(txn, keys, "r.applicant = :applicant AND r.family_id = :family",
                                {{"applicant", key.applicant}, {"family", key.family}}));
  if (results.empty()) return std::optional<RoundResult>();
  return std::optional<RoundResult>(std::move(results[0]));
}

absl::StatusOr<std::map<std::string, std::vector<PlaceOfChild>>> LoadPlacesOfFamilies(
    db::Read& txn, absl::CivilDay day) {
  std::map<std::string, std::vector<PlaceOfChild>> places;
  RETURN_IF_ERROR(txn.Query(
      "SELECT e.family_id, e.child_id, e.centre_id FROM enrolment e WHERE e.park_id = :park "
      "AND e.start_date <= :day AND e.end_date > :day",
      {{"day", FormatDay(day)}}, [&](const db::Row& row) {
        places[row.Text(0)].push_back({row.Text(1), row.Text(2)});
        return absl::OkStatus();
      }));
  return places;
}

}  // namespace tuoqiao::places
