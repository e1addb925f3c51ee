#include "services/payroll/pay_import.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"

namespace tuoqiao::payroll {
namespace {

PayImport Sample() {
  PayImport import;
  import.firm = "91";
  import.id = "firm-91-2026-11-15";
  import.source = "parks/elsewhere";
  import.content_hash = std::string(64, '0');
  import.closed_through = absl::CivilMonth(2026, 10);
  return import;
}

TEST(PayImportTest, IsConfirmedBySomebodyElseWithItsTotals) {
  PayImport import;
  ASSERT_TRUE(*BeginImport(Sample(), "one", import));
  import.items = 3;
  import.open_minor = 1250;
  const struct {
    const char* what;
    PayImportWord word;
    const char* reason;
  } kCases[] = {
      {"an item less", {2, 1250, "two"}, "PAY_IMPORT_TOTAL_WRONG"},
      {"a fen more", {3, 1251, "two"}, "PAY_IMPORT_TOTAL_WRONG"},
      {"the same person", {3, 1250, "one"}, "CONFIRMED_BY_SAME_PERSON"},
  };
  for (const auto& each : kCases) {
    EXPECT_EQ(ReasonOf(ConfirmImport(each.word, import).status()), each.reason) << each.what;
  }
  EXPECT_TRUE(*ConfirmImport({3, 1250, "two"}, import));
  EXPECT_EQ(import.state, PayImportState::kConfirmed);
  EXPECT_FALSE(*ConfirmImport({3, 1250, "two"}, import));
}

TEST(PayImportTest, GoesOnAsItIsAndMayComeAgainOnceItWasUndone) {
  PayImport import;
  ASSERT_TRUE(*BeginImport(Sample(), "one", import));
  EXPECT_FALSE(*BeginImport(Sample(), "two", import));
  EXPECT_EQ(import.proposed_by, "one");
  PayImport other = Sample();
  other.content_hash[0] = '1';
  EXPECT_EQ(ReasonOf(BeginImport(other, "one", import).status()), "PAY_IMPORT_CHANGED");
  EXPECT_TRUE(*UndoImport(import));
  EXPECT_FALSE(*UndoImport(import));
  EXPECT_EQ(ReasonOf(ConfirmImport({0, 0, "two"}, import).status()), "PAY_IMPORT_STATE");
  EXPECT_TRUE(*BeginImport(Sample(), "two", import));
  EXPECT_EQ(import.proposed_by, "two");
}

TEST(PayImportTest, ItemsAreToldApartByArrearsOrByFormAndStatement) {
  PayItem share;
  share.share.statement = "parks/yunqi/months/2026-10/statements/st-1";
  PayItem allowance = share;
  allowance.share.form = WageForm::kAllowance;
  PayItem arrears = share;
  arrears.share.arrears = "arr-1";
  EXPECT_NE(share.Key(), allowance.Key());
  EXPECT_NE(share.Key(), arrears.Key());
  PayItem other = share;
  EXPECT_TRUE(SameItem(share, other));
  other.share.amount_minor = 1;
  EXPECT_FALSE(SameItem(share, other));
  EXPECT_EQ(share.Key(), other.Key());
}

}  // namespace
}  // namespace tuoqiao::payroll
