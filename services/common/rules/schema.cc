#include "services/common/rules/schema.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/check.h"
#include "tuoqiao/rules/v1/rules.pb.h"

namespace tuoqiao::rules {
namespace {

// What a kind of predicate or function is, by its field in the contract.
struct Meaning {
  const char* field;
  const char* takes;
  const char* says;
};

constexpr Meaning kPredicates[] = {
    {"all", "predicates", "All of them hold. One that fails decides, whatever is unknown."},
    {"any", "predicates", "One of them holds. One that holds decides, whatever is unknown."},
    {"not", "a predicate", "It fails. What is unknown stays unknown."},
    {"age_in_months", "a date; at_least or below a parameter in MONTHS",
     "Whole months completed since the date, as `common/period` counts them."},
    {"equals", "a fact; a value of its type", "It is that."},
    {"at_least", "a number; a parameter in its unit", "It is the parameter or more."},
    {"below", "a number; a parameter in its unit", "It is less than the parameter."},
    {"in", "a fact; values of its type", "It is one of them."},
    {"on_or_after", "a date; a day", "It is that day or a later one."},
    {"at_most", "a number; a parameter in its unit", "It is the parameter or less."},
    {"calendar_months", "a date; at_least, below or at_most a parameter in MONTHS",
     "Calendar months from the month of the date, which is 0, to that of the day."},
    {"share_at_least", "two numbers of one unit; a parameter in BASIS_POINTS",
     "The first is at least that share of the second."},
};

constexpr Meaning kFunctions[] = {
    {"fixed", "a parameter in money", "It."},
    {"share_of", "a fact or parameter in money; a parameter in BASIS_POINTS; a rounding; at most",
     "That share, rounded once (FLOOR or HALF_UP), and then at most the limit."},
    {"by_bracket", "a table; a number in its unit",
     "What the table has for that size; below the first bracket there is nothing."},
    {"per_unit", "a number; a parameter in money", "The parameter for each one."},
    {"statutory", "a fact in money; two parameters in its unit",
     "max(min(base, max_rate) - copay, 0)."},
    {"part", "a fact in money; weights; which of them",
     "One part by largest remainder, so that all parts sum to the fact; equal ones in their "
     "order."},
};

// The table has a row for each kind of the contract, in its order, or the program stops.
template <size_t kRows>
void AppendMeanings(const google::protobuf::OneofDescriptor* kinds, const Meaning (&rows)[kRows],
                    std::string* text) {
  CHECK(kinds->field_count() == static_cast<int>(kRows));
  absl::StrAppend(text, "| name | takes | says |\n|---|---|---|\n");
  for (size_t i = 0; i < kRows; ++i) {
    CHECK(kinds->field(static_cast<int>(i))->name() == rows[i].field);
    absl::StrAppend(text, "| `", rows[i].field, "` | ", rows[i].takes, " | ", rows[i].says, " |\n");
  }
}

std::string TypeText(const FactDeclaration& fact) {
  switch (fact.type) {
    case FactType::kTruth:
      return "truth";
    case FactType::kNumber:
      return UnitName(fact.unit);
    case FactType::kText:
      return fact.codes.empty() ? "text" : absl::StrCat("one of ", absl::StrJoin(fact.codes, ", "));
    case FactType::kDate:
      return "date";
  }
  CHECK(false);
}

const char* OriginText(Origin origin) {
  static constexpr const char* kNames[] = {"directory", "whoever is asked", "earlier decisions"};
  return kNames[static_cast<int>(origin)];
}

void AppendFacts(const FactCatalogue& catalogue, Subject subject, const char* title,
                 std::string* text) {
  absl::StrAppend(text, "\n### ", title,
                  "\n\n| name | is | from | what | 中文 |\n|---|---|---|---|---|\n");
  for (size_t i = 0; i < catalogue.size(); ++i) {
    const FactDeclaration& fact = catalogue.at(i);
    if (fact.subject != subject) continue;
    absl::StrAppend(text, "| `", fact.name, "` | ", TypeText(fact), " | ", OriginText(fact.origin),
                    " | ", fact.en, " | ", fact.zh, " |\n");
  }
}

}  // namespace

const char* UnitName(Unit unit) {
  static constexpr const char* kNames[] = {"",      "MONTHS",    "DAYS",         "PERSONS",
                                           "LEVEL", "CNY_MINOR", "BASIS_POINTS", "USD_MINOR",
                                           "COUNT", "METRES",    "SECONDS",      "METRES_PER_HOUR"};
  return kNames[static_cast<int>(unit)];
}

std::string SchemaDocument(const FactCatalogue& catalogue) {
  std::string text =
      "# What a pack may be written with\n\n"
      "Made of the catalogue of facts and of the contract, and held against them by a test; "
      "`TUOQIAO_WRITE=1` before that test's program writes it anew.\n\n"
      "## Predicates\n\n"
      "Three-valued: what rests on a fact that is not known is unknown, never false.\n\n";
  AppendMeanings(v1::Predicate::descriptor()->oneof_decl(0), kPredicates, &text);
  absl::StrAppend(&text, "\n## Functions of amounts\n\n");
  AppendMeanings(v1::Amount::descriptor()->oneof_decl(0), kFunctions, &text);
  absl::StrAppend(&text, "\n## Facts\n");
  AppendFacts(catalogue, Subject::kChild, "Of a child (`subject: CHILD`)", &text);
  AppendFacts(catalogue, Subject::kFirm, "Of a firm (`subject: FIRM`)", &text);
  AppendFacts(catalogue, Subject::kCentre, "Of a centre (`subject: CENTRE`)", &text);
  return text;
}

}  // namespace tuoqiao::rules
