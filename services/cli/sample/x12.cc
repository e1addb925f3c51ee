#include "services/cli/sample/x12.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/cli/sample/names.h"

namespace tuoqiao::cli {
namespace {

std::string Compact(absl::CivilDay day) {
  return absl::StrFormat("%04d%02d%02d", day.year(), day.month(), day.day());
}

class Transaction {
 public:
  void Add(const std::vector<std::string>& elements) {
    segments_.push_back(absl::StrJoin(elements, "*"));
  }

  void AddMember(const Employee& employee, Dice& dice) {
    const std::pair<std::string, std::string> name = absl::StrSplit(employee.person.name, ' ');
    AddPerson({"INS", "Y", "18", "030", "XN", "A", "", "", "FT"}, employee.number);
    Add({"DTP", "336", "D8", Compact(employee.hire_date)});
    AddName({name.first, name.second}, employee.birth_date, dice);
  }

  // Some under three, some at school already.
  void AddChild(const Employee& employee, Dice& dice) {
    AddPerson({"INS", "N", "19", "030", "XN", "A"}, employee.number);
    const LatinName given = InventLatinName(dice);
    const std::pair<std::string, std::string> name = absl::StrSplit(employee.person.name, ' ');
    const int64_t days = dice.Between(60, 365 * 9);
    AddName({name.first, given.given}, kToday - days, dice);
  }

  const std::vector<std::string>& segments() const { return segments_; }

 private:
  void AddPerson(const std::vector<std::string>& member, const std::string& subscriber) {
    Add(member);
    Add({"REF", "0F", subscriber});
  }

  void AddName(const LatinName& name, absl::CivilDay birth_date, Dice& dice) {
    Add({"NM1", "IL", "1", name.surname, name.given});
    Add({"DMG", "D8", Compact(birth_date), dice.Percent(50) ? "F" : "M"});
  }

  std::vector<std::string> segments_;
};

}  // namespace

std::string WriteX12Roster(const Park& park, const Firm& firm, Dice dice) {
  constexpr int kMembersForEachChild = 4;
  Transaction transaction;
  transaction.Add({"ST", "834", "0001", "005010X220A1"});
  // 4 and 030: the file holds everybody, and says of each that he or she is there.
  transaction.Add({"BGN", "00", "QL-2026-09", "20260930", "0900", "", "", "", "4"});
  transaction.Add({"N1", "P5", "QILAN SAMPLE SYSTEMS CO LTD", "FI", firm.uscc});
  transaction.Add({"N1", "IN", "QILAN PARK BENEFITS", "FI", "QILANPARK"});
  for (int i = 0; i < firm.employees; ++i) {
    const Employee& employee = park.employees[firm.first_employee + i];
    transaction.AddMember(employee, dice);
    if (i % kMembersForEachChild == 0) transaction.AddChild(employee, dice);
  }
  transaction.Add({"SE", absl::StrCat(transaction.segments().size() + 1), "0001"});

  // ISA has fixed widths; its last element is the component separator.
  const std::string interchange = absl::StrFormat(
      "ISA*00*%10s*00*%10s*ZZ*%-15s*ZZ*%-15s*260930*0900*^*00501*000000001*0*T*:", "", "",
      "QILANFIRM", "QILANPARK");
  const std::string group = "GS*BE*QILANFIRM*QILANPARK*20260930*0900*1*X*005010X220A1";
  return absl::StrCat(interchange, "~\n", group, "~\n",
                      absl::StrJoin(transaction.segments(), "~\n"),
                      "~\nGE*1*1~\nIEA*1*000000001~\n");
}

}  // namespace tuoqiao::cli
