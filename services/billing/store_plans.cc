// Funding plans as rows.
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/billing/errors.h"
#include "services/billing/store.h"
#include "services/common/check.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

constexpr char kExcludes[] = "EXCLUDES";
constexpr char kYields[] = "YIELDS";

std::string LinesText(const LineSet& lines) {
  std::string text;
  for (const LineKind kind : kLineKinds) {
    if (lines.Has(kind)) absl::StrAppend(&text, text.empty() ? "" : ";", LineKindName(kind));
  }
  return text;
}

LineSet LinesOf(const std::string& text) {
  LineSet lines;
  for (absl::string_view name : absl::StrSplit(text, ';', absl::SkipEmpty())) {
    lines.Add(LineKindOf(name));
  }
  return lines;
}

// Empty text: nobody.
std::optional<Payer> PayerOr(const std::string& name) {
  if (name.empty()) return std::nullopt;
  return PayerOf(name);
}
std::string NameOr(const std::optional<Payer>& payer) {
  return payer.has_value() ? PayerName(*payer) : "";
}

Layer ReadLayer(const db::Row& row) {
  Layer layer;
  layer.payer = PayerOf(row.Text(0));
  layer.rule.kind = RuleKindOf(row.Text(1));
  layer.rule.amount_minor = row.Int(2);
  layer.rule.share_bp = row.Int(3);
  layer.rule.cap_minor = row.Int(4);
  layer.lines = LinesOf(row.Text(5));
  layer.condition = ConditionOf(row.Text(6));
  layer.bearer_if_lost = PayerOr(row.Text(7));
  layer.rule.matches = PayerOr(row.Text(8));
  if (const std::string fact = row.Text(9); !fact.empty()) {
    layer.rule.bands.emplace().fact = MonthFactOf(fact);
  }
  layer.rule.copay_order = CopayOrderOf(row.Text(10));
  layer.rule.coefficient_1_bp = row.Int(11);
  layer.rule.coefficient_2_bp = row.Int(12);
  if (const std::string fact = row.Text(13); !fact.empty()) {
    layer.at_least = {MonthFactOf(fact), row.Int(14)};
  }
  layer.bearer_if_over = PayerOr(row.Text(15));
  layer.programme = row.Text(16);
  if (const std::string programme = row.Text(17); !programme.empty()) {
    layer.rule.decided = SchemeAmount{programme, row.Text(18)};
  }
  return layer;
}

absl::Status LoadLayers(db::Read& txn, FundingPlan& plan) {
  const db::Args args = {{"plan", plan.id}};
  RETURN_IF_ERROR(txn.Query(
      "SELECT payer, kind, amount_minor, share_bp, cap_minor, lines, condition, bearer_if_lost, "
      "matches, band_fact, copay_order, coefficient_1_bp, coefficient_2_bp, at_least_fact, "
      "at_least_value, bearer_if_over, programme, decided_by, decided_amount "
      "FROM funding_layer WHERE park_id = :park AND plan_id = :plan ORDER BY ordinal",
      args, [&](const db::Row& row) {
        plan.layers.push_back(ReadLayer(row));
        return absl::OkStatus();
      }));
  RETURN_IF_ERROR(txn.Query(
      "SELECT layer, below, share_bp FROM funding_band WHERE park_id = :park AND plan_id = :plan "
      "ORDER BY layer, ordinal",
      args, [&](const db::Row& row) {
        plan.layers.at(row.Int(0)).rule.bands->bands.push_back({row.Int(1), row.Int(2)});
        return absl::OkStatus();
      }));
  RETURN_IF_ERROR(txn.Query(
      "SELECT layer, payer, weight FROM funding_part WHERE park_id = :park AND plan_id = :plan "
      "ORDER BY layer, ordinal",
      args, [&](const db::Row& row) {
        plan.layers.at(row.Int(0)).rule.parts.push_back({PayerOf(row.Text(1)), row.Int(2)});
        return absl::OkStatus();
      }));
  return txn.Query(
      "SELECT layer, scope, amount_minor, account FROM funding_cap WHERE park_id = :park AND "
      "plan_id = :plan ORDER BY layer, ordinal",
      args, [&](const db::Row& row) {
        plan.layers.at(row.Int(0))
            .caps.push_back({CapScopeOf(row.Text(1)), row.Int(2), row.Text(3)});
        return absl::OkStatus();
      });
}

