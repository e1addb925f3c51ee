// Result files of a pay run in any order, again and again, split, late, corrected and wrong: the
// books end as if one good file had come in time. The cores of payroll and of the ledger, with maps
// in the place of the database; what the books must come to is reckoned once more, by hand, from
// the lines. TUOQIAO_SEED repeats a run, TUOQIAO_SCHEDULES says how many schedules.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/errors.h"
#include "services/ledger/entry.h"
#include "services/payroll/result_book.h"

namespace tuoqiao::payroll {
namespace {

constexpr absl::CivilMonth kOctober(2026, 10);
constexpr char kPark[] = "yunqi", kFirm[] = "91a";
constexpr int64_t kTolerance = 10;

using Balances = std::map<std::string, int64_t>;
using File = std::vector<PayResult>;

int64_t FromEnvironment(const char* name, int64_t otherwise) {
  const char* given = std::getenv(name);
  return given == nullptr ? otherwise : std::strtoll(given, nullptr, 10);
}

// What the schedules came to, so that nobody takes empty ones for good ones.
struct Counted {
  int64_t files = 0, again = 0, lines = 0, late = 0, corrected = 0, contradicted = 0, nameless = 0;
  std::map<std::string, int64_t> open;  // Exceptions at the end, by reason.
};

// Payroll and the books, without a database: what a book changed is kept, as rows would be.
class Office {
 public:
  Office(PayRun run, std::vector<Instruction> instructions)
      : run_(std::move(run)), instructions_(std::move(instructions)) {}

  // How many rows the file changed.
  size_t Receive(const File& file) {
    ResultBook book(kPark, Pages(), kTolerance);
    for (const PayResult& line : file) (void)book.Take(line, line.employee_no[0] == 'E');
    return Keep(book);
  }

  void Reconcile() {
    const auto reconciled = payroll::Reconcile(kPark, run_, instructions_);
    ASSERT_TRUE(reconciled.ok());
    ledger::ReadPayRun read = {kFirm, kOctober, {}};
    for (const SeenDeduction& each : reconciled->deductions) {
      read.deductions.push_back({each.family, each.amount_minor, each.seen_minor});
    }
    Post(ledger::BookPayRun({"reconciled", "run"}, read));
    ResultBook book(kPark, Pages(), kTolerance);
    book.OpenMissing();
    Keep(book);
  }

  const Balances& balances() const { return balances_; }
  const PayRun& run() const { return run_; }
  const std::map<std::string, PayLine>& lines() const { return lines_; }
  // "RESULT_SHORT E1 380" of each open exception, by id.
  std::map<std::string, std::string> Open() const {
    std::map<std::string, std::string> open;
    for (const auto& [id, each] : exceptions_) {
      if (each.state != ExceptionState::kOpen) continue;
      open[id] = absl::StrCat(each.finding.reason, " ", each.finding.employee_no, " ",
                              each.finding.seen_minor);
    }
    return open;
  }
  const std::map<std::string, PayException>& exceptions() const { return exceptions_; }

 private:
  ResultPages Pages() const {
    ResultPages pages = {run_, instructions_, {}, {}};
    for (const auto& [id, each] : lines_) pages.lines.push_back(each);
    for (const auto& [id, each] : exceptions_) pages.exceptions.push_back(each);
    return pages;
  }

  size_t Keep(const ResultBook& book) {
    run_ = book.run();
    for (PayLine& each : book.ChangedLines()) lines_[each.id] = each;
    for (PayException& each : book.ChangedExceptions()) exceptions_[each.id] = each;
    const std::vector<Instruction> changed = book.ChangedInstructions();
    ledger::CorrectedPayRun corrected = {kFirm, kOctober, {}};
    for (const Instruction& now : changed) {
      Instruction& kept = *std::find_if(instructions_.begin(), instructions_.end(),
                                        [&](const Instruction& each) { return each.id == now.id; });
      for (const CorrectedDeduction& part : CorrectedByFamily(kept, now)) {
        corrected.deductions.push_back(
            {part.family, part.amount_minor, part.seen_before_minor, part.seen_minor});
      }
      kept = now;
    }
    if (run_.state == PayRunState::kReconciled && !corrected.deductions.empty()) {
      Post(ledger::BookCorrectedPayRun({"corrected", "run"}, corrected));
    }
    return book.ChangedLines().size() + changed.size() + book.ChangedExceptions().size();
  }

  void Post(const ledger::Entry& entry) {
    ASSERT_TRUE(ledger::Balanced(entry));
    for (const ledger::Posting& each : entry.postings) balances_[each.account] += each.amount_minor;
    for (auto each = balances_.begin(); each != balances_.end();) {
      each = each->second == 0 ? balances_.erase(each) : std::next(each);
    }
  }

  PayRun run_;
  std::vector<Instruction> instructions_;
  std::map<std::string, PayLine> lines_;
  std::map<std::string, PayException> exceptions_;
  Balances balances_;
};

class Schedule {
 public:
  Schedule(uint64_t seed, Counted* counted) : random_(seed), counted_(*counted) {
    MakeRun();
    MakeLines();
    Split();
  }

