#include "services/billing/shadow_store.h"

#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/billing/store.h"
#include "services/common/check.h"
#include "services/common/period.h"
#include "services/common/status_macros.h"

namespace tuoqiao::billing {
namespace {

constexpr absl::string_view kShadowColumns =
    "month, id, state, plan_id, live_plan_id, programme, first_month, month_digest, "
    "changed_children_max_bp, child_difference_max_minor, family_rise_max_minor, "
    "payer_rise_max_minor, digest, first_approver, second_approver, children, changed_children, "
    "held_out_children, differences, largest_difference_minor, refusal, refused_children, "
    "refused_case_numbers, revision";

// As a row holds it.
absl::CivilMonth MonthOfText(const std::string& text) {
  const auto month = ParseMonth(text);
  CHECK(month.ok());
  return *month;
}

ShadowState ShadowStateOf(const std::string& name) {
  for (const ShadowState each : kShadowStates) {
    if (name == ShadowStateName(each)) return each;
  }
  CHECK(false);
}

Shadow ReadShadow(const db::Row& row) {
  Shadow shadow;
  shadow.month = MonthOfText(row.Text(0));
  shadow.id = row.Text(1);
  shadow.state = ShadowStateOf(row.Text(2));
  shadow.plan = row.Text(3);
  shadow.live_plan = row.Text(4);
  shadow.programme = row.Text(5);
  shadow.first_month = MonthOfText(row.Text(6));
  shadow.month_digest = row.Text(7);
  shadow.thresholds = {row.Int(8), row.Int(9), row.Int(10), row.Int(11)};
  shadow.digest = row.Text(12);
  for (int column : {13, 14}) {
    if (std::string subject = row.Text(column); !subject.empty()) {
      shadow.approvers.push_back(std::move(subject));
    }
  }
  shadow.figures.children = row.Int(15);
  shadow.figures.changed_children = row.Int(16);
  shadow.figures.held_out_children = row.Int(17);
  shadow.figures.differences = row.Int(18);
  shadow.figures.largest_difference_minor = row.Int(19);
  shadow.refusal = {row.Text(20), row.Int(21),
                    absl::StrSplit(row.Text(22), '\n', absl::SkipEmpty())};
  shadow.revision = row.Int(23);
  return shadow;
}

db::Args ArgsOf(const Shadow& shadow) {
  return {{"month", FormatMonth(shadow.month)},
          {"id", shadow.id},
          {"state", ShadowStateName(shadow.state)},
          {"digest", shadow.digest},
          {"first", shadow.approvers.empty() ? "" : shadow.approvers[0]},
          {"second", shadow.approvers.size() < 2 ? "" : shadow.approvers[1]},
          {"children", shadow.figures.children},
          {"changed", shadow.figures.changed_children},
          {"held", shadow.figures.held_out_children},
          {"differences", shadow.figures.differences},
          {"largest", shadow.figures.largest_difference_minor},
          {"refusal", shadow.refusal.reason},
          {"refused", shadow.refusal.children},
          {"case_numbers", absl::StrJoin(shadow.refusal.case_numbers, "\n")},
          {"revision", shadow.revision}};
}

absl::Status LoadPayers(db::Read& txn, Shadow& shadow) {
  return txn.Query(
      "SELECT payer, before_minor, after_minor FROM shadow_payer WHERE park_id = :park AND "
      "shadow_id = :shadow",
      {{"shadow", shadow.id}}, [&](const db::Row& row) {
        shadow.figures.payers[PayerOf(row.Text(0))] = {row.Int(1), row.Int(2)};
        return absl::OkStatus();
      });
}

constexpr absl::string_view kDifferenceColumns =
    "shadow_id, ordinal, case_number, statement_id, payer, firm, before_minor, after_minor, cause";

KeptDifference ReadDifference(const db::Row& row) {
  return {row.Text(0),
          row.Int(1),
          {row.Text(2), row.Text(3), PayerOf(row.Text(4)), row.Text(5), row.Int(6), row.Int(7),
           row.Text(8)}};
}

constexpr absl::string_view kAdoptionColumns =
    "programme, ordinal, id, first_month, plan_id, shadow_month, shadow_id";

Adoption ReadAdoption(const db::Row& row) {
  Adoption adoption;
  adoption.programme = row.Text(0);
  adoption.ordinal = row.Int(1);
  adoption.id = row.Text(2);
  adoption.first_month = MonthOfText(row.Text(3));
  adoption.plan = row.Text(4);
  adoption.shadow_month = MonthOfText(row.Text(5));
  adoption.shadow = row.Text(6);
  return adoption;
}

// The rows of `table` that follow, each read by `read`.
template <typename Item>
absl::StatusOr<std::vector<Item>> LoadItems(db::Read& txn, const std::string& sql,
                                            const db::Args& args, Item (*read)(const db::Row&)) {
  std::vector<Item> items;
  RETURN_IF_ERROR(txn.Query(sql, args, [&](const db::Row& row) {
    items.push_back(read(row));
    return absl::OkStatus();
  }));
  return items;
}

db::Args ArgsOf(const DifferenceFilter& filter, int64_t rows_max) {
  return {{"shadow", filter.shadow},
          {"payer", filter.payer.has_value() ? PayerName(*filter.payer) : ""},
          {"most", rows_max}};
}

}  // namespace

absl::Status InsertShadow(db::Write& txn, const Shadow& shadow) {
  db::Args args = ArgsOf(shadow);
  args.insert(args.end(), {{"plan", shadow.plan},
                           {"live_plan", shadow.live_plan},
                           {"programme", shadow.programme},
                           {"first_month", FormatMonth(shadow.first_month)},
                           {"month_digest", shadow.month_digest},
                           {"changed_max", shadow.thresholds.changed_children_bp},
                           {"child_max", shadow.thresholds.child_difference_minor},
                           {"family_max", shadow.thresholds.family_rise_minor},
                           {"payer_max", shadow.thresholds.payer_rise_minor}});
  return txn
      .Execute(absl::StrCat("INSERT INTO shadow (park_id, ", kShadowColumns,
                            ") VALUES (:park, :month, :id, :state, :plan, :live_plan, :programme, "
                            ":first_month, :month_digest, :changed_max, :child_max, :family_max, "
                            ":payer_max, :digest, :first, :second, :children, :changed, :held, "
                            ":differences, :largest, :refusal, :refused, :case_numbers, "
                            ":revision)"),
               args)
      .status();
}

absl::StatusOr<std::optional<Shadow>> FindShadow(db::Read& txn, const ShadowKey& key) {
  ASSIGN_OR_RETURN(auto found,
                   LoadItems(txn,
                             absl::StrCat("SELECT ", kShadowColumns,
                                          " FROM shadow WHERE park_id = :park AND month = :month "
                                          "AND id = :id"),
                             {{"month", FormatMonth(key.month)}, {"id", key.id}}, ReadShadow));
  if (found.empty()) return std::nullopt;
  RETURN_IF_ERROR(LoadPayers(txn, found[0]));
  return std::optional<Shadow>(std::move(found[0]));
}

absl::Status SaveShadow(db::Write& txn, const Shadow& shadow) {
  ASSIGN_OR_RETURN(
      const int64_t changed,
      txn.Execute("UPDATE shadow SET state = :state, digest = :digest, first_approver = :first, "
                  "second_approver = :second, children = :children, changed_children = :changed, "
                  "held_out_children = :held, differences = :differences, "
                  "largest_difference_minor = :largest, refusal = :refusal, "
                  "refused_children = :refused, refused_case_numbers = :case_numbers, "
                  "revision = :revision WHERE park_id = :park AND month = :month AND id = :id",
                  ArgsOf(shadow)));
  CHECK(changed == 1);
  return absl::OkStatus();
}

absl::Status InsertShadowPayers(db::Write& txn, const Shadow& shadow) {
  std::vector<db::Args> rows;
  for (const auto& [payer, change] : shadow.figures.payers) {
    rows.push_back({{"shadow", shadow.id},
                    {"payer", PayerName(payer)},
                    {"before", change.before_minor},
                    {"after", change.after_minor}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO shadow_payer (park_id, shadow_id, payer, before_minor, "
          "after_minor) VALUES (:park, :shadow, :payer, :before, :after)",
          rows)
      .status();
}

absl::StatusOr<std::vector<Shadow>> LoadShadows(db::Read& txn, const std::string& after_month,
                                                const std::string& after_id, int64_t rows_max) {
  ASSIGN_OR_RETURN(
      auto shadows,
      LoadItems(txn,
                absl::StrCat("SELECT ", kShadowColumns,
                             " FROM shadow WHERE park_id = :park AND (month > :month OR (month = "
                             ":month AND id > :id)) ORDER BY month, id LIMIT :most"),
                {{"month", after_month}, {"id", after_id}, {"most", rows_max}}, ReadShadow));
  for (Shadow& each : shadows) RETURN_IF_ERROR(LoadPayers(txn, each));
  return shadows;
}

absl::Status InsertDifferences(db::Write& txn, const std::string& shadow,
                               const std::vector<Difference>& differences, size_t from,
                               size_t size) {
  std::vector<db::Args> rows;
  for (size_t i = from; i < from + size; ++i) {
    const Difference& each = differences[i];
    rows.push_back({{"shadow", shadow},
                    {"ordinal", static_cast<int64_t>(i)},
                    {"case_number", each.case_number},
                    {"statement", each.statement},
                    {"payer", PayerName(each.payer)},
                    {"firm", each.firm},
                    {"before", each.before_minor},
                    {"after", each.after_minor},
                    {"size", each.size_minor()},
                    {"cause", each.cause}});
  }
  return txn
      .ExecuteMany(
          "INSERT INTO shadow_difference (park_id, shadow_id, ordinal, case_number, "
          "statement_id, payer, firm, before_minor, after_minor, size_minor, cause) "
          "VALUES (:park, :shadow, :ordinal, :case_number, :statement, :payer, :firm, "
          ":before, :after, :size, :cause)",
          rows)
      .status();
}

absl::StatusOr<int64_t> DeleteDifferences(db::Write& txn, const std::string& shadow,
                                          int64_t rows_max) {
  ASSIGN_OR_RETURN(const auto first, LoadDifferences(txn, {shadow, std::nullopt}, -1, rows_max));
  if (first.empty()) return 0;
  return txn.Execute(
      "DELETE FROM shadow_difference WHERE park_id = :park AND shadow_id = :shadow AND "
      "ordinal <= :last",
      {{"shadow", shadow}, {"last", first.back().ordinal}});
}

absl::StatusOr<std::vector<KeptDifference>> LoadDifferences(db::Read& txn,
                                                            const DifferenceFilter& filter,
                                                            int64_t after, int64_t rows_max) {
  db::Args args = ArgsOf(filter, rows_max);
  args.push_back({"after", after});
  return LoadItems(txn,
                   absl::StrCat("SELECT ", kDifferenceColumns,
                                " FROM shadow_difference WHERE park_id = :park AND shadow_id = "
                                ":shadow AND (:payer = '' OR payer = :payer) AND ordinal > :after "
                                "ORDER BY ordinal LIMIT :most"),
                   args, ReadDifference);
}

absl::StatusOr<std::vector<KeptDifference>> LoadLargest(db::Read& txn,
                                                        const DifferenceFilter& filter,
                                                        const std::optional<SizePlace>& after,
                                                        int64_t rows_max) {
  const SizePlace place =
      after.value_or(SizePlace{std::numeric_limits<int64_t>::max(), int64_t{-1}});
  db::Args args = ArgsOf(filter, rows_max);
  args.push_back({"size", place.size_minor});
  args.push_back({"after", place.ordinal});
  return LoadItems(txn,
                   absl::StrCat("SELECT ", kDifferenceColumns,
                                " FROM shadow_difference WHERE park_id = :park AND shadow_id = "
                                ":shadow AND (:payer = '' OR payer = :payer) AND (size_minor < "
                                ":size OR (size_minor = :size AND ordinal > :after)) "
                                "ORDER BY size_minor DESC, ordinal LIMIT :most"),
                   args, ReadDifference);
}

absl::Status InsertAdoption(db::Write& txn, const Adoption& adoption) {
  return txn
      .Execute(absl::StrCat("INSERT INTO adoption (park_id, ", kAdoptionColumns,
                            ") VALUES (:park, :programme, :ordinal, :id, :first_month, :plan, "
                            ":month, :shadow)"),
               {{"programme", adoption.programme},
                {"ordinal", adoption.ordinal},
                {"id", adoption.id},
                {"first_month", FormatMonth(adoption.first_month)},
                {"plan", adoption.plan},
                {"month", FormatMonth(adoption.shadow_month)},
                {"shadow", adoption.shadow}})
      .status();
}

absl::StatusOr<std::vector<Adoption>> LoadAdoptionsOf(db::Read& txn, const std::string& programme) {
  return LoadItems(txn,
                   absl::StrCat("SELECT ", kAdoptionColumns,
                                " FROM adoption WHERE park_id = :park AND programme = :programme "
                                "ORDER BY ordinal"),
                   {{"programme", programme}}, ReadAdoption);
}

absl::StatusOr<std::vector<Adoption>> LoadAdoptions(db::Read& txn, const std::string& after,
                                                    int64_t after_ordinal, int64_t rows_max) {
  return LoadItems(txn,
                   absl::StrCat("SELECT ", kAdoptionColumns,
                                " FROM adoption WHERE park_id = :park AND (programme > :after OR "
                                "(programme = :after AND ordinal > :ordinal)) ORDER BY programme, "
                                "ordinal LIMIT :most"),
                   {{"after", after}, {"ordinal", after_ordinal}, {"most", rows_max}},
                   ReadAdoption);
}

absl::StatusOr<std::string> PlanInForce(db::Read& txn, const std::string& programme,
                                        absl::CivilMonth month, const std::string& own) {
  ASSIGN_OR_RETURN(const std::vector<Adoption> adoptions, LoadAdoptionsOf(txn, programme));
  const Adoption* adopted = AdoptionIn(adoptions, month);
  return adopted == nullptr ? own : adopted->plan;
}

}  // namespace tuoqiao::billing