// What a plan has beside its layers.
absl::Status LoadRest(db::Read& txn, FundingPlan& plan) {
  const db::Args args = {{"plan", plan.id}};
  RETURN_IF_ERROR(
      txn.Query("SELECT code, kind, amount_minor, share_bp, cap_minor FROM firm_plan "
                "WHERE park_id = :park AND plan_id = :plan",
                args, [&](const db::Row& row) {
                  plan.firm_plans[row.Text(0)] = {RuleKindOf(row.Text(1)), row.Int(2), row.Int(3),
                                                  row.Int(4)};
                  return absl::OkStatus();
                }));
  RETURN_IF_ERROR(
      txn.Query("SELECT payer, year, amount_minor FROM funding_budget WHERE park_id = :park AND "
                "plan_id = :plan ORDER BY ordinal",
                args, [&](const db::Row& row) {
                  plan.budgets.push_back({PayerOf(row.Text(0)), row.Int(1), row.Int(2)});
                  return absl::OkStatus();
                }));
  RETURN_IF_ERROR(
      txn.Query("SELECT programme, scheme FROM funding_scheme WHERE park_id = :park AND "
                "plan_id = :plan ORDER BY ordinal",
                args, [&](const db::Row& row) {
                  plan.schemes.push_back({row.Text(0), row.Text(1)});
                  return absl::OkStatus();
                }));
  return txn.Query(
      "SELECT kind, programme, other, source FROM funding_stacking WHERE park_id = :park AND "
      "plan_id = :plan ORDER BY kind, ordinal",
      args, [&](const db::Row& row) {
        if (row.Text(0) == kExcludes) {
          plan.exclusions.push_back({row.Text(1), row.Text(2), row.Text(3)});
        } else {
          plan.yields.push_back({row.Text(1), row.Text(2), row.Text(3)});
        }
        return absl::OkStatus();
      });
}

absl::Status LoadContents(db::Read& txn, FundingPlan& plan) {
  RETURN_IF_ERROR(LoadLayers(txn, plan));
  return LoadRest(txn, plan);
}

db::Args ArgsOf(const FundingPlan& plan, const Layer& layer, int64_t ordinal) {
  const SchemeAmount decided = layer.rule.decided.value_or(SchemeAmount());
  return {{"plan", plan.id},
          {"ordinal", ordinal},
          {"payer", PayerName(layer.payer)},
          {"kind", RuleKindName(layer.rule.kind)},
          {"amount", layer.rule.amount_minor},
          {"share", layer.rule.share_bp},
          {"cap", layer.rule.cap_minor},
          {"lines", LinesText(layer.lines)},
          {"condition", ConditionName(layer.condition)},
          {"bearer", NameOr(layer.bearer_if_lost)},
          {"matches", NameOr(layer.rule.matches)},
          {"band_fact", layer.rule.bands.has_value() ? MonthFactName(layer.rule.bands->fact) : ""},
          {"copay_order", CopayOrderName(layer.rule.copay_order)},
          {"first", layer.rule.coefficient_1_bp},
          {"second", layer.rule.coefficient_2_bp},
          {"least_fact", layer.at_least.has_value() ? MonthFactName(layer.at_least->fact) : ""},
          {"least", layer.at_least.has_value() ? layer.at_least->value : 0},
          {"over", NameOr(layer.bearer_if_over)},
          {"programme", layer.programme},
          {"decided_by", decided.decided_by},
          {"decided_amount", decided.amount}};
}

