#include "services/directory/employee.h"

#include <gtest/gtest.h>

namespace tuoqiao::directory {
namespace {

TEST(Leavers, NeedAPersonAboveATenthAndFromFourOn) {
  struct Case {
    int64_t employed, absent;
    bool needs;
  };
  for (const Case& c : {Case{30, 3, false}, Case{30, 4, true}, Case{40, 4, false},
                        Case{40, 5, true}, Case{39, 4, true}, Case{3, 3, false}, Case{4, 4, true},
                        Case{1000, 100, false}, Case{1000, 101, true}, Case{0, 0, false}}) {
    EXPECT_EQ(LeaversNeedAPerson(c.employed, c.absent), c.needs)
        << c.absent << " of " << c.employed;
  }
}

TEST(Employee, IsTheSamePersonInEveryFileOfItsFirmOnly) {
  EXPECT_EQ(EmployeeId("yunshui", "f1", "E1"), EmployeeId("yunshui", "f1", "E1"));
  EXPECT_NE(EmployeeId("yunshui", "f1", "E1"), EmployeeId("yunshui", "f2", "E1"));
  EXPECT_NE(EmployeeId("yunshui", "f1", "E1"), EmployeeId("other", "f1", "E1"));
}

TEST(Identity, IsEmptyWithoutANumberAndTellsTypesApart) {
  EXPECT_EQ(CanonicalIdentity("", ""), "");
  EXPECT_NE(CanonicalIdentity("PASSPORT", "E12345678"),
            CanonicalIdentity("RESIDENT_ID", "E12345678"));
}

}  // namespace
}  // namespace tuoqiao::directory
