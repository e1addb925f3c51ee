// Identity papers that are right by their check digits and that nobody holds. Each number is issued
// once. Why nobody holds them: README.md. Not thread safe.
#ifndef TUOQIAO_SERVICES_CLI_SAMPLE_PAPERS_H_
#define TUOQIAO_SERVICES_CLI_SAMPLE_PAPERS_H_

#include <string>
#include <unordered_set>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/cli/sample/dice.h"

namespace tuoqiao::cli {

class Papers {
 public:
  explicit Papers(Dice dice) : dice_(dice) {}

  std::string ResidentId(absl::CivilDay birth_date);
  std::string Passport();
  std::string BirthCertificate();
  // `category` is the two leading characters: 91 a company, 52 a private body such as most centres.
  std::string Uscc(absl::string_view category);
  std::string BankCode();
  std::string BankAccount();

 private:
  std::string Digits(int count);
  // True the first time that it sees the number.
  bool Issue(const std::string& number) { return issued_.insert(number).second; }

  Dice dice_;
  std::unordered_set<std::string> issued_;
};

}  // namespace tuoqiao::cli

#endif  // TUOQIAO_SERVICES_CLI_SAMPLE_PAPERS_H_
