// What five services make of one record, as sums by child and month: each figure is read where its
// reader reads it, and all of them have to be one.
#ifndef TUOQIAO_TESTS_PROPERTIES_FIVE_FIGURES_H_
#define TUOQIAO_TESTS_PROPERTIES_FIVE_FIGURES_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "tests/properties/house/house.h"

namespace tuoqiao::five {

using house::House;
using house::World;

// Case number and the month that it is about.
using ChildMonth = std::pair<std::string, std::string>;
// In fen, or days. Legs: TOTAL; AUTHORITY, PARK, UNION; `FIRM {id}` where we ask the firm for it
// and `WAGE {id}` where it goes through its wages; FAMILY, of that DEDUCT; COLLECTED and STRAIGHT;
// DAYS.
using Legs = std::map<std::string, std::map<ChildMonth, int64_t>>;

class Figures {
 public:
  Figures(House& house, const World& world) : house_(house), world_(world) {}

  // Reads what a close has added, where family, centre and payers read it. `statements` are as
  // finance reads them: the record.
  absl::Status ReadClose(absl::CivilMonth month,
                         const std::vector<billing::v1::Statement>& statements);
  // Once everybody has heard. A failure names each figure that is another, with the five of its
  // child and month.
  absl::Status Compare();
  // Once what is due has been asked for: the lines of claims and invoices.
  absl::Status CompareAsked();
  // The days for which care was charged are those on which the child has its seat, and a firm's
  // pool is used on as many days as its children's.
  absl::Status CompareDays();

 private:
  void AddRecord(const billing::v1::Statement& statement);
  absl::Status ReadCentres(absl::CivilMonth month);
  absl::Status ReadPayers(absl::CivilMonth month);
  absl::Status ReadFamilies();
  absl::Status ReadLines();
  absl::Status ReadPayroll();
  // What differs in these legs goes to `differences`.
  void Hold(const std::string& reader, const Legs& theirs, const std::vector<std::string>& legs);
  std::string FiveOf(const ChildMonth& key) const;
  absl::Status Verdict();

  House& house_;
  const World& world_;
  std::vector<absl::CivilMonth> months_;
  std::map<std::string, billing::v1::Statement> statements_;  // By name.
  std::set<std::string> firm_legs_, wage_legs_;
  Legs record_, centre_, payers_, family_, settlement_, payroll_, pool_;
  // Place, month and family to how the fee of care that stands came about.
  std::map<std::string, std::string> care_;
  std::vector<std::string> differences_;
};

}  // namespace tuoqiao::five

#endif  // TUOQIAO_TESTS_PROPERTIES_FIVE_FIGURES_H_