// The tables of a plan's layers, row by row.
struct LayerRows {
  std::vector<db::Args> layers, bands, parts, caps;
};

LayerRows RowsOf(const FundingPlan& plan) {
  LayerRows rows;
  for (const Layer& layer : plan.layers) {
    const auto at = static_cast<int64_t>(rows.layers.size());
    rows.layers.push_back(ArgsOf(plan, layer, at));
    int64_t ordinal = 0;
    for (const Band& each : layer.rule.bands.value_or(BandTable()).bands) {
      rows.bands.push_back({{"plan", plan.id},
                            {"layer", at},
                            {"ordinal", ordinal++},
                            {"below", each.below},
                            {"share", each.share_bp}});
    }
    ordinal = 0;
    for (const Part& each : layer.rule.parts) {
      rows.parts.push_back({{"plan", plan.id},
                            {"layer", at},
                            {"ordinal", ordinal++},
                            {"payer", PayerName(each.payer)},
                            {"weight", each.weight}});
    }
    ordinal = 0;
    for (const Cap& each : layer.caps) {
      rows.caps.push_back({{"plan", plan.id},
                           {"layer", at},
                           {"ordinal", ordinal++},
                           {"scope", CapScopeName(each.scope)},
                           {"amount", each.amount_minor},
                           {"account", each.account}});
    }
  }
  return rows;
}

absl::Status InsertLayers(db::Write& txn, const FundingPlan& plan) {
  const LayerRows rows = RowsOf(plan);
  RETURN_IF_ERROR(
      txn.ExecuteMany(
             "INSERT INTO funding_layer (park_id, plan_id, ordinal, payer, kind, amount_minor, "
             "share_bp, cap_minor, lines, condition, bearer_if_lost, matches, band_fact, "
             "copay_order, coefficient_1_bp, coefficient_2_bp, at_least_fact, at_least_value, "
             "bearer_if_over, programme, decided_by, decided_amount) VALUES (:park, :plan, "
             ":ordinal, :payer, :kind, :amount, :share, :cap, :lines, :condition, :bearer, "
             ":matches, :band_fact, :copay_order, :first, :second, :least_fact, :least, :over, "
             ":programme, :decided_by, :decided_amount)",
             rows.layers)
          .status());
  RETURN_IF_ERROR(
      txn.ExecuteMany("INSERT INTO funding_band (park_id, plan_id, layer, ordinal, below, "
                      "share_bp) VALUES (:park, :plan, :layer, :ordinal, :below, :share)",
                      rows.bands)
          .status());
  RETURN_IF_ERROR(
      txn.ExecuteMany("INSERT INTO funding_part (park_id, plan_id, layer, ordinal, payer, weight) "
                      "VALUES (:park, :plan, :layer, :ordinal, :payer, :weight)",
                      rows.parts)
          .status());
  return txn
      .ExecuteMany(
          "INSERT INTO funding_cap (park_id, plan_id, layer, ordinal, scope, "
          "amount_minor, account) VALUES (:park, :plan, :layer, :ordinal, :scope, "
          ":amount, :account)",
          rows.caps)
      .status();
}

