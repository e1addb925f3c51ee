// How much of a wage is deducted: every mode against every limit, to the fen.
#include "services/payroll/pay_figure.h"

#include <gtest/gtest.h>

#include "services/payroll/testing_tables.h"

namespace tuoqiao::payroll {
namespace {

// Nobody's net pay may fall below 2590.00; the policy allows 20 % of gross.
const PayFloor kFloor = {259000, 2000, "", 1};

struct Outcome {
  int64_t sent_minor, carried_minor;
};

Outcome Deduct(const std::string& mode_name, int64_t share_minor, int64_t maximum_minor,
               const PayFigure& figure, const PayFloor& floor) {
  const ArrearsMode mode = *ParseArrearsMode(mode_name);
  const int64_t sent_minor = Deducted(share_minor, Fit({maximum_minor, figure, floor}, mode), mode);
  return {sent_minor, std::max<int64_t>(0, share_minor) - sent_minor};
}

TEST(PayFigureTest, DeductsWhatEachModeAndEachLimitAllow) {
  constexpr char kCases[] = R"(
# mode           |    share |  maximum |    gross |      net |     sent |  carried | why
  TAKE_WHAT_FITS |  1200.00 |  1500.00 | 10000.00 |  8000.00 |  1200.00 |     0.00 | it fits
  TAKE_WHAT_FITS |  1500.00 |  1500.00 | 10000.00 |  8000.00 |  1500.00 |     0.00 | the whole maximum
  TAKE_WHAT_FITS |  1500.01 |  1500.00 | 10000.00 |  8000.00 |  1500.00 |     0.01 | a fen above the maximum
  TAKE_WHAT_FITS |  2500.00 |  3000.00 | 10000.00 |  8000.00 |  2000.00 |   500.00 | 20 % of gross
  TAKE_WHAT_FITS |  2000.01 |  3000.00 | 10000.04 |  8000.00 |  2000.00 |     0.01 | 20 % is rounded down
  TAKE_WHAT_FITS |  2000.01 |  3000.00 | 10000.05 |  8000.00 |  2000.01 |     0.00 | 20 % to the fen
  TAKE_WHAT_FITS |   600.00 |  3000.00 | 10000.00 |  3000.00 |   410.00 |   190.00 | the protected pay
  TAKE_WHAT_FITS |   600.00 |  3000.00 | 10000.00 |  2590.01 |     0.01 |   599.99 | a fen above it
  TAKE_WHAT_FITS |   600.00 |  3000.00 | 10000.00 |  2590.00 |     0.00 |   600.00 | nothing above it
  TAKE_WHAT_FITS |   600.00 |  3000.00 | 10000.00 |  1800.00 |     0.00 |   600.00 | below it already
  TAKE_WHAT_FITS |   600.00 |     0.00 | 10000.00 |  8000.00 |     0.00 |   600.00 | nothing authorised
  TAKE_WHAT_FITS |   600.00 |  3000.00 |     0.00 |  8000.00 |     0.00 |   600.00 | no gross
  TAKE_WHAT_FITS |     0.00 |  3000.00 | 10000.00 |  8000.00 |     0.00 |     0.00 | nothing asked
  TAKE_WHAT_FITS |   -50.00 |  3000.00 | 10000.00 |  8000.00 |     0.00 |     0.00 | the family is owed
  TAKE_ALL       |  2500.00 |  3000.00 | 10000.00 |  8000.00 |  2500.00 |     0.00 | the policy does not bind
  TAKE_ALL       |  2500.00 |  2000.00 | 10000.00 |  8000.00 |  2000.00 |   500.00 | the maximum does
  TAKE_ALL       |  2500.00 |  3000.00 | 10000.00 |  3000.00 |   410.00 |  2090.00 | the protected pay does
  TAKE_ALL       |   600.00 |  3000.00 | 10000.00 |  1800.00 |     0.00 |   600.00 | below it already
  TAKE_ALL       |   -50.00 |  3000.00 | 10000.00 |  8000.00 |     0.00 |     0.00 | the family is owed
  ALL_OR_NOTHING |  1200.00 |  1500.00 | 10000.00 |  8000.00 |  1200.00 |     0.00 | it fits
  ALL_OR_NOTHING |  2000.00 |  3000.00 | 10000.00 |  8000.00 |  2000.00 |     0.00 | 20 % of gross, just
  ALL_OR_NOTHING |  2000.01 |  3000.00 | 10000.00 |  8000.00 |     0.00 |  2000.01 | a fen above 20 %
  ALL_OR_NOTHING |  1500.01 |  1500.00 | 10000.00 |  8000.00 |     0.00 |  1500.01 | a fen above the maximum
  ALL_OR_NOTHING |   410.00 |  1500.00 | 10000.00 |  3000.00 |   410.00 |     0.00 | all above the protected pay
  ALL_OR_NOTHING |   410.01 |  1500.00 | 10000.00 |  3000.00 |     0.00 |   410.01 | a fen into it
  ALL_OR_NOTHING |     0.00 |  1500.00 | 10000.00 |  8000.00 |     0.00 |     0.00 | nothing asked
  ALL_OR_NOTHING |   -50.00 |  1500.00 | 10000.00 |  8000.00 |     0.00 |     0.00 | the family is owed
)";
  for (const auto& c : ReadCases(kCases)) {
    PayFigure figure;
    figure.gross_minor = Fen(c[3]);
    figure.net_minor = Fen(c[4]);
    const Outcome outcome = Deduct(c[0], Fen(c[1]), Fen(c[2]), figure, kFloor);
    EXPECT_EQ(outcome.sent_minor, Fen(c[5])) << c[0] << " " << c[1] << ": " << c[7];
    EXPECT_EQ(outcome.carried_minor, Fen(c[6])) << c[0] << " " << c[1] << ": " << c[7];
  }
}

TEST(PayFigureTest, HoldsAgainstEachParksFloor) {
  // A share of 1000.00, a maximum of 3000.00, gross 10000.00, net 3000.00.
  constexpr char kCases[] = R"(
# mode           | protected | cap, basis points |     sent | why
  TAKE_WHAT_FITS |      0.00 |             10000 |  1000.00 | no floor
  TAKE_WHAT_FITS |      0.00 |                 0 |     0.00 | a policy that allows nothing
  TAKE_ALL       |      0.00 |                 0 |  1000.00 | which does not bind here
  TAKE_WHAT_FITS |      0.00 |               999 |   999.00 | 9.99 %
  ALL_OR_NOTHING |      0.00 |               999 |     0.00 | 9.99 %
  TAKE_WHAT_FITS |   2999.99 |             10000 |     0.01 | a fen
  TAKE_ALL       |   3000.01 |             10000 |     0.00 | a fen too little
)";
  PayFigure figure;
  figure.gross_minor = Fen("10000.00");
  figure.net_minor = Fen("3000.00");
  for (const auto& c : ReadCases(kCases)) {
    const PayFloor floor = {Fen(c[1]), std::stoll(c[2]), "", 1};
    EXPECT_EQ(Deduct(c[0], Fen("1000.00"), Fen("3000.00"), figure, floor).sent_minor, Fen(c[3]))
        << c[0] << ": " << c[4];
  }
}

