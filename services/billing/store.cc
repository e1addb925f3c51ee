#include "services/billing/store.h"

#include <limits>
#include <optional>

#include "absl/strings/str_cat.h"
#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/resource_name.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

// The one of `all` whose name this is.
template <typename Enum, size_t size, typename NameOf>
Enum Named(const Enum (&all)[size], const NameOf& name_of, absl::string_view name) {
  for (const Enum each : all) {
    if (name == name_of(each)) return each;
  }
  CHECK(false);
}

std::optional<int64_t> PriceIn(const db::Row& row, int column) {
  if (row.Null(column)) return std::nullopt;
  return row.Int(column);
}

Tariff ReadTariff(absl::string_view park, const db::Row& row) {
  Tariff tariff;
  const std::string centre = row.Text(0), id = row.Text(1);
  tariff.centre = absl::StrCat("parks/", park, "/centres/", centre);
  tariff.name = absl::StrCat(tariff.centre, "/tariffs/", id);
  tariff.group_kind = GroupKindOf(row.Text(2));
  const auto from_date = ParseDay(row.Text(3));
  CHECK(from_date.ok());
  tariff.from_date = *from_date;
  tariff.monthly_fee_minor = row.Int(4);
  tariff.spread = Named({Spread::kCalendarDays, Spread::kOpeningDays, Spread::kHalfMonths},
                        SpreadName, row.Text(5));
  tariff.meal_fee_minor = row.Int(6);
  tariff.supplement_minor = row.Int(7);
  tariff.coefficient_1_bp = row.Int(8);
  tariff.coefficient_2_bp = row.Int(9);
  tariff.sibling_reduction_bp = row.Int(10);
  tariff.refund_threshold_days = row.Int(11);
  tariff.refund_share_bp = row.Int(12);
  tariff.billing =
      Named({BillingMode::kInAdvance, BillingMode::kInArrears}, BillingModeName, row.Text(13));
  tariff.half_day_bp = PriceIn(row, 14);
  tariff.half_day_meal_fee_minor = PriceIn(row, 15);
  tariff.hour_fee_minor = PriceIn(row, 16);
  tariff.late_hour_fee_minor = PriceIn(row, 17);
  tariff.day_fee_minor = PriceIn(row, 18);
  tariff.back_up_day_fee_minor = PriceIn(row, 19);
  tariff.suspended_by_family_bp = PriceIn(row, 20);
  tariff.suspended_by_others_bp = PriceIn(row, 21);
  return tariff;
}

}  // namespace

GroupKind GroupKindOf(absl::string_view name) {
  return Named({GroupKind::kInfant, GroupKind::kSmall, GroupKind::kLarge, GroupKind::kMixed},
               GroupKindName, name);
}

Payer PayerOf(absl::string_view name) { return Named(kPayers, PayerName, name); }

RuleKind RuleKindOf(absl::string_view name) { return Named(kRuleKinds, RuleKindName, name); }

MonthFact MonthFactOf(absl::string_view name) { return Named(kMonthFacts, MonthFactName, name); }

CapScope CapScopeOf(absl::string_view name) { return Named(kCapScopes, CapScopeName, name); }

Condition ConditionOf(absl::string_view name) {
  return Named({Condition::kNone, Condition::kAttendedHalf, Condition::kAtLeast}, ConditionName,
               name);
}

CopayOrder CopayOrderOf(absl::string_view name) {
  return Named({CopayOrder::kCapFirst, CopayOrder::kCopayFirst}, CopayOrderName, name);
}

LineKind LineKindOf(absl::string_view name) { return Named(kLineKinds, LineKindName, name); }

ShareForm ShareFormOf(absl::string_view name) {
  return Named({ShareForm::kCollected, ShareForm::kInvoiced, ShareForm::kAllowance,
                ShareForm::kCollective, ShareForm::kDirect, ShareForm::kDeduct},
               ShareFormName, name);
}