  void Play() {
    Office canonical(run_, instructions_);
    File all = lines_;
    std::sort(all.begin(), all.end(), [](const PayResult& a, const PayResult& b) {
      return std::tie(a.employee_no, a.sequence, a.amount_minor) <
             std::tie(b.employee_no, b.sequence, b.amount_minor);
    });
    canonical.Receive(all);
    canonical.Reconcile();

    Office office(run_, instructions_);
    const std::vector<size_t> order = Order();
    const size_t end_of_reading = Roll(order.size() + 1);
    for (size_t i = 0; i <= order.size(); ++i) {
      if (i == end_of_reading) office.Reconcile();
      if (i < order.size()) office.Receive(files_[order[i]]);
    }
    counted_.files += static_cast<int64_t>(order.size());
    counted_.again += static_cast<int64_t>(order.size() - files_.size());
    counted_.late += static_cast<int64_t>(order.size() - end_of_reading);

    EXPECT_EQ(office.balances(), canonical.balances());
    EXPECT_EQ(office.balances(), Reckoned());
    EXPECT_EQ(office.run().seen_minor, canonical.run().seen_minor);
    EXPECT_EQ(office.run().arrears_minor, canonical.run().arrears_minor);
    EXPECT_EQ(office.run().unapplied_minor, canonical.run().unapplied_minor);
    EXPECT_EQ(office.Open(), canonical.Open());
    for (const File& file : files_) EXPECT_EQ(office.Receive(file), 0u);
    EveryUnmatchedLineWaitsForAPerson(office);
  }

 private:
  int64_t Roll(uint64_t sides) {
    return static_cast<int64_t>(std::uniform_int_distribution<uint64_t>(0, sides - 1)(random_));
  }

  void MakeRun() {
    run_ = NewPayRun(kFirm, kOctober, {10, 3, false});
    for (int i = 0, n = 1 + static_cast<int>(Roll(3)); i < n; ++i) {
      Instruction instruction;
      instruction.employee = absl::StrCat("emp-", i);
      instruction.employee_no = absl::StrCat("E", i);
      for (int64_t family = 0, families = 1 + Roll(2); family < families; ++family) {
        WageShare share;
        share.family = absl::StrCat("fam-", i, "-", family);
        share.amount_minor = 1000 + Roll(100000);
        instruction.share_minor += share.amount_minor;
        instruction.shares.push_back(share);
      }
      instruction.carried_minor = Roll(4) == 0 ? Roll(1000) : 0;
      instruction.amount_minor = instruction.share_minor - instruction.carried_minor;
      instructions_.push_back(instruction);
    }
    TakePlan(kPark, run_, instructions_);
    ASSERT_TRUE(Release({"", run_.digest, run_.cut_off_date}, run_, instructions_).ok());
  }

  PayResult LineOf(const Instruction& instruction, int64_t amount_minor, int64_t sequence) {
    PayResult line;
    line.employee_no = instruction.employee_no;
    line.period = kOctober;
    line.amount_minor = amount_minor;
    line.sequence = sequence;
    if (Roll(3) > 0) {
      line.instruction = instruction.id;
    } else {
      ++counted_.nameless;
    }
    return line;
  }

  int64_t Amount(int64_t sent_minor) {
    switch (Roll(6)) {
      case 0:
        return 0;  // Refused.
      case 1:
        return Roll(static_cast<uint64_t>(sent_minor));
      case 2:
        return sent_minor + 1 + Roll(5000);
      case 3:
        return sent_minor - Roll(2 * kTolerance);
      default:
        return sent_minor;
    }
  }

  void MakeLines() {
    for (const Instruction& each : instructions_) {
      if (Roll(8) == 0) continue;  // It never comes.
      const int64_t corrections = Roll(3) == 0 ? 1 + Roll(2) : 0;
      counted_.corrected += corrections;
      for (int64_t sequence = 0; sequence <= corrections; ++sequence) {
        lines_.push_back(LineOf(each, Amount(each.amount_minor), sequence));
        if (Roll(6) > 0) continue;
        ++counted_.contradicted;
        lines_.push_back(LineOf(each, Amount(each.amount_minor), sequence));
      }
    }
    for (int64_t i = 0, n = Roll(4); i < n; ++i) lines_.push_back(WrongLine());
    counted_.lines += static_cast<int64_t>(lines_.size());
  }

  PayResult WrongLine() {
    const Instruction& instruction = instructions_[static_cast<size_t>(Roll(instructions_.size()))];
    PayResult line = LineOf(instruction, instruction.amount_minor, Roll(3));
    switch (Roll(6)) {
      case 0:
        line.period = kOctober - static_cast<int>(1 + Roll(3));
        break;
      case 1:
        line.amount_minor = -1 - Roll(5000);
        break;
      case 2:
        line.currency = "USD";
        break;
      case 3:
        line.employer = "91b";
        break;
      case 4:
        line.employee_no = absl::StrCat("X", Roll(3));
        break;
      default:
        line.kind = InstructionKind::kAllow;
    }
    return line;
  }