absl::Status InsertFirmPlans(db::Write& txn, const FundingPlan& plan) {
  std::vector<db::Args> codes;
  for (const auto& [code, rule] : plan.firm_plans) {
    codes.push_back({{"plan", plan.id},
                     {"code", code},
                     {"kind", RuleKindName(rule.kind)},
                     {"amount", rule.amount_minor},
                     {"share", rule.share_bp},
                     {"cap", rule.cap_minor}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO firm_plan (park_id, plan_id, code, kind, amount_minor, share_bp, "
          "cap_minor) VALUES (:park, :plan, :code, :kind, :amount, :share, :cap)",
          codes)
      .status();
}

absl::Status InsertBudgets(db::Write& txn, const FundingPlan& plan) {
  std::vector<db::Args> rows;
  for (const Budget& each : plan.budgets) {
    rows.push_back({{"plan", plan.id},
                    {"ordinal", static_cast<int64_t>(rows.size())},
                    {"payer", PayerName(each.payer)},
                    {"year", each.year},
                    {"amount", each.amount_minor}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO funding_budget (park_id, plan_id, ordinal, payer, year, "
          "amount_minor) VALUES (:park, :plan, :ordinal, :payer, :year, :amount)",
          rows)
      .status();
}

absl::Status InsertSchemes(db::Write& txn, const FundingPlan& plan) {
  std::vector<db::Args> rows;
  for (const PlanScheme& each : plan.schemes) {
    rows.push_back({{"plan", plan.id},
                    {"ordinal", static_cast<int64_t>(rows.size())},
                    {"programme", each.programme},
                    {"scheme", each.scheme}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO funding_scheme (park_id, plan_id, ordinal, programme, scheme) VALUES "
          "(:park, :plan, :ordinal, :programme, :scheme)",
          rows)
      .status();
}

absl::Status InsertStacking(db::Write& txn, const FundingPlan& plan) {
  std::vector<db::Args> rows;
  for (const Exclusion& each : plan.exclusions) {
    rows.push_back({{"plan", plan.id},
                    {"kind", kExcludes},
                    {"ordinal", static_cast<int64_t>(rows.size())},
                    {"programme", each.first},
                    {"other", each.second},
                    {"source", each.source}});
  }
  for (const Yield& each : plan.yields) {
    rows.push_back({{"plan", plan.id},
                    {"kind", kYields},
                    {"ordinal", static_cast<int64_t>(rows.size())},
                    {"programme", each.programme},
                    {"other", each.to},
                    {"source", each.source}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO funding_stacking (park_id, plan_id, kind, ordinal, programme, "
          "other, source) VALUES (:park, :plan, :kind, :ordinal, :programme, :other, "
          ":source)",
          rows)
      .status();
}

}  // namespace

absl::StatusOr<bool> FundingPlanKnown(db::Read& txn, const std::string& id) {
  return txn.QueryOne("SELECT id FROM funding_plan WHERE park_id = :park AND id = :id",
                      {{"id", id}}, [](const db::Row&) {});
}

absl::Status InsertFundingPlan(db::Write& txn, const FundingPlan& plan) {
  RETURN_IF_ERROR(
      txn.Execute("INSERT INTO funding_plan (park_id, id) VALUES (:park, :id)", {{"id", plan.id}})
          .status());
  RETURN_IF_ERROR(InsertLayers(txn, plan));
  RETURN_IF_ERROR(InsertFirmPlans(txn, plan));
  RETURN_IF_ERROR(InsertBudgets(txn, plan));
  RETURN_IF_ERROR(InsertSchemes(txn, plan));
  return InsertStacking(txn, plan);
}

absl::StatusOr<FundingPlan> LoadFundingPlan(db::Read& txn, const std::string& id) {
  ASSIGN_OR_RETURN(const bool known, FundingPlanKnown(txn, id));
  if (!known) {
    return FundingPlanNotFound(absl::StrCat("parks/", txn.park(), "/fundingPlans/", id));
  }
  FundingPlan plan;
  plan.id = id;
  RETURN_IF_ERROR(LoadContents(txn, plan));
  return plan;
}

absl::StatusOr<std::vector<FundingPlan>> LoadFundingPlans(db::Read& txn, const std::string& after,
                                                          int64_t rows_max) {
  std::vector<FundingPlan> plans;
  RETURN_IF_ERROR(txn.Query(
      "SELECT id FROM funding_plan WHERE park_id = :park AND id > :after ORDER BY id LIMIT :most",
      {{"after", after}, {"most", rows_max}}, [&](const db::Row& row) {
        plans.emplace_back().id = row.Text(0);
        return absl::OkStatus();
      }));
  for (FundingPlan& plan : plans) RETURN_IF_ERROR(LoadContents(txn, plan));
  return plans;
}

}  // namespace tuoqiao::billing