absl::StatusOr<bool> InsertTariff(db::Write& txn, const Tariff& tariff) {
  ASSIGN_OR_RETURN(
      const int64_t inserted,
      txn.Execute(
          "INSERT INTO tariff (park_id, centre, id, group_kind, from_date, monthly_fee_minor, "
          "spread, meal_fee_minor, supplement_minor, coefficient_1_bp, coefficient_2_bp, "
          "sibling_reduction_bp, refund_threshold_days, refund_share_bp, billing, half_day_bp, "
          "half_day_meal_fee_minor, hour_fee_minor, late_hour_fee_minor, day_fee_minor, "
          "back_up_day_fee_minor, suspended_by_family_bp, suspended_by_others_bp) VALUES (:park, "
          ":centre, :id, :kind, :from_date, :fee, :spread, :meal, :supplement, :first, :second, "
          ":sibling, :threshold, :refund, :billing, :half_day, :half_day_meal, :hour, :late_hour, "
          ":day, :back_up_day, :by_family, :by_others) "
          "ON CONFLICT (park_id, centre, id) DO NOTHING",
          {{"centre", LastPart(tariff.centre)},
           {"id", TariffId(tariff.group_kind, tariff.from_date)},
           {"kind", GroupKindName(tariff.group_kind)},
           {"from_date", FormatDay(tariff.from_date)},
           {"fee", tariff.monthly_fee_minor},
           {"spread", SpreadName(tariff.spread)},
           {"meal", tariff.meal_fee_minor},
           {"supplement", tariff.supplement_minor},
           {"first", tariff.coefficient_1_bp},
           {"second", tariff.coefficient_2_bp},
           {"sibling", tariff.sibling_reduction_bp},
           {"threshold", tariff.refund_threshold_days},
           {"refund", tariff.refund_share_bp},
           {"billing", BillingModeName(tariff.billing)},
           {"half_day", tariff.half_day_bp},
           {"half_day_meal", tariff.half_day_meal_fee_minor},
           {"hour", tariff.hour_fee_minor},
           {"late_hour", tariff.late_hour_fee_minor},
           {"day", tariff.day_fee_minor},
           {"back_up_day", tariff.back_up_day_fee_minor},
           {"by_family", tariff.suspended_by_family_bp},
           {"by_others", tariff.suspended_by_others_bp}}));
  return inserted == 1;
}

absl::StatusOr<std::vector<Tariff>> LoadTariffs(db::Read& txn, const TariffPlace& after,
                                                int64_t rows_max) {
  std::vector<Tariff> tariffs;
  RETURN_IF_ERROR(txn.Query(
      "SELECT centre, id, group_kind, from_date, monthly_fee_minor, spread, meal_fee_minor, "
      "supplement_minor, coefficient_1_bp, coefficient_2_bp, sibling_reduction_bp, "
      "refund_threshold_days, refund_share_bp, billing, half_day_bp, half_day_meal_fee_minor, "
      "hour_fee_minor, late_hour_fee_minor, day_fee_minor, back_up_day_fee_minor, "
      "suspended_by_family_bp, suspended_by_others_bp FROM tariff WHERE park_id = :park AND "
      "(centre > :centre OR (centre = :centre AND id > :id)) ORDER BY centre, id LIMIT :most",
      {{"centre", after.centre}, {"id", after.id}, {"most", rows_max}}, [&](const db::Row& row) {
        tariffs.push_back(ReadTariff(txn.park(), row));
        return absl::OkStatus();
      }));
  return tariffs;
}

absl::StatusOr<std::map<std::pair<std::string, GroupKind>, std::vector<Tariff>>> LoadAllTariffs(
    db::Read& txn) {
  ASSIGN_OR_RETURN(std::vector<Tariff> all,
                   LoadTariffs(txn, {}, std::numeric_limits<int64_t>::max()));
  std::map<std::pair<std::string, GroupKind>, std::vector<Tariff>> tariffs;
  for (Tariff& each : all) {
    tariffs[{each.centre, each.group_kind}].push_back(std::move(each));
  }
  return tariffs;
}

}  // namespace tuoqiao::billing
