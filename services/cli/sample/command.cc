#include "services/cli/sample/command.h"

#include <fstream>
#include <iostream>
#include <iterator>
#include <map>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/cli/sample/sample.h"
#include "services/cli/sample/world.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::cli {

const char kSampleHelp[] =
    "tuoqiao sample --size S|J|M --seed N --out DIR\n"
    "    Writes the sample month into a new or empty directory. The same size and seed write the "
    "same bytes.\n"
    "        S   30 firms,     1,200 employees,    120 children,   4 centres\n"
    "        J  900 firms,    45,000 employees,  4,000 children,  40 centres\n"
    "        M  1,000 firms, 120,000 employees, 10,000 children, 100 centres\n"
    "\n"
    "tuoqiao sample respond payroll --in FILE --world DIR/world/payroll.csv --out FILE\n"
    "    Answers a payroll file with what the payroll systems took.\n"
    "\n"
    "tuoqiao sample respond bank --in FILE --world DIR/world/bank.csv --date YYYY-MM-DD --out "
    "FILE\n"
    "    Answers a list of invoices, claims, remittances and float with the bank lines of who "
    "paid.\n"
    "\n"
    "tuoqiao sample respond bank-status --in FILE --world DIR/world/bank.csv --date YYYY-MM-DD\n"
    "                                   --out FILE --lines FILE\n"
    "    Answers a pain.001 with a pain.002, and with the bank lines that follow later.\n";

namespace {

using Flags = std::map<std::string, std::string>;

absl::Status Misused(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(what, "; `tuoqiao sample --help` shows how"));
}

// `--name value` pairs from `first` on; exactly the names asked for.
absl::StatusOr<Flags> ReadFlags(const std::vector<std::string>& args, size_t first,
                                const std::vector<std::string>& names) {
  Flags flags;
  for (size_t i = first; i < args.size(); i += 2) {
    if (!absl::StartsWith(args[i], "--") || i + 1 == args.size()) {
      return Misused(absl::StrCat("\"", args[i], "\" is not followed by a value"));
    }
    flags[args[i].substr(2)] = args[i + 1];
  }
  for (const std::string& name : names) {
    if (flags.count(name) == 0) return Misused(absl::StrCat("--", name, " is missing"));
  }
  if (flags.size() != names.size()) return Misused("there is a flag too many");
  return flags;
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  return std::string(std::istreambuf_iterator<char>(in), {});
}

absl::Status WriteFile(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  out.close();
  return out ? absl::OkStatus() : absl::UnavailableError(absl::StrCat("cannot write ", path));
}

struct Question {
  std::string in;
  std::string world;
};

absl::StatusOr<Question> ReadQuestion(const Flags& flags) {
  Question question;
  ASSIGN_OR_RETURN(question.in, ReadFile(flags.at("in")));
  ASSIGN_OR_RETURN(question.world, ReadFile(flags.at("world")));
  return question;
}

absl::Status AnswerPayroll(const std::vector<std::string>& args) {
  ASSIGN_OR_RETURN(const Flags flags, ReadFlags(args, 2, {"in", "world", "out"}));
  ASSIGN_OR_RETURN(const Question question, ReadQuestion(flags));
  ASSIGN_OR_RETURN(const std::string answer, RespondPayroll(question.in, question.world));
  return WriteFile(flags.at("out"), answer);
}

absl::Status AnswerBank(const std::vector<std::string>& args) {
  ASSIGN_OR_RETURN(const Flags flags, ReadFlags(args, 2, {"in", "world", "date", "out"}));
  ASSIGN_OR_RETURN(const absl::CivilDay date, ParseDay(flags.at("date")));
  ASSIGN_OR_RETURN(const Question question, ReadQuestion(flags));
  ASSIGN_OR_RETURN(const std::string answer, RespondBank(question.in, question.world, date));
  return WriteFile(flags.at("out"), answer);
}

absl::Status AnswerPayments(const std::vector<std::string>& args) {
  ASSIGN_OR_RETURN(const Flags flags, ReadFlags(args, 2, {"in", "world", "date", "out", "lines"}));
  ASSIGN_OR_RETURN(const absl::CivilDay date, ParseDay(flags.at("date")));
  ASSIGN_OR_RETURN(const Question question, ReadQuestion(flags));
  ASSIGN_OR_RETURN(const PaymentAnswer answer, RespondPayments(question.in, question.world, date));
  RETURN_IF_ERROR(WriteFile(flags.at("out"), answer.status_report));
  return WriteFile(flags.at("lines"), answer.later_lines);
}

absl::Status RunRespond(const std::vector<std::string>& args) {
  const std::string who = args.size() > 1 ? args[1] : "";
  if (who == "payroll") return AnswerPayroll(args);
  if (who == "bank") return AnswerBank(args);
  if (who == "bank-status") return AnswerPayments(args);
  return Misused(absl::StrCat("nobody is called \"", who, "\""));
}

}  // namespace

absl::Status RunSample(const std::vector<std::string>& args) {
  if (args.empty() || args[0] == "--help") {
    std::cout << kSampleHelp;
    return absl::OkStatus();
  }
  if (args[0] == "respond") return RunRespond(args);
  ASSIGN_OR_RETURN(const Flags flags, ReadFlags(args, 0, {"size", "seed", "out"}));
  SampleOptions options;
  options.directory = flags.at("out");
  if (flags.at("size").size() != 1) return Misused("--size is one letter");
  options.size = flags.at("size")[0];
  if (!absl::SimpleAtoi(flags.at("seed"), &options.seed)) return Misused("--seed is a number");
  return WriteSample(options);
}

}  // namespace tuoqiao::cli