  // Over one to four files; some lines stand in two of them.
  void Split() {
    files_.resize(static_cast<size_t>(1 + Roll(4)));
    for (const PayResult& line : lines_) {
      files_[static_cast<size_t>(Roll(files_.size()))].push_back(line);
      if (Roll(5) == 0) files_[static_cast<size_t>(Roll(files_.size()))].push_back(line);
    }
    for (File& file : files_) std::shuffle(file.begin(), file.end(), random_);
  }

  // Each file at least once, some again, in any order.
  std::vector<size_t> Order() {
    std::vector<size_t> order;
    for (size_t i = 0; i < files_.size(); ++i) {
      for (int64_t times = 1 + (Roll(2) == 0 ? Roll(3) : 0); times > 0; --times) order.push_back(i);
    }
    std::shuffle(order.begin(), order.end(), random_);
    return order;
  }

  // What the books come to, from nothing but the lines: of each instruction those of the highest
  // sequence, of those the least.
  Balances Reckoned() const {
    Balances reckoned;
    for (const Instruction& each : instructions_) {
      int64_t sequence = -1, seen_minor = 0;
      for (const PayResult& line : lines_) {
        const bool good = line.employee_no == each.employee_no && line.period == kOctober &&
                          line.amount_minor >= 0 && line.currency.empty() &&
                          line.employer.empty() && line.kind == each.kind;
        if (!good || line.sequence < sequence) continue;
        const bool less = line.sequence == sequence && line.amount_minor < seen_minor;
        if (line.sequence > sequence || less) seen_minor = line.amount_minor;
        sequence = line.sequence;
      }
      Instruction seen = each;
      seen.seen_minor = seen_minor;
      for (const SeenDeduction& part : SplitByFamily(seen)) {
        reckoned[absl::StrCat("clearing-payroll-", kFirm)] += part.seen_minor;
        reckoned["receivable-family-" + part.family] -=
            std::min(part.seen_minor, part.amount_minor);
        reckoned["unapplied-family-" + part.family] -=
            std::max<int64_t>(0, part.seen_minor - part.amount_minor);
      }
    }
    for (auto each = reckoned.begin(); each != reckoned.end();) {
      each = each->second == 0 ? reckoned.erase(each) : std::next(each);
    }
    return reckoned;
  }

  void EveryUnmatchedLineWaitsForAPerson(const Office& office) {
    std::map<std::string, std::string> waiting;  // Reason by line.
    for (const auto& [id, each] : office.exceptions()) {
      if (each.state != ExceptionState::kOpen) continue;
      ++counted_.open[each.finding.reason];
      if (!each.finding.line.empty()) waiting[each.finding.line] = each.finding.reason;
    }
    for (const auto& [id, line] : office.lines()) {
      const bool matched = line.matched_by != MatchedBy::kNone;
      const auto found = waiting.find(id);
      EXPECT_EQ(found == waiting.end() ? "" : found->second, matched ? "" : line.reason);
      EXPECT_NE(line.reason.empty(), !matched);
    }
  }

  std::mt19937_64 random_;
  Counted& counted_;
  PayRun run_;
  std::vector<Instruction> instructions_;
  std::vector<PayResult> lines_;
  std::vector<File> files_;
};

TEST(PayResultsTest, EndTheSameInAnyOrder) {
  const int64_t schedules = FromEnvironment("TUOQIAO_SCHEDULES", 5000);
  const uint64_t first = static_cast<uint64_t>(FromEnvironment("TUOQIAO_SEED", 20261126));
  Counted counted;
  for (int64_t i = 0; i < schedules; ++i) {
    const uint64_t seed = first + static_cast<uint64_t>(i);
    SCOPED_TRACE(absl::StrCat("TUOQIAO_SCHEDULES=1 TUOQIAO_SEED=", seed));
    Schedule(seed, &counted).Play();
    if (::testing::Test::HasFailure()) return;
  }
  std::cout << schedules << " schedules from TUOQIAO_SEED=" << first << ": " << counted.files
            << " files, " << counted.again << " of them again, " << counted.late
            << " after the run was reconciled; " << counted.lines << " lines, " << counted.corrected
            << " corrections, " << counted.contradicted << " contradicted, " << counted.nameless
            << " without the instruction's name\n";
  for (const auto& [reason, count] : counted.open)
    std::cout << "  " << reason << " " << count << "\n";
  if (schedules < 1000) return;
  EXPECT_GT(counted.again, 0);
  EXPECT_GT(counted.late, 0);
  EXPECT_GT(counted.corrected, 0);
  EXPECT_GT(counted.contradicted, 0);
  for (const char* reason : {"RESULT_SHORT", "RESULT_OVER", "RESULT_MISSING", "RESULT_DIFFERS",
                             "OTHER_FIRM", "CURRENCY_WRONG", "WRONG_PERIOD", "RESULT_NEGATIVE",
                             "UNKNOWN_EMPLOYEE", "UNKNOWN_INSTRUCTION"}) {
    EXPECT_GT(counted.open[reason], 0) << reason;
  }
}

}  // namespace
}  // namespace tuoqiao::payroll
