// One pay run's lines, what they come to, and what they leave to a person: in memory, line by line.
#ifndef TUOQIAO_SERVICES_PAYROLL_RESULT_BOOK_H_
#define TUOQIAO_SERVICES_PAYROLL_RESULT_BOOK_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/payroll/instruction.h"
#include "services/payroll/pay_exception.h"
#include "services/payroll/pay_line.h"
#include "services/payroll/pay_run.h"

namespace tuoqiao::payroll {

// What a book is opened with: the run, all of its instructions, and of the lines and exceptions
// those of the employees who are to be read.
struct ResultPages {
  PayRun run;
  std::vector<Instruction> instructions;
  std::vector<PayLine> lines;
  std::vector<PayException> exceptions;
};

// Not thread safe.
class ResultBook {
 public:
  ResultBook(std::string park, ResultPages pages, int64_t tolerance_minor);
  ResultBook(const ResultBook&) = delete;
  ResultBook& operator=(const ResultBook&) = delete;

  // Reads a line. What is refused is kept too, with an exception; RESULT_DIFFERS is of a line that
  // is matched and contradicts another. What `CheckLine` refuses, UNKNOWN_EMPLOYEE,
  // UNKNOWN_INSTRUCTION, RESULT_DIFFERS.
  struct Taken {
    std::string instruction;  // The id.
    bool news = false;
  };
  absl::StatusOr<Taken> Take(const PayResult& said, bool employee_known);

  // A person's word on an exception. `instruction` is an id, empty: the exception's own.
  // PAY_EXCEPTION_STATE, PAY_EXCEPTION_ACTION, UNKNOWN_INSTRUCTION.
  struct Word {
    std::string exception;
    Road road = Road::kNone;
    std::string why;
    std::string instruction;
    int64_t amount_minor = 0;
  };
  absl::Status Resolve(const Word& word);

  // The run is reconciled: opens what is MISSING.
  void OpenMissing();

  bool HasInstructionOf(const std::string& employee_no) const {
    return employees_.count(employee_no) > 0;
  }
  // The exception of that id, which was opened with the book or since.
  const PayException& exception(const std::string& id) const { return exceptions_.at(id); }
  const PayRun& run() const { return run_; }

  // What is to be saved. The run changed where an instruction did.
  std::vector<PayLine> ChangedLines() const;
  std::vector<Instruction> ChangedInstructions() const;
  std::vector<PayException> ChangedExceptions() const;
  // What was seen before of an instruction that changed, by id.
  const std::map<std::string, int64_t>& seen_before() const { return seen_before_; }
  bool changed() const {
    return !changed_lines_.empty() || !seen_before_.empty() || !changed_exceptions_.empty();
  }

 private:
  absl::Status Match(bool employee_known, PayLine& line);
  std::optional<Standing> StandingOfInstruction(const std::string& id) const;
  // Brings the instruction and its exception to what its lines come to.
  std::optional<Standing> Reassess(Instruction& instruction);
  void FollowFinding(const Finding& about, const std::optional<Finding>& found);
  // What changes within a book is one change.
  void Note(PayException& exception);
  Instruction* Find(const std::string& id);

  const std::string park_;
  const int64_t tolerance_minor_;
  PayRun run_;
  std::vector<Instruction> instructions_;
  std::map<std::pair<std::string, InstructionKind>, Instruction*> by_item_;
  std::map<std::string, Instruction*> by_id_;
  std::set<std::string> employees_;
  std::map<std::string, PayLine> lines_;
  std::map<std::string, std::vector<const PayLine*>> matched_;  // By instruction.
  std::map<std::string, PayException> exceptions_;
  std::map<std::string, int64_t> revisions_;  // Of the exceptions as the book was opened.
  std::set<std::string> changed_lines_, changed_exceptions_;
  std::map<std::string, int64_t> seen_before_;
};

// One family's part of a deduction, as it was seen before and is seen now; of what was to be paid
// back, below zero.
struct CorrectedDeduction {
  std::string instruction, family;
  int64_t amount_minor = 0;
  int64_t seen_before_minor = 0;
  int64_t seen_minor = 0;
  std::string employee;  // Of the instruction.
};
// Of the families whose part changed. Both are of one instruction, with its shares.
std::vector<CorrectedDeduction> CorrectedByFamily(const Instruction& before,
                                                  const Instruction& now);

}  // namespace tuoqiao::payroll

#endif  // TUOQIAO_SERVICES_PAYROLL_RESULT_BOOK_H_