TEST(PayFigureTest, EqualTextsAreEqualFigures) {
  PayFigure figure;
  figure.employee_no = "E1";
  figure.period = absl::CivilMonth(2026, 10);
  figure.gross_minor = 1000;
  figure.net_minor = 900;
  PayFigure other = figure;
  other.revision = 7;
  EXPECT_EQ(CanonicalPayFigure(figure), CanonicalPayFigure(other));
  other.net_minor = 901;
  EXPECT_NE(CanonicalPayFigure(figure), CanonicalPayFigure(other));
  // 10009 00 is not 1000 900.
  other.gross_minor = 10009;
  other.net_minor = 0;
  EXPECT_NE(CanonicalPayFigure(figure), CanonicalPayFigure(other));
}

TEST(PayFigureTest, ModesAreReadByTheirNamesAndNoOther) {
  for (const char* name : {"TAKE_ALL", "TAKE_WHAT_FITS", "ALL_OR_NOTHING"}) {
    ASSERT_TRUE(ParseArrearsMode(name).has_value());
    EXPECT_EQ(ArrearsModeName(*ParseArrearsMode(name)), name);
  }
  EXPECT_FALSE(ParseArrearsMode("").has_value());
  EXPECT_FALSE(ParseArrearsMode("take_all").has_value());
}

}  // namespace
}  // namespace tuoqiao::payroll
