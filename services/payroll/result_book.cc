#include "services/payroll/result_book.h"

#include "services/common/check.h"
#include "services/common/errors.h"
#include "services/common/status_macros.h"
#include "services/payroll/errors.h"

namespace tuoqiao::payroll {

ResultBook::ResultBook(std::string park, ResultPages pages, int64_t tolerance_minor)
    : park_(std::move(park)),
      tolerance_minor_(tolerance_minor),
      run_(std::move(pages.run)),
      instructions_(std::move(pages.instructions)) {
  for (Instruction& each : instructions_) {
    by_item_[{each.employee_no, each.kind}] = &each;
    by_id_[each.id] = &each;
    employees_.insert(each.employee_no);
  }
  for (PayLine& each : pages.lines) {
    const PayLine& line = lines_.emplace(each.id, std::move(each)).first->second;
    if (line.matched_by != MatchedBy::kNone) matched_[line.instruction].push_back(&line);
  }
  for (PayException& each : pages.exceptions) {
    revisions_[each.id] = each.revision;
    exceptions_.emplace(each.id, std::move(each));
  }
}

absl::StatusOr<ResultBook::Taken> ResultBook::Take(const PayResult& said, bool employee_known) {
  std::string id = PayLineId(park_, run_, said);
  const auto [found, news] = lines_.try_emplace(id);
  PayLine& line = found->second;
  if (line.matched_by != MatchedBy::kNone) return Taken{line.instruction, false};
  line.id = std::move(id);
  line.said = said;
  const std::string reason_before = line.reason;
  const absl::Status matched = Match(employee_known, line);
  if (!matched.ok()) line.reason = ReasonOf(matched);
  if (news || line.reason != reason_before) changed_lines_.insert(line.id);
  if (!matched.ok()) {
    FollowFinding(FindingOf(line), FindingOf(line));
    return matched;
  }
  FollowFinding(FindingOf(line), std::nullopt);
  matched_[line.instruction].push_back(&line);
  const std::optional<Standing> standing = Reassess(*Find(line.instruction));
  if (standing->differs && said.sequence == standing->sequence) return ResultDiffers();
  return Taken{line.instruction, true};
}

absl::Status ResultBook::Match(bool employee_known, PayLine& line) {
  RETURN_IF_ERROR(CheckLine(run_, line.said));
  if (!employee_known && !HasInstructionOf(line.said.employee_no)) return UnknownEmployee();
  const auto found = by_item_.find({line.said.employee_no, line.said.kind});
  return MatchLine(found == by_item_.end() ? nullptr : found->second, line);
}

absl::Status ResultBook::Resolve(const Word& word) {
  PayException& exception = exceptions_.at(word.exception);
  RETURN_IF_ERROR(CheckRoad(exception, word.road));
  if (word.road == Road::kAssign) {
    Instruction* const instruction =
        Find(word.instruction.empty() ? exception.finding.instruction : word.instruction);
    // What an exception says of an instruction is about that one alone.
    const bool other = instruction != nullptr && !exception.finding.instruction.empty() &&
                       exception.finding.instruction != instruction->id;
    if (instruction == nullptr || other) return UnknownInstruction();
    PayLine line = LineOfPerson(park_, run_, *instruction, StandingOfInstruction(instruction->id),
                                word.amount_minor);
    RETURN_IF_ERROR(MatchLine(instruction, line));
    line.matched_by = MatchedBy::kPerson;
    const auto [kept, news] = lines_.insert_or_assign(line.id, std::move(line));
    changed_lines_.insert(kept->first);
    matched_[instruction->id].push_back(&kept->second);
    Reassess(*instruction);
  }
  payroll::Resolve(word.road, word.why, exception);
  Note(exception);
  return absl::OkStatus();
}

void ResultBook::OpenMissing() {
  for (Instruction& each : instructions_) {
    if (each.state == InstructionState::kMissing) Reassess(each);
  }
}

std::optional<Standing> ResultBook::StandingOfInstruction(const std::string& id) const {
  const auto found = matched_.find(id);
  return found == matched_.end() ? std::nullopt : StandingOf(found->second);
}

std::optional<Standing> ResultBook::Reassess(Instruction& instruction) {
  const std::optional<Standing> standing = StandingOfInstruction(instruction.id);
  const int64_t before = instruction.seen_minor;
  if (standing.has_value() && TakeStanding(*standing, run_, instruction)) {
    seen_before_.emplace(instruction.id, before);
  }
  Finding about;
  about.instruction = instruction.id;
  FollowFinding(about, FindingOf(run_, instruction, standing, tolerance_minor_));
  return standing;
}

void ResultBook::FollowFinding(const Finding& about, const std::optional<Finding>& found) {
  const std::string id = ExceptionId(park_, run_, about);
  const auto known = exceptions_.find(id);
  if (known == exceptions_.end() && !found.has_value()) return;
  PayException& exception = known == exceptions_.end() ? exceptions_[id] : known->second;
  exception.id = id;
  if (Follow(found, exception)) Note(exception);
}

void ResultBook::Note(PayException& exception) {
  exception.revision = revisions_[exception.id] + 1;
  changed_exceptions_.insert(exception.id);
}

Instruction* ResultBook::Find(const std::string& id) {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

std::vector<PayLine> ResultBook::ChangedLines() const {
  std::vector<PayLine> changed;
  for (const std::string& id : changed_lines_) changed.push_back(lines_.at(id));
  return changed;
}

std::vector<Instruction> ResultBook::ChangedInstructions() const {
  std::vector<Instruction> changed;
  for (const auto& [id, seen] : seen_before_) changed.push_back(*by_id_.at(id));
  return changed;
}

std::vector<PayException> ResultBook::ChangedExceptions() const {
  std::vector<PayException> changed;
  for (const std::string& id : changed_exceptions_) changed.push_back(exceptions_.at(id));
  return changed;
}

std::vector<CorrectedDeduction> CorrectedByFamily(const Instruction& before,
                                                  const Instruction& now) {
  const std::vector<SeenDeduction> were = SplitByFamily(before), are = SplitByFamily(now);
  CHECK(were.size() == are.size());
  const int64_t sign = now.kind == InstructionKind::kReverse ? -1 : 1;
  std::vector<CorrectedDeduction> corrected;
  for (size_t i = 0; i < are.size(); ++i) {
    if (were[i].seen_minor == are[i].seen_minor) continue;
    corrected.push_back({are[i].instruction, are[i].family, sign * are[i].amount_minor,
                         sign * were[i].seen_minor, sign * are[i].seen_minor, now.employee});
  }
  return corrected;
}

}  // namespace tuoqiao::payroll
