// Centres and what they charge.

#include <algorithm>

#include "absl/strings/str_format.h"
#include "services/cli/sample/invent.h"
#include "services/cli/sample/names.h"

namespace tuoqiao::cli {
namespace {

constexpr int kHomeEvery = 20;  // The last of twenty centres is a home-based point.

const char* ProviderType(int centre) {
  constexpr std::array<const char*, 4> kTypes = {"PARK", "WORKPLACE", "PUBLIC", "COMMUNITY"};
  return centre % kHomeEvery == kHomeEvery - 1 ? "HOME" : kTypes[centre % kTypes.size()];
}

// Dearer for the younger, and never a round number, so that whatever is spread or split leaves a
// remainder.
int64_t MonthlyFee(GroupKind kind, Dice& dice) {
  constexpr std::array<int64_t, 4> kFrom = {290000, 230000, 191000, 195000};
  return kFrom[static_cast<size_t>(kind)] + dice.Between(0, 60) * 1000 + dice.Between(1, 99);
}

Tariff InventTariff(GroupKind kind, int ordinal, Dice& dice) {
  constexpr std::array<int, 4> kReductions = {1000, 1250, 2000, 3333};
  constexpr std::array<int, 3> kRefundShares = {10000, 5000, 3333};
  Tariff tariff;
  tariff.kind = kind;
  tariff.from_date = absl::CivilDay(2026, 3, 1);
  tariff.monthly_fee_minor = MonthlyFee(kind, dice);
  tariff.spread = static_cast<Spread>(ordinal % 3);
  tariff.meal_fee_minor = 1800 + dice.Between(0, 28) * 50;
  tariff.supplement_minor = dice.Percent(40) ? dice.Between(1, 80) * 100 : 0;
  tariff.coefficients_bp = {12000, dice.Percent(50) ? 15000 : 14350};
  tariff.sibling_reduction_bp = dice.Pick(kReductions);
  tariff.refund_threshold_days = static_cast<int>(dice.Between(3, 5));
  tariff.refund_share_bp = dice.Pick(kRefundShares);
  return tariff;
}

Tariff From(absl::CivilDay day, int64_t dearer_minor, Tariff tariff) {
  tariff.from_date = day;
  tariff.monthly_fee_minor += dearer_minor;
  return tariff;
}

}  // namespace

void InventCentres(Park& park, Papers& papers, Dice dice) {
  for (int i = 0; i < park.size.centres; ++i) {
    Centre centre;
    centre.code = absl::StrFormat("C%03d", i + 1);
    centre.name = InventCentreName(dice);
    centre.provider_type = ProviderType(i);
    centre.uscc = papers.Uscc("52");
    centre.in_advance = i % 2 == 0;
    centre.tight = i % 4 == 1;
    centre.has_mixed_group = i % 4 == 2;
    centre.bank_account = papers.BankAccount();
    centre.bank_code = papers.BankCode();
    park.centres.push_back(centre);
  }
}

void InventTariffs(Park& park, Dice dice) {
  for (size_t i = 0; i < park.centres.size(); ++i) {
    Centre& centre = park.centres[i];
    for (GroupKind kind : kGroupKinds) {
      if (std::none_of(centre.groups.begin(), centre.groups.end(),
                       [&](const Group& group) { return group.kind == kind; })) {
        continue;
      }
      const int ordinal = static_cast<int>(i) + static_cast<int>(kind);
      const Tariff tariff = InventTariff(kind, ordinal, dice);
      // A past one, one that is new from the billed month, and two that the month must not see yet.
      if (ordinal % 3 == 0)
        centre.tariffs.push_back(From(absl::CivilDay(2025, 1, 1), -10001, tariff));
      centre.tariffs.push_back(tariff);
      if (ordinal % 4 == 2)
        centre.tariffs.push_back(From(absl::CivilDay(2026, 10, 1), 7003, tariff));
      if (ordinal % 5 == 1)
        centre.tariffs.push_back(From(absl::CivilDay(2026, 10, 15), 20007, tariff));
      if (ordinal % 5 == 3)
        centre.tariffs.push_back(From(absl::CivilDay(2026, 11, 1), 11011, tariff));
    }
  }
}

}  // namespace tuoqiao::cli
